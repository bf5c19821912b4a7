// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_PORT_HPP
#define LEADCORE_TOOLS_VERIFY_PORT_HPP

// A port as a child process, asked one call at a time (docs/verify.md).

#include "verify/report.hpp"

#include <boost/json/object.hpp>

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::verify {

/// The port did something else than answer; it cannot be asked any more.
struct no_answer : std::runtime_error {
  std::string verdict; ///< cannot_start, died, hung, not_json, wrong_id, too_long, unasked
  no_answer(std::string one_word, const std::string& text)
      : std::runtime_error(text), verdict(std::move(one_word)) {}
};

/// Starts a command without a shell, in a process group of its own, which is killed at the end.
class port {
 public:
  /// No answer is longer. The longest of the vectors has some 70 kB.
  static constexpr std::size_t max_answer = 1'000'000;

  /// @throws no_answer
  port(const std::vector<std::string>& command, std::chrono::milliseconds timeout);
  port(const port&) = delete;
  port& operator=(const port&) = delete;
  ~port();

  /// The answer, which has the id of the question.
  /// @throws no_answer
  [[nodiscard]] json::object ask(std::string_view id, std::string_view call, const json::value& in);
  /// Ends the input; the port then has to end with status 0 and nothing more to say.
  /// @throws no_answer
  void finish();

 private:
  class descriptor { // closes itself
   public:
    descriptor() = default;
    explicit descriptor(int number) noexcept : number_(number) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() { reset(); }
    void reset(int number = -1) noexcept;
    [[nodiscard]] int get() const noexcept { return number_; }

   private:
    int number_ = -1;
  };

  using clock = std::chrono::steady_clock;
  /// Writes what is unwritten and reads what there is; false at the end of the port's output.
  [[nodiscard]] bool exchange(std::string_view& unwritten, clock::time_point until);
  /// How the port ended, in words; waits a little for its end.
  [[nodiscard]] std::string end();
  [[nodiscard]] std::string asked() const; ///< the last call, for messages

  std::chrono::milliseconds timeout_;
  pid_t pid_ = -1;
  descriptor to_;
  descriptor from_;
  std::string read_; ///< but not yet taken
  std::string asked_ = "hello";
  std::string last_id_;
};

} // namespace leadcore::verify

#endif
