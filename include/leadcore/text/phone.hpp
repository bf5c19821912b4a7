// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_PHONE_HPP
#define LEADCORE_TEXT_PHONE_HPP

// Phone numbers: from typed text to E.164.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/byte_block.hpp>
#include <leadcore/text/detail/byte_offset.hpp>
#include <leadcore/text/detail/phone_plan.hpp>
#include <leadcore/text/detail/phone_tables.hpp>
#include <leadcore/text/detail/phone_text.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/text_value.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

struct phone_reader;

} // namespace detail

/// The metadata of the numbering plans: its source, version and day. The text of the macro
/// LEADCORE_PHONE_METADATA, for programs that import the module.
/// @par Source
/// docs/how_to/update_phone_metadata.md.
inline constexpr std::string_view phone_metadata = LEADCORE_PHONE_METADATA;

/// Errors of parse_phone, which documents their offsets. Values and names are stable.
enum class phone_errc : std::uint8_t {
  empty = 1,                ///< nothing but white space
  invalid_utf8 = 2,         ///< bytes that are not UTF-8
  not_a_number = 3,         ///< not written as a phone number is
  missing_region = 4,       ///< in national form, and no region was given
  unknown_region = 5,       ///< in national form, and the given region is unknown
  unknown_calling_code = 6, ///< an international number with a calling code that is not assigned
  too_short = 7,            ///< fewer digits than any number of its calling code
  too_long = 8,             ///< more digits than any number of its calling code, or more than 15
  invalid_length = 9,       ///< a number of digits between those that its calling code has
  local_only = 10,          ///< digits that can be dialled within an area only
};

template <>
inline constexpr enum_entry<phone_errc> enum_table<phone_errc>[] = {
    {phone_errc::empty, "empty", "a phone number is required"},
    {phone_errc::invalid_utf8, "invalid_utf8", "the phone number is not valid UTF-8"},
    {phone_errc::not_a_number, "not_a_number",
     "a phone number is written with digits, an optional \"+\" before them, and spaces, hyphens, "
     "dots, slashes or brackets between them"},
    {phone_errc::missing_region, "missing_region",
     "a phone number without \"+\" and calling code needs a region to be dialled from"},
    {phone_errc::unknown_region, "unknown_region",
     "the region of a phone number must be the two upper-case letters of a region that has phone "
     "numbers, such as GB"},
    {phone_errc::unknown_calling_code, "unknown_calling_code",
     "the calling code of the phone number is not assigned"},
    {phone_errc::too_short, "too_short",
     "the phone number has too few digits for its calling code"},
    {phone_errc::too_long, "too_long",
     "the phone number has too many digits for its calling code; 15 is the most anywhere"},
    {phone_errc::invalid_length, "invalid_length",
     "no phone number of this calling code has that many digits"},
    {phone_errc::local_only, "local_only", "the phone number lacks its area code"},
};

/// The stable code of a problem in snake_case.
[[nodiscard]] constexpr std::string_view to_string(phone_errc code) noexcept {
  return detail::enum_name(code);
}

/// The message of a code, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(phone_errc code) noexcept {
  return detail::enum_message(code);
}

/// An error of parse_phone and its offset.
using phone_error = text_error<phone_errc>;

/// The region from which a number in national form is dialled: a two-letter code (CLDR, mostly ISO
/// 3166), or none.
///
/// A region can be made from any text at run time. If the text is not the code of a region with
/// phone numbers, parse_phone returns phone_errc::unknown_region when it needs the region, and
/// ignores it otherwise.
/// @par Source
/// the oracle's 245 regions; decision 0012.
/// @par Example
///     region{"GB"}.view() == "GB"
class region {
 public:
  /// No region: only international numbers can be parsed.
  constexpr region() noexcept = default;

  /// The region of a code; must be upper case. The empty text means no region.
  constexpr explicit region(std::string_view code) noexcept {
    if (code.empty()) {
      return;
    }
    kind_ = kind::unknown;
    if (code.size() == 2 && detail::is_upper(code[0]) && detail::is_upper(code[1])) {
      code_[0] = code[0];
      code_[1] = code[1];
      plan_ = detail::phone_plan_of_region[26 * (code[0] - 'A') + (code[1] - 'A')];
      kind_ = plan_ == detail::phone_no_plan ? kind::unknown : kind::known;
    }
  }

