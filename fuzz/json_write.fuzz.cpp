// SPDX-License-Identifier: BSL-1.0
// append_json_string and to_json over any bytes.
//
// The input is the values of rows, separated by 1D; those of a list by 1C. An empty value of a
// nullable field is null; the bytes of a time or a status are an integer. Oracles: escaping one
// unit at a time, and Boost.JSON's reading of both styles, whose values must be the row's with
// U+FFFD for each invalid byte.

#include <leadcore/json/write.hpp>

#include "fuzz.hpp"
#include "support/json_oracle.hpp"

#include <concepts>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;

std::string_view take_part(std::string_view& rest, char separator) {
  const std::string_view part = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

std::uint64_t number_of(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) {
    number = number * 256 + static_cast<unsigned char>(c);
  }
  return number;
}

timestamp time_of(std::string_view bytes) {
  const std::int64_t first = timestamp::min().milliseconds_since_epoch();
  const auto instants =
      static_cast<std::uint64_t>(timestamp::max().milliseconds_since_epoch() - first) + 1;
  return *timestamp::from_milliseconds(first +
                                       static_cast<std::int64_t>(number_of(bytes) % instants));
}

lead take_row(std::string_view& rest) {
  lead row{};
  for_each_lead_field([&](auto each) {
    auto& value = each.in(row);
    std::string_view part = take_part(rest, '\x1D');
    using type = std::remove_reference_t<decltype(value)>;
    if constexpr (std::same_as<type, std::string>) {
      value = part;
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      while (!part.empty()) {
        value.emplace_back(take_part(part, '\x1C'));
      }
    } else if constexpr (std::same_as<type, lead_status>) {
      value = static_cast<lead_status>(number_of(part) % 7); // two of them outside the enumeration
    } else if constexpr (std::same_as<type, timestamp>) {
      value = time_of(part);
    } else if (!part.empty()) {
      if constexpr (std::same_as<type, std::optional<timestamp>>) {
        value = time_of(part);
      } else {
        value = std::string(part);
      }
    }
  });
  return row;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::as_text(data, size);

  std::string written;
  append_json_string(written, text);
  LEADCORE_FUZZ_CHECK(written == slow_json_string(text));
  boost::json::error_code ec;
  const boost::json::value tree = boost::json::parse(written, ec);
  LEADCORE_FUZZ_CHECK(!ec && std::string_view(tree.as_string()) == with_replacements(text));

  page_of<lead> page{{},
                     paginate(number_of(text.substr(0, 8)), {number_of(text.substr(0, 3)), 50})};
  for (std::string_view rest = text; !rest.empty();) {
    page.data.push_back(take_row(rest));
  }
  const std::string wrong = judge_writing(page);
  if (!wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
  }
  LEADCORE_FUZZ_CHECK(wrong.empty());
  return 0;
}
