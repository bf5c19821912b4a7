// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DIALECTS_HPP
#define LEADCORE_SQL_DIALECTS_HPP

// What each database writes in its own way.

#include <leadcore/query/order.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// The parts of an upsert, as a dialect's upsert prints them; names are quoted.
struct row_to_write {
  std::string table;
  std::vector<std::string> key;            ///< the columns of the primary key
  std::vector<std::string> columns;        ///< all columns, the key first
  std::vector<std::string> types;          ///< one for each column
  std::vector<std::string> placeholders;   ///< one for each column
  std::vector<std::string> compared_key{}; ///< the key's columns, to be compared by their bytes
};

/// The parts of the statements that create what is kept beside a table; columns are quoted.
struct kept_parts {
  std::string_view schema; ///< empty: unqualified
  std::string_view table;
  std::string organisation, row_id, search;
  std::vector<std::string> counted;          ///< the organisation and the counted columns
  std::vector<std::string> count_keys;       ///< expressions without nulls, which identify a count
  std::uint32_t most_pending = 0;            ///< changed rows that wait to be indexed together
  std::vector<std::string> counted_values{}; ///< the counted columns, to be compared by their bytes
};

namespace detail {

/// The items, each after a prefix: new.a, new.b.
[[nodiscard]] inline std::string joined(const std::vector<std::string>& items,
                                        std::string_view prefix = {}) {
  std::string out;
  for (const std::string& each : items) {
    out += out.empty() ? "" : ", ";
    out += prefix;
    out += each;
  }
  return out;
}

[[nodiscard]] inline std::string insert_into(const row_to_write& row) {
  return "INSERT INTO " + row.table + " (" + joined(row.columns) + ")";
}

} // namespace detail

