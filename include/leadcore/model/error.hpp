// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_ERROR_HPP
#define LEADCORE_MODEL_ERROR_HPP

// What can be wrong with a query or with a lead. The parsers of text/ have codes of their own.

#include <leadcore/text/enum_table.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// The problems of a query string. Numbers and names are stable. None is ever reused.
enum class query_errc : std::uint16_t {
  malformed_percent_encoding = 101, ///< "%" without two hexadecimal digits
  invalid_utf8 = 102,               ///< bytes that are not UTF-8
  nul_character = 103,              ///< U+0000
  unknown_parameter = 104,          ///< a name that is none of the endpoint's
  duplicate_parameter = 105,        ///< a parameter given before
  empty_value = 106,                ///< a value is required
  unknown_status = 107,             ///< not the exact name of a status
  not_an_integer = 108,             ///< other than decimal digits
  integer_out_of_range = 109,       ///< outside the allowed range
  page_size_too_large = 110,        ///< over 100
  search_too_long = 111,            ///< over 256 code points
  unknown_value = 112,              ///< not the exact name of an enumerator other than a status
  invalid_time = 113,               ///< not an RFC 3339 timestamp
  not_a_boolean = 114,              ///< neither true nor false
  not_a_number = 115,               ///< not a decimal number that is finite
  invalid_value = 116,              ///< refused by a filter of the user's own
};

/// The problems of a lead: those of its texts, which have the number and name of the same problem
/// in a query, and those of the lead (2xx). Numbers and names are stable. None is ever reused.
/// @par Source
/// spec lead.2.
enum class lead_errc : std::uint16_t {
  invalid_utf8 = 102,         ///< bytes that are not UTF-8
  nul_character = 103,        ///< U+0000, which databases do not store
  empty_value = 106,          ///< a value is required
  integer_out_of_range = 109, ///< too large for a database, in a record of one's own
  not_a_number = 115,         ///< NaN or infinite, in a record of one's own
  invalid_value = 116,        ///< refused by a rule of the endpoint's own
  invalid_phone = 201,        ///< not a phone number that parse_phone accepts
  invalid_email = 202,        ///< not an email address that parse_email accepts
  not_normalised = 203,       ///< a phone or email in another form than the canonical one
  duplicate_value = 204,      ///< a phone or email listed before
  primary_not_listed = 205,   ///< a primary phone or email that is not in the list
  reserved_value = 206,       ///< an owner's id "unassigned", which means no owner
  invalid_enumerator = 207,   ///< a status outside the enumeration
};

template <>
inline constexpr enum_entry<query_errc> enum_table<query_errc>[] = {
    {query_errc::malformed_percent_encoding, "malformed_percent_encoding",
     "\"%\" must be followed by two hexadecimal digits"},
    {query_errc::invalid_utf8, "invalid_utf8", "the text is not valid UTF-8"},
    {query_errc::nul_character, "nul_character", "the character U+0000 is not allowed"},
    {query_errc::unknown_parameter, "unknown_parameter", "there is no such parameter"},
    {query_errc::duplicate_parameter, "duplicate_parameter",
     "the parameter is given more than once"},
    {query_errc::empty_value, "empty_value", "a value is required"},
    {query_errc::unknown_status, "unknown_status", "the value is not the exact name of a status"},
    {query_errc::not_an_integer, "not_an_integer", "the value must consist of decimal digits only"},
    {query_errc::integer_out_of_range, "integer_out_of_range", "the integer is out of range"},
    {query_errc::page_size_too_large, "page_size_too_large", "the page size is over the maximum"},
    {query_errc::search_too_long, "search_too_long", "the search term is too long"},
    {query_errc::unknown_value, "unknown_value", "the value is not one of the allowed names"},
    {query_errc::invalid_time, "invalid_time", "the value is not an RFC 3339 timestamp"},
    {query_errc::not_a_boolean, "not_a_boolean", "the value must be true or false"},
    {query_errc::not_a_number, "not_a_number", "the value must be a finite decimal number"},
    {query_errc::invalid_value, "invalid_value", "the value is not allowed"},
};

template <>
inline constexpr enum_entry<lead_errc> enum_table<lead_errc>[] = {
    {lead_errc::invalid_utf8, "invalid_utf8", "the text is not valid UTF-8"},
    {lead_errc::nul_character, "nul_character", "the character U+0000 is not allowed"},
    {lead_errc::empty_value, "empty_value", "a value is required"},
    {lead_errc::integer_out_of_range, "integer_out_of_range", "the integer is out of range"},
    {lead_errc::not_a_number, "not_a_number", "the value must be a finite decimal number"},
    {lead_errc::invalid_value, "invalid_value", "the value is not allowed"},
    {lead_errc::invalid_phone, "invalid_phone", "the value is not a possible phone number"},
    {lead_errc::invalid_email, "invalid_email", "the value is not an email address"},
    {lead_errc::not_normalised, "not_normalised", "the value is not in its canonical form"},
    {lead_errc::duplicate_value, "duplicate_value", "the value is listed more than once"},
    {lead_errc::primary_not_listed, "primary_not_listed", "the primary value is not in the list"},
    {lead_errc::reserved_value, "reserved_value",
     "\"unassigned\" is reserved for leads without an owner"},
    {lead_errc::invalid_enumerator, "invalid_enumerator", "the value is outside the enumeration"},
};

/// The stable code of a problem in snake_case, as in problem+json.
[[nodiscard]] constexpr std::string_view to_string(query_errc code) noexcept {
  return detail::enum_name(code);
}
[[nodiscard]] constexpr std::string_view to_string(lead_errc code) noexcept {
  return detail::enum_name(code);
}

/// What a code means, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(query_errc code) noexcept {
  return detail::enum_message(code);
}
[[nodiscard]] constexpr std::string_view message(lead_errc code) noexcept {
  return detail::enum_message(code);
}

/// One problem of a query string.
struct query_error {
  query_errc code{};
  std::string parameter;  ///< its name as decoded; the raw text where decoding it failed
  std::string value;      ///< the offending value as decoded; the raw text where decoding it failed
  std::size_t offset = 0; ///< byte of the raw query string, from 0
  std::string allowed;    ///< what would have been accepted
  std::string suggestion; ///< the nearest known name, for unknown_parameter; else empty

  friend bool operator==(const query_error&, const query_error&) = default;
};

/// Every problem of a query string, in its order; never empty where it is an error.
using query_errors = std::vector<query_error>;

/// One broken invariant of a lead.
struct lead_error {
  lead_errc code{};
  std::string_view field; ///< the wire name of the field, such as primaryPhone; static storage
  std::optional<std::size_t> index; ///< the position in a list, from 0
  std::string value;                ///< the offending text
  std::string detail; ///< a code of a text parser that says more, such as too_long; else empty

  friend bool operator==(const lead_error&, const lead_error&) = default;
};

/// Every broken invariant of a lead, in field order; empty for a valid lead.
using lead_errors = std::vector<lead_error>;

} // namespace leadcore::inline LEADCORE_ABI

#endif
