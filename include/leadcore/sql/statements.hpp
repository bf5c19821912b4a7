// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_STATEMENTS_HPP
#define LEADCORE_SQL_STATEMENTS_HPP

// The same query in a database of yours. Statements are made from the declarations that list() reads: the
// fields, the search_fields, the lead_filters and the lead_order. Needs no database: what executes them is yours, or
// one of sql_sqlite.hpp and sql_postgres.hpp.

#include <leadcore/json/string.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
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
#include <variant>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

// Statements. ---------------------------------------------------------------------------------------------------

/// The value of a parameter: null, an integer, or a text (valid UTF-8 without U+0000).
using parameter = std::variant<std::monostate, std::int64_t, std::string>;

/// A statement and the values of its placeholders, in their order. The text holds no value that anyone typed.
struct statement {
  std::string text;
  std::vector<parameter> parameters;

  friend bool operator==(const statement&, const statement&) = default;
};

/// A part of a partitioned table by its name, to be asked in place of the whole: see find_partition.
struct partition {
  std::string schema; ///< empty: none is named
  std::string name;

  friend bool operator==(const partition&, const partition&) = default;
};

// Dialects. -----------------------------------------------------------------------------------------------------

/// A row to write, as a dialect's upsert prints it; names are quoted.
struct row_to_write {
  std::string table;
  std::vector<std::string> key;          ///< the columns that tell rows apart
  std::vector<std::string> columns;      ///< all columns, the key first
  std::vector<std::string> types;        ///< of each
  std::vector<std::string> placeholders; ///< of each
};

namespace detail {

inline void append_joined(std::string& out, const std::vector<std::string>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    out += i == 0 ? "" : ", ";
    out += parts[i];
  }
}

[[nodiscard]] inline std::string insert_into(const row_to_write& row) {
  std::string out = "INSERT INTO " + row.table + " (";
  append_joined(out, row.columns);
  return out + ")";
}

} // namespace detail

/// What SQLite and PostgreSQL have in common; what a dialect does otherwise it declares itself.
///
/// A dialect is a struct of these members. check_dialect says which are missing.
/// @see docs/how_to/add_a_dialect.md
struct common_dialect {
  /// A name as an identifier.
  [[nodiscard]] static std::string quote(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
      out += c;
      out += c == '"' ? "\"" : "";
    }
    return out + '"';
  }
  /// A key of ORDER BY. nulls: where rows without a value stand; nothing for a column that is never null.
  [[nodiscard]] static std::string sort_key(const std::string& column, sort_direction direction,
                                            std::optional<null_placement> nulls) {
    std::string out = column + (direction == sort_direction::descending ? " DESC" : " ASC");
    if (nulls) {
      out += *nulls == null_placement::first ? " NULLS FIRST" : " NULLS LAST";
    }
    return out;
  }
  /// A statement that inserts a row, or replaces the one that has its key.
  [[nodiscard]] static std::string upsert(const row_to_write& row) {
    std::string out = leadcore::sql::detail::insert_into(row) + " VALUES (";
    leadcore::sql::detail::append_joined(out, row.placeholders);
    out += ") ON CONFLICT (";
    leadcore::sql::detail::append_joined(out, row.key);
    out += ") DO UPDATE SET ";
    std::vector<std::string> assignments;
    for (std::size_t i = row.key.size(); i < row.columns.size(); ++i) {
      assignments.push_back(row.columns[i] + " = excluded." + row.columns[i]);
    }
    leadcore::sql::detail::append_joined(out, assignments);
    return out;
  }
  /// What makes a table of (organisation, id) refuse a second row with the same; the columns are quoted.
  [[nodiscard]] static std::string table_key(const std::string& organisation,
                                             const std::string& id) {
    return "PRIMARY KEY (" + organisation + ", " + id + ")";
  }
  /// What follows the closing parenthesis of CREATE TABLE.
  [[nodiscard]] static std::string table_options(const std::string& /*organisation*/) { return {}; }
};

/// SQLite 3.37 or newer, in a database whose encoding is UTF-8 (the default).
struct sqlite : common_dialect {
  static constexpr std::string_view text_type = "TEXT";
  static constexpr std::string_view integer_type = "INTEGER";
  static constexpr std::string_view list_type = "TEXT"; ///< a JSON array of strings
  /// The collation that compares texts by their bytes, as COLLATE names it.
  static constexpr std::string_view binary_collation = "BINARY";

  /// The placeholder of a parameter, counted from 1.
  [[nodiscard]] static std::string placeholder(std::size_t number) {
    return "?" + std::to_string(number);
  }
  /// The condition that a text holds another, byte for byte.
  [[nodiscard]] static std::string contains(const std::string& column, const std::string& needle) {
    return "instr(" + column + ", " + needle + ") > 0";
  }
  /// What is bound to the needle's placeholder.
  [[nodiscard]] static std::string needle(std::string_view text) { return std::string(text); }
  /// A key of CREATE INDEX: SQLite's have no NULLS, and serve both placements.
  [[nodiscard]] static std::string index_key(const std::string& column, sort_direction direction,
                                             std::optional<null_placement> /*nulls*/) {
    return sort_key(column, direction, std::nullopt);
  }
  [[nodiscard]] static std::string table_options(const std::string& /*organisation*/) {
    return "STRICT";
  }
};

/// PostgreSQL 12 or newer, in a database whose encoding is UTF8.
struct postgres : common_dialect {
  static constexpr std::string_view text_type = "text";
  static constexpr std::string_view integer_type = "bigint";
  static constexpr std::string_view list_type = "jsonb";
  static constexpr std::string_view binary_collation = "\"C\"";
  /// Rows without an owner have an index of their own: the planner does not see that they are in order in the owners'.
  static constexpr bool index_for_null = true;

  [[nodiscard]] static std::string placeholder(std::size_t number) {
    return "$" + std::to_string(number);
  }
  /// LIKE, because pg_trgm's index serves it; under "C" it compares bytes.
  [[nodiscard]] static std::string contains(const std::string& column, const std::string& needle) {
    return column + " LIKE " + needle;
  }
  [[nodiscard]] static std::string needle(std::string_view text) {
    std::string out = "%";
    for (const char c : text) {
      out += c == '%' || c == '_' || c == '\\' ? "\\" : "";
      out += c;
    }
    return out + '%';
  }
  [[nodiscard]] static std::string index_key(const std::string& column, sort_direction direction,
                                             std::optional<null_placement> nulls) {
    return sort_key(column, direction, nulls);
  }
  /// Statements that let an index serve searches; they need the right to create the extensions. The organisation is in the
  /// index, so that what others have costs nothing.
  [[nodiscard]] static std::vector<std::string> search_index(const std::string& name,
                                                             const std::string& table,
                                                             const std::string& organisation,
                                                             const std::string& column) {
    return {"CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE EXTENSION IF NOT EXISTS btree_gin",
            "CREATE INDEX IF NOT EXISTS " + name + " ON " + table + " USING gin (" + organisation +
                ", " + column + " gin_trgm_ops)"};
  }
};

