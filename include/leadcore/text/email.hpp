// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_EMAIL_HPP
#define LEADCORE_TEXT_EMAIL_HPP

// Email addresses and their canonical form.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/byte_offset.hpp>
#include <leadcore/text/detail/fold_ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/text_value.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// The mailboxes that parse_email accepts.
enum class email_profile : std::uint8_t {
  strict,     ///< ASCII only: RFC 5321
  allow_utf8, ///< non-ASCII code points in local part and domain too: RFC 6531; decision 0033
};

namespace profiles {

/// For parse_email(text, allow_utf8).
inline constexpr email_profile allow_utf8 = email_profile::allow_utf8;

} // namespace profiles
using profiles::allow_utf8;

/// Errors of parse_email, which documents their offsets.
enum class email_errc : std::uint8_t {
  empty = 1,
  missing_at = 2,
  missing_local_part = 3,
  missing_domain = 4,
  invalid_local_character = 5,
  invalid_domain_character = 6,
  white_space = 7,
  non_ascii = 8,
  invalid_utf8 = 9,
  quoted_string = 10,
  comment = 11,
  angle_bracket = 12,
  address_literal = 13,
  second_at = 14,
  empty_atom = 15,
  empty_label = 16,
  trailing_dot = 17,
  hyphen_at_label_edge = 18,
  local_part_too_long = 19,
  label_too_long = 20,
  single_label = 21,
  numeric_top_level = 22,
  domain_too_long = 23,
  address_too_long = 24,
};

template <>
inline constexpr enum_entry<email_errc> enum_table<email_errc>[] = {
    {email_errc::empty, "empty", "no text; an address looks like jane@acme.com"},
    {email_errc::missing_at, "missing_at", "no @; an address looks like jane@acme.com"},
    {email_errc::missing_local_part, "missing_local_part", "nothing stands before the @"},
    {email_errc::missing_domain, "missing_domain", "nothing stands after the @"},
    {email_errc::invalid_local_character, "invalid_local_character",
     "before the @ only letters, digits, dots and !#$%&'*+-/=?^_`{|}~ are allowed"},
    {email_errc::invalid_domain_character, "invalid_domain_character",
     "after the @ only letters, digits, hyphens and dots are allowed"},
    {email_errc::white_space, "white_space", "white space is allowed only around the address"},
    {email_errc::non_ascii, "non_ascii", "only ASCII characters are allowed"},
    {email_errc::invalid_utf8, "invalid_utf8", "this byte is not UTF-8"},
    {email_errc::quoted_string, "quoted_string", "a quoted local part is not supported"},
    {email_errc::comment, "comment", "comments in parentheses are not supported"},
    {email_errc::angle_bracket, "angle_bracket",
     "only the bare address is supported, without a name and angle brackets"},
    {email_errc::address_literal, "address_literal",
     "an address literal is not supported; a domain name is expected after the @"},
    {email_errc::second_at, "second_at", "a second @"},
    {email_errc::empty_atom, "empty_atom",
     "a dot before the @ may not be first, last or beside another dot"},
    {email_errc::empty_label, "empty_label",
     "a dot in the domain may not be first or beside another dot"},
    {email_errc::trailing_dot, "trailing_dot", "the domain may not end with a dot"},
    {email_errc::hyphen_at_label_edge, "hyphen_at_label_edge",
     "a part of the domain may not begin or end with a hyphen"},
    {email_errc::local_part_too_long, "local_part_too_long", "more than 64 bytes before the @"},
    {email_errc::label_too_long, "label_too_long", "a part of the domain has more than 63 bytes"},
    {email_errc::single_label, "single_label", "the domain has no dot"},
    {email_errc::numeric_top_level, "numeric_top_level",
     "the last part of the domain may not be a number"},
    {email_errc::domain_too_long, "domain_too_long", "the domain has more than 253 bytes"},
    {email_errc::address_too_long, "address_too_long", "the address has more than 254 bytes"},
};

/// An error of parse_email and its offset.
using email_error = text_error<email_errc>;

/// The stable name of an error; the empty text for a value outside the enumeration.
[[nodiscard]] constexpr std::string_view to_string(email_errc code) noexcept {
  return detail::enum_name(code);
}

/// The message of an error, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(email_errc code) noexcept {
  return detail::enum_message(code);
}

class email_address;

[[nodiscard]] constexpr result<email_address, email_error>
parse_email(std::string_view text, email_profile profile = email_profile::strict) noexcept;

