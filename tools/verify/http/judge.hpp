// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_JUDGE_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_JUDGE_HPP

// Compares an answer with what leadcore answers, and names the rule that is broken.

#include "support/vector_reader.hpp"
#include "verify/http/client.hpp"
#include "verify/http/model.hpp"

#include <leadcore/json/read.hpp>
#include <leadcore/query/explain.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::verify::live {

namespace json = boost::json;
using test_support::text_value;

/// One difference between an answer and what is wanted.
struct mismatch {
  std::string rule;
  std::string what; ///< in words
  json::value wanted;
  json::value got;
  bool by_writes = false; ///< depends on the leads that were read before, so writes can explain it
};
using mismatches = std::vector<mismatch>;

/// A page that was read.
using lead_page = page_of<lead>;

[[nodiscard]] inline json::array ids_of(const std::vector<lead>& rows) {
  json::array ids;
  for (const lead& each : rows) {
    ids.push_back(text_value(each.id));
  }
  return ids;
}
/// A page by its total, and the first ids that the other page lacks; by all ids if it lacks none.
[[nodiscard]] inline json::object short_page(const lead_page& page, const lead_page& other) {
  constexpr std::size_t most = 3;
  json::array only;
  for (const lead& each : page.data) {
    if (only.size() < most && std::none_of(other.data.begin(), other.data.end(),
                                           [&](const lead& one) { return one.id == each.id; })) {
      only.push_back(text_value(each.id));
    }
  }
  const bool same_ids = only.empty() && page.data.size() == other.data.size();
  return {{"total", page.pagination.total}, {"only here", same_ids ? ids_of(page.data) : only}};
}

/// The begin of a body for people, on one line of ASCII.
[[nodiscard]] inline std::string begin_of(std::string_view body) {
  std::string out(body.substr(0, 100));
  std::replace_if(out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, ' ');
  return out + (body.size() > out.size() ? "..." : "");
}

// Bodies. -----------------------------------------------------------------------------------------

/// The rule that a problem of the JSON reader breaks.
[[nodiscard]] inline std::string rule_of(const json_error& error) {
  const bool of_pagination = error.pointer.starts_with("/pagination");
  switch (error.code) {
  case json_errc::not_json:
  case json_errc::too_deep:
    return "json.1";
  case json_errc::missing_key:
    return of_pagination ? "json.4" : "json.3";
  case json_errc::invalid_timestamp:
    return "json.5";
  case json_errc::unknown_key:
  case json_errc::duplicate_key:
  case json_errc::wrong_type:
  case json_errc::unknown_status:
  case json_errc::unknown_value:
  case json_errc::number_out_of_range:
  case json_errc::too_many_errors:
    return of_pagination ? "json.4" : "json.2";
  default:
    return "lead." + std::string(to_string(error.code));
  }
}

/// Why two JSON texts with the same content differ in bytes.
[[nodiscard]] inline std::pair<std::string, std::string> rule_of_bytes(std::string_view wanted,
                                                                       std::string_view got) {
  if (got.starts_with(wanted)) {
    return {"json.11", "the body ends with more than the JSON text"};
  }
  const auto differ = std::mismatch(wanted.begin(), wanted.end(), got.begin(), got.end());
  const auto at = static_cast<std::size_t>(differ.second - got.begin());
  const std::string where = ": at byte " + std::to_string(at);
  const char next = at < got.size() ? got[at] : '\0';
  if (next == '\\' || (at > 0 && got[at - 1] == '\\')) {
    return {"json.6", "a character is escaped otherwise" + where};
  }
  if (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
    return {"json.10", "the white space is neither the compact nor the pretty form's" + where};
  }
  return {"json.2", "the members are in another order" + where};
}

