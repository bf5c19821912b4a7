// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;

TEST_CASE("an index of many rows of any endpoint answers as list() does") {
  // Few rows of each owner, so that their texts are scanned;
  // terms that are in few rows and in many.
  using query = sales::query;
  std::mt19937 random(3);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const auto words = std::to_array<std::string_view>(
      {"Zoë", "zoe", "O'Neil", "O’Neil", "groß", "gross", "annex", "ann", "smith"});
  std::vector<sales::deal> rows(3000);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sales::deal& each = rows[i];
    each.number = "n" + std::to_string(i);
    each.title = std::string(words[below(words.size())]) + " " + std::to_string(below(300));
    each.tags = {std::string(words[below(words.size())]), "all"};
    each.amount = static_cast<std::int64_t>(below(2000));
    if (below(4) != 0) {
      each.owner_id = "u" + std::to_string(below(80));
      each.due_at = timestamp::from_milliseconds(static_cast<std::int64_t>(below(50)));
    }
    if (below(3) != 0) {
      each.forecast = enum_table<sales::stage>[below(4)].value;
    }
  }
  const basic_index<sales::endpoint> index(rows);
  for (const std::string_view term :
       {"", "a", "all", "ann", "zoe smith", "smith zoe", "o'neil 17", "all ann", "all smith zoe",
        "u7 all", "u7 gross", "ann annex smith", "299", "no such word", "́", "zoe ́"}) {
    for (std::size_t set = 0; set < 16; ++set) {
      query asked;
      asked.search = parse_search_term<decltype(asked.search)::policy>(term).value();
      if ((set & 1U) != 0) {
        asked.owner = assignee_filter::member("u7");
      }
      if ((set & 2U) != 0) {
        asked.forecast = sales::stage::won;
      }
      if ((set & 4U) != 0) {
        asked.size = sales::deal_size::small;
      }
      asked.page = (set & 8U) != 0 ? page_request{2, 7} : page_request{1, 100};
      INFO(to_query_string<sales::endpoint>(asked));
      const auto require_same = [](const auto& page, const auto& expected) {
        REQUIRE(page.pagination == expected.pagination);
        REQUIRE(to_json<sales::endpoint>(page) == to_json<sales::endpoint>(expected));
      };
      require_same(index.list(asked), list_references<sales::endpoint>(rows, asked));
      for (const null_placement nulls : {nulls_last, nulls_first}) {
        require_same(index.list(asked, nulls),
                     list_references<sales::endpoint>(rows, asked, nulls));
      }
    }
  }
}
