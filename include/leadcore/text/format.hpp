// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_FORMAT_HPP
#define LEADCORE_TEXT_FORMAT_HPP

// std::formatter of e164, email_address, region, timestamp and organisation_id, where the standard
// library has <format>; elsewhere nothing. Include the headers of the types too.

#include <leadcore/text/text_value.hpp>
#include <leadcore/text/timestamp.hpp>

#include <version>

#if defined(__cpp_lib_format)
#include <format>
#include <string_view>

/// Formats the text of a value, with the format specification of std::string_view.
template <class T>
  requires leadcore::detail::is_text_value<T>
struct std::formatter<T, char> : std::formatter<std::string_view, char> {
  template <class Context> auto format(const T& value, Context& context) const {
    return std::formatter<std::string_view, char>::format(value.view(), context);
  }
};

/// Formats a timestamp as its text, with the format specification of std::string_view.
template <>
struct std::formatter<leadcore::timestamp, char> : std::formatter<std::string_view, char> {
  template <class Context> auto format(const leadcore::timestamp& time, Context& context) const {
    return std::formatter<std::string_view, char>::format(leadcore::to_text(time).view(), context);
  }
};
#endif

#endif
