// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_DOCUMENTED_ANSWER_HPP
#define LEADCORE_TESTS_SUPPORT_DOCUMENTED_ANSWER_HPP

// The documented example (spec json.12): its lead and its page. vector_reader.hpp has the bytes.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/page.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace leadcore::test_support {

namespace detail {

inline constexpr std::string_view documented_phones[] = {"+14155550101"};
inline constexpr std::string_view documented_emails[] = {"jane@acme.com"};

} // namespace detail

inline constexpr lead_view documented_lead{
    .id = "65f0a000a000a000a000a001",
    .name = "Acme Co - Jane Doe",
    .phones = detail::documented_phones,
    .emails = detail::documented_emails,
    .primary_phone = "+14155550101",
    .primary_email = "jane@acme.com",
    .contact_id = "65f0a000a000a000a000a002",
    .company = "Acme Co",
    .source = "website",
    .status = lead_status::qualified,
    .notes = {},
    .next_call_at = *parse_timestamp("2026-05-02T10:30:00.000Z"),
    .created_at = *parse_timestamp("2026-04-21T09:00:00.000Z"),
    .updated_at = *parse_timestamp("2026-04-28T16:14:00.000Z"),
    .assigned_to_id = "65e0a000a000a000a000a000",
    .client_id = {},
};

/// The first page of 137 leads; the contract shows one of them.
[[nodiscard]] inline page_of<lead> documented_page() {
  return {{to_lead(documented_lead)}, paginate(137, {})};
}

/// The documented lead with another id and name.
[[nodiscard]] inline lead named_lead(std::string_view id, std::string_view name) {
  lead made = to_lead(documented_lead);
  made.id = id;
  made.name = name;
  return made;
}

/// JSON without white space between tokens, by the grammar alone.
[[nodiscard]] inline std::string without_white_space(std::string_view json) {
  std::string out;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (in_text && json[i] == '\\') {
      out += json[i++];
    } else if (json[i] == '"') {
      in_text = !in_text;
    } else if (!in_text && (json[i] == ' ' || json[i] == '\n')) {
      continue;
    }
    out += json[i];
  }
  return out;
}

} // namespace leadcore::test_support

#endif
