// SPDX-License-Identifier: BSL-1.0
// Names of leadcore/model/, query/ and json/ in a few lines each, which the reference shows beside
// them.

#include <leadcore/json/read.hpp>
#include <leadcore/leadcore.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "expect.hpp"

namespace {

const std::vector<leadcore::lead> leads{
    {.id = "1", .name = "Jane Doe", .phones = {"+14155550101"}, .emails = {"jane@acme.com"}},
    {.id = "2", .name = "John Roe", .status = leadcore::lead_status::qualified}};

// Records.

void leads_of_both_kinds() {
  const leadcore::lead_view borrowed{.id = "1", .name = "Jane Doe"};
  const leadcore::lead owned = leadcore::to_lead(borrowed);
  expect(leadcore::equal_leads(owned, borrowed));
  static_assert(leadcore::lead_like<leadcore::lead_view>);
}

void checking_a_lead() {
  leadcore::lead typed = leads[0];
  typed.phones = {"(415) 555-0101"};
  const leadcore::lead_errors errors = leadcore::validate(typed);
  const leadcore::lead_error first = errors.front();
  expect(first.code == leadcore::lead_errc::invalid_phone && first.field == "phones");
  expect(leadcore::to_string(first.code) == "invalid_phone");
  expect(!leadcore::message(first.code).empty());
  expect(!leadcore::make_lead(typed).has_value()); // never repairs
}

void normalising_a_lead() {
  const leadcore::contact_options options{.default_region = leadcore::region{"US"}};
  const auto lead = leadcore::normalise_lead({.id = "1", .phones = {"(415) 555-0101"}}, options);
  expect(lead.has_value() && (*lead).primary_phone == "+14155550101");
}

void statuses() {
  for (const leadcore::lead_status status : leadcore::lead_statuses) {
    const auto read = leadcore::parse_lead_status(leadcore::to_string(status));
    expect(read.has_value() && *read == status && leadcore::is_lead_status(status));
  }
  const auto wrong = leadcore::parse_lead_status("qualified");
  if (!wrong.has_value()) {
    const leadcore::status_error error = wrong.error();
    expect(error.code == leadcore::status_errc::unknown_status && error.offset == 0);
    expect(leadcore::to_string(error.code) == "unknown_status");
    expect(!leadcore::message(error.code).empty() && !leadcore::lead_status_names.empty());
  }
}

void organisations() {
  const auto acme = leadcore::parse_organisation_id("acme");
  expect(acme.has_value() && (*acme).view() == "acme");
  const auto none = leadcore::parse_organisation_id("");
  if (!none.has_value()) {
    const leadcore::organisation_error error = none.error();
    expect(error.code == leadcore::organisation_errc::empty);
    expect(leadcore::to_string(error.code) == "empty" && !leadcore::message(error.code).empty());
  }
}

void fields() {
  expect(leadcore::field<"name">(leads[0]) == "Jane Doe");
  expect(leadcore::field_constant<"next_call_at">::wire_name() == "nextCallAt");
  static_assert(leadcore::has_field<leadcore::lead, "name">);
  static_assert(leadcore::has_lead_field<leadcore::lead, "name">);
  static_assert(leadcore::is_nullable_field<"company">);
  std::string names;
  leadcore::for_each_lead_field([&](auto each) { names += std::string(each.name()) + " "; });
  expect(names.starts_with("id name phones "));
}

void meanings() {
  const leadcore::field_meaning first = leadcore::field_meanings<leadcore::lead>[0];
  expect(first.name == "id" && first.meaning == "Lead id, unique in an organisation.");
}

// A query and its pages.

void queries() {
  leadcore::lead_query query;
  query.status = leadcore::lead_status::qualified;
  query.search = leadcore::unchecked_search_term("roe");
  query.assigned_to = leadcore::assignee_filter::unassigned(); // or member(id)
  query.page = leadcore::page_request{.page = 1, .page_size = leadcore::max_page_size};
  expect(leadcore::to_query_string(query) ==
         "status=QUALIFIED&search=roe&assignedToId=unassigned&pageSize=100");
  expect(query.assigned_to == leadcore::assignee_filter::member(leadcore::unassigned_id));
  expect(!leadcore::matches(leads[0], query) && leadcore::matches(leads[1], query));
}

void query_errors() {
  const auto query = leadcore::parse_query("stauts=LOST&page=0");
  if (!query.has_value()) {
    const leadcore::query_errors& errors = query.error();
    const leadcore::query_error& first = errors.front();
    expect(first.code == leadcore::query_errc::unknown_parameter && errors.size() == 2);
    expect(first.suggestion == "status" && leadcore::message(first.code).size() > 0);
    expect(leadcore::to_string(first.code) == "unknown_parameter");
  }
}

void profiles() {
  const leadcore::query_profile lenient =
      leadcore::profiles::clamp | leadcore::profiles::ignore_unknown;
  expect(leadcore::parse_query("pageSize=500&color=red", lenient).has_value());
  expect(!leadcore::parse_query("pageSize=500", leadcore::profiles::strict).has_value());
}

void search_terms() {
  const auto term = leadcore::parse_search_term("  Groß   & Söhne ");
  expect(term.has_value() && (*term).text() == "Groß & Söhne");
  const auto wrong = leadcore::parse_search_term(std::string(300, 'x'));
  if (!wrong.has_value()) {
    const leadcore::search_error error = wrong.error();
    expect(error.code == leadcore::search_errc::too_long); // max_search_code_points
    expect(leadcore::to_string(error.code) == "too_long" && leadcore::message(error.code) != "");
  }
}

void phrases() {
  const auto term = leadcore::parse_search_term("0049 30 1234");
  if (term.has_value()) {
    const leadcore::search_phrase& phrase = (*term).phrases().front();
    const leadcore::phone_pattern phone = phrase.phone();
    expect(phone.active() && phone.anchored() && phone.digits() == "49301234");
  }
}

void pages() {
  const leadcore::page_request asked{.page = 2, .page_size = 10};
  const leadcore::pagination at = leadcore::paginate(25, asked);
  expect(at.total_pages == 3 && at.has_prev_page && at.has_next_page);
  expect(leadcore::slice_of(25, asked) == leadcore::row_slice{10, 20});
  expect(leadcore::default_page_size == 50 && leadcore::max_query_integer == 9007199254740991);
}

void listing() {
  const auto query = leadcore::parse_query("search=DOE");
  if (query.has_value()) {
    const leadcore::page_of<leadcore::lead> page = leadcore::list(leads, *query);
    expect(page.pagination.total == 1 && page.data[0].id == "1");
    const auto references = leadcore::list_references(leads, *query);
    expect(&references.data[0].get() == &leads[0]);
  }
}

void nulls() {
  std::vector<leadcore::lead> rows = leads;
  rows[0].next_call_at = leadcore::timestamp{};
  expect(leadcore::list(rows, {}, leadcore::nulls_last).data[0].id == "1");
  expect(leadcore::list(rows, {}, leadcore::nulls_first).data[0].id == "2");
  expect(leadcore::lead_order(rows[0], rows[1]));
}

void explanations() {
  const auto query = leadcore::parse_query("search=acme");
  if (query.has_value()) {
    const leadcore::match_explanation why = leadcore::why_matched(leads[0], *query);
    const leadcore::match_reason& reason = why.reasons.front();
    expect(reason.field == "emails" && reason.arm == leadcore::match_arm::text);
    expect(leadcore::to_string(why) == "search: emails[0], bytes 5 to 9, by its text");
  }
}

void explained_orders() {
  const leadcore::order_reason why = leadcore::why_before(leads[0], leads[1]);
  const leadcore::explained_value& first = why.first;
  expect(why.result < 0 && why.field == "id" && first.text() == "1");
  expect(leadcore::to_string(why) == "id ascending: 1 is before 2");
}

// JSON.

void writing_json() {
  std::string out;
  leadcore::append_json_string(out, "Groß & \"Söhne\"");
  expect(out == R"("Groß & \"Söhne\"")");
  out.clear();
  leadcore::append_json(out, leads[0], leadcore::json_style::pretty);
  expect(out.starts_with("{\n  \"id\": \"1\",\n"));
}

void reading_json() {
  const std::string line = leadcore::to_json(leads[0]);
  const auto lead = leadcore::parse_lead_json(line);
  expect(lead.has_value() && leadcore::equal_leads(*lead, leads[0]));
  const auto many = leadcore::parse_leads_json("[" + line + "," + line + "]");
  expect(many.has_value() && (*many).size() == 2);
  const auto page = leadcore::parse_page_json(leadcore::to_json(leadcore::list(leads, {})));
  expect(page.has_value() && (*page).pagination.total == 2);
}

void json_problems() {
  const leadcore::json_read_options options{.allow_missing_nullable = true};
  const auto lead = leadcore::parse_lead_json(R"({"id": 7})", options);
  if (!lead.has_value()) {
    const leadcore::json_errors& errors = lead.error();
    const leadcore::json_error& first = errors.front();
    expect(first.code == leadcore::json_errc::wrong_type && first.pointer == "/id");
    expect(leadcore::to_string(first.code) == "wrong_type" && leadcore::message(first.code) != "");
  }
}

} // namespace

