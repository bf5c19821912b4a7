// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_HTTP_ORACLE_HPP
#define LEADCORE_TESTS_SUPPORT_HTTP_ORACLE_HPP

// Properties of every answer of list_leads, for property tests and fuzz targets.

#include "support/http_fixture.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/list_leads.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/store/memory_store.hpp>
#include <leadcore/testing/reference.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::test_support {

/// One organisation's rows and keys: "good-key" and "poor-key" (without the scope), each with an
/// equivalent second key.
struct small_office {
  std::vector<lead> rows;
  memory_store store;
  plain_keys keys;

  explicit small_office(std::vector<lead> leads) : rows(std::move(leads)) {
    for (const lead& each : rows) {
      store.add(organisation("office"), each);
      lead foreign = each;
      foreign.name = "of another organisation";
      store.add(organisation("elsewhere"), foreign);
    }
    for (const std::string prefix : {"", "another-"}) {
      keys.known.emplace(prefix + "good-key",
                         principal{organisation("office"), {"x", std::string(leads_read_scope)}});
      keys.known.emplace(prefix + "poor-key", principal{organisation("office"), {"x"}});
    }
  }
};

/// Equivalent credentials: none, malformed, unknown, or of the same principal.
[[nodiscard]] inline std::string_view other_credentials(std::string_view value) {
  constexpr std::string_view white_space = " \t\n\v\f\r";
  const std::size_t first = std::min(value.find_first_not_of(white_space), value.size());
  value = value.substr(first, value.find_last_not_of(white_space) + 1 - first);
  std::string scheme(value.substr(0, value.find(' ')));
  for (char& c : scheme) {
    c = leadcore::detail::to_lower(c);
  }
  if (scheme != "bearer") {
    return "Digest q";
  }
  const std::size_t key = value.find_first_not_of(' ', scheme.size());
  if (key == std::string_view::npos) {
    return "BEARER";
  }
  value.remove_prefix(key);
  for (const char c : value) {
    if (c <= ' ' || c > '~') {
      return "Bearer a key";
    }
  }
  return value == "good-key"           ? "bearer   another-good-key"
         : value == "another-good-key" ? "Bearer good-key"
         : value == "poor-key"         ? "bearer   another-poor-key"
         : value == "another-poor-key" ? "Bearer poor-key"
                                       : "Bearer !";
}

/// Judges the answer to one request; returns the problem, or nothing.
[[nodiscard]] inline std::string judge_answer(const small_office& office,
                                              const http::request& asked,
                                              const http::options& chosen = {}) {
  const http::response answer = http::list_leads(asked, office.store, office.keys, chosen);
  if (http::list_leads(asked, office.store, office.keys, chosen) != answer) {
    return "another answer the second time";
  }
  constexpr std::array statuses{200, 400, 401, 403, 404, 405, 413, 414};
  if (std::find(statuses.begin(), statuses.end(), answer.status) == statuses.end()) {
    return "status " + std::to_string(answer.status);
  }

  // HEAD: the answer to GET without its body.
  std::string body = answer.body;
  if (asked.method == "HEAD") {
    http::request same = asked;
    same.method = "GET";
    const http::response full = http::list_leads(same, office.store, office.keys, chosen);
    if (!answer.body.empty() || full.headers != answer.headers || full.status != answer.status) {
      return "HEAD differs from GET";
    }
    body = full.body;
  }

  for (auto each = answer.headers.begin(); each != answer.headers.end(); ++each) {
    for (const char c : each->name + each->value) {
      if (c < ' ' || c > '~') {
        return "a header with a byte that is none of its own: " + each->name;
      }
    }
    if (std::any_of(answer.headers.begin(), each,
                    [&](const http::header& other) { return other.name == each->name; })) {
      return "header " + each->name + " twice";
    }
  }
  const auto header = [&](std::string_view name) { return http::find_header(answer, name); };
  if (header("Content-Length") != std::to_string(body.size()) ||
      header("Cache-Control") != "no-store" ||
      header("Content-Type") !=
          (answer.status == 200 ? "application/json" : "application/problem+json")) {
    return "wrong headers of content";
  }
  if (header("WWW-Authenticate").has_value() !=
          (answer.status == 401 || answer.status == 403 ||
           (answer.status == 400 && body.find("\"errors\"") == body.npos)) ||
      header("Allow").has_value() != (answer.status == 405) ||
      (header("Link") && answer.status != 200)) {
    return "headers of another status than " + std::to_string(answer.status);
  }
  // The key does not affect the answer: an equivalent key gets the same one.
  http::request same = asked;
  for (auto& each : same.headers) {
    if (http::detail::equal_ignoring_case(each.name, "Authorization")) {
      each.value = other_credentials(each.value);
    }
  }
  if (!(http::list_leads(same, office.store, office.keys, chosen) == answer)) {
    return "the answer depends on the key itself";
  }

  boost::json::error_code ec;
  const boost::json::value tree = boost::json::parse(body, ec);
  if (ec || !tree.is_object()) {
    return "not JSON: " + body;
  }
  const std::size_t mark = std::min(asked.target.find('?'), asked.target.size());
  const auto query =
      parse_query(asked.target.substr(std::min(mark + 1, asked.target.size())), chosen.profile);
  if (answer.status == 200) {
    if (!query.has_value()) {
      return "an answer to what is no query";
    }
    const page_of<lead> expected = leadcore::testing::reference_list(office.rows, *query);
    return body == to_json(expected, chosen.style) ? "" : "not the reference's page: " + body;
  }
  const auto& problem = tree.get_object();
  if (problem.at("status") != answer.status ||
      std::string_view(problem.at("title").as_string()) != http::reason_phrase(answer.status) ||
      problem.at("detail").as_string().empty() || problem.at("type").as_string().empty()) {
    return "not the problem of its status: " + body;
  }
  if (const auto* errors = problem.if_contains("errors")) {
    if (query.has_value() || errors->as_array().size() != query.error().size()) {
      return "not every problem of the query: " + body;
    }
    for (std::size_t i = 0; i < query.error().size(); ++i) {
      if (std::string_view(errors->at(i).at("code").as_string()) !=
              to_string(query.error()[i].code) ||
          errors->at(i).at("offset").to_number<std::size_t>() != query.error()[i].offset) {
        return "another problem of the query: " + body;
      }
    }
  } else if (answer.status == 400 &&
             header("WWW-Authenticate").value_or("").find("invalid_request") ==
                 std::string_view::npos) {
    return "a problem without its reason: " + body;
  }
  return {};
}

} // namespace leadcore::test_support

#endif
