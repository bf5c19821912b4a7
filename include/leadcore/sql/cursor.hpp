// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_CURSOR_HPP
#define LEADCORE_SQL_CURSOR_HPP

// Cursors for keyset pagination: the sort keys of a row as opaque text.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/sql/detail/storable.hpp>
#include <leadcore/text/base64url.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {
namespace sql {

enum class cursor_errc : std::uint8_t {
  malformed = 1,       ///< not a text that to_string(cursor) returns
  unknown_version = 2, ///< from another version of leadcore, or of another order
  unstorable_text = 3, ///< the id of the lead is invalid UTF-8 or contains U+0000
};

} // namespace sql

template <>
inline constexpr enum_entry<sql::cursor_errc> enum_table<sql::cursor_errc>[] = {
    {sql::cursor_errc::malformed, "malformed", "not a cursor that was given out"},
    {sql::cursor_errc::unknown_version, "unknown_version", "a cursor of another version"},
    {sql::cursor_errc::unstorable_text, "unstorable_text",
     "the lead's id is not UTF-8, or holds U+0000"},
};

namespace sql {

[[nodiscard]] constexpr std::string_view to_string(cursor_errc code) noexcept {
  return leadcore::detail::enum_name(code);
}
[[nodiscard]] constexpr std::string_view message(cursor_errc code) noexcept {
  return leadcore::detail::enum_message(code);
}

using cursor_error = text_error<cursor_errc>;

namespace detail {

template <class Order> struct order_values;
template <class... Keys> struct order_values<lexicographic_order<Keys...>> {
  template <class Key>
  using stored =
      std::remove_cvref_t<decltype(typename Key::field_type{}(std::declval<const lead&>()))>;
  using type = std::tuple<stored<Keys>...>;
};
/// The values of lead_order's sort keys, the most significant first.
using position = order_values<std::remove_const_t<decltype(lead_order)>>::type;

/// Version 1: these sort keys. An order of other fields gets another number.
inline constexpr char cursor_version = '\x01';

/// Appends the low bytes of an integer, the most significant first.
inline void append_big_endian(std::string& out, std::uint64_t integer, unsigned bytes) {
  for (unsigned shift = 8 * bytes; shift > 0; shift -= 8) {
    out += static_cast<char>(static_cast<unsigned char>(integer >> (shift - 8)));
  }
}
inline void append_key(std::string& out, timestamp time) {
  append_big_endian(out, static_cast<std::uint64_t>(time.milliseconds_since_epoch()), 8);
}
inline void append_key(std::string& out, const std::string& text) {
  append_big_endian(out, static_cast<std::uint32_t>(text.size()), 4);
  out += text;
}
template <class T> void append_key(std::string& out, const std::optional<T>& key) {
  out += key ? '\x01' : '\x00';
  if (key) {
    append_key(out, *key);
  }
}

/// Removes a big-endian integer from the front; false if there are too few bytes.
[[nodiscard]] constexpr bool take_big_endian(std::string_view& bytes, std::size_t count,
                                             std::uint64_t& out) noexcept {
  if (bytes.size() < count) {
    return false;
  }
  out = 0;
  for (std::size_t i = 0; i < count; ++i) {
    out = out << 8U | static_cast<unsigned char>(bytes[i]);
  }
  bytes.remove_prefix(count);
  return true;
}
[[nodiscard]] inline bool take_key(std::string_view& bytes, timestamp& key) {
  std::uint64_t bits = 0;
  if (!take_big_endian(bytes, 8, bits)) {
    return false;
  }
  const auto time = timestamp::from_milliseconds(static_cast<std::int64_t>(bits));
  key = time.value_or(timestamp{});
  return time.has_value();
}
[[nodiscard]] inline bool take_key(std::string_view& bytes, std::string& key) {
  std::uint64_t size = 0;
  if (!take_big_endian(bytes, 4, size) || size > bytes.size()) {
    return false;
  }
  key = bytes.substr(0, static_cast<std::size_t>(size));
  bytes.remove_prefix(static_cast<std::size_t>(size));
  return is_storable(key);
}
template <class T> [[nodiscard]] bool take_key(std::string_view& bytes, std::optional<T>& key) {
  std::uint64_t present = 0;
  if (!take_big_endian(bytes, 1, present) || present > 1) {
    return false;
  }
  key.reset();
  return present == 0 || take_key(bytes, key.emplace());
}

} // namespace detail

/// A position in the order, from which the next page continues: opaque, versioned, and independent
/// of filters.
///
/// Stays valid when leads are inserted or erased, including the lead it was made from.
class cursor {
 public:
  /// The values of lead_order's sort keys.
  [[nodiscard]] const detail::position& keys() const noexcept { return keys_; }

