// SPDX-License-Identifier: BSL-1.0
// Bytes are the text of a cursor, in the documented order and in others. What parse_cursor accepts
// is the only text of its cursor; any error has a name and an offset in the text. The bytes are
// also a tape for a row, whose cursor parses back from its text, and the change of a byte of it.

#include <leadcore/sql/cursor.hpp>

#include "fuzz.hpp"
#include "support/endpoints.hpp"
#include "support/storable.hpp"

#include <leadcore/testing/drawing.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using namespace leadcore;

/// @param parse  (text) -> a result with a cursor
template <class Parse> void check_text(std::string_view text, Parse parse) {
  const auto read = parse(text);
  if (read.has_value()) {
    LEADCORE_FUZZ_CHECK(to_string(*read) == text);
  } else {
    LEADCORE_FUZZ_CHECK(read.error().offset <= text.size());
    LEADCORE_FUZZ_CHECK(!to_string(read.error().code).empty());
    LEADCORE_FUZZ_CHECK(!message(read.error().code).empty());
  }
}

/// @param make  (row) -> a result with a cursor
template <class Endpoint, class Make, class Parse>
void check_row(const testing::tape& choices, Make make, Parse parse) {
  const std::vector<testing::tape> fields(testing::record_tapes<Endpoint>, choices);
  const auto row = test_support::storable<Endpoint>(testing::draw_record<Endpoint>(fields));
  const auto made = make(row);
  LEADCORE_FUZZ_CHECK(made.has_value());
  std::string text = to_string(*made);
  const auto again = parse(text);
  LEADCORE_FUZZ_CHECK(again.has_value() && *again == *made);
  if (choices.size() >= 2) {
    text[choices[0] % text.size()] = static_cast<char>(choices[1]);
    check_text(text, parse);
    text.resize(choices[1] % text.size());
    check_text(text, parse);
  }
}

template <class Endpoint, class... Order>
void check(std::string_view text, const testing::tape& choices, const Order&... order) {
  const auto make = [&](const auto& row) { return sql::make_cursor<Endpoint>(row, order...); };
  const auto parse = [&](std::string_view each) {
    return sql::parse_cursor<Endpoint>(each, order...);
  };
  check_text(text, parse);
  check_row<Endpoint>(choices, make, parse);
}

inline constexpr auto by_company = lexicographic_order{
    std::tuple{descending<"company">.with(nulls_first), ascending<"status">, descending<"id">}};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 1024) {
    return 0;
  }
  const std::string_view text = fuzz::as_text(data, size);
  const testing::tape choices(data, data + size);
  check<leads_endpoint>(text, choices);
  check<leads_endpoint>(text, choices, by_company);
  check<crm::endpoint>(text, choices);
  check<sales::endpoint>(text, choices);
  return 0;
}
