// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_NGRAM_BITMAPS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_NGRAM_BITMAPS_HPP

// Bitmaps of frequent one- and two-grams. decision 0090

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/document_store.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// For each one- and two-gram that an eighth of the documents contain, a bitmap of these documents.
/// An n-gram of bytes that are all canonical shares a bitmap with the n-gram of their variants.
template <text_alphabet Alphabet> class ngram_bitmaps {
  static_assert(has_valid_spellings<Alphabet>);

 public:
  /// To be called once.
  /// @param documents  must outlive the work
  /// @par Complexity
  /// linear in the texts
  stepwise assign(const document_store& documents) {
    const auto is_frequent = [](std::uint64_t found, std::uint64_t of) {
      return found != 0 && found * search_costs::min_share_of_ngram >= of;
    };
    // N-grams with that many occurrences in a sample of the documents get a row, and keep it if
    // that many documents contain them; all others are written to one more row. What the sample
    // misses is found as an infrequent n-gram is.
    const std::size_t count = documents.size();
    const std::size_t step = count / sample_size + 1;
    const std::size_t sampled = (count + step - 1) / step;
    std::vector<std::uint32_t> occurrences(ngram_codes);
    co_yield for_each_below(
        sampled,
        [&](std::size_t i) {
          for_each_ngram(documents[i * step], [&](std::size_t code) { ++occurrences[code]; });
        },
        16);
    for_each_variant([&](std::size_t variant, std::size_t canonical) {
      occurrences[canonical] += std::exchange(occurrences[variant], 0);
    });
    std::vector<std::uint64_t> others(bitmap_words(count));
    reserved_array<std::uint64_t*> rows(ngram_codes);
    std::fill_n(rows.extend(ngram_codes), ngram_codes, others.data());
    std::vector<std::uint32_t> codes; // of the rows
    for (std::uint32_t code = 0; code < ngram_codes; ++code) {
      if (is_frequent(occurrences[code], sampled) && !has_delimiter(code)) {
        codes.push_back(code);
        rows[code] = bits_.emplace_back(others.size()).data();
        co_yield others.size();
      }
    }
    for_each_variant(
        [&](std::size_t variant, std::size_t canonical) { rows[variant] = rows[canonical]; });
    for (std::size_t i = 0; i < count; ++i) {
      for_each_ngram(documents[i],
                     [&](std::size_t code) { set_bit({rows[code], others.size()}, i); });
      co_yield documents[i].size();
    }
    ngrams_ = reserved_array<frequent_ngram>(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::uint64_t docs = count_bits(bits_[i]);
      if (is_frequent(docs, count)) {
        bits_[ngrams_.size()].swap(bits_[i]);
        ngrams_.push_back({codes[i], docs});
      }
      co_yield others.size();
    }
    while (bits_.size() != ngrams_.size()) {
      bits_.pop_back();
    }
  }

  /// The number of n-grams that have a bitmap.
  [[nodiscard]] std::size_t size() const noexcept { return ngrams_.size(); }

  /// The documents that contain the first of some needles, or one of the first two.
  struct answer {
    counted_bitmap docs;     // no bits if there is no bitmap for them
    std::size_t needles = 1; // how many of the needles `docs` answers
  };
  /// @pre needles is not empty, and none of them is
  [[nodiscard]] answer find(std::span<const std::string> needles) const noexcept {
    const std::string_view first = needles.front();
    if (first.size() > 2) {
      return {};
    }
    if (!has_two_spellings(first)) {
      return {row(code_of(first))};
    }
    if (needles.size() == 1 || needles[1].size() != first.size() || needles[1] == first ||
        code_of(needles[1]) != code_of(first)) {
      return {};
    }
    const counted_bitmap found = row(code_of(first));
    return {found, found.bits.empty() ? std::size_t{1} : std::size_t{2}};
  }
  /// The documents that contain a one- or two-gram; no bits if there is no bitmap of exactly these.
  [[nodiscard]] counted_bitmap find(std::string_view ngram) const noexcept {
    return has_two_spellings(ngram) ? counted_bitmap{} : row(code_of(ngram));
  }

 private:
  static constexpr std::size_t sample_size = 32'768;
  // The code of a two-gram is its bytes; one-grams come after these.
  static constexpr std::uint32_t two_grams = 256 * 256;
  static constexpr std::uint32_t ngram_codes = two_grams + 256;

  [[nodiscard]] static constexpr std::size_t value(char c) noexcept {
    return static_cast<unsigned char>(c);
  }
  [[nodiscard]] static bool all_spelled(std::string_view ngram, spelling as) noexcept {
    for (const char c : ngram) {
      if (spelling_of<Alphabet>[value(c)] != as) {
        return false;
      }
    }
    return true;
  }
  [[nodiscard]] static bool has_two_spellings(std::string_view ngram) noexcept {
    return all_spelled(ngram, spelling::canonical) || all_spelled(ngram, spelling::variant);
  }
  [[nodiscard]] static std::uint32_t code_of(std::string_view ngram) noexcept {
    const bool are_variants = all_spelled(ngram, spelling::variant);
    const auto byte = [&](std::size_t i) {
      return value(are_variants ? Alphabet::canonical(ngram[i]) : ngram[i]);
    };
    return static_cast<std::uint32_t>(ngram.size() == 1 ? two_grams + byte(0)
                                                        : byte(0) * 256 + byte(1));
  }
  [[nodiscard]] static bool has_delimiter(std::uint32_t code) noexcept {
    const std::size_t delimiter = value(Alphabet::delimiter);
    return code % 256 == delimiter || (code < two_grams && code / 256 == delimiter);
  }
  /// Calls visit(code) for the n-grams of a text, as they are spelled, also for those with a
  /// delimiter.
  template <class Visit> static void for_each_ngram(std::string_view text, Visit&& visit) {
    std::size_t before = value(Alphabet::delimiter);
    for (const char c : text) {
      const std::size_t here = value(c);
      visit(before * 256 + here);
      visit(two_grams + here);
      before = here;
    }
  }
  /// Calls visit(variant, canonical) for the codes of both spellings of each n-gram that has two.
  template <class Visit> static void for_each_variant(Visit&& visit) {
    const auto canonical = [](std::size_t byte) {
      return value(Alphabet::canonical(static_cast<char>(byte)));
    };
    for (std::size_t a = 0; a < 256; ++a) {
      if (spelling_of<Alphabet>[a] == spelling::variant) {
        visit(two_grams + a, two_grams + canonical(a));
        for (std::size_t b = 0; b < 256; ++b) {
          if (spelling_of<Alphabet>[b] == spelling::variant) {
            visit(a * 256 + b, canonical(a) * 256 + canonical(b));
          }
        }
      }
    }
  }
  struct frequent_ngram {
    std::uint32_t code = 0;
    std::uint64_t docs = 0; // the bits that are set
  };

  [[nodiscard]] counted_bitmap row(std::uint32_t code) const noexcept {
    const std::size_t found = partition_point(
        std::size_t{0}, ngrams_.size(), [&](std::size_t i) { return ngrams_[i].code < code; });
    if (found == ngrams_.size() || ngrams_[found].code != code) {
      return {};
    }
    return {bits_[found], ngrams_[found].docs};
  }

  reserved_array<frequent_ngram> ngrams_{};        // by increasing code
  std::vector<std::vector<std::uint64_t>> bits_{}; // of each of these
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
