// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_COUNTED_TREE_HPP
#define LEADCORE_DETAIL_COUNTED_TREE_HPP

// Layer 3, private: a sorted sequence of entries that finds the n-th as fast as a key, and of which every version lives
// on. A B+ tree whose inner nodes count what is below them; a change copies the nodes from the root to a leaf.
// decision 0090

#include <leadcore/detail/version_parts.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::detail {

/// What entries lead to, and the text that tells apart those with the same key.
struct tree_record : version_part {
  [[nodiscard]] virtual std::string_view text() const noexcept = 0; ///< belongs to the record
};

/// The numbers that entries are sorted by before their records' texts.
struct tree_key {
  std::uint64_t group = 0;
  std::uint64_t major = 0;
  std::uint64_t minor = 0;

  friend constexpr auto operator<=>(const tree_key&, const tree_key&) noexcept = default;
};

struct tree_entry {
  tree_key key;
  const tree_record* record = nullptr;
  std::uint32_t tag = 0; ///< the caller's; kept beside the record
};

/// A handle to one version of a tree: copying it is copying a pointer. Parts belong to the versions that reach them.
class counted_tree {
 public:
  static constexpr std::size_t leaf_capacity = 24;
  static constexpr std::size_t inner_capacity = 16;

  [[nodiscard]] std::uint64_t size() const noexcept {
    return root_ == nullptr ? 0 : height_ == 0 ? leaf_of(root_)->size : inner_of(root_)->total();
  }

  /// How many entries are before a key and text.
  /// @par Complexity  logarithmic.
  [[nodiscard]] std::uint64_t rank(const tree_key& key, std::string_view text = {}) const noexcept {
    if (root_ == nullptr) {
      return 0;
    }
    std::uint64_t before = 0;
    const version_part* node = root_;
    for (std::size_t level = height_; level != 0; --level) {
      const inner* const at = inner_of(node);
      const std::size_t child = at->child_for(key, text);
      for (std::size_t i = 0; i < child; ++i) {
        before += at->counts[i];
      }
      node = at->children[child];
    }
    return before + leaf_of(node)->lower_bound(key, text);
  }

  /// How many entries are before a group, and how many before the next: two ways down at once, without a branch on the keys.
  /// @par Complexity  logarithmic.
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> ranks_of(std::uint64_t group) const noexcept {
    if (root_ == nullptr) {
      return {0, 0};
    }
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const version_part* first_node = root_;
    const version_part* last_node = root_;
    for (std::size_t level = height_; level != 0; --level) {
      first_node = inner_of(first_node)->child_with(group, first);
      last_node = inner_of(last_node)->child_with(group + 1, last);
    }
    return {first + leaf_of(first_node)->count_before(group),
            last + leaf_of(last_node)->count_before(group + 1)};
  }

  /// The entry with exactly this key and text, or one without a record.
  /// @par Complexity  logarithmic.
  [[nodiscard]] tree_entry find(const tree_key& key, std::string_view text) const noexcept {
    if (root_ == nullptr) {
      return {};
    }
    const version_part* node = root_;
    for (std::size_t level = height_; level != 0; --level) {
      node = inner_of(node)->children[inner_of(node)->child_for(key, text)];
    }
    const leaf* const at = leaf_of(node);
    const std::size_t i = at->lower_bound(key, text);
    return i < at->size && at->compare(i, key, text) == 0 ? at->entry(i) : tree_entry{};
  }

  /// Consecutive entries in one leaf: records and tags.
  struct run {
    std::span<const tree_record* const> records;
    std::span<const std::uint32_t> tags;
  };

  /// The entries from a rank on that lie in the same leaf; none from size() on.
  /// @par Complexity  logarithmic.
  [[nodiscard]] run run_from(std::uint64_t rank) const noexcept {
    if (rank >= size()) {
      return {};
    }
    const version_part* node = root_;
    for (std::size_t level = height_; level != 0; --level) {
      const inner* const at = inner_of(node);
      std::size_t child = 0;
      while (rank >= at->counts[child]) {
        rank -= at->counts[child++];
      }
      node = at->children[child];
    }
    const leaf* const at = leaf_of(node);
    const auto first = static_cast<std::size_t>(rank);
    return {std::span(at->records).first(at->size).subspan(first),
            std::span(at->tags).first(at->size).subspan(first)};
  }

