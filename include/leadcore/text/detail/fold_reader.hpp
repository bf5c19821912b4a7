// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_FOLD_READER_HPP
#define LEADCORE_TEXT_DETAIL_FOLD_READER_HPP

// Reads a text as its folded units, one at a time, in constant space.
//
// The folding is NFC(toCasefold(NFD(text))). One table does both inner steps: it maps each code
// point to its fully decomposed and folded form. The exception is U+0345, a mark before folding and
// a letter after, which is folded only once the marks are in canonical order. The reader then
// orders and composes one starter and its marks at a time.
//
// Table values (fold_tables.hpp, three stages indexed by the bits of the code point):
//     0                 maps to itself, is a starter, and never joins the unit before it
//     0x0001 to 0x01FF  maps to itself; low 8 bits: combining class; 0x100: second of a pair
//     0x0200 to 0x7FFF  maps to one such code point; value - 0x200 indexes its delta in fold_deltas
//     0x8000 to 0xFFFF  maps to a sequence; 0x4000: its first may join the unit before it;
//                       0x3000: its length - 1; 0x0FFF: its index in fold_units. One code point is
//                       stored alone. Longer sequences follow the code point that they compose to
//                       if nothing joins them, or 0. UTF-16.
// Hangul syllables are not in the tables. They compose by arithmetic (Unicode 15.0, section 3.12)
// and are kept whole, which gives the same result because no reordering happens within them.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/fold_tables.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

// A unit as returned by the reader: a code point, 0x110000 + an invalid byte, or the end of the
// text.
inline constexpr char32_t invalid_unit = 0x110000;
inline constexpr char32_t end_unit = 0xFFFFFFFF;

/// The bytes of a unit; none for the end.
[[nodiscard]] constexpr utf8_bytes unit_bytes(char32_t unit) noexcept {
  if (unit < invalid_unit) {
    return encode_utf8(unit);
  }
  if (unit == end_unit) {
    return {};
  }
  return {{static_cast<char>(unit - invalid_unit)}, 1};
}

/// The unit at an offset, unfolded, and its length in bytes.
struct raw_unit {
  char32_t unit = end_unit;
  std::size_t length = 0;
};

[[nodiscard]] constexpr raw_unit read_unit(std::string_view text, std::size_t at) noexcept {
  if (at == text.size()) {
    return {};
  }
  const utf8_unit read = decode_utf8(text, at);
  return {read.valid ? read.code_point : invalid_unit + static_cast<unsigned char>(text[at]),
          read.length};
}

[[nodiscard]] constexpr std::uint16_t fold_value(char32_t unit) noexcept {
  if (unit >= fold_limit) {
    return 0;
  }
  const std::size_t top = fold_top[unit >> (fold_low_bits + fold_middle_bits)];
  const std::size_t middle = fold_middle[top << fold_middle_bits |
                                         (unit >> fold_low_bits & ((1U << fold_middle_bits) - 1))];
  return fold_values[middle << fold_low_bits | (unit & ((1U << fold_low_bits) - 1))];
}

[[nodiscard]] constexpr bool maps_to_itself(std::uint16_t value) noexcept {
  return value < 0x200;
}
[[nodiscard]] constexpr bool maps_to_sequence(std::uint16_t value) noexcept {
  return value >= 0x8000;
}
/// Whether the mapping begins with a mark, or with a starter that may compose with the unit before
/// it.
[[nodiscard]] constexpr bool joins_back(std::uint16_t value) noexcept {
  return maps_to_itself(value) ? value != 0 : maps_to_sequence(value) && (value & 0x4000U) != 0;
}
/// The combining class of a code point that maps to itself.
[[nodiscard]] constexpr unsigned class_of(std::uint16_t value) noexcept {
  return value & 0xFFU;
}
[[nodiscard]] constexpr bool is_pair_second(std::uint16_t value) noexcept {
  return (value & 0x100U) != 0;
}

/// The mapping of one unit: at least one unit, starters before marks.
struct fold_mapping {
  char32_t units[4] = {};
  std::uint8_t size = 0;
};

