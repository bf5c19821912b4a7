// SPDX-License-Identifier: BSL-1.0
#include "mixed_flags.hpp"

std::string ask_library_compiled_for_avx2() {
  return ask_library();
}
