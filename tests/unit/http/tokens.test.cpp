// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/tokens.hpp>

#include "support/catch.hpp"
#include "support/organisation.hpp"
#include "support/token_history.hpp"

#include <array>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;

struct counting_hash {
  int* calls;
  auto operator()(std::string_view text) const {
    ++*calls;
    return test_hash{}(text);
  }
};

[[nodiscard]] timestamp at(std::string_view text) {
  return parse_timestamp(text).value();
}
[[nodiscard]] std::array<std::uint8_t, 32> bytes(std::uint8_t first) {
  std::array<std::uint8_t, 32> made{};
  std::iota(made.begin(), made.end(), first);
  return made;
}

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
  digest_authenticator<counting_hash> keys(counting_hash{&calls});
  CHECK_FALSE(keys.authenticate("key-a").has_value());
  const test_hash hash;
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
  digest_authenticator<counting_hash> keys(counting_hash{&calls});
  const auto digest = test_hash{}("key");
  keys.add(digest, {organisation("old"), {"leads.read"}});
  keys.add(digest, {organisation("new"), {}});
  CHECK(keys.authenticate("key") == principal{organisation("new"), {}});
}

TEST_CASE("a test token is valid for exactly one hour", "[tokens]") {
  test_tokens<test_hash> tokens;
  const organisation_member ann{organisation("acme"), "ann", {"DEVELOPER"}, {"DEVELOPER_API"}};
  const auto issued = tokens.issue(ann, bytes(0), at("2026-05-01T10:00:00.000Z"));
  REQUIRE(issued.has_value());
  const std::string& token = (*issued).text;
  CHECK(token == "lct_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  CHECK((*issued).expires_at == at("2026-05-01T11:00:00.000Z"));
  CHECK_FALSE(tokens.authenticate(token, at("2026-05-01T09:59:59.999Z")).has_value());
  const principal holder{organisation("acme"), {"leads.read"}};
  CHECK(tokens.authenticate(token, at("2026-05-01T10:00:00.000Z")) == holder);
  CHECK(tokens.authenticate(token, at("2026-05-01T10:59:59.999Z")) == holder);
  CHECK_FALSE(tokens.authenticate(token, at("2026-05-01T11:00:00.000Z")).has_value());
  CHECK(tokens.at(at("2026-05-01T10:30:00Z")).authenticate(token) == holder);
}

TEST_CASE("a test token needs the permission and the feature", "[tokens]") {
  test_tokens<test_hash> tokens;
  const timestamp now = at("2026-05-01T10:00:00Z");
  const auto refusal = [&](std::vector<std::string> permissions,
                           std::vector<std::string> features) {
    const auto given =
        tokens.issue({organisation("acme"), "ann", permissions, features}, bytes(0), now);
    REQUIRE_FALSE(given.has_value());
    return given.error();
  };
  CHECK(refusal({}, {}) == test_token_errc::permission_missing);
  CHECK(refusal({"developer"}, {"DEVELOPER_API"}) == test_token_errc::permission_missing);
  CHECK(refusal({"DEVELOPER"}, {}) == test_token_errc::feature_missing);
  CHECK(refusal({"DEVELOPER"}, {"DEVELOPER"}) == test_token_errc::feature_missing);
  CHECK(tokens.size() == 0);
}

TEST_CASE("random bytes that repeat give no second token", "[tokens]") {
  test_tokens<test_hash> tokens;
  const timestamp now = at("2026-05-01T10:00:00Z");
  const organisation_member ann{organisation("acme"), "ann", {"DEVELOPER"}, {"DEVELOPER_API"}};
  const organisation_member bob{organisation("globex"), "bob", {"DEVELOPER"}, {"DEVELOPER_API"}};
  const auto first = tokens.issue(ann, bytes(0), now);
  REQUIRE(first.has_value());
  const auto second = tokens.issue(bob, bytes(0), now);
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error() == test_token_errc::random_repeated);
  CHECK(tokens.authenticate((*first).text, now)->organisation == organisation("acme"));
}

TEST_CASE("a member has the latest test tokens, and expired ones are forgotten", "[tokens]") {
  test_tokens<test_hash> tokens;
  const timestamp now = at("2026-05-01T10:00:00Z");
  const organisation_member ann{organisation("acme"), "ann", {"DEVELOPER"}, {"DEVELOPER_API"}};
  std::vector<std::string> issued;
  for (std::uint8_t i = 0; i < max_test_tokens + 2; ++i) {
    const auto given = tokens.issue(ann, bytes(i), now);
    REQUIRE(given.has_value());
    issued.push_back((*given).text);
  }
  CHECK(tokens.size() == max_test_tokens);
  for (std::size_t i = 0; i < issued.size(); ++i) {
    CHECK(tokens.authenticate(issued[i], now).has_value() == (i >= 2));
  }
  CHECK(tokens.issue(ann, bytes(99), at("2026-05-01T11:00:00Z")).has_value());
  CHECK(tokens.size() == 1);
}

TEST_CASE("a revoked test token is not valid", "[tokens]") {
  test_tokens<test_hash> tokens;
  const timestamp now = at("2026-05-01T10:00:00Z");
  const organisation_member ann{organisation("acme"), "ann", {"DEVELOPER"}, {"DEVELOPER_API"}};
  const organisation_member namesake{
      organisation("globex"), "ann", {"DEVELOPER"}, {"DEVELOPER_API"}};
  std::vector<std::string> texts;
  for (std::uint8_t i = 0; i < 4; ++i) {
    texts.push_back(tokens.issue(i < 3 ? ann : namesake, bytes(i), now).value().text);
  }
  CHECK(tokens.revoke(texts[0]));
  CHECK_FALSE(tokens.revoke(texts[0]));
  CHECK_FALSE(tokens.authenticate(texts[0], now).has_value());
  CHECK(tokens.revoke_all(ann.organisation, ann.id) == 2);
  CHECK_FALSE(tokens.authenticate(texts[1], now).has_value());
  CHECK(tokens.authenticate(texts[3], now).has_value());
}
