// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TOKENIZER_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TOKENIZER_HPP

// Divides texts into terms. Whether a term begins between two bytes depends on these two alone, so
// a needle is divided as the text around it is: all its terms but the first and the last are whole
// terms of the text.

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Whether a term begins at a byte: at each space or punctuation mark, which belongs to the letters
/// or digits after it, and where letters and digits meet. Bytes beyond ASCII count as letters.
[[nodiscard]] constexpr bool term_begins(char before, char here) noexcept {
  const auto is_letter = [](char c) { return !is_ascii(c) || is_lower(c) || is_upper(c); };
  return is_digit(here) ? is_letter(before) : !is_letter(here) || is_digit(before);
}

/// Calls visit(term) for the terms of a text or a needle, in order. Terms are adjacent but where a
/// delimiter is between them, and none contains one.
template <text_alphabet Alphabet, class Visit>
constexpr void for_each_term(std::string_view text, Visit&& visit) {
  std::size_t begin = 0;
  const auto end_term = [&](std::size_t end) {
    if (end != begin) {
      visit(text.substr(begin, end - begin));
    }
    begin = end;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == Alphabet::delimiter) {
      end_term(i);
      begin = i + 1;
    } else if (i != begin && term_begins(text[i - 1], text[i])) {
      end_term(i);
    }
  }
  end_term(text.size());
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
