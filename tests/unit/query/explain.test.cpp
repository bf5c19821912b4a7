// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/explain.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <leadcore/query/query_string.hpp>

#include <string>

using namespace leadcore;

namespace {

template <class Endpoint = leads_endpoint>
std::string explained(const lead& row, const std::string& query) {
  const auto parsed = parse_query<Endpoint>(query);
  REQUIRE(parsed.has_value());
  const match_explanation why = why_matched<Endpoint>(row, *parsed);
  CHECK(why.matches() == matches<Endpoint>(row, *parsed));
  return to_string(why);
}

} // namespace

TEST_CASE("a match is explained by field, element and bytes") {
  const lead row{.id = "1",
                 .name = "Jan\u00E9 Doe",
                 .phones = {"+442079460958", "+14155550101"},
                 .emails = {"x@y.example", "doe@jane.example"},
                 .status = lead_status::lost,
                 .assigned_to_id = "u1"};
  CHECK(explained(row, "") == "no filter is set");
  CHECK(explained(row, "status=LOST&assignedToId=u1") ==
        "status: status; assignedToId: assignedToId");
  CHECK(explained(row, "search=%C3%89+d") == "search: name, bytes 3 to 7, by its text");
  CHECK(explained(row, "search=JANE") == "search: emails[1], bytes 4 to 8, by its text");
  CHECK(explained(row, "search=(415)+555") == "search: phones[1], bytes 2 to 8, by its digits");
  CHECK(explained(row, "search=44207") == "search: phones[0], bytes 1 to 6, by its text");
  CHECK(explained(row, "status=QUALIFIED&search=nowhere") == "refused by status");
  CHECK(explained(row, "status=LOST&search=nowhere") == "refused by search");
}

TEST_CASE("each word of a search is explained") {
  using endpoint =
      basic_leads_endpoint<search_policy{folding::caseless_unaccented, term_reading::all_words}>;
  const lead row{.id = "1", .name = "Doe, Jan\u00E9", .company = "Acme"};
  CHECK(explained<endpoint>(row, "search=jane+doe+acme") ==
        "search: name, bytes 5 to 10, by its text; search: name, bytes 0 to 3, by its text; "
        "search: company, bytes 0 to 4, by its text");
  CHECK(explained<endpoint>(row, "search=jane+jack") == "refused by search");
}

TEST_CASE("the order of two rows is explained by the deciding key") {
  lead early{.id = "1", .created_at = *parse_timestamp("2026-05-02T10:30:00Z")};
  lead late{.id = "2", .created_at = *parse_timestamp("2026-05-03T10:30:00Z")};
  CHECK(to_string(why_before(early, early)) == "equal in every key");
  CHECK(to_string(why_before(early, late)) ==
        "createdAt descending: 2026-05-02T10:30:00.000Z is after 2026-05-03T10:30:00.000Z");
  late.next_call_at = timestamp{};
  CHECK(to_string(why_before(early, late)) ==
        "nextCallAt ascending, nulls last: null is after 1970-01-01T00:00:00.000Z");
  CHECK(to_string(why_before(early, late, nulls_first)) ==
        "nextCallAt ascending, nulls first: null is before 1970-01-01T00:00:00.000Z");
  CHECK(to_string(why_before(late, early)) ==
        "nextCallAt ascending, nulls last: 1970-01-01T00:00:00.000Z is before null");
  CHECK(to_string(why_before(early, lead{.id = "10", .created_at = early.created_at})) ==
        "id ascending: 1 is before 10");
  sales::deal open;
  sales::deal signed_off;
  signed_off.signed_off = true;
  CHECK(to_string(why_before<sales::endpoint>(signed_off, open)) ==
        "signedOff descending: true is before false");
}

TEST_CASE("a filter of no field passes a row without a value") {
  match_reason reason{};
  reason.parameter = "size";
  CHECK(to_string(reason) == "size: passes");
}
