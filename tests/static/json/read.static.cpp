// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/read.hpp>

#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace leadcore;

static_assert(std::is_same_v<decltype(parse_lead_json("")), result<lead, json_errors>>);
static_assert(
    std::is_same_v<decltype(parse_leads_json("")), result<std::vector<lead>, json_errors>>);
static_assert(std::is_same_v<decltype(parse_page_json("")), result<page_of<lead>, json_errors>>);

static_assert(to_string(json_errc::not_json) == "not_json" &&
              static_cast<int>(json_errc::not_json) == 301);
static_assert(to_string(json_errc::too_many_errors) == "too_many_errors" &&
              static_cast<int>(json_errc::too_many_errors) == 309);
static_assert(to_json_errc(lead_errc::invalid_phone) == lead_errc::invalid_phone &&
              to_json_errc(lead_errc::invalid_phone) != json_errc::not_json);
static_assert(to_string(to_json_errc(lead_errc::invalid_phone)) == "invalid_phone");

constexpr json_read_options defaults{};
static_assert(!defaults.ignore_unknown_keys && !defaults.allow_missing_nullable &&
              !defaults.normalise);
static_assert(defaults.max_errors == 1000 && max_json_depth == 32);

} // namespace
