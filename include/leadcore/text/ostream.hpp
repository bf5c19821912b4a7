// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_OSTREAM_HPP
#define LEADCORE_TEXT_OSTREAM_HPP

// Stream output of e164, email_address, region, timestamp and organisation_id. Include the headers
// of the types, and <ostream>, where it is used.

#include <leadcore/text/text_value.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <iosfwd>

namespace leadcore::inline LEADCORE_ABI {

/// Writes the text of a value, as out << value.view() does: width and fill apply.
template <class T>
  requires detail::is_text_value<T>
std::ostream& operator<<(std::ostream& out, const T& value) {
  return out << value.view();
}

/// Writes a timestamp as out << to_text(time).view() does.
template <std::same_as<timestamp> T> std::ostream& operator<<(std::ostream& out, const T& time) {
  return out << leadcore::to_text(time).view();
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
