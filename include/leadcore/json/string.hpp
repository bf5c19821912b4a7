// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_STRING_HPP
#define LEADCORE_JSON_STRING_HPP

// The layout of JSON, its output, and its strings.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/byte_block.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// The layout: without white space, or one value per line, indented by two spaces as JavaScript's
/// JSON.stringify(value, null, 2) prints it. Neither ends in a line break.
enum class json_style : std::uint8_t { compact, pretty };

/// An output for JSON: a sequence of char that grows at its end, such as std::string or
/// std::vector<char> (the latter also in constant expressions).
///
/// Semantics: inserting at end() appends these bytes and changes nothing before them.
template <class Out>
concept json_output =
    requires(Out& out, const char* first, const char* last) { out.insert(out.end(), first, last); };

namespace detail {

template <json_output Out> constexpr void append_bytes(Out& out, std::string_view bytes) {
  if constexpr (requires { out.append(bytes.data(), bytes.size()); }) {
    out.append(bytes.data(), bytes.size());
  } else {
    out.insert(out.end(), bytes.data(), bytes.data() + bytes.size());
  }
}

/// True for ASCII bytes that need no escape in a JSON string.
[[nodiscard]] constexpr bool is_plain_in_json(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// The mask of the bytes of a block that are not plain.
template <class Block>
[[nodiscard]] constexpr typename Block::mask special_in_json(Block bytes) noexcept {
  return (bytes | bytes.at_most('\x1F') | bytes.same(Block::filled('"')) |
          bytes.same(Block::filled('\\')))
      .high();
}

/// The number of plain bytes from an offset, found a block at a time.
[[nodiscard]] constexpr std::size_t plain_json_run(std::string_view text,
                                                   std::size_t offset) noexcept {
  text.remove_prefix(offset);
  std::size_t run = text.size();
  const auto look = [&]<class Block>(block_type<Block>) {
    for_each_block<Block>(text.size(), [&](std::size_t at, std::size_t) {
      const auto special = special_in_json(Block(text.data() + at));
      run = special == 0 ? run : at + first_of<Block>(special);
      return special == 0;
    });
  };
  if (!with_widest_block(text.size(), look)) {
    run = 0;
    while (run < text.size() && is_plain_in_json(text[run])) {
      ++run;
    }
  }
  return run;
}

/// Copies a text up to its first block that is not plain. Returns true if all of it is plain.
[[nodiscard]] inline bool copy_plain_json(char* to, std::string_view text) noexcept {
  bool plain = true;
  const auto copy = [&]<class Block>(block_type<Block>) {
    for_each_block<Block>(text.size(), [&](std::size_t at, std::size_t) {
      const Block bytes(text.data() + at);
      bytes.store(to + at);
      plain = special_in_json(bytes) == 0;
      return plain;
    });
  };
  if (!with_widest_block(text.size(), copy)) {
    for (std::size_t i = 0; i < text.size() && plain; ++i) {
      to[i] = text[i];
      plain = is_plain_in_json(text[i]);
    }
  }
  return plain;
}

/// The offset of the first byte, from an offset on, that a JSON string cannot contain as it is: a
/// byte to escape, or invalid UTF-8.
[[nodiscard]] constexpr std::size_t next_unlike_json(std::string_view text,
                                                     std::size_t offset) noexcept {
  std::size_t at = offset + plain_json_run(text, offset);
  while (at < text.size()) {
    const utf8_unit unit = decode_utf8(text, at);
    if (unit.length == 1) {
      return at;
    }
    at += unit.length;
    if (at < text.size() && is_ascii(text[at])) { // text beyond ASCII tends to come in sequences
      at += plain_json_run(text, at);
    }
  }
  return at;
}

/// The escape of an ASCII character that is not plain.
template <json_output Out> constexpr void append_json_escape(Out& out, char c) {
  constexpr std::string_view escaped = "\"\\\b\t\n\f\r";
  constexpr std::string_view letters = "\"\\btnfr";
  constexpr std::string_view digits = "0123456789abcdef";
  if (const std::size_t found = escaped.find(c); found != std::string_view::npos) {
    const char two[] = {'\\', letters[found]};
    detail::append_bytes(out, {two, sizeof two});
  } else {
    const auto byte = static_cast<unsigned char>(c);
    const char six[] = {'\\', 'u', '0', '0', digits[byte >> 4U], digits[byte & 15U]};
    detail::append_bytes(out, {six, sizeof six});
  }
}

} // namespace detail

/// Appends a text as a JSON string, with its quotes.
///
/// Escapes the quote, the backslash and U+0000 to U+001F, with the escape of two characters where
/// there is one, otherwise with four lower-case hexadecimal digits. Everything else is copied,
/// U+2028 and U+2029 too. The result is always valid JSON in UTF-8: each invalid byte becomes one
/// U+FFFD (a unit of decode_utf8, so a broken sequence of three bytes becomes three).
///
/// @param out  has a part of the string if allocation throws.
/// @par Complexity
/// linear in text.size(); plain ASCII is copied in blocks of 8 to 32 bytes.
/// @par Source
/// RFC 8259 clause 7; ECMA-262 QuoteJSONString; invalid bytes: decision 0070.
/// @see tests/vectors/json_write.jsonl
template <json_output Out> constexpr void append_json_string(Out& out, std::string_view text) {
  detail::append_bytes(out, "\"");
  std::size_t written = 0;
  for (std::size_t at = detail::next_unlike_json(text, 0); at < text.size();
       at = detail::next_unlike_json(text, written)) {
    detail::append_bytes(out, text.substr(written, at - written));
    if (detail::is_ascii(text[at])) {
      detail::append_json_escape(out, text[at]);
    } else {
      detail::append_bytes(out, encode_utf8(replacement_character).view());
    }
    written = at + 1;
  }
  detail::append_bytes(out, text.substr(written));
  detail::append_bytes(out, "\"");
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
