// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_ODR_ODR_HPP
#define LEADCORE_TESTS_ODR_ODR_HPP

#include <leadcore/leadcore.hpp>

#include <string>
#include <vector>

/// One translation unit's view of the library: addresses of constants and functions, and results.
struct observed {
  std::vector<const void*> addresses;
  std::string answer;

  friend bool operator==(const observed&, const observed&) = default;
};

static inline observed observe() { // static: each translation unit compiles its own
  std::vector<leadcore::lead> leads(2);
  leads[0].id = "1";
  leads[0].name = "Jos\u00e9";
  leads[1].id = "2";
  const auto query = leadcore::parse_query("search=JOS%C3%89");
  return {{&leadcore::lead_order, &leadcore::query_parameters<>, &leadcore::leads_endpoint::filters,
           reinterpret_cast<const void*>(&leadcore::parse_timestamp)},
          leadcore::to_json(leadcore::list(leads, *query))};
}

observed observe_in_second();

#endif
