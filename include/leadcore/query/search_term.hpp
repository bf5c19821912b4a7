// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_SEARCH_TERM_HPP
#define LEADCORE_QUERY_SEARCH_TERM_HPP

// The search term, and what a value must contain to be found.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/find_folded.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// How a search reads its term.
enum class term_reading : std::uint8_t {
  phrase,    ///< one literal phrase, in one value
  all_words, ///< each word in any value; a term that may be a phone number stays one phrase
};

/// What a search finds: which texts are equal, and how its term is read. It is a part of the term's
/// type, so that a term cannot be compared with texts that are folded in another way.
struct search_policy {
  leadcore::folding folding = folding::caseless;
  term_reading reading = term_reading::phrase;

  friend constexpr bool operator==(const search_policy&, const search_policy&) = default;
};

/// The most code points a search term has after its white space is collapsed.
inline constexpr std::size_t max_search_code_points = 256;

/// Errors of parse_search_term. Values and names are stable.
enum class search_errc : std::uint8_t {
  invalid_utf8 = 1,  ///< bytes that are not UTF-8
  nul_character = 2, ///< U+0000
  too_long = 3,      ///< more than 256 code points
};

template <>
inline constexpr enum_entry<search_errc> enum_table<search_errc>[] = {
    {search_errc::invalid_utf8, "invalid_utf8", "the term is not valid UTF-8"},
    {search_errc::nul_character, "nul_character", "the term holds the character U+0000"},
    {search_errc::too_long, "too_long", "the term has more than 256 characters"},
};

/// The stable name of a code.
[[nodiscard]] constexpr std::string_view to_string(search_errc code) noexcept {
  return detail::enum_name(code);
}
/// The message of a code, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(search_errc code) noexcept {
  return detail::enum_message(code);
}

/// An error of parse_search_term and its offset.
using search_error = text_error<search_errc>;

/// The phone number in a search term, if the term can be one.
///
/// A term of digits, spaces and + - . ( ) / with at least 3 digits is also searched in the digits
/// of each phone. After dropping everything but digits and "+", a leading "+" or "00" anchors the
/// digits after it at the start of the number. Otherwise, with 7 or more digits, a single leading 0
/// may be a trunk prefix, so the digits are also tried without it.
/// @par Source
/// spec phone_search.1 to phone_search.7; decision 0050.
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
  /// @par Complexity
  /// length of the phone times number of digits; allocates nothing.
  [[nodiscard]] constexpr bool matches(std::string_view phone) const noexcept {
    return find(phone).size != 0;
  }
  /// The part of a phone whose digits are the pattern's; its size is 0 if there is none.
  [[nodiscard]] constexpr text_span find(std::string_view phone) const noexcept {
    // A phone that contains the digits with the trunk 0 also contains those without it.
    const std::string_view digits = trunk_ ? digits_.substr(1) : digits_;
    for (std::size_t start = 0; active_ && start < phone.size(); ++start) {
      if (!detail::is_digit(phone[start])) {
        continue;
      }
      std::size_t found = 0;
      std::size_t at = start;
      for (; at < phone.size() && found < digits.size(); ++at) {
        if (detail::is_digit(phone[at])) {
          if (phone[at] != digits[found]) {
            break;
          }
          ++found;
        }
      }
      if (found == digits.size()) {
        return {start, at - start};
      }
      if (anchored_) {
        break;
      }
    }
    return {};
  }

 private:
  std::string_view digits_{};
  bool anchored_ = false;
  bool trunk_ = false;
  bool active_ = false;
};

/// A phrase that a value must contain: its text, its folding and its digits, so that matching
/// allocates nothing.
class search_phrase {
 public:
  constexpr search_phrase() = default;
  /// @pre The text is trimmed, and its white space collapsed.
  template <folding Folding>
  [[nodiscard]] static constexpr search_phrase of(std::string_view text) {
    search_phrase made;
    made.text_.assign(text.begin(), text.end());
    for (const char byte : text) {
      if (detail::is_digit(byte)) {
        made.digits_.push_back(byte);
      }
    }
    // Not resize: clang cannot evaluate libstdc++ 12's in constant expressions.
    made.folded_.insert(made.folded_.end(), text.size() * max_fold_growth, '\0');
    made.folded_.resize(leadcore::fold_into<Folding>(text, made.folded_));
    return made;
  }

  /// The phrase as given.
  [[nodiscard]] constexpr std::string_view text() const noexcept { return view(text_); }
  /// Its folding, as contains_folded expects it.
  [[nodiscard]] constexpr std::string_view folded() const noexcept { return view(folded_); }
  /// Its phone pattern, which refers into this phrase.
  [[nodiscard]] constexpr phone_pattern phone() const noexcept {
    return phone_pattern(text(), view(digits_));
  }

 private:
  // Not std::string: clang with libstdc++ 12 cannot use one in constant expressions.
  using characters = std::vector<char>;

