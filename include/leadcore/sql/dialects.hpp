// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DIALECTS_HPP
#define LEADCORE_SQL_DIALECTS_HPP

// What each database writes in its own way.

#include <leadcore/query/order.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// The parts of an upsert, as a dialect's upsert prints them; names are quoted.
struct row_to_write {
  std::string table;
  std::vector<std::string> key;          ///< the columns of the primary key
  std::vector<std::string> columns;      ///< all columns, the key first
  std::vector<std::string> types;        ///< one for each column
  std::vector<std::string> placeholders; ///< one for each column
};

namespace detail {

inline void append_joined(std::string& out, const std::vector<std::string>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "" : ", ";
    out += items[i];
  }
}

[[nodiscard]] inline std::string insert_into(const row_to_write& row) {
  std::string out = "INSERT INTO " + row.table + " (";
  append_joined(out, row.columns);
  return out + ")";
}

} // namespace detail

/// What SQLite and PostgreSQL share. A dialect derives from it and declares what differs.
///
/// A dialect is a struct with these members; check_dialect names the missing ones.
/// @see docs/how_to/add_a_dialect.md
struct common_dialect {
  /// The type of a column of a floating-point field: 64 bits.
  static constexpr std::string_view real_type = "double precision";
  /// The type of a column of a bool. Where it is another one, the column is checked to be 0 or 1.
  static constexpr std::string_view boolean_type = "boolean";

  /// A name as a quoted identifier.
  [[nodiscard]] static std::string quote(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
      out += c;
      out += c == '"' ? "\"" : "";
    }
    return out + '"';
  }
  /// A text as a literal.
  [[nodiscard]] static std::string literal(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
      out += c;
      out += c == '\'' ? "'" : "";
    }
    return out + '\'';
  }
  /// A key of ORDER BY.
  /// @param nulls  where nulls sort; nothing for a column that is never null.
  [[nodiscard]] static std::string sort_key(const std::string& column, sort_direction direction,
                                            std::optional<null_placement> nulls) {
    std::string out = column + (direction == sort_direction::descending ? " DESC" : " ASC");
    if (nulls) {
      out += *nulls == null_placement::first ? " NULLS FIRST" : " NULLS LAST";
    }
    return out;
  }
  /// A statement that inserts a row, or replaces the row with the same key.
  [[nodiscard]] static std::string upsert(const row_to_write& row) {
    std::string out = leadcore::sql::detail::insert_into(row) + " VALUES (";
    leadcore::sql::detail::append_joined(out, row.placeholders);
    out += ") ON CONFLICT (";
    leadcore::sql::detail::append_joined(out, row.key);
    std::vector<std::string> assignments;
    for (std::size_t i = row.key.size(); i < row.columns.size(); ++i) {
      assignments.push_back(row.columns[i] + " = excluded." + row.columns[i]);
    }
    out += assignments.empty() ? ") DO NOTHING" : ") DO UPDATE SET ";
    leadcore::sql::detail::append_joined(out, assignments);
    return out;
  }
  /// How a statement that creates an index begins.
  static constexpr std::string_view create_index = "CREATE INDEX IF NOT EXISTS";
  /// The constraint that makes (organisation, id) unique; the columns are quoted.
  [[nodiscard]] static std::string table_key(const std::string& organisation,
                                             const std::string& id) {
    return "PRIMARY KEY (" + organisation + ", " + id + ")";
  }
  /// The table options, after the closing parenthesis of CREATE TABLE.
  [[nodiscard]] static std::string table_options(const std::string& /*organisation*/) { return {}; }
};

/// SQLite 3.37 or newer, in a database whose encoding is UTF-8 (the default).
struct sqlite : common_dialect {
  static constexpr std::string_view text_type = "TEXT";
  static constexpr std::string_view integer_type = "INTEGER";
  static constexpr std::string_view real_type = "REAL";
  static constexpr std::string_view boolean_type = integer_type;
  static constexpr std::string_view list_type = "TEXT"; ///< a JSON array of strings
  /// The name of the bytewise collation, as COLLATE takes it.
  static constexpr std::string_view binary_collation = "BINARY";

