// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_TREE_NODE_HPP
#define LEADCORE_INDEX_DETAIL_COW_TREE_NODE_HPP

// The nodes of an order-statistic tree: sorted arrays of keys and values, beside them in inner
// nodes the children and the number of entries below each.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/text/function_ref.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace leadcore::inline LEADCORE_ABI::detail::cow {

/// An entry of a tree. The value stands for an object elsewhere, such as a document.
struct tree_entry {
  std::uint64_t key = 0;
  std::uint32_t value = 0;

  friend bool operator==(const tree_entry&, const tree_entry&) = default;
};

/// Compares the value of an entry with the one sought. It is called for equal keys only, so seldom
/// that an indirect call costs nothing.
using compare_value = function_ref<std::weak_ordering(std::uint32_t)>;

/// A child as its parent describes it: its first entry and how many entries are below it.
struct tree_child {
  tree_entry first;
  const node* child = nullptr;
  std::uint32_t count = 0;
};

/// Moves elements within an array, or from one array to another.
template <class Array>
void move_range(const Array& from, std::size_t first, Array& to, std::size_t at,
                std::size_t count) noexcept {
  std::memmove(to.data() + at, from.data() + first, count * sizeof(from[0]));
}

/// What leaves and inner nodes share: entries in order, found by binary search.
template <std::size_t Capacity> struct sorted_node : node {
  static constexpr std::size_t capacity = Capacity;

  std::uint32_t size = 0;
  std::array<std::uint32_t, Capacity> values{};
  std::array<std::uint64_t, Capacity> keys{};

  [[nodiscard]] tree_entry entry(std::size_t i) const noexcept { return {keys[i], values[i]}; }
  void set_entry(std::size_t i, const tree_entry& entry) noexcept {
    keys[i] = entry.key;
    values[i] = entry.value;
  }
  /// The first entry whose key is not less. Branch-free, because the outcome of a comparison is
  /// unpredictable.
  [[nodiscard]] std::size_t lower_bound(std::uint64_t key) const noexcept {
    std::size_t first = 0;
    std::size_t count = size;
    while (count > 1) {
      const std::size_t half = count / 2;
      first += half & (0 - static_cast<std::size_t>(keys[first + half - 1] < key));
      count -= half;
    }
    return first + static_cast<std::size_t>(count == 1 && keys[first] < key);
  }
  /// The first entry that is not before the one sought.
  [[nodiscard]] std::size_t lower_bound(std::uint64_t key, compare_value compare) const {
    std::size_t first = lower_bound(key);
    std::size_t end = first;
    while (end < size && keys[end] == key) {
      ++end;
    }
    while (first != end) {
      const std::size_t middle = first + (end - first) / 2;
      if (compare(values[middle]) < 0) {
        first = middle + 1;
      } else {
        end = middle;
      }
    }
    return first;
  }
  /// Whether a lower bound is the entry sought.
  [[nodiscard]] bool is_match(std::size_t i, std::uint64_t key, compare_value compare) const {
    return i < size && keys[i] == key && compare(values[i]) == 0;
  }
};

template <std::size_t Capacity> struct tree_leaf final : sorted_node<Capacity> {
  void assign(std::size_t i, const tree_entry& entry) noexcept { this->set_entry(i, entry); }
  [[gnu::noinline]] static void move_items(const tree_leaf& from, std::size_t first, tree_leaf& to,
                                           std::size_t at, std::size_t count) noexcept {
    move_range(from.keys, first, to.keys, at, count);
    move_range(from.values, first, to.values, at, count);
  }
};

/// The entries of an inner node are the first ones of its children.
template <std::size_t Capacity> struct tree_inner final : sorted_node<Capacity> {
  std::array<std::uint32_t, Capacity> counts{};
  std::array<const node*, Capacity> children{};

  [[nodiscard]] std::uint32_t total() const noexcept {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < this->size; ++i) {
      sum += counts[i];
    }
    return sum;
  }
  /// The child that holds the first entry whose key is not less, or the one before it.
  [[nodiscard]] std::size_t child_of(std::uint64_t key) const noexcept {
    const std::size_t first = this->lower_bound(key);
    return first == 0 ? 0 : first - 1;
  }
  /// The child that holds the entry sought, or into which it would be inserted.
  [[nodiscard]] std::size_t child_of(std::uint64_t key, compare_value compare) const {
    const std::size_t at = this->lower_bound(key, compare);
    return at == 0 || this->is_match(at, key, compare) ? at : at - 1;
  }
  /// The child that holds the entry of a rank, which becomes the rank below that child. Counts from
  /// the nearer end.
  /// @param below  how many entries are below this node
  [[nodiscard]] std::size_t child_of_rank(std::uint64_t& rank, std::uint64_t below) const noexcept {
    std::size_t i = 0;
    if (rank < below / 2) {
      while (rank >= counts[i]) {
        rank -= counts[i++];
      }
      return i;
    }
    i = this->size;
    do {
      below -= counts[--i];
    } while (rank < below);
    rank -= below;
    return i;
  }
  void assign(std::size_t i, const tree_child& to) noexcept {
    this->set_entry(i, to.first);
    children[i] = to.child;
    counts[i] = to.count;
  }
  [[gnu::noinline]] static void move_items(const tree_inner& from, std::size_t first,
                                           tree_inner& to, std::size_t at,
                                           std::size_t count) noexcept {
    move_range(from.keys, first, to.keys, at, count);
    move_range(from.values, first, to.values, at, count);
    move_range(from.children, first, to.children, at, count);
    move_range(from.counts, first, to.counts, at, count);
  }
};

/// Inserts an item, which is an entry or a child, into a node that has room for it.
template <class Node, class Item>
void insert_at(Node& node, std::size_t i, const Item& item) noexcept {
  Node::move_items(node, i, node, i + 1, node.size - i);
  ++node.size;
  node.assign(i, item);
}
template <class Node> void erase_at(Node& node, std::size_t i) noexcept {
  Node::move_items(node, i + 1, node, i, node.size - i - 1);
  --node.size;
}

/// Splits a full node and inserts an item at an index of the whole.
/// @param right  empty; becomes the right half
template <class Node, class Item>
void split_and_insert(Node& left, Node& right, std::size_t at, const Item& item) noexcept {
  // Appending leaves full nodes behind, so that items in rising order fill the tree.
  const std::uint32_t half = at == left.size ? left.size - 1 : left.size / 2;
  Node::move_items(left, half, right, 0, left.size - half);
  right.size = left.size - half;
  left.size = half;
  if (at > half) {
    insert_at(right, at - half, item);
  } else {
    insert_at(left, at, item);
  }
}

/// Appends the items of the right sibling to the left one.
/// @pre they fit
template <class Node> void merge_siblings(Node& left, const Node& right) noexcept {
  Node::move_items(right, 0, left, left.size, right.size);
  left.size += right.size;
}
/// Moves items from the larger sibling to the smaller one, so that their sizes differ by at most
/// one.
template <class Node> void balance_siblings(Node& left, Node& right) noexcept {
  const std::uint32_t total = left.size + right.size;
  const std::uint32_t half = total / 2;
  if (left.size < half) {
    const std::uint32_t count = half - left.size;
    Node::move_items(right, 0, left, left.size, count);
    Node::move_items(right, count, right, 0, right.size - count);
  } else {
    const std::uint32_t count = left.size - half;
    Node::move_items(right, 0, right, count, right.size);
    Node::move_items(left, half, right, 0, count);
  }
  left.size = half;
  right.size = total - half;
}

} // namespace leadcore::inline LEADCORE_ABI::detail::cow

#endif