/// Reads the body of a 200. Nothing if it cannot be read at all; problems that can be overlooked
/// are told, and overlooked.
[[nodiscard]] inline std::optional<lead_page>
read_page(std::string_view body, server_profile& profile, mismatches& found) {
  json_read_options options;
  options.contacts.emails = profile.emails;
  auto page = parse_page_json(body, options);
  if (!page.has_value() && profile.emails == email_profile::strict) {
    options.contacts.emails = email_profile::allow_utf8;
    if (auto again = parse_page_json(body, options); again.has_value()) {
      profile.emails = email_profile::allow_utf8;
      page = std::move(again);
    }
  }
  if (!page.has_value()) {
    const json_error& first = page.error().front();
    std::string what(message(first.code));
    what += first.pointer.empty() ? "" : ": " + first.pointer;
    if (first.code == json_errc::not_json) {
      what += ", at byte " + std::to_string(first.offset) + " of " + std::to_string(body.size());
      what += first.offset == body.size() ? "; it ends early: is Content-Length too small?" : "";
    }
    found.push_back({rule_of(first), what, json::value(first.allowed), text_value(first.value)});
    options.ignore_unknown_keys = options.allow_missing_nullable = true;
    page = parse_page_json(body, options);
    if (!page.has_value()) {
      return std::nullopt;
    }
    return *std::move(page);
  }
  const auto is_written = [&](json_style style) { return leadcore::to_json(*page, style) == body; };
  if (is_written(profile.style)) {
    return *std::move(page);
  }
  const bool is_pretty = body.starts_with("{\n");
  const auto style = is_pretty ? json_style::pretty : json_style::compact;
  if (is_written(style)) {
    profile.style = style;
  } else {
    const std::string wanted = leadcore::to_json(*page, style);
    auto [rule, what] = rule_of_bytes(wanted, body);
    const auto differ = std::mismatch(wanted.begin(), wanted.end(), body.begin(), body.end());
    const auto near = [at = differ.first - wanted.begin()](std::string_view text) {
      const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, at - 20));
      return text_value(text.substr(std::min(from, text.size()), 40));
    };
    found.push_back({std::move(rule), std::move(what), near(wanted), near(body)});
  }
  return *std::move(page);
}

// Pages. ------------------------------------------------------------------------------------------

/// The rule of the filter that decides about a row.
[[nodiscard]] inline std::string filter_rule(std::string_view parameter, const lead_query& query,
                                             const lead* row) {
  if (parameter == "status") {
    return "match.2";
  }
  if (parameter == "assignedToId") {
    return query.assigned_to.is_unassigned() ? "match.4" : "match.3";
  }
  const auto phone = query.search.phone();
  if (phone.active() && row != nullptr) {
    for (const auto& each : leadcore::why_matched(*row, query).reasons) {
      if (each.arm == match_arm::phone) {
        return !phone.anchored() ? (phone.has_trunk_prefix() ? "phone_search.7" : "phone_search.6")
               : query.search.text().find('+') != std::string_view::npos ? "phone_search.4"
                                                                         : "phone_search.5";
      }
    }
  }
  return "search.6";
}
/// The parameter that a query filters by; empty for none or several.
[[nodiscard]] inline std::string_view only_filter(const lead_query& query) {
  const bool by_status = query.status.has_value();
  const bool by_owner = !query.assigned_to.is_any();
  const bool by_search = !query.search.empty();
  if (int{by_status} + int{by_owner} + int{by_search} != 1) {
    return {};
  }
  return by_status ? "status" : by_owner ? "assignedToId" : "search";
}
[[nodiscard]] inline std::string rule_of_missing(const lead_query& query, const lead* row) {
  const auto parameter = only_filter(query);
  if (parameter.empty()) {
    const bool has_filter =
        query.status.has_value() || !query.assigned_to.is_any() || !query.search.empty();
    return has_filter ? "match.1" : "page.1";
  }
  return filter_rule(parameter, query, row);
}

[[nodiscard]] inline std::string order_rule(const order_reason& reason) {
  if (reason.field == "nextCallAt") {
    return !reason.first.is_null() && !reason.second.is_null() ? "order.1"
           : reason.nulls == null_placement::last              ? "order.2"
                                                               : "order.3";
  }
  return reason.field == "createdAt" ? "order.4" : "order.5";
}