[[nodiscard]] constexpr fold_mapping map_unit(char32_t unit, std::uint16_t value) noexcept {
  fold_mapping out;
  if (!maps_to_sequence(value)) {
    const bool same = maps_to_itself(value);
    out.units[0] = same ? unit : unit + static_cast<char32_t>(fold_deltas[value - 0x200]);
    out.size = 1;
    return out;
  }
  out.size = static_cast<std::uint8_t>((value >> 12 & 3U) + 1);
  std::size_t at = (value & 0xFFFU) + (out.size > 1 ? 1U : 0U);
  for (std::size_t i = 0; i < out.size; ++i) {
    char32_t c = fold_units[at++];
    if (c >= 0xD800 && c < 0xDC00) {
      c = 0x10000 + ((c - 0xD800) << 10) + (fold_units[at++] - 0xDC00U);
    }
    out.units[i] = c;
  }
  return out;
}

/// The folding of a unit that nothing joins, if it is a single unit; otherwise end_unit.
[[nodiscard]] constexpr char32_t map_alone(char32_t unit, std::uint16_t value) noexcept {
  if (value == 0) {
    return unit;
  }
  if (!maps_to_sequence(value)) {
    return maps_to_itself(value) ? end_unit
                                 : unit + static_cast<char32_t>(fold_deltas[value - 0x200]);
  }
  const char32_t c = fold_units[value & 0xFFFU];
  const bool usable =
      c != 0 && (c & 0xF800U) != 0xD800; // half of a surrogate pair is no code point
  return usable ? c : end_unit;
}

/// The value of a key in a sorted table, or end_unit.
template <class Value, std::size_t Size>
[[nodiscard]] constexpr char32_t find_pair(const std::uint32_t (&keys)[Size],
                                           const Value (&values)[Size],
                                           std::uint32_t key) noexcept {
  std::size_t low = 0;
  for (std::size_t count = Size; count > 1;) {
    const std::size_t half = count / 2;
    low += keys[low + half] <= key ? half : 0;
    count -= half;
  }
  return keys[low] == key ? values[low] : end_unit;
}

/// The primary composite of two units, or end_unit.
[[nodiscard]] constexpr char32_t compose(char32_t first, char32_t second) noexcept {
  if (second >= 0x1161 && second < 0x11C3) { // Hangul: L + V, or LV + T
    const char32_t leading = first - 0x1100;
    const char32_t vowel = second - 0x1161;
    if (leading < 19 && vowel < 21) {
      return 0xAC00 + (leading * 21 + vowel) * 28;
    }
    const char32_t syllable = first - 0xAC00;
    const char32_t trailing = second - 0x11A7;
    if (syllable < 11172 && syllable % 28 == 0 && trailing > 0 && trailing < 28) {
      return first + trailing;
    }
    return end_unit;
  }
  const char32_t plane = first >> 16;
  const std::uint32_t key = (first & 0xFFFFU) << 16 | (second & 0xFFFFU);
  if (second >> 16 != plane || plane > 1) {
    return end_unit;
  }
  if (plane == 0) {
    return find_pair(fold_pairs, fold_composites, key);
  }
  const char32_t found = find_pair(fold_pairs_plane_1, fold_composites_plane_1, key);
  return found == end_unit ? end_unit : found + 0x10000;
}

/// A mark with its class and whether it composes, in one word that sorts by combining class.
class fold_mark {
 public:
  constexpr fold_mark() = default;
  constexpr fold_mark(char32_t unit, std::uint16_t value) noexcept
      : word_(class_of(value) << 24 | (is_pair_second(value) ? 0x800000U : 0U) | unit) {}

  [[nodiscard]] constexpr char32_t unit() const noexcept { return word_ & 0x1FFFFFU; }
  [[nodiscard]] constexpr unsigned combining_class() const noexcept { return word_ >> 24; }
  [[nodiscard]] constexpr bool composes() const noexcept { return (word_ & 0x800000U) != 0; }
  /// The mark in the output: after ordering, U+0345 is folded.
  [[nodiscard]] constexpr char32_t folded() const noexcept {
    return unit() == 0x345 ? 0x3B9 : unit();
  }

 private:
  std::uint32_t word_ = 0;
};

/// Composes marks, given in canonical order, into the starter before them.
class mark_composer {
 public:
  constexpr mark_composer() = default;
  /// @param starter  end_unit if the marks are at the start of the text
  constexpr explicit mark_composer(char32_t starter) noexcept : starter_(starter) {}

  /// Takes the next mark; returns true if it was composed into the starter, false if it remains.
  constexpr bool absorb(fold_mark mark) noexcept {
    // An earlier remaining mark of the same class blocks the mark (Unicode 15.0, D115).
    if (mark.composes() && last_class_ < mark.combining_class()) {
      if (const char32_t whole = compose(starter_, mark.unit()); whole != end_unit) {
        starter_ = whole;
        return true;
      }
    }
    last_class_ = mark.combining_class();
    return false;
  }
  [[nodiscard]] constexpr char32_t starter() const noexcept { return starter_; }

