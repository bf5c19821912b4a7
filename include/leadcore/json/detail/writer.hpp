// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_DETAIL_WRITER_HPP
#define LEADCORE_JSON_DETAIL_WRITER_HPP

// Writes records as JSON from their description.

#include <leadcore/json/row.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

template <std::size_t Size> struct json_key_text {
  char chars[Size]{};

  constexpr operator std::string_view() const noexcept { return {chars, Size}; }
};

/// The text ,"wireName": with its quotes and the comma before it.
template <fixed_string Name>
inline constexpr auto json_key = [] {
  constexpr std::string_view name = field<Name>.wire_name();
  json_key_text<name.size() + 4> out;
  std::size_t at = 0;
  for (const char c : {',', '"'}) {
    out.chars[at++] = c;
  }
  for (const char c : name) {
    out.chars[at++] = c;
  }
  for (const char c : {'"', ':'}) {
    out.chars[at++] = c;
  }
  return out;
}();

/// How a field is written: as described, or as it is where it is a record or a list of records.
template <class T> [[nodiscard]] consteval auto written_type() {
  using described = typename decltype(detail::described_type<T>())::type;
  return std::type_identity<std::conditional_t<std::is_void_v<described>, T, described>>{};
}
template <class Description, fixed_string Name>
using written_as = typename decltype(detail::written_type<
                                     std::remove_cvref_t<field_type<Description, Name>>>())::type;

/// Whether no name of an enumeration needs an escape.
template <named_enum Enum>
inline constexpr bool has_plain_names = [] {
  for (const auto& entry : enum_table<Enum>) {
    for (const char c : entry.name) {
      if (!is_plain_in_json(c)) {
        return false;
      }
    }
  }
  return true;
}();

/// The most bytes of a value that is neither a text nor a list.
template <class As>
inline constexpr std::size_t longest_json_value = [] {
  if constexpr (named_enum<As>) {
    std::size_t longest = 0;
    for (const auto& entry : enum_table<As>) {
      longest = std::max(longest, entry.name.size());
    }
    return (has_plain_names<As> ? 1 : 6) * longest + 2; // 6 for \u00xx
  } else {
    return timestamp_text::size + 2; // as long as the longest number
  }
}();
template <class As>
inline constexpr std::size_t longest_json_value<std::optional<As>> = longest_json_value<As>;

/// A sink that writes into memory of sufficient size.
class json_memory_base {
 public:
  explicit json_memory_base(char* to) noexcept : at_(to) {}

  void append(std::string_view bytes) noexcept {
    std::memcpy(at_, bytes.data(), bytes.size());
    at_ += bytes.size();
  }

 protected:
  char* at_;
};

/// A sink for texts that need no escapes. The memory has json_overrun bytes more.
class json_memory : public json_memory_base {
 public:
  using json_memory_base::json_memory_base;

  /// The end of the output.
  [[nodiscard]] char* end() const noexcept { return at_; }
  /// @pre The text needs no escapes, and json_overrun bytes may be read after its end.
  void text(std::string_view text) noexcept {
    *at_++ = '"';
    for (std::size_t at = 0; at < text.size(); at += json_overrun) {
      std::memcpy(at_ + at, text.data() + at, json_overrun);
    }
    at_ += text.size();
    *at_++ = '"';
  }
};

/// A sink for texts that may need escapes. It checks them while it copies.
class json_trial : public json_memory_base {
 public:
  using json_memory_base::json_memory_base;

  /// The end of the output, or null if a text needed an escape; then the output is unusable.
  [[nodiscard]] char* end() const noexcept { return plain_ ? at_ : nullptr; }

  void text(std::string_view text) noexcept {
    *at_++ = '"';
    if (plain_ && !copy_plain_json(at_, text)) {
      plain_ = copy_unescaped(at_, text);
    }
    at_ += text.size();
    *at_++ = '"';
  }

