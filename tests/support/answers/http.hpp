// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANSWERS_HTTP_HPP
#define LEADCORE_TESTS_SUPPORT_ANSWERS_HTTP_HPP

// What the library answers to the calls of docs/verify.md over HTTP.

#include "support/answers/query.hpp"
#include "support/http_fixture.hpp"

#include <leadcore/http/list_leads.hpp>

#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace leadcore::test_support::answers {

/// The stores and keys that load_organisations has named.
using loaded_organisations = std::map<std::string, http_fixture>;

[[nodiscard]] inline json::object load_organisations(const vector_case& asked,
                                                     loaded_organisations& loaded) {
  const auto& fixture = loaded.insert_or_assign(asked.text("name"), http_fixture_of(asked));
  std::size_t leads = 0;
  for (const auto& each : asked.in.at("organisations").as_object()) {
    leads += each.value().as_array().size();
  }
  return {{"leads", leads}, {"keys", fixture.first->second.keys.known.size()}};
}

/// The texts that the options and the request refer to are those of `asked`.
[[nodiscard]] inline http::options http_options_of(const vector_case& asked) {
  http::options chosen;
  chosen.profile = queries_of(asked);
  if (asked.text("style") == "pretty") {
    chosen.style = json_style::pretty;
  }
  const auto* given = asked.in.if_contains("options");
  if (given == nullptr) {
    return chosen;
  }
  for (const auto& [name, value] : given->as_object()) {
    if (name == "maxTargetSize") {
      chosen.max_target_size = value.to_number<std::size_t>();
    } else if (name == "maxBodySize") {
      chosen.max_body_size = value.to_number<std::uint64_t>();
    } else if (name == "path") {
      chosen.path = value.as_string();
    } else if (name == "problemTypeBase") {
      chosen.problem_type_base = value.as_string();
    } else {
      throw std::runtime_error("unknown option " + std::string(name));
    }
  }
  return chosen;
}

/// A request whose texts have been decoded.
struct http_question {
  std::string method, target;
  std::vector<http::header> headers;
  std::uint64_t body_size = 0; // read so far

  explicit http_question(const vector_case& asked)
      : method(asked.text("method")), target(asked.text("target")) {
    for (const auto& each : asked.in.at("headers").as_array()) {
      headers.push_back({bytes_of(each.at(0)), bytes_of(each.at(1))});
    }
    if (const auto* size = asked.in.if_contains("bodySize")) {
      body_size = size->to_number<std::uint64_t>();
    }
  }
  [[nodiscard]] http::request request() const {
    http::request made{.method = method, .target = target, .headers = {}, .body_size = body_size};
    for (const auto& each : headers) {
      made.headers.push_back({each.name, each.value});
    }
    return made;
  }
};

[[nodiscard]] inline http::response respond(const vector_case& asked, const http::request& request,
                                            const loaded_organisations& loaded) {
  const http_fixture& fixture = loaded.at(asked.text("from"));
  const http::options chosen = http_options_of(asked);
  store_error error{};
  if (const auto* seconds = asked.in.if_contains("retryAfter")) {
    error.retry_after = std::chrono::seconds(seconds->to_number<std::int64_t>());
  }
  if (const auto* timed_out = asked.in.if_contains("timedOut")) {
    error.timed_out = timed_out->as_bool();
  }
  const std::string unavailable = asked.text("unavailable");
  if (unavailable == "keys") {
    return http::list_leads(request, fixture.store, failing_keys{error}, chosen);
  }
  if (unavailable == "leads") {
    return http::list_leads(request, failing_store{error}, fixture.keys, chosen);
  }
  const memory_store& store =
      asked.has_profile("nulls_first") ? fixture.store_nulls_first : fixture.store;
  return http::list_leads(request, store, fixture.keys, chosen);
}

/// A store with this number of leads, of which it returns none.
struct counting_store {
  std::uint64_t total = 0;
  [[nodiscard]] result<page_of<lead>, store_error> list(const organisation_id&,
                                                        const lead_query& query) const {
    return page_of<lead>{{}, leadcore::paginate(total, query.page)};
  }
};

/// The header Link of an answer to a query that this number of leads matches.
[[nodiscard]] inline json::object links(const vector_case& asked) {
  const std::string target = "/api/v1/leads?" + asked.text("query");
  const plain_keys keys{{{"key", principal{organisation("of"), {"leads.read"}}}}};
  const http::response given =
      http::list_leads({.method = "GET",
                        .target = target,
                        .headers = {{"Authorization", "Bearer key"}},
                        .body_size = 0},
                       counting_store{integer_of(asked.in.at("total"))}, keys);
  const auto link = http::find_header(given, "Link");
  return {{"link", link ? json::value(*link) : json::value(nullptr)}};
}

/// The whole response, its body as a text.
[[nodiscard]] inline json::object http(const vector_case& asked,
                                       const loaded_organisations& loaded) {
  const http_question question(asked);
  const http::response given = respond(asked, question.request(), loaded);
  json::array headers;
  for (const auto& each : given.headers) {
    headers.push_back(json::array{text_value(each.name), text_value(each.value)});
  }
  return {{"status", given.status}, {"headers", headers}, {"body", text_value(given.body)}};
}

/// A response in the form of `out` of a vector: without Content-Length and the texts for people; of
/// a page the ids and the pagination.
[[nodiscard]] inline json::object summary_of(const json::object& response) {
  json::object summary{{"status", response.at("status")}};
  json::object headers;
  for (const auto& each : response.at("headers").as_array()) {
    if (each.at(0).as_string() != "Content-Length") {
      headers[each.at(0).as_string()] = each.at(1);
    }
  }
  summary["headers"] = std::move(headers);
  if (const std::string body = bytes_of(response.at("body")); !body.empty()) {
    json::object read = json::parse(body).as_object();
    if (read.contains("data")) {
      json::array ids;
      for (const auto& each : read.at("data").as_array()) {
        ids.push_back(each.at("id"));
      }
      summary["ids"] = std::move(ids);
      summary["pagination"] = read.at("pagination");
    } else {
      read.erase("detail");
      if (auto* errors = read.if_contains("errors")) {
        for (auto& each : errors->as_array()) {
          each.as_object().erase("detail");
        }
      }
      summary["problem"] = std::move(read);
    }
  }
  return summary;
}

} // namespace leadcore::test_support::answers

#endif
