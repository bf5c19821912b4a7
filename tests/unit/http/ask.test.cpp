// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/ask.hpp>

#include <leadcore/http/list_leads.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/store/memory_store.hpp>

#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/endpoints.hpp"
#include "support/http_fixture.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;
using http::find_header;

const plain_keys& keys() {
  static const plain_keys known{
      {{"key", {organisation("acme"), {"leads.read", "contacts.read", "deals.read"}}},
       {"other", {organisation("other"), {"leads.read"}}},
       {"poor", {organisation("acme"), {}}}}};
  return known;
}

http::request get_from(std::string_view target, std::vector<http::header_view> more = {}) {
  http::request asked{.method = "GET",
                      .target = target,
                      .headers = {{"Authorization", "Bearer key"}},
                      .body_size = 0};
  asked.headers.insert(asked.headers.end(), more.begin(), more.end());
  return asked;
}

/// A page that knows its version.
template <class Version> struct page_of_version : page_of<lead> {
  Version is;
  [[nodiscard]] Version version() const { return is; }
};
template <class Version> page_of_version<Version> page_at(Version version) {
  return {{{named_lead("1", "Jane")}, paginate(1, {})}, version};
}

std::string etag(const http::response& answer) {
  return std::string(find_header(answer, "ETag").value_or(""));
}

} // namespace

TEST_CASE("a question owns what a request asks", "[http]") {
  std::optional<result<http::question<>, http::response>> asked;
  {
    const std::string target = "/api/v1/leads?search=jane&page=2";
    const std::string tag = "\"a\"";
    http::request request = get_from(target, {{"if-none-match", tag}, {"If-None-Match", "\"b\""}});
    request.method = "HEAD";
    asked = http::ask(request, keys());
  }
  REQUIRE((*asked).has_value());
  CHECK((**asked).organisation == organisation("acme"));
  CHECK((**asked).query == *parse_query("search=jane&page=2"));
  CHECK((**asked).is_head);
  CHECK((**asked).if_none_match == "\"a\", \"b\"");
}

TEST_CASE("ask and answer make the response of list_leads", "[http]") {
  memory_store store;
  for (int i = 0; i < 7; ++i) {
    store.add(organisation("acme"), named_lead(std::to_string(i), "Jane"));
  }
  std::size_t questions = 0;
  for (const std::string_view method : {"GET", "HEAD", "POST"}) {
    for (const std::string_view target :
         {"/api/v1/leads", "/api/v1/leads?pageSize=2&page=2", "/api/v1/leads?page=x", "/"}) {
      for (const std::string_view authorization :
           {"Bearer key", "Bearer poor", "Bearer none", ""}) {
        http::request request{.method = method,
                              .target = target,
                              .headers = {{"Authorization", authorization}},
                              .body_size = 0};
        const auto asked = http::ask(request, keys());
        questions += asked.has_value() ? 1U : 0U;
        CHECK(http::list_leads(request, store, keys()) ==
              (asked.has_value()
                   ? http::answer(*asked, store.list((*asked).organisation, (*asked).query))
                   : asked.error()));
      }
    }
  }
  CHECK(questions == 4);
}

TEST_CASE("a server that looks keys up itself asks in two steps", "[http]") {
  const http::request request = get_from("/api/v1/leads?page=2");
  const auto key = http::find_api_key(request);
  REQUIRE(key.has_value());
  CHECK(*key == "key");
  const auto asked = http::ask(request, keys().authenticate(*key));
  REQUIRE(asked.has_value());
  CHECK(*asked == *http::ask(request, keys()));
  CHECK(http::ask(request, std::optional<principal>()).error() ==
        http::ask(get_from("/api/v1/leads?page=2"), plain_keys{}).error());

  http::request head = get_from("/nowhere");
  head.method = "HEAD";
  const auto refused = http::find_api_key(head);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() == http::ask(head, keys()).error());
  CHECK(refused.error() == http::ask(head, keys().authenticate("key")).error());
  CHECK(refused.error().body.empty());
  CHECK(find_header(refused.error(), "Content-Length") ==
        find_header(http::ask(get_from("/nowhere"), keys()).error(), "Content-Length"));
}

