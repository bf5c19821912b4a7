// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_DATABASE_LAWS_HPP
#define LEADCORE_TESTS_SUPPORT_DATABASE_LAWS_HPP

// Laws of any database, as <leadcore/sql/rows.hpp> defines one: it must return what list() returns
// over the same rows. The table must exist. The first part is about leads, for any table and
// placement of nulls; the second about any endpoint, in any order.

#include <leadcore/index/lead_index.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/testing/generators.hpp>

#include "support/endpoint_laws.hpp"
#include "support/property.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::testing {

[[nodiscard]] inline rc::Gen<scenario> storable_scenarios() {
  return rc::gen::map(scenarios(), [](scenario each) {
    each.rows = test_support::storable_rows<leads_endpoint>(std::move(each.rows));
    return each;
  });
}

/// The errors of upsert, restated independently.
[[nodiscard]] inline lead_errors reference_errors(const lead& row) {
  lead_errors out;
  const auto check_text = [&](std::string_view field, std::optional<std::size_t> index,
                              std::string_view text) {
    if (!is_valid_utf8(text)) {
      out.push_back({lead_errc::invalid_utf8, field, index, std::string(text), {}});
    } else if (text.find('\0') != std::string_view::npos) {
      out.push_back({lead_errc::nul_character, field, index, std::string(text), {}});
    }
  };
  for_each_lead_field([&](auto each) {
    const auto& member = each(row);
    using type = std::remove_cvref_t<decltype(member)>;
    if constexpr (std::same_as<type, std::string>) {
      check_text(each.wire_name(), std::nullopt, member);
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      check_text(each.wire_name(), std::nullopt, member.value_or(""));
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      for (std::size_t i = 0; i < member.size(); ++i) {
        check_text(each.wire_name(), i, member[i]);
      }
    } else if constexpr (std::same_as<type, lead_status>) {
      if (std::ranges::count(lead_statuses, member) != 1) {
        const auto number = std::to_string(static_cast<unsigned>(member));
        out.push_back({lead_errc::invalid_enumerator, each.wire_name(), std::nullopt, number, {}});
      }
    }
  });
  return out;
}

// Texts that a careless statement misreads or folds in its own way; then texts that no database
// stores.
// clang-format off
inline constexpr auto storable_pieces = std::to_array<std::string_view>({
    "%", "_", "\\", "\\%", "'", "\"", "\uFF05", "\uFF3F", "\uFF3C",
    "\U0001F600", "👩\u200D💻", "\u0301", "q\u0323\u0307", "É", "ẞ", "İ",
});
inline constexpr auto unstorable_pieces = std::to_array<std::string_view>({
    std::string_view("\0", 1), "\xFF", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xC0\xAF",
});
// clang-format on

/// Adds such pieces to some texts of a lead, also its id; to one lead in six an unstorable one.
[[nodiscard]] inline lead with_hostile_texts(lead row, drawing from) {
  const bool refused = from.below(6) == 1;
  const std::size_t where = from.below(6);
  const auto add_piece = [&](std::string& text) {
    std::string piece(from.one_of(storable_pieces));
    piece += from.below(3) == 1 ? from.one_of(storable_pieces) : "";
    text = from.below(2) == 0 ? piece + text : text + piece;
  };
  add_piece(row.name);
  add_piece(row.company ? *row.company : row.company.emplace());
  if (from.below(3) == 1) {
    add_piece(row.id);
    add_piece(row.assigned_to_id ? *row.assigned_to_id : row.assigned_to_id.emplace());
  }
  if (from.below(3) == 1) {
    add_piece(row.emails.empty() ? row.emails.emplace_back() : row.emails.back());
    add_piece(row.phones.empty() ? row.phones.emplace_back() : row.phones.front());
  }
  if (refused) {
    const std::array<std::string*, 5> texts{&row.name, &row.id, &*row.company,
                                            row.emails.empty() ? &row.name : &row.emails.front(),
                                            row.phones.empty() ? &row.name : &row.phones.back()};
    if (where < texts.size()) {
      texts[where]->append(from.one_of(unstorable_pieces));
    } else {
      row.status = lead_status{200};
    }
  }
  return row;
}