/// What is wrong with a page by itself, whatever the leads of the server are.
[[nodiscard]] inline mismatches judge_alone(const lead_query& query, const lead_page& page,
                                            const server_profile& profile) {
  mismatches found;
  const pagination& at = page.pagination;
  const pagination wanted = leadcore::paginate(at.total, query.page);
  const auto check = [&](const char* rule, const char* name, const auto& is, const auto& should) {
    if (is != should) {
      found.push_back(
          {rule,
           std::string("pagination.") + name +
               " does not follow from the total and the query: " + std::to_string(at.total),
           json::object{{name, should}}, json::object{{name, is}}});
    }
  };
  check("page.6", "page", at.page, wanted.page);
  check(at.page_size > max_page_size ? "query.20" : "query.14", "pageSize", at.page_size,
        wanted.page_size);
  check("page.2", "totalPages", at.total_pages, wanted.total_pages);
  check("page.3", "hasNextPage", at.has_next_page, wanted.has_next_page);
  check("page.4", "hasPrevPage", at.has_prev_page, wanted.has_prev_page);

  for (const lead& each : page.data) {
    if (const auto why = leadcore::why_matched(each, query); !why.matches()) {
      found.push_back({filter_rule(why.refused_by, query, nullptr),
                       "a lead that does not match: " + leadcore::to_string(why),
                       json::value("no such lead"), text_value(each.id)});
      return found;
    }
  }
  for (std::size_t i = 0; i + 1 < page.data.size(); ++i) {
    const auto why = leadcore::why_before(page.data[i], page.data[i + 1], profile.nulls);
    if (why.result >= 0) {
      const bool same = why.result == 0;
      found.push_back(
          {same ? "order.7" : order_rule(why),
           same ? "a lead occurs twice" : "wrong order: " + leadcore::to_string(why),
           same ? json::value("each lead once")
                : json::array{text_value(page.data[i + 1].id), text_value(page.data[i].id)},
           json::array{text_value(page.data[i].id), text_value(page.data[i + 1].id)}});
      return found;
    }
  }
  const row_slice slice = leadcore::slice_of(at.total, query.page);
  if (page.data.size() != slice.last - slice.first) {
    found.push_back({slice.first == slice.last ? "page.6" : "page.5",
                     "the total and the query leave another number of leads for this page: " +
                         std::to_string(at.total),
                     json::object{{"leads", slice.last - slice.first}},
                     json::object{{"leads", page.data.size()}}});
  }
  return found;
}

/// What is wrong with a page if the server has exactly these leads.
[[nodiscard]] inline mismatches judge_with(const lead_query& query, const lead_page& page,
                                           const model& known) {
  const auto matching = known.matching(query);
  const row_slice slice = leadcore::slice_of(matching.size(), query.page);
  lead_page wanted{{}, leadcore::paginate(matching.size(), query.page)};
  for (std::uint64_t i = slice.first; i < slice.last; ++i) {
    wanted.data.push_back(*matching[i]);
  }
  if (wanted.pagination.total == page.pagination.total && wanted.data == page.data) {
    return {};
  }
  const auto differs = [&](std::string rule, std::string what) {
    return mismatches{{std::move(rule), std::move(what), short_page(wanted, page),
                       short_page(page, wanted), true}};
  };
  const auto has = [&](const lead& row) {
    return std::any_of(page.data.begin(), page.data.end(),
                       [&](const lead& each) { return each.id == row.id; });
  };
  if (wanted.pagination.total != page.pagination.total) {
    const auto missing = std::find_if(wanted.data.begin(), wanted.data.end(),
                                      [&](const lead& each) { return !has(each); });
    const lead* const row = missing == wanted.data.end() ? nullptr : &*missing;
    return differs(rule_of_missing(query, row), row == nullptr
                                                    ? "another number of leads matches"
                                                    : "a lead that matches is missing: " + row->id);
  }
  for (std::size_t i = 0; i < std::min(wanted.data.size(), page.data.size()); ++i) {
    if (wanted.data[i].id != page.data[i].id) {
      return differs("page.5", "the page has other leads");
    }
  }
  for (std::size_t i = 0; i < std::min(wanted.data.size(), page.data.size()); ++i) {
    if (wanted.data[i] != page.data[i]) {
      const auto value_of = [](const lead& row) {
        return json::parse(leadcore::to_json(row, json_style::compact));
      };
      return {{"json.2", "a lead reads otherwise than in the walk", value_of(wanted.data[i]),
               value_of(page.data[i]), true}};
    }
  }
  return {};
}

