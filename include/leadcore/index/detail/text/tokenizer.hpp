// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TOKENIZER_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TOKENIZER_HPP

// Texts cut into words. Whether a word begins between two bytes depends on these two alone, so a needle is
// cut as the text around it is: what is between its first and its last word are words of the text.

#include <leadcore/query/searchable_text.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Whether a word begins at a byte that stands behind another, in a value or a needle: with each space or sign, which belongs
/// to the letters or digits behind it, and where letters and digits meet. All bytes beyond ASCII count as letters.
[[nodiscard]] constexpr bool word_begins(char before, char here) noexcept {
  const auto is_letter = [](char c) { return !is_ascii(c) || is_lower(c) || is_upper(c); };
  return is_digit(here) ? is_letter(before) : !is_letter(here) || is_digit(before);
}

/// Calls visit(word) for the words of a searchable text or a needle, in order.
template <class Visit> constexpr void for_each_word(std::string_view text, Visit&& visit) {
  std::size_t begin = 0;
  const auto end_at = [&](std::size_t at) {
    if (at != begin) {
      visit(text.substr(begin, at - begin));
    }
    begin = at;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == value_border) {
      end_at(at);
      begin = at + 1;
    } else if (at != begin && word_begins(text[at - 1], text[at])) {
      end_at(at);
    }
  }
  end_at(text.size());
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