/// PostgreSQL as the coordinator of several: the table is partitioned by the hash of the organisation, and each partition
/// is a postgres_fdw foreign table of another server's table, which the dialect postgres makes. Questions are the same.
///
/// Foreign tables take no ON CONFLICT, so an upsert takes the old row out and puts the new one in. The key is the shards'.
/// @see docs/how_to/scale_out.md
struct postgres_fdw : postgres {
  [[nodiscard]] static std::string upsert(const row_to_write& row) {
    std::string out = "WITH gone AS (DELETE FROM " + row.table + " WHERE ";
    for (std::size_t i = 0; i < row.key.size(); ++i) {
      out += (i == 0 ? "" : " AND ") + row.columns[i] + " = " + row.placeholders[i];
    }
    // Reading the count is what makes one wait for the other.
    out += " RETURNING 1) " + leadcore::sql::detail::insert_into(row) + " SELECT ";
    for (std::size_t i = 0; i < row.columns.size(); ++i) {
      out += (i == 0 ? "CAST(" : ", CAST(") + row.placeholders[i] + " AS " + row.types[i] + ")";
    }
    return out + " FROM (SELECT count(*) FROM gone) AS first";
  }
  [[nodiscard]] static std::string table_key(const std::string& /*organisation*/,
                                             const std::string& /*id*/) {
    return {};
  }
  [[nodiscard]] static std::string table_options(const std::string& organisation) {
    return "PARTITION BY HASH (" + organisation + ")";
  }
  /// One row with the schema and the name of the partition that has an organisation's rows, however many there are.
  /// @param table  a placeholder to which the table's quoted name is bound.
  [[nodiscard]] static std::string which_partition(const std::string& table,
                                                   const std::string& organisation) {
    const auto bound = [](std::string_view what) {
      return "CAST(substring(pg_get_expr(part.relpartbound, part.oid) FROM '" + std::string(what) +
             " ([0-9]+)') AS integer)";
    };
    return "SELECT CAST(nspname AS text), CAST(relname AS text) FROM pg_inherits JOIN pg_class AS "
           "part ON "
           "part.oid = inhrelid "
           "JOIN pg_namespace AS place ON place.oid = relnamespace WHERE inhparent = CAST(" +
           table + " AS regclass) AND satisfies_hash_partition(inhparent, " + bound("modulus") +
           ", " + bound("remainder") + ", CAST(" + organisation + " AS text))";
  }
};

/// Rows that tell a table and its columns apart from others: the default, and what to derive your own from.
///
///     struct contacts : leadcore::sql::leads_table {
///       static constexpr std::string_view name = "contacts";
///       template <leadcore::fixed_string Name>
///       static constexpr std::string_view column = Name.view() == "next_call_at" ? "call_at" : leads_table::column<Name>;
///     };
struct leads_table {
  static constexpr std::string_view schema =
      ""; ///< what stands before the table's name; empty: nothing
  static constexpr std::string_view name = "leads";
  static constexpr std::string_view organisation = "organisation_id";
  static constexpr std::string_view search = "search_text"; ///< the column of search_text()
  /// Whether statements name the collation. False where the columns have it, as create_table makes them; then indexes
  /// serve, and a foreign table's engine can do the work. Say true for a table whose columns have another.
  static constexpr bool collate_in_queries = false;
  /// The column of a field: its name.
  template <fixed_string Name> static constexpr std::string_view column = field<Name>.name();
};

namespace detail {

using namespace leadcore::detail;

/// What a column holds.
enum class column_kind : std::uint8_t { text, list, status, time };

template <class As> [[nodiscard]] consteval column_kind kind_of() {
  if constexpr (is_optional<As>) {
    return kind_of<typename As::value_type>();
  } else if constexpr (std::same_as<As, std::string_view>) {
    return column_kind::text;
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    return column_kind::list;
  } else if constexpr (std::same_as<As, lead_status>) {
    return column_kind::status;
  } else {
    static_assert(std::same_as<As, timestamp>,
                  "leadcore: say here what column holds a field of this type");
    return column_kind::time;
  }
}
template <class Field> struct name_of_field;
template <fixed_string Name> struct name_of_field<field_constant<Name>> {
  static constexpr auto value = Name;
};
inline constexpr auto unique_name =
    name_of_field<std::remove_const_t<decltype(unique_field)>>::value;

template <fixed_string Name> using field_as = std::remove_cvref_t<field_type<lead_view, Name>>;
template <fixed_string Name> inline constexpr column_kind kind_of_field = kind_of<field_as<Name>>();
inline constexpr std::size_t lead_columns = field_count<lead_view>;

/// Every column of a table: the organisation, the fields, the search text.
template <class Table>
inline constexpr auto all_columns = [] {
  std::array<std::string_view, lead_columns + 2> names{Table::organisation};
  std::size_t at = 1;
  for_each_lead_field(
      [&]<fixed_string Name>(field_constant<Name>) { names[at++] = Table::template column<Name>; });
  names[at] = Table::search;
  return names;
}();

template <class Table> [[nodiscard]] consteval bool names_are_distinct() {
  const auto& names = all_columns<Table>;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (std::equal(names[i].begin(), names[i].end(), names[j].begin(), names[j].end(),
                     [](char a, char b) { return to_lower(a) == to_lower(b); })) {
        return false;
      }
    }
  }
  return true;
}
template <class Table> [[nodiscard]] consteval bool names_are_names() {
  for (const std::string_view name : all_columns<Table>) {
    if (name.empty() || name.size() > 63 || name.find('\0') != std::string_view::npos) {
      return false;
    }
  }
  return !Table::name.empty();
}

/// Whether an index of any column has a name that no database cuts short, for two cut to the same would be one.
template <class Table> [[nodiscard]] consteval bool index_names_fit() {
  for (const std::string_view column : all_columns<Table>) {
    if (Table::name.size() + std::string_view("_by_no_").size() + column.size() > 63) {
      return false;
    }
  }
  return true;
}

/// The columns that statements compare as texts.
template <class Table> [[nodiscard]] std::vector<std::string> compared_columns() {
  std::vector<std::string> names{std::string(Table::organisation)};
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
    if constexpr (kind_of_field<Name> == column_kind::text ||
                  kind_of_field<Name> == column_kind::status) {
      names.emplace_back(Table::template column<Name>);
    }
  });
  names.emplace_back(Table::search);
  return names;
}
/// Why a column's collation is no good for a table type, in words.
[[nodiscard]] inline std::string other_collation(const std::string& column,
                                                 const std::string& collation) {
  return "the column " + column + " compares by " + collation +
         " and not by bytes: give it another collation, or its table type collate_in_queries";
}

/// A text that every database keeps as it is.
[[nodiscard]] constexpr bool is_storable(std::string_view text) noexcept {
  return is_valid_utf8(text) && text.find('\0') == std::string_view::npos;
}

} // namespace detail

