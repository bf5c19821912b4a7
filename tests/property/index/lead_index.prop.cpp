// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/leads.hpp"
#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

using rows_type = std::vector<lead>;

/// An index over rows, filled in one go.
snapshot_page list_with_index(const rows_type& rows, const lead_query& query) {
  return lead_index(rows).list(query);
}
/// The same rows, one by one and changed on the way.
snapshot_page list_with_grown_index(const rows_type& rows, const lead_query& query) {
  lead_index index;
  for (const lead& row : rows) {
    lead draft = row;
    draft.name += " draft";
    draft.next_call_at.reset();
    draft.assigned_to_id = "someone else";
    index.upsert(draft);
  }
  index.upsert(lead{.id = "not there in the end"});
  for (const lead& row : rows) {
    index.upsert(row);
  }
  index.erase("not there in the end");
  return index.list(query);
}

using model_type = std::map<std::string, lead>;

std::optional<lead> find_in(const model_type& model, const std::string& id) {
  const auto found = model.find(id);
  return found == model.end() ? std::nullopt : std::optional(found->second);
}

/// A row of the pool; or the row that is present with one value of that; or all its values with
/// another id.
lead draw_change(const rows_type& pool, const lead& row, const std::optional<lead>& present) {
  const lead other = pool[*rc::gen::inRange<std::size_t>(0, pool.size())];
  lead changed = present.value_or(row);
  switch (*rc::gen::inRange(0, 7)) {
  case 0:
    changed.status = other.status;
    break;
  case 1:
    changed.assigned_to_id = other.assigned_to_id;
    break;
  case 2:
    changed.next_call_at = other.next_call_at;
    break;
  case 3:
    changed.name = other.name;
    break;
  case 4:
    changed.notes = other.notes;
    break;
  case 5:
    changed = other;
    changed.id = row.id;
    break;
  default:
    changed = row;
  }
  return changed;
}

/// Asks for every combination of filters that a row passes.
void require_filters(const lead_index& index, const rows_type& all,
                     const std::optional<lead>& row) {
  if (row.has_value()) {
    for (const lead_query& query : test_support::filters_of(*row)) {
      require(equals_reference(
          [&](const rows_type&, const lead_query& asked) { return index.list(asked); }, all,
          query));
    }
  }
}

} // namespace

TEST_CASE("an index obeys the laws of a list") {
  rc::prop("filled in one go", obeys_list_laws(list_with_index));
  rc::prop("filled one by one", obeys_list_laws(list_with_grown_index));
  rc::prop("nulls first", obeys_list_laws(
                              [](const rows_type& rows, const lead_query& query) {
                                return lead_index(rows).list(query, nulls_first);
                              },
                              nulls_first));
  rc::prop("rows that are no valid leads",
           obeys_list_laws(list_with_index, nulls_last, lead_kind::hostile));
  rc::prop("a snapshot as a range of rows",
           obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             const lead_snapshot snapshot = lead_index(rows).snapshot();
             const auto page = list_references(snapshot, query);
             return to_plain_page(page);
           }));
}

TEST_CASE("an index is a vector that was changed in the same way") {
  rc::prop("any history: every answer on the way is list()'s, and snapshots stay as they were", [] {
    const auto pool = *lead_sets(lead_kind::valid, 12);
    lead_index index;
    model_type model;
    const auto rows = [&] {
      rows_type all;
      for (const auto& [id, row] : model) {
        all.push_back(row);
      }
      return all;
    };
    std::vector<std::pair<lead_snapshot, rows_type>> kept;
    const int steps = *rc::gen::inRange(1, 25);
    for (int step = 0; step < steps && !pool.empty(); ++step) {
      lead row = pool[*rc::gen::inRange<std::size_t>(0, pool.size())];
      const int kind = *rc::gen::inRange(0, 8);
      if (kind >= 3) { // one value of the lead changes, or several
        row = draw_change(pool, row, find_in(model, row.id));
      }
      const std::optional<lead> before = find_in(model, row.id);
      switch (kind) {
      case 0:
        RC_ASSERT(index.erase(row.id) == (model.erase(row.id) != 0));
        break;
      case 1:
        kept.emplace_back(index.snapshot(), rows());
        break;
      case 2:
        index.assign(rows());
        break;
      default:
        RC_ASSERT(index.upsert(row) == model.insert_or_assign(row.id, row).second);
      }
      RC_ASSERT(index.size() == model.size());
      const rows_type all = rows();
      require_filters(index, all, before);
      require_filters(index, all, find_in(model, row.id));
      const lead_query query = draw_query(drawing(*query_tapes()), all);
      require(equals_reference(
          [&](const rows_type&, const lead_query& asked) { return index.list(asked); }, all,
          query));
      const auto found = index.find(row.id);
      RC_ASSERT((found != nullptr) == model.contains(row.id));
      if (found != nullptr) {
        RC_ASSERT(equal_leads(*found, model.at(row.id)));
      }
    }
    for (const auto& [snapshot, then] : kept) {
      const lead_query query = draw_query(drawing(*query_tapes()), then);
      require(equals_reference(
          [&](const rows_type&, const lead_query& asked) { return snapshot.list(asked); }, then,
          query));
      RC_ASSERT(snapshot.size() == then.size());
    }
  });
}
