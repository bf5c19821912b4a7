// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_STRING_ARENA_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_STRING_ARENA_HPP

// Many strings that are made one after the other and read in any order.

#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Strings by number, many in one piece of memory.
class packed_strings {
 public:
  explicit packed_strings(std::size_t count)
      : chunks_((count + of_chunk - 1) / of_chunk), ends_(count) {}

  /// Makes a string of what append(chunk) appends.
  /// @pre numbers rise
  template <class Append> void add(std::size_t number, Append append) {
    std::string& chunk = chunks_[number / of_chunk];
    if (chunk.empty() &&
        number >= of_chunk) { // room for as much as in the one before, and a little more
      chunk.reserve(chunks_[number / of_chunk - 1].size() / 16 * 17);
    }
    for (; next_ < number; ++next_) { // those without one
      ends_[next_] = chunks_[next_ / of_chunk].size();
    }
    append(chunk);
    ends_[next_++] = chunk.size();
  }
  [[nodiscard]] std::string_view operator[](std::size_t number) const noexcept {
    const std::size_t begin = number % of_chunk == 0 ? 0 : ends_[number - 1];
    return std::string_view(chunks_[number / of_chunk]).substr(begin, ends_[number] - begin);
  }
  void prefetch(std::size_t number) const noexcept {
    const std::string_view soon = (*this)[number];
    prefetch_memory(soon.data(), soon.size());
  }

 private:
  static constexpr std::size_t of_chunk = 4096;
  std::vector<std::string> chunks_;
  std::vector<std::size_t> ends_; // in the chunk
  std::size_t next_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
