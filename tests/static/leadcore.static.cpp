// SPDX-License-Identifier: BSL-1.0
#include <leadcore/leadcore.hpp>

#include <algorithm>

// The umbrella header provides every layer from text to JSON, in constant expressions.
static_assert(!leadcore::version.empty());
static_assert(leadcore::parse_timestamp("2026-05-02T10:30:00Z").has_value());
static_assert(leadcore::parse_email("jane@acme.com").has_value());
static_assert(leadcore::parse_phone("+14155550101").has_value());
static_assert(leadcore::lead_like<leadcore::lead> && leadcore::lead_like<leadcore::lead_view>);
static_assert(leadcore::matches(leadcore::lead_view{.id = "1"}, leadcore::lead_query{}));
static_assert(leadcore::paginate(137, {}).total_pages == 3);
static_assert(leadcore::json_style::pretty != leadcore::json_style::compact);
// With both using-directives, names of std that ours might hide are those of std.
namespace both {
using namespace std;
using namespace leadcore;
static_assert(clamp(5, 1, 3) == 3);
constexpr auto has = [](int) { return true; };
static_assert(has(1));
static_assert(profiles::clamp == query_profile::clamp &&
              profiles::ignore_unknown == query_profile::ignore_unknown &&
              profiles::strict == query_profile::strict);
static_assert(profiles::nulls_first == nulls_first && profiles::nulls_last == nulls_last &&
              profiles::allow_utf8 == allow_utf8);
} // namespace both

// Headers that need RapidCheck, Boost.JSON or an HTTP request are not part of it.
#if defined(LEADCORE_JSON_READ_HPP) || defined(LEADCORE_HTTP_HPP) ||                               \
    defined(LEADCORE_ACCESS_HPP) || defined(LEADCORE_TESTING_LAWS_HPP) ||                          \
    defined(BOOST_JSON_VALUE_HPP)
#error "the umbrella includes more than layers 0 to 2 and json.hpp"
#endif