/// An email address in canonical form; only parse_email makes one.
///
/// The form: a dot-atom local part and a domain name of at least two labels, ASCII letters in lower
/// case, without surrounding white space. Addresses are compared and ordered by the unsigned bytes
/// of their canonical form. There is no default constructor.
/// @par Lifetime
/// the address is held by value (256 bytes); the views point into the object.
/// @par Source
/// spec email.1 to email.6; decision 0032.
class email_address {
 public:
  static constexpr std::size_t max_size = 254;

  /// The whole address: "jane@acme.com".
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {bytes_.data(), size_}; }
  /// view(), implicitly, as a std::string converts.
  constexpr operator std::string_view() const noexcept { return view(); }
  /// A copy of the text as a std::string with any allocator.
  template <detail::char_string String> constexpr operator String() const { return String(view()); }
  /// The text before the "@".
  [[nodiscard]] constexpr std::string_view local_part() const noexcept {
    return {bytes_.data(), at_};
  }
  /// The text after the "@".
  [[nodiscard]] constexpr std::string_view domain() const noexcept {
    return {bytes_.data() + at_ + 1, static_cast<std::size_t>(size_ - at_ - 1)};
  }

  friend constexpr bool operator==(const email_address& left, const email_address& right) noexcept {
    return left.view() == right.view();
  }
  friend constexpr std::strong_ordering operator<=>(const email_address& left,
                                                    const email_address& right) noexcept {
    return left.view().compare(right.view()) <=> 0;
  }

 private:
  friend constexpr result<email_address, email_error> parse_email(std::string_view,
                                                                  email_profile) noexcept;

  constexpr email_address(std::string_view checked, std::size_t at) noexcept
      : size_(static_cast<std::uint8_t>(checked.size())), at_(static_cast<std::uint8_t>(at)) {
    detail::lower_ascii(checked, bytes_.data());
  }

  std::array<char, max_size> bytes_{};
  std::uint8_t size_;
  std::uint8_t at_;
};

namespace detail {

template <> inline constexpr bool is_text_value<email_address> = true;

inline constexpr std::size_t max_local_part_size = 64;
inline constexpr std::size_t max_label_size = 63;
inline constexpr std::size_t max_domain_size = 253;

/// Byte classes of a mailbox.
enum email_class : std::uint8_t {
  atext = 1,        ///< RFC 5322 clause 3.2.3: atoms of the local part
  label_letter = 2, ///< RFC 5321 clause 4.1.2: Let-dig and the hyphen
};

inline constexpr std::array<std::uint8_t, 256> email_classes = [] {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned i = 0; i < 128; ++i) {
    classes[i] = is_alnum(static_cast<char>(i)) ? atext | label_letter : 0;
  }
  for (const char special : std::string_view("!#$%&'*+-/=?^_`{|}~")) {
    classes[static_cast<unsigned char>(special)] |= atext;
  }
  classes[static_cast<unsigned char>('-')] |= label_letter;
  return classes;
}();

/// Reads a mailbox from left to right and keeps the first error.
class email_reader {
 public:
  constexpr email_reader(std::string_view text, email_profile profile) noexcept
      : text_(text), profile_(profile) {
    const std::string_view mailbox = trim(text);
    begin_ = static_cast<std::size_t>(mailbox.data() - text.data());
    end_ = begin_ + mailbox.size();
  }

  [[nodiscard]] constexpr bool read() noexcept {
    return (begin_ < end_ || refuse(email_errc::empty, 0)) && read_local_part() && read_domain() &&
           check_whole();
  }

  /// The mailbox without surrounding white space.
  [[nodiscard]] constexpr std::string_view mailbox() const noexcept {
    return text_.substr(begin_, end_ - begin_);
  }
  [[nodiscard]] constexpr std::size_t at() const noexcept { return domain_ - 1 - begin_; }
  /// The error if read() returned false.
  [[nodiscard]] constexpr email_error error() const noexcept { return error_; }

 private:
  constexpr bool refuse(email_errc code, std::size_t position) noexcept {
    error_ = {code, byte_offset(position)};
    return false;
  }

  /// Steps over bytes of a class; false if there is none.
  constexpr bool step_over_run(email_class wanted) noexcept {
    std::size_t at = position_;
    while (at < end_ && (email_classes[static_cast<unsigned char>(text_[at])] & wanted) != 0) {
      ++at;
    }
    const bool any = at != position_;
    position_ = at;
    return any;
  }

