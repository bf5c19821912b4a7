// SPDX-License-Identifier: BSL-1.0
// An older language standard is refused by the first message, which says how to ask for C++20.
// bad with: -std=c++17
// expect: leadcore needs C\+\+20: -std=c\+\+20

#include <leadcore/http.hpp>
#include <leadcore/index.hpp>
#include <leadcore/leadcore.hpp>
#include <leadcore/sql.hpp>

int main() {
  return leadcore::version.empty() ? 1 : 0;
}
