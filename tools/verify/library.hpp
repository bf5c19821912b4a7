// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_LIBRARY_HPP
#define LEADCORE_TOOLS_VERIFY_LIBRARY_HPP

// The library as a port.

#include <boost/json/object.hpp>

#include <iosfwd>
#include <memory>
#include <string_view>

namespace leadcore::verify {

namespace json = boost::json;

/// Answers the calls of docs/verify.md; keeps what load_leads and load_organisations name.
class library {
 public:
  library();
  library(const library&) = delete;
  library& operator=(const library&) = delete;
  ~library();

  /// `{"out":...}`, or `{"unsupported":true}`.
  /// @throws std::exception if the question does not have the form of its call
  [[nodiscard]] json::object answer(std::string_view call, const json::object& in);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// leadcore-verify answer: answers the questions of a stream, one JSON line each, until its end.
void answer_all(std::istream& in, std::ostream& out);

} // namespace leadcore::verify

#endif
