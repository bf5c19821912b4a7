// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using leadcore::e164;
using leadcore::parse_phone;
using leadcore::parse_phone_with_extension;
using leadcore::phone_errc;
using leadcore::phone_error;
using leadcore::phone_extension;
using leadcore::phone_with_extension;
using leadcore::region;

// Size and triviality of the types.
static_assert(sizeof(e164) == 16 && std::is_trivially_copyable_v<e164> &&
              std::is_standard_layout_v<e164>);
static_assert(std::copyable<e164> && std::totally_ordered<e164>);
static_assert(std::convertible_to<e164, std::string_view> &&
              std::convertible_to<e164, std::string> &&
              std::is_nothrow_convertible_v<const e164&, std::string_view>);
static_assert(std::convertible_to<region, std::string_view> &&
              std::convertible_to<region, std::string> &&
              std::constructible_from<std::string, e164>);
static_assert(!std::convertible_to<e164, const char*> && !std::convertible_to<e164, region> &&
              !std::convertible_to<e164, std::wstring>);
static_assert(!std::is_default_constructible_v<e164>, "there is no number to begin with");
static_assert(!std::constructible_from<e164, std::string_view>, "parse_phone makes numbers");
static_assert(!std::is_aggregate_v<e164>);
static_assert(std::regular<region> && std::is_trivially_copyable_v<region> && sizeof(region) == 4);
static_assert(!std::convertible_to<std::string_view, region> &&
              std::constructible_from<region, std::string>);
static_assert(std::regular<phone_extension> && std::is_trivially_copyable_v<phone_extension>);
static_assert(std::is_trivially_copyable_v<phone_with_extension> &&
              std::equality_comparable<phone_with_extension>);
static_assert(std::is_same_v<decltype(parse_phone("")), leadcore::result<e164, phone_error>>);
static_assert(std::is_trivially_copyable_v<decltype(parse_phone(""))>);
static_assert(noexcept(parse_phone("")) && noexcept(parse_phone_with_extension("")) &&
              noexcept(region("GB")));
static_assert(noexcept(std::declval<const e164&>().view()) &&
              noexcept(std::declval<const e164&>().digits()));

// The tables are about 19 KB (decision 0010). This is the limit for their growth.
template <class... Table> constexpr std::size_t bytes(const Table&... tables) {
  return (sizeof(tables) + ... + 0);
}
static_assert(bytes(leadcore::detail::phone_edges, leadcore::detail::phone_labels,
                    leadcore::detail::phone_plans, leadcore::detail::phone_plan_of_region,
                    leadcore::detail::phone_plan_of_code, leadcore::detail::phone_zeros,
                    leadcore::detail::phone_zeros_plane_1, leadcore::detail::phone_alnum_bounds,
                    leadcore::detail::phone_alnum_bounds_high) <= 44 * 1024);

constexpr bool gives(std::string_view text, std::string_view expected, region from = {}) {
  const auto parsed = parse_phone(text, from);
  return parsed.has_value() && (*parsed).view() == expected &&
         (*parsed).digits() == expected.substr(1);
}
constexpr bool fails(std::string_view text, phone_errc code, std::uint32_t offset,
                     region from = {}) {
  const auto parsed = parse_phone(text, from);
  return !parsed.has_value() && parsed.error() == phone_error{code, offset};
}

// Every branch of the reader, at compile time.
static_assert(gives("180020", "+441534180020", region("JE")), "the whole of a local number");
static_assert(gives("180020 7797 712345", "+447797712345", region("JE")), "a prefix");
static_assert(gives("0002 12345", "+81000212345", region("JP")),
              "a transform that changes nothing");
static_assert(gives("+14155550101", "+14155550101"));
static_assert(gives("020 7946 0958", "+442079460958", region("GB")));
static_assert(gives("011 44 20 7946 0958", "+442079460958", region("US")));
static_assert(gives("44 20 7946 0958", "+442079460958", region("GB")));
static_assert(gives("011 15 2345-6789", "+5491123456789", region("AR")));
static_assert(gives("01500163659941", "+55163659941", region("BR")));
static_assert(gives("1-800-FLOWERS", "+18003569377", region("US")));
static_assert(gives("Tel.: (415) 555\u20110101 \u260E", "+14155550101", region("US")));
static_assert(gives("+\uFF11 \u0664\u0661\u0665 555 0101", "+14155550101"));
static_assert(gives("tel:555-0101;ext=9;phone-context=+1415", "+14155550101"));
static_assert(gives("+81 1234567890123", "+811234567890123"), "15 digits fill an e164");
static_assert(fails("+81 12345678901234", phone_errc::too_long, 17),
              "a possible length, but 16 digits");
