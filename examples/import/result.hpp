// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_RESULT_HPP
#define LEADCORE_EXAMPLES_IMPORT_RESULT_HPP

// What came of an import: leads for a sink, problems, counts, assumptions. Only the leads' ids are
// kept, so memory does not grow with what is said about a file.

#include "sha256.hpp"
#include "text.hpp"

#include <leadcore/model/lead.hpp>

#include <cstddef>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
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
  std::size_t accepted = 0; ///< as leads
  std::size_t rejected = 0;
  std::size_t empty = 0; ///< rows without a value, skipped
  std::size_t set_aside = 0;
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
  [[nodiscard]] std::string id_of(std::string_view person) {
    const std::size_t ordinal = ++persons_[key_of(person)];
    const std::string tie = ordinal == 1 ? "" : "\n" + std::to_string(ordinal);
    return to_hex(sha256(std::string(person) + tie)).substr(0, 24);
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
    const auto [taken, is_new] = lines_.try_emplace(key_of(of.lead.id), line);
    if (!is_new) {
      set_aside.push_back(
          {true, line, std::string(id_column), of.lead.id,
           "the id is already that of " + result_.unit + " " + std::to_string(taken->second)});
      reject(std::move(set_aside));
      return;
    }
    result_.set_aside += set_aside.size();
    for (auto& each : set_aside) {
      report(std::move(each));
    }
    ++result_.accepted;
    result_.is_complete = sink_.lead(std::move(of)) && result_.is_complete;
  }

 private:
  /// 128 bits of a digest: equal only for equal texts.
  using digest = std::pair<std::uint64_t, std::uint64_t>;
  struct digest_hash {
    [[nodiscard]] std::size_t operator()(const digest& of) const noexcept { return of.first; }
  };
  [[nodiscard]] static digest key_of(std::string_view text) {
    const auto bytes = sha256(text);
    digest key;
    std::memcpy(&key.first, bytes.data(), sizeof key.first);
    std::memcpy(&key.second, bytes.data() + sizeof key.first, sizeof key.second);
    return key;
  }

  void report(import_problem&& problem) {
    if (sink_.problem) {
      sink_.problem(problem);
    }
    auto& kept = problem.is_rejected ? rejections_ : asides_;
    if (kept++ < import_result::max_problems) {
      result_.problems.push_back(std::move(problem));
    }
  }

  import_sink sink_;
  import_result result_;
  std::size_t rejections_ = 0;
  std::size_t asides_ = 0;
  std::unordered_map<digest, std::size_t, digest_hash> lines_;   // of each id
  std::unordered_map<digest, std::size_t, digest_hash> persons_; // how often each was seen
};

} // namespace demo

#endif
