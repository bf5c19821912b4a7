// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_READ_OPTIONS_HPP
#define LEADCORE_JSON_READ_OPTIONS_HPP

// How leads are read from JSON.

#include <leadcore/model/validate.hpp>
#include <leadcore/version.hpp>

#include <cstddef>

namespace leadcore::inline LEADCORE_ABI {

/// The maximum nesting of arrays and objects. The answer document has 4.
inline constexpr std::size_t max_json_depth = 32;

/// Options for reading. The default accepts exactly what the endpoint answers.
struct json_read_options {
  bool ignore_unknown_keys = false;    ///< skips unknown keys, with any value
  bool allow_missing_nullable = false; ///< a nullable field that is absent counts as null
  /// Phones and emails are as people typed them, and are normalised as by normalise_lead. Otherwise
  /// they must be canonical, as validate requires.
  bool normalise = false;
  contact_options contacts{};    ///< the region counts only for normalise
  std::size_t max_errors = 1000; ///< one more problem is too_many_errors, and reading stops
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
