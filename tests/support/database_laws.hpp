// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_DATABASE_LAWS_HPP
#define LEADCORE_TESTS_SUPPORT_DATABASE_LAWS_HPP

// What a database must answer, whichever it is: what list() answers over the same leads. A database is as
// <leadcore/sql.hpp> says; the table must be there.

#include <leadcore/index.hpp>
#include <leadcore/list.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/testing/generators.hpp>

#include "support/property.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::testing {

/// A lead without U+0000, which no database keeps: valid leads may have it in free texts.
[[nodiscard]] inline lead without_nul(lead row) {
  const auto clean = [](std::string& text) { std::erase(text, '\0'); };
  for_each_lead_field([&](auto each) {
    auto& member = each.in(row);
    using type = std::remove_reference_t<decltype(member)>;
    if constexpr (std::same_as<type, std::string>) {
      clean(member);
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      if (member) {
        clean(*member);
      }
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      std::ranges::for_each(member, clean);
    }
  });
  return row;
}
[[nodiscard]] inline std::vector<lead> without_nul(std::vector<lead> rows) {
  for (lead& row : rows) {
    row = without_nul(std::move(row));
  }
  make_ids_distinct(rows);
  return rows;
}
[[nodiscard]] inline rc::Gen<scenario> storable_scenarios() {
  return rc::gen::map(scenarios(), [](scenario each) {
    each.rows = without_nul(std::move(each.rows));
    return each;
  });
}

/// What must be so of a lead that upsert takes: said here once more, by itself.
[[nodiscard]] inline bool can_be_stored(const lead& row) {
  bool storable = true;
  const auto look = [&](std::string_view text) {
    storable = storable && is_valid_utf8(text) && text.find('\0') == std::string_view::npos;
  };
  for_each_lead_field([&](auto each) {
    const auto& member = each(row);
    using type = std::remove_cvref_t<decltype(member)>;
    if constexpr (std::same_as<type, std::string>) {
      look(member);
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      look(member.value_or(""));
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      std::ranges::for_each(member, look);
    }
  });
  return storable && std::ranges::count(lead_statuses, row.status) == 1;
}

/// A table of a database under test. The laws see this, so that they are compiled once for all dialects and tables.
class tested_database {
 public:
  tested_database() = default;
  tested_database(const tested_database&) = delete;
  tested_database& operator=(const tested_database&) = delete;
  virtual ~tested_database() = default;

  [[nodiscard]] virtual result<sql::statement, lead_errors> upserting(const organisation_id& owner,
                                                                      const lead& row) const = 0;
  [[nodiscard]] virtual sql::statement erasing(const organisation_id& owner, std::string_view id) const = 0;
  [[nodiscard]] virtual sql::statement selecting(const organisation_id& owner, const lead_query& query,
                                                 null_placement nulls) const = 0;
  [[nodiscard]] virtual sql::statement selecting(const organisation_id& owner, const lead_query& query,
                                                 const sql::after& place, null_placement nulls) const = 0;
  [[nodiscard]] virtual std::optional<sql::database_error> try_to_run(const sql::statement& each) const = 0;
  [[nodiscard]] virtual result<std::vector<lead>, sql::database_error>
  read(const sql::statement& each) const = 0;
  [[nodiscard]] virtual result<std::int64_t, sql::database_error>
  read_count(const organisation_id& owner, const lead_query& query) const = 0;
  [[nodiscard]] virtual result<page_of<lead>, sql::database_error>
  read_page(const organisation_id& owner, const lead_query& query, null_placement nulls) const = 0;

  [[nodiscard]] static organisation_id organisation(std::string_view id) {
    return parse_organisation_id(id).value();
  }

  void run(const sql::statement& each) const {
    if (const auto failed = try_to_run(each)) {
      RC_FAIL(failed->message + "\n" + each.text);
    }
  }
  /// @return whether the lead was taken
  bool upsert(const organisation_id& owner, const lead& row) const {
    const auto made = upserting(owner, row);
    if (made.has_value()) {
      run(*made);
    }
    return made.has_value();
  }
  void erase(const organisation_id& owner, std::string_view id) const { run(erasing(owner, id)); }

  [[nodiscard]] page_of<lead> list(const organisation_id& owner, const lead_query& query,
                                   null_placement nulls = nulls_last) const {
    return value_of(read_page(owner, query, nulls));
  }
  [[nodiscard]] std::vector<lead> rows(const sql::statement& each) const { return value_of(read(each)); }
  [[nodiscard]] std::uint64_t count(const organisation_id& owner, const lead_query& query) const {
    return static_cast<std::uint64_t>(value_of(read_count(owner, query)));
  }
  /// All that match, by keyset: pages of page_size rows until one is empty.
  [[nodiscard]] std::vector<lead> walk(const organisation_id& owner, lead_query query,
                                       null_placement nulls) const {
    query.page.page = 1;
    std::vector<lead> all = rows(selecting(owner, query, nulls));
    query.page.page = 7; // does not count
    for (std::size_t seen = 0; seen != all.size();) {
      seen = all.size();
      // As a client has it.
      const auto at = sql::parse_cursor(to_string(sql::make_cursor(all.back()).value()));
      RC_ASSERT(at.has_value());
      const auto next = rows(selecting(owner, query, sql::after(*at), nulls));
      RC_ASSERT(next.size() <= query.page.page_size);
      all.insert(all.end(), next.begin(), next.end());
    }
    return all;
  }

