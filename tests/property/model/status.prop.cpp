// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/status.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <algorithm>
#include <string>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("only the exact name of a status reads as it") {
  rc::prop("printing and reading is identity",
           [](lead_status status) { RC_ASSERT((parse_lead_status(to_string(status)) == status)); });
  rc::prop("any change of a name is an error at the first byte that is wrong",
           [](lead_status status, unsigned place, char put) {
             std::string text(to_string(status));
             switch (place % 3) {
             case 0:
               text[place / 3 % text.size()] = put;
               break;
             case 1:
               text.insert(
                   text.begin() + static_cast<std::ptrdiff_t>(place / 3 % (text.size() + 1)), put);
               break;
             default:
               text.erase(text.begin() + static_cast<std::ptrdiff_t>(place / 3 % text.size()));
             }
             const auto parsed = parse_lead_status(text);
             const auto same =
                 std::find_if(lead_statuses.begin(), lead_statuses.end(),
                              [&](lead_status each) { return to_string(each) == text; });
             RC_ASSERT(parsed.has_value() == (same != lead_statuses.end()));
             if (!parsed.has_value()) {
               std::size_t offset = 0; // length of the longest prefix shared with a name
               for (const lead_status each : lead_statuses) {
                 const std::string name(to_string(each));
                 const auto differs =
                     std::mismatch(text.begin(), text.end(), name.begin(), name.end()).first;
                 offset = std::max(offset, static_cast<std::size_t>(differs - text.begin()));
               }
               RC_ASSERT(parsed.error() == (status_error{status_errc::unknown_status,
                                                         static_cast<std::uint32_t>(offset)}));
             }
           });
  rc::prop("any bytes are no status, or its name", [texts = hostile_texts()] {
    const std::string text = *texts;
    const auto parsed = parse_lead_status(text);
    RC_ASSERT(
        (parsed.has_value() ? to_string(*parsed) == text : parsed.error().offset <= text.size()));
  });
}
