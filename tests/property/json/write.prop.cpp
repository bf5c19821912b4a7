// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/write.hpp>

#include "support/documented_answer.hpp"
#include "support/json_oracle.hpp"
#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;
using leadcore::testing::hostile_texts;
using leadcore::testing::lead_kind;

/// Plain text of any length between characters that JSON must escape and invalid bytes.
rc::Gen<std::string> texts_to_escape() {
  const auto pieces = rc::gen::oneOf(
      rc::gen::elementOf(std::vector<std::string>{
          "a", "12345678", "\"", "\\", "\n", "\x1f", std::string(1, '\0'), "\x7f", "\xC3\xA9",
          "\xF0\x9F\x98\x80", "\xE2\x80\xA8", "\xC3", "\xE2\x82", "\x80"}),
      hostile_texts());
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(pieces),
                      [](const std::vector<std::string>& each) {
                        std::string text;
                        for (const std::string& piece : each) {
                          text += piece;
                        }
                        return text;
                      });
}

} // namespace

TEST_CASE("append_json_string equals the definition taken unit by unit", "[json]") {
  rc::prop("any bytes", [] {
    const std::string text = *texts_to_escape();
    RC_ASSERT(json_string(text) == slow_json_string(text));
  });
  rc::prop("a special byte at any place of a plain text", [] {
    std::string text(*rc::gen::inRange<std::size_t>(1, 40), 'a');
    text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    RC_ASSERT(json_string(text) == slow_json_string(text));
  });
}

TEST_CASE("any bytes are a JSON string that reads back as the text with U+FFFD for invalid bytes",
          "[json]") {
  rc::prop("judged by Boost.JSON", [] {
    const std::string text = *texts_to_escape();
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse(json_string(text), error);
    RC_ASSERT(!error);
    RC_ASSERT(std::string_view(value.as_string()) == with_replacements(std::string_view(text)));
  });
}

TEST_CASE("a page of any rows is JSON in both forms, with exactly their values", "[json]") {
  rc::prop("judged by Boost.JSON", [] {
    page_of<lead> page{{}, {}};
    page.data =
        *rc::gen::resize(4, rc::gen::container<std::vector<lead>>(rc::gen::resize(
                                rc::kNominalSize, leadcore::testing::leads(lead_kind::hostile))));
    page.pagination =
        paginate(*rc::gen::arbitrary<std::uint64_t>(), {*rc::gen::arbitrary<std::uint64_t>(), 10});
    RC_ASSERT(judge_writing(page) == "");
    RC_ASSERT(to_json(page) == without_white_space(to_json(page, json_style::pretty)));
  });
}
