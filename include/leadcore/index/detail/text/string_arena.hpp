// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_STRING_ARENA_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_STRING_ARENA_HPP

// An arena of strings: appended once, in order, and read in any order.

#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A fixed number of strings, 4,096 in each allocation. A string that is not added is empty.
class string_arena {
 public:
  explicit string_arena(std::size_t count)
      : chunks_((count + strings_per_chunk - 1) / strings_per_chunk), ends_(count) {}

  /// Sets string i to what append(chunk) appends to a std::string.
  /// @pre i increases from call to call
  template <class Append> void add(std::size_t i, Append append) {
    std::string& chunk = chunks_[i / strings_per_chunk];
    if (chunk.empty() && i >= strings_per_chunk) { // probably as large as the chunk before
      chunk.reserve(chunks_[i / strings_per_chunk - 1].size() / 16 * 17);
    }
    for (; next_ < i; ++next_) { // skipped strings are empty
      ends_[next_] = chunks_[next_ / strings_per_chunk].size();
    }
    append(chunk);
    ends_[next_++] = chunk.size();
  }
  /// @pre string i, or one after it, was added
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
    const std::size_t begin = i % strings_per_chunk == 0 ? 0 : ends_[i - 1];
    return std::string_view(chunks_[i / strings_per_chunk]).substr(begin, ends_[i] - begin);
  }
  void prefetch(std::size_t i) const noexcept {
    const std::string_view text = (*this)[i];
    prefetch_memory(text.data(), text.size());
  }

 private:
  static constexpr std::size_t strings_per_chunk = 4096;
  std::vector<std::string> chunks_;
  std::vector<std::size_t> ends_; // offset in the chunk
  std::size_t next_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