// An endpoint of one's own, with a filter of each kind.

namespace crm {

enum class stage : std::uint8_t { open, won };

struct deal {
  std::string id, title;
  std::vector<std::string> phones;
  std::int64_t value = 0;
  stage state = stage::open;
  std::optional<std::string> owner = std::nullopt;
};
LEADCORE_ADAPT(deal, id, title, phones, value, state, owner);

struct query {
  std::optional<stage> state;
  std::vector<std::string> titles;
  std::optional<std::int64_t> value_from, value_until;
  std::optional<bool> without_owner;
  leadcore::assignee_filter owner;
  leadcore::search_term search;
  leadcore::page_request page;
};

} // namespace crm

template <>
inline constexpr leadcore::enum_entry<crm::stage> leadcore::enum_table<crm::stage>[] = {
    {crm::stage::open, "OPEN"}, {crm::stage::won, "WON"}};
static_assert(leadcore::named_enum<crm::stage>);

namespace crm {

struct endpoint {
  using record = deal;
  using query = crm::query;
  static constexpr std::tuple filters{leadcore::equals<"state">(&query::state),
                                      leadcore::one_of<"title">(&query::titles),
                                      leadcore::at_least<"value">(&query::value_from),
                                      leadcore::less_than<"value">(&query::value_until),
                                      leadcore::is_null<"owner">(&query::without_owner),
                                      leadcore::owned_by<"owner">(&query::owner),
                                      leadcore::search_in<>(&query::search,
                                                            leadcore::searched<"title">,
                                                            leadcore::searched_phones<"phones">)};
  static constexpr leadcore::lexicographic_order order{
      std::tuple{leadcore::descending<"value">, leadcore::ascending<"id">}};
  static constexpr auto key = leadcore::field<"id">;
  static constexpr std::string_view path = "/deals", scope = "deals.read";
  static constexpr std::uint64_t default_page_size = 20, max_page_size = 50;
};
static_assert(leadcore::endpoint<endpoint> && leadcore::check_endpoint<endpoint>());
static_assert(leadcore::row_of<deal, endpoint> && leadcore::reads_as<deal, deal>);

} // namespace crm

