// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/list.hpp>

#include "support/catch.hpp"
#include "support/hostile_namespace.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/list_leads.hpp>
#include <leadcore/http/tokens.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/testing/laws.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

using leadcore::lead;
using leadcore::lead_query;
using leadcore::test_support::hostile_examples;
using leadcore::test_support::hostile_queries;
using leadcore::test_support::to_hostile;

namespace hostile {

struct rows_store {
  const std::vector<record>& rows;
  leadcore::page_of<record> list(const leadcore::organisation_id&, const lead_query& query) const {
    return leadcore::list(rows, query);
  }
};
struct key_hash {
  std::array<std::uint8_t, 1> operator()(std::string_view text) const {
    return {static_cast<std::uint8_t>(text.size())};
  }
};
/// An output for JSON.
class output {
 public:
  [[nodiscard]] std::size_t end() const noexcept { return text_.size(); }
  void insert(std::size_t at, const char* first, const char* last) {
    text_.insert(at, first, static_cast<std::size_t>(last - first));
  }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

} // namespace hostile

namespace {

std::vector<hostile::record> hostile_rows(const std::vector<lead>& leads) {
  std::vector<hostile::record> rows;
  std::ranges::transform(leads, std::back_inserter(rows), to_hostile);
  return rows;
}

/// A page of any rows as one of leads.
template <class Row> leadcore::page_of<lead> as_leads(const leadcore::page_of<Row>& page) {
  leadcore::page_of<lead> copy{{}, page.pagination};
  for (const auto& row : page.data) {
    copy.data.push_back(leadcore::to_lead(row));
  }
  return copy;
}

struct lead_rows {
  const std::vector<lead>& rows;
  leadcore::page_of<lead> list(const leadcore::organisation_id&, const lead_query& query) const {
    return leadcore::list(rows, query);
  }
};

} // namespace

TEST_CASE("rows of a namespace with all our names are listed like leads") {
  const std::vector<lead> leads = hostile_examples();
  const std::vector<hostile::record> rows = hostile_rows(leads);
  for (const lead_query& query : hostile_queries()) {
    for (const auto nulls : {leadcore::nulls_last, leadcore::nulls_first}) {
      const leadcore::page_of<lead> expected = leadcore::list(leads, query, nulls);
      CHECK(as_leads(leadcore::list(rows, query, nulls)) == expected);
      CHECK(as_leads(leadcore::list_references(rows, query, nulls)) == expected);
      CHECK(
          as_leads(leadcore::list(rows | std::views::transform([](const auto& row) { return row; }),
                                  query, nulls)) == expected);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CHECK(leadcore::matches(rows[i], query) == leadcore::matches(leads[i], query));
      CHECK(leadcore::matches(rows[i], query.search) == leadcore::matches(leads[i], query.search));
    }
  }
}

TEST_CASE("rows of a namespace with all our names are compared, copied, validated and printed") {
  const std::vector<lead> leads = hostile_examples();
  const std::vector<hostile::record> rows = hostile_rows(leads);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(leadcore::to_lead(rows[i]) == leads[i]);
    CHECK(leadcore::equal_leads(rows[i], leads[i]));
    CHECK(leadcore::equal_leads(rows[i], rows[i]));
    CHECK(leadcore::validate(rows[i]) == leadcore::validate(leads[i]));
    CHECK(leadcore::to_json(rows[i]) == leadcore::to_json(leads[i]));
    CHECK(leadcore::testing::describe(rows[i]) == leadcore::testing::describe(leads[i]));
    for (std::size_t j = 0; j < rows.size(); ++j) {
      CHECK(leadcore::lead_order(rows[i], rows[j]) == leadcore::lead_order(leads[i], leads[j]));
      CHECK(leadcore::equal_leads(rows[i], leads[j]) == (i == j));
    }
  }
  for (const auto style : {leadcore::json_style::compact, leadcore::json_style::pretty}) {
    CHECK(leadcore::to_json(leadcore::list(rows, {}), style) ==
          leadcore::to_json(leadcore::list(leads, {}), style));
    CHECK(leadcore::to_json(leadcore::list_references(rows, {}), style) ==
          leadcore::to_json(leadcore::list(leads, {}), style));
  }
  hostile::output out;
  leadcore::append_json(out, leadcore::list(rows, {}));
  CHECK(out.text() == leadcore::to_json(leadcore::list(leads, {})));
  CHECK_FALSE(leadcore::validate(rows[3]).empty());
}

TEST_CASE("a store of rows of a namespace with all our names is served over HTTP") {
  const std::vector<lead> leads = hostile_examples();
  const std::vector<hostile::record> rows = hostile_rows(leads);
  const leadcore::http::request request{
      .method = "GET",
      .target = "/api/v1/leads?search=jane&pageSize=1",
      .headers = {{"Authorization", "Bearer key"}},
  };
  leadcore::digest_authenticator<hostile::key_hash> keys;
  keys.add(hostile::key_hash()("key"),
           {*leadcore::parse_organisation_id("acme"), {std::string(leadcore::leads_read_scope)}});
  const auto answer = leadcore::http::list_leads(request, hostile::rows_store{rows}, keys);
  CHECK(answer.status == 200);
  CHECK(answer == leadcore::http::list_leads(request, lead_rows{leads}, keys));
}

TEST_CASE("the laws accept a list of rows of a namespace with all our names") {
  const leadcore::testing::lister listed = [](const std::vector<lead>& leads,
                                              const lead_query& query) {
    return leadcore::list(hostile_rows(leads), query);
  };
  for (const lead_query& query : hostile_queries()) {
    CHECK(leadcore::testing::list_laws(listed, hostile_examples(), query).holds());
  }
}
