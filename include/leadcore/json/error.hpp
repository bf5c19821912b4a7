// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_ERROR_HPP
#define LEADCORE_JSON_ERROR_HPP

// What can be wrong with a JSON text. Needs no JSON library.

#include <leadcore/model/error.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// The problems of a lead in JSON: those of the text (3xx), that of a status, which has its number
/// and name in a query, and those of the lead itself, which have theirs in lead_errc.
/// Numbers and names are stable. None is ever reused.
enum class json_errc : std::uint16_t {
  unknown_status = 107,      ///< not the exact name of a status
  unknown_value = 112,       ///< not the exact name of another enumerator
  not_json = 301,            ///< the text is not JSON; reading stops at that byte
  too_deep = 302,            ///< more than max_json_depth arrays and objects inside each other
  number_out_of_range = 303, ///< a number whose exponent no double can have
  duplicate_key = 304,       ///< a key that occurs earlier in the object
  unknown_key = 305,         ///< a key that the object does not have
  missing_key = 306,         ///< a required key that is absent
  wrong_type = 307,          ///< a value of another type than its field's
  invalid_timestamp = 308,   ///< a text that is not an RFC 3339 timestamp
  too_many_errors = 309,     ///< reading stopped; there may be more problems
};

template <>
inline constexpr enum_entry<json_errc> enum_table<json_errc>[] = {
    {json_errc::unknown_status, "unknown_status", "the value is not the exact name of a status"},
    {json_errc::unknown_value, "unknown_value", "the value is not one of the allowed names"},
    {json_errc::not_json, "not_json", "the text is not JSON"},
    {json_errc::too_deep, "too_deep", "arrays and objects are nested too deeply"},
    {json_errc::number_out_of_range, "number_out_of_range", "the number is out of range"},
    {json_errc::duplicate_key, "duplicate_key", "the key is given more than once"},
    {json_errc::unknown_key, "unknown_key", "there is no such key"},
    {json_errc::missing_key, "missing_key", "the key is missing"},
    {json_errc::wrong_type, "wrong_type", "the value is of another type"},
    {json_errc::invalid_timestamp, "invalid_timestamp", "the value is not an RFC 3339 timestamp"},
    {json_errc::too_many_errors, "too_many_errors", "there are too many problems to report"},
};

/// The code of a problem of a lead, as a json_errc.
[[nodiscard]] constexpr json_errc to_json_errc(lead_errc code) noexcept {
  return static_cast<json_errc>(code);
}
[[nodiscard]] constexpr bool operator==(json_errc a, lead_errc b) noexcept {
  return a == to_json_errc(b);
}

/// The stable code of a problem in snake_case.
[[nodiscard]] constexpr std::string_view to_string(json_errc code) noexcept {
  const std::string_view own = detail::enum_name(code);
  return own.empty() ? to_string(static_cast<lead_errc>(code)) : own;
}

/// What a code means, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(json_errc code) noexcept {
  const std::string_view own = detail::enum_message(code);
  return own.empty() ? message(static_cast<lead_errc>(code)) : own;
}

/// One problem of a JSON text.
struct json_error {
  json_errc code{};
  std::string
      pointer; ///< a JSON pointer (RFC 6901) such as /data/3/phones/0; empty for the whole text
  std::string value;   ///< the offending text, where it is one
  std::string allowed; ///< what would have been accepted
  std::string detail;  ///< a code of a text parser that says more, such as too_long; else empty
  std::size_t offset =
      0; ///< for not_json, too_deep and number_out_of_range: the byte where reading ended; else 0

  friend bool operator==(const json_error&, const json_error&) = default;
};

/// Every problem of a JSON text, as it is read; never empty where it is an error.
using json_errors = std::vector<json_error>;

} // namespace leadcore::inline LEADCORE_ABI

#endif
