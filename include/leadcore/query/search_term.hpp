// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_SEARCH_TERM_HPP
#define LEADCORE_QUERY_SEARCH_TERM_HPP

// The search term, and whether a lead contains it.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// The searched fields. A match is inside one value of one of them, and never spans two values.
/// @par Source  spec search.6, search.8.
inline constexpr auto search_fields =
    std::tuple{field<"name">, field<"company">, field<"emails">, field<"phones">};

/// The most code points a search term has after its white space is collapsed.
inline constexpr std::size_t max_search_code_points = 256;

enum class search_errc : std::uint8_t {
  invalid_utf8 = 1,  ///< bytes that are not UTF-8
  nul_character = 2, ///< U+0000
  too_long = 3,      ///< more than 256 code points
};

namespace detail {

template <>
inline constexpr enum_entry<search_errc> enum_table<search_errc>[] = {
    {search_errc::invalid_utf8, "invalid_utf8", "the term is not valid UTF-8"},
    {search_errc::nul_character, "nul_character", "the term holds the character U+0000"},
    {search_errc::too_long, "too_long", "the term has more than 256 characters"},
};

} // namespace detail

[[nodiscard]] constexpr std::string_view to_string(search_errc code) noexcept {
  return detail::enum_name(code);
}
[[nodiscard]] constexpr std::string_view message(search_errc code) noexcept {
  return detail::enum_message(code);
}

using search_error = text_error<search_errc>;

/// The phone number in a search term, if the term can be one.
///
/// A term of digits, spaces and + - . ( ) / with at least 3 digits is also searched in the digits
/// of each phone. After dropping everything but digits and "+", a leading "+" or "00" anchors the
/// digits after it at the start of the number. Otherwise, with 7 or more digits, a single leading 0
/// may be a trunk prefix, so the digits are also tried without it.
/// @par Source  spec phone_search.1 to phone_search.7; decision 0050.
///
/// A view: the digits belong to the search_term.
class phone_pattern {
 public:
  /// No pattern: matches nothing.
  constexpr phone_pattern() = default;
  /// The pattern of a term, given its digits, which the caller keeps.
  constexpr phone_pattern(std::string_view term, std::string_view digits) noexcept {
    constexpr std::string_view others = " +-.()/";
    for (const char c : term) {
      if (!detail::is_digit(c) && others.find(c) == std::string_view::npos) {
        return;
      }
    }
    if (digits.size() < 3) {
      return;
    }
    const std::size_t plus = term.find('+');
    active_ = true;
    digits_ = digits;
    anchored_ = plus != std::string_view::npos && plus < term.find(digits.front());
    if (!anchored_ && digits.starts_with("00")) {
      anchored_ = true;
      digits_.remove_prefix(2);
    }
    trunk_ = !anchored_ && digits.size() >= 7 && digits.front() == '0';
  }

  /// False when the term cannot be (a part of) a phone number.
  [[nodiscard]] constexpr bool active() const noexcept { return active_; }
  /// The searched digits, without "+" or "00".
  [[nodiscard]] constexpr std::string_view digits() const noexcept { return digits_; }
  /// True when the digits must be at the start of the number.
  [[nodiscard]] constexpr bool anchored() const noexcept { return anchored_; }
  /// True when the digits are also tried without their leading 0.
  [[nodiscard]] constexpr bool has_trunk_prefix() const noexcept { return trunk_; }
  /// True when the digits of a phone contain the pattern. Other characters of the phone are
  /// ignored.
  /// @par Complexity  length of the phone times number of digits; allocates nothing.
  [[nodiscard]] constexpr bool matches(std::string_view phone) const noexcept {
    // A phone that contains the digits with the trunk 0 also contains those without it.
    return active_ && found_in(phone, trunk_ ? digits_.substr(1) : digits_);
  }

 private:
  [[nodiscard]] constexpr bool found_in(std::string_view phone,
                                        std::string_view digits) const noexcept {
    for (std::size_t start = 0; start < phone.size(); ++start) {
      if (!detail::is_digit(phone[start])) {
        continue;
      }
      std::size_t found = 0;
      for (std::size_t at = start; at < phone.size() && found < digits.size(); ++at) {
        if (detail::is_digit(phone[at])) {
          if (phone[at] != digits[found]) {
            break;
          }
          ++found;
        }
      }
      if (found == digits.size()) {
        return true;
      }
      if (anchored_) {
        return false;
      }
    }
    return false;
  }

  std::string_view digits_;
  bool anchored_ = false;
  bool trunk_ = false;
  bool active_ = false;
};

/// A search term: one literal phrase, trimmed, its inner white space collapsed; or none.
///
/// Keeps the term, its folding and its digits, so that matching a row allocates nothing.
class search_term {
 public:
  /// No search: every lead matches.
  constexpr search_term() = default;

