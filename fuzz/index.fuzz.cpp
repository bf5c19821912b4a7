// SPDX-License-Identifier: BSL-1.0
// Bytes encode leads, a query and a history of changes. After the history an index answers like the
// naive list over a plain vector, and so does a snapshot taken halfway. The first byte chooses the
// kind of leads and the length of the history.

#include "fuzz.hpp"

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
  std::optional<lead_snapshot> middle;
  std::vector<lead> then;
  for (std::size_t i = 0; i < steps; ++i) {
    const std::uint8_t step = data[1 + i];
    lead row = drawn.rows[step / 4 % drawn.rows.size()];
    if (step % 4 == 0) {
      LEADCORE_FUZZ_CHECK(index.erase(row.id) == (model.erase(row.id) != 0));
    } else {
      row.name = drawn.rows[i % drawn.rows.size()].name;
      row.next_call_at = step % 4 == 1 ? row.next_call_at : std::nullopt;
      LEADCORE_FUZZ_CHECK(index.upsert(row) == model.insert_or_assign(row.id, row).second);
    }
    if (i == steps / 2) {
      middle.emplace(index.snapshot());
      then = rows();
    }
  }
  const auto check = [](const testing::verdict& judged) {
    if (!judged.holds()) {
      std::fprintf(stderr, "%s\n", judged.text().c_str());
    }
    LEADCORE_FUZZ_CHECK(judged.holds());
  };
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
