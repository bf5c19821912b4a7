// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_CHECK_COLUMNS_HPP
#define LEADCORE_SQL_DETAIL_CHECK_COLUMNS_HPP

// What the catalogue of a database says about a table.

#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// Checks that a table has columns, and that its texts compare by bytes unless queries see to it.
/// @param select    returns the name of each column of the table and its collation, or null
/// @param bytewise  the collations that compare bytes; "" where null is one
template <class Table, class Database>
[[nodiscard]] std::optional<database_error>
check_columns(Database& database, const statement& select, const std::vector<table_column>& columns,
              std::span<const std::string_view> bytewise) {
  std::vector<std::pair<std::string, std::string>> found;
  if (auto failed = execute(database, select, [&](const auto& row) {
        found.emplace_back(row.text(0).value_or(""),
                           row.is_null(1) ? "" : row.text(1).value_or(""));
        return std::optional<row_error>();
      })) {
    return failed;
  }
  for (const table_column& column : columns) {
    const auto at =
        std::ranges::find(found, column.name, &std::pair<std::string, std::string>::first);
    if (at == found.end()) {
      return database_error{database_errc::failed, "the table has no column " + column.name,
                            std::nullopt};
    }
    if (column.is_text && !Table::collate_in_queries &&
        std::ranges::count(bytewise, at->second) == 0) {
      return database_error{database_errc::failed, other_collation(column.name, at->second),
                            std::nullopt};
    }
  }
  return std::nullopt;
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
