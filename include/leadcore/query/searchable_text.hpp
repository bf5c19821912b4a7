// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_SEARCHABLE_TEXT_HPP
#define LEADCORE_QUERY_SEARCHABLE_TEXT_HPP

// All searched values of a row as one text, and a search term as needles, so that searching is
// byte comparison: a row contains a phrase if its text contains one of the needles. Equal to
// matches() for every row and every term that is valid UTF-8.

#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

// Values are separated by delimiters. The digits of phones have byte values of their own, because a
// term of digits is searched for in the digits of phones only. A folded term contains neither, so
// no match spans two values. An encoding says which bytes these are; each engine chooses one.

/// How the digits of phones are encoded.
struct digit_alphabet {
  unsigned char prefix; // before each other byte, if it is not 0
  unsigned char start;  // before the first digit
  unsigned char zero;

  void append_start(std::string& out) const { append(out, start); }
  /// Appends the digits of a phone or a term.
  void append_digits(std::string& out, std::string_view text) const {
    for (const char c : text) {
      if (is_digit(c)) {
        append(out, static_cast<unsigned char>(zero + (c - '0')));
      }
    }
  }

 private:
  void append(std::string& out, unsigned char byte) const {
    if (prefix != 0) {
      out += static_cast<char>(prefix);
    }
    out += static_cast<char>(byte);
  }
};

/// Uses bytes that are in no UTF-8 text, for engines that store any bytes.
struct binary_encoding {
  static constexpr char delimiter = '\xFF';
  /// A phone of "+" and digits is stored as its digits only; any other as it is, and its digits
  /// after that.
  static constexpr bool has_plain_phones = true;
  static constexpr digit_alphabet plain_phone{0, 0xC1, 0xF5};
  static constexpr digit_alphabet other_phone{0xC0, 0x8A, 0x80};

  /// The ASCII digit of a digit of a plain phone; any other byte is returned as it is.
  [[nodiscard]] static constexpr char canonical(char byte) noexcept {
    const auto digit = static_cast<unsigned char>(byte) - plain_phone.zero;
    return 0 <= digit && digit <= 9 ? static_cast<char>('0' + digit) : byte;
  }
};
/// Uses ASCII, for databases that store UTF-8 only: a term has no line break, since its white space
/// is collapsed, and folded text has no upper-case ASCII letter. A value may have line breaks; no
/// term matches across them either.
struct utf8_encoding {
  static constexpr char delimiter = '\n';
  /// Every phone is followed by its digits, so a term is at most two needles.
  static constexpr bool has_plain_phones = false;
  static constexpr digit_alphabet other_phone{0, 'P', 'A'};
};

/// Whether a text is "+" and digits, either of which may be missing.
[[nodiscard]] constexpr bool is_plain_phone_part(std::string_view text) noexcept {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  return std::ranges::all_of(text, is_digit);
}

/// Appends a folded text. Bytes that are not UTF-8 become delimiters: no valid term matches these,
/// or across them.
template <class Encoding, folding Folding>
void append_folded(std::string& out, std::string_view text) {
  const std::size_t at = out.size();
  out.resize(at + text.size() * max_fold_growth);
  out.resize(at + leadcore::fold_into<Folding>(text, std::span(out).subspan(at)));
  for (std::size_t bad = find_invalid_utf8(out, at); bad != std::string::npos;
       bad = find_invalid_utf8(out, bad + 1)) {
    out[bad] = Encoding::delimiter;
  }
}

/// Appends the searched values of a row: delimiter, value, delimiter, value, ..., delimiter.
/// @param filter  the search, which has the searched fields
template <class Encoding = binary_encoding, class Filter, class Row>
void append_searchable_text(std::string& out, const Filter& filter, const Row& row) {
  const auto append = [&]<class Field>(Field, std::string_view text) {
    if constexpr (Encoding::has_plain_phones) { // nested, or clang looks up a missing member
      if constexpr (Field::is_phone) {
        if (text.starts_with('+') && is_plain_phone_part(text)) {
          Encoding::plain_phone.append_start(out);
          Encoding::plain_phone.append_digits(out, text);
          out += Encoding::delimiter;
          return;
        }
      }
    }
    detail::append_folded<Encoding, Filter::policy.folding>(out, text);
    if constexpr (Field::is_phone) {
      out += Encoding::delimiter;
      Encoding::other_phone.append_start(out);
      Encoding::other_phone.append_digits(out, text);
    }
    out += Encoding::delimiter;
  };
  out += Encoding::delimiter;
  detail::unpack(filter.fields, [&](auto... each) {
    const auto append_field = [&](auto field) {
      static_cast<void>(detail::any_text(field, detail::row(row), [&](std::string_view text) {
        append(field, text);
        return false;
      }));
    };
    (append_field(each), ...);
  });
}

/// Whether two rows have the same values of all searched fields, and so the same searchable text.
template <class Record, class Filter, class A, class B>
[[nodiscard]] bool same_searched_values(const Filter& filter, const A& a, const B& b) {
  return detail::unpack(filter.fields, [&]<class... Fields>(Fields...) {
    return (detail::equal_values<described<Record, Fields::field_type::key>>(
                typename Fields::field_type{}(detail::row(a)),
                typename Fields::field_type{}(detail::row(b))) &&
            ...);
  });
}

/// The needles of a phrase: a row contains the phrase if its searchable text contains one of them.
/// The same digits in two alphabets are adjacent needles.
/// @return none for a phrase that nothing contains: it is not valid UTF-8, or folds to nothing
template <class Encoding = binary_encoding>
[[nodiscard]] std::vector<std::string> search_needles(const search_phrase& term) {
  std::vector<std::string> needles;
  if (term.folded().empty() || !is_valid_utf8(term.folded())) {
    return needles;
  }
  needles.emplace_back(term.folded());
  const auto add_digits = [&](digit_alphabet alphabet, bool anchored, std::string_view digits) {
    std::string needle;
    if (anchored) {
      alphabet.append_start(needle);
    }
    alphabet.append_digits(needle, digits);
    if (needle != needles.back()) {
      needles.push_back(std::move(needle));
    }
  };
  if constexpr (Encoding::has_plain_phones) {
    if (is_plain_phone_part(term.folded())) {
      add_digits(Encoding::plain_phone, term.folded().starts_with('+'), term.folded());
    }
  }
  if (const phone_pattern phone = term.phone(); phone.active()) {
    const std::string_view digits =
        phone.has_trunk_prefix() ? phone.digits().substr(1) : phone.digits();
    if constexpr (Encoding::has_plain_phones) {
      add_digits(Encoding::plain_phone, phone.anchored(), digits);
    }
    add_digits(Encoding::other_phone, phone.anchored(), digits);
  }
  return needles;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
