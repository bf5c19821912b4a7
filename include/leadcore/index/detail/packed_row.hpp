// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_PACKED_ROW_HPP
#define LEADCORE_INDEX_DETAIL_PACKED_ROW_HPP

// The layout of a row in one block of memory: a header with the values of fixed size, the end
// offsets of all strings, the strings, and padding for the JSON writer. decisions 0070 and 0090

#include <leadcore/json/row.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Consecutive strings, each after its length as a varint (LEB128).
class prefixed_strings {
 public:
  class iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using reference = std::string_view;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;
    using iterator_concept = std::forward_iterator_tag;

    iterator() = default;

    [[nodiscard]] std::string_view operator*() const noexcept { return text_; }
    iterator& operator++() noexcept {
      at_ = text_.data() + text_.size();
      read();
      return *this;
    }
    iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.at_ == b.at_; }

   private:
    friend class prefixed_strings;
    iterator(const char* at, const char* end) noexcept : at_(at), end_(end) { read(); }

    void read() noexcept {
      if (at_ == end_) {
        return;
      }
      const char* from = at_;
      std::size_t size = 0;
      for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(*from++);
        size |= std::size_t{byte & 0x7FU} << shift;
        if (byte < 0x80) {
          break;
        }
      }
      text_ = {from, size};
    }

    const char* at_ = nullptr;
    const char* end_ = nullptr;
    std::string_view text_{};
  };

  prefixed_strings() = default;
  explicit prefixed_strings(std::string_view bytes) noexcept : bytes_(bytes) {}

  [[nodiscard]] iterator begin() const noexcept {
    return {bytes_.data(), bytes_.data() + bytes_.size()};
  }
  [[nodiscard]] iterator end() const noexcept {
    return {bytes_.data() + bytes_.size(), bytes_.data() + bytes_.size()};
  }

  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// @pre not empty()
  [[nodiscard]] std::string_view front() const noexcept { return *begin(); }

  /// Appends the bytes of one more string.
  static void append(std::string& bytes, std::string_view text) {
    std::size_t size = text.size();
    for (; size >= 0x80; size >>= 7U) {
      bytes += static_cast<char>(0x80U | (size & 0x7FU));
    }
    bytes += static_cast<char>(size);
    bytes += text;
  }

 private:
  std::string_view bytes_;
};

/// Whether a described field is stored as a string: a text, a nullable text, or a list of texts.
template <class As>
inline constexpr bool is_packed_string =
    std::same_as<As, std::string_view> || std::same_as<As, std::optional<std::string_view>> ||
    std::same_as<As, borrowed_list<std::string_view>>;

/// The size of a value of fixed size; 0 for a string.
template <class As>
inline constexpr std::size_t packed_value_size = is_packed_string<As> ? 0 : sizeof(As);
template <class T>
inline constexpr std::size_t packed_value_size<std::optional<T>> = packed_value_size<T>;

/// Where a row stores a field.
struct packed_field {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  std::size_t string = none;   ///< the index of its string
  std::size_t offset = none;   ///< of its value in the header, if that has a fixed size
  std::size_t present = none;  ///< the bit that is set unless a nullable field is null
  std::size_t list = none;     ///< for the primary value of a list, the index of the list's string
  std::size_t is_first = none; ///< the bit that is set if the primary value is the first of its
                               ///< list, and not stored again
};

/// Where a row stores each field of a record.
template <std::size_t Fields> struct packed_layout {
  std::array<packed_field, Fields> fields{};
  std::size_t strings = 0;
  std::size_t bits = 0;
  std::size_t bytes = 0; ///< of the bits and of the values of fixed size
};

/// Where the header keeps its bits and values of fixed size: after the document id.
inline constexpr std::size_t packed_header_begin = sizeof(std::uint32_t);
// The first bits of every row.
inline constexpr std::size_t wide_bit = 0;  // end offsets have 64 bits instead of 16
inline constexpr std::size_t plain_bit = 1; // no string needs an escape in JSON

/// The layout of the rows of a record: bits first, then values of fixed size, small ones first, so
/// that each is aligned and few bytes are padding.
template <class Record>
inline constexpr auto row_layout = [] {
  packed_layout<field_count<Record>> out;
  out.bits = plain_bit + 1;
  std::array<std::size_t, field_count<Record>> sizes{};
  std::array<bool, field_count<Record>> is_list{};
  std::size_t i = 0;
  leadcore::for_each_field<Record>([&]<fixed_string Name>(field_constant<Name>) {
    using as = described<Record, Name>;
    packed_field& each = out.fields[i];
    sizes[i] = packed_value_size<as>;
    is_list[i] = std::same_as<as, borrowed_list<std::string_view>>;
    if (is_optional<as>) {
      each.present = out.bits++;
    }
    if (is_packed_string<as>) {
      each.string = out.strings++;
    }
    constexpr std::string_view primary = "primary_"; // primary_phone belongs to phones
    if (std::same_as<as, std::optional<std::string_view>> && Name.view().starts_with(primary)) {
      const std::string_view singular = Name.view().substr(primary.size());
      for (std::size_t j = 0; j < i; ++j) {
        const std::string_view list = field_names<Record>[j];
        if (is_list[j] && list.size() == singular.size() + 1 && list.starts_with(singular) &&
            list.ends_with('s')) {
          each.list = out.fields[j].string;
          each.is_first = out.bits++;
        }
      }
    }
    ++i;
  });

  out.bytes = (out.bits + 7) / 8;
  const auto align = [&](std::size_t alignment) {
    const std::size_t end = packed_header_begin + out.bytes;
    out.bytes += (alignment - end % alignment) % alignment;
  };
  for (std::size_t last = 0;;) {
    std::size_t size = packed_field::none; // the next larger
    for (const std::size_t each : sizes) {
      size = each > last ? std::min(size, each) : size;
    }
    if (size == packed_field::none) {
      break;
    }
    align(std::min<std::size_t>(size & (~size + 1), sizeof(std::uint64_t)));
    for (std::size_t field = 0; field < sizes.size(); ++field) {
      if (sizes[field] == size) {
        out.fields[field].offset = out.bytes;
        out.bytes += size;
      }
    }
    last = size;
  }
  align(sizeof(std::uint64_t));
  return out;
}();

