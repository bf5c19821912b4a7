// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_RADIX_SORT_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_RADIX_SORT_HPP

// Least-significant-digit radix sort.

#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Sorts stably by bytes [First, End) of an integer key; byte 0 is the least significant.
/// @param scratch  any contents; overwritten
/// @param key_of   the key of an item
/// @par Complexity
/// linear in the items for each byte that is not the same in all of them
template <unsigned First, unsigned End, class Item, class KeyOf>
void radix_sort(std::vector<Item>& items, std::vector<Item>& scratch, KeyOf key_of) {
  const auto digit_of = [&](const Item& item, unsigned byte) -> std::size_t {
    return key_of(item) >> (8 * byte) & 255U;
  };
  std::array<std::array<std::size_t, 256>, End - First> counts{};
  for (const Item& item : items) {
    for (unsigned byte = First; byte != End; ++byte) {
      ++counts[byte - First][digit_of(item, byte)];
    }
  }
  for (unsigned byte = First; byte != End && !items.empty(); ++byte) {
    std::array<std::size_t, 256>& offsets = counts[byte - First];
    if (offsets[digit_of(items.front(), byte)] == items.size()) {
      continue; // the byte is the same in all items
    }
    std::size_t begin = 0;
    for (std::size_t& offset : offsets) {
      begin += offset;
      offset = begin - offset;
    }
    scratch.resize(items.size());
    for (const Item& item : items) {
      scratch[offsets[digit_of(item, byte)]++] = item;
    }
    items.swap(scratch);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
