// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/error.hpp>

#include "support/property.hpp"

#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/testing/generators.hpp>

#include <cstddef>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("queries have errors of 1xx, and leads of 2xx or what both share") {
  rc::prop("queries", [texts = any_query_strings()] {
    const auto parsed = parse_query(*texts);
    if (!parsed.has_value()) {
      for (const query_error& each : parsed.error()) {
        RC_ASSERT(static_cast<unsigned>(each.code) / 100 == 1);
        RC_ASSERT(!each.allowed.empty());
      }
    }
  });
  rc::prop("leads, in the order of the fields", [rows = leads(lead_kind::hostile)] {
    std::size_t before = 0;
    for (const lead_error& each : validate(*rows)) {
      RC_ASSERT(static_cast<unsigned>(each.code) / 100 == 2 ||
                each.code == lead_errc::invalid_utf8 || each.code == lead_errc::empty_value);
      std::size_t place = 0;
      std::size_t found = 0;
      for_each_lead_field(
          [&](auto field) { found = field.wire_name() == each.field ? place : found, ++place; });
      RC_ASSERT(found >= before);
      before = found;
    }
  });
}
