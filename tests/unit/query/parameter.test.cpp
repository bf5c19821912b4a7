// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/parameter.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <cstdint>
#include <limits>
#include <string>

using namespace leadcore;

namespace {

template <class T> std::optional<query_errc> refusal(std::string_view text) {
  T out{};
  return detail::read_value(text, out);
}

} // namespace

TEST_CASE("no kind of value is empty") {
  CHECK(refusal<std::string>("") == query_errc::empty_value);
  CHECK(refusal<timestamp>("") == query_errc::empty_value);
  CHECK(refusal<bool>("") == query_errc::empty_value);
  CHECK(refusal<int>("") == query_errc::empty_value);
  CHECK(refusal<double>("") == query_errc::empty_value);
  CHECK(refusal<sales::stage>("") == query_errc::empty_value);
}

TEST_CASE("an unknown name is told apart for statuses") {
  CHECK(refusal<lead_status>("won") == query_errc::unknown_status);
  CHECK(refusal<sales::stage>("won") == query_errc::unknown_value);
  CHECK(refusal<sales::stage>("WON") == std::nullopt);
}

TEST_CASE("integers have the range of their type") {
  CHECK(refusal<std::int8_t>("-128") == std::nullopt);
  CHECK(refusal<std::int8_t>("-129") == query_errc::integer_out_of_range);
  CHECK(refusal<std::uint8_t>("0255") == std::nullopt);
  CHECK(refusal<std::uint8_t>("256") == query_errc::integer_out_of_range);
  CHECK(refusal<std::uint64_t>("18446744073709551615") == std::nullopt);
  CHECK(refusal<std::uint64_t>("18446744073709551616") == query_errc::integer_out_of_range);
  CHECK(refusal<std::int64_t>(std::string(1000, '9')) == query_errc::integer_out_of_range);
  CHECK(refusal<std::int64_t>(" 1") == query_errc::not_an_integer);
  CHECK(detail::allowed_values<std::int8_t>() == "an integer from -128 to 127");
}
