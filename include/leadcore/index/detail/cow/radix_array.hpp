// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_COW_RADIX_ARRAY_HPP
#define LEADCORE_INDEX_DETAIL_COW_RADIX_ARRAY_HPP

// Records by small numbers, of which every version lives on. A tree of arrays; a change copies those
// from the root to the record. decision 0092

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A handle to one version of the table: copying it is copying a pointer. Parts belong to the versions that reach them.
class slot_table {
 public:
  /// The record with a number, or null.
  /// @par Complexity  one step for each seven bits of the largest number.
  [[nodiscard]] const version_part* at(std::uint32_t slot) const noexcept {
    if (root_ == nullptr || slot >> bits_of_level * height_ >= fan) {
      return nullptr;
    }
    const version_part* part = root_;
    for (unsigned level = height_ + 1; part != nullptr && level-- != 0;) {
      part = static_cast<const node*>(part)->parts[place(slot, level)];
    }
    return part;
  }
  /// Calls visit(record) for the records with some numbers, in their order. Memory is asked for many of them at once.
  /// @pre each has one
  template <class Visit> void visit(std::span<const std::uint32_t> slots, Visit&& visit) const {
    constexpr std::size_t together = 64;
    std::array<const version_part* const*, together> cells;
    while (!slots.empty()) {
      const auto some = slots.first(std::min(together, slots.size()));
      slots = slots.subspan(some.size());
      for (std::size_t i = 0; i < some.size(); ++i) {
        const version_part* part = root_;
        for (unsigned level = height_; level != 0; --level) {
          part = static_cast<const node*>(part)->parts[place(some[i], level)];
        }
        cells[i] = &static_cast<const node*>(part)->parts[place(some[i], 0)];
        __builtin_prefetch(cells[i]);
      }
      for (std::size_t i = 0; i < some.size(); ++i) {
        visit(*cells[i]);
      }
    }
  }

  /// Gives a number a record, or null.
  void set(version_edit& edit, std::uint32_t slot, const version_part* record) {
    if (root_ == nullptr) {
      root_ = edit.make<node>();
    }
    while (slot >> bits_of_level * height_ >= fan) {
      node* const above = edit.make<node>();
      above->parts[0] = root_;
      root_ = above;
      ++height_;
    }
    const version_part** part = &root_;
    for (unsigned level = height_ + 1; level-- != 0;) {
      node* const here =
          *part == nullptr ? edit.make<node>() : edit.writable(static_cast<const node*>(*part));
      *part = here;
      part = &here->parts[place(slot, level)];
    }
    *part = record;
  }

  /// Calls visit(record) for every record.
  template <class Visit> void visit_records(Visit&& visit) const {
    if (root_ != nullptr) {
      visit_records_below(root_, height_, visit);
    }
  }
  /// Calls visit(node) for every node, children before their parents.
  template <class Visit> void visit_nodes(Visit&& visit) const {
    if (root_ != nullptr) {
      visit_nodes_below(root_, height_, visit);
    }
  }

 private:
  static constexpr unsigned bits_of_level = 7;
  static constexpr std::uint32_t fan = 1U << bits_of_level;

  struct node final : reused_part<part_kind::slots> {
    std::array<const version_part*, fan> parts{};
  };

  [[nodiscard]] static std::size_t place(std::uint32_t slot, unsigned level) noexcept {
    return slot >> bits_of_level * level & (fan - 1);
  }
  template <class Visit>
  static void visit_records_below(const version_part* part, unsigned level, Visit& visit) {
    for (const version_part* each : static_cast<const node*>(part)->parts) {
      if (each != nullptr) {
        if (level == 0) {
          visit(each);
        } else {
          visit_records_below(each, level - 1, visit);
        }
      }
    }
  }
  template <class Visit>
  static void visit_nodes_below(const version_part* part, unsigned level, Visit& visit) {
    if (level != 0) {
      for (const version_part* child : static_cast<const node*>(part)->parts) {
        if (child != nullptr) {
          visit_nodes_below(child, level - 1, visit);
        }
      }
    }
    visit(part);
  }

  const version_part* root_ = nullptr;
  unsigned height_ = 0; // the levels above those nodes whose parts are records
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
