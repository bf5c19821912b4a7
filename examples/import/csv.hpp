// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CSV_HPP
#define LEADCORE_EXAMPLES_IMPORT_CSV_HPP

// Records of a CSV text (RFC 4180) with the line of each. libcsv parses the fields; this adds line
// numbers, bounds, and recovery after a malformed record (decision 0080).

#include "cells.hpp"
#include "columns.hpp"
#include "plan.hpp"
#include "source.hpp"
#include "text.hpp"

#include <leadcore/text/result.hpp>

#include <csv.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// Reads records in order. The source must outlive the reader.
///
/// Quoted fields may contain delimiters, line ends and doubled quotes. Line ends are LF, CRLF or
/// CR. Blank lines are skipped but counted. A quote inside an unquoted field is literal. White
/// space around unquoted fields is dropped. The memory is bounded by max_record_size; the time is
/// linear in the text.
class csv_reader {
 public:
  /// @param limit  where to stop reading, in bytes
  csv_reader(source& in, char delimiter, std::uint64_t limit = ~std::uint64_t{0})
      : in_(in), limit_(limit) {
    in_.seek(0);
    csv_init(&parser_, CSV_STRICT_FINI);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
    csv_set_blk_size(&parser_, 1U << 16U); // by which the memory of a field grows; 128 is slow
  }
  csv_reader(const csv_reader&) = delete;
  csv_reader& operator=(const csv_reader&) = delete;
  ~csv_reader() { csv_free(&parser_); }

  /// The next record, or nothing at the end of the text.
  [[nodiscard]] std::optional<record> next() {
    for (auto ahead = peek(); !ahead.empty(); ahead = peek()) {
      const bool begins_line = last_ == '\n' || (last_ == '\r' && ahead[0] != '\n');
      line_ += begins_line ? 1U : 0U;
      if (fields_.empty() && parser_.entry_pos == 0 && parser_.quoted == 0 && !is_too_long_) {
        begin_ = in_.position();
        first_line_ = line_;
        second_line_ = 0;
      } else if (begins_line && second_line_ == 0) {
        second_line_ = in_.position();
      }
      // Pieces end after a line and before a quote: a stray quote is an error only inside a quoted
      // field, and libcsv takes that option between two calls.
      const std::size_t at = ahead.find_first_of("\r\n\"", ahead[0] == '"' ? 1 : 0);
      const std::string_view piece =
          ahead.substr(0, at != std::string_view::npos && ahead[at] != '"' ? at + 1 : at);
      set_strict(parser_.quoted != 0);
      if (csv_parse(&parser_, piece.data(), piece.size(), on_field, on_record, this) !=
          piece.size()) {
        return broken("text follows a closing quote; a quote inside a quoted field is written "
                      "twice");
      }
      consume(piece);
      if (is_complete_) {
        return complete();
      }
      if (size_ + parser_.entry_pos > max_record_size) { // read on, but keep nothing
        is_too_long_ = true;
        fields_.clear();
        size_ = parser_.entry_pos = 0;
      }
    }
    set_strict(true); // otherwise csv_fini closes an open quote
    if (csv_fini(&parser_, on_field, on_record, this) != 0) {
      return broken("a quote is opened and never closed");
    }
    return is_complete_ ? std::optional(complete()) : std::nullopt;
  }

 private:
  static void on_field(void* bytes, std::size_t size, void* self) {
    auto& reader = *static_cast<csv_reader*>(self);
    if (!reader.is_too_long_) {
      reader.fields_.emplace_back(bytes == nullptr ? "" : static_cast<const char*>(bytes),
                                  bytes == nullptr ? 0 : size);
      reader.size_ += size + sizeof(std::string);
    }
  }
  static void on_record(int, void* self) { static_cast<csv_reader*>(self)->is_complete_ = true; }

  void set_strict(bool is) {
    csv_set_opts(&parser_, static_cast<unsigned char>(CSV_STRICT_FINI | (is ? CSV_STRICT : 0)));
  }
  [[nodiscard]] std::string_view peek() {
    return in_.position() < limit_ ? in_.peek() : std::string_view();
  }
  void consume(std::string_view piece) {
    in_.consume(piece.size());
    last_ = piece.back();
  }

