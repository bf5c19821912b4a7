// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CSV_HPP
#define LEADCORE_EXAMPLES_IMPORT_CSV_HPP

// Records of a CSV text (RFC 4180) with the line of each. libcsv parses the fields; this adds line
// numbers, bounds, and recovery after a malformed record (decision 0080).

#include "cells.hpp"
#include "columns.hpp"
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
      : in_(in), delimiter_(delimiter), limit_(limit) {
    in_.seek(0);
    start_parser();
  }
  csv_reader(const csv_reader&) = delete;
  csv_reader& operator=(const csv_reader&) = delete;
  ~csv_reader() { csv_free(&parser_); }

  /// The next record, or nothing at the end of the text.
  [[nodiscard]] std::optional<record> next() {
    begin_record();
    for (;;) {
      const std::string_view ahead = in_.position() < limit_ ? in_.peek() : std::string_view();
      if (ahead.empty()) {
        return end_of_text();
      }
      // Pieces end after a line and before a quote: a stray quote is an error only inside a quoted
      // field, and libcsv takes that option between two calls.
      const std::size_t at = ahead.find_first_of("\r\n\"", ahead[0] == '"' ? 1 : 0);
      const std::string_view piece =
          ahead.substr(0, at != std::string_view::npos && ahead[at] != '"' ? at + 1 : at);
      csv_set_opts(&parser_,
                   static_cast<unsigned char>(options | (parser_.quoted != 0 ? CSV_STRICT : 0)));
      if (csv_parse(&parser_, piece.data(), piece.size(), on_field, on_record, this) !=
          piece.size()) {
        return broken("text follows a closing quote; a quote inside a quoted field is written "
                      "twice");
      }
      pass(piece);
      if (is_complete_) {
        return end_of_record();
      }
      if (parser_.quoted == 0 && fields_.empty() && parser_.entry_pos == 0 &&
          (piece.back() == '\n' || piece.back() == '\r')) {
        begin_record(); // a blank line
      }
      if (size_ + parser_.entry_pos > max_record_size) { // read on, but keep nothing
        is_too_long_ = true;
        fields_.clear();
        size_ = parser_.entry_pos = 0;
      }
    }
  }

 private:
  static constexpr unsigned char options = CSV_STRICT_FINI;

  static void on_field(void* bytes, std::size_t size, void* self) {
    auto& reader = *static_cast<csv_reader*>(self);
    if (!reader.is_too_long_) {
      reader.fields_.emplace_back(bytes == nullptr ? "" : static_cast<const char*>(bytes),
                                  bytes == nullptr ? 0 : size);
      reader.size_ += size + sizeof(std::string);
    }
  }
  static void on_record(int, void* self) { static_cast<csv_reader*>(self)->is_complete_ = true; }

  void start_parser() {
    csv_init(&parser_, options);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    csv_set_blk_size(&parser_, 1U << 16U); // by which the memory of a field grows; 128 is slow
  }
  void begin_record() {
    fields_.clear();
    size_ = 0;
    is_complete_ = is_too_long_ = false;
    begin_ = in_.position();
    line_of_record_ = line_;
    second_line_ = 0;
  }

  /// Counts the line that a piece ends; the LF of a CRLF ends none.
  void pass(std::string_view piece) {
    in_.consume(piece.size());
    if (piece.back() == '\r' || (piece.back() == '\n' && (piece.size() > 1 || !is_after_cr_))) {
      ++line_;
      if (second_line_ == 0) {
        second_line_ = in_.position();
        is_second_after_cr_ = piece.back() == '\r';
      }
    }
    is_after_cr_ = piece.back() == '\r';
  }
  void skip_line() {
    const std::size_t line = line_;
    while (line_ == line && in_.position() < limit_ && !in_.peek().empty()) {
      const std::string_view ahead = in_.peek();
      pass(ahead.substr(0, std::min(ahead.find_first_of("\r\n"), ahead.size() - 1) + 1));
    }
  }

  [[nodiscard]] record end_of_record() {
    rescans_ += in_.position() - begin_;
    record out{line_of_record_, std::exchange(fields_, {}), {}, {}, false};
    if (is_too_long_) {
      out.fields.clear();
      out.problem = "longer than 4 MiB; is a quote not closed?";
    }
    record_to_utf8(out);
    return out;
  }
  [[nodiscard]] std::optional<record> end_of_text() {
    csv_set_opts(&parser_, options | CSV_STRICT); // without it, csv_fini closes an open quote
    if (csv_fini(&parser_, on_field, on_record, this) != 0) {
      return broken("a quote is opened and never closed");
    }
    return is_complete_ ? std::optional(end_of_record()) : std::nullopt;
  }

  /// Drops the first line of the record and goes on with the next one: a stray quote costs one row.
  /// What was read after that line is read again, but in all not more than was read once, so that
  /// the time is linear; beyond that the lines are dropped.
  [[nodiscard]] record broken(std::string why) {
    csv_free(&parser_);
    start_parser();
    const std::uint64_t cost = in_.position() - begin_;
    if (second_line_ == 0) {
      skip_line();
    } else if (cost <= rescans_) {
      rescans_ -= cost;
      in_.seek(second_line_);
      line_ = line_of_record_ + 1;
      is_after_cr_ = is_second_after_cr_;
    } else {
      skip_line();
      why += "; lines " + std::to_string(line_of_record_) + " to " + std::to_string(line_ - 1) +
             " are not read";
    }
    return {line_of_record_, {}, {}, std::move(why), false};
  }

  source& in_;
  char delimiter_;
  std::uint64_t limit_;
  csv_parser parser_{};
  std::vector<std::string> fields_;
  std::size_t size_ = 0; // of the fields, in memory
  bool is_complete_ = false;
  bool is_too_long_ = false;
  std::uint64_t rescans_ = max_record_size; // bytes that may be read again
  std::uint64_t begin_ = 0;                 // of the record
  std::uint64_t second_line_ = 0;           // of the record; 0 before its first line ends
  std::size_t line_ = 1;
  std::size_t line_of_record_ = 1;
  bool is_after_cr_ = false;
  bool is_second_after_cr_ = false;
};

