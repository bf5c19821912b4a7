// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/cow/tree_node.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

using namespace leadcore::detail::cow;

namespace {

using small_leaf = tree_leaf<8>;
using small_inner = tree_inner<8>;

std::array<node, 16> children; // only their addresses count

/// A node of the items first, first + 1, ...
template <class Node> Node node_of(std::uint32_t first, std::uint32_t count) {
  Node made;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t n = first + i;
    if constexpr (std::is_same_v<Node, small_leaf>) {
      insert_at(made, i, tree_entry{n, n + 100});
    } else {
      insert_at(made, i, tree_child{{n, n + 100}, &children[n], n + 200});
    }
  }
  return made;
}
/// The items of a node, by the number that each part of an item was made from.
template <class Node> std::vector<std::uint32_t> items(const Node& of) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < of.size; ++i) {
    const auto n = static_cast<std::uint32_t>(of.keys[i]);
    REQUIRE(of.values[i] == n + 100);
    if constexpr (std::is_same_v<Node, small_inner>) {
      REQUIRE(of.children[i] == &children[n]);
      REQUIRE(of.counts[i] == n + 200);
    }
    out.push_back(n);
  }
  return out;
}
std::vector<std::uint32_t> rising(std::uint32_t first, std::uint32_t count) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < count; ++i) {
    out.push_back(first + i);
  }
  return out;
}
template <class Node> Node item_node(std::uint32_t n) {
  return node_of<Node>(n, 1);
}
/// Inserts or splits with the item n.
template <class Action> void with_item(small_leaf*, std::uint32_t n, Action act) {
  act(tree_entry{n, n + 100});
}
template <class Action> void with_item(small_inner*, std::uint32_t n, Action act) {
  act(tree_child{{n, n + 100}, &children[n], n + 200});
}

} // namespace

TEMPLATE_TEST_CASE("items are inserted and erased anywhere", "", small_leaf, small_inner) {
  for (std::uint32_t size = 0; size < 8; ++size) {
    for (std::uint32_t at = 0; at <= size; ++at) {
      TestType node = node_of<TestType>(0, size);
      with_item(&node, 15, [&](const auto& item) { insert_at(node, at, item); });
      std::vector<std::uint32_t> expected = rising(0, size);
      expected.insert(expected.begin() + at, 15);
      REQUIRE(items(node) == expected);
      erase_at(node, at);
      REQUIRE(items(node) == rising(0, size));
    }
  }
}

TEMPLATE_TEST_CASE("a full node is split in halves, or before its last item for an append", "",
                   small_leaf, small_inner) {
  for (std::uint32_t at = 0; at <= 8; ++at) {
    TestType left = node_of<TestType>(0, 8);
    TestType right;
    with_item(&left, 15, [&](const auto& item) { split_and_insert(left, right, at, item); });
    std::vector<std::uint32_t> expected = rising(0, 8);
    expected.insert(expected.begin() + at, 15);
    std::vector<std::uint32_t> both = items(left);
    std::ranges::copy(items(right), std::back_inserter(both));
    REQUIRE(both == expected);
    REQUIRE(left.size == (at == 8 ? 7U : at <= 4 ? 5U : 4U));
  }
}

TEMPLATE_TEST_CASE("siblings are merged, or balanced to sizes that differ by one at most", "",
                   small_leaf, small_inner) {
  for (std::uint32_t left_size = 0; left_size <= 8; ++left_size) {
    for (std::uint32_t right_size = 0; right_size <= 8; ++right_size) {
      const std::uint32_t total = left_size + right_size;
      if (total < 16) { // as many children as there are
        TestType left = node_of<TestType>(0, left_size);
        TestType right = node_of<TestType>(left_size, right_size);
        balance_siblings(left, right);
        REQUIRE(items(left) == rising(0, total / 2));
        REQUIRE(items(right) == rising(total / 2, total - total / 2));
      }
      if (total <= 8) {
        TestType left = node_of<TestType>(0, left_size);
        const TestType right = node_of<TestType>(left_size, right_size);
        merge_siblings(left, right);
        REQUIRE(items(left) == rising(0, total));
        REQUIRE(items(right) == rising(left_size, right_size));
      }
    }
  }
}

TEST_CASE("entries are found by key, and by comparator among equal keys") {
  for (std::uint32_t size = 0; size <= 8; ++size) {
    for (std::uint32_t pattern = 0; pattern < 1U << size; ++pattern) {
      small_leaf node; // keys rise by 0 or 2
      for (std::uint32_t i = 0; i < size; ++i) {
        const std::uint64_t key = (i == 0 ? 0 : node.keys[i - 1]) + (pattern >> i & 1U) * 2;
        insert_at(node, i, tree_entry{key, 2 * i});
      }
      for (std::uint64_t key = 0; key < 20; ++key) {
        std::size_t expected = 0;
        while (expected < size && node.keys[expected] < key) {
          ++expected;
        }
        REQUIRE(node.lower_bound(key) == expected);
        for (std::uint32_t value = 0; value < 18; ++value) {
          std::size_t at = expected;
          while (at < size && node.keys[at] == key && node.values[at] < value) {
            ++at;
          }
          auto compare = [&](std::uint32_t other) { return other <=> value; };
          REQUIRE(node.lower_bound(key, compare) == at);
          REQUIRE(node.is_match(at, key, compare) ==
                  (at < size && node.keys[at] == key && node.values[at] == value));
        }
      }
    }
  }
}

TEST_CASE("the child of a key, of an entry and of a rank is found") {
  small_inner node;
  std::uint32_t below = 0;
  const std::array<std::uint32_t, 5> counts{3, 1, 4, 2, 5};
  for (std::uint32_t i = 0; i < 5; ++i) {
    insert_at(node, i, tree_child{{10 + 10 * i, i}, &children[i], counts[i]});
    below += counts[i];
  }
  CHECK(node.total() == below);
  for (std::uint64_t key = 0; key < 70; ++key) {
    std::size_t last_before = 0; // the last child whose first entry is before the key
    for (std::size_t i = 0; i < 5; ++i) {
      last_before = node.keys[i] < key ? i : last_before;
    }
    REQUIRE(node.child_of(key) == last_before);
    for (std::uint32_t value = 0; value < 6; ++value) {
      std::size_t expected = 0; // the last child whose first entry is not after the one sought
      for (std::size_t i = 0; i < 5; ++i) {
        expected =
            node.keys[i] < key || (node.keys[i] == key && node.values[i] <= value) ? i : expected;
      }
      auto compare = [&](std::uint32_t other) { return other <=> value; };
      REQUIRE(node.child_of(key, compare) == expected);
    }
  }
  for (std::uint64_t rank = 0; rank < below; ++rank) {
    std::uint64_t left = rank;
    std::size_t child = 0;
    while (left >= counts[child]) {
      left -= counts[child++];
    }
    std::uint64_t in_child = rank;
    REQUIRE(node.child_of_rank(in_child, below) == child);
    REQUIRE(in_child == left);
  }
}
