// SPDX-License-Identifier: BSL-1.0
#include "index/data.hpp"

#include <leadcore/query/page.hpp>
#include <leadcore/query/search_term.hpp>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace leadcore::bench {

namespace {

constexpr std::size_t terms = 64; // per workload
constexpr std::size_t pages = 512;

bool is_plain(char c) {
  return c > ' ' && c < '\x7f';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
/// ASCII, neither trimmed nor a phone pattern.
bool is_term(std::string_view text) {
  return is_plain(text.front()) && is_plain(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c) || c == ' '; }) &&
         (text.find_first_not_of("0123456789+-.()/ ") != text.npos ||
          (std::all_of(text.begin(), text.end(), is_digit) && text[0] != '0'));
}

/// All searched texts; counts the leads that contain a term.
class corpus {
 public:
  explicit corpus(const std::vector<lead>& leads) {
    starts_.push_back(0);
    for (const lead& each : leads) {
      bytes_ += searched_text(each);
      bytes_ += '\n';
      starts_.push_back(bytes_.size());
    }
  }

  [[nodiscard]] std::size_t size() const { return starts_.size() - 1; }
  [[nodiscard]] std::string_view text(std::size_t i) const {
    return std::string_view(bytes_).substr(starts_[i], starts_[i + 1] - starts_[i] - 1);
  }

  /// For each of some terms of four bytes or more, the number of leads that contain it, in one pass
  /// over all bytes.
  [[nodiscard]] std::vector<std::size_t> counts(const std::vector<std::string>& of) const {
    std::unordered_multimap<std::uint32_t, std::size_t> by_start;
    std::bitset<65536> starts;
    for (std::size_t i = 0; i < of.size(); ++i) {
      by_start.emplace(start_of(of[i].data()), i);
      starts.set(start_of(of[i].data()) * 2654435761U >> 16U);
    }
    std::vector<std::size_t> count(of.size(), 0);
    std::vector<std::size_t> last(of.size(), size());
    for (std::size_t lead = 0; lead < size(); ++lead) {
      const std::string_view here = text(lead);
      for (std::size_t at = 0; at + 4 <= here.size(); ++at) {
        const std::uint32_t start = start_of(here.data() + at);
        if (starts.test(start * 2654435761U >> 16U)) {
          for (auto [each, end] = by_start.equal_range(start); each != end; ++each) {
            const std::size_t term = each->second;
            if (last[term] != lead && here.substr(at).starts_with(of[term])) {
              last[term] = lead;
              ++count[term];
            }
          }
        }
      }
    }
    return count;
  }

  /// For each pair of characters, the number of leads that contain it.
  [[nodiscard]] std::vector<std::size_t> counts_of_pairs() const {
    std::vector<std::size_t> count(65536, 0);
    std::vector<std::size_t> last(65536, size());
    for (std::size_t lead = 0; lead < size(); ++lead) {
      const std::string_view here = text(lead);
      for (std::size_t at = 0; at + 2 <= here.size(); ++at) {
        const std::size_t pair = static_cast<std::size_t>(static_cast<unsigned char>(here[at]))
                                     << 8U |
                                 static_cast<unsigned char>(here[at + 1]);
        if (last[pair] != lead) {
          last[pair] = lead;
          ++count[pair];
        }
      }
    }
    return count;
  }

 private:
  [[nodiscard]] static std::uint32_t start_of(const char* text) {
    std::uint32_t start = 0;
    std::memcpy(&start, text, sizeof start);
    return start;
  }

  std::string bytes_;
  std::vector<std::size_t> starts_;
};

/// A substring of the text of a random lead.
std::string random_part(const corpus& texts, dice& random, std::size_t least, std::size_t most) {
  for (;;) {
    const std::string_view text = texts.text(random.below(texts.size()));
    const std::size_t size = least + random.below(most - least + 1);
    if (text.size() > size) {
      const std::string_view part = text.substr(random.below(text.size() - size), size);
      if (is_term(part)) {
        return std::string(part);
      }
    }
  }
}

/// Distinct terms contained in that many leads.
std::vector<std::string> terms_with(const corpus& texts, const std::vector<std::string>& candidates,
                                    std::size_t least, std::size_t most) {
  const std::vector<std::size_t> counts = texts.counts(candidates);
  std::vector<std::string> kept;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < candidates.size() && kept.size() < terms; ++i) {
    if (counts[i] >= least && counts[i] <= most && seen.insert(candidates[i]).second) {
      kept.push_back(candidates[i]);
    }
  }
  if (kept.empty()) {
    throw std::logic_error("no term has as many hits as are asked for");
  }
  return kept;
}

std::vector<std::string> parts(const corpus& texts, dice& random, std::size_t count,
                               std::size_t least, std::size_t most) {
  std::vector<std::string> made;
  while (made.size() < count) {
    made.push_back(random_part(texts, random, least, most));
  }
  return made;
}

std::vector<std::string> frequent_pairs(const corpus& texts) {
  const std::vector<std::size_t> counts = texts.counts_of_pairs();
  std::vector<std::pair<std::size_t, std::string>> found; // distance from 40 %
  for (std::size_t pair = 0; pair < counts.size(); ++pair) {
    const std::string text{static_cast<char>(pair >> 8U), static_cast<char>(pair & 255U)};
    if (is_term(text) && counts[pair] * 100 > texts.size() * 25 &&
        counts[pair] * 100 < texts.size() * 55) {
      const std::size_t share = counts[pair] * 10'000 / texts.size();
      found.emplace_back(share > 4'000 ? share - 4'000 : 4'000 - share, text);
    }
  }
  if (found.empty()) {
    throw std::logic_error("no two characters are in 40 % of the leads");
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 16); ++i) {
    pairs.push_back(found[i].second);
  }
  return pairs;
}

