// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_CURSOR_HPP
#define LEADCORE_SQL_CURSOR_HPP

// Cursors for keyset pagination: the sort keys of a row as opaque text.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/sql/detail/column.hpp>
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

/// Errors of make_cursor and parse_cursor. Values and names are stable.
enum class cursor_errc : std::uint8_t {
  malformed = 1,        ///< not a text that to_string(cursor) returns
  unknown_version = 2,  ///< from another version of leadcore, or of another order
  unstorable_text = 3,  ///< a sort key of the row is invalid UTF-8 or contains U+0000
  unstorable_value = 4, ///< a sort key is over 2^63-1, or outside its enumeration
};

} // namespace sql

template <>
inline constexpr enum_entry<sql::cursor_errc> enum_table<sql::cursor_errc>[] = {
    {sql::cursor_errc::malformed, "malformed", "not a cursor that was given out"},
    {sql::cursor_errc::unknown_version, "unknown_version", "a cursor of another version"},
    {sql::cursor_errc::unstorable_text, "unstorable_text",
     "a sort key is not UTF-8, or holds U+0000"},
    {sql::cursor_errc::unstorable_value, "unstorable_value",
     "a sort key is over 2^63-1, or outside its enumeration"},
};

namespace sql {

/// The stable name of a code.
[[nodiscard]] constexpr std::string_view to_string(cursor_errc code) noexcept {
  return leadcore::detail::enum_name(code);
}
/// The message of a code, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(cursor_errc code) noexcept {
  return leadcore::detail::enum_message(code);
}

/// An error of parse_cursor and its offset, or of make_cursor.
using cursor_error = text_error<cursor_errc>;

namespace detail {

/// A sort key's value as a cursor holds it.
template <class As> struct stored_key {
  using type = As;
};
template <> struct stored_key<std::string_view> {
  using type = std::string;
};
template <class As> struct stored_key<std::optional<As>> {
  using type = std::optional<typename stored_key<As>::type>;
};

template <class Record, class Keys> struct key_values;
template <class Record, class... Keys> struct key_values<Record, std::tuple<Keys...>> {
  using type = std::tuple<typename stored_key<described<Record, Keys::field_type::key>>::type...>;
};
/// The values of the sort keys, the most significant first.
template <class Endpoint, class Order>
using position = typename key_values<typename Endpoint::record, decltype(Order::keys)>::type;

/// A hash of the fields, kinds and directions of the sort keys (FNV-1a). Where nulls are is left
/// out: a position is one in either placement.
template <class Record, class Order>
inline constexpr std::uint32_t order_fingerprint = []<class... Keys>(
                                                       std::type_identity<std::tuple<Keys...>>) {
  std::uint32_t hash = 0x811C9DC5U;
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
    }
  };
  const auto add_key = [&]<class Key>(std::type_identity<Key>) {
    constexpr auto name = Key::field_type::key;
    const char traits[] = {static_cast<char>('0' + static_cast<int>(kind_of_field<Record, name>)),
                           is_nullable_field<name, Record> ? 'n' : 'v',
                           Key::direction == sort_direction::ascending ? 'a' : 'd', ';'};
    add(name.view());
    add(" ");
    add(std::string_view(traits, sizeof traits));
  };
  (add_key(std::type_identity<Keys>{}), ...);
  return hash;
}(std::type_identity<decltype(Order::keys)>{});

/// Version 1: the sort keys of the documented endpoint. Version 2: those that its fingerprint says.
inline constexpr char documented_order = '\x01';
inline constexpr char fingerprinted_order = '\x02';
template <std::uint32_t Fingerprint>
inline constexpr bool is_documented_order =
    Fingerprint == order_fingerprint<lead, declared_order<leads_endpoint>>;

