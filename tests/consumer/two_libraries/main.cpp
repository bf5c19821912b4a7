// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/lead.hpp>

std::string first_answer(const std::vector<leadcore::lead>& leads);
std::string second_answer(const std::vector<leadcore::lead>& leads);

int main() {
  const std::vector<leadcore::lead> leads(2, leadcore::lead{.id = "1", .name = "Jane"});
  return first_answer(leads) == second_answer(leads) ? 0 : 1;
}