/// What SQLite, PostgreSQL and MariaDB share. A dialect derives from it and declares what differs.
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
    std::vector<std::string> assignments;
    for (std::size_t i = row.key.size(); i < row.columns.size(); ++i) {
      assignments.push_back(row.columns[i] + " = excluded." + row.columns[i]);
    }
    return detail::insert_into(row) + " VALUES (" + detail::joined(row.placeholders) +
           ") ON CONFLICT (" + detail::joined(row.key) +
           (assignments.empty() ? ") DO NOTHING" : ") DO UPDATE SET ") +
           detail::joined(assignments);
  }
  /// A statement after which a table has no index of a name.
  [[nodiscard]] static std::string drop_index(const std::string& name,
                                              const std::string& /*table*/) {
    return "DROP INDEX IF EXISTS " + name;
  }
  /// What CREATE INDEX says before the name of an index that may exist.
  static constexpr std::string_view new_index = "IF NOT EXISTS ";
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
  /// Whether CREATE INDEX qualifies the index by the schema, and not the table.
  static constexpr bool index_has_schema = true;

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

  // A search index is a table of FTS5: for each trigram the rows that have it, without positions.
  // Rows that have all trigrams of a term are candidates, whose text is then compared. The index
  // refers to rows by rowid, which only an INTEGER PRIMARY KEY keeps for ever.
  //
  // Each indexed text begins with a trigram of the organisation: K, which no folded text has, and
  // the organisation's number in two code points. So rows of others are no candidates.
  //
  // Triggers note each changed row in a table, with the text that the index has of it, or null.
  // These rows are candidates of every search. When most_pending rows wait, one statement indexes
  // all of them: FTS5 takes a fifth of the time that it takes for transactions of one row.
  //
  // A table has the blocks of row ids that an organisation has indexed rows in. Reading a row of
  // another organisation costs as much as reading one of its own; most are in other blocks.

  static constexpr std::string_view row_id_type = "INTEGER PRIMARY KEY";
  /// After the table in FROM: rows are read by their ids, and not by an index of another condition.
  static constexpr std::string_view by_row_id = " NOT INDEXED";
  /// A value to search for that no row has.
  static constexpr std::string_view no_terms = "'\"KKK\"'";

  /// Selects the rowids that a search finds between the first and the last block with indexed rows
  /// of an organisation, as a column of a name. The index skips what it has of others before them,
  /// and does not read on after them.
  /// @param name  of the index, without its schema: the column that is searched
  /// @param number  of the organisation
  /// @param condition  without which the index is not read; empty: none
  [[nodiscard]] static std::string search(const std::string& index, const std::string& name,
                                          const std::string& row_id, const std::string& terms,
                                          const std::string& blocks, const std::string& number,
                                          const std::string& condition) {
    // Division rounds towards 0, so row ids from -65535 are in block 0.
    return "SELECT " + index + ".rowid AS " + row_id + " FROM (SELECT " + terms +
           " AS terms, min(block) * 65536 - 65535 AS low, max(block) * 65536 + 65535 AS high "
           "FROM " +
           blocks + " WHERE number = " + number + (condition.empty() ? "" : " AND " + condition) +
           " GROUP BY number) AS own CROSS JOIN " + index + " WHERE " + name +
           " MATCH own.terms AND " + index + ".rowid BETWEEN own.low AND own.high";
  }
  /// Selects the rows that wait to be indexed. @param pending  their table
  [[nodiscard]] static std::string pending_rows(const std::string& pending,
                                                const std::string& row_id) {
    return "SELECT id AS " + row_id + " FROM " + pending;
  }
  /// The constraint of a table that has a row id.
  [[nodiscard]] static std::string second_key(const std::string& organisation,
                                              const std::string& id) {
    return "UNIQUE (" + organisation + ", " + id + ")";
  }
  /// Terms of a search within an organisation.
  [[nodiscard]] static std::string search_within(const std::string& organisations,
                                                 const std::string& terms,
                                                 const std::string& organisation) {
    return "coalesce((SELECT '(' || " + terms + " || ') AND \"' || " + std::string(marker) +
           " || '\"' FROM " + organisations + " AS kept WHERE kept.organisation = " + organisation +
           "), " + std::string(no_terms) + ")";
  }
  /// The number of an organisation, or null.
  [[nodiscard]] static std::string number_of(const std::string& organisations,
                                             const std::string& organisation) {
    return "(SELECT kept.number FROM " + organisations +
           " AS kept WHERE kept.organisation = " + organisation + ")";
  }
  /// The condition that a row id is in a block with indexed rows of an organisation.
  [[nodiscard]] static std::string
  is_in_blocks(const std::string& row_id, const std::string& blocks, const std::string& number) {
    return block_of(row_id) + " IN (SELECT block FROM " + blocks + " WHERE number = " + number +
           ")";
  }
  /// The statements that give a table the name of one that was dropped. Views and triggers of
  /// others may name that one: without legacy_alter_table they would be errors.
  [[nodiscard]] static std::vector<std::string> rename_table(const std::string& table,
                                                             std::string_view name) {
    return {"PRAGMA legacy_alter_table = ON", "ALTER TABLE " + table + " RENAME TO " + quote(name),
            "PRAGMA legacy_alter_table = OFF"};
  }
  /// The statements that create a search index for a table with row ids. The rows are indexed again
  /// unless it is complete.
  [[nodiscard]] static std::vector<std::string> row_search_index(const kept_parts& of) {
    const std::string schema = schema_of(of);
    const std::string table = quote(of.table);
    const std::string index = kept_name(of, "_search");
    const std::string organisations = kept_name(of, "_search_organisations");
    const std::string pending = kept_name(of, "_search_pending");
    const std::string blocks = kept_name(of, "_search_blocks");
    const std::string view = kept_name(of, "_search_text");
    const std::vector<std::string> triggers = search_triggers(of);
    const std::string unless_complete = " WHERE NOT " + has_triggers(of, triggers);
    std::vector<std::string> out{
        "CREATE TABLE IF NOT EXISTS " + schema + organisations +
            " (number INTEGER PRIMARY KEY, organisation TEXT COLLATE BINARY NOT NULL UNIQUE) "
            "STRICT",
        "CREATE TABLE IF NOT EXISTS " + schema + pending +
            " (id INTEGER PRIMARY KEY, indexed TEXT) STRICT",
        "CREATE TABLE IF NOT EXISTS " + schema + blocks +
            " (number INTEGER, block INTEGER, PRIMARY KEY (number, block)) STRICT, WITHOUT ROWID",
        "INSERT INTO " + schema + organisations + " (organisation) SELECT DISTINCT " +
            of.organisation + " COLLATE BINARY FROM " + schema + table + " AS row WHERE row." +
            of.organisation + " COLLATE BINARY NOT IN (SELECT kept.organisation FROM " + schema +
            organisations + " AS kept)",
        "DROP VIEW IF EXISTS " + schema + view, // which may be of a table that was renamed
        "CREATE VIEW " + schema + view + " AS SELECT row." + of.row_id + " AS id, " +
            indexed_text(of) + " AS text FROM " + table + " AS row JOIN " + numbered(of) +
            " AND row." + of.row_id + " NOT IN (SELECT changed.id FROM " + pending +
            " AS changed) UNION ALL SELECT changed.id, changed.indexed FROM " + pending +
            " AS changed WHERE changed.indexed <> ''",
        "CREATE VIRTUAL TABLE IF NOT EXISTS " + schema + index +
            " USING fts5(text, content=" + view +
            ", content_rowid=id, tokenize='trigram case_sensitive 1', detail=none, columnsize=0)",
        "DELETE FROM " + schema + pending + unless_complete,
        "DELETE FROM " + schema + blocks + unless_complete,
        "INSERT INTO " + schema + blocks + " SELECT DISTINCT kept.number, " +
            block_of("row." + of.row_id) + " FROM " + schema + table + " AS row CROSS JOIN " +
            schema + numbered(of) + " AND NOT " + has_triggers(of, triggers),
        "INSERT INTO " + schema + index + " (" + index + ") SELECT 'rebuild'" + unless_complete,
        "INSERT INTO " + schema + index + " (" + index + ") SELECT 'optimize'" + unless_complete};
    drop_triggers(
        of, {"_search_merge", "_search_insert", "_search_delete", "_search_move", "_search_update"},
        out);
    create_triggers(of, triggers, out);
    return out;
  }
  /// The statements after which there is no search index.
  [[nodiscard]] static std::vector<std::string> forget_search_index(const kept_parts& of) {
    return {"DROP TABLE IF EXISTS " + schema_of(of) + kept_name(of, "_search"),
            "DROP VIEW IF EXISTS " + schema_of(of) + kept_name(of, "_search_text"),
            "DROP TABLE IF EXISTS " + schema_of(of) + kept_name(of, "_search_pending"),
            "DROP TABLE IF EXISTS " + schema_of(of) + kept_name(of, "_search_blocks")};
  }
  /// A condition: the table has these triggers, and each has this text. Those of another version
  /// have not, nor those of a table that was renamed. While there are all of search_triggers, every
  /// row is indexed or waits.
  [[nodiscard]] static std::string has_triggers(const kept_parts& of,
                                                const std::vector<std::string>& triggers) {
    std::string texts;
    for (const std::string& each : triggers) {
      texts += (texts.empty() ? "" : ", ") + literal("CREATE TRIGGER " + each);
    }
    return "((SELECT count(*) FROM " + schema_of(of) +
           "sqlite_schema WHERE type = 'trigger' AND sql IN (" + texts +
           ")) = " + std::to_string(triggers.size()) + ")";
  }
  /// The triggers of the search index, as the database keeps them after CREATE TRIGGER.
  [[nodiscard]] static std::vector<std::string> search_triggers(const kept_parts& of) {
    const std::string table = quote(of.table);
    const std::string index = kept_name(of, "_search");
    const std::string organisations = kept_name(of, "_search_organisations");
    const std::string pending = kept_name(of, "_search_pending");
    // VALUES, because INSERT ... SELECT into a table with a trigger fills a temporary table first.
    // A row whose organisation has no number was never indexed, so it waits already.
    const auto note = [&](const std::string& id, const std::string& indexed) {
      return " INSERT INTO " + pending + " (id, indexed) VALUES (" + id + ", " + indexed +
             ") ON CONFLICT (id) DO NOTHING;";
    };
    const std::string note_old =
        note("old." + of.row_id,
             "(SELECT " + std::string(marker) + " || old." + of.search + " FROM " + organisations +
                 " AS kept WHERE kept.organisation = old." + of.organisation + ")");
    const std::string changed_rows = pending + " AS changed CROSS JOIN " + table +
                                     " AS row ON row." + of.row_id + " = changed.id";
    const std::string indexed_rows = changed_rows + " CROSS JOIN " + numbered(of);
    return {trigger(of, "_search_merge", "INSERT", pending,
                    "new.indexed IS NOT '' AND (SELECT count(*) FROM " + pending +
                        ") >= " + std::to_string(of.most_pending),
                    " INSERT INTO " + organisations + " (organisation) SELECT DISTINCT row." +
                        of.organisation + " COLLATE BINARY FROM " + changed_rows +
                        " WHERE NOT EXISTS (SELECT 1 FROM " + numbered(of) + "); INSERT INTO " +
                        index + " (" + index + ", rowid, text) SELECT 'delete', changed.id, " +
                        "changed.indexed FROM " + pending +
                        " AS changed WHERE changed.indexed <> ''; INSERT INTO " + index +
                        " (rowid, text) SELECT row." + of.row_id + ", " + indexed_text(of) +
                        " FROM " + indexed_rows + "; INSERT INTO " +
                        kept_name(of, "_search_blocks") + " SELECT DISTINCT kept.number, " +
                        block_of("row." + of.row_id) + " FROM " + indexed_rows +
                        " ON CONFLICT DO NOTHING; DELETE FROM " + pending + ";"),
            trigger(of, "_search_insert", "INSERT", table, {}, note("new." + of.row_id, "NULL")),
            trigger(of, "_search_delete", "DELETE", table, {}, note_old),
            // Not "OF columns", which do not include a row id that is set by the name rowid. A new
            // row id is noted as '', so that both are noted before the index takes them.
            trigger(of, "_search_move", "UPDATE", table, differs({of.row_id}),
                    note("new." + of.row_id, "''") + note_old),
            trigger(of, "_search_update", "UPDATE", table,
                    "old." + of.row_id + " IS new." + of.row_id + " AND (" +
                        differs({of.organisation, of.search}) + ")",
                    note_old)};
  }

  /// Whether triggers can keep counts of rows.
  static constexpr bool keeps_counts = true;
  /// The statements after which no count is kept any more; the counts stay as they are.
  [[nodiscard]] static std::vector<std::string> forget_counts(const kept_parts& of) {
    std::vector<std::string> out;
    drop_triggers(of, {"_counts_insert", "_counts_delete", "_counts_update"}, out);
    return out;
  }
  /// The statements that keep the counts of create_counts from now on.
  [[nodiscard]] static std::vector<std::string> keep_counts(const kept_parts& of) {
    std::vector<std::string> out = forget_counts(of); // which may be by other fields
    create_triggers(of, counts_triggers(of), out);
    return out;
  }
  /// The triggers of the counts, as the database keeps them after CREATE TRIGGER.
  [[nodiscard]] static std::vector<std::string> counts_triggers(const kept_parts& of) {
    const std::string counts = kept_name(of, "_counts");
    const auto change = [&](std::string_view row, const std::string& by) {
      return " INSERT INTO " + counts + " (" + detail::joined(of.counted) +
             ", row_count) VALUES (" + detail::joined(of.counted, row) + ", " + by +
             ") ON CONFLICT (" + detail::joined(of.count_keys) +
             ") DO UPDATE SET row_count = row_count + excluded.row_count;";
    };
    const std::string add = change("new.", "1");
    const std::string remove = change("old.", "-1");
    const std::string table = quote(of.table);
    return {trigger(of, "_counts_insert", "INSERT", table, {}, add),
            trigger(of, "_counts_delete", "DELETE", table, {}, remove),
            trigger(of, "_counts_update", "UPDATE OF " + detail::joined(of.counted), table,
                    differs(of.counted), remove + add)};
  }

 private:
  static constexpr std::string_view marker =
      "'K' || char(131072 + kept.number / 65536, 131072 + kept.number % 65536)";

  /// The block of 65,536 row ids that a row id is in.
  [[nodiscard]] static std::string block_of(const std::string& row_id) {
    return row_id + " / 65536";
  }
  /// Unqualified, DROP and DELETE would find what an attached database keeps.
  [[nodiscard]] static std::string schema_of(const kept_parts& of) {
    return (of.schema.empty() ? "main" : quote(of.schema)) + ".";
  }
  /// The text of a row in the index.
  [[nodiscard]] static std::string indexed_text(const kept_parts& of) {
    return std::string(marker) + " || row." + of.search;
  }
  /// After FROM: the number of a row's organisation.
  [[nodiscard]] static std::string numbered(const kept_parts& of) {
    return kept_name(of, "_search_organisations") + " AS kept WHERE kept.organisation = row." +
           of.organisation;
  }
  [[nodiscard]] static std::string kept_name(const kept_parts& of, std::string_view suffix) {
    return quote(std::string(of.table) + std::string(suffix));
  }
  /// The condition that a row differs in one of the columns, the bytes compared: an upsert names
  /// every column.
  [[nodiscard]] static std::string differs(const std::vector<std::string>& columns) {
    std::string when;
    for (const std::string& each : columns) {
      when += (when.empty() ? "" : " OR ") + ("old." + each) + " COLLATE BINARY IS NOT new." + each;
    }
    return when;
  }
  /// @param when  the condition of a row; empty: every row
  [[nodiscard]] static std::string trigger(const kept_parts& of, std::string_view suffix,
                                           const std::string& event, const std::string& table,
                                           const std::string& when, const std::string& body) {
    return kept_name(of, suffix) + " AFTER " + event + " ON " + table +
           (when.empty() ? "" : " WHEN " + when) + " BEGIN" + body + " END";
  }
  static void drop_triggers(const kept_parts& of, std::initializer_list<std::string_view> suffixes,
                            std::vector<std::string>& out) {
    for (const std::string_view suffix : suffixes) {
      out.push_back("DROP TRIGGER IF EXISTS " + schema_of(of) + kept_name(of, suffix));
    }
  }
  static void create_triggers(const kept_parts& of, const std::vector<std::string>& triggers,
                              std::vector<std::string>& out) {
    for (const std::string& each : triggers) {
      out.push_back("CREATE TRIGGER " + schema_of(of) + each);
    }
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
  /// A search index without the organisation.
  [[nodiscard]] static std::vector<std::string>
  table_search_index(const std::string& name, const std::string& table, const std::string& column) {
    return {"CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE INDEX IF NOT EXISTS " + name +
                                                          " ON " + table + " USING gin (" + column +
                                                          " gin_trgm_ops)"};
  }
  /// A statement after which a table has no index of a name. Another table may have one, in another
  /// schema of the search_path.
  [[nodiscard]] static std::string drop_index(const std::string& name, const std::string& table) {
    return "DO " +
           literal("BEGIN IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(" +
                   literal(name) + ") AND indrelid = to_regclass(" + literal(table) +
                   ")) THEN DROP INDEX " + name + "; END IF; END");
  }
  /// The condition that a column contains a needle, of which the index looks up a part.
  [[nodiscard]] static std::string contains(const std::string& column, const std::string& part,
                                            const std::string& needle) {
    return "(" + contains(column, part) + " AND strpos(" + column + ", " + needle + ") > 0)";
  }
  /// The text between the key's column and a subquery that finds keys.
  [[nodiscard]] static std::string_view before_keys(bool /*are_texts*/) { return " = ANY (ARRAY("; }
  /// The text after that subquery.
  [[nodiscard]] static std::string_view after_keys(bool /*are_texts*/) { return "))"; }

  static constexpr bool keeps_counts = true;
  [[nodiscard]] static std::vector<std::string> forget_counts(const kept_parts& of) {
    std::vector<std::string> out;
    for (const std::string_view event : {"insert", "delete", "update", "truncate"}) {
      out.push_back("DROP TRIGGER IF EXISTS " +
                    quote(std::string(of.table) + "_counts_" + std::string(event)) + " ON " +
                    (of.schema.empty() ? "" : quote(of.schema) + ".") + quote(of.table));
    }
    return out;
  }
  /// Counts change once for each statement, in the order of the values, so that a statement of many
  /// rows locks each count once. A writer may have another search_path: that of pg_dump is empty.
  /// A table that was renamed keeps its triggers, but counts no longer.
  [[nodiscard]] static std::vector<std::string> keep_counts(const kept_parts& of) {
    const std::string schema = of.schema.empty() ? "" : quote(of.schema) + ".";
    const std::string table = schema + quote(of.table);
    const std::string counts = schema + quote(std::string(of.table) + "_counts");
    const std::string function = schema + quote(std::string(of.table) + "_keep_counts") + "()";
    const std::string columns = detail::joined(of.counted);
    const std::string values = detail::joined(of.counted_values);
    const auto add = [&](const std::string& change, const std::string& from) {
      return "INSERT INTO " + counts + " AS kept (" + columns + ", row_count) SELECT " + values +
             ", " + change + " FROM " + from + " GROUP BY " + values + " HAVING " + change +
             " <> 0 ORDER BY " + values + " ON CONFLICT (" + detail::joined(of.count_keys) +
             ") DO UPDATE SET row_count = kept.row_count + excluded.row_count; ";
    };
    std::vector<std::string> out = forget_counts(of);
    out.push_back(
        "CREATE OR REPLACE FUNCTION " + function + " RETURNS trigger LANGUAGE plpgsql " +
        (of.schema.empty() ? "SET search_path FROM CURRENT " : "") + "AS " +
        literal("#variable_conflict use_column BEGIN IF TG_RELID IS DISTINCT FROM to_regclass(" +
                literal(table) + ") THEN RETURN NULL; ELSIF TG_OP = 'INSERT' THEN " +
                add("count(*)", "added") + "ELSIF TG_OP = 'DELETE' THEN " +
                add("-count(*)", "removed") + "ELSIF TG_OP = 'UPDATE' THEN " +
                add("sum(row_count)", "(SELECT " + columns +
                                          ", 1 AS row_count FROM added UNION ALL SELECT " +
                                          columns + ", -1 FROM removed) AS changed") +
                "ELSE DELETE FROM " + counts + "; END IF; RETURN NULL; END"));
    const auto trigger = [&](std::string_view suffix, const std::string& event) {
      out.push_back("CREATE TRIGGER " + quote(std::string(of.table) + std::string(suffix)) +
                    " AFTER " + event + " FOR EACH STATEMENT EXECUTE FUNCTION " + function);
    };
    const std::string added = " NEW TABLE AS added";
    const std::string removed = " OLD TABLE AS removed";
    trigger("_counts_insert", "INSERT ON " + table + " REFERENCING" + added);
    trigger("_counts_delete", "DELETE ON " + table + " REFERENCING" + removed);
    trigger("_counts_update", "UPDATE ON " + table + " REFERENCING" + removed + added);
    trigger("_counts_truncate", "TRUNCATE ON " + table);
    return out;
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
  static constexpr bool keeps_counts = false; // the coordinator has no rows
  // postgres_fdw sends no array of another collation than the default to the shard, but would read
  // all rows of the organisation.
  [[nodiscard]] static std::string_view before_keys(bool are_texts) {
    return are_texts ? " = ANY (ARRAY(SELECT found.key COLLATE \"default\" FROM ("
                     : postgres::before_keys(are_texts);
  }
  [[nodiscard]] static std::string_view after_keys(bool are_texts) {
    return are_texts ? ") AS found (key)))" : postgres::after_keys(are_texts);
  }

  [[nodiscard]] static std::string upsert(const row_to_write& row) {
    std::string out = "WITH gone AS (DELETE FROM " + row.table + " WHERE ";
    for (std::size_t i = 0; i < row.key.size(); ++i) {
      out += (i == 0 ? "" : " AND ") + row.compared_key[i] + " = " + row.placeholders[i];
    }
    // The INSERT reads the count, so it waits for the DELETE.
    out += " RETURNING 1) " + detail::insert_into(row) + " SELECT ";
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
    { Dialect::new_index } -> std::convertible_to<std::string_view>;
    { Dialect::placeholder(std::size_t{1}) } -> std::convertible_to<std::string>;
    { Dialect::upsert(row) } -> std::convertible_to<std::string>;
    { Dialect::table_key(text, text) } -> std::convertible_to<std::string>;
    { Dialect::table_options(text) } -> std::convertible_to<std::string>;
  };
  static_assert(prints,
                "leadcore: the dialect lacks quote, literal, placeholder, upsert, new_index, "
                "table_key or table_options (derive it from common_dialect)");
  return types && numbers && bytes && searches && orders && prints;
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