 private:
  /// Copies a text. False if it needs an escape. Not inline: it is rare, and a record has many
  /// texts.
  [[nodiscard, gnu::noinline]] static bool copy_unescaped(char* to,
                                                          std::string_view text) noexcept {
    std::memcpy(to, text.data(), text.size());
    return next_unlike_json(text, 0) == text.size();
  }

  bool plain_ = true;
};

/// A sink for any texts. Buffers the output, which has many pieces of a few bytes.
template <json_output Out> class json_buffer {
 public:
  constexpr explicit json_buffer(Out& out) noexcept : out_(out) {}
  json_buffer(const json_buffer&) = delete;
  json_buffer& operator=(const json_buffer&) = delete;

  [[gnu::always_inline]] constexpr void append(std::string_view bytes) {
    if (std::is_constant_evaluated() || has_no_room(bytes.size())) {
      append_unbuffered(bytes);
    } else {
      char* const to = at_; // the compiler must assume that a byte written to memory changes at_
      std::memcpy(to, bytes.data(), bytes.size());
      at_ = to + bytes.size();
    }
  }
  constexpr void text(std::string_view text) {
    if (char* const to = room(text.size() + 2)) {
      if (copy_plain_json(to + 1, text)) {
        to[0] = to[text.size() + 1] = '"';
        at_ = to + text.size() + 2;
        return;
      }
      flush();
    }
    leadcore::append_json_string(out_, text);
  }

  /// Room for a number of bytes in the buffer. If they do not fit, flushes the buffer and returns
  /// null.
  [[nodiscard, gnu::always_inline]] constexpr char* room(std::size_t bytes) {
    if (std::is_constant_evaluated()) {
      return nullptr;
    }
    if (has_no_room(bytes)) {
      flush();
      if (bytes > sizeof buffer_) {
        return nullptr;
      }
    }
    return at_;
  }
  /// Commits what was written to the memory of room(), up to `end`.
  void written_to(char* end) noexcept { at_ = end; }
  [[gnu::noinline]] constexpr void flush() {
    detail::append_bytes(out_, {buffer_, static_cast<std::size_t>(at_ - buffer_)});
    at_ = buffer_;
  }

 private:
  [[nodiscard]] bool has_no_room(std::size_t bytes) const noexcept {
    return static_cast<std::size_t>(buffer_ + sizeof buffer_ - at_) < bytes;
  }
  [[gnu::noinline]] constexpr void append_unbuffered(std::string_view bytes) {
    flush();
    detail::append_bytes(out_, bytes);
  }

  Out& out_;
  char buffer_[4096];
  char* at_ = buffer_;
};

