// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_CAUSES_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_CAUSES_HPP

// Likely causes: plausible mistakes, each of which is compared with the wrong pages of a server.

#include "verify/http/judge.hpp"
#include "verify/http/model.hpp"

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/find_folded.hpp>
#include <leadcore/text/fold.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::verify::live {

/// A page that was answered.
struct answered_page {
  lead_query query;
  std::vector<std::string> ids;
  std::uint64_t total = 0;
  std::string sign; ///< of the kind of difference; empty if it was right
};

/// A way to answer otherwise than the spec says.
struct mistake {
  std::string_view name;
  /// Whether a lead passes; null: as specified.
  std::function<bool(const lead&, const lead_query&)> passes;
  /// Whether one lead comes before another; null: as specified.
  std::function<bool(const lead&, const lead&)> before;
  /// The position of the first lead of the page; null: as specified.
  std::function<std::uint64_t(const lead_query&)> offset;
};

[[nodiscard]] inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), leadcore::detail::to_lower);
  return out;
}

/// The texts that a search reads.
[[nodiscard]] inline std::vector<std::string> searched_texts(const lead& row) {
  std::vector<std::string> texts{row.name, row.company.value_or("")};
  texts.insert(texts.end(), row.emails.begin(), row.emails.end());
  texts.insert(texts.end(), row.phones.begin(), row.phones.end());
  return texts;
}
/// Whether a term is in any of some texts, by a comparison of one text and the term.
template <class Compare>
[[nodiscard]] bool any_text(const std::vector<std::string>& texts, std::string_view term,
                            Compare&& finds) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& each) { return finds(each, term); });
}

