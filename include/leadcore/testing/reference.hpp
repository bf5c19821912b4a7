// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_REFERENCE_HPP
#define LEADCORE_TESTING_REFERENCE_HPP

// A second, obvious implementation of the query for the laws to compare with. Slow on purpose.
//
// It restates the rules of docs/spec.md by hand and uses none of the library's declarations
// (search_fields, lead_order, lead_filters, query_parameters), so that a wrong declaration fails a
// law (decision 0061). Of the library it uses the values (lead, lead_query) and fold() of whole
// texts, and nothing that it checks.

#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// An integer that holds every product and sum of two 64-bit integers.
__extension__ typedef unsigned __int128 wide_uint;

/// The pagination by its definition, in 128 bits.
/// @par Source  spec page.2 to page.6.
[[nodiscard]] inline pagination reference_paginate(std::uint64_t total, page_request request) {
  const std::uint64_t page = request.page == 0 ? 1 : request.page; // 0 counts as 1
  pagination out{page, request.page_size, total, 0, false, page > 1};
  if (request.page_size != 0) {
    out.total_pages =
        static_cast<std::uint64_t>((wide_uint{total} + request.page_size - 1) / request.page_size);
  }
  out.has_next_page = page < out.total_pages;
  return out;
}

/// The rows [first, last) of a page out of total rows, in 128 bits.
[[nodiscard]] inline row_slice reference_slice(std::uint64_t total, page_request request) {
  const wide_uint before = request.page == 0 ? 0 : wide_uint{request.page} - 1;
  const wide_uint first = std::min<wide_uint>(before * request.page_size, total);
  const wide_uint last = std::min<wide_uint>(before * request.page_size + request.page_size, total);
  return {static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last)};
}

/// Whether a is before b: nextCallAt ascending, createdAt descending, id ascending by its bytes.
/// @par Source  spec order.1 to order.7.
[[nodiscard]] inline bool reference_before(const lead& a, const lead& b,
                                           null_placement nulls = nulls_last) {
  const auto key = [nulls](const lead& row) {
    const int without_call = nulls == null_placement::first ? 0 : 2;
    return std::tuple(row.next_call_at ? 1 : without_call,
                      row.next_call_at ? row.next_call_at->milliseconds_since_epoch() : 0,
                      -row.created_at.milliseconds_since_epoch(),
                      std::vector<unsigned char>(row.id.begin(), row.id.end()));
  };
  return key(a) < key(b);
}

/// The phone rule: whether a term is found in the digits of a phone.
/// @par Source  spec phone_search.1 to phone_search.7.
[[nodiscard]] inline bool reference_phone_found(std::string_view term, std::string_view phone) {
  const std::string digits = "0123456789";
  const auto only = [](std::string_view text, const std::string& kept) {
    std::string out;
    for (const char c : text) {
      if (kept.find(c) != std::string::npos) {
        out += c;
      }
    }
    return out;
  };
  if (only(term, digits + " +-.()/") != term || only(term, digits).size() < 3) {
    return false;
  }
  const std::string dialled = only(term, digits + "+");
  const std::string asked = only(term, digits);
  const std::string stored = only(phone, digits);
  if (dialled.substr(0, 1) == "+") {
    return stored.substr(0, asked.size()) == asked;
  }
  if (dialled.substr(0, 2) == "00") {
    return stored.substr(0, asked.size() - 2) == asked.substr(2);
  }
  if (stored.find(asked) != std::string::npos) {
    return true;
  }
  return asked.size() >= 7 && asked[0] == '0' && stored.find(asked.substr(1)) != std::string::npos;
}

/// Whether a lead passes the three filters of a query.
/// @par Source  spec match.1 to match.5, search.6 to search.11.
[[nodiscard]] inline bool reference_matches(const lead& row, const lead_query& query) {
  if (query.status && *query.status != row.status) {
    return false;
  }
  if (query.assigned_to.is_unassigned() && row.assigned_to_id) {
    return false;
  }
  if (query.assigned_to.is_member() && row.assigned_to_id != std::string(query.assigned_to.id())) {
    return false;
  }
  const std::string term(query.search.text());
  if (term.empty()) {
    return true;
  }
  std::vector<std::string> values{row.name};
  if (row.company) {
    values.push_back(*row.company);
  }
  values.insert(values.end(), row.emails.begin(), row.emails.end());
  values.insert(values.end(), row.phones.begin(), row.phones.end());
  for (const std::string& value : values) {
    if (fold(value).find(fold(term)) != std::string::npos) {
      return true;
    }
  }
  return std::any_of(row.phones.begin(), row.phones.end(),
                     [&](const std::string& phone) { return reference_phone_found(term, phone); });
}

