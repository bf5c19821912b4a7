// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_SORTED_IDS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_SORTED_IDS_HPP

// Sorted lists: search, intersection of ids, insertion of a few items.

#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The first index in [begin, end) for which a predicate is false, as it is for all after; `end` if
/// there is none.
template <class Index, class Predicate>
[[nodiscard]] constexpr Index partition_point(Index begin, Index end, Predicate is_before) {
  while (begin != end) {
    const Index middle = begin + (end - begin) / 2;
    if (is_before(middle)) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}
/// The same by galloping, for an index that is near `begin`.
template <class Predicate>
[[nodiscard]] constexpr std::size_t gallop(std::size_t begin, std::size_t end,
                                           Predicate is_before) {
  std::size_t step = 1;
  while (step < end - begin && is_before(begin + step)) {
    begin += step;
    step *= 2;
  }
  return detail::partition_point(begin, std::min(begin + step, end), is_before);
}

/// Intersects two strictly increasing lists in place: moves the common ids to the beginning of
/// `ids` and returns their count.
/// @par Complexity
/// O(ids * log other) by galloping if `other` is much longer, else linear in both,
/// without branches that depend on the ids: they would be mispredicted.
inline std::size_t intersect_sorted(std::span<std::uint32_t> ids,
                                    std::span<const std::uint32_t> other) noexcept {
  std::size_t kept = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  if (other.size() > ids.size() * search_costs::ids_skipped_by_galloping) {
    for (; i < ids.size() && j < other.size(); ++i) {
      j = gallop(j, other.size(), [&](std::size_t at) { return other[at] < ids[i]; });
      if (j < other.size() && other[j] == ids[i]) {
        ids[kept++] = ids[i];
      }
    }
    return kept;
  }
  while (i < ids.size() && j < other.size()) {
    const std::uint32_t a = ids[i];
    const std::uint32_t b = other[j];
    ids[kept] = a;
    kept += static_cast<std::size_t>(a == b);
    i += static_cast<std::size_t>(a <= b);
    j += static_cast<std::size_t>(b <= a);
  }
  return kept;
}

/// Removes the ids for which a predicate is false, as std::erase_if does, in a tenth of the code.
template <class Predicate> void keep_if(std::vector<std::uint32_t>& ids, Predicate is_kept) {
  std::size_t kept = 0; // at most the index of the id that is tested
  for (const std::uint32_t id : ids) {
    if (is_kept(id)) {
      ids[kept++] = id;
    }
  }
  ids.resize(kept);
}
/// Sorts ids and removes duplicates.
inline void sort_unique(std::vector<std::uint32_t>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// Inserts an item into a sorted array, for a few items.
template <class Array, class Item, class KeyOf>
void insert_sorted(Array& sorted, Item item, KeyOf key_of) {
  sorted.push_back(std::move(item));
  for (std::size_t i = sorted.size() - 1; i != 0 && key_of(sorted[i]) < key_of(sorted[i - 1]);
       --i) {
    std::swap(sorted[i], sorted[i - 1]);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
