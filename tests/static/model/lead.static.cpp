// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/lead.hpp>

#include "support/archetypes.hpp"
#include "support/row_with.hpp"

#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <boost/hana/adapt_adt.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace leadcore;
using namespace leadcore::test_support;

// The contract's 16 names, in order; deliberately repeated here. ---------------------------------
constexpr std::array<std::string_view, 16> contract{
    "id",        "name",      "phones",       "emails",  "primaryPhone", "primaryEmail",
    "contactId", "company",   "source",       "status",  "notes",        "nextCallAt",
    "createdAt", "updatedAt", "assignedToId", "clientId"};
static_assert([] {
  std::size_t place = 0;
  bool equal = true;
  for_each_lead_field(
      [&](auto each) { equal = equal && place < 16 && each.wire_name() == contract[place++]; });
  return equal && place == 16;
}());
static_assert(detail::field_count<lead> == 16 && detail::field_count<lead_view> == 16);
// A lead and a view of one have the same fields.
static_assert([] {
  std::size_t place = 0;
  bool equal = true;
  for_each_field<lead>([&](auto each) { equal = equal && each.wire_name() == contract[place++]; });
  return equal;
}());

// The eight fields that the contract declares nullable.
static_assert([] {
  std::string_view nullable[8]{};
  std::size_t count = 0;
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    if (is_nullable_field<Name> && count < 8) {
      nullable[count++] = each.wire_name();
    }
  });
  constexpr std::string_view expected[8] = {"primaryPhone", "primaryEmail", "company",
                                            "source",       "notes",        "nextCallAt",
                                            "assignedToId", "clientId"};
  return count == 8 && std::equal(nullable, nullable + 8, expected);
}());
static_assert(!is_nullable_field<"created_at"> && !is_nullable_field<"id"> &&
              !is_nullable_field<"phones"> && !is_nullable_field<"status">);
static_assert(unique_field.wire_name() == "id");

// Records that model lead_like.
// --------------------------------------------------------------------
static_assert(lead_like<lead> && lead_like<lead_view> && lead_like<const lead&> &&
              lead_like<lead&&>);
static_assert(lead_like<std::reference_wrapper<const lead>> &&
              lead_like<std::reference_wrapper<lead>>);
static_assert(lead_like<const std::reference_wrapper<const lead>&>);
static_assert(lead_like<lead*> && lead_like<const lead* const&> && lead_like<const odd_row*>);
static_assert(lead_like<std::unique_ptr<lead>> && lead_like<std::unique_ptr<const lead>&> &&
              lead_like<std::shared_ptr<lead>> && lead_like<const std::shared_ptr<const odd_row>&>);
static_assert(std::same_as<detail::row_type<const std::shared_ptr<const lead>&>, lead> &&
              std::same_as<detail::row_type<const lead*>, lead> &&
              std::same_as<detail::row_type<const lead&>, lead>);
static_assert(lead_like<minimal_row> && check_lead_like<minimal_row>());
static_assert(lead_like<odd_row> && check_lead_like<odd_row>());
static_assert(check_lead_like<lead>() && check_lead_like<lead_view>());

// Near misses.
static_assert(!lead_like<not_adapted> && !lead_like<int> && !lead_like<void>);
static_assert(!lead_like<std::optional<lead>> && !lead_like<std::vector<lead>> &&
              !lead_like<lead[2]> && !lead_like<std::vector<lead>::iterator>);
static_assert(!lead_like<void*> && !lead_like<char*> && !lead_like<int (*)()> &&
              !lead_like<lead**>);
static_assert(!lead_like<std::shared_ptr<void>> && !lead_like<std::unique_ptr<lead[]>> &&
              !lead_like<std::shared_ptr<std::unique_ptr<lead>>> &&
              !lead_like<std::unique_ptr<without_client>> && !lead_like<std::weak_ptr<lead>>);
static_assert(!lead_like<without_client> && has_lead_field<without_client, "id"> &&
              !has_lead_field<without_client, "client_id">);
static_assert(has_field<status_as_text, "status"> && !has_lead_field<status_as_text, "status">);
static_assert(has_field<phones_as_text, "phones"> && !has_lead_field<phones_as_text, "phones">);

// The types of members, one at a time.
// -------------------------------------------------------------
struct view_of_chars {
  [[nodiscard]] constexpr std::string_view view() const { return "text"; }
};
struct view_that_dangles {
  [[nodiscard]] std::string view() const { return "text"; }
};
enum class other_enum : std::uint8_t { not_contacted };
enum old_enum : std::uint8_t { not_contacted };

/// A record with a single field, to test its type.
template <fixed_string Name, class T> struct record_of_one {
  T value{};

  struct hana_accessors_impl {
    template <std::size_t... I> static constexpr auto key(std::index_sequence<I...>) {
      return boost::hana::string<Name.chars[I]...>{};
    }
    static constexpr auto apply() {
      return boost::hana::make_tuple(
          boost::hana::make_pair(key(std::make_index_sequence<Name.view().size()>{}),
                                 detail::member_accessor<&record_of_one::value>{}));
    }
  };
};
template <fixed_string Name, class T>
constexpr bool reads = has_lead_field<record_of_one<Name, T>, Name>;
template <fixed_string Name, class... T> constexpr bool reads_all = (reads<Name, T> && ...);
template <fixed_string Name, class... T> constexpr bool reads_none = !(reads<Name, T> || ...);