  /// Calls visit(record, tag) for the entries from a rank on, in order, until it says false or count were visited.
  /// @par Complexity  logarithmic, and constant for each entry.
  template <class Visit> void visit(std::uint64_t first, std::uint64_t count, Visit&& visit) const {
    const std::uint64_t all = size();
    if (first < all && count != 0) {
      std::uint64_t left = std::min(count, all - first);
      visit_below<false>(root_, height_, first, left, visit);
    }
  }
  /// The same for the entries before a rank, last first.
  /// @pre end <= size()
  template <class Visit> void visit_back(std::uint64_t end, std::uint64_t count, Visit&& visit) const {
    if (end != 0 && count != 0) {
      std::uint64_t skip = size() - end;
      std::uint64_t left = std::min(count, end);
      visit_below<true>(root_, height_, skip, left, visit);
    }
  }

  /// Puts an entry in its place, instead of one with the same key and text.
  /// @return true if there was none
  bool insert(version_edit& edit, const tree_entry& entry) {
    if (root_ == nullptr) {
      leaf* const only = edit.make<leaf>();
      only->insert(0, entry);
      root_ = only;
      height_ = 0;
      return true;
    }
    const inserted result = insert_below(edit, root_, height_, entry);
    root_ = result.node;
    if (result.split != nullptr) {
      inner* const top = edit.make<inner>();
      top->insert(0, described(result.node, height_));
      top->insert(1, described(result.split, height_));
      root_ = top;
      ++height_;
    }
    return result.is_new;
  }

  /// Takes out the entry with a key and text.
  /// @pre there is one
  void erase(version_edit& edit, const tree_key& key, std::string_view text) {
    const version_part* node = erase_below(edit, root_, height_, key, text);
    while (height_ != 0 && inner_of(node)->size == 1) {
      edit.retire(node);
      node = inner_of(node)->children[0];
      --height_;
    }
    if (height_ == 0 && leaf_of(node)->size == 0) {
      edit.retire(node);
      node = nullptr;
    }
    root_ = node;
  }

  /// A tree of entries that are sorted and differ.
  /// @param each_entry  calls what it is given with each of count entries, in order
  /// @par Complexity  linear.
  template <class EachEntry>
  [[nodiscard]] static counted_tree build(version_edit& edit, std::size_t count, EachEntry&& each_entry) {
    constexpr std::size_t fill = leaf_capacity * 3 / 4; // room for what comes later
    counted_tree tree;
    std::vector<branch> level;
    const std::size_t leaves = shares(count, fill);
    leaf* node = nullptr;
    std::size_t done = 0;
    std::size_t next = 0; // the entry that the next leaf begins with
    each_entry([&](const tree_entry& entry) {
      if (done == next) {
        if (node != nullptr) {
          level.push_back(described(node, 0));
        }
        node = edit.make<leaf>();
        next = count * (level.size() + 1) / leaves;
      }
      node->insert(node->size, entry);
      ++done;
    });
    if (node != nullptr) {
      level.push_back(described(node, 0));
    }
    while (level.size() > 1) {
      std::vector<branch> above;
      const std::size_t nodes =
          shares(level.size(), inner_capacity * 3 / 4); // whose sizes differ by one at most
      for (std::size_t i = 0; i < nodes; ++i) {
        inner* const parent = edit.make<inner>();
        for (std::size_t child = level.size() * i / nodes; child < level.size() * (i + 1) / nodes; ++child) {
          parent->insert(parent->size, level[child]);
        }
        above.push_back(described(parent, tree.height_ + 1));
      }
      level = std::move(above);
      ++tree.height_;
    }
    if (!level.empty()) {
      tree.root_ = level.front().child;
    }
    return tree;
  }

  /// Calls visit(node) for every node, children before their parents.
  template <class Visit> void visit_nodes(Visit&& visit) const {
    if (root_ != nullptr) {
      visit_nodes_below(root_, height_, visit);
    }
  }

  /// Throws nothing, returns what is wrong: for tests.
  [[nodiscard]] std::string_view broken_invariant() const {
    if (root_ == nullptr) {
      return {};
    }
    const tree_entry* last = nullptr;
    tree_entry kept;
    return broken_below(root_, height_, true, last, kept);
  }

 private:
  /// A child as its parent knows it.
  struct branch {
    tree_key key; // of its first entry
    const tree_record* record = nullptr;
    const version_part* child = nullptr;
    std::uint64_t count = 0;
  };