  [[nodiscard]] static constexpr std::string_view view(const characters& of) noexcept {
    return {of.data(), of.size()};
  }

  characters text_{};
  characters folded_{};
  characters digits_{};
};

/// A search term, trimmed, its inner white space collapsed; or none.
template <search_policy Policy> class basic_search_term {
 public:
  static constexpr search_policy policy = Policy;

  /// No search: every lead matches.
  constexpr basic_search_term() = default;

  /// True for no search.
  [[nodiscard]] constexpr bool empty() const noexcept { return text().empty(); }
  /// The term as given, trimmed and collapsed.
  [[nodiscard]] constexpr std::string_view text() const noexcept { return whole_.text(); }
  /// The folding of the whole term.
  [[nodiscard]] constexpr std::string_view folded() const noexcept { return whole_.folded(); }
  /// The phone pattern of the whole term, which refers into this term.
  [[nodiscard]] constexpr phone_pattern phone() const noexcept { return whole_.phone(); }
  /// What a row must contain: all of these, each in any searched value. None for no search.
  [[nodiscard]] constexpr std::span<const search_phrase> phrases() const noexcept {
    if constexpr (Policy.reading == term_reading::all_words) {
      if (!words_.empty()) {
        return {words_.data(), words_.size()};
      }
    }
    return {__builtin_addressof(whole_), empty() ? 0U : 1U};
  }

  friend constexpr bool operator==(const basic_search_term& a,
                                   const basic_search_term& b) noexcept {
    return a.text() == b.text();
  }

 private:
  struct no_words {
    friend constexpr bool operator==(const no_words&, const no_words&) = default;
  };

  search_phrase whole_{};
  [[no_unique_address]] std::conditional_t<Policy.reading == term_reading::all_words,
                                           std::vector<search_phrase>, no_words>
      words_{}; // if there are several

  template <search_policy P>
  friend constexpr basic_search_term<P> unchecked_search_term(std::string_view text);
};

/// The search term of the documented endpoint.
using search_term = basic_search_term<search_policy{}>;

/// Makes a term of a text without checks. Usable in constant expressions.
/// @pre The text is valid UTF-8 without U+0000, and has at most 256 code points once collapsed.
///     parse_search_term checks this.
/// @par Complexity
/// linear in text.size(); allocates the term, its folding and its digits.
template <search_policy Policy = search_policy{}>
[[nodiscard]] constexpr basic_search_term<Policy> unchecked_search_term(std::string_view text) {
  std::vector<char> collapsed(text.begin(), text.end()); // for the reason given at search_phrase
  std::size_t size = 0;
  std::vector<std::size_t> spaces;
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = decode_utf8(text, at);
    if (unit.valid && is_white_space(unit.code_point)) {
      space = true;
    } else {
      if (space && size != 0) {
        spaces.push_back(size);
        collapsed[size++] = ' ';
      }
      space = false;
      for (const char byte : text.substr(at, unit.length)) {
        collapsed[size++] = byte;
      }
    }
    at += unit.length;
  }
  const std::string_view whole(collapsed.data(), size);
  basic_search_term<Policy> term;
  term.whole_ = search_phrase::of<Policy.folding>(whole);
  if constexpr (Policy.reading == term_reading::all_words) {
    if (!spaces.empty() && !term.phone().active()) {
      spaces.push_back(whole.size());
      std::size_t begin = 0;
      for (const std::size_t end : spaces) {
        term.words_.push_back(search_phrase::of<Policy.folding>(whole.substr(begin, end - begin)));
        begin = end + 1;
      }
    }
  }
  return term;
}

/// Reads a search term. White space (Unicode White_Space) is trimmed and collapsed to single
/// spaces. An empty result means no search. There are no wildcards.
///
/// @par Errors
/// | code                       | offset             | when                               |
/// | search_errc::invalid_utf8  | the first bad byte | text is not UTF-8                  |
/// | search_errc::nul_character | that byte          | text holds U+0000                  |
/// | search_errc::too_long      | text.size()        | more than 256 code points are left |
/// @par Complexity
/// linear in text.size(); allocates the term and its folding.
/// @par Source
/// spec search.1 to search.5.
template <search_policy Policy = search_policy{}>
[[nodiscard]] result<basic_search_term<Policy>, search_error>
parse_search_term(std::string_view text) {
  if (const std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    return fail(search_error{search_errc::invalid_utf8, static_cast<std::uint32_t>(bad)});
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return fail(search_error{search_errc::nul_character, static_cast<std::uint32_t>(nul)});
  }
  auto term = leadcore::unchecked_search_term<Policy>(text);
  if (count_code_points(term.text()) > max_search_code_points) {
    return fail(search_error{search_errc::too_long, static_cast<std::uint32_t>(text.size())});
  }
  return term;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
