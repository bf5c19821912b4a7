// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/durable.hpp>

#include "support/durable_files.hpp"
#include "support/endpoint_laws.hpp"
#include "support/organisation.hpp"

#include <leadcore/testing/laws.hpp>

#include <memory>
#include <optional>
#include <string_view>

using namespace leadcore;

namespace {

/// A store that is closed and opened again after every few changes.
template <class Endpoint> struct reopened_store {
  test_support::durable_folder folder;
  std::unique_ptr<basic_durable_store<Endpoint>> store =
      test_support::opened<Endpoint>(folder.file());
  organisation_id owner = test_support::organisation("acme");
  int changes = 0;

  void changed(const std::optional<durable_error>& failed) {
    RC_ASSERT_FALSE(failed.has_value());
    if (++changes % 4 == 0) {
      store.reset();
      store = test_support::opened<Endpoint>(folder.file());
    }
  }
};

} // namespace

TEMPLATE_TEST_CASE("a durable store obeys every law, after every change and every reopening",
                   "[durable]", leads_endpoint, sales::endpoint) {
  test_support::engine_obeys_laws<TestType>([] {
    const auto kept = std::make_shared<reopened_store<TestType>>();
    return testing::basic_engine<TestType>{
        [kept](const typename TestType::record& row) {
          kept->changed(kept->store->upsert(kept->owner, row));
        },
        [kept](std::string_view key) { kept->changed(kept->store->erase(kept->owner, key)); },
        [kept](const typename TestType::query& query) {
          return testing::to_plain_page<TestType>(kept->store->list(kept->owner, query));
        }};
  });
}
