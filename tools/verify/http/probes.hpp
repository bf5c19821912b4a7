// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_PROBES_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_PROBES_HPP

// What is asked of a live server: cases of the vectors, pages, and drawn queries.

#include "support/answers/lead.hpp"
#include "support/vector_reader.hpp"
#include "verify/http/session.hpp"

#include <leadcore/query/query_string.hpp>
#include <leadcore/testing/drawing.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::verify::live {

using test_support::vector_case;

/// Whether every server gets a target as it is: bytes of a URI (RFC 3986), and "%" anywhere.
[[nodiscard]] inline bool can_be_sent(std::string_view target) {
  return std::all_of(target.begin(), target.end(), [](char c) {
    return leadcore::detail::is_alnum(c) ||
           std::string_view("-._~!$&'()*+,;=:@/?%").find(c) != std::string_view::npos;
  });
}

/// Whether a case counts for a server: it needs no profile that the server does not have.
[[nodiscard]] inline bool has_profiles_of(const server_profile& profile, const vector_case& each) {
  const auto has = [&](query_profile part) {
    return leadcore::detail::includes(profile.queries, part);
  };
  return has(profiles::clamp) == each.has_profile("clamp") &&
         has(profiles::ignore_unknown) == each.has_profile("ignore_unknown");
}

/// Cases of query strings; of each rule the first few.
/// @param most  of a rule
[[nodiscard]] inline std::vector<probe>
query_probes(const session& with, const std::vector<vector_case>& cases, std::size_t most) {
  std::map<std::string, std::size_t> of_rule;
  std::vector<probe> made;
  for (const vector_case& each : cases) {
    const std::string text = each.text("query");
    if (each.call != "parse_query" || !has_profiles_of(with.profile, each) || !can_be_sent(text)) {
      continue;
    }
    std::vector<std::string> rules{each.rule};
    if (const auto* also = each.whole.if_contains("also")) {
      for (const auto& rule : also->as_array()) {
        rules.emplace_back(rule.as_string());
      }
    }
    if (std::all_of(rules.begin(), rules.end(),
                    [&](const std::string& rule) { return of_rule[rule] >= most; })) {
      continue;
    }
    for (const std::string& rule : rules) {
      ++of_rule[rule];
    }
    made.push_back({"query strings", each.id, each.rule, each.why, with.query(text)});
  }
  return made;
}

/// Requests of the HTTP cases whose answer depends on no option of the server: other methods,
/// paths, keys and headers. Methods other than GET and HEAD are sent without the key, so that no
/// server can obey them.
[[nodiscard]] inline std::vector<probe> access_probes(const session& with,
                                                      const std::vector<vector_case>& cases) {
  constexpr std::string_view documented = leads_endpoint::path;
  std::vector<probe> made;
  for (const vector_case& each : cases) {
    if (each.call != "http" || !has_profiles_of(with.profile, each) ||
        std::any_of(each.in.begin(), each.in.end(), [](const auto& member) {
          constexpr std::string_view others[]{"options", "unavailable", "bodySize"};
          return std::find(std::begin(others), std::end(others), member.key()) != std::end(others);
        })) {
      continue;
    }
    question asked{each.text("method"), each.text("target"), {}};
    if (asked.target.starts_with("http://localhost:8080/")) {
      asked.target.replace(0, std::string_view("http://localhost:8080").size(),
                           with.where().origin);
    }
    const std::size_t path = asked.target.find(documented);
    const bool is_near =
        asked.target.starts_with(documented) ||
        asked.target.starts_with(with.where().origin + std::string(documented)) ||
        (with.where().path == documented && lower_ascii(asked.target).starts_with("/api/v1/le"));
    if (!is_near || !can_be_sent(asked.target) || asked.method.empty() ||
        !can_be_sent(asked.method)) {
      continue; // other places of the server, or not to be sent by a client
    }
    if (path != std::string::npos) {
      asked.target.replace(path, documented.size(), with.where().path);
    }
    bool sendable = true;
    for (const auto& pair : each.in.at("headers").as_array()) {
      std::string name = test_support::bytes_of(pair.at(0));
      std::string value = test_support::bytes_of(pair.at(1));
      const bool is_key = http::detail::equal_ignoring_case(name, "Authorization");
      sendable = sendable && name.find("ength") == std::string::npos; // no content is sent
      if (name == "Host" || (is_key && asked.method != "GET" && asked.method != "HEAD")) {
        continue;
      }
      const std::string known = "key-a"; // of the organisation that most cases ask for
      if (const std::size_t at = value.find(known); is_key && at != std::string::npos) {
        value.replace(at, known.size(), with.authorization().value.substr(7));
      }
      sendable = sendable && std::none_of(value.begin(), value.end(),
                                          [](char c) { return (c < ' ' && c != '\t') || c > '~'; });
      asked.headers.push_back({std::move(name), std::move(value)});
    }
    const bool again =
        std::any_of(made.begin(), made.end(), [&](const probe& one) { return one.asked == asked; });
    if (sendable && !again) {
      made.push_back({"requests", each.id, each.rule, each.why, std::move(asked)});
    }
  }
  return made;
}

