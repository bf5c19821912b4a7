// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANY_RECORD_HPP
#define LEADCORE_TESTS_SUPPORT_ANY_RECORD_HPP

// Random records of any description, with values that JSON can hold.

#include "support/json_oracle.hpp"
#include "support/property.hpp"

#include <leadcore/model/field.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/testing/generators.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::test_support {

/// A value as described: any that JSON can hold.
template <class As> auto any_value() {
  if constexpr (leadcore::detail::is_optional<As>) {
    using inner = decltype(any_value<typename As::value_type>());
    return *rc::gen::arbitrary<bool>() ? std::optional<inner>(any_value<typename As::value_type>())
                                       : std::nullopt;
  } else if constexpr (std::same_as<As, std::string_view>) {
    return with_replacements(std::string_view(*leadcore::testing::hostile_texts()));
  } else if constexpr (std::same_as<As, leadcore::detail::borrowed_list<std::string_view>>) {
    std::vector<std::string> list(*rc::gen::inRange<std::size_t>(0, 4));
    for (std::string& each : list) {
      each = any_value<std::string_view>();
    }
    return list;
  } else if constexpr (std::same_as<As, timestamp>) {
    return *leadcore::testing::timestamps();
  } else if constexpr (leadcore::named_enum<As>) {
    return enum_table<As>[*rc::gen::inRange<std::size_t>(0, leadcore::detail::enum_size<As>)].value;
  } else if constexpr (std::floating_point<As>) { // of any size
    const As number = std::ldexp(*rc::gen::arbitrary<As>(), *rc::gen::inRange(-1100, 1100));
    return std::isfinite(number) ? number : As{0};
  } else if constexpr (std::integral<As> && !std::same_as<As, bool>) {
    return *rc::gen::resize(1000, rc::gen::oneOf(rc::gen::arbitrary<As>(),
                                                 rc::gen::just(std::numeric_limits<As>::min()),
                                                 rc::gen::just(std::numeric_limits<As>::max())));
  } else {
    return *rc::gen::arbitrary<As>();
  }
}

template <class Record> Record any_record() {
  Record drawn{};
  leadcore::for_each_field<Record>([&]<fixed_string Name>(field_constant<Name> each) {
    each.in(drawn) = any_value<leadcore::detail::described<Record, Name>>();
  });
  return drawn;
}

} // namespace leadcore::test_support

#endif
