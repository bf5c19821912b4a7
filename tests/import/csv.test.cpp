// SPDX-License-Identifier: BSL-1.0
#include "import/csv.hpp"

#include "support/property.hpp"

#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using fields = std::vector<std::string>;

struct record {
  std::size_t line;
  fields cells;
  bool readable = true;

  friend bool operator==(const record&, const record&) = default;
  friend std::ostream& operator<<(std::ostream& out, const record& each) {
    out << each.line << (each.readable ? ":" : "!");
    for (const auto& cell : each.cells) {
      out << " <" << cell << ">";
    }
    return out;
  }
};

static std::vector<record> records_of(std::string_view text, char delimiter = ',') {
  auto in = demo::source::of_bytes(text, "UTF-8").value();
  demo::csv_reader reader(in, delimiter);
  std::vector<record> records;
  while (auto each = reader.next()) {
    records.push_back({each->line, each->fields, each->problem.empty()});
  }
  CHECK_FALSE(reader.next()); // the end is final
  return records;
}

TEST_CASE("a record has the number of its first line, with every kind of line end") {
  CHECK(records_of("a,b\n1,2\n3,4\n") ==
        std::vector<record>{{1, {"a", "b"}}, {2, {"1", "2"}}, {3, {"3", "4"}}});
  CHECK(records_of("a,b\r\n1,2\r\n3,4") ==
        std::vector<record>{{1, {"a", "b"}}, {2, {"1", "2"}}, {3, {"3", "4"}}});
  CHECK(records_of("a,b\r1,2\r3,4\r") ==
        std::vector<record>{{1, {"a", "b"}}, {2, {"1", "2"}}, {3, {"3", "4"}}});
  CHECK(records_of("") == std::vector<record>{});
  CHECK(records_of("a") == std::vector<record>{{1, {"a"}}});
}

TEST_CASE("a quoted field holds delimiters, doubled quotes and line ends, which count as lines") {
  CHECK(
      records_of("\"a,b\",\"say \"\"hi\"\"\"\n\"x\r\ny\n\nz\",2\n3,4\n") ==
      std::vector<record>{{1, {"a,b", "say \"hi\""}}, {2, {"x\r\ny\n\nz", "2"}}, {6, {"3", "4"}}});
  CHECK(records_of("a\n\"x\ny\"") == std::vector<record>{{1, {"a"}}, {2, {"x\ny"}}});
}

TEST_CASE("blank lines are no records but are counted") {
  CHECK(records_of("a\n\n  \n\r\n1\n\n") == std::vector<record>{{1, {"a"}}, {5, {"1"}}});
  CHECK(records_of("\n\na") == std::vector<record>{{3, {"a"}}});
  CHECK(records_of("a\n   ") == std::vector<record>{{1, {"a"}}});
}

TEST_CASE(
    "white space is kept inside quotes and trimmed around unquoted fields; empty fields are kept") {
  CHECK(records_of("  a b , \" c \" ,\n,\n\"\"\n") ==
        std::vector<record>{{1, {"a b", " c ", ""}}, {2, {"", ""}}, {3, {""}}});
  CHECK(records_of("\t2\n1\t\n", '\t') == std::vector<record>{{1, {"", "2"}}, {2, {"1", ""}}});
}

TEST_CASE("a quote inside an unquoted field is literal") {
  CHECK(records_of("1,5\" pipe\n2,x\n") ==
        std::vector<record>{{1, {"1", "5\" pipe"}}, {2, {"2", "x"}}});
}

TEST_CASE("a malformed record loses only its first line") {
  CHECK(records_of("1,\"bad \"q\" x\"\n2,x\n") ==
        std::vector<record>{{1, {}, false}, {2, {"2", "x"}}});
  CHECK(records_of("1,\"open\n2,\"x\"\n3,y\n") ==
        std::vector<record>{{1, {}, false}, {2, {"2", "x"}}, {3, {"3", "y"}}});
  CHECK(records_of("1,\"open\n2,x\n3,y") ==
        std::vector<record>{{1, {}, false}, {2, {"2", "x"}}, {3, {"3", "y"}}});
  CHECK(records_of("a\n\"x") == std::vector<record>{{1, {"a"}}, {2, {}, false}});
}

