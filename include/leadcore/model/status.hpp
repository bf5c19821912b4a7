// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_STATUS_HPP
#define LEADCORE_MODEL_STATUS_HPP

// The five statuses of a lead and their names.

#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// How far a lead has come.
/// @par Source
/// spec json.2, query.16.
enum class lead_status : std::uint8_t { not_contacted, contacted, qualified, converted, lost };

template <>
inline constexpr enum_entry<lead_status> enum_table<lead_status>[] = {
    {lead_status::not_contacted, "NOT_CONTACTED"},
    {lead_status::contacted, "CONTACTED"},
    {lead_status::qualified, "QUALIFIED"},
    {lead_status::converted, "CONVERTED"},
    {lead_status::lost, "LOST"},
};

/// Every status, in the documented order.
inline constexpr auto lead_statuses = [] {
  std::array<lead_status, detail::enum_size<lead_status>> statuses{};
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    statuses[i] = enum_table<lead_status>[i].value;
  }
  return statuses;
}();

/// True for an enumerator; false for another value of the type.
[[nodiscard]] constexpr bool is_lead_status(lead_status status) noexcept {
  return detail::find_enum_entry(status) != nullptr;
}

/// The exact name of a status on the wire, such as "NOT_CONTACTED". "UNKNOWN", which
/// parse_lead_status refuses, for a value outside the enumeration.
[[nodiscard]] constexpr std::string_view to_string(lead_status status) noexcept {
  return detail::wire_enum_name(status);
}

/// The allowed names: "NOT_CONTACTED, CONTACTED, QUALIFIED, CONVERTED or LOST".
inline constexpr std::string_view lead_status_names = detail::enum_names<lead_status>;

/// Errors of parse_lead_status. Values and names are stable.
enum class status_errc : std::uint8_t {
  unknown_status = 1, ///< not the exact name of a status
};

template <>
inline constexpr enum_entry<status_errc> enum_table<status_errc>[] = {
    {status_errc::unknown_status, "unknown_status", "not the exact name of a lead status"},
};

/// The stable name of a code.
[[nodiscard]] constexpr std::string_view to_string(status_errc code) noexcept {
  return detail::enum_name(code);
}
/// The message of a code, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(status_errc code) noexcept {
  return detail::enum_message(code);
}

/// An error of parse_lead_status and its offset.
using status_error = text_error<status_errc>;

/// Reads the exact upper-case name of a status. Nothing is trimmed or folded.
///
/// @par Errors
/// | code                        | offset                    | when                      |
/// | status_errc::unknown_status | the longest common prefix | text is none of the names |
/// @par Complexity
/// constant; allocates nothing.
/// @par Source
/// spec query.16.
/// @see tests/vectors/status.jsonl
[[nodiscard]] constexpr result<lead_status, status_error>
parse_lead_status(std::string_view text) noexcept {
  std::size_t common = 0;
  for (const auto& entry : enum_table<lead_status>) {
    const std::string_view name = entry.name;
    if (name == text) {
      return entry.value;
    }
    std::size_t same = 0;
    while (same < text.size() && same < name.size() && text[same] == name[same]) {
      ++same;
    }
    common = same > common ? same : common;
  }
  return fail(status_error{status_errc::unknown_status, static_cast<std::uint32_t>(common)});
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
