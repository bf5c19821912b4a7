// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

// Mistakes in a description of one's own that could pass unnoticed. What cannot be honoured is in
// tests/compile_fail.

using namespace leadcore;

namespace {

crm::contact contact(std::string id, std::int64_t score, std::optional<timestamp> call = {}) {
  crm::contact made;
  made.id = std::move(id);
  made.score = score;
  made.next_call_at = call;
  return made;
}

template <class Endpoint> std::string ids(const auto& page) {
  std::string out;
  for (const auto& row : page.data) {
    out += Endpoint::key(leadcore::detail::row(row));
  }
  return out;
}

/// A query with a filter that counts how often it is asked, and is as expensive as a search.
struct counted_query : lead_query {
  int* calls = nullptr;
};
struct counting_filter {
  using query_type = counted_query;
  static constexpr int cost = 2;
  [[nodiscard]] static constexpr std::string_view parameter() { return "counted"; }
  [[nodiscard]] static std::string allowed() { return "anything"; }
  [[nodiscard]] static value_check parse(std::string_view, counted_query&) { return std::nullopt; }
  [[nodiscard]] static std::optional<std::string> print(const counted_query&) {
    return std::nullopt;
  }
  [[nodiscard]] static bool idle(const counted_query& query) { return query.calls == nullptr; }
  template <class Row> bool operator()(const Row&, const counted_query& query) const {
    ++*query.calls;
    return true;
  }
};
struct counted_endpoint : leads_endpoint {
  using query = counted_query;
  static constexpr auto filters =
      std::tuple_cat(std::tuple{counting_filter{}}, leads_endpoint::filters);
};

/// Searches the notes, and the client's id as a phone number, in place of what leads search.
struct notes_endpoint : leads_endpoint {
  static constexpr auto filters =
      std::tuple{search_in<>(&lead_query::search, searched<"notes">, searched_phones<"client_id">)};
};

enum class phase : std::uint8_t { a_name_of_more_than_twenty_four_bytes };
struct task {
  std::string id;
  ::phase phase{};
  const char* note = nullptr; // of a C library, say
};

} // namespace

template <>
inline constexpr enum_entry<phase> leadcore::enum_table<phase>[] = {
    {phase::a_name_of_more_than_twenty_four_bytes, "A_NAME_OF_MORE_THAN_TWENTY_FOUR_BYTES_IN_ALL"}};
BOOST_HANA_ADAPT_STRUCT(task, id, phase, note);

namespace {

struct task_query {
  page_request page;
};
struct task_endpoint {
  using record = task;
  using query = task_query;
  static constexpr std::tuple<> filters{};
  static constexpr auto order = lexicographic_order{std::tuple{ascending<"id">}};
  static constexpr auto key = field<"id">;
  static constexpr std::string_view path = "/tasks";
  static constexpr std::string_view scope = "tasks.read";
  static constexpr std::uint64_t default_page_size = 10;
  static constexpr std::uint64_t max_page_size = 10;
};

} // namespace

TEST_CASE("a query of one's own is equal only with equal members of its own") {
  crm::query a;
  crm::query b;
  CHECK(a == b);
  b.source = "web";
  CHECK_FALSE(a == b);
}

TEST_CASE("the placement of nulls is the declared one, unless another is passed") {
  const timestamp now;
  const std::vector<crm::contact> rows{contact("a", 1, now), contact("b", 1), contact("c", 2)};
  CHECK(ids<crm::endpoint>(list<crm::endpoint>(rows, crm::query{})) == "cba");
  CHECK(ids<crm::endpoint>(list<crm::endpoint>(rows, crm::query{}, nulls_last)) == "cab");
  CHECK(ids<crm::endpoint>(list_references<crm::endpoint>(rows, crm::query{})) == "cba");
}

TEST_CASE("a field that leads do not have sorts by its own type, null or not") {
  const auto deal = [](std::string number, std::optional<std::int32_t> discount) {
    sales::deal made;
    made.number = std::move(number);
    made.discount = discount;
    return made;
  };
  const std::vector<sales::deal> rows{deal("a", std::nullopt), deal("b", 5), deal("c", -5)};
  CHECK(ids<sales::endpoint>(list<sales::endpoint>(rows, sales::query{})) == "cba");
}

TEST_CASE("filters are evaluated cheapest first, whatever their order in the contract") {
  int calls = 0;
  counted_query query;
  query.calls = &calls;
  query.status = lead_status::lost;
  query.search = unchecked_search_term("jane");
  CHECK_FALSE(matches<counted_endpoint>(lead{.id = "1", .name = "Jane"}, query));
  CHECK_FALSE(matches<counted_endpoint>(lead{.id = "1", .status = lead_status::lost}, query));
  CHECK(calls == 0);
  CHECK(matches<counted_endpoint>(lead{.id = "1", .name = "Jane", .status = lead_status::lost},
                                  query));
  CHECK(calls == 1);
  CHECK(query_parameters<counted_endpoint>[0].name == "counted");
}

TEST_CASE("the searched fields are those of the search filter, and so are the phones") {
  const lead row{.id = "1",
                 .name = "Jane",
                 .phones = {"+14155550101"},
                 .notes = "likes tea",
                 .client_id = "+442079460916"};
  const auto found = [&](std::string_view term) {
    lead_query query;
    query.search = unchecked_search_term(term);
    CHECK(matches<notes_endpoint>(row, query.search) == matches<notes_endpoint>(row, query));
    return matches<notes_endpoint>(row, query);
  };
  CHECK(found("TEA"));
  CHECK(found("0044 20 7946"));
  CHECK_FALSE(found("jane"));
  CHECK_FALSE(found("415 555"));
}

TEST_CASE("the name of an enumerator may be long, in JSON too") {
  std::string json;
  append_json<task_endpoint>(json, task{"1", {}, "x"});
  CHECK(json == R"({"id":"1","phase":"A_NAME_OF_MORE_THAN_TWENTY_FOUR_BYTES_IN_ALL","note":"x"})");
}

TEST_CASE("a null pointer to characters is null") {
  std::string json;
  append_json<task_endpoint>(json, task{"1", {}, nullptr});
  CHECK(json.ends_with(R"("note":null})"));
}

TEST_CASE("an unknown parameter suggests a filter of the endpoint's own") {
  const auto parsed = parse_query<crm::endpoint>("souce=web");
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error().front().suggestion == "source");
  CHECK(parsed.error().front().allowed.find("scoreFrom") != std::string::npos);
}
