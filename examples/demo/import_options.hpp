// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_DEMO_IMPORT_OPTIONS_HPP
#define LEADCORE_EXAMPLES_DEMO_IMPORT_OPTIONS_HPP

// How a file is read, as the command line says it.

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

/// How a file is read.
struct import_options {
  std::string region; ///< of national phone numbers where no country column tells
  std::vector<std::pair<column_role, std::string>>
      map;                 ///< columns named by the user, instead of those found
  status_mapping statuses; ///< before the table of status_words.hpp
  std::optional<leadcore::lead_status> default_status; ///< for rows without a status that is known
  date_order order = date_order::unknown; ///< of days and months, instead of what a column shows
  std::chrono::minutes zone{0};           ///< of times without a zone
  std::optional<char> delimiter;          ///< of CSV, instead of the one found
  std::string encoding;                   ///< instead of the one found
  bool strict = false;                    ///< a value that would be set aside rejects the row
  std::string file_name;                  ///< ids of rows without one derive from it
  leadcore::timestamp imported_at{};      ///< the creation of rows that do not tell theirs
  std::function<void(std::size_t rows, int percent)> progress; ///< called now and then
};

} // namespace demo

#endif
