// SPDX-License-Identifier: BSL-1.0

#include "answer.hpp"

#include <leadcore/query/search_term.hpp>
#include <leadcore/store/memory_store.hpp>

#include <utility>
#include <vector>

namespace demo {
namespace {

/// Answers from memory, by the endpoint with a policy of search.
template <leadcore::search_policy Policy>
int run_with(const options& wanted, std::vector<organisation_leads> all) {
  using endpoint = leadcore::basic_leads_endpoint<Policy>;
  leadcore::basic_memory_store<endpoint> store;
  for (auto& [organisation, leads] : all) {
    for (leadcore::lead& each : leads) {
      store.add(organisation, std::move(each));
    }
  }
  const auto& first = all.front().organisation;
  return answer<endpoint>(wanted, store, first, store.size(first));
}

} // namespace

int run_with_policy(const options& wanted, std::vector<organisation_leads> all) {
  using leadcore::folding;
  using leadcore::term_reading;
  if (wanted.unaccented && wanted.all_words) {
    return run_with<{folding::caseless_unaccented, term_reading::all_words}>(wanted,
                                                                             std::move(all));
  }
  if (wanted.unaccented) {
    return run_with<{folding::caseless_unaccented, term_reading::phrase}>(wanted, std::move(all));
  }
  return run_with<{folding::caseless, term_reading::all_words}>(wanted, std::move(all));
}

} // namespace demo
