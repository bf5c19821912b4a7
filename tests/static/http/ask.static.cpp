// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/ask.hpp>

#include <leadcore/store/memory_store.hpp>

#include "support/endpoints.hpp"

#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>

namespace {

using namespace leadcore;

struct known_keys {
  std::optional<principal> authenticate(std::string_view) const;
};
using asked = result<http::question<crm::endpoint>, http::response>;
static_assert(
    std::same_as<decltype(http::ask<crm::endpoint>(http::request{}, known_keys{})), asked>);
static_assert(
    std::same_as<decltype(http::ask<crm::endpoint>(http::request{}, std::optional<principal>())),
                 asked>);
static_assert(std::same_as<decltype(http::ask(http::request{}, known_keys{})),
                           result<http::question<>, http::response>>);
static_assert(!std::default_initializable<http::question<>> &&
              std::copyable<http::question<crm::endpoint>>);

// A page answers the question of its own endpoint only.
template <class Endpoint, class Page>
concept answered = requires(const http::question<Endpoint>& question, const Page& page) {
  { http::answer(question, page) } -> std::same_as<http::response>;
};
static_assert(answered<leads_endpoint, page_of<lead>> &&
              answered<leads_endpoint, result<page_of<lead_view>, store_error>>);
static_assert(answered<crm::endpoint, page_of<crm::endpoint::record>> &&
              !answered<crm::endpoint, page_of<lead>>);
static_assert(!answered<leads_endpoint, page_of<int>> && !answered<leads_endpoint, lead>);

} // namespace