/// Writes JSON. The type of a member decides the form of its value.
/// @tparam Sink  a json_memory or json_trial, or a reference to a json_buffer
template <class Sink> class json_printer {
 public:
  constexpr json_printer(Sink sink, json_style style) noexcept
      : sink_(sink), pretty_(style == json_style::pretty) {}

  [[nodiscard]] constexpr const std::remove_reference_t<Sink>& sink() const noexcept {
    return sink_;
  }

  /// A record as an object. Description, a Hana struct, has the keys and their types. The record
  /// has the values, in types of its own.
  template <class Description, class Record> constexpr void object(const Record& record) {
    begin("{");
    leadcore::for_each_field<Description>([&]<fixed_string Name>(field_constant<Name> each) {
      key(json_key<Name>);
      value<written_as<Description, Name>>(each(record));
    });
    end("}");
  }
  template <class Record, class Row> constexpr void page(const page_of<Row>& page) {
    begin("{");
    key(json_key<"data">);
    rows<Record>(page.data);
    key(json_key<"pagination">);
    object<pagination>(page.pagination);
    end("}");
  }

 private:
  template <class Description, class Rows> constexpr void rows(const Rows& rows) {
    begin("[");
    constexpr std::size_t ahead =
        6; // rows; together about as many cache lines as a processor fetches at once
    for (std::size_t i = 0; i < std::min(ahead, rows.size()); ++i) {
      prefetch(detail::row(rows[i]));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows.size() - i > ahead) {
        prefetch(detail::row(rows[i + ahead]));
      }
      next();
      row<Description>(detail::row(rows[i]));
    }
    end("]");
  }
  template <class Row> static constexpr void prefetch([[maybe_unused]] const Row& row) noexcept {
    if constexpr (json_row<Row>::bytes_to_prefetch != 0) {
      detail::prefetch_memory(&row, json_row<Row>::bytes_to_prefetch);
    }
  }
  template <class Description, class Record> constexpr void row(const Record& record) {
    if constexpr (requires { json_row<Record>::plain_bytes(record); }) {
      const std::size_t texts = pretty_ ? 0 : json_row<Record>::plain_bytes(record);
      if (texts != 0 && print_at_once<json_memory, Description>(record, texts)) {
        return;
      }
    } else if constexpr (keeps_texts<Description, Record>) {
      if (!pretty_ &&
          print_at_once<json_trial, Description>(record, text_bytes<Description>(record))) {
        return;
      }
    }
    object<Description>(record);
  }
  /// Prints a record into memory that is reserved once.
  /// @param texts  upper bound of the bytes of its texts and lists
  /// @return false, with nothing printed, if there is no such memory or a text needs an escape
  template <class Memory, class Description, class Record>
  constexpr bool print_at_once(const Record& record, std::size_t texts) {
    char* const to = sink_.room(most_besides<Description> + texts);
    char* const end = to == nullptr ? nullptr : print_to<Memory, Description>(to, record);
    if (end != nullptr) {
      sink_.written_to(end);
    }
    return end != nullptr;
  }
  /// Keeps the output position in a register.
  template <class Memory, class Description, class Record>
  [[gnu::flatten]] static char* print_to(char* to, const Record& record) {
    json_printer<Memory> printer(Memory(to), json_style::compact);
    printer.template object<Description>(record);
    return printer.sink().end();
  }
  /// True when the fields are members of the record, so that reading them twice is cheap.
  template <class Description, class Record>
  static constexpr bool keeps_texts = [] {
    bool kept = true;
    leadcore::for_each_field<Description>([&]<fixed_string Name>(field_constant<Name>) {
      kept =
          kept && std::is_lvalue_reference_v<decltype(field<Name>(std::declval<const Record&>()))>;
    });
    return kept;
  }();
  /// The bytes of the texts of a record, and of its lists with quotes and commas, without escapes.
  template <class Description, class Record>
  [[nodiscard]] static constexpr std::size_t text_bytes(const Record& record) {
    std::size_t bytes = 0;
    leadcore::for_each_field<Description>([&]<fixed_string Name>(field_constant<Name> each) {
      using as = written_as<Description, Name>;
      const auto& value = each(record);
      if constexpr (std::same_as<as, std::optional<std::string_view>>) {
        bytes += detail::has_value(value) ? detail::as_text(detail::value(value)).size() : 0;
      } else if constexpr (std::same_as<as, std::string_view>) {
        bytes += detail::as_text(value).size();
      } else if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
        for (const auto& element : value) {
          bytes += detail::as_text(element).size() + 3;
        }
      }
    });
    return bytes;
  }
  /// Upper bound of the bytes of an object without its texts and lists, with the overrun.
  template <class Description>
  static constexpr std::size_t most_besides = [] {
    std::size_t bytes = 2 + json_overrun;
    leadcore::for_each_field<Description>([&]<fixed_string Name>(field_constant<Name>) {
      bytes += std::string_view(json_key<Name>).size() +
               longest_json_value<written_as<Description, Name>>;
    });
    return bytes;
  }();

  /// A value, written as an As.
  template <class As, class Value> constexpr void value(const Value& value) {
    if constexpr (is_optional<As>) {
      if (detail::has_value(value)) {
        this->value<typename As::value_type>(detail::value(value));
      } else {
        sink_.append("null");
      }
    } else if constexpr (std::same_as<As, bool>) {
      sink_.append(static_cast<bool>(value) ? "true" : "false");
    } else if constexpr (std::integral<As>) {
      sink_.append(decimal_text(static_cast<As>(value)).view());
    } else if constexpr (std::floating_point<As>) {
      floating(static_cast<As>(value));
    } else if constexpr (std::same_as<As, timestamp>) {
      time(static_cast<timestamp>(value));
    } else if constexpr (named_enum<As>) {
      const std::string_view name = detail::wire_enum_name(static_cast<As>(value));
      if constexpr (has_plain_names<As>) {
        plain_text(name);
      } else { // not sink_.text: some sinks take only texts that need no escapes
        sink_output out{sink_};
        leadcore::append_json_string(out, name);
      }
    } else if constexpr (text_like<As>) {
      sink_.text(detail::as_text(value));
    } else if constexpr (hana_struct<As>) {
      object<As>(value);
    } else {
      begin("[");
      for (auto&& each : value) {
        next();
        this->value<typename As::value_type>(each);
      }
      end("]");
    }
  }

  constexpr void begin(std::string_view bracket) {
    sink_.append(bracket);
    ++depth_;
    first_ = true;
  }
  constexpr void end(std::string_view bracket) {
    --depth_;
    if (!first_) { // an empty array or object stays on its line
      line();
    }
    sink_.append(bracket);
    first_ = false;
  }
  /// Before each element of an array and each key of an object.
  constexpr void next() {
    if (!first_) {
      sink_.append(",");
    }
    first_ = false;
    line();
  }
  /// @param bytes  a json_key
  constexpr void key(std::string_view bytes) {
    if (pretty_) {
      next();
      sink_.append(bytes.substr(1));
      sink_.append(" ");
    } else {
      sink_.append(first_ ? bytes.substr(1) : bytes);
      first_ = false;
    }
  }

  constexpr void line() {
    if (pretty_) {
      sink_.append("\n");
      for (std::size_t i = 0; i < depth_; ++i) {
        sink_.append("  ");
      }
    }
  }
  /// The shortest text that reads as the same number; null for infinities and NaN, as JavaScript's
  /// JSON.stringify writes them.
  template <std::floating_point Number> void floating(Number number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    const bool finite = number - number == 0;
    sink_.append(finite ? std::string_view(digits, static_cast<std::size_t>(end - digits))
                        : std::string_view("null"));
  }
  constexpr void time(timestamp time) {
    const timestamp_text text(time);
    sink_.append("\"");
    sink_.append({text.view().data(), timestamp_text::size});
    sink_.append("\"");
  }
  /// The sink as a json_output.
  struct sink_output {
    std::remove_reference_t<Sink>& sink;

    [[nodiscard]] constexpr std::size_t end() const noexcept { return 0; }
    constexpr void insert(std::size_t, const char* first, const char* last) {
      sink.append({first, static_cast<std::size_t>(last - first)});
    }
  };

  /// A text that needs no escapes.
  constexpr void plain_text(std::string_view text) {
    sink_.append("\"");
    if (!text.empty()) { // memcpy takes no null pointer, not even with size 0
      sink_.append(text);
    }
    sink_.append("\"");
  }

  Sink sink_;
  bool pretty_;
  bool first_ = true;
  std::size_t depth_ = 0;
};

/// Writes records as JSON to an output.
template <json_output Out> class json_writer {
 public:
  constexpr json_writer(Out& out, json_style style) noexcept : buffer_(out), style_(style) {}

  template <class Description, class Record> constexpr void object(const Record& record) {
    printer(buffer_, style_).template object<Description>(record);
    buffer_.flush();
  }
  template <class Record, class Row> constexpr void page(const page_of<Row>& page) {
    printer(buffer_, style_).template page<Record>(page);
    buffer_.flush();
  }

 private:
  using printer = json_printer<json_buffer<Out>&>;

  json_buffer<Out> buffer_;
  json_style style_;
};

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
