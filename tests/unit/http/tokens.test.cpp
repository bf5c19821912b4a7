// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/tokens.hpp>

#include "support/catch.hpp"
#include "support/organisation.hpp"

#include <array>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>

namespace {

using namespace leadcore;
using leadcore::test_support::organisation;

/// A hash for tests only: FNV-1a. Counts its calls.
struct test_hash {
  int* calls;
  std::array<std::uint8_t, 8> operator()(std::string_view text) const {
    ++*calls;
    std::uint64_t state = 0xcbf29ce484222325U;
    for (const char c : text) {
      state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    std::array<std::uint8_t, 8> digest{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
      digest[i] = static_cast<std::uint8_t>(state >> 8 * i);
    }
    return digest;
  }
};

} // namespace

TEST_CASE("digests are equal when every byte is, wherever they differ", "[tokens]") {
  std::array<std::uint8_t, 32> digest{};
  std::iota(digest.begin(), digest.end(), std::uint8_t{250}); // wraps
  CHECK(equal_in_constant_time(digest, digest));
  for (std::size_t i = 0; i < digest.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto other = digest;
      other[i] = static_cast<std::uint8_t>(other[i] ^ 1U << bit);
      CHECK_FALSE(equal_in_constant_time(digest, other));
      CHECK_FALSE(equal_in_constant_time(other, digest));
    }
  }
  CHECK(equal_in_constant_time(std::array<std::uint8_t, 0>{}, std::array<std::uint8_t, 0>{}));
}

TEST_CASE("a key is identified by its digest", "[tokens]") {
  int calls = 0;
  digest_authenticator<test_hash> keys(test_hash{&calls});
  CHECK_FALSE(keys.authenticate("key-a").has_value());
  const test_hash hash{&calls};
  const principal a{organisation("org-a"), {"leads.read"}};
  const principal b{organisation("org-b"), {}};
  keys.add(hash("key-a"), a);
  keys.add(hash("key-b"), b);
  calls = 0;
  CHECK(keys.authenticate("key-a") == a);
  CHECK(keys.authenticate("key-b") == b);
  CHECK_FALSE(keys.authenticate("").has_value());
  CHECK_FALSE(keys.authenticate("key").has_value());
  CHECK_FALSE(keys.authenticate("KEY-A").has_value());
  CHECK(calls == 5); // once for each lookup, whatever the result
}

TEST_CASE("adding a digest again changes the principal of the key", "[tokens]") {
  int calls = 0;
  digest_authenticator<test_hash> keys(test_hash{&calls});
  const auto digest = test_hash{&calls}("key");
  keys.add(digest, {organisation("old"), {"leads.read"}});
  keys.add(digest, {organisation("new"), {}});
  CHECK(keys.authenticate("key") == principal{organisation("new"), {}});
}