  /// Steps over a non-ASCII code point, or refuses a byte that is not allowed here.
  constexpr bool step_over_other(email_errc invalid) noexcept {
    const char c = text_[position_];
    if (!is_ascii(c)) {
      if (profile_ != email_profile::allow_utf8) {
        return refuse(email_errc::non_ascii, position_);
      }
      const utf8_unit unit = decode_utf8(text_, position_);
      if (!unit.valid) {
        return refuse(email_errc::invalid_utf8, position_);
      }
      position_ += unit.length;
      return true;
    }
    if (is_space(c)) {
      return refuse(email_errc::white_space, position_);
    }
    if (c == '(') {
      return refuse(email_errc::comment, position_);
    }
    if (c == '<' || c == '>') {
      return refuse(email_errc::angle_bracket, position_);
    }
    return refuse(invalid, position_);
  }

  /// Reads the local part and the "@".
  constexpr bool read_local_part() noexcept {
    position_ = begin_;
    if (text_[position_] == '"') {
      return refuse(email_errc::quoted_string, position_);
    }
    for (std::size_t atom = position_; position_ < end_;) {
      const char c = text_[position_];
      if (c == '@' || c == '.') {
        if (position_ == atom) {
          return refuse(c == '@' && atom == begin_ ? email_errc::missing_local_part
                                                   : email_errc::empty_atom,
                        position_);
        }
        atom = ++position_;
        if (c == '@') {
          return true;
        }
      } else if (!step_over_run(atext) && !step_over_other(email_errc::invalid_local_character)) {
        return false;
      }
      if (position_ - begin_ > max_local_part_size) {
        return refuse(email_errc::local_part_too_long, begin_ + max_local_part_size);
      }
    }
    return refuse(email_errc::missing_at, end_);
  }

  /// Reads the labels to the end of the mailbox.
  constexpr bool read_domain() noexcept {
    domain_ = position_;
    top_level_ = position_;
    if (position_ == end_) {
      return refuse(email_errc::missing_domain, end_);
    }
    if (text_[position_] == '[') {
      return refuse(email_errc::address_literal, position_);
    }
    while (position_ < end_) {
      const char c = text_[position_];
      if (c == '.') {
        if (position_ == top_level_) {
          return refuse(email_errc::empty_label, position_);
        }
        if (!check_label_end()) {
          return false;
        }
        top_level_ = ++position_;
        continue;
      }
      if (c == '-' && position_ == top_level_) {
        return refuse(email_errc::hyphen_at_label_edge, position_);
      }
      if (c == '@') {
        return refuse(email_errc::second_at, position_);
      }
      if (!step_over_run(label_letter) && !step_over_other(email_errc::invalid_domain_character)) {
        return false;
      }
      if (position_ - top_level_ > max_label_size) {
        return refuse(email_errc::label_too_long, top_level_ + max_label_size);
      }
    }
    if (top_level_ == end_) {
      return refuse(email_errc::trailing_dot, end_ - 1);
    }
    return check_label_end();
  }

  constexpr bool check_label_end() noexcept {
    return text_[position_ - 1] != '-' || refuse(email_errc::hyphen_at_label_edge, position_ - 1);
  }

  /// Checks the limits and labels that need the whole mailbox.
  constexpr bool check_whole() noexcept {
    if (top_level_ == domain_) {
      return refuse(email_errc::single_label, end_);
    }
    bool numeric = true;
    for (const char c : text_.substr(top_level_, end_ - top_level_)) {
      numeric = numeric && is_digit(c);
    }
    if (numeric) {
      return refuse(email_errc::numeric_top_level, top_level_);
    }
    if (end_ - domain_ > max_domain_size) {
      return refuse(email_errc::domain_too_long, domain_ + max_domain_size);
    }
    if (end_ - begin_ > email_address::max_size) {
      return refuse(email_errc::address_too_long, begin_ + email_address::max_size);
    }
    return true;
  }

  std::string_view text_;
  email_profile profile_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t position_ = 0;
  std::size_t domain_ = 0;
  std::size_t top_level_ = 0; ///< start of the current label; of the top level at the end
  email_error error_{};
};

} // namespace detail