  [[nodiscard]] record finish(std::string problem) {
    record out{first_line_, std::exchange(fields_, {}), {}, std::move(problem), false};
    out.fields.resize(out.problem.empty() ? out.fields.size() : 0);
    record_to_utf8(out);
    size_ = 0;
    is_complete_ = is_too_long_ = false;
    return out;
  }
  [[nodiscard]] record complete() {
    rescans_ += in_.position() - begin_;
    return finish(is_too_long_ ? "longer than 4 MiB; is a quote not closed?" : "");
  }
  /// Drops the first line of the record and goes on with the next one: a stray quote costs one row.
  /// What was read after that line is read again, but in all not more than was read once, so that
  /// the time is linear; beyond that the lines are dropped.
  [[nodiscard]] record broken(std::string why) {
    set_strict(false);
    csv_fini(&parser_, on_field, on_record, this); // to its initial state
    const std::uint64_t cost = in_.position() - begin_;
    if (second_line_ != 0 && cost <= rescans_) {
      rescans_ -= cost;
      in_.seek(second_line_);
      line_ = first_line_ + 1;
      last_ = '\0';
      return finish(std::move(why));
    }
    for (bool is_in_line = true; is_in_line && !peek().empty();) {
      const auto ahead = peek();
      const auto end = ahead.find_first_of("\r\n");
      is_in_line = end == std::string_view::npos;
      consume(ahead.substr(0, is_in_line ? end : end + 1));
    }
    if (second_line_ != 0) {
      why += "; lines " + std::to_string(first_line_) + " to " + std::to_string(line_) +
             " are not read";
    }
    return finish(std::move(why));
  }

  source& in_;
  std::uint64_t limit_;
  csv_parser parser_{};
  std::vector<std::string> fields_{};
  std::size_t size_ = 0; // of the fields, in memory
  bool is_complete_ = false;
  bool is_too_long_ = false;
  std::uint64_t rescans_ = max_record_size; // bytes that may be read again
  std::uint64_t begin_ = 0;                 // of the record
  std::uint64_t second_line_ = 0;           // of the record; 0 before its first line ends
  std::size_t first_line_ = 1;
  std::size_t line_ = 1;
  char last_ = '\0'; // byte
};

[[nodiscard]] inline bool has_text(std::string_view cell) {
  return !trim(cell).empty();
}

/// Whether a record may be below the table: one cell under a header of several, or words such as
/// "Grand total", or "Total" with numbers, without an email.
[[nodiscard]] inline bool may_be_footer(const std::vector<std::string>& cells,
                                        std::size_t columns) {
  constexpr std::size_t longest = 1000;
  const auto texts = std::ranges::count_if(cells, has_text);
  if (texts == 0 || texts > 2 || std::ranges::any_of(cells, [](std::string_view cell) {
        return cell.size() > longest || cell.find('@') != std::string_view::npos;
      })) {
    return false;
  }
  const auto& text = *std::ranges::find_if(cells, has_text);
  const auto words = words_of(text);
  if (cells.size() == 1 && columns > 2) {
    return true;
  }
  std::string begin;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i) {
    begin += (i == 0 ? "" : " ") + words[i];
    if (const auto found = find_word("footer", begin)) {
      return i > 0 || words.size() == 1 || found->about == "alone" ||
             std::ranges::any_of(text, is_digit);
    }
  }
  return false;
}

/// A CSV text; its header is the first suitable record.
class csv_table final : public table {
 public:
  csv_table(source& in, char delimiter, const import_options& options)
      : in_(in), delimiter_(delimiter), has_header_(options.has_header) {
    find_header(options);
  }
  /// If the options have no delimiter, it is the one that the first line names for Excel, as in
  /// "sep=;"; else the one of comma, semicolon, TAB and bar that gives the header the most known
  /// names, or divides the records most evenly.
  /// @return the table, or the reason why there is none
  [[nodiscard]] static leadcore::result<std::unique_ptr<table>, std::string>
  open(source& in, const import_options& options) {
    in.seek(0);
    std::string delimiters = options.delimiter ? std::string(1, *options.delimiter) : ",;\t|";
    if (const std::string_view first = in.peek(); !options.delimiter && first.size() > 5 &&
                                                  first[4] != '\n' &&
                                                  to_lower(first.substr(0, 4)) == "sep=") {
      delimiters = first[4];
    }
    std::unique_ptr<csv_table> made;
    for (const char each : delimiters) {
      auto read = std::make_unique<csv_table>(in, each, options);
      made = !made || read->score_ > made->score_ ? std::move(read) : std::move(made);
    }
    const record& top = made->top_;
    const std::string line = std::to_string(top.line);
    if (options.has_header && std::ranges::any_of(made->header(), is_contact)) {
      return leadcore::fail("line " + line +
                            " has an email or a phone, so it is no header. If there is none, "
                            "--no-header tells, such as --no-header --map name=1,email=2");
    }
    if (top.is_recoded) {
      made->remarks.push_back("the header is not UTF-8: --encoding may be needed, such as "
                              "--encoding SHIFT_JIS; it is read as Windows-1252");
    }
    if (top.line > 1) {
      made->remarks.push_back("the header is in line " + line +
                              "; what stands before it was skipped");
    }
    const char chosen = made->delimiter_;
    made->format = "CSV with " + (chosen == ','    ? "commas"
                                  : chosen == ';'  ? "semicolons"
                                  : chosen == '\t' ? "tabs"
                                  : chosen == '|'  ? std::string("bars")
                                                   : printable({&chosen, 1}));
    return made;
  }

