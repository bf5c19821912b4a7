// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_ID_HASH_TABLE_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_ID_HASH_TABLE_HPP

// A hash table from things that lie elsewhere to their numbers.

#include <leadcore/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Numbers of things, found by a hash of 32 bits; the caller tells apart things with the same. Open addressing.
class number_table {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  explicit number_table(std::size_t expected = 0) : cells_(std::bit_ceil(expected * 2 + 16)) {}

  /// The number of a thing, or none.
  /// @param same  tells whether the thing with a number is the one that is looked for.
  template <class Same> [[nodiscard]] std::uint32_t find(std::uint32_t hash, Same same) const {
    return cells_[place_of(hash, same)].number;
  }
  /// The number of a thing, which is `number` if it was not there.
  /// @pre number is not none
  template <class Same>
  [[nodiscard]] std::uint32_t find_or_add(std::uint32_t hash, std::uint32_t number, Same same) {
    cell& found = cells_[place_of(hash, same)];
    if (found.number != none) {
      return found.number;
    }
    found = {hash, number};
    if (++size_ * 2 > cells_.size()) {
      grow();
    }
    return number;
  }
  /// Has the cell of a hash brought near.
  void prefetch(std::uint32_t hash) const noexcept { __builtin_prefetch(&cells_[home_of(hash)]); }

 private:
  struct cell {
    std::uint32_t hash = 0;
    std::uint32_t number = none;
  };

  [[nodiscard]] std::size_t home_of(std::uint32_t hash) const noexcept {
    // Multiplied, because a caller's hash may be a few plain bytes.
    return static_cast<std::size_t>(hash * std::uint64_t{0x9E37'79B9'7F4A'7C15U} >>
                                    (64U - static_cast<unsigned>(std::countr_zero(cells_.size()))));
  }
  template <class Same> [[nodiscard]] std::size_t place_of(std::uint32_t hash, Same same) const {
    std::size_t at = home_of(hash);
    while (cells_[at].number != none && !(cells_[at].hash == hash && same(cells_[at].number))) {
      at = (at + 1) & (cells_.size() - 1);
    }
    return at;
  }
  void grow() {
    std::vector<cell> old(cells_.size() * 2);
    old.swap(cells_);
    for (const cell& each : old) {
      if (each.number != none) {
        cells_[place_of(each.hash, [](std::uint32_t) { return false; })] = each;
      }
    }
  }

  std::vector<cell> cells_; // a power of two
  std::size_t size_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
