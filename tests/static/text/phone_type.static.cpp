// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone_type.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using leadcore::e164;
using leadcore::is_valid;
using leadcore::is_valid_for;
using leadcore::parse_phone;
using leadcore::phone_type;
using leadcore::region;
using leadcore::region_of;
using leadcore::type_of;

static_assert(sizeof(phone_type) == 1 && static_cast<int>(phone_type::unknown) == 11);
static_assert(noexcept(type_of(std::declval<const e164&>())) &&
              noexcept(is_valid(std::declval<const e164&>())) &&
              noexcept(region_of(std::declval<const e164&>())) &&
              noexcept(is_valid_for(std::declval<const e164&>(), region())) &&
              noexcept(to_string(phone_type())));
static_assert(
    !std::is_invocable_v<decltype([](auto text) -> decltype(is_valid(text)) { return true; }),
                         std::string_view>,
    "a text is read before it is judged");

// The tables are about 52 KB (decision 0015). This is the limit for their growth.
static_assert(sizeof(leadcore::detail::phone_type_edges) +
                  sizeof(leadcore::detail::phone_type_plans) <=
              60 * 1024);

constexpr bool is(std::string_view text, phone_type type, std::string_view of) {
  const e164 number = *parse_phone(text);
  return type_of(number) == type && region_of(number) == region(of) &&
         is_valid(number) == (type != phone_type::unknown);
}
constexpr bool valid_for(std::string_view text, std::string_view code) {
  return is_valid_for(*parse_phone(text), region(code));
}

// Every branch, at compile time.
static_assert(is("+447400123456", phone_type::mobile, "GB"));
static_assert(is("+14155550101", phone_type::fixed_line_or_mobile, "US"));
static_assert(is("+12423456789", phone_type::fixed_line, "BS"), "leading digits");
static_assert(is("+12421550100", phone_type::unknown, "BS"),
              "leading digits of a number that is not valid");
static_assert(is("+12042345678", phone_type::fixed_line_or_mobile, "CA"),
              "ranges, where there are no leading digits");
static_assert(is("+18002345678", phone_type::toll_free, "US"), "the first of several");
static_assert(is("+11155550101", phone_type::unknown, ""), "of none of several");
static_assert(is("+8613123456789", phone_type::mobile, "CN"));
static_assert(is("+80012345678", phone_type::toll_free, ""), "a calling code of no region");
static_assert(is("+979123456789", phone_type::premium_rate, ""));
static_assert(is("+979023456789", phone_type::unknown, ""));
static_assert(valid_for("+18002345678", "US") && valid_for("+18002345678", "JM") &&
              !valid_for("+18002345678", "GB"));
static_assert(!valid_for("+14155550101", "CA") && !valid_for("+14155550101", "") &&
              !valid_for("+14155550101", "QQ"));
static_assert(!valid_for("+80012345678", "") && !valid_for("+80012345678", "US"));

} // namespace
