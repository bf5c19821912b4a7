// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_STATEMENT_WRITER_HPP
#define LEADCORE_SQL_DETAIL_STATEMENT_WRITER_HPP

// The clauses of statements, from the declarations that list() reads: the record, the filters and
// lead_order.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/sql/cursor.hpp>
#include <leadcore/sql/detail/storable.hpp>
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

/// The names of a table, quoted as a dialect does.
template <class Dialect, class Table> struct quoted_names {
  [[nodiscard]] static std::string qualified(std::string_view schema, std::string_view name) {
    return (schema.empty() ? "" : Dialect::quote(schema) + ".") + Dialect::quote(name);
  }
  [[nodiscard]] static std::string table() { return qualified(Table::schema, Table::name); }
  [[nodiscard]] static std::string organisation() { return Dialect::quote(Table::organisation); }
  [[nodiscard]] static std::string search() { return Dialect::quote(Table::search); }
  template <fixed_string Name> [[nodiscard]] static std::string column() {
    return Dialect::quote(Table::template column<Name>);
  }
  /// A text column, to be compared by its bytes.
  [[nodiscard]] static std::string bytewise(std::string column) {
    if constexpr (Table::collate_in_queries) {
      column += " COLLATE ";
      column += Dialect::binary_collation;
    }
    return column;
  }
  /// The column of a field, to be compared as list() compares the field.
  template <fixed_string Name> [[nodiscard]] static std::string comparable() {
    return kind_of_field<Name> == column_kind::time ? column<Name>() : bytewise(column<Name>());
  }
};

/// Calls visit(field<"...">, key) for each sort key, the most significant first.
template <class Visit> void for_each_sort_key(null_placement nulls, Visit visit) {
  std::apply(
      [&](const auto&... key) {
        (visit(typename std::remove_cvref_t<decltype(key)>::field_type{}, key), ...);
      },
      lead_order.with(nulls).keys);
}
/// Where nulls sort, as dialects take it: nothing for a field that is never null.
template <class Key> [[nodiscard]] std::optional<null_placement> nulls_of(const Key& key) {
  return is_nullable_field<Key::field_type::key> ? std::optional(key.nulls) : std::nullopt;
}

