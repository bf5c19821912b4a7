// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_RESERVED_ARRAY_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_RESERVED_ARRAY_HPP

// An array of plain items whose capacity is known before the first is added.

#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A vector that never grows: appending is a store, in a tenth of the code, and memory that is not
/// used is not touched. Movable; an array that was moved from may only be assigned to.
template <class T> class reserved_array {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

 public:
  reserved_array() = default;
  explicit reserved_array(std::size_t capacity)
      : memory_(std::make_unique_for_overwrite<std::byte[]>(capacity * sizeof(T))) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] const T* data() const noexcept { return items(); }
  [[nodiscard]] const T* begin() const noexcept { return items(); }
  [[nodiscard]] const T* end() const noexcept { return items() + size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return items()[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return items()[i]; }
  [[nodiscard]] T& back() noexcept { return items()[size_ - 1]; }

  /// @pre there is room
  void push_back(T added) noexcept { *extend(1) = added; }
  void append(const T* added, std::size_t count) noexcept {
    std::copy_n(added, count, extend(count));
  }
  /// Appends `count` indeterminate items, and returns the first.
  T* extend(std::size_t count) noexcept {
    size_ += count;
    return items() + size_ - count;
  }

 private:
  [[nodiscard]] T* items() const noexcept {
    return static_cast<T*>(static_cast<void*>(memory_.get()));
  }

  std::unique_ptr<std::byte[]> memory_{};
  std::size_t size_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