/// True when a dialect has all that makes its answers equal list()'s; refuses any other with a message for each thing
/// that is missing, since a statement must never mean more than the query.
///
///     static_assert(leadcore::sql::check_dialect<my_database>());
template <class Dialect> [[nodiscard]] consteval bool check_dialect() {
  constexpr bool types = requires {
    { Dialect::text_type } -> std::convertible_to<std::string_view>;
    { Dialect::integer_type } -> std::convertible_to<std::string_view>;
    { Dialect::list_type } -> std::convertible_to<std::string_view>;
  };
  static_assert(
      types,
      "leadcore: the dialect lacks text_type, integer_type or list_type, the types of columns");
  constexpr bool bytes = requires {
    { Dialect::binary_collation } -> std::convertible_to<std::string_view>;
    requires !std::string_view(Dialect::binary_collation).empty();
  };
  static_assert(bytes, "leadcore: the dialect has no binary_collation, so ids would be equal or "
                       "ordered other than by their "
                       "bytes");
  constexpr bool searches = requires(const std::string& text) {
    { Dialect::contains(text, text) } -> std::convertible_to<std::string>;
    { Dialect::needle(std::string_view()) } -> std::convertible_to<std::string>;
  };
  static_assert(searches, "leadcore: the dialect has no contains and needle that compare bytes, so "
                          "a search would find more "
                          "than it may");
  constexpr bool orders = requires(const std::string& text, sort_direction direction,
                                   std::optional<null_placement> nulls) {
    { Dialect::sort_key(text, direction, nulls) } -> std::convertible_to<std::string>;
    { Dialect::index_key(text, direction, nulls) } -> std::convertible_to<std::string>;
  };
  static_assert(orders,
                "leadcore: the dialect has no sort_key and index_key, which say where nulls stand");
  constexpr bool prints = requires(const std::string& text, const row_to_write& row) {
    { Dialect::quote(std::string_view()) } -> std::convertible_to<std::string>;
    { Dialect::placeholder(std::size_t{1}) } -> std::convertible_to<std::string>;
    { Dialect::upsert(row) } -> std::convertible_to<std::string>;
    { Dialect::table_key(text, text) } -> std::convertible_to<std::string>;
    { Dialect::table_options(text) } -> std::convertible_to<std::string>;
  };
  static_assert(prints, "leadcore: the dialect lacks quote, placeholder, upsert, table_key or "
                        "table_options (derive it from "
                        "common_dialect)");
  return types && bytes && searches && orders && prints;
}

/// True for a table whose columns have names, each its own; refuses any other with a message.
template <class Table> [[nodiscard]] consteval bool check_table() {
  static_assert(detail::names_are_names<Table>(),
                "leadcore: a name of the table is empty, or has more than 63 bytes");
  static_assert(detail::names_are_distinct<Table>(),
                "leadcore: two columns of the table have the same name");
  return detail::names_are_names<Table>() && detail::names_are_distinct<Table>();
}

// Positions. ----------------------------------------------------------------------------------------------------

enum class cursor_errc : std::uint8_t {
  malformed = 1,       ///< no text of to_string(cursor)
  unknown_version = 2, ///< of another version of leadcore, or of another order
  unstorable_text = 3, ///< the lead's id is no text that a database keeps: invalid UTF-8, or U+0000
};

[[nodiscard]] constexpr std::string_view to_string(cursor_errc code) noexcept {
  switch (code) {
  case cursor_errc::malformed:
    return "malformed";
  case cursor_errc::unknown_version:
    return "unknown_version";
  case cursor_errc::unstorable_text:
    return "unstorable_text";
  }
  return {};
}
[[nodiscard]] constexpr std::string_view message(cursor_errc code) noexcept {
  switch (code) {
  case cursor_errc::malformed:
    return "not a cursor that was given out";
  case cursor_errc::unknown_version:
    return "a cursor of another version";
  case cursor_errc::unstorable_text:
    return "the lead's id is not UTF-8, or holds U+0000";
  }
  return {};
}

using cursor_error = text_error<cursor_errc>;

namespace detail {

template <class Order> struct order_values;
template <class... Keys> struct order_values<lexicographic_order<Keys...>> {
  template <class Key>
  using stored =
      std::remove_cvref_t<decltype(typename Key::field_type{}(std::declval<const lead&>()))>;
  using type = std::tuple<stored<Keys>...>;
};
using position = order_values<std::remove_const_t<decltype(lead_order)>>::type;

/// Version 1 with the keys of this order. An order of other fields gets another number.
inline constexpr char cursor_version = '\x01';

inline void append_key(std::string& out, timestamp time) {
  const auto bits = static_cast<std::uint64_t>(time.milliseconds_since_epoch());
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    out += static_cast<char>(static_cast<unsigned char>(bits >> (shift - 8)));
  }
}
inline void append_key(std::string& out, const std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    out += static_cast<char>(static_cast<unsigned char>(size >> (shift - 8)));
  }
  out += text;
}
template <class T> void append_key(std::string& out, const std::optional<T>& key) {
  out += key ? '\x01' : '\x00';
  if (key) {
    append_key(out, *key);
  }
}

/// Takes big-endian bytes from the front; false where there are too few.
[[nodiscard]] constexpr bool take_bits(std::string_view& bytes, std::size_t count,
                                       std::uint64_t& out) noexcept {
  if (bytes.size() < count) {
    return false;
  }
  out = 0;
  for (std::size_t i = 0; i < count; ++i) {
    out = out << 8U | static_cast<unsigned char>(bytes[i]);
  }
  bytes.remove_prefix(count);
  return true;
}
[[nodiscard]] inline bool take_key(std::string_view& bytes, timestamp& key) {
  std::uint64_t bits = 0;
  if (!take_bits(bytes, 8, bits)) {
    return false;
  }
  const auto time = timestamp::from_milliseconds(static_cast<std::int64_t>(bits));
  key = time.value_or(timestamp{});
  return time.has_value();
}
[[nodiscard]] inline bool take_key(std::string_view& bytes, std::string& key) {
  std::uint64_t size = 0;
  if (!take_bits(bytes, 4, size) || size > bytes.size()) {
    return false;
  }
  key = bytes.substr(0, static_cast<std::size_t>(size));
  bytes.remove_prefix(static_cast<std::size_t>(size));
  return is_storable(key);
}
template <class T> [[nodiscard]] bool take_key(std::string_view& bytes, std::optional<T>& key) {
  std::uint64_t there = 0;
  if (!take_bits(bytes, 1, there) || there > 1) {
    return false;
  }
  key.reset();
  return there == 0 || take_key(bytes, key.emplace());
}

inline constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

} // namespace detail

/// The place of a lead in the order, for going on behind it: opaque, versioned, and independent of filters.
///
/// It stays good when leads come and go, that one too.
class cursor {
 public:
  /// The values of lead_order's keys.
  [[nodiscard]] const detail::position& keys() const noexcept { return keys_; }

  friend bool operator==(const cursor&, const cursor&) = default;

 private:
  explicit cursor(detail::position keys) : keys_(std::move(keys)) {}
  template <lead_like L> friend result<cursor, cursor_error> make_cursor(const L& row);
  friend result<cursor, cursor_error> parse_cursor(std::string_view text);

  detail::position keys_;
};

