// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_CHUNKED_ARRAY_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_CHUNKED_ARRAY_HPP

// An array in chunks. Growing copies nothing and touches no memory, so no step takes long.

#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

template <class T> class chunked_array {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept {
    return chunks_[i / chunk_size].get()[i % chunk_size];
  }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept {
    return chunks_[i / chunk_size].get()[i % chunk_size];
  }
  [[nodiscard]] T& back() noexcept { return (*this)[size_ - 1]; }

  void push_back(T item) {
    resize(size_ + 1);
    back() = item;
  }
  /// New items are indeterminate.
  void resize(std::size_t size) {
    while (chunks_.size() * chunk_size < size) {
      chunks_.push_back(chunk(std::allocator<T>().allocate(chunk_size)));
    }
    size_ = size;
  }
  /// Moves all items to a vector that has room for no more.
  stepwise move_to(std::vector<T>& out) {
    out.clear();
    out.reserve(size_);
    co_yield for_each_below(size_, [&](std::size_t i) { out.push_back((*this)[i]); });
    co_yield free();
  }
  /// Removes all items and frees their memory.
  stepwise free() {
    for (size_ = 0; !chunks_.empty(); chunks_.pop_back()) {
      co_yield units_of_step / 8;
    }
  }

 private:
  static constexpr std::size_t chunk_size = 2 * units_of_step;
  struct free_chunk {
    void operator()(T* chunk) const noexcept { std::allocator<T>().deallocate(chunk, chunk_size); }
  };

  using chunk = std::unique_ptr<T, free_chunk>;

  std::vector<chunk> chunks_{};
  std::size_t size_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
