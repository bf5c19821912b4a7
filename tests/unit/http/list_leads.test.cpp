// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/list_leads.hpp>

#include <leadcore/http/access.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/store/memory_store.hpp>

#include "support/answers/http.hpp"
#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/vector_reader.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;
using http::find_header;
using http::list_leads;

const std::vector<vector_case>& vectors() {
  static const auto read = LEADCORE_VECTORS("http.jsonl");
  return read;
}
const answers::loaded_organisations& organisations() {
  static const auto loaded = [] {
    answers::loaded_organisations made;
    for (const auto& each : vectors()) {
      if (each.call == "load_organisations") {
        CHECK(answers::load_organisations(each, made) == each.out);
      }
    }
    return made;
  }();
  return loaded;
}
const http_fixture& fixture() {
  return organisations().at("http");
}

http::request get(std::string_view target, std::string_view authorization = "Bearer key-a") {
  return {.method = "GET",
          .target = target,
          .headers = {{"Authorization", authorization}},
          .body_size = 0};
}

/// The whole response as sent.
std::string wire(const http::response& answer) {
  std::string out = std::to_string(answer.status) + "\n";
  for (const auto& each : answer.headers) {
    out += each.name + ": " + each.value + "\n";
  }
  return out + "\n" + answer.body;
}

} // namespace

TEST_CASE("list_leads answers every vector", "[http]") {
  REQUIRE(vectors().size() > 80);
  for (const auto& one : vectors()) {
    INFO(one.where());
    if (one.call == "load_organisations") {
      continue;
    }
    if (one.call == "links") {
      CHECK(answers::links(one) == one.out);
      continue;
    }
    REQUIRE(one.call == "http");
    const answers::http_question question(one);
    http::request asked = question.request();
    const http::response answer = answers::respond(one, asked, organisations());
    CHECK(answers::summary_of(answers::http(one, organisations())) == one.out);

    // HEAD: the answer to GET, without its body.
    http::response full = answer;
    if (asked.method == "HEAD") {
      CHECK(answer.body.empty());
      asked.method = "GET";
      full = answers::respond(one, asked, organisations());
      CHECK(full.headers == answer.headers);
    }
    std::size_t lengths = 0;
    for (const auto& each : answer.headers) {
      if (each.name == "Content-Length") {
        ++lengths;
        CHECK(each.value == std::to_string(full.body.size()));
      }
    }
    CHECK(lengths == 1);
    CHECK(answer.headers.size() == one.out.at("headers").as_object().size() + 1);
    if (const auto* problem = one.out.if_contains("problem")) {
      CHECK_FALSE(boost::json::parse(full.body).at("detail").as_string().empty());
      CHECK(problem->at("status") == one.out.at("status"));
    }
  }
}

// spec json.9, json.12
TEST_CASE("the documented request gets the documented answer", "[http]") {
  memory_store store;
  store.add(organisation("org-a"), to_lead(documented_lead));
  for (int i = 1; i < 137; ++i) { // not shown in the contract, all without a next call
    lead other{};
    other.id = std::to_string(i);
    store.add(organisation("org-a"), other);
  }
  const http::response answer =
      list_leads(get("/api/v1/leads"), store, fixture().keys, {.style = json_style::pretty});
  CHECK(answer.status == 200);
  const std::string documented = documented_json();
  const std::size_t shown = documented.find("\n    }\n  ],");
  const std::size_t pagination = documented.find("  ],\n  \"pagination\"");
  REQUIRE(shown != std::string::npos);
  CHECK(answer.body.substr(0, shown) == documented.substr(0, shown));
  CHECK(answer.body.substr(answer.body.size() - (documented.size() - pagination)) ==
        documented.substr(pagination));
  CHECK(find_header(answer, "link") == "</api/v1/leads>; rel=\"first\", </api/v1/leads?page=2>; "
                                       "rel=\"next\", </api/v1/leads?page=3>; rel=\"last\"");
}