TEST_CASE("unavailable is the 503 or 504 of list_leads", "[http]") {
  const bool timed_out = GENERATE(false, true);
  const store_error error{std::chrono::seconds(7), timed_out};
  const http::request request = get_from("/api/v1/leads");
  const auto asked = http::ask(request, keys());
  REQUIRE(asked.has_value());
  const http::response expected = http::list_leads(request, failing_store{error}, keys());
  CHECK(expected.status == (timed_out ? 504 : 503));
  CHECK(http::unavailable(*asked, error) == expected);
  CHECK(http::unavailable(request, error) == expected);
  CHECK(http::answer(*asked, result<page_of<lead>, store_error>(fail(error))) == expected);
  CHECK(http::list_leads(request, failing_store{}, failing_keys{error}) == expected);
}

// decision 0075
TEST_CASE("a page with a version has an ETag, and If-None-Match that names it gets 304", "[http]") {
  const auto asked = http::ask(get_from("/api/v1/leads"), keys());
  const http::response found = http::answer(*asked, page_at<std::string>("v 1"));
  CHECK(found.status == 200);
  CHECK(etag(found).starts_with("\"v%201-"));
  CHECK(etag(found).size() == 2 + 6 + 16);
  CHECK(find_header(found, "Cache-Control") == "private, no-cache");
  CHECK(find_header(found, "Vary") == "Authorization");

  const auto status = [&](const std::string& header) {
    const auto again = http::ask(get_from("/api/v1/leads", {{"If-None-Match", header}}), keys());
    return http::answer(*again, page_at<std::string>("v 1")).status;
  };
  CHECK(status(etag(found)) == 304);
  CHECK(status("W/" + etag(found)) == 304);
  CHECK(status("\"x\", " + etag(found) + ",\"y\"") == 304);
  CHECK(status("*") == 304);
  CHECK(status("\"x\"") == 200);
  CHECK(status("") == 200);
  CHECK(status(etag(found).substr(1)) == 200);

  const auto again = http::ask(get_from("/api/v1/leads", {{"If-None-Match", etag(found)}}), keys());
  const http::response unchanged = http::answer(*again, page_at<std::string>("v 1"));
  CHECK(unchanged.body.empty());
  CHECK(unchanged.headers == std::vector<http::header>{{"Cache-Control", "private, no-cache"},
                                                       {"ETag", etag(found)},
                                                       {"Vary", "Authorization"}});
}

TEST_CASE("an ETag differs where the bytes of the answer may differ", "[http]") {
  const auto tag = [](std::string_view target, std::string_view stated,
                      const http::options& chosen = {}, std::string_view key = "Bearer key") {
    const auto asked = http::ask(
        {.method = "GET", .target = target, .headers = {{"Authorization", key}}, .body_size = 0},
        keys(), chosen);
    return etag(http::answer(*asked, page_at<std::string_view>(stated), chosen));
  };
  const std::string one = tag("/api/v1/leads", "1");
  CHECK(one == tag("/api/v1/leads?page=1", "1"));
  CHECK(one != tag("/api/v1/leads", "2"));
  CHECK(one != tag("/api/v1/leads?page=2", "1"));
  CHECK(one != tag("/api/v1/leads", "1", {.style = json_style::pretty}));
  CHECK(one != tag("/api/v1/leads", "1", {.instance = "later"}));
  CHECK(one != tag("/api/v1/leads", "1", {}, "Bearer other"));
}

