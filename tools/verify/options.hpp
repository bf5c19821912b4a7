// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_OPTIONS_HPP
#define LEADCORE_TOOLS_VERIFY_OPTIONS_HPP

// The arguments of leadcore-verify.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::verify {

/// A command line that cannot be understood; the program ends with status 2.
struct usage_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Options and operands of a command. Each question takes the options that it asks about; rest()
/// refuses those that nobody asked about. `--name VALUE` and `--name=VALUE` are the same.
class arguments {
 public:
  /// Everything after an argument `--` is a command.
  explicit arguments(std::vector<std::string> given) : given_(std::move(given)) {
    const auto end = std::find(given_.begin(), given_.end(), "--");
    if (end != given_.end()) {
      command_.assign(end + 1, given_.end());
      given_.erase(end, given_.end());
    }
  }

  [[nodiscard]] bool flag(std::string_view name) { return std::erase(given_, name) > 0; }

  /// The values of an option, in order.
  [[nodiscard]] std::vector<std::string> values(std::string_view name) {
    std::vector<std::string> found;
    for (auto at = given_.begin(); at != given_.end();) {
      if (*at == name) {
        if (at + 1 == given_.end()) {
          throw usage_error(std::string(name) + " needs a value");
        }
        found.push_back(at[1]);
        at = given_.erase(at, at + 2);
      } else if (at->starts_with(name) && at->substr(name.size()).starts_with('=')) {
        found.push_back(at->substr(name.size() + 1));
        at = given_.erase(at);
      } else {
        ++at;
      }
    }
    return found;
  }

  [[nodiscard]] std::optional<std::string> value(std::string_view name) {
    auto found = values(name);
    if (found.size() > 1) {
      throw usage_error(std::string(name) + " is given twice");
    }
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
  }

  /// The value of an option that is an integer from `least` to `most`.
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name, std::uint64_t least,
                                                    std::uint64_t most) {
    const auto text = value(name);
    if (!text) {
      return std::nullopt;
    }
    std::uint64_t read = 0;
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, read);
    if (error != std::errc() || stop != end || read < least || read > most) {
      throw usage_error(std::string(name) + " is an integer from " + std::to_string(least) +
                        " to " + std::to_string(most) + ", and not '" + *text + "'");
    }
    return read;
  }

  /// The operands that are left before `--`, once every option has been asked about.
  [[nodiscard]] std::vector<std::string> rest() const {
    for (const std::string& each : given_) {
      if (each.starts_with('-') && each != "-") {
        throw usage_error("unknown option " + each);
      }
    }
    return given_;
  }

  /// What follows `--`.
  [[nodiscard]] const std::vector<std::string>& command() const noexcept { return command_; }

 private:
  std::vector<std::string> given_;
  std::vector<std::string> command_;
};

} // namespace leadcore::verify

#endif
