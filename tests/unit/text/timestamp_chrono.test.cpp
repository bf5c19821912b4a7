// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/timestamp_chrono.hpp>

#include "support/catch.hpp"

#include <chrono>

TEST_CASE("a timestamp is a time point of the system clock, and back", "[timestamp]") {
  using namespace std::chrono;
  const sys_time<milliseconds> documented =
      sys_days{year{2026} / May / 2} + hours{10} + minutes{30} + milliseconds{7};
  const auto made = leadcore::from_sys_time(documented);
  REQUIRE(made.has_value());
  CHECK(to_string(*made) == "2026-05-02T10:30:00.007Z");
  CHECK(to_sys_time(*made) == documented);
  CHECK_FALSE(leadcore::from_sys_time(sys_days{year{0} / December / 31}).has_value());
  CHECK_FALSE(leadcore::from_sys_time(sys_days{year{10'000} / January / 1}).has_value());
}
