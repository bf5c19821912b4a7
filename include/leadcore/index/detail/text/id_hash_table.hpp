// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_ID_HASH_TABLE_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_ID_HASH_TABLE_HPP

// A hash table from keys that are stored elsewhere to their ids.

#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Ids by a 32-bit hash of their keys; the caller compares keys. Open addressing with linear
/// probing, at most half full.
class id_hash_table {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  id_hash_table() : slots_(16) { std::fill_n(slots_.extend(16), 16, slot()); }
  /// Makes room for so many keys in an empty table.
  stepwise reserve(std::size_t keys) {
    const std::size_t size = std::bit_ceil(keys * 2 + 16);
    slots_ = reserved_array<slot>(size);
    co_yield for_each_below(size, [&](std::size_t) { slots_.push_back({}); });
  }

  /// The id of a key, or none.
  /// @param has_key  whether the key of an id is the one that is sought
  template <class HasKey>
  [[nodiscard]] std::uint32_t find(std::uint32_t hash, HasKey has_key) const {
    return slots_[slot_of(hash, has_key)].id;
  }
  /// The id of a key; inserts `id` if there is none.
  /// @pre id is not none
  template <class HasKey>
  [[nodiscard]] std::uint32_t find_or_insert(std::uint32_t hash, std::uint32_t id, HasKey has_key) {
    slot& found = slots_[slot_of(hash, has_key)];
    if (found.id != none) {
      return found.id;
    }
    found = {hash, id};
    if (++size_ * 2 > slots_.size()) {
      grow();
    }
    return id;
  }
  void prefetch(std::uint32_t hash) const noexcept { detail::prefetch(&slots_[first_slot(hash)]); }

 private:
  struct slot {
    std::uint32_t hash = 0;
    std::uint32_t id = none;
  };

  [[nodiscard]] std::size_t first_slot(std::uint32_t hash) const noexcept {
    // Fibonacci hashing, because the caller's hash may be a few plain bytes.
    return hash * std::uint64_t{0x9E37'79B9'7F4A'7C15U} >>
           (64U - static_cast<unsigned>(std::countr_zero(slots_.size())));
  }
  template <class HasKey>
  [[nodiscard]] std::size_t slot_of(std::uint32_t hash, HasKey has_key) const {
    std::size_t i = first_slot(hash);
    while (slots_[i].id != none && !(slots_[i].hash == hash && has_key(slots_[i].id))) {
      i = (i + 1) & (slots_.size() - 1);
    }
    return i;
  }
  void grow() {
    const reserved_array<slot> old = std::exchange(slots_, reserved_array<slot>(slots_.size() * 2));
    std::fill_n(slots_.extend(old.size() * 2), old.size() * 2, slot());
    for (const slot& each : old) {
      if (each.id != none) {
        slots_[slot_of(each.hash, [](std::uint32_t) { return false; })] = each;
      }
    }
  }

  reserved_array<slot> slots_; // their number is a power of two
  std::size_t size_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