  /// True for no search.
  [[nodiscard]] constexpr bool empty() const noexcept { return text_.empty(); }
  /// The term as asked, trimmed and collapsed.
  [[nodiscard]] constexpr std::string_view text() const noexcept { return view(text_); }
  /// Its folding, as contains_folded expects it.
  [[nodiscard]] constexpr std::string_view folded() const noexcept { return view(folded_); }
  /// Its phone pattern, which refers into this term.
  [[nodiscard]] constexpr phone_pattern phone() const noexcept {
    return phone_pattern(text(), view(digits_));
  }

  friend constexpr bool operator==(const search_term& a, const search_term& b) noexcept {
    return a.text() == b.text();
  }

 private:
  // Not std::string: clang with libstdc++ 12 cannot use one in constant expressions.
  using characters = std::vector<char>;

  [[nodiscard]] static constexpr std::string_view view(const characters& of) noexcept {
    return {of.data(), of.size()};
  }

  characters text_;
  characters folded_;
  characters digits_;

  friend constexpr search_term make_search_term(std::string_view text);
};

/// Makes a term of a text without checks. Usable in constant expressions.
/// @pre The text is valid UTF-8 without U+0000, and has at most 256 code points once collapsed.
///     parse_search_term checks this.
/// @par Complexity  linear in text.size(); allocates the term, its folding and its digits.
[[nodiscard]] constexpr search_term make_search_term(std::string_view text) {
  search_term term;
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = decode_utf8(text, at);
    if (unit.valid && is_white_space(unit.code_point)) {
      space = true;
    } else {
      if (space && !term.text_.empty()) {
        term.text_.push_back(' ');
      }
      space = false;
      for (const char byte : text.substr(at, unit.length)) {
        term.text_.push_back(byte);
        if (detail::is_digit(byte)) {
          term.digits_.push_back(byte);
        }
      }
    }
    at += unit.length;
  }
  // Not resize: clang cannot evaluate libstdc++ 12's in constant expressions.
  term.folded_.insert(term.folded_.end(), term.text_.size() * max_fold_growth, '\0');
  term.folded_.resize(fold_into(term.text(), term.folded_));
  return term;
}

/// Reads a search term. White space (Unicode White_Space) is trimmed and collapsed to single
/// spaces. An empty result means no search. There are no wildcards.
///
/// @par Errors
///     | code                       | offset             | when                               |
///     | search_errc::invalid_utf8  | the first bad byte | text is not UTF-8                  |
///     | search_errc::nul_character | that byte          | text holds U+0000                  |
///     | search_errc::too_long      | text.size()        | more than 256 code points are left |
/// @par Complexity  linear in text.size(); allocates the term and its folding.
/// @par Source  spec search.1 to search.5.
[[nodiscard]] inline result<search_term, search_error> parse_search_term(std::string_view text) {
  if (const std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    return fail(search_error{search_errc::invalid_utf8, static_cast<std::uint32_t>(bad)});
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return fail(search_error{search_errc::nul_character, static_cast<std::uint32_t>(nul)});
  }
  search_term term = make_search_term(text);
  if (count_code_points(term.text()) > max_search_code_points) {
    return fail(search_error{search_errc::too_long, static_cast<std::uint32_t>(text.size())});
  }
  return term;
}

namespace detail {

template <fixed_string Name>
[[nodiscard]] constexpr bool text_found(std::string_view text, const search_term& term) noexcept {
  return leadcore::contains_folded(text, term.folded()) ||
         (is_phone_field<Name> && term.phone().matches(text));
}

template <fixed_string Name, class Row>
[[nodiscard]] constexpr bool field_found(field_constant<Name> each, const Row& row,
                                         const search_term& term) {
  using as = std::remove_cvref_t<field_type<lead_view, Name>>;
  auto&& value = each(row);
  if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
    for (auto&& element : value) {
      if (detail::text_found<Name>(detail::as_text(element), term)) {
        return true;
      }
    }
    return false;
  } else {
    return detail::has_value(value) &&
           detail::text_found<Name>(detail::as_text(detail::value(value)), term);
  }
}

} // namespace detail

/// True when the term is empty or one value of one of the search_fields contains it.
///
/// @par Complexity  linear in the texts of those fields; allocates nothing.
/// @par Source  spec search.6 to search.11, fold.1.
/// @see tests/vectors/match.tsv
template <lead_like L> [[nodiscard]] constexpr bool matches(const L& row, const search_term& term) {
  if (term.empty()) {
    return true;
  }
  return std::apply(
      [&](auto... each) { return (detail::field_found(each, detail::row(row), term) || ...); },
      search_fields);
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
