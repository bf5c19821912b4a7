// SPDX-License-Identifier: BSL-1.0
// Bytes make leads, a query and a history. After each change an index answers every combination of
// filters of the row before and after it as list() does over a plain vector; in the end it answers
// the query, and so does a snapshot from the middle. The first byte chooses the kind of leads and
// how many bytes are the history.

#include "fuzz.hpp"
#include "support/leads.hpp"

#include <leadcore/index.hpp>
#include <leadcore/testing/drawing.hpp>
#include <leadcore/testing/laws.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadcore;
  if (size < 2 || size > 4096) {
    return 0;
  }
  const auto kind = data[0] % 2 == 0 ? testing::lead_kind::valid : testing::lead_kind::hostile;
  const std::size_t steps = std::min<std::size_t>(size - 1, data[0] / 2);
  const testing::tape choices(data + 1 + steps, data + size);
  const testing::scenario drawn = testing::draw_scenario(choices, kind);
  if (drawn.rows.empty()) {
    return 0;
  }

  lead_index index;
  std::map<std::string, lead> model;
  const auto rows = [&] {
    std::vector<lead> all;
    for (const auto& [id, row] : model) {
      all.push_back(row);
    }
    return all;
  };
  const auto check = [](const testing::verdict& judged) {
    if (!judged.holds()) {
      std::fprintf(stderr, "%s\n", judged.text().c_str());
    }
    LEADCORE_FUZZ_CHECK(judged.holds());
  };
  const auto check_filters = [&](const lead& row) {
    for (const lead_query& asked : test_support::filters_of(row)) {
      check(testing::equals_reference(
          [&](const auto&, const lead_query& query) { return index.list(query); }, rows(), asked));
    }
  };
  std::optional<lead_snapshot> middle;
  std::vector<lead> then;
  for (std::size_t i = 0; i < steps; ++i) {
    const std::uint8_t step = data[1 + i];
    lead row = drawn.rows[step / 4 % drawn.rows.size()];
    const auto found = model.find(row.id);
    const std::optional<lead> before =
        found == model.end() ? std::nullopt : std::optional(found->second);
    if (step % 4 == 0) {
      LEADCORE_FUZZ_CHECK(index.erase(row.id) == (model.erase(row.id) != 0));
    } else {
      const lead& other = drawn.rows[i % drawn.rows.size()];
      if (step % 4 == 1) {
        row.name = other.name;
      } else if (step % 4 == 2) {
        row.name = other.name;
        row.next_call_at.reset();
      } else if (before.has_value()) { // one value alone
        row = *before;
        if (step / 4 % 2 == 0) {
          row.status = other.status;
        } else {
          row.assigned_to_id = other.assigned_to_id;
        }
      }
      LEADCORE_FUZZ_CHECK(index.upsert(row) == model.insert_or_assign(row.id, row).second);
      check_filters(row);
    }
    if (before.has_value()) {
      check_filters(*before);
    }
    if (i == steps / 2) {
      middle.emplace(index.snapshot());
      then = rows();
    }
  }
  for (const null_placement nulls : {nulls_last, nulls_first}) {
    check(testing::equals_reference(
        [&](const auto&, const lead_query& query) { return index.list(query, nulls); }, rows(),
        drawn.query, nulls));
    if (middle.has_value()) {
      check(testing::equals_reference(
          [&](const auto&, const lead_query& query) { return (*middle).list(query, nulls); }, then,
          drawn.query, nulls));
    }
  }
  return 0;
}
