// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_RADIX_SORT_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_RADIX_SORT_HPP

// Sorting by numbers, byte by byte, without comparing.

#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Puts things in the order of some bytes of a number that each has, from the lowest on; those with the same stay in order.
/// @param spare  of any size, changed
template <unsigned FirstByte, unsigned EndByte, class Thing, class NumberOf>
void sort_by_bytes(std::vector<Thing>& things, std::vector<Thing>& spare, NumberOf number_of) {
  const auto byte_of = [&](const Thing& each, unsigned byte) -> std::size_t {
    return number_of(each) >> (8 * byte) & 255U;
  };
  std::array<std::array<std::size_t, 256>, EndByte - FirstByte> counts{};
  for (const Thing& each : things) {
    for (unsigned byte = FirstByte; byte != EndByte; ++byte) {
      ++counts[byte - FirstByte][byte_of(each, byte)];
    }
  }
  for (unsigned byte = FirstByte; byte != EndByte && !things.empty(); ++byte) {
    std::array<std::size_t, 256>& places = counts[byte - FirstByte];
    if (places[byte_of(things.front(), byte)] == things.size()) {
      continue; // all have the same
    }
    std::size_t begin = 0;
    for (std::size_t& place : places) {
      begin += place;
      place = begin - place;
    }
    spare.resize(things.size());
    for (const Thing& each : things) {
      spare[places[byte_of(each, byte)]++] = each;
    }
    things.swap(spare);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
