// SPDX-License-Identifier: BSL-1.0
#include "verify/causes.hpp"

#include "verify/library.hpp"

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace leadcore::verify {

namespace {

using test_support::bytes_of;
using test_support::text_value;

/// A question as a mistaken port understands it, and the library's answer to that.
struct mistaken {
  const finding& original;
  json::object in;
  json::value load;                       // of load_leads or load_organisations
  json::value out;                        // for `after`
  std::map<std::string, std::string> ids; // from those in `load` and `in` to the original ones
};

/// A mistake: the library gives the port's answer to a changed question, or the port's answer is a
/// changed one of the library's.
struct mistake {
  std::string_view name;
  std::function<void(mistaken&)> before;
  std::function<void(mistaken&)> after;
};

// Texts. ------------------------------------------------------------------------------------------

/// Applies a function to every text of a value, but to none below members that choose or refer.
void change_texts(json::value& at, const std::function<std::string(std::string_view)>& change) {
  constexpr std::array<std::string_view, 9> kept{"profiles",   "style",     "reads",
                                                 "from",       "region",    "status",
                                                 "nextCallAt", "createdAt", "updatedAt"};
  if (at.is_string() || (at.is_object() && at.get_object().contains("hex"))) {
    at = text_value(change(bytes_of(at)));
  } else if (auto* object = at.if_object()) {
    for (auto&& member : *object) {
      if (std::find(kept.begin(), kept.end(), std::string_view(member.key())) == kept.end()) {
        change_texts(member.value(), change);
      }
    }
  } else if (auto* list = at.if_array()) {
    for (auto& each : *list) {
      change_texts(each, change);
    }
  }
}

using code_point_map = std::function<std::u32string(char32_t)>;

/// A text, each of whose code points is replaced; bytes that are not UTF-8 stay.
std::string mapped(std::string_view text, const code_point_map& map) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = decode_utf8(text, at);
    if (unit.valid) {
      for (const char32_t c : map(unit.code_point)) {
        made += encode_utf8(c).view();
      }
    } else {
      made += text.substr(at, unit.length);
    }
    at += unit.length;
  }
  return made;
}

/// A code point of the planes for private use instead of another one: it has no case, no
/// decomposition and is no white space.
char32_t hidden(char32_t c) {
  return c < 0x10000 ? 0xF0000U + c : 0x100000U + (c & 0xFFFFU);
}
char32_t revealed(char32_t c) {
  return c >= 0xF0000U && c < 0x100000U ? c - 0xF0000U : c;
}

bool is_mark(char32_t c) { // of the scripts of the vectors
  return (c >= 0x300 && c <= 0x36F) || c == 0x3099 || c == 0x309A || (c >= 0x1161 && c <= 0x11FF);
}
bool is_other_space(char32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}
/// Letters whose folding is not their lower case.
bool folds_specially(char32_t c) {
  constexpr std::u32string_view some =
      U"\u00DF\u0149\u017F\u01F0\u0345\u0390\u03B0\u03C2\u03D0"
      U"\u03D1\u03D5\u03D6\u03F0\u03F1\u03F5\u0587\u1E9E\u1FBE\u00B5";
  return some.find(c) != std::u32string_view::npos || (c >= 0x1E96 && c <= 0x1E9B) ||
         (c >= 0x1F50 && c <= 0x1FFC) || (c >= 0xFB00 && c <= 0xFB17) ||
         (c >= 0x13F8 && c <= 0x13FD) || (c >= 0xAB70 && c <= 0xABBF);
}
/// The letter below the accents of a Latin letter.
char32_t without_accent(char32_t c) {
  constexpr std::u32string_view accented =
      U"\u00C0\u00C1\u00C2\u00C3\u00C4\u00C5\u00C7\u00C8\u00C9\u00CA\u00CB\u00CC\u00CD\u00CE\u00CF"
      U"\u00D1\u00D2\u00D3\u00D4\u00D5\u00D6\u00D9\u00DA\u00DB\u00DC\u00DD\u00E0\u00E1\u00E2\u00E3"
      U"\u00E4\u00E5\u00E7\u00E8\u00E9\u00EA\u00EB\u00EC\u00ED\u00EE\u00EF\u00F1\u00F2\u00F3\u00F4"
      U"\u00F5\u00F6\u00F9\u00FA\u00FB\u00FC\u00FD\u00FF\u212B";
  constexpr std::u32string_view plain = U"AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyyA";
  const auto at = accented.find(c);
  return at == std::u32string_view::npos ? c : plain[at];
}