/// The answer to a query: copies the matching rows, sorts them all, cuts out the page.
/// @pre the ids are distinct
[[nodiscard]] inline page_of<lead> reference_list(const std::vector<lead>& rows,
                                                  const lead_query& query,
                                                  null_placement nulls = nulls_last) {
  std::vector<lead> found;
  for (const lead& row : rows) {
    if (reference_matches(row, query)) {
      found.push_back(row);
    }
  }
  std::sort(found.begin(), found.end(),
            [nulls](const lead& a, const lead& b) { return reference_before(a, b, nulls); });
  const row_slice slice = reference_slice(found.size(), query.page);
  page_of<lead> page;
  for (std::uint64_t i = slice.first; i < slice.last; ++i) {
    page.data.push_back(found[static_cast<std::size_t>(i)]);
  }
  page.pagination = reference_paginate(found.size(), query.page);
  return page;
}

/// A decoded byte and its offset in the raw text.
struct decoded_byte {
  unsigned char byte = 0;
  std::size_t origin = 0;
};

/// The length of the UTF-8 sequence that begins at a byte, or 0. Each line of RFC 3629's grammar is
/// a range of values of the decoded code point.
[[nodiscard]] inline std::size_t reference_utf8_length(const std::vector<decoded_byte>& bytes,
                                                       std::size_t at) {
  struct form {
    unsigned char mask;
    unsigned char mark;
    std::size_t length;
    std::uint32_t least;
  };
  constexpr std::array<form, 4> forms{{{0x80, 0x00, 1, 0},
                                       {0xE0, 0xC0, 2, 0x80},
                                       {0xF0, 0xE0, 3, 0x800},
                                       {0xF8, 0xF0, 4, 0x10000}}};
  for (const form& each : forms) {
    if ((bytes[at].byte & each.mask) != each.mark || bytes.size() - at < each.length) {
      continue;
    }
    std::uint32_t number = bytes[at].byte & static_cast<unsigned char>(~each.mask);
    bool whole = true;
    for (std::size_t i = 1; i < each.length; ++i) {
      whole = whole && bytes[at + i].byte / 0x40 == 2;
      number = number * 0x40 + bytes[at + i].byte % 0x40;
    }
    const bool surrogate = number / 0x800 == 0x1B;
    return whole && number >= each.least && number <= 0x10FFFF && !surrogate ? each.length : 0;
  }
  return 0;
}

/// A text trimmed of white space, with each sequence of white space inside replaced by one space.
/// @par Source  Unicode 15.0, PropList.txt, White_Space; spec search.1 to search.5.
[[nodiscard]] inline std::string reference_phrase(std::string text) {
  const std::vector<std::string> white_space{
      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00a0", "\u1680",
      "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
      "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  const auto replace_all = [&text](const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
      text.replace(at, from.size(), to);
    }
  };
  for (const std::string& each : white_space) {
    replace_all(each, " ");
  }
  replace_all("  ", " ");
  if (!text.empty() && text.front() == ' ') {
    text.erase(0, 1);
  }
  if (!text.empty() && text.back() == ' ') {
    text.pop_back();
  }
  return text;
}

/// The code points of a valid UTF-8 text.
[[nodiscard]] inline std::size_t reference_length(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// Decodes one name or value of a query string.
/// @return the text, or the error code and the offset in raw.
[[nodiscard]] inline result<std::string, std::pair<query_errc, std::size_t>>
reference_decode(std::string_view raw) {
  const std::string hex = "0123456789abcdefABCDEF";
  std::vector<decoded_byte> bytes;
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '%') {
      bytes.push_back({static_cast<unsigned char>(raw[at] == '+' ? ' ' : raw[at]), at});
      ++at;
      continue;
    }
    const std::string digits(raw.substr(at + 1, 2));
    if (digits.size() != 2 || digits.find_first_not_of(hex) != std::string::npos) {
      return fail(std::pair(query_errc::malformed_percent_encoding, at));
    }
    bytes.push_back({static_cast<unsigned char>(std::stoul(digits, nullptr, 16)), at});
    at += 3;
  }
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = reference_utf8_length(bytes, at);
    if (length == 0) {
      return fail(std::pair(query_errc::invalid_utf8, bytes[at].origin));
    }
    at += length;
  }
  std::string text;
  for (const decoded_byte& each : bytes) {
    if (each.byte == 0) {
      return fail(std::pair(query_errc::nul_character, each.origin));
    }
    text += static_cast<char>(each.byte);
  }
  return text;
}

/// The edit distance for suggestions: insert, delete, replace, transpose neighbours; letter case
/// ignored.
[[nodiscard]] inline std::size_t reference_distance(std::string_view a, std::string_view b) {
  std::vector<std::optional<std::size_t>> known((a.size() + 1) * (b.size() + 1));
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  };
  const auto same = [&](char x, char y) { return lower(x) == lower(y); };
  const auto distance = [&](auto& self, std::size_t i,
                            std::size_t j) -> std::size_t { // of the first i and j bytes
    if (i == 0 || j == 0) {
      return i + j;
    }
    std::optional<std::size_t>& least = known[i * (b.size() + 1) + j];
    if (!least) {
      least = std::min(self(self, i - 1, j), self(self, i, j - 1)) + 1;
      least = std::min(*least, self(self, i - 1, j - 1) + (same(a[i - 1], b[j - 1]) ? 0 : 1));
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1])) {
        least = std::min(*least, self(self, i - 2, j - 2) + 1);
      }
    }
    return *least;
  };
  return distance(distance, a.size(), b.size());
}

