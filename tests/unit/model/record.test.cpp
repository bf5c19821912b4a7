// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/record.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <string>

using namespace leadcore;

TEST_CASE("a record of one's own is made of a row") {
  sales::deal deal;
  deal.number = "7";
  deal.forecast = sales::stage::won;
  deal.discount = -3;
  deal.probability = 0.25;
  deal.renewed = false;
  deal.tags = {"a", "b"};
  CHECK(to_record<sales::deal>(std::cref(deal)) == deal);
  CHECK(equal_records<sales::deal>(deal, to_record<sales::deal>(deal)));
  sales::deal other = deal;
  other.renewed.reset();
  CHECK_FALSE(equal_records<sales::deal>(deal, other));
  other = deal;
  other.tags.pop_back();
  CHECK_FALSE(equal_records<sales::deal>(deal, other));
}
