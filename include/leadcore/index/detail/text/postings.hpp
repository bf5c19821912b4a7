// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_POSTINGS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_POSTINGS_HPP

// Which of many texts have a thing, such as a word. decision 0095

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// For each of some things, which are numbered, the numbers of the texts that have it: itself where it is one, the gaps of a
/// list, or bits where that takes less room.
class text_lists {
 public:
  text_lists() = default;
  explicit text_lists(std::size_t texts) : texts_(texts) {}

  /// Adds the next thing.
  /// @param texts  that have it, at least one, rising
  void add(std::span<const std::uint32_t> texts) { unpacked_.push_back(place_of(texts)); }
  /// Everything was added, and may be asked for now.
  void settle() {
    places_ = packed_numbers(unpacked_.size(), [&](std::size_t i) { return unpacked_[i]; });
    release(unpacked_);
    bytes_.shrink_to_fit();
    bits_.shrink_to_fit();
  }

  /// How many texts have a thing.
  [[nodiscard]] std::uint32_t count(std::uint32_t thing) const noexcept {
    const std::uint64_t place = places_[thing];
    if (!is_list(place)) {
      return 1;
    }
    const std::uint8_t* at = list_at(place);
    return next(at);
  }
  /// The same of all things.
  [[nodiscard]] std::vector<std::uint32_t> counts() const {
    std::vector<std::uint32_t> out(places_.size());
    for (std::uint32_t thing = 0; thing < out.size(); ++thing) {
      out[thing] = count(thing);
    }
    return out;
  }

  /// Adds the texts of things, counted from first on.
  void add_to(slot_set& out, std::span<const std::uint32_t> things, std::uint32_t first) const {
    constexpr std::size_t at_once = 16; // memory is waited for once, not for each
    std::array<std::uint64_t, at_once> places;
    for (std::size_t done = 0; done < things.size(); done += at_once) {
      const std::size_t count = std::min(at_once, things.size() - done);
      for (std::size_t i = 0; i < count; ++i) {
        places[i] = places_[things[done + i]];
        if (is_list(places[i])) {
          __builtin_prefetch(list_at(places[i]));
        }
        if (done + i + at_once < things.size()) {
          places_.prefetch(things[done + i + at_once]);
        }
      }
      for (std::size_t i = 0; i < count; ++i) {
        add_place(out, places[i], first);
      }
    }
  }

 private:
  // Of each thing its only text, doubled; or one more than twice the place in bytes_ of the count of its texts. Behind that
  // are the gaps between them, each less one, or the number of its bits.
  [[nodiscard]] static bool is_list(std::uint64_t place) noexcept { return place % 2 != 0; }
  [[nodiscard]] const std::uint8_t* list_at(std::uint64_t place) const noexcept {
    return bytes_.data() + place / 2;
  }
  [[nodiscard]] bool is_dense(std::uint32_t count) const noexcept {
    return count * std::uint64_t{16} >=
           texts_; // with twice as many, bits take as much room as gaps; adding them is quicker
  }

  /// Adds the texts of the thing of a place.
  void add_place(slot_set& out, std::uint64_t place, std::uint32_t first) const {
    if (!is_list(place)) {
      out.add(first + static_cast<std::uint32_t>(place / 2));
      return;
    }
    const std::uint8_t* at = list_at(place);
    const std::uint32_t count = next(at);
    if (is_dense(count)) {
      out.add_bits(std::span(bits_).subspan(std::size_t{next(at)} * words_of_bits(texts_),
                                            words_of_bits(texts_)),
                   first);
      return;
    }
    std::uint32_t text = first - 1;
    out.add_rising(count, [&] { return text += next(at) + 1; });
  }

  [[nodiscard]] std::uint64_t place_of(std::span<const std::uint32_t> texts) {
    if (texts.size() == 1) {
      return std::uint64_t{texts[0]} * 2;
    }
    const std::uint64_t place = std::uint64_t{bytes_.size()} * 2 + 1;
    const auto count = static_cast<std::uint32_t>(texts.size());
    append(count);
    if (is_dense(count)) {
      append(static_cast<std::uint32_t>(bits_.size() / words_of_bits(texts_)));
      bits_.resize(bits_.size() + words_of_bits(texts_));
      const auto bits = std::span(bits_).last(words_of_bits(texts_));
      for (const std::uint32_t text : texts) {
        set_bit(bits, text);
      }
    } else {
      std::uint32_t behind = 0; // the text before
      for (const std::uint32_t text : texts) {
        append(text - behind);
        behind = text + 1;
      }
    }
    return place;
  }

  // Numbers in bytes of seven bits each, the lowest first; all but the last have the eighth bit.
  void append(std::uint32_t number) {
    for (; number >= 128; number >>= 7U) {
      bytes_.push_back(static_cast<std::uint8_t>(number | 128U));
    }
    bytes_.push_back(static_cast<std::uint8_t>(number));
  }
  [[nodiscard]] static std::uint32_t next(const std::uint8_t*& at) noexcept {
    std::uint32_t number = *at++;
    if (number >= 128) {
      number &= 127U;
      for (unsigned shift = 7;; shift += 7) {
        const std::uint32_t more = *at++;
        number |= (more & 127U) << shift;
        if (more < 128) {
          break;
        }
      }
    }
    return number;
  }

  std::size_t texts_ = 0;
  std::vector<std::uint64_t> unpacked_; // until all are known
  packed_numbers places_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint64_t> bits_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