/// Reads an email address and returns its canonical form.
///
/// Surrounding ASCII white space is dropped and ASCII letters become lower case, also in the local
/// part; nothing else is changed or guessed. Labels such as xn--mnchen-3ya are kept, and no
/// provider's rule is applied: dots and text after a plus sign count. Everything else that RFC 5321
/// or RFC 5322 allows is refused with its own code, so that an embedder can say what is not
/// supported.
///
/// @par Grammar
///     email      = *WS mailbox *WS                  ; WS = %x09-0D / %x20
///     mailbox    = local-part "@" domain            ; 254 octets at most
///     local-part = atom *( "." atom )               ; 64 octets at most
///     atom       = 1*( ALPHA / DIGIT / "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "/"
///                    / "=" / "?" / "^" / "_" / "`" / "{" / "|" / "}" / "~" )
///     domain     = label 1*( "." label )            ; 253 octets at most, the last not all digits
///     label      = let-dig [ *( let-dig / "-" ) let-dig ]          ; 63 octets at most
///     let-dig    = ALPHA / DIGIT
/// With allow_utf8, every non-ASCII code point is allowed in an atom and as a let-dig, and kept
/// unchanged.
/// @param text     not kept after the call.
/// @param profile  strict by default.
/// @return the address; parsing its view() with the same profile returns the same address.
/// @par Errors
/// (the first from left to right; where two show at one byte, the upper one)
/// | email_errc               | offset          | when                                          |
/// | empty                    | 0               | only white space                              |
/// | missing_at               | end             | no "@"                                        |
/// | missing_local_part       | the "@"         | "@" at the start                              |
/// | missing_domain           | end             | the first "@" at the end                      |
/// | quoted_string            | the quote       | a double quote at the start                   |
/// | address_literal          | the "["         | "[" after the "@"                             |
/// | comment                  | the "("         | a "("                                         |
/// | angle_bracket            | that byte       | "<" or ">", as around an address after a name |
/// | white_space              | that byte       | white space inside                            |
/// | non_ascii                | that byte       | a byte above 127 without allow_utf8           |
/// | invalid_utf8             | that byte       | invalid UTF-8 with allow_utf8                 |
/// | second_at                | the second "@"  | an "@" in the domain                          |
/// | invalid_local_character  | that byte       | any other byte not allowed before the "@"     |
/// | invalid_domain_character | that byte       | any other byte not allowed after the "@"      |
/// | empty_atom               | the "." or "@"  | "." or "@" in place of an atom                |
/// | empty_label              | the "."         | "." in place of a label                       |
/// | trailing_dot             | the "."         | a dot after the last label                    |
/// | local_part_too_long      | its 65th octet  | more than 64 octets before the "@"            |
/// | label_too_long           | its 64th octet  | more than 63 octets in a label                |
/// | hyphen_at_label_edge     | the "-"         | a label begins or ends with "-"               |
/// and, if nothing else is wrong:
/// | single_label             | end             | no dot in the domain                          |
/// | numeric_top_level        | first octet     | only digits after the last dot                |
/// | domain_too_long          | its 254th octet | more than 253 octets after the "@"            |
/// | address_too_long         | its 255th octet | more than 254 octets                          |
/// Offsets count in text, including white space; the end is the end of the mailbox, before white
/// space.
/// @par Complexity
/// linear in text.size(); allocates nothing.
/// @par Source
/// RFC 5321 clauses 2.4, 4.1.2, 4.5.3.1; RFC 5322 clause 3.2.3; RFC 1035 clause 2.3.4; RFC 3696
/// clause 2 and erratum 1690; RFC 6531 clause 3.3; spec email.1 to email.10; decisions 0031, 0032,
/// 0033.
/// @par Example
///     parse_email(" Jane.Doe+crm@Acme.COM ").value().view() == "jane.doe+crm@acme.com"
/// @see email_address, tests/vectors/email.jsonl
[[nodiscard]] constexpr result<email_address, email_error>
parse_email(std::string_view text, email_profile profile) noexcept {
  detail::email_reader in(text, profile);
  if (!in.read()) {
    return fail(in.error());
  }
  return email_address(in.mailbox(), in.at());
}

} // namespace leadcore::inline LEADCORE_ABI

/// The hash of an address is that of its text.
template <> struct std::hash<leadcore::email_address> {
  [[nodiscard]] std::size_t operator()(const leadcore::email_address& value) const noexcept {
    return std::hash<std::string_view>()(value.view());
  }
};

#endif
