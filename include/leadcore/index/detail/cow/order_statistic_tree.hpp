// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_ORDER_STATISTIC_TREE_HPP
#define LEADCORE_INDEX_DETAIL_COW_ORDER_STATISTIC_TREE_HPP

// A sorted list of small numbers that finds the n-th as fast as a key, and of which every version lives
// on. A B+ tree whose inner nodes count what is below them; a change copies the nodes from the root to a leaf.
// decisions 0090 and 0096

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// What a list holds: a number that stands for something elsewhere, such as a slot, and a key that sorts it.
struct list_entry {
  std::uint64_t key = 0;
  std::uint32_t number = 0;
};

/// A handle to one version of a list: copying it is copying a pointer. Nodes belong to the versions that reach them.
///
/// Where keys do not tell entries apart, the caller does: what is looked for comes as a key and a function `tie`, for which
/// tie(number) says how the entry with that number is ordered against it. It is asked of entries with an equal key only.
class counted_list {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// How many entries have a lesser key.
  /// @par Complexity  logarithmic.
  [[nodiscard]] std::size_t rank(std::uint64_t key) const noexcept {
    if (empty()) {
      return 0;
    }
    std::size_t before = 0;
    const version_part* node = root_;
    for (std::size_t level = height_; level != 0; --level) {
      const inner& at = inner_of(node);
      const std::size_t child = at.child_with(key);
      for (std::size_t i = 0; i < child; ++i) {
        before += at.counts[i];
      }
      node = at.children[child];
    }
    return before + leaf_of(node).first_not_before(key);
  }

  /// The number of the entry that is looked for, or none.
  /// @par Complexity  logarithmic.
  template <class Tie> [[nodiscard]] std::uint32_t find(std::uint64_t key, Tie tie) const {
    if (empty()) {
      return none;
    }
    const version_part* node = root_;
    for (std::size_t level = height_; level-- != 0;) {
      node = inner_of(node).children[inner_of(node).child_for(key, tie)];
      prefetch(node, level);
    }
    const leaf& at = leaf_of(node);
    const std::size_t i = at.lower_bound(key, tie);
    return at.is_at(i, key, tie) ? at.numbers[i] : none;
  }

  /// A way down to a key that is taken step by step, so that several can be taken together: memory is slow and far away.
  class descent {
   public:
    descent() = default;
    descent(const counted_list& list, std::uint64_t key) noexcept
        : node_(list.root_), level_(list.height_), key_(key) {}

    /// Has the next node brought near; false if there is none.
    bool step() noexcept {
      if (level_ == 0) {
        return false;
      }
      node_ = inner_of(node_).children[inner_of(node_).child_with(key_)];
      --level_;
      prefetch(node_, level_);
      return true;
    }

   private:
    const version_part* node_ = nullptr;
    std::uint32_t level_ = 0;
    std::uint64_t key_ = 0;
  };

  /// The numbers from a rank on that lie in the same leaf; none from size() on.
  /// @par Complexity  logarithmic.
  [[nodiscard]] std::span<const std::uint32_t> run_from(std::size_t rank) const noexcept {
    if (rank >= size_) {
      return {};
    }
    const version_part* node = root_;
    std::uint64_t size = size_;
    std::uint64_t skip = rank;
    for (std::size_t level = height_; level != 0; --level) {
      const inner& at = inner_of(node);
      const std::size_t child = child_of_rank(at, skip, size);
      size = at.counts[child];
      node = at.children[child];
    }
    const leaf& at = leaf_of(node);
    return std::span(at.numbers).first(at.size).subspan(static_cast<std::size_t>(skip));
  }

  /// Calls visit(numbers) for the entries from a rank on, a leaf's at a time, in order, until it says false or count were
  /// visited.
  /// @par Complexity  logarithmic, and constant for each entry.
  template <class Visit>
  void visit_runs(std::uint64_t first, std::uint64_t count, Visit&& visit) const {
    if (first < size_ && count != 0) {
      std::uint64_t left = std::min(count, size_ - first);
      visit_below<false>(root_, height_, size_, first, left, visit);
    }
  }
  /// The same for each number of them by itself.
  template <class Visit> void visit(std::uint64_t first, std::uint64_t count, Visit&& visit) const {
    visit_runs(first, count,
               [&](std::span<const std::uint32_t> run) { return std::ranges::all_of(run, visit); });
  }
  /// The same for the entries before a rank, last first.
  /// @pre end <= size()
  template <class Visit>
  void visit_back(std::uint64_t end, std::uint64_t count, Visit&& visit) const {
    if (end != 0 && count != 0) {
      std::uint64_t skip = size_ - end;
      std::uint64_t left = std::min(count, end);
      const auto visit_all = [&](std::span<const std::uint32_t> run) {
        return std::all_of(run.rbegin(), run.rend(), visit);
      };
      visit_below<true>(root_, height_, size_, skip, left, visit_all);
    }
  }

