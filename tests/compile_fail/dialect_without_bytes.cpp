// SPDX-License-Identifier: BSL-1.0
// A dialect without bytewise comparison and search makes no statement at all.
// expect: leadcore: the dialect has no binary_collation
// expect: leadcore: the dialect has no contains and needle

#include <leadcore/sql/statements.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

struct some_database : leadcore::sql::common_dialect {
  static constexpr std::string_view text_type = "TEXT";
  static constexpr std::string_view integer_type = "BIGINT";
  static constexpr std::string_view list_type = "TEXT";
#ifdef LEADCORE_BAD
  static constexpr std::string_view binary_collation = "";
#else
  static constexpr std::string_view binary_collation = "BINARY";
  static std::string contains(const std::string& column, const std::string& needle) {
    return "POSITION(" + needle + " IN " + column + ") > 0";
  }
  static std::string needle(std::string_view text) { return std::string(text); }
#endif
  static std::string placeholder(std::size_t) { return "?"; }
  static std::string index_key(const std::string& column, leadcore::sort_direction direction,
                               std::optional<leadcore::null_placement> nulls) {
    return sort_key(column, direction, nulls);
  }
};

auto question(const leadcore::organisation_id& organisation, const leadcore::lead_query& query) {
  return leadcore::sql::select_page<some_database>(organisation, query);
}
