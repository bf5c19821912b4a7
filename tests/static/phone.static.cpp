// SPDX-License-Identifier: BSL-1.0
#include <leadcore/phone.hpp>

#include <type_traits>

using namespace leadcore;

static_assert((*parse_phone("+1 (415) 555-0101")).view() == "+14155550101");
static_assert((*parse_phone("020 7946 0958", region("GB"))).view() == "+442079460958");
static_assert((*parse_phone("011 44 20 7946 0958", region{"US"})).view() == "+442079460958");
static_assert((*parse_phone("1-800-FLOWERS", region("US"))).view() == "+18003569377");
static_assert((*parse_phone("(0) 11 15-2345-6789", region("AR"))).view() == "+5491123456789");
static_assert((*parse_phone_with_extension("+44 20 7946 0958 x7")).extension.view() == "7");

static_assert(parse_phone("").error() == phone_error{phone_errc::empty, 0});
static_assert(parse_phone("020 7946 0958").error() == phone_error{phone_errc::missing_region, 0});
static_assert(parse_phone("020 7946 0958", region("ZZ")).error() ==
              phone_error{phone_errc::unknown_region, 0});
static_assert(parse_phone("+999 1234").error() == phone_error{phone_errc::unknown_calling_code, 1});

// A small value that always holds a number.
static_assert(sizeof(e164) == 16 && std::is_trivially_copyable_v<e164>);
static_assert(!std::is_default_constructible_v<e164> && !std::is_convertible_v<const char*, e164>);
static_assert(std::is_trivially_copyable_v<region> && std::is_nothrow_default_constructible_v<region>);
static_assert(noexcept(parse_phone("")) && noexcept(region("GB")));
static_assert(*parse_phone("+14155550101") == *parse_phone("+1 415 555 0101"));
static_assert(*parse_phone("+14155550101") < *parse_phone("+14155550102"));
