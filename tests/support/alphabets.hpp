// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ALPHABETS_HPP
#define LEADCORE_TESTS_SUPPORT_ALPHABETS_HPP

// Alphabets for the tests of the substring index, each with few letters, so that n-grams collide,
// and a naive search.

#include <leadcore/index/detail/text/bitmap.hpp>

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::testing {

using detail::doc_id;

/// The letters A to J are variants of digits.
struct digit_alphabet {
  static constexpr char delimiter = '\xFF';
  static constexpr char canonical(char byte) noexcept {
    return 'A' <= byte && byte <= 'J' ? static_cast<char>(byte - 'A' + '0') : byte;
  }
  static constexpr std::string_view letters = "0011BBAA a-\xFF";
};
/// The least byte is the delimiter, and the greatest is not. Variants are not digits.
struct low_delimiter {
  static constexpr char delimiter = '\0';
  static constexpr char canonical(char byte) noexcept { return byte == 'y' ? '.' : byte; }
  static constexpr std::string_view letters{"a\x01\xFF\xFE.y.\0", 8};
};
/// The delimiter is a letter, and no byte has a variant.
struct middle_delimiter {
  static constexpr char delimiter = 'm';
  static constexpr char canonical(char byte) noexcept { return byte; }
  static constexpr std::string_view letters = "aalnz 2.m";
};

/// The documents that a naive scan finds.
inline std::vector<doc_id> naive_search(const std::map<doc_id, std::string>& docs,
                                        std::span<const std::string> needles) {
  std::vector<doc_id> found;
  for (const auto& [doc, text] : docs) {
    if (std::ranges::any_of(needles, [&](const std::string& needle) {
          return text.find(needle) != std::string::npos;
        })) {
      found.push_back(doc);
    }
  }
  return found;
}

} // namespace leadcore::testing

#endif
