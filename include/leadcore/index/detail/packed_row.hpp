// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_PACKED_ROW_HPP
#define LEADCORE_INDEX_DETAIL_PACKED_ROW_HPP

// The layout of a lead in one block of memory: a header, the end offsets of all strings, the
// strings, and padding for the JSON writer. decisions 0070 and 0090

#include <leadcore/json/row.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

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
    std::string_view text_;
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

/// Which part of a row stores a field.
enum class row_section : std::uint8_t { strings, times, status };

template <class As>
inline constexpr row_section section_of =
    std::same_as<As, lead_status> ? row_section::status
    : std::same_as<As, timestamp> || std::same_as<As, std::optional<timestamp>>
        ? row_section::times
        : row_section::strings;
template <fixed_string Name> using viewed_as = std::remove_cvref_t<field_type<lead_view, Name>>;

/// How many fields of a section are before the one with a name; all of them if none has the name.
template <fixed_string Name, row_section Section>
[[nodiscard]] consteval std::size_t count_fields_before() {
  std::size_t count = 0;
  bool before = true;
  for_each_lead_field([&]<fixed_string Each>(field_constant<Each>) {
    before = before && Each.view() != Name.view();
    count += before && section_of<viewed_as<Each>> == Section ? 1U : 0U;
  });
  return count;
}
template <fixed_string Name>
inline constexpr std::size_t section_index =
    count_fields_before<Name, section_of<viewed_as<Name>>>();
template <row_section Section>
inline constexpr std::size_t section_size = count_fields_before<"", Section>();

/// The fixed part of a row.
struct row_header {
  // Flags of the layout.
  static constexpr std::uint8_t wide = 1;        // end offsets have 64 bits instead of 16
  static constexpr std::uint8_t first_phone = 2; // the primary phone is the first of the list and
                                                 // not stored again; likewise the email
  static constexpr std::uint8_t first_email = 4;
  static constexpr std::uint8_t plain = 8; // no string needs an escape in JSON
  template <fixed_string Name>
  static constexpr std::uint8_t is_first = is_phone_field<Name>   ? first_phone
                                           : is_email_field<Name> ? first_email
                                                                  : 0;

  template <fixed_string Name>
  static constexpr auto present_bit =
      static_cast<std::uint16_t>(1U << field_index<lead_view, Name>());
  static_assert(field_count<lead_view> <= std::numeric_limits<std::uint16_t>::digits);

  std::uint32_t doc = 0;     // the document of the row's searchable text
  std::uint16_t present = 0; // a bit for each nullable field that is not null
  lead_status status{};
  std::uint8_t layout = 0;
  std::array<timestamp, section_size<row_section::times>> times{};
};
static_assert(std::is_trivially_copyable_v<row_header>);

using string_ends = std::array<std::uint64_t, section_size<row_section::strings>>;

/// Whether a primary phone or email is the first of its list.
/// @param strings  those of the row so far, which include the list
template <fixed_string Name>
[[nodiscard]] bool is_first_of_list(std::string_view strings, const string_ends& ends,
                                    std::string_view primary) {
  if constexpr (is_phone_field<Name> || is_email_field<Name>) {
    constexpr std::size_t list =
        is_phone_field<Name> ? section_index<"phones"> : section_index<"emails">;
    static_assert(list != 0 && list < section_index<Name>);
    const auto begin = static_cast<std::size_t>(ends[list - 1]);
    const prefixed_strings all(strings.substr(begin, static_cast<std::size_t>(ends[list]) - begin));
    return !all.empty() && all.front() == primary;
  }
  return false;
}

/// Appends the packed row of a lead: header, end offsets, strings, and json_overrun zero bytes.
template <lead_like L> void append_packed_row(std::string& out, const L& lead) {
  const auto& from = detail::row(lead);
  row_header header;
  using narrow = std::uint16_t;
  string_ends ends{};
  const std::size_t begin = out.size();
  std::size_t offsets_size = ends.size() * sizeof(narrow);
  out.append(sizeof(header) + offsets_size, '\0');
  const std::size_t first_string = out.size();
  bool plain = true;
  const auto add = [&](std::string_view text, bool is_listed) {
    plain = plain && next_unlike_json(text, 0) == text.size();
    if (is_listed) {
      prefixed_strings::append(out, text);
    } else {
      out += text;
    }
  };
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    using as = viewed_as<Name>;
    constexpr std::size_t index = section_index<Name>;
    auto&& value = each(from);
    if constexpr (std::same_as<as, lead_status>) {
      header.status = static_cast<lead_status>(value);
    } else if constexpr (std::same_as<as, timestamp>) {
      header.times[index] = static_cast<timestamp>(value);
    } else if constexpr (std::same_as<as, std::optional<timestamp>>) {
      if (detail::has_value(value)) {
        header.present |= row_header::present_bit<Name>;
        header.times[index] = static_cast<timestamp>(detail::value(value));
      }
    } else {
      if constexpr (std::same_as<as, std::string_view>) {
        add(detail::as_text(value), false);
      } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
        if (detail::has_value(value)) {
          header.present |= row_header::present_bit<Name>;
          auto&& inner = detail::value(value);
          if (is_first_of_list<Name>(std::string_view(out).substr(first_string), ends,
                                     detail::as_text(inner))) {
            header.layout |= row_header::is_first<Name>;
          } else {
            add(detail::as_text(inner), false);
          }
        }
      } else {
        for (auto&& element : value) {
          add(detail::as_text(element), true);
        }
      }
      ends[index] = out.size() - first_string;
    }
  });

  if (plain) {
    header.layout |= row_header::plain;
  }
  if (ends.back() > std::numeric_limits<narrow>::max()) {
    header.layout |= row_header::wide;
    out.insert(first_string, sizeof(ends) - offsets_size, '\0');
    offsets_size = sizeof(ends);
  }
  char* const packed = out.data() + begin;
  std::memcpy(packed, &header, sizeof(header));
  if ((header.layout & row_header::wide) != 0) {
    std::memcpy(packed + sizeof(header), ends.data(), offsets_size);
  } else {
    std::array<narrow, ends.size()> narrow_ends{};
    for (std::size_t i = 0; i < ends.size(); ++i) {
      narrow_ends[i] = static_cast<narrow>(ends[i]);
    }
    std::memcpy(packed + sizeof(header), narrow_ends.data(), offsets_size);
  }
  out.append(json_overrun, '\0');
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
