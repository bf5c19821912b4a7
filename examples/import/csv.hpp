// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CSV_HPP
#define LEADCORE_EXAMPLES_IMPORT_CSV_HPP

// Records of a CSV text (RFC 4180) with the line of each. libcsv parses the fields; this adds line
// numbers and recovery after a malformed record (decision 0080).

#include <csv.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// One record, or the problem of a malformed one.
struct csv_record {
  std::size_t line = 0; ///< its first line, from 1
  std::vector<std::string> fields;
  std::string problem; ///< empty if the record is well-formed
};

/// Reads records in order. The text must outlive the reader.
///
/// Quoted fields may contain delimiters, line ends and doubled quotes. Line ends are LF, CRLF or
/// CR. Blank lines are skipped but counted. A quote inside an unquoted field is literal. White
/// space around unquoted fields is dropped.
class csv_reader {
 public:
  /// A longer record means that a quote was never closed.
  static constexpr std::size_t max_record_size = 1U << 20U;

  explicit csv_reader(std::string_view text, char delimiter = ',')
      : text_(text), delimiter_(delimiter) {
    csv_init(&parser_, options);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  csv_reader(const csv_reader&) = delete;
  csv_reader& operator=(const csv_reader&) = delete;
  ~csv_reader() { csv_free(&parser_); }

  /// The next record, or nothing at the end of the text.
  [[nodiscard]] std::optional<csv_record> next() {
    fields_.clear();
    complete_ = false;
    record_line_ = line_;
    record_begin_ = at_;
    while (at_ < text_.size()) {
      const std::size_t line_begin = at_;
      const std::size_t end = end_of_line();
      if (!feed(text_.substr(line_begin, end - line_begin))) {
        return broken(
            "text follows a closing quote; a quote inside a quoted field is written twice");
      }
      at_ = end;
      ++line_;
      if (complete_) {
        return record();
      }
      if (end == text_.size() && text_[end - 1] != '\n' && text_[end - 1] != '\r') {
        break; // a last line without a line end, which csv_fini completes
      }
      if (parser_.quoted == 0) { // a blank line
        record_line_ = line_;
        record_begin_ = at_;
      } else if (at_ - record_begin_ > max_record_size) {
        return broken("a quote is opened and not closed within 1 MiB");
      }
    }
    csv_set_opts(&parser_,
                 options | CSV_STRICT); // without it, csv_fini closes an open quote
    if (csv_fini(&parser_, on_field, on_record, this) != 0) {
      return broken("a quote is opened and never closed");
    }
    return complete_ ? std::optional(record()) : std::nullopt;
  }

  /// The number of bytes read.
  [[nodiscard]] std::size_t position() const noexcept { return at_; }

 private:
  static constexpr unsigned char options = CSV_STRICT_FINI;

  static void on_field(void* bytes, std::size_t size, void* self) {
    auto& fields = static_cast<csv_reader*>(self)->fields_;
    if (bytes == nullptr) {
      fields.emplace_back();
    } else {
      fields.emplace_back(static_cast<const char*>(bytes), size);
    }
  }
  static void on_record(int, void* self) { static_cast<csv_reader*>(self)->complete_ = true; }

  /// The offset after the end of the next line.
  [[nodiscard]] std::size_t end_of_line() const {
    const std::size_t stop = text_.find_first_of("\r\n", at_);
    if (stop == std::string_view::npos) {
      return text_.size();
    }
    return text_[stop] == '\r' && stop + 1 < text_.size() && text_[stop + 1] == '\n' ? stop + 2
                                                                                     : stop + 1;
  }

  /// Passes one line to libcsv in pieces that end before each quote: a stray quote is an error only
  /// inside a quoted field, and libcsv takes that option between two calls.
  [[nodiscard]] bool feed(std::string_view line) {
    while (!line.empty()) {
      const std::size_t size = std::min(line.find('"', 1), line.size());
      csv_set_opts(&parser_,
                   static_cast<unsigned char>(options | (parser_.quoted != 0 ? CSV_STRICT : 0)));
      if (csv_parse(&parser_, line.data(), size, on_field, on_record, this) != size) {
        return false;
      }
      line.remove_prefix(size);
    }
    return true;
  }

  [[nodiscard]] csv_record record() { return {record_line_, std::move(fields_), {}}; }

  /// Drops the first line of the record and continues with the next one.
  [[nodiscard]] csv_record broken(std::string_view why) {
    csv_free(&parser_);
    csv_init(&parser_, options);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    at_ = record_begin_;
    at_ = end_of_line();
    line_ = record_line_ + 1;
    return {record_line_, {}, std::string(why)};
  }

  std::string_view text_;
  char delimiter_;
  csv_parser parser_{};
  std::vector<std::string> fields_;
  bool complete_ = false;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
  std::size_t record_begin_ = 0;
};

/// The score of a delimiter for a text: the number of columns in most of its first records, minus a
/// penalty for disagreement; 0 if nothing is split.
[[nodiscard]] inline double delimiter_score(std::string_view text, char delimiter) {
  constexpr std::size_t sample = 20;
  csv_reader reader(text, delimiter);
  std::vector<std::size_t> counts;
  for (auto each = reader.next(); each && counts.size() < sample; each = reader.next()) {
    counts.push_back(each->fields.size());
  }
  double best = 0;
  for (const std::size_t count : counts) {
    const double share =
        static_cast<double>(std::ranges::count(counts, count)) / static_cast<double>(counts.size());
    best = std::max(best, count < 2 ? 0 : static_cast<double>(count) * share * share);
  }
  return best;
}

} // namespace demo

#endif
