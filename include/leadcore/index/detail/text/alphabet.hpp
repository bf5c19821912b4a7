// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_ALPHABET_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_ALPHABET_HPP

// What a substring index must know of the bytes of its documents.

#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A policy of two static members:
/// - `delimiter`, the byte between the values of a document. No needle contains it, so no match
///   spans two values.
/// - `canonical(byte)`, the byte for which another stands, or the byte itself. A needle in one
///   spelling is then usually searched for together with the same needle in the other spelling, and
///   short n-grams of both share a bitmap (ngram_bitmaps). It costs time and never correctness if
///   that guess is wrong.
template <class Alphabet>
concept text_alphabet = requires(char byte) {
  { Alphabet::delimiter } -> std::convertible_to<char>;
  { Alphabet::canonical(byte) } -> std::same_as<char>;
};

/// The rank of a byte in the order of terms: its value, but the delimiter, which ends a term, comes
/// last. So terms with a common prefix are consecutive, and the term that is the prefix is their
/// last.
template <text_alphabet Alphabet>
[[nodiscard]] constexpr unsigned char collation_rank(char byte) noexcept {
  return static_cast<unsigned char>(byte == Alphabet::delimiter ? '\xFF'
                                    : byte == '\xFF'            ? Alphabet::delimiter
                                                                : byte);
}
/// Compares by collation_rank the bytes that two terms both have. Returns less than 0, 0 or more.
template <text_alphabet Alphabet>
[[nodiscard]] constexpr int compare_common(std::string_view a, std::string_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  if constexpr (Alphabet::delimiter == '\xFF') {
    return a.substr(0, common).compare(b.substr(0, common));
  } else {
    for (std::size_t i = 0; i < common; ++i) {
      if (a[i] != b[i]) {
        return int{collation_rank<Alphabet>(a[i])} - int{collation_rank<Alphabet>(b[i])};
      }
    }
    return 0;
  }
}

/// How a byte is spelled.
enum class spelling : unsigned char {
  only,      ///< no other byte stands for it
  canonical, ///< another byte stands for it
  variant,   ///< it stands for another byte
};

/// For each byte, by its value: how it is spelled.
template <text_alphabet Alphabet>
inline constexpr std::array<spelling, 256> spelling_of = [] {
  std::array<spelling, 256> made{};
  for (std::size_t byte = 0; byte < made.size(); ++byte) {
    const auto of = static_cast<unsigned char>(Alphabet::canonical(static_cast<char>(byte)));
    if (of != byte) {
      made[byte] = spelling::variant;
      made[of] = spelling::canonical;
    }
  }
  return made;
}();

/// Whether each byte has at most one variant, no variant stands for a variant, and the delimiter
/// has none.
template <text_alphabet Alphabet>
inline constexpr bool has_valid_spellings = [] {
  std::array<std::size_t, 256> variants{};
  bool valid = true;
  for (std::size_t byte = 0; byte < variants.size(); ++byte) {
    const char c = Alphabet::canonical(static_cast<char>(byte));
    valid = valid && Alphabet::canonical(c) == c;
    ++variants[static_cast<unsigned char>(c)];
  }
  for (const std::size_t count : variants) {
    valid = valid && count <= 2;
  }
  return valid && variants[static_cast<unsigned char>(Alphabet::delimiter)] == 1;
}();

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
