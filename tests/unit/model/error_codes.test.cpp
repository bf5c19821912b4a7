// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/error.hpp>

#include "support/catch.hpp"

#include <leadcore/json/error.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/phone_type.hpp>
#include <leadcore/text/timestamp.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Every enumeration against itself, and against the tables of docs/spec.md.

using namespace leadcore;

namespace {

using names = std::set<std::string>;

constexpr std::size_t values = 400; // more than any enumeration has

/// What g++ and clang print of a value: "... = leadcore::lead_errc::empty_value]", or
/// "... = (leadcore::lead_errc)7]" of what is no enumerator.
template <auto Value> const char* printed() {
  return __PRETTY_FUNCTION__;
}
/// The identifiers of all values; empty for what is no enumerator. At run time, since constant
/// expressions would take seconds.
template <class Enum> std::vector<std::string_view> identifiers_of() {
  constexpr std::size_t count =
      std::is_same_v<std::underlying_type_t<Enum>, std::uint8_t> ? 256 : values;
  std::vector<std::string_view> all = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::vector<std::string_view>{printed<static_cast<Enum>(I)>()...};
  }(std::make_index_sequence<count>());
  for (std::string_view& each : all) {
    const std::size_t begin = each.find("Value = ");
    each = each.substr(0, each.find_first_of(";]", begin));
    each.remove_prefix(each.find('(', begin) == std::string_view::npos ? each.rfind(':') + 1
                                                                       : each.size());
  }
  return all;
}

template <class Enum> names names_of() {
  names all;
  const auto identifiers = identifiers_of<Enum>();
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const std::string name(to_string(static_cast<Enum>(i)));
    if (!identifiers[i].empty()) {
      all.insert(name);
    }
  }
  return all;
}

std::string in_upper_case(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

/// Numbers are stable: those from first to last are enumerators, and no others. Every enumerator
/// has its identifier as its name and, if the enumeration has messages, a message of its own. Other
/// values have neither.
template <class Enum> void check_enumeration(std::size_t first, std::size_t last) {
  std::set<std::string_view> messages;
  const auto identifiers = identifiers_of<Enum>();
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const auto value = static_cast<Enum>(i);
    const std::string_view identifier = identifiers[i];
    INFO(i << " " << identifier);
    if (std::is_same_v<Enum, lead_errc> && i < 200) {
      const std::set<std::size_t> in_queries_too{102, 103, 106, 109, 115, 116};
      CHECK(identifier.empty() == !in_queries_too.contains(i));
    } else {
      CHECK(identifier.empty() == (i < first || i > last));
    }
    if constexpr (std::is_same_v<Enum, lead_status>) {
      CHECK(to_string(value) == (identifier.empty() ? "UNKNOWN" : in_upper_case(identifier)));
      CHECK(is_lead_status(value) == !identifier.empty());
    } else {
      CHECK(to_string(value) == identifier);
    }
    if constexpr (requires { message(value); }) {
      CHECK(message(value).empty() == identifier.empty());
      CHECK((identifier.empty() || messages.insert(message(value)).second));
    }
  }
}

/// The texts in backquotes of a cell, without remarks in parentheses.
std::vector<std::string> quoted(const std::string& cell) {
  std::vector<std::string> found;
  bool inside = false;
  int depth = 0;
  for (const char c : cell) {
    if (c == '`') {
      inside = !inside;
      if (inside && depth == 0) {
        found.emplace_back();
      }
    } else if (inside && depth == 0) {
      found.back() += c;
    } else if (!inside) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
  }
  return found;
}

/// The cells of a row of a Markdown table.
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells{""};
  bool quoted = false;
  for (const char c : row.substr(1)) {
    quoted = quoted != (c == '`');
    if (c == '|' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) {
    cell.erase(0, cell.find_first_not_of(' '));
    cell.erase(cell.find_last_not_of(' ') + 1);
  }
  return cells;
}

