// SPDX-License-Identifier: BSL-1.0
// Names of leadcore/index/, store/ and http/ in a few lines each, which the reference shows beside
// them.

#include <leadcore/http.hpp>
#include <leadcore/http/openapi.hpp>
#include <leadcore/index.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/store/index_store.hpp>
#include <leadcore/store/memory_store.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expect.hpp"

namespace {

const std::vector<leadcore::lead> leads{{.id = "1", .name = "Jane Doe"},
                                        {.id = "2", .name = "John Roe"}};
const leadcore::organisation_id acme = leadcore::parse_organisation_id("acme").value();

struct hash { // yours is SHA-256
  std::array<std::uint8_t, 4> operator()(std::string_view text) const {
    std::uint32_t sum = 0;
    for (const char byte : text) {
      sum = sum * 31 + static_cast<unsigned char>(byte);
    }
    return {std::uint8_t(sum), std::uint8_t(sum >> 8U), std::uint8_t(sum >> 16U),
            std::uint8_t(sum >> 24U)};
  }
};
static_assert(leadcore::secret_hash<hash>);

// The index.

void an_index() {
  leadcore::lead_index index(leads);
  expect(index.upsert(leadcore::lead{.id = "3", .name = "Janet"})); // true: it is new
  const auto query = leadcore::parse_query("search=jan");
  if (query.has_value()) {
    const leadcore::snapshot_page page = index.list(*query);
    expect(page.pagination.total == 2 && leadcore::to_json(page).size() > 100);
  }
}

void snapshots() {
  leadcore::lead_index index(leads);
  const leadcore::lead_snapshot before = index.snapshot();
  index.erase("1");
  expect(index.size() == 1 && before.size() == 2); // a snapshot does not change
  const leadcore::indexed_lead* const found = before.find("1");
  expect(found != nullptr && leadcore::field<"name">(*found) == "Jane Doe");
}

// Stores.

void stores() {
  leadcore::index_store store; // an index for each organisation
  store.of(acme).assign(leads);
  const auto page = store.list(acme, leadcore::lead_query{});
  expect(page.pagination.total == 2 && store.size(acme) == 2);
  static_assert(leadcore::lead_store<leadcore::index_store>);
  static_assert(leadcore::store_of<leadcore::memory_store, leadcore::leads_endpoint>);
  static_assert(leadcore::versioned_page<decltype(page)>);
}

void plain_stores() {
  leadcore::memory_store store; // a scan: for tests
  store.add(acme, leads[0]);
  const leadcore::memory_page<leadcore::lead> page = store.list(acme, {});
  expect(page.data[0].get().id == "1");
}

void unavailable_stores() {
  const leadcore::delay_seconds delay = std::chrono::minutes(2);
  const leadcore::store_error error{.retry_after = delay};
  const auto answer = leadcore::http::unavailable({.method = "GET"}, error);
  expect(answer.status == 503 && leadcore::http::find_header(answer, "Retry-After") == "120");
}

// Requests.

void keys() {
  const hash of;
  leadcore::digest_authenticator<hash> keys(of);
  keys.add(of("secret"), {acme, {std::string(leadcore::leads_read_scope)}});
  const std::optional<leadcore::principal> caller = keys.authenticate("secret");
  expect(caller.has_value() && (*caller).has_scope("leads.read"));
  static_assert(leadcore::authenticator<leadcore::digest_authenticator<hash>>);
  expect(leadcore::equal_in_constant_time(of("secret"), of("secret")));
}

void test_tokens() {
  const leadcore::timestamp now;
  const std::array<std::uint8_t, 32> random{4, 8, 15}; // yours are from a generator
  const leadcore::organisation_member jane{acme,
                                           "jane",
                                           {std::string(leadcore::developer_permission)},
                                           {std::string(leadcore::developer_api_feature)}};
  leadcore::test_tokens<hash> tokens;
  const auto issued = tokens.issue(jane, random, now);
  if (issued.has_value()) {
    const leadcore::issued_test_token token = *issued;
    expect(tokens.at(now).authenticate(token.text).has_value());
    expect(token.expires_at.milliseconds_since_epoch() == leadcore::test_token_lifetime);
    expect(tokens.size() <= leadcore::max_test_tokens);
  }
}

void refused_test_tokens() {
  leadcore::test_tokens<hash> tokens;
  const std::array<std::uint8_t, 32> random{};
  const auto refused = tokens.issue({acme, "sam", {}, {}}, random, {});
  if (!refused.has_value()) {
    const leadcore::test_token_errc why = refused.error();
    expect(why == leadcore::test_token_errc::permission_missing);
    expect(leadcore::to_string(why) == "permission_missing" && !leadcore::message(why).empty());
  }
}

void requests() {
  leadcore::memory_store store;
  store.add(acme, leads[0]);
  const hash of;
  leadcore::digest_authenticator<hash> keys(of);
  keys.add(of("secret"), {acme, {"leads.read"}});
  const leadcore::http::request asked{.method = "GET",
                                      .target = "/api/v1/leads?search=jane",
                                      .headers = {{"Authorization", "Bearer secret"}}};
  const leadcore::http::outcome<> served = leadcore::http::serve(asked, store, keys);
  expect(served.response.status == 200 && (*served.pagination).total == 1); // for your log
}

void both_halves() {
  const leadcore::http::options options{.style = leadcore::json_style::pretty};
  const leadcore::http::request asked{.method = "GET",
                                      .target = "/api/v1/leads?page=2",
                                      .headers = {{"Authorization", "Bearer secret"}}};
  const leadcore::principal caller{acme, {"leads.read"}};
  const auto question = leadcore::http::ask(asked, std::optional(caller), options);
  if (question.has_value()) {
    const leadcore::http::question<>& of = *question; // for your own store
    const leadcore::http::response answer =
        leadcore::http::answer(of, leadcore::list(leads, of.query), options);
    expect(answer.status == 200 && leadcore::http::reason_phrase(answer.status) == "OK");
  } else {
    expect(false); // question.error() is a complete response
  }
}

void headers() {
  const leadcore::http::header_view sent{"authorization", "Bearer secret"};
  const leadcore::http::request asked{.method = "GET", .target = "/", .headers = {sent}};
  expect(leadcore::http::find_header(asked, "Authorization") == "Bearer secret");
  expect(leadcore::http::if_none_match_has("W/\"a\", \"b\"", "\"a\""));
  const leadcore::http::header own{"X-Request-Id", "7"};
  expect(own.name == "X-Request-Id");
}

void links() {
  leadcore::lead_query query;
  query.page.page_size = 1;
  const auto link = leadcore::http::page_links(query, leadcore::paginate(2, query.page));
  expect(link.find(R"(</api/v1/leads?page=2&pageSize=1>; rel="next")") != link.npos);
}

void problems() {
  const auto answer = leadcore::http::problem_response(500, "internal", "Something went wrong.");
  expect(answer.status == 500 && answer.body.find("Something went wrong.") != answer.body.npos);
}

void own_problems() {
  leadcore::http::query_problem wrong;
  wrong.type = "about:blank", wrong.title = "Bad Request", wrong.status = 400;
  wrong.errors.push_back(
      {"invalid_value", "no such day", "day", "32", 4, "a day of the month", std::nullopt});
  const leadcore::http::parameter_problem& first = wrong.errors[0];
  const leadcore::http::problem& base = wrong;
  expect(base.status == 400 && first.offset == 4);
}

void documents() {
  const leadcore::openapi_info info{.title = "CRM", .servers = {"https://api.example.com"}};
  expect(leadcore::openapi(info).starts_with(R"({"openapi":"3.1.0","info":{"title":"CRM")"));
}

} // namespace

int main() {
  an_index();
  snapshots();
  stores();
  plain_stores();
  unavailable_stores();
  keys();
  test_tokens();
  refused_test_tokens();
  requests();
  both_halves();
  headers();
  links();
  problems();
  own_problems();
  documents();
  return failures == 0 ? 0 : 1;
}
