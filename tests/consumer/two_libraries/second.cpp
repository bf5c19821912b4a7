// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>

std::string second_answer(const std::vector<leadcore::lead>& leads) {
  return leadcore::to_json(leadcore::list_references(leads, leadcore::lead_query{}));
}
