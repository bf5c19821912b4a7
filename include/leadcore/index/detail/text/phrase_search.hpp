// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_PHRASE_SEARCH_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_PHRASE_SEARCH_HPP

// Search of a segment for a needle of several terms. decision 0090

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/document_store.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/ngram_bitmaps.hpp>
#include <leadcore/index/detail/text/pair_index.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/text/term_index.hpp>
#include <leadcore/index/detail/text/trigram_index.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Finds the documents of a segment that contain a needle of two terms or more. Two-term needles
/// are answered exactly; longer ones verify the candidates of their rarest adjacent pair.
template <text_alphabet Alphabet> class phrase_search {
 public:
  /// All must outlive the search, and be of the same segment.
  phrase_search(const document_store& documents, const term_index<Alphabet>& terms,
                const pair_index<Alphabet>& pairs, const ngram_bitmaps<Alphabet>& bitmaps) noexcept
      : documents_(documents), terms_(terms), pairs_(pairs), bitmaps_(bitmaps) {}

  /// Adds first + i for each document i that contains the needle.
  /// @param terms  those of the needle, two or more
  void search(std::string_view needle, std::span<const std::string_view> terms, doc_set& out,
              doc_id first) const {
    reserved_array<boundary> boundaries(terms.size());
    for (std::size_t i = 0; i + 1 < terms.size(); ++i) {
      const boundary made = boundary_of(terms, i);
      if (made.rarest.empty()) {
        return;
      }
      detail::insert_sorted(boundaries, made,
                            [](const boundary& each) { return each.rarest.doc_frequency(); });
    }
    // Of a further boundary only where that is cheaper than adding documents.
    std::vector<candidates> found;
    std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
    for (const boundary& each : boundaries) {
      if (found.empty() ||
          (fewest > few && each.rarest.size() < fewest * search_costs::pairs_read_per_candidate)) {
        detail::insert_sorted(found, candidates_of(each),
                              [](const candidates& some) { return some.docs; });
        fewest = found.front().docs;
      }
    }
    if (boundaries.size() == 1) {
      add_docs(found.front(), out, first);
      return;
    }
    if (fewest == 0) {
      return;
    }
    doc_set docs(documents_.size());
    add_docs(found.front(), docs, 0);
    docs.freeze();
    std::uint64_t left = docs.size();
    for (std::size_t i = 1; i < found.size() && left > few &&
                            found[i].docs < left * search_costs::documents_added_per_candidate;
         ++i) {
      doc_set others(documents_.size());
      add_docs(found[i], others, 0);
      others.freeze();
      docs.intersect(others);
      left = docs.size();
    }
    verify(needle, docs, out, first);
  }
  /// Estimates how many documents search() adds or verifies.
  [[nodiscard]] std::uint64_t search_cost(std::span<const std::string_view> terms) const {
    std::uint64_t docs = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t i = 0; i + 1 < terms.size() && docs != 0; ++i) {
      const boundary each = boundary_of(terms, i);
      docs = std::min<std::uint64_t>(docs, each.rarest.empty() ? 0 : each.rarest.doc_frequency());
    }
    return docs;
  }

 private:
  using posting_list = trigram_index::posting_list;
  using range = typename term_index<Alphabet>::range;

  static constexpr std::size_t few = search_costs::few_candidates;

  /// The boundary between two adjacent terms of a needle. Terms of the needle but the first and the
  /// last are whole; the first is the end of a term, the last the beginning of one.
  struct boundary {
    std::string_view left;
    std::string_view right;
    bool whole_left;
    bool whole_right;
    posting_list rarest; // pairs with a spanning n-gram; empty if one of the n-grams is in no pair
    posting_list other;  // pairs with the other n-gram; empty if it is not needed

    /// Whether all bytes of both terms are in one spanning n-gram, and no term is whole.
    [[nodiscard]] bool is_ngram() const noexcept {
      return !whole_left && !whole_right && left.size() + right.size() <= 3;
    }
  };
  /// The boundary after term i.
  [[nodiscard]] boundary boundary_of(std::span<const std::string_view> terms, std::size_t i) const {
    boundary made{terms[i], terms[i + 1], i != 0, i + 2 != terms.size(), {}, {}};
    const std::string_view left = made.left;
    const std::string_view right = made.right;
    const auto find = [&](spanning kind, std::size_t before, std::size_t after) {
      // Both terms are parts of the needle, and adjacent.
      return pairs_.find(kind, {left.end() - before, right.begin() + after});
    };
    const auto one_and_two = [&] {
      const posting_list all = find(spanning::one_and_two, 1, 2);
      return right.size() > 2   ? pairs_.ngrams().with_next(all, right[2])
             : made.whole_right ? pairs_.ngrams().with_next(all, Alphabet::delimiter)
                                : all;
    };
    if (left.size() == 1) {
      made.rarest = right.size() == 1 ? find(spanning::one_and_one, 1, 1) : one_and_two();
      return made;
    }
    made.rarest = find(spanning::two_and_one, 2, 1);
    if (right.size() == 1 || made.rarest.empty()) {
      return made;
    }
    made.other = one_and_two();
    if (made.other.empty()) {
      made.rarest = {};
    } else if (made.other.is_partitioned()) { // the right terms are compared in any case
      made.other = {};
    } else if (made.other.size() < made.rarest.size()) {
      std::swap(made.rarest, made.other);
    }
    return made;
  }

  /// What contains a boundary: some pairs, all pairs of an n-gram, or some documents.
  struct candidates {
    std::vector<std::uint32_t> pairs{};
    posting_list all_of{};
    counted_bitmap bitmap{};
    std::uint64_t docs = 0; // at most so many
  };
  [[nodiscard]] candidates candidates_of(const boundary& of) const {
    candidates found;
    if (of.left.size() + of.right.size() == 2) {
      // Where a term is whole this finds more, but then the documents are verified.
      found.bitmap = bitmaps_.find(std::string_view{of.left.begin(), of.right.end()});
      found.docs = found.bitmap.count;
      if (found.docs != 0) {
        return found;
      }
    }
    if (of.is_ngram()) {
      found.all_of = of.rarest;
      found.docs = of.rarest.doc_frequency();
      return found;
    }
    if (const range rights = terms_.with_prefix(of.right, of.whole_right); !rights.empty()) {
      if (!pairs_by_left_term(of, rights, found.pairs)) {
        pairs_by_ngrams(of, rights, found.pairs);
      }
    }
    for (const std::uint32_t pair : found.pairs) {
      found.docs += pairs_.docs().doc_frequency(pair);
    }
    return found;
  }
  void add_docs(const candidates& found, doc_set& out, doc_id first) const {
    if (!found.bitmap.bits.empty()) {
      out.add_bits(found.bitmap.bits, first);
      return;
    }
    if (found.all_of.empty()) {
      pairs_.docs().add_to(out, found.pairs, first);
      return;
    }
    std::vector<std::uint32_t> pairs;
    pairs_.ngrams().read(found.all_of, pairs);
    pairs_.docs().add_to(out, pairs, first);
  }

  [[nodiscard]] static bool fits_left(const boundary& of, std::string_view term) noexcept {
    return of.whole_left ? term == of.left : term.ends_with(of.left);
  }
  /// Finds the pairs of a boundary by its spanning n-grams. Cheap tests come first: intersection
  /// with a list of similar length, comparing right term ids, intersection with a much longer list,
  /// which is read as a whole, and last the bytes of left terms.
  void pairs_by_ngrams(const boundary& of, range rights, std::vector<std::uint32_t>& out) const {
    pairs_.ngrams().read(of.rarest, out);
    bool is_done = of.other.empty();
    const auto intersect_up_to = [&](std::size_t length_ratio) {
      if (!is_done && out.size() > few && of.other.size() < out.size() * length_ratio) {
        pairs_.ngrams().intersect(out, of.other);
        is_done = true;
      }
    };
    const term_pairs& pairs = pairs_.pairs();
    intersect_up_to(search_costs::pairs_intersected_per_right_term);
    // One byte of a right term that may go on is in the n-gram.
    if (of.right.size() > 1 || of.whole_right) {
      constexpr std::size_t ahead = 16;
      std::size_t i = 0;
      keep_if(out, [&](std::uint32_t pair) {
        if (++i + ahead < out.size()) {
          pairs.prefetch(out[i + ahead]);
        }
        const std::uint32_t right = pairs.right(pair);
        return right >= rights.begin && right < rights.end;
      });
    }
    intersect_up_to(search_costs::pairs_intersected_per_left_term);
    std::uint32_t last = id_hash_table::none; // pairs with the same left term are consecutive
    bool last_fits = false;
    std::size_t i = 0;
    keep_if(out, [&](std::uint32_t pair) {
      prefetch_left(out, i++);
      if (const std::uint32_t left = pairs.left(pair); left != last) {
        last_fits = fits_left(of, terms_[left]);
        last = left;
      }
      return last_fits;
    });
  }
  /// Prefetches what tells whether the left terms of later pairs fit.
  void prefetch_left(std::span<const std::uint32_t> ids, std::size_t i) const noexcept {
    constexpr std::size_t ahead = 8;
    const term_pairs& pairs = pairs_.pairs();
    if (i + 2 * ahead < ids.size()) {
      terms_.prefetch(pairs.left(ids[i + 2 * ahead]));
    }
    if (i + ahead < ids.size()) {
      const std::string_view term = terms_[pairs.left(ids[i + ahead])];
      detail::prefetch(term.data() + term.size() - 1);
    }
  }
  /// The same by possible left terms, if they are much fewer than the pairs that have an n-gram;
  /// otherwise false.
  bool pairs_by_left_term(const boundary& of, range rights, std::vector<std::uint32_t>& out) const {
    const auto add_pairs_of = [&](std::uint32_t left) {
      pairs_.pairs().for_each_of(left, rights.begin, rights.end,
                                 [&](std::uint32_t pair) { out.push_back(pair); });
    };
    if (of.whole_left) {
      if (of.rarest.size() <= few) {
        return false;
      }
      if (const range left = terms_.with_prefix(of.left, true); !left.empty()) {
        add_pairs_of(left.begin);
      }
      return true;
    }
    if (of.left.size() < 3 ||
        terms_.suffix_cost(of.left) * search_costs::pairs_read_per_suffix_term > of.rarest.size()) {
      return false;
    }
    const std::vector<std::uint32_t> lefts = terms_.with_suffix(of.left);
    if (lefts.size() * search_costs::pairs_read_per_left_term > of.rarest.size()) {
      return false;
    }
    for (const std::uint32_t left : lefts) {
      add_pairs_of(left);
    }
    std::sort(out.begin(), out.end());
    return true;
  }

  /// Adds those of some documents that contain the needle.
  void verify(std::string_view needle, const doc_set& of, doc_set& out, doc_id first) const {
    constexpr std::size_t ahead = 12;
    const std::vector<doc_id> docs = of.docs();
    for (std::size_t i = 0; i < docs.size(); ++i) {
      if (i + 2 * ahead < docs.size()) {
        documents_.prefetch_offset(docs[i + 2 * ahead]);
      }
      if (i + ahead < docs.size()) {
        documents_.prefetch_text(docs[i + ahead]);
      }
      if (find_bytes(documents_[docs[i]], needle) != std::string_view::npos) {
        out.add(first + docs[i]);
      }
    }
  }

  const document_store& documents_;
  const term_index<Alphabet>& terms_;
  const pair_index<Alphabet>& pairs_;
  const ngram_bitmaps<Alphabet>& bitmaps_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