/// Builds one statement from left to right, so that parameters are numbered in order.
template <class Dialect, class Table> class statement_writer {
 public:
  using names = quoted_names<Dialect, Table>;

  statement_writer() = default;
  /// Selects from a partition, if there is one, in place of the table.
  explicit statement_writer(const std::optional<partition>& in)
      : from_(in ? names::qualified(in->schema, in->name) : names::table()) {}

  template <class... Texts> void add(const Texts&... texts) {
    ((written_.text += std::string_view(texts)), ...);
  }
  /// Binds a value. @return its placeholder
  template <class Value> [[nodiscard]] std::string bind(Value value) {
    // emplace_back, because g++ 12 warns without cause when the variant is moved.
    written_.parameters.emplace_back(std::move(value));
    return Dialect::placeholder(written_.parameters.size());
  }
  /// Binds a count, at most the largest integer of databases.
  [[nodiscard]] std::string bind_count(std::uint64_t count) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return bind(static_cast<std::int64_t>(std::min(count, most)));
  }
  [[nodiscard]] statement take() && { return std::move(written_); }

  /// The columns of the fields, in the order of the contract.
  void add_columns(std::string_view prefix = {}) {
    bool first = true;
    for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
      add(first ? "" : ", ", prefix, names::template column<Name>());
      first = false;
    });
  }

  /// A comparison with a text; false if no row can contain the text.
  void compare_text(const std::string& column, std::string_view operation, std::string_view text) {
    if (is_storable(text)) {
      add(column, operation, bind(std::string(text)));
    } else {
      add("1 = 0");
    }
  }

  /// " WHERE organisation AND each filter".
  void where(const organisation_id& organisation, const lead_query& query) {
    add(" WHERE ");
    compare_text(names::bytewise(names::organisation()), " = ", organisation.view());
    std::apply([&](const auto&... each) { (filter(each, query), ...); }, leads_endpoint::filters);
  }

  template <class Filter> void filter(const Filter& each, const lead_query& query) {
    static_assert(
        requires { each.sql(*this, query); },
        "leadcore: the filter has no sql(out, query), so it cannot be asked of a database");
    if (!each.idle(query)) {
      add(" AND ");
      each.sql(*this, query);
    }
  }
  // What filters say: one condition each.
  template <fixed_string Name, class Value>
  void compare(std::string_view operation, const Value& value) {
    const std::string column = names::bytewise(names::template column<Name>());
    const std::string spaced = " " + std::string(operation) + " ";
    if constexpr (named_enum<Value>) {
      compare_text(column, spaced, wire_enum_name(value));
    } else {
      compare_text(column, spaced, value);
    }
  }
  template <fixed_string Name> void compare_null(bool is_null) {
    add(names::template column<Name>(), is_null ? " IS NULL" : " IS NOT NULL");
  }
  template <class Filter, class Term> void contains(const Filter&, const Term& term) {
    bool any = false;
    add("(");
    for (const std::string& needle : search_needles<utf8_encoding>(term.phrases().front())) {
      if (is_storable(needle)) {
        add(any ? " OR " : "",
            Dialect::contains(names::bytewise(names::search()), bind(Dialect::needle(needle))));
        any = true;
      }
    }
    add(any ? ")" : "1 = 0)"); // no row can contain the term
  }

  /// " ORDER BY each sort key".
  void order_by(null_placement nulls, std::string_view prefix = {}) {
    add(" ORDER BY ");
    bool first = true;
    detail::for_each_sort_key(
        nulls, [&]<fixed_string Name, class Key>(field_constant<Name>, const Key& key) {
          add(first ? "" : ", ",
              Dialect::sort_key(std::string(prefix) + names::template comparable<Name>(),
                                Key::direction, detail::nulls_of(key)));
          first = false;
        });
  }

  /// The rows of a page by number.
  void page(const organisation_id& organisation, const lead_query& query, null_placement nulls) {
    select(organisation, query);
    order_by(nulls);
    add(" LIMIT ", bind_count(query.page.page_size));
    add(" OFFSET ", bind_count(query.page.offset()));
  }

  /// The number of matching rows, as a scalar subquery. Grouped by the one organisation, because
  /// postgres_fdw pushes a grouped count down to the shard, but not an ungrouped one.
  void count(const organisation_id& organisation, const lead_query& query) {
    add("coalesce((SELECT count(*) FROM ", from_);
    where(organisation, query);
    add(" GROUP BY ", names::organisation(), "), 0)");
  }

  /// The rows of the page after a position: keyset pagination.
  ///
  /// One branch of a UNION ALL for each number of equal leading sort keys. Each is one range of the
  /// index. A comparison of row values would not do: it is null where a key is null.
  void page_after(const organisation_id& organisation, const lead_query& query, const position& at,
                  null_placement nulls) {
    add("SELECT ");
    add_columns();
    add(" FROM (");
    keyset to{organisation, query, at, nulls};
    constexpr std::size_t keys = std::tuple_size_v<position>;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (add_branches<keys - 1 - I>(to), ...);
    }(std::make_index_sequence<keys>{});
    add(") AS behind");
    order_by(nulls);
    add(" LIMIT ", bind_count(query.page.page_size));
  }

 private:
  struct keyset {
    const organisation_id& organisation;
    const lead_query& query;
    const position& at;
    null_placement nulls;
    std::size_t branches = 0;
  };

  void select(const organisation_id& organisation, const lead_query& query) {
    add("SELECT ");
    add_columns();
    add(" FROM ", from_);
    where(organisation, query);
  }

  /// The rows equal to the position in the first K sort keys and after it in the next: two branches
  /// for a nullable key whose nulls sort last, none for one whose value is null and sorts last.
  template <std::size_t K> void add_branches(keyset& to) {
    const auto key = std::get<K>(lead_order.with(to.nulls).keys);
    const auto& bound = std::get<K>(to.at);
    using key_type = std::remove_const_t<decltype(key)>;
    if constexpr (is_nullable_field<key_type::field_type::key>) {
      if (!bound.has_value()) {
        if (key.nulls == null_placement::first) {
          add_branch<K>(to, [&] { add(column_of(key), " IS NOT NULL"); });
        }
        return;
      }
    }
    add_branch<K>(to, [&] {
      constexpr bool ascends = key_type::direction == sort_direction::ascending;
      add(column_of(key), ascends ? " > " : " < ", bind_key(bound));
    });
    if constexpr (is_nullable_field<key_type::field_type::key>) {
      if (key.nulls == null_placement::last) {
        add_branch<K>(to, [&] { add(column_of(key), " IS NULL"); });
      }
    }
  }
  /// One branch: the first K sort keys equal the position, and a condition on the next holds.
  template <std::size_t K, class Condition> void add_branch(keyset& to, Condition condition) {
    add(to.branches == 0 ? "" : " UNION ALL ", "SELECT * FROM (");
    select(to.organisation, to.query);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (add_equal(std::get<I>(lead_order.keys), std::get<I>(to.at)), ...);
    }(std::make_index_sequence<K>{});
    add(" AND ");
    condition();
    order_by(to.nulls);
    add(" LIMIT ", bind_count(to.query.page.page_size), ") AS part_",
        std::to_string(++to.branches));
  }
  template <class Key, class T> void add_equal(const Key& key, const T& bound) {
    add(" AND ", column_of(key));
    if constexpr (is_nullable_field<Key::field_type::key>) {
      if (!bound.has_value()) {
        add(" IS NULL");
        return;
      }
    }
    add(" = ", bind_key(bound));
  }

  template <class Key> [[nodiscard]] static std::string column_of(const Key&) {
    return []<fixed_string Name>(field_constant<Name>) {
      return names::template comparable<Name>();
    }(typename Key::field_type{});
  }
  [[nodiscard]] std::string bind_key(timestamp time) {
    return bind(time.milliseconds_since_epoch());
  }
  [[nodiscard]] std::string bind_key(const std::string& text) { return bind(text); }
  template <class T> [[nodiscard]] std::string bind_key(const std::optional<T>& key) {
    return bind_key(*key);
  }

  statement written_;
  std::string from_ = names::table();
};

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