  /// Puts an entry in its place.
  /// @pre none there is equal to it
  template <class Tie> void insert(version_edit& edit, const list_entry& entry, Tie tie) {
    if (root_ == nullptr) {
      root_ = edit.make<leaf>();
    }
    const inserted result = insert_below(edit, root_, height_, entry, tie);
    root_ = result.node;
    if (result.split != nullptr) {
      inner* const top = edit.make<inner>();
      insert_at(*top, 0, described(result.node, height_));
      insert_at(*top, 1, described(result.split, height_));
      root_ = top;
      ++height_;
    }
    ++size_;
  }

  /// Takes out the entry that is looked for.
  /// @pre there is one
  template <class Tie> void erase(version_edit& edit, std::uint64_t key, Tie tie) {
    root_ = erase_below(edit, root_, height_, key, tie);
    --size_;
    while (height_ != 0 && inner_of(root_).size == 1) {
      edit.retire(root_);
      root_ = inner_of(root_).children[0];
      --height_;
    }
    if (size_ == 0) {
      edit.retire(root_);
      root_ = nullptr;
    }
  }

  /// A list of entries that are sorted and differ.
  /// @param entry_at  the entry with a number below count; asked for once, in order
  /// @par Complexity  linear.
  template <class EntryAt>
  [[nodiscard]] static counted_list build(version_edit& edit, std::size_t count, EntryAt entry_at) {
    counted_list made;
    std::vector<branch> level;
    const std::size_t leaves = shares(count, filled(leaf_capacity));
    for (std::size_t i = 0; i < leaves; ++i) {
      leaf* const node = edit.make<leaf>();
      for (std::size_t at = count * i / leaves; at < count * (i + 1) / leaves; ++at) {
        node->set(node->size++, entry_at(at));
      }
      level.push_back(described(node, 0));
    }
    while (level.size() > 1) {
      std::vector<branch> above;
      const std::size_t nodes =
          shares(level.size(), filled(inner_capacity)); // whose sizes differ by one at most
      for (std::size_t i = 0; i < nodes; ++i) {
        inner* const parent = edit.make<inner>();
        for (std::size_t child = level.size() * i / nodes; child < level.size() * (i + 1) / nodes;
             ++child) {
          insert_at(*parent, parent->size, level[child]);
        }
        above.push_back(described(parent, made.height_ + 1));
      }
      level = std::move(above);
      ++made.height_;
    }
    if (!level.empty()) {
      made.root_ = level.front().child;
      made.size_ = static_cast<std::uint32_t>(count);
    }
    return made;
  }

  /// Calls visit(node) for every node, children before their parents.
  template <class Visit> void visit_nodes(Visit&& visit) const {
    if (root_ != nullptr) {
      visit_nodes_below(root_, height_, visit);
    }
  }

  /// What is wrong, or nothing: for tests.
  /// @param is_before  tells of two numbers with the same key
  template <class IsBefore>
  [[nodiscard]] std::string_view broken_invariant(IsBefore is_before) const {
    if (root_ == nullptr) {
      return size_ == 0 && height_ == 0 ? "" : "a list without nodes has entries";
    }
    const list_entry* last = nullptr;
    list_entry kept;
    if (described(root_, height_).count != size_) {
      return "the size is wrong";
    }
    return broken_below(root_, height_, true, last, kept, is_before);
  }

 private:
  // A leaf is 12 bytes an entry: large enough that few are passed on the way to a page, small enough that copying one
  // costs little.
  static constexpr std::size_t leaf_capacity = 64;
  static constexpr std::size_t inner_capacity = 32;

  /// A child as its parent knows it.
  struct branch {
    list_entry first;
    const version_part* child = nullptr;
    std::uint32_t count = 0;
  };