namespace {

void schemas() {
  constexpr auto by_state = std::get<0>(crm::endpoint::filters);
  static_assert(
      leadcore::filter_of<decltype(leadcore::equals<"state">(&crm::query::state)), crm::query>);
  const leadcore::value_schema schema = by_state.schema(); // for the OpenAPI document
  expect(schema.type == "string" && schema.names.size() == 2);
}

void deals() {
  const std::vector<crm::deal> rows{{.id = "1", .title = "Roof", .phones = {}, .value = 900},
                                    {.id = "2", .title = "Barn", .phones = {}, .value = 4000}};
  const auto query = leadcore::parse_query<crm::endpoint>("state=OPEN&valueFrom=1000");
  expect(query.has_value() && leadcore::list<crm::endpoint>(rows, *query).data[0].id == "2");
  const auto read =
      leadcore::parse_record_json<crm::endpoint>(leadcore::to_json<crm::endpoint>(rows[0]));
  expect(read.has_value() && leadcore::equal_records<crm::deal>(*read, rows[0]));
}

} // namespace

int main() {
  leads_of_both_kinds();
  checking_a_lead();
  normalising_a_lead();
  statuses();
  organisations();
  fields();
  meanings();
  queries();
  query_errors();
  profiles();
  search_terms();
  phrases();
  pages();
  listing();
  nulls();
  explanations();
  explained_orders();
  writing_json();
  reading_json();
  json_problems();
  schemas();
  deals();
  return failures == 0 ? 0 : 1;
}
