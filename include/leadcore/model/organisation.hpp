// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_ORGANISATION_HPP
#define LEADCORE_MODEL_ORGANISATION_HPP

// The owner of leads. Every query of a store and every statement for a database names one
// organisation.

#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/text_value.hpp>
#include <leadcore/version.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// Errors of parse_organisation_id. Values and names are stable.
enum class organisation_errc : std::uint8_t {
  empty = 1, ///< no bytes
};

template <>
inline constexpr enum_entry<organisation_errc> enum_table<organisation_errc>[] = {
    {organisation_errc::empty, "empty", "an organisation's id must not be empty"},
};

/// The stable name of a code.
[[nodiscard]] constexpr std::string_view to_string(organisation_errc code) noexcept {
  return detail::enum_name(code);
}
/// The message of a code, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(organisation_errc code) noexcept {
  return detail::enum_message(code);
}

/// An error of parse_organisation_id and its offset.
using organisation_error = text_error<organisation_errc>;

/// The id of one organisation: opaque, compared exactly, never empty.
///
/// There is no default value and no implicit conversion. A query cannot lose its organisation on
/// the way to a store, and an unset text cannot mean "all".
/// @par Source
/// spec org.1, org.2; decision 0072.
class organisation_id {
 public:
  organisation_id(const organisation_id&) = default; // not movable: a moved-from id would be empty
  organisation_id& operator=(const organisation_id&) = default;
  ~organisation_id() = default;

  /// The id; valid as long as this object.
  [[nodiscard]] std::string_view view() const noexcept { return id_; }
  /// view(), explicitly: a function that takes any text does not take an organisation.
  explicit operator std::string_view() const noexcept { return id_; }
  explicit operator std::string() const { return id_; }

  friend bool operator==(const organisation_id&, const organisation_id&) = default;
  friend std::strong_ordering operator<=>(const organisation_id&, const organisation_id&) = default;

 private:
  explicit organisation_id(std::string_view id) : id_(id) {}
  friend result<organisation_id, organisation_error> parse_organisation_id(std::string_view id);

  std::string id_;
};

namespace detail {

template <> inline constexpr bool is_text_value<organisation_id> = true;

} // namespace detail

/// Reads the id of an organisation.
///
/// @par Errors
/// | code                     | offset | when            |
/// | organisation_errc::empty | 0      | id has no bytes |
/// @par Complexity
/// linear in id.size(); allocates the copy.
[[nodiscard]] inline result<organisation_id, organisation_error>
parse_organisation_id(std::string_view id) {
  if (id.empty()) {
    return fail(organisation_error{organisation_errc::empty, 0});
  }
  return organisation_id(id);
}

} // namespace leadcore::inline LEADCORE_ABI

/// The hash of an id is that of its text.
template <> struct std::hash<leadcore::organisation_id> {
  [[nodiscard]] std::size_t operator()(const leadcore::organisation_id& value) const noexcept {
    return std::hash<std::string_view>()(value.view());
  }
};

#endif
