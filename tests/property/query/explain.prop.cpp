// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/explain.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <string_view>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("an explanation agrees with what it explains") {
  rc::prop("why_matched and matches", [](const scenario& each) {
    for (const lead& row : each.rows) {
      const match_explanation why = why_matched(row, each.query);
      RC_ASSERT(why.matches() == matches(row, each.query));
      const std::size_t set = (each.query.status ? 1U : 0U) +
                              (each.query.assigned_to.is_any() ? 0U : 1U) +
                              (each.query.search.empty() ? 0U : 1U);
      RC_ASSERT(why.reasons.size() == (why.matches() ? set : 0));
      for (const match_reason& reason : why.reasons) {
        if (reason.arm == match_arm::value) {
          continue;
        }
        const std::string_view value = reason.field == "name"      ? row.name
                                       : reason.field == "company" ? *row.company
                                       : reason.field == "emails"  ? row.emails.at(*reason.element)
                                                                   : row.phones.at(*reason.element);
        const std::string_view part = value.substr(reason.span.offset, reason.span.size);
        const bool found = reason.arm == match_arm::text
                               ? contains_folded(part, each.query.search.folded())
                               : each.query.search.phone().matches(part);
        RC_ASSERT(found);
      }
    }
  });
  rc::prop("why_before and the order", [](const lead& a, const lead& b) {
    for (const null_placement nulls : {nulls_last, nulls_first}) {
      const order_reason why = why_before(a, b, nulls);
      RC_ASSERT((why.result == lead_order.with(nulls).compare(a, b)));
      RC_ASSERT(why.field.empty() == (why.result == 0));
      RC_ASSERT(why.field.empty() == (why.first == why.second));
    }
  });
}
