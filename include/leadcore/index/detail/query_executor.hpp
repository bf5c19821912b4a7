// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_QUERY_EXECUTOR_HPP
#define LEADCORE_INDEX_DETAIL_QUERY_EXECUTOR_HPP

// Answers a query over a version.

#include <leadcore/index/detail/query_plan.hpp>
#include <leadcore/index/detail/sort_key.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/match_set.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A posting list in the order of the answer. It is stored with nulls last; for nulls first its two
/// halves change places.
class ordered_postings {
 public:
  ordered_postings() = default;
  ordered_postings(const posting_list& list, null_placement nulls) noexcept
      : list_(list), dated_(nulls == nulls_last ? list.size() : list.rank(first_null_key)) {}

  [[nodiscard]] std::uint64_t size() const noexcept { return list_.size(); }
  [[nodiscard]] bool empty() const noexcept { return list_.empty(); }

  /// Calls visit(docs) for up to count documents from a rank on, some at a time, until it returns
  /// false.
  template <class Visit>
  void visit_spans(std::uint64_t first, std::uint64_t count, Visit&& visit) const {
    const std::uint64_t undated = size() - dated_;
    bool more = true;
    const auto visit_on = [&](std::span<const doc_id> docs) { return more = visit(docs); };
    if (first < undated) {
      const std::uint64_t here = std::min(count, undated - first);
      list_.visit_spans(dated_ + first, here, visit_on);
      first += here;
      count -= here;
    }
    if (more && first < size()) {
      list_.visit_spans(first - undated, std::min(count, size() - first), visit_on);
    }
  }
  /// Calls visit(doc) for every document, in order, until it returns false.
  template <class Visit> void visit(Visit&& visit) const {
    visit_spans(0, size(),
                [&](std::span<const doc_id> docs) { return std::ranges::all_of(docs, visit); });
  }
  /// Calls visit(doc) for every document, last first, until it returns false.
  template <class Visit> void visit_reverse(Visit&& visit) const {
    bool more = true;
    list_.visit_reverse(dated_, dated_, [&](doc_id doc) { return more = visit(doc); });
    if (more) {
      list_.visit_reverse(size(), size() - dated_, visit);
    }
  }

 private:
  posting_list list_;
  std::uint64_t dated_ = 0; // the rank where nulls begin, if they are to come first
};

/// Executes one query.
class query_executor {
 public:
  using row_reference = std::reference_wrapper<const indexed_lead>;

  query_executor(const index_version& version, const lead_query& query, null_placement nulls)
      : version_(version), query_(query), nulls_(nulls), filtered_(find_postings(), nulls) {}

  [[nodiscard]] page_of<row_reference> execute() {
    if (query_.search.empty() || filtered_.empty()) {
      const row_slice slice = slice_of(filtered_.size(), query_.page);
      shown_.reserve(static_cast<std::size_t>(slice.last - slice.first));
      filtered_.visit_spans(slice.first, slice.last - slice.first,
                            [&](std::span<const doc_id> docs) {
                              shown_.insert(shown_.end(), docs.begin(), docs.end());
                              return true;
                            });
      fetch_page(filtered_.size());
    } else {
      search();
    }
    return std::move(page_);
  }

 private:
  /// The posting list of the filters other than the search.
  [[nodiscard]] posting_list find_postings() const {
    owner_ordinal owner = all_owners;
    if (query_.assigned_to.is_unassigned()) {
      owner = no_owner;
    } else if (query_.assigned_to.is_member()) {
      owner = version_.find_owner(query_.assigned_to.id());
    }
    return owner == posting_list::none ? posting_list() : version_.postings(owner, query_.status);
  }

  /// Makes the page of the documents in shown_.
  void fetch_page(std::uint64_t total) {
    page_.data.reserve(shown_.size());
    version_.rows.visit(
        shown_, [&](const cow::node* row) { page_.data.push_back(indexed_lead_access::row(row)); });
    page_.pagination = paginate(total, query_.page);
  }

  void search() {
    const std::vector<std::string> needles =
        detail::search_needles(query_.search.phrases().front());
    if (needles.empty()) { // the term is not UTF-8, so the text index cannot answer it
      visit_all([&](doc_id doc) { return leadcore::matches(*version_.row(doc), query_.search); });
      return;
    }
    const search_input input{filtered_.size(), version_.size()};
    if (input.is_scan_cheaper([&] { return version_.texts->search_cost(needles); })) {
      scan(needles);
      return;
    }
    match_set found = version_.texts->search(needles);
    const bool is_total = input.filtered == input.all;
    const std::uint64_t matches = found.size();
    switch (plan_matches(matches,
                         expected_visits(input.filtered, matches, query_.page.end(), is_total),
                         version_.texts->next_doc(), found.shares_bitmap())) {
    case match_plan::probe_shared:
      probe(matches, is_total, [&](doc_id doc) { return found.contains(doc); });
      break;
    case match_plan::fetch_rows:
      fetch_rows(found.docs());
      break;
    case match_plan::probe_dense:
      const doc_set& dense = found.make_dense();
      probe(matches, is_total, [&](doc_id doc) { return dense.dense_contains(doc); });
    }
  }

