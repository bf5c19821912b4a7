// SPDX-License-Identifier: BSL-1.0
#include "mixed_flags.hpp"

#include <cstdio>

std::string ask_library_compiled_for_any_processor() {
  return ask_library();
}

int main() {
  const std::string any = ask_library_compiled_for_any_processor();
  const std::string avx2 = ask_library_compiled_for_avx2();
  const std::string folded = std::string(150, 'x') + " gross & s\u00f6hne; found; at 157; list {";
  if (any != avx2 || !any.starts_with(folded) || any.find("\"total\":2") == std::string::npos) {
    std::printf("for any processor: %s\nfor AVX2: %s\n", any.c_str(), avx2.c_str());
    return 1;
  }
  return 0;
}