/// The codes in docs/spec.md: the columns "code", "codes" and "errors" of its tables. The key is
/// the heading above the table, or the cell in the column "enumeration" if the table has one.
std::map<std::string, names> codes_of_the_spec() {
  std::map<std::string, names> codes;
  std::ifstream spec(LEADCORE_VECTOR_DIR "/../../docs/spec.md");
  REQUIRE(spec.good());
  std::string heading;
  std::vector<std::string> columns; // of the table that is being read
  for (std::string line; std::getline(spec, line);) {
    if (line.starts_with('#')) {
      heading = line;
    }
    if (!line.starts_with('|')) {
      columns.clear();
    } else if (columns.empty()) {
      columns = cells_of(line);
    } else {
      const std::vector<std::string> cells = cells_of(line);
      std::string owner = heading;
      for (std::size_t i = 0; i < std::min(cells.size(), columns.size()); ++i) {
        if (columns[i] == "enumeration" && !quoted(cells[i]).empty()) {
          owner = quoted(cells[i]).front();
        } else if (columns[i] == "code" || columns[i] == "codes" || columns[i] == "errors") {
          for (const std::string& code : quoted(cells[i])) {
            codes[owner].insert(code);
          }
        }
      }
    }
  }
  return codes;
}

/// The codes under the heading that names a file of vectors.
names codes_under(const std::map<std::string, names>& spec, std::string_view vectors) {
  for (const auto& [heading, codes] : spec) {
    if (heading.find("`" + std::string(vectors) + "`") != std::string::npos) {
      return codes;
    }
  }
  return {};
}

} // namespace

TEST_CASE("every enumerator has its identifier as its name, and a message of its own") {
  const auto of_leads = identifiers_of<lead_errc>();
  REQUIRE(of_leads[static_cast<std::size_t>(lead_errc::empty_value)] == "empty_value");
  REQUIRE(of_leads[7].empty());
  check_enumeration<query_errc>(101, 116);
  check_enumeration<lead_errc>(201, 207);
  check_enumeration<organisation_errc>(1, 1);
  check_enumeration<lead_status>(0, 4);
  check_enumeration<status_errc>(1, 1);
  check_enumeration<email_errc>(1, 24);
  check_enumeration<phone_errc>(1, 10);
  check_enumeration<phone_type>(0, 11);
  check_enumeration<timestamp_errc>(1, 19);
  check_enumeration<search_errc>(1, 3);
  check_enumeration<sql::cursor_errc>(1, 4);
  check_enumeration<sql::row_errc>(1, 7);
  check_enumeration<sql::database_errc>(1, 4);
}

TEST_CASE("a code of JSON is one of its own or one of a lead") {
  const auto identifiers = identifiers_of<json_errc>();
  for (std::size_t i = 0; i < values; ++i) {
    const auto code = static_cast<json_errc>(i);
    const std::string_view own = identifiers[i];
    INFO(i << " " << own);
    CHECK(own.empty() == (i != 107 && i != 112 && (i < 301 || i > 309)));
    CHECK(to_string(code) == (own.empty() ? to_string(static_cast<lead_errc>(i)) : own));
    CHECK(((i != 107 && i != 112) || to_string(code) == to_string(static_cast<query_errc>(i))));
    CHECK(message(code).empty() == to_string(code).empty());
  }
}

TEST_CASE("the codes of the specification are the codes of the library") {
  const auto spec = codes_of_the_spec();
  names query = codes_under(spec, "query.jsonl");
  query.merge(names(spec.at("### 1.2 Codes of other endpoints")));
  names of_lead = names_of<lead_errc>();
  for (const char* other :
       {"nul_character", "integer_out_of_range", "not_a_number", "invalid_value"}) {
    of_lead.erase(other); // of databases, or of records of one's own
  }
  CHECK(query == names_of<query_errc>());
  CHECK(codes_under(spec, "lead.jsonl") == of_lead);
  names json = names_of<json_errc>();
  json.erase("unknown_value"); // of other endpoints
  CHECK(codes_under(spec, "json_read.jsonl") == json);
  CHECK(codes_under(spec, "timestamp.jsonl") == names_of<timestamp_errc>());
  CHECK(codes_under(spec, "email.jsonl") == names_of<email_errc>());
  CHECK(codes_under(spec, "phone.jsonl") == names_of<phone_errc>());
  const auto listed = [&](const std::string& enumeration) {
    const auto found = spec.find(enumeration);
    return found == spec.end() ? names() : found->second;
  };
  CHECK(listed("lead_status") == names_of<lead_status>());
  CHECK(listed("phone_type") == names_of<phone_type>());
  CHECK(listed("status_errc") == names_of<status_errc>());
  CHECK(listed("search_errc") == names_of<search_errc>());
  CHECK(listed("organisation_errc") == names_of<organisation_errc>());
  CHECK(listed("cursor_errc") == names_of<sql::cursor_errc>());
  CHECK(listed("row_errc") == names_of<sql::row_errc>());
  CHECK(listed("database_errc") == names_of<sql::database_errc>());
}
