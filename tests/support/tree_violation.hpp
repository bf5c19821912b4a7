// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_TREE_VIOLATION_HPP
#define LEADCORE_TESTS_SUPPORT_TREE_VIOLATION_HPP

// The invariants of an order-statistic tree, checked node by node.

#include <leadcore/index/detail/cow/order_statistic_tree.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace leadcore::test_support {

/// Finds the first invariant that a tree violates. `IsBefore` orders values with equal keys.
template <std::size_t LeafCapacity, std::size_t InnerCapacity, class IsBefore> class tree_checker {
 public:
  using tree_type = detail::cow::basic_order_statistic_tree<LeafCapacity, InnerCapacity>;
  using node = detail::cow::node;

  explicit tree_checker(IsBefore is_before) : is_before_(is_before) {}

  /// The violation, or nothing.
  [[nodiscard]] std::string_view check(const tree_type& tree) {
    if (tree.root() == nullptr) {
      return tree.size() == 0 && tree.height() == 0 ? "" : "a tree without nodes is not empty";
    }
    std::size_t count = 0;
    if (const auto found = check_below(tree.root(), tree.height(), count); !found.empty()) {
      return found;
    }
    return count == tree.size() ? "" : "the size is not the number of entries";
  }

 private:
  using entry = detail::cow::tree_entry;
  using leaf = typename tree_type::leaf;
  using inner = typename tree_type::inner;

  [[nodiscard]] std::string_view check_below(const node* of, std::size_t level,
                                             std::size_t& count) {
    if (of == nullptr) {
      return "a child is null";
    }
    const bool is_leaf = dynamic_cast<const leaf*>(of) != nullptr;
    if (is_leaf != (level == 0)) {
      return "the leaves are not all at the same depth";
    }
    return is_leaf ? check_leaf(static_cast<const leaf&>(*of), count)
                   : check_inner(static_cast<const inner&>(*of), level, count);
  }
  [[nodiscard]] std::string_view check_leaf(const leaf& of, std::size_t& count) {
    if (of.size == 0 || of.size > LeafCapacity) {
      return "a leaf is empty or too full";
    }
    for (std::size_t i = 0; i < of.size; ++i) {
      const entry each = of.entry(i);
      if (last_.has_value() && (last_->key > each.key || (last_->key == each.key &&
                                                          !is_before_(last_->value, each.value)))) {
        return "entries are not in order";
      }
      last_ = each;
    }
    count += of.size;
    return {};
  }
  [[nodiscard]] std::string_view check_inner(const inner& of, std::size_t level,
                                             std::size_t& count) {
    if (of.size < 2 || of.size > InnerCapacity) {
      return "an inner node has too few or too many children";
    }
    for (std::size_t i = 0; i < of.size; ++i) {
      std::size_t below = 0;
      if (const auto found = check_below(of.children[i], level - 1, below); !found.empty()) {
        return found;
      }
      if (of.counts[i] != below) {
        return "an inner node miscounts a child";
      }
      const entry first = level == 1 ? static_cast<const leaf*>(of.children[i])->entry(0)
                                     : static_cast<const inner*>(of.children[i])->entry(0);
      if (of.entry(i) != first) {
        return "an inner node has another first entry than its child";
      }
      count += below;
    }
    return {};
  }

  IsBefore is_before_;
  std::optional<entry> last_;
};

template <std::size_t LeafCapacity, std::size_t InnerCapacity, class IsBefore>
[[nodiscard]] std::string_view
tree_violation(const detail::cow::basic_order_statistic_tree<LeafCapacity, InnerCapacity>& tree,
               IsBefore is_before) {
  return tree_checker<LeafCapacity, InnerCapacity, IsBefore>(is_before).check(tree);
}

} // namespace leadcore::test_support

#endif