/// Calls a function for each lead of a question.
void for_each_lead(mistaken& each, const std::function<void(json::object&, std::size_t)>& call) {
  std::size_t number = 0;
  const auto all = [&](json::value& leads) {
    for (auto& lead : leads.as_array()) {
      call(lead.as_object(), number++);
    }
  };
  if (auto* lead = each.original.call == "matches" ? each.in.if_contains("lead") : nullptr) {
    call(lead->as_object(), 0);
  }
  if (auto* leads = each.original.call == "sort" ? each.in.if_contains("leads") : nullptr) {
    all(*leads);
  }
  if (each.load.is_object()) {
    if (auto* leads = each.load.get_object().if_contains("leads")) {
      all(*leads);
    } else if (auto* of = each.load.get_object().if_contains("organisations")) {
      for (auto&& organisation : of->as_object()) {
        all(organisation.value());
      }
    }
  }
}
std::string name_of(const std::string& pair) {
  return pair.substr(0, pair.find('='));
}
std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}
/// Changes the pairs of a query string, in `query` or behind the `?` of `target`.
void change_pairs(mistaken& each, const std::function<void(std::vector<std::string>&)>& change) {
  for (const char* member : {"query", "target"}) {
    auto* given = each.in.if_contains(member);
    if (given == nullptr) {
      continue;
    }
    const std::string text = bytes_of(*given);
    const std::size_t begin =
        member == std::string_view("query") ? 0 : std::min(text.size(), text.find('?')) + 1;
    if (begin > text.size()) {
      continue;
    }
    std::vector<std::string> found;
    for (std::size_t at = begin; at <= text.size();) {
      const std::size_t end = std::min(text.size(), text.find('&', at));
      found.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    change(found);
    std::string made = text.substr(0, begin);
    for (std::size_t i = 0; i < found.size(); ++i) {
      made += (i == 0 ? "" : "&") + found[i];
    }
    *given = text_value(made);
  }
}
std::string hex(std::string_view bytes, unsigned mask) {
  std::string made;
  for (const char c : bytes) {
    const unsigned byte = static_cast<unsigned char>(c) ^ mask;
    made += "0123456789abcdef"[byte >> 4U];
    made += "0123456789abcdef"[byte & 15U];
  }
  return made;
}
/// Changes what a search reads: texts, the term and the searched fields.
void change_searched(mistaken& each, const std::function<std::string(std::string_view)>& change) {
  if (each.load.is_null()) {
    json::value in = each.in;
    change_texts(in, change);
    each.in = in.as_object();
    return;
  }
  for_each_lead(each, [&](json::object& lead, std::size_t) {
    for (const char* name : {"name", "company", "phones", "emails"}) {
      if (auto* field = lead.if_contains(name)) {
        change_texts(*field, change);
      }
    }
  });
  change_pairs(each, [&](std::vector<std::string>& pairs) {
    for (std::string& pair : pairs) {
      if (name_of(pair) == "search" && pair.size() > 7) {
        std::string term;
        for (std::size_t at = 7; at < pair.size(); ++at) {
          const bool is_byte = pair[at] == '%' && at + 2 < pair.size();
          term += is_byte ? static_cast<char>(leadcore::detail::hex_value(pair[at + 1]) * 16 +
                                              leadcore::detail::hex_value(pair[at + 2]))
                  : pair[at] == '+' ? ' '
                                    : pair[at];
          at += is_byte ? 2 : 0;
        }
        pair = "search=";
        for (const char c : change(term)) {
          pair += "%" + hex(std::string_view(&c, 1), 0);
        }
      }
    }
  });
}

/// A mistake of folding: some code points stay what they are, and texts are otherwise folded.
mistake hides(std::string_view name, bool (*is_hidden)(char32_t)) {
  return {name,
          [is_hidden](mistaken& each) {
            change_searched(each, [&](std::string_view text) {
              return mapped(text, [&](char32_t c) {
                return std::u32string(1, is_hidden(c) ? hidden(c) : c);
              });
            });
          },
          [](mistaken& each) {
            change_texts(each.out, [](std::string_view text) {
              return mapped(text, [](char32_t c) { return std::u32string(1, revealed(c)); });
            });
          }};
}
mistake maps(std::string_view name, code_point_map map) {
  return {name,
          [map = std::move(map)](mistaken& each) {
            change_searched(each, [&](std::string_view text) { return mapped(text, map); });
          },
          {}};
}
mistake changes(std::string_view name, std::function<std::string(std::string_view)> change) {
  return {
      name, [change = std::move(change)](mistaken& each) { change_searched(each, change); }, {}};
}

std::string without_bad_bytes(std::string_view text, std::string_view instead) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = decode_utf8(text, at);
    made += unit.valid ? text.substr(at, unit.length) : instead;
    at += unit.length;
  }
  return made;
}

