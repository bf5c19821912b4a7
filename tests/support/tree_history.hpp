// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_TREE_HISTORY_HPP
#define LEADCORE_TESTS_SUPPORT_TREE_HISTORY_HPP

// An order-statistic tree beside a sorted vector that is changed in the same way.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/cow/order_statistic_tree.hpp>

#include "support/tree_violation.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::test_support {

/// Each step returns what is wrong after it, or nothing.
template <std::size_t LeafCapacity, std::size_t InnerCapacity> class tree_history {
 public:
  using tree_type = detail::cow::basic_order_statistic_tree<LeafCapacity, InnerCapacity>;
  using item = std::pair<std::uint64_t, std::uint32_t>;
  using node = detail::cow::node;

  tree_history() = default;
  tree_history(const tree_history&) = delete;
  tree_history& operator=(const tree_history&) = delete;
  ~tree_history() {
    tree_.visit_nodes([](const node* each) { delete each; });
  }

  [[nodiscard]] const tree_type& tree() const noexcept { return tree_; }
  [[nodiscard]] const std::vector<item>& model() const noexcept { return model_; }

  [[nodiscard]] bool contains(const item& sought) const {
    return std::ranges::binary_search(model_, sought);
  }
  [[nodiscard]] std::string_view insert(const item& added) {
    return step([&](detail::cow::edit& change) {
      tree_.insert(change, {added.first, added.second}, comparator(added.second));
      model_.insert(std::ranges::lower_bound(model_, added), added);
    });
  }
  [[nodiscard]] std::string_view erase(const item& gone) {
    return step([&](detail::cow::edit& change) {
      tree_.erase(change, gone.first, comparator(gone.second));
      model_.erase(std::ranges::lower_bound(model_, gone));
    });
  }
  /// Builds the tree anew.
  [[nodiscard]] std::string_view rebuild(std::vector<item> sorted) {
    return step([&](detail::cow::edit& change) {
      tree_.visit_nodes([&](const node* each) { change.retire(each); });
      model_ = std::move(sorted);
      tree_ = tree_type::build(change, model_.size(), [&](std::size_t i) {
        return detail::cow::tree_entry{model_[i].first, model_[i].second};
      });
    });
  }
  /// Makes an edit with several inserts and erases and does not commit it.
  [[nodiscard]] std::string_view abandon(std::span<const item> toggled) {
    const contents before = nodes_of(tree_);
    {
      detail::cow::edit change(++epoch_);
      tree_type given_up = tree_;
      std::set<item> present(model_.begin(), model_.end());
      for (const item& each : toggled) {
        if (present.erase(each) != 0) {
          given_up.erase(change, each.first, comparator(each.second));
        } else {
          given_up.insert(change, {each.first, each.second}, comparator(each.second));
          present.insert(each);
        }
      }
      if (const auto found = tree_violation(given_up, std::ranges::less{}); !found.empty()) {
        return found;
      }
    }
    return before == nodes_of(tree_) ? "" : "an edit without a commit changed the tree";
  }

  /// Compares every query with the vector's answer.
  [[nodiscard]] std::string_view compare_queries(std::size_t rank, std::uint64_t key) const {
    if (tree_.size() != model_.size() || tree_.empty() != model_.empty()) {
      return "size";
    }
    rank = std::min(rank, model_.size());
    const auto lower = std::ranges::lower_bound(model_, item{key, 0});
    if (tree_.rank(key) != static_cast<std::size_t>(lower - model_.begin())) {
      return "rank";
    }
    for (const std::uint32_t value :
         {std::uint32_t{0}, lower == model_.end() ? 7 : lower->second}) {
      const bool is_present = contains({key, value});
      if (tree_.find(key, comparator(value)) != (is_present ? value : tree_type::none)) {
        return "find";
      }
    }
    std::vector<std::uint32_t> values;
    for (const item& each : model_) {
      values.push_back(each.second);
    }
    const std::span all(values);
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{90}, all.size()}) {
      const auto expected = all.subspan(rank, std::min(count, all.size() - rank));
      std::vector<std::uint32_t> seen;
      const auto last_first = all.first(rank).last(std::min(count, rank));
      std::size_t wanted = ~std::size_t{0};
      const auto append = [&](std::span<const std::uint32_t> some) {
        seen.insert(seen.end(), some.begin(), some.end());
        return seen.size() < wanted;
      };
      const auto prepend = [&](std::span<const std::uint32_t> some) {
        seen.insert(seen.begin(), some.begin(), some.end());
        return seen.size() < wanted;
      };
      const auto stops = [&](std::span<const std::uint32_t> at_least) { // with the leaf
        return seen.size() >= at_least.size() &&
               seen.size() < at_least.size() + tree_type::leaf::capacity;
      };
      tree_.visit_spans(rank, count, append);
      if (!std::ranges::equal(seen, expected)) {
        return "visit_spans";
      }
      seen.clear();
      tree_.visit_spans_reverse(rank, count, prepend);
      if (!std::ranges::equal(seen, last_first)) {
        return "visit_spans_reverse";
      }
      wanted = count;
      seen.clear();
      if (count != 0) {
        tree_.visit_spans(rank, all.size(), append);
        if (!stops(expected) || !std::ranges::equal(seen, all.subspan(rank).first(seen.size()))) {
          return "visit_spans that is stopped";
        }
        seen.clear();
        tree_.visit_spans_reverse(rank, rank, prepend);
        if (!stops(last_first) || !std::ranges::equal(seen, all.first(rank).last(seen.size()))) {
          return "visit_spans_reverse that is stopped";
        }
      }
    }
    const auto span = tree_.span_from(rank);
    if (span.empty() != (rank == all.size()) ||
        !std::ranges::equal(span, all.subspan(rank, span.size()))) {
      return "span_from";
    }
    typename tree_type::prefetcher path(tree_, key);
    std::size_t steps = 0;
    while (path.step()) {
      ++steps;
    }
    return steps == tree_.height() ? "" : "prefetcher";
  }

 private:
  /// What is stored in each node of a version.
  using contents = std::map<const node*, std::vector<std::uint64_t>>;

  [[nodiscard]] static auto comparator(std::uint32_t value) {
    return [value](std::uint32_t other) { return other <=> value; };
  }
  [[nodiscard]] static contents nodes_of(const tree_type& tree) {
    contents made;
    tree.visit_nodes([&](const node* each) {
      std::vector<std::uint64_t> stored;
      const auto store = [&](const auto& of) {
        for (std::size_t i = 0; i < of.size; ++i) {
          stored.push_back(of.keys[i]);
          stored.push_back(of.values[i]);
        }
      };
      if (const auto* leaf = dynamic_cast<const typename tree_type::leaf*>(each)) {
        store(*leaf);
      } else {
        const auto& inner = static_cast<const typename tree_type::inner&>(*each);
        store(inner);
        for (std::size_t i = 0; i < inner.size; ++i) {
          stored.push_back(inner.counts[i]);
          stored.push_back(reinterpret_cast<std::uintptr_t>(inner.children[i]));
        }
      }
      made.emplace(each, std::move(stored));
    });
    return made;
  }

  template <class Change> [[nodiscard]] std::string_view step(Change make) {
    const tree_type old = tree_;
    const contents before = nodes_of(old);
    detail::cow::edit change(++epoch_);
    make(change);
    const std::size_t made = change.made();
    std::vector<const node*> retired = change.commit();
    const std::string_view found = check_step(old, before, made, retired);
    for (const node* each : retired) { // no version is kept
      delete each;
    }
    return found.empty() ? tree_violation(tree_, std::ranges::less{}) : found;
  }
  [[nodiscard]] std::string_view check_step(const tree_type& old, const contents& before,
                                            std::size_t made,
                                            const std::vector<const node*>& retired) const {
    if (nodes_of(old) != before) {
      return "a shared node was changed";
    }
    const contents after = nodes_of(tree_);
    std::size_t unreachable = 0;
    for (const auto& [each, stored] : before) {
      unreachable += after.contains(each) ? 0U : 1U;
    }
    std::size_t retired_of_old = 0;
    for (const node* each : retired) {
      if (after.contains(each)) {
        return "a reachable node was retired";
      }
      if (before.contains(each)) {
        ++retired_of_old;
      } else if (each->epoch != epoch_) {
        return "a node of no version was retired";
      }
    }
    if (std::set<const node*>(retired.begin(), retired.end()).size() != retired.size()) {
      return "a node was retired twice";
    }
    if (retired_of_old != unreachable) {
      return "an unreachable node was not retired";
    }
    std::size_t kept = 0;
    for (const auto& [each, stored] : after) {
      if (!before.contains(each)) {
        if (each->epoch != epoch_) {
          return "a new node is not of this edit";
        }
        ++kept;
      }
    }
    return kept + (retired.size() - retired_of_old) == made ? "" : "a new node was lost";
  }

  tree_type tree_;
  std::vector<item> model_;
  std::uint64_t epoch_ = 0;
};

} // namespace leadcore::test_support

#endif
