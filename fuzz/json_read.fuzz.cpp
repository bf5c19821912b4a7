// SPDX-License-Identifier: BSL-1.0
// parse_lead_json, parse_leads_json and parse_page_json over any bytes.
//
// The input is the JSON text. Oracle: a slow reader of Boost.JSON's tree, which must accept the
// same texts with the same result. Every error's code has a name, its pointer exists in the tree,
// its offset is in the text. A result is written and read again.

#include <leadcore/json/read.hpp>

#include "fuzz.hpp"
#include "support/json_oracle.hpp"

#include <leadcore/json/write.hpp>

#include <cstdio>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadcore;
  const std::string_view text = fuzz::as_text(data, size);

  const std::string wrong = test_support::judge_reading(text);
  if (!wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
  }
  LEADCORE_FUZZ_CHECK(wrong.empty());

  const json_read_options loose{.ignore_unknown_keys = true, .allow_missing_nullable = true};
  const auto strictly = parse_lead_json(text);
  const auto loosely = parse_lead_json(text, loose);
  LEADCORE_FUZZ_CHECK(!strictly.has_value() || (loosely.has_value() && *loosely == *strictly));
  if (loosely.has_value()) {
    const auto again = parse_lead_json(to_json(*loosely));
    LEADCORE_FUZZ_CHECK(again.has_value() && *again == *loosely);
  }
  const auto normalised =
      parse_lead_json(text, {.normalise = true, .contacts = {region("US"), email_profile::strict}});
  LEADCORE_FUZZ_CHECK(!normalised.has_value() || validate(*normalised).empty());

  // The limit of errors changes their number, not whether there are any.
  const auto all = parse_leads_json(text);
  const auto few = parse_leads_json(text, {.max_errors = 2});
  LEADCORE_FUZZ_CHECK(all.has_value() == few.has_value());
  LEADCORE_FUZZ_CHECK(few.has_value() || few.error().size() <= 3);
  return 0;
}
