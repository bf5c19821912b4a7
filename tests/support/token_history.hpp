// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_TOKEN_HISTORY_HPP
#define LEADCORE_TESTS_SUPPORT_TOKEN_HISTORY_HPP

#include <leadcore/http/tokens.hpp>

#include "support/organisation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::test_support {

/// A hash for tests only: FNV-1a.
struct test_hash {
  std::array<std::uint8_t, 8> operator()(std::string_view text) const {
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

/// Members of two organisations that differ in what they may; equal ids are in both.
[[nodiscard]] inline const std::vector<organisation_member>& token_members() {
  static const std::vector<organisation_member> members = [] {
    const std::vector<std::string> granted{"LEADS", "DEVELOPER"};
    const std::vector<std::string> enabled{"DEVELOPER_API", "OTHER"};
    std::vector<organisation_member> made;
    for (const std::string_view of : {"acme", "globex"}) {
      made.push_back({organisation(of), "ann", granted, enabled});
      made.push_back({organisation(of), "ben", {"DEVELOPER"}, {"DEVELOPER_API"}});
      made.push_back({organisation(of), "cleo", {"LEADS", "developer", "DEVELOPERS"}, enabled});
    }
    made.push_back({organisation("initech"), "ann", granted, {"DEVELOPER", "DEVELOPER_AP"}});
    made.push_back({organisation("initech"), "dora", {}, {}});
    return made;
  }();
  return members;
}

/// Test tokens beside a naive model: every token ever issued, in plain text, with its owner and its
/// times. Each step changes both, compares every answer, and returns what differs; empty for
/// nothing.
class token_history {
 public:
  /// One step, as four bytes say: what, of whom, which random bytes, how far the clock moves.
  [[nodiscard]] std::string step(std::uint8_t what, std::uint8_t whose, std::uint8_t random,
                                 std::uint8_t move) {
    move_clock(move);
    const organisation_member& owner = token_members()[whose % token_members().size()];
    switch (what % 8) {
    case 0: {
      const std::string token = issued_.empty() ? "x" : issued_[whose % issued_.size()].text;
      const bool there =
          std::erase_if(issued_, [&](const auto& each) { return each.text == token; });
      return tested_.revoke(token) == there ? compare() : "revoke";
    }
    case 1: {
      const std::size_t there =
          std::erase_if(issued_, [&](const auto& each) { return is_of(each, owner); });
      return tested_.revoke_all(owner.organisation, owner.id) == there ? compare() : "revoke_all";
    }
    case 2:
      return compare();
    default:
      return issue(owner, random);
    }
  }

 private:
  struct model_token {
    std::string text;
    std::string organisation;
    std::string id;
    timestamp issued_at;
  };
  static constexpr std::int64_t hour = 60 * 60 * 1000;

  [[nodiscard]] static bool is_of(const model_token& token, const organisation_member& owner) {
    return token.organisation == owner.organisation.view() && token.id == owner.id;
  }
  [[nodiscard]] std::int64_t age(const model_token& token) const {
    return now_.milliseconds_since_epoch() - token.issued_at.milliseconds_since_epoch();
  }

  /// To just before, at or after the end of an issued token's hour; by some minutes; to an end of
  /// time; or back.
  void move_clock(std::uint8_t move) {
    std::int64_t to = now_.milliseconds_since_epoch();
    if (move < 96 && !issued_.empty()) {
      to = issued_[move / 3 % issued_.size()].issued_at.milliseconds_since_epoch() + hour +
           move % 3 - 1;
    } else if (move < 224) {
      to += (move - 96) * std::int64_t{60'000};
    } else if (move < 248) {
      to -= (move - 224) * std::int64_t{600'001};
    } else if (move >= 254) {
      to = (move == 255 ? timestamp::max() : timestamp::min()).milliseconds_since_epoch();
    }
    now_ = timestamp::from_milliseconds(to).value_or(now_);
  }

  [[nodiscard]] std::string issue(const organisation_member& owner, std::uint8_t random) {
    std::array<std::uint8_t, 32> bytes{};
    bytes[random % 32U] = static_cast<std::uint8_t>(random + 1U); // 256 different ones
    bytes[(random + 1U) % 32U] = random;
    const auto given = tested_.issue(owner, bytes, now_);
    const bool has_permission = std::ranges::count(owner.permissions, "DEVELOPER") > 0;
    const bool has_feature = std::ranges::count(owner.organisation_features, "DEVELOPER_API") > 0;
    if (!has_permission || !has_feature) {
      return !given.has_value() &&
                     given.error() == (has_permission ? test_token_errc::feature_missing
                                                      : test_token_errc::permission_missing)
                 ? compare()
                 : "a member gets a token without permission and feature";
    }
    const std::string text = token_text(bytes);
    if (std::ranges::count(issued_, text, &model_token::text) > 0) {
      return !given.has_value() && given.error() == test_token_errc::random_repeated
                 ? compare()
                 : "random bytes repeat";
    }
    if (!given.has_value() || (*given).text != text) {
      return "a member gets no token, or another";
    }
    std::erase_if(issued_, [&](const auto& each) { return is_over(each); });
    if (std::ranges::count_if(issued_, [&](const auto& each) { return is_of(each, owner); }) == 8) {
      issued_.erase(
          std::ranges::find_if(issued_, [&](const auto& each) { return is_of(each, owner); }));
    }
    issued_.push_back({text, std::string(owner.organisation.view()), owner.id, now_});
    const std::int64_t lifetime =
        (*given).expires_at.milliseconds_since_epoch() - now_.milliseconds_since_epoch();
    return lifetime == hour || (*given).expires_at == timestamp::max() ? compare() : "expires_at";
  }

  /// The form of a token, from its documentation: 256 bits, six a character.
  [[nodiscard]] static std::string token_text(const std::array<std::uint8_t, 32>& bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text = "lct_";
    for (std::size_t bit = 0; bit < 256; bit += 6) {
      unsigned value = 0;
      for (std::size_t at = bit; at < bit + 6; ++at) {
        value = value * 2 + (at < 256 ? bytes[at / 8] >> (7 - at % 8) & 1U : 0U);
      }
      text += digits[value];
    }
    return text;
  }

  [[nodiscard]] bool is_over(const model_token& token) const {
    return age(token) >= hour || now_ == timestamp::max(); // no later instant has a timestamp
  }

  /// Every token of the model, and texts that are none, as the clock stands.
  [[nodiscard]] std::string compare() const {
    if (tested_.size() != issued_.size()) {
      return "size";
    }
    for (const model_token& each : issued_) {
      std::optional<principal> expected;
      if (age(each) >= 0 && !is_over(each)) {
        expected = principal{organisation(each.organisation), {"leads.read"}};
      }
      if (tested_.authenticate(each.text, now_) != expected ||
          tested_.at(now_).authenticate(each.text) != expected) {
        return "authenticate " + each.text;
      }
      for (const std::string& wrong :
           {each.text + "A", each.text.substr(1), each.text.substr(0, 46)}) {
        if (tested_.authenticate(wrong, now_)) {
          return "another text is a token";
        }
      }
    }
    return {};
  }

  test_tokens<test_hash> tested_;
  std::vector<model_token> issued_; // in order
  timestamp now_ = parse_timestamp("2026-05-01T00:00:00Z").value();
};

} // namespace leadcore::test_support

#endif
