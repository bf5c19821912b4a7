// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_REPORT_HPP
#define LEADCORE_TOOLS_VERIFY_REPORT_HPP

// What leadcore-verify has found, and its three outputs: for people, --json and JUnit.

#include <boost/json/value.hpp>

#include <array>
#include <cstddef>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::verify {

namespace json = boost::json;

/// What became of a case. Only `differs` and `unsupported` keep an implementation from conforming.
enum class outcome : unsigned char {
  same,
  differs,
  unsupported, ///< the implementation does not have the call
  by_platform, ///< another version of libphonenumber or Unicode may answer so
  not_claimed, ///< the level or a profile of the case is not claimed
};
inline constexpr std::array<std::string_view, 5> outcome_names{"same", "differ", "unsupported",
                                                               "differ by platform", "not claimed"};

/// A difference.
struct finding {
  std::string id;   ///< of the case, or the name of the law
  std::string rule; ///< of docs/spec.md, such as "query.4"; may be empty
  std::string call; ///< of docs/verify.md; over HTTP the request as a cURL line, and no `in`
  std::string why;  ///< what the case shows, in words
  json::value in;
  json::value wanted;
  json::value got;
  std::string cause;  ///< the likely one: what gives exactly this answer; may be empty
  json::value load{}; ///< what was loaded before, if anything
  std::vector<std::string> lines{}; ///< a counterexample as lines of a vector file
};

/// Collects findings by group (a level, a kind of check).
class report {
 public:
  struct result {
    std::string group;
    std::string id;
    outcome how = outcome::same;
    std::size_t finding = 0; ///< of findings(), where the case differs
  };

  /// @param name  what is verified: the command or the address
  /// @param spec  the path of docs/spec.md, to which rules are linked; empty: rules have no link
  explicit report(std::string name, std::string spec = {});

  void count(std::string group, std::string id, outcome how);
  void differs(std::string group, finding found);
  /// A line about the whole: names, versions, profiles, what writes can explain.
  void note(std::string line);
  /// A condition that keeps the implementation from conforming, such as a level it has to claim.
  void fault(std::string line);
  /// The implementation could not be verified, or not to the end.
  /// @param verdict  one word for programs: "hung", "died", "not_json" ...
  void stop(std::string verdict, std::string text);

  [[nodiscard]] const std::vector<finding>& findings() const noexcept { return findings_; }
  /// For likely causes, which are found at the end.
  [[nodiscard]] std::vector<finding>& findings() noexcept { return findings_; }
  [[nodiscard]] const std::vector<result>& results() const noexcept { return results_; }
  [[nodiscard]] bool stopped() const noexcept { return !verdict_.empty(); }
  /// The exit status: 0 conforms, 1 differs, 2 could not be verified.
  [[nodiscard]] int status() const;

  /// @param in_full  how many findings are shown in full; of the others only the ids
  void write_people(std::ostream& out, std::size_t in_full) const;
  void write_json(std::ostream& out) const;
  void write_junit(std::ostream& out) const;

 private:
  std::string name_;
  std::map<std::string, std::string, std::less<>> rules_; // from id to "path:line: text"
  std::vector<result> results_;
  std::vector<finding> findings_;
  std::vector<std::string> notes_;
  std::vector<std::string> faults_;
  std::string verdict_;
  std::string stopped_by_;
};

/// Where two JSON values differ: the pointer, and what is there in each ("(absent)" if nothing is).
struct difference {
  std::string pointer;
  std::string wanted;
  std::string got;
};
[[nodiscard]] std::vector<difference> differences(const json::value& wanted,
                                                  const json::value& got);

/// A value as JSON in ASCII.
[[nodiscard]] std::string ascii(const json::value& value);

/// A value for people: JSON in ASCII; a text that is not printable ASCII is followed by its bytes.
[[nodiscard]] std::string shown(const json::value& value);

} // namespace leadcore::verify

#endif