  /// Skips lines that repeat the header. What is below a header with other columns has a problem.
  /// What may be a footer waits for another row to follow; at the end, it is one.
  void for_each(const std::function<bool(record&&)>& visit) override {
    constexpr std::size_t max_footer = 100; // lines
    csv_reader reader(in_, delimiter_);
    std::vector<record> waiting;
    std::string other_header;
    std::size_t number = 0;
    for (auto found = reader.next(); found; found = reader.next()) {
      if (++number <= skipped_ || (has_header_ && repeats_header(found->fields))) {
        other_header.clear();
        continue;
      }
      if (has_header_ && other_header.empty() && are_names(found->fields)) {
        other_header = "line " + std::to_string(found->line) +
                       " is a header with other columns; save each table as a file";
      }
      if (found->problem.empty()) {
        found->problem = other_header;
      }
      waiting.push_back(*std::move(found));
      if (waiting.size() <= max_footer &&
          may_be_footer(waiting.back().fields, top_.fields.size())) {
        continue;
      }
      for (auto& each : waiting) {
        if (!visit(std::move(each))) {
          return;
        }
      }
      waiting.clear();
    }
    for (auto& each : waiting) {
      each.problem = "at the end, and not like the rows above: a footer?";
      visit(std::move(each));
    }
  }

 private:
  [[nodiscard]] bool repeats_header(const std::vector<std::string>& cells) const {
    const auto is_same = [](std::string_view a, std::string_view b) {
      return to_lower(trim(a)) == to_lower(trim(b));
    };
    return !cells.empty() &&
           (std::ranges::equal(cells, top_.fields, is_same) ||
            (are_names(cells) && std::ranges::equal(cells, top_.fields, {}, role_of, role_of)));
  }
  /// The role of a name that is sure.
  [[nodiscard]] static std::optional<column_role> role_of(std::string_view name) {
    const auto found = find_role(name);
    return found && !found->needs_evidence ? std::optional(found->role) : std::nullopt;
  }
  /// Whether the cells are names of columns, two or more.
  [[nodiscard]] static bool are_names(const std::vector<std::string>& cells) {
    const auto is_value = [](const auto& cell) { // most rows have one, and cost no more than this
      return cell.find('@') != std::string::npos || digits_of(cell).size() > 2;
    };
    return std::ranges::none_of(cells, is_value) &&
           std::ranges::all_of(cells,
                               [](const auto& cell) { return !has_text(cell) || role_of(cell); }) &&
           std::ranges::count_if(cells, has_text) > 1;
  }
  /// The header is the first record. A later one with more known names takes its place if it has
  /// more columns, if the first one has no known name and most of its own are, or if all of its own
  /// are and not all of the first one's: then the first was a line above the table.
  void find_header(const import_options& options) {
    constexpr std::size_t sample_records = 20;
    constexpr std::size_t most = 1000; // columns that are looked at
    csv_reader reader(in_, delimiter_, max_record_size);
    std::vector<std::size_t> counts;
    std::ptrdiff_t top_cells = 0;
    bool has_separator_line = false; // the first one
    for (auto found = reader.next(); found && counts.size() < sample_records;
         found = reader.next()) {
      const auto& fields = found->fields;
      const auto cells = std::ranges::count_if(fields, has_text);
      const auto known =
          std::ranges::count_if(std::views::take(fields, most), [&](const auto& field) {
            const std::string_view name = trim(field);
            return find_role(name) || options.names(printable(name)) > 0;
          });
      counts.push_back(fields.size());
      if (counts.size() == 1) {
        has_separator_line = !fields.empty() && to_lower(fields[0]) == "sep=";
      }
      const auto top_known = score_.first;
      if (counts.size() == 1 || (known > top_known && std::ranges::none_of(fields, is_contact) &&
                                 (cells > top_cells || (top_known == 0 && 2 * known > cells) ||
                                  (known == cells && top_known < top_cells)))) {
        score_.first = known;
        top_cells = cells;
        skipped_ = counts.size();
        top_ = *std::move(found);
      }
    }
    for (const std::size_t count : counts) { // the most common number, times its share squared
      const double share = static_cast<double>(std::ranges::count(counts, count)) /
                           static_cast<double>(counts.size());
      score_.second =
          std::max(score_.second, count < 2 ? 0 : static_cast<double>(count) * share * share);
    }
    if (!has_header_) {
      top_ = {1, {}, {}, {}, top_.is_recoded};
      skipped_ = has_separator_line ? 1 : 0;
      for (std::size_t i = 1; !counts.empty() && i <= std::ranges::max(counts); ++i) {
        top_.fields.push_back(std::to_string(i));
      }
    }
    set_header(top_.fields);
  }

  source& in_;
  char delimiter_;
  bool has_header_;
  record top_{};                              // the header
  std::size_t skipped_ = 0;                   // records up to the header
  std::pair<std::ptrdiff_t, double> score_{}; // its known names, and how even the records are
};

} // namespace demo

#endif