/// The place of a lead: of the last one of a page, to ask for what comes after it.
/// @par Errors  cursor_errc::unstorable_text; not for a lead that comes from a database.
template <lead_like L> [[nodiscard]] result<cursor, cursor_error> make_cursor(const L& row) {
  return std::apply(
      [&](const auto&... key) -> result<cursor, cursor_error> {
        detail::position keys;
        const auto& from = leadcore::detail::row(row);
        const auto copy = [&]<class Key, class To>(const Key&, To& to) {
          leadcore::detail::assign_value(typename Key::field_type{}(from), to);
          if constexpr (std::same_as<To, std::string>) {
            return detail::is_storable(to);
          }
          return true;
        };
        const bool storable = std::apply(
            [&](auto&... to) { return (static_cast<int>(copy(key, to)) & ...) != 0; }, keys);
        if (!storable) {
          return fail(cursor_error{cursor_errc::unstorable_text, 0});
        }
        return cursor(std::move(keys));
      },
      lead_order.keys);
}

/// A cursor as a text of letters, digits, - and _, to be given to a client.
[[nodiscard]] inline std::string to_string(const cursor& at) {
  std::string bytes(1, detail::cursor_version);
  std::apply([&](const auto&... key) { (detail::append_key(bytes, key), ...); }, at.keys());
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) {
      text += detail::base64url[bits >> (count - 6) & 63U];
    }
  }
  if (count > 0) {
    text += detail::base64url[bits << (6 - count) & 63U];
  }
  return text;
}

/// Reads a cursor that to_string printed; any other text is refused.
///
/// @par Errors
///     | code                          | offset               | when                                             |
///     | cursor_errc::malformed        | the first bad byte   | a character that is none of base64url            |
///     | cursor_errc::unknown_version  | 0                    | a cursor of another version                      |
///     | cursor_errc::malformed        | text.size()          | anything else that to_string does not print      |
[[nodiscard]] inline result<cursor, cursor_error> parse_cursor(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t digit = detail::base64url.find(text[at]);
    if (digit == std::string_view::npos) {
      return fail(cursor_error{cursor_errc::malformed, static_cast<std::uint32_t>(at)});
    }
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(static_cast<unsigned char>(bits >> count));
    }
  }
  const auto malformed =
      fail(cursor_error{cursor_errc::malformed, static_cast<std::uint32_t>(text.size())});
  std::string_view rest = bytes;
  if (rest.empty()) {
    return malformed;
  }
  if (rest.front() != detail::cursor_version) {
    return fail(cursor_error{cursor_errc::unknown_version, 0});
  }
  rest.remove_prefix(1);
  detail::position keys;
  if (!std::apply([&](auto&... key) { return (detail::take_key(rest, key) && ...); }, keys) ||
      !rest.empty()) {
    return malformed;
  }
  cursor read(std::move(keys));
  return to_string(read) == text ? result<cursor, cursor_error>(std::move(read))
                                 : malformed; // one text each
}

/// Asks for the leads behind a place, in place of a page by its number.
struct after {
  const cursor& at; ///< must outlive the call

  explicit after(const cursor& place) noexcept : at(place) {}
  explicit after(const cursor&&) = delete;
};

// Making statements. --------------------------------------------------------------------------------------------

/// What the search column of a lead holds: the folding of each searched value between line breaks, and behind each phone
/// its digits as A to J after a P. So no search term, which is folded and has no line break, is found across two values.
/// @par Source  decision 0101.
template <lead_like L> [[nodiscard]] std::string search_text(const L& row) {
  std::string out;
  leadcore::detail::append_searchable_text<leadcore::detail::utf8_encoding>(out, row);
  return out;
}

namespace detail {

template <class Dialect, class Table> class writer {
 public:
  writer() = default;
  /// Asks a partition, if there is one, in place of the table.
  explicit writer(const std::optional<partition>& in)
      : asked_(in ? name_of(in->schema, in->name) : table()) {}

  void add(std::string_view text) { made_.text += text; }
  template <class... Parts> void add(std::string_view first, const Parts&... rest) {
    add(first);
    (add(std::string_view(rest)), ...);
  }
  /// A placeholder for a value.
  template <class Value> [[nodiscard]] std::string bind(Value bound) {
    made_.parameters.emplace_back(
        std::move(bound)); // made in place: g++ 12 warns of a moved variant without a cause
    return Dialect::placeholder(made_.parameters.size());
  }
  [[nodiscard]] std::string bind_count(std::uint64_t count) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return bind(static_cast<std::int64_t>(std::min(count, most)));
  }
  [[nodiscard]] statement take() && { return std::move(made_); }

