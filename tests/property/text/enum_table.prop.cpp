// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/enum_table.hpp>

#include "support/endpoints.hpp"
#include "support/property.hpp"

#include <cstdint>

using namespace leadcore;

TEST_CASE("a value has a name exactly if it is an enumerator, and that name is its own") {
  rc::prop("any value of the type", [](std::uint8_t value) {
    const auto any = static_cast<sales::stage>(value);
    const std::string_view name = detail::enum_name(any);
    const bool named = any == sales::stage::open || any == sales::stage::offered ||
                       any == sales::stage::won || any == sales::stage::lost;
    RC_ASSERT(name.empty() != named);
    const auto* const found = detail::find_enum_entry<sales::stage>(name);
    const bool is_own = named ? found != nullptr && found->value == any : found == nullptr;
    RC_ASSERT(is_own);
  });
}