static_assert(reads_all<"id", std::string, std::string_view, const char*, char*, char[25], e164,
                        email_address, view_of_chars>);
static_assert(
    reads_none<"id", int, char, std::nullptr_t, const std::string*, std::optional<std::string>,
               std::unique_ptr<std::string>, std::vector<char>, std::wstring, view_that_dangles,
               optional_column, std::vector<std::string>>);
static_assert(reads_all<"phones", std::vector<std::string>, std::span<const std::string_view>,
                        std::vector<const char*>, std::array<std::string, 2>, std::string_view[2],
                        std::vector<e164>, std::set<std::string>, std::list<email_address>,
                        std::initializer_list<std::string_view>>);
static_assert(
    reads_none<"phones", std::string, const char*, e164, std::vector<int>,
               std::vector<std::optional<std::string>>, std::optional<std::vector<std::string>>,
               std::vector<const std::string*>, std::unique_ptr<std::vector<std::string>>, int>);
static_assert(
    reads_all<"company", std::optional<std::string>, std::optional<std::string_view>,
              std::optional<e164>, const char*, const std::string*, std::unique_ptr<std::string>,
              std::string, std::string_view, char[10], e164, optional_column>);
static_assert(
    reads_none<"company", int, bool, std::optional<int>, const int*, std::nullptr_t, std::nullopt_t,
               std::vector<std::string>, std::optional<std::optional<std::string>>, void*>);
static_assert(reads_all<"status", lead_status, own_status>);
static_assert(reads_none<"status", int, std::uint8_t, other_enum, old_enum, std::string_view,
                         const char*, std::optional<lead_status>, const lead_status*>);
static_assert(reads_all<"next_call_at", std::optional<timestamp>, timestamp, const timestamp*,
                        std::unique_ptr<timestamp>, std::optional<own_time>, own_time>);
static_assert(reads_none<"next_call_at", std::int64_t, std::string, std::optional<std::int64_t>,
                         const char*, std::optional<std::string>, std::nullopt_t>);
static_assert(reads_all<"created_at", timestamp, own_time>);
static_assert(reads_none<"created_at", std::optional<timestamp>, const timestamp*, std::int64_t,
                         std::string, std::optional<own_time>>);

// A user's record in constant expressions: other types, more members, another order, not copyable.
// -
struct move_only {
  constexpr move_only() = default;
  constexpr move_only(move_only&&) = default;
  constexpr move_only& operator=(move_only&&) = default;
};
struct crm_row {
  move_only connection;
  const char* client_id = nullptr;
  const char* assigned_to_id = nullptr;
  own_time updated_at;
  own_time created_at;
  const timestamp* next_call_at = nullptr;
  std::optional<std::string_view> notes;
  own_status status;
  std::string_view source; // never null
  char company[8] = "";    // never null
  std::string_view contact_id;
  std::optional<e164> primary_phone;
  const std::string_view* primary_email = nullptr;
  std::string_view emails[2];
  std::array<e164, 1> phones = {*parse_phone("+14155550101")};
  std::string_view name;
  const char* id = "";
  int revision = 0;
};
BOOST_HANA_ADAPT_STRUCT(crm_row, revision, client_id, assigned_to_id, updated_at, created_at,
                        next_call_at, notes, status, source, company, contact_id, primary_phone,
                        primary_email, emails, phones, name, id);
static_assert(check_lead_like<crm_row>() && !std::is_copy_constructible_v<crm_row>);

// The same through accessors, which return by value.
class crm_object {
 public:
  constexpr explicit crm_object(const crm_row& row) : row_(&row) {}
  [[nodiscard]] constexpr const crm_row& row() const { return *row_; }

 private:
  const crm_row* row_;
};
template <class T> constexpr std::optional<std::string_view> nullable(const T* text) {
  return text == nullptr ? std::nullopt : std::optional(std::string_view(*text));
}
constexpr std::optional<std::string_view> nullable(const char* text) {
  return text == nullptr ? std::nullopt : std::optional<std::string_view>(text);
}
BOOST_HANA_ADAPT_ADT(
    crm_object, (name, [](const auto& object) { return object.row().name; }),
    (id, [](const auto& object) { return std::string_view(object.row().id); }),
    (phones, [](const auto& object) { return object.row().phones; }),
    (emails, [](const auto& object) { return std::span(object.row().emails); }),
    (primary_phone, [](const auto& object) { return object.row().primary_phone; }),
    (primary_email, [](const auto& object) { return nullable(object.row().primary_email); }),
    (contact_id, [](const auto& object) { return object.row().contact_id; }),
    (company, [](const auto& object) { return std::string_view(object.row().company); }),
    (source, [](const auto& object) { return object.row().source; }),
    (status, [](const auto& object) -> lead_status { return object.row().status; }),
    (notes, [](const auto& object) { return object.row().notes; }),
    (next_call_at,
     [](const auto& object) {
       return object.row().next_call_at == nullptr ? std::nullopt
                                                   : std::optional(*object.row().next_call_at);
     }),
    (created_at, [](const auto& object) -> timestamp { return object.row().created_at; }),
    (updated_at, [](const auto& object) { return object.row().updated_at; }),
    (assigned_to_id, [](const auto& object) { return object.row().assigned_to_id; }),
    (client_id, [](const auto& object) { return nullable(object.row().client_id); }));
