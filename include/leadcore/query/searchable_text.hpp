// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_SEARCHABLE_TEXT_HPP
#define LEADCORE_QUERY_SEARCHABLE_TEXT_HPP

// All that a search looks into as one string per lead, and a search term as strings to look for in it,
// so that finding is comparing bytes. Equal to matches() for every lead and every term that is valid UTF-8.

#include <leadcore/model/lead.hpp>
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

// Values stand between borders. The digits of phones are written in letters of their own, because a term of digits is
// looked for in the digits of phones only. None of these marks is in a folded term, so no match reaches across one. Which
// they are is the engine's choice.

/// Letters for the digits of some phones, and for where they begin.
struct phone_alphabet {
  unsigned char lead; // before each of the others, if it is not 0
  unsigned char start;
  unsigned char zero;

  void append_start(std::string& out) const { append(out, start); }
  /// Appends the digits of a phone or a term.
  void append_digits(std::string& out, std::string_view of) const {
    for (const char c : of) {
      if (is_digit(c)) {
        append(out, static_cast<unsigned char>(zero + (c - '0')));
      }
    }
  }

 private:
  void append(std::string& out, unsigned char byte) const {
    if (lead != 0) {
      out += static_cast<char>(lead);
    }
    out += static_cast<char>(byte);
  }
};

/// Bytes that no valid text has: for an engine that keeps any bytes.
struct byte_marks {
  static constexpr char border = '\xFF';
  /// A phone that is "+" and digits stands as these alone; behind another its digits stand once more.
  static constexpr bool plain_phones_apart = true;
  static constexpr phone_alphabet plain_phone{0, 0xC1, 0xF5};
  static constexpr phone_alphabet other_phone{0xC0, 0x8A, 0x80};
};
/// ASCII, for a database that keeps UTF-8 only: a term has no line break, since its white space is collapsed, and
/// nothing that is folded has an upper-case ASCII letter. Values may have line breaks: no term reaches across those either.
struct text_marks {
  static constexpr char border = '\n';
  /// Behind every phone its digits stand once more, so that a term is at most two things to look for.
  static constexpr bool plain_phones_apart = false;
  static constexpr phone_alphabet other_phone{0, 'P', 'A'};
};
inline constexpr char value_border = byte_marks::border;

/// "+" and digits, either of which may be missing.
[[nodiscard]] constexpr bool is_plain_phone_part(std::string_view text) noexcept {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  return std::ranges::all_of(text, is_digit);
}

/// The searched values of a lead: border, value, border, value, ..., border.
template <class Marks = byte_marks, lead_like L>
void append_searchable_text(std::string& out, const L& lead) {
  const auto& from = detail::row(lead);
  const auto append = [&]<fixed_string Name>(field_constant<Name>, std::string_view text) {
    if constexpr (Marks::plain_phones_apart) { // alone: Name is not known yet when this is decided
      if constexpr (is_phone_field<Name>) {
        if (text.starts_with('+') && is_plain_phone_part(text)) {
          Marks::plain_phone.append_start(out);
          Marks::plain_phone.append_digits(out, text);
          out += Marks::border;
          return;
        }
      }
    }
    const std::size_t at = out.size();
    out.resize(at + text.size() * max_fold_growth);
    out.resize(at + fold_into(text, std::span(out).subspan(at)));
    for (std::size_t bad = find_invalid_utf8(out, at); bad != std::string::npos;
         bad = find_invalid_utf8(out, bad + 1)) {
      out[bad] = Marks::border; // no valid term has it or goes beyond it
    }
    if constexpr (is_phone_field<Name>) {
      out += Marks::border;
      Marks::other_phone.append_start(out);
      Marks::other_phone.append_digits(out, text);
    }
    out += Marks::border;
  };
  out += Marks::border;
  std::apply(
      [&](auto... each) {
        const auto append_field = [&]<fixed_string Name>(field_constant<Name> field) {
          using as = std::remove_cvref_t<field_type<lead_view, Name>>;
          auto&& value = field(from);
          if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
            for (auto&& element : value) {
              append(field, detail::as_text(element));
            }
          } else if (detail::has_value(value)) {
            auto&& inner = detail::value(value);
            append(field, detail::as_text(inner));
          }
        };
        (append_field(each), ...);
      },
      search_fields);
}

/// Whether two leads have the same values of all search_fields, so that their searchable texts are the same too.
template <lead_like A, lead_like B>
[[nodiscard]] bool same_searched_values(const A& a, const B& b) {
  const auto same = []<fixed_string Name>(field_constant<Name> field, const auto& one,
                                          const auto& other) {
    using as = std::remove_cvref_t<field_type<lead_view, Name>>;
    const auto same_text = [](const auto& x, const auto& y) {
      return detail::as_text(x) == detail::as_text(y);
    };
    auto&& x = field(one);
    auto&& y = field(other);
    if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
      return std::ranges::equal(x, y, same_text);
    } else {
      return detail::has_value(x) == detail::has_value(y) &&
             (!detail::has_value(x) || same_text(detail::value(x), detail::value(y)));
    }
  };
  return std::apply(
      [&](auto... each) { return (same(each, detail::row(a), detail::row(b)) && ...); },
      search_fields);
}

/// What to look for in searchable texts: a lead matches a term where any of these is found.
/// @return nothing for a term that is not valid UTF-8
template <class Marks = byte_marks>
[[nodiscard]] std::vector<std::string> search_needles(const search_term& term) {
  std::vector<std::string> needles;
  if (!is_valid_utf8(term.folded())) {
    return needles;
  }
  needles.emplace_back(term.folded());
  const auto add_digits = [&](phone_alphabet alphabet, bool from_start, std::string_view digits) {
    std::string needle;
    if (from_start) {
      alphabet.append_start(needle);
    }
    alphabet.append_digits(needle, digits);
    if (needle != needles.back()) {
      needles.push_back(std::move(needle));
    }
  };
  if constexpr (Marks::plain_phones_apart) {
    if (is_plain_phone_part(term.folded())) {
      add_digits(Marks::plain_phone, term.folded().starts_with('+'), term.folded());
    }
  }
  if (const phone_pattern phone = term.phone(); phone.active()) {
    const std::string_view digits =
        phone.has_trunk_prefix() ? phone.digits().substr(1) : phone.digits();
    if constexpr (Marks::plain_phones_apart) {
      add_digits(Marks::plain_phone, phone.anchored(), digits);
    }
    add_digits(Marks::other_phone, phone.anchored(), digits);
  }
  return needles;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
