// SPDX-License-Identifier: BSL-1.0
// Bytes encode rows and a query, as for list. An in-memory SQLite database stores the rows for two
// organisations; what it answers to the statements equals list() over the rows that upsert accepts:
// pages with totals, counts, and keyset pages, also after rows were erased and overwritten.

#include <leadcore/sql/sqlite3.hpp>

#include "fuzz.hpp"
#include "support/storable.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/sql/cursor.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/testing/drawing.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace {

using namespace leadcore;

class database {
 public:
  database() {
    LEADCORE_FUZZ_CHECK(sqlite3_open(":memory:", &handle_) == SQLITE_OK);
    run(sql::create_table<sql::sqlite>());
    for (const sql::statement& each : sql::create_indexes<sql::sqlite>()) {
      run(each);
    }
  }
  database(const database&) = delete;
  database& operator=(const database&) = delete;
  ~database() { sqlite3_close(handle_); }

  void run(const sql::statement& each) const {
    const auto failed = sql::execute(handle_, each);
    if (failed) {
      std::fprintf(stderr, "%s\n%s\n", failed->message.c_str(), each.text.c_str());
    }
    LEADCORE_FUZZ_CHECK(!failed);
  }
  /// @return whether the row was stored
  bool upsert(const organisation_id& owner, const lead& row) const {
    const auto written = sql::upsert<sql::sqlite>(owner, row);
    LEADCORE_FUZZ_CHECK((written.has_value() ? lead_errors{} : written.error()) ==
                        testing::reference_errors(row));
    if (written.has_value()) {
      run(*written);
    }
    return written.has_value();
  }
  [[nodiscard]] std::vector<lead> rows(const sql::statement& each) const {
    auto read = sql::read_leads(handle_, each);
    LEADCORE_FUZZ_CHECK(read.has_value());
    return *std::move(read);
  }

  /// What is asked of the database has the answer of list() over the rows.
  void check(const organisation_id& owner, const std::vector<lead>& expected, lead_query query,
             null_placement nulls) const {
    const auto page = sql::list<sql::sqlite>(handle_, owner, query, nulls);
    LEADCORE_FUZZ_CHECK(page.has_value() && *page == list(expected, query, nulls));

    std::int64_t counted = -1;
    const auto failed = sql::execute(handle_, sql::count<sql::sqlite>(owner, query),
                                     [&](const sql::sqlite_row& row) {
                                       counted = row.integer(0).value_or(-2);
                                       return std::optional<sql::row_error>();
                                     });
    LEADCORE_FUZZ_CHECK(!failed && static_cast<std::uint64_t>(counted) == (*page).pagination.total);

    const std::uint64_t page_size = query.page.page_size % 5 + 1;
    query.page = {1, max_page_size};
    const std::vector<lead> all = list(expected, query, nulls).data;
    query.page.page_size = page_size;
    std::vector<lead> walked = rows(sql::select_page<sql::sqlite>(owner, query, nulls));
    for (std::size_t seen = 0; seen != walked.size();) {
      seen = walked.size();
      const auto last = sql::make_cursor(walked.back());
      LEADCORE_FUZZ_CHECK(last.has_value());
      const auto at = sql::parse_cursor(to_string(*last)); // as a client sends it
      LEADCORE_FUZZ_CHECK(at.has_value() && *at == *last);
      const auto next = rows(sql::select_page<sql::sqlite>(owner, query, sql::after(*at), nulls));
      LEADCORE_FUZZ_CHECK(next.size() <= page_size);
      walked.insert(walked.end(), next.begin(), next.end());
    }
    LEADCORE_FUZZ_CHECK(walked == all);
  }

 private:
  sqlite3* handle_ = nullptr;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 4096) {
    return 0;
  }
  static const database stored; // empty before and after each input
  const auto kind = static_cast<testing::lead_kind>(data[0] % 3);
  const null_placement nulls = data[0] / 3 % 2 == 0 ? nulls_last : nulls_first;
  const testing::scenario drawn =
      testing::draw_scenario(testing::tape(data + 1, data + size), kind);
  const auto owner = parse_organisation_id("acme").value();
  const auto other = parse_organisation_id("Acme").value();

  stored.run({"BEGIN", {}});
  std::vector<lead> rows;
  for (const lead& row : drawn.rows) {
    if (stored.upsert(owner, row)) {
      rows.push_back(row);
      lead foreign = row;
      foreign.company = foreign.name;
      stored.upsert(other, foreign);
    }
  }
  stored.check(owner, rows, drawn.query, nulls);
  if (!rows.empty()) {
    // The first row goes; the last one takes the values of the first.
    const lead first = rows.front();
    stored.run(sql::erase<sql::sqlite>(owner, first.id));
    rows.erase(rows.begin());
    if (!rows.empty()) {
      const std::string id = rows.back().id;
      rows.back() = first;
      rows.back().id = id;
      LEADCORE_FUZZ_CHECK(stored.upsert(owner, rows.back()));
    }
    stored.check(owner, rows, drawn.query, nulls);
  }
  stored.run({"ROLLBACK", {}});
  return 0;
}
