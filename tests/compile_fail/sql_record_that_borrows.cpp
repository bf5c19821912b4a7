// SPDX-License-Identifier: BSL-1.0
// A row of a database is not read into a record that would refer to it.
// expect: leadcore: the record of the endpoint borrows its texts
// expect: leadcore: the record of the endpoint borrows its lists

#include <leadcore/sql/rows.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

struct some_row {
  bool is_null(std::size_t) const;
  std::optional<std::string_view> text(std::size_t) const;
  std::optional<std::int64_t> integer(std::size_t) const;
};
struct endpoint : leadcore::leads_endpoint {
#ifdef LEADCORE_BAD
  using record = leadcore::lead_view;
#endif
};

auto read(const some_row& row) {
  return leadcore::sql::read_row<endpoint>(row);
}
