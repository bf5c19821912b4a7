// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_TABLE_HPP
#define LEADCORE_EXAMPLES_IMPORT_TABLE_HPP

// Records with named columns, whatever the format of the file.

#include "source.hpp"
#include "text.hpp"

#include <leadcore/text/utf8.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace demo {

/// One record of a file, or the reason why it cannot be read.
struct record {
  std::size_t line = 0;            ///< its first line, or its number, from 1
  std::vector<std::string> fields; ///< by column
  std::string json;                ///< of a lead in the endpoint's own form
  std::string problem;             ///< empty if the record is well-formed
  bool is_recoded = false;         ///< had bytes that are not UTF-8
};

/// Longer records are rejected.
inline constexpr std::size_t max_record_size = 4U << 20U;
/// As many as a spreadsheet has (XFD).
inline constexpr std::size_t max_columns = 16'384;

/// Reads the fields that are not UTF-8 as Windows-1252.
inline void record_to_utf8(record& of) {
  for (auto& field : of.fields) {
    if (!leadcore::is_valid_utf8(field)) {
      field = windows_1252_to_utf8(field);
      of.is_recoded = true;
    }
  }
}

/// Records that can be read several times.
class table {
 public:
  table() = default;
  table(const table&) = delete;
  table& operator=(const table&) = delete;
  virtual ~table() = default;

  /// The names of the columns, in a form that can be printed.
  [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }
  /// Reads the records from the first one on. @param visit  takes each; false ends the reading
  virtual void for_each(const std::function<bool(record&&)>& visit) = 0;

 protected:
  void set_header(std::vector<std::string> names) {
    header_ = std::move(names);
    for (auto& name : header_) {
      name = printable(trim(name));
    }
  }

 private:
  std::vector<std::string> header_;
};

} // namespace demo

#endif
