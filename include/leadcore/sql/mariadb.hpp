// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_MARIADB_HPP
#define LEADCORE_SQL_MARIADB_HPP

// What MariaDB and MySQL write in their own way.

#include <leadcore/query/order.hpp>
#include <leadcore/sql/dialects.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// MariaDB 10.8 or newer, over connections whose character set is utf8mb4.
/// @see docs/how_to/use_your_database.md, decision 0110.
struct mariadb : common_dialect {
  static constexpr std::string_view text_type = "longtext";
  static constexpr std::string_view integer_type = "bigint";
  static constexpr std::string_view boolean_type = "tinyint";
  static constexpr std::string_view list_type = "json";        ///< its text, unchanged
  static constexpr std::string_view character_set = "utf8mb4"; ///< of connections
  /// The bytewise collation in which "a" and "a " are two texts.
  static constexpr std::string_view binary_collation = "utf8mb4_nopad_bin";
  /// The code points of a text in a key or an index, at most: an index has up to 3,072 bytes, which
  /// is enough for four such texts, with numbers. upsert refuses longer ones.
  static constexpr std::size_t indexed_text_length = 180;

  /// A parameter; they are bound in the order of the text.
  [[nodiscard]] static std::string placeholder(std::size_t /*number*/) { return "?"; }
  /// A name as a quoted identifier.
  [[nodiscard]] static std::string quote(std::string_view name) { return doubled(name, '`', '`'); }
  /// For a session without NO_BACKSLASH_ESCAPES.
  [[nodiscard]] static std::string literal(std::string_view text) {
    return doubled(text, '\'', '\\');
  }
  /// The condition that a column contains the needle, byte for byte.
  [[nodiscard]] static std::string contains(const std::string& column, const std::string& needle) {
    return "instr(" + column + ", " + needle + ") > 0";
  }
  /// The value that is bound for contains.
  [[nodiscard]] static std::string needle(std::string_view text) { return std::string(text); }
  /// A nullable column is two keys, since there is no NULLS LAST.
  [[nodiscard]] static std::string sort_key(const std::string& column, sort_direction direction,
                                            std::optional<null_placement> nulls) {
    return sort_key(column, direction, nulls, column + " IS NULL");
  }
  /// @param is_null  what is 1 where the column is null, and else 0
  [[nodiscard]] static std::string sort_key(const std::string& column, sort_direction direction,
                                            std::optional<null_placement> nulls,
                                            const std::string& is_null) {
    std::string out;
    if (nulls) {
      out = is_null + (*nulls == null_placement::first ? " DESC, " : " ASC, ");
    }
    return out + column + (direction == sort_direction::descending ? " DESC" : " ASC");
  }
  /// A key of CREATE INDEX, which takes no placement of nulls.
  [[nodiscard]] static std::string index_key(const std::string& column, sort_direction direction,
                                             std::optional<null_placement> /*nulls*/) {
    return sort_key(column, direction, std::nullopt);
  }
  /// A column of the table for what an index cannot have, an expression.
  [[nodiscard]] static std::string generated_column(const std::string& name,
                                                    const std::string& type,
                                                    const std::string& expression) {
    return name + " " + type + " AS (" + expression + ") STORED INVISIBLE";
  }
  /// A statement that inserts a row, or replaces the row with the same key.
  [[nodiscard]] static std::string upsert(const row_to_write& row) {
    std::vector<std::string> assignments;
    for (std::size_t i = row.columns.size() > row.key.size() ? row.key.size() : 0;
         i < row.columns.size(); ++i) { // where all columns are the key, that to itself
      assignments.push_back(row.columns[i] + " = VALUES(" + row.columns[i] + ")");
    }
    return detail::insert_into(row) + " VALUES (" + detail::joined(row.placeholders) +
           ") ON DUPLICATE KEY UPDATE " + detail::joined(assignments);
  }
  /// The table options, after the closing parenthesis of CREATE TABLE.
  [[nodiscard]] static std::string table_options(const std::string& /*organisation*/) {
    return "ENGINE=InnoDB ROW_FORMAT=DYNAMIC";
  }

 private:
  [[nodiscard]] static std::string doubled(std::string_view text, char delimiter, char escape) {
    std::string out(1, delimiter);
    for (const char c : text) {
      if (c == delimiter || c == escape) {
        out += c;
      }
      out += c;
    }
    return out + delimiter;
  }
};

/// MySQL 8.0.23 or newer. No test has run its statements, since Debian has no MySQL.
struct mysql : mariadb {
  static constexpr std::string_view binary_collation = "utf8mb4_0900_bin"; ///< pads no text either
  static constexpr std::string_view new_index = ""; ///< there is no IF NOT EXISTS
};

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
