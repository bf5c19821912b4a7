// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/catch.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/query_string.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace leadcore;

namespace {

lead_query asked(std::string_view raw) {
  const auto query = parse_query(raw);
  REQUIRE(query.has_value());
  return *query;
}
std::vector<std::string> ids(const auto& page) {
  std::vector<std::string> out;
  for (const auto& row : page.data) {
    out.emplace_back(field<"id">(detail::row(row)));
  }
  return out;
}
using strings = std::vector<std::string>;

lead row(std::string id, std::string name, std::int64_t call = -1, std::string owner = {}) {
  lead out{.id = std::move(id), .name = std::move(name)};
  if (call >= 0) {
    out.next_call_at = timestamp::from_milliseconds(call);
  }
  if (!owner.empty()) {
    out.assigned_to_id = std::move(owner);
  }
  return out;
}

/// Leads with a bit of everything, in several scripts.
std::vector<lead> many(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const strings names{"Jane Doe",  "Zoë Groß",     "Σίσυφος",    "王小明",
                      "Ann Smith", "Annex & Sons", "O'Neil (x)", "Łukasz"};
  std::vector<lead> out;
  for (std::size_t i = 0; i < count; ++i) {
    lead each = row("id" + std::to_string(i * 7919 % 1'000'003),
                    names[below(names.size())] + " " + std::to_string(below(50)),
                    below(4) == 0 ? -1 : static_cast<std::int64_t>(below(300)),
                    below(3) == 0 ? "" : "u" + std::to_string(below(5)));
    each.status = static_cast<lead_status>(below(5));
    each.created_at = *timestamp::from_milliseconds(static_cast<std::int64_t>(below(50)));
    each.phones = {"+1415555" + std::to_string(1000 + below(9000))};
    each.emails = {"x" + std::to_string(below(count)) + "@acme.com"};
    if (below(2) == 0) {
      each.company = "Company " + std::to_string(below(9));
    }
    out.push_back(std::move(each));
  }
  return out;
}

const strings queries{"",
                      "page=3&pageSize=7",
                      "status=QUALIFIED",
                      "assignedToId=unassigned&pageSize=3",
                      "assignedToId=u3&status=LOST",
                      "assignedToId=nobody",
                      "search=a",
                      "search=nn",
                      "search=ann",
                      "search=gross+1",
                      "search=%CF%83%CE%AF%CF%83%CF%85%CF%86%CE%BF%CF%83", // σίσυφοσ
                      "search=%E5%B0%8F",
                      "search=annex+%26+sons+4",
                      "search=acme.com",
                      "search=x1%40&status=CONTACTED",
                      "search=company+3&assignedToId=unassigned",
                      "search=5551",
                      "search=%2B1+(415)",
                      "search=0014155551",
                      "search=0555512",
                      "search=415-555",
                      "search=%2B415",
                      "search=00415555",
                      "search=smith+9&page=2&pageSize=2",
                      "search=acme.com&assignedToId=u3&status=LOST",
                      "search=5551&assignedToId=u3&status=LOST&page=2&pageSize=3",
                      "search=zzzz"};

void require_same(const lead_snapshot& snapshot, const std::vector<lead>& leads) {
  for (const std::string& raw : queries) {
    INFO(raw);
    for (const null_placement nulls : {nulls_last, nulls_first}) {
      const auto page = snapshot.list(asked(raw), nulls);
      const auto expected = list_references(leads, asked(raw), nulls);
      REQUIRE(page.pagination == expected.pagination);
      REQUIRE(ids(page) == ids(expected));
    }
  }
}

} // namespace

TEST_CASE("an empty index answers") {
  const lead_index index;
  CHECK(index.size() == 0);
  CHECK(index.find("1") == nullptr);
  CHECK(index.list({}).data.empty());
  CHECK(index.list(asked("search=x")).pagination == paginate(0, {}));
  CHECK(index.snapshot().begin() == index.snapshot().end());
}

