// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_ODR_MIXED_FLAGS_HPP
#define LEADCORE_TESTS_ODR_MIXED_FLAGS_HPP

// Calls of the library from two translation units compiled for different processors.

#include <leadcore/index/lead_index.hpp>
#include <leadcore/leadcore.hpp>
#include <leadcore/text/byte_search.hpp>

#include <string>
#include <string_view>
#include <vector>

/// A text that is the same in every translation unit, whatever its target processor.
static inline std::string ask_library() { // static: each translation unit compiles its own
  // Spans several blocks of 32 bytes, with the match at the end.
  const std::string long_name = std::string(150, 'x') + " Gro\u00df & S\u00f6hne";
  std::vector<leadcore::lead> leads(3);
  for (std::size_t i = 0; i < leads.size(); ++i) {
    leads[i].id = std::string(1, static_cast<char>('1' + i));
    leads[i].name = i == 1 ? long_name : "Jane";
  }
  const auto query = leadcore::parse_query("search=GROSS");
  leadcore::lead_index index;
  index.assign(leads);
  leads[0].name = long_name;
  index.upsert(leads[0]);

  std::string answer = leadcore::fold(long_name);
  answer += leadcore::contains_folded(long_name, "gross & s\u00f6hne") ? "; found" : "; missed";
  answer += "; at " + std::to_string(leadcore::detail::find_bytes(long_name, "& S", 0));
  answer += "; list " + leadcore::to_json(leadcore::list(leads, *query));
  answer += "; index " + leadcore::to_json(index.list(*query));
  return answer;
}

std::string ask_library_compiled_for_any_processor();
std::string ask_library_compiled_for_avx2();

#endif