/// Offsets of errors that count something else than bytes.
mistake offsets(std::string_view name, std::size_t (*count)(std::string_view)) {
  return {name, {}, [count](mistaken& each) {
            std::string text;
            for (const char* member : {"text", "query"}) {
              if (const auto* found = each.in.if_contains(member)) {
                text = bytes_of(*found);
              }
            }
            const auto recount = [&](json::value& error) {
              if (auto* object = error.if_object(); object && object->contains("offset")) {
                const auto at = object->at("offset").to_number<std::size_t>();
                (*object)["offset"] = count(std::string_view(text).substr(0, at));
              }
            };
            auto& out = each.out.as_object();
            if (auto* error = out.if_contains("error")) {
              recount(*error);
            } else if (auto* errors = out.if_contains("errors")) {
              for (auto& one : errors->as_array()) {
                recount(one);
              }
            }
          }};
}
std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).length) {
    units += decode_utf8(text, at).code_point >= 0x10000 ? 2U : 1U;
  }
  return units;
}

// Profiles. ---------------------------------------------------------------------------------------

mistake profile(std::string_view name, std::string_view profile, bool applied) {
  return {name,
          [profile, applied](mistaken& each) {
            json::array chosen;
            if (const auto* given = each.in.if_contains("profiles")) {
              chosen = given->as_array();
            }
            const auto at = std::find(chosen.begin(), chosen.end(), json::value(profile));
            if (applied && at == chosen.end()) {
              chosen.emplace_back(profile);
            } else if (!applied && at != chosen.end()) {
              chosen.erase(at);
            }
            each.in["profiles"] = std::move(chosen);
          },
          {}};
}

// Rows. -------------------------------------------------------------------------------------------

mistake rows(std::string_view name, std::function<void(json::object&)> change) {
  return {name,
          [change = std::move(change)](mistaken& each) {
            for_each_lead(each, [&](json::object& lead, std::size_t) { change(lead); });
          },
          {}};
}