static_assert(fails("009012644612345", phone_errc::too_long, 14, region("NG")),
              "no prefix to drop is left");
static_assert(gives("006096880071234", "+826096880071234", region("KR")),
              "16 digits until read again");
static_assert(gives("8 800 080 7777", "+78000807777", region("KZ")),
              "one 8 is a prefix, the other is not");
static_assert(gives("886377", "+3780549886377", region("SM")), "a transform may lengthen");
static_assert(gives("+1 415 555 0101 ab", "+14155550101"), "two letters dial nothing");
static_assert(gives("(415) 555-0101 x302/x2303", "+14155550101", region("US")),
              "the second number is not read");
static_assert(gives("(415) 555-0101/x1/x2", "+14155550101", region("US")),
              "nor is what is before it, but the last");
static_assert(fails("+1 415 555 0101 \u4E00", phone_errc::not_a_number, 16),
              "a letter is not junk");
static_assert(gives("+1 415 555 0101 ext 12345678901234567890", "+14155550101"),
              "20 digits of extension");
static_assert(fails("+1 415 555 0101;ext=123456789012345678901", phone_errc::not_a_number, 15),
              "21 are none");
static_assert(gives("tel:4155550101;phone-context=example.com", "+14155550101", region("US")));
static_assert(gives("800 1234567", "+78001234567", region("RU")),
              "without its 8 that would be too short");
static_assert(gives("8 801 123 4567", "+3758011234567", region("BY")),
              "without its 8 that would be possible, but spoilt");
static_assert(fails("0 12", phone_errc::local_only, 4, region("DE")));

static_assert(fails("", phone_errc::empty, 0));
static_assert(fails("+1 415\xFF", phone_errc::invalid_utf8, 6));
static_assert(fails("call me", phone_errc::not_a_number, 7));
static_assert(fails("415 555 0101", phone_errc::missing_region, 0));
static_assert(fails(" 415 555 0101", phone_errc::unknown_region, 1, region("QQ")));
static_assert(fails("+999 1234567", phone_errc::unknown_calling_code, 1));
static_assert(fails("+1 415 555", phone_errc::too_short, 10));
static_assert(fails("+1 415 555 01012", phone_errc::too_long, 15));
static_assert(fails("+683 40001", phone_errc::invalid_length, 10));
static_assert(fails("555 0101", phone_errc::local_only, 8, region("US")));

static_assert([] {
  constexpr auto both = parse_phone_with_extension("+1 (415) 555-0101 ext. \u0667");
  return (*both).number == *parse_phone("+14155550101") && (*both).extension.view() == "7";
}());
static_assert((*parse_phone_with_extension("+14155550101")).extension == phone_extension{});

// Numbers are ordered like their texts.
static_assert(*parse_phone("+1 415 555 0101") == *parse_phone("+14155550101"));
static_assert(*parse_phone("+14155550101") < *parse_phone("+14155550102"));
static_assert(*parse_phone("+14155550101") < *parse_phone("+442079460958"));
static_assert(*parse_phone("+491511") < *parse_phone("+49151123456"));

// Regions.
static_assert(!region().has_value() && !region().is_known() && region().view().empty());
static_assert(region("") == region());
static_assert(region("GB").has_value() && region("GB").is_known() && region("GB").view() == "GB");
static_assert(region("QQ").has_value() && !region("QQ").is_known() && region("QQ").view() == "QQ");
static_assert(region("gb").has_value() && !region("gb").is_known() && region("gb").view().empty());
static_assert(region("GBR").has_value() && !region("GBR").is_known() &&
              region("GBR").view().empty());
static_assert(region("GB") != region("US") && region("QQ") != region("QZ") &&
              region("QQ") != region());

static_assert(to_string(phone_errc{}).empty() && message(phone_errc{}).empty(), "0 is no code");

// is_possible agrees with parse_phone.
static_assert(leadcore::is_possible("020 7946 0958", region("GB")) &&
              !leadcore::is_possible("020 7946 0958"));
static_assert(leadcore::is_possible("+11155550101") && !leadcore::is_possible("+1"));
static_assert(noexcept(leadcore::is_possible("")));

} // namespace
