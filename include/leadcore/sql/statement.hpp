// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_STATEMENT_HPP
#define LEADCORE_SQL_STATEMENT_HPP

// A statement as a value: its text and its bind parameters.

#include <leadcore/version.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// The value of a bind parameter: null, an integer, text (valid UTF-8 without U+0000), or a number
/// that may have a fraction.
using parameter = std::variant<std::monostate, std::int64_t, std::string, double>;

/// A statement and the values of its placeholders, in order. The text never contains user input.
struct statement {
  std::string text{};
  std::vector<parameter> parameters{};

  friend bool operator==(const statement&, const statement&) = default;
};

/// The name of one partition of a partitioned table, to be queried directly: see find_partition.
struct partition {
  std::string schema; ///< empty: unqualified
  std::string name;

  friend bool operator==(const partition&, const partition&) = default;
};

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
