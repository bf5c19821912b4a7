// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/base64url.hpp>

#include <string>

namespace {

using namespace leadcore::detail;

static_assert(base64url_alphabet.size() == 64);
// clang cannot evaluate the std::string of libstdc++ 12 in constant expressions; the unit tests run
// the same cases.
#if !defined(__clang__)
static_assert(to_base64url("") == "" && to_base64url("\xFB\xFF") == "-_8");
static_assert([] {
  std::string bytes;
  return decode_base64url("-_8", bytes) == 3 && bytes == "\xFB\xFF";
}());
static_assert([] {
  std::string bytes;
  return decode_base64url("-_8=", bytes) == 3 && decode_base64url("=", bytes) == 0;
}());
#endif

} // namespace
