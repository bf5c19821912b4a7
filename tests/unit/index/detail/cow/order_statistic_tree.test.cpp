// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/cow/order_statistic_tree.hpp>

#include "support/catch.hpp"
#include "support/tree_history.hpp"
#include "support/tree_violation.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace leadcore;
using namespace leadcore::detail::cow;
using leadcore::test_support::tree_history;
using leadcore::test_support::tree_violation;

namespace {

using small_tree = basic_order_statistic_tree<8, 8>;
using small_history = tree_history<8, 8>;
using item = small_history::item;

/// Items with the keys first, first + 2, ...
std::vector<item> even_items(std::size_t count, std::uint64_t first = 0) {
  std::vector<item> made;
  for (std::uint32_t i = 0; i < count; ++i) {
    made.emplace_back(first + 2 * i, i);
  }
  return made;
}

/// A tree of leaves of some sizes with the keys 0, 2, 4, ... below one root. It owns its nodes.
struct two_levels {
  explicit two_levels(const std::vector<std::size_t>& sizes) {
    std::uint32_t next = 0;
    for (const std::size_t size : sizes) {
      auto* const leaf = made.emplace_back(std::make_unique<small_tree::leaf>()).get();
      for (std::size_t i = 0; i < size; ++i, ++next) {
        leaf->assign(leaf->size++, {next * std::uint64_t{2}, next});
      }
      insert_at(root, root.size, tree_child{leaf->entry(0), leaf, leaf->size});
    }
    tree = small_tree(&root, next, 1);
  }

  std::vector<std::unique_ptr<small_tree::leaf>> made;
  small_tree::inner root;
  small_tree tree;
};

auto value_is(std::uint32_t value) {
  return [value](std::uint32_t other) { return other <=> value; };
}

/// The sizes of a tree's leaves, from left to right.
std::vector<std::size_t> leaf_sizes(const small_tree& tree) {
  std::vector<std::size_t> sizes;
  tree.visit_nodes([&](const node* each) {
    if (const auto* leaf = dynamic_cast<const small_tree::leaf*>(each)) {
      sizes.push_back(leaf->size);
    }
  });
  return sizes;
}

template <class Tree> std::size_t smallest_node_below_root(const Tree& tree) {
  std::size_t smallest = ~std::size_t{0};
  tree.visit_nodes([&](const node* each) {
    if (each != tree.root()) {
      const auto* const leaf = dynamic_cast<const typename Tree::leaf*>(each);
      const std::size_t size =
          leaf != nullptr ? leaf->size : static_cast<const typename Tree::inner*>(each)->size;
      smallest = std::min(smallest, size);
    }
  });
  return smallest;
}

/// Random inserts and erases, growing and shrinking in turns.
template <class History> void run_history(std::uint64_t keys, std::size_t steps) {
  std::mt19937_64 random(keys);
  History history;
  for (std::size_t step = 0; step < steps; ++step) {
    const item drawn{random() % keys, static_cast<std::uint32_t>(random() % 600)};
    const bool shrinks = step * 4 / steps % 2 == 1 && random() % 8 != 0;
    INFO("step " << step);
    if (history.contains(drawn)) {
      REQUIRE(history.erase(drawn) == "");
    } else if (shrinks && !history.model().empty()) {
      const auto at = std::ranges::lower_bound(history.model(), drawn);
      REQUIRE(history.erase(at == history.model().end() ? history.model().back() : *at) == "");
    } else {
      REQUIRE(history.insert(drawn) == "");
    }
    if (step % 16 == 0) {
      REQUIRE(history.compare_queries(random() % (history.model().size() + 1), drawn.first) == "");
    }
    if (step % 64 == 0) {
      std::vector<item> toggled;
      for (int i = 0; i < 20; ++i) {
        toggled.emplace_back(random() % keys, static_cast<std::uint32_t>(random() % 600));
      }
      REQUIRE(history.abandon(toggled) == "");
    }
  }
  while (!history.model().empty()) {
    REQUIRE(history.erase(history.model()[random() % history.model().size()]) == "");
  }
  REQUIRE(history.tree().root() == nullptr);
}

} // namespace