/// Another order of ids: each id is replaced by a key whose bytes have that order.
mistake id_order(std::string_view name, std::string (*key)(std::string_view id, std::size_t row)) {
  return {name,
          [key](mistaken& each) {
            for_each_lead(each, [&](json::object& lead, std::size_t row) {
              const auto* given = lead.if_contains("id");
              const std::string id = given == nullptr ? std::string() : bytes_of(*given);
              const std::string other = "key " + key(id, row);
              each.ids[other] = id;
              lead["id"] = text_value(other);
            });
          },
          [](mistaken& each) {
            change_texts(each.out, [&](std::string_view text) {
              const auto found = each.ids.find(std::string(text));
              return found == each.ids.end() ? std::string(text) : found->second;
            });
          }};
}
std::string padded(std::size_t number) {
  std::string digits = std::to_string(number);
  return std::string(8 - digits.size(), '0') + digits;
}
std::string utf16_key(std::string_view id) {
  std::string units;
  mapped(id, [&](char32_t c) {
    const auto add = [&](char32_t unit) {
      units += static_cast<char>(unit >> 8U);
      units += static_cast<char>(unit & 0xFFU);
    };
    if (c >= 0x10000) {
      add(0xD800U + ((c - 0x10000U) >> 10U));
      add(0xDC00U + ((c - 0x10000U) & 0x3FFU));
    } else {
      add(c);
    }
    return std::u32string();
  });
  return hex(units, 0) + " " + hex(id, 0);
}

/// A time, mirrored: the order is reversed.
void mirror(json::object& lead, std::string_view name) {
  auto* given = lead.if_contains(name);
  if (given != nullptr && given->is_string()) {
    const auto at = parse_timestamp(std::string_view(given->get_string()));
    const std::int64_t sum =
        timestamp::min().milliseconds_since_epoch() + timestamp::max().milliseconds_since_epoch();
    *given =
        to_string(timestamp::from_milliseconds(sum - (*at).milliseconds_since_epoch()).value());
  }
}
/// Searches a field as if it were another email.
void search_too(json::object& lead, std::string_view name) {
  if (const auto* given = lead.if_contains(name); given != nullptr && !given->is_null()) {
    json::array emails;
    if (const auto* own = lead.if_contains("emails")) {
      emails = own->as_array();
    }
    emails.push_back(*given);
    lead["emails"] = std::move(emails);
  }
}
void keep_first(json::object& lead, std::string_view name) {
  if (auto* list = lead.if_contains(name); list != nullptr && list->as_array().size() > 1) {
    list->as_array().resize(1);
  }
}

// Queries. ----------------------------------------------------------------------------------------

mistake pairs(std::string_view name, std::function<void(std::vector<std::string>&)> change) {
  return {name, [change = std::move(change)](mistaken& each) { change_pairs(each, change); }, {}};
}
/// The same for queries all of whose problems have a code, which the mistake then hides.
mistake hides_problem(std::string_view name, std::string_view code,
                      std::function<void(std::vector<std::string>&)> change) {
  return {name,
          [code, change = std::move(change)](mistaken& each) {
            const auto& problems = each.original.wanted.as_object();
            if (const auto* errors = problems.if_contains("errors")) {
              for (const auto& error : errors->as_array()) {
                if (error.at("code") != json::value(code)) {
                  return;
                }
              }
              change_pairs(each, change);
            }
          },
          {}};
}
/// A query without a parameter, and a match without the member of that name.
mistake ignores(std::string_view name, std::string_view parameter) {
  mistake made = pairs(name, [parameter](std::vector<std::string>& all) {
    std::erase_if(all, [&](const std::string& pair) { return name_of(pair) == parameter; });
  });
  made.before = [parameter, in_query = std::move(made.before)](mistaken& each) {
    in_query(each);
    if (each.original.call == "matches") {
      each.in.erase(parameter);
    }
  };
  return made;
}

// Times. ------------------------------------------------------------------------------------------