TEST_CASE("problems print in the requested style, byte for byte", "[http]") {
  CHECK(
      list_leads(get("/api/v1/leads?page=0"), fixture().store, fixture().keys).body ==
      R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"The query string has a problem.",)"
      R"("errors":[{"code":"integer_out_of_range","detail":"the integer is out of range","parameter":"page",)"
      R"("value":"0","offset":5,"allowed":"an integer from 1 to 9007199254740991","suggestion":null}]})");
  CHECK(list_leads(get("/"), fixture().store, fixture().keys, {.style = json_style::pretty}).body ==
        R"({
  "type": "about:blank",
  "title": "Not Found",
  "status": 404,
  "detail": "There is nothing at this path."
})");
}

TEST_CASE("bytes of a target that are not UTF-8 come back as U+FFFD in valid JSON", "[http]") {
  const http::response answer =
      list_leads(get("/api/v1/leads?search=\xFFx&p\xC3=1"), fixture().store, fixture().keys);
  CHECK(answer.status == 400);
  const auto body = boost::json::parse(answer.body);
  REQUIRE(body.at("errors").as_array().size() == 2);
  CHECK(body.at("errors").at(0).at("code") == "invalid_utf8");
  CHECK(body.at("errors").at(0).at("value") == "\xEF\xBF\xBDx");
  CHECK(body.at("errors").at(1).at("parameter") == "p\xEF\xBF\xBD");
}

TEST_CASE("a target with NUL and control bytes is answered like any other", "[http]") {
  const std::string target("/api/v1/leads?search=a\0b&\x1f=\"", 29);
  const http::response answer = list_leads(get(target), fixture().store, fixture().keys);
  CHECK(answer.status == 400);
  const auto body = boost::json::parse(answer.body);
  CHECK(body.at("errors").at(0).at("code") == "nul_character");
  CHECK(body.at("errors").at(1).at("parameter") == "\x1f");
}

TEST_CASE("a failing store is 503, with Retry-After if it gives a time", "[http]") {
  http::response answer = list_leads(get("/api/v1/leads"), failing_store{}, fixture().keys);
  CHECK(answer.status == 503);
  CHECK_FALSE(find_header(answer, "Retry-After").has_value());
  CHECK(boost::json::parse(answer.body).at("title") == "Service Unavailable");
  answer =
      list_leads(get("/api/v1/leads"), failing_store{{std::chrono::seconds(30)}}, fixture().keys);
  CHECK(answer.status == 503);
  CHECK(find_header(answer, "Retry-After") == "30");
}

TEST_CASE("a failing authenticator is 503, not 401", "[http]") {
  const http::response answer = list_leads(get("/api/v1/leads?page=x"), fixture().store,
                                           failing_keys{{std::chrono::seconds(5)}});
  CHECK(answer.status == 503);
  CHECK(find_header(answer, "Retry-After") == "5");
  CHECK_FALSE(find_header(answer, "WWW-Authenticate").has_value());
}

// decision 0073
TEST_CASE("checks are made in order: 414, 404, 405, 413, credentials, scope, query, store",
          "[http]") {
  const plain_keys keys{
      {{"no-scope", {organisation("o"), {}}}, {"good", {organisation("o"), {"leads.read"}}}}};
  http::options chosen{.max_target_size = 30, .max_body_size = 1};
  http::request asked{.method = "POST",
                      .target = "/api/v1/lead?page=x&a=b&c=d&e=f",
                      .headers = {{"Authorization", "Bearer nobody"}},
                      .body_size = 2};
  const auto status = [&] { return list_leads(asked, failing_store{}, keys, chosen).status; };
  CHECK(status() == 414);
  asked.target = "/api/v1/lead?page=x&a=b&c=d";
  CHECK(status() == 404);
  asked.target = "/api/v1/leads?page=x&a=b&c=d";
  CHECK(status() == 405);
  asked.method = "GET";
  CHECK(status() == 413);
  asked.body_size = 1;
  CHECK(status() == 401);
  asked.headers = {{"Authorization", "Bearer no-scope"}};
  CHECK(status() == 403);
  asked.headers = {{"Authorization", "Bearer good"}};
  CHECK(status() == 400);
  asked.target = "/api/v1/leads";
  CHECK(status() == 503);
  CHECK(list_leads(asked, fixture().store, keys, chosen).status == 200);
}

