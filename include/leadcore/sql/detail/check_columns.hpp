// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_CHECK_COLUMNS_HPP
#define LEADCORE_SQL_DETAIL_CHECK_COLUMNS_HPP

// What the catalogue of a database says about a table.

#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

[[nodiscard]] inline database_error refused(std::string message) {
  return {database_errc::failed, std::move(message), std::nullopt};
}
/// The error of a column whose type compares or stores texts in another way.
[[nodiscard]] inline database_error other_type(const std::string& column, std::string_view found,
                                               std::string_view allowed) {
  return detail::refused("the column " + column + " has the type " + std::string(found) +
                         ", which does not keep every text as it is: give it " +
                         std::string(allowed));
}

/// The texts of a database that compare by bytes.
struct bytewise_texts {
  std::vector<std::string_view> collations;
  std::vector<std::string_view> types; ///< the one to recommend first
};

/// Checks that a table has columns, and that its texts compare by bytes unless queries see to it.
/// @param select  returns the name of each column of the table, its collation or null, and its type
template <class Table, class Database>
[[nodiscard]] std::optional<database_error>
check_columns(Database& database, const statement& select, const std::vector<table_column>& columns,
              const bytewise_texts& bytewise) {
  struct column {
    std::string name, collation, type;
  };
  std::vector<column> found;
  if (auto failed = execute(database, select, [&](const auto& row) {
        const auto text = [&](std::size_t at) {
          return std::string(row.is_null(at) ? "" : row.text(at).value_or(""));
        };
        found.push_back({text(0), text(1), text(2)});
        return std::optional<row_error>();
      })) {
    return failed;
  }
  for (const table_column& each : columns) {
    const auto at = std::ranges::find(found, each.name, &column::name);
    if (at == found.end()) {
      return detail::refused("the table has no column " + each.name);
    }
    if (each.is_text && std::ranges::count(bytewise.types, at->type) == 0) {
      return detail::other_type(each.name, at->type, bytewise.types.front());
    }
    if (each.is_text && !Table::collate_in_queries &&
        std::ranges::count(bytewise.collations, at->collation) == 0) {
      return detail::refused(detail::other_collation(each.name, at->collation));
    }
  }
  return std::nullopt;
}

/// Checks that rows are unique by the bytes of the organisation and the key, and by nothing that an
/// upsert would take for them: it would replace another row.
/// @param select  returns the name of each unique index that an upsert may use, and whether it is
///     such a one
template <class Table, class Endpoint, class Database>
[[nodiscard]] std::optional<database_error> check_unique(Database& database,
                                                         const statement& select) {
  bool is_unique = false;
  std::string other;
  if (auto failed = execute(database, select, [&](const auto& row) {
        if (row.integer(1).value_or(0) == 0) {
          other = row.text(0).value_or("");
        }
        is_unique = true;
        return std::optional<row_error>();
      })) {
    return failed;
  }
  const std::string key = std::string(Table::organisation) + ", " +
                          std::string(Table::template column<key_name_of<Endpoint>>);
  if (!other.empty()) {
    return detail::refused("the unique index " + other + " is not one of the bytes of (" + key +
                           "), so an upsert may replace another row: drop it");
  }
  return is_unique
             ? std::nullopt
             : std::optional(detail::refused("the table has no unique index of the bytes of (" +
                                             key + "): create one"));
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