/// Pages around the first, the last and the largest.
[[nodiscard]] inline std::vector<probe> page_probes(const session& with) {
  const std::uint64_t total = with.known->rows().size();
  std::vector<probe> made;
  std::set<std::string> asked;
  for (const std::uint64_t size : {1U, 7U, 50U, 99U, 100U}) {
    const std::uint64_t last = leadcore::paginate(total, {1, size}).total_pages;
    for (const std::uint64_t page : {std::uint64_t{1}, std::uint64_t{2}, last, last + 1,
                                     max_query_integer - 1, max_query_integer}) {
      lead_query query;
      query.page = {std::max<std::uint64_t>(page, 1), size};
      const std::string text = to_query_string(query);
      if (asked.insert(text).second) {
        made.push_back({"pages", "pages." + std::to_string(made.size() + 1), "page.5",
                        "page arithmetic", with.query(text)});
      }
    }
  }
  return made;
}

/// Terms that other languages read otherwise.
[[nodiscard]] inline std::vector<probe> special_probes(const session& with) {
  constexpr std::string_view terms[]{
      "%25",          "%5F",    "*",           "%5C",     "%27",    "%22",       "%26",
      "%3D",          "%2B",    "'+OR+1=1+--", "%3Cb%3E", ".",      "@",         "(",
      "%F0%9F%98%80", "%C3%9F", "SS",          "%C4%B0",  "%C4%B1", "%EF%AC%81", "a%CC%81"};
  std::vector<probe> made;
  for (const std::string_view term : terms) {
    made.push_back({"special terms", "special." + std::to_string(made.size() + 1), "search.5",
                    "a term is literal, and folded", with.query("search=" + std::string(term))});
  }
  return made;
}

/// Queries about the leads of the server, in many spellings, and query strings with several
/// problems.
[[nodiscard]] inline std::vector<probe> drawn_probes(const session& with, std::uint64_t seed,
                                                     std::uint64_t count) {
  std::vector<probe> made;
  constexpr std::size_t spelling = 200;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto tape = testing::seeded_tape(seed * 1'000'003U + i,
                                           testing::query_tape_length<leads_endpoint> + spelling);
    testing::drawing from(tape);
    const auto query = testing::draw_query<leads_endpoint>(
        from.take(testing::query_tape_length<leads_endpoint>), with.known->rows());
    std::string text = testing::spell_query(query, from);
    if (!can_be_sent(text) || text.size() > 4000) {
      text = to_query_string(query);
    }
    made.push_back({"random queries", "random." + std::to_string(i + 1), "match.1",
                    "drawn with seed " + std::to_string(seed), with.query(text), true});
  }
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    auto text =
        testing::draw_broken_query(testing::seeded_tape(~seed * 1'000'003U + i, 1 + i % 5)).text;
    if (can_be_sent(text)) {
      made.push_back({"broken queries", "broken." + std::to_string(i + 1), "query.21",
                      "drawn with seed " + std::to_string(seed), with.query(text), true});
    }
  }
  return made;
}

