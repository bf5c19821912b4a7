// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_HTTP_FIXTURE_HPP
#define LEADCORE_TESTS_SUPPORT_HTTP_FIXTURE_HPP

// The store and the keys of tests/vectors/http.jsonl, and stores and keys that fail or count.

#include "support/answers/lead.hpp"
#include "support/organisation.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/list_leads.hpp>
#include <leadcore/store/memory_store.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::test_support {

/// API keys as plain text: for tests only.
struct plain_keys {
  std::map<std::string, principal, std::less<>> known;

  [[nodiscard]] std::optional<principal> authenticate(std::string_view api_key) const {
    const auto found = known.find(api_key);
    return found == known.end() ? std::nullopt : std::optional(found->second);
  }
};

/// An authenticator and a store that always fail.
struct failing_keys {
  store_error error;
  [[nodiscard]] result<std::optional<principal>, store_error> authenticate(std::string_view) const {
    return fail(error);
  }
};
struct failing_store {
  store_error error;
  [[nodiscard]] result<page_of<lead>, store_error> list(const organisation_id&,
                                                        const lead_query&) const {
    return fail(error);
  }
};

/// Records its arguments and rejects every key.
struct recording_keys {
  std::vector<std::string>* asked;
  [[nodiscard]] result<std::optional<principal>, store_error>
  authenticate(std::string_view api_key) const {
    asked->emplace_back(api_key);
    return std::optional(principal{organisation("org-r"), {std::string(leads_read_scope)}});
  }
};
struct recording_store {
  std::vector<std::pair<std::string, lead_query>>* asked;
  [[nodiscard]] result<page_of<lead_view>, store_error> list(const organisation_id& of,
                                                             const lead_query& query) const {
    asked->emplace_back(of.view(), query);
    return page_of<lead_view>{{}, paginate(0, query.page)};
  }
};

/// The keys and the stores of a call load_organisations.
struct http_fixture {
  plain_keys keys;
  memory_store store;
  memory_store store_nulls_first{nulls_first};
};

[[nodiscard]] inline http_fixture http_fixture_of(const vector_case& loading) {
  http_fixture fixture;
  for (const auto& [key, described] : loading.in.at("keys").as_object()) {
    principal who{organisation(described.at("organisation").as_string()), {}};
    for (const auto& scope : described.at("scopes").as_array()) {
      who.scopes.emplace_back(scope.as_string());
    }
    fixture.keys.known.emplace(key, std::move(who));
  }
  for (const auto& [id, rows] : loading.in.at("organisations").as_object()) {
    for (lead& each : answers::leads_of(rows.as_array())) {
      fixture.store_nulls_first.add(organisation(id), each);
      fixture.store.add(organisation(id), std::move(each));
    }
  }
  return fixture;
}

} // namespace leadcore::test_support

#endif
