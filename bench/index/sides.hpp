// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_BENCH_INDEX_SIDES_HPP
#define LEADCORE_BENCH_INDEX_SIDES_HPP

// Other ways to answer the same queries over the same leads, each as well prepared as it allows.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/query.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::bench {

/// A page as references, here positions in the vector of leads, and the total.
struct found {
  std::vector<std::uint32_t> rows;
  std::uint64_t total = 0;

  friend bool operator==(const found&, const found&) = default;
};

/// How SQLite searches: by instr over folded texts, or by an index of trigrams, which needs terms of three characters.
enum class sqlite_search : bool { scan, trigrams };

/// SQLite in memory: one connection, every statement prepared, an index for the order of each filter, the folded texts in
/// a table of their own, with FTS5's trigrams.
class sqlite_side {
 public:
  explicit sqlite_side(const std::vector<lead>& leads);
  sqlite_side(const sqlite_side&) = delete;
  sqlite_side& operator=(const sqlite_side&) = delete;
  ~sqlite_side();

  [[nodiscard]] static std::string version();
  [[nodiscard]] found list(const lead_query& query, sqlite_search how);
  /// The page as compact JSON: the columns of its rows as views, printed by our writer, which is the fastest that we have.
  void append_page_json(std::string& out, const lead_query& query, sqlite_search how);
  /// Writes what a move changes: the times of the next call and of the change.
  void move(const lead& changed);
  /// Puts a lead in the place of the one with its id; its text is compared, and indexed if it has changed.
  void upsert(const lead& changed);

 private:
  class connection;
  std::unique_ptr<connection> made_;
};

/// Boost.MultiIndex with ranked indices: all leads, by status and by owner; and a hash of ids. It does not search.
class ranked_side {
 public:
  explicit ranked_side(const std::vector<lead>& leads);
  ranked_side(const ranked_side&) = delete;
  ranked_side& operator=(const ranked_side&) = delete;
  ~ranked_side();

  [[nodiscard]] static std::string version();
  /// The leads of a page of all, of one status or without an owner.
  void list(std::vector<const lead*>& rows, std::uint64_t& total, const lead_query& query) const;
  /// Puts a lead, which must live as long, in the place of the one with its id.
  void move(const lead& changed);

 private:
  class container;
  std::unique_ptr<container> made_;
};

/// What servers do at first: copy what matches, sort the copies, take a slice.
[[nodiscard]] std::vector<lead> naive_list(const std::vector<lead>& leads, const lead_query& query,
                                           std::uint64_t& total);

/// A library that prints pages of leads.
struct json_library {
  std::string name;
  double target; ///< how many times as long as ours it should take at least
  std::string (*page)(const std::vector<const lead*>& rows, const pagination& at);
};
[[nodiscard]] std::vector<json_library> json_libraries();
/// True when two texts are the same JSON.
[[nodiscard]] bool same_json(std::string_view a, std::string_view b);

} // namespace leadcore::bench

#endif