  /// What leaves and inner nodes have in common: entries, searched by halving.
  template <part_kind Kind, std::size_t Capacity> struct sorted_node : reused_part<Kind> {
    static constexpr std::size_t capacity = Capacity;
    std::uint32_t size = 0;
    std::array<std::uint32_t, Capacity> numbers{};
    std::array<std::uint64_t, Capacity> keys{};

    [[nodiscard]] list_entry entry(std::size_t i) const noexcept { return {keys[i], numbers[i]}; }
    void set_entry(std::size_t i, const list_entry& entry) noexcept {
      keys[i] = entry.key;
      numbers[i] = entry.number;
    }
    /// The first entry whose key is not less. Without branches on the keys, which nobody can predict.
    [[nodiscard]] std::size_t first_not_before(std::uint64_t key) const noexcept {
      std::size_t first = 0;
      std::size_t count = size;
      while (count > 1) {
        const std::size_t half = count / 2;
        first +=
            half &
            (0 - static_cast<std::size_t>(keys[first + half - 1] < key)); // quicker than a product
        count -= half;
      }
      return first + static_cast<std::size_t>(count == 1 && keys[first] < key);
    }
    /// The first entry that is not before what is looked for.
    template <class Tie> [[nodiscard]] std::size_t lower_bound(std::uint64_t key, Tie& tie) const {
      const std::size_t first = first_not_before(key);
      std::size_t end = first;
      while (end < size && keys[end] == key) {
        ++end;
      }
      const auto begin = numbers.begin();
      return static_cast<std::size_t>(
          std::partition_point(begin + static_cast<std::ptrdiff_t>(first),
                               begin + static_cast<std::ptrdiff_t>(end),
                               [&](std::uint32_t number) { return tie(number) < 0; }) -
          begin);
    }
    /// Whether an entry is the one that is looked for, if it is the first that is not before it.
    template <class Tie>
    [[nodiscard]] bool is_at(std::size_t i, std::uint64_t key, Tie& tie) const {
      return i < size && keys[i] == key && tie(numbers[i]) == 0;
    }
  };

  struct leaf final : sorted_node<part_kind::list_leaf, leaf_capacity> {
    void set(std::size_t i, const list_entry& entry) noexcept { set_entry(i, entry); }
    /// Moves entries within a leaf, or from one to another.
    static void shift(const leaf& from, std::size_t first, leaf& to, std::size_t at,
                      std::size_t count) noexcept {
      move_range(from.keys, first, to.keys, at, count);
      move_range(from.numbers, first, to.numbers, at, count);
    }
  };

  /// An entry is the first of a child.
  struct inner final : sorted_node<part_kind::list_inner, inner_capacity> {
    std::array<std::uint32_t, inner_capacity> counts{};
    std::array<const version_part*, inner_capacity> children{};

    [[nodiscard]] std::uint32_t total() const noexcept {
      std::uint32_t sum = 0;
      for (std::size_t i = 0; i < size; ++i) {
        sum += counts[i];
      }
      return sum;
    }
    /// The child where entries with a key begin, or would.
    [[nodiscard]] std::size_t child_with(std::uint64_t key) const noexcept {
      const std::size_t first = this->first_not_before(key);
      return first == 0 ? 0 : first - 1;
    }
    /// The child that has the place of what is looked for.
    template <class Tie> [[nodiscard]] std::size_t child_for(std::uint64_t key, Tie& tie) const {
      const std::size_t at = lower_bound(key, tie);
      return at == 0 || is_at(at, key, tie) ? at : at - 1;
    }
    void set(std::size_t i, const branch& to) noexcept {
      set_entry(i, to.first);
      children[i] = to.child;
      counts[i] = to.count;
    }
    static void shift(const inner& from, std::size_t first, inner& to, std::size_t at,
                      std::size_t count) noexcept {
      move_range(from.keys, first, to.keys, at, count);
      move_range(from.numbers, first, to.numbers, at, count);
      move_range(from.children, first, to.children, at, count);
      move_range(from.counts, first, to.counts, at, count);
    }
  };