  /// Scans the texts of the filtered documents. Adjacent documents are scanned as one range.
  void scan(std::span<const std::string> needles) {
    std::vector<doc_id> docs;
    std::vector<std::size_t> ranges; // where adjacent documents begin in docs, and its size
    docs.reserve(static_cast<std::size_t>(filtered_.size()));
    filtered_.visit_spans(0, filtered_.size(), [&](std::span<const doc_id> some) {
      append_ranges(docs, ranges, some);
      return true;
    });
    ranges.push_back(docs.size());
    std::vector<std::uint32_t> found; // indexes of docs
    for (std::size_t i = 0; i + 1 < ranges.size(); ++i) {
      // Texts of other ranges are cache misses, so they are prefetched in two steps.
      constexpr std::size_t ahead = 12;
      if (i + 2 * ahead + 1 < ranges.size()) {
        version_.texts->prefetch_offset(docs[ranges[i + 2 * ahead]]);
      }
      if (i + ahead + 1 < ranges.size()) {
        version_.texts->prefetch_text(docs[ranges[i + ahead]]);
      }
      const doc_id first = docs[ranges[i]];
      for (const std::string& needle : needles) {
        version_.texts->scan(first, ranges[i + 1] - ranges[i], needle, [&](doc_id doc) {
          found.push_back(static_cast<std::uint32_t>(ranges[i] + (doc - first)));
        });
      }
    }
    if (needles.size() > 1) {
      std::ranges::sort(found);
      found.erase(std::unique(found.begin(), found.end()), found.end());
    }
    const row_slice slice = slice_of(found.size(), query_.page);
    for (std::uint64_t i = slice.first; i < slice.last; ++i) {
      shown_.push_back(docs[found[static_cast<std::size_t>(i)]]);
    }
    fetch_page(found.size());
  }
  /// Appends documents, and where a range of adjacent ones begins.
  static void append_ranges(std::vector<doc_id>& docs, std::vector<std::size_t>& ranges,
                            std::span<const doc_id> some) {
    if (docs.empty() || some.front() != docs.back() + 1) {
      ranges.push_back(docs.size());
    }
    // Usually all are adjacent, which a loop without branches tells fastest.
    bool adjacent = true;
    for (std::size_t i = 1; i < some.size(); ++i) {
      adjacent = static_cast<bool>(static_cast<int>(adjacent) &
                                   static_cast<int>(some[i] == some[i - 1] + 1));
    }
    for (std::size_t i = 1; !adjacent && i < some.size(); ++i) {
      if (some[i] != some[i - 1] + 1) {
        ranges.push_back(docs.size() + i);
      }
    }
    docs.insert(docs.end(), some.begin(), some.end());
  }

  /// Fetches the rows of a few matches and selects the page from those that pass the other filters.
  void fetch_rows(const std::vector<doc_id>& docs) {
    std::vector<const indexed_lead*> rows;
    rows.reserve(docs.size());
    version_.rows.visit(docs, [&](const cow::node* each) {
      rows.push_back(&indexed_lead_access::row(each));
      __builtin_prefetch(rows.back());
    });
    lead_query filters = query_;
    filters.search = {};
    best_of<const indexed_lead*, by_pointee<decltype(lead_order)>> best(query_.page.end(),
                                                                        {lead_order.with(nulls_)});
    std::uint64_t total = 0;
    for (const indexed_lead* row : rows) {
      if (leadcore::matches(*row, filters)) {
        ++total;
        if (best.admits(*row)) {
          best.add(std::move(row));
        }
      }
    }
    const row_slice slice = slice_of(total, query_.page);
    for (const indexed_lead* row : std::move(best).slice(static_cast<std::size_t>(slice.first),
                                                         static_cast<std::size_t>(slice.last))) {
      page_.data.push_back(*row);
    }
    page_.pagination = paginate(total, query_.page);
  }

  /// Visits the filtered documents. If these are all documents, the total is known and the walk
  /// ends with the page.
  template <class IsMatch> void probe(std::uint64_t matches, bool is_total, IsMatch is_match) {
    if (is_total) {
      visit_until_page(matches, is_match);
    } else {
      visit_all(is_match);
    }
  }
  /// Visits all filtered documents and counts the matches.
  template <class IsMatch> void visit_all(IsMatch is_match) {
    const std::uint64_t begin = query_.page.offset();
    const std::uint64_t end = query_.page.end();
    std::uint64_t total = 0;
    filtered_.visit([&](doc_id doc) {
      if (is_match(doc)) {
        if (total >= begin && total < end) {
          shown_.push_back(doc);
        }
        ++total;
      }
      return true;
    });
    fetch_page(total);
  }
  /// Visits documents up to the end of the page, from the nearer end of the list.
  template <class IsMatch> void visit_until_page(std::uint64_t total, IsMatch is_match) {
    const row_slice slice = slice_of(total, query_.page);
    if (slice.first == slice.last) {
      fetch_page(total);
      return;
    }
    const bool is_reverse = slice.first > total - slice.last;
    const std::uint64_t skipped = is_reverse ? total - slice.last : slice.first;
    const std::uint64_t wanted = skipped + slice.last - slice.first;
    std::uint64_t seen = 0;
    const auto visit = [&](doc_id doc) {
      if (is_match(doc)) {
        if (seen >= skipped) {
          shown_.push_back(doc);
        }
        ++seen;
      }
      return seen != wanted;
    };
    if (is_reverse) {
      filtered_.visit_reverse(visit);
      std::ranges::reverse(shown_);
    } else {
      filtered_.visit(visit);
    }
    fetch_page(total);
  }

  const index_version& version_;
  const lead_query& query_;
  null_placement nulls_;
  ordered_postings filtered_; // what the filters other than the search leave
  std::vector<doc_id> shown_; // the documents of the page
  page_of<row_reference> page_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