/// Leads for a history: many equal times, many null calls, any text may be hostile. Ids may repeat.
[[nodiscard]] inline rc::Gen<std::vector<lead>> history_pools() {
  return rc::gen::map(rc::gen::tuple(lead_sets(lead_kind::valid, 10),
                                     rc::gen::container<std::vector<tape>>(10, query_tapes())),
                      [](std::tuple<std::vector<lead>, std::vector<tape>>&& each) {
                        auto& [rows, tapes] = each;
                        for (std::size_t i = 0; i < rows.size(); ++i) {
                          rows[i] = with_hostile_texts(std::move(rows[i]), tapes[i % tapes.size()]);
                        }
                        return std::move(rows);
                      });
}
/// A query about rows; one in four searches for such a piece alone.
[[nodiscard]] inline lead_query draw_history_query(const std::vector<lead>& rows,
                                                   const tape& from) {
  lead_query query = draw_query(from, rows);
  drawing more(from);
  static_cast<void>(more.take(query_tape_size));
  if (more.below(4) == 1) {
    query.search = unchecked_search_term(more.one_of(storable_pieces));
  }
  return query;
}

/// A table of a database under test. The laws take this base class, so that they are compiled once
/// for all dialects and tables.
class tested_database {
 public:
  tested_database() = default;
  tested_database(const tested_database&) = delete;
  tested_database& operator=(const tested_database&) = delete;
  virtual ~tested_database() = default;

  [[nodiscard]] virtual result<sql::statement, lead_errors>
  upsert_statement(const organisation_id& owner, const lead& row) const = 0;
  [[nodiscard]] virtual sql::statement erase_statement(const organisation_id& owner,
                                                       std::string_view id) const = 0;
  [[nodiscard]] virtual sql::statement select_statement(const organisation_id& owner,
                                                        const lead_query& query,
                                                        null_placement nulls) const = 0;
  [[nodiscard]] virtual sql::statement select_statement(const organisation_id& owner,
                                                        const lead_query& query,
                                                        const sql::after<>& position,
                                                        null_placement nulls) const = 0;
  [[nodiscard]] virtual std::optional<sql::database_error>
  try_to_run(const sql::statement& each) const = 0;
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
  /// Upserts a lead. @return the errors of upsert, or nothing
  [[nodiscard]] lead_errors upsert_errors(const organisation_id& owner, const lead& row) const {
    const auto made = upsert_statement(owner, row);
    if (!made.has_value()) {
      RC_ASSERT(!made.error().empty());
      return made.error();
    }
    run(*made);
    return {};
  }
  /// @return whether the lead was upserted
  bool upsert(const organisation_id& owner, const lead& row) const {
    return upsert_errors(owner, row).empty();
  }
  void erase(const organisation_id& owner, std::string_view id) const {
    run(erase_statement(owner, id));
  }

  [[nodiscard]] page_of<lead> list(const organisation_id& owner, const lead_query& query,
                                   null_placement nulls = nulls_last) const {
    return value_of(read_page(owner, query, nulls));
  }
  [[nodiscard]] std::vector<lead> rows(const sql::statement& each) const {
    return value_of(read(each));
  }
  [[nodiscard]] std::uint64_t count(const organisation_id& owner, const lead_query& query) const {
    return static_cast<std::uint64_t>(value_of(read_count(owner, query)));
  }
  /// All matching rows by keyset pagination: pages of page_size rows until one is empty.
  [[nodiscard]] std::vector<lead> keyset_walk(const organisation_id& owner, lead_query query,
                                              null_placement nulls) const {
    query.page.page = 1;
    std::vector<lead> all = rows(select_statement(owner, query, nulls));
    query.page.page = 7; // ignored
    for (std::size_t seen = 0; seen != all.size();) {
      seen = all.size();
      // The cursor as a client sends it.
      const auto at = sql::parse_cursor(to_string(sql::make_cursor(all.back()).value()));
      RC_ASSERT(at.has_value());
      const auto next = rows(select_statement(owner, query, sql::after(*at), nulls));
      RC_ASSERT(next.size() <= query.page.page_size);
      all.insert(all.end(), next.begin(), next.end());
    }
    return all;
  }

  /// An organisation with exactly these rows, which no law changes.
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
template <class Dialect, class Table, class Handle>
class database_under_test final : public tested_database {
 public:
  explicit database_under_test(Handle handle) : handle_(handle) {}