TEST_CASE("an integer is a version only with the instance of the server", "[http]") {
  const auto asked = http::ask(get_from("/api/v1/leads", {{"If-None-Match", "*"}}), keys());
  const http::response without = http::answer(*asked, page_at<std::uint64_t>(7));
  CHECK(without.status == 200);
  CHECK(etag(without).empty());
  CHECK(find_header(without, "Cache-Control") == "no-store");
  CHECK(http::answer(*asked, page_at<std::uint64_t>(7), {.instance = "2026-05-02"}).status == 304);
  const auto plain = http::ask(get_from("/api/v1/leads"), keys());
  CHECK(etag(http::answer(*plain, page_at<std::uint64_t>(7), {.instance = "2026-05-02"}))
            .starts_with("\"7-"));
}

TEST_CASE("a memory store's page is 304 until a lead is added", "[http]") {
  memory_store store;
  store.add(organisation("acme"), named_lead("1", "Jane"));
  const http::options chosen{.instance = "1"};
  const std::string tag = etag(http::list_leads(get_from("/api/v1/leads"), store, keys(), chosen));
  const http::request again = get_from("/api/v1/leads", {{"If-None-Match", tag}});
  CHECK(http::list_leads(again, store, keys(), chosen).status == 304);
  store.add(organisation("other"), named_lead("1", "Jane"));
  CHECK(http::list_leads(again, store, keys(), chosen).status == 304);
  store.add(organisation("acme"), named_lead("2", "John"));
  CHECK(http::list_leads(again, store, keys(), chosen).status == 200);
}

TEST_CASE("a page without a version ignores If-None-Match", "[http]") {
  const memory_store store; // its integers are no versions without options.instance
  CHECK(http::list_leads(get_from("/api/v1/leads", {{"If-None-Match", "*"}}), store, keys()) ==
        http::list_leads(get_from("/api/v1/leads"), store, keys()));
}

TEST_CASE("links begin with the base that a proxy strips", "[http]") {
  memory_store store;
  store.add(organisation("acme"), named_lead("1", "Jane"));
  CHECK(find_header(http::list_leads(get_from("/api/v1/leads"), store, keys(),
                                     {.link_base = "https://example.com/crm"}),
                    "Link") == "<https://example.com/crm/api/v1/leads>; rel=\"first\", "
                               "<https://example.com/crm/api/v1/leads>; rel=\"last\"");
  CHECK(find_header(http::list_leads(get_from("/leads"), store, keys(),
                                     {.path = "/leads", .link_base = "/crm"}),
                    "Link") == "</crm/leads>; rel=\"first\", </crm/leads>; rel=\"last\"");
}

TEST_CASE("an outcome tells who asked what, and how much was found", "[http]") {
  memory_store store;
  store.add(organisation("acme"), named_lead("1", "Jane"));
  const auto done = [&](std::string_view target, std::string_view key) {
    return http::serve(
        {.method = "GET", .target = target, .headers = {{"Authorization", key}}, .body_size = 0},
        store, keys());
  };
  const http::outcome<> found = done("/api/v1/leads?search=jane", "Bearer key");
  CHECK(found.response.status == 200);
  CHECK(found.organisation == organisation("acme"));
  CHECK(found.query == *parse_query("search=jane"));
  CHECK(found.pagination == paginate(1, {}));
  const http::outcome<> invalid = done("/api/v1/leads?page=0", "Bearer key");
  CHECK(invalid.response.status == 400);
  CHECK(invalid.organisation == organisation("acme"));
  CHECK_FALSE(invalid.query.has_value());
  CHECK_FALSE(invalid.pagination.has_value());
  CHECK(done("/api/v1/leads", "Bearer poor").organisation == organisation("acme"));
  CHECK_FALSE(done("/api/v1/leads", "Bearer none").organisation.has_value());
  const auto failed = http::serve(get_from("/api/v1/leads?page=3"), failing_store{}, keys());
  CHECK(failed.response.status == 503);
  CHECK(failed.query == *parse_query("page=3"));
  CHECK_FALSE(failed.pagination.has_value());
}

