// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/query_string.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

auto parser(query_profile profile = profiles::strict) {
  return [profile](std::string_view raw) { return parse_query(raw, profile); };
}

std::vector<query_errc> codes_of(const query_errors& errors) {
  std::vector<query_errc> codes;
  for (const query_error& each : errors) {
    codes.push_back(each.code);
  }
  return codes;
}

} // namespace

TEST_CASE("any bytes give a query in range or every problem, like the reference") {
  rc::prop("strictly", obeys_query_laws(parser(), to_query_string));
  rc::prop("clamp", obeys_query_laws(parser(profiles::clamp), to_query_string, profiles::clamp));
  rc::prop("ignore_unknown", obeys_query_laws(parser(profiles::ignore_unknown), to_query_string,
                                              profiles::ignore_unknown));
  rc::prop("both", obeys_query_laws(parser(profiles::clamp | profiles::ignore_unknown),
                                    to_query_string, profiles::clamp | profiles::ignore_unknown));
  rc::prop("bytes without any form", [](const std::vector<char>& bytes) {
    require(query_laws(parser(), to_query_string, std::string(bytes.begin(), bytes.end())));
  });
}

TEST_CASE("every spelling of a query parses to that query") {
  rc::prop("whatever is percent-encoded, in any order", [](const spelled_query& each) {
    const auto parsed = parse_query(each.text);
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(*parsed == each.query);
  });
}

TEST_CASE("parsing a printed query gives the query") {
  rc::prop("for every sound query", [](const lead_query& query) {
    require(is_sound_query(query));
    require(printing_then_parsing_is_identity(parser(), to_query_string, query));
  });
  rc::prop("only what is not the default is printed", [](const lead_query& query) {
    const std::string printed = to_query_string(query);
    RC_ASSERT(printed.empty() == (query == lead_query{}));
    RC_ASSERT((printed.find("pageSize=") != std::string::npos) ==
              (query.page.page_size != default_page_size));
  });
}

TEST_CASE("every problem is reported with the known codes of its pairs") {
  rc::prop("in the order of the query", [](const broken_query& each) {
    const auto parsed = parse_query(each.text);
    RC_ASSERT(!parsed.has_value());
    RC_ASSERT(codes_of(parsed.error()) == each.codes);
  });
  rc::prop("problems of one part do not depend on parts of other parameters before it",
           [](const broken_query& each) {
             const auto alone = parse_query(each.text);
             const std::string before = "x=1&";
             const auto after = parse_query(before + each.text);
             RC_ASSERT(!after.has_value());
             query_errors expected{after.error().front()};
             RC_ASSERT(expected.front().code == query_errc::unknown_parameter);
             for (query_error error : alone.error()) {
               error.offset += before.size();
               expected.push_back(std::move(error));
             }
             RC_ASSERT(after.error() == expected);
           });
}

TEST_CASE("a profile permits its own problem and no other") {
  const auto without = [](const query_errors& errors, query_errc code) {
    query_errors left = errors;
    std::erase_if(left, [code](const query_error& each) { return each.code == code; });
    return left;
  };
  rc::prop("clamp and ignore_unknown", [&, texts = any_query_strings()] {
    const std::string raw = *texts;
    const auto strictly = parse_query(raw);
    for (const auto& [profile, code] :
         {std::pair(profiles::clamp, query_errc::page_size_too_large),
          std::pair(profiles::ignore_unknown, query_errc::unknown_parameter)}) {
      const auto loosely = parse_query(raw, profile);
      if (strictly.has_value()) {
        RC_ASSERT((loosely == strictly));
      } else {
        const query_errors left = without(strictly.error(), code);
        RC_ASSERT(loosely.has_value() == left.empty());
        RC_ASSERT((loosely.has_value() || loosely.error() == left));
      }
    }
  });
}
