// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_ORDER_STATISTIC_TREE_HPP
#define LEADCORE_INDEX_DETAIL_COW_ORDER_STATISTIC_TREE_HPP

// A persistent order-statistic tree: a B+ tree whose inner nodes count the entries below each
// child, so that the n-th entry is found as fast as a key. An edit copies the nodes from the root
// to a leaf. decision 0090

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/cow/tree_node.hpp>
#include <leadcore/text/function_ref.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail::cow {

/// A handle to one version of a tree; copying it copies a pointer. Nodes belong to the versions
/// that reach them.
///
/// Entries are sorted by key; entries with equal keys are sorted by a comparator of the caller's.
/// An entry is sought by its key and a function `compare`: compare(value) orders the entry with
/// that value against the one sought (less, equal or greater). It is called for entries with an
/// equal key only.
///
/// Every inner node has at least two children and every leaf at least one entry; all leaves are at
/// the same depth. A node that an erase leaves less than a quarter full is merged with a sibling or
/// takes entries from it.
template <std::size_t LeafCapacity, std::size_t InnerCapacity> class basic_order_statistic_tree {
 public:
  using leaf = tree_leaf<LeafCapacity>;
  using inner = tree_inner<InnerCapacity>;
  using visit_values = function_ref<bool(std::span<const std::uint32_t>)>;
  static_assert(LeafCapacity >= 8 && InnerCapacity >= 8, "a quarter of a node has two items");

  /// What find() returns where there is no such entry.
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  basic_order_statistic_tree() = default;
  /// A tree of nodes that were made elsewhere.
  basic_order_statistic_tree(const node* root, std::size_t size, std::uint32_t height) noexcept
      : root_(root), size_(static_cast<std::uint32_t>(size)), height_(height) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// The root, or null, and how many levels of inner nodes are above the leaves.
  [[nodiscard]] const node* root() const noexcept { return root_; }
  [[nodiscard]] std::uint32_t height() const noexcept { return height_; }

  /// How many entries have a lesser key.
  /// @par Complexity
  /// logarithmic.
  [[nodiscard]] std::size_t rank(std::uint64_t key) const noexcept {
    if (empty()) {
      return 0;
    }
    std::size_t before = 0;
    const node* at = root_;
    for (std::size_t level = height_; level != 0; --level) {
      const inner& here = inner_of(at);
      const std::size_t child = here.child_of(key);
      for (std::size_t i = 0; i < child; ++i) {
        before += here.counts[i];
      }
      at = here.children[child];
    }
    return before + leaf_of(at).lower_bound(key);
  }

  /// The value of the entry sought, or none.
  /// @par Complexity
  /// logarithmic.
  [[nodiscard]] std::uint32_t find(std::uint64_t key, compare_value compare) const {
    if (empty()) {
      return none;
    }
    const node* at = root_;
    for (std::size_t level = height_; level-- != 0;) {
      at = inner_of(at).children[inner_of(at).child_of(key, compare)];
      prefetch(at, level);
    }
    const leaf& here = leaf_of(at);
    const std::size_t i = here.lower_bound(key, compare);
    return here.is_match(i, key, compare) ? here.values[i] : none;
  }

  /// Prefetches the path to a key one node a step, so that the cache misses of several trees
  /// overlap.
  class prefetcher {
   public:
    prefetcher() = default;
    prefetcher(const basic_order_statistic_tree& tree, std::uint64_t key) noexcept
        : node_(tree.root_), level_(tree.height_), key_(key) {}

    /// Prefetches the next node of the path; false if there is none.
    bool step() noexcept {
      if (level_ == 0) {
        return false;
      }
      node_ = inner_of(node_).children[inner_of(node_).child_of(key_)];
      --level_;
      prefetch(node_, level_);
      return true;
    }

   private:
    const node* node_ = nullptr;
    std::uint32_t level_ = 0;
    std::uint64_t key_ = 0;
  };

  /// The values from a rank to the end of its leaf; none from size() on.
  /// @par Complexity
  /// logarithmic.
  [[nodiscard]] std::span<const std::uint32_t> span_from(std::size_t rank) const noexcept {
    if (rank >= size_) {
      return {};
    }
    const node* at = root_;
    std::uint64_t size = size_;
    std::uint64_t skip = rank;
    for (std::size_t level = height_; level != 0; --level) {
      const inner& here = inner_of(at);
      const std::size_t child = here.child_of_rank(skip, size);
      size = here.counts[child];
      at = here.children[child];
    }
    const leaf& here = leaf_of(at);
    return std::span(here.values).first(here.size).subspan(skip);
  }

  /// Calls visit(values) for up to count entries from a rank on, in order, one leaf at a time,
  /// until it returns false.
  /// @par Complexity
  /// logarithmic, and constant for each entry.
  void visit_spans(std::uint64_t first, std::uint64_t count, visit_values visit) const {
    if (first < size_ && count != 0) {
      std::uint64_t left = std::min(count, size_ - first);
      visit_below<false>(root_, height_, size_, first, left, visit);
    }
  }
  /// Calls visit(values) for up to count entries before a rank, one leaf at a time, the last leaf
  /// first, until it returns false. The values of a leaf are in order.
  /// @pre end <= size()
  void visit_spans_reverse(std::uint64_t end, std::uint64_t count, visit_values visit) const {
    if (end != 0 && count != 0) {
      std::uint64_t skip = size_ - end;
      std::uint64_t left = std::min(count, end);
      visit_below<true>(root_, height_, size_, skip, left, visit);
    }
  }

  /// Inserts an entry.
  /// @pre no equal entry is present
  void insert(edit& change, const tree_entry& entry, compare_value compare) {
    if (root_ == nullptr) {
      root_ = change.make<leaf>();
    }
    const insertion done = insert_below(change, root_, height_, entry, compare);
    root_ = done.node;
    if (done.right != nullptr) {
      inner* const top = change.make<inner>();
      insert_at(*top, 0, described(done.node, height_));
      insert_at(*top, 1, described(done.right, height_));
      root_ = top;
      ++height_;
    }
    ++size_;
  }

  /// Erases the entry sought.
  /// @pre it is present
  void erase(edit& change, std::uint64_t key, compare_value compare) {
    root_ = erase_below(change, root_, height_, key, compare);
    --size_;
    if (height_ != 0 && inner_of(root_).size == 1) {
      change.retire(root_);
      root_ = inner_of(root_).children[0];
      --height_;
    }
    if (size_ == 0) {
      change.retire(root_);
      root_ = nullptr;
    }
  }

  /// Bulk-builds a tree of distinct entries in order.
  /// @param entry_at  entry_at(i) for each i below count; called once each, in order
  /// @par Complexity
  /// linear.
  [[nodiscard]] static basic_order_statistic_tree
  build(edit& change, std::size_t count, function_ref<tree_entry(std::size_t)> entry_at) {
    basic_order_statistic_tree made;
    std::vector<const node*> level;
    const std::size_t leaves = nodes_for(count, filled(LeafCapacity));
    for (std::size_t i = 0; i < leaves; ++i) {
      leaf* const here = change.make<leaf>();
      for (std::size_t at = count * i / leaves; at < count * (i + 1) / leaves; ++at) {
        here->assign(here->size++, entry_at(at));
      }
      level.push_back(here);
    }
    while (level.size() > 1) {
      std::vector<const node*> above;
      const std::size_t parents = nodes_for(level.size(), filled(InnerCapacity));
      for (std::size_t i = 0; i < parents; ++i) {
        inner* const parent = change.make<inner>();
        for (std::size_t at = level.size() * i / parents; at < level.size() * (i + 1) / parents;
             ++at) {
          parent->assign(parent->size++, described(level[at], made.height_));
        }
        above.push_back(parent);
      }
      level = std::move(above);
      ++made.height_;
    }
    if (!level.empty()) {
      made.root_ = level.front();
      made.size_ = static_cast<std::uint32_t>(count);
    }
    return made;
  }

  /// Calls visit(node) for every node, children before their parents.
  void visit_nodes(visit_node visit) const {
    if (root_ != nullptr) {
      visit_nodes_below(root_, height_, visit);
    }
  }

 private:
  // Functions that call themselves are not inline: the compiler would copy them into themselves.

  struct insertion {
    const cow::node* node;
    const cow::node* right = nullptr; // the second half, if the node was split
  };

  [[nodiscard]] static const leaf& leaf_of(const node* of) noexcept {
    return static_cast<const leaf&>(*of);
  }
  [[nodiscard]] static const inner& inner_of(const node* of) noexcept {
    return static_cast<const inner&>(*of);
  }

  /// Prefetches all cache lines of a node; a search would wait for one after the other.
  static void prefetch(const node* of, std::size_t level) noexcept {
    prefetch_memory(of, level == 0 ? sizeof(leaf) : sizeof(inner));
  }

  [[nodiscard]] static tree_entry first_entry(const node* of, std::size_t level) noexcept {
    return level == 0 ? leaf_of(of).entry(0) : inner_of(of).entry(0);
  }
  [[nodiscard, gnu::noinline]] static tree_child described(const node* of,
                                                           std::size_t level) noexcept {
    return {first_entry(of, level), of, level == 0 ? leaf_of(of).size : inner_of(of).total()};
  }

  /// How full a bulk build makes a node: nearly, so that the next inserts do not split it.
  [[nodiscard]] static constexpr std::size_t filled(std::size_t capacity) noexcept {
    return capacity * 15 / 16;
  }
  [[nodiscard]] static constexpr std::size_t nodes_for(std::size_t items,
                                                       std::size_t per_node) noexcept {
    return (items + per_node - 1) / per_node;
  }

  /// @param size  how many entries are below the node
  template <bool Reverse>
  [[gnu::noinline]] static bool visit_below(const node* of, std::size_t level, std::uint64_t size,
                                            std::uint64_t& skip, std::uint64_t& left,
                                            visit_values visit) {
    if (level == 0) {
      const std::size_t first = skip; // from the end in reverse
      const std::size_t count = std::min<std::uint64_t>(size - first, left);
      skip = 0;
      left -= count;
      return visit(std::span(leaf_of(of).values)
                       .subspan(Reverse ? size - first - count : first, count)) &&
             left != 0;
    }
    const inner& here = inner_of(of);
    for (std::size_t n = Reverse ? 0 : here.child_of_rank(skip, size); n < here.size; ++n) {
      const std::size_t i = Reverse ? here.size - 1 - n : n;
      if (skip >= here.counts[i]) {
        skip -= here.counts[i];
        continue;
      }
      if (!visit_below<Reverse>(here.children[i], level - 1, here.counts[i], skip, left, visit)) {
        return false;
      }
    }
    return true;
  }

  /// Inserts an item into a node, which is split if it is full.
  template <class Node, class Item>
  [[nodiscard]] static insertion insert_item(edit& change, Node* into, std::size_t at,
                                             const Item& item) {
    if (into->size < Node::capacity) {
      insert_at(*into, at, item);
      return {into};
    }
    Node* const right = change.make<Node>();
    split_and_insert(*into, *right, at, item);
    return {into, right};
  }

  [[nodiscard, gnu::noinline]] static insertion insert_below(edit& change, const node* of,
                                                             std::size_t level,
                                                             const tree_entry& entry,
                                                             compare_value compare) {
    if (level == 0) {
      leaf* const here = change.writable(&leaf_of(of));
      return insert_item(change, here, here->lower_bound(entry.key, compare), entry);
    }
    const std::size_t i = inner_of(of).child_of(entry.key, compare);
    const insertion below =
        insert_below(change, inner_of(of).children[i], level - 1, entry, compare);
    inner* const here = change.writable(&inner_of(of));
    if (below.right == nullptr) {
      here->assign(i, {first_entry(below.node, level - 1), below.node, here->counts[i] + 1});
      return {here};
    }
    here->assign(i, described(below.node, level - 1));
    return insert_item(change, here, i + 1, described(below.right, level - 1));
  }

  /// @pre the entry is present
  [[nodiscard, gnu::noinline]] static const node* erase_below(edit& change, const node* of,
                                                              std::size_t level, std::uint64_t key,
                                                              compare_value compare) {
    if (level == 0) {
      leaf* const here = change.writable(&leaf_of(of));
      erase_at(*here, here->lower_bound(key, compare));
      return here;
    }
    inner* const here = change.writable(&inner_of(of));
    const std::size_t i = here->child_of(key, compare);
    const node* const child = erase_below(change, here->children[i], level - 1, key, compare);
    here->children[i] = child;
    --here->counts[i];
    const bool is_underfull = level == 1 ? leaf_of(child).size < LeafCapacity / 4
                                         : inner_of(child).size < InnerCapacity / 4;
    if (!is_underfull) {
      here->set_entry(i, first_entry(child, level - 1));
    } else if (level == 1) {
      rebalance<leaf>(change, *here, i == 0 ? 0 : i - 1, level - 1);
    } else {
      rebalance<inner>(change, *here, i == 0 ? 0 : i - 1, level - 1);
    }
    return here;
  }

  /// Merges the child at an index with its right sibling, or balances them if they do not fit into
  /// one node.
  template <class Node>
  static void rebalance(edit& change, inner& parent, std::size_t i, std::size_t level) {
    Node* const left = change.writable(static_cast<const Node*>(parent.children[i]));
    const auto* const sibling = static_cast<const Node*>(parent.children[i + 1]);
    if (left->size + sibling->size <= Node::capacity) {
      merge_siblings(*left, *sibling);
      change.retire(sibling);
      erase_at(parent, i + 1);
    } else {
      Node* const right = change.writable(sibling);
      balance_siblings(*left, *right);
      parent.assign(i + 1, described(right, level));
    }
    parent.assign(i, described(left, level));
  }

  [[gnu::noinline]] static void visit_nodes_below(const node* of, std::size_t level,
                                                  visit_node visit) {
    if (level != 0) {
      for (std::size_t i = 0; i < inner_of(of).size; ++i) {
        visit_nodes_below(inner_of(of).children[i], level - 1, visit);
      }
    }
    visit(of);
  }

  const node* root_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t height_ = 0;
};

/// A leaf takes 12 bytes an entry: large enough that a page touches few leaves, small enough that
/// copying one is cheap. Not measured against other capacities one by one.
using order_statistic_tree = basic_order_statistic_tree<64, 32>;

} // namespace leadcore::inline LEADCORE_ABI::detail::cow

#endif