  /// An organisation of its own with these rows, which stays as it is.
  [[nodiscard]] organisation_id load(const std::vector<lead>& rows) const {
    if (loaded_.first.empty() || loaded_.second != rows) {
      loaded_ = {"rows " + std::to_string(++organisations_), rows};
      run({"BEGIN", {}});
      for (const lead& row : rows) {
        if (!upsert(organisation(loaded_.first), row)) {
          RC_FAIL("refused: " + describe(row));
        }
      }
      run({"COMMIT", {}});
    }
    return organisation(loaded_.first);
  }

 private:
  template <class T> [[nodiscard]] static T value_of(result<T, sql::database_error> answer) {
    if (!answer.has_value()) {
      RC_FAIL(answer.error().message);
    }
    return *std::move(answer);
  }

  mutable std::pair<std::string, std::vector<lead>> loaded_;
  mutable int organisations_ = 0;
};

/// The one of a dialect and a table, by the handle that execute takes.
template <class Dialect, class Table, class Handle> class database_under_test final : public tested_database {
 public:
  explicit database_under_test(Handle handle) : handle_(handle) {}

  [[nodiscard]] result<sql::statement, lead_errors> upserting(const organisation_id& owner,
                                                              const lead& row) const override {
    return sql::upsert<Dialect, Table>(owner, row);
  }
  [[nodiscard]] sql::statement erasing(const organisation_id& owner, std::string_view id) const override {
    return sql::erase<Dialect, Table>(owner, id);
  }
  [[nodiscard]] sql::statement selecting(const organisation_id& owner, const lead_query& query,
                                         null_placement nulls) const override {
    return sql::select_page<Dialect, Table>(owner, query, nulls);
  }
  [[nodiscard]] sql::statement selecting(const organisation_id& owner, const lead_query& query,
                                         const sql::after& place, null_placement nulls) const override {
    return sql::select_page<Dialect, Table>(owner, query, place, nulls);
  }
  [[nodiscard]] std::optional<sql::database_error> try_to_run(const sql::statement& each) const override {
    return execute(handle_, each);
  }
  [[nodiscard]] result<std::vector<lead>, sql::database_error>
  read(const sql::statement& each) const override {
    return sql::read_leads(handle_, each);
  }
  [[nodiscard]] result<std::int64_t, sql::database_error> read_count(const organisation_id& owner,
                                                                     const lead_query& query) const override {
    std::int64_t counted = -1;
    if (auto failed = execute(handle_, sql::count<Dialect, Table>(owner, query), [&](const auto& row) {
          counted = row.integer(0).value_or(-2);
          return std::optional<sql::row_error>();
        })) {
      return fail(*std::move(failed));
    }
    return counted;
  }
  [[nodiscard]] result<page_of<lead>, sql::database_error>
  read_page(const organisation_id& owner, const lead_query& query, null_placement nulls) const override {
    return sql::list<Dialect, Table>(handle_, owner, query, nulls);
  }

 private:
  Handle handle_;
};

inline void a_database_obeys_the_laws_of_a_list(const tested_database& database, null_placement nulls) {
  const auto list = [&](const std::vector<lead>& rows, const lead_query& query) {
    return database.list(database.load(rows), query, nulls);
  };
  rc::prop("pages with totals", [&] {
    const scenario each = *storable_scenarios();
    require(list_laws(list, each.rows, each.query, nulls));
  });
}

inline void offsets_counts_and_keysets_agree(const tested_database& database) {
  rc::prop(
      "a page and a count by themselves are the page with its total; a walk by keyset is a walk by offset",
      [&] {
        const scenario each = *storable_scenarios();
        const null_placement nulls = *rc::gen::element(nulls_last, nulls_first);
        const auto owner = database.load(each.rows);
        const plain_page expected = reference_list(each.rows, each.query, nulls);
        RC_ASSERT(database.rows(database.selecting(owner, each.query, nulls)) == expected.data);
        RC_ASSERT(database.count(owner, each.query) == expected.pagination.total);

        lead_query query = each.query;
        query.page.page_size = *rc::gen::inRange<std::uint64_t>(1, 6);
        std::vector<lead> by_offset;
        for (query.page.page = 1; by_offset.size() < expected.pagination.total; ++query.page.page) {
          const auto page = database.rows(database.selecting(owner, query, nulls));
          RC_ASSERT(!page.empty());
          by_offset.insert(by_offset.end(), page.begin(), page.end());
        }
        RC_ASSERT(database.walk(owner, query, nulls) == by_offset);
      });
}