TEST_CASE("a quote that is never closed costs one row, if the rest is not too long to read again") {
  const std::string filler(1000, 'x');
  const auto rows = [&filler](std::size_t bytes) {
    std::string text = "1,\"open\n";
    while (text.size() < bytes) {
      text += filler + ",y\n";
    }
    return text;
  };
  const auto records = records_of(rows(demo::max_record_size / 2));
  REQUIRE(records.size() == demo::max_record_size / 2 / 1003 + 2);
  CHECK_FALSE(records[0].readable);
  CHECK(records[1] == record{2, {filler, "y"}});
  CHECK(records.back().readable);
  const auto dropped = records_of(rows(2 * demo::max_record_size));
  REQUIRE(dropped.size() == 1);
  CHECK_FALSE(dropped[0].readable);
}

TEST_CASE("a long quoted field is one field; one of more than 4 MiB rejects its row alone") {
  const auto note = [](std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      text += "a line, and more\n";
    }
    return text;
  };
  const std::string text = note(1'200'000);
  CHECK(records_of("1,\"" + text + "\"\n2,x\n").at(0).cells.at(1) == text);
  const auto records = records_of("1,\"" + note(demo::max_record_size + 1) + "\"\n2,x\n");
  REQUIRE(records.size() == 2);
  CHECK_FALSE(records[0].readable);
  CHECK(records[1].cells == fields{"2", "x"});
}

TEST_CASE("reopened quotes cost a row each") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += "a,\"b\n";
  }
  const auto records = records_of(text);
  CHECK(records.size() == 20'000);
  CHECK(std::ranges::none_of(records, &record::readable));
}

TEST_CASE("written fields are read back, each record from its line") {
  rc::prop("read after write is identity", [] {
    const auto bytes = rc::gen::container<std::string>(rc::gen::weightedElement<char>({{6, 'a'},
                                                                                       {3, '"'},
                                                                                       {3, ','},
                                                                                       {2, '\n'},
                                                                                       {1, '\r'},
                                                                                       {2, ' '},
                                                                                       {1, '\xC3'},
                                                                                       {1, ';'},
                                                                                       {1, '\0'}}));
    const auto table = *rc::gen::container<std::vector<fields>>(
        rc::gen::nonEmpty(rc::gen::container<fields>(bytes)));
    std::string text;
    std::vector<record> expected;
    std::size_t line = 1;
    for (const auto& row : table) {
      expected.push_back({line, row});
      for (auto& cell : expected.back().cells) {
        cell = leadcore::is_valid_utf8(cell) ? cell : demo::windows_1252_to_utf8(cell);
      }
      for (std::size_t i = 0; i < row.size(); ++i) {
        text += i == 0 ? "\"" : ",\"";
        for (std::size_t at = 0; at < row[i].size(); ++at) {
          text += row[i][at];
          if (row[i][at] == '"') {
            text += '"';
          }
          const bool ends_line =
              row[i][at] == '\n' ||
              (row[i][at] == '\r' && !(at + 1 < row[i].size() && row[i][at + 1] == '\n'));
          line += ends_line ? 1U : 0U;
        }
        text += '"';
      }
      text += '\n';
      ++line;
    }
    RC_ASSERT(records_of(text) == expected);
  });
}

TEST_CASE("any bytes are read to the end, in the order of lines") {
  rc::prop("lines only grow", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a\",\n\r \t;")));
    std::size_t before = 0;
    std::size_t records = 0;
    auto in = demo::source::of_bytes(text, "UTF-8").value();
    demo::csv_reader reader(in, ',');
    while (auto each = reader.next()) {
      RC_ASSERT(each->line > before);
      RC_ASSERT(each->problem.empty() != each->fields.empty());
      before = each->line;
      RC_ASSERT(++records <= text.size() + 1);
    }
    RC_ASSERT(in.position() == text.size());
  });
}
