// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_CONDITION_WRITER_HPP
#define LEADCORE_SQL_DETAIL_CONDITION_WRITER_HPP

// The conditions of WHERE: what filters say, one condition each.

#include <leadcore/model/field.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/detail/indexed_column.hpp>
#include <leadcore/sql/detail/storable.hpp>
#include <leadcore/sql/detail/trigram_terms.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// The names of a table, quoted as a dialect does.
template <class Dialect, class Endpoint, class Table> struct quoted_names {
  using record = typename Endpoint::record;

  [[nodiscard]] static std::string qualified(std::string_view schema, std::string_view name) {
    return (schema.empty() ? "" : Dialect::quote(schema) + ".") + Dialect::quote(name);
  }
  [[nodiscard]] static std::string table() { return qualified(Table::schema, Table::name); }
  /// What is kept beside the table: its name with a suffix.
  [[nodiscard]] static std::string kept(std::string_view suffix) {
    return qualified(Table::schema, std::string(Table::name) + std::string(suffix));
  }
  /// The beginning of CREATE INDEX, before its columns, on the table or what is kept beside it.
  [[nodiscard]] static std::string create_index(std::string_view kind,
                                                std::string_view index_suffix,
                                                std::string_view table_suffix = {}) {
    const auto name = [](std::string_view suffix) {
      return Dialect::quote(std::string(Table::name) + std::string(suffix));
    };
    constexpr bool index_has_schema = requires { requires Dialect::index_has_schema; };
    return "CREATE " + std::string(kind) + " " + std::string(Dialect::new_index) +
           (index_has_schema ? kept(index_suffix) : name(index_suffix)) + " ON " +
           (index_has_schema ? name(table_suffix) : kept(table_suffix)) + " (";
  }
  [[nodiscard]] static std::string row_id() { return Dialect::quote(Table::row_id); }
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
  /// The column of a field, to be compared as filters compare the field.
  template <fixed_string Name>
  [[nodiscard]] static std::string comparable(std::string_view prefix = {}) {
    constexpr column_kind kind = kind_of_field<record, Name>;
    std::string out = column<Name>();
    if (!prefix.empty()) {
      out.insert(0, prefix);
    }
    if constexpr (kind == column_kind::text || kind == column_kind::enumeration) {
      return bytewise(std::move(out));
    } else {
      return out;
    }
  }
  /// The same, to be ordered as list() orders the field: an enumeration by value, not by name.
  template <fixed_string Name>
  [[nodiscard]] static std::string sortable(std::string_view prefix = {}) {
    std::string out = comparable<Name>(prefix);
    if constexpr (kind_of_field<record, Name> == column_kind::enumeration) {
      using value = typename without_null<described<record, Name>>::type;
      out = "(CASE " + out;
      for (const auto& each : enum_table<value>) {
        out += " WHEN " + Dialect::literal(each.name) + " THEN " +
               std::to_string(detail::rank_of(each.value));
      }
      out += " END)";
    }
    return out;
  }
  /// The same among the columns of the table itself.
  template <fixed_string Name> [[nodiscard]] static std::string sort_column() {
    if constexpr (has_rank_column<Dialect, Endpoint, Name>) {
      return generated<Name>(rank_suffix);
    } else {
      return sortable<Name>();
    }
  }
  /// A generated column of a field.
  template <fixed_string Name> [[nodiscard]] static std::string generated(std::string_view suffix) {
    return generated_name<Dialect, Endpoint, Table, Name>(suffix);
  }
};

