// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_SORT_KEY_HPP
#define LEADCORE_INDEX_DETAIL_SORT_KEY_HPP

// An abbreviated sort key: the leading bits of an order, so that most comparisons read no row.

#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The least abbreviated key of the second half of a list. If the first key of an order may be
/// null, one half has the rows where it is null, and the other half those where it is not.
inline constexpr std::uint64_t second_half_key = std::uint64_t{1} << 63U;

/// The bits of values in the order of some sort keys, the first in the highest bits.
class key_bits {
 public:
  [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }

  // Each appends bits. Returns false if nothing may follow them: the next key counts only where
  // the values of this one are equal, so they must be whole, and there must be room.

  /// The place of a null, or of a value if the key may be null.
  constexpr bool append_presence(bool is_null, null_placement nulls) noexcept {
    return append(is_null == (nulls == null_placement::last) ? 1U : 0U, 1);
  }
  template <sort_direction Direction> constexpr bool append_value(timestamp time) noexcept {
    // All times before 1970 share their bits, and so do all from 2109 on.
    constexpr unsigned width = 42;
    constexpr std::int64_t max = (std::int64_t{1} << width) - 1; // milliseconds
    const std::int64_t exact = time.milliseconds_since_epoch();
    const std::int64_t clamped = std::clamp<std::int64_t>(exact, 0, max);
    const bool is_whole =
        append(directed<Direction>(static_cast<std::uint64_t>(clamped), width), width);
    if (clamped == exact) {
      return is_whole;
    }
    fill((exact > max) == (Direction == sort_direction::ascending)); // before or after all others
    return false;
  }
  template <sort_direction Direction, class Value>
    requires std::integral<Value> || std::is_enum_v<Value>
  constexpr bool append_value(Value value) noexcept {
    if constexpr (std::is_enum_v<Value>) {
      return append_value<Direction>(static_cast<std::underlying_type_t<Value>>(value));
    } else if constexpr (std::same_as<Value, bool>) {
      return append(directed<Direction>(value ? 1U : 0U, 1), 1);
    } else {
      constexpr unsigned width = sizeof(Value) * 8;
      static_assert(width <= 64);
      constexpr std::uint64_t sign =
          std::signed_integral<Value> ? std::uint64_t{1} << (width - 1) : 0;
      const auto bytes = static_cast<std::make_unsigned_t<Value>>(value);
      return append(directed<Direction>(std::uint64_t{bytes} ^ sign, width), width);
    }
  }
  /// The first bytes of a text.
  template <sort_direction Direction> constexpr bool append_value(std::string_view text) noexcept {
    std::uint64_t prefix = 0;
    for (std::size_t i = 0; i < sizeof(prefix); ++i) {
      prefix = prefix << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    append(directed<Direction>(prefix, 64), 64);
    return false;
  }

 private:
  /// The complement of a value of so many bits for a descending key; the value for an ascending
  /// one.
  template <sort_direction Direction>
  [[nodiscard]] static constexpr std::uint64_t directed(std::uint64_t value,
                                                        unsigned width) noexcept {
    return Direction == sort_direction::ascending
               ? value
               : std::numeric_limits<std::uint64_t>::max() >> (64 - width) ^ value;
  }
  constexpr bool append(std::uint64_t value, unsigned width) noexcept {
    if (width <= free_) {
      free_ -= width;
      bits_ |= value << free_;
      return free_ != 0;
    }
    if (free_ != 0) {
      bits_ |= value >> (width - free_);
      free_ = 0;
    }
    return false;
  }
  constexpr void fill(bool ones) noexcept {
    if (ones && free_ != 0) {
      bits_ |= std::numeric_limits<std::uint64_t>::max() >> (64 - free_);
    }
    free_ = 0;
  }

  std::uint64_t bits_ = 0;
  unsigned free_ = 64;
};

/// Appends the value of one key of a row. Returns whether another key may follow.
template <class Record, class Key, class Row>
constexpr bool append_key(key_bits& to, const Key& key, const Row& row) {
  using as = described<Record, Key::field_type::key>;
  auto&& value = typename Key::field_type{}(row);
  const auto append = [&]<class As>(std::type_identity<As>, const auto& plain) {
    if constexpr (std::same_as<As, std::string_view>) {
      return to.append_value<Key::direction>(detail::as_text(plain));
    } else {
      return to.append_value<Key::direction>(static_cast<As>(plain));
    }
  };
  if constexpr (is_optional<as>) {
    const bool is_null = !detail::has_value(value);
    return to.append_presence(is_null, key.nulls) &&
           (is_null || append(std::type_identity<typename as::value_type>{}, detail::value(value)));
  } else {
    return append(std::type_identity<as>{}, value);
  }
}

/// The abbreviated key of a row: where two keys differ, the rows are ordered as their keys; where
/// they are equal, the order of the endpoint decides.
///
/// It has the values of the leading sort keys, as many as fit. Of a lead with a next call from 1970
/// to 2109 it has that time exactly and the leading 21 bits of the time of creation, which is a
/// resolution of about half an hour. Of a lead without a next call it has the time of creation
/// exactly, and the leading bits of the id.
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row>
[[nodiscard]] constexpr std::uint64_t abbreviated_key(const Row& row) {
  key_bits bits;
  detail::unpack(Endpoint::order.keys, [&](const auto&... key) {
    static_cast<void>(
        (detail::append_key<typename Endpoint::record>(bits, key, detail::row(row)) && ...));
  });
  return bits.bits();
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
