// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_RADIX_SORT_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_RADIX_SORT_HPP

// Least-significant-digit radix sort.

#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Sorts stably by bytes [First, End) of an integer key; byte 0 is the least significant.
/// @param items    must outlive the work
/// @param scratch  must outlive the work; its contents are overwritten
/// @param key_of   the key of an item
/// @par Complexity
/// linear in the items for each byte that is not the same in all of them
template <unsigned First, unsigned End, class Item, class KeyOf>
stepwise radix_sort(chunked_array<Item>& items, chunked_array<Item>& scratch, KeyOf key_of) {
  const auto digit_of = [key_of](const Item& item, unsigned byte) -> std::size_t {
    return key_of(item) >> (8 * byte) & 255U;
  };
  std::array<std::array<std::size_t, 256>, End - First> counts{};
  co_yield for_each_below(items.size(), [&](std::size_t i) {
    for (unsigned byte = First; byte != End; ++byte) {
      ++counts[byte - First][digit_of(items[i], byte)];
    }
  });
  for (unsigned byte = First; byte != End && items.size() != 0; ++byte) {
    std::array<std::size_t, 256>& offsets = counts[byte - First];
    if (offsets[digit_of(items[0], byte)] == items.size()) {
      continue; // the byte is the same in all items
    }
    std::size_t sum = 0;
    for (std::size_t& offset : offsets) {
      sum += offset;
      offset = sum - offset;
    }
    scratch.resize(items.size());
    co_yield for_each_below(items.size(), [&](std::size_t i) {
      scratch[offsets[digit_of(items[i], byte)]++] = items[i];
    });
    std::swap(items, scratch);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
