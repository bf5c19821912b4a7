// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/field.hpp>

#include "support/archetypes.hpp"
#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <cctype>
#include <set>
#include <string>

using namespace leadcore;

TEST_CASE("writing a field changes that field and no other") {
  rc::prop("for each of the 16", [](const lead& a, const lead& b) {
    for_each_lead_field([&](auto written) {
      lead changed = a;
      written.in(changed) = written(b);
      for_each_lead_field([&](auto read) {
        const bool same_field = read.name() == written.name();
        RC_ASSERT(read(changed) == (same_field ? read(b) : read(a)));
      });
    });
  });
}

TEST_CASE("reading a field of an adapted row returns its value") {
  rc::prop("by accessors, in another order", [](const lead& source) {
    const test_support::minimal_row row(source);
    for_each_lead_field([&](auto each) { RC_ASSERT(each(row) == each(source)); });
  });
}

TEST_CASE("a wire name is the member name in camelCase, and no two are alike") {
  std::set<std::string> names;
  for_each_lead_field([&](auto each) {
    std::string expected;
    const std::string name(each.name());
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (name[i] != '_') {
        expected +=
            i > 0 && name[i - 1] == '_' ? static_cast<char>(std::toupper(name[i])) : name[i];
      }
    }
    CHECK(each.wire_name() == expected);
    CHECK(names.insert(expected).second);
  });
}
