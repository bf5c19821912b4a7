// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_FOLD_HPP
#define LEADCORE_TEXT_FOLD_HPP

// Case folding for search: Unicode canonical caseless matching.

#include <leadcore/text/detail/fold_ascii.hpp>
#include <leadcore/text/detail/fold_reader.hpp>
#include <leadcore/text/detail/fold_search.hpp>
#include <leadcore/text/detail/fold_unaccented.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI {

/// Which texts a search treats as equal.
enum class folding : std::uint8_t {
  caseless,            ///< Unicode canonical caseless matching; accents count
  caseless_unaccented, ///< the same without marks; apostrophes, quotes and hyphens are alike
};

/// Upper bound of fold(text).size() / text.size().
inline constexpr std::size_t max_fold_growth = 3;

namespace detail {

/// Writes the folding to a sink: sink.ascii(bytes) takes ASCII that is not yet lower case,
/// sink.unit(bytes) takes one folded unit.
template <folding Folding, class Sink>
constexpr void fold_into_sink(std::string_view text, Sink& sink) {
  if constexpr (Folding == folding::caseless_unaccented) {
    unaccented_reader reader(text);
    for (char32_t unit = reader.next(); unit != end_unit; unit = reader.next()) {
      sink.unit(unit_bytes(unit).view());
    }
    return;
  }
  fold_reader reader(text);
  for (;;) {
    if (const std::string_view run = reader.take_ascii(); !run.empty()) {
      sink.ascii(run);
    }
    // Then one unit at a time; take_ascii() finds nothing before the next ASCII byte.
    char32_t unit = 0;
    do {
      unit = reader.next();
      if (unit == end_unit) {
        return;
      }
      sink.unit(unit_bytes(unit).view());
    } while (unit >= 0x80);
  }
}

struct string_sink {
  std::string& out;

  constexpr void ascii(std::string_view run) {
    const std::size_t at = out.size();
    out.append(run);
    static_cast<void>(lower_ascii(run, out.data() + at));
  }
  constexpr void unit(std::string_view bytes) { out.append(bytes); }
};

struct span_sink {
  std::span<char> out;
  std::size_t size = 0; // of the whole folding, including bytes that did not fit

  constexpr void ascii(std::string_view run) noexcept {
    if (size < out.size()) {
      static_cast<void>(lower_ascii(run.substr(0, out.size() - size), out.data() + size));
    }
    size += run.size();
  }
  constexpr void unit(std::string_view bytes) noexcept {
    for (const char byte : bytes) {
      if (size < out.size()) {
        out[size] = byte;
      }
      ++size;
    }
  }
};

template <folding Folding>
using reader_of = std::conditional_t<Folding == folding::caseless, fold_reader, unaccented_reader>;

/// Whether a text in ASCII folds to its lower case: without accents, ` is an apostrophe.
template <folding Folding> [[nodiscard]] constexpr bool folds_as_ascii(std::string_view text) {
  return Folding == folding::caseless || text.find('`') == std::string_view::npos;
}

/// contains_folded for a needle of 1 to text.size() bytes. One function for each matcher, called in
/// tail position, so that a short text costs one call.
template <folding Folding, class Question>
[[nodiscard]] constexpr bool contains_folded_by(std::string_view text,
                                                std::string_view folded_needle) noexcept {
  const ascii_search search = find_in_ascii<Question>(text, folded_needle);
  if (search.found || search.resume == text.size()) {
    return search.found;
  }
  return find_in_folded<reader_of<Folding>>(text.substr(search.resume), folded_needle);
}

} // namespace detail