  [[nodiscard]] result<sql::statement, lead_errors>
  upsert_statement(const organisation_id& owner, const lead& row) const override {
    return sql::upsert<Dialect, Table>(owner, row);
  }
  [[nodiscard]] sql::statement erase_statement(const organisation_id& owner,
                                               std::string_view id) const override {
    return sql::erase<Dialect, Table>(owner, id);
  }
  [[nodiscard]] sql::statement select_statement(const organisation_id& owner,
                                                const lead_query& query,
                                                null_placement nulls) const override {
    return sql::select_page<Dialect, Table>(owner, query, nulls);
  }
  [[nodiscard]] sql::statement select_statement(const organisation_id& owner,
                                                const lead_query& query,
                                                const sql::after<>& position,
                                                null_placement nulls) const override {
    return sql::select_page<Dialect, Table>(owner, query, position, nulls);
  }
  [[nodiscard]] std::optional<sql::database_error>
  try_to_run(const sql::statement& each) const override {
    return execute(handle_, each);
  }
  [[nodiscard]] result<std::vector<lead>, sql::database_error>
  read(const sql::statement& each) const override {
    return sql::read_leads(handle_, each);
  }
  [[nodiscard]] result<std::int64_t, sql::database_error>
  read_count(const organisation_id& owner, const lead_query& query) const override {
    std::int64_t counted = -1;
    if (auto failed =
            execute(handle_, sql::count<Dialect, Table>(owner, query), [&](const auto& row) {
              counted = row.integer(0).value_or(-2);
              return std::optional<sql::row_error>();
            })) {
      return fail(*std::move(failed));
    }
    return counted;
  }
  [[nodiscard]] result<page_of<lead>, sql::database_error>
  read_page(const organisation_id& owner, const lead_query& query,
            null_placement nulls) const override {
    return sql::list<Dialect, Table>(handle_, owner, query, nulls);
  }

 private:
  Handle handle_;
};

inline void the_laws_of_a_list_hold(const tested_database& database, null_placement nulls) {
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
      "select_page and count agree with page_with_total, and keyset pagination with offsets", [&] {
        const scenario each = *storable_scenarios();
        const null_placement nulls = *rc::gen::element(nulls_last, nulls_first);
        const auto owner = database.load(each.rows);
        const plain_page expected = reference_list(each.rows, each.query, nulls);
        RC_ASSERT(database.rows(database.select_statement(owner, each.query, nulls)) ==
                  expected.data);
        RC_ASSERT(database.count(owner, each.query) == expected.pagination.total);

        lead_query query = each.query;
        query.page.page_size = *rc::gen::inRange<std::uint64_t>(1, 6);
        std::vector<lead> by_offset;
        for (query.page.page = 1; by_offset.size() < expected.pagination.total; ++query.page.page) {
          const auto page = database.rows(database.select_statement(owner, query, nulls));
          RC_ASSERT(!page.empty());
          by_offset.insert(by_offset.end(), page.begin(), page.end());
        }
        RC_ASSERT(database.keyset_walk(owner, query, nulls) == by_offset);
      });
}

inline void organisations_are_isolated(const tested_database& database) {
  int cases = 0;
  rc::prop("rows of another organisation change nothing", [&] {
    organisation_scenario each = *rc::gen::arbitrary<organisation_scenario>();
    const std::string prefix = "case " + std::to_string(++cases) + " of ";
    std::string longest;
    std::set<std::pair<std::string, std::string>>
        seen; // ids that differ only in U+0000 become equal
    std::erase_if(each.rows, [&](organisation_lead& row) {
      row.row = test_support::storable<leads_endpoint>(std::move(row.row));
      return !seen.emplace(row.organisation, row.row.id).second;
    });
    // The law queries three times: with the organisation's rows alone, with all rows, and from
    // another organisation. Each query gets organisations of its own.
    int queries = 0;
    require(foreign_rows_change_nothing(
        [&](const std::vector<organisation_lead>& rows, std::string_view organisation,
            const lead_query& query) {
          const std::string here = prefix + std::to_string(++queries) + " ";
          for (const organisation_lead& row : rows) {
            RC_ASSERT(database.upsert(database.organisation(here + row.organisation), row.row));
          }
          return database.list(database.organisation(here + std::string(organisation)), query);
        },
        each.rows, each.organisation, each.query));
  });
}

