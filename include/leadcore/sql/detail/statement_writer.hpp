// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_STATEMENT_WRITER_HPP
#define LEADCORE_SQL_DETAIL_STATEMENT_WRITER_HPP

// The clauses of statements, from the description that list() reads.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/sql/cursor.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/detail/condition_writer.hpp>
#include <leadcore/sql/detail/counts.hpp>
#include <leadcore/sql/detail/indexed_column.hpp>
#include <leadcore/sql/detail/storable.hpp>
#include <leadcore/sql/detail/trigram_terms.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// Calls visit(key) for each sort key, the most significant first.
template <class Order, class Visit> void for_each_sort_key(const Order& order, Visit visit) {
  std::apply([&](const auto&... key) { (visit(key), ...); }, order.keys);
}
template <class Record, class Key>
inline constexpr bool is_nullable_key = is_nullable_field<Key::field_type::key, Record>;
/// Where nulls sort, as dialects take it: nothing for a field that is never null.
template <class Record, class Key>
[[nodiscard]] std::optional<null_placement> nulls_of(const Key& key) {
  return is_nullable_key<Record, Key> ? std::optional(key.nulls) : std::nullopt;
}

/// Builds one statement from left to right, so that parameters are numbered in order.
template <class Dialect, class Endpoint, class Table>
class statement_writer : public condition_writer<Dialect, Endpoint, Table> {
  using base = condition_writer<Dialect, Endpoint, Table>;

 public:
  using base::append;
  using base::bind_parameter;
  using base::compare_text;
  using base::where_organisation;
  using typename base::names;
  using typename base::query_type;
  using typename base::record;

  /// Whether a search reads candidates from an index that names rows by their ids.
  static constexpr bool searches_by_row_id =
      is_search_indexed<Table> && has_search<Endpoint> && requires { Dialect::row_id_type; };
  static_assert(
      !is_search_indexed<Table> || searches_by_row_id ||
          requires(const std::string& text) { Dialect::search_index(text, text, text, text); },
      "leadcore: the dialect has no search index, or the endpoint no search, but the "
      "table declares has_search_index");

  statement_writer() = default;
  /// Selects from a partition, if there is one, in place of the table.
  explicit statement_writer(const std::optional<partition>& in)
      : from_(in ? names::qualified(in->schema, in->name) : names::table()) {}

