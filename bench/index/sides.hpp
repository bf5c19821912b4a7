// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_BENCH_INDEX_SIDES_HPP
#define LEADCORE_BENCH_INDEX_SIDES_HPP

// Peers that answer the same queries over the same leads, each prepared as well as possible.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::bench {

/// A page as references (here positions in the vector of leads), and the total.
struct found {
  std::vector<std::uint32_t> rows;
  std::uint64_t total = 0;

  friend bool operator==(const found&, const found&) = default;
};

/// How SQLite searches: by instr over folded texts, or by a trigram index, which needs terms of
/// three characters.
enum class sqlite_search : bool { scan, trigrams };

/// In-memory SQLite: one connection, all statements prepared, an index on the order of each filter,
/// the folded texts in a separate table with FTS5's trigrams.
class sqlite_side {
 public:
  explicit sqlite_side(const std::vector<lead>& leads);
  sqlite_side(const sqlite_side&) = delete;
  sqlite_side& operator=(const sqlite_side&) = delete;
  ~sqlite_side();

  [[nodiscard]] static std::string version();
  [[nodiscard]] found list(const lead_query& query, sqlite_search how);
  /// The page as compact JSON: its rows' columns as views, printed by our writer, the fastest
  /// available.
  void append_page_json(std::string& out, const lead_query& query, sqlite_search how);
  /// Writes the changes of a move: the times of the next call and of the change.
  void move(const lead& changed);
  /// Replaces the lead with the same id; its text is compared, and indexed again if it has changed.
  void upsert(const lead& changed);

 private:
  class connection;
  std::unique_ptr<connection> made_;
};

/// Boost.MultiIndex with ranked indices (all leads, by status, by owner) and a hash of ids. It does
/// not search.
class ranked_side {
 public:
  explicit ranked_side(const std::vector<lead>& leads);
  ranked_side(const ranked_side&) = delete;
  ranked_side& operator=(const ranked_side&) = delete;
  ~ranked_side();

  [[nodiscard]] static std::string version();
  /// The leads of a page of all leads, of one status, or of those without an owner.
  void list(std::vector<const lead*>& rows, std::uint64_t& total, const lead_query& query) const;
  /// Replaces the lead with the same id by one that outlives the index.
  void move(const lead& changed);

 private:
  class container;
  std::unique_ptr<container> made_;
};

/// The naive implementation of many servers: copy the matches, sort the copies, take a slice.
[[nodiscard]] std::vector<lead> naive_list(const std::vector<lead>& leads, const lead_query& query,
                                           std::uint64_t& total);

/// A library that prints pages of leads.
struct json_library {
  std::string name;
  double target; ///< least accepted ratio of its time to ours
  std::string (*page)(const std::vector<const lead*>& rows, const pagination& at);
};
[[nodiscard]] std::vector<json_library> json_libraries();
/// Whether two texts are the same JSON.
[[nodiscard]] bool same_json(std::string_view a, std::string_view b);

} // namespace leadcore::bench

#endif
