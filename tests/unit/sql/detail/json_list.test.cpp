// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/detail/json_list.hpp>

#include "support/catch.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using leadcore::sql::detail::parse_json_list;

TEST_CASE("a list is a JSON array of strings, and nothing else", "[sql]") {
  using strings = std::vector<std::string>;
  using list = std::optional<strings>;
  CHECK(parse_json_list("[]") == list(strings{}));
  CHECK(parse_json_list(" [ \"a\" , \"\" ] \n") == list(strings{"a", ""}));
  CHECK(parse_json_list(R"(["\ud7ff\ue000"])") == list(strings{"\uD7FF\uE000"}));
  CHECK(parse_json_list(R"(["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"])") ==
        list(strings{"\"\\/\b\f\n\r\té😀"}));
  for (const char* const wrong : {"",
                                  "[",
                                  "]",
                                  "[\"a\"",
                                  "[\"a\",]",
                                  "[,]",
                                  "[\"a\" \"b\"]",
                                  "[1]",
                                  "null",
                                  "[null]",
                                  "[\"a]",
                                  "[\"\\x\"]",
                                  "[\"\\u12\"]",
                                  "[\"\\u12",
                                  "[\"\\ud83d\"]",
                                  "[\"\\ud83dx\"]",
                                  "[\"\\ud83d\\u0041\"]",
                                  "[\"\\ud83d\\ue000\"]",
                                  "[\"\\ude00\"]",
                                  "[\"\n\"]",
                                  "[\"\\",
                                  "[] x",
                                  "[[]]"}) {
    INFO(wrong);
    CHECK(parse_json_list(wrong) == std::nullopt);
  }
}