static_assert(check_lead_like<crm_object>());

constexpr crm_row filled_row() {
  crm_row row;
  row.id = "1";
  row.name = "Jane";
  row.company[0] = 'A';
  row.status = {2};
  row.created_at = {60};
  row.client_id = "c";
  row.primary_phone = *parse_phone("+14155550101");
  row.emails[0] = "jane@acme.com";
  row.emails[1] = "j@acme.com";
  return row;
}
constexpr crm_row jane_row = filled_row();
constexpr std::string_view jane_phones[] = {"+14155550101"};
constexpr std::string_view jane_emails[] = {"jane@acme.com", "j@acme.com"};
constexpr lead_view jane{.id = "1",
                         .name = "Jane",
                         .phones = jane_phones,
                         .emails = jane_emails,
                         .primary_phone = "+14155550101",
                         .company = "A",
                         .source = "",
                         .status = lead_status::qualified,
                         .created_at = *timestamp::from_milliseconds(60'000),
                         .client_id = "c"};

// Equality compares all 16 values, whatever their types.
static_assert(equal_leads(jane_row, jane) && equal_leads(jane, jane_row));
static_assert(equal_leads(crm_object(jane_row), jane) &&
              equal_leads(crm_object(jane_row), jane_row));
static_assert(equal_leads(jane_row, jane_row) && equal_leads(std::cref(jane_row), jane));
template <fixed_string Name, class T> constexpr bool equal_with(const T& value) {
  lead_view changed = jane;
  field<Name>.in(changed) = value;
  return changed == jane || jane == changed || equal_leads(changed, jane_row) ||
         equal_leads(crm_object(jane_row), changed);
}
static_assert(equal_with<"name">("Jane") && equal_with<"status">(lead_status::qualified));
static_assert(!equal_with<"id">("2") && !equal_with<"name">("jane") &&
              !equal_with<"contact_id">("c"));
static_assert(!equal_with<"phones">(std::span<const std::string_view>{}) &&
              !equal_with<"phones">(jane_emails));
static_assert(!equal_with<"emails">(jane_phones) &&
              !equal_with<"emails">(std::span(jane_emails, 1)));
static_assert(!equal_with<"primary_phone">(std::nullopt) &&
              !equal_with<"primary_phone">("+14155550102"));
static_assert(!equal_with<"primary_email">("jane@acme.com") && !equal_with<"company">("a"));
static_assert(!equal_with<"source">(std::nullopt)); // null is not the empty text
static_assert(!equal_with<"status">(lead_status::lost) && !equal_with<"notes">(""));
static_assert(!equal_with<"next_call_at">(timestamp{}) && !equal_with<"created_at">(timestamp{}));
static_assert(!equal_with<"updated_at">(*timestamp::from_milliseconds(1)));
static_assert(!equal_with<"assigned_to_id">("") && !equal_with<"client_id">("C"));

// Aggregates with defined defaults and designated initialisers.
// ------------------------------------
static_assert(std::is_aggregate_v<lead> && std::is_aggregate_v<lead_view>);
static_assert(std::is_trivially_copyable_v<lead_view> && std::regular<lead> &&
              std::regular<lead_view>);
static_assert(std::is_nothrow_move_constructible_v<lead> &&
              std::is_nothrow_move_assignable_v<lead> &&
              !std::is_nothrow_copy_constructible_v<lead>);
static_assert([] {
  constexpr lead_view none{};
  return none.id.empty() && none.name.empty() && none.phones.empty() && none.emails.empty() &&
         !none.primary_phone && !none.primary_email && none.contact_id.empty() && !none.company &&
         !none.source && none.status == lead_status::not_contacted && !none.notes &&
         !none.next_call_at && none.created_at == timestamp{} && none.updated_at == timestamp{} &&
         !none.assigned_to_id && !none.client_id;
}());
static_assert(jane == jane && jane != lead_view{.id = "1", .name = "Jane"});
static_assert(field<"phones">(jane).size() == 1 && field<"primary_email">(jane) == std::nullopt);

// The members have the documented types.
static_assert(
    std::is_same_v<field_type<lead, "id">, const std::string&> &&
    std::is_same_v<field_type<lead, "phones">, const std::vector<std::string>&> &&
    std::is_same_v<field_type<lead, "company">, const std::optional<std::string>&> &&
    std::is_same_v<field_type<lead, "next_call_at">, const std::optional<timestamp>&> &&
    std::is_same_v<field_type<lead_view, "emails">, const std::span<const std::string_view>&>);
