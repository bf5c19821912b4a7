// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_OPTIONS_HPP
#define LEADCORE_EXAMPLES_IMPORT_OPTIONS_HPP

// Options of an import.

#include "cells.hpp"
#include "columns.hpp"
#include "dates.hpp"

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

struct import_options {
  std::string region; ///< of national phone numbers without a country column
  std::vector<std::pair<column_role, std::string>>
      map;                 ///< columns named by the user; override detection
  status_mapping statuses; ///< take precedence over the table
  std::optional<leadcore::lead_status> default_status; ///< for rows without a known status
  date_order order = date_order::any;                  ///< of dates; overrides detection
  bool excel_dates = false;                            ///< numbers are a spreadsheet's dates
  std::chrono::minutes zone{0};                        ///< of times without a zone
  std::optional<char> delimiter;                       ///< of CSV; overrides detection
  bool has_header = true;                              ///< of CSV; otherwise columns are 1, 2, ...
  std::string list;                                    ///< of JSON: the path of the leads' list
  std::string encoding;                                ///< overrides detection
  bool strict = false;               ///< rejects a row instead of setting a value aside
  leadcore::timestamp imported_at{}; ///< the creation time of rows without one
  std::function<void(std::size_t rows, int percent)> progress; ///< called from time to time
};

} // namespace demo

#endif