/// Changes the offset at the end of a time.
mistake zone(std::string_view name, std::string (*change)(const std::string& zone)) {
  return {name,
          [change](mistaken& each) {
            if (each.original.call == "parse_timestamp") {
              const std::string text = bytes_of(each.in.at("text"));
              const std::size_t at = text.find_last_of("+-");
              const bool is_time = library()
                                       .answer("parse_timestamp", each.in)
                                       .at("out")
                                       .as_object()
                                       .contains("milliseconds");
              if (is_time && at != std::string::npos && at > 10) {
                each.in["text"] = text_value(text.substr(0, at) + change(text.substr(at)));
              }
            }
          },
          {}};
}
/// Adds to the milliseconds of a time.
void add_milliseconds(mistaken& each, std::int64_t more) {
  auto& out = each.out.as_object();
  if (const auto* given = out.if_contains("milliseconds")) {
    const auto at = timestamp::from_milliseconds(given->to_number<std::int64_t>() + more).value();
    out["milliseconds"] = at.milliseconds_since_epoch();
    out["text"] = to_string(at);
  }
}

/// Changes a member of the answer.
mistake answer(std::string_view name, std::string_view member,
               std::function<json::value(const mistaken&, const json::value&)> change) {
  return {name, {}, [member, change = std::move(change)](mistaken& each) {
            if (auto* given = each.out.as_object().if_contains(member)) {
              *given = change(each, *given);
            }
          }};
}

