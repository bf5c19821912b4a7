// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/write.hpp>

#include "support/documented_answer.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::test_support::documented_lead;

static_assert(json_output<std::string> && json_output<std::vector<char>>);
static_assert(!json_output<std::string_view> && !json_output<const std::string> &&
              !json_output<std::array<char, 8>>);

constexpr bool writes(std::string_view text, std::string_view expected) {
  std::vector<char> out;
  append_json_string(out, text);
  return std::string_view(out.data(), out.size()) == expected;
}
static_assert(writes("", "\"\""));
static_assert(writes("Jane \"JD\" Doe\\\n", "\"Jane \\\"JD\\\" Doe\\\\\\n\""));
static_assert(writes(std::string_view("\0\x1f", 2), "\"\\u0000\\u001f\""));
static_assert(writes("Jos\xC3\xA9, Jos\xE9, \xE2\x82",
                     "\"Jos\xC3\xA9, Jos\xEF\xBF\xBD, \xEF\xBF\xBD\xEF\xBF\xBD\""));

constexpr bool page_writes(json_style style, std::string_view expected) {
  std::vector<char> out;
  append_json(out, page_of<lead_view>{{documented_lead}, paginate(137, {})}, style);
  return std::string_view(out.data(), out.size()) == expected;
}
static_assert(page_writes(
    json_style::compact,
    R"({"data":[{"id":"65f0a000a000a000a000a001","name":"Acme Co - Jane Doe","phones":["+14155550101"],)"
    R"("emails":["jane@acme.com"],"primaryPhone":"+14155550101","primaryEmail":"jane@acme.com",)"
    R"("contactId":"65f0a000a000a000a000a002","company":"Acme Co","source":"website","status":"QUALIFIED",)"
    R"("notes":null,"nextCallAt":"2026-05-02T10:30:00.000Z","createdAt":"2026-04-21T09:00:00.000Z",)"
    R"("updatedAt":"2026-04-28T16:14:00.000Z","assignedToId":"65e0a000a000a000a000a000","clientId":null}],)"
    R"("pagination":{"page":1,"pageSize":50,"total":137,"totalPages":3,"hasNextPage":true,"hasPrevPage":false}})"));
static_assert(!page_writes(json_style::pretty, "{}"));

template <class T>
concept prints = requires(const T& value) {
  { to_json(value) } -> std::same_as<std::string>;
  { to_json(value, json_style::pretty) } -> std::same_as<std::string>;
};
static_assert(prints<lead> && prints<lead_view> && prints<std::reference_wrapper<const lead>>);
static_assert(prints<page_of<lead>> && prints<page_of<std::reference_wrapper<const lead>>>);
static_assert(!prints<int> && !prints<pagination> && !prints<page_of<int>> &&
              !prints<std::vector<lead>>);

} // namespace