  /// What leaves and inner nodes have in common: keys, with a record each for ties, searched by halving.
  template <std::size_t Capacity> struct sorted_node : version_part {
    static constexpr std::size_t capacity = Capacity;
    std::size_t size = 0;
    std::array<tree_key, Capacity> keys{};
    std::array<const tree_record*, Capacity> records{};

    [[nodiscard]] std::strong_ordering compare(std::size_t i, const tree_key& key,
                                               std::string_view text) const noexcept {
      const std::strong_ordering order = keys[i] <=> key;
      return order != 0 ? order : records[i]->text().compare(text) <=> 0;
    }
    /// The first that is not before a key and text. Without branches on the keys, which nobody can predict; texts are
    /// asked for only where the keys do not tell.
    [[nodiscard]] std::size_t lower_bound(const tree_key& key, std::string_view text) const noexcept {
      std::size_t first = 0;
      std::size_t count = size;
      while (count > 1) {
        const std::size_t half = count / 2;
        first += half * static_cast<std::size_t>(is_before(keys[first + half - 1], key));
        count -= half;
      }
      first += static_cast<std::size_t>(count == 1 && is_before(keys[first], key));
      if (first == size || keys[first] != key) {
        return first;
      }
      std::size_t equal = first + 1;
      while (equal < size && keys[equal] == key) {
        ++equal;
      }
      const auto begin = records.begin();
      return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(first),
                                                       begin + static_cast<std::ptrdiff_t>(equal), text,
                                                       [](const tree_record* record, std::string_view than) {
                                                         return record->text() < than;
                                                       }) -
                                      begin);
    }
    [[nodiscard]] static bool is_before(const tree_key& a, const tree_key& b) noexcept {
      const auto both = [](bool x, bool y) {
        return static_cast<bool>(static_cast<int>(x) & static_cast<int>(y));
      };
      const auto either = [](bool x, bool y) {
        return static_cast<bool>(static_cast<int>(x) | static_cast<int>(y));
      };
      const bool minor = both(a.major == b.major, a.minor < b.minor);
      return either(a.group < b.group, both(a.group == b.group, either(a.major < b.major, minor)));
    }
  };

  struct leaf : sorted_node<leaf_capacity> {
    std::array<std::uint32_t, leaf_capacity> tags{};

    /// How many entries are before a group.
    [[nodiscard]] std::size_t count_before(std::uint64_t group) const noexcept {
      std::size_t count = 0;
      for (std::size_t i = 0; i < size; ++i) {
        count += static_cast<std::size_t>(keys[i].group < group);
      }
      return count;
    }
    [[nodiscard]] tree_entry entry(std::size_t i) const noexcept { return {keys[i], records[i], tags[i]}; }
    void set(std::size_t i, const tree_entry& entry) noexcept {
      keys[i] = entry.key;
      records[i] = entry.record;
      tags[i] = entry.tag;
    }
    void insert(std::size_t i, const tree_entry& entry) noexcept {
      shift(*this, i, *this, i + 1, size - i);
      ++size;
      set(i, entry);
    }
    void erase(std::size_t i) noexcept {
      shift(*this, i + 1, *this, i, size - i - 1);
      --size;
    }
    /// Moves entries within a leaf, or from one to another.
    static void shift(const leaf& from, std::size_t first, leaf& to, std::size_t at,
                      std::size_t count) noexcept {
      move_range(from.keys, first, to.keys, at, count);
      move_range(from.records, first, to.records, at, count);
      move_range(from.tags, first, to.tags, at, count);
    }
  };

  struct inner : sorted_node<inner_capacity> {
    std::array<const version_part*, inner_capacity> children{};
    std::array<std::uint64_t, inner_capacity> counts{};

    [[nodiscard]] std::uint64_t total() const noexcept {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < size; ++i) {
        sum += counts[i];
      }
      return sum;
    }
    /// The child that has the place of a key and text.
    [[nodiscard]] std::size_t child_for(const tree_key& key, std::string_view text) const noexcept {
      const std::size_t at = lower_bound(key, text);
      const bool begins_there = at < size && compare(at, key, text) == 0;
      return begins_there || at == 0 ? at : at - 1;
    }
    void set(std::size_t i, const branch& to) noexcept {
      keys[i] = to.key;
      records[i] = to.record;
      children[i] = to.child;
      counts[i] = to.count;
    }
    /// The child that has the first entry of a group, or where it would be; adds how many entries are before the child.
    [[nodiscard]] const version_part* child_with(std::uint64_t group, std::uint64_t& before) const noexcept {
      std::size_t child = 0;
      for (std::size_t i = 1; i < size; ++i) {
        const bool is_later = keys[i].group < group;
        child += static_cast<std::size_t>(is_later);
        before += is_later ? counts[i - 1] : 0;
      }
      return children[child];
    }
    /// Takes a child that has as many entries as are counted.
    void lead_to(std::size_t i, const version_part* child, std::size_t level) noexcept {
      keys[i] = level == 0 ? leaf_of(child)->keys[0] : inner_of(child)->keys[0];
      records[i] = level == 0 ? leaf_of(child)->records[0] : inner_of(child)->records[0];
      children[i] = child;
    }
    void insert(std::size_t i, const branch& to) noexcept {
      shift(*this, i, *this, i + 1, size - i);
      ++size;
      set(i, to);
    }
    void erase(std::size_t i) noexcept {
      shift(*this, i + 1, *this, i, size - i - 1);
      --size;
    }
    static void shift(const inner& from, std::size_t first, inner& to, std::size_t at,
                      std::size_t count) noexcept {
      move_range(from.keys, first, to.keys, at, count);
      move_range(from.records, first, to.records, at, count);
      move_range(from.children, first, to.children, at, count);
      move_range(from.counts, first, to.counts, at, count);
    }
  };

  struct inserted {
    const version_part* node;
    const version_part* split = nullptr;
    bool is_new = true;
  };

  template <class Array>
  static void move_range(const Array& from, std::size_t first, Array& to, std::size_t at,
                         std::size_t count) noexcept {
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = begin + static_cast<std::ptrdiff_t>(count);
    const auto out = to.begin() + static_cast<std::ptrdiff_t>(at);
    if (&from == &to && at > first) {
      std::copy_backward(begin, end, out + static_cast<std::ptrdiff_t>(count));
    } else {
      std::copy(begin, end, out);
    }
  }

  [[nodiscard]] static const leaf* leaf_of(const version_part* node) noexcept {
    return static_cast<const leaf*>(node);
  }
  [[nodiscard]] static const inner* inner_of(const version_part* node) noexcept {
    return static_cast<const inner*>(node);
  }

  [[nodiscard]] static branch described(const version_part* node, std::size_t level) noexcept {
    if (level == 0) {
      const leaf* const at = leaf_of(node);
      return {at->keys[0], at->records[0], node, at->size};
    }
    const inner* const at = inner_of(node);
    return {at->keys[0], at->records[0], node, at->total()};
  }

  /// How many shares of at most `most` n things make.
  [[nodiscard]] static std::size_t shares(std::size_t n, std::size_t most) noexcept {
    return (n + most - 1) / most;
  }

  template <bool Backwards, class Visit>
  static bool visit_below(const version_part* node, std::size_t level, std::uint64_t& skip,
                          std::uint64_t& left, Visit& visit) {
    if (level == 0) {
      const leaf* const at = leaf_of(node);
      for (std::size_t n = static_cast<std::size_t>(skip); n < at->size; ++n) {
        const std::size_t i = Backwards ? at->size - 1 - n : n;
        if (!visit(at->records[i], at->tags[i]) || --left == 0) {
          return false;
        }
      }
      skip = 0;
      return true;
    }
    const inner* const at = inner_of(node);
    for (std::size_t n = 0; n < at->size; ++n) {
      const std::size_t i = Backwards ? at->size - 1 - n : n;
      if (level == 1 && n + 2 < at->size) { // leaves lie anywhere in memory, which is slow
        const leaf* const soon = leaf_of(at->children[Backwards ? i - 2 : i + 2]);
        __builtin_prefetch(&soon->size);
        __builtin_prefetch(&soon->tags.front());
        __builtin_prefetch(&soon->tags.back());
      }
      if (skip >= at->counts[i]) {
        skip -= at->counts[i];
      } else if (!visit_below<Backwards>(at->children[i], level - 1, skip, left, visit)) {
        return false;
      }
    }
    return true;
  }

  /// Splits a full node in halves and puts a thing at an index into the one where it belongs.
  template <class Node, class Thing>
  [[nodiscard]] static Node* split(version_edit& edit, Node* node, std::size_t at, const Thing& thing) {
    Node* const right = edit.make<Node>();
    // What comes in rising order leaves full nodes behind.
    const std::size_t half = at == node->size ? node->size - 1 : node->size / 2;
    Node::shift(*node, half, *right, 0, node->size - half);
    right->size = node->size - half;
    node->size = half;
    if (at > half) {
      right->insert(at - half, thing);
    } else {
      node->insert(at, thing);
    }
    return right;
  }

  [[nodiscard]] static inserted insert_below(version_edit& edit, const version_part* node, std::size_t level,
                                             const tree_entry& entry) {
    if (level == 0) {
      leaf* const at = edit.writable(leaf_of(node));
      const std::size_t i = at->lower_bound(entry.key, entry.record->text());
      if (i < at->size && at->compare(i, entry.key, entry.record->text()) == 0) {
        at->set(i, entry);
        return {at, nullptr, false};
      }
      if (at->size < leaf_capacity) {
        at->insert(i, entry);
        return {at};
      }
      return {at, split(edit, at, i, entry)};
    }
    const std::size_t i = inner_of(node)->child_for(entry.key, entry.record->text());
    const inserted below = insert_below(edit, inner_of(node)->children[i], level - 1, entry);
    inner* const at = edit.writable(inner_of(node));
    if (below.split == nullptr) {
      at->lead_to(i, below.node, level - 1);
      at->counts[i] += below.is_new ? 1U : 0U;
      return {at, nullptr, below.is_new};
    }
    at->set(i, described(below.node, level - 1));
    const branch more = described(below.split, level - 1);
    if (at->size < inner_capacity) {
      at->insert(i + 1, more);
      return {at};
    }
    return {at, split(edit, at, i + 1, more)};
  }

  /// @pre the entry is there
  [[nodiscard]] static const version_part* erase_below(version_edit& edit, const version_part* node,
                                                       std::size_t level, const tree_key& key,
                                                       std::string_view text) {
    if (level == 0) {
      leaf* const at = edit.writable(leaf_of(node));
      at->erase(at->lower_bound(key, text));
      return at;
    }
    inner* const at = edit.writable(inner_of(node));
    const std::size_t i = at->child_for(key, text);
    const version_part* const child = erase_below(edit, at->children[i], level - 1, key, text);
    at->children[i] = child;
    const bool small =
        level == 1 ? leaf_of(child)->size < leaf_capacity / 4 : inner_of(child)->size < inner_capacity / 4;
    if (!small || at->size == 1) {
      at->set(i, described(child, level - 1));
    } else if (level == 1) {
      balance<leaf>(edit, *at, i == 0 ? 0 : i - 1, level - 1);
    } else {
      balance<inner>(edit, *at, i == 0 ? 0 : i - 1, level - 1);
    }
    return at;
  }

  /// Makes one node of two neighbours, or two of equal size where they do not fit into one.
  template <class Node>
  static void balance(version_edit& edit, inner& parent, std::size_t i, std::size_t level) {
    Node* const left = edit.writable(static_cast<const Node*>(parent.children[i]));
    const Node* const beside = static_cast<const Node*>(parent.children[i + 1]);
    const std::size_t all = left->size + beside->size;
    if (all <= Node::capacity) {
      Node::shift(*beside, 0, *left, left->size, beside->size);
      left->size = all;
      edit.retire(beside);
      parent.erase(i + 1);
    } else {
      Node* const right = edit.writable(beside);
      const std::size_t half = all / 2;
      if (left->size < half) {
        const std::size_t count = half - left->size;
        Node::shift(*right, 0, *left, left->size, count);
        Node::shift(*right, count, *right, 0, right->size - count);
      } else {
        const std::size_t count = left->size - half;
        Node::shift(*right, 0, *right, count, right->size);
        Node::shift(*left, half, *right, 0, count);
      }
      left->size = half;
      right->size = all - half;
      parent.set(i + 1, described(right, level));
    }
    parent.set(i, described(left, level));
  }

  template <class Visit>
  static void visit_nodes_below(const version_part* node, std::size_t level, Visit& visit) {
    if (level != 0) {
      for (std::size_t i = 0; i < inner_of(node)->size; ++i) {
        visit_nodes_below(inner_of(node)->children[i], level - 1, visit);
      }
    }
    visit(node);
  }

  [[nodiscard]] static std::string_view broken_below(const version_part* node, std::size_t level,
                                                     bool is_root, const tree_entry*& last,
                                                     tree_entry& kept) {
    if (level == 0) {
      const leaf* const at = leaf_of(node);
      if (at->size == 0 || at->size > leaf_capacity) {
        return "a leaf is empty or too full";
      }
      for (std::size_t i = 0; i < at->size; ++i) {
        if (last != nullptr && at->compare(i, last->key, last->record->text()) <= 0) {
          return "entries are not in order";
        }
        kept = at->entry(i);
        last = &kept;
      }
      return {};
    }
    const inner* const at = inner_of(node);
    if (at->size > inner_capacity || at->size < (is_root ? 2U : 1U)) {
      return "an inner node has too few or too many children";
    }
    for (std::size_t i = 0; i < at->size; ++i) {
      const branch real = described(at->children[i], level - 1);
      if (real.count != at->counts[i] || real.key != at->keys[i] || real.record != at->records[i]) {
        return "an inner node does not describe its child";
      }
      if (const std::string_view below = broken_below(at->children[i], level - 1, false, last, kept);
          !below.empty()) {
        return below;
      }
    }
    return {};
  }

  const version_part* root_ = nullptr;
  std::size_t height_ = 0;
};

} // namespace leadcore::detail

#endif
