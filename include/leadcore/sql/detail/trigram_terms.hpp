// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_TRIGRAM_TERMS_HPP
#define LEADCORE_SQL_DETAIL_TRIGRAM_TERMS_HPP

// What to look up in an index of trigrams for a search term. The rows found are candidates: more
// trigrams would leave fewer of them, and take longer to look up.

#include <leadcore/query/search_term.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/sql/detail/storable.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

using namespace leadcore::detail;

/// The first digits of phones are those of many rows, the last ones select.
inline constexpr std::size_t indexed_phone_digits = 5;
inline constexpr std::size_t max_indexed_trigrams = 8;

/// The offsets of the code points of valid UTF-8, and its size.
[[nodiscard]] inline std::vector<std::size_t> code_point_offsets(std::string_view text) {
  std::vector<std::size_t> offsets;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_continuation(text[at])) {
      offsets.push_back(at);
    }
  }
  offsets.push_back(text.size());
  return offsets;
}
[[nodiscard]] inline std::string_view last_code_points(std::string_view text, std::size_t count) {
  const auto offsets = detail::code_point_offsets(text);
  return text.substr(offsets[offsets.size() - 1 - std::min(count, offsets.size() - 1)]);
}

/// Trigrams that every text with a needle has: at most max_indexed_trigrams, evenly spaced, each
/// code point in one of them if they are enough; of a phone each one of the last digits, because
/// numbers have few trigrams, each of which many rows have.
/// @return none if the needle has less than three code points
[[nodiscard]] inline std::vector<std::string_view> indexed_trigrams(std::string_view needle,
                                                                    bool is_phone) {
  const std::string_view part =
      is_phone ? detail::last_code_points(needle, indexed_phone_digits) : needle;
  const auto offsets = detail::code_point_offsets(part);
  const std::size_t count = offsets.size() - 1;
  if (count < 3) {
    return {};
  }
  const std::size_t last = count - 3;
  const std::size_t chosen = is_phone ? last + 1 : std::min((count + 2) / 3, max_indexed_trigrams);
  std::vector<std::string_view> trigrams{part.substr(offsets[last])};
  for (std::size_t i = 0; i + 1 < chosen; ++i) {
    const std::size_t at = last * i / (chosen - 1);
    const std::string_view each = part.substr(offsets[at], offsets[at + 3] - offsets[at]);
    if (std::ranges::find(trigrams, each) == trigrams.end()) {
      trigrams.push_back(each);
    }
  }
  return trigrams;
}

/// A term as a query of FTS5, for the rows that have the trigrams of each phrase.
/// @return empty if trigrams restrict nothing
template <class Term> [[nodiscard]] std::string fts5_terms(const Term& term) {
  std::string out;
  for (const search_phrase& phrase : term.phrases()) {
    std::string any;
    for (const std::string& needle : search_needles<utf8_encoding>(phrase)) {
      if (!is_storable(needle)) {
        continue;
      }
      const auto trigrams = detail::indexed_trigrams(needle, phrase.phone().active());
      if (trigrams.empty()) { // any row may contain the needle
        any.clear();
        break;
      }
      any += any.empty() ? "(" : " OR (";
      for (const std::string_view& each : trigrams) {
        any += &each == trigrams.data() ? "\"" : " AND \"";
        for (const char c : each) {
          any += c;
          any += c == '"' ? "\"" : "";
        }
        any += '"';
      }
      any += ')';
    }
    if (!any.empty()) {
      out += (out.empty() ? "(" : " AND (") + any + ")";
    }
  }
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