TEST_CASE("an upsert tells whether the lead is new, an erase whether it was there") {
  lead_index index;
  CHECK(index.upsert(row("1", "Jane")));
  CHECK_FALSE(index.upsert(row("1", "Joan", 5, "u1")));
  CHECK(index.size() == 1);
  CHECK((*index.find("1")).name() == "Joan");
  CHECK(ids(index.list(asked("search=joan&assignedToId=u1"))) == strings{"1"});
  CHECK(index.list(asked("search=jane")).data.empty());
  CHECK(index.list(asked("assignedToId=unassigned")).data.empty());
  CHECK_FALSE(index.erase("2"));
  CHECK(index.erase("1"));
  CHECK(index.size() == 0);
  CHECK(index.list(asked("assignedToId=u1")).data.empty());
}

TEST_CASE("of leads with one id the last is kept") {
  const std::vector<lead> rows{row("1", "first"), row("2", "two"), row("1", "second"),
                               row("1", "third")};
  const lead_index index(rows);
  CHECK(index.size() == 2);
  CHECK((*index.find("1")).name() == "third");
  CHECK(index.list(asked("search=first")).data.empty());
  CHECK(ids(index.list(asked("search=third"))) == strings{"1"});
}

TEST_CASE("ids that begin alike are told apart") {
  const std::string common = "an id of more than sixteen bytes ";
  lead_index index;
  for (const char* const end : {"b", "a", "", "ab"}) {
    index.upsert(row(common + end, end));
  }
  index.upsert(row(std::string("0\0", 2), "with a zero byte"));
  index.upsert(row("0", "without"));
  CHECK(index.size() == 6);
  CHECK((*index.find(common + "a")).name() == "a");
  CHECK((*index.find("0")).name() == "without");
  CHECK(ids(index.list({})) ==
        strings{"0", std::string("0\0", 2), common, common + "a", common + "ab", common + "b"});
}

TEST_CASE("a snapshot, a page and a found lead stay what they were") {
  lead_index index(std::vector<lead>{row("1", "Jane", 1), row("2", "Joan", 2)});
  const lead_snapshot before = index.snapshot();
  const snapshot_page page = index.list({});
  const auto jane = index.find("1");
  index.upsert(row("1", "Changed", 3));
  index.erase("2");
  index.assign(std::vector<lead>{row("9", "New")});
  CHECK(ids(index.list({})) == strings{"9"});
  CHECK(ids(before.list({})) == strings{"1", "2"});
  CHECK(ids(before.list(asked("search=joan"))) == strings{"2"});
  CHECK(before.find("1")->name() == "Jane");
  CHECK(ids(page) == strings{"1", "2"});
  CHECK(jane->name() == "Jane");
  CHECK(before.size() == 2);
}

TEST_CASE("a snapshot outlives its index") {
  auto index = std::make_unique<lead_index>(many(300, 1));
  const lead_snapshot first = index->snapshot();
  for (const lead& each : many(300, 2)) {
    index->upsert(each);
  }
  const lead_snapshot last = index->snapshot();
  index.reset();
  require_same(first, many(300, 1));
  CHECK(last.size() >= 300);
}

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