/// Twelve characters of which any three consecutive ones are in some text: parts of two leads'
/// texts that overlap by three. Nothing if none is found soon.
std::string spliced(const corpus& texts, dice& random) {
  std::string term = random_part(texts, random, 7, 7);
  for (int tries = 0; tries < 200; ++tries) {
    const std::string_view text = texts.text(random.below(texts.size()));
    const std::size_t at = text.find(term.substr(4));
    if (at != text.npos && at + 8 <= text.size()) {
      term += text.substr(at + 3, 5);
      return is_term(term) ? term : std::string();
    }
  }
  return {};
}

lead_query search_for(const std::string& term) {
  lead_query query;
  query.search = unchecked_search_term(term);
  return query;
}
lead_query at_page(lead_query query, std::size_t page) {
  query.page.page = page;
  return query;
}
query_set searches(std::string name, const std::vector<std::string>& of) {
  query_set made{std::move(name), {}};
  for (const std::string& term : of) {
    made.queries.push_back(search_for(term));
  }
  return made;
}

} // namespace

workload_queries make_queries(const std::vector<lead>& leads) {
  dice random(7);
  const std::size_t all_pages = (leads.size() + default_page_size - 1) / default_page_size;
  std::array<std::size_t, lead_statuses.size()> of_status{};
  std::size_t unassigned = 0;
  std::map<std::string, std::size_t> of_owner;
  for (const lead& each : leads) {
    ++of_status[static_cast<std::size_t>(each.status)];
    if (each.assigned_to_id) {
      ++of_owner[*each.assigned_to_id];
    } else {
      ++unassigned;
    }
  }
  const auto any_of = [&](std::size_t rows) {
    return 1 + random.below(
                   std::max<std::size_t>(1, (rows + default_page_size - 1) / default_page_size));
  };

  workload_queries made;
  lead_query everything;
  lead_query qualified;
  qualified.status = lead_status::qualified;
  lead_query nobody;
  nobody.assigned_to = assignee_filter::unassigned();
  made.page_1 = {"W1 page 1", {everything}};
  made.last_but_one = {"W2 last page but one",
                       {at_page(everything, std::max<std::size_t>(1, all_pages - 1))}};
  made.of_status = {"W3 status=QUALIFIED", {qualified}};
  made.unassigned = {"W4 unassigned, page 10", {at_page(nobody, 10)}};
  made.any_page.name = "W1, W2 any page";
  made.any_page_of_status.name = "W3 any page of a status";
  made.any_page_of_unassigned.name = "W4 any page of unassigned";
  for (std::size_t i = 0; i < pages; ++i) {
    made.any_page.queries.push_back(at_page(everything, any_of(leads.size())));
    const lead_status status = lead_statuses[random.below(lead_statuses.size())];
    lead_query with_status;
    with_status.status = status;
    made.any_page_of_status.queries.push_back(
        at_page(with_status, any_of(of_status[static_cast<std::size_t>(status)])));
    made.any_page_of_unassigned.queries.push_back(at_page(nobody, any_of(unassigned)));
  }

  const corpus texts(leads);
  made.few_hits = searches("W5 search, 3 to 8 hits",
                           terms_with(texts, parts(texts, random, 6000, 5, 12), 3, 8));
  const std::size_t least = leads.size() * 2 / 100;
  const std::size_t most = leads.size() * 4 / 100;
  made.some_hits = searches("W6 search, 2 to 4 % hits",
                            terms_with(texts, parts(texts, random, 6000, 4, 7), least, most));

  std::vector<std::string> absent;
  while (absent.size() < terms) {
    std::vector<std::string> candidates;
    while (candidates.size() < 4 * terms) {
      if (std::string term = spliced(texts, random); !term.empty()) {
        candidates.push_back(std::move(term));
      }
    }
    absent = terms_with(texts, candidates, 0, 0);
  }
  made.no_hits = searches("W7 search, 12 characters, no hit", absent);

  made.some_hits_of_owner.name = "W8 as W6, of a status and owner";
  made.any_page_of_some_hits.name = "W6 any page";
  std::vector<std::string> owners;
  for (const auto& [owner, count] : of_owner) {
    owners.push_back(owner);
  }
  for (const lead_query& each : made.some_hits.queries) {
    lead_query with_owner = each;
    with_owner.status = lead_statuses[random.below(lead_statuses.size())];
    with_owner.assigned_to = assignee_filter::member(owners[random.below(owners.size())]);
    made.some_hits_of_owner.queries.push_back(std::move(with_owner));
    made.any_page_of_some_hits.queries.push_back(at_page(each, any_of(least)));
  }
  made.two = searches("W9 search, two characters", frequent_pairs(texts));
  made.any_page_of_two.name = "W9 any page";
  for (std::size_t i = 0; i < terms; ++i) {
    made.any_page_of_two.queries.push_back(
        at_page(made.two.queries[i % made.two.queries.size()], any_of(leads.size() * 25 / 100)));
  }
  made.long_and_frequent =
      searches("long terms of many leads", {".com", "@gmail.com", "gmail", "+1415", "james",
                                            "@yahoo.com", "smith", "group", "acme"});
  return made;
}

} // namespace leadcore::bench
