// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/rows.hpp>

#include "support/database_laws.hpp"
#include "support/sql.hpp"

#include <cstddef>
#include <optional>
#include <utility>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("a lead is read from the columns that upsert wrote, or one error names a column") {
  rc::prop("any storable lead", [](lead row) {
    row = test_support::storable<leads_endpoint>(std::move(row));
    RC_ASSERT(sql::read_lead(stored_row(row)) == row);
  });
  rc::prop("one column is null", [](lead row) {
    row = test_support::storable<leads_endpoint>(std::move(row));
    memory_row columns = stored_row(row);
    const auto changed = *rc::gen::inRange<std::size_t>(0, columns.columns.size());
    columns.columns[changed] = std::nullopt;
    const auto read = sql::read_lead(columns);
    std::size_t at = 0;
    for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
      if (at++ == changed) {
        RC_ASSERT(read.has_value() == is_nullable_field<Name>);
        RC_ASSERT(read.has_value() ||
                  read.error() == (sql::row_error{sql::row_errc::null_value, each.name()}));
      }
    });
  });
}
