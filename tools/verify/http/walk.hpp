// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_WALK_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_WALK_HPP

// Reads all leads page by page, and tells what writes during that explain from what they cannot.

#include "verify/http/session.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace leadcore::verify::live {

/// The leads of one walk.
struct walk {
  std::map<std::string, lead> rows; ///< by id, the last time that each was seen
  std::multiset<std::string> again; ///< ids that occurred on an earlier page
  std::string disorder;             ///< why a page does not follow the one before it
  std::uint64_t first_total = 0;
  std::uint64_t total = 0; ///< the last one
  std::time_t began = 0;   ///< by the server's clock; 0: unknown

  [[nodiscard]] bool is_clean() const {
    return again.empty() && disorder.empty() && first_total == total && total == rows.size();
  }
  [[nodiscard]] std::string text() const {
    return std::to_string(rows.size()) + " leads, " + std::to_string(again.size()) +
           " of them again, totals " + std::to_string(first_total) + " and " +
           std::to_string(total) + (disorder.empty() ? "" : ", " + disorder);
  }
};

/// Where the leads without a next call are, if a page or the lead before it shows it.
inline void learn_nulls(const std::optional<lead>& before, const std::vector<lead>& rows,
                        server_profile& profile) {
  const lead* last = before ? &*before : nullptr;
  for (const lead& each : rows) {
    if (last != nullptr && !profile.nulls_known &&
        last->next_call_at.has_value() != each.next_call_at.has_value()) {
      profile.nulls = each.next_call_at ? nulls_first : nulls_last;
      profile.nulls_known = true;
    }
    last = &each;
  }
}

/// The first request: is this the endpoint at all? Throws `stopped` with what it is instead.
inline void meet(session& with) {
  const answer got = with.send(with.query("pageSize=100"));
  if (!got.complete()) {
    throw stopped{got.verdict, got.failure};
  }
  const int status = got.response.status;
  const auto header = [&](const char* name) {
    return std::string(http::find_header(got.response, name).value_or("(absent)"));
  };
  const std::string answers = "the server answers " + std::to_string(status);
  if (status >= 300 && status < 400) {
    throw stopped{"redirects", answers + " with Location " + header("Location") +
                                   "; no redirect is followed: give the final address"};
  }
  if (status == 401 || status == 403) {
    throw stopped{"refused", answers + ": the key is not known, or lacks the scope leads.read"};
  }
  if (status >= 500 || status == 429) {
    throw stopped{"server_error", answers + " to a plain request for leads"};
  }
  if (status != 200) {
    throw stopped{"no_endpoint", answers + "; is this the address of the endpoint?"};
  }
  mismatches ignored;
  server_profile profile;
  const auto page = read_page(got.response.body, profile, ignored);
  if (!page && !got.response.body.starts_with('{')) {
    throw stopped{"no_json",
                  answers + " with Content-Type " + header("Content-Type") +
                      " and a body that is no JSON object: " + begin_of(got.response.body)};
  } // otherwise the walk tells why it cannot be read
  with.profile = profile;
  with.profile.has_tags = http::find_header(got.response, "ETag").has_value();
  if (const auto link = http::find_header(got.response, "Link")) {
    with.profile.has_links = true;
    const std::size_t path = link->find(with.where().path);
    if (link->starts_with('<') && path != std::string_view::npos) {
      const auto base = std::string(link->substr(1, path - 1));
      with.profile.link_base = with.where().origin.starts_with(base) ? base : "";
    }
  }
}

/// Reads every page of 100.
/// @param first  tells what is wrong with each page by itself
[[nodiscard]] inline walk read_all_pages(session& with, bool first) {
  walk read;
  std::optional<lead> last;
  for (std::uint64_t page = 1;; ++page) {
    const std::string text = "pageSize=100" + (page == 1 ? "" : "&page=" + std::to_string(page));
    probe one{"walk", "walk." + std::to_string(page), "page.5", "page by page", with.query(text)};
    asked_probe done = with.ask(std::move(one));
    if (!done.page) {
      with.tell(done);
      throw stopped{"unreadable", "page " + std::to_string(page) +
                                      " of the walk cannot be read: " + done.found.front().what};
    }
    const auto& rows = done.page->data;
    if (!with.profile.nulls_known) {
      learn_nulls(last, rows, with.profile);
      if (with.profile.nulls == nulls_first) { // judged as nulls last
        std::erase_if(done.found, [](const mismatch& each) { return each.rule == "order.2"; });
      }
    }
    if (first) {
      with.tell(done);
    }
    const std::uint64_t total = done.page->pagination.total;
    read.total = total;
    if (page == 1) {
      read.first_total = total;
      read.began = done.date;
    }
    if (last && !rows.empty()) {
      const auto why = leadcore::why_before(*last, rows.front(), with.profile.nulls);
      if (why.result >= 0 && read.disorder.empty()) {
        read.disorder = "page " + std::to_string(page) +
                        " does not follow the page before it: " + leadcore::to_string(why);
      }
    }
    for (const lead& each : rows) {
      if (!read.rows.insert_or_assign(each.id, each).second) {
        read.again.insert(each.id);
      }
      last = each;
    }
    if (rows.empty() || page * max_page_size >= total) {
      return read;
    }
  }
}

/// Two walks compared.
struct writes_seen {
  std::set<std::string> written;     ///< changed, added or removed, by what updatedAt says
  std::set<std::string> missed;      ///< unchanged, but one of the walks lacks it
  std::vector<std::string> unstable; ///< other content with the same updatedAt

