// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/index_store.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace {

using namespace leadcore;

static_assert(lead_store<index_store>);
static_assert(std::default_initializable<index_store> &&
              !std::convertible_to<null_placement, index_store>);
// Its indexes have stable addresses.
static_assert(!std::move_constructible<index_store> && !std::is_move_assignable_v<index_store>);
static_assert(
    std::same_as<decltype(std::declval<index_store&>().of(std::declval<const organisation_id&>())),
                 lead_index&>);
// A reference to const cannot change leads.
template <class Store>
concept gives_indexes =
    requires(Store& store, const organisation_id& organisation) { store.of(organisation); };
static_assert(gives_indexes<index_store> && !gives_indexes<const index_store>);

} // namespace
