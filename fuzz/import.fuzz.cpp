// SPDX-License-Identifier: BSL-1.0
// The importer reads any bytes in any of its formats: every row is a lead, a rejection or empty;
// leads are valid and have different ids; messages have no control character. The first byte
// chooses options.

#include "fuzz.hpp"

#include "import/import.hpp"
#include "import/report.hpp"

#include <leadcore/model/validate.hpp>

#include <set>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const unsigned chosen = data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  demo::import_options options;
  options.region = (chosen & 1U) != 0 ? "DE" : "";
  options.strict = (chosen & 2U) != 0;
  options.excel_dates = (chosen & 4U) != 0;
  options.has_header = (chosen & 8U) == 0;
  if (!options.has_header) {
    options.map = {{demo::column_role::name, "1"}, {demo::column_role::phone, "2"}};
  }
  constexpr const char* encodings[] = {"", "UTF-16LE", "WINDOWS-1252", "SHIFT_JIS"};
  auto in = demo::source::of_bytes(bytes, encodings[(chosen >> 4U) & 3U]);
  if (!in.has_value()) {
    LEADCORE_FUZZ_CHECK(!in.error().empty());
    return 0;
  }
  std::set<std::string> ids;
  std::size_t problems = 0;
  const auto result =
      demo::import_leads(*in, options,
                         {[&](demo::imported_lead&& each) {
                            LEADCORE_FUZZ_CHECK(leadcore::validate(each.lead).empty());
                            LEADCORE_FUZZ_CHECK(ids.insert(each.lead.id).second);
                            return true;
                          },
                          [&](const demo::import_problem& each) {
                            LEADCORE_FUZZ_CHECK(!each.reason.empty());
                            ++problems;
                          }});
  if (!result.has_value()) {
    LEADCORE_FUZZ_CHECK(!result.error().empty());
    return 0;
  }
  LEADCORE_FUZZ_CHECK((*result).accepted == ids.size());
  LEADCORE_FUZZ_CHECK((*result).rows == (*result).accepted + (*result).rejected + (*result).empty);
  LEADCORE_FUZZ_CHECK(problems >= (*result).rejected);
  std::string text = demo::summarise(*result, "fuzz.csv");
  std::erase(text, '\n');
  LEADCORE_FUZZ_CHECK(demo::printable(text) == text);
  return 0;
}
