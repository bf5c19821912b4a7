// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_INDEXED_LEAD_HPP
#define LEADCORE_INDEX_INDEXED_LEAD_HPP

// The row of an index: a record in one block of memory.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/packed_row.hpp>
#include <leadcore/json/row.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
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
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

struct row_access;

/// Base of a Row with get<Name>() noexcept for each field of a record, which makes it a Boost.Hana
/// struct with that record's keys.
template <class Row, class Record> struct record_accessors {
  template <fixed_string Name> struct getter {
    [[nodiscard]] constexpr auto operator()(const Row& row) const noexcept {
      return row.template get<Name>();
    }
  };
  template <class Indexes> struct fields;
  template <std::size_t... I>
  struct fields<std::index_sequence<I...>>
      : own_fields<Row, named_field<key_name<Record, I>, getter<key_name<Record, I>>>...> {};
  struct hana_accessors_impl : fields<std::make_index_sequence<field_count<Record>>> {};

 protected:
  ~record_accessors() = default; // never destroyed as such
};

/// The accessors of a row. That of a lead has id(), name() and so on too.
template <class Row, class Record>
using row_accessors = std::conditional_t<std::same_as<Record, lead>, lead_accessors<Row>,
                                         record_accessors<Row, Record>>;

} // namespace detail

/// A record as an index stores it. field<"name">(row) returns each field in the type that describes
/// it: std::string_view for a text, a forward range of std::string_view for a list, std::optional
/// of these for what may be null, any other value as it is.
///
/// An index makes it and returns it by reference. It neither changes nor moves while a snapshot
/// holds it. Whatever reads the record reads it; to_record copies it.
template <class Record>
class indexed_row final : private detail::cow::node,
                          public detail::row_accessors<indexed_row<Record>, Record> {
 public:
  indexed_row(const indexed_row&) = delete;
  indexed_row& operator=(const indexed_row&) = delete;
  ~indexed_row() override = default;

  static void operator delete(void* memory) noexcept { ::operator delete(memory); }

 private:
  friend struct detail::row_access;
  friend detail::row_accessors<indexed_row<Record>, Record>;

  struct more_bytes {
    std::size_t count;
  };
  [[nodiscard]] static void* operator new(std::size_t size, more_bytes more) {
    return ::operator new(size + more.count);
  }
  static void operator delete(void* memory, more_bytes) noexcept { ::operator delete(memory); }

  explicit indexed_row(const detail::row_header<Record>& header) noexcept : header_(header) {}

  /// The value of a field.
  template <fixed_string Name> [[nodiscard]] auto get() const noexcept {
    using as = detail::described<Record, Name>;
    constexpr detail::packed_field at = detail::packed_field_of<Record, Name>;
    if constexpr (std::same_as<as, detail::borrowed_list<std::string_view>>) {
      return detail::prefixed_strings(bytes(at.string));
    } else if constexpr (std::same_as<as, std::string_view>) {
      return bytes(at.string);
    } else if constexpr (!detail::is_optional<as>) {
      return header_.template value<as, at.offset>();
    } else {
      if (!header_.template has_bit<at.present>()) {
        return as();
      }
      if constexpr (at.string == detail::packed_field::none) {
        return as(header_.template value<typename as::value_type, at.offset>());
      } else {
        if constexpr (at.list != detail::packed_field::none) {
          if (header_.template has_bit<at.is_first>()) {
            return as(detail::prefixed_strings(bytes(at.list)).front());
          }
        }
        return as(bytes(at.string));
      }
    }
  }

  // After the header: the end offsets of all strings, the strings, and json_overrun zero bytes.
  [[nodiscard, gnu::always_inline]] std::string_view bytes(std::size_t index) const noexcept {
    return header_.template has_bit<detail::wide_bit>() ? bytes<std::uint64_t>(index)
                                                        : bytes<std::uint16_t>(index);
  }
  template <class Offset>
  [[nodiscard, gnu::always_inline]] std::string_view bytes(std::size_t index) const noexcept {
    const char* const ends = reinterpret_cast<const char*>(this + 1);
    Offset begin = 0;
    Offset end = 0;
    if (index != 0) {
      std::memcpy(&begin, ends + (index - 1) * sizeof(Offset), sizeof(Offset));
    }
    std::memcpy(&end, ends + index * sizeof(Offset), sizeof(Offset));
    const char* const strings = ends + string_count * sizeof(Offset);
    return {strings + begin, static_cast<std::size_t>(end - begin)};
  }
  /// The size of all strings together.
  [[nodiscard]] std::size_t strings_size() const noexcept {
    const std::string_view last = bytes(string_count - 1);
    return static_cast<std::size_t>(last.data() + last.size() - bytes(0).data());
  }

  /// The end offsets, the strings and the bytes after them.
  [[nodiscard]] std::string_view after_header() const noexcept {
    const char* const begin = reinterpret_cast<const char*>(this + 1);
    const std::string_view last = bytes(string_count - 1);
    return {begin,
            static_cast<std::size_t>(last.data() + last.size() - begin) + detail::json_overrun};
  }

  static constexpr std::size_t string_count = detail::row_layout<Record>.strings;

  detail::row_header<Record> header_;
};