TEST_CASE("content is limited by the greater of its read and its announced size", "[http]") {
  http::request asked = get("/api/v1/leads");
  const http::options chosen{.max_body_size = 10};
  const auto status = [&] {
    return list_leads(asked, fixture().store, fixture().keys, chosen).status;
  };
  asked.body_size = 10;
  CHECK(status() == 200);
  asked.body_size = 11;
  CHECK(status() == 413);
  asked.headers.push_back({"Content-Length", "3"});
  CHECK(status() == 413);
  asked.body_size = 0;
  CHECK(status() == 200);
  asked.headers.back().value = "18446744073709551616"; // 2^64
  CHECK(status() == 413);
  asked.headers.back().value = "11, 11"; // not an integer; the HTTP library's concern
  CHECK(status() == 200);
}

// spec http.unauthorized.2; no vector, since an HTTP library may refuse the header first
TEST_CASE("a key with DEL is malformed, with ~ it is not", "[http]") {
  const plain_keys keys{{{"a~", {organisation("org-a"), {"leads.read"}}}}};
  CHECK(list_leads(get("/api/v1/leads", "Bearer a~"), fixture().store, keys).status == 200);
  const http::response answer =
      list_leads(get("/api/v1/leads", "Bearer a\x7f"), fixture().store, keys);
  CHECK(answer.status == 401);
  CHECK(boost::json::parse(answer.body).at("detail") ==
        "An API key consists of visible ASCII characters.");
}

// spec org.1, org.2
TEST_CASE("the store is queried once, with the key's organisation, after every check", "[http]") {
  std::vector<std::string> keys_asked;
  std::vector<std::pair<std::string, lead_query>> store_asked;
  const recording_keys keys{&keys_asked};
  const recording_store store{&store_asked};
  CHECK(list_leads(get("/api/v1/leads?page=x"), store, keys).status == 400);
  CHECK(list_leads(get("/api/v1/leads", "Basic x"), store, keys).status == 401);
  CHECK(list_leads(get("/other"), store, keys).status == 404);
  CHECK(store_asked.empty());
  CHECK(keys_asked == std::vector<std::string>{"key-a"});
  CHECK(list_leads(get("/api/v1/leads?status=LOST&page=3", "bearer  a.b_c~+/=="), store, keys)
            .status == 200);
  CHECK(keys_asked == std::vector<std::string>{"key-a", "a.b_c~+/=="});
  REQUIRE(store_asked.size() == 1);
  CHECK(store_asked[0].first == "org-r");
  CHECK(store_asked[0].second == *parse_query("status=LOST&page=3"));
}

TEST_CASE("the API key is in no answer", "[http]") {
  const std::string key = "S3cr3tK3y";
  const plain_keys keys{{{key, {organisation("org-a"), {"leads.read"}}}}};
  const plain_keys none{};
  const plain_keys no_scope{{{key, {organisation("org-a"), {}}}}};
  std::size_t answers = 0;
  for (const std::string target : {"/api/v1/leads", "/api/v1/leads?page=x", "/nowhere"}) {
    for (const plain_keys* known : {&keys, &none, &no_scope}) {
      for (const std::string& value :
           {"Bearer " + key, "Bearer " + key + " x", "Basic " + key, key}) {
        for (const std::string_view method : {"GET", "HEAD", "POST"}) {
          http::request asked = get(target, value);
          asked.method = method;
          CHECK(wire(list_leads(asked, fixture().store, *known)).find(key) == std::string::npos);
          ++answers;
        }
      }
    }
  }
  CHECK(answers == 3 * 3 * 4 * 3);
}

