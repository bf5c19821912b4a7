// SPDX-License-Identifier: BSL-1.0
// A table may declare a search index only where the dialect has one.
// expect: leadcore: the dialect has no search index

#include <leadcore/sql/statements.hpp>

#include <string>

struct plain_database : leadcore::sql::common_dialect {
  static constexpr std::string_view text_type = "text", integer_type = "bigint", list_type = "json",
                                    binary_collation = "binary";
  static std::string placeholder(std::size_t) { return "?"; }
  static std::string contains(const std::string& column, const std::string& needle) {
    return "position(" + needle + " IN " + column + ") > 0";
  }
  static std::string needle(std::string_view text) { return std::string(text); }
  static std::string index_key(const std::string& column, leadcore::sort_direction direction,
                               std::optional<leadcore::null_placement>) {
    return sort_key(column, direction, std::nullopt);
  }
};
struct indexed_leads : leadcore::sql::leads_table {
  static constexpr bool has_search_index = true;
};
auto page(const leadcore::organisation_id& organisation) {
  using namespace leadcore;
#ifdef LEADCORE_BAD
  return sql::select_page<plain_database, indexed_leads>(organisation, {});
#else
  return sql::select_page<plain_database>(organisation, {});
#endif
}