  /// The placeholder of a bind parameter; parameters are numbered from 1.
  [[nodiscard]] static std::string placeholder(std::size_t number) {
    return "?" + std::to_string(number);
  }
  /// The condition that a column contains the needle, byte for byte.
  [[nodiscard]] static std::string contains(const std::string& column, const std::string& needle) {
    return "instr(" + column + ", " + needle + ") > 0";
  }
  /// The value bound to the needle's placeholder.
  [[nodiscard]] static std::string needle(std::string_view text) { return std::string(text); }
  /// A key of CREATE INDEX. SQLite's take no NULLS clause; an index serves both placements.
  [[nodiscard]] static std::string index_key(const std::string& column, sort_direction direction,
                                             std::optional<null_placement> /*nulls*/) {
    return sort_key(column, direction, std::nullopt);
  }
  [[nodiscard]] static std::string table_options(const std::string& /*organisation*/) {
    return "STRICT";
  }
};

/// PostgreSQL 12 or newer, in a database whose encoding is UTF8.
struct postgres : common_dialect {
  static constexpr std::string_view text_type = "text";
  static constexpr std::string_view integer_type = "bigint";
  static constexpr std::string_view list_type = "jsonb";
  static constexpr std::string_view binary_collation = "\"C\"";
  /// Unassigned leads get a partial index: under IS NULL the planner does not use the order of the
  /// index by owner.
  static constexpr bool index_for_null = true;

  [[nodiscard]] static std::string placeholder(std::size_t number) {
    return "$" + std::to_string(number);
  }
  /// LIKE, because an index with pg_trgm serves it; under collation "C" it compares bytes.
  [[nodiscard]] static std::string contains(const std::string& column, const std::string& needle) {
    return column + " LIKE " + needle;
  }
  [[nodiscard]] static std::string needle(std::string_view text) {
    std::string out = "%";
    for (const char c : text) {
      out += c == '%' || c == '_' || c == '\\' ? "\\" : "";
      out += c;
    }
    return out + '%';
  }
  [[nodiscard]] static std::string index_key(const std::string& column, sort_direction direction,
                                             std::optional<null_placement> nulls) {
    return sort_key(column, direction, nulls);
  }
  /// The statements that create a search index; creating the extensions needs that privilege. The
  /// organisation is in the index, so that rows of other organisations cost nothing.
  [[nodiscard]] static std::vector<std::string> search_index(const std::string& name,
                                                             const std::string& table,
                                                             const std::string& organisation,
                                                             const std::string& column) {
    return {"CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE EXTENSION IF NOT EXISTS btree_gin",
            "CREATE INDEX IF NOT EXISTS " + name + " ON " + table + " USING gin (" + organisation +
                ", " + column + " gin_trgm_ops)"};
  }
};

/// PostgreSQL as the coordinator of several shards. The table is partitioned by the hash of the
/// organisation. Each partition is a postgres_fdw foreign table; the table on the shard is made by
/// the dialect postgres. Queries are those of postgres.
///
/// Foreign tables have no ON CONFLICT, so an upsert deletes and inserts in one statement. The
/// primary key is on the shards.
/// @see docs/how_to/scale_out.md
struct postgres_fdw : postgres {
  [[nodiscard]] static std::string upsert(const row_to_write& row) {
    std::string out = "WITH gone AS (DELETE FROM " + row.table + " WHERE ";
    for (std::size_t i = 0; i < row.key.size(); ++i) {
      out += (i == 0 ? "" : " AND ") + row.columns[i] + " = " + row.placeholders[i];
    }
    // The INSERT reads the count, so it waits for the DELETE.
    out += " RETURNING 1) " + leadcore::sql::detail::insert_into(row) + " SELECT ";
    for (std::size_t i = 0; i < row.columns.size(); ++i) {
      out += (i == 0 ? "CAST(" : ", CAST(") + row.placeholders[i] + " AS " + row.types[i] + ")";
    }
    return out + " FROM (SELECT count(*) FROM gone) AS first";
  }
  [[nodiscard]] static std::string table_key(const std::string& /*organisation*/,
                                             const std::string& /*id*/) {
    return {};
  }
  [[nodiscard]] static std::string table_options(const std::string& organisation) {
    return "PARTITION BY HASH (" + organisation + ")";
  }
  /// A query for the partition of an organisation: one row, its schema and its name.
  /// @param table  a placeholder for the quoted name of the table.
  /// @param organisation  a placeholder.
  [[nodiscard]] static std::string which_partition(const std::string& table,
                                                   const std::string& organisation) {
    const auto bound = [](std::string_view what) {
      return "CAST(substring(pg_get_expr(part.relpartbound, part.oid) FROM '" + std::string(what) +
             " ([0-9]+)') AS integer)";
    };
    return "SELECT CAST(nspname AS text), CAST(relname AS text) FROM pg_inherits JOIN pg_class AS "
           "part ON "
           "part.oid = inhrelid "
           "JOIN pg_namespace AS place ON place.oid = relnamespace WHERE inhparent = CAST(" +
           table + " AS regclass) AND satisfies_hash_partition(inhparent, " + bound("modulus") +
           ", " + bound("remainder") + ", CAST(" + organisation + " AS text))";
  }
};