 private:
  char32_t starter_ = end_unit;
  unsigned last_class_ = 0;
};

/// Iterates over a sequence of marks in canonical order without storing it: one pass over the text
/// for each combining class that occurs.
class mark_walk {
 public:
  constexpr mark_walk() = default;
  /// @param begin  the offset of the unit whose mapping has the first mark
  /// @param first  the index of the first mark in that mapping
  constexpr mark_walk(std::size_t begin, std::uint8_t first) noexcept
      : begin_(begin), first_(first) {
    rewind();
  }

  /// Stores the next mark in out; false at the end.
  constexpr bool next(std::string_view text, fold_mark& out) noexcept {
    for (;;) {
      if (index_ == mapping_.size) {
        const raw_unit read = read_unit(text, at_);
        const std::uint16_t value = fold_value(read.unit);
        mapping_ = map_unit(read.unit, value);
        if (at_ == begin_) {
          index_ = first_;
        } else if (class_of(fold_value(mapping_.units[0])) ==
                   0) { // the next starter or the end of the text
          end_ = at_;
          if (next_class_ == 0) {
            return false;
          }
          class_ = next_class_;
          rewind();
          continue;
        } else {
          index_ = 0;
        }
        at_ += read.length;
      }
      const char32_t unit = mapping_.units[index_++];
      const std::uint16_t value = fold_value(unit);
      const unsigned found = class_of(value);
      if (found == class_) {
        out = fold_mark(unit, value);
        return true;
      }
      if (found > class_ && (next_class_ == 0 || found < next_class_)) {
        next_class_ = found;
      }
    }
  }
  /// The end of the marks; valid after the first pass.
  [[nodiscard]] constexpr std::size_t end() const noexcept { return end_; }

 private:
  constexpr void rewind() noexcept {
    at_ = begin_;
    next_class_ = 0;
    mapping_ = {};
    index_ = 0;
  }

  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t at_ = 0;
  unsigned class_ = 0;      // the class of this pass; the first pass (0) only finds the least class
  unsigned next_class_ = 0; // the least greater class seen in this pass
  fold_mapping mapping_{};
  std::uint8_t index_ = 0;
  std::uint8_t first_ = 0;
};

/// The folded units of a text, in order. Copies are independent; the text must outlive them.
class fold_reader {
 public:
  constexpr explicit fold_reader(std::string_view text) noexcept : text_(text) { look(0); }

  /// The next folded unit; end_unit at the end.
  [[nodiscard]] constexpr char32_t next() noexcept {
    if (state_ == state::between && index_ == mapping_.size) {
      const std::size_t at = at_;
      const char32_t unit = ahead_;
      const std::uint16_t value = ahead_value_;
      look(after_);
      // The common case: no following unit joins, so the unit folds by itself.
      if (!joins_back(ahead_value_)) {
        if (const char32_t alone = map_alone(unit, value); alone != end_unit) {
          return alone;
        }
        if (unit == end_unit) {
          return end_unit;
        }
      }
      mapping_ = map_unit(unit, value);
      mapping_at_ = at;
      index_ = 0;
    }
    return next_joined();
  }

  /// The next ASCII bytes that no following unit can join, unfolded; may be empty.
  [[nodiscard]] constexpr std::string_view take_ascii() noexcept {
    if (state_ != state::between || index_ != mapping_.size) {
      return {};
    }
    std::size_t size = ascii_run(text_, at_);
    if (size != 0 && at_ + size != text_.size()) {
      --size; // marks may follow the last one
    }
    const std::string_view run = text_.substr(at_, size);
    if (size != 0) {
      look(at_ + size);
    }
    return run;
  }

 private:
  enum class state : std::uint8_t {
    between, // nothing is pending but the rest of mapping_
    marks,   // marks_[out_] to marks_[count_] are pending
    walk     // the marks of walk_ are pending, except those that composer_ absorbs
  };

  /// Reads the unit at an offset as the lookahead.
  constexpr void look(std::size_t at) noexcept {
    at_ = at;
    const raw_unit read = read_unit(text_, at);
    after_ = at + read.length;
    if (read.unit < 0x80) { // the common case needs no table
      ahead_ = static_cast<unsigned char>(to_lower(static_cast<char>(read.unit)));
      ahead_value_ = 0;
    } else {
      ahead_ = read.unit;
      ahead_value_ = fold_value(read.unit);
    }
  }