[[nodiscard]] inline std::vector<mistake> mistakes(null_placement nulls) {
  // The query without a part of it.
  const auto without = [](auto change) {
    return [change](const lead& row, const lead_query& query) {
      lead_query changed = query;
      change(changed);
      return leadcore::matches(row, changed);
    };
  };
  // The search replaced by another one; phones by their digits, as specified.
  const auto search = [](auto finds) {
    return [finds](const lead& row, const lead_query& query) {
      lead_query others = query;
      others.search = {};
      if (!leadcore::matches(row, others)) {
        return false;
      }
      const auto phone = query.search.phone();
      return query.search.empty() || finds(row, query.search) ||
             std::any_of(row.phones.begin(), row.phones.end(),
                         [&](const std::string& each) { return phone.matches(each); });
    };
  };
  const auto also_in = [search](auto value_of) {
    return search([value_of](const lead& row, const search_term& term) {
      return leadcore::matches(row, term) ||
             leadcore::contains_folded(std::string(value_of(row)), term.folded());
    });
  };
  const auto texts_by = [search](auto finds) {
    return search([finds](const lead& row, const search_term& term) {
      return any_text(searched_texts(row), term.text(), finds);
    });
  };
  const auto owner_by = [](auto same) {
    return [same](const lead& row, const lead_query& query) {
      lead_query others = query;
      others.assigned_to = {};
      return leadcore::matches(row, others) &&
             (!query.assigned_to.is_member()
                  ? leadcore::matches(row, query)
                  : row.assigned_to_id && same(*row.assigned_to_id, query.assigned_to.id()));
    };
  };
  const auto other = nulls == nulls_last ? nulls_first : nulls_last;
  const auto by = [nulls](auto key) { // nextCallAt, then a key, then as specified
    return [nulls, key](const lead& a, const lead& b) {
      const auto call = lexicographic_order{std::tuple{ascending<"next_call_at">}}.with(nulls);
      const auto first = call.compare(a, b);
      return first != 0 ? first < 0 : key(a, b);
    };
  };
  std::vector<mistake> made{
      {"the status is ignored", without([](lead_query& q) { q.status.reset(); }), {}, {}},
      {"assignedToId is ignored", without([](lead_query& q) { q.assigned_to = {}; }), {}, {}},
      {"the search is ignored", without([](lead_query& q) { q.search = {}; }), {}, {}},
      {"the search is ignored beside another filter",
       without([](lead_query& q) {
         if (q.status || !q.assigned_to.is_any()) {
           q.search = {};
         }
       }),
       {},
       {}},
      {"filters are joined by or",
       [](const lead& row, const lead_query& q) {
         lead_query status, owner, term;
         status.status = q.status;
         owner.assigned_to = q.assigned_to;
         term.search = q.search;
         const bool any = q.status || !q.assigned_to.is_any() || !q.search.empty();
         return !any || (q.status && leadcore::matches(row, status)) ||
                (!q.assigned_to.is_any() && leadcore::matches(row, owner)) ||
                (!q.search.empty() && leadcore::matches(row, term));
       },
       {},
       {}},
      {"the search is case-sensitive",
       texts_by([](std::string_view text, std::string_view term) {
         return text.find(term) != std::string_view::npos;
       }),
       {},
       {}},
      {"the search folds ASCII letters only",
       texts_by([](std::string_view text, std::string_view term) {
         return lower_ascii(text).find(lower_ascii(term)) != std::string::npos;
       }),
       {},
       {}},
      {"the search finds beginnings only",
       texts_by([](std::string_view text, std::string_view term) {
         return leadcore::fold(text).starts_with(leadcore::fold(term));
       }),
       {},
       {}},
      {"the search finds whole values only",
       texts_by([](std::string_view text, std::string_view term) {
         return leadcore::fold(text) == leadcore::fold(term);
       }),
       {},
       {}},
      {"% and _ are wildcards",
       texts_by([](std::string_view text, std::string_view term) {
         const std::string pattern = "%" + leadcore::fold(term) + "%";
         const std::string in = leadcore::fold(text);
         std::vector<bool> at(pattern.size() + 1); // prefixes of the pattern that match
         at[0] = true;
         for (std::size_t p = 0; p < pattern.size() && pattern[p] == '%'; ++p) {
           at[p + 1] = at[p];
         }
         for (const char c : in) {
           bool before = at[0];
           at[0] = false;
           for (std::size_t p = 0; p < pattern.size(); ++p) {
             const bool here = at[p + 1];
             at[p + 1] = pattern[p] == '%' ? here || at[p]
                                           : before && (pattern[p] == '_' || pattern[p] == c);
             before = here;
           }
         }
         return at[pattern.size()] == true;
       }),
       {},
       {}},
      {"the search does not look into companies",
       search([](const lead& row, const search_term& term) {
         lead less = row;
         less.company.reset();
         return leadcore::matches(less, term);
       }),
       {},
       {}},
      {"the search does not look into names",
       search([](const lead& row, const search_term& term) {
         lead less = row;
         less.name.clear();
         return leadcore::matches(less, term);
       }),
       {},
       {}},
      {"the search does not look into emails",
       search([](const lead& row, const search_term& term) {
         lead less = row;
         less.emails.clear();
         return leadcore::matches(less, term);
       }),
       {},
       {}},
      {"the search looks into the first email only",
       search([](const lead& row, const search_term& term) {
         lead less = row;
         less.emails.resize(std::min<std::size_t>(1, less.emails.size()));
         return leadcore::matches(less, term);
       }),
       {},
       {}},
      {"phones are searched as texts only",
       [](const lead& row, const lead_query& q) {
         lead_query others = q;
         others.search = {};
         return leadcore::matches(row, others) &&
                (q.search.empty() || any_text(searched_texts(row), q.search.folded(),
                                              [](const std::string& text, std::string_view folded) {
                                                return leadcore::contains_folded(text, folded);
                                              }));
       },
       {},
       {}},
      {"phones are not searched",
       [](const lead& row, const lead_query& q) {
         lead less = row;
         less.phones.clear();
         return leadcore::matches(less, q);
       },
       {},
       {}},
      {"only the first phone is searched",
       [](const lead& row, const lead_query& q) {
         lead less = row;
         less.phones.resize(std::min<std::size_t>(1, less.phones.size()));
         return leadcore::matches(less, q);
       },
       {},
       {}},
      {"the search looks into notes",
       also_in([](const lead& row) { return row.notes.value_or(""); }),
       {},
       {}},
      {"the search looks into source",
       also_in([](const lead& row) { return row.source.value_or(""); }),
       {},
       {}},
      {"the search looks into ids", also_in([](const lead& row) { return row.id; }), {}, {}},
      {"the search looks into statuses",
       also_in([](const lead& row) { return to_string(row.status); }),
       {},
       {}},
      {"the search looks into owners",
       also_in([](const lead& row) { return row.assigned_to_id.value_or(""); }),
       {},
       {}},
      {"assignedToId is compared without letter case",
       owner_by([](std::string_view is, std::string_view asked) {
         return lower_ascii(is) == lower_ascii(asked);
       }),
       {},
       {}},
      {"assignedToId is compared by prefix",
       owner_by([](std::string_view is, std::string_view asked) { return is.starts_with(asked); }),
       {},
       {}},
      {"unassigned selects every lead",
       [](const lead& row, const lead_query& q) {
         lead_query others = q;
         others.assigned_to = q.assigned_to.is_unassigned() ? assignee_filter{} : q.assigned_to;
         return leadcore::matches(row, others);
       },
       {},
       {}},
      {"unassigned is compared as an id",
       [](const lead& row, const lead_query& q) {
         return !q.assigned_to.is_unassigned() && leadcore::matches(row, q);
       },
       {},
       {}},
      {"leads without nextCallAt are on the other end",
       {},
       [other](const lead& a, const lead& b) { return lead_order.with(other)(a, b); },
       {}},
      {"createdAt is ascending",
       {},
       by([](const lead& a, const lead& b) {
         return lexicographic_order{std::tuple{ascending<"created_at">, ascending<"id">}}(a, b);
       }),
       {}},
      {"createdAt does not order",
       {},
       by([](const lead& a, const lead& b) { return a.id < b.id; }),
       {}},
      {"id is descending",
       {},
       by([](const lead& a, const lead& b) {
         return lexicographic_order{std::tuple{descending<"created_at">, descending<"id">}}(a, b);
       }),
       {}},
      {"id is compared without letter case",
       {},
       by([](const lead& a, const lead& b) {
         const auto first = lexicographic_order{std::tuple{descending<"created_at">}}.compare(a, b);
         return first != 0 ? first < 0 : lower_ascii(a.id) < lower_ascii(b.id);
       }),
       {}},
      {"nextCallAt is descending",
       {},
       [nulls](const lead& a, const lead& b) {
         return lexicographic_order{
             std::tuple{descending<"next_call_at">, descending<"created_at">, ascending<"id">}}
             .with(nulls)(a, b);
       },
       {}},
      {"pages are counted from 0", {}, {}, [](const lead_query& q) { return q.page.end(); }},
      {"each page begins one lead too late",
       {},
       {},
       [](const lead_query& q) { return q.page.offset() + 1; }},
      {"page is an offset", {}, {}, [](const lead_query& q) { return q.page.page - 1; }},
  };
  return made;
}