const std::vector<mistake>& mistakes() {
  static const std::vector<mistake> known{
      // folding
      hides("ASCII-only lower-casing", [](char32_t c) { return c >= 0x80 && !is_other_space(c); }),
      hides("lower-casing instead of full case folding", folds_specially),
      hides("no canonical normalisation (a letter with a combining mark stays two characters)",
            is_mark),
      maps("accents are removed",
           [](char32_t c) {
             return is_mark(c) ? std::u32string() : std::u32string(1, without_accent(c));
           }),
      maps("Turkish lower-casing",
           [](char32_t c) { return std::u32string(1, c == U'I' ? U'\u0131' : c); }),
      changes("bytes that are not UTF-8 are replaced by U+FFFD",
              [](std::string_view text) { return without_bad_bytes(text, "\xEF\xBF\xBD"); }),
      changes("bytes that are not UTF-8 are dropped",
              [](std::string_view text) { return without_bad_bytes(text, ""); }),
      // white space
      hides("only ASCII white space is white space", is_other_space),
      maps("U+001C to U+001F are white space",
           [](char32_t c) { return std::u32string(1, c >= 0x1C && c <= 0x1F ? U' ' : c); }),
      maps("U+200B, U+FEFF or U+180E is white space",
           [](char32_t c) {
             return std::u32string(1, c == 0x200B || c == 0xFEFF || c == 0x180E ? U' ' : c);
           }),
      changes("texts are trimmed",
              [](std::string_view text) { return std::string(leadcore::detail::trim(text)); }),
      // counting
      offsets("offsets count characters instead of bytes", count_code_points),
      offsets("offsets count UTF-16 units instead of bytes", utf16_units),
      answer("lengths count UTF-16 units", "units",
             [](const mistaken& each, const json::value&) {
               return json::value(utf16_units(bytes_of(each.in.at("text"))));
             }),
      answer("lengths count bytes", "units",
             [](const mistaken& each, const json::value&) {
               return json::value(bytes_of(each.in.at("text")).size());
             }),
      {"lengths count UTF-16 units",
       [](mistaken& each) {
         if (auto* query = each.in.if_contains("query")) {
           *query = text_value(replaced(bytes_of(*query), "%F0%9F%98%80", "%EE%80%80%EE%80%81"));
         }
       },
       [](mistaken& each) {
         change_texts(each.out, [](std::string_view text) {
           return replaced(std::string(text), "\xEE\x80\x80\xEE\x80\x81", "\xF0\x9F\x98\x80");
         });
       }},
      // profiles
      profile("nulls come first without the profile nulls_first", "nulls_first", true),
      profile("nulls come last in spite of the profile nulls_first", "nulls_first", false),
      profile("a pageSize above 100 is clamped without the profile", "clamp", true),
      profile("a pageSize above 100 is refused in spite of the profile clamp", "clamp", false),
      profile("unknown parameters are ignored without the profile", "ignore_unknown", true),
      profile("unknown parameters are refused in spite of the profile", "ignore_unknown", false),
      profile("emails may have UTF-8 without the profile", "allow_utf8", true),
      profile("emails are ASCII in spite of the profile allow_utf8", "allow_utf8", false),
      // order
      id_order("ids are compared by UTF-16 units",
               [](std::string_view id, std::size_t) { return utf16_key(id); }),
      id_order("equal times keep the order in which the leads were given",
               [](std::string_view, std::size_t row) { return padded(row); }),
      id_order("ids are compared in descending order",
               [](std::string_view id, std::size_t) { return hex(id, 0xFF) + "g"; }),
      id_order("ids are compared without letter case",
               [](std::string_view id, std::size_t row) {
                 std::string lower(id);
                 std::transform(lower.begin(), lower.end(), lower.begin(),
                                leadcore::detail::to_lower);
                 return hex(lower, 0) + " " + padded(row);
               }),
      id_order("shorter ids come first",
               [](std::string_view id, std::size_t) { return padded(id.size()) + hex(id, 0); }),
      rows("createdAt is ascending", [](json::object& lead) { mirror(lead, "createdAt"); }),
      rows("nextCallAt is descending", [](json::object& lead) { mirror(lead, "nextCallAt"); }),
      rows("createdAt is not compared", [](json::object& lead) { lead.erase("createdAt"); }),
      rows("updatedAt is compared instead of createdAt",
           [](json::object& lead) {
             lead["createdAt"] = lead.contains("updatedAt") ? lead.at("updatedAt")
                                                            : json::value("1970-01-01T00:00:00Z");
           }),
      // matching
      rows("notes are searched", [](json::object& lead) { search_too(lead, "notes"); }),
      rows("source is searched", [](json::object& lead) { search_too(lead, "source"); }),
      rows("ids are searched", [](json::object& lead) { search_too(lead, "id"); }),
      rows("only the first phone is searched",
           [](json::object& lead) { keep_first(lead, "phones"); }),
      rows("only the first email is searched",
           [](json::object& lead) { keep_first(lead, "emails"); }),
      rows("company is not searched", [](json::object& lead) { lead.erase("company"); }),
      rows("name is not searched", [](json::object& lead) { lead.erase("name"); }),
      rows("emails are not searched", [](json::object& lead) { lead.erase("emails"); }),
      rows("phones are not searched", [](json::object& lead) { lead.erase("phones"); }),
      ignores("the search is ignored", "search"),
      ignores("the status is ignored", "status"),
      ignores("assignedToId is ignored", "assignedToId"),
      ignores("the page is ignored", "page"),
      ignores("pageSize is ignored", "pageSize"),
      // query strings
      pairs("+ is no space",
            [](auto& all) {
              for (std::string& pair : all) {
                pair = replaced(pair, "+", "%2B");
              }
            }),
      hides_problem("of equal parameters the first counts", "duplicate_parameter",
                    [](auto& all) {
                      std::vector<std::string> kept;
                      for (const std::string& pair : all) {
                        if (std::none_of(kept.begin(), kept.end(), [&](const std::string& each) {
                              return name_of(each) == name_of(pair);
                            })) {
                          kept.push_back(pair);
                        }
                      }
                      all = kept;
                    }),
      hides_problem("of equal parameters the last counts", "duplicate_parameter",
                    [](auto& all) {
                      std::vector<std::string> kept;
                      for (const std::string& pair : all) {
                        std::erase_if(kept, [&](const std::string& each) {
                          return name_of(each) == name_of(pair);
                        });
                        kept.push_back(pair);
                      }
                      all = kept;
                    }),
      hides_problem("parameters with an empty value are ignored", "empty_value",
                    [](auto& all) {
                      std::erase_if(all, [](const std::string& pair) {
                        return pair.find('=') == std::string::npos || pair.ends_with('=');
                      });
                    }),
      pairs("a status may have any letter case",
            [](auto& all) {
              for (std::string& pair : all) {
                if (name_of(pair) == "status") {
                  std::transform(pair.begin() + 6, pair.end(), pair.begin() + 6,
                                 leadcore::detail::to_upper);
                }
              }
            }),
      pairs("; separates pairs",
            [](auto& all) {
              for (std::string& pair : all) {
                pair = replaced(pair, ";", "&");
              }
            }),
      pairs("a % without two hexadecimal digits stays",
            [](auto& all) {
              for (std::string& pair : all) {
                for (std::size_t at = pair.find('%'); at != std::string::npos;
                     at = pair.find('%', at + 1)) {
                  if (at + 2 >= pair.size() || leadcore::detail::hex_value(pair[at + 1]) < 0 ||
                      leadcore::detail::hex_value(pair[at + 2]) < 0) {
                    pair.insert(at + 1, "25");
                  }
                }
              }
            }),
      answer("only the first problem is reported", "errors",
             [](const mistaken&, const json::value& errors) {
               json::array first = errors.as_array();
               first.resize(std::min<std::size_t>(1, first.size()));
               return json::value(first);
             }),
      answer("no suggestions", "errors",
             [](const mistaken&, json::value errors) {
               for (auto& error : errors.as_array()) {
                 if (error.as_object().contains("suggestion")) {
                   error.as_object()["suggestion"] = nullptr;
                 }
               }
               return errors;
             }),
      // pages
      {"totals are doubles",
       [](mistaken& each) {
         if (auto* total = each.in.if_contains("total"); total != nullptr && total->is_string()) {
           const auto number = static_cast<double>(test_support::integer_of(*total));
           if (number < 0x1p64) {
             *total = test_support::integer_value(static_cast<std::uint64_t>(number));
           }
         }
       },
       {}},
      answer("totalPages is rounded down", "totalPages",
             [](const mistaken& each, const json::value&) {
               return test_support::integer_value(test_support::integer_of(each.in.at("total")) /
                                                  test_support::integer_of(each.in.at("pageSize")));
             }),
      answer("there is always a page", "totalPages",
             [](const mistaken&, const json::value& pages) {
               return pages == 0 ? json::value(1) : pages;
             }),
      // times
      zone("the offset is ignored", [](const std::string&) { return std::string("Z"); }),
      zone("the offset has the wrong sign",
           [](const std::string& zone) { return (zone[0] == '+' ? "-" : "+") + zone.substr(1); }),
      {"a time without zone is in UTC",
       [](mistaken& each) {
         if (each.original.call == "parse_timestamp") {
           each.in["text"] = text_value(bytes_of(each.in.at("text")) + "Z");
         }
       },
       {}},
      {"milliseconds are rounded",
       {},
       [](mistaken& each) {
         const auto* text = each.in.if_contains("text");
         const std::string given = text == nullptr ? std::string() : bytes_of(*text);
         const std::size_t dot = given.find('.');
         if (dot < given.size() && given.size() > dot + 4 && given[dot + 4] >= '5' &&
             given[dot + 4] <= '9') {
           add_milliseconds(each, 1);
         }
       }},
      {"times have no milliseconds",
       {},
       [](mistaken& each) {
         if (const auto* at = each.out.as_object().if_contains("milliseconds")) {
           const auto rest = (at->to_number<std::int64_t>() % 1000 + 1000) % 1000;
           add_milliseconds(each, -rest);
         }
       }},
      // emails
      answer("emails keep their letter case", "email",
             [](const mistaken& each, const json::value&) {
               return text_value(leadcore::detail::trim(bytes_of(each.in.at("text"))));
             }),
      {"the tag of an email (after +) is dropped",
       [](mistaken& each) {
         if (each.original.call == "parse_email") {
           std::string text = bytes_of(each.in.at("text"));
           const std::size_t plus = text.find('+');
           const std::size_t end = text.find('@');
           if (plus < end && end != std::string::npos) {
             each.in["text"] = text_value(text.erase(plus, end - plus));
           }
         }
       },
       {}},
      // JSON
      answer("characters beyond ASCII are escaped", "json",
             [](const mistaken& each, const json::value& json) {
               if (each.original.call != "write_string") {
                 return json;
               }
               boost::system::error_code error;
               const auto text = json::parse(std::string_view(json.as_string()), error);
               return error ? json : json::value(ascii(text));
             }),
      answer("/ is escaped", "json",
             [](const mistaken&, const json::value& json) {
               return json::value(replaced(std::string(json.as_string()), "/", "\\/"));
             }),
      {"the forms pretty and compact are exchanged",
       [](mistaken& each) {
         if (auto* style = each.in.if_contains("style")) {
           *style = *style == "pretty" ? "compact" : "pretty";
         }
       },
       {}},
  };
  return known;
}

