// SPDX-License-Identifier: BSL-1.0
// Bytes make rows of an endpoint of a user's own and a history. After each change an index answers
// as list() does over a plain vector, and as the reference of the kit does: for each filter the
// query for the values of the row before and after it, and a drawn query. The first byte chooses
// the kind of rows, the second how many bytes are the history.

#include "fuzz.hpp"
#include "support/endpoints.hpp"

#include <leadcore/index.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/testing/drawing.hpp>
#include <leadcore/testing/laws.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace leadcore;
using contacts = crm::endpoint;
using page_type = testing::basic_plain_page<contacts>;

/// An index that checks itself against list().
class checked_index {
 public:
  void upsert(const crm::contact& row) {
    LEADCORE_FUZZ_CHECK(index_.upsert(row) == model_.insert_or_assign(row.id, row).second);
  }
  void erase(std::string_view id) {
    LEADCORE_FUZZ_CHECK(index_.erase(id) == (model_.erase(std::string(id)) != 0));
  }
  [[nodiscard]] page_type list(const crm::query& query) const {
    std::vector<crm::contact> rows;
    for (const auto& [id, row] : model_) {
      rows.push_back(row);
    }
    LEADCORE_FUZZ_CHECK(index_.size() == rows.size());
    for (const null_placement nulls : {nulls_last, nulls_first}) {
      LEADCORE_FUZZ_CHECK(
          testing::to_plain_page<contacts>(index_.list(query, nulls)) ==
          testing::to_plain_page<contacts>(leadcore::list<contacts>(rows, query, nulls)));
    }
    page_type page = testing::to_plain_page<contacts>(index_.list(query));
    LEADCORE_FUZZ_CHECK(page ==
                        testing::to_plain_page<contacts>(leadcore::list<contacts>(rows, query)));
    return page;
  }

 private:
  basic_index<contacts> index_;
  std::map<std::string, crm::contact> model_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3 || size > 4096) {
    return 0;
  }
  const auto kind = data[0] % 2 == 0 ? testing::record_kind::valid : testing::record_kind::hostile;
  const std::size_t steps = std::min<std::size_t>(size - 2, data[1]);
  const testing::tape history(data + 2, data + 2 + steps);
  const testing::tape choices(data + 2 + steps, data + size);
  const auto drawn = testing::draw_scenario<contacts>(choices, kind);
  checked_index index;
  const testing::verdict judged = testing::history_laws<contacts>(
      {[&](const crm::contact& row) { index.upsert(row); },
       [&](std::string_view id) { index.erase(id); },
       [&](const crm::query& query) { return index.list(query); }},
      testing::draw_history<contacts>(history, drawn.rows), choices);
  if (!judged.holds()) {
    std::fprintf(stderr, "%s\n", judged.text().c_str());
  }
  LEADCORE_FUZZ_CHECK(judged.holds());
  return 0;
}
