// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_SORTED_IDS_HPP
#define LEADCORE_TESTS_SUPPORT_SORTED_IDS_HPP

// Sorted ids for the tests of posting lists and sets.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace leadcore::testing {

using id_list = std::vector<std::uint32_t>;

/// Ids that differ by these deltas, again and again.
inline id_list with_deltas(std::size_t count, const id_list& deltas, std::uint32_t first) {
  id_list made;
  for (std::size_t i = 0; i < count; ++i) {
    made.push_back(i == 0 ? first : made.back() + deltas[i % deltas.size()]);
  }
  return made;
}
inline id_list intersection_of(const id_list& a, const id_list& b) {
  id_list both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both;
}
inline id_list union_of(const id_list& a, const id_list& b) {
  id_list any;
  std::ranges::set_union(a, b, std::back_inserter(any));
  return any;
}

} // namespace leadcore::testing

#endif