/// What a mistake answers to the question of a finding; nothing if it does not change the question.
std::optional<json::value> answer_of(const mistake& one, const finding& found, const claims& by) {
  mistaken each{found, found.in.as_object(), found.load, {}, {}};
  try {
    if (one.before) {
      one.before(each);
      if (each.in == found.in.as_object() && each.load == found.load) {
        return std::nullopt;
      }
    }
    library answering;
    if (!each.load.is_null()) {
      static_cast<void>(answering.answer(
          each.load.as_object().contains("organisations") ? "load_organisations" : "load_leads",
          each.load.as_object()));
    }
    each.out = answering.answer(found.call, each.in).at("out");
    if (one.after) {
      each.in = found.in.as_object();
      one.after(each);
    }
    return compared(found.call, found.in.as_object(), each.out, by, true);
  } catch (const std::exception&) { // the changed question is none
    return std::nullopt;
  }
}

/// A mistake, the findings whose answers it gives, and the number of answers of the port that
/// contradict it.
struct candidate {
  std::string_view name;
  std::vector<finding*> given;
  std::size_t against = 0;

  [[nodiscard]] bool is_less_likely_than(const candidate& other) const {
    return given.size() + other.against < other.given.size() + against;
  }
};

} // namespace

void name_causes(const claims& by, std::vector<finding>& findings,
                 const std::vector<finding>& passed) {
  std::vector<candidate> candidates;
  for (const mistake& one : mistakes()) {
    candidate made{one.name, {}, 0};
    for (finding& each : findings) {
      const auto its = each.in.is_object() ? answer_of(one, each, by) : std::nullopt;
      if (its && *its == each.got) {
        made.given.push_back(&each);
      } else if (its && *its != each.wanted) {
        ++made.against;
      }
    }
    if (made.given.empty()) {
      continue;
    }
    for (const finding& each : passed) {
      const auto its = answer_of(one, each, by);
      made.against += its && *its != each.got ? 1U : 0U;
    }
    if (made.given.size() > made.against) {
      candidates.push_back(std::move(made));
    }
  }
  while (true) {
    const auto most = std::max_element(
        candidates.begin(), candidates.end(),
        [](const candidate& a, const candidate& b) { return a.is_less_likely_than(b); });
    if (most == candidates.end()) {
      return;
    }
    for (finding* each : most->given) {
      each->cause = most->name;
    }
    for (candidate& each : candidates) {
      std::erase_if(each.given, [](const finding* found) { return !found->cause.empty(); });
    }
    std::erase_if(candidates,
                  [](const candidate& each) { return each.given.size() <= each.against; });
  }
}

} // namespace leadcore::verify
