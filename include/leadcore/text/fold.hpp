// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_FOLD_HPP
#define LEADCORE_TEXT_FOLD_HPP

// What two texts have in common when letter case and ways of writing a letter do not count.

#include <leadcore/text/detail/fold_ascii.hpp>
#include <leadcore/text/detail/fold_reader.hpp>
#include <leadcore/text/detail/fold_search.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// fold(text) has at most this many times the bytes of text.
inline constexpr std::size_t max_fold_growth = 3;

namespace detail {

/// Gives the folding to a sink: sink.ascii(run) takes ASCII that is still to be lowered, sink.unit(bytes) one unit.
template <class Sink> constexpr void fold_into_sink(std::string_view text, Sink& sink) {
  fold_reader reader(text);
  for (;;) {
    if (const std::string_view run = reader.take_ascii(); !run.empty()) {
      sink.ascii(run);
    }
    // Then one unit at a time; take_ascii is only worth asking again where ASCII begins.
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
  std::size_t size = 0; // of the whole folding; what does not fit is counted only

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

/// contains_folded, for a needle that is neither empty nor longer than the text. (One function for each way of asking, which
/// contains_folded ends with, so that a short text costs one call.)
template <class Question>
[[nodiscard]] constexpr bool contains_folded_by(std::string_view text,
                                                std::string_view folded_needle) noexcept {
  const ascii_search search = find_in_ascii<Question>(text, folded_needle);
  if (search.found || search.resume == text.size()) {
    return search.found;
  }
  return find_in_folded(text.substr(search.resume), folded_needle);
}

} // namespace detail

/// The search folding of a text: equal for texts that differ only in letter case or in how letters are composed.
///
/// Unicode's canonical caseless form with composed result, NFC(toCasefold(NFD(text))), of Unicode 15.0 and no locale:
/// full case folding ("ß" = "ss", and no Turkic rules: "İ" is "i" with a dot above, "ı" stays), canonical but not
/// compatibility equivalence ("Å" = "A" + ring = the angstrom sign, but "ﬁ" = "fi" only because case folding says
/// so, and "²" is not "2"). Accents count. Unassigned code points, noncharacters and NUL stay as they are. A byte
/// that is no part of well-formed UTF-8 stays as it is, and nothing is reordered or composed across it.
///
/// Folding twice changes nothing more. fold(a + b) equals fold(a) + fold(b) unless b begins with something that joins
/// what stands before it: a combining mark (which may be reordered and composed), a Hangul vowel or trailing
/// consonant, one of the few other letters that compose with one before (such as U+09BE), or an invalid byte that
/// with invalid bytes at the end of a becomes valid. Texts joined by a space always fold piece by piece.
///
/// @param text  UTF-8, or any bytes.
/// @return the folding; at most max_fold_growth times as long; valid UTF-8 where text is.
/// @par Complexity  linear in text.size(); one allocation where the folding is no longer than the text. More than 32
///     marks on one letter are passed over once for each of their combining classes (there are 55), twice.
/// @par Source  Unicode 15.0, section 3.13 (D145; R4 toCasefold with CaseFolding.txt, C + F), UAX #15 (NFC);
///     decisions 0021 and 0022. Tables from UnicodeData.txt: tools/fold_tables.py.
/// @par Example
///     fold("STRASSE") == fold("Straße")
///     fold("Zoe\u0308") == "zo\u00EB"
/// @see fold_into, contains_folded, tests/vectors/fold.tsv
[[nodiscard]] constexpr std::string fold(std::string_view text) {
  std::string out(text);
  if (detail::lower_ascii(text, out.data())) {
    return out;
  }
  out.clear();
  detail::string_sink sink{out};
  detail::fold_into_sink(text, sink);
  return out;
}

/// Writes the folding of a text into a buffer, as far as it fits.
///
/// The buffer then begins with the first min(out.size(), returned) bytes of fold(text), which may end within a code
/// point if it was too small. A buffer of max_fold_growth * text.size() bytes is always large enough, one of
/// text.size() for ASCII.
///
/// @param out  where to write; may not overlap text.
/// @return fold(text).size(), whatever fits: more than out.size() says that the buffer is too small, and how large it has to be.
/// @par Complexity  as fold; allocates nothing.
/// @par Example
///     char buffer[64];
///     std::size_t size = fold_into("Straße", buffer); // size == 7, buffer begins with "strasse"
/// @see fold
[[nodiscard]] constexpr std::size_t fold_into(std::string_view text, std::span<char> out) noexcept {
  if (out.size() >= text.size() && detail::ascii_run(text, 0) == text.size()) {
    static_cast<void>(detail::lower_ascii(text, out.data()));
    return text.size();
  }
  detail::span_sink sink{out};
  detail::fold_into_sink(text, sink);
  return sink.size;
}

/// Whether a folded needle occurs in the folding of a text.
///
/// It does where fold(text) contains its bytes from the start of one unit (a code point or an invalid byte) to the
/// end of another. So a needle never matches inside a code point: "e" is not in "é", the byte C3 is not either, nor is
/// E2 82 in "€", though each is in itself. The empty needle is in every text.
///
/// @param text  what to search; not folded.
/// @param folded_needle  what to look for, as fold gives it; one that is not folded is never found.
/// @par Complexity  linear in text.size() + folded_needle.size(), whatever they hold, but for fold's note on marks; allocates
///     nothing. ASCII before any other letter takes a block of 8 to 32 bytes a step.
/// @par Source  decisions 0021 and 0023.
/// @par Example
///     contains_folded("Groß & Söhne", fold("GROSS"))
///     contains_folded("naïve", fold("nai")) == false   // accents count
/// @see fold, tests/vectors/contains.tsv
[[nodiscard]] constexpr bool contains_folded(std::string_view text,
                                             std::string_view folded_needle) noexcept {
  if (folded_needle.empty()) {
    return true;
  }
  if (folded_needle.size() > text.size()) { // letters beyond ASCII may fold to more bytes
    return detail::ascii_run(text, 0) != text.size() && detail::find_in_folded(text, folded_needle);
  }
  bool found = false;
  detail::with_place_question<true>(
      text.size() - folded_needle.size() + 1, [&]<class Question>(detail::block_type<Question>) {
        found = detail::contains_folded_by<Question>(text, folded_needle);
      });
  return found;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