TEST_CASE("a tree holds what a sorted vector holds, and each edit copies only its path") {
  // Keys that many entries share, ordered by value, and keys that are unique.
  const std::uint64_t keys = GENERATE(std::uint64_t{1}, std::uint64_t{40}, std::uint64_t{1} << 40U);
  SECTION("nodes of eight") {
    run_history<small_history>(keys, 2'400);
  }
  SECTION("nodes of the index") {
    run_history<tree_history<64, 32>>(keys, 2'400);
  }
}

TEST_CASE("items in rising or falling order fill a tree") {
  small_history rising;
  small_history falling;
  for (std::uint32_t i = 0; i < 600; ++i) {
    REQUIRE(rising.insert({i, 0}) == "");
    REQUIRE(falling.insert({1'000 - i, 0}) == "");
  }
  // Appending leaves nodes with one free place; prepending leaves them half full.
  CHECK(std::ranges::count(leaf_sizes(rising.tree()), 7U) >= 600 / 7 - 1);
  CHECK(smallest_node_below_root(falling.tree()) >= 4);
  CHECK(rising.tree().height() == 3);
}

TEST_CASE("a bulk build makes nodes of nearly equal size that are nearly full") {
  for (std::size_t count = 0; count < 700; count += count < 80 ? 1 : 37) {
    INFO(count);
    small_history history;
    REQUIRE(history.rebuild(even_items(count)) == "");
    REQUIRE(history.compare_queries(count / 2, count) == "");
    const auto sizes = leaf_sizes(history.tree());
    REQUIRE(sizes.size() == (count + 6) / 7);
    if (!sizes.empty()) {
      const auto [least, most] = std::ranges::minmax(sizes);
      REQUIRE(most - least <= 1);
      REQUIRE(most <= 7);
    }
  }
}

TEST_CASE("erasing keeps every node at least a quarter full") {
  std::mt19937 random(5);
  for (const int order : {0, 1, 2}) {
    small_history history;
    REQUIRE(history.rebuild(even_items(500)) == "");
    REQUIRE(history.tree().height() == 3);
    while (history.model().size() > 1) {
      const std::size_t size = history.model().size();
      const std::size_t i = order == 0 ? 0 : order == 1 ? size - 1 : random() % size;
      REQUIRE(history.erase(history.model()[i]) == "");
      REQUIRE(smallest_node_below_root(history.tree()) >= 2);
      REQUIRE(history.compare_queries(i, i) == "");
    }
    REQUIRE(history.tree().height() == 0);
  }
}

TEST_CASE("an underfull leaf is merged with a sibling, or balanced with one that is too full") {
  struct rebalanced {
    std::vector<std::size_t> sizes;
    std::uint32_t erased; // its key is twice that
    std::vector<std::size_t> expected;
  };
  for (const rebalanced& each : std::vector<rebalanced>{
           {{3, 8, 8}, 0, {2, 8, 8}},  // a quarter is enough
           {{2, 7, 8}, 0, {8, 8}},     // fits exactly: the right sibling, as there is no left one
           {{2, 8, 8}, 0, {4, 5, 8}},  // one too many
           {{8, 2, 7}, 8, {4, 5, 7}},  // the left sibling, though the right one would fit
           {{7, 2, 8}, 8, {8, 8}},     // fits exactly
           {{7, 8, 2}, 15, {7, 4, 5}}, // at the end
           {{8, 7, 2}, 16, {8, 8}},    //
           {{8, 1, 8}, 8, {8, 8}},     // nothing is left of it
           {{2, 2}, 3, {3}},           // the root has one child left, and becomes it
           {{1, 1}, 0, {1}}}) {
    two_levels from(each.sizes);
    edit change(1);
    small_tree to = from.tree;
    to.erase(change, each.erased * std::uint64_t{2}, value_is(each.erased));
    CHECK(leaf_sizes(to) == each.expected);
    CHECK(to.height() == (each.expected.size() == 1 ? 0U : 1U));
    CHECK(tree_violation(to, std::ranges::less{}) == "");
    CHECK(leaf_sizes(from.tree) == each.sizes);
  }
}

TEST_CASE("a comparator is asked about entries with an equal key only") {
  small_history history;
  REQUIRE(history.rebuild(even_items(300)) == "");
  small_tree tree = history.tree();
  edit change(1'000);
  const auto refuse = [](std::uint32_t) -> std::strong_ordering {
    throw std::logic_error("asked about another key");
  };
  CHECK(tree.find(101, refuse) == small_tree::none);
  CHECK_NOTHROW(tree.insert(change, {101, 999}, refuse));
  CHECK(tree.size() == 301);
}

TEST_CASE("the check of the invariants finds each violation") {
  const auto violation_after = [](auto corrupt) {
    two_levels made({3, 2, 4});
    REQUIRE(tree_violation(made.tree, std::ranges::less{}) == "");
    corrupt(made);
    return tree_violation(made.tree, std::ranges::less{});
  };
  using made = two_levels;
  CHECK(violation_after([](made& of) { of.tree = small_tree(nullptr, 0, 0); }) == "");
  CHECK(violation_after([](made& of) { of.tree = small_tree(nullptr, 1, 0); }) ==
        "a tree without nodes is not empty");
  CHECK(violation_after([](made& of) { of.tree = small_tree(nullptr, 0, 1); }) ==
        "a tree without nodes is not empty");
  for (const std::size_t size : {8U, 10U}) {
    CHECK(violation_after([&](made& of) { of.tree = small_tree(&of.root, size, 1); }) ==
          "the size is not the number of entries");
  }
  for (const std::uint32_t height : {0U, 2U}) {
    CHECK(violation_after([&](made& of) { of.tree = small_tree(&of.root, 9, height); }) ==
          "the leaves are not all at the same depth");
  }
  for (const std::uint32_t size : {0U, 9U}) {
    CHECK(violation_after([&](made& of) { of.made[1]->size = size; }) ==
          "a leaf is empty or too full");
  }
  for (const std::uint32_t size : {1U, 9U}) {
    CHECK(violation_after([&](made& of) { of.root.size = size; }) ==
          "an inner node has too few or too many children");
  }
  CHECK(violation_after([](made& of) { of.root.children[2] = nullptr; }) == "a child is null");
  CHECK(violation_after([](made& of) { of.made[1]->keys[1] = 5; }) == "entries are not in order");
  CHECK(violation_after([](made& of) { of.made[1]->keys[0] = 3; }) == "entries are not in order");
  CHECK(violation_after([](made& of) {
          of.made[2]->keys[2] = of.made[2]->keys[1];
          of.made[2]->values[2] = of.made[2]->values[1];
        }) == "entries are not in order");
  CHECK(violation_after([](made& of) { // equal keys, values in order
          of.made[2]->keys[2] = of.made[2]->keys[1];
        }) == "");
  for (const std::size_t i : {0U, 1U, 2U}) {
    CHECK(violation_after([&](made& of) { ++of.root.counts[i]; }) ==
          "an inner node miscounts a child");
    CHECK(violation_after([&](made& of) { --of.root.counts[i]; }) ==
          "an inner node miscounts a child");
    CHECK(violation_after([&](made& of) { ++of.root.keys[i]; }) ==
          "an inner node has another first entry than its child");
    CHECK(violation_after([&](made& of) { ++of.root.values[i]; }) ==
          "an inner node has another first entry than its child");
  }
}
