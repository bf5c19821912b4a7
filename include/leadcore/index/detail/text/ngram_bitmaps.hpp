// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_NGRAM_BITMAPS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_NGRAM_BITMAPS_HPP

// Which texts have a run of one or two bytes, if many have it. decisions 0095 and 0099

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Of each run of one or two bytes that many searchable texts have, a bit for each text. A run of digits is one in either
/// alphabet in which a term of one or two digits is looked for.
class short_runs {
 public:
  short_runs() = default;
  /// @param text_of  the i-th of count searchable texts
  /// @par Complexity  linear in the texts
  template <class TextOf>
  short_runs(std::size_t count, TextOf text_of) : row_size_(words_of_bits(count)) {
    const auto are_many = [](std::uint64_t found, std::uint64_t of) {
      return found != 0 && found * least_share >= of;
    };
    // Those at so many places get bits, and keep them if they are in so many texts. The last bits are of all others. Of
    // many texts some tell which these are: a run that a few more would have shown is found as all others are.
    const std::size_t step = count / texts_to_judge_by + 1;
    std::vector<std::uint32_t> places(runs); // of each run, in these texts
    for (std::size_t i = 0; i < count; i += step) {
      for_each_run(text_of(i), [&](std::size_t run) { ++places[run]; });
    }
    std::vector<std::uint32_t> frequent;
    for (std::uint32_t run = 0; run < runs; ++run) {
      if (are_many(places[run], (count + step - 1) / step) && !has_border(run)) {
        frequent.push_back(run);
      }
    }
    std::vector<std::uint64_t> bits((frequent.size() + 1) * row_size_);
    std::vector<std::uint64_t*> rows(runs, bits.data() + frequent.size() * row_size_);
    for (std::size_t i = 0; i < frequent.size(); ++i) {
      rows[frequent[i]] = bits.data() + i * row_size_;
    }
    for (std::size_t i = 0; i < count; ++i) {
      for_each_run(text_of(i), [&](std::size_t run) { set_bit({rows[run], row_size_}, i); });
    }
    for (const std::uint32_t run : frequent) {
      const std::span<const std::uint64_t> row(rows[run], row_size_);
      if (const std::uint64_t texts = count_bits(row); are_many(texts, count)) {
        kept_.push_back({run, texts});
        bits_.insert(bits_.end(), row.begin(), row.end());
      }
    }
    kept_.shrink_to_fit();
    bits_.shrink_to_fit();
  }

  /// The texts that have the first of a term's needles, or one of the first two.
  struct answer {
    counted_bits texts;      // none if they are not kept
    std::size_t needles = 1; // how many of them this answers
  };
  /// @param needles  as search_needles makes them, or the last of these
  [[nodiscard]] answer find(std::span<const std::string> needles) const noexcept {
    const std::string_view first = needles.front();
    if (first.size() > 2) {
      return {};
    }
    if (!std::ranges::all_of(first, [](char c) { return is_digit(spelled(c)); })) {
      return {find(first)};
    }
    if (needles.size() == 1 || !std::ranges::equal(first, needles[1], {}, spelled, spelled)) {
      return {};
    }
    const counted_bits found = find(first);
    return {found, found.bits.empty() ? std::size_t{1} : std::size_t{2}};
  }
  /// The texts that have a run; none if they are not kept. Digits are those of either alphabet.
  /// @pre one or two bytes
  [[nodiscard]] counted_bits find(std::string_view bytes) const noexcept {
    const std::uint32_t run = run_of(bytes);
    const auto found = std::ranges::lower_bound(kept_, run, {}, &kept_run::run);
    if (found == kept_.end() || found->run != run) {
      return {};
    }
    return {std::span(bits_).subspan(static_cast<std::size_t>(found - kept_.begin()) * row_size_,
                                     row_size_),
            found->texts};
  }

 private:
  /// The share of the texts from which on bits are kept is one of so many.
  static constexpr std::uint64_t least_share = 8;
  static constexpr std::size_t texts_to_judge_by = 32'768;
  // A run of two bytes is these, as a number; of one, that byte behind all numbers of two.
  static constexpr std::uint32_t pairs = 256 * 256;
  static constexpr std::uint32_t runs = pairs + 256;

  /// A digit of a plain phone as itself.
  [[nodiscard]] static constexpr char spelled(char c) noexcept {
    const auto digit = static_cast<unsigned char>(c) - byte_marks::plain_phone.zero;
    return 0 <= digit && digit <= 9 ? static_cast<char>('0' + digit) : c;
  }
  [[nodiscard]] static std::uint32_t run_of(std::string_view bytes) noexcept {
    const std::uint32_t last = static_cast<unsigned char>(spelled(bytes.back()));
    return bytes.size() == 1
               ? pairs + last
               : static_cast<unsigned char>(spelled(bytes.front())) * std::uint32_t{256} + last;
  }
  [[nodiscard]] static bool has_border(std::uint32_t run) noexcept {
    constexpr std::uint32_t border = static_cast<unsigned char>(value_border);
    return run % 256 == border || (run < pairs && run / 256 == border);
  }
  /// Calls visit(run) for the runs of a text, and for such as have a border.
  template <class Visit> static void for_each_run(std::string_view text, Visit&& visit) {
    static constexpr auto spellings = [] {
      std::array<std::uint8_t, 256> made{};
      for (std::size_t byte = 0; byte < made.size(); ++byte) {
        made[byte] = static_cast<std::uint8_t>(spelled(static_cast<char>(byte)));
      }
      return made;
    }();
    std::size_t before = static_cast<unsigned char>(value_border);
    for (const char c : text) {
      const std::size_t here = spellings[static_cast<unsigned char>(c)];
      visit(before * 256 + here);
      visit(pairs + here);
      before = here;
    }
  }
  struct kept_run {
    std::uint32_t run = 0;
    std::uint64_t texts = 0;
  };

  std::size_t row_size_ = 0;
  std::vector<kept_run> kept_; // by rising run
  std::vector<std::uint64_t> bits_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