// Leads to load first. ----------------------------------------------------------------------------

/// The text of which a case asks what it contains or how it folds: the name of a lead. Null for
/// other cases.
[[nodiscard]] inline const json::value* searched_text(const vector_case& each) {
  return each.call == "contains_folded" || each.call == "fold" ? each.in.if_contains("text")
                                                               : nullptr;
}

/// The leads that the cases of lists, matches, orders and foldings are about, as far as JSON can
/// hold them, with ids of their own; those of an order have its id as their name, so that a search
/// finds them.
[[nodiscard]] inline std::vector<lead> seed_leads(const std::vector<vector_case>& cases) {
  std::vector<lead> leads;
  std::set<std::string> ids;
  const auto add = [&](lead row) {
    if (leadcore::validate(row).empty() && ids.insert(row.id).second) {
      leads.push_back(std::move(row));
    }
  };
  const auto lead_of = [](const json::value& of) {
    return test_support::answers::lead_of(of.as_object());
  };
  for (const vector_case& each : cases) {
    if (each.call == "load_leads") {
      for (const auto& row : each.in.at("leads").as_array()) {
        add(lead_of(row));
      }
    } else if (each.call == "matches") {
      lead row = lead_of(each.in.at("lead"));
      row.id = each.id;
      add(std::move(row));
    } else if (each.call == "sort") {
      for (const auto& of : each.in.at("leads").as_array()) {
        lead row = lead_of(of);
        row.id = each.id + "/" + row.id;
        row.name = each.id;
        add(std::move(row));
      }
    } else if (const auto* text = searched_text(each)) {
      add({.id = each.id, .name = test_support::bytes_of(*text)});
    }
  }
  return leads;
}

/// All cases of lists, matches, orders, pages and foldings, asked of a server that has these leads.
[[nodiscard]] inline std::vector<probe> seeded_probes(const session& with,
                                                      const std::vector<vector_case>& cases) {
  std::vector<probe> made;
  const auto add = [&](const vector_case& each, std::string group, const std::string& text) {
    if (can_be_sent(text)) {
      made.push_back({std::move(group), each.id, each.rule, each.why, with.query(text)});
    }
  };
  // The filters as they are written, with the page that the lead of the case is on.
  const auto add_match = [&](const vector_case& each, const std::string& group,
                             const json::object& filters) {
    std::string text;
    for (const char* name : {"status", "search", "assignedToId"}) {
      if (const auto* value = filters.if_contains(name)) {
        text += std::string(name) + "=";
        leadcore::detail::append_percent_encoded(text, test_support::bytes_of(*value));
        text += "&";
      }
    }
    const auto query = parse_query(text);
    if (!query.has_value()) {
      return;
    }
    const auto matching = with.known->matching(*query);
    const auto at = std::find_if(matching.begin(), matching.end(),
                                 [&](const lead* row) { return row->id == each.id; });
    const auto before = at == matching.end() ? 0 : at - matching.begin();
    add(each, group,
        text + "pageSize=100&page=" +
            std::to_string(static_cast<std::uint64_t>(before) / max_page_size + 1));
  };
  for (const vector_case& each : cases) {
    if (!has_profiles_of(with.profile, each)) {
      continue;
    }
    if (each.call == "list") {
      add(each, "list vectors", each.text("query"));
    } else if (each.call == "matches") {
      add_match(each, "match vectors", each.in);
    } else if (each.call == "contains_folded") {
      add_match(each, "fold vectors", {{"search", each.in.at("needle")}});
    } else if (each.call == "fold") {
      add_match(each, "fold vectors", {{"search", each.out.at("text")}});
    } else if (each.call == "sort") {
      add(each, "order vectors", "pageSize=100&search=" + each.id);
    } else if (each.call == "paginate") {
      add(each, "page vectors",
          "page=" + std::to_string(test_support::integer_of(each.in.at("page"))) +
              "&pageSize=" + std::to_string(test_support::integer_of(each.in.at("pageSize"))));
    }
  }
  return made;
}

} // namespace leadcore::verify::live

#endif
