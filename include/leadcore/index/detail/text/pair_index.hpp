// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_PAIR_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_PAIR_INDEX_HPP

// The adjacent term pairs of a segment: which pairs have an n-gram that spans their boundary, and
// which documents contain a pair. decision 0090

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/postings.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/index/detail/text/term_collector.hpp>
#include <leadcore/index/detail/text/term_index.hpp>
#include <leadcore/index/detail/text/term_pairs.hpp>
#include <leadcore/index/detail/text/trigram_index.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// An n-gram that spans the boundary of two terms: how many of its bytes are the last of the left
/// term, and how many the first of the right term.
enum class spanning : std::uint8_t { one_and_one, two_and_one, one_and_two };

/// Pairs of adjacent terms by id (term_pairs).
template <text_alphabet Alphabet> class pair_index {
 public:
  /// To be called once.
  /// @param collected  must outlive the work
  stepwise assign(term_collector<Alphabet>& collected) {
    docs_ = collected.take_pair_docs();
    co_yield pairs_.assign(collected.pairs());
    std::vector<std::uint32_t> doc_frequencies;
    co_yield docs_.read_doc_frequencies(doc_frequencies);
    struct edges { // of a term: its first three and last two bytes, or delimiters for missing ones
      char first[3];
      char last[2];
    };
    reserved_array<edges> edges_of(collected.terms().size());
    co_yield for_each_below(collected.terms().size(), [&](std::size_t id) {
      const std::string_view term = collected.bytes(static_cast<std::uint32_t>(id));
      const auto byte = [&](std::size_t i) {
        return i < term.size() ? term[i] : Alphabet::delimiter;
      };
      edges_of.push_back({{byte(0), byte(1), byte(2)}, {byte(term.size() - 2), term.back()}});
    });
    const chunked_array<term_pair>& pairs = collected.pairs();
    ngram_collector found;
    for (const spanning kind :
         {spanning::one_and_one, spanning::two_and_one, spanning::one_and_two}) {
      found.clear();
      co_yield for_each_below(pairs.size(), [&](std::size_t pair) {
        const edges& left = edges_of[pairs[pair].left];
        const edges& right = edges_of[pairs[pair].right];
        const char all[5] = {left.last[0], left.last[1], right.first[0], right.first[1],
                             right.first[2]};
        const std::size_t begin = kind == spanning::two_and_one ? 0 : 1;
        const std::size_t end = begin + (kind == spanning::one_and_one ? 2 : 3);
        const std::string_view ngram(all + begin, all + end);
        if (ngram.front() != Alphabet::delimiter && ngram.back() != Alphabet::delimiter) {
          found.add(pack_ngram<Alphabet>(ngram), static_cast<std::uint32_t>(pair), all[end]);
        }
      });
      co_yield ngrams_.add(static_cast<std::uint32_t>(kind), found, doc_frequencies,
                           kind == spanning::one_and_two);
    }
    co_yield ngrams_.freeze();
  }

  /// The terms of each pair.
  [[nodiscard]] const term_pairs& pairs() const noexcept { return pairs_; }
  /// The documents of each pair.
  [[nodiscard]] const posting_lists& docs() const noexcept { return docs_; }
  /// The posting lists of spanning n-grams.
  [[nodiscard]] const trigram_index& ngrams() const noexcept { return ngrams_; }

  /// The pairs with a spanning n-gram.
  [[nodiscard]] trigram_index::posting_list find(spanning kind, std::string_view ngram) const {
    return ngrams_.find(static_cast<std::uint32_t>(kind) << 24U | pack_ngram<Alphabet>(ngram));
  }

 private:
  term_pairs pairs_{};
  posting_lists docs_{};
  trigram_index ngrams_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
