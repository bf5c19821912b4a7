// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_SEARCHABLE_TEXT_HPP
#define LEADCORE_DETAIL_SEARCHABLE_TEXT_HPP

// Layer 3, private: all that a search looks into as one string per lead, and a search term as strings to look for in it,
// so that finding is comparing bytes. Equal to matches() for every lead and every term that is valid UTF-8.

#include <leadcore/detail/ascii.hpp>
#include <leadcore/fold.hpp>
#include <leadcore/lead.hpp>
#include <leadcore/search.hpp>
#include <leadcore/utf8.hpp>

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace leadcore::detail {

// Values stand between borders; behind each phone its digits stand once more, as characters of their own with a start
// mark, because a term of digits is looked for in the digits of phones only. None of these marks is in a folded term, so
// no match reaches across one. Which they are is the engine's choice.

/// Bytes that no valid text has: for an engine that keeps any bytes.
struct byte_marks {
  static constexpr char border = '\xFF';
  static constexpr char digits_start = '\xC0';
  [[nodiscard]] static constexpr char digit(char of_phone) noexcept {
    return static_cast<char>(0xF5 + (of_phone - '0'));
  }
};
/// ASCII, for a database that keeps UTF-8 only: a term has no line break, since its white space is collapsed, and
/// nothing that is folded has an upper-case ASCII letter. Values may have line breaks: no term reaches across those either.
struct text_marks {
  static constexpr char border = '\n';
  static constexpr char digits_start = 'P';
  [[nodiscard]] static constexpr char digit(char of_phone) noexcept {
    return static_cast<char>('A' + (of_phone - '0'));
  }
};
inline constexpr char value_border = byte_marks::border;

template <class Marks> void append_phone_digits(std::string& out, std::string_view phone) {
  for (const char c : phone) {
    if (is_digit(c)) {
      out += Marks::digit(c);
    }
  }
}

/// The searched values of a lead: border, value, border, value, ..., border.
template <class Marks = byte_marks, lead_like L>
void append_searchable_text(std::string& out, const L& lead) {
  const auto& from = detail::row(lead);
  const auto append = [&]<fixed_string Name>(field_constant<Name>, std::string_view text) {
    const std::size_t at = out.size();
    out.resize(at + text.size() * max_fold_growth);
    out.resize(at + fold_into(text, std::span(out).subspan(at)));
    for (std::size_t bad = find_invalid_utf8(out, at); bad != std::string::npos;
         bad = find_invalid_utf8(out, bad + 1)) {
      out[bad] = Marks::border; // no valid term has it or goes beyond it
    }
    if constexpr (is_phone_field<Name>) {
      out += Marks::border;
      out += Marks::digits_start;
      append_phone_digits<Marks>(out, text);
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
              append(field, as_text(element));
            }
          } else if (has_value(value)) {
            auto&& inner = detail::value(value);
            append(field, as_text(inner));
          }
        };
        (append_field(each), ...);
      },
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
  if (const phone_pattern phone = term.phone(); phone.active()) {
    std::string digits(phone.anchored() ? 1U : 0U, Marks::digits_start);
    append_phone_digits<Marks>(digits, phone.has_trunk_prefix() ? phone.digits().substr(1) : phone.digits());
    needles.push_back(std::move(digits));
  }
  return needles;
}

} // namespace leadcore::detail

#endif
