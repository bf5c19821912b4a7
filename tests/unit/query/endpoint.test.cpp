// SPDX-License-Identifier: BSL-1.0
// The program of docs/how_to/own_endpoint.md: one more filter, two more fields, another order.
#include <leadcore/query/endpoint.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"
#include "support/leads.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <string>
#include <vector>

using namespace leadcore;
using test_support::asked;

namespace {

std::vector<crm::contact> contacts() {
  std::vector<crm::contact> rows(4);
  rows[0].id = "a", rows[0].name = "Jane", rows[0].source = "web", rows[0].score = 1;
  rows[1].id = "b", rows[1].name = "JANE", rows[1].source = "web", rows[1].score = 5;
  rows[2].id = "c", rows[2].name = "Jane", rows[2].source = "fair", rows[2].score = 9;
  rows[3].id = "d", rows[3].name = "Jack", rows[3].source = "web", rows[3].score = 9;
  return rows;
}

template <class Row> std::string joined_ids(const page_of<Row>& page) {
  std::string out;
  for (const auto& each : page.data) {
    out += detail::row(each).id;
  }
  return out;
}

query_error refused(std::string_view query_string) {
  const auto parsed = parse_query<sales::endpoint>(query_string);
  REQUIRE_FALSE(parsed.has_value());
  REQUIRE(parsed.error().size() == 1);
  return parsed.error().front();
}

} // namespace

TEST_CASE("the default query asks for the first 50 of all leads") {
  const lead_query query;
  CHECK_FALSE(query.status.has_value());
  CHECK(query.search.empty());
  CHECK(query.assigned_to.is_any());
  CHECK(query.page == page_request{1, 50});
}

TEST_CASE("a filter, fields and an order of one's own are honoured") {
  const auto rows = contacts();
  const auto query = parse_query<crm::endpoint>("source=web&search=jane&pageSize=2");
  REQUIRE(query.has_value());
  const auto page = list<crm::endpoint>(rows, *query);
  CHECK(joined_ids(page) == "ba");
  CHECK(page.pagination.total == 2);
  CHECK(to_query_string<crm::endpoint>(*query) == "search=jane&source=web&pageSize=2");
  const std::string json = to_json<crm::endpoint>(page);
  CHECK(json.find(R"("clientId":null,"score":5,"tags":[]},{"id":"a")") != std::string::npos);
  CHECK(to_json<crm::endpoint>(rows[0]).ends_with(R"("score":1,"tags":[]})"));
  CHECK(joined_ids(list_references<crm::endpoint>(rows, *query)) == "ba");
}

TEST_CASE("an order may be used once") {
  const auto rows = contacts();
  const auto by_name = lexicographic_order{std::tuple{ascending<"name">, ascending<"id">}};
  CHECK(joined_ids(list<crm::endpoint>(rows, crm::query{}, by_name)) == "bdac");
  CHECK(joined_ids(list_references<crm::endpoint>(rows, crm::query{}, by_name)) == "bdac");
  const std::vector<lead> leads{{.id = "1", .name = "b"}, {.id = "2", .name = "a"}};
  CHECK(joined_ids(list(leads, {}, by_name)) == "21");
}

TEST_CASE("nulls are where the order declares them, unless the caller says otherwise") {
  std::vector<crm::contact> rows(3);
  rows[0].id = "a", rows[0].next_call_at = timestamp{};
  rows[1].id = "b";
  rows[2].id = "c", rows[2].company = "Acme";
  CHECK(joined_ids(list<crm::endpoint>(rows, crm::query{})) ==
        "cba"); // calls: nulls first, companies: last
  CHECK(joined_ids(list<crm::endpoint>(rows, crm::query{}, nulls_last)) == "acb");
  CHECK(joined_ids(list<crm::endpoint>(rows, crm::query{}, nulls_first)) == "bca");
}

TEST_CASE("the parameters of an endpoint are its filters, then the page") {
  const auto unknown = parse_query<crm::endpoint>("souce=web");
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().front().suggestion == "source");
  CHECK(unknown.error().front().allowed ==
        "status, search, assignedToId, source, scoreFrom, scoreUntil, createdAtFrom, "
        "createdAtUntil, page, pageSize");
  CHECK(asked<sales::endpoint>("").page.page_size == 20);
  CHECK(asked<sales::endpoint>("pageSize=1000").page.page_size == 1000);
  CHECK(refused("pageSize=1001").code == query_errc::page_size_too_large);
  CHECK(to_query_string<sales::endpoint>(asked<sales::endpoint>("pageSize=20&page=1")).empty());
}

