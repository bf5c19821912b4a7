// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include "support/database_laws.hpp"
#include "support/postgres_database.hpp"
#include "support/shards.hpp"

using namespace leadcore;
using namespace leadcore::testing;

namespace {

/// A table of its own, without a search index.
template <class Table> struct fixture : postgres_database {
  fixture() {
    run({"DROP TABLE IF EXISTS " + std::string(Table::name), {}});
    run(sql::create_table<sql::postgres, Table>());
    for (const sql::statement& each : sql::create_indexes<sql::postgres, Table>()) {
      run(each);
    }
  }
  database_under_test<sql::postgres, Table, PGconn*> database{handle()};
};

struct indexed_table : sql::leads_table {
  static constexpr std::string_view name = "indexed_leads";
};
struct indexed : fixture<indexed_table> {
  indexed() {
    for (const sql::statement& each : sql::create_search_index<sql::postgres, indexed_table>()) {
      run(each);
    }
    run({"SET enable_seqscan = off", {}}); // so that the search index is used
  }
};
/// A table with a search index, counts, and pages by key.
struct kept_table : sql::leads_table {
  static constexpr std::string_view name = "kept_leads";
  static constexpr bool has_search_index = true;
  static constexpr bool search_by_organisation = false;
  static constexpr bool pages_by_key = true;
  static constexpr auto counted = sql::counted_by<"status", "assigned_to_id">;
};
struct kept : postgres_database {
  kept() {
    run({"DROP TABLE IF EXISTS kept_leads", {}});
    run({"DROP TABLE IF EXISTS kept_leads_counts", {}});
    for (const sql::statement& each : sql::migrate<sql::postgres, kept_table>()) {
      run(each);
    }
  }
  database_under_test<sql::postgres, kept_table, PGconn*> database{handle()};
};
struct table_by_key : sql::leads_table {
  static constexpr bool pages_by_key = true;
};
/// The columns ignore case and accents; the statements must name the bytewise collation.
struct dictionary_table : kept_table {
  static constexpr std::string_view name = "dictionary_leads";
  static constexpr bool collate_in_queries = true;
};
struct dictionary : postgres_database {
  dictionary() {
    create_caseless<dictionary_table>();
    run({"DROP TABLE IF EXISTS dictionary_leads_counts", {}});
    for (const sql::statement& each : sql::migrate<sql::postgres, dictionary_table>()) {
      run(each);
    }
    CHECK_FALSE(sql::check_table<dictionary_table>(handle()));
  }
  database_under_test<sql::postgres, dictionary_table, PGconn*> database{handle()};
};

template <class Kept> void every_law_holds(const Kept& all) {
  the_laws_of_a_list_hold(all.database, nulls_last);
  offsets_counts_and_keysets_agree(all.database);
  organisations_are_isolated(all.database);
  deep_pages_are_exact(all.database);
  totals_are_exact_after_rollbacks(all.database);
  all.run({"SET enable_seqscan = off", {}}); // so that the search index is used
  a_history_leaves_the_rows_of_an_index(all.database);
  unstorable_values_are_refused(all.database);
}

} // namespace

TEST_CASE("PostgreSQL obeys the laws of a list") {
  the_laws_of_a_list_hold(fixture<sql::leads_table>().database, nulls_last);
}
TEST_CASE("PostgreSQL obeys the laws of a list with nulls first, and with pg_trgm") {
  the_laws_of_a_list_hold(indexed().database, nulls_first);
}
TEST_CASE("PostgreSQL: offsets, counts and keysets agree") {
  offsets_counts_and_keysets_agree(fixture<sql::leads_table>().database);
}
TEST_CASE("PostgreSQL isolates organisations") {
  organisations_are_isolated(fixture<sql::leads_table>().database);
}
TEST_CASE("PostgreSQL has the rows of an index after any history") {
  a_history_leaves_the_rows_of_an_index(indexed().database);
}
TEST_CASE("PostgreSQL: deep pages are exact where most sort keys are equal") {
  deep_pages_are_exact(fixture<sql::leads_table>().database);
}
TEST_CASE("PostgreSQL: values that it cannot store are refused") {
  unstorable_values_are_refused(indexed().database);
}
TEST_CASE("PostgreSQL: a table whose columns have another collation") {
  every_law_holds(dictionary());
}

TEST_CASE("PostgreSQL with all that is kept beside a table obeys every law") {
  every_law_holds(kept());
}

TEST_CASE("shards have the rows of an index after any history", "[shards]") {
  const sharded_database sharded;
  const database_under_test<sql::postgres_fdw, sql::leads_table, PGconn*> database(
      sharded.handle());
  a_history_leaves_the_rows_of_an_index(database);
  deep_pages_are_exact(database);
  offsets_counts_and_keysets_agree(database);
}
TEST_CASE("shards find pages by key", "[shards]") {
  const sharded_database sharded;
  const database_under_test<sql::postgres_fdw, table_by_key, PGconn*> database(sharded.handle());
  deep_pages_are_exact(database);
}
