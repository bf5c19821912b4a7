// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_RESULT_HPP
#define LEADCORE_TEXT_RESULT_HPP

// The value-or-error type that parsers return.

#include <leadcore/version.hpp>

#include <tl/expected.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// A value of type T, or an error of type E.
///
/// Use only the members that tl::expected and std::expected share (has_value, error, and_then,
/// or_else, transform, operator*). Moving to the standard type is then a change of this line. In a
/// constant expression write (*r).x: tl::expected's operator-> is not constexpr everywhere.
template <class T, class E> using result = tl::expected<T, E>;

/// Wraps an error for return from a function that returns a result; works in constant expressions
/// (tl::make_unexpected does not).
template <class E> [[nodiscard]] constexpr tl::unexpected<std::decay_t<E>> fail(E&& error) {
  return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

/// The error of a text parser: its code and the offset of the offending byte.
///
/// offset is a 0-based byte offset, at most the size of the text (the size itself if something is
/// missing at the end). Texts of 4 GiB and more report at most 2^32-1.
template <class Code> struct text_error {
  Code code{};
  std::uint32_t offset = 0;

  friend constexpr bool operator==(const text_error&, const text_error&) = default;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
