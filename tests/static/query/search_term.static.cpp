// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/search_term.hpp>

#include <leadcore/query/endpoint.hpp>

#include <string_view>
#include <type_traits>

using namespace leadcore;

constexpr std::string_view both_phones[] = {"+14155550101", "+442079460958"};
constexpr std::string_view emails[] = {"jane@acme.com"};
constexpr lead_view jane{
    .id = "1", .name = "Stra\u00dfe 1", .phones = both_phones, .emails = emails, .company = "Acme"};

constexpr bool found(std::string_view term) {
  return matches(jane, unchecked_search_term(term));
}

static_assert(found("STRASSE") && found("acme") && found("E@ACME") && found("  1  ") && found(""));
static_assert(!found("strase") && !found("acmejane") && !found("%"));
static_assert(found("415 555") && found("+1415") && found("0044 20") && found("020 7946") &&
              !found("+415"));

constexpr bool collapsed() {
  const search_term term = unchecked_search_term(" \u3000A \t b ");
  return term.text() == "A b" && term.folded() == "a b" && !term.phone().active() && !term.empty();
}
static_assert(collapsed());
static_assert(search_term{}.empty() && search_term{} == search_term{});

// A phone pattern consists of a term and its digits.
static_assert(phone_pattern("+1 23", "123").anchored() && phone_pattern("1+23", "123").active());
static_assert(!phone_pattern("1+23", "123").anchored() && !phone_pattern("12", "12").active());
static_assert(phone_pattern("0044", "0044").digits() == "44" &&
              phone_pattern("0123456", "0123456").has_trunk_prefix());
static_assert(!phone_pattern("012345", "012345").has_trunk_prefix() &&
              !phone_pattern{}.matches("123"));
static_assert(phone_pattern("5-5-5", "555").matches("+1 (5) 55") &&
              !phone_pattern("556", "556").matches("+1 5 55"));
static_assert(std::is_trivially_copyable_v<phone_pattern> && noexcept(phone_pattern{}.matches("")));
