// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_READ_OPTIONS_HPP
#define LEADCORE_JSON_READ_OPTIONS_HPP

// How leads are read from JSON.

#include <leadcore/model/validate.hpp>
#include <leadcore/version.hpp>

#include <cstddef>

namespace leadcore::inline LEADCORE_ABI {

/// The most arrays and objects inside each other; the answer document has 4.
inline constexpr std::size_t max_json_depth = 32;

/// How leads are read from JSON; the default accepts exactly what the endpoint answers.
struct json_read_options {
  bool ignore_unknown_keys =
      false; ///< keys that are none of the contract's are skipped, whatever they hold
  bool allow_missing_nullable = false; ///< a nullable field that is absent counts as null
  /// Phones and emails are as people typed them and are brought into canonical form, as normalise_lead does;
  /// otherwise they must be in it already, as validate asks.
  bool normalise = false;
  contact_options contacts{};    ///< the region counts only for normalise
  std::size_t max_errors = 1000; ///< after so many problems reading stops with too_many_errors
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
