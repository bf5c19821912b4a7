// SPDX-License-Identifier: BSL-1.0
// A file that fills a store of indexes and answers HTTP requests from it.

#include <leadcore/http.hpp>
#include <leadcore/store/index_store.hpp>

#include <optional>
#include <string_view>
#include <vector>

struct one_key {
  leadcore::principal who;

  [[nodiscard]] std::optional<leadcore::principal> authenticate(std::string_view api_key) const {
    return api_key == "secret" ? std::optional(who) : std::nullopt;
  }
};

void fill(leadcore::index_store& store, const leadcore::organisation_id& organisation,
          const std::vector<leadcore::lead>& leads) {
  store.of(organisation).assign(leads);
}

void change(leadcore::index_store& store, const leadcore::organisation_id& organisation,
            const leadcore::lead& lead) {
  store.of(organisation).upsert(lead);
}

leadcore::http::response answer(const leadcore::http::request& asked,
                                const leadcore::index_store& store, const one_key& keys) {
  return leadcore::http::list_leads(asked, store, keys);
}
