// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_RESULT_HPP
#define LEADCORE_EXAMPLES_IMPORT_RESULT_HPP

// What came of an import: leads for a sink, problems, counts, assumptions. Only digests of the
// leads' ids are kept, so memory does not grow with what is said about a file.

#include "sha256.hpp"

#include <leadcore/model/lead.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

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
    if (const auto first = ids_.find(digest_key(id)); first != ids_.end()) {
      do {
        id = id_from(person + "\n" + std::to_string(++first->second.persons));
      } while (ids_.contains(digest_key(id)));
    }
    return id;
  }
  /// An id that is a digest of a text.
  [[nodiscard]] static std::string id_from(const std::string& text) {
    return to_hex(sha256(text)).substr(0, 24);
  }

  /// Reports the problems of a rejected row.
  void reject(std::vector<import_problem> problems) {
    ++result_.rejected;
    for (auto& each : problems) {
      each.is_rejected = true;
      report(std::move(each));
    }
  }
  /// Takes a lead, unless its id is already used.
  void accept(imported_lead&& of, std::size_t line, std::string_view id_column,
              std::vector<import_problem> set_aside) {
    const auto [taken, is_new] = ids_.try_emplace(digest_key(of.lead.id), use{line});
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

 private:
  /// Of an id.
  struct use {
    std::size_t line = 0;
    std::size_t persons = 1; // with the same identity
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
  import_result result_;
  boost::unordered_flat_map<digest_key, use, digest_key::hash> ids_;
};

} // namespace demo

#endif