  [[nodiscard]] static std::string table() { return name_of(Table::schema, Table::name); }
  [[nodiscard]] static std::string name_of(std::string_view schema, std::string_view name) {
    return (schema.empty() ? "" : Dialect::quote(schema) + ".") + Dialect::quote(name);
  }
  template <fixed_string Name> [[nodiscard]] static std::string column() {
    return Dialect::quote(Table::template column<Name>);
  }
  /// A text column where its bytes are compared.
  [[nodiscard]] static std::string bytes_of(std::string column) {
    if constexpr (Table::collate_in_queries) {
      column += " COLLATE ";
      column += Dialect::binary_collation;
    }
    return column;
  }
  template <fixed_string Name> [[nodiscard]] static std::string comparable_column() {
    return kind_of_field<Name> == column_kind::time ? column<Name>() : bytes_of(column<Name>());
  }
  static void add_columns(std::string& out, std::string_view from = {}) {
    bool first = true;
    for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
      out += first ? "" : ", ";
      out += from;
      out += column<Name>();
      first = false;
    });
  }
  void add_columns(std::string_view from = {}) { add_columns(made_.text, from); }

  /// column OPERATOR text; what no row can hold equals nothing.
  void compare_text(const std::string& column, std::string_view operation, std::string_view text) {
    if (is_storable(text)) {
      add(column, operation, bind(std::string(text)));
    } else {
      add("1 = 0");
    }
  }

  /// " WHERE the organisation's AND each filter".
  void where(const organisation_id& organisation, const lead_query& query) {
    add(" WHERE ");
    compare_text(bytes_of(Dialect::quote(Table::organisation)), " = ", organisation.view());
    std::apply([&](const auto&... each) { (filter(each, query), ...); }, lead_filters);
  }

  template <fixed_string Name, class Asked>
  void filter(const equals_filter<field_constant<Name>, Asked>& each, const lead_query& query) {
    static_assert(std::same_as<Asked, lead_status>,
                  "leadcore: say here how a value of this type is compared in SQL");
    if (!each.idle(query)) {
      add(" AND ");
      compare_text(bytes_of(column<Name>()), " = ", to_string(*(query.*(each.asked))));
    }
  }
  template <fixed_string Name>
  void filter(const owner_filter<field_constant<Name>>& each, const lead_query& query) {
    if (each.idle(query)) {
      return;
    }
    add(" AND ");
    const assignee_filter& owner = query.*(each.asked);
    if (owner.is_unassigned()) {
      add(column<Name>(), " IS NULL");
    } else {
      compare_text(bytes_of(column<Name>()), " = ", owner.id());
    }
  }
  void filter(const search_filter& each, const lead_query& query) {
    if (each.idle(query)) {
      return;
    }
    const search_term& term = query.*(each.asked);
    bool any = false;
    add(" AND (");
    for (const std::string& needle : search_needles<utf8_encoding>(term)) {
      if (is_storable(needle)) {
        add(any ? " OR " : "", Dialect::contains(bytes_of(Dialect::quote(Table::search)),
                                                 bind(Dialect::needle(needle))));
        any = true;
      }
    }
    add(any ? ")" : "1 = 0)"); // in no text that a row can hold
  }
  template <class Filter> void filter(const Filter&, const lead_query&) {
    static_assert(
        std::is_void_v<Filter>,
        "leadcore: say here how a filter of this kind reads in SQL; it cannot be left out");
  }

  /// " ORDER BY every key".
  void order_by(null_placement nulls, std::string_view from = {}) {
    add(" ORDER BY ");
    bool first = true;
    for_each_sort_key(
        nulls, [&]<fixed_string Name, class Key>(field_constant<Name>, const Key& key) {
          add(first ? "" : ", ", Dialect::sort_key(std::string(from) + comparable_column<Name>(),
                                                   Key::direction, nulls_of(key)));
          first = false;
        });
  }
  template <class Key> [[nodiscard]] static std::optional<null_placement> nulls_of(const Key& key) {
    return Key::nullable ? std::optional(key.nulls) : std::nullopt;
  }
  template <class Visit> static void for_each_sort_key(null_placement nulls, Visit visit) {
    std::apply(
        [&](const auto&... key) {
          (visit(typename std::remove_cvref_t<decltype(key)>::field_type{}, key), ...);
        },
        lead_order.with(nulls).keys);
  }

  /// The rows of a page by its number.
  void page(const organisation_id& organisation, const lead_query& query, null_placement nulls) {
    add("SELECT ");
    add_columns();
    add(" FROM ", asked_);
    where(organisation, query);
    order_by(nulls);
    add(" LIMIT ", bind_count(query.page.page_size));
    add(" OFFSET ", bind_count(query.page.offset()));
  }

  /// How many rows match, as a scalar: grouped by the one organisation, because an engine that gathers rows of others hands
  /// on a grouped count, but no count of everything.
  void count(const organisation_id& organisation, const lead_query& query) {
    add("coalesce((SELECT count(*) FROM ", asked_);
    where(organisation, query);
    add(" GROUP BY ", Dialect::quote(Table::organisation), "), 0)");
  }

  /// The rows behind a place: one part for each way to be behind it (equal in the first k keys, behind in the next), since
  /// each of these is one run of the index; a comparison of all keys at once would be null where one is.
  void page_after(const organisation_id& organisation, const lead_query& query, const position& at,
                  null_placement nulls) {
    const auto keys = lead_order.with(nulls).keys;
    std::size_t parts = 0;
    add("SELECT ");
    add_columns();
    add(" FROM (");
    const auto add_part = [&](auto condition) {
      add(parts == 0 ? "" : " UNION ALL ", "SELECT * FROM (SELECT ");
      add_columns();
      add(" FROM ", asked_);
      where(organisation, query);
      condition();
      order_by(nulls);
      add(" LIMIT ", bind_count(query.page.page_size), ") AS part_", std::to_string(++parts));
    };
    const auto with_equal = [&]<std::size_t... I>(std::index_sequence<I...>) {
      (equals(std::get<I>(keys), std::get<I>(at)), ...);
    };
    const auto behind_in = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
      const auto& key = std::get<K>(keys);
      const auto& bound = std::get<K>(at);
      using key_type = std::remove_cvref_t<decltype(key)>;
      if constexpr (key_type::nullable) {
        if (!bound.has_value()) {
          if (key.nulls == null_placement::first) {
            add_part([&] {
              with_equal(std::make_index_sequence<K>{});
              add(" AND ", column_of(key), " IS NOT NULL");
            });
          }
          return;
        }
      }
      add_part([&] {
        with_equal(std::make_index_sequence<K>{});
        add(" AND ", column_of(key),
            key_type::direction == sort_direction::ascending ? " > " : " < ", bind_key(bound));
      });
      if constexpr (key_type::nullable) {
        if (key.nulls == null_placement::last) {
          add_part([&] {
            with_equal(std::make_index_sequence<K>{});
            add(" AND ", column_of(key), " IS NULL");
          });
        }
      }
    };
    constexpr std::size_t count = std::tuple_size_v<position>;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (behind_in(std::integral_constant<std::size_t, count - 1 - I>{}), ...);
    }(std::make_index_sequence<count>{});
    add(") AS behind");
    order_by(nulls);
    add(" LIMIT ", bind_count(query.page.page_size));
  }

 private:
  template <class Key> [[nodiscard]] static std::string column_of(const Key&) {
    return []<fixed_string Name>(field_constant<Name>) {
      return comparable_column<Name>();
    }(typename Key::field_type{});
  }
  [[nodiscard]] std::string bind_key(timestamp time) {
    return bind(time.milliseconds_since_epoch());
  }
  [[nodiscard]] std::string bind_key(const std::string& text) { return bind(text); }
  template <class T> [[nodiscard]] std::string bind_key(const std::optional<T>& there) {
    return bind_key(*there);
  }

  template <class Key, class T> void equals(const Key& key, const T& bound) {
    add(" AND ", column_of(key));
    if constexpr (Key::nullable) {
      if (!bound.has_value()) {
        add(" IS NULL");
        return;
      }
    }
    add(" = ", bind_key(bound));
  }

  statement made_;
  std::string asked_ = table();
};

/// Adds what a text lacks to be stored.
inline void check_storable(std::string_view text, std::string_view field,
                           std::optional<std::size_t> index, lead_errors& errors) {
  if (!is_valid_utf8(text)) {
    errors.push_back({errc::invalid_utf8, field, index, std::string(text), {}});
  } else if (text.find('\0') != std::string_view::npos) {
    errors.push_back({errc::nul_character, field, index, std::string(text), {}});
  }
}

/// The value of a field as its column has it.
template <fixed_string Name, class Value>
[[nodiscard]] parameter to_column(const Value& from, lead_errors& errors) {
  using as = field_as<Name>;
  constexpr std::string_view name = field<Name>.wire_name();
  if constexpr (is_optional<as>) {
    if (!leadcore::detail::has_value(from)) {
      return std::monostate{};
    }
  }
  auto&& inner = leadcore::detail::value(from);
  if constexpr (kind_of_field<Name> == column_kind::text) {
    const std::string_view text = as_text(inner);
    check_storable(text, name, std::nullopt, errors);
    return std::string(text);
  } else if constexpr (kind_of_field<Name> == column_kind::list) {
    std::string array = "[";
    std::size_t index = 0;
    for (auto&& element : inner) {
      const std::string_view text = as_text(element);
      check_storable(text, name, index, errors);
      array += index++ == 0 ? "" : ",";
      append_json_string(array, text);
    }
    return array + "]";
  } else if constexpr (kind_of_field<Name> == column_kind::status) {
    const auto status = static_cast<lead_status>(inner);
    if (to_string(status).empty()) {
      errors.push_back({errc::invalid_enumerator,
                        name,
                        std::nullopt,
                        std::to_string(static_cast<unsigned>(status)),
                        {}});
    }
    return std::string(to_string(status));
  } else {
    return static_cast<timestamp>(inner).milliseconds_since_epoch();
  }
}

template <class Dialect, class Table>
inline constexpr bool checked = check_dialect<Dialect>() && check_table<Table>();

} // namespace detail

