// SPDX-License-Identifier: BSL-1.0
#include <leadcore/leadcore.hpp>

std::string first_answer(const std::vector<leadcore::lead>& leads) {
  return leadcore::to_json(leadcore::list(leads, leadcore::lead_query{}));
}