// Whole answers. ----------------------------------------------------------------------------------

/// What is wrong with a header.
inline void judge_headers(const http::response& wanted, const http::response& got,
                          const server_profile& profile, bool is_head, bool knows_leads,
                          mismatches& found) {
  const auto tag = http::find_header(got, "ETag");
  if (tag && wanted.status == 200 && http::find_header(got, "Vary") != "Authorization") {
    found.push_back({"http.7", "an entity tag without Vary: Authorization (spec 7.1)",
                     json::value("Authorization"), json::value(nullptr)});
  }
  for (const std::string_view name : {"Content-Type", "Cache-Control", "Allow", "WWW-Authenticate",
                                      "Link", "Content-Length", "Content-Encoding"}) {
    auto should = http::find_header(wanted, name);
    const auto is = http::find_header(got, name);
    std::string rule = "http.7";
    if (name == "Cache-Control" && tag && wanted.status == 200) {
      should = "private, no-cache";
    } else if (name == "Allow" || name == "WWW-Authenticate") {
      rule = rule_of_status(wanted);
    } else if (name == "Link") {
      if (!profile.has_links || !found.empty() || (is_head && !knows_leads)) {
        continue; // it depends on what the query was read as
      }
      rule = "http.12";
    } else if (name == "Content-Length" && is && !is_head) {
      continue; // libcurl has compared it with the body
    } else if (name == "Content-Length" && is_head) {
      rule = "http.8";
    }
    if (name == "Content-Length" && is_head && (wanted.status != 200 || !knows_leads)) {
      should = is; // the texts for people have any length
    }
    if (is != should) {
      const auto value_of = [](const std::optional<std::string_view>& text) {
        return text ? text_value(*text) : json::value(nullptr);
      };
      found.push_back({rule, "the header " + std::string(name),
                       json::object{{name, value_of(should)}}, json::object{{name, value_of(is)}},
                       name == "Link" || (name == "Content-Length" && is_head)});
    }
  }
}

/// Takes the texts for people out of a problem; false if one is missing.
inline bool take_details(json::value& problem) {
  const auto take = [](json::value& from) {
    auto* object = from.if_object();
    auto* detail = object == nullptr ? nullptr : object->if_contains("detail");
    const bool there = detail != nullptr && detail->is_string() && !detail->get_string().empty();
    if (there) {
      object->erase("detail");
    }
    return there;
  };
  bool all = take(problem);
  auto* object = problem.if_object();
  auto* errors = object == nullptr ? nullptr : object->if_contains("errors");
  if (errors != nullptr && errors->is_array()) {
    for (auto& each : errors->get_array()) {
      all = take(each) && all;
    }
  }
  return all;
}

/// What is wrong with the body of a problem.
inline void judge_problem(const http::response& wanted, const http::response& got,
                          mismatches& found) {
  json::error_code failed;
  json::value is = json::parse(got.body, failed);
  json::value should = json::parse(wanted.body);
  if (failed) {
    found.push_back(
        {"http.9", "the body of a problem is no JSON", should, json::value(begin_of(got.body))});
    return;
  }
  take_details(should);
  if (!take_details(is)) {
    found.push_back({"http.9", "a problem or an error has no detail", json::value{}, is});
  }
  if (is == should) {
    return;
  }
  const auto errors_of = [](const json::value& of) -> const json::array* {
    const auto* object = of.if_object();
    const auto* errors = object == nullptr ? nullptr : object->if_contains("errors");
    return errors == nullptr ? nullptr : errors->if_array();
  };
  const json::array* const a = errors_of(should);
  const json::array* const b = errors_of(is);
  if (a == nullptr || b == nullptr || *a == *b) {
    found.push_back(
        {a != nullptr && b == nullptr ? "http.10" : "http.9", "the problem", should, is});
    return;
  }
  if (a->size() != b->size()) {
    found.push_back({"query.21", "every problem, in query order", *a, *b});
    return;
  }
  for (std::size_t i = 0; i < a->size(); ++i) {
    const auto& one = (*a)[i];
    const auto& other = (*b)[i];
    if (one == other) {
      continue;
    }
    const auto* members = other.if_object();
    std::string rule = "query." + std::string(one.at("code").as_string());
    if (members == nullptr || members->size() != one.get_object().size()) {
      rule = "http.10";
    } else if (members->if_contains("code") != nullptr && members->at("code") == one.at("code")) {
      for (const std::string_view name : {"parameter", "value"}) {
        if (members->if_contains(name) == nullptr || members->at(name) != one.at(name)) {
          rule = "query.25";
        }
      }
      if (members->if_contains("suggestion") == nullptr ||
          members->at("suggestion") != one.at("suggestion")) {
        rule = one.at("suggestion").is_null() ? "query.29" : "query.26";
      }
    }
    found.push_back({rule, "a problem of the query: number " + std::to_string(i + 1), one, other});
    return;
  }
}

