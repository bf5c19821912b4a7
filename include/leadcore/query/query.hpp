// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_QUERY_HPP
#define LEADCORE_QUERY_QUERY_HPP

// Values of queries that filters share, and how query strings are read.

#include <leadcore/model/lead.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// The requested owner: anyone, nobody, or one member.
/// @par Source
/// spec match.3, match.4.
class assignee_filter {
 public:
  /// Every lead.
  constexpr assignee_filter() = default;
  /// Every lead.
  [[nodiscard]] static constexpr assignee_filter any() { return {}; }
  /// The leads without an owner.
  [[nodiscard]] static constexpr assignee_filter unassigned() {
    assignee_filter filter;
    filter.kind_ = kind::unassigned;
    return filter;
  }
  /// The leads of one owner, by an opaque id, compared exactly. As in a query string,
  /// "unassigned" is the same as unassigned(). Precondition: not empty (parse_query refuses that).
  [[nodiscard]] static constexpr assignee_filter member(std::string_view id) {
    if (id == unassigned_id) {
      return unassigned();
    }
    assignee_filter filter;
    filter.kind_ = kind::member;
    filter.id_.assign(id.begin(), id.end());
    return filter;
  }

  /// Whether every lead passes.
  [[nodiscard]] constexpr bool is_any() const noexcept { return kind_ == kind::any; }
  /// Whether only leads without an owner pass.
  [[nodiscard]] constexpr bool is_unassigned() const noexcept { return kind_ == kind::unassigned; }
  /// Whether only leads of one owner pass.
  [[nodiscard]] constexpr bool is_member() const noexcept { return kind_ == kind::member; }
  /// The owner's id; empty unless is_member().
  [[nodiscard]] constexpr std::string_view id() const noexcept { return {id_.data(), id_.size()}; }

  friend constexpr bool operator==(const assignee_filter&, const assignee_filter&) = default;

 private:
  enum class kind : std::uint8_t { any, unassigned, member };
  kind kind_ = kind::any;
  std::vector<char> id_{}; // not a std::string, for the reason given at search_term
};

/// Named deviations from the strict reading of a query string; combine them with |.
/// @par Source
/// spec query.20, query.12.
enum class query_profile : std::uint8_t {
  strict = 0,         ///< no deviation
  clamp = 1,          ///< a pageSize over 100 counts as 100
  ignore_unknown = 2, ///< unknown parameters are skipped (they must still be well-formed)
};

/// The profiles by their names: parse_query(text, profiles::clamp). They have a namespace of their
/// own, so that a using-directive does not make std::clamp ambiguous.
namespace profiles {

/// No deviation: the default.
inline constexpr query_profile strict = query_profile::strict;
/// A pageSize over the largest one counts as that.
inline constexpr query_profile clamp = query_profile::clamp;
/// Unknown parameters are skipped.
inline constexpr query_profile ignore_unknown = query_profile::ignore_unknown;

} // namespace profiles

/// Both profiles.
[[nodiscard]] constexpr query_profile operator|(query_profile a, query_profile b) noexcept {
  return static_cast<query_profile>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
namespace detail {

/// True when a profile includes another.
[[nodiscard]] constexpr bool includes(query_profile profile, query_profile part) noexcept {
  return (static_cast<unsigned>(profile) & static_cast<unsigned>(part)) ==
         static_cast<unsigned>(part);
}

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