/// Whether a mistake gives exactly the leads of a page.
[[nodiscard]] inline bool gives(const mistake& made, const model& known, null_placement nulls,
                                const answered_page& page) {
  std::vector<const lead*> found;
  for (const lead& each : known.rows()) {
    if (made.passes ? made.passes(each, page.query) : leadcore::matches(each, page.query)) {
      found.push_back(&each);
    }
  }
  const auto order = lead_order.with(nulls);
  const auto before = [&](const lead* a, const lead* b) {
    return made.before ? made.before(*a, *b) : order(*a, *b);
  };
  std::sort(found.begin(), found.end(),
            [&](const lead* a, const lead* b) { return before(a, b) || (!before(b, a) && a < b); });
  const std::uint64_t offset = made.offset ? made.offset(page.query) : page.query.page.offset();
  const std::uint64_t first = std::min<std::uint64_t>(offset, found.size());
  const std::uint64_t size = std::min(page.query.page.page_size, found.size() - first);
  return page.total == found.size() && page.ids.size() == size &&
         std::equal(page.ids.begin(), page.ids.end(),
                    found.begin() + static_cast<std::ptrdiff_t>(first),
                    [](const std::string& id, const lead* row) { return id == row->id; });
}

/// The one mistake that gives each page with a kind of difference, and all pages without any; empty
/// if there is none, or several.
[[nodiscard]] inline std::string likely_cause(const model& known, null_placement nulls,
                                              const std::vector<answered_page>& pages,
                                              std::string_view sign) {
  const auto gives_all = [&](const mistake& made, std::string_view of) {
    return std::all_of(pages.begin(), pages.end(), [&](const answered_page& each) {
      return each.sign != of || gives(made, known, nulls, each);
    });
  };
  if (gives_all({}, sign)) { // no page, or only pages that are wrong in another way
    return {};
  }
  std::string only;
  for (const mistake& each : mistakes(nulls)) {
    if (gives_all(each, sign) && gives_all(each, "")) {
      if (!only.empty()) {
        return {};
      }
      only = each.name;
    }
  }
  return only;
}

} // namespace leadcore::verify::live

#endif