/// The names of the parameters.
[[nodiscard]] inline std::vector<std::string> reference_parameters() {
  return {"status", "search", "assignedToId", "page", "pageSize"};
}

/// The result of parsing a query string: the query, or every problem. `allowed` and `suggestion` of
/// a problem stay empty: their wording is free, and explains_its_errors judges them.
/// @par Source  spec query.1 to query.29.
[[nodiscard]] inline result<lead_query, query_errors>
reference_parse_query(std::string_view raw, query_profile profile = profiles::strict) {
  lead_query query;
  query_errors errors;
  std::set<std::string> given;
  std::size_t start = 0;
  for (std::string_view rest = raw;; start += 1) { // start is the offset of the pair in raw
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const bool last = pair.size() == rest.size();
    rest.remove_prefix(last ? pair.size() : pair.size() + 1);
    const std::size_t name_at = start;
    start += pair.size();
    if (!pair.empty()) {
      const std::string_view raw_name = pair.substr(0, pair.find('='));
      const bool has_value = raw_name.size() != pair.size();
      const std::string_view raw_value =
          has_value ? pair.substr(raw_name.size() + 1) : std::string_view();
      const std::size_t value_at = name_at + pair.size() - raw_value.size();
      const auto name = reference_decode(raw_name);
      const auto value = reference_decode(raw_value);
      const auto names = reference_parameters();
      const bool known =
          name.has_value() && std::find(names.begin(), names.end(), *name) != names.end();
      const bool repeated = known && !given.insert(*name).second;
      const auto problem = [&]() -> std::optional<std::pair<query_errc, std::size_t>> {
        if (!name.has_value()) {
          return std::pair(name.error().first, name_at + name.error().second);
        }
        if (!value.has_value()) {
          return std::pair(value.error().first, value_at + value.error().second);
        }
        if (!known) {
          return detail::includes(profile, profiles::ignore_unknown)
                     ? std::nullopt
                     : std::optional(std::pair(query_errc::unknown_parameter, name_at));
        }
        if (repeated) {
          return std::pair(query_errc::duplicate_parameter, name_at);
        }
        if (*name == "search") {
          const std::string phrase = reference_phrase(*value);
          if (reference_length(phrase) > 256) {
            return std::pair(query_errc::search_too_long, value_at);
          }
          query.search = unchecked_search_term(phrase);
          return std::nullopt;
        }
        if (value->empty()) {
          return std::pair(query_errc::empty_value, value_at);
        }
        if (*name == "status") {
          const std::map<std::string, lead_status> statuses{
              {"NOT_CONTACTED", lead_status::not_contacted},
              {"CONTACTED", lead_status::contacted},
              {"QUALIFIED", lead_status::qualified},
              {"CONVERTED", lead_status::converted},
              {"LOST", lead_status::lost}};
          if (statuses.count(*value) == 0) {
            return std::pair(query_errc::unknown_status, value_at);
          }
          query.status = statuses.at(*value);
          return std::nullopt;
        }
        if (*name == "assignedToId") {
          query.assigned_to = *value == "unassigned" ? assignee_filter::unassigned()
                                                     : assignee_filter::member(*value);
          return std::nullopt;
        }
        if (value->find_first_not_of("0123456789") != std::string::npos) {
          return std::pair(query_errc::not_an_integer, value_at);
        }
        const std::string number =
            value->substr(std::min(value->find_first_not_of('0'), value->size()));
        const std::string most =
            "9007199254740991"; // 2^53-1; texts of equal length compare like numbers
        if (number.empty() || number.size() > most.size() ||
            (number.size() == most.size() && number > most)) {
          return std::pair(query_errc::integer_out_of_range, value_at);
        }
        if (*name == "page") {
          query.page.page = std::stoull(number);
        } else if (std::stoull(number) <= 100) {
          query.page.page_size = std::stoull(number);
        } else if (detail::includes(profile, profiles::clamp)) {
          query.page.page_size = 100;
        } else {
          return std::pair(query_errc::page_size_too_large, value_at);
        }
        return std::nullopt;
      }();
      if (problem) {
        errors.push_back({problem->first,
                          name.has_value() ? *name : std::string(raw_name),
                          value.has_value() ? *value : std::string(raw_value),
                          problem->second,
                          {},
                          {}});
      }
    }
    if (last) {
      break;
    }
  }
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return query;
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
