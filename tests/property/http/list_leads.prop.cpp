// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/list_leads.hpp>

#include "support/endpoints.hpp"
#include "support/http_oracle.hpp"
#include "support/property.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/page_links.hpp>
#include <leadcore/json/read.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/store/memory_store.hpp>
#include <leadcore/testing/generators.hpp>
#include <leadcore/testing/laws.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;
using leadcore::testing::hostile_texts;

rc::Gen<std::string> one_of(std::vector<std::string> usual, std::size_t weight) {
  return rc::gen::weightedOneOf<std::string>(
      {{weight, rc::gen::elementOf(std::move(usual))}, {1, hostile_texts()}});
}

/// A request that owns its bytes.
struct any_request {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::uint64_t body_size = 0;

  [[nodiscard]] http::request view() const {
    http::request asked{.method = method, .target = target, .headers = {}, .body_size = body_size};
    for (const auto& [name, value] : headers) {
      asked.headers.push_back({name, value});
    }
    return asked;
  }
};

any_request draw_request() {
  any_request drawn;
  drawn.method = *rc::gen::weightedOneOf<std::string>({{16, rc::gen::just(std::string("GET"))},
                                                       {4, rc::gen::just(std::string("HEAD"))},
                                                       {1, one_of({"POST", "get"}, 2)}});
  drawn.target = *rc::gen::weightedOneOf<std::string>(
      {{12, rc::gen::just(std::string("/api/v1/leads?"))},
       {2, rc::gen::just(std::string("http://localhost/api/v1/leads?"))},
       {1, one_of({"/api/v1/leads", "/api/v1/lead?"}, 2)}});
  drawn.target += *rc::gen::oneOf(leadcore::testing::any_query_strings(),
                                  leadcore::testing::any_query_strings(), hostile_texts());
  const auto authorization = rc::gen::weightedOneOf<std::string>(
      {{12, rc::gen::just(std::string("Bearer good-key"))},
       {4, one_of({"bearer  good-key", "Bearer poor-key", "Bearer unknown-key", "Basic abcdefghijk",
                   "Bearer"},
                  9)}});
  for (int i = *rc::gen::weightedElement<int>({{1, 0}, {12, 1}, {1, 2}}); i > 0; --i) {
    drawn.headers.emplace_back(
        *rc::gen::elementOf(std::vector<std::string>{"Authorization", "authorization"}),
        *authorization);
  }
  for (int i = *rc::gen::weightedElement<int>({{4, 0}, {1, 1}}); i > 0; --i) {
    drawn.headers.emplace_back(*one_of({"Content-Length", "Host"}, 4),
                               *one_of({"12", "99999999999999999999"}, 4));
  }
  drawn.body_size = *rc::gen::weightedElement<std::uint64_t>({{8, 0}, {1, 10}, {1, 11}});
  return drawn;
}

http::options draw_options() {
  http::options chosen;
  chosen.profile = *rc::gen::elementOf(
      std::vector<query_profile>{profiles::strict, profiles::clamp, profiles::ignore_unknown,
                                 profiles::clamp | profiles::ignore_unknown});
  chosen.style =
      *rc::gen::elementOf(std::vector<json_style>{json_style::compact, json_style::pretty});
  chosen.max_target_size = *rc::gen::weightedElement<std::size_t>({{8, 8192}, {1, 30}});
  chosen.max_body_size =
      *rc::gen::elementOf(std::vector<std::optional<std::uint64_t>>{std::nullopt, 10});
  chosen.problem_type_base =
      *rc::gen::elementOf(std::vector<std::string_view>{"", "https://example.com/"});
  return chosen;
}

const small_office& office() {
  static const small_office small(
      leadcore::testing::sample(leadcore::testing::lead_sets(leadcore::testing::lead_kind::hostile),
                                3)
          .back());
  return small;
}

/// Sends a request over HTTP and parses the answer as a client does.
template <class Endpoint>
page_of<typename Endpoint::record> ask(const basic_memory_store<Endpoint>& store,
                                       std::string_view whose,
                                       const typename Endpoint::query& query) {
  plain_keys keys;
  keys.known.emplace("key", principal{organisation(whose), {std::string(Endpoint::scope)}});
  const std::string target = std::string(Endpoint::path) + "?" + to_query_string<Endpoint>(query);
  const auto done = http::serve<Endpoint>({.method = "GET",
                                           .target = target,
                                           .headers = {{"Authorization", "Bearer key"}},
                                           .body_size = 0},
                                          store, keys);
  auto page = parse_page_json<Endpoint>(done.response.body);
  if (done.response.status != 200 || !page.has_value()) {
    throw std::runtime_error(std::to_string(done.response.status) + ": " + done.response.body);
  }
  const std::string links = http::page_links<Endpoint>(query, (*page).pagination);
  if (http::find_header(done.response, "Link").value_or("") != links) {
    throw std::runtime_error("the links are not " + links);
  }
  return *std::move(page);
}

/// The endpoint as a list over rows.
template <class Endpoint>
page_of<typename Endpoint::record> ask_about(const std::vector<typename Endpoint::record>& rows,
                                             const typename Endpoint::query& query) {
  basic_memory_store<Endpoint> store;
  for (const auto& each : rows) {
    store.add(organisation("office"), each);
  }
  return ask(store, "office", query);
}

} // namespace

TEST_CASE("any request gets one of the statuses, with headers and a body that fit it", "[http]") {
  rc::prop("judged by rules for every answer, and by the reference", [] {
    const any_request drawn = draw_request();
    const http::options chosen = draw_options();
    RC_ASSERT(judge_answer(office(), drawn.view(), chosen) == "");
  });
  rc::prop("requests that may read, over any rows", [] {
    const auto drawn = *leadcore::testing::scenarios(leadcore::testing::lead_kind::hostile, 8);
    const std::string target = "/api/v1/leads?" + to_query_string(drawn.query);
    const http::request asked{.method = "GET",
                              .target = target,
                              .headers = {{"Authorization", "Bearer good-key"}},
                              .body_size = 0};
    const small_office rows(drawn.rows);
    RC_ASSERT(http::list_leads(asked, rows.store, rows.keys).status == 200);
    RC_ASSERT(judge_answer(rows, asked) == "");
  });
}

// spec org.1, org.2
TEST_CASE("the answer to one organisation does not depend on another's leads", "[http]") {
  rc::prop("over HTTP, read back from JSON",
           leadcore::testing::obeys_store_laws(
               [](const std::vector<leadcore::testing::organisation_lead>& rows,
                  std::string_view whose, const lead_query& query) {
                 memory_store store;
                 for (const auto& each : rows) {
                   store.add(organisation(each.organisation), each.row);
                 }
                 return ask(store, whose, query);
               }));
}

TEMPLATE_TEST_CASE("an endpoint obeys every law of a lister", "[http]", leads_endpoint,
                   crm::endpoint, sales::endpoint, metering::endpoint) {
  rc::prop("over HTTP, read back from JSON",
           leadcore::testing::obeys_list_laws<TestType>(ask_about<TestType>));
}
