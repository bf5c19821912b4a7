// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_REPORT_HPP
#define LEADCORE_EXAMPLES_IMPORT_REPORT_HPP

// What came of an import: leads for a sink, problems, counts, assumptions; the report of it, as
// text and as CSV; and what it changes in a store. Only digests of leads are kept, so memory does
// not grow with what is said about a file.

#include "sha256.hpp"
#include "text.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/timestamp.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <csv.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// 128 bits of a text's SHA-256, as a key of a hash table: equal only for equal texts.
using digest_key = std::array<std::uint64_t, 2>;

[[nodiscard]] inline digest_key digest_of(std::string_view text) {
  digest_key key{};
  std::memcpy(key.data(), sha256(text).data(), sizeof key);
  return key;
}

/// Such as "1 row" or "2 rows".
[[nodiscard]] inline std::string count_of(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

/// A rejected row, or a value that is kept only in the notes.
struct import_problem {
  bool is_rejected = false;
  std::size_t line = 0; ///< first line of the row
  std::string column;   ///< its name in the file; empty for the row as a whole
  std::string value;
  std::string reason;
};

/// A lead, and which of its times the file has.
struct imported_lead {
  leadcore::lead lead;
  bool has_created_at = true;
  bool has_updated_at = true;
};

/// What takes leads and problems as they are found.
struct import_sink {
  /// Takes a lead. @return false to end the import
  std::function<bool(imported_lead&&)> lead;
  std::function<void(const import_problem&)> problem; ///< may be empty
};

/// The result of an import.
struct import_result {
  static constexpr std::size_t max_problems = 1000; ///< of each kind that are kept
  static constexpr std::size_t max_statuses = 1000;

  std::vector<import_problem> problems; ///< the first ones, in the order of the file
  std::size_t rows = 0;
  std::size_t accepted = 0;                                 ///< as leads
  std::size_t rejected = 0;                                 ///< rows
  std::size_t reasons = 0;                                  ///< of rejections: one or more a row
  std::size_t set_aside = 0;                                ///< values
  std::size_t empty = 0;                                    ///< rows without a value, skipped
  std::string format;                                       ///< such as "CSV with commas, UTF-8"
  std::string unit = "line";                                ///< the unit of import_problem::line
  std::vector<std::pair<std::string, std::string>> columns; ///< role and columns
  std::map<std::pair<std::string, std::string>, std::size_t>
      statuses;                     ///< as given and as understood, with counts
  std::vector<std::string> remarks; ///< assumptions
  bool is_complete = true;          ///< the sink took everything
};

/// Gives leads and problems to a sink, and counts them. Every row becomes a lead or a rejection.
class lead_collector {
 public:
  explicit lead_collector(import_sink sink) : sink_(std::move(sink)) {}

  [[nodiscard]] import_result& result() noexcept { return result_; }

  /// An id for a lead without one: a digest of what identifies the person, the same in every
  /// export. Several rows with the same values are told apart by their order.
  [[nodiscard]] std::string id_of(const std::string& person) {
    std::string id = id_from(person);
    if (const auto first = ids_.find(digest_of(id)); first != ids_.end()) {
      do {
        id = id_from(person + "\n" + std::to_string(++first->second.persons));
      } while (ids_.contains(digest_of(id)));
    }
    return id;
  }
  /// An id that is a digest of a text.
  [[nodiscard]] static std::string id_from(const std::string& text) {
    return to_hex(sha256(text)).substr(0, 24);
  }

  /// Reports a row as rejected, for one or more reasons.
  void reject(std::vector<import_problem> reasons) {
    ++result_.rejected;
    for (auto& each : reasons) {
      each.is_rejected = true;
      report(std::move(each));
    }
  }
  void reject(std::size_t line, std::string reason, std::string value = {}) {
    reject({{true, line, {}, std::move(value), std::move(reason)}});
  }
  /// Takes a lead, unless its id is already used.
  void accept(imported_lead&& of, std::size_t line, std::string_view id_column,
              std::vector<import_problem> set_aside) {
    const auto [taken, is_new] = ids_.try_emplace(digest_of(of.lead.id), use{line});
    if (!is_new) {
      set_aside.push_back(
          {true, line, std::string(id_column), of.lead.id,
           "the id is already that of " + result_.unit + " " + std::to_string(taken->second.line)});
      reject(std::move(set_aside));
      return;
    }
    for (auto& each : set_aside) {
      report(std::move(each));
    }
    ++result_.accepted;
    result_.is_complete = sink_.lead(std::move(of)) && result_.is_complete;
  }

  /// Counts a row about which something was assumed, to be said once.
  void note(std::size_t line, std::string_view what) {
    tally& rows = tallies_.try_emplace(std::string(what), tally{line}).first->second;
    rows.count += rows.last_line == line ? 0U : 1U;
    rows.last_line = line;
  }
  /// Says what was assumed.
  void describe() {
    for (const auto& [what, rows] : tallies_) {
      result_.remarks.push_back(count_of(rows.count, "row") + " " + what + " (first: " +
                                result_.unit + " " + std::to_string(rows.first_line) + ")");
    }
  }

 private:
  /// Of an id.
  struct use {
    std::size_t line = 0;
    std::size_t persons = 1; // with the same identity
  };
  struct tally {
    std::size_t first_line = 0;
    std::size_t last_line = 0;
    std::size_t count = 0;
  };

  void report(import_problem&& problem) {
    if (sink_.problem) {
      sink_.problem(problem);
    }
    if (++(problem.is_rejected ? result_.reasons : result_.set_aside) <=
        import_result::max_problems) {
      constexpr std::size_t longest = 1000; // more than is shown
      problem.value.resize(std::min(problem.value.size(), longest));
      problem.reason.resize(std::min(problem.reason.size(), longest));
      result_.problems.push_back(std::move(problem));
    }
  }

  import_sink sink_;
  import_result result_{};
  boost::unordered_flat_map<digest_key, use> ids_{};
  std::map<std::string, tally> tallies_{};
};

/// One rejected row or value set aside: "line 12, phone1: not a number: \"n.n.\"".
[[nodiscard]] inline std::string to_line(const import_problem& problem, std::string_view unit) {
  const auto part = [](const char* before, const std::string& text, const char* after) {
    return text.empty() ? std::string() : before + on_one_line(text) + after;
  };
  return std::string(unit) + " " + std::to_string(problem.line) + part(", ", problem.column, "") +
         ": " + printable(problem.reason) + part(": \"", problem.value, "\"");
}

/// The report: counts, columns, statuses, assumptions, the rejected rows, and the first values set
/// aside.
[[nodiscard]] inline std::string summarise(const import_result& result,
                                           std::string_view file_name) {
  constexpr std::size_t shown = 10;
  std::string out = printable(file_name) + ": " + result.format + "\n";
  const auto entry = [&out](const std::string& label, const std::string& text) {
    out += "  " + label + std::string(label.size() < 14 ? 14 - label.size() : 1, ' ') + text + "\n";
  };
  for (const auto& [field, columns] : result.columns) {
    entry(field, columns);
  }
  std::vector<std::pair<std::size_t, std::string>> statuses; // the most frequent first
  for (const auto& [status, count] : result.statuses) {
    statuses.emplace_back(~count, on_one_line(status.first) + " -> " + status.second + ": " +
                                      std::to_string(count));
  }
  std::ranges::sort(statuses);
  if (statuses.size() > 2 * shown) {
    const std::string more = std::to_string(statuses.size() - 2 * shown);
    statuses.resize(2 * shown);
    statuses.emplace_back(0, "... and " + more + " more");
  }
  for (std::string label = "statuses"; const auto& [order, text] : statuses) {
    entry(std::exchange(label, ""), text);
  }
  for (const auto& remark : result.remarks) {
    out += "  note: " + remark + "\n";
  }
  const auto list = [&](bool is_rejected, std::size_t count, std::size_t most) {
    const std::string label = is_rejected ? "  rejected: " : "  set aside: ";
    std::size_t listed = 0;
    for (const auto& problem : result.problems) {
      if (problem.is_rejected == is_rejected && listed < most) {
        ++listed;
        out += label + to_line(problem, result.unit) + "\n";
      }
    }
    if (listed < count) {
      out += label + "... and " + std::to_string(count - listed) +
             " more; --report FILE has them all\n";
    }
  };
  list(true, result.reasons, import_result::max_problems);
  list(false, result.set_aside, shown);
  return out + count_of(result.rows, "row") + ": " + count_of(result.accepted, "lead") + ", " +
         std::to_string(result.rejected) + " rejected, " + count_of(result.set_aside, "value") +
         " set aside in the notes\n";
}

/// Writes every problem as CSV: kind, line (or number of the record), column, value, reason. A cell
/// that a spreadsheet would take for a formula begins with an apostrophe.
class csv_report {
 public:
  explicit csv_report(const std::string& file) : out_(file, std::ios::binary) {
    out_ << "kind,line,column,value,reason\n";
  }
  void add(const import_problem& problem) {
    std::vector<std::string> cells{problem.is_rejected ? "rejected" : "set aside",
                                   std::to_string(problem.line), problem.column, problem.value,
                                   problem.reason};
    std::ranges::transform(cells, cells.begin(), quoted);
    out_ << join(cells, ",") << '\n';
  }
  /// @return whether everything was written
  [[nodiscard]] bool close() {
    out_.close();
    return out_.good();
  }

 private:
  [[nodiscard]] static std::string quoted(std::string cell) {
    if (cell.find_first_of("\t\r\n") == 0 || narrow(trim(cell)).find_first_of("=+-@") == 0) {
      cell.insert(0, 1, '\'');
    }
    std::string out(csv_write(nullptr, 0, cell.data(), cell.size()), '\0');
    csv_write(out.data(), out.size(), cell.data(), cell.size());
    return out;
  }

  std::ofstream out_;
};

/// Compares imported leads with those of a store, by id. Of stored leads, only digests are kept.
class store_changes {
 public:
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t kept = 0;
  std::size_t strangers = 0;    ///< changed ones that seem to be another person than before
  std::string first_stranger{}; ///< its id and name
  bool has_replaced = false;    ///< a lead of the store or the file has the source to replace

  /// @param replaced  the file has all leads of this source: the store's others are removed
  explicit store_changes(std::optional<std::string> replaced = std::nullopt)
      : replaced_(std::move(replaced)) {}

  /// Notes a lead of the store.
  void add_stored(const leadcore::lead& lead) {
    const auto traits = traits_of(lead);
    has_replaced = has_replaced || is_replaced(lead);
    stored_.insert_or_assign(digest_of(lead.id),
                             entry{digest_of(to_json(lead)), lead.created_at, lead.updated_at,
                                   traits_.size(), static_cast<std::uint32_t>(traits.size()),
                                   has_contact(lead)});
    traits_.insert(traits_.end(), traits.begin(), traits.end());
  }
  /// Compares a lead of the file. A time that the file does not give stays that of the store.
  /// @return whether the lead is to be written
  [[nodiscard]] bool add(imported_lead& of) {
    auto& lead = of.lead;
    lead.source = lead.source ? lead.source : replaced_;
    has_replaced = has_replaced || is_replaced(lead);
    const auto found = stored_.find(digest_of(lead.id));
    if (found == stored_.end()) {
      ++added;
      return true;
    }
    entry& before = found->second;
    before.is_in_file = true;
    lead.created_at = of.has_created_at ? lead.created_at : before.created_at;
    auto compared = lead;
    compared.updated_at = of.has_updated_at ? lead.updated_at : before.updated_at;
    const bool is_equal = digest_of(to_json(compared)) == before.content;
    ++(is_equal ? kept : changed);
    if (!is_equal && !may_be(before, lead) && strangers++ == 0) {
      first_stranger = "\"" + lead.id + "\" (" + lead.name + ")";
    }
    return !is_equal;
  }
  /// Whether a lead of the store is to be removed, after the whole file.
  [[nodiscard]] bool is_removed(const leadcore::lead& stored) const {
    const auto found = stored_.find(digest_of(stored.id));
    return is_replaced(stored) && found != stored_.end() && !found->second.is_in_file;
  }

 private:
  struct entry {
    digest_key content;
    leadcore::timestamp created_at;
    leadcore::timestamp updated_at;
    std::size_t first_trait = 0;
    std::uint32_t traits = 0;
    bool has_contact = false;
    bool is_in_file = false;
  };

  [[nodiscard]] bool is_replaced(const leadcore::lead& of) const {
    return replaced_ && of.source == replaced_;
  }
  [[nodiscard]] static bool has_contact(const leadcore::lead& of) {
    return !of.emails.empty() || !of.phones.empty();
  }
  /// Hashes of what tells a person from another: even ones of the name, emails and phones, odd ones
  /// of the words of the name.
  [[nodiscard]] static std::vector<std::uint32_t> traits_of(const leadcore::lead& of) {
    constexpr std::hash<std::string> hash;
    std::vector<std::uint32_t> traits;
    const auto add = [&](const std::string& text, std::uint32_t odd) {
      traits.push_back((static_cast<std::uint32_t>(hash(text)) & ~1U) | odd);
    };
    add(leadcore::fold(of.name), 0);
    std::ranges::for_each(of.emails, [&](const auto& each) { add(each, 0); });
    std::ranges::for_each(of.phones, [&](const auto& each) { add(each, 0); });
    std::ranges::for_each(words_of(of.name), [&](const auto& each) { add(each, 1); });
    return traits;
  }
  /// Whether a lead may be the stored one: it has its name, an email or a phone in common; or, if
  /// one of them has neither emails nor phones, a word of the name.
  [[nodiscard]] bool may_be(const entry& stored, const leadcore::lead& of) const {
    const bool have_contacts = stored.has_contact && has_contact(of);
    const auto first = traits_.begin() + static_cast<std::ptrdiff_t>(stored.first_trait);
    return std::ranges::any_of(traits_of(of), [&](std::uint32_t trait) {
      return (trait % 2 == 0 || !have_contacts) &&
             std::find(first, first + stored.traits, trait) != first + stored.traits;
    });
  }

  std::optional<std::string> replaced_;
  boost::unordered_flat_map<digest_key, entry> stored_{};
  std::vector<std::uint32_t> traits_{}; // of all stored leads
};

} // namespace demo

#endif
