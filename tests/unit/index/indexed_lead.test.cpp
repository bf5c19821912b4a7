// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/indexed_lead.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"
#include "support/leads.hpp"

#include <leadcore/index/lead_index.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace leadcore;
using namespace leadcore::test_support;

namespace {

/// An index stores every value of a lead, and prints its row as it prints the lead.
void require_kept(const lead& kept) {
  lead_index index;
  index.upsert(kept);
  const auto row = index.find(kept.id);
  REQUIRE(row != nullptr);
  REQUIRE(equal_leads(*row, kept));
  REQUIRE(to_lead(*row) == kept);
  for (const json_style style : {json_style::compact, json_style::pretty}) {
    REQUIRE(to_json(*row, style) == to_json(kept, style));
    REQUIRE(to_json(index.list({}), style) == to_json(list(std::vector<lead>{kept}, {}), style));
  }
}

} // namespace

TEST_CASE("a lead is printed as append_json prints it") {
  std::vector<lead> rows = many(50, 3);
  rows[0].name = "quote \" backslash \\ break \n end";
  rows[1].notes = "";
  rows[2].name = std::string("bytes \xFF\xC3 and \0 zero", 20);
  rows[2].phones = {"not a phone", ""};
  const lead_index index(rows);
  const auto page = index.list(asked("pageSize=100"));
  const auto expected = list(rows, asked("pageSize=100"));
  CHECK(to_json(page) == to_json(expected));
  CHECK(to_json(page, json_style::pretty) == to_json(expected, json_style::pretty));
  for (const lead& each : rows) {
    CHECK(equal_leads(*index.find(each.id), each));
  }
}

TEST_CASE("a row is printed however long its texts are, and wherever they need an escape") {
  for (std::size_t length = 0; length < 70; ++length) {
    for (const std::string_view end : {"", "\"", "\x1F", "\u00E9", "\xC3", "\u2028"}) {
      lead kept = row("1", std::string(length, 'n').append(end));
      require_kept(kept);
      kept.emails = {"a", std::string(length, 'e').append(end)};
      kept.primary_email = kept.emails.back();
      require_kept(kept);
    }
  }
  lead kept = row("1", "Jane");
  kept.phones = strings(200, "");
  kept.emails = strings(9, std::string(300, '@'));
  kept.primary_email = kept.emails.front();
  require_kept(kept);
}

TEST_CASE("a row has an accessor for each field, of the types of lead_view") {
  lead given{.id = "1",
             .name = "Jane",
             .phones = {"+14155550101", "+14155550102"},
             .primary_phone = "+14155550101",
             .status = lead_status::qualified,
             .notes = "",
             .next_call_at = timestamp::from_milliseconds(-1).value()};
  const lead_index index(std::vector<lead>{given});
  const auto row = index.find("1");
  REQUIRE(row != nullptr);
  CHECK(row->id() == "1");
  CHECK(row->name() == "Jane");
  CHECK(std::ranges::equal(row->phones(), strings{"+14155550101", "+14155550102"}));
  CHECK(row->phones().front() == "+14155550101");
  CHECK(row->emails().empty());
  CHECK(row->primary_phone() == "+14155550101");
  CHECK(row->primary_email() == std::nullopt);
  CHECK(row->notes() == "");
  CHECK(row->company() == std::nullopt);
  CHECK(row->status() == lead_status::qualified);
  CHECK(row->next_call_at() == timestamp::from_milliseconds(-1).value());
  CHECK(row->created_at() == timestamp());
}

TEST_CASE("a primary value is kept, listed or not") {
  const std::optional<std::string> primaries[] = {std::nullopt, "", "a", "b", "ab", "c"};
  for (const strings& list : {strings{}, strings{""}, strings{"a"}, strings{"a", "b"},
                              strings{"", "a"}, strings{"b", "b"}, strings{"c", "", "c"}}) {
    for (const auto& phone : primaries) {
      for (const auto& email : primaries) {
        lead each = row("1", "Jane");
        each.phones = list;
        each.emails = list;
        each.emails.push_back("z");
        each.primary_phone = phone;
        each.primary_email = email;
        require_kept(each);
        each.phones.swap(each.emails);
        require_kept(each);
      }
    }
  }
}

TEST_CASE("a lead without texts and one with a null or an empty text in any field are kept") {
  require_kept({});
  for_each_lead_field([]<fixed_string Name>(field_constant<Name> each) {
    if constexpr (is_nullable_field<Name>) {
      lead one = row("1", "Jane");
      each.in(one).emplace();
      require_kept(one);
      lead others{};
      for_each_lead_field([&]<fixed_string Other>(field_constant<Other> other) {
        if constexpr (is_nullable_field<Other>) {
          if (Other.view() != Name.view()) {
            other.in(others).emplace();
          }
        }
      });
      require_kept(others);
    }
  });
}