TEST_CASE("values of every kind are read and printed") {
  const std::string canonical =
      "stage=OPEN,WON&number=a%2Cb,c&signedOff=true&renewed=false&amountFrom=-5&amountUntil=7&"
      "discount=-2147483648&items=65535&probabilityFrom=0.25&"
      "dueAtUntil=2026-05-02T10%3A30%3A00.000Z&dueAtIsNull=false&forecast=LOST&owner=u1&"
      "size=large&q=jos%C3%A9&page=2&pageSize=3";
  const sales::query query = asked<sales::endpoint>(canonical);
  CHECK(query.stages == std::vector{sales::stage::open, sales::stage::won});
  CHECK(query.numbers == std::vector<std::string>{"a,b", "c"});
  CHECK(query.amount_from == -5);
  CHECK(query.items == 65535);
  CHECK(query.probability_from == 0.25);
  CHECK(to_query_string<sales::endpoint>(query) == canonical);
}

TEST_CASE("a value that cannot be read has a code and what is allowed") {
  CHECK(refused("stage=OPEN,").code == query_errc::empty_value);
  CHECK(refused("stage=OPEN,open").code == query_errc::unknown_value);
  CHECK(refused("stage=").allowed == "a list separated by commas, each OPEN, OFFERED, WON or LOST");
  CHECK(refused("number=a,,b").code == query_errc::empty_value);
  CHECK(refused("signedOff=TRUE").code == query_errc::not_a_boolean);
  CHECK(refused("signedOff=1").allowed == "true or false");
  CHECK(refused("amountFrom=1.5").code == query_errc::not_an_integer);
  CHECK(refused("amountFrom=+1").code == query_errc::not_an_integer);
  CHECK(refused("amountFrom=-").code == query_errc::not_an_integer);
  CHECK(refused("amountFrom=9223372036854775808").code == query_errc::integer_out_of_range);
  CHECK(refused("items=-1").code == query_errc::not_an_integer);
  CHECK(refused("items=65536").code == query_errc::integer_out_of_range);
  CHECK(refused("items=65536").allowed == "an integer from 0 to 65535");
  for (const char* text :
       {"nan", "inf", "0x1", "1e999", ".5", "5.", "5.e1", "1e", "--1", "1,5", "-", "-x"}) {
    INFO(text);
    CHECK(refused(std::string("probabilityFrom=") + text).code == query_errc::not_a_number);
  }
  CHECK(asked<sales::endpoint>("probabilityFrom=-1e-3").probability_from == -0.001);
  CHECK(refused("dueAtUntil=2026-05-02").code == query_errc::invalid_time);
  CHECK(refused("dueAtIsNull=null").code == query_errc::not_a_boolean);
  CHECK(refused("size=tiny").allowed == "small or large");
}

TEST_CASE("each kind of filter passes what it says") {
  sales::deal deal;
  deal.number = "a,b";
  deal.title = "Jos\u00E9's cart";
  deal.owner_id = "O\u2019Neil";
  deal.tags = {"spring sale"};
  deal.stage = sales::stage::won;
  deal.due_at = timestamp{};
  deal.amount = 1000;
  deal.discount = -1;
  deal.probability = 0.5;
  deal.signed_off = true;
  const auto passes = [&](std::string_view query_string) {
    return matches<sales::endpoint>(deal, asked<sales::endpoint>(query_string));
  };
  CHECK((passes("stage=OPEN,WON") && !passes("stage=OPEN,LOST")));
  CHECK((passes("number=x,a%2Cb") && !passes("number=a,b")));
  CHECK((passes("signedOff=true") && !passes("signedOff=false")));
  CHECK((!passes("renewed=true") && !passes("renewed=false"))); // null equals nothing
  CHECK((passes("amountFrom=1000") && !passes("amountFrom=1001")));
  CHECK((passes("amountUntil=1001") && !passes("amountUntil=1000")));
  CHECK((passes("discount=-1") && !passes("discount=1")));
  CHECK((passes("probabilityFrom=0.5") && !passes("probabilityFrom=0.51")));
  CHECK((passes("dueAtUntil=1970-01-01T00:00:00.001Z") &&
         !passes("dueAtUntil=1970-01-01T00:00:00Z")));
  CHECK((passes("dueAtIsNull=false") && !passes("dueAtIsNull=true")));
  CHECK((!passes("forecast=OPEN") && passes("size=large") && !passes("size=small")));
  CHECK((passes("q=jose") && passes("q=O%27NEIL+sale+cart") && !passes("q=jose+jane")));
  CHECK(passes("q=cart+spring"));                           // words in any order and field
  CHECK((!passes("q=%CC%81") && !passes("q=jose+%CC%81"))); // a mark alone is nowhere
  deal.due_at.reset();
  CHECK((passes("dueAtIsNull=true") && !passes("dueAtUntil=2026-01-01T00:00:00Z")));
}

TEST_CASE("a term that may be a phone number is one phrase also where words are searched") {
  using endpoint = basic_leads_endpoint<search_policy{folding::caseless, term_reading::all_words}>;
  const lead row{.id = "1", .name = "55 Jane", .phones = {"+14155550101"}};
  const auto found = [&](std::string_view term) {
    return matches<endpoint>(row, unchecked_search_term<endpoint::query{}.search.policy>(term));
  };
  CHECK((found("415 555 0101") && !found("0101 555")));
  CHECK((found("jane 0101") && found("55 jane") && !found("56 jane")));
}
