// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_PHONE_TYPE_HPP
#define LEADCORE_TEXT_PHONE_TYPE_HPP

// The type and the region of a phone number, and whether its range is assigned. Separate from
// phone.hpp and not in leadcore.hpp because its tables are large (decision 0015).

#include <leadcore/text/detail/phone_plan.hpp>
#include <leadcore/text/detail/phone_tables.hpp>
#include <leadcore/text/detail/phone_type_tables.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// The type of a phone number. Values and names are stable; the values are the oracle's.
enum class phone_type : std::uint8_t {
  fixed_line = 0,
  mobile = 1,
  fixed_line_or_mobile = 2, ///< the region does not distinguish them, as in North America
  toll_free = 3,
  premium_rate = 4,
  shared_cost = 5, ///< caller and called share the cost
  voip = 6,
  personal_number = 7, ///< follows a person from line to line
  pager = 8,
  uan = 9, ///< universal access number: one number for the offices of a company
  voicemail = 10,
  unknown = 11, ///< in no assigned range
};

template <>
inline constexpr enum_entry<phone_type> enum_table<phone_type>[] = {
    {phone_type::fixed_line, "fixed_line"},
    {phone_type::mobile, "mobile"},
    {phone_type::fixed_line_or_mobile, "fixed_line_or_mobile"},
    {phone_type::toll_free, "toll_free"},
    {phone_type::premium_rate, "premium_rate"},
    {phone_type::shared_cost, "shared_cost"},
    {phone_type::voip, "voip"},
    {phone_type::personal_number, "personal_number"},
    {phone_type::pager, "pager"},
    {phone_type::uan, "uan"},
    {phone_type::voicemail, "voicemail"},
    {phone_type::unknown, "unknown"},
};

/// The name of a type in snake_case.
[[nodiscard]] constexpr std::string_view to_string(phone_type type) noexcept {
  return detail::enum_name(type);
}

namespace detail {

// The states of phone_plan.hpp with wider words. A label is 1 + the value of a type; 0 is none.

[[nodiscard]] constexpr std::uint32_t phone_type_next(std::uint32_t state, char digit) noexcept {
  return phone_next_state<phone_type_offset_bits, phone_type_word_bits>(phone_type_edges, state,
                                                                        digit);
}

[[nodiscard]] constexpr std::uint32_t phone_type_label(std::uint32_t state) noexcept {
  return state >> phone_type_offset_bits;
}

/// The type of a national number in a plan.
[[nodiscard]] constexpr phone_type phone_type_in(const phone_type_plan& plan,
                                                 std::string_view national) noexcept {
  std::uint32_t state = plan.types;
  for (const char digit : national) {
    state = phone_type_next(state, digit); // the dead state leads to itself
  }
  const std::uint32_t label = phone_type_label(state);
  return label == 0 ? phone_type::unknown : static_cast<phone_type>(label - 1);
}

/// Whether a national number begins with the leading digits of a region.
[[nodiscard]] constexpr bool has_leading_digits(const phone_type_plan& plan,
                                                std::string_view national) noexcept {
  std::uint32_t state = plan.leading_digits;
  for (const char digit : national) {
    state = phone_type_next(state, digit);
    if (phone_type_label(state) != 0) {
      return true;
    }
  }
  return false;
}

[[nodiscard]] constexpr const phone_type_plan*
next_phone_type_plan(const phone_type_plan& plan) noexcept {
  return plan.next == phone_no_plan ? nullptr : &phone_type_plans[plan.next];
}

/// A number split at its calling code; `first` is the first plan of that calling code.
struct phone_parts {
  const phone_type_plan* first;
  std::string_view national; ///< view of the number's digits
};

[[nodiscard]] constexpr phone_parts split_phone(std::string_view digits) noexcept {
  const phone_plan& plan = *find_calling_code(digits); // every e164 has a plan
  return {&phone_type_plans[phone_plan_of_code[plan.calling_code]],
          digits.substr(calling_code_digits(plan))};
}

/// The plan of a number: the first of its calling code whose leading digits match or, if that plan
/// has none, that has a type for the number. A calling code with one plan needs no match. Null if
/// there is none.
[[nodiscard]] constexpr const phone_type_plan*
find_phone_type_plan(const phone_parts& parts) noexcept {
  if (next_phone_type_plan(*parts.first) == nullptr) {
    return parts.first;
  }
  for (const phone_type_plan* plan = parts.first; plan != nullptr;
       plan = next_phone_type_plan(*plan)) {
    if (plan->leading_digits != 0 ? has_leading_digits(*plan, parts.national)
                                  : phone_type_in(*plan, parts.national) != phone_type::unknown) {
      return plan;
    }
  }
  return nullptr;
}

} // namespace detail

