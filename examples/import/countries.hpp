// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_COUNTRIES_HPP
#define LEADCORE_EXAMPLES_IMPORT_COUNTRIES_HPP

// The code of a country from the text of a country column.

#include "country_names.hpp"

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/fold.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace demo {

/// The key by which names of countries are compared: folded, "&" as "and", without spaces, ASCII
/// punctuation and the typographic apostrophe. tools/country_names.py computes the same.
[[nodiscard]] inline std::string country_key(std::string_view name) {
  const std::string folded = leadcore::fold(name);
  std::string key;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    if (c == '&') {
      key += "and";
    } else if (std::string_view(folded).substr(i).starts_with("\u2019")) {
      i += 2;
    } else if (leadcore::detail::is_alnum(c) || !leadcore::detail::is_ascii(c)) {
      key += c;
    }
  }
  return key;
}

/// The two-letter code of a country by its code (two or three letters) or one of its names: in
/// English with the usual variants, in six more languages, and in its own. Nothing for any other
/// text.
[[nodiscard]] inline std::optional<std::string_view> find_country(std::string_view name) {
  const std::string key = country_key(name);
  const auto at =
      std::ranges::lower_bound(detail::country_names, key, {}, &detail::country_name::key);
  if (at == detail::country_names.end() || at->key != key) {
    return std::nullopt;
  }
  return at->code;
}

} // namespace demo

#endif
