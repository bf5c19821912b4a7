// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_QUERY_EXECUTOR_HPP
#define LEADCORE_INDEX_DETAIL_QUERY_EXECUTOR_HPP

// Answers a query over a version.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/filter_roles.hpp>
#include <leadcore/index/detail/ordered_postings.hpp>
#include <leadcore/index/detail/phrase_needles.hpp>
#include <leadcore/index/detail/query_plan.hpp>
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
#include <leadcore/text/find_folded.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/function_ref.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Executes one query. Its answer begins as a posting list, which a search and residual filters
/// narrow down.
template <class Endpoint> class query_executor {
 public:
  using record = typename Endpoint::record;
  using row_type = indexed_row<record>;
  using row_reference = std::reference_wrapper<const row_type>;
  using query_type = typename Endpoint::query;
  using order_type = std::remove_cvref_t<decltype(Endpoint::order)>;

  /// @param nulls  another placement of them than in the order of the endpoint
  query_executor(const index_version<Endpoint>& version, const query_type& query,
                 std::optional<null_placement> nulls)
      : version_(version), query_(query), asks_residual_(roles::asks_residual(query)) {
    if constexpr (has_nullable_key<Endpoint>) {
      if (nulls) {
        order_ = Endpoint::order.with(*nulls);
        arrangement_ = detail::arrangement_for<Endpoint>(*nulls);
      }
    }
    filtered_ = ordered_postings(find_postings(), arrangement_);
  }

  [[nodiscard]] page_of<row_reference> execute() {
    if (!asks_search() || filtered_.empty()) {
      if (is_unarranged()) {
        select_rows(filtered_docs());
      } else if (asks_residual_) {
        page_of_docs(filtered_docs());
      } else {
        page_of_list();
      }
    } else if constexpr (roles::has_search) {
      search();
    }
    return std::move(page_);
  }

 private:
  using roles = filter_roles<Endpoint>;

  [[nodiscard]] bool asks_search() const {
    if constexpr (roles::has_search) {
      return !term().empty();
    } else {
      return false;
    }
  }
  [[nodiscard]] const auto& term() const { return query_.*(search_filter_of<Endpoint>.member); }
  /// Whether no list has the order of the answer.
  [[nodiscard]] bool is_unarranged() const noexcept {
    return may_lack_arrangement<Endpoint> && arrangement_ == list_arrangement::none;
  }
  /// Whether the posting list is that of all rows, and nothing but the search narrows it down.
  [[nodiscard]] bool is_unfiltered() const noexcept {
    return filtered_.size() == version_.size() && !asks_residual_;
  }

  /// The posting list of the filters that have one.
  [[nodiscard]] posting_list find_postings() const {
    owner_ordinal owner = all_owners;
    if constexpr (roles::has_owner) {
      const auto& asked = query_.*(std::get<roles::owner>(Endpoint::filters).member);
      if (asked.is_unassigned()) {
        owner = no_owner;
      } else if (asked.is_member()) {
        owner = version_.find_owner(asked.id());
      }
    }
    return owner == posting_list::none ? posting_list()
                                       : version_.postings(owner, roles::asked_value(query_));
  }
  /// The documents of the posting list, in order.
  [[nodiscard]] std::vector<doc_id> filtered_docs() const {
    std::vector<doc_id> docs;
    docs.reserve(filtered_.size());
    filtered_.visit_spans(0, filtered_.size(), [&](std::span<const doc_id> some) {
      docs.insert(docs.end(), some.begin(), some.end());
      return true;
    });
    return docs;
  }
  /// Documents, and the row of each.
  using visit_batch = function_ref<void(std::span<const doc_id>, const row_type* const*)>;
  /// Visits some documents, in their order. Rows are prefetched in batches.
  void visit_rows(std::span<const doc_id> docs, visit_batch visit) const {
    std::array<const row_type*, 64> rows;
    while (!docs.empty()) {
      const auto now = docs.first(std::min(rows.size(), docs.size()));
      docs = docs.subspan(now.size());
      std::size_t count = 0;
      version_.rows.visit(now, [&](const cow::node* each) {
        rows[count] = &row_access::row<record>(each);
        detail::prefetch(rows[count++]);
      });
      visit(now, rows.data());
    }
  }
  /// Removes the documents whose rows fail a predicate.
  template <class Predicate> void keep_rows_if(std::vector<doc_id>& docs, Predicate is_kept) const {
    std::size_t kept = 0; // at most the index of the document that is visited
    visit_rows(docs, [&](std::span<const doc_id> some, const row_type* const* rows) {
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (is_kept(*rows[i])) {
          docs[kept++] = some[i];
        }
      }
    });
    docs.resize(kept);
  }

  /// Makes the page of the posting list.
  void page_of_list() {
    const row_slice slice = slice_of(filtered_.size(), query_.page);
    shown_.reserve(slice.last - slice.first);
    filtered_.visit_spans(slice.first, slice.last - slice.first, [&](std::span<const doc_id> docs) {
      shown_.insert(shown_.end(), docs.begin(), docs.end());
      return true;
    });
    fetch_page(filtered_.size());
  }
  /// Makes the page of documents in order, of which residual filters remove some.
  void page_of_docs(std::vector<doc_id> docs) {
    if (asks_residual_) {
      keep_rows_if(docs, [&](const row_type& row) { return roles::passes_residual(row, query_); });
    }
    const row_slice slice = slice_of(docs.size(), query_.page);
    shown_.assign(docs.begin() + static_cast<std::ptrdiff_t>(slice.first),
                  docs.begin() + static_cast<std::ptrdiff_t>(slice.last));
    fetch_page(docs.size());
  }
  /// Makes the page of the documents in shown_.
  void fetch_page(std::uint64_t total) {
    page_.data.reserve(shown_.size());
    version_.rows.visit(
        shown_, [&](const cow::node* row) { page_.data.push_back(row_access::row<record>(row)); });
    page_.pagination = paginate(total, query_.page);
  }
  /// Selects the page from the rows of some documents that pass all filters but the search.
  void select_rows(const std::vector<doc_id>& docs) {
    best_of<const row_type*, by_pointee<order_type>> best(query_.page.end(), {order_});
    std::uint64_t total = 0;
    visit_rows(docs, [&](std::span<const doc_id> some, const row_type* const* rows) {
      for (std::size_t i = 0; i < some.size(); ++i) {
        const row_type& row = *rows[i];
        if (roles::passes_unsearched(row, query_)) {
          ++total;
          if (best.admits(row)) {
            best.add(&row);
          }
        }
      }
    });
    const row_slice slice = slice_of(total, query_.page);
    for (const row_type* row : std::move(best).slice(static_cast<std::size_t>(slice.first),
                                                     static_cast<std::size_t>(slice.last))) {
      page_.data.push_back(*row);
    }
    page_.pagination = paginate(total, query_.page);
  }

  void search() {
    phrase_needles<std::remove_cvref_t<decltype(term())>> needles(*version_.texts);
    if (!needles.assign(term())) {
      match_rows();
      return;
    }
    const search_input input{filtered_.size(), version_.size()};
    if (input.is_scan_cheaper([&] { return version_.texts->search_cost(needles.first()); })) {
      std::vector<doc_id> docs = detail::scan_docs(*version_.texts, filtered_, needles.first());
      needles.keep_with_others(docs);
      page_of_matches(std::move(docs));
      return;
    }
    match_set found = needles.find();
    if (is_unarranged()) {
      select_rows(found.docs());
      return;
    }
    const bool is_total = is_unfiltered();
    const std::uint64_t matches = found.size();
    switch (plan_matches(matches,
                         expected_visits(input.filtered, matches, query_.page.end(), is_total),
                         version_.texts->next_doc(), found.shares_bitmap())) {
    case match_plan::probe_shared:
      probe(matches, is_total, filter_by([&](doc_id doc) { return found.contains(doc); }));
      break;
    case match_plan::fetch_rows:
      select_rows(found.docs());
      break;
    case match_plan::probe_dense:
      const doc_set& dense = found.make_dense();
      probe(matches, is_total, filter_by([&](doc_id doc) { return dense.dense_contains(doc); }));
    }
  }

  /// Reads the rows of the posting list, for a term that the text index does not answer: one that
  /// is not UTF-8, or of marks alone. Both are rare, so find_folded suffices, which is small.
  void match_rows() {
    const auto contains = [](std::string_view text, std::string_view folded) {
      constexpr folding by = search_filter_of<Endpoint>.policy.folding;
      return leadcore::find_folded<by>(text, folded).has_value();
    };
    std::vector<doc_id> docs = filtered_docs();
    keep_rows_if(docs, [&](const row_type& row) {
      return detail::contains_term(search_filter_of<Endpoint>.fields, row, term(), contains);
    });
    page_of_matches(std::move(docs));
  }
  /// Makes the page of documents in the order of the list that contain the term.
  void page_of_matches(std::vector<doc_id> docs) {
    if (is_unarranged()) {
      select_rows(docs);
    } else {
      page_of_docs(std::move(docs));
    }
  }

  /// Copies the matches among some documents, and returns the copies.
  using match_filter = function_ref<std::span<doc_id>(std::span<const doc_id>, doc_id*)>;
  /// The filter for a predicate. It has no branches, which would be mispredicted.
  template <class IsMatch> [[nodiscard]] static auto filter_by(IsMatch is_match) {
    return [is_match](std::span<const doc_id> docs, doc_id* out) {
      std::size_t count = 0;
      for (const doc_id doc : docs) {
        out[count] = doc;
        count += is_match(doc) ? 1U : 0U;
      }
      return std::span(out, count);
    };
  }
  /// Makes the page of the matches among the filtered documents. If all matches are among them, the
  /// walk begins at the nearer end of the list and ends with the page.
  void probe(std::uint64_t matches, bool is_total, match_filter filter) {
    std::array<doc_id, posting_list::leaf::capacity> kept;
    if (!is_total && asks_residual_) {
      std::vector<doc_id> docs;
      filtered_.visit_spans(0, filtered_.size(), [&](std::span<const doc_id> some) {
        const std::span<const doc_id> found = filter(some, kept.data());
        docs.insert(docs.end(), found.begin(), found.end());
        return true;
      });
      page_of_docs(std::move(docs));
      return;
    }
    row_slice shown{query_.page.offset(), query_.page.end()};
    bool is_reverse = false;
    if (is_total) {
      shown = slice_of(matches, query_.page);
      is_reverse = shown.first > matches - shown.last;
      if (is_reverse) {
        shown = {matches - shown.last, matches - shown.first};
      }
    }
    std::uint64_t seen = 0;
    const auto visit = [&](std::span<const doc_id> some) {
      const std::span<doc_id> found = filter(some, kept.data());
      if (is_reverse) {
        std::reverse(found.begin(), found.end());
      }
      const std::uint64_t next = seen + found.size();
      const std::uint64_t first = std::clamp(shown.first, seen, next);
      const std::span<const doc_id> of_page =
          found.subspan(first - seen, std::clamp(shown.last, seen, next) - first);
      shown_.insert(shown_.end(), of_page.begin(), of_page.end());
      seen = next;
      return !is_total || seen < shown.last;
    };
    if (is_reverse) {
      filtered_.visit_spans_reverse(visit);
      std::reverse(shown_.begin(), shown_.end());
    } else {
      filtered_.visit_spans(0, filtered_.size(), visit);
    }
    fetch_page(is_total ? matches : seen);
  }

  const index_version<Endpoint>& version_;
  const query_type& query_;
  order_type order_ = Endpoint::order; // of the answer
  list_arrangement arrangement_ = list_arrangement::stored;
  bool asks_residual_;
  ordered_postings filtered_{}; // what the filters that have posting lists leave
  std::vector<doc_id> shown_{}; // the documents of the page
  page_of<row_reference> page_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
