// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_INDEXED_LEAD_HPP
#define LEADCORE_INDEX_INDEXED_LEAD_HPP

// The row of an index: a lead in one block of memory.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/packed_row.hpp>
#include <leadcore/json/row.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

struct indexed_lead_access;

} // namespace detail

/// A lead as an index stores it: id(), name(), phones() ... return each field, with the types of
/// lead_view. Lists are forward ranges of std::string_view.
///
/// An index makes it and returns it by reference. It neither changes nor moves while a snapshot
/// holds it. Whatever reads a lead_like reads it; to_lead copies it.
class indexed_lead final : private detail::cow::node, public detail::lead_accessors<indexed_lead> {
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

  explicit indexed_lead(const detail::row_header& header) noexcept : header_(header) {}

  /// The value of a field.
  template <fixed_string Name> [[nodiscard]] auto get() const noexcept {
    using as = detail::viewed_as<Name>;
    constexpr std::size_t index = detail::section_index<Name>;
    if constexpr (std::same_as<as, lead_status>) {
      return header_.status;
    } else if constexpr (std::same_as<as, timestamp>) {
      return header_.times[index];
    } else if constexpr (std::same_as<as, std::optional<timestamp>>) {
      return has<Name>() ? as(header_.times[index]) : as();
    } else if constexpr (std::same_as<as, std::string_view>) {
      return bytes<index>();
    } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
      if (!has<Name>()) {
        return as();
      }
      if ((header_.layout & detail::row_header::is_first<Name>) != 0) {
        return as(first_of_list<Name>());
      }
      return as(bytes<index>());
    } else {
      static_assert(std::same_as<as, detail::borrowed_list<std::string_view>>);
      return detail::prefixed_strings(bytes<index>());
    }
  }
  template <fixed_string Name> [[nodiscard]] bool has() const noexcept {
    return (header_.present & detail::row_header::present_bit<Name>) != 0;
  }
  /// The first element of the list that a primary value belongs to.
  template <fixed_string Name> [[nodiscard]] std::string_view first_of_list() const noexcept {
    if constexpr (detail::is_phone_field<Name>) {
      return *phones().begin();
    } else {
      return *emails().begin();
    }
  }

  // After the header: the end offsets of all strings, the strings, and json_overrun zero bytes.
  template <std::size_t Index> [[nodiscard]] std::string_view bytes() const noexcept {
    return (header_.layout & detail::row_header::wide) == 0 ? bytes<Index, std::uint16_t>()
                                                            : bytes<Index, std::uint64_t>();
  }
  template <std::size_t Index, class Offset> [[nodiscard]] std::string_view bytes() const noexcept {
    const char* const ends = reinterpret_cast<const char*>(this + 1);
    Offset begin = 0;
    Offset end = 0;
    if constexpr (Index != 0) {
      std::memcpy(&begin, ends + (Index - 1) * sizeof(Offset), sizeof(Offset));
    }
    std::memcpy(&end, ends + Index * sizeof(Offset), sizeof(Offset));
    const char* const strings = ends + string_count * sizeof(Offset);
    return {strings + begin, static_cast<std::size_t>(end - begin)};
  }
  /// The size of all strings together.
  [[nodiscard]] std::size_t strings_size() const noexcept {
    const std::string_view last = bytes<string_count - 1>();
    return static_cast<std::size_t>(last.data() + last.size() - bytes<0>().data());
  }

  static constexpr std::size_t string_count = detail::section_size<detail::row_section::strings>;

  detail::row_header header_;
};

namespace detail {

/// What the index may do with its rows.
struct indexed_lead_access {
  [[nodiscard]] static const cow::node* node(const indexed_lead& row) noexcept { return &row; }
  [[nodiscard]] static const indexed_lead& row(const cow::node* of) noexcept {
    return static_cast<const indexed_lead&>(*of);
  }
  /// The document of the row's searchable text.
  [[nodiscard]] static std::uint32_t doc(const indexed_lead& row) noexcept {
    return row.header_.doc;
  }
  /// An upper bound for the size of the row's strings in JSON, elements of lists included; 0 if one
  /// needs an escape.
  [[nodiscard]] static std::size_t plain_bytes(const indexed_lead& row) noexcept {
    // An element of a list, whose length takes a byte, gets three more in JSON, or its own size
    // again if it is the primary value too.
    return (row.header_.layout & row_header::plain) == 0 ? 0 : 3 * row.strings_size();
  }

  /// The row that append_packed_row appended.
  [[nodiscard]] static std::unique_ptr<cow::node> make(std::string_view packed, std::uint32_t doc) {
    row_header header;
    std::memcpy(&header, packed.data(), sizeof(header));
    header.doc = doc;
    const std::string_view rest = packed.substr(sizeof(header));
    std::unique_ptr<indexed_lead> made(new (indexed_lead::more_bytes{rest.size()})
                                           indexed_lead(header));
    std::memcpy(reinterpret_cast<char*>(made.get() + 1), rest.data(), rest.size());
    return std::unique_ptr<cow::node>(made.release());
  }
  /// The row of a lead.
  template <lead_like L>
  [[nodiscard]] static std::unique_ptr<cow::node> make(const L& lead, std::uint32_t doc) {
    std::string packed;
    packed.reserve(384); // most are smaller
    detail::append_packed_row(packed, lead);
    return make(std::string_view(packed), doc);
  }
};

template <> struct json_row<indexed_lead> {
  /// Most rows are no longer; the bytes after one are another row or nothing.
  static constexpr std::size_t bytes_to_prefetch = 320;

  [[nodiscard]] static std::size_t plain_bytes(const indexed_lead& row) noexcept {
    return indexed_lead_access::plain_bytes(row);
  }
};

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
