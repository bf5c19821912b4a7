// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/durable.hpp>

#include "support/endpoints.hpp"

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using namespace leadcore;

static_assert(lead_store<durable_store>);
static_assert(store_of<basic_durable_store<crm::endpoint>, crm::endpoint>);
static_assert(store_of<basic_durable_store<sales::endpoint>, sales::endpoint>);
// Its version is a text, which holds across restarts.
static_assert(versioned_page<durable_page>);
static_assert(std::same_as<decltype(std::declval<durable_page>().version()), std::string_view>);
// It is made by open only, and stays where it is.
static_assert(!std::default_initializable<durable_store> &&
              !std::move_constructible<durable_store> && !std::is_move_assignable_v<durable_store>);
// A reference to const cannot change rows.
template <class Store>
concept changes_rows = requires(Store& store, const organisation_id& organisation,
                                const lead& row) { store.upsert(organisation, row); };
static_assert(changes_rows<durable_store> && !changes_rows<const durable_store>);

} // namespace