/// True for a dialect whose statements can answer as list() does. Refuses any other, with a message
/// for each missing part.
///
///     static_assert(leadcore::sql::check_dialect<my_database>());
template <class Dialect> [[nodiscard]] consteval bool check_dialect() {
  constexpr bool types = requires {
    { Dialect::text_type } -> std::convertible_to<std::string_view>;
    { Dialect::integer_type } -> std::convertible_to<std::string_view>;
    { Dialect::list_type } -> std::convertible_to<std::string_view>;
  };
  static_assert(types,
                "leadcore: the dialect lacks text_type, integer_type or list_type, the types "
                "of columns");
  constexpr bool numbers = requires {
    { Dialect::real_type } -> std::convertible_to<std::string_view>;
    { Dialect::boolean_type } -> std::convertible_to<std::string_view>;
  };
  static_assert(numbers, "leadcore: the dialect lacks real_type or boolean_type, the types of "
                         "columns (derive it from common_dialect)");
  constexpr bool bytes = requires {
    { Dialect::binary_collation } -> std::convertible_to<std::string_view>;
    requires !std::string_view(Dialect::binary_collation).empty();
  };
  static_assert(bytes, "leadcore: the dialect has no binary_collation, so ids would be equal or "
                       "ordered other than by their bytes");
  constexpr bool searches = requires(const std::string& text) {
    { Dialect::contains(text, text) } -> std::convertible_to<std::string>;
    { Dialect::needle(std::string_view()) } -> std::convertible_to<std::string>;
  };
  static_assert(searches, "leadcore: the dialect has no contains and needle that compare bytes, so "
                          "a search would find more than it may");
  constexpr bool orders = requires(const std::string& text, sort_direction direction,
                                   std::optional<null_placement> nulls) {
    { Dialect::sort_key(text, direction, nulls) } -> std::convertible_to<std::string>;
    { Dialect::index_key(text, direction, nulls) } -> std::convertible_to<std::string>;
  };
  static_assert(orders,
                "leadcore: the dialect has no sort_key and index_key, which say where nulls stand");
  constexpr bool prints = requires(const std::string& text, const row_to_write& row) {
    { Dialect::quote(std::string_view()) } -> std::convertible_to<std::string>;
    { Dialect::literal(std::string_view()) } -> std::convertible_to<std::string>;
    { Dialect::create_index } -> std::convertible_to<std::string_view>;
    { Dialect::placeholder(std::size_t{1}) } -> std::convertible_to<std::string>;
    { Dialect::upsert(row) } -> std::convertible_to<std::string>;
    { Dialect::table_key(text, text) } -> std::convertible_to<std::string>;
    { Dialect::table_options(text) } -> std::convertible_to<std::string>;
  };
  static_assert(prints,
                "leadcore: the dialect lacks quote, literal, placeholder, upsert, create_index, "
                "table_key or table_options (derive it from common_dialect)");
  return types && numbers && bytes && searches && orders && prints;
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
