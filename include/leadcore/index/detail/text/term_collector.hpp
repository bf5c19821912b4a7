// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TERM_COLLECTOR_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TERM_COLLECTOR_HPP

// Building a segment, first step: its distinct terms and pairs of adjacent terms, with their
// postings.

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/postings.hpp>
#include <leadcore/index/detail/text/radix_sort.hpp>
#include <leadcore/index/detail/text/term_pairs.hpp>
#include <leadcore/index/detail/text/tokenizer.hpp>
#include <leadcore/index/detail/text/vector_memory.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Collects the terms of documents. A term's id is its rank in the order of terms as if each were
/// followed by delimiters, so terms with a common prefix are consecutive, the prefix itself last.
template <text_alphabet Alphabet> class term_collector {
 public:
  /// One occurrence of a term.
  struct occurrence {
    std::uint32_t offset = 0; // in the bytes of all documents
    std::uint32_t size = 0;
  };

  /// @param bytes    of all documents; must outlive the collector
  /// @param text_of  the text of document i of `count`, which is a part of `bytes`
  template <class TextOf>
  term_collector(const char* bytes, std::size_t count, TextOf text_of)
      : bytes_(bytes), doc_count_(count), term_numbers_(count) {
    for (doc_id doc = 0; doc < count; ++doc) {
      tokenize(text_of(doc), doc);
      if ((doc + 1) % docs_per_batch == 0 || doc + 1 == count) {
        number_terms();
        find_pairs();
        batch_.clear();
      }
      if (doc + 1 == sample_size && count > sample_size) {
        reserve_for(terms_of_docs_, count);
        reserve_for(found_pairs_, count);
      }
    }
    begin_docs(count);
    term_numbers_ = id_hash_table();
    sort_terms();
    invert_terms();
    invert_pairs();
  }
  term_collector(const term_collector&) = delete;
  term_collector& operator=(const term_collector&) = delete;

  /// By term id: one occurrence.
  [[nodiscard]] std::span<const occurrence> terms() const noexcept { return sorted_terms_; }
  /// Calls visit(id, term) for all terms, in order of their ids. Their bytes are contiguous.
  template <class Visit> void for_each_term_id(Visit&& visit) const {
    const char* next = sorted_bytes_.data();
    for (std::uint32_t id = 0; id < sorted_terms_.size(); ++id) {
      const std::size_t size = sorted_terms_[id].size;
      visit(id, std::string_view(next, size));
      next += size;
    }
  }
  /// By pair id.
  [[nodiscard]] std::span<const term_pair> pairs() const noexcept { return pairs_; }
  /// The documents of each term, and of each pair. To be called once.
  [[nodiscard]] posting_lists take_term_docs() { return std::move(term_docs_); }
  [[nodiscard]] posting_lists take_pair_docs() { return std::move(pair_docs_); }

 private:
  // Terms of a batch of documents are hashed, prefetched and then looked up, so that cache misses
  // of the hash table overlap.
  static constexpr std::uint32_t docs_per_batch = 32;
  // Memory is reserved as if all documents were like the first ones.
  static constexpr std::uint32_t sample_size = 4096;
  template <class T> static void reserve_for(std::vector<T>& sample, std::size_t count) {
    sample.reserve(sample.size() * (count / sample_size + 1));
  }
  struct token {
    std::string_view bytes;
    doc_id doc;
    std::uint32_t hash;
    std::uint32_t term; // in order of first occurrence
  };
  struct found_pair {
    term_pair terms{};
    doc_id doc{};
  };
  struct known_term {
    occurrence at;
    std::uint32_t copied_to = 0; // in term_bytes_, where terms are closer together
    doc_id last_doc = 0;
  };
  [[nodiscard]] std::string_view bytes_of(std::uint32_t term) const noexcept {
    return {term_bytes_.data() + terms_[term].copied_to, terms_[term].at.size};
  }

  void tokenize(std::string_view text, doc_id doc) {
    for_each_term<Alphabet>(text, [&](std::string_view bytes) {
      batch_.push_back(
          {bytes, doc, static_cast<std::uint32_t>(std::hash<std::string_view>{}(bytes)), 0});
      term_numbers_.prefetch(batch_.back().hash);
    });
  }
  void number_terms() {
    for (token& each : batch_) {
      each.term = term_numbers_.find_or_insert(
          each.hash, static_cast<std::uint32_t>(terms_.size()),
          [&](std::uint32_t other) { return bytes_of(other) == each.bytes; });
      if (each.term == terms_.size()) {
        terms_.push_back({{static_cast<std::uint32_t>(each.bytes.data() - bytes_),
                           static_cast<std::uint32_t>(each.bytes.size())},
                          static_cast<std::uint32_t>(term_bytes_.size()),
                          each.doc});
        term_bytes_.insert(term_bytes_.end(), each.bytes.begin(), each.bytes.end());
      } else if (std::exchange(terms_[each.term].last_doc, each.doc) == each.doc) {
        continue; // counted for this document
      }
      begin_docs(each.doc);
      terms_of_docs_.push_back(each.term);
    }
  }
  /// Sets where the terms of documents up to `doc` begin, where that is not known yet.
  void begin_docs(std::size_t doc) {
    while (begins_.size() <= doc) {
      begins_.push_back(static_cast<std::uint32_t>(terms_of_docs_.size()));
    }
  }
  void find_pairs() {
    for (std::size_t i = 0; i + 1 < batch_.size(); ++i) {
      const token& left = batch_[i];
      const token& right = batch_[i + 1];
      if (left.doc == right.doc && left.bytes.data() + left.bytes.size() == right.bytes.data()) {
        found_pairs_.push_back({{left.term, right.term}, left.doc});
      }
    }
  }

  /// A term with its next eight bytes as an integer.
  struct keyed_term {
    std::uint64_t key = 0;
    std::uint32_t term = 0;
  };
  static constexpr std::size_t bytes_of_key = 8;
  [[nodiscard]] static std::uint64_t key_of(std::string_view bytes) noexcept {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < bytes_of_key; ++i) {
      key = key << 8U | collation_rank<Alphabet>(i < bytes.size() ? bytes[i] : Alphabet::delimiter);
    }
    return key;
  }
  [[nodiscard]] static bool is_before(std::string_view left, std::string_view right) noexcept {
    const int order = compare_common<Alphabet>(left, right);
    return order != 0 ? order < 0 : left.size() > right.size();
  }
  void sort_terms() {
    std::vector<keyed_term> order;
    order.reserve(terms_.size());
    for (std::uint32_t term = 0; term < terms_.size(); ++term) {
      order.push_back({key_of(bytes_of(term)), term});
    }
    std::vector<keyed_term> scratch;
    radix_sort<0, 8>(order, scratch, [](const keyed_term& each) { return each.key; });
    for (std::size_t begin = 0, end = 0; begin != order.size(); begin = end) {
      while (end != order.size() && order[end].key == order[begin].key) {
        ++end;
      }
      if (end - begin > 1) {
        sort_by_rest(std::span(order).subspan(begin, end - begin));
      }
    }
    sorted_terms_.reserve(terms_.size());
    sorted_bytes_.reserve(term_bytes_.size());
    ranks_.resize(terms_.size());
    for (const keyed_term& each : order) {
      const std::string_view bytes = bytes_of(each.term);
      ranks_[each.term] = static_cast<std::uint32_t>(sorted_terms_.size());
      sorted_terms_.push_back(terms_[each.term].at);
      sorted_bytes_.insert(sorted_bytes_.end(), bytes.begin(), bytes.end());
    }
    free_memory(terms_);
    free_memory(term_bytes_);
  }
  /// Sorts terms with the same first eight bytes.
  void sort_by_rest(std::span<keyed_term> terms) {
    for (keyed_term& each : terms) {
      each.key = key_of(bytes_of(each.term).substr(bytes_of_key));
    }
    std::sort(
        terms.data(), terms.data() + terms.size(), [&](const keyed_term& a, const keyed_term& b) {
          return a.key != b.key ? a.key < b.key : is_before(bytes_of(a.term), bytes_of(b.term));
        });
  }
  /// Makes posting lists of the lists of terms by document, by counting.
  void invert_terms() {
    std::vector<std::uint32_t> ends(sorted_terms_.size() + 1); // of the documents of each term
    for (std::uint32_t& term : terms_of_docs_) {
      term = ranks_[term];
      ++ends[term + 1];
    }
    for (std::size_t term = 0; term < sorted_terms_.size(); ++term) {
      ends[term + 1] += ends[term];
    }
    std::vector<doc_id> docs(terms_of_docs_.size());
    for (doc_id doc = 0, i = 0; doc < doc_count_; ++doc) {
      for (; i != begins_[doc + 1]; ++i) {
        docs[ends[terms_of_docs_[i]]++] = doc;
      }
    }
    free_memory(terms_of_docs_);
    free_memory(begins_);
    term_docs_ = posting_lists(doc_count_);
    for (std::size_t term = 0, begin = 0; term < sorted_terms_.size(); begin = ends[term++]) {
      term_docs_.add(std::span(docs).subspan(begin, ends[term] - begin));
    }
    term_docs_.freeze();
  }
  void invert_pairs() {
    for (found_pair& each : found_pairs_) {
      each.terms = {ranks_[each.terms.left], ranks_[each.terms.right]};
    }
    std::vector<found_pair> scratch;
    radix_sort<0, 4>(found_pairs_, scratch,
                     [](const found_pair& each) { return each.terms.right; });
    radix_sort<0, 4>(found_pairs_, scratch, [](const found_pair& each) { return each.terms.left; });
    pair_docs_ = posting_lists(doc_count_);
    std::vector<doc_id> docs;
    for (std::size_t i = 0; i != found_pairs_.size();) {
      pairs_.push_back(found_pairs_[i].terms);
      docs.clear();
      for (; i != found_pairs_.size() && found_pairs_[i].terms == pairs_.back(); ++i) {
        if (docs.empty() || docs.back() != found_pairs_[i].doc) {
          docs.push_back(found_pairs_[i].doc);
        }
      }
      pair_docs_.add(docs);
    }
    free_memory(found_pairs_);
    pair_docs_.freeze();
  }

  const char* bytes_;
  std::size_t doc_count_;
  id_hash_table term_numbers_;
  std::vector<token> batch_{};
  // By number of a term in order of first occurrence:
  std::vector<known_term> terms_{};
  std::vector<char> term_bytes_{};
  std::vector<std::uint32_t> ranks_{};         // term ids
  std::vector<std::uint32_t> terms_of_docs_{}; // by document, each term of it once
  std::vector<std::uint32_t> begins_{};        // of each document in these, and the end
  std::vector<found_pair> found_pairs_{};
  // By id:
  std::vector<occurrence> sorted_terms_{};
  std::vector<char> sorted_bytes_{};
  std::vector<term_pair> pairs_{};
  posting_lists term_docs_{};
  posting_lists pair_docs_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
