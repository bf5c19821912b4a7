// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_INDEXED_LEAD_HPP
#define LEADCORE_INDEX_INDEXED_LEAD_HPP

// A lead packed into one piece of memory. decisions 0090 and 0094

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/json/row.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

struct indexed_lead_access;

/// Texts one behind the other, each behind its length in groups of seven bits, the lowest first: all bytes but a
/// length's last have the highest bit.
class packed_texts {
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
    friend class packed_texts;
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

  packed_texts() = default;
  explicit packed_texts(std::string_view bytes) noexcept : bytes_(bytes) {}

  [[nodiscard]] iterator begin() const noexcept {
    return {bytes_.data(), bytes_.data() + bytes_.size()};
  }
  [[nodiscard]] iterator end() const noexcept {
    return {bytes_.data() + bytes_.size(), bytes_.data() + bytes_.size()};
  }

  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// @pre not empty()
  [[nodiscard]] std::string_view front() const noexcept { return *begin(); }

  /// Appends one more text to such bytes.
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

/// Where a row keeps a field.
enum class row_part : std::uint8_t { texts, times, status };

template <class As>
inline constexpr row_part row_part_of =
    std::same_as<As, lead_status>                                               ? row_part::status
    : std::same_as<As, timestamp> || std::same_as<As, std::optional<timestamp>> ? row_part::times
                                                                                : row_part::texts;
template <fixed_string Name> using viewed_as = std::remove_cvref_t<field_type<lead_view, Name>>;

/// How many fields before that of a name, or in all if there is none, are in the same part.
template <fixed_string Name, row_part Part> [[nodiscard]] consteval std::size_t place_in_part() {
  std::size_t place = 0;
  bool before = true;
  for_each_lead_field([&]<fixed_string Each>(field_constant<Each>) {
    before = before && Each.view() != Name.view();
    place += before && row_part_of<viewed_as<Each>> == Part ? 1U : 0U;
  });
  return place;
}
template <fixed_string Name>
inline constexpr std::size_t row_place = place_in_part<Name, row_part_of<viewed_as<Name>>>();
template <row_part Part> inline constexpr std::size_t row_places = place_in_part<"", Part>();

/// What a row has of fixed size.
struct row_head {
  // How the rest is laid out.
  static constexpr std::uint8_t wide = 1; // the ends of texts are numbers of 64 bits, not of 16
  static constexpr std::uint8_t first_phone =
      2; // the primary one is the list's first, and not kept again
  static constexpr std::uint8_t first_email = 4;
  static constexpr std::uint8_t plain = 8; // all texts stand in JSON as they are
  template <fixed_string Name>
  static constexpr std::uint8_t is_first = is_phone_field<Name>   ? first_phone
                                           : is_email_field<Name> ? first_email
                                                                  : 0;

  template <fixed_string Name>
  static constexpr auto present_bit =
      static_cast<std::uint16_t>(1U << field_index<lead_view, Name>());
  static_assert(field_count<lead_view> <= std::numeric_limits<std::uint16_t>::digits);

  std::uint32_t slot = 0;    // where the search structures have its texts
  std::uint16_t present = 0; // a bit for each field that may be null and is not
  lead_status status{};
  std::uint8_t layout = 0;
  std::array<timestamp, row_places<row_part::times>> times{};
};

} // namespace detail

