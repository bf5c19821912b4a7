// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_DURABLE_ERROR_HPP
#define LEADCORE_STORE_DURABLE_ERROR_HPP

// What a durable store reports when it is not opened, or not changed.

#include <leadcore/model/error.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// Why a durable store failed. Values and names are stable.
enum class durable_errc : std::uint8_t {
  cannot_open = 1,     ///< no such file or folder, or no right to open it
  in_use = 2,          ///< another process, or another store of this one, has the file open
  read_only = 3,       ///< the file or the store can only be read
  not_ours = 4,        ///< no database, or one that no durable store created; it was not changed
  other_layout = 5,    ///< created for other fields, or by another version of the layout
  corrupted = 6,       ///< the file is damaged
  disk_full = 7,       ///< no room for the change
  io_failed = 8,       ///< the system could not read or write
  invalid_row = 9,     ///< a row of the change has values that a database cannot store
  unreadable_row = 10, ///< a row of the file is no record of the endpoint
  refused = 11,        ///< SQLite refused a statement, or has no memory
};

template <>
inline constexpr enum_entry<durable_errc> enum_table<durable_errc>[] = {
    {durable_errc::cannot_open, "cannot_open"},   {durable_errc::in_use, "in_use"},
    {durable_errc::read_only, "read_only"},       {durable_errc::not_ours, "not_ours"},
    {durable_errc::other_layout, "other_layout"}, {durable_errc::corrupted, "corrupted"},
    {durable_errc::disk_full, "disk_full"},       {durable_errc::io_failed, "io_failed"},
    {durable_errc::invalid_row, "invalid_row"},   {durable_errc::unreadable_row, "unreadable_row"},
    {durable_errc::refused, "refused"},
};

/// The stable name of a code.
[[nodiscard]] constexpr std::string_view to_string(durable_errc code) noexcept {
  return leadcore::detail::enum_name(code);
}

/// Why a file was not opened, or not changed. The message is for an operator, not for clients.
struct durable_error {
  durable_errc code{};
  std::string message;
  std::string key;      ///< of the row, for invalid_row
  lead_errors problems; ///< of that row: each value that cannot be stored

  friend bool operator==(const durable_error&, const durable_error&) = default;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