/// A lead as an index stores it: id(), name(), phones() ... return each field, with the types of
/// lead_view. Lists are forward ranges of std::string_view. to_lead copies it.
using indexed_lead = indexed_row<lead>;

namespace detail {

/// What an index may do with its rows.
struct row_access {
  template <class Record>
  [[nodiscard]] static const cow::node* node(const indexed_row<Record>& row) noexcept {
    return &row;
  }
  template <class Record>
  [[nodiscard]] static const indexed_row<Record>& row(const cow::node* of) noexcept {
    return static_cast<const indexed_row<Record>&>(*of);
  }
  /// The document of the row's searchable text.
  template <class Record>
  [[nodiscard]] static std::uint32_t doc(const indexed_row<Record>& row) noexcept {
    return row.header_.doc;
  }
  /// An upper bound for the size of the row's strings in JSON, elements of lists included; 0 if one
  /// needs an escape.
  template <class Record>
  [[nodiscard]] static std::size_t plain_bytes(const indexed_row<Record>& row) noexcept {
    // An element of a list, whose length takes a byte, gets three more in JSON, or its own size
    // again if it is the primary value too.
    return row.header_.template has_bit<plain_bit>() ? 3 * row.strings_size() : 0;
  }

  /// The row that append_packed_row appended. It has no document yet.
  template <class Record>
  [[nodiscard]] static std::unique_ptr<cow::node> make(std::string_view packed) {
    row_header<Record> header;
    static_assert(std::is_trivially_copyable_v<row_header<Record>>);
    std::memcpy(&header, packed.data(), sizeof(header));
    return make(header, packed.substr(sizeof(header)));
  }
  /// A copy of a row, with a document of its own.
  template <class Record>
  [[nodiscard]] static std::unique_ptr<cow::node> copy(const indexed_row<Record>& row,
                                                       std::uint32_t doc) {
    row_header<Record> header = row.header_;
    header.doc = doc;
    return make(header, row.after_header());
  }
  template <class Record> static void set_doc(cow::node& of, std::uint32_t doc) noexcept {
    static_cast<indexed_row<Record>&>(of).header_.doc = doc;
  }

 private:
  template <class Record>
  [[nodiscard]] static std::unique_ptr<cow::node> make(const row_header<Record>& header,
                                                       std::string_view rest) {
    using row_type = indexed_row<Record>;
    auto* const made = new (typename row_type::more_bytes{rest.size()}) row_type(header);
    std::memcpy(reinterpret_cast<char*>(made + 1), rest.data(), rest.size());
    return std::unique_ptr<cow::node>(made);
  }
};

/// The bytes of a row to prefetch. Most rows are no longer; the bytes after one are another row or
/// nothing.
inline constexpr std::size_t typical_row_bytes = 320;

template <class Record> struct json_row<indexed_row<Record>> {
  static constexpr std::size_t bytes_to_prefetch = typical_row_bytes;

  [[nodiscard]] static std::size_t plain_bytes(const indexed_row<Record>& row) noexcept {
    return row_access::plain_bytes(row);
  }
};

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
