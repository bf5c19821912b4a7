// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_INDEXED_LEAD_HPP
#define LEADCORE_DETAIL_INDEXED_LEAD_HPP

// Layer 3, private but for the class indexed_lead: a lead in one piece of memory, with its JSON, in which most of its
// texts lie.

#include <leadcore/detail/counted_tree.hpp>
#include <leadcore/detail/json_writer.hpp>
#include <leadcore/lead.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore {

namespace detail {
struct indexed_lead_access;
}

/// A lead as an index keeps it: a lead_view whose texts lie in the same piece of memory.
///
/// An index makes it and hands it out by reference. It stays what it is and where it is as long as there is a snapshot
/// that holds it.
class indexed_lead final : public lead_view, private detail::tree_record {
 public:
  indexed_lead(const indexed_lead&) = delete;
  indexed_lead& operator=(const indexed_lead&) = delete;
  ~indexed_lead() override = default;

  /// The lead as compact JSON, as append_json prints it.
  [[nodiscard]] std::string_view compact_json() const noexcept { return json_; }

  static void operator delete(void* memory) noexcept { ::operator delete(memory); }

 private:
  friend struct detail::indexed_lead_access;

  struct more_bytes {
    std::size_t count;
  };
  [[nodiscard]] static void* operator new(std::size_t size, more_bytes more) {
    return ::operator new(size + more.count);
  }
  static void operator delete(void* memory, more_bytes) noexcept { ::operator delete(memory); }

  indexed_lead() = default;

  std::string_view json_;
  std::uint32_t slot_ = 0;
};

namespace detail {

/// What engines may do with an indexed_lead.
struct indexed_lead_access {
  [[nodiscard]] static const tree_record* record(const indexed_lead& row) noexcept { return &row; }
  [[nodiscard]] static const indexed_lead& row(const tree_record* record) noexcept {
    return static_cast<const indexed_lead&>(*record);
  }
  /// Where the search structures have its texts.
  [[nodiscard]] static std::uint32_t slot(const indexed_lead& row) noexcept { return row.slot_; }

  /// A copy of a lead of any kind, in two passes over its fields: one prints it and notes where its texts are, one
  /// makes views of them.
  template <lead_like L>
  [[nodiscard]] static std::unique_ptr<version_part> make(const L& lead, std::uint32_t slot) {
    const auto& from = detail::row(lead);
    std::string bytes;
    std::string apart;               // texts that do not stand in the JSON as they are
    std::vector<std::size_t> places; // of each text in bytes, or the complement of its place in apart
    std::size_t elements = 0;
    json_writer<std::string> writer(bytes, json_style::compact);
    const auto write_text = [&](std::string_view text) {
      const std::size_t at = bytes.size() + 1;
      writer.template value<std::string_view>(text);
      const std::size_t printed = bytes.size() - at - 1;
      places.push_back(printed == text.size() ? at : ~apart.size()); // escaping makes a text longer
      if (printed != text.size()) {
        apart += text;
      }
    };
    writer.begin("{");
    for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
      using as = std::remove_cvref_t<field_type<lead_view, Name>>;
      auto&& value = each(from);
      writer.template key<Name>();
      if constexpr (std::same_as<as, std::string_view>) {
        write_text(as_text(value));
      } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
        if (has_value(value)) {
          auto&& inner = detail::value(value);
          write_text(as_text(inner));
        } else {
          writer.template value<as>(value);
        }
      } else if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
        writer.begin("[");
        for (auto&& element : value) {
          writer.next();
          write_text(as_text(element));
          ++elements;
        }
        writer.end("]");
      } else {
        writer.template value<as>(value);
      }
    });
    writer.end("}");

    const std::size_t lists = elements * sizeof(std::string_view);
    static_assert(alignof(std::string_view) <= alignof(indexed_lead));
    std::unique_ptr<indexed_lead> made(new (indexed_lead::more_bytes{lists + bytes.size() + apart.size()})
                                           indexed_lead);
    char* const memory = reinterpret_cast<char*>(made.get() + 1);
    char* const text = memory + lists;
    std::memcpy(text, bytes.data(), bytes.size());
    std::memcpy(text + bytes.size(), apart.data(), apart.size());
    made->json_ = {text, bytes.size()};
    made->slot_ = slot;

    const std::size_t* place = places.data();
    const auto view_of = [&](std::string_view original) -> std::string_view {
      const std::size_t at = *place++;
      constexpr std::size_t top = ~(~std::size_t{0} >> 1);
      return {text + ((at & top) == 0 ? at : bytes.size() + ~at), original.size()};
    };
    char* element_memory = memory;
    for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
      using as = std::remove_cvref_t<field_type<lead_view, Name>>;
      auto&& value = each(from);
      as& to = each.in(static_cast<lead_view&>(*made));
      if constexpr (std::same_as<as, std::string_view>) {
        to = view_of(as_text(value));
      } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
        if (has_value(value)) {
          auto&& inner = detail::value(value);
          to = view_of(as_text(inner));
        }
      } else if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
        auto* const first = reinterpret_cast<std::string_view*>(element_memory);
        std::size_t count = 0;
        for (auto&& element : value) {
          ::new (static_cast<void*>(element_memory)) std::string_view(view_of(as_text(element)));
          element_memory += sizeof(std::string_view);
          ++count;
        }
        to = std::span<const std::string_view>(std::launder(first), count);
      } else if constexpr (std::same_as<as, std::optional<timestamp>>) {
        if (has_value(value)) {
          to = static_cast<timestamp>(detail::value(value));
        }
      } else {
        to = static_cast<as>(value);
      }
    });
    static_cast<tree_record&>(*made).text = made->id;
    return std::unique_ptr<version_part>(static_cast<tree_record*>(made.release()));
  }
};

} // namespace detail

} // namespace leadcore

#endif