/// A lead as an index keeps it, packed: id(), name(), phones() ... give each field, as lead_view has it. Lists are
/// forward ranges of std::string_view.
///
/// An index makes it and hands it out by reference. It stays what it is and where it is as long as there is a snapshot
/// that holds it. Whatever reads a lead_like reads it; to_lead copies it.
class indexed_lead final : private detail::version_part,
                           public detail::lead_accessors<indexed_lead> {
 public:
  indexed_lead(const indexed_lead&) = delete;
  indexed_lead& operator=(const indexed_lead&) = delete;
  ~indexed_lead() override = default;

  static void operator delete(void* memory) noexcept { ::operator delete(memory); }

 private:
  friend struct detail::indexed_lead_access;
  friend struct detail::lead_accessors<indexed_lead>;

  struct more_bytes {
    std::size_t count;
  };
  [[nodiscard]] static void* operator new(std::size_t size, more_bytes more) {
    return ::operator new(size + more.count);
  }
  static void operator delete(void* memory, more_bytes) noexcept { ::operator delete(memory); }

  explicit indexed_lead(const detail::row_head& head) noexcept : head_(head) {}

  /// The value of a field.
  template <fixed_string Name> [[nodiscard]] auto get() const noexcept {
    using as = detail::viewed_as<Name>;
    constexpr std::size_t place = detail::row_place<Name>;
    if constexpr (std::same_as<as, lead_status>) {
      return head_.status;
    } else if constexpr (std::same_as<as, timestamp>) {
      return head_.times[place];
    } else if constexpr (std::same_as<as, std::optional<timestamp>>) {
      return has<Name>() ? as(head_.times[place]) : as();
    } else if constexpr (std::same_as<as, std::string_view>) {
      return bytes<place>();
    } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
      if (!has<Name>()) {
        return as();
      }
      if ((head_.layout & detail::row_head::is_first<Name>) != 0) {
        return as(first_like<Name>());
      }
      return as(bytes<place>());
    } else {
      static_assert(std::same_as<as, detail::borrowed_list<std::string_view>>);
      return detail::packed_texts(bytes<place>());
    }
  }
  template <fixed_string Name> [[nodiscard]] bool has() const noexcept {
    return (head_.present & detail::row_head::present_bit<Name>) != 0;
  }
  /// The first of the list that a primary value belongs to.
  template <fixed_string Name> [[nodiscard]] std::string_view first_like() const noexcept {
    if constexpr (detail::is_phone_field<Name>) {
      return *phones().begin();
    } else {
      return *emails().begin();
    }
  }

  // Behind the head stand the ends of all texts, counted from the begin of the first, then the texts, and then json_overrun
  // zeroes.
  template <std::size_t Place> [[nodiscard]] std::string_view bytes() const noexcept {
    return (head_.layout & detail::row_head::wide) == 0 ? bytes<Place, std::uint16_t>()
                                                        : bytes<Place, std::uint64_t>();
  }
  template <std::size_t Place, class End> [[nodiscard]] std::string_view bytes() const noexcept {
    const char* const ends = reinterpret_cast<const char*>(this + 1);
    End begin = 0;
    End end = 0;
    if constexpr (Place != 0) {
      std::memcpy(&begin, ends + (Place - 1) * sizeof(End), sizeof(End));
    }
    std::memcpy(&end, ends + Place * sizeof(End), sizeof(End));
    const char* const texts = ends + detail::row_places<detail::row_part::texts> * sizeof(End);
    return {texts + begin, static_cast<std::size_t>(end - begin)};
  }
  /// How many bytes all texts have.
  [[nodiscard]] std::size_t text_bytes() const noexcept {
    const std::string_view last = bytes<detail::row_places<detail::row_part::texts> - 1>();
    return static_cast<std::size_t>(last.data() + last.size() - bytes<0>().data());
  }

  detail::row_head head_;
};

namespace detail {

/// What engines may do with an indexed_lead.
struct indexed_lead_access {
  [[nodiscard]] static const version_part* part(const indexed_lead& row) noexcept { return &row; }
  [[nodiscard]] static const indexed_lead& row(const version_part* part) noexcept {
    return static_cast<const indexed_lead&>(*part);
  }
  /// At most how many bytes its texts and the elements of its lists take in JSON; 0 unless they stand there as they are.
  [[nodiscard]] static std::size_t plain_bytes(const indexed_lead& row) noexcept {
    // An element of a list, for which there is a byte besides its own, takes three more, or again as many where it is the
    // primary one too.
    return (row.head_.layout & row_head::plain) == 0 ? 0 : 3 * row.text_bytes();
  }
  /// Where the search structures have its texts.
  [[nodiscard]] static std::uint32_t slot(const indexed_lead& row) noexcept {
    return row.head_.slot;
  }

