// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/status.hpp>

#include <type_traits>

using namespace leadcore;

static_assert(*parse_lead_status("NOT_CONTACTED") == lead_status::not_contacted);
static_assert(*parse_lead_status("LOST") == lead_status::lost);
static_assert(parse_lead_status("lost").error() == status_error{status_errc::unknown_status, 0});
static_assert(parse_lead_status("CONVERTEX").error() ==
              status_error{status_errc::unknown_status, 8});
static_assert(parse_lead_status("").error() == status_error{status_errc::unknown_status, 0});
static_assert(noexcept(parse_lead_status("")) && noexcept(to_string(lead_status::lost)));
static_assert([] {
  for (const lead_status each : lead_statuses) {
    if (*parse_lead_status(to_string(each)) != each) {
      return false;
    }
  }
  return true;
}());
static_assert(is_lead_status(lead_status::not_contacted) && is_lead_status(lead_status::lost) &&
              !is_lead_status(static_cast<lead_status>(5)) &&
              !is_lead_status(static_cast<lead_status>(255)));
static_assert(to_string(static_cast<lead_status>(5)) == "UNKNOWN" &&
              !parse_lead_status("UNKNOWN").has_value());
static_assert(lead_status_names == "NOT_CONTACTED, CONTACTED, QUALIFIED, CONVERTED or LOST");
static_assert(sizeof(lead_status) == 1 && std::is_trivially_copyable_v<status_error>);
static_assert(!std::is_convertible_v<std::string_view, lead_status>);