/// The rows of a page: the columns of the fields in the order of the contract.
///
/// The statement is about one organisation, and exact for every query: a value that no row can hold, such as an owner's id
/// with U+0000, is equal to none.
/// @param nulls  where rows without a next call stand.
/// @param in  a partition to ask in place of the table, here and below: the one of find_partition, since any other has no row
/// of the organisation.
/// @par Complexity  linear in the query's texts. The engine skips the rows before the page: for deep pages see after.
/// @par Source  decisions 0100 and 0101.
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement select_page(const organisation_id& organisation, const lead_query& query,
                                    null_placement nulls = nulls_last,
                                    const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::writer<Dialect, Table> out(in);
  out.page(organisation, query, nulls);
  return std::move(out).take();
}

/// The page_size rows that follow a place; the page number of the query does not count. However deep, the engine reads the
/// rows that it returns and no others.
///
///     select_page<sqlite>(organisation, query, after(*make_cursor(page.data.back())))
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement select_page(const organisation_id& organisation, const lead_query& query,
                                    const after& place, null_placement nulls = nulls_last,
                                    const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::writer<Dialect, Table> out(in);
  out.page_after(organisation, query, place.at.keys(), nulls);
  return std::move(out).take();
}

/// One row with one integer: how many rows match, on all pages.
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement count(const organisation_id& organisation, const lead_query& query,
                              const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::writer<Dialect, Table> out(in);
  out.add("SELECT ");
  out.count(organisation, query);
  return std::move(out).take();
}

/// The rows of a page, each with the total before it, in one statement and so of one snapshot. A page without rows is one
/// row: the total, and null for every field.
/// @see read_page
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement page_with_total(const organisation_id& organisation,
                                        const lead_query& query, null_placement nulls = nulls_last,
                                        const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::writer<Dialect, Table> out(in);
  out.add("SELECT ");
  out.count(organisation, query);
  out.add(" AS total, ");
  out.add_columns("page.");
  out.add(" FROM (SELECT 1 AS one) AS always LEFT JOIN (");
  out.page(organisation, query, nulls);
  out.add(") AS page ON 1 = 1");
  out.order_by(nulls, "page.");
  return std::move(out).take();
}

/// One row of two texts: the schema and the name of the partition that has an organisation's rows. @see find_partition
template <class Dialect, class Table = leads_table>
  requires requires(const std::string& text) { Dialect::which_partition(text, text); }
[[nodiscard]] statement which_partition(const organisation_id& organisation) {
  static_assert(detail::checked<Dialect, Table>);
  using writer = detail::writer<Dialect, Table>;
  writer out;
  const std::string table = out.bind(writer::table());
  out.add(Dialect::which_partition(table, out.bind(std::string(organisation.view()))));
  return std::move(out).take();
}

/// Makes the table, if there is none of its name: texts in the collation that compares bytes, times as milliseconds since
/// 1970-01-01T00:00:00Z, lists as JSON arrays.
template <class Dialect, class Table = leads_table> [[nodiscard]] statement create_table() {
  static_assert(detail::checked<Dialect, Table>);
  using writer = detail::writer<Dialect, Table>;
  const std::string text =
      std::string(Dialect::text_type) + " COLLATE " + std::string(Dialect::binary_collation);
  const std::string organisation = Dialect::quote(Table::organisation);
  writer out;
  out.add("CREATE TABLE IF NOT EXISTS ", writer::table(), " (\n  ", organisation, " ", text,
          " NOT NULL");
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
    using detail::column_kind;
    constexpr column_kind kind = detail::kind_of_field<Name>;
    const std::string column = writer::template column<Name>();
    out.add(",\n  ", column, " ",
            kind == column_kind::time   ? std::string(Dialect::integer_type)
            : kind == column_kind::list ? std::string(Dialect::list_type)
                                        : text);
    out.add(is_nullable_field<Name> ? "" : " NOT NULL");
    if constexpr (kind == column_kind::status) {
      out.add(" CHECK (", column, " IN (");
      for (const lead_status each : lead_statuses) {
        out.add(each == lead_statuses.front() ? "'" : ", '", to_string(each), "'");
      }
      out.add("))");
    }
  });
  out.add(",\n  ", Dialect::quote(Table::search), " ", text, " NOT NULL");
  if (const std::string key =
          Dialect::table_key(organisation, writer::template column<detail::unique_name>());
      !key.empty()) {
    out.add(",\n  ", key);
  }
  const std::string options = Dialect::table_options(organisation);
  out.add("\n)", options.empty() ? "" : " ", options);
  return std::move(out).take();
}

/// The indexes that let the engine find any page of any filter without sorting: one in the order, and one for each filter
/// that compares a column (two where a dialect says that rows without a value need their own).
/// @param nulls  the placement that statements ask for.
template <class Dialect, class Table = leads_table>
[[nodiscard]] std::vector<statement> create_indexes(null_placement nulls = nulls_last) {
  static_assert(detail::index_names_fit<Table>(),
                "leadcore: the names of the table's indexes would have more than 63 bytes");
  static_assert(detail::checked<Dialect, Table>);
  using writer = detail::writer<Dialect, Table>;
  std::vector<statement> made;
  const auto add_index = [&](std::string_view by, const std::string& filtered,
                             const std::string& condition = {}) {
    writer out;
    out.add("CREATE INDEX IF NOT EXISTS ",
            Dialect::quote(std::string(Table::name) + "_by_" + std::string(by)), " ON ",
            writer::table(), " (", Dialect::quote(Table::organisation), filtered);
    writer::for_each_sort_key(
        nulls, [&]<fixed_string Name, class Key>(field_constant<Name>, const Key& key) {
          out.add(", ", Dialect::index_key(writer::template comparable_column<Name>(),
                                           Key::direction, writer::nulls_of(key)));
        });
    out.add(")", condition);
    made.push_back(std::move(out).take());
  };
  add_index("order", {});
  std::apply(
      [&](const auto&... each) {
        const auto add_for = [&]<class Filter>(const Filter&) {
          if constexpr (requires { typename Filter::field_type; }) {
            [&]<fixed_string Name>(field_constant<Name>) {
              const std::string column = writer::template column<Name>();
              add_index(Table::template column<Name>, ", " + writer::bytes_of(column));
              if constexpr (is_nullable_field<Name> &&
                            requires { requires Dialect::index_for_null; }) {
                add_index("no_" + std::string(Table::template column<Name>), {},
                          " WHERE " + column + " IS NULL");
              }
            }(typename Filter::field_type{});
          }
        };
        (add_for(each), ...);
      },
      lead_filters);
  return made;
}

/// What lets an index serve searches, for a dialect that has that (PostgreSQL: pg_trgm). The answers are the same without.
template <class Dialect, class Table = leads_table>
  requires requires(const std::string& text) { Dialect::search_index(text, text, text, text); }
[[nodiscard]] std::vector<statement> create_search_index() {
  static_assert(detail::checked<Dialect, Table>);
  using writer = detail::writer<Dialect, Table>;
  std::vector<statement> made;
  const std::string column = writer::bytes_of(Dialect::quote(Table::search));
  for (std::string& text : Dialect::search_index(
           Dialect::quote(std::string(Table::name) + "_by_search"), writer::table(),
           writer::bytes_of(Dialect::quote(Table::organisation)), column)) {
    made.push_back({std::move(text), {}});
  }
  return made;
}

