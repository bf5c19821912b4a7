// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TERM_COLLECTOR_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TERM_COLLECTOR_HPP

// Building a segment, first step: its distinct terms and pairs of adjacent terms, with their
// postings.

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/document_store.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/postings.hpp>
#include <leadcore/index/detail/text/radix_sort.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/index/detail/text/term_pairs.hpp>
#include <leadcore/index/detail/text/tokenizer.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Collects the terms of documents. A term's id is its rank in the order of terms as if each were
/// followed by delimiters, so terms with a common prefix are consecutive, the prefix itself last.
template <text_alphabet Alphabet> class term_collector {
 public:
  struct stored_term {
    std::uint32_t offset = 0; // of an occurrence in the bytes of all documents
    std::uint32_t size = 0;
    std::uint32_t copied_to = 0; // where terms are closer together
  };

  /// @param documents  must outlive the collector
  explicit term_collector(const document_store& documents) : documents_(documents) {}

  /// All that the collector does; to be finished before anything is read.
  stepwise collect() {
    begins_ = reserved_array<std::uint32_t>(documents_.size() + 1);
    term_bytes_ = reserved_array<char>(documents_.bytes()); // enough
    for (doc_id doc = 0; doc < documents_.size(); ++doc) {
      tokenize(documents_[doc], doc);
      if ((doc + 1) % docs_per_batch == 0 || doc + 1 == documents_.size()) {
        number_terms();
        find_pairs();
        batch_.resize(0);
      }
      co_yield documents_[doc].size();
    }
    begin_docs(documents_.size());
    term_numbers_ = {};
    co_yield sort_terms();
    co_yield invert_terms();
    co_yield invert_pairs();
  }
  term_collector(const term_collector&) = delete;
  term_collector& operator=(const term_collector&) = delete;

  /// By term id.
  [[nodiscard]] std::span<const stored_term> terms() const noexcept { return sorted_terms_; }
  /// The bytes of a term, which are followed by those of the next.
  [[nodiscard]] std::string_view bytes(std::uint32_t id) const noexcept {
    return {sorted_bytes_.data() + sorted_terms_[id].copied_to, sorted_terms_[id].size};
  }
  /// By pair id.
  [[nodiscard]] const chunked_array<term_pair>& pairs() const noexcept { return pairs_; }
  /// The documents of each term, and of each pair. To be called once.
  [[nodiscard]] posting_lists take_term_docs() { return std::move(term_docs_); }
  [[nodiscard]] posting_lists take_pair_docs() { return std::move(pair_docs_); }

 private:
  struct token {
    std::string_view bytes;
    doc_id doc;
    std::uint32_t hash;
    std::uint32_t term; // in order of first occurrence
  };
  /// A key to sort by, and the id of what it is the key of.
  struct keyed_id {
    std::uint64_t key = 0;
    std::uint32_t id = 0;
  };
  static stepwise sort(chunked_array<keyed_id>& items, chunked_array<keyed_id>& scratch) {
    return radix_sort<0, 8>(items, scratch, [](const keyed_id& each) { return each.key; });
  }
  [[nodiscard]] static std::uint64_t key_of(term_pair terms) noexcept {
    return std::uint64_t{terms.left} << 32U | terms.right;
  }
  [[nodiscard]] static term_pair pair_of(std::uint64_t key) noexcept {
    return {static_cast<std::uint32_t>(key >> 32U), static_cast<std::uint32_t>(key)};
  }
  struct known_term {
    stored_term at; // copied to term_bytes_
    doc_id last_doc = 0;
  };
  [[nodiscard]] std::string_view bytes_of(std::uint32_t term) const noexcept {
    return {term_bytes_.data() + terms_[term].at.copied_to, terms_[term].at.size};
  }

  // Terms of a batch of documents are hashed, prefetched and then looked up, so that cache misses
  // of the hash tables overlap.
  static constexpr std::uint32_t docs_per_batch = 32;
  [[nodiscard]] id_hash_table& numbers_of(std::uint32_t hash) noexcept {
    return term_numbers_[hash % term_numbers_.size()];
  }
  void tokenize(std::string_view text, doc_id doc) {
    for_each_term<Alphabet>(text, [&](std::string_view bytes) {
      batch_.push_back(
          {bytes, doc, static_cast<std::uint32_t>(std::hash<std::string_view>{}(bytes)), 0});
      numbers_of(batch_.back().hash).prefetch(batch_.back().hash);
    });
  }
  void number_terms() {
    for (std::size_t i = 0; i != batch_.size(); ++i) {
      token& each = batch_[i];
      each.term = numbers_of(each.hash).find_or_insert(
          each.hash, static_cast<std::uint32_t>(terms_.size()),
          [&](std::uint32_t other) { return bytes_of(other) == each.bytes; });
      if (each.term == terms_.size()) {
        terms_.push_back({{static_cast<std::uint32_t>(each.bytes.data() - documents_.data()),
                           static_cast<std::uint32_t>(each.bytes.size()),
                           static_cast<std::uint32_t>(term_bytes_.size())},
                          each.doc});
        term_bytes_.append(each.bytes.data(), each.bytes.size());
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
        found_pairs_.push_back({key_of({left.term, right.term}), left.doc});
      }
    }
  }

  static constexpr std::size_t bytes_of_key = 8;
  static constexpr std::size_t max_sorted_at_once = 32;
  /// The next eight bytes of a term as an integer.
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
  /// Insertion sort.
  void sort_few(std::span<std::uint32_t> terms) const noexcept {
    for (std::size_t i = 1; i < terms.size(); ++i) {
      const std::uint32_t inserted = terms[i];
      std::size_t at = i;
      for (; at != 0 && is_before(bytes_of(inserted), bytes_of(terms[at - 1])); --at) {
        terms[at] = terms[at - 1];
      }
      terms[at] = inserted;
    }
  }
  /// Terms that have the same bytes before a depth.
  struct tied_terms {
    std::size_t begin = 0; // in the order so far
    std::size_t end = 0;
    std::size_t depth = 0;
  };
  stepwise sort_terms() {
    std::vector<std::uint32_t> order(terms_.size());
    std::iota(order.begin(), order.end(), 0U);
    chunked_array<keyed_id> keyed; // terms
    chunked_array<keyed_id> scratch;
    chunked_array<tied_terms> tied;
    tied.push_back({0, terms_.size(), 0});
    while (tied.size() != 0) {
      const tied_terms all = tied.back();
      tied.resize(tied.size() - 1);
      keyed.resize(all.end - all.begin);
      co_yield for_each_below(keyed.size(), [&](std::size_t i) {
        const std::uint32_t term = order[all.begin + i];
        const std::string_view bytes = bytes_of(term);
        keyed[i] = {key_of(bytes.substr(std::min(all.depth, bytes.size()))), term};
      });
      co_yield sort(keyed, scratch);
      co_yield for_each_below(keyed.size(),
                              [&](std::size_t i) { order[all.begin + i] = keyed[i].id; });
      for (std::size_t begin = 0, end = 0; begin != keyed.size(); begin = end) {
        while (end != keyed.size() && keyed[end].key == keyed[begin].key) {
          ++end;
        }
        if (end - begin > max_sorted_at_once) {
          tied.push_back({all.begin + begin, all.begin + end, all.depth + bytes_of_key});
        } else {
          sort_few(std::span(order).subspan(all.begin + begin, end - begin));
        }
        co_yield end - begin;
      }
    }
    sorted_terms_ = reserved_array<stored_term>(terms_.size());
    sorted_bytes_ = reserved_array<char>(term_bytes_.size());
    ranks_ = reserved_array<std::uint32_t>(terms_.size());
    ranks_.extend(terms_.size());
    co_yield for_each_below(order.size(), [&](std::size_t i) {
      const std::string_view bytes = bytes_of(order[i]);
      ranks_[order[i]] = static_cast<std::uint32_t>(i);
      sorted_terms_.push_back(terms_[order[i]].at);
      sorted_terms_.back().copied_to = static_cast<std::uint32_t>(sorted_bytes_.size());
      sorted_bytes_.append(bytes.data(), bytes.size());
    });
    co_yield terms_.free();
    term_bytes_ = {};
  }
  /// Makes posting lists of the lists of terms by document, by counting.
  stepwise invert_terms() {
    std::vector<std::uint32_t> ends(sorted_terms_.size() + 1); // of the documents of each term
    co_yield for_each_below(terms_of_docs_.size(), [&](std::size_t i) {
      terms_of_docs_[i] = ranks_[terms_of_docs_[i]];
      ++ends[terms_of_docs_[i] + 1];
    });
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    reserved_array<doc_id> docs(terms_of_docs_.size());
    docs.extend(terms_of_docs_.size());
    co_yield for_each_below(
        documents_.size(),
        [&](std::size_t doc) {
          for (std::size_t i = begins_[doc]; i != begins_[doc + 1]; ++i) {
            docs[ends[terms_of_docs_[i]]++] = static_cast<doc_id>(doc);
          }
        },
        16);
    co_yield terms_of_docs_.free();
    begins_ = {};
    term_docs_ = posting_lists(documents_.size());
    for (std::size_t term = 0, begin = 0; term < sorted_terms_.size(); begin = ends[term++]) {
      term_docs_.add({docs.data() + begin, ends[term] - begin});
      co_yield ends[term] - begin;
    }
    co_yield term_docs_.freeze();
  }
  stepwise invert_pairs() {
    co_yield for_each_below(found_pairs_.size(), [&](std::size_t i) {
      const term_pair terms = pair_of(found_pairs_[i].key);
      found_pairs_[i].key = key_of({ranks_[terms.left], ranks_[terms.right]});
    });
    chunked_array<keyed_id> scratch;
    co_yield sort(found_pairs_, scratch);
    co_yield scratch.free();
    pair_docs_ = posting_lists(documents_.size());
    std::vector<doc_id> docs;
    for (std::size_t i = 0; i != found_pairs_.size();) {
      const std::uint64_t key = found_pairs_[i].key;
      pairs_.push_back(pair_of(key));
      docs.clear();
      for (; i != found_pairs_.size() && found_pairs_[i].key == key; ++i) {
        if (docs.empty() || docs.back() != found_pairs_[i].id) {
          docs.push_back(found_pairs_[i].id);
        }
      }
      pair_docs_.add(docs);
      co_yield docs.size();
    }
    co_yield found_pairs_.free();
    co_yield pair_docs_.freeze();
  }

  const document_store& documents_;
  std::array<id_hash_table, 64> term_numbers_{}; // small ones, so that growing takes short
  chunked_array<token> batch_{};
  // By number of a term in order of first occurrence:
  chunked_array<known_term> terms_{};
  reserved_array<char> term_bytes_{};
  reserved_array<std::uint32_t> ranks_{};        // term ids
  reserved_array<std::uint32_t> begins_{};       // of each document in terms_of_docs_, and the end
  chunked_array<std::uint32_t> terms_of_docs_{}; // by document, each term of it once
  chunked_array<keyed_id> found_pairs_{};        // the documents of pairs
  // By id:
  reserved_array<stored_term> sorted_terms_{};
  reserved_array<char> sorted_bytes_{};
  chunked_array<term_pair> pairs_{};
  posting_lists term_docs_{};
  posting_lists pair_docs_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