/// Whether a record may be below the table: one cell under a header of several, or words such as
/// "Grand total" without an email.
[[nodiscard]] inline bool may_be_footer(const std::vector<std::string>& cells,
                                        std::size_t columns) {
  constexpr std::size_t longest = 1000;
  std::vector<std::string_view> texts;
  for (const std::string_view cell : cells) {
    if (const auto text = trim(cell); !text.empty() && texts.size() < 3) {
      texts.push_back(text);
    }
  }
  if (texts.empty() || texts.size() > 2 || std::ranges::any_of(texts, [](auto text) {
        return text.size() > longest || text.find('@') != std::string_view::npos;
      })) {
    return false;
  }
  if (cells.size() == 1 && columns > 2) {
    return true;
  }
  const auto words = words_of(texts[0]);
  std::string begin;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i) {
    begin += (i == 0 ? "" : " ") + words[i];
    if (const auto found = find_word("footer", begin)) {
      const auto is_number = [](const auto& word) { return is_digit(word[0]); };
      const auto is_amount = [&](const auto& word) { return is_number(word) || word.size() == 3; };
      return i > 0 || found->about == "alone" || words.size() == 1 || // else "Total: 12 EUR"
             (std::ranges::any_of(words, is_number) &&
              std::all_of(words.begin() + 1, words.end(), is_amount));
    }
  }
  return false;
}