/// Puts a lead into an organisation, in place of the one with the same id if there is one.
///
/// Any lead whose texts a database can keep is taken; validate judges the rest.
/// @par Errors (each with the wire name of its field and the place in a list; the organisation's is "organisation")
///     | code                     | when                               |
///     | errc::invalid_utf8       | a text is not UTF-8                |
///     | errc::nul_character      | a text holds U+0000                |
///     | errc::invalid_enumerator | status is outside the enumeration  |
template <class Dialect, class Table = leads_table, lead_like L>
[[nodiscard]] result<statement, lead_errors> upsert(const organisation_id& organisation,
                                                    const L& row) {
  static_assert(detail::checked<Dialect, Table>);
  using writer = detail::writer<Dialect, Table>;
  writer out;
  lead_errors errors;
  detail::check_storable(organisation.view(), "organisation", std::nullopt, errors);
  row_to_write written{writer::table(), {Dialect::quote(Table::organisation)}, {}, {}, {}};
  const auto add_column = [&](std::string name, std::string_view type, parameter bound) {
    written.columns.push_back(std::move(name));
    written.types.emplace_back(type);
    written.placeholders.push_back(out.bind(std::move(bound)));
  };
  add_column(written.key.front(), Dialect::text_type, std::string(organisation.view()));
  const auto& from = leadcore::detail::row(row);
  const auto add_field = [&]<fixed_string Name>(field_constant<Name> each) {
    using detail::column_kind;
    constexpr column_kind kind = detail::kind_of_field<Name>;
    add_column(writer::template column<Name>(),
               kind == column_kind::time   ? Dialect::integer_type
               : kind == column_kind::list ? Dialect::list_type
                                           : Dialect::text_type,
               detail::to_column<Name>(each(from), errors));
  };
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    add_field(each);
    if constexpr (Name.view() == detail::unique_name.view()) {
      written.key.push_back(written.columns.back());
    }
  });
  add_column(Dialect::quote(Table::search), Dialect::text_type, search_text(row));
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  out.add(Dialect::upsert(written));
  return std::move(out).take();
}

/// Takes the lead with an id out of an organisation.
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement erase(const organisation_id& organisation, std::string_view id) {
  static_assert(detail::checked<Dialect, Table>);
  using writer = detail::writer<Dialect, Table>;
  writer out;
  out.add("DELETE FROM ", writer::table());
  out.where(organisation, {});
  out.add(" AND ");
  out.compare_text(writer::template comparable_column<detail::unique_name>(), " = ", id);
  return std::move(out).take();
}

// Reading rows. -------------------------------------------------------------------------------------------------

/// What can be wrong with a row that something else wrote.
enum class row_errc : std::uint8_t {
  null_value = 1,        ///< null where a lead has a value
  wrong_type = 2,        ///< a column of another type
  unknown_status = 3,    ///< not the name of a status
  time_out_of_range = 4, ///< outside the years 0001 to 9999
  malformed_list = 5,    ///< not a JSON array of strings
};

[[nodiscard]] constexpr std::string_view to_string(row_errc code) noexcept {
  switch (code) {
  case row_errc::null_value:
    return "null_value";
  case row_errc::wrong_type:
    return "wrong_type";
  case row_errc::unknown_status:
    return "unknown_status";
  case row_errc::time_out_of_range:
    return "time_out_of_range";
  case row_errc::malformed_list:
    return "malformed_list";
  }
  return {};
}

/// Why a row is no lead: the first thing that is wrong, in the order of the fields.
struct row_error {
  row_errc code{};
  std::string_view field; ///< the name of the field, such as next_call_at, or total; static storage

  friend constexpr bool operator==(const row_error&, const row_error&) = default;
};

enum class database_errc : std::uint8_t {
  unavailable =
      1, ///< it, or the part of it that has the organisation's rows, cannot be reached or cannot go on
  busy = 2, ///< it was in the way of another change; asking again may do
  failed =
      3, ///< it refuses the statement: another table than expected, a lack of rights, or a defect
  unreadable_row = 4, ///< a row is no lead
};

[[nodiscard]] constexpr std::string_view to_string(database_errc code) noexcept {
  switch (code) {
  case database_errc::unavailable:
    return "unavailable";
  case database_errc::busy:
    return "busy";
  case database_errc::failed:
    return "failed";
  case database_errc::unreadable_row:
    return "unreadable_row";
  }
  return {};
}

/// Why a statement has no answer. The message is the database's own, for a log and not for callers.
struct database_error {
  database_errc code{};
  std::string message;
  std::optional<row_error> row; ///< for unreadable_row

  friend bool operator==(const database_error&, const database_error&) = default;
};

/// A row of an answer as a database's library gives it, its columns counted from 0.
///
/// Semantics: text and integer are nothing for a value of another type, and are asked only of one that is not null; a text
/// lives until the next row is asked for.
template <class T>
concept row_source = requires(const T& row, std::size_t column) {
  { row.is_null(column) } -> std::same_as<bool>;
  { row.text(column) } -> std::same_as<std::optional<std::string_view>>;
  { row.integer(column) } -> std::same_as<std::optional<std::int64_t>>;
};

namespace detail {

/// Takes a JSON string, its opening quote gone, from the front of a text; false if there is none.
[[nodiscard]] inline bool take_json_string(std::string_view& json, std::string& out) {
  const auto take_unit = [&json](std::uint32_t& unit) {
    unit = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const int digit = i < json.size() ? hex_value(json[i]) : -1;
      if (digit < 0) {
        return false;
      }
      unit = unit * 16 + static_cast<std::uint32_t>(digit);
    }
    json.remove_prefix(4);
    return true;
  };
  while (!json.empty()) {
    const char c = json.front();
    json.remove_prefix(1);
    if (c == '"') {
      return true;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      return false;
    }
    if (c != '\\') {
      out += c;
      continue;
    }
    if (json.empty()) {
      return false;
    }
    const char escape = json.front();
    json.remove_prefix(1);
    constexpr std::string_view letters = "\"\\/btnfr";
    constexpr std::string_view meant = "\"\\/\b\t\n\f\r";
    if (const std::size_t found = letters.find(escape); found != std::string_view::npos) {
      out += meant[found];
      continue;
    }
    std::uint32_t unit = 0;
    if (escape != 'u' || !take_unit(unit)) {
      return false;
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      std::uint32_t low = 0;
      if (!json.starts_with("\\u")) {
        return false;
      }
      json.remove_prefix(2);
      if (!take_unit(low) || low < 0xDC00 || low >= 0xE000) {
        return false;
      }
      unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
    } else if (unit >= 0xDC00 && unit < 0xE000) {
      return false;
    }
    out += encode_utf8(unit).view();
  }
  return false;
}