/// The search folding of a text. Texts that differ only in letter case or in the composition of
/// their letters have the same folding.
///
/// Unicode's canonical caseless form with composed result, NFC(toCasefold(NFD(text))), of Unicode
/// 15.0 and without a locale. Case folding is full: "ß" = "ss"; there are no Turkic rules, so "İ"
/// is "i" with a dot above and "ı" stays. Equivalence is canonical, not compatible: "Å" = "A" +
/// ring = the angstrom sign, but "²" is not "2" ("ﬁ" = "fi" only because case folding maps it).
/// Accents count. Unassigned code points, noncharacters and NUL are unchanged. A byte outside
/// well-formed UTF-8 is unchanged, and nothing is reordered or composed across it.
///
/// Folding is idempotent. fold(a + b) equals fold(a) + fold(b) unless b begins with a unit that
/// joins the text before it: a combining mark (which may be reordered and composed), a Hangul vowel
/// or trailing consonant, one of the few other letters that compose with a preceding one (such as
/// U+09BE), or an invalid byte that completes a truncated sequence at the end of a. Texts joined by
/// a space always fold separately.
///
/// @param text  UTF-8, or any bytes.
/// @return the folding: at most max_fold_growth * text.size() bytes, and valid UTF-8 if text is.
/// @par Complexity
/// linear in text.size(); one allocation if the folding is not longer than the text. More than 32
/// marks on one letter are read twice for each of their combining classes (Unicode has 55).
/// @par Source
/// Unicode 15.0, section 3.13 (D145; R4 toCasefold with CaseFolding.txt, C + F), UAX #15 (NFC);
/// decisions 0021 and 0022. Tables from UnicodeData.txt: tools/fold_tables.py.
/// @par Example
///     fold("STRASSE") == fold("Straße")
///     fold("Zoe\u0308") == "zo\u00EB"
///
/// With caseless_unaccented, marks (code points with a combining class other than 0) are removed
/// after the decomposition, and there is one apostrophe, one quotation mark and one hyphen:
/// "jose" = "José", "o'neil" = "O’Neil", "insaat" = "İnşaat". Letters that Unicode does not
/// decompose, such as "ø" and "ı", stay. A text of marks alone folds to nothing.
/// @see fold_into, contains_folded, tests/vectors/fold.jsonl
template <folding Folding = folding::caseless>
[[nodiscard]] constexpr std::string fold(std::string_view text) {
  std::string out(text);
  if (detail::lower_ascii(text, out.data()) && detail::folds_as_ascii<Folding>(text)) {
    return out;
  }
  out.clear();
  detail::string_sink sink{out};
  detail::fold_into_sink<Folding>(text, sink);
  return out;
}

/// Writes the folding of a text into a buffer and returns its full size.
///
/// The buffer receives the first min(out.size(), returned) bytes of fold(text); a buffer that is
/// too small may end within a code point. max_fold_growth * text.size() bytes are always enough,
/// text.size() bytes are enough for ASCII.
///
/// @param out  the buffer; must not overlap text.
/// @return fold(text).size(), also if out is smaller.
/// @par Complexity
/// as fold; allocates nothing.
/// @par Example
///     char buffer[64];
///     std::string_view(buffer, fold_into("Straße", buffer)) == "strasse"
/// @see fold
template <folding Folding = folding::caseless>
[[nodiscard]] constexpr std::size_t fold_into(std::string_view text, std::span<char> out) noexcept {
  if (out.size() >= text.size() && detail::ascii_run(text, 0) == text.size() &&
      detail::folds_as_ascii<Folding>(text)) {
    static_cast<void>(detail::lower_ascii(text, out.data()));
    return text.size();
  }
  detail::span_sink sink{out};
  detail::fold_into_sink<Folding>(text, sink);
  return sink.size;
}

/// Whether a folded needle occurs in the folding of a text.
///
/// A match begins and ends at unit boundaries of fold(text); a unit is a code point or an invalid
/// byte. A needle never matches inside a code point: neither "e" nor the byte C3 is in "é", and E2
/// 82 is not in "€". The empty needle is in every text.
///
/// @param text  the text to search; not folded.
/// @param folded_needle  the result of fold(); a needle that is not folded is never found.
/// @par Complexity
/// linear in text.size() + folded_needle.size() for all inputs, except for fold's note on marks;
/// allocates nothing. ASCII before the first other character takes a block of 8 to 32 bytes a step.
/// @par Source
/// decisions 0021 and 0023.
/// @par Example
///     contains_folded("Groß & Söhne", fold("GROSS"))
///     contains_folded("naïve", fold("nai")) == false   // accents count
/// @see fold, tests/vectors/contains.jsonl
template <folding Folding = folding::caseless>
[[nodiscard]] constexpr bool contains_folded(std::string_view text,
                                             std::string_view folded_needle) noexcept {
  if (folded_needle.empty()) {
    return true;
  }
  if (folded_needle.size() > text.size()) { // letters beyond ASCII may fold to more bytes
    return detail::ascii_run(text, 0) != text.size() &&
           detail::find_in_folded<detail::reader_of<Folding>>(text, folded_needle);
  }
  if (Folding == folding::caseless_unaccented &&
      folded_needle.find('\'') != std::string_view::npos) { // "`" is an apostrophe too
    return detail::find_in_folded<detail::unaccented_reader>(text, folded_needle);
  }
  bool found = false;
  detail::with_place_question<true>(
      text.size() - folded_needle.size() + 1, [&]<class Question>(detail::block_type<Question>) {
        found = detail::contains_folded_by<Folding, Question>(text, folded_needle);
      });
  return found;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
