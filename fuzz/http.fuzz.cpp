// SPDX-License-Identifier: BSL-1.0
// http::list_leads over any request.
//
// The input is a byte of options, the method up to a space, the target up to a line feed, and
// header lines "name:value". Oracles: the rules of every answer (status, headers, HEAD, JSON,
// secrecy of the key), and for 200 the page of the reference implementation.

#include <leadcore/http/list_leads.hpp>

#include "fuzz.hpp"
#include "support/http_oracle.hpp"

#include <leadcore/json/string.hpp>
#include <leadcore/testing/drawing.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;

const test_support::small_office& office() {
  static const test_support::small_office small = [] {
    std::vector<lead> rows;
    std::uint32_t state = 1; // any fixed sequence
    for (int i = 0; i < 7; ++i) {
      std::vector<testing::tape> tapes(20, testing::tape(8));
      for (auto& tape : tapes) {
        for (auto& number : tape) {
          state = state * 1664525U + 1013904223U;
          number = static_cast<std::uint16_t>(state >> 16);
        }
      }
      rows.push_back(testing::draw_lead(tapes, i < 5 ? testing::lead_kind::valid
                                                     : testing::lead_kind::hostile));
      rows.back().id = std::to_string(i);
    }
    return test_support::small_office(std::move(rows));
  }();
  return small;
}

std::string_view take_part(std::string_view& rest, char separator) {
  const std::string_view part = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::as_text(data, size);
  const unsigned bits = rest.empty() ? 0 : static_cast<unsigned char>(rest.front());
  rest.remove_prefix(rest.empty() ? 0 : 1);
  http::options chosen;
  chosen.profile = static_cast<query_profile>(bits & 3U);
  chosen.style = (bits & 4U) != 0 ? json_style::pretty : json_style::compact;
  chosen.max_target_size = (bits & 8U) != 0 ? 64 : 8192;
  if ((bits & 16U) != 0) {
    chosen.max_body_size = 100;
  }

  http::request asked;
  asked.method = take_part(rest, ' ');
  asked.target = take_part(rest, '\n');
  while (!rest.empty()) {
    std::string_view line = take_part(rest, '\n');
    const std::string_view name = take_part(line, ':');
    asked.headers.push_back({name, line});
  }
  const std::string wrong = test_support::judge_answer(office(), asked, chosen);
  if (!wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
  }
  LEADCORE_FUZZ_CHECK(wrong.empty());
  return 0;
}