TEST_CASE("an endpoint of one's own is served by its description", "[http]") {
  basic_memory_store<crm::endpoint> store;
  for (int i = 0; i < 3; ++i) {
    crm::contact added{};
    added.id = std::to_string(i);
    added.name = "Jane";
    added.score = i;
    added.source = i == 0 ? "web" : "fair";
    added.tags = {"x"};
    store.add(organisation("acme"), added);
  }
  const auto list = [&](std::string_view target, std::string_view key = "Bearer key") {
    return http::list_leads<crm::endpoint>(
        {.method = "GET", .target = target, .headers = {{"Authorization", key}}, .body_size = 0},
        store, keys());
  };
  const http::response page = list("/api/v1/contacts?source=fair&pageSize=1");
  CHECK(page.status == 200);
  const auto body = boost::json::parse(page.body);
  CHECK(body.at("pagination").at("total") == 2);
  CHECK(body.at("data").at(0).at("id") == "2"); // by score
  CHECK(body.at("data").at(0).at("score") == 2);
  CHECK(body.at("data").at(0).as_object().size() == 18);
  CHECK(find_header(page, "Link") ==
        "</api/v1/contacts?source=fair&pageSize=1>; rel=\"first\", "
        "</api/v1/contacts?source=fair&page=2&pageSize=1>; rel=\"next\", "
        "</api/v1/contacts?source=fair&page=2&pageSize=1>; rel=\"last\"");

  CHECK(list("/api/v1/leads").status == 404);
  const http::response refused = list("/api/v1/contacts", "Bearer other"); // has leads.read only
  CHECK(refused.status == 403);
  CHECK(find_header(refused, "WWW-Authenticate") ==
        "Bearer realm=\"contacts\", error=\"insufficient_scope\", scope=\"contacts.read\"");
  const auto invalid = boost::json::parse(list("/api/v1/contacts?sorce=x").body);
  CHECK(invalid.at("errors").at(0).at("suggestion") == "source");
}

TEST_CASE("an endpoint that lists no leads is served by its description", "[http]") {
  basic_memory_store<sales::endpoint> store;
  for (int i = 0; i < 30; ++i) {
    sales::deal added{};
    added.number = std::to_string(100 + i);
    added.amount = i;
    added.stage = i % 2 == 0 ? sales::stage::open : sales::stage::offered;
    store.add(organisation("acme"), added);
  }
  const auto list = [&](std::string_view target) {
    return http::list_leads<sales::endpoint>(get_from(target), store, keys());
  };
  const auto page = boost::json::parse(list("/deals?amountFrom=20&stage=OPEN").body);
  CHECK(page.at("pagination").at("total") == 5);
  CHECK(page.at("pagination").at("pageSize") == 20);
  CHECK(page.at("data").at(0).at("amount") == 28);
  CHECK(boost::json::parse(list("/deals?pageSize=1001").body).at("errors").at(0).at("allowed") ==
        "an integer from 1 to 1000");
  http::request posted = get_from("/deals");
  posted.method = "POST";
  CHECK(boost::json::parse(http::list_leads<sales::endpoint>(posted, store, keys()).body)
            .at("detail") == "Deals can only be read here.");
}

TEST_CASE("problem_response is a complete problem of the server's own", "[http]") {
  const http::response failed = http::problem_response(500, "internal", "Something went wrong.",
                                                       {.problem_type_base = "https://e.com/"});
  CHECK(failed.status == 500);
  CHECK(failed.body ==
        R"({"type":"https://e.com/internal","title":"Internal Server Error","status":500,)"
        R"("detail":"Something went wrong."})");
  CHECK(failed.headers ==
        std::vector<http::header>{{"Content-Type", "application/problem+json"},
                                  {"Cache-Control", "no-store"},
                                  {"Content-Length", std::to_string(failed.body.size())}});
}