TEST_CASE("a store may answer with copies, with references, with views, or with a result of each",
          "[http]") {
  struct copies {
    std::vector<lead> rows{to_lead(documented_lead)};
    [[nodiscard]] page_of<lead> list(const organisation_id&, const lead_query& query) const {
      return leadcore::list(rows, query);
    }
  };
  struct maybe_references {
    std::vector<lead> rows{to_lead(documented_lead)};
    [[nodiscard]] result<page_of<std::reference_wrapper<const lead>>, store_error>
    list(const organisation_id&, const lead_query& query) const {
      return list_references(rows, query);
    }
  };
  struct views {
    [[nodiscard]] page_of<lead_view> list(const organisation_id&, const lead_query& query) const {
      return {{documented_lead}, paginate(1, query.page)};
    }
  };
  const http::response expected = list_leads(get("/api/v1/leads"), copies{}, fixture().keys);
  CHECK(expected.status == 200);
  CHECK(expected.body == to_json(page_of<lead_view>{{documented_lead}, paginate(1, {})}));
  CHECK(list_leads(get("/api/v1/leads"), maybe_references{}, fixture().keys) == expected);
  CHECK(list_leads(get("/api/v1/leads"), views{}, fixture().keys) == expected);
}

TEST_CASE("links never exceed the largest page number", "[http]") {
  struct endless {
    [[nodiscard]] page_of<lead> list(const organisation_id&, const lead_query& query) const {
      return {{}, paginate(std::numeric_limits<std::uint64_t>::max(), query.page)};
    }
  };
  CHECK(find_header(list_leads(get("/api/v1/leads?pageSize=1&page=9007199254740991"), endless{},
                               fixture().keys),
                    "Link") == "</api/v1/leads?pageSize=1>; rel=\"first\", "
                               "</api/v1/leads?page=9007199254740990&pageSize=1>; rel=\"prev\", "
                               "</api/v1/leads?page=9007199254740991&pageSize=1>; rel=\"last\"");
}

TEST_CASE("every link returns the page that it names", "[http]") {
  const auto follow = [&](const http::response& answer, std::string_view relation) -> std::string {
    const std::string_view links = find_header(answer, "Link").value_or("");
    const std::size_t end = links.find(">; rel=\"" + std::string(relation) + "\"");
    if (end == std::string_view::npos) {
      return {};
    }
    const std::size_t begin = links.rfind('<', end) + 1;
    return std::string(links.substr(begin, end - begin));
  };
  std::vector<std::string> ids;
  std::vector<std::string> backwards;
  std::string target = "/api/v1/leads?pageSize=2&search=e";
  std::string last;
  while (!target.empty()) {
    REQUIRE(ids.size() <= 5);
    last = target;
    const http::response answer = list_leads(get(target), fixture().store, fixture().keys);
    REQUIRE(answer.status == 200);
    const auto body = boost::json::parse(answer.body); // keeps the referenced value alive
    for (const auto& each : body.at("data").as_array()) {
      ids.emplace_back(each.at("id").as_string());
    }
    target = follow(answer, "next");
  }
  CHECK(ids == std::vector<std::string>{"a1", "a2", "a3", "a4"});
  for (target = last; !target.empty();) {
    REQUIRE(backwards.size() <= 5);
    const http::response answer = list_leads(get(target), fixture().store, fixture().keys);
    const auto body = boost::json::parse(answer.body);
    const auto& data = body.at("data").as_array();
    for (auto each = data.end(); each != data.begin();) {
      backwards.insert(backwards.begin(), std::string((--each)->at("id").as_string()));
    }
    target = follow(answer, "prev");
  }
  CHECK(backwards == ids);
}