/// Reads a JSON array of strings.
[[nodiscard]] inline std::optional<std::vector<std::string>> parse_list(std::string_view json) {
  const auto skip_space = [&json] {
    json.remove_prefix(std::min(json.find_first_not_of(" \t\n\r"), json.size()));
  };
  const auto take = [&](char wanted) {
    skip_space();
    if (!json.starts_with(wanted)) {
      return false;
    }
    json.remove_prefix(1);
    return true;
  };
  std::vector<std::string> list;
  if (!take('[')) {
    return std::nullopt;
  }
  if (!take(']')) {
    do {
      if (!take('"') || !take_json_string(json, list.emplace_back())) {
        return std::nullopt;
      }
    } while (take(','));
    if (!take(']')) {
      return std::nullopt;
    }
  }
  skip_space();
  return json.empty() ? std::optional(std::move(list)) : std::nullopt;
}

/// Reads one column into the member of a lead.
template <class Row, class To>
[[nodiscard]] std::optional<row_errc> read_column(const Row& row, std::size_t column, To& to) {
  if constexpr (is_optional<To>) {
    if (row.is_null(column)) {
      to.reset();
      return std::nullopt;
    }
    return read_column(row, column, to.emplace());
  } else {
    if (row.is_null(column)) {
      return row_errc::null_value;
    }
    if constexpr (std::same_as<To, timestamp>) {
      const auto milliseconds = row.integer(column);
      if (!milliseconds) {
        return row_errc::wrong_type;
      }
      const auto time = timestamp::from_milliseconds(*milliseconds);
      if (!time) {
        return row_errc::time_out_of_range;
      }
      to = *time;
    } else {
      const std::optional<std::string_view> text = row.text(column);
      if (!text) {
        return row_errc::wrong_type;
      }
      if constexpr (std::same_as<To, std::string>) {
        to = *text;
      } else if constexpr (std::same_as<To, lead_status>) {
        const auto status = parse_lead_status(*text);
        if (!status.has_value()) {
          return row_errc::unknown_status;
        }
        to = *status;
      } else {
        static_assert(std::same_as<To, std::vector<std::string>>,
                      "leadcore: say here how a field of this type is read");
        auto list = parse_list(*text);
        if (!list) {
          return row_errc::malformed_list;
        }
        to = std::move(*list);
      }
    }
    return std::nullopt;
  }
}

} // namespace detail

/// Reads a lead from the columns of a row that select_page asked for.
/// @param first  where its columns begin: 1 for page_with_total, whose first is the total.
/// @par Complexity  linear in the texts, which are copied.
template <row_source Row>
[[nodiscard]] result<lead, row_error> read_lead(const Row& row, std::size_t first = 0) {
  lead read;
  std::optional<row_error> error;
  std::size_t column = first;
  for_each_lead_field([&](auto each) {
    if (!error) {
      if (const auto code = detail::read_column(row, column, each.in(read))) {
        error = row_error{*code, each.name()};
      }
    }
    ++column;
  });
  if (error) {
    return fail(*error);
  }
  return read;
}

namespace detail {

/// The error of a row.
[[nodiscard]] inline database_error unreadable(const row_error& row) {
  return {database_errc::unreadable_row,
          std::string(to_string(row.code)) + " in " + std::string(row.field), row};
}

} // namespace detail

/// Gathers the rows of page_with_total into a page.
class page_reader {
 public:
  /// Takes the next row of the answer.
  template <row_source Row> [[nodiscard]] std::optional<row_error> add(const Row& row) {
    const std::optional<std::int64_t> total = row.is_null(0) ? std::nullopt : row.integer(0);
    if (!total || *total < 0) {
      return row_error{row_errc::wrong_type, "total"};
    }
    total_ = static_cast<std::uint64_t>(*total);
    has_total_ = true;
    constexpr std::size_t id = leadcore::detail::field_index<lead, detail::unique_name>() + 1;
    if (!row.is_null(id)) { // null for a page without rows
      auto read = read_lead(row, 1);
      if (!read.has_value()) {
        return read.error();
      }
      rows_.push_back(std::move(*read));
    }
    return std::nullopt;
  }
  /// Whether there was a row at all: an answer to page_with_total has one.
  [[nodiscard]] bool has_total() const noexcept { return has_total_; }
  /// The page, once there are no more rows.
  [[nodiscard]] page_of<lead> take(page_request request) && {
    return {std::move(rows_), paginate(total_, request)};
  }

 private:
  std::vector<lead> rows_;
  std::uint64_t total_ = 0;
  bool has_total_ = false;
};

// Running. ------------------------------------------------------------------------------------------------------
//
// A database is anything that execute(database, statement, on_row) takes: it runs the statement, calls on_row with each
// row (a row_source) until that says what is wrong with one, and returns why there is no answer, or nothing.
// sql_sqlite.hpp has it for sqlite3*, sql_postgres.hpp for PGconn*; for another library write it beside a type of yours.

/// The leads that a statement of select_page gives.
template <class Database>
[[nodiscard]] result<std::vector<lead>, database_error> read_leads(Database&& database,
                                                                   const statement& run) {
  std::vector<lead> rows;
  if (auto failed = execute(database, run, [&](const auto& row) -> std::optional<row_error> {
        auto read = read_lead(row);
        if (!read.has_value()) {
          return read.error();
        }
        rows.push_back(std::move(*read));
        return std::nullopt;
      })) {
    return fail(*std::move(failed));
  }
  return rows;
}

/// The answer to a query: the page and totals that leadcore::list gives over the organisation's leads, in one round trip.
///
/// @param nulls  where rows without a next call stand.
/// @param in  a partition to ask in place of the table: the one of find_partition.
/// @par Exceptions  only allocation.
template <class Dialect, class Table = leads_table, class Database>
[[nodiscard]] result<page_of<lead>, database_error>
list(Database&& database, const organisation_id& organisation, const lead_query& query,
     null_placement nulls = nulls_last, const std::optional<partition>& in = std::nullopt) {
  page_reader reader;
  if (auto failed =
          execute(database, page_with_total<Dialect, Table>(organisation, query, nulls, in),
                  [&](const auto& row) { return reader.add(row); })) {
    return fail(*std::move(failed));
  }
  if (!reader.has_total()) {
    return fail(detail::unreadable(row_error{row_errc::null_value, "total"}));
  }
  return std::move(reader).take(query.page);
}

/// The partition that has an organisation's rows, to be asked by its own name: then an engine that hands no limit through the
/// table hands it to the partition's server. It may be kept until partitions are made or dropped.
/// @par Errors  those of the database; database_errc::failed if no partition takes the organisation.
/// @see docs/how_to/scale_out.md
template <class Dialect, class Table = leads_table, class Database>
[[nodiscard]] result<partition, database_error>
find_partition(Database&& database, const organisation_id& organisation) {
  std::optional<partition> found;
  if (auto failed = execute(database, which_partition<Dialect, Table>(organisation),
                            [&](const auto& row) -> std::optional<row_error> {
                              const auto schema = row.is_null(0) ? std::nullopt : row.text(0);
                              const auto name = row.is_null(1) ? std::nullopt : row.text(1);
                              if (!schema || !name) {
                                return row_error{row_errc::wrong_type, "partition"};
                              }
                              found = partition{std::string(*schema), std::string(*name)};
                              return std::nullopt;
                            })) {
    return fail(*std::move(failed));
  }
  if (!found) {
    return fail(
        database_error{database_errc::failed, "no partition takes the organisation", std::nullopt});
  }
  return *std::move(found);
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
