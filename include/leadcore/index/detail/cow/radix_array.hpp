// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_RADIX_ARRAY_HPP
#define LEADCORE_INDEX_DETAIL_COW_RADIX_ARRAY_HPP

// A persistent sparse array: a radix tree over the digits of the index. An edit copies the nodes
// from the root to the element. decision 0090

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace leadcore::inline LEADCORE_ABI::detail::cow {

/// A handle to one version of the array; copying it copies a pointer. Elements are nodes of the
/// caller's; like the array's own nodes they belong to the versions that reach them.
class radix_array {
 public:
  /// The element at an index, or null.
  /// @par Complexity
  /// one step for each seven bits of the largest index.
  [[nodiscard]] const node* at(std::uint32_t index) const noexcept {
    if (root_ == nullptr || index >> bits_of_digit * height_ >= fanout) {
      return nullptr;
    }
    const node* each = root_;
    for (unsigned level = height_ + 1; each != nullptr && level-- != 0;) {
      each = static_cast<const inner*>(each)->children[digit(index, level)];
    }
    return each;
  }
  /// The element at an index.
  /// @pre there is one
  [[nodiscard]] const node& operator[](std::uint32_t index) const noexcept {
    const node* each = root_;
    for (unsigned level = height_ + 1; level-- != 0;) {
      each = static_cast<const inner*>(each)->children[digit(index, level)];
    }
    return *each;
  }
  /// Calls visit(element) for the elements at some indexes, in their order. Their cells are
  /// prefetched in batches, so that the cache misses overlap.
  /// @pre each index has an element
  template <class Visit> void visit(std::span<const std::uint32_t> indexes, Visit&& visit) const {
    constexpr std::size_t batch = 64;
    std::array<const node* const*, batch> cells;
    while (!indexes.empty()) {
      const auto now = indexes.first(std::min(batch, indexes.size()));
      indexes = indexes.subspan(now.size());
      for (std::size_t i = 0; i < now.size(); ++i) {
        const node* each = root_;
        for (unsigned level = height_; level != 0; --level) {
          each = static_cast<const inner*>(each)->children[digit(now[i], level)];
        }
        cells[i] = &static_cast<const inner*>(each)->children[digit(now[i], 0)];
        detail::prefetch(cells[i]);
      }
      for (std::size_t i = 0; i < now.size(); ++i) {
        visit(*cells[i]);
      }
    }
  }

  /// Replaces the element at an index; null removes it. The old element is not retired.
  void set(edit& change, std::uint32_t index, const node* element) {
    for (; index >> bits_of_digit * height_ >= fanout; ++height_) {
      if (root_ != nullptr) {
        inner* const above = change.make<inner>();
        above->children[0] = root_;
        root_ = above;
      }
    }
    const node** cell = &root_;
    for (unsigned level = height_ + 1; level-- != 0;) {
      inner* const here = *cell == nullptr ? change.make<inner>()
                                           : change.writable(static_cast<const inner*>(*cell));
      *cell = here;
      cell = &here->children[digit(index, level)];
    }
    *cell = element;
  }

  /// Calls visit(element) for every element, by rising index.
  void visit_elements(visit_node visit) const {
    if (root_ != nullptr) {
      visit_elements_below(root_, height_, visit);
    }
  }
  /// Calls visit(node) for every node of the array itself, children before their parents.
  void visit_nodes(visit_node visit) const {
    if (root_ != nullptr) {
      visit_nodes_below(root_, height_, visit);
    }
  }

 private:
  static constexpr unsigned bits_of_digit = 7;
  static constexpr std::uint32_t fanout = 1U << bits_of_digit;

  struct inner final : node {
    std::array<const node*, fanout> children{};
  };

  [[nodiscard]] static std::size_t digit(std::uint32_t index, unsigned level) noexcept {
    return index >> bits_of_digit * level & (fanout - 1);
  }
  // Not inline: the compiler would copy them into themselves.
  [[gnu::noinline]] static void visit_elements_below(const node* of, unsigned level,
                                                     visit_node visit) {
    for (const node* each : static_cast<const inner*>(of)->children) {
      if (each != nullptr) {
        if (level == 0) {
          visit(each);
        } else {
          visit_elements_below(each, level - 1, visit);
        }
      }
    }
  }
  [[gnu::noinline]] static void visit_nodes_below(const node* of, unsigned level,
                                                  visit_node visit) {
    if (level != 0) {
      for (const node* child : static_cast<const inner*>(of)->children) {
        if (child != nullptr) {
          visit_nodes_below(child, level - 1, visit);
        }
      }
    }
    visit(of);
  }

  const node* root_ = nullptr;
  unsigned height_ = 0; // levels above the nodes whose children are elements
};

} // namespace leadcore::inline LEADCORE_ABI::detail::cow

#endif
