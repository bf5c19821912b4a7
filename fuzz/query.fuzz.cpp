// SPDX-License-Identifier: BSL-1.0
// Any bytes are a query or every problem in them, like in a naive reader, by default and in another
// profile. A query is printed and parsed back; its spelling does not matter.

#include "fuzz.hpp"

#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/testing/laws.hpp>

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadcore;
  const std::string_view raw = fuzz::as_text(data, size);
  const auto check = [](const testing::verdict& judged) {
    if (!judged.holds()) {
      std::fprintf(stderr, "%s\n", judged.text().c_str());
    }
    LEADCORE_FUZZ_CHECK(judged.holds());
  };
  check(testing::query_laws([](std::string_view text) { return parse_query(text); },
                            to_query_string, raw));
  const query_profile others[] = {profiles::clamp, profiles::ignore_unknown,
                                  profiles::clamp | profiles::ignore_unknown};
  const query_profile profile = others[size % 3];
  check(testing::parses_like_reference(
      [profile](std::string_view text) { return parse_query(text, profile); }, raw, profile));
  return 0;
}