/// Appends the low bytes of an integer, the most significant first.
inline void append_big_endian(std::string& out, std::uint64_t integer, unsigned bytes) {
  for (unsigned shift = 8 * bytes; shift > 0; shift -= 8) {
    out += static_cast<char>(static_cast<unsigned char>(integer >> (shift - 8)));
  }
}
template <class T> void append_key(std::string& out, const T& key) {
  if constexpr (is_optional<T>) {
    out += key ? '\x01' : '\x00';
    if (key) {
      detail::append_key(out, *key);
    }
  } else if constexpr (std::same_as<T, std::string>) {
    append_big_endian(out, static_cast<std::uint32_t>(key.size()), 4);
    out += key;
  } else if constexpr (std::same_as<T, timestamp>) {
    append_big_endian(out, static_cast<std::uint64_t>(key.milliseconds_since_epoch()), 8);
  } else if constexpr (std::same_as<T, bool>) {
    out += key ? '\x01' : '\x00';
  } else if constexpr (std::is_enum_v<T>) {
    detail::append_key(out, static_cast<std::underlying_type_t<T>>(key));
  } else {
    append_big_endian(out, static_cast<std::uint64_t>(key), 8);
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
/// Whether databases store a value; texts are checked where they are read.
template <class T> [[nodiscard]] constexpr bool is_storable_key(const T& key) {
  if constexpr (is_optional<T>) {
    return !key || detail::is_storable_key(*key);
  } else if constexpr (std::is_enum_v<T>) {
    return leadcore::detail::find_enum_entry(key) != nullptr;
  } else if constexpr (numeric<T>) {
    return std::in_range<std::int64_t>(key);
  } else {
    return true;
  }
}
template <class T> [[nodiscard]] bool take_key(std::string_view& bytes, T& key) {
  std::uint64_t bits = 0;
  if constexpr (is_optional<T>) {
    if (!take_big_endian(bytes, 1, bits) || bits > 1) {
      return false;
    }
    key.reset();
    return bits == 0 || detail::take_key(bytes, key.emplace());
  } else if constexpr (std::same_as<T, std::string>) {
    if (!take_big_endian(bytes, 4, bits) || bits > bytes.size()) {
      return false;
    }
    key = bytes.substr(0, bits);
    bytes.remove_prefix(bits);
    return is_storable(key);
  } else if constexpr (std::same_as<T, timestamp>) {
    if (!take_big_endian(bytes, 8, bits)) {
      return false;
    }
    const auto time = timestamp::from_milliseconds(static_cast<std::int64_t>(bits));
    key = time.value_or(timestamp{});
    return time.has_value();
  } else if constexpr (std::same_as<T, bool>) {
    const bool taken = take_big_endian(bytes, 1, bits) && bits <= 1;
    key = bits == 1;
    return taken;
  } else if constexpr (std::is_enum_v<T>) {
    std::underlying_type_t<T> value{};
    const bool taken = detail::take_key(bytes, value);
    key = static_cast<T>(value);
    return taken && leadcore::detail::find_enum_entry(key) != nullptr;
  } else {
    if (!take_big_endian(bytes, 8, bits)) {
      return false;
    }
    key = static_cast<T>(bits);
    // The bytes are those that append_key writes, and a database stores the value.
    return static_cast<std::uint64_t>(key) == bits && detail::is_storable_key(key);
  }
}

} // namespace detail

namespace detail {
struct cursor_access;
} // namespace detail

/// A position in an order of the rows of an endpoint, from which the next page continues: opaque,
/// versioned, and independent of filters. A cursor of another order is refused.
///
/// Stays valid when rows are inserted or erased, including the row it was made from.
/// @tparam Order  the type of the order: that of the endpoint, or one that is used once
template <class Endpoint, class Order = detail::declared_order<Endpoint>> class basic_cursor {
 public:
  /// The values of the sort keys.
  [[nodiscard]] const detail::position<Endpoint, Order>& keys() const noexcept { return keys_; }

  friend bool operator==(const basic_cursor&, const basic_cursor&) = default;

 private:
  explicit basic_cursor(detail::position<Endpoint, Order> keys) : keys_(std::move(keys)) {}
  friend detail::cursor_access;

  detail::position<Endpoint, Order> keys_;
};

/// A position in the order of the documented endpoint.
using cursor = basic_cursor<leads_endpoint>;

/// A cursor as text of letters, digits, - and _, to be sent to a client.
template <class Endpoint, class Order>
[[nodiscard]] std::string to_string(const basic_cursor<Endpoint, Order>& at) {
  std::string bytes;
  constexpr auto fingerprint = detail::order_fingerprint<typename Endpoint::record, Order>;
  if constexpr (detail::is_documented_order<fingerprint>) {
    bytes += detail::documented_order;
  } else {
    bytes += detail::fingerprinted_order;
    detail::append_big_endian(bytes, fingerprint, 4);
  }
  std::apply([&](const auto&... key) { (detail::append_key(bytes, key), ...); }, at.keys());
  return leadcore::detail::to_base64url(bytes);
}

namespace detail {

struct cursor_access {
  template <class Endpoint, class Order, class Row>
  [[nodiscard]] static result<basic_cursor<Endpoint, Order>, cursor_error> make(const Row& row);
  template <class Endpoint, class Order>
  [[nodiscard]] static result<basic_cursor<Endpoint, Order>, cursor_error>
  parse(std::string_view text);
};

template <class Endpoint, class Order, class Row>
result<basic_cursor<Endpoint, Order>, cursor_error> cursor_access::make(const Row& row) {
  static_assert(check_endpoint<Endpoint>() && check_order<Endpoint, Order>());
  return std::apply(
      [&](const auto&... key) -> result<basic_cursor<Endpoint, Order>, cursor_error> {
        position<Endpoint, Order> keys;
        const auto& from = leadcore::detail::row(row);
        std::optional<cursor_errc> failed;
        const auto copy = [&]<class Key, class To>(const Key&, To& to) {
          leadcore::detail::assign_value<
              leadcore::detail::described_field<Endpoint, Key::field_type::key>>(
              typename Key::field_type{}(from), to);
          bool is_storable = true;
          if constexpr (std::same_as<To, std::string>) {
            is_storable = detail::is_storable(to);
          } else if constexpr (std::same_as<To, std::optional<std::string>>) {
            is_storable = !to || detail::is_storable(*to);
          }
          if (!failed && !is_storable) {
            failed = cursor_errc::unstorable_text;
          } else if (!failed && !detail::is_storable_key(to)) {
            failed = cursor_errc::unstorable_value;
          }
        };
        std::apply([&](auto&... to) { (copy(key, to), ...); }, keys);
        if (failed) {
          return fail(cursor_error{*failed, 0});
        }
        return basic_cursor<Endpoint, Order>(std::move(keys));
      },
      decltype(Order::keys){});
}

template <class Endpoint, class Order>
result<basic_cursor<Endpoint, Order>, cursor_error> cursor_access::parse(std::string_view text) {
  static_assert(check_endpoint<Endpoint>() && check_order<Endpoint, Order>());
  const auto failure = [](cursor_errc code, std::size_t offset) {
    return fail(cursor_error{code, static_cast<std::uint32_t>(offset)});
  };
  std::string bytes;
  const std::size_t end = leadcore::detail::decode_base64url(text, bytes);
  if (end != text.size() || bytes.empty()) {
    return failure(cursor_errc::malformed, end);
  }
  std::string_view rest = bytes;
  constexpr auto expected = order_fingerprint<typename Endpoint::record, Order>;
  constexpr bool documented = is_documented_order<expected>;
  if (rest.front() != (documented ? detail::documented_order : detail::fingerprinted_order)) {
    return failure(cursor_errc::unknown_version, 0);
  }
  rest.remove_prefix(1);
  if constexpr (!documented) {
    std::uint64_t fingerprint = 0;
    if (!detail::take_big_endian(rest, 4, fingerprint)) {
      return failure(cursor_errc::malformed, text.size());
    }
    if (fingerprint != expected) {
      return failure(cursor_errc::unknown_version, 0);
    }
  }
  position<Endpoint, Order> keys;
  if (!std::apply([&](auto&... key) { return (detail::take_key(rest, key) && ...); }, keys) ||
      !rest.empty()) {
    return failure(cursor_errc::malformed, text.size());
  }
  basic_cursor<Endpoint, Order> parsed(std::move(keys));
  if (leadcore::sql::to_string(parsed) != text) { // unused bits are set
    return failure(cursor_errc::malformed, text.size());
  }
  return parsed;
}

} // namespace detail

/// The cursor of a row, usually the last of a page.
///
///     make_cursor(page.data.back())
///     make_cursor<my_endpoint>(page.data.back())
/// @par Errors
/// cursor_errc::unstorable_text or unstorable_value; never for a row read from a database.
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row>
[[nodiscard]] result<basic_cursor<Endpoint>, cursor_error> make_cursor(const Row& row) {
  return detail::cursor_access::make<Endpoint, detail::declared_order<Endpoint>>(row);
}
/// The same in an order that is used once.
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row, leadcore::detail::order_like Order>
[[nodiscard]] result<basic_cursor<Endpoint, Order>, cursor_error> make_cursor(const Row& row,
                                                                              const Order&) {
  return detail::cursor_access::make<Endpoint, Order>(row);
}

/// Parses a text that to_string returned; any other text is an error.
///
/// @par Errors
/// | code                         | offset                | when                             |
/// | cursor_errc::malformed       | of the first bad byte | a byte is not base64url          |
/// | cursor_errc::unknown_version | 0                     | of another version or order      |
/// | cursor_errc::malformed       | text.size()           | to_string does not return it     |
template <class Endpoint = leads_endpoint>
[[nodiscard]] result<basic_cursor<Endpoint>, cursor_error> parse_cursor(std::string_view text) {
  return detail::cursor_access::parse<Endpoint, detail::declared_order<Endpoint>>(text);
}
/// The same in an order that is used once.
template <class Endpoint = leads_endpoint, leadcore::detail::order_like Order>
[[nodiscard]] result<basic_cursor<Endpoint, Order>, cursor_error>
parse_cursor(std::string_view text, const Order&) {
  return detail::cursor_access::parse<Endpoint, Order>(text);
}

/// Selects the rows after a cursor, in place of a page number.
template <class Endpoint = leads_endpoint, class Order = detail::declared_order<Endpoint>>
struct after {
  const basic_cursor<Endpoint, Order>& at; ///< must outlive the call

  /// The rows after this cursor.
  explicit after(const basic_cursor<Endpoint, Order>& position) noexcept : at(position) {}
  explicit after(const basic_cursor<Endpoint, Order>&&) = delete;
};

} // namespace sql
} // namespace leadcore::inline LEADCORE_ABI

#endif
