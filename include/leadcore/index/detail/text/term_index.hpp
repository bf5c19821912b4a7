// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TERM_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TERM_INDEX_HPP

// The term dictionary of a segment: which terms contain, begin or end with some bytes, and which
// documents contain a term. decision 0090

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/postings.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/index/detail/text/term_collector.hpp>
#include <leadcore/index/detail/text/trigram_index.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The bytes of an n-gram, each as its collation_rank, the first highest.
template <text_alphabet Alphabet>
[[nodiscard]] constexpr std::uint32_t pack_ngram(std::string_view bytes) noexcept {
  std::uint32_t packed = 0;
  for (const char byte : bytes) {
    packed = packed << 8U | collation_rank<Alphabet>(byte);
  }
  return packed;
}

/// Terms by id, which is their rank (term_collector), with a trigram index whose keys contain the
/// offset of the trigram in the term: a term that has all trigrams of a needle at consecutive
/// offsets contains the needle, and need not be read.
///
/// A term of n bytes has n - 1 trigrams, and at least one: it counts as if delimiters followed.
template <text_alphabet Alphabet> class term_index {
 public:
  /// To be called once.
  /// @param bytes      the texts that were collected; must outlive the index
  /// @param collected  must outlive the work
  stepwise assign(const char* bytes, term_collector<Alphabet>& collected) {
    bytes_ = bytes;
    docs_ = collected.take_term_docs();
    const auto terms = collected.terms();
    for (const auto& each : terms) {
      longest_ = std::max<std::size_t>(longest_, each.size);
    }
    size_width_ = bit_width_of(longest_);
    co_yield terms_.assign(terms.size(), [this, terms](std::size_t i) {
      return std::uint64_t{terms[i].offset} << size_width_ | terms[i].size;
    });
    std::vector<std::uint32_t> doc_frequencies;
    co_yield docs_.read_doc_frequencies(doc_frequencies);
    ngram_collector found;
    for (std::size_t offset = 0; offset <= max_offset && (offset == 0 || offset + 2 <= longest_);
         ++offset) {
      found.clear();
      co_yield for_each_below(size(), [&](std::size_t term) {
        const std::string_view of_term = collected.bytes(static_cast<std::uint32_t>(term));
        const auto byte = [&](std::size_t i) {
          return i < of_term.size() ? of_term[i] : Alphabet::delimiter;
        };
        for (std::size_t i = offset;
             (i + 2 <= of_term.size() || i == 0) && (i == offset || offset == max_offset); ++i) {
          const char trigram[3] = {byte(i), byte(i + 1), byte(i + 2)};
          found.add(pack_ngram<Alphabet>({trigram, 3}), static_cast<std::uint32_t>(term),
                    byte(i + 3));
        }
      });
      const bool partitioned = offset != 0 && offset != max_offset; // at offset 0 lists are ranges
      co_yield trigrams_.add(static_cast<std::uint32_t>(offset), found, doc_frequencies,
                             partitioned);
      if (offset == 0) {
        first_trigrams_ = trigrams_.size();
      }
    }
    co_yield trigrams_.freeze();
  }
  term_index() = default;
  term_index(const term_index&) = delete;
  term_index& operator=(const term_index&) = delete;

  /// The number of terms.
  [[nodiscard]] std::size_t size() const noexcept { return terms_.size(); }
  [[nodiscard]] std::string_view operator[](std::uint32_t term) const noexcept {
    const std::uint64_t packed = terms_[term];
    return std::string_view(bytes_ + (packed >> size_width_), packed & low_mask(size_width_));
  }
  /// Prefetches what (*this)[term] reads.
  void prefetch(std::uint32_t term) const noexcept { terms_.prefetch(term); }

  /// Adds first + i for each document i with a term that contains a needle.
  /// @pre the needle is a term
  void search(std::string_view needle, doc_set& out, doc_id first) const {
    if (needle.size() <= 2) {
      search_short(needle, out, first);
      return;
    }
    std::vector<std::uint32_t> terms;
    for_each_candidates(needle, [&](const candidates& found) {
      read_terms(needle, found, terms);
      docs_.add_to(out, terms, first);
    });
    read_late_terms(needle, terms);
    docs_.add_to(out, terms, first);
  }
  /// Estimates how many documents search(needle) adds.
  [[nodiscard]] std::uint64_t search_cost(std::string_view needle) const {
    std::uint64_t docs = 0;
    if (needle.size() >= 3) {
      for_each_candidates(
          needle, [&](const candidates& found) { docs += found.lists.front().doc_frequency(); });
    } else {
      for_each_trigram_of_terms_with(
          needle, [&](const trigram_index::ngram& each) { docs += each.doc_frequency; });
    }
    return docs;
  }

  /// Consecutive term ids.
  struct range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] bool empty() const noexcept { return begin == end; }
  };
  /// The terms that begin with a prefix, or only the term that is the prefix.
  [[nodiscard]] range with_prefix(std::string_view prefix, bool whole) const {
    // First trigrams are in the order of terms.
    const auto firsts = trigrams_.ngrams().first(first_trigrams_);
    const auto key_padded_with = [&](unsigned char rank) {
      std::uint32_t key = pack_ngram<Alphabet>(prefix.substr(0, 3));
      for (std::size_t i = prefix.size(); i < 3; ++i) {
        key = key << 8U | rank;
      }
      return key;
    };
    const trigram_index::ngram* const end = firsts.data() + firsts.size();
    const auto* const from = first_not_before(firsts.data(), end, key_padded_with(0));
    const auto* const to = first_not_before(from, end, std::uint64_t{key_padded_with(255)} + 1);
    if (from == to) {
      return {};
    }
    range found{from->ids.begin, to[-1].ids.begin + to[-1].ids.size};
    if (prefix.size() > 3) {
      found.begin = partition_point(found.begin, found.end, [&](std::uint32_t term) {
        return order_to((*this)[term], prefix) < 0;
      });
      found.end = partition_point(found.begin, found.end, [&](std::uint32_t term) {
        return order_to((*this)[term], prefix) == 0;
      });
    }
    if (whole && !found.empty()) { // the prefix itself is the last
      const std::uint32_t last = found.end - 1;
      found.begin = size_of(last) == prefix.size() ? last : found.end;
    }
    return found;
  }

  /// Estimates how many terms with_suffix(suffix) reads.
  /// @pre the suffix has three bytes or more
  [[nodiscard]] std::uint64_t suffix_cost(std::string_view suffix) const {
    std::uint64_t terms = 0;
    for_each_candidates(suffix,
                        [&](const candidates& found) { terms += found.lists.front().size(); });
    return terms;
  }
  /// The terms that end with a suffix, in any order.
  /// @pre the suffix has three bytes or more
  [[nodiscard]] std::vector<std::uint32_t> with_suffix(std::string_view suffix) const {
    std::vector<std::uint32_t> out;
    std::vector<std::uint32_t> terms;
    for_each_candidates(suffix, [&](const candidates& found) {
      read_terms(suffix, found, terms);
      for (const std::uint32_t term : terms) {
        if (size_of(term) == found.offset + suffix.size()) {
          out.push_back(term);
        }
      }
    });
    read_late_terms(suffix, terms);
    for (const std::uint32_t term : terms) {
      if (const std::string_view bytes = (*this)[term];
          bytes.size() >= max_offset + 3 && bytes.ends_with(suffix)) {
        out.push_back(term);
      }
    }
    return out;
  }

 private:
  using posting_list = trigram_index::posting_list;
  /// Trigrams at this offset in a term and at all after it share a key.
  static constexpr std::size_t max_offset = 31;

  [[nodiscard]] static std::uint32_t key_of(std::size_t offset, std::string_view trigram) noexcept {
    return static_cast<std::uint32_t>(offset) << 24U | pack_ngram<Alphabet>(trigram);
  }
  /// The first of some n-grams whose key is not less.
  [[nodiscard]] static const trigram_index::ngram*
  first_not_before(const trigram_index::ngram* begin, const trigram_index::ngram* end,
                   std::uint64_t key) noexcept {
    return partition_point(begin, end, [&](const auto* each) { return each->key < key; });
  }
  [[nodiscard]] std::size_t size_of(std::uint32_t term) const noexcept {
    return terms_[term] & low_mask(size_width_);
  }

  /// Calls visit(trigram) for trigrams that together are in exactly the terms with a needle of one
  /// or two bytes: those that begin with it, and for one byte those that it ends before the end of
  /// a term.
  template <class Visit>
  void for_each_trigram_of_terms_with(std::string_view needle, Visit&& visit) const {
    const auto trigrams = trigrams_.ngrams(); // by offset, and then by bytes
    if (needle.size() == 2) {
      const std::uint32_t bytes = pack_ngram<Alphabet>(needle) << 8U;
      const trigram_index::ngram* from = trigrams.data();
      const trigram_index::ngram* const end = from + trigrams.size();
      for (std::size_t offset = 0; offset <= max_offset; ++offset) {
        const std::uint32_t key = key_of(offset, {}) | bytes;
        from = first_not_before(from, end, key);
        for (; from != end && from->key - key < 256; ++from) {
          visit(*from);
        }
      }
      return;
    }
    const std::uint32_t byte = pack_ngram<Alphabet>(needle);
    const std::uint32_t last = byte << 8U | collation_rank<Alphabet>(Alphabet::delimiter);
    for (const trigram_index::ngram& each : trigrams) {
      if ((each.key & low_mask(24)) >> 16U == byte || (each.key & low_mask(16)) == last) {
        visit(each);
      }
    }
  }
  /// search() for a needle of one or two bytes. The terms are many, in any order; sorted, they are
  /// read in one pass over memory.
  void search_short(std::string_view needle, doc_set& out, doc_id first) const {
    doc_set terms(terms_.size());
    std::vector<std::uint32_t> ids;
    for_each_trigram_of_terms_with(needle, [&](const trigram_index::ngram& of) {
      trigrams_.for_each_list({&of}, [&](const block_postings::list& each) {
        ids.clear();
        trigrams_.read(each, ids);
        terms.add(ids, 0);
      });
    });
    terms.freeze();
    docs_.add_to(out, terms.docs(), first);
  }

  /// Posting lists whose intersection is the terms that contain a needle at an offset, or more.
  struct candidates {
    std::size_t offset = 0;
    std::vector<posting_list> lists{}; // the shortest first; none if there is no such term
    bool is_exact = true;              // whether the intersection has only such terms
  };
  /// The terms with three bytes of a needle at an offset, or with four if there is such a
  /// partition.
  /// @pre offset + i < max_offset and i + 3 <= needle.size()
  [[nodiscard]] posting_list terms_at(std::string_view needle, std::size_t offset,
                                      std::size_t i) const {
    const posting_list all = trigrams_.find(key_of(offset + i, needle.substr(i, 3)));
    return i + 3 == needle.size() ? all : trigrams_.with_next(all, needle[i + 3]);
  }
  /// Finds the posting lists for out.offset.
  /// @pre out.offset + needle.size() - 3 < max_offset, and the needle has three bytes or more
  void find_lists(std::string_view needle, candidates& out) const {
    out.lists.clear();
    out.is_exact = true;
    const std::size_t last = needle.size() - 3;
    for (std::size_t i = 0;;) {
      posting_list next = terms_at(needle, out.offset, i);
      if (i == last && i != 0 && !next.empty() && next.is_partitioned()) {
        // With the byte before, it may be one partition.
        next = terms_at(needle, out.offset, i - 1);
        out.is_exact = next.only != nullptr;
      }
      if (next.empty()) {
        out.lists.clear();
        return;
      }
      detail::insert_sorted(out.lists, next, [](const posting_list& each) { return each.size(); });
      const std::size_t covered = i + (next.only == nullptr ? 3 : 4);
      if (i == last || covered == needle.size()) {
        break;
      }
      i = std::min(covered, last);
    }
  }
  /// Calls visit(candidates) for each offset below max_offset at which a term contains a needle.
  /// @pre the needle has three bytes or more
  template <class Visit> void for_each_candidates(std::string_view needle, Visit&& visit) const {
    candidates found;
    for (;
         found.offset + needle.size() - 3 < max_offset && found.offset + needle.size() <= longest_;
         ++found.offset) {
      find_lists(needle, found);
      if (!found.lists.empty()) {
        visit(std::as_const(found));
      }
    }
  }
  /// The terms that contain a needle at the offset of some candidates, in any order.
  void read_terms(std::string_view needle, const candidates& of,
                  std::vector<std::uint32_t>& out) const {
    out.clear();
    if (of.offset == 0 && !of.is_exact) { // there may be many, but they are a range
      const range found = with_prefix(needle, false);
      out.resize(found.end - found.begin);
      std::iota(out.begin(), out.end(), found.begin);
      return;
    }
    trigrams_.read(of.lists.front(), out);
    for (std::size_t i = 1; i < of.lists.size() && !out.empty(); ++i) {
      trigrams_.intersect(out, of.lists[i]);
    }
    if (!of.is_exact) {
      keep_if(out, [&](std::uint32_t term) {
        return (*this)[term].substr(of.offset).starts_with(needle);
      });
    }
  }
  /// The terms that contain a needle after max_offset, where trigrams have no exact offset, and
  /// perhaps terms that contain it before.
  void read_late_terms(std::string_view needle, std::vector<std::uint32_t>& out) const {
    out.clear();
    if (longest_ < max_offset + 3) {
      return;
    }
    if (const posting_list found =
            trigrams_.find(key_of(max_offset, needle.substr(needle.size() - 3)));
        !found.empty()) {
      trigrams_.read(found, out);
      keep_if(out, [&](std::uint32_t term) {
        return find_bytes((*this)[term], needle) != std::string_view::npos;
      });
    }
  }

  /// Less than 0 for a term before those with a prefix, 0 for these, more than 0 for one after.
  [[nodiscard]] static int order_to(std::string_view term, std::string_view prefix) noexcept {
    const int order = compare_common<Alphabet>(term, prefix);
    return order == 0 && term.size() < prefix.size() ? 1 : order;
  }

  const char* bytes_ = nullptr;
  packed_integers terms_{}; // offset of an occurrence in bytes_, and size
  unsigned size_width_ = 0;
  std::size_t longest_ = 0;
  posting_lists docs_{};
  trigram_index trigrams_{};       // by key_of
  std::size_t first_trigrams_ = 0; // how many n-grams have offset 0; these come first
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
