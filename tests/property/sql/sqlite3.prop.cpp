// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include "support/database_laws.hpp"
#include "support/memory_database.hpp"

using namespace leadcore;
using namespace leadcore::testing;

namespace {

/// A dialect without NULLS FIRST and NULLS LAST, whose placeholders are not numbered: the example
/// of docs/how_to/add_a_dialect.md.
struct older_sqlite : sql::sqlite {
  [[nodiscard]] static std::string placeholder(std::size_t /*number*/) { return "?"; }
  [[nodiscard]] static std::string sort_key(const std::string& column, sort_direction direction,
                                            std::optional<null_placement> nulls) {
    const std::string key = column + (direction == sort_direction::descending ? " DESC" : "");
    return !nulls                            ? key
           : *nulls == null_placement::first ? column + " IS NOT NULL, " + key
                                             : column + " IS NULL, " + key;
  }
};

/// A table with names of its own, whose columns ignore case unless statements name a collation.
struct quoted_table : sql::leads_table {
  static constexpr std::string_view name = "contacts \"of\" sales";
  static constexpr std::string_view organisation = "order";
  static constexpr bool collate_in_queries = true;
  template <fixed_string Name>
  static constexpr std::string_view column = Name.view() == "next_call_at" ? "call at"
                                             : Name.view() == "id"         ? "KEY"
                                                                   : leads_table::column<Name>;
};

/// A table with a search index and counts. Two candidates are many, so that the laws meet each of
/// the ways to find a page; three changed rows are indexed.
struct kept_table : sql::leads_table {
  static constexpr bool has_search_index = true;
  static constexpr std::uint32_t most_candidates = 2;
  static constexpr std::uint32_t most_pending = 3;
  static constexpr auto counted = sql::counted_by<"status", "assigned_to_id">;
};
/// The same with other names and collations, in a schema, whose rare terms are found by the index.
struct kept_quoted_table : quoted_table {
  static constexpr std::string_view schema = "main";
  static constexpr std::string_view row_id = "row \"id\"";
  static constexpr bool has_search_index = true;
  static constexpr std::uint32_t most_pending = 3;
  static constexpr auto counted = sql::counted_by<"assigned_to_id">;
};

template <class Dialect = sql::sqlite, class Table = sql::leads_table>
struct fixture : memory_database {
  fixture() {
    if constexpr (Table::collate_in_queries) {
      // Here only the COLLATE clauses of statements make comparisons bytewise.
      sql::statement table = ignoring_case(sql::create_table<Dialect, Table>());
      // Ids that differ in case are two rows.
      const std::size_t key = table.text.find("(\"order\", \"KEY\")");
      REQUIRE(key != std::string::npos);
      table.text.replace(key, 16, "(\"order\" COLLATE BINARY, \"KEY\" COLLATE BINARY)");
      run(table);
    } else {
      run(sql::create_table<Dialect, Table>());
    }
    for (const sql::statement& each : sql::create_indexes<Dialect, Table>()) {
      run(each);
    }
    if constexpr (Table::has_search_index) {
      for (const sql::statement& each : sql::create_search_index<Dialect, Table>()) {
        run(each);
      }
      for (const sql::statement& each : sql::create_counts<Dialect, Table>()) {
        run(each);
      }
    }
  }
  database_under_test<Dialect, Table, sqlite3*> database{handle()};
};

} // namespace

TEST_CASE("SQLite obeys the laws of a list") {
  the_laws_of_a_list_hold(fixture().database, nulls_last);
}
TEST_CASE("SQLite obeys the laws of a list with nulls first") {
  the_laws_of_a_list_hold(fixture().database, nulls_first);
}
TEST_CASE("SQLite: offsets, counts and keysets agree") {
  offsets_counts_and_keysets_agree(fixture().database);
}
TEST_CASE("SQLite isolates organisations") {
  organisations_are_isolated(fixture().database);
}
TEST_CASE("SQLite has the rows of an index after any history") {
  a_history_leaves_the_rows_of_an_index(fixture().database);
}
TEST_CASE("SQLite: deep pages are exact where most sort keys are equal") {
  deep_pages_are_exact(fixture().database);
}
TEST_CASE("SQLite: values that it cannot store are refused") {
  unstorable_values_are_refused(fixture().database);
}
TEST_CASE("SQLite: a dialect that orders nulls in another way, without numbered placeholders") {
  const fixture<older_sqlite> older;
  the_laws_of_a_list_hold(older.database, nulls_last);
  offsets_counts_and_keysets_agree(older.database);
}
TEST_CASE("SQLite: a table with names and collations of its own") {
  const fixture<sql::sqlite, quoted_table> contacts;
  offsets_counts_and_keysets_agree(contacts.database);
  a_history_leaves_the_rows_of_an_index(contacts.database);
}

TEST_CASE("SQLite with a search index and counts obeys every law") {
  const fixture<sql::sqlite, kept_table> kept;
  the_laws_of_a_list_hold(kept.database, nulls_first);
  offsets_counts_and_keysets_agree(kept.database);
  organisations_are_isolated(kept.database);
  a_history_leaves_the_rows_of_an_index(kept.database);
  deep_pages_are_exact(kept.database);
  unstorable_values_are_refused(kept.database);
  totals_are_exact_after_rollbacks(kept.database);
  kept.run({"INSERT INTO leads_search (leads_search) VALUES ('integrity-check')", {}});
}
TEST_CASE("SQLite: a search index and counts of a table with names and collations of its own") {
  const fixture<sql::sqlite, kept_quoted_table> kept;
  offsets_counts_and_keysets_agree(kept.database);
  a_history_leaves_the_rows_of_an_index(kept.database);
}
TEST_CASE("SQLite: a search index under a dialect without numbered placeholders") {
  const fixture<older_sqlite, kept_table> kept;
  offsets_counts_and_keysets_agree(kept.database);
}
