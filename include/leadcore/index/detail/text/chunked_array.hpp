// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_CHUNKED_ARRAY_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_CHUNKED_ARRAY_HPP

// An array in chunks. Growing copies nothing and touches no memory, so no step takes long.

#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The items of a chunked_array, of any type.
class item_chunks {
 public:
  static constexpr std::size_t items_per_chunk = 2 * units_of_step;

  explicit item_chunks(std::size_t item_size) noexcept : item_size_(item_size) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// The chunk that item `i` is in.
  [[nodiscard]] void* chunk_of(std::size_t i) const noexcept {
    return chunks_[i / items_per_chunk].get();
  }
  /// New items are indeterminate.
  void resize(std::size_t size) {
    while (chunks_.size() * items_per_chunk < size) {
      chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(items_per_chunk * item_size_));
    }
    size_ = size;
  }
  /// Removes all items and frees their memory.
  /// @param out  where they are copied to; null for nowhere
  stepwise move_to(void* out) {
    auto* to = static_cast<std::byte*>(out);
    for (auto& chunk : chunks_) {
      const std::size_t count = std::min(size_, items_per_chunk);
      if (to != nullptr) {
        to = std::copy_n(chunk.get(), count * item_size_, to);
      }
      size_ -= count;
      chunk.reset();
      co_yield units_of_step / 8 + count;
    }
    chunks_.clear();
  }
  stepwise free() { return move_to(nullptr); }

 private:
  std::size_t item_size_;
  std::size_t size_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> chunks_{};
};

template <class T> class chunked_array : public item_chunks {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

 public:
  chunked_array() noexcept : item_chunks(sizeof(T)) {}

  [[nodiscard]] T& operator[](std::size_t i) noexcept {
    return static_cast<T*>(chunk_of(i))[i % items_per_chunk];
  }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept {
    return static_cast<const T*>(chunk_of(i))[i % items_per_chunk];
  }
  [[nodiscard]] T& back() noexcept { return (*this)[size() - 1]; }

  void push_back(T added) {
    resize(size() + 1);
    back() = added;
  }
  /// Moves all items to an array, which must outlive the work.
  stepwise move_to(reserved_array<T>& out) {
    out = reserved_array<T>(size());
    return item_chunks::move_to(out.extend(size()));
  }
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