/// Shorter keys could occur in an answer by chance.
inline constexpr std::size_t least_checked_key = 8;

/// Whether any part of an answer has a key, in the body also as JSON writes it.
[[nodiscard]] inline bool repeats(const http::response& got, std::string_view key) {
  const std::string written = json::serialize(json::value(key));
  return got.body.find(key) != std::string::npos ||
         got.body.find(std::string_view(written).substr(1, written.size() - 2)) !=
             std::string::npos ||
         std::any_of(got.headers.begin(), got.headers.end(), [&](const http::header& each) {
           return each.value.find(key) != std::string::npos;
         });
}

/// What is wrong with an answer.
/// @param page  of a 200, what was read
/// @param known  null before the leads were read
[[nodiscard]] inline mismatches judge(const question& asked, const http::response& got,
                                      const address& where, const std::string& key,
                                      server_profile& profile, const model* known,
                                      std::optional<lead_page>& page) {
  mismatches found;
  const bool is_head = asked.method == "HEAD";
  http::request request{.method = asked.method, .target = asked.target, .headers = {}};
  for (const auto& each : asked.headers) {
    request.headers.push_back({each.name, each.value});
    if (const std::string_view value = each.value; each.name == "Authorization") {
      const std::size_t space = value.find(' ');
      const std::string_view token =
          space == std::string_view::npos ? "" : leadcore::detail::trim(value.substr(space));
      if (token.size() >= least_checked_key && repeats(got, token)) {
        found.push_back({"http.6", "the answer repeats the key", json::value{}, "(a key)"});
      }
    }
  }
  http::options chosen;
  chosen.profile = profile.queries;
  chosen.style = profile.style;
  chosen.path = where.path;
  chosen.problem_type_base = profile.problem_base;
  chosen.link_base = profile.link_base;
  const model none;
  const bool lists = is_head && known != nullptr; // of GET, judge_with knows more
  auto wanted = http::serve(request, lists ? *known : none, one_key{key}, chosen);
  http::response& should = wanted.response;
  if (got.status != should.status) {
    found.push_back({rule_of_status(should), "the status; the body: " + begin_of(got.body),
                     json::object{{"status", should.status}},
                     json::object{{"status", got.status}}});
    return found;
  }
  if (wanted.query && !is_head) {
    page = read_page(got.body, profile, found);
    if (page) {
      const auto alone = judge_alone(*wanted.query, *page, profile);
      found.insert(found.end(), alone.begin(), alone.end());
      if (alone.empty() && known != nullptr) {
        const auto with = judge_with(*wanted.query, *page, *known);
        found.insert(found.end(), with.begin(), with.end());
      }
      // The link follows from the pagination that was answered.
      std::erase_if(should.headers, [](const auto& each) { return each.name == "Link"; });
      const auto links =
          http::page_links(*wanted.query, page->pagination, profile.link_base + where.path);
      if (!links.empty()) {
        should.headers.push_back({"Link", links});
      }
    }
  } else if (!is_head) {
    judge_problem(should, got, found);
  } else if (!got.body.empty()) {
    found.push_back({"http.8", "HEAD has a body", json::value{}, text_value(got.body)});
  }
  judge_headers(should, got, profile, is_head, known != nullptr, found);
  return found;
}

} // namespace leadcore::verify::live

#endif
