// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/fold.hpp>

#include <array>
#include <string_view>
#include <type_traits>

namespace {

using namespace leadcore;
using namespace std::string_view_literals;

static_assert(noexcept(fold_into("", std::span<char>{})) && noexcept(contains_folded("", "")));
static_assert(!noexcept(fold(""))); // it allocates

constexpr bool folds_to(std::string_view text, std::string_view expected) {
  std::array<char, 256> buffer{};
  const std::size_t size = fold_into(text, buffer);
  return std::string_view(buffer.data(), size) == expected;
}

static_assert(folds_to("", ""));
static_assert(folds_to("Acme Co - JANE DOE", "acme co - jane doe"));
static_assert(folds_to("Stra\u00DFe", "strasse") && folds_to("STRASSE", "strasse"));
static_assert(folds_to("Zoe\u0308 M\u00DCLLER", "zo\u00EB m\u00FCller"));
static_assert(folds_to("\u0130I\u0131", "i\u0307i\u0131"));
static_assert(folds_to("\u03B1\u0345\u0301", "\u03AC\u03B9") &&
              folds_to("\u03B1\u0345\u0323", "\u03B1\u0323\u03B9"));
static_assert(folds_to("\u1100\u1161\u11A8", "\uAC01"));
static_assert(folds_to("a\u0323\u0307\u0323 A\xFF\u0301", "\u1EA1\u0323\u0307 a\xFF\u0301"));
// More marks than the reader's buffer holds.
static_assert(folds_to("A\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
                       "\u0301\u0301\u0301\u0301\u0301"
                       "\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323"
                       "\u0323\u0323\u0323\u0323\u0323",
                       "\u1EA1\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323\u0323"
                       "\u0323\u0323\u0323\u0323\u0323"
                       "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
                       "\u0301\u0301\u0301\u0301"
                       "\u0301"));

// A buffer that is too small is filled, and the returned size is that of the whole folding.
constexpr std::array<char, 5> cut_off = [] {
  std::array<char, 5> buffer{};
  const std::size_t size = fold_into("STRA\u00DFE", buffer);
  buffer[4] = static_cast<char>('0' + size);
  return buffer;
}();
static_assert(std::string_view(cut_off.data(), 4) == "stra" && cut_off[4] == '7');
static_assert(fold_into("STRA\u00DFE", {}) == 7);

static_assert(contains_folded("Jane Doe of Acme Co", "acme") &&
              !contains_folded("Jane Doe of Acme Co", "acne"));
static_assert(contains_folded("Gro\u00DF & S\u00F6hne", "gross") &&
              !contains_folded("Gro\u00DF & S\u00F6hne", "sohne"));
static_assert(contains_folded("", "") && contains_folded("a", "") && !contains_folded("", "a"));
static_assert(!contains_folded("\u00E9", "\xC3") && contains_folded("\xC3", "\xC3"));
static_assert(!contains_folded("a\u20AC", "a\xE2") && contains_folded("a\xE2", "a\xE2"));
static_assert(!contains_folded("na\u00EFve", "nai") &&
              !contains_folded("nai\u0308ve", "nai")); // accents count
static_assert(contains_folded("aaaaaaaaaaaaaaaaaaaaaaaaaaab", "aaab") &&
              !contains_folded("\u00E9 abababababababab", "ababac"));

// clang cannot use libstdc++ 12's std::string in constant expressions.
#if !defined(__clang__)
static_assert(fold("Stra\u00DFe") == "strasse");
static_assert(fold("\xFF"
                   "A\0B"sv) == "\xFF"
                                "a\0b"sv);
#endif

} // namespace
