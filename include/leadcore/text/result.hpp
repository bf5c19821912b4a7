// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_RESULT_HPP
#define LEADCORE_TEXT_RESULT_HPP

// How a function answers "a value, or why there is none".

#include <leadcore/version.hpp>

#include <tl/expected.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// A value of type T, or the reason of type E why there is none.
///
/// Use only the members that tl::expected and std::expected share (has_value, error, and_then, or_else,
/// transform, operator*), so that moving to the standard type stays a change of this line.
/// In a constant expression write (*r).x: tl::expected's operator-> is not constexpr everywhere.
/// @par Source  STYLE 5.
template <class T, class E> using result = tl::expected<T, E>;

/// Wraps an error for return from a function that returns a result; works in constant expressions
/// (tl::make_unexpected does not).
template <class E> [[nodiscard]] constexpr tl::unexpected<std::decay_t<E>> fail(E&& error) {
  return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

/// Why a text is not what a parser of text/ reads: a code of that parser and the byte where it shows.
///
/// offset counts bytes from 0 and is at most the size of the text (the size itself where something is missing
/// at the end). Texts of 4 GiB and more report at most 2^32-1.
template <class Code> struct text_error {
  Code code{};
  std::uint32_t offset = 0;

  friend constexpr bool operator==(const text_error&, const text_error&) = default;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
