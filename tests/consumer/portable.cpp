// SPDX-License-Identifier: BSL-1.0
// The stand-ins for what g++ and clang have and other compilers may not: built without builtins for
// prefetching and, by -U__SSE2__, with blocks of a machine word.

#include <algorithm>
#include <array>
#include <atomic>
#include <concepts>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>
#undef __has_builtin

#include <leadcore/index.hpp>
#include <leadcore/leadcore.hpp>

#include <cstdio>
#include <string_view>

#define STRING_OF(name) #name
#define STRING(macro) STRING_OF(macro)
static_assert(std::string_view(STRING(LEADCORE_ABI)).ends_with("_word"));

int main() {
  std::vector<leadcore::lead> leads;
  for (int i = 0; i < 500; ++i) {
    const std::string number = std::to_string(i * 7919 % 500);
    leads.push_back(
        {.id = number,
         .name = (i % 3 == 0 ? "Groß & Söhne " : "ACME long enough for a block ") + number,
         .phones = {"+1415555" + std::to_string(1000 + i)},
         .status = i % 2 == 0 ? leadcore::lead_status::qualified : leadcore::lead_status::lost});
  }
  leadcore::lead_index index;
  index.assign(leads);
  for (const char* const text : {"", "search=gross", "status=LOST&search=BLOCK%2041&pageSize=7",
                                 "search=%2B14155551&page=3", "search=none"}) {
    const auto query = leadcore::parse_query(text);
    if (!query ||
        leadcore::to_json(index.list(*query)) != leadcore::to_json(leadcore::list(leads, *query))) {
      std::printf("another answer to %s\n", text);
      return 1;
    }
  }
  return 0;
}
