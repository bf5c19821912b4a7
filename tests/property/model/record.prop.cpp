// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/record.hpp>

#include "support/archetypes.hpp"
#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("a record that is made of a row equals it") {
  rc::prop("to_record and equal_records, of rows of any type", [](const lead& source) {
    const test_support::minimal_row row(source);
    RC_ASSERT(to_record<lead>(row) == source);
    RC_ASSERT(equal_records<lead>(row, source) && equal_records<lead>(source, row));
  });
  rc::prop("rows that differ in a field are not equal", [](const lead& a, const lead& b) {
    RC_ASSERT(equal_records<lead>(a, b) == (a == b));
    lead changed = a;
    changed.notes = a.notes.value_or("") + "x";
    RC_ASSERT(!equal_records<lead>(a, changed));
  });
}
