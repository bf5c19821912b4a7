// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/error.hpp>

#include <type_traits>

using namespace leadcore;

// Values and names are stable: clients and ports depend on them.
static_assert(static_cast<int>(query_errc::malformed_percent_encoding) == 101 &&
              static_cast<int>(query_errc::search_too_long) == 111);
static_assert(static_cast<int>(lead_errc::invalid_phone) == 201 &&
              static_cast<int>(lead_errc::invalid_enumerator) == 207);
static_assert(to_string(static_cast<lead_errc>(0)).empty() &&
              message(static_cast<lead_errc>(0)).empty());
static_assert(to_string(static_cast<query_errc>(0)).empty() &&
              to_string(static_cast<query_errc>(201)).empty() &&
              to_string(static_cast<lead_errc>(101)).empty());
static_assert(noexcept(to_string(query_errc{})) && noexcept(message(query_errc{})));
static_assert(noexcept(to_string(lead_errc{})) && noexcept(message(lead_errc{})));

// Two types, so that a query's code is not compared with a lead's. What both have is the same.
template <class A, class B>
concept comparable = requires(A a, B b) { a == b; };
static_assert(!comparable<query_errc, lead_errc> && !std::is_convertible_v<query_errc, lead_errc>);
static_assert([] {
  bool same = true;
  for (const auto& each : enum_table<lead_errc>) {
    const auto code = static_cast<query_errc>(each.value);
    same = same && (static_cast<int>(each.value) >= 200 ||
                    (to_string(code) == each.name && message(code) == each.message));
  }
  return same;
}());
static_assert(std::is_nothrow_move_constructible_v<query_error> &&
              std::is_nothrow_move_constructible_v<lead_error>);