/// The type of a number in the plan of its region.
/// @return phone_type::unknown if the number is in no assigned range.
/// @par Complexity
/// constant; allocates nothing.
/// @par Source
/// the oracle's getNumberType; decision 0015.
/// @par Example
///     type_of(parse_phone("+447400123456").value()) == phone_type::mobile
/// @see tests/vectors/phone_type.jsonl
[[nodiscard]] constexpr phone_type type_of(const e164& number) noexcept {
  const detail::phone_parts parts = detail::split_phone(number.digits());
  const detail::phone_type_plan* const plan = detail::find_phone_type_plan(parts);
  return plan == nullptr ? phone_type::unknown : detail::phone_type_in(*plan, parts.national);
}

/// Whether a number is in a range assigned by the day of phone_metadata. It need not be in service.
/// @return type_of(number) != phone_type::unknown.
/// @par Complexity
/// constant; allocates nothing.
/// @par Source
/// the oracle's isValidNumber; decision 0015.
/// @par Example
///     is_valid(parse_phone("+442079460958").value()) &&
///         !is_valid(parse_phone("+14151550101").value()) // no exchange begins with 1
/// @see is_possible, is_valid_for
[[nodiscard]] constexpr bool is_valid(const e164& number) noexcept {
  return type_of(number) != phone_type::unknown;
}

/// The region of a number.
///
/// A calling code of one region determines it for every number. If regions share a calling code,
/// only numbers with known leading digits or ranges have a region. A number can have a region and
/// not be valid.
/// @return region{} if there is none, and for calling codes of no region, such as +800.
/// @par Complexity
/// constant; allocates nothing.
/// @par Source
/// the oracle's getRegionCodeForNumber, whose "001" is region{} here; decision 0015.
/// @par Example
///     region_of(parse_phone("+12423456789").value()) == region{"BS"}
[[nodiscard]] constexpr region region_of(const e164& number) noexcept {
  const detail::phone_type_plan* const plan =
      detail::find_phone_type_plan(detail::split_phone(number.digits()));
  return plan == nullptr || plan->region[0] == '\0' ? region{}
                                                    : region{std::string_view{plan->region, 2}};
}

/// Whether a number is in a range that a region has assigned. Regions that share a calling code can
/// share ranges; region_of returns the first of them.
/// @return false without a region, and for an unknown one.
/// @par Complexity
/// constant; allocates nothing.
/// @par Source
/// the oracle's isValidNumberForRegion; decision 0015.
/// @par Example
///     is_valid_for(parse_phone("+14155550101").value(), region{"US"})
[[nodiscard]] constexpr bool is_valid_for(const e164& number, region where) noexcept {
  if (!where.is_known()) {
    return false;
  }
  const detail::phone_parts parts = detail::split_phone(number.digits());
  for (const detail::phone_type_plan* plan = parts.first; plan != nullptr;
       plan = detail::next_phone_type_plan(*plan)) {
    if (std::string_view{plan->region, 2} == where.view()) {
      return detail::phone_type_in(*plan, parts.national) != phone_type::unknown;
    }
  }
  return false;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