  /// Puts a thing, an entry or a branch, into a node that has room for it.
  template <class Node, class Thing>
  static void insert_at(Node& node, std::size_t i, const Thing& thing) noexcept {
    Node::shift(node, i, node, i + 1, node.size - i);
    ++node.size;
    node.set(i, thing);
  }
  template <class Node> static void erase_at(Node& node, std::size_t i) noexcept {
    Node::shift(node, i + 1, node, i, node.size - i - 1);
    --node.size;
  }

  struct inserted {
    const version_part* node;
    const version_part* split = nullptr;
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

  [[nodiscard]] static const leaf& leaf_of(const version_part* node) noexcept {
    return static_cast<const leaf&>(*node);
  }
  [[nodiscard]] static const inner& inner_of(const version_part* node) noexcept {
    return static_cast<const inner&>(*node);
  }

  /// Has all of a node brought near: searching it would wait for one part after the other.
  static void prefetch(const version_part* node, std::size_t level) noexcept {
    prefetch_memory(node, level == 0 ? sizeof(leaf) : sizeof(inner));
  }

  [[nodiscard]] static branch described(const version_part* node, std::size_t level) noexcept {
    if (level == 0) {
      const leaf& at = leaf_of(node);
      return {at.entry(0), node, at.size};
    }
    const inner& at = inner_of(node);
    return {at.entry(0), node, at.total()};
  }

  /// How full a node is made, so that there is room for what comes.
  [[nodiscard]] static constexpr std::size_t filled(std::size_t capacity) noexcept {
    return capacity * 15 / 16;
  }
  /// How many shares of at most `most` n things make.
  [[nodiscard]] static std::size_t shares(std::size_t n, std::size_t most) noexcept {
    return (n + most - 1) / most;
  }

  /// Which child has the entry with a rank below a node of so many entries, counted from the nearer end; the rank becomes that
  /// below the child.
  [[nodiscard]] static std::size_t child_of_rank(const inner& at, std::uint64_t& rank,
                                                 std::uint64_t size) noexcept {
    std::size_t i = 0;
    if (rank < size / 2) {
      while (rank >= at.counts[i]) {
        rank -= at.counts[i++];
      }
      return i;
    }
    i = at.size;
    do {
      size -= at.counts[--i];
    } while (rank < size);
    rank -= size;
    return i;
  }

  /// @param size  of the entries below the node
  template <bool Backwards, class Visit>
  static bool visit_below(const version_part* node, std::size_t level, std::uint64_t size,
                          std::uint64_t& skip, std::uint64_t& left, Visit& visit) {
    if (level == 0) {
      const auto first = static_cast<std::size_t>(skip); // from the end where it goes backwards
      const std::size_t count = std::min<std::uint64_t>(size - first, left);
      skip = 0;
      left -= count;
      return visit(std::span(leaf_of(node).numbers)
                       .subspan(Backwards ? size - first - count : first, count)) &&
             left != 0;
    }
    const inner& at = inner_of(node);
    for (std::size_t n = Backwards ? 0 : child_of_rank(at, skip, size); n < at.size; ++n) {
      const std::size_t i = Backwards ? at.size - 1 - n : n;
      if (skip >= at.counts[i]) {
        skip -= at.counts[i];
        continue;
      }
      if (level == 1 && n + 2 < at.size) { // leaves lie anywhere in memory, which is slow
        const leaf& soon = leaf_of(at.children[Backwards ? i - 2 : i + 2]);
        prefetch_memory(soon.numbers.data(), sizeof(soon.numbers));
      }
      if (!visit_below<Backwards>(at.children[i], level - 1, at.counts[i], skip, left, visit)) {
        return false;
      }
    }
    return true;
  }

  /// Splits a full node in halves and puts a thing at an index into the one where it belongs.
  template <class Node, class Thing>
  [[nodiscard]] static Node* split(version_edit& edit, Node* node, std::size_t at,
                                   const Thing& thing) {
    Node* const right = edit.make<Node>();
    // What comes in rising order leaves full nodes behind.
    const std::uint32_t half = at == node->size ? node->size - 1 : node->size / 2;
    Node::shift(*node, half, *right, 0, node->size - half);
    right->size = node->size - half;
    node->size = half;
    if (at > half) {
      insert_at(*right, at - half, thing);
    } else {
      insert_at(*node, at, thing);
    }
    return right;
  }

