// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/order.hpp>

#include "support/catch.hpp"
#include "support/vector_reader.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

timestamp time_of(std::string_view text) {
  const auto parsed = parse_timestamp(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

std::vector<std::string> ids(const std::vector<lead>& leads) {
  std::vector<std::string> out;
  for (const lead& each : leads) {
    out.push_back(each.id);
  }
  return out;
}

} // namespace

TEST_CASE("leads are ordered as the vectors say, from every input order") {
  for (const auto& each : LEADCORE_VECTORS("order.tsv")) {
    INFO(each.where());
    std::vector<lead> leads;
    for (const std::string& row : split(each["rows"], ';')) {
      const auto parts = split(row, ',');
      REQUIRE(parts.size() == 3);
      lead one{.id = parts[0], .created_at = time_of(parts[2])};
      if (parts[1] != "-") {
        one.next_call_at = time_of(parts[1]);
      }
      leads.push_back(one);
    }
    const auto by_id = [](const lead& a, const lead& b) { return a.id < b.id; };
    std::sort(leads.begin(), leads.end(), by_id);
    const auto expected = [&](std::string_view column) {
      const std::string& text = each[column];
      return split(text, text.find('|') == std::string::npos ? ' ' : '|');
    };
    do {
      auto sorted = leads;
      std::sort(sorted.begin(), sorted.end(), lead_order);
      CHECK(ids(sorted) == expected("nullsLast"));
      std::sort(sorted.begin(), sorted.end(), lead_order.with(nulls_first));
      CHECK(ids(sorted) == expected("nullsFirst"));
    } while (std::next_permutation(leads.begin(), leads.end(), by_id));
  }
}

TEST_CASE("the order compares rows of different types") {
  const lead owned{.id = "b", .next_call_at = time_of("2026-01-01T00:00:00Z")};
  const lead_view borrowed{.id = "a"};
  CHECK(lead_order(owned, borrowed)); // the other has no next call
  CHECK_FALSE(lead_order(borrowed, owned));
  CHECK(lead_order(borrowed, std::cref(owned)) == lead_order(borrowed, owned));
  CHECK(lead_order.with(nulls_first)(borrowed, owned));
}
