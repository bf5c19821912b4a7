// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/rows.hpp>

#include "support/sql.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::jane;
using leadcore::testing::memory_row;
using leadcore::testing::stored_row;
using sql::parameter;

TEST_CASE("a lead is read from the columns that upsert wrote", "[sql]") {
  CHECK(sql::read_lead(stored_row(jane())) == jane());
  CHECK(sql::read_lead(stored_row(lead{})) == lead{});

  const auto broken = [](std::size_t column, std::optional<parameter> with, sql::row_errc code,
                         std::string_view field) {
    memory_row from = stored_row(jane());
    from.columns.at(column) = std::move(with);
    const auto read = sql::read_lead(from);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error() == sql::row_error{code, field});
    CHECK_FALSE(to_string(code).empty());
  };
  using sql::row_errc;
  broken(0, std::nullopt, row_errc::null_value, "id");
  broken(1, parameter(std::int64_t{3}), row_errc::wrong_type, "name");
  broken(2, parameter("+1"), row_errc::malformed_list, "phones");
  broken(9, parameter("lost"), row_errc::unknown_status, "status");
  broken(11, parameter("2026-05-02T10:30:00Z"), row_errc::wrong_type, "next_call_at");
  broken(12, std::nullopt, row_errc::null_value, "created_at");
  broken(13, parameter(timestamp::max().milliseconds_since_epoch() + 1),
         row_errc::time_out_of_range, "updated_at");
}

TEST_CASE("a page is read from rows with the total; an empty page from one row of nulls", "[sql]") {
  const auto with_total = [](std::int64_t total, memory_row columns) {
    columns.columns.insert(columns.columns.begin(), parameter(total));
    return columns;
  };
  sql::page_reader some;
  CHECK_FALSE(some.add(with_total(5, stored_row(jane()))));
  const auto page = std::move(some).take({3, 2});
  CHECK(page.data == std::vector<lead>{jane()});
  CHECK(page.pagination == paginate(5, {3, 2}));

  sql::page_reader none;
  CHECK_FALSE(none.add(with_total(5, memory_row{std::vector<std::optional<parameter>>(16)})));
  CHECK(std::move(none).take({9, 2}) == page_of<lead>{{}, paginate(5, {9, 2})});

  sql::page_reader wrong;
  CHECK(wrong.add(with_total(-1, stored_row(jane()))) ==
        sql::row_error{sql::row_errc::wrong_type, "total"});
  for (const std::optional<parameter>& total :
       {std::optional<parameter>(), std::optional<parameter>("1")}) {
    memory_row of = with_total(1, stored_row(jane()));
    of.columns[0] = total;
    CHECK(wrong.add(of) == sql::row_error{sql::row_errc::wrong_type, "total"});
  }
  memory_row broken = with_total(1, stored_row(jane()));
  broken.columns[2] = std::nullopt;
  CHECK(wrong.add(broken) == sql::row_error{sql::row_errc::null_value, "name"});
}

namespace {

/// Answers every statement with the same rows, and then with an error.
struct fixed_database {
  std::vector<memory_row> rows;
  std::optional<sql::database_error> failure;
};
template <class OnRow>
std::optional<sql::database_error> execute(const fixed_database& database, const sql::statement&,
                                           OnRow&& on_row) {
  for (const memory_row& each : database.rows) {
    if (const auto wrong = on_row(each)) {
      return sql::database_error{sql::database_errc::unreadable_row, {}, *wrong};
    }
  }
  return database.failure;
}

} // namespace

TEST_CASE("a result without rows is an error, not an empty page", "[sql]") {
  const auto page = sql::list<sql::sqlite>(fixed_database{}, acme, {});
  REQUIRE_FALSE(page.has_value());
  CHECK(page.error() == sql::database_error{sql::database_errc::unreadable_row,
                                            "null_value in total",
                                            sql::row_error{sql::row_errc::null_value, "total"}});
}

TEST_CASE("a page is what the database returns, unless it fails", "[sql]") {
  fixed_database database{{stored_row(jane())}, {}};
  auto& columns = database.rows.front().columns;
  columns.insert(columns.begin(), parameter(std::int64_t{1}));
  const auto page = sql::list<sql::sqlite>(database, acme, {});
  REQUIRE(page.has_value());
  CHECK(*page == page_of<lead>{{jane()}, paginate(1, {})});

  database.failure = sql::database_error{sql::database_errc::failed, "disk full", {}};
  const auto failed = sql::list<sql::sqlite>(database, acme, {});
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error() == database.failure);
}