inline void a_history_leaves_the_rows_of_an_index(const tested_database& database) {
  int cases = 0;
  rc::prop("changes of two organisations, with queries in between", [&] {
    const std::vector<lead> pool = *history_pools();
    const std::string name = "history " + std::to_string(++cases);
    const std::vector<organisation_id> owners{database.organisation(name + " a"),
                                              database.organisation(name + " A")};
    std::vector<lead_index> indexes(2);
    std::vector<std::map<std::string, lead>> models(2);
    const auto rows_of = [&](std::size_t which) {
      std::vector<lead> rows;
      for (const auto& [id, each] : models[which]) {
        rows.push_back(each);
      }
      return rows;
    };
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
      case 1: // the id of one lead with the values of another
        row.id = pool[*rc::gen::inRange<std::size_t>(0, pool.size())].id;
        [[fallthrough]];
      default: {
        const lead_errors refused = reference_errors(row);
        RC_ASSERT(database.upsert_errors(owners[which], row) == refused);
        if (refused.empty()) {
          indexes[which].upsert(row);
          models[which].insert_or_assign(row.id, row);
        }
      }
      }
      const std::vector<lead> rows = rows_of(which);
      const lead_query query = draw_history_query(rows, *query_tapes());
      const null_placement nulls = *rc::gen::element(nulls_last, nulls_first);
      const plain_page page = to_plain_page(database.list(owners[which], query, nulls));
      RC_ASSERT(page == to_plain_page(indexes[which].list(query, nulls)));
      require(equals_reference([&](const auto&, const lead_query&) { return page; }, rows, query,
                               nulls));
    }
    for (std::size_t which = 0; which < owners.size(); ++which) {
      lead_query all;
      all.page = {1, max_page_size};
      for (const null_placement nulls : {nulls_last, nulls_first}) {
        const plain_page left = reference_list(rows_of(which), all, nulls);
        RC_ASSERT(to_plain_page(database.list(owners[which], all, nulls)) == left);
        lead_query few;
        few.page.page_size = *rc::gen::inRange<std::uint64_t>(1, 4);
        RC_ASSERT(database.keyset_walk(owners[which], few, nulls) == left.data);
      }
    }
  });
}

/// Transactions of changes, some rolled back as a whole or from a savepoint on: totals are those of
/// the rows that are left, by every status and owner.
inline void totals_are_exact_after_rollbacks(const tested_database& database) {
  int cases = 0;
  rc::prop("totals after transactions that commit or roll back", [&] {
    const std::vector<lead> pool = *rc::gen::suchThat(
        rc::gen::map(lead_sets(lead_kind::valid, 10),
                     [](std::vector<lead> rows) {
                       return test_support::storable_rows<leads_endpoint>(std::move(rows));
                     }),
        [](const std::vector<lead>& rows) { return !rows.empty(); });
    const auto owner = database.organisation("transactions " + std::to_string(++cases));
    std::map<std::string, lead> model;
    const auto change_some = [&] {
      const int changes = *rc::gen::inRange(0, 6);
      for (int i = 0; i < changes; ++i) {
        lead row = pool[*rc::gen::inRange<std::size_t>(0, pool.size())];
        row.status = *rc::gen::elementOf(lead_statuses);
        if (*rc::gen::inRange(0, 4) == 0) {
          database.erase(owner, row.id);
          model.erase(row.id);
        } else {
          RC_ASSERT(database.upsert(owner, row));
          model.insert_or_assign(row.id, row);
        }
      }
    };
    const int transactions = *rc::gen::inRange(1, 6);
    for (int i = 0; i < transactions; ++i) {
      const auto before = model;
      database.run({"BEGIN", {}});
      change_some();
      const auto at_savepoint = model;
      database.run({"SAVEPOINT here", {}});
      change_some();
      switch (*rc::gen::inRange(0, 3)) {
      case 0:
        database.run({"ROLLBACK", {}});
        model = before;
        break;
      case 1:
        database.run({"ROLLBACK TO SAVEPOINT here", {}});
        model = at_savepoint;
        [[fallthrough]];
      default:
        database.run({"COMMIT", {}});
      }
      std::vector<lead> rows;
      for (const auto& [id, each] : model) {
        rows.push_back(each);
      }
      const auto check = [&](const lead_query& query) {
        RC_ASSERT(database.count(owner, query) == leadcore::list(rows, query).pagination.total);
      };
      for (const std::optional<lead_status> status :
           {std::optional<lead_status>(), std::optional(lead_status::lost),
            std::optional(lead_status::contacted)}) {
        lead_query query;
        query.status = status;
        check(query);
        query.assigned_to = assignee_filter::unassigned();
        check(query);
        for (const lead& each : pool) {
          query.assigned_to = assignee_filter::member(each.assigned_to_id.value_or("nobody"));
          check(query);
        }
      }
    }
  });
}