  constexpr char32_t next_joined() noexcept {
    if (state_ == state::marks) {
      const char32_t unit = marks_[out_++].folded();
      if (out_ == count_) {
        state_ = state::between;
      }
      return unit;
    }
    if (state_ == state::walk) {
      fold_mark mark;
      while (walk_.next(text_, mark)) {
        if (!composer_.absorb(mark)) {
          return mark.folded();
        }
      }
      state_ = state::between;
      look(walk_.end());
      mapping_ = {};
      index_ = 0;
      return next();
    }
    return gather();
  }

  /// Collects one starter (or none, at the start of the text) with everything that joins it, and
  /// returns the first unit.
  constexpr char32_t gather() noexcept {
    char32_t starter = end_unit;
    if (class_of(fold_value(mapping_.units[index_])) == 0) {
      starter = mapping_.units[index_++];
    }
    for (;;) {
      count_ = 0;
      out_ = 0;
      std::size_t run = 0; // the first mark, in case there are too many
      std::uint8_t run_index = 0;
      std::uint16_t value = 0;
      while (has_joining()) {
        value = fold_value(mapping_.units[index_]);
        if (class_of(value) == 0) {
          break;
        }
        if (count_ == 0) {
          run = mapping_at_;
          run_index = index_;
        }
        if (count_ == std::size(marks_)) {
          return start_walk(starter, run, run_index);
        }
        insert(fold_mark(mapping_.units[index_++], value));
      }
      starter = absorb_marks(starter);
      // A starter joins only the unit directly before it.
      if (count_ == 0 && starter != end_unit && index_ != mapping_.size && is_pair_second(value)) {
        if (const char32_t whole = compose(starter, mapping_.units[index_]); whole != end_unit) {
          starter = whole;
          ++index_;
          continue;
        }
      }
      break;
    }
    state_ = count_ == 0 ? state::between : state::marks;
    return starter != end_unit ? starter : next_joined();
  }

  /// Makes mapping_[index_] the next unit that may join; false if there is none.
  constexpr bool has_joining() noexcept {
    if (index_ == mapping_.size) {
      if (!joins_back(ahead_value_)) {
        return false;
      }
      mapping_ = map_unit(ahead_, ahead_value_);
      mapping_at_ = at_;
      index_ = 0;
      look(after_);
    }
    return true;
  }

  /// Inserts a mark after those of the same and lower classes.
  constexpr void insert(fold_mark mark) noexcept {
    std::size_t at = count_++;
    for (; at != 0 && marks_[at - 1].combining_class() > mark.combining_class(); --at) {
      marks_[at] = marks_[at - 1];
    }
    marks_[at] = mark;
  }

  constexpr char32_t absorb_marks(char32_t starter) noexcept {
    mark_composer composer(starter);
    std::uint8_t kept = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (!composer.absorb(marks_[i])) {
        marks_[kept++] = marks_[i];
      }
    }
    count_ = kept;
    return composer.starter();
  }

  /// Too many marks for the buffer: one walk finds the composed starter, a second one returns the
  /// marks.
  constexpr char32_t start_walk(char32_t starter, std::size_t run,
                                std::uint8_t run_index) noexcept {
    mark_composer composer(starter);
    fold_mark mark;
    for (mark_walk ahead(run, run_index); ahead.next(text_, mark);) {
      composer.absorb(mark);
    }
    walk_ = mark_walk(run, run_index);
    composer_ = mark_composer(starter);
    state_ = state::walk;
    return composer.starter() != end_unit ? composer.starter() : next_joined();
  }

  std::string_view text_;
  std::size_t at_ = 0;    // offset of ahead_
  std::size_t after_ = 0; // offset after it
  char32_t ahead_ = end_unit;
  std::uint16_t ahead_value_ = 0;
  state state_ = state::between;
  std::uint8_t index_ = 0;     // index of the next unused unit of mapping_
  fold_mapping mapping_{};     // mapping of the last unit read
  std::size_t mapping_at_ = 0; // offset of that unit
  std::uint8_t count_ = 0;
  std::uint8_t out_ = 0;
  mark_composer composer_{};
  mark_walk walk_{};
  // The Stream-Safe Text Format (UAX #15, section 13) limits a sequence to 30 marks; no language
  // needs more.
  fold_mark marks_[32] = {};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
