// SPDX-License-Identifier: BSL-1.0
// Bytes encode rows and a query. The answers of list and list_references obey every law and so
// equal the naive ones. The first byte chooses the kind of rows and the order of nulls; each
// further byte is a choice of draw_scenario.

#include "fuzz.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/testing/drawing.hpp>
#include <leadcore/testing/laws.hpp>

#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadcore;
  if (size == 0 || size > 4096) {
    return 0;
  }
  const testing::tape choices(data + 1, data + size);
  const auto kind = static_cast<testing::lead_kind>(data[0] % 3);
  const null_placement nulls = data[0] / 3 % 2 == 0 ? nulls_last : nulls_first;
  const testing::scenario drawn = testing::draw_scenario(choices, kind);

  const auto check = [](const testing::verdict& judged) {
    if (!judged.holds()) {
      std::fprintf(stderr, "%s\n", judged.text().c_str());
    }
    LEADCORE_FUZZ_CHECK(judged.holds());
  };
  using rows_type = std::vector<lead>;
  if (kind == testing::lead_kind::valid) {
    for (const lead& row : drawn.rows) {
      LEADCORE_FUZZ_CHECK(validate(row).empty());
    }
  }
  check(testing::list_laws(
      [&](const rows_type& rows, const lead_query& query) { return list(rows, query, nulls); },
      drawn.rows, drawn.query, nulls));
  check(testing::equals_reference(
      [&](const rows_type& rows, const lead_query& query) {
        return list_references(rows, query, nulls);
      },
      drawn.rows, drawn.query, nulls));
  check(testing::order_laws(lead_order.with(nulls), drawn.rows, nulls));
  return 0;
}
