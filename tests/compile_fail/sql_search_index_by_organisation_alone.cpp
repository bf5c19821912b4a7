// SPDX-License-Identifier: BSL-1.0
// A dialect whose search index has the organisation refuses a table that wants it without.
// expect: leadcore: the dialect has no search index without the organisation

#include <leadcore/sql/statements.hpp>

struct other_database : leadcore::sql::common_dialect {
  static constexpr std::string_view text_type = "text";
  static constexpr std::string_view integer_type = "bigint";
  static constexpr std::string_view list_type = "text";
  static constexpr std::string_view binary_collation = "bytes";

  static std::string placeholder(std::size_t) { return "?"; }
  static std::string contains(const std::string& column, const std::string& needle) {
    return "has(" + column + ", " + needle + ")";
  }
  static std::string needle(std::string_view text) { return std::string(text); }
  static std::string index_key(const std::string& column, leadcore::sort_direction direction,
                               std::optional<leadcore::null_placement> nulls) {
    return sort_key(column, direction, nulls);
  }
  static std::vector<std::string> search_index(const std::string& name, const std::string& table,
                                               const std::string& organisation,
                                               const std::string& column) {
    return {"CREATE INDEX " + name + " ON " + table + " (" + organisation + ", " + column + ")"};
  }
};
struct searched_leads : leadcore::sql::leads_table {
  static constexpr bool has_search_index = true;
#ifdef LEADCORE_BAD
  static constexpr bool search_by_organisation = false;
#endif
};
auto index() {
  return leadcore::sql::create_search_index<other_database, searched_leads>();
}
