// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/cow/order_statistic_tree.hpp>

#include "support/property.hpp"
#include "support/tree_history.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace {

using history = leadcore::test_support::tree_history<8, 8>;
using item = history::item;

std::vector<item> draw_items(std::uint64_t keys) {
  return *rc::gen::container<std::vector<item>>(rc::gen::pair(
      rc::gen::inRange<std::uint64_t>(0, keys), rc::gen::inRange<std::uint32_t>(0, 50)));
}

} // namespace

TEST_CASE("a tree is a sorted vector, whatever its history") {
  rc::prop("inserts, erases and bulk builds, and edits that are given up", [] {
    const auto keys = *rc::gen::element<std::uint64_t>(1, 5, 1'000);
    history tested;
    std::vector<item> sorted = draw_items(keys);
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    RC_ASSERT(tested.rebuild(std::move(sorted)) == "");
    for (const item& each : draw_items(keys)) {
      RC_ASSERT((tested.contains(each) ? tested.erase(each) : tested.insert(each)) == "");
      RC_ASSERT(tested.compare_queries(each.second, each.first) == "");
    }
    RC_ASSERT(tested.abandon(draw_items(keys)) == "");
    RC_ASSERT(tested.compare_queries(0, 0) == "");
  });
}

TEST_CASE("every version of a tree stays what it was") {
  rc::prop("a version that is kept answers as it did", [] {
    using namespace leadcore::detail::cow;
    using tree_type = basic_order_statistic_tree<8, 8>;
    struct version {
      tree_type tree;
      std::vector<item> model;
    };
    std::vector<version> versions(1);
    std::vector<std::unique_ptr<const node>> retired;
    std::uint64_t epoch = 0;
    for (const item& each : draw_items(20)) {
      version next = versions.back();
      edit change(++epoch);
      const auto compare = [&](std::uint32_t other) { return other <=> each.second; };
      const auto at = std::ranges::lower_bound(next.model, each);
      if (at != next.model.end() && *at == each) {
        next.tree.erase(change, each.first, compare);
        next.model.erase(at);
      } else {
        next.tree.insert(change, {each.first, each.second}, compare);
        next.model.insert(at, each);
      }
      for (const node* gone : change.commit()) {
        retired.emplace_back(gone);
      }
      versions.push_back(std::move(next));
    }
    versions.back().tree.visit_nodes([&](const node* each) { retired.emplace_back(each); });
    for (const version& each : versions) {
      RC_ASSERT(leadcore::test_support::tree_violation(each.tree, std::ranges::less{}) == "");
      std::vector<std::uint32_t> seen;
      each.tree.visit_spans(0, each.tree.size(), [&](std::span<const std::uint32_t> values) {
        seen.insert(seen.end(), values.begin(), values.end());
        return true;
      });
      RC_ASSERT(std::ranges::equal(seen, each.model, {}, {}, &item::second));
    }
  });
}