template <class Record, fixed_string Name>
inline constexpr packed_field packed_field_of =
    row_layout<Record>.fields[field_index<Record, Name>()];

/// The fixed part of a row.
template <class Record> class row_header {
 public:
  std::uint32_t doc = 0; ///< the document of the row's searchable text

  template <std::size_t Bit> [[nodiscard]] bool has_bit() const noexcept {
    return (bytes_[Bit / 8] >> (Bit % 8) & 1U) != 0;
  }
  template <std::size_t Bit> void set_bit() noexcept {
    bytes_[Bit / 8] = static_cast<unsigned char>(bytes_[Bit / 8] | 1U << (Bit % 8));
  }
  /// The value of fixed size of a field.
  template <class T, std::size_t Offset> [[nodiscard]] T value() const noexcept {
    T out;
    std::memcpy(&out, bytes_.data() + Offset, sizeof(T));
    return out;
  }
  template <std::size_t Offset, class T> void set_value(const T& value) noexcept {
    static_assert(std::is_trivially_copyable_v<T>);
    std::memcpy(bytes_.data() + Offset, &value, sizeof(T));
  }

 private:
  std::array<unsigned char, row_layout<Record>.bytes> bytes_{};
};

/// Appends the packed row of a record: header, end offsets, strings, and json_overrun zero bytes.
template <class Record> class row_packer {
 public:
  explicit row_packer(std::string& out) : out_(out), begin_(out.size()) {
    out_.append(sizeof(header_) + ends_.size() * sizeof(narrow), '\0');
    first_string_ = out_.size();
  }

  template <class Row> void pack(const Row& from) {
    leadcore::for_each_field<Record>(
        [&]<fixed_string Name>(field_constant<Name> each) { add<Name>(each(from)); });
    write_header();
    out_.append(json_overrun, '\0');
  }

 private:
  using narrow = std::uint16_t;
  using string_ends = std::array<std::uint64_t, row_layout<Record>.strings>;

  template <fixed_string Name, class Value> void add(const Value& value) {
    using as = described<Record, Name>;
    constexpr packed_field at = packed_field_of<Record, Name>;
    if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
      for (auto&& element : value) {
        const std::string_view text = detail::as_text(element);
        check_plain(text);
        prefixed_strings::append(out_, text);
      }
    } else if constexpr (is_optional<as>) {
      if (detail::has_value(value)) {
        header_.template set_bit<at.present>();
        add_value<typename as::value_type, Name>(detail::value(value));
      }
    } else {
      add_value<as, Name>(value);
    }
    if constexpr (is_packed_string<as>) {
      ends_[at.string] = out_.size() - first_string_;
    }
  }
  template <class As, fixed_string Name, class Value> void add_value(const Value& value) {
    constexpr packed_field at = packed_field_of<Record, Name>;
    if constexpr (!std::same_as<As, std::string_view>) {
      header_.template set_value<at.offset>(static_cast<As>(value));
    } else {
      const std::string_view text = detail::as_text(value);
      if constexpr (at.list != packed_field::none) {
        if (is_first_of_list<at.list>(text)) {
          header_.template set_bit<at.is_first>();
          return;
        }
      }
      check_plain(text);
      out_ += text;
    }
  }
  /// Whether a primary value is the first of its list, which is packed before it.
  template <std::size_t List> [[nodiscard]] bool is_first_of_list(std::string_view primary) const {
    const std::uint64_t begin = List == 0 ? 0 : ends_[List == 0 ? 0 : List - 1];
    const prefixed_strings all(
        std::string_view(out_).substr(first_string_ + static_cast<std::size_t>(begin),
                                      static_cast<std::size_t>(ends_[List] - begin)));
    return !all.empty() && all.front() == primary;
  }
  void check_plain(std::string_view text) {
    plain_ = plain_ && next_unlike_json(text, 0) == text.size();
  }

  void write_header() {
    if (plain_) {
      header_.template set_bit<plain_bit>();
    }
    const bool is_wide = ends_.back() > std::numeric_limits<narrow>::max();
    if (is_wide) {
      header_.template set_bit<wide_bit>();
      out_.insert(first_string_, sizeof(ends_) - ends_.size() * sizeof(narrow), '\0');
    }
    char* const packed = out_.data() + begin_;
    std::memcpy(packed, &header_, sizeof(header_));
    if (is_wide) {
      std::memcpy(packed + sizeof(header_), ends_.data(), sizeof(ends_));
    } else {
      std::array<narrow, std::tuple_size_v<string_ends>> narrow_ends{};
      for (std::size_t i = 0; i < ends_.size(); ++i) {
        narrow_ends[i] = static_cast<narrow>(ends_[i]);
      }
      std::memcpy(packed + sizeof(header_), narrow_ends.data(), sizeof(narrow_ends));
    }
  }

  std::string& out_;
  std::size_t begin_;
  std::size_t first_string_ = 0;
  bool plain_ = true;
  row_header<Record> header_;
  string_ends ends_{};
};

template <class Record, reads_as<Record> Row>
void append_packed_row(std::string& out, const Row& row) {
  row_packer<Record>(out).pack(detail::row(row));
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
