// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_IMPORT_OPTIONS_HPP
#define LEADCORE_EXAMPLES_IMPORT_IMPORT_OPTIONS_HPP

// Options of an import.

#include "columns.hpp"
#include "dates.hpp"
#include "status_words.hpp"

#include <leadcore/model/status.hpp>
#include <leadcore/text/timestamp.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>
namespace demo {

/// Options of an import.
struct import_options {
  std::string region; ///< of national phone numbers without a country column
  std::vector<std::pair<column_role, std::string>>
      map;                 ///< columns named by the user; override detection
  status_mapping statuses; ///< take precedence over the table of status_words.hpp
  std::optional<leadcore::lead_status> default_status; ///< for rows without a known status
  date_order order = date_order::unknown;              ///< of dates; overrides detection
  std::chrono::minutes zone{0};                        ///< of times without a zone
  std::optional<char> delimiter;                       ///< of CSV; overrides detection
  std::string encoding;                                ///< overrides detection
  bool strict = false;               ///< rejects a row instead of setting a value aside
  std::string file_name;             ///< from which ids of rows without one are derived
  leadcore::timestamp imported_at{}; ///< the creation time of rows without one
  std::function<void(std::size_t rows, int percent)> progress; ///< called from time to time
};

} // namespace demo

#endif
