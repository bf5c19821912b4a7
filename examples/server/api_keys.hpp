// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_API_KEYS_HPP
#define LEADCORE_EXAMPLES_SERVER_API_KEYS_HPP

// API keys of a file or of the environment.

#include "import/text.hpp"
#include "sha256.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/tokens.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/text/result.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace demo {

using api_keys = leadcore::digest_authenticator<sha256_hash>;

namespace detail {

/// 64 hexadecimal digits as a digest.
[[nodiscard]] inline std::optional<sha256_digest> parse_digest(std::string_view text) {
  sha256_digest digest{};
  if (text.size() != 2 * digest.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const char* const end = text.data() + 2 * i + 2;
    if (std::from_chars(end - 2, end, digest[i], 16).ptr != end) {
      return std::nullopt;
    }
  }
  return digest;
}

} // namespace detail

/// Adds the keys of a text with one in each line: "KEY [ORGANISATION [SCOPE,...]]", where KEY may
/// be "sha256:" and the digest of the key in hexadecimal. Empty lines and lines that begin with #
/// are skipped.
/// @param otherwise  organisation and scopes of lines without their own
/// @return the number of keys, or what is wrong in which line; never a key.
[[nodiscard]] inline leadcore::result<std::size_t, std::string>
add_api_keys(api_keys& to, std::string_view text, const leadcore::principal& otherwise) {
  std::size_t count = 0;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = trim(text.substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    const auto wrong = [number](std::string_view what) {
      return leadcore::fail("line " + std::to_string(number) + ": " + std::string(what));
    };
    const auto words = split(line, " \t");
    const std::string_view key = words[0];
    leadcore::principal who = otherwise;
    if (words.size() > 3) {
      return wrong("there are at most a key, an organisation and its scopes");
    }
    if (std::ranges::any_of(key, [](char c) { return c <= ' ' || c > '~'; })) {
      return wrong("a key consists of visible ASCII characters");
    }
    if (words.size() > 1) {
      who.organisation = leadcore::parse_organisation_id(words[1]).value(); // a word is not empty
    }
    if (words.size() > 2) {
      who.scopes.clear();
      for (const std::string_view scope : split(words[2], ",")) {
        who.scopes.emplace_back(scope);
      }
    }
    constexpr std::string_view digest_prefix = "sha256:";
    if (key.starts_with(digest_prefix)) {
      const auto digest = detail::parse_digest(key.substr(digest_prefix.size()));
      if (!digest) {
        return wrong("sha256: needs 64 hexadecimal digits");
      }
      to.add(*digest, std::move(who));
    } else {
      to.add(sha256(key), std::move(who));
    }
    ++count;
  }
  return count;
}

} // namespace demo

#endif
