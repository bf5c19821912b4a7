// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_FOLD_SEARCH_HPP
#define LEADCORE_TEXT_DETAIL_FOLD_SEARCH_HPP

// Searches the folding of any text for a folded needle, in constant space and linear time.

#include <leadcore/text/detail/fold_reader.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The bytes of a text's folding, in order, with unit boundaries.
/// @tparam Reader  reads the units of the folding
template <class Reader> class folded_bytes {
 public:
  constexpr explicit folded_bytes(std::string_view text) noexcept : reader_(text) { next_unit(); }

  [[nodiscard]] constexpr bool at_end() const noexcept { return unit_ == end_unit; }
  [[nodiscard]] constexpr bool at_unit_start() const noexcept { return index_ == 0; }
  /// The unit that contains this byte.
  [[nodiscard]] constexpr char32_t unit() const noexcept { return unit_; }
  /// @pre !at_end()
  [[nodiscard]] constexpr unsigned char byte() const noexcept {
    return static_cast<unsigned char>(bytes_.bytes[index_]);
  }
  /// @pre !at_end()
  constexpr void advance() noexcept {
    if (++index_ == bytes_.size) {
      next_unit();
    }
  }
  constexpr void advance(std::size_t count) noexcept {
    for (; count != 0; --count) {
      advance();
    }
  }
  constexpr void next_unit() noexcept {
    unit_ = reader_.next();
    bytes_ = unit_bytes(unit_);
    index_ = 0;
  }

 private:
  Reader reader_;
  char32_t unit_ = end_unit;
  utf8_bytes bytes_{};
  std::uint8_t index_ = 0;
};

/// The maximal suffix of a growing word, and that suffix's period.
///
/// The state of the usual maximal-suffix computation, kept so that it can resume when the word
/// grows.
class maximal_suffix {
 public:
  /// Extends the word to its first `size` symbols; byte_at(i) is symbol i.
  template <class ByteAt> constexpr void extend(std::size_t size, ByteAt byte_at) noexcept {
    while (candidate_ + length_ < size) {
      const unsigned char a = byte_at(start_ + length_ - 1);
      const unsigned char b = byte_at(candidate_ + length_);
      if (a == b) {
        if (length_ == period_) {
          candidate_ += period_;
          length_ = 1;
        } else {
          ++length_;
        }
      } else if (a > b) {
        candidate_ += length_;
        length_ = 1;
        period_ = candidate_ + 1 - start_;
      } else {
        start_ = candidate_ + 1;
        ++candidate_;
        length_ = period_ = 1;
      }
    }
  }
  /// The start of the suffix.
  [[nodiscard]] constexpr std::size_t start() const noexcept { return start_; }
  [[nodiscard]] constexpr std::size_t period() const noexcept { return period_; }
  /// The start of the rival candidate, less one.
  [[nodiscard]] constexpr std::size_t candidate() const noexcept { return candidate_; }

  /// Removes the first period() symbols of a word that has this period throughout.
  constexpr void drop_period() noexcept {
    if (candidate_ + 1 - start_ > period_) {
      candidate_ -= period_;
    } else {
      *this = {};
    }
  }

 private:
  std::size_t start_ = 0;     // "ip + 1" of the published algorithm
  std::size_t candidate_ = 0; // "jp"
  std::size_t length_ = 1;    // "k"
  std::size_t period_ = 1;    // "p"
};

/// Whether the needle occurs in the folding of the text, at unit boundaries.
///
/// The algorithm is String Matching on Ordered Alphabets (M. Crochemore, Theoretical Computer
/// Science 92, 1992; C. Charras and T. Lecroq, Handbook of Exact String Matching Algorithms): KMP's
/// shifts without its table, computed from the maximal suffix of the matched prefix. It reads the
/// text only forwards, from a saved position, as readers require; the better known two-way
/// algorithm also reads backwards.
/// @pre needle is not empty
/// @par Complexity
/// reads each folded byte a bounded number of times, for all inputs.
template <class Reader>
[[nodiscard]] constexpr bool find_in_folded(std::string_view text,
                                            std::string_view needle) noexcept {
  const char32_t first = read_unit(needle, 0).unit;
  folded_bytes<Reader> head(text); // the byte of the text that needle[matched] is compared with
  for (;;) {
    while (!head.at_unit_start() || head.unit() != first) {
      if (head.at_end()) {
        return false;
      }
      head.next_unit();
    }
    folded_bytes<Reader> base = head; // where the needle is tried
    std::size_t matched = 0;
    maximal_suffix suffix; // of the matched bytes and the one after them
    do {
      while (matched < needle.size() && !head.at_end() &&
             head.byte() == static_cast<unsigned char>(needle[matched])) {
        ++matched;
        head.advance();
      }
      if (matched == needle.size() && base.at_unit_start() && head.at_unit_start()) {
        return true;
      }
      if (head.at_end()) {
        return false; // a later start has even fewer bytes
      }
      const auto byte_at = [&](std::size_t i) {
        return i < matched ? static_cast<unsigned char>(needle[i]) : head.byte();
      };
      suffix.extend(matched + 1, byte_at);
      const std::size_t period = suffix.period();
      bool periodic = suffix.start() <= period;
      for (std::size_t i = 0; periodic && i < suffix.start(); ++i) {
        periodic = byte_at(i) == byte_at(i + period);
      }
      if (periodic) {
        if (matched >= period) {
          base.advance(period);
          matched -= period;
        } else {
          head.advance(period - matched);
          matched = 0;
        }
        suffix.drop_period();
      } else {
        const std::size_t rest = matched - suffix.start();
        const std::size_t rival = suffix.candidate() + 1;
        const std::size_t least = rest < rival ? rest : rival;
        base.advance(suffix.start() > least ? suffix.start() : least);
        head = base;
        matched = 0;
      }
    } while (matched != 0);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