  template <class Tie>
  [[nodiscard]] static inserted insert_below(version_edit& edit, const version_part* node,
                                             std::size_t level, const list_entry& entry, Tie& tie) {
    if (level == 0) {
      leaf* const at = edit.writable(&leaf_of(node));
      const std::size_t i = at->lower_bound(entry.key, tie);
      if (at->size < leaf_capacity) {
        insert_at(*at, i, entry);
        return {at};
      }
      return {at, split(edit, at, i, entry)};
    }
    const std::size_t i = inner_of(node).child_for(entry.key, tie);
    const inserted below = insert_below(edit, inner_of(node).children[i], level - 1, entry, tie);
    inner* const at = edit.writable(&inner_of(node));
    if (below.split == nullptr) {
      at->set(i, {first_of(below.node, level - 1), below.node, at->counts[i] + 1});
      return {at};
    }
    at->set(i, described(below.node, level - 1));
    const branch more = described(below.split, level - 1);
    if (at->size < inner_capacity) {
      insert_at(*at, i + 1, more);
      return {at};
    }
    return {at, split(edit, at, i + 1, more)};
  }
  [[nodiscard]] static list_entry first_of(const version_part* node, std::size_t level) noexcept {
    return level == 0 ? leaf_of(node).entry(0) : inner_of(node).entry(0);
  }

  /// @pre the entry is there
  template <class Tie>
  [[nodiscard]] static const version_part* erase_below(version_edit& edit, const version_part* node,
                                                       std::size_t level, std::uint64_t key,
                                                       Tie& tie) {
    if (level == 0) {
      leaf* const at = edit.writable(&leaf_of(node));
      erase_at(*at, at->lower_bound(key, tie));
      return at;
    }
    inner* const at = edit.writable(&inner_of(node));
    const std::size_t i = at->child_for(key, tie);
    const version_part* const child = erase_below(edit, at->children[i], level - 1, key, tie);
    at->children[i] = child;
    --at->counts[i];
    const bool small = level == 1 ? leaf_of(child).size < leaf_capacity / 4
                                  : inner_of(child).size < inner_capacity / 4;
    if (!small || at->size == 1) {
      if (at->counts[i] != 0) {
        at->set_entry(i, first_of(child, level - 1));
      }
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
    const std::uint32_t all = left->size + beside->size;
    if (all <= Node::capacity) {
      Node::shift(*beside, 0, *left, left->size, beside->size);
      left->size = all;
      edit.retire(beside);
      erase_at(parent, i + 1);
    } else {
      Node* const right = edit.writable(beside);
      const std::uint32_t half = all / 2;
      if (left->size < half) {
        const std::uint32_t count = half - left->size;
        Node::shift(*right, 0, *left, left->size, count);
        Node::shift(*right, count, *right, 0, right->size - count);
      } else {
        const std::uint32_t count = left->size - half;
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
      for (std::size_t i = 0; i < inner_of(node).size; ++i) {
        visit_nodes_below(inner_of(node).children[i], level - 1, visit);
      }
    }
    visit(node);
  }

  template <class IsBefore>
  [[nodiscard]] static std::string_view broken_below(const version_part* node, std::size_t level,
                                                     bool is_root, const list_entry*& last,
                                                     list_entry& kept, IsBefore& is_before) {
    if (level == 0) {
      const leaf& at = leaf_of(node);
      if (at.size == 0 || at.size > leaf_capacity) {
        return "a leaf is empty or too full";
      }
      for (std::size_t i = 0; i < at.size; ++i) {
        if (last != nullptr &&
            (last->key > at.keys[i] ||
             (last->key == at.keys[i] && !is_before(last->number, at.numbers[i])))) {
          return "entries are not in order";
        }
        kept = at.entry(i);
        last = &kept;
      }
      return {};
    }
    const inner& at = inner_of(node);
    if (at.size > inner_capacity || at.size < (is_root ? 2U : 1U)) {
      return "an inner node has too few or too many children";
    }
    for (std::size_t i = 0; i < at.size; ++i) {
      const branch real = described(at.children[i], level - 1);
      if (real.count != at.counts[i] || real.first.key != at.keys[i] ||
          real.first.number != at.numbers[i]) {
        return "an inner node does not describe its child";
      }
      if (const std::string_view below =
              broken_below(at.children[i], level - 1, false, last, kept, is_before);
          !below.empty()) {
        return below;
      }
    }
    return {};
  }

  const version_part* root_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t height_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
