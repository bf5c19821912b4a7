// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/catch.hpp"
#include "support/hostile_namespace.hpp"

#include <leadcore/model/validate.hpp>
#include <leadcore/sql.hpp>

#include <optional>
#include <string>
#include <vector>

using leadcore::lead;
using leadcore::test_support::hostile_examples;
using leadcore::test_support::to_hostile;

namespace sql = leadcore::sql;

namespace {

template <class Dialect> void check_upserts() {
  const auto organisation = *leadcore::parse_organisation_id("acme");
  for (lead each : hostile_examples()) {
    if (!leadcore::validate(each).empty()) {
      continue; // no statement is made for it
    }
    const auto expected = sql::upsert<Dialect>(organisation, each);
    const auto found = sql::upsert<Dialect>(organisation, to_hostile(each));
    REQUIRE(expected.has_value());
    REQUIRE(found.has_value());
    CHECK(found->text == expected->text);
    CHECK(found->parameters == expected->parameters);
  }
}

} // namespace

TEST_CASE("rows of a namespace with all our names are written like leads") {
  check_upserts<sql::sqlite>();
  check_upserts<sql::postgres>();
  for (const lead& each : hostile_examples()) {
    CHECK(sql::make_cursor(to_hostile(each)) == sql::make_cursor(each));
  }
}

TEST_CASE("answers in rows of a namespace with all our names are read") {
  const std::vector<std::optional<std::string>> columns{
      "7",          "1",  "Jane",       "[\"+14155550101\"]", "[]",        std::nullopt,
      std::nullopt, "c1", std::nullopt, std::nullopt,         "LOST",      std::nullopt,
      "5",          "6",  "7",          std::nullopt,         std::nullopt};
  const hostile::result_row row(columns);
  const auto read = sql::read_lead(row, 1);
  REQUIRE(read.has_value());
  CHECK(read->id == "1");
  CHECK(read->phones == std::vector<std::string>{"+14155550101"});
  CHECK(read->status == leadcore::lead_status::lost);
  CHECK(read->next_call_at == leadcore::timestamp::from_milliseconds(5));
  sql::page_reader reader;
  CHECK_FALSE(reader.add(row).has_value());
  const auto page = std::move(reader).take({});
  CHECK(page.pagination.total == 7);
  CHECK(page.data == std::vector<lead>{*read});
}
