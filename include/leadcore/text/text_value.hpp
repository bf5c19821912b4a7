// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_TEXT_VALUE_HPP
#define LEADCORE_TEXT_TEXT_VALUE_HPP

// What the classes that hold a checked text have in common.

#include <leadcore/version.hpp>

#include <string_view>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI::detail {

/// True for a class whose value is the text of its view(). text/ostream.hpp and text/format.hpp
/// print it. Specialised next to the class.
template <class T> inline constexpr bool is_text_value = false;

/// std::basic_string of char, with any allocator. A concept, so that <string> is not needed.
template <class T>
concept char_string =
    std::is_same_v<typename T::traits_type, std::string_view::traits_type> &&
    std::is_class_v<typename T::allocator_type> && std::is_constructible_v<T, std::string_view>;

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