  /// Whether a region was given, known or not.
  [[nodiscard]] constexpr bool has_value() const noexcept { return kind_ != kind::none; }
  /// Whether the region has phone numbers.
  [[nodiscard]] constexpr bool is_known() const noexcept { return kind_ == kind::known; }
  /// The two letters; empty without a region, and for a text that is not two upper-case letters.
  [[nodiscard]] constexpr std::string_view view() const noexcept {
    return {code_, code_[0] == '\0' ? std::size_t{0} : std::size_t{2}};
  }
  /// view(), implicitly, as a std::string converts.
  constexpr operator std::string_view() const noexcept { return view(); }
  /// A copy of the text as a std::string with any allocator.
  template <detail::char_string String> constexpr operator String() const { return String(view()); }

  friend constexpr bool operator==(const region&, const region&) noexcept = default;

 private:
  friend struct detail::phone_reader;
  enum class kind : std::uint8_t { none, unknown, known };

  char code_[2] = {};
  std::uint8_t plan_ = detail::phone_no_plan;
  kind kind_ = kind::none;
};

/// A phone number in E.164 form: "+", an assigned calling code and a national number of a length
/// that the calling code has.
///
/// Only parse_phone makes one, so there is no default constructor and every e164 is a possible
/// number. 16 bytes, trivially copyable, ordered like its text.
/// @invariant  parse_phone(view(), r) returns an equal number for every region r.
/// @par Source
/// ITU-T E.164 (11/2010), clause 6; spec phone.1 to phone.4; decision 0014.
class e164 {
 public:
  /// "+14155550101"; valid as long as this object.
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_, size()}; }
  /// view(), implicitly, as a std::string converts.
  constexpr operator std::string_view() const noexcept { return view(); }
  /// A copy of the text as a std::string with any allocator.
  template <detail::char_string String> constexpr operator String() const { return String(view()); }
  /// "14155550101"; valid as long as this object.
  [[nodiscard]] constexpr std::string_view digits() const noexcept { return view().substr(1); }

  friend constexpr bool operator==(const e164&, const e164&) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(const e164& a, const e164& b) noexcept {
    return a.view() <=> b.view();
  }

 private:
  friend struct detail::phone_reader;

  static constexpr std::size_t capacity = 16; // "+" and 15 digits

  constexpr explicit e164(const detail::phone_number& number) noexcept {
    std::size_t size = 0;
    text_[size++] = '+';
    const unsigned code = number.plan->calling_code;
    if (code >= 100) {
      text_[size++] = static_cast<char>('0' + code / 100);
    }
    if (code >= 10) {
      text_[size++] = static_cast<char>('0' + code / 10 % 10);
    }
    text_[size++] = static_cast<char>('0' + code % 10);
    const std::string_view national = number.national;
    if (constexpr std::size_t word = 8; national.size() >= word) { // nearly always
      const std::size_t second = national.size() - word;
      detail::store_word(text_ + size + second, detail::load_word(national.data() + second));
      detail::store_word(text_ + size, detail::load_word(national.data()));
      size += national.size();
    } else {
      for (const char digit : national) {
        text_[size++] = digit;
      }
    }
    if (size < capacity) {
      text_[capacity - 1] = static_cast<char>(size);
    }
  }

  /// The last byte is a digit if the text fills all bytes; otherwise it is the size.
  [[nodiscard]] constexpr std::size_t size() const noexcept {
    const char last = text_[capacity - 1];
    return last >= '0' ? capacity : static_cast<std::size_t>(last);
  }

  char text_[capacity] = {};
};

namespace detail {

template <> inline constexpr bool is_text_value<region> = true;
template <> inline constexpr bool is_text_value<e164> = true;

} // namespace detail

/// The digits to dial after the call is answered: 1 to 20 ASCII digits, or none.
class phone_extension {
 public:
  constexpr phone_extension() noexcept = default;

  /// Whether there is no extension.
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  /// "123"; valid as long as this object.
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {digits_, size_}; }

  friend constexpr bool operator==(const phone_extension&,
                                   const phone_extension&) noexcept = default;

 private:
  friend struct detail::phone_reader;

  constexpr void push(char digit) noexcept { digits_[size_++] = digit; }

  char digits_[20] = {};
  std::uint8_t size_ = 0;
};

/// A phone number and its extension.
struct phone_with_extension {
  e164 number;
  phone_extension extension;

  friend constexpr bool operator==(const phone_with_extension&,
                                   const phone_with_extension&) noexcept = default;
};

namespace detail {

struct phone_reader {
  using result_type = result<phone_with_extension, phone_error>;

 private:
  [[nodiscard]] static constexpr result_type failed(phone_errc code, std::size_t offset) noexcept {
    return fail(phone_error{code, byte_offset(offset)});
  }