  /// Binds a count, at most the largest integer of databases.
  [[nodiscard]] std::string bind_count(std::uint64_t count) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return bind_parameter(static_cast<std::int64_t>(std::min(count, most)));
  }
  [[nodiscard]] statement take() && { return std::move(this->written_); }

  /// The columns of the fields, in the order of the contract.
  void add_columns(std::string_view prefix = {}) {
    bool first = true;
    leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name>) {
      this->append(first ? "" : ", ", prefix, names::template column<Name>());
      first = false;
    });
  }

  /// " ORDER BY each sort key".
  template <class Order> void order_by(const Order& order, std::string_view prefix = {}) {
    this->append(" ORDER BY ");
    bool first = true;
    detail::for_each_sort_key(order, [&]<class Key>(const Key& key) {
      this->append(first ? "" : ", ",
                   Dialect::sort_key(names::template sortable<Key::field_type::key>(prefix),
                                     Key::direction, detail::nulls_of<record>(key)));
      first = false;
    });
  }

  /// A sort key of an index.
  template <class Key> [[nodiscard]] static std::string key_of_index(const Key& key) {
    if constexpr (indexes_columns_only<Dialect>) {
      return key_in_table(key);
    } else {
      return Dialect::index_key(names::template sortable<Key::field_type::key>(), Key::direction,
                                detail::nulls_of<record>(key));
    }
  }

  /// The rows of a page by number.
  template <class Order>
  void page(const organisation_id& organisation, const query_type& query, const Order& order) {
    const auto limited = [&] {
      order_rows(order);
      this->append(" LIMIT ", bind_count(query.page.page_size));
      this->append(" OFFSET ", bind_count(query.page.offset()));
    };
    if (const std::string terms = indexed_terms(query); !terms.empty()) {
      begin_candidates(organisation, terms);
      this->append("SELECT * FROM (");
      select(organisation, query);
      limited();
      this->append(")");
      add_candidates(organisation, query);
      limited();
      this->append("))");
      order_by(order);
      return;
    }
    if constexpr (has_pages_by_key<Table>) {
      static_assert(
          requires { Dialect::before_keys; },
          "leadcore: the dialect finds no pages by key: see before_keys");
      if (query.page.offset() != 0) {
        const std::string key = names::template comparable<key_name_of<Endpoint>>();
        constexpr bool are_texts =
            kind_of_field<record, key_name_of<Endpoint>> == column_kind::text;
        this->append("SELECT ");
        add_columns();
        this->append(" FROM ", from_);
        where_organisation(organisation);
        this->append(" AND ", key, Dialect::before_keys(are_texts), "SELECT ", key, " FROM ",
                     from_);
        this->where(organisation, query);
        limited();
        this->append(Dialect::after_keys(are_texts));
        order_by(order);
        return;
      }
    }
    select(organisation, query);
    limited();
  }

  /// The number of matching rows, as a scalar subquery. Grouped by the one organisation, because
  /// postgres_fdw pushes a grouped count down to the shard, but not an ungrouped one.
  void count(const organisation_id& organisation, const query_type& query) {
    if constexpr (has_counts<Table>) {
      static_assert(
          requires { requires Dialect::keeps_counts; },
          "leadcore: the dialect keeps no counts, so the table cannot be counted by "
          "fields: see keeps_counts");
      static_assert(detail::check_counted<record, Table>(Table::counted));
      if (detail::is_counted<Endpoint, Table>(query)) {
        this->append("coalesce((SELECT CAST(sum(row_count) AS ", Dialect::integer_type, ") FROM ",
                     names::kept("_counts"));
        this->where(organisation, query);
        this->append("), 0)");
        return;
      }
    }
    if (const std::string terms = indexed_terms(query); !terms.empty()) {
      count_candidates(organisation, query, terms);
      return;
    }
    this->append("coalesce((SELECT count(*) FROM ", from_);
    this->where(organisation, query);
    this->append(" GROUP BY ", names::organisation(), "), 0)");
  }

  /// The rows of the page after a position: keyset pagination.
  ///
  /// One branch of a UNION ALL for each number of equal leading sort keys. Each is one range of the
  /// index. A comparison of row values would not do: it is null where a key is null.
  template <class Order>
  void page_after(const organisation_id& organisation, const query_type& query,
                  const position<Endpoint, Order>& at, const Order& order) {
    keyset<Order> to{organisation, query, at, order};
    const auto add_all_branches = [&] {
      constexpr std::size_t keys = std::tuple_size_v<position<Endpoint, Order>>;
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        (add_branches<keys - 1 - I>(to), ...);
      }(std::make_index_sequence<keys>{});
    };
    if (const std::string terms = indexed_terms(query); !terms.empty()) {
      begin_candidates(organisation, terms);
      add_all_branches();
      add_candidates(organisation, query);
      to.branches = 0;
      to.are_conditions = true;
      this->append(" AND (");
      add_all_branches();
      this->append(")");
      order_by(order);
      this->append(" LIMIT ", bind_count(query.page.page_size), "))");
    } else {
      this->append("SELECT ");
      add_columns();
      this->append(" FROM (");
      add_all_branches();
      this->append(") AS behind");
    }
    order_by(order);
    this->append(" LIMIT ", bind_count(query.page.page_size));
  }

 private:
  template <class Order> struct keyset {
    const organisation_id& organisation;
    const query_type& query;
    const position<Endpoint, Order>& at;
    const Order& order;
    std::size_t branches = 0;
    bool are_conditions = false; ///< of one OR, not queries
  };

  /// Selects the matching rows; their ids alone where begin_candidates was called.
  void select(const organisation_id& organisation, const query_type& query) {
    this->append("SELECT ");
    if constexpr (searches_by_row_id) {
      if (has_candidates_) {
        this->append(names::row_id(), " FROM ", from_);
        where_many(organisation);
        this->add_filters(query);
        return;
      }
    }
    add_columns();
    this->append(" FROM ", from_);
    this->where(organisation, query);
  }

  /// " ORDER BY each sort key" of rows of the table itself, whose first keys are equal.
  template <std::size_t Equal = 0, class Order> void order_rows(const Order& order) {
    // MariaDB takes a column that is null for no constant, so it would sort.
    constexpr std::size_t first = indexes_columns_only<Dialect> ? Equal : 0;
    std::size_t at = 0;
    detail::for_each_sort_key(order, [&](const auto& key) {
      if (at >= first) {
        this->append(at == first ? " ORDER BY " : ", ", key_in_table(key));
      }
      ++at;
    });
  }
  template <class Key> [[nodiscard]] static std::string key_in_table(const Key& key) {
    constexpr auto name = Key::field_type::key;
    static_assert(!limits_indexed_texts<Dialect> ||
                      kind_of_field<record, name> != column_kind::text ||
                      is_indexed_text<Endpoint, name>,
                  "leadcore: the database sorts a text of any length by its first bytes only: sort "
                  "by a text that the endpoint's order has or a filter compares");
    const auto nulls = detail::nulls_of<record>(key);
    if constexpr (has_null_column<Dialect, Endpoint, name>) {
      return Dialect::sort_key(column_of(key), Key::direction, nulls,
                               names::template generated<name>(null_suffix));
    } else {
      return Dialect::sort_key(column_of(key), Key::direction, nulls);
    }
  }

  // A page of a search. The rows of a rare term are found by the index, and sorted. A frequent term
  // fills the page from the first rows in order. So the index is asked for a few rows more than are
  // worth sorting: of any organisation, and if these are too many, of this one. The plan follows
  // from the number found; the answer does not.

  [[nodiscard]] static std::string most_candidates() {
    return std::to_string(Table::most_candidates);
  }
  [[nodiscard]] static std::string one_more() { return " LIMIT " + most_candidates() + " + 1"; }
  [[nodiscard]] static std::string indexed_terms([[maybe_unused]] const query_type& query) {
    if constexpr (searches_by_row_id) {
      const auto& filter = search_filter_of<Endpoint>;
      return filter.idle(query) ? std::string() : detail::fts5_terms(query.*filter.member);
    } else {
      return {};
    }
  }
  /// The name of a query of the WITH clause.
  [[nodiscard]] static std::string common(std::string_view suffix) {
    return Dialect::quote(std::string(Table::name) + std::string(suffix));
  }
  [[nodiscard]] static std::string pending_rows() {
    return Dialect::pending_rows(names::kept("_search_pending"), names::row_id());
  }
  /// @param terms  whose values were bound last
  /// @param condition  of the search itself, without values; empty: none
  [[nodiscard]] std::string search(const organisation_id& organisation, const std::string& terms,
                                   const std::string& condition = {}) {
    return Dialect::search(names::kept("_search"), common("_search"), names::row_id(), terms,
                           names::kept("_search_blocks"), bind_number(organisation), condition);
  }
  [[nodiscard]] std::string search_within(const organisation_id& organisation,
                                          const std::string& terms) {
    const std::string bound = bind_parameter(terms);
    return Dialect::search_within(names::kept("_search_organisations"), bound,
                                  bind_organisation(organisation));
  }
  /// Binds an organisation, or a text that is none's if databases store no such text.
  [[nodiscard]] std::string bind_organisation(const organisation_id& organisation) {
    const std::string_view id = organisation.view();
    return bind_parameter(std::string(is_storable(id) ? id : ""));
  }
  /// Binds an organisation. @return its number in the index
  [[nodiscard]] std::string bind_number(const organisation_id& organisation) {
    return Dialect::number_of(names::kept("_search_organisations"),
                              bind_organisation(organisation));
  }
  /// The condition that a query has more rows than are candidates.
  [[nodiscard]] static std::string is_many(const std::string& query) {
    return "(SELECT count(*) FROM " + query + ") > " + most_candidates();
  }
  void begin_candidates(const organisation_id& organisation, const std::string& terms) {
    if constexpr (searches_by_row_id) {
      has_candidates_ = true;
      const std::string found = common("_found");
      this->append("WITH ", found, " (", names::row_id(), ") AS MATERIALIZED (",
                   search(organisation, bind_parameter(terms)), one_more(), "), ",
                   common("_found_within"), " (", names::row_id(), ") AS MATERIALIZED (");
      this->append(search(organisation, search_within(organisation, terms), is_many(found)),
                   one_more(), ") SELECT ");
      add_columns();
      this->append(" FROM ", from_, " WHERE ", names::row_id(), " IN (");
    }
  }
  /// " WHERE organisation", for no row if the candidates are few.
  void where_many(const organisation_id& organisation) {
    this->append(" WHERE ");
    if (is_storable(organisation.view())) {
      this->append(names::bytewise(names::organisation()), " = CASE WHEN ",
                   is_many(common("_found_within")), " THEN ",
                   bind_parameter(std::string(organisation.view())), " END");
    } else {
      this->append("1 = 0");
    }
  }
  void add_candidates(const organisation_id& organisation, const query_type& query) {
    if constexpr (searches_by_row_id) {
      const std::string id = names::row_id();
      const std::string select_id = "SELECT " + id + " FROM ";
      const std::string found = common("_found");
      const std::string within = common("_found_within");
      const std::string are_few = " WHERE NOT " + is_many(within);
      this->append(" UNION ALL SELECT * FROM (", select_id, from_, Dialect::by_row_id);
      this->where(organisation, query);
      this->append(
          " AND ", id, " IN (", select_id, found, " WHERE NOT ", is_many(found), " AND ",
          Dialect::is_in_blocks(id, names::kept("_search_blocks"), bind_number(organisation)),
          " UNION ALL ", select_id, within, are_few, " UNION ALL ", pending_rows(), are_few, ")");
    }
  }
  void count_candidates(const organisation_id& organisation, const query_type& query,
                        const std::string& terms) {
    if constexpr (searches_by_row_id) {
      const std::string id = names::row_id();
      const auto count_of = [&](const std::string& rows) {
        this->append("(SELECT count(*) FROM (", rows, ") AS found CROSS JOIN ", from_, " ON ",
                     from_, ".", id, " = found.", id);
        this->where(organisation, query);
        this->append(")");
      };
      const std::string some =
          is_many("(" + search(organisation, bind_parameter(terms)) + one_more() + ")");
      const std::string within = search_within(organisation, terms);
      count_of(search(organisation, "CASE WHEN " + some + " THEN " + within + " ELSE " +
                                        bind_parameter(terms) + " END") +
               " AND " + names::kept("_search") + ".rowid NOT IN (" + pending_rows() + ")");
      this->append(" + ");
      count_of(pending_rows());
    }
  }

  /// The rows equal to the position in the first K sort keys and after it in the next: two branches
  /// for a nullable key whose nulls sort last, none for one whose value is null and sorts last.
  template <std::size_t K, class Order> void add_branches(keyset<Order>& to) {
    const auto& key = std::get<K>(to.order.keys);
    const auto& bound = std::get<K>(to.at);
    using key_type = std::remove_cvref_t<decltype(key)>;
    if constexpr (is_nullable_key<record, key_type>) {
      if (!bound.has_value()) {
        if (key.nulls == null_placement::first) {
          add_branch<K>(to, [&] { append_null(key, false); });
        }
        return;
      }
    }
    add_branch<K>(to, [&] {
      constexpr bool ascends = key_type::direction == sort_direction::ascending;
      this->append(column_of(key), ascends ? " > " : " < ", this->bind_key(bound));
      append_null_column<key_type>(false);
    });
    if constexpr (is_nullable_key<record, key_type>) {
      if (key.nulls == null_placement::last) {
        add_branch<K, K + 1>(to, [&] { append_null(key, true); });
      }
    }
  }
  /// One branch: the first K sort keys equal the position, and a condition on the next holds. The
  /// first Equal sort keys of its rows are equal.
  template <std::size_t K, std::size_t Equal = K, class Order, class Condition>
  void add_branch(keyset<Order>& to, Condition condition) {
    const auto add_conditions = [&] {
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        (add_equal(std::get<I>(to.order.keys), std::get<I>(to.at)), ...);
      }(std::make_index_sequence<K>{});
      condition();
    };
    if (to.are_conditions) {
      this->append(to.branches++ == 0 ? "(" : " OR (");
      add_conditions();
      this->append(")");
      return;
    }
    this->append(to.branches == 0 ? "" : " UNION ALL ", "SELECT * FROM (");
    select(to.organisation, to.query);
    this->append(" AND ");
    add_conditions();
    order_rows<Equal>(to.order);
    this->append(" LIMIT ", bind_count(to.query.page.page_size), ") AS part_",
                 std::to_string(++to.branches));
  }
  template <class Key, class T> void add_equal(const Key& key, const T& bound) {
    if constexpr (is_nullable_key<record, Key>) {
      if (!bound.has_value()) {
        append_null(key, true);
        this->append(" AND ");
        return;
      }
    }
    this->append(column_of(key), " = ", this->bind_key(bound));
    append_null_column<Key>(false);
    this->append(" AND ");
  }
  template <class Key> void append_null(const Key& key, bool is_null) {
    this->append(column_of(key), is_null ? " IS NULL" : " IS NOT NULL");
    append_null_column<Key>(is_null);
  }
  /// The same of the generated column, if there is one: it precedes the key in the index.
  template <class Key> void append_null_column([[maybe_unused]] bool is_null) {
    constexpr auto name = Key::field_type::key;
    if constexpr (has_null_column<Dialect, Endpoint, name>) {
      this->append(" AND ", names::template generated<name>(null_suffix),
                   is_null ? " = 1" : " = 0");
    }
  }

  template <class Key> [[nodiscard]] static std::string column_of(const Key&) {
    return names::template sort_column<Key::field_type::key>();
  }
  /// Binds the value of a sort key, which is not null.
  template <class T> [[nodiscard]] std::string bind_key(const T& key) {
    if constexpr (is_optional<T>) {
      return this->bind_key(*key);
    } else if constexpr (std::same_as<T, std::string>) {
      return this->bind_parameter(key);
    } else if constexpr (std::same_as<T, timestamp>) {
      return this->bind_parameter(key.milliseconds_since_epoch());
    } else if constexpr (std::is_enum_v<T>) {
      return this->bind_parameter(detail::rank_of(key));
    } else {
      return this->bind_parameter(static_cast<std::int64_t>(key));
    }
  }

  std::string from_ = names::table();
  bool has_candidates_ = false;
};

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
