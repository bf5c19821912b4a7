// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_ANSWER_HPP
#define LEADCORE_EXAMPLES_SERVER_ANSWER_HPP

// One answer, or a server, from any store. from_memory.cpp has the policies of search, so that the
// two files compile side by side.

#include "api_keys.hpp"
#include "file_leads.hpp"
#include "http_front.hpp"
#include "options.hpp"
#include "sample.hpp"
#include "server.hpp"
#include "sha256.hpp"

#include <leadcore/http.hpp>
#include <leadcore/query/explain.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

inline constexpr int exit_failed = 1;
inline constexpr int exit_wrong_usage = 2;

struct organisation_leads {
  leadcore::organisation_id organisation;
  std::vector<leadcore::lead> leads;
};

[[nodiscard]] inline leadcore::organisation_id
id_of(const demo::sample_organisation& organisation) {
  return leadcore::parse_organisation_id(organisation.id).value();
}

struct known_keys {
  api_keys digests;
  std::string made; ///< a random key to print, if none was given
};

/// Writes to standard output; false if that exit_failed.
[[nodiscard]] bool print(std::string_view text);
/// The requested leads by organisation, or nothing after telling the reason.
[[nodiscard]] std::optional<std::vector<organisation_leads>> get_leads(const options& wanted);
/// The keys of a file and of the environment, or else a random one; nothing after telling the
/// reason.
[[nodiscard]] std::optional<known_keys> get_keys(const options& wanted);
/// Serves until a signal.
/// @param shown_key  part of the printed cURL line
[[nodiscard]] int serve(const options& wanted, http_front::handler handler,
                        const std::string& shown_key, std::uint64_t leads);

/// Answers from memory, with the requested policy of search.
[[nodiscard]] int run_with_policy(const options& wanted, std::vector<organisation_leads> all);

/// Tells why each lead of a page matches, and why it stands before the next.
template <class Endpoint, class Store>
void explain(const Store& store, const leadcore::organisation_id& organisation,
             std::string_view query_string) {
  const auto query = leadcore::parse_query<Endpoint>(query_string);
  if (!query.has_value()) {
    return;
  }
  const auto describe = [&](const auto& page) {
    for (std::size_t i = 0; i < page.data.size(); ++i) {
      const auto& row = leadcore::detail::row(page.data[i]);
      tell(std::string(leadcore::field<"id">(row)) + ": " +
           leadcore::to_string(leadcore::why_matched<Endpoint>(row, *query)) + "\n");
      if (i + 1 < page.data.size()) {
        tell("  " + leadcore::to_string(leadcore::why_before<Endpoint>(row, page.data[i + 1])) +
             "\n");
      }
    }
  };
  const auto answer = store.list(organisation, *query);
  if constexpr (requires { answer.has_value(); }) {
    if (answer.has_value()) {
      describe(*answer);
    }
  } else {
    describe(answer);
  }
}

/// Answers one query, or serves, from a store.
template <class Endpoint = leadcore::leads_endpoint, class Store>
int answer(const options& wanted, const Store& store, const leadcore::organisation_id& organisation,
           std::uint64_t leads) {
  if (wanted.once) {
    api_keys keys;
    keys.add(sha256("once"), {organisation, wanted.scopes});
    const std::string target = "/api/v1/leads?" + *wanted.once;
    const auto made = leadcore::http::list_leads<Endpoint>(
        {"GET", target, {{"Authorization", "Bearer once"}}}, store, keys, wanted.front.answers);
    if (wanted.explain && made.status == 200) {
      explain<Endpoint>(store, organisation, *wanted.once);
    }
    return print(made.body + "\n") && made.status == 200 ? 0 : exit_failed;
  }
  auto keys = get_keys(wanted);
  if (!keys) {
    return exit_failed;
  }
  const std::string shown = keys->made.empty() ? "API_KEY" : std::exchange(keys->made, {});
  // Members of the sample sign in without a password, so only where the leads are the sample's.
  std::span<const sample_organisation> organisations;
  if (!wanted.file && wanted.store.empty()) {
    organisations = sample_organisations;
  }
  return serve(wanted,
               make_handler<Endpoint>(store, keys->digests, wanted.front.answers, organisations),
               shown, leads);
}

} // namespace demo

#endif