  template <class Text>
  [[nodiscard]] static constexpr result_type read_span(const Text& text, region from) noexcept {
    const phone_dialled dialled = read_dialled(text);
    if (!dialled.viable) {
      return failed(phone_errc::not_a_number, text.offset(dialled.end));
    }
    const phone_plan* const plan = from.is_known() ? &phone_plans[from.plan_] : nullptr;
    if (!dialled.plus && plan == nullptr) {
      return failed(from.has_value() ? phone_errc::unknown_region : phone_errc::missing_region,
                    text.offset(0));
    }
    phone_scratch scratch;
    const phone_number number =
        read_phone_digits(dialled.digits.view(), dialled.plus, plan, scratch);
    if (number.verdict != phone_verdict::possible) {
      return failed(code_of(number.verdict),
                    text.offset(find_dialled_digit(text, dialled, number.at)));
    }
    phone_with_extension parts{e164(number), {}};
    if (dialled.extension_digits != phone_nowhere) {
      for (std::size_t at = dialled.extension_digits; at < text.size();) {
        const phone_symbol symbol = phone_symbol_at(text, at);
        if (symbol.is(phone_is_digit)) {
          parts.extension.push(symbol.digit());
        }
        at += symbol.length;
      }
    }
    return parts;
  }

  [[nodiscard]] static constexpr phone_errc code_of(phone_verdict verdict) noexcept {
    switch (verdict) {
    case phone_verdict::unknown_calling_code:
      return phone_errc::unknown_calling_code;
    case phone_verdict::too_short:
      return phone_errc::too_short;
    case phone_verdict::too_long:
      return phone_errc::too_long;
    case phone_verdict::invalid_length:
      return phone_errc::invalid_length;
    case phone_verdict::local_only:
      return phone_errc::local_only;
    case phone_verdict::possible:
      break;
    }
    return phone_errc::not_a_number;
  }

 public:
  // After the template it calls, so that clang can evaluate it in constant expressions of the same
  // file.
  [[nodiscard]] static constexpr result_type read(std::string_view text, region from) noexcept {
    const unsigned seen = phone_classes_in(text);
    const bool has_parameter = (seen & phone_is_parameter) != 0;
    const std::size_t context = has_parameter ? find_phone_context(text) : std::string_view::npos;
    if (context != std::string_view::npos) {
      return read_span(phone_context_parts(text, context), from);
    }
    phone_plain plain;
    const phone_part part = find_phone_part(text, seen, plain);
    if (part.forbidden != phone_nowhere) {
      const bool encoded = decode_utf8(text, part.forbidden).valid;
      return failed(encoded ? phone_errc::not_a_number : phone_errc::invalid_utf8, part.forbidden);
    }
    if (part.begin == phone_nowhere) {
      return failed(trim(text).empty() ? phone_errc::empty : phone_errc::not_a_number, text.size());
    }
    if (plain.usable()) {
      return read_span(phone_span(plain.view(), 0, plain.offsets()), from);
    }
    std::string_view number = text.substr(part.begin, part.end - part.begin);
    if (has_parameter) {
      number = number.substr(0, number.find(";isub="));
    }
    return read_span(phone_span(number, part.begin), from);
  }
};

} // namespace detail