/// A CSV text; its header is the first suitable record.
class csv_table final : public table {
 public:
  /// @param names  of columns, from --map: a header has them
  csv_table(source& in, char delimiter, bool has_header, const std::vector<std::string>& names)
      : in_(in), delimiter_(delimiter), has_header_(has_header) {
    find_header(names);
  }
  /// @param delimiter  empty: to be detected
  /// @return the table, or the reason why there is none
  [[nodiscard]] static leadcore::result<std::unique_ptr<table>, std::string>
  open(source& in, std::optional<char> delimiter, bool has_header,
       const std::vector<std::string>& names) {
    const char chosen = delimiter.value_or(detect_delimiter(in, names));
    auto made = std::make_unique<csv_table>(in, chosen, has_header, names);
    const std::string line = std::to_string(made->line_);
    if (has_header && std::ranges::any_of(made->header(), is_contact)) {
      return leadcore::fail("line " + line +
                            " has an email or a phone, so it is no header. If there is none, "
                            "--no-header tells, with --map and numbers, such as --no-header --map "
                            "name=1,email=2");
    }
    if (made->header().size() > max_columns) {
      return leadcore::fail("the header has more than " + std::to_string(max_columns) +
                            " columns; is the delimiter right?");
    }
    if (made->is_recoded_) {
      made->remarks.push_back("the header is not UTF-8, read as Windows-1252; --encoding names "
                              "another one, such as --encoding SHIFT_JIS");
    }
    made->format = "CSV with " + (chosen == ','    ? "commas"
                                  : chosen == ';'  ? "semicolons"
                                  : chosen == '\t' ? "tabs"
                                  : chosen == '|'  ? std::string("bars")
                                                   : printable({&chosen, 1}));
    if (line != "1") {
      made->remarks.push_back("the header is in line " + line +
                              "; what stands before it was skipped");
    }
    return made;
  }
  /// The delimiter of a text: of comma, semicolon, TAB and bar, the one with the most known column
  /// names in the header; if equal, the one that divides the records most evenly: the most common
  /// number of columns, times the square of its share. A comma if none does. A first line such as
  /// "sep=;" names it, for Excel.
  [[nodiscard]] static char detect_delimiter(source& in,
                                             const std::vector<std::string>& names = {}) {
    in.seek(0);
    if (const std::string_view first = in.peek();
        to_lower(first.substr(0, 4)) == "sep=" && first.size() > 5 && first[4] != '\n') {
      return first[4];
    }
    char best = ',';
    std::pair<std::size_t, double> best_score{};
    for (const char candidate : {',', ';', '\t', '|'}) {
      const csv_table read(in, candidate, true, names);
      if (const std::pair score{read.known_, read.evenness_}; score > best_score) {
        best_score = score;
        best = candidate;
      }
    }
    return best;
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
      if (waiting.size() <= max_footer && may_be_footer(waiting.back().fields, names_.size())) {
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
           (std::ranges::equal(cells, names_, is_same) ||
            (are_names(cells) && std::ranges::equal(cells, names_, {}, role_of, role_of)));
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
    const auto is_empty = [](std::string_view cell) { return trim(cell).empty(); };
    return std::ranges::none_of(cells, is_value) &&
           std::ranges::all_of(cells,
                               [&](const auto& cell) { return is_empty(cell) || role_of(cell); }) &&
           std::ranges::count_if(cells, std::not_fn(is_empty)) > 1;
  }
  /// The header is the first record. A later one with more known names takes its place if it has
  /// more columns, if the first one has no known name and most of its own are, or if all of its own
  /// are and not all of the first one's: then the first was a line above the table.
  void find_header(const std::vector<std::string>& names) {
    constexpr std::size_t sample_records = 20;
    constexpr std::size_t most = 1000; // columns that are looked at
    csv_reader reader(in_, delimiter_, max_record_size);
    std::vector<std::size_t> counts;
    std::size_t most_cells = 0;
    bool is_separator_line = false; // the first one
    for (auto found = reader.next(); found && counts.size() < sample_records;
         found = reader.next()) {
      const auto& fields = found->fields;
      const auto count = [](const auto& range, auto is) {
        return static_cast<std::size_t>(std::ranges::count_if(range, is));
      };
      const auto cells = count(fields, [](const auto& field) { return !trim(field).empty(); });
      const auto known = count(std::views::take(fields, most), [&names](const auto& field) {
        const std::string_view name = trim(field);
        return find_role(name) || std::ranges::count(names, printable(name)) > 0;
      });
      counts.push_back(fields.size());
      if (counts.size() == 1 || (known > known_ && std::ranges::none_of(fields, is_contact) &&
                                 (cells > most_cells || (known_ == 0 && 2 * known > cells) ||
                                  (known == cells && known_ < most_cells)))) {
        known_ = known;
        most_cells = cells;
        names_ = fields;
        line_ = found->line;
        is_recoded_ = found->is_recoded;
        skipped_ = counts.size();
      }
      is_separator_line = is_separator_line ||
                          (counts.size() == 1 && !fields.empty() && to_lower(fields[0]) == "sep=");
    }
    for (const std::size_t count : counts) {
      const double share = static_cast<double>(std::ranges::count(counts, count)) /
                           static_cast<double>(counts.size());
      evenness_ = std::max(evenness_, count < 2 ? 0 : static_cast<double>(count) * share * share);
    }
    if (!has_header_) {
      line_ = 1;
      skipped_ = is_separator_line ? 1 : 0;
      names_.clear();
      for (std::size_t i = 1; !counts.empty() && i <= std::ranges::max(counts); ++i) {
        names_.push_back(std::to_string(i));
      }
    }
    set_header(names_);
  }

  source& in_;
  char delimiter_;
  bool has_header_;
  std::vector<std::string> names_{}; // as they are
  std::size_t line_ = 1;             // of the header
  bool is_recoded_ = false;          // the header
  std::size_t skipped_ = 0;          // records up to the header
  std::size_t known_ = 0;            // of its names
  double evenness_ = 0;
};

} // namespace demo

#endif