/// Hundreds of rows, most with equal sort keys: every page, by number and by keyset.
inline void deep_pages_are_exact(const tested_database& database) {
  const auto rows = test_support::storable_rows<leads_endpoint>(sample(leads(), 400));
  const auto owner = database.load(rows);
  lead_query query;
  query.page.page_size = 37;
  for (const null_placement nulls : {nulls_last, nulls_first}) {
    std::vector<lead> sorted = rows;
    std::ranges::sort(sorted, lead_order.with(nulls));
    for (query.page.page = 1; query.page.offset() < rows.size() + 37; ++query.page.page) {
      INFO("page " << query.page.page);
      REQUIRE(database.list(owner, query, nulls) == list(rows, query, nulls));
    }
    REQUIRE(database.keyset_walk(owner, query, nulls) == sorted);
  }
}

inline void unstorable_values_are_refused(const tested_database& database) {
  int cases = 0;
  rc::prop(
      "any bytes: upsert takes exactly UTF-8 without U+0000, and list returns it unchanged", [&] {
        const scenario each = *scenarios(lead_kind::hostile);
        const auto owner = database.organisation("any bytes " + std::to_string(++cases));
        std::vector<lead> taken;
        for (const lead& row : each.rows) {
          const lead_errors refused = reference_errors(row);
          RC_ASSERT(database.upsert_errors(owner, row) == refused);
          if (refused.empty()) {
            taken.push_back(row);
          }
        }
        const lead_query query = draw_query(drawing(*query_tapes()), taken);
        require(equals_reference(
            [&](const auto&, const lead_query& wanted) { return database.list(owner, wanted); },
            taken, query));
      });
  rc::prop("a query with a value that no row can contain returns what list() returns", [&] {
    const scenario each = *storable_scenarios();
    lead_query query = each.query;
    const std::string text = *hostile_texts();
    query.search = *rc::gen::arbitrary<bool>() ? unchecked_search_term(text) : search_term();
    query.assigned_to =
        *rc::gen::arbitrary<bool>() ? assignee_filter::member(text) : assignee_filter::any();
    const auto owner = database.load(each.rows);
    // Not the reference, which takes only terms that parse_search_term returns.
    RC_ASSERT(to_plain_page(database.list(owner, query)) ==
              to_plain_page(leadcore::list(each.rows, query)));
    database.erase(owner, "\xFF"); // no row has this id
    RC_ASSERT(database.count(owner, {}) == each.rows.size());
  });
}

// Any endpoint. -----------------------------------------------------------------------------------

/// Lets some filters ask for values that no row can have: broken texts, NaN, integers that no
/// database stores, enumerators without names.
template <class Endpoint> void ask_for_impossible(drawing from, typename Endpoint::query& query) {
  leadcore::detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (leadcore::detail::is_comparison<Filter>) {
      using value = typename Filter::compared_type;
      value odd{};
      if constexpr (std::same_as<value, std::string>) {
        odd = draw_hostile_text(from.take(3));
      } else if constexpr (std::floating_point<value>) {
        odd = std::numeric_limits<value>::quiet_NaN();
      } else if constexpr (std::integral<value>) {
        odd = std::numeric_limits<value>::max();
      } else if constexpr (named_enum<value>) {
        odd = static_cast<value>(42);
      }
      if (from.below(6) != 1) {
        return;
      }
      if constexpr (leadcore::detail::is_kind<one_of_filter, Filter>) {
        (query.*filter.member).push_back(odd);
      } else {
        query.*filter.member = odd;
      }
    }
  });
}

template <class Endpoint>
[[nodiscard]] bool same_rows(const std::vector<typename Endpoint::record>& a,
                             const std::vector<typename Endpoint::record>& b) {
  return std::ranges::equal(a, b, leadcore::detail::same_row<Endpoint>);
}

/// The rows after each other by keyset pagination, cursors as clients hold them.
/// @param how  nothing, a placement of nulls, or an order that is used once
template <class Dialect, class Endpoint, class Handle, class... How>
[[nodiscard]] std::vector<typename Endpoint::record>
keyset_walk(Handle handle, const organisation_id& owner, const typename Endpoint::query& query,
            const How&... how) {
  const auto read = [&](const sql::statement& select) {
    auto rows = sql::read_rows<Endpoint>(handle, select);
    if (!rows.has_value()) {
      RC_FAIL(rows.error().message + "\n" + select.text);
    }
    return *std::move(rows);
  };
  const auto next = [&](const auto& at, const auto& parsed) {
    RC_ASSERT(parsed.has_value() && *parsed == *at);
    return read(sql::select_page<Dialect, Endpoint>(owner, query, sql::after(*parsed), how...));
  };
  auto rows = read(sql::select_page<Dialect, Endpoint>(owner, query, how...));
  auto walked = rows;
  while (!rows.empty()) {
    if constexpr ((leadcore::detail::order_like<How> || ...)) {
      const auto at = sql::make_cursor<Endpoint>(rows.back(), how...);
      rows = next(at, sql::parse_cursor<Endpoint>(sql::to_string(at.value()), how...));
    } else {
      const auto at = sql::make_cursor<Endpoint>(rows.back());
      rows = next(at, sql::parse_cursor<Endpoint>(sql::to_string(at.value())));
    }
    walked.insert(walked.end(), rows.begin(), rows.end());
    RC_ASSERT(walked.size() < 100);
  }
  return walked;
}