  friend bool operator==(const cursor&, const cursor&) = default;

 private:
  explicit cursor(detail::position keys) : keys_(std::move(keys)) {}
  template <lead_like L> friend result<cursor, cursor_error> make_cursor(const L& row);
  friend result<cursor, cursor_error> parse_cursor(std::string_view text);

  detail::position keys_;
};

/// The cursor of a lead, usually the last of a page.
/// @par Errors  cursor_errc::unstorable_text; never for a lead read from a database.
template <lead_like L> [[nodiscard]] result<cursor, cursor_error> make_cursor(const L& row) {
  return std::apply(
      [&](const auto&... key) -> result<cursor, cursor_error> {
        detail::position keys;
        const auto& from = leadcore::detail::row(row);
        const auto copy = [&]<class Key, class To>(const Key&, To& to) {
          leadcore::detail::assign_value<leadcore::detail::described<lead, Key::field_type::key>>(
              typename Key::field_type{}(from), to);
          if constexpr (std::same_as<To, std::string>) {
            return detail::is_storable(to);
          }
          return true;
        };
        const bool storable = std::apply(
            [&](auto&... to) { return (static_cast<int>(copy(key, to)) & ...) != 0; }, keys);
        if (!storable) {
          return fail(cursor_error{cursor_errc::unstorable_text, 0});
        }
        return cursor(std::move(keys));
      },
      lead_order.keys);
}

/// A cursor as text of letters, digits, - and _, to be sent to a client.
[[nodiscard]] inline std::string to_string(const cursor& at) {
  std::string bytes(1, detail::cursor_version);
  std::apply([&](const auto&... key) { (detail::append_key(bytes, key), ...); }, at.keys());
  return leadcore::detail::to_base64url(bytes);
}

/// Parses a text that to_string returned; any other text is an error.
///
/// @par Errors
///     | code                          | offset                | when                          |
///     | cursor_errc::malformed        | of the first bad byte | a byte is not base64url       |
///     | cursor_errc::unknown_version  | 0                     | a cursor of another version   |
///     | cursor_errc::malformed        | text.size()           | to_string does not return it  |
[[nodiscard]] inline result<cursor, cursor_error> parse_cursor(std::string_view text) {
  const auto malformed = [](std::size_t offset) {
    return fail(cursor_error{cursor_errc::malformed, static_cast<std::uint32_t>(offset)});
  };
  std::string bytes;
  const std::size_t end = leadcore::detail::decode_base64url(text, bytes);
  if (end != text.size() || bytes.empty()) {
    return malformed(end);
  }
  std::string_view rest = bytes;
  if (rest.front() != detail::cursor_version) {
    return fail(cursor_error{cursor_errc::unknown_version, 0});
  }
  rest.remove_prefix(1);
  detail::position keys;
  if (!std::apply([&](auto&... key) { return (detail::take_key(rest, key) && ...); }, keys) ||
      !rest.empty()) {
    return malformed(text.size());
  }
  cursor parsed(std::move(keys));
  if (to_string(parsed) != text) { // unused bits are set
    return malformed(text.size());
  }
  return parsed;
}

/// Selects the leads after a cursor, in place of a page number.
struct after {
  const cursor& at; ///< must outlive the call

  explicit after(const cursor& position) noexcept : at(position) {}
  explicit after(const cursor&&) = delete;
};

} // namespace sql
} // namespace leadcore::inline LEADCORE_ABI

#endif