  [[nodiscard]] bool none() const noexcept {
    return written.empty() && missed.empty() && unstable.empty();
  }
};

/// Asks for one lead, as the spec allows: by status, owner and name. Nothing if it is not found.
[[nodiscard]] inline std::optional<lead> read_again(session& with, const lead& row) {
  lead_query query;
  query.status = row.status;
  query.assigned_to = row.assigned_to_id ? assignee_filter::member(*row.assigned_to_id)
                                         : assignee_filter::unassigned();
  if (auto term = parse_search_term(row.name); term.has_value()) {
    query.search = *std::move(term);
  }
  query.page.page_size = max_page_size;
  for (query.page.page = 1; query.page.page <= 3; ++query.page.page) {
    const asked_probe done = with.ask(
        {"walk", "walk.again", "page.1", "a lead read again", with.query(to_query_string(query))});
    if (!done.page) {
      return std::nullopt;
    }
    for (const lead& each : done.page->data) {
      if (each.id == row.id) {
        return each;
      }
    }
    if (!done.page->pagination.has_next_page) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

/// What was written between the beginnings of two walks.
[[nodiscard]] inline writes_seen compare_walks(session& with, const walk& before,
                                               const walk& after) {
  constexpr std::size_t most_read_again = 20;
  writes_seen seen;
  std::size_t read = 0;
  for (const auto& [id, row] : before.rows) {
    const auto now = after.rows.find(id);
    if (now == after.rows.end()) {
      const auto again = read++ < most_read_again ? read_again(with, row) : std::nullopt;
      (again == row ? seen.missed : seen.written).insert(id);
    } else if (now->second != row) {
      if (now->second.updated_at == row.updated_at) {
        seen.unstable.push_back(id);
      } else {
        seen.written.insert(id);
      }
    }
  }
  for (const auto& [id, row] : after.rows) {
    if (!before.rows.contains(id)) {
      const auto newest = std::max(row.updated_at, row.created_at).milliseconds_since_epoch();
      const bool is_old = before.began != 0 && newest / 1000 < before.began - 1;
      (is_old ? seen.missed : seen.written).insert(id);
    }
  }
  return seen;
}

/// Whether writes can be why a walk is not clean: each moves the others by one position at most.
[[nodiscard]] inline bool explains(const writes_seen& seen, const walk& read) {
  const auto untouched = static_cast<std::size_t>(
      std::count_if(read.again.begin(), read.again.end(),
                    [&](const std::string& id) { return !seen.written.contains(id); }));
  const std::uint64_t lost = std::max(read.total, std::uint64_t{read.rows.size()}) -
                             std::min(read.total, std::uint64_t{read.rows.size()});
  return seen.unstable.empty() &&
         std::max<std::uint64_t>(untouched + seen.missed.size(), lost) <= seen.written.size() &&
         (read.disorder.empty() || !seen.written.empty());
}

[[nodiscard]] inline model model_of(const walk& read, null_placement nulls) {
  std::vector<lead> rows;
  for (const auto& [id, row] : read.rows) {
    rows.push_back(row);
  }
  return {std::move(rows), nulls};
}

/// Tells that a walk is not what the leads allow.
inline void tell_unexplained(session& with, const walk& read, const writes_seen& seen) {
  const bool lost = read.total != read.rows.size();
  const std::string rule = !read.disorder.empty() ? "order.7" : lost ? "page.1" : "page.5";
  std::string text = read.text() + "; between two walks " + std::to_string(seen.written.size()) +
                     " leads were written, which cannot explain it";
  if (!seen.unstable.empty()) {
    text += "; " + std::to_string(seen.unstable.size()) +
            " leads read differently with the same updatedAt, such as " + seen.unstable.front();
  }
  if (!seen.missed.empty()) {
    text += "; " + std::to_string(seen.missed.size()) +
            " leads that were not written are missing in one of them, such as " +
            *seen.missed.begin();
  }
  asked_probe done{
      {"walk", "walk", rule, "each lead exactly once", with.query("pageSize=100")}, {}, {}, 0};
  done.found.push_back({rule, text, json::object{{"leads", read.total}, {"again", 0}},
                        json::object{{"leads", read.rows.size()}, {"again", read.again.size()}}});
  with.tell(done);
}

/// Reads all leads: once, if nothing is odd; otherwise again, to see what was written meanwhile.
/// Sets what is known.
/// @return the last walk
inline walk read_leads(session& with) {
  constexpr int most_walks = 4;
  walk read = read_all_pages(with, true);
  bool told = false;
  for (int walks = 1; !read.is_clean() && walks < most_walks && !told; ++walks) {
    walk next = read_all_pages(with, false);
    const writes_seen seen = compare_walks(with, read, next);
    if (!explains(seen, read) || (seen.none() && !next.is_clean())) {
      tell_unexplained(with, read, seen);
      told = true;
      if (next.total != next.rows.size()) {
        with.is_complete = false;
        with.out().note("answers are not compared with the leads, which could not all be read");
      }
    } else {
      with.out().note("walk " + std::to_string(walks) + ": " + read.text() + "; " +
                      std::to_string(seen.written.size()) +
                      " leads were written meanwhile, which explains it");
    }
    read = std::move(next);
  }
  with.known = model_of(read, with.profile.nulls);
  return read;
}

} // namespace leadcore::verify::live

#endif