  /// Appends what a row of a lead has of its own: its head, the ends of its texts, the texts, and json_overrun zeroes.
  template <lead_like L> static void append_packed(std::string& out, const L& lead) {
    const auto& from = detail::row(lead);
    row_head head;
    using narrow = std::uint16_t;
    std::array<std::uint64_t, row_places<row_part::texts>> ends{};
    const std::size_t begin = out.size();
    std::size_t table = ends.size() * sizeof(narrow);
    out.append(sizeof(head) + table, '\0');
    const std::size_t first_text = out.size();
    bool plain = true;
    const auto add = [&](std::string_view text, bool is_listed) {
      plain = plain && next_unlike_json(text, 0) == text.size();
      if (is_listed) {
        packed_texts::append(out, text);
      } else {
        out += text;
      }
    };
    for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
      using as = viewed_as<Name>;
      constexpr std::size_t place = row_place<Name>;
      auto&& value = each(from);
      if constexpr (std::same_as<as, lead_status>) {
        head.status = static_cast<lead_status>(value);
      } else if constexpr (std::same_as<as, timestamp>) {
        head.times[place] = static_cast<timestamp>(value);
      } else if constexpr (std::same_as<as, std::optional<timestamp>>) {
        if (has_value(value)) {
          head.present |= row_head::present_bit<Name>;
          head.times[place] = static_cast<timestamp>(detail::value(value));
        }
      } else {
        if constexpr (std::same_as<as, std::string_view>) {
          add(as_text(value), false);
        } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
          if (has_value(value)) {
            head.present |= row_head::present_bit<Name>;
            auto&& inner = detail::value(value);
            if (is_first_of_list<Name>(std::string_view(out).substr(first_text), ends,
                                       as_text(inner))) {
              head.layout |= row_head::is_first<Name>;
            } else {
              add(as_text(inner), false);
            }
          }
        } else {
          for (auto&& element : value) {
            add(as_text(element), true);
          }
        }
        ends[place] = out.size() - first_text;
      }
    });

    if (plain) {
      head.layout |= row_head::plain;
    }
    if (ends.back() > std::numeric_limits<narrow>::max()) {
      head.layout |= row_head::wide;
      out.insert(first_text, sizeof(ends) - table, '\0');
      table = sizeof(ends);
    }
    char* const packed = out.data() + begin;
    std::memcpy(packed, &head, sizeof(head));
    if ((head.layout & row_head::wide) != 0) {
      std::memcpy(packed + sizeof(head), ends.data(), table);
    } else {
      std::array<narrow, ends.size()> narrow_ends{};
      for (std::size_t i = 0; i < ends.size(); ++i) {
        narrow_ends[i] = static_cast<narrow>(ends[i]);
      }
      std::memcpy(packed + sizeof(head), narrow_ends.data(), table);
    }
    out.append(json_overrun, '\0');
  }
  /// The row of what append_packed appended.
  [[nodiscard]] static std::unique_ptr<version_part> make(std::string_view packed,
                                                          std::uint32_t slot) {
    row_head head;
    static_assert(std::is_trivially_copyable_v<row_head>);
    std::memcpy(&head, packed.data(), sizeof(head));
    head.slot = slot;
    const std::string_view rest = packed.substr(sizeof(head));
    std::unique_ptr<indexed_lead> made(new (indexed_lead::more_bytes{rest.size()})
                                           indexed_lead(head));
    std::memcpy(reinterpret_cast<char*>(made.get() + 1), rest.data(), rest.size());
    return std::unique_ptr<version_part>(made.release());
  }
  /// A copy of a lead of any kind.
  template <lead_like L>
  [[nodiscard]] static std::unique_ptr<version_part> make(const L& lead, std::uint32_t slot) {
    std::string packed;
    packed.reserve(384);
    append_packed(packed, lead);
    return make(std::string_view(packed), slot);
  }

 private:
  /// Whether a primary value is the first of its list, which is among the texts already.
  template <fixed_string Name, class Ends>
  [[nodiscard]] static bool is_first_of_list(std::string_view texts, const Ends& ends,
                                             std::string_view primary) {
    if constexpr (is_phone_field<Name> || is_email_field<Name>) {
      constexpr std::size_t list = is_phone_field<Name> ? row_place<"phones"> : row_place<"emails">;
      static_assert(list != 0 && list < row_place<Name>);
      const auto begin = static_cast<std::size_t>(ends[list - 1]);
      const packed_texts all(texts.substr(begin, static_cast<std::size_t>(ends[list]) - begin));
      return !all.empty() && all.front() == primary;
    }
    return false;
  }
};

template <> struct json_row<indexed_lead> {
  /// Most rows are not longer, and what is beyond one is another row or nothing.
  static constexpr std::size_t bytes_to_prefetch = 320;

  [[nodiscard]] static std::size_t plain_bytes(const indexed_lead& row) noexcept {
    return indexed_lead_access::plain_bytes(row);
  }
};

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
