// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/index_store.hpp>

#include "support/property.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/store/memory_store.hpp>
#include <leadcore/testing/generators.hpp>

#include <array>
#include <cstddef>

namespace {

using namespace leadcore;

} // namespace

// spec org.1, org.2, page.1
TEST_CASE("an index_store answers like a memory_store for each organisation", "[index_store]") {
  rc::prop("leads of two organisations that share ids, and an organisation without leads", [] {
    const std::array organisations{*parse_organisation_id("a"), *parse_organisation_id("b"),
                                   *parse_organisation_id("nobody's")};
    const null_placement nulls = *rc::gen::element(nulls_last, nulls_first);
    index_store store(nulls);
    memory_store expected(nulls);
    for (std::size_t i = 0; i < 2; ++i) {
      for (const lead& each : *leadcore::testing::lead_sets()) {
        store.of(organisations[i]).upsert(each);
        expected.add(organisations[i], each);
      }
    }
    const lead_query query = *leadcore::testing::queries();
    for (const organisation_id& each : organisations) {
      RC_ASSERT(store.size(each) == expected.size(each));
      RC_ASSERT(to_json(store.list(each, query)) == to_json(expected.list(each, query)));
    }
  });
}