/// Reads a phone number as people type it and returns its E.164 form.
///
/// The rule is Parse and then Format as E164 of Google's libphonenumber 8.12.57 for C++, on the
/// newer metadata that phone_metadata names, restricted to numbers that are *possible* (of a length
/// that the calling code has) and have at most 15 digits.
/// If the formatted number parses to another one, that one is the result, so that parsing is
/// idempotent. A possible number need not be assigned.
///
/// A text in E.164 form is returned unchanged. A text is normalised if it equals the view() of its
/// number.
///
/// @par Grammar
/// (UTF-8; decision 0011 has every character)
/// text      = junk number [ extension ] junk   ; junk: before the first digit or "+", and
///                                                  ; after the last letter, number or "#"
///     number    = *plus 3*( *separator digit ) *( separator / digit / letter ) / 2digit
///     plus      = "+" / U+FF0B
///     digit     = a decimal digit of any script
///     separator = SP / "-" / "." / "/" / "(" / ")" / "[" / "]" / "~" / "*" / "x" / ...
///     letter    = ALPHA                            ; three or more dial the digits of their keys
///     extension = ( "ext" / "x" / "#" / "," / ";ext=" ... ) 1*20digit
///     uri       = [ "tel:" ] number ";phone-context=" ( plus number / domain ) ...   ; RFC 3966
/// What the digits mean depends on the region. An international prefix (00, 011, 8~10), a national
/// prefix (0, 8, 1, carrier codes) or its calling code without "+" may come first. After "+" comes
/// a calling code.
/// @param text            bytes; not kept after the call.
/// @param default_region  the dialling region; numbers with "+" need none, and ignore an unknown
///                        one.
/// @par Errors
/// (in order of precedence; offsets are at most text.size())
/// | code                 | offset              | when                                           |
/// | invalid_utf8         | that byte           | no phone-context, and invalid UTF-8            |
/// | not_a_number         | that character      | no phone-context, and a noncharacter or a      |
/// |                      |                     | control other than tab, LF, FF and CR          |
/// | empty                | text.size()         | only ASCII white space                         |
/// | not_a_number         | text.size()         | no digit and no "+"                            |
/// | not_a_number         | first that fails    | not of the grammar                             |
/// | missing_region       | the number          | no "+", and no region                          |
/// | unknown_region       | the number          | no "+", and a region without phone numbers     |
/// | too_short            | end of the number   | at most 2 digits after an international prefix |
/// | unknown_calling_code | its first digit     | no region has that calling code                |
/// | too_short            | end of the number   | fewer digits than the calling code has         |
/// | local_only           | end of the number   | can be dialled within an area only             |
/// | invalid_length       | end of the number   | a length that the calling code does not have   |
/// | too_long             | first excess digit, | more digits than the calling code has, or,     |
/// |                      | unless a prefix was | without prefixes, more than 15                 |
/// |                      | rewritten           |                                                |
/// @par Complexity
/// linear in text.size(); allocates nothing.
/// @par Source
/// spec phone.1 to phone.7; decisions 0010 to 0013; ITU-T E.164 (11/2010); RFC 3966.
/// @par Example
///     parse_phone("020 7946 0958", region{"GB"}).value().view() == "+442079460958"
///     parse_phone("+1 (415) 555-0101 ext. 7").value().view() == "+14155550101"
///     parse_phone("020 7946 0958").error() == phone_error{phone_errc::missing_region, 0}
/// @see parse_phone_with_extension, tests/vectors/phone.jsonl, docs/limits.md
[[nodiscard]] constexpr result<e164, phone_error> parse_phone(std::string_view text,
                                                              region default_region = {}) noexcept {
  const auto both = detail::phone_reader::read(text, default_region);
  if (!both.has_value()) {
    return fail(both.error());
  }
  return (*both).number;
}

/// parse_phone that also returns the extension, if there is one.
/// @par Example
///     const auto read = parse_phone_with_extension("+1 (415) 555-0101 ext. 7").value();
///     read.number.view() == "+14155550101" && read.extension.view() == "7"
/// @par Source
/// decision 0014.
/// @see parse_phone, whose errors, complexity and lifetimes are the same
[[nodiscard]] constexpr result<phone_with_extension, phone_error>
parse_phone_with_extension(std::string_view text, region default_region = {}) noexcept {
  return detail::phone_reader::read(text, default_region);
}

/// Whether a text is a possible phone number: of a length that its calling code has. It need not be
/// assigned.
///
/// Unlike the oracle's function of this name, false for numbers that can be dialled within an area
/// only and for more than 15 digits; neither is an E.164 number.
/// @return whether parse_phone returns a number.
/// @par Complexity
/// linear in text.size(); allocates nothing.
/// @par Source
/// the oracle's isPossibleNumberWithReason == IS_POSSIBLE; decisions 0013 and 0015.
/// @par Example
///     is_possible("020 7946 0958", region{"GB"})
///     !is_possible("555-0101")
/// @see parse_phone, which returns the reason; is_valid in phone_type.hpp
[[nodiscard]] constexpr bool is_possible(std::string_view text,
                                         region default_region = {}) noexcept {
  return detail::phone_reader::read(text, default_region).has_value();
}

} // namespace leadcore::inline LEADCORE_ABI

/// The hash of a number is that of its text.
template <> struct std::hash<leadcore::e164> {
  [[nodiscard]] std::size_t operator()(const leadcore::e164& value) const noexcept {
    return std::hash<std::string_view>()(value.view());
  }
};

/// The hash of a region is that of its letters.
template <> struct std::hash<leadcore::region> {
  [[nodiscard]] std::size_t operator()(const leadcore::region& value) const noexcept {
    return std::hash<std::string_view>()(value.view());
  }
};

#endif