/// A page, and the walk from page 1, are those of list().
template <class Dialect, class Endpoint, class Handle, class... How>
void pages_and_walks_agree(Handle handle, const organisation_id& owner,
                           const std::vector<typename Endpoint::record>& rows,
                           typename Endpoint::query query, const How&... how) {
  const auto expected = leadcore::list<Endpoint>(rows, query, how...);
  const auto page = sql::list<Dialect, Endpoint>(handle, owner, query, how...);
  if (!page.has_value()) {
    RC_FAIL(page.error().message);
  }
  if ((*page).pagination != expected.pagination ||
      !same_rows<Endpoint>((*page).data, expected.data)) {
    RC_FAIL("the page " + describe_ids<Endpoint>((*page).data) + ", " +
            describe((*page).pagination) + " and not " + describe_ids<Endpoint>(expected.data) +
            ", " + describe(expected.pagination) + " for " + describe<Endpoint>(query));
  }
  query.page.page = 1;
  const auto walked = keyset_walk<Dialect, Endpoint>(handle, owner, query, how...);
  query.page.page_size = 100;
  RC_ASSERT(same_rows<Endpoint>(walked, leadcore::list<Endpoint>(rows, query, how...).data));
}

/// A database obeys every law of an engine, and lists and walks in every order: the declared one,
/// either placement of nulls, and orders that are used once.
/// @param share  one case of the laws of an engine in so many is judged
template <class Dialect, class Endpoint, class Handle, class... Orders>
void database_obeys_laws(Handle handle, int share, const Orders&... once) {
  using record = typename Endpoint::record;
  int organisations = 0; // the rows of earlier cases stay beside
  const auto next_organisation = [&] {
    return parse_organisation_id("case " + std::to_string(++organisations)).value();
  };
  const auto run = [handle](const sql::statement& each) {
    if (const auto failed = execute(handle, each)) {
      RC_FAIL(failed->message + "\n" + each.text);
    }
  };
  const auto upsert = [run](const organisation_id& owner, const record& row) {
    const auto made = sql::upsert<Dialect, Endpoint>(owner, row);
    if (!made.has_value()) {
      RC_FAIL(std::string(made.error().front().field) + " is refused in " +
              describe<Endpoint>(row));
    }
    run(*made);
  };
  test_support::engine_obeys_laws<Endpoint>(
      [&] {
        const organisation_id owner = next_organisation();
        return basic_engine<Endpoint>{
            [=](const record& row) { upsert(owner, row); },
            [=](std::string_view key) { run(sql::erase<Dialect, Endpoint>(owner, key)); },
            [=](const typename Endpoint::query& query) {
              auto page = sql::list<Dialect, Endpoint>(handle, owner, query);
              if (!page.has_value()) {
                RC_FAIL(page.error().message);
              }
              return *std::move(page);
            }};
      },
      share);
  rc::prop("pages and walks in every order", [&] {
    const auto rows = *test_support::storable_sets<Endpoint>(12);
    const organisation_id owner = next_organisation();
    for (const record& row : rows) {
      upsert(owner, row);
    }
    auto query = draw_query<Endpoint>(*query_tapes<Endpoint>(), rows);
    if (*rc::gen::inRange(0, 4) == 1) {
      ask_for_impossible<Endpoint>(*query_tapes<Endpoint>(), query);
    }
    query.page = {*rc::gen::inRange<std::uint64_t>(1, 4), *rc::gen::inRange<std::uint64_t>(1, 4)};
    const auto agree = [&](const auto&... how) {
      pages_and_walks_agree<Dialect, Endpoint>(handle, owner, rows, query, how...);
    };
    agree();
    agree(nulls_last);
    agree(nulls_first);
    (agree(once), ...);
  });
}

} // namespace leadcore::testing

#endif