TEST_CASE("texts of any length are kept") {
  // Around the sizes of lengths in a list, of a row's ends, of blocks and of the writer's buffer.
  for (const std::size_t size :
       {1U,    7U,    8U,    15U,     16U,     31U,     32U,     33U,     127U,    128U,      2045U,
        2046U, 2047U, 2048U, 16'383U, 16'384U, 65'500U, 65'535U, 65'536U, 70'000U, 3'000'000U}) {
    INFO(size);
    const std::string text(size, 'x');
    lead each = row("1", "Jane");
    each.notes = text;
    each.client_id = "after";
    require_kept(each);
    each.notes->back() = '\n';
    require_kept(each);
    each.notes.reset();
    each.emails = {"a", text, text + "y", ""};
    each.primary_email = text;
    require_kept(each);
    each.primary_email = "a";
    require_kept(each);
    each.id = text;
    require_kept(each);
  }
  lead each = row("1", "Jane");
  for (int i = 0; i < 30'000; ++i) {
    each.phones.push_back(std::to_string(i));
  }
  each.primary_phone = "0";
  require_kept(each);
}

TEST_CASE("a row with escapes in any text is printed as the lead") {
  for (const char* const text :
       {"\"", "\\", "a\nb", "\x01", "\x7F", "quote \" in the middle of a long text",
        "a text that is long and ends in a quote\"", "caf\xC3\xA9 \"x\"", "\xFF",
        "a text that is long and has a byte \xC3"}) {
    lead each{};
    for_each_lead_field([&](auto field) {
      auto& value = field.in(each);
      using type = std::remove_cvref_t<decltype(value)>;
      if constexpr (std::is_same_v<type, std::vector<std::string>>) {
        value = {text, "plain", text};
      } else if constexpr (std::is_assignable_v<type&, const char*>) {
        value = text;
      }
    });
    require_kept(each);
  }
}

TEST_CASE("a row of any record is kept, with fields of every kind, null or not") {
  const sales::deal empty{};
  const sales::deal full{.number = "7",
                         .title = "quote \"",
                         .owner_id = "",
                         .tags = {"a", "", "b"},
                         .stage = sales::stage::lost,
                         .forecast = sales::stage::won,
                         .opened_at = timestamp::max(),
                         .due_at = timestamp::min(),
                         .amount = std::numeric_limits<std::int64_t>::min(),
                         .discount = std::numeric_limits<std::int32_t>::max(),
                         .items = 65'535,
                         .probability = -0.125,
                         .margin = 1e-300,
                         .signed_off = true,
                         .renewed = false};
  const auto require_deal = [](const sales::deal& kept) {
    basic_index<sales::endpoint> index;
    index.upsert(kept);
    const auto row = index.find(kept.number);
    REQUIRE(row != nullptr);
    REQUIRE(to_record<sales::deal>(*row) == kept);
    REQUIRE(to_json<sales::endpoint>(*row) == to_json<sales::endpoint>(kept));
    REQUIRE(to_json<sales::endpoint>(index.list({})) ==
            to_json<sales::endpoint>(list<sales::endpoint>(std::vector<sales::deal>{kept}, {})));
  };
  require_deal(empty);
  require_deal(full);
  for_each_field<sales::deal>([&]<fixed_string Name>(field_constant<Name> each) {
    sales::deal one = empty;
    each.in(one) = each(full);
    require_deal(one);
    sales::deal others = full;
    each.in(others) = each(empty);
    require_deal(others);
  });
  crm::contact contact;
  contact.id = "1";
  contact.phones = {"+14155550101"};
  contact.primary_phone = "+14155550101";
  contact.primary_email = "x@acme.com";
  contact.score = -1;
  contact.tags = {"vip"};
  basic_index<crm::endpoint> index(std::vector<crm::contact>{contact});
  CHECK(to_record<crm::contact>(*index.find("1")) == contact);
  CHECK(field<"score">(*index.find("1")) == -1);
}

TEST_CASE("the JSON of a row has names of enumerators that need escapes") {
  std::vector<metering::gauge> rows(2);
  rows[0].code = "1";
  rows[0].phase = metering::phase::almost;
  rows[1].code = "2\"";
  rows[1].phase = metering::phase::open;
  const basic_index<metering::endpoint> index(rows);
  CHECK(to_json<metering::endpoint>(*index.find("1")) ==
        R"({"code":"1","reading":0,"weight":0,"level":0,"flag":null,"phase":"Almost \"there\"",)"
        R"("port":0,"site":null})");
  for (const json_style style : {json_style::compact, json_style::pretty}) {
    CHECK(to_json<metering::endpoint>(index.list({}), style) ==
          to_json<metering::endpoint>(list<metering::endpoint>(rows, {}), style));
  }
}