inline void organisations_are_kept_apart(const tested_database& database) {
  int cases = 0;
  rc::prop("rows of another organisation change nothing", [&] {
    organisation_scenario each = *rc::gen::arbitrary<organisation_scenario>();
    const std::string prefix = "case " + std::to_string(++cases) + " of ";
    std::string longest;
    std::set<std::pair<std::string, std::string>> seen; // ids that differ in U+0000 only are one afterwards
    std::erase_if(each.rows, [&](organisation_lead& row) {
      row.row = without_nul(std::move(row.row));
      return !seen.emplace(row.organisation, row.row.id).second;
    });
    // The law asks three times: with the organisation's rows alone, with all, and as a stranger. Each time elsewhere.
    int asked = 0;
    require(foreign_rows_change_nothing(
        [&](const std::vector<organisation_lead>& rows, std::string_view organisation,
            const lead_query& query) {
          const std::string here = prefix + std::to_string(++asked) + " ";
          for (const organisation_lead& row : rows) {
            RC_ASSERT(database.upsert(database.organisation(here + row.organisation), row.row));
          }
          return database.list(database.organisation(here + std::string(organisation)), query);
        },
        each.rows, each.organisation, each.query));
  });
}

inline void a_history_leaves_what_an_index_has(const tested_database& database) {
  int cases = 0;
  rc::prop("changes of two organisations, and queries on the way", [&] {
    const std::vector<lead> pool = without_nul(*lead_sets(lead_kind::valid, 10));
    const std::string name = "history " + std::to_string(++cases);
    const std::vector<organisation_id> owners{database.organisation(name + " a"),
                                              database.organisation(name + " A")};
    std::vector<lead_index> indexes(2);
    std::vector<std::map<std::string, lead>> models(2);
    const int steps = *rc::gen::inRange(1, 20);
    for (int step = 0; step < steps && !pool.empty(); ++step) {
      const auto which = *rc::gen::inRange<std::size_t>(0, 2);
      lead row = pool[*rc::gen::inRange<std::size_t>(0, pool.size())];
      switch (*rc::gen::inRange(0, 6)) {
      case 0:
        database.erase(owners[which], row.id);
        indexes[which].erase(row.id);
        models[which].erase(row.id);
        break;
      case 1: // with another's values
        row.id = pool[*rc::gen::inRange<std::size_t>(0, pool.size())].id;
        [[fallthrough]];
      default:
        RC_ASSERT(database.upsert(owners[which], row));
        indexes[which].upsert(row);
        models[which].insert_or_assign(row.id, row);
      }
      std::vector<lead> rows;
      for (const auto& [id, each] : models[which]) {
        rows.push_back(each);
      }
      const lead_query query = draw_query(drawing(*query_tapes()), rows);
      const plain_page page = to_plain_page(database.list(owners[which], query));
      RC_ASSERT(page == to_plain_page(indexes[which].list(query)));
      require(equals_reference([&](const auto&, const lead_query&) { return page; }, rows, query));
    }
  });
}

inline void what_cannot_be_kept_is_refused(const tested_database& database) {
  int cases = 0;
  rc::prop(
      "any bytes: upsert takes exactly what is UTF-8 without U+0000, and that comes back as it was", [&] {
        const scenario each = *scenarios(lead_kind::hostile);
        const auto owner = database.organisation("any bytes " + std::to_string(++cases));
        std::vector<lead> taken;
        for (const lead& row : each.rows) {
          RC_ASSERT(database.upsert(owner, row) == can_be_stored(row));
          if (can_be_stored(row)) {
            taken.push_back(row);
          }
        }
        const lead_query query = draw_query(drawing(*query_tapes()), taken);
        require(equals_reference(
            [&](const auto&, const lead_query& asked) { return database.list(owner, asked); }, taken, query));
      });
  rc::prop("a question with what no row can hold finds what list() finds", [&] {
    const scenario each = *storable_scenarios();
    lead_query query = each.query;
    const std::string text = *hostile_texts();
    query.search = *rc::gen::arbitrary<bool>() ? make_search_term(text) : search_term();
    query.assigned_to = *rc::gen::arbitrary<bool>() ? assignee_filter::member(text) : assignee_filter::any();
    const auto owner = database.load(each.rows);
    // Not the reference: it is about terms that parse_search_term gives.
    RC_ASSERT(to_plain_page(database.list(owner, query)) == to_plain_page(leadcore::list(each.rows, query)));
    database.erase(owner, "\xFF"); // no row's
    RC_ASSERT(database.count(owner, {}) == each.rows.size());
  });
}

} // namespace leadcore::testing

#endif