/// An operator between a column and a value: = <> < <= > >=. The C++ spellings == and != count too.
class comparison {
 public:
  constexpr comparison(std::string_view text) noexcept // implicit: compare<"name">("=", value)
      : text_(text == "=="   ? "="
              : text == "!=" ? "<>"
                             : text) {}
  constexpr comparison(const char* text) noexcept : comparison(std::string_view(text)) {}

  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }
  [[nodiscard]] constexpr bool asks_less() const noexcept { return text_.front() == '<'; }
  [[nodiscard]] constexpr bool asks_greater() const noexcept { return text_.front() == '>'; }
  [[nodiscard]] constexpr bool asks_unequal() const noexcept { return text_ == "<>"; }

  /// Whether a op b.
  template <class T> [[nodiscard]] constexpr bool holds(const T& a, const T& b) const {
    return text_ == "="    ? a == b
           : text_ == "<>" ? a != b
           : text_ == "<"  ? a < b
           : text_ == "<=" ? a <= b
           : text_ == ">"  ? a > b
                           : a >= b;
  }

 private:
  std::string_view text_;
};

/// Writes the conditions of filters. A filter's sql(out, query) writes one condition, with the
/// public members.
template <class Dialect, class Endpoint, class Table> class condition_writer {
 public:
  using names = quoted_names<Dialect, Endpoint, Table>;
  using endpoint_type = Endpoint;
  using record = typename Endpoint::record;
  using query_type = typename Endpoint::query;

  /// Compares the column of a field with a value, as C++ does; null is neither. A value that no row
  /// can have is compared all the same: 2^63 is greater than every integer of a database.
  template <fixed_string Name, class Value> void compare(comparison operation, const Value& value) {
    constexpr column_kind kind = check_comparison<Name, Value>();
    const std::string column = names::template comparable<Name>();
    if constexpr (kind == column_kind::text) {
      compare_text(column, operation, leadcore::detail::as_text(value));
    } else if constexpr (kind == column_kind::enumeration) {
      if (operation.text() == "=") {
        append(column, " = ", bind_parameter(std::string(leadcore::detail::enum_name(value))));
      } else {
        any_of(column, enum_table<Value>, [&](const auto& each) {
          return operation.holds(each.value, value) ? std::optional(each.name) : std::nullopt;
        });
      }
    } else if constexpr (kind == column_kind::integer) {
      if (std::in_range<std::int64_t>(value)) {
        append_comparison(column, operation, static_cast<std::int64_t>(value));
      } else { // greater than all integers of a database
        append_all(column, operation.asks_less());
      }
    } else if constexpr (kind == column_kind::real) {
      if (std::isnan(value)) {
        append_all(column, operation.asks_unequal());
      } else {
        append_comparison(column, operation, static_cast<double>(value));
      }
    } else {
      append_comparison(column, operation, plain_integer(value));
    }
  }
  /// Asks whether the column of a field is null.
  template <fixed_string Name> void compare_null(bool is_null) {
    append(names::template column<Name>(), is_null ? " IS NULL" : " IS NOT NULL");
  }
  /// Asks whether the column of a field equals one of several values.
  template <fixed_string Name, class Values> void compare_any(const Values& values) {
    using value = typename Values::value_type;
    constexpr column_kind kind = check_comparison<Name, value>();
    any_of(names::template comparable<Name>(), values, [](const value& each) {
      if constexpr (kind == column_kind::text) {
        const std::string_view text = leadcore::detail::as_text(each);
        return is_storable(text) ? std::optional(text) : std::nullopt;
      } else if constexpr (kind == column_kind::enumeration) {
        const std::string_view name = leadcore::detail::enum_name(each);
        return name.empty() ? std::nullopt : std::optional(name);
      } else if constexpr (kind == column_kind::integer) {
        return std::in_range<std::int64_t>(each) ? std::optional(static_cast<std::int64_t>(each))
                                                 : std::nullopt;
      } else if constexpr (kind == column_kind::real) {
        return std::isnan(each) ? std::nullopt : std::optional(static_cast<double>(each));
      } else {
        return std::optional(plain_integer(each));
      }
    });
  }
  /// Asks whether a row contains a search term: each of its phrases.
  template <class Filter, class Term> void contains(const Filter&, const Term& term) {
    bool first = true;
    for (const search_phrase& phrase : term.phrases()) {
      append(first ? "(" : " AND (");
      first = false;
      bool any = false;
      for (const std::string& needle : search_needles<utf8_encoding>(phrase)) {
        if (is_storable(needle)) {
          append(any ? " OR " : "");
          contains_needle(needle, phrase.phone().active());
          any = true;
        }
      }
      append(any ? ")" : "1 = 0)"); // no row can contain the phrase
    }
  }

  // For conditions of another form: out.add("abs(", out.column<"score">(), ") = ", out.bind(5)).
  // They must hold for no row with null in a column, unless the filter passes such rows.

  /// Adds SQL, not values. Filters must not pass text of a query.
  template <class... Texts> void add(const Texts&... texts) {
    is_free_ = true;
    append(texts...);
  }
  /// The quoted column of a field; a text compares by its bytes, an enumeration is its name, a list
  /// a JSON array.
  template <fixed_string Name> [[nodiscard]] static std::string column() {
    static_assert(has_field<record, Name>, "leadcore: the record has no field of this name");
    return names::template comparable<Name>();
  }
  /// Binds a value. If no row can have it (a text that is not UTF-8 or has U+0000, an integer over
  /// 2^63-1, an unnamed enumerator, NaN), the whole condition holds for no row.
  /// @return its placeholder
  template <class Value> [[nodiscard]] std::string bind(const Value& value) {
    if constexpr (text_like<Value>) {
      is_unmatchable_ = is_unmatchable_ || !is_storable(leadcore::detail::as_text(value));
      return bind_parameter(std::string(leadcore::detail::as_text(value)));
    } else if constexpr (named_enum<Value>) {
      is_unmatchable_ = is_unmatchable_ || leadcore::detail::enum_name(value).empty();
      return bind_parameter(std::string(leadcore::detail::enum_name(value)));
    } else if constexpr (std::floating_point<Value>) {
      is_unmatchable_ = is_unmatchable_ || std::isnan(value);
      return bind_parameter(static_cast<double>(value));
    } else if constexpr (std::same_as<Value, bool> ||
                         std::convertible_to<const Value&, timestamp>) {
      return bind_parameter(plain_integer(value));
    } else {
      static_assert(numeric<Value>, "leadcore: a database takes a text, a time, a number, a bool "
                                    "or an enumeration with names");
      is_unmatchable_ = is_unmatchable_ || !std::in_range<std::int64_t>(value);
      return bind_parameter(static_cast<std::int64_t>(value));
    }
  }

 protected:
  condition_writer() {
    written_.text.reserve(1024); // of a page with its total
    written_.parameters.reserve(8);
  }

  template <class... Texts> void append(const Texts&... texts) {
    ((written_.text += std::string_view(texts)), ...);
  }
  template <class Value> [[nodiscard]] std::string bind_parameter(Value value) {
    // emplace_back, because g++ 12 warns without cause when the variant is moved.
    written_.parameters.emplace_back(std::move(value));
    return Dialect::placeholder(written_.parameters.size());
  }

  void where_organisation(const organisation_id& organisation) {
    append(" WHERE ");
    compare_text(names::bytewise(names::organisation()), "=", organisation.view());
  }
  /// " WHERE organisation AND each filter", the cheapest first.
  void where(const organisation_id& organisation, const query_type& query) {
    where_organisation(organisation);
    add_filters(query);
  }
  /// " AND each filter".
  void add_filters(const query_type& query) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (this->filter(std::get<evaluation_order<Endpoint>[I]>(Endpoint::filters), query), ...);
    }(std::make_index_sequence<filter_count<Endpoint>>{});
  }
  void compare_text(const std::string& column, comparison operation, std::string_view text) {
    if (is_storable(text)) {
      append_comparison(column, operation, std::string(text));
      return;
    }
    std::optional<std::string> bound;
    if (operation.asks_greater() || (operation.asks_less() && !operation.asks_unequal())) {
      bound = first_storable_from(text);
    }
    if (bound && operation.asks_less()) {
      append_comparison(column, "<", *std::move(bound));
    } else if (bound) {
      append_comparison(column, ">=", *std::move(bound));
    } else {
      append_all(column, operation.asks_less());
    }
  }

  statement written_{};

 private:
  /// The search column contains a needle. An index of trigrams is asked for the last five digits of
  /// a phone, because the first ones are much alike: they select fewer rows, with less to read.
  void contains_needle(const std::string& needle, bool is_phone) {
    const std::string column = names::bytewise(names::search());
    if constexpr (is_search_indexed<Table> &&
                  requires { Dialect::contains(needle, needle, needle); }) {
      const std::string_view part = last_code_points(needle, indexed_phone_digits);
      if (is_phone && part.size() != needle.size()) {
        const std::string looked_up = bind_parameter(std::string(Dialect::needle(part)));
        append(Dialect::contains(column, looked_up, bind_parameter(needle)));
        return;
      }
    }
    append(Dialect::contains(column, bind_parameter(std::string(Dialect::needle(needle)))));
  }
  template <class Filter> void filter(const Filter& each, const query_type& query) {
    static_assert(
        requires { each.sql(*this, query); },
        "leadcore: the filter has no sql(out, query), so it cannot be asked of a database");
    if (each.idle(query)) {
      return;
    }
    append(" AND ");
    const std::size_t begin = written_.text.size();
    const std::size_t parameters = written_.parameters.size();
    is_free_ = is_unmatchable_ = false;
    each.sql(*this, query);
    if (is_unmatchable_) {
      written_.text.resize(begin);
      written_.parameters.resize(parameters);
      append("1 = 0");
    } else if (is_free_) { // it may have an OR
      written_.text.insert(begin, "(");
      append(")");
    }
  }

  template <fixed_string Name, class Value>
  [[nodiscard]] static consteval column_kind check_comparison() {
    static_assert(has_field<record, Name>, "leadcore: the record has no field of this name");
    constexpr column_kind kind = kind_of_field<record, Name>;
    static_assert(kind != column_kind::list,
                  "leadcore: a list is not compared; a filter writes another condition with add, "
                  "column and bind");
    using value = typename decltype(described_type<Value>())::type;
    if constexpr (std::is_void_v<value>) {
      static_assert(!std::is_void_v<value>, "leadcore: a database has no value of this type");
    } else {
      static_assert(kind_of<value>() == kind && !is_optional<value>,
                    "leadcore: a filter compares a column with a value of another kind");
      if constexpr (kind == column_kind::enumeration) {
        static_assert(std::same_as<typename without_null<described<record, Name>>::type, Value>,
                      "leadcore: a filter compares a column with another enumeration");
      }
    }
    return kind;
  }
  /// A time or a bool.
  template <class Value> [[nodiscard]] static std::int64_t plain_integer(const Value& value) {
    if constexpr (std::same_as<Value, bool>) {
      return value ? 1 : 0;
    } else {
      return static_cast<timestamp>(value).milliseconds_since_epoch();
    }
  }

  template <class Value>
  void append_comparison(const std::string& column, comparison operation, Value value) {
    append(column, " ", operation.text(), " ", bind_parameter(std::move(value)));
  }
  /// Holds for all values of a column, or for none.
  void append_all(const std::string& column, bool all) {
    if (all) {
      append(column, " IS NOT NULL");
    } else {
      append("1 = 0");
    }
  }
  /// The column equals one of those values for which value_of returns a value to bind.
  template <class Values, class ValueOf>
  void any_of(const std::string& column, const Values& values, ValueOf value_of) {
    bool any = false;
    for (auto&& each : values) {
      if (auto bound = value_of(each)) {
        append(any ? ", " : column + " IN (");
        any = true;
        if constexpr (std::same_as<decltype(bound), std::optional<std::string_view>>) {
          append(bind_parameter(std::string(*bound)));
        } else {
          append(bind_parameter(*bound));
        }
      }
    }
    append(any ? ")" : "1 = 0");
  }

  bool is_free_ = false;        // whether the filter called add
  bool is_unmatchable_ = false; // whether it bound a value that no row can have
};

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