namespace {

/// An index keeps every value of a lead, and prints it as it prints the lead.
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
    each.client_id = "behind";
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

TEST_CASE("bytes that are not UTF-8 are found as list() finds them") {
  const std::vector<lead> rows{row("1", "caf\xC3"), row("2", "\xA9 rights"),
                               row("3", "caf\xC3\xA9"), row("4", "\xC0\xF6\xF5 1"),
                               row("5", "a\xFF"
                                        "b")};
  const lead_index index(rows);
  for (const char* const term :
       {"caf", "\xC3", "\xC3\xA9", "\xA9", "\xC0", "\xFF", "ab", "f\xC3\xA9", "10"}) {
    INFO(term);
    lead_query query;
    query.search = make_search_term(term);
    CHECK(ids(index.list(query)) == ids(list(rows, query)));
  }
}

TEST_CASE("phones that are no E.164 numbers are found as list() finds them") {
  std::vector<lead> rows;
  for (const char* const phone :
       {"+14155550101", "(415) 555-0101", "+1 (415) 555-0101", "004155", "41 55", "+", "", "1+4",
        "+4+1", "415", "\U00041041 1", "x0041", "555 01 01"}) {
    rows.push_back(
        row("p" + std::to_string(rows.size()), "Name " + std::to_string(rows.size() * 415)));
    rows.back().phones = {phone};
  }
  rows.push_back(row("n", "4155 Ltd \U00041041"));
  lead_index filled(rows);
  lead_index grown;
  for (const lead& each : rows) {
    grown.upsert(each);
  }
  for (const char* const term :
       {"+",           "+1",   "+4",    "1",      "15",     "55",   "41",  "4155", "415 5",
        "(415)",       "+415", "+1415", "00415",  "004155", "0041", "111", "1111", "0415555",
        "04155550101", "+41",  "+4+1",  "+4-155", "55 0",   "155",  "1+4", "-"}) {
    INFO(term);
    lead_query query;
    query.search = make_search_term(term);
    CHECK(ids(filled.list(query)) == ids(list(rows, query)));
    CHECK(ids(grown.list(query)) == ids(list(rows, query)));
  }
}

TEST_CASE("terms of one word and of several are found in words, across them and nowhere else") {
  std::vector<lead> rows;
  for (int i = 0; i < 3; ++i) { // texts that are one of a kind, and some that are in many
    for (const char* const name : {"Ann Smith",
                                   "Ann-Smith",
                                   "Annsmith",
                                   "annsmith7",
                                   "7annsmith",
                                   "ann7smith",
                                   "a b c",
                                   "ab c",
                                   "a bc",
                                   "abc",
                                   "ann.smith@acme.com",
                                   "x.ann.smith@acme.com",
                                   "smith@acme.company",
                                   "acme.com",
                                   "acme.co.uk",
                                   "Zo\u00EB Ann",
                                   "aaaa aaaa",
                                   "aaa",
                                   "aa aa",
                                   "3M 42nd",
                                   "no--where"}) {
      rows.push_back(row(std::to_string(rows.size()), name));
    }
  }
  for (int i = 0; i < 400; ++i) {
    rows.push_back(row(std::to_string(rows.size()), "Common Name" + std::to_string(i)));
  }
  const lead_index index(rows);
  for (const char* const term : {"ann",
                                 "ann smith",
                                 "n s",
                                 "nn sm",
                                 "annsmith",
                                 "smith7",
                                 "h7",
                                 "7a",
                                 "7s",
                                 "nn7sm",
                                 "a b",
                                 "b c",
                                 "a b c",
                                 "ab c",
                                 "ann.smith@",
                                 "n.smith@acme.com",
                                 "@acme.com",
                                 "@acme",
                                 "acme.co",
                                 ".co",
                                 ".",
                                 "@",
                                 "e.c",
                                 "o\u00EB a",
                                 "\u00EB",
                                 "aaaa a",
                                 "a aaa",
                                 "aaa",
                                 "aa aa",
                                 "3m",
                                 "m 4",
                                 "42n",
                                 "2nd",
                                 "--",
                                 "o--w",
                                 "common name",
                                 "n name1",
                                 "name39",
                                 "common name39",
                                 "q",
                                 "zq",
                                 "common q",
                                 "q name"}) {
    INFO(term);
    lead_query query;
    query.search = make_search_term(term);
    CHECK(ids(index.list(query)) == ids(list(rows, query)));
    CHECK(index.list(query).pagination == list(rows, query).pagination);
  }
}

TEST_CASE("a change of one value alone is seen wherever it counts") {
  std::vector<lead> rows = many(60, 15);
  lead_index index(rows);
  const std::vector<std::function<void(lead&)>> changes{
      [](lead& each) { each.status = lead_status::qualified; },
      [](lead& each) { each.status = lead_status::lost; },
      [](lead& each) { each.assigned_to_id = "u9"; },
      [](lead& each) { each.assigned_to_id.reset(); },
      [](lead& each) { each.next_call_at = timestamp::from_milliseconds(7); },
      [](lead& each) { each.next_call_at.reset(); },
      [](lead& each) { each.created_at = *timestamp::from_milliseconds(77); },
      [](lead& each) { each.name = "Quentin"; },
      [](lead& each) { each.company = "Quorum"; },
      [](lead& each) { each.company.reset(); },
      [](lead& each) { each.phones.emplace_back("+999888777"); },
      [](lead& each) { each.phones = {"+999111222"}; },
      [](lead& each) { each.emails.emplace_back("quill@acme.com"); },
      [](lead& each) { each.emails.clear(); },
  };
  for (const auto& change : changes) {
    change(rows[rows.size() / 2]);
    index.upsert(rows[rows.size() / 2]);
    require_same(index.snapshot(), rows);
    for (const std::string_view raw :
         {"search=quentin", "search=quorum", "search=999888", "search=999111", "search=quill",
          "search=com", "status=QUALIFIED&assignedToId=u9", "status=LOST&assignedToId=u9",
          "assignedToId=u9"}) {
      INFO(raw);
      REQUIRE(ids(index.list(asked(raw))) == ids(list(rows, asked(raw))));
    }
  }
}

#if defined(__GLIBCXX__)
TEST_CASE("ids with the same hash are told apart") {
  // libstdc++ hashes by MurmurHash64A, two blocks of eight bytes here: any first block has a second with which they collide.
  constexpr std::uint64_t factor = 0xC6A4'A793'5BD1'E995;
  std::uint64_t inverse = factor;
  for (int doubled = 0; doubled < 6; ++doubled) {
    inverse *= 2 - factor * inverse;
  }
  const auto mixed = [&](std::uint64_t block) {
    block *= factor;
    return (block ^ block >> 47U) * factor;
  };
  const auto unmixed = [&](std::uint64_t block) {
    block *= inverse;
    return (block ^ block >> 47U) * inverse;
  };
  const auto behind_first = [&](std::uint64_t first) {
    return (0xC70F'6907 ^ 16 * factor ^ mixed(first)) * factor;
  };
  const auto id_of = [&](std::uint64_t first) {
    const std::array<std::uint64_t, 2> blocks{first, unmixed(behind_first(first) ^ 0x1234'5678)};
    std::string id(sizeof(blocks), '\0');
    std::memcpy(id.data(), blocks.data(), sizeof(blocks));
    return id;
  };
  std::vector<lead> rows = many(150, 16); // more than a node holds
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = id_of(i);
    REQUIRE(std::hash<std::string_view>{}(rows[i].id) ==
            std::hash<std::string_view>{}(id_of(1'000)));
  }
  lead_index index(rows);
  require_same(index.snapshot(), rows);
  CHECK(index.find(id_of(1'000)) == nullptr);
  for (lead& each : rows) {
    each.name += " again";
    CHECK_FALSE(index.upsert(each));
    CHECK(index.find(each.id)->name() == each.name);
  }
  require_same(index.snapshot(), rows);
  CHECK_FALSE(index.erase(id_of(1'000)));
  while (rows.size() > 20) {
    CHECK(index.erase(rows.back().id));
    rows.pop_back();
  }
  CHECK(index.upsert(rows.emplace_back(row(id_of(1'000), "new"))));
  require_same(index.snapshot(), rows);
}
#endif

TEST_CASE("leads that are gone once the next is read are kept") {
  const std::vector<lead> rows = many(500, 9);
  const lead_index by_value(rows | std::views::transform([](const lead& each) { return each; }));
  require_same(by_value.snapshot(), rows);
}

TEST_CASE("thousands of leads, in one go or one by one, answer as list() does") {
  const std::vector<lead> rows = many(3000, 4);
  const lead_index filled(rows);
  require_same(filled.snapshot(), rows);
  lead_index grown;
  for (const lead& each : rows) {
    grown.upsert(each);
  }
  require_same(grown.snapshot(), rows);
}

TEST_CASE("short terms that many leads have answer as list() does, whatever has changed") {
  std::vector<lead> rows = many(1500, 13);
  for (std::size_t i = 0; i < rows.size(); i += 3) {
    rows[i].phones = {
        "12 15-" + std::to_string(i)}; // whose digits are searched otherwise than those of the rest
  }
  lead_index index(rows);
  const auto check = [&] {
    for (const std::string_view term : {"o", "om", "n", "15", "12", "1", "41", "e ", "@a", "5-"}) {
      for (const std::string_view rest :
           {"", "page=2&pageSize=4", "page=60&pageSize=5", "assignedToId=unassigned&pageSize=100",
            "assignedToId=u3&status=LOST"}) {
        lead_query query = asked(rest);
        query.search = make_search_term(term);
        INFO(term << " " << rest);
        const auto page = index.list(query);
        const auto expected = list_references(rows, query);
        REQUIRE(page.pagination == expected.pagination);
        REQUIRE(ids(page) == ids(expected));
      }
    }
  };
  check();
  const auto erase_some = [&](std::size_t step) {
    for (std::size_t i = 0; i < rows.size(); i += step) {
      REQUIRE(index.erase(rows[i].id));
      rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
    }
  };
  erase_some(5);
  check();
  for (std::size_t i = 0; i < rows.size(); i += 2) { // more than one tail has room for
    rows[i].name = i % 4 == 0 ? "Tom 12" : "Ann";
    index.upsert(rows[i]);
  }
  check();
  erase_some(2);
  check();
  rows.resize(20);
  index.assign(rows);
  check();
}

TEST_CASE("leads whose texts change again and again answer as list() does") {
  // More than enough changes to fill tails, join segments and number all slots anew.
  std::vector<lead> rows = many(200, 5);
  lead_index index(rows);
  std::mt19937 random(6);
  for (int step = 0; step < 12'000; ++step) {
    lead& each = rows[random() % rows.size()];
    each.name = "Name " + std::to_string(random() % 400);
    each.next_call_at = timestamp::from_milliseconds(static_cast<std::int64_t>(random() % 50));
    index.upsert(each);
    if (step % 3'000 == 0) {
      require_same(index.snapshot(), rows);
    }
  }
  require_same(index.snapshot(), rows);
}

TEST_CASE("owners that come and go answer as list() does") {
  // More than enough to number all owners anew.
  std::vector<lead> rows = many(40, 12);
  lead_index index(rows);
  for (int step = 0; step < 9'000; ++step) {
    lead& each = rows[static_cast<std::size_t>(step) % rows.size()];
    each.assigned_to_id =
        step % 7 == 0 ? std::nullopt : std::optional("u" + std::to_string(step % 8'999));
    index.upsert(each);
  }
  require_same(index.snapshot(), rows);
  CHECK(index.list(asked("assignedToId=u8997")).pagination.total == 1);
  CHECK(index.list(asked("assignedToId=u1")).pagination.total == 0);
}

TEST_CASE("a snapshot is a range of its leads in order") {
  const std::vector<lead> rows = many(500, 7);
  const lead_snapshot snapshot = lead_index(rows).snapshot();
  std::vector<std::string> walked;
  for (const indexed_lead& each : snapshot) {
    walked.emplace_back(each.id());
  }
  CHECK(walked.size() == snapshot.size());
  std::vector<std::string> paged;
  for (std::uint64_t page = 1; paged.size() < snapshot.size(); ++page) {
    lead_query query;
    query.page = {page, 100};
    for (const std::string& id : ids(snapshot.list(query))) {
      paged.push_back(id);
    }
  }
  CHECK(walked == paged);
}

TEST_CASE("leads of any times are in order, also where their sort numbers are equal") {
  constexpr std::int64_t day = 86'400'000;
  const std::int64_t first = timestamp::min().milliseconds_since_epoch();
  const std::int64_t last = timestamp::max().milliseconds_since_epoch();
  const std::vector<std::int64_t> instants{first,
                                           first + 1,
                                           -day,
                                           -1,
                                           0,
                                           1,
                                           1023,
                                           1024,
                                           1777720200000,
                                           1777720200001,
                                           1777720201024,
                                           4398046511103,
                                           4398046511104,
                                           4398046511105,
                                           last - 1,
                                           last};
  std::mt19937 random(11);
  std::vector<lead> rows;
  lead_index grown;
  for (int i = 0; i < 3'000; ++i) {
    lead each = row("id" + std::to_string(random() % 2'000), "Ann");
    if (random() % 4 != 0) {
      each.next_call_at = timestamp::from_milliseconds(instants[random() % instants.size()]);
    }
    each.created_at = *timestamp::from_milliseconds(instants[random() % instants.size()]);
    grown.upsert(each);
    std::erase_if(rows, [&](const lead& other) { return other.id == each.id; });
    rows.push_back(std::move(each));
  }
  const lead_index filled(rows);
  for (const null_placement nulls : {nulls_last, nulls_first}) {
    for (std::uint64_t page = 1; page <= rows.size() / 100 + 1; ++page) {
      lead_query query;
      query.page = {page, 100};
      const strings expected = ids(list_references(rows, query, nulls));
      REQUIRE(ids(grown.list(query, nulls)) == expected);
      REQUIRE(ids(filled.list(query, nulls)) == expected);
    }
  }
}

TEST_CASE("a counted list holds what a sorted vector holds") {
  // Keys that many entries have, ordered by number where they are equal, and keys that nobody else has.
  const std::uint64_t most = GENERATE(std::uint64_t{1}, std::uint64_t{40}, std::uint64_t{1} << 40U);
  using item = std::pair<std::uint64_t, std::uint32_t>;
  std::mt19937_64 random(most);
  std::vector<item> model;
  detail::counted_list list;
  std::vector<std::unique_ptr<const detail::version_part>> parts; // all that were ever made
  const auto tie_of = [](std::uint32_t number) {
    return [number](std::uint32_t other) { return other <=> number; };
  };
  for (std::uint64_t step = 1; step < 6'000; ++step) {
    detail::version_edit edit(step);
    const item drawn{random() % most, static_cast<std::uint32_t>(random() % 3'000)};
    const auto at = std::ranges::lower_bound(model, drawn);
    const bool is_there = at != model.end() && *at == drawn;
    REQUIRE((list.find(drawn.first, tie_of(drawn.second)) == drawn.second) == is_there);
    if (is_there || (step % 2'000 > 1'500 && at != model.end())) { // it shrinks now and then
      const item gone = *at;
      list.erase(edit, gone.first, tie_of(gone.second));
      model.erase(at);
    } else {
      list.insert(edit, {drawn.first, drawn.second}, tie_of(drawn.second));
      model.insert(at, drawn);
    }
    for (const detail::version_part* const retired : edit.commit()) {
      parts.emplace_back(retired);
    }
    if (step % 61 == 0) {
      REQUIRE(list.broken_invariant(std::ranges::less{}).empty());
      REQUIRE(list.size() == model.size());
      const std::size_t rank = random() % (model.size() + 1);
      REQUIRE(list.rank(drawn.first) ==
              static_cast<std::size_t>(std::ranges::lower_bound(model, item{drawn.first, 0}) -
                                       model.begin()));
      std::vector<std::uint32_t> seen;
      list.visit(rank, 100, [&](std::uint32_t number) {
        seen.push_back(number);
        return seen.size() < 90;
      });
      std::vector<std::uint32_t> expected;
      for (std::size_t i = rank; i < model.size() && i < rank + 90; ++i) {
        expected.push_back(model[i].second);
      }
      REQUIRE(seen == expected);
      seen.clear();
      list.visit_back(rank, rank, [&](std::uint32_t number) {
        seen.push_back(number);
        return true;
      });
      std::ranges::reverse(seen);
      REQUIRE(seen.size() == rank);
      REQUIRE(std::ranges::equal(seen, std::views::take(model, static_cast<std::ptrdiff_t>(rank)),
                                 {}, {}, &item::second));
      const auto run = list.run_from(rank);
      REQUIRE(run.empty() == (rank == model.size()));
      REQUIRE((run.empty() || run.front() == model[rank].second));
    }
  }
  detail::version_edit edit(1);
  const auto built = detail::counted_list::build(edit, model.size(), [&](std::size_t i) {
    return detail::list_entry{model[i].first, model[i].second};
  });
  CHECK(built.broken_invariant(std::ranges::less{}).empty());
  CHECK(built.size() == model.size());
  list.visit_nodes([&](const detail::version_part* node) { parts.emplace_back(node); });
}
