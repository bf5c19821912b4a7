// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DRAWING_HPP
#define LEADCORE_TESTING_DRAWING_HPP

// Leads, queries and query strings drawn from a sequence of choices.
//
// Any source of integers yields test cases: RapidCheck (testing/generators.hpp), a fuzzer's bytes,
// or a plain loop. Every integer is a choice, and 0 or the end of the sequence is the simplest one.
// Fewer and smaller integers thus make simpler cases, and shrinking the sequence shrinks the case
// (decision 0062). Fields come from the description of a lead: a new field is drawn by its type.

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/laws.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// A choice sequence.
using tape = std::vector<std::uint16_t>;

/// Reads choices from a tape; after its end every choice is 0.
class drawing {
 public:
  drawing(std::span<const std::uint16_t> numbers) noexcept
      : numbers_(numbers) {} // implicit: a tape converts
  drawing(const tape& numbers) noexcept : numbers_(numbers) {}

  [[nodiscard]] bool at_end() const noexcept { return numbers_.empty(); }
  /// A choice below a bound. @pre bound >= 1
  [[nodiscard]] std::size_t below(std::size_t bound) noexcept {
    if (numbers_.empty()) {
      return 0;
    }
    const std::size_t number = numbers_.front();
    numbers_ = numbers_.subspan(1);
    return number % bound;
  }
  /// One element of a list.
  template <class T, std::size_t Size>
  [[nodiscard]] const T& one_of(const std::array<T, Size>& list) noexcept {
    return list[below(Size)];
  }
  /// A drawing of its own from the next choices, at most that many.
  [[nodiscard]] drawing take(std::size_t most) noexcept {
    const auto taken = numbers_.first(std::min(most, numbers_.size()));
    numbers_ = numbers_.subspan(taken.size());
    return taken;
  }

 private:
  std::span<const std::uint16_t> numbers_;
};

// Texts. ------------------------------------------------------------------------------------------

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// The simplest first: names in many scripts, letters with special case or composition, characters
/// that are special in SQL, HTML, JSON or query strings, white space and invisible characters.
// clang-format off
inline constexpr auto text_pieces = std::to_array<std::string_view>({
    "a", "Jane", "Doe", "ACME", "Acme Co", " ", "o", "i", "0", "555", "(415) 555-0101", "+44",
    // case and composition
    "é", "e\u0301", "É", "E\u0301", "Zoë", "Zoe\u0308", "Å", "A\u030A", "\u212B", "ß", "ẞ", "ss",
    "SS", "Straße", "STRASSE", "ü", "U\u0308", "Σίσυφος", "ΣΊΣΥΦΟΣ", "σ", "ς", "İ", "I", "ı",
    "i\u0307", "ﬁ", "fi", "ǆ", "ǅ", "ŉ", "\u212A", "ſ", "ΐ", "ᾳ", "Ჯ", "ꭰ", "q\u0323\u0307",
    "q\u0307\u0323", "가", "\u1100\u1161", "각", "\u0301",
    // scripts
    "Анна", "АННА", "Ελένη", "王小明", "さくら", "ガ", "カ\u3099", "김민준", "محمد", "דוד", "प्रिया", "สมชาย",
    "Հայկ", "ნინო", "𝓐", "𐐀", "𐐨", "👩\u200D💻",
    // special in other languages
    "%", "_", "*", "\\", "'", "\"", "&", "=", "+", "?", "#", ";", ",", "<b>", "' OR 1=1 --", "%41",
    "null", std::string_view("\0", 1),
    // white space and invisible characters
    "\t", "\n", "\u00A0", "\u2003", "\u3000", "\u200B", "\uFEFF", "\u202E", "\u0085", "\uFFFD",
    "\U0010FFFF",
});

/// Bytes that are never valid UTF-8.
inline constexpr auto broken_pieces = std::to_array<std::string_view>({
    "\xFF", "\x80", "\xC3", "\xC3(", "\xE2\x82", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
    "\xF0\x9F\x92", "\xCC", "\x81", "\xCC\xFF\x81",
});

/// Ids that differ only in case, length or composition, above all the first four; none is empty or
/// "unassigned".
inline constexpr auto id_texts = std::to_array<std::string_view>({
    "a", "A", "b", "B", "ab", "aa", "1", "2", "10", "01", "é", "e\u0301", "z", "~", "Unassigned",
    "unassigned ", "65f0a000a000a000a000a001", "65f0a000a000a000a000a002", "a&b=c", "a+b", "100%",
    "ÿ", "\uFFFD", "\U0001F600",
});

/// Phone numbers without their last four digits.
inline constexpr auto phone_beginnings = std::to_array<std::string_view>({
    "+1415555", "+44207946", "+4930901", "+3314268", "+39061234", "+8131234", "+861380013",
    "+551198765", "+791612345", "+91112345", "+6129123", "+3531234", "+354555", "+4179123",
    "+27821234", "+971501234", "+66812345", "+821012345", "+5255123456", "+5491112345",
});
inline constexpr auto phone_pieces = std::to_array<std::string_view>({
    "0", "1", "7", "+", "00", " ", "-", "(", ")", ".", "/", "x", "ext. ", "+49", "+1", "１", "٣",
    "tel:", ";ext=", "\u2013",
});

inline constexpr auto mailboxes = std::to_array<std::string_view>({
    "a", "jane", "jane.doe", "jane+news", "o'neill", "info", "1", "x_y-z", "%", "a*b", "ss",
});
inline constexpr auto domains = std::to_array<std::string_view>({
    "a.co", "acme.com", "example.org", "mail.example.co.uk", "xn--strae-oqa.de", "1.io",
    "a-b.museum",
});
inline constexpr auto email_pieces = std::to_array<std::string_view>({
    "a", "@", ".", "com", "-", "_", "\"", "(x)", "[1.2.3.4]", " ", "xn--", "é", "..", "1", "A",
    "\\", "lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll",
});

inline constexpr auto query_pieces = std::to_array<std::string_view>({
    "a", "status", "search", "assignedToId", "page", "pageSize", "=", "=", "=", "&", "&", "&", "%",
    "+", "%20", "%C3", "%A9", "%c3%a9", "%FF", "%00", "%0", "%g1", std::string_view("\0", 1),
    "LOST", "lost", "unassigned", "1", "0", "100", "101", "9007199254740991", "9007199254740992",
    "é", "\xFF", "\xC3", "%E2%80%83", "%70age", "#", ";", " ", "?", "-1", "status=LOST", "&search=",
    "&page=", "&pageSize=",
});
// clang-format on

/// Any code point, from three choices; U+FFFD in place of a surrogate.
[[nodiscard]] inline std::string draw_scalar(testing::drawing& from) {
  constexpr std::array<std::uint32_t, 4> planes{0, 0, 1, 16};
  const auto plane = from.one_of(planes) * 0x10000U;
  const auto row = static_cast<std::uint32_t>(from.below(0x100)) * 0x100U;
  return std::string(
      encode_utf8(plane + row + static_cast<std::uint32_t>(from.below(0x100))).view());
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// Valid UTF-8 of many scripts, sometimes of arbitrary code points; uses the whole tape.
[[nodiscard]] inline std::string draw_text(drawing from) {
  std::string text;
  while (!from.at_end()) {
    const std::size_t choice = from.below(detail::text_pieces.size() + 12);
    text += choice < detail::text_pieces.size() ? std::string(detail::text_pieces[choice])
                                                : detail::draw_scalar(from);
  }
  return text;
}

/// Any bytes: broken and valid pieces, and single bytes.
[[nodiscard]] inline std::string draw_hostile_text(drawing from) {
  std::string text;
  while (!from.at_end()) {
    switch (from.below(4)) {
    case 0:
    case 1:
      text += from.one_of(detail::text_pieces);
      break;
    case 2:
      text += from.one_of(detail::broken_pieces);
      break;
    default:
      text += static_cast<char>(static_cast<unsigned char>(from.below(0x100)));
    }
  }
  return text;
}

/// A valid owner's id: not empty, not "unassigned". Half of them are among the first four.
[[nodiscard]] inline std::string draw_id(drawing from) {
  const std::size_t choice = from.below(2 * detail::id_texts.size());
  return std::string(detail::id_texts[choice < detail::id_texts.size() ? choice : choice % 4]);
}

// Values. -----------------------------------------------------------------------------------------

[[nodiscard]] inline lead_status draw_status(drawing from) {
  return from.one_of(lead_statuses);
}

/// An instant: mostly one of a few that are close together, so that many are equal; sometimes any.
[[nodiscard]] inline timestamp draw_timestamp(drawing from) {
  const auto at = [](std::int64_t milliseconds) {
    return timestamp::from_milliseconds(milliseconds).value_or(timestamp::max());
  };
  const std::int64_t may_2026 = 1'777'717'800'000;
  switch (from.below(16)) {
  case 1:
  case 2:
  case 3:
    return at(may_2026);
  case 4:
  case 5:
    return at(may_2026 + 1);
  case 6:
  case 7:
    return at(may_2026 - 1);
  case 8:
    return at(-1);
  case 9:
    return timestamp::min();
  case 10:
    return timestamp::max();
  case 11:
  case 12: { // any, from five digits of base 2^12
    std::int64_t since = 0;
    for (int digit = 0; digit < 5; ++digit) {
      since = since * 4096 + static_cast<std::int64_t>(from.below(4096));
    }
    return at(timestamp::min().milliseconds_since_epoch() +
              since % (timestamp::max().milliseconds_since_epoch() -
                       timestamp::min().milliseconds_since_epoch()));
  }
  default:
    return timestamp{};
  }
}

/// A phone number in E.164, from one of many countries.
[[nodiscard]] inline std::string draw_phone(drawing from) {
  std::string text(from.one_of(detail::phone_beginnings));
  const std::string tail = std::to_string((from.below(10'000) + 101) % 10'000);
  text += std::string(4 - tail.size(), '0') + tail;
  const auto phone = parse_phone(text);
  return std::string(phone.has_value() ? (*phone).view() : "+14155550101");
}

/// An email address in canonical form.
[[nodiscard]] inline std::string draw_email(drawing from) {
  std::string text(from.one_of(detail::mailboxes));
  text += '@';
  text += from.one_of(detail::domains);
  const auto email = parse_email(text);
  return std::string(email.has_value() ? (*email).view() : "a@a.co");
}

/// A spelling of an E.164 number as people write it.
/// @param way  the spelling: international, with separators, with 00, national with trunk 0, a
///     substring, or a wrong number.
[[nodiscard]] inline std::string spell_phone(std::string_view e164_text, std::size_t way) {
  const std::string digits(e164_text.substr(std::min<std::size_t>(1, e164_text.size())));
  const auto from = [&](std::size_t first) {
    return digits.substr(std::min(first, digits.size()));
  };
  const auto spread = [](const std::string& text) { // a separator after every third digit
    constexpr std::string_view separators = " -./()";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      out += text[i];
      if (i % 3 == 2) {
        out += separators[i / 3 % separators.size()];
      }
    }
    return out;
  };
  const std::size_t more = way / 10;
  switch (way % 10) {
  case 0:
    return std::string(e164_text);
  case 1:
    return spread(std::string(e164_text));
  case 2:
    return "00" + digits;
  case 3:
    return "0" + from(1 + more % 3);
  case 4:
    return "(0" + spread(from(1 + more % 3));
  case 5:
    return from(more % 8).substr(0, 3 + more / 8 % 5);
  case 6:
    return "+" + digits.substr(0, 2 + more % 12);
  case 7:
    return "00" + digits.substr(0, 1 + more % 12);
  case 8:
    return "+" + from(1 + more % 3); // wrong: the start is missing
  default:
    return spread(from(1)) + "7"; // wrong except for its end
  }
}

/// A phone number as people type it; may be invalid.
[[nodiscard]] inline std::string draw_typed_phone(drawing from) {
  const std::size_t kind = from.below(8);
  if (kind < 6) {
    const std::size_t way = from.below(200);
    return spell_phone(draw_phone(from), way);
  }
  if (kind == 6) {
    return draw_hostile_text(from);
  }
  std::string text;
  while (!from.at_end()) {
    text += from.one_of(detail::phone_pieces);
  }
  return text;
}

/// An email address as people type it; may be invalid.
[[nodiscard]] inline std::string draw_typed_email(drawing from) {
  const std::size_t kind = from.below(8);
  if (kind < 6) {
    std::string text = draw_email(from.take(2));
    if (kind == 1) {
      text = " \t" + text + "\r\n";
    }
    if (kind >= 2) {
      for (std::size_t i = kind - 2; i < text.size(); i += kind - 1) {
        text[i] = detail::to_upper(text[i]);
      }
    }
    return text;
  }
  if (kind == 6) {
    return draw_hostile_text(from);
  }
  std::string text;
  while (!from.at_end()) {
    text += from.one_of(detail::email_pieces);
  }
  return text;
}

// Leads. ------------------------------------------------------------------------------------------

/// The guarantee of a drawn lead.
enum class lead_kind : std::uint8_t {
  valid,   ///< validate finds no problem
  typed,   ///< phones and emails as people type them, the rest valid: for normalise_lead
  hostile, ///< any bytes in every text, a status outside the enumeration
};

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// A text for a field, by the kind of the field.
template <fixed_string Name>
[[nodiscard]] std::string draw_field_text(testing::drawing from, testing::lead_kind kind) {
  if (kind == testing::lead_kind::hostile && from.below(3) != 0) {
    return testing::draw_hostile_text(from);
  }
  if constexpr (is_phone_field<Name>) {
    return kind == testing::lead_kind::valid ? testing::draw_phone(from)
                                             : testing::draw_typed_phone(from);
  } else if constexpr (is_email_field<Name>) {
    return kind == testing::lead_kind::valid ? testing::draw_email(from)
                                             : testing::draw_typed_email(from);
  } else if constexpr (Name.view() == unique_field.name() || Name.view().ends_with("_id")) {
    return testing::draw_id(from);
  } else {
    return testing::draw_text(from);
  }
}

/// Sets one field of a lead, by its type.
template <fixed_string Name>
void draw_field(lead& row, testing::drawing from, testing::lead_kind kind) {
  auto& value = field<Name>.in(row);
  using type = std::remove_reference_t<decltype(value)>;
  if constexpr (is_nullable_field<Name>) {
    if (from.below(3) == 0) {
      value.reset();
      return;
    }
  }
  if constexpr (std::same_as<type, std::string> || std::same_as<type, std::optional<std::string>>) {
    value = draw_field_text<Name>(from, kind);
  } else if constexpr (std::same_as<type, std::vector<std::string>>) {
    for (std::size_t left = from.below(4); left > 0; --left) {
      value.push_back(draw_field_text<Name>(from.take(4), kind));
    }
  } else if constexpr (std::same_as<type, timestamp> ||
                       std::same_as<type, std::optional<timestamp>>) {
    value = testing::draw_timestamp(from);
  } else {
    static_assert(std::same_as<type, lead_status>,
                  "leadcore: say here how a value of this type is drawn");
    value = kind == testing::lead_kind::hostile && from.below(10) == 9 ? lead_status{200}
                                                                       : testing::draw_status(from);
  }
}

/// Removes repeated values, which independently drawn lists may have.
inline void remove_repeated(lead& row) {
  for_each_lead_field([&](auto each) {
    auto& value = each.in(row);
    if constexpr (std::same_as<std::remove_cvref_t<decltype(value)>, std::vector<std::string>>) {
      std::set<std::string> seen;
      std::erase_if(value,
                    [&](const std::string& element) { return !seen.insert(element).second; });
    }
  });
}

/// Sets each primary to a value of its list, or null.
inline void choose_primaries(lead& row, testing::drawing from) {
  const auto choose = [&](std::optional<std::string>& primary,
                          const std::vector<std::string>& list) {
    if (list.empty()) {
      primary.reset();
    } else if (primary) {
      primary = list[from.below(list.size())];
    }
  };
  choose(row.primary_phone, row.phones);
  choose(row.primary_email, row.emails);
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// The number of tapes of a lead: one for each field, and one for choices that concern several.
inline constexpr std::size_t lead_tapes = detail::field_count<lead> + 1;
/// Enough choices for a field; longer texts may have more.
inline constexpr std::size_t field_tape_size = 13;

/// A lead of a kind, each field from its own tape; missing tapes are empty.
[[nodiscard]] inline lead draw_lead(const std::vector<tape>& tapes,
                                    lead_kind kind = lead_kind::valid) {
  lead row;
  std::size_t next = 0;
  const auto from = [&]() -> drawing {
    return next < tapes.size() ? drawing(tapes[next++]) : drawing(std::span<const std::uint16_t>());
  };
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
    detail::draw_field<Name>(row, from(), kind);
  });
  if (kind == lead_kind::valid) {
    detail::remove_repeated(row);
  }
  if (kind != lead_kind::hostile) {
    detail::choose_primaries(row, from());
  }
  return row;
}

/// Makes the ids of rows distinct by appending a counter to repeated ones.
inline void make_ids_distinct(std::vector<lead>& rows) {
  std::set<std::string> taken;
  for (lead& row : rows) {
    const std::string id = row.id;
    for (std::size_t copy = 2; !taken.insert(row.id).second; ++copy) {
      row.id = id + "-" + std::to_string(copy);
    }
  }
}

// Queries. ----------------------------------------------------------------------------------------

/// A spelling of a text that search treats as equal: other letter case, letters composed or
/// decomposed, more white space.
/// @param how  a set of bits; 0 changes nothing.
[[nodiscard]] inline std::string respell(std::string text, std::size_t how) {
  const auto replace_all = [&text](std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  };
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> alike{
      {{"é", "e\u0301"},
       {"É", "E\u0301"},
       {"ë", "e\u0308"},
       {"ü", "u\u0308"},
       {"Å", "\u212B"},
       {"ß", "SS"},
       {"ﬁ", "FI"},
       {"ς", "Σ"},
       {"İ", "i\u0307"},
       {"가", "\u1100\u1161"},
       {"ガ", "カ\u3099"},
       {"ǆ", "ǅ"}}};
  if ((how & 1U) != 0) {
    for (const auto& [one, other] : alike) {
      replace_all(one, other);
    }
  }
  if ((how & 2U) != 0) {
    for (const auto& [one, other] : alike) {
      replace_all(other, one);
    }
  }
  if ((how & 4U) != 0) {
    std::transform(text.begin(), text.end(), text.begin(), detail::to_upper);
  }
  if ((how & 8U) != 0) {
    text = fold(text);
  }
  if ((how & 16U) != 0) {
    replace_all(" ", " \t\u00A0");
    text = "\u3000" + text + "\n";
  }
  return text;
}

/// The code points [first, first + size] of a text, both modulo its length.
[[nodiscard]] inline std::string part_of(std::string_view text, std::size_t first,
                                         std::size_t size) {
  std::vector<std::string_view> units;
  for (std::size_t at = 0; at < text.size(); at += units.back().size()) {
    units.push_back(text.substr(at, decode_utf8(text, at).length));
  }
  std::string part;
  if (!units.empty()) {
    first %= units.size();
    const std::size_t last = first + 1 + size % (units.size() - first);
    for (; first < last; ++first) {
      part += units[first];
    }
  }
  return part;
}

/// A page: mostly an early one, mostly of few rows; sometimes the largest.
[[nodiscard]] inline page_request draw_page(drawing from) {
  constexpr auto pages = std::to_array<std::uint64_t>(
      {1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 100, max_query_integer - 1, max_query_integer});
  constexpr auto sizes = std::to_array<std::uint64_t>(
      {default_page_size, 1, 1, 1, 2, 2, 2, 3, 3, 5, 10, 49, 99, max_page_size});
  const std::uint64_t page = from.one_of(pages);
  return {page, from.one_of(sizes)};
}

/// The choices of a query without its free text.
inline constexpr std::size_t query_tape_size = 10;

/// A query that often matches some of the rows: its status, owner and term are mostly those of one
/// row. The term is a substring of one of its values in another spelling, or one of its phones as
/// people type it.
[[nodiscard]] inline lead_query draw_query(drawing from, const std::vector<lead>& rows) {
  lead_query query;
  const std::size_t search = from.below(12);
  const std::size_t status = from.below(9);
  const std::size_t owner = from.below(9);
  query.page = draw_page(from.take(2));
  const lead row = rows.empty() ? lead{} : rows[from.below(rows.size())];
  const std::size_t value = from.below(64);
  const std::size_t spelling = from.below(200);
  const std::size_t first = from.below(64);
  const std::size_t size = from.below(64);
  if (status >= 6) {
    query.status = status == 8 || !is_lead_status(row.status)
                       ? lead_statuses[size % lead_statuses.size()]
                       : row.status;
  }
  if (owner == 5) {
    query.assigned_to = assignee_filter::unassigned();
  } else if (owner >= 6) {
    const std::string id = owner == 8 || !row.assigned_to_id ? draw_id(from) : *row.assigned_to_id;
    if (!id.empty() && is_valid_utf8(id) && id.find('\0') == std::string::npos) {
      query.assigned_to = assignee_filter::member(id);
    }
  }
  std::vector<std::string> values{row.name, row.company.value_or("")};
  values.insert(values.end(), row.emails.begin(), row.emails.end());
  values.insert(values.end(), row.phones.begin(), row.phones.end());
  std::erase(values, "");
  std::string text;
  if (search >= 3 && search < 7 && !values.empty()) {
    text = respell(part_of(values[value % values.size()], first, size), spelling);
  } else if (search >= 7 && search < 10 && !row.phones.empty()) {
    text = spell_phone(row.phones[value % row.phones.size()], spelling);
  } else if (search == 10 && values.size() > 1) { // spans two values, so must not match
    const std::size_t before = value % (values.size() - 1);
    text = part_of(values[before], count_code_points(values[before]) - 1, 0) +
           part_of(values[before + 1], 0, size % 3);
  } else if (search == 11) {
    text = draw_text(from);
  }
  if (auto term = parse_search_term(text); term.has_value()) {
    query.search = std::move(*term);
  }
  return query;
}

/// A query drawn without rows.
[[nodiscard]] inline lead_query draw_query(drawing from) {
  lead row; // the row to search for
  row.name = "Zoë Doe";
  row.company = "Acme Co - Straße & Söhne 100%";
  row.phones = {"+14155550101"};
  row.emails = {"jane@acme.com"};
  return draw_query(from, {row});
}

/// Rows, and a query over them.
struct scenario {
  std::vector<lead> rows;
  lead_query query;
};

/// A scenario from a single tape, such as a fuzzer's bytes: the query, then rows until the tape
/// ends.
/// @param most  the maximum number of rows.
[[nodiscard]] inline scenario draw_scenario(drawing from, lead_kind kind = lead_kind::valid,
                                            std::size_t most = 12) {
  scenario out;
  const drawing for_query = from.take(query_tape_size + 3);
  while (out.rows.size() < most && !from.at_end()) {
    std::vector<tape> tapes(lead_tapes);
    for (tape& each : tapes) {
      const std::size_t size = from.below(field_tape_size + 1);
      for (drawing field = from.take(size); !field.at_end();) {
        each.push_back(static_cast<std::uint16_t>(field.below(0x10000)));
      }
    }
    out.rows.push_back(draw_lead(tapes, kind));
  }
  make_ids_distinct(out.rows);
  out.query = draw_query(for_query, out.rows);
  return out;
}

/// A tape that depends only on the seed, the same on every platform: cases for plain loops.
[[nodiscard]] inline tape seeded_tape(std::uint64_t seed, std::size_t size) {
  tape numbers;
  for (std::size_t i = 0; i < size; ++i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U; // Knuth, MMIX
    numbers.push_back(static_cast<std::uint16_t>((seed ^ (seed >> 29U)) >> 33U));
  }
  return numbers;
}

/// Rows of several organisations, and the one that queries.
struct organisation_scenario {
  std::vector<organisation_lead> rows;
  std::string organisation;
  lead_query query;
};

/// Assigns rows to organisations; some rows also belong, with the same id, to another one.
[[nodiscard]] inline organisation_scenario
draw_organisations(drawing owners, const std::vector<lead>& rows, lead_query query) {
  constexpr std::array<std::string_view, 5> names{"acme", "Acme", "acme ", "umbrella", "acm"};
  organisation_scenario out{{}, std::string(names.front()), std::move(query)};
  for (const lead& row : rows) {
    const std::size_t owner = owners.below(9);
    out.rows.push_back({std::string(names[owner % names.size()]), row});
    if (owner >= names.size()) {
      out.rows.push_back({std::string(names.front()), row});
    }
  }
  return out;
}

// Query strings. ----------------------------------------------------------------------------------

/// Prints a query in one of its many equivalent spellings: any byte percent-encoded or not,
/// hexadecimal digits in either case, the parameters in any order, empty pairs between them,
/// defaults present or not.
[[nodiscard]] inline std::string spell_query(const lead_query& query, drawing from) {
  const auto encode = [&](std::string_view text) {
    std::string out;
    for (const char c : text) {
      const std::size_t way = from.below(4); // 1, 2: encoded; 3: the rarer plain form
      const bool plain = detail::is_alnum(c) ||
                         std::string_view("-._~!*'(),;:@/?").find(c) != std::string_view::npos ||
                         (!detail::is_ascii(c) && way == 3);
      if (plain && way != 1 && way != 2) {
        out += c;
      } else if (c == ' ' && way == 3) {
        out += '+';
      } else {
        const std::string_view digits = way == 2 ? "0123456789abcdef" : "0123456789ABCDEF";
        out += '%';
        out += digits[static_cast<unsigned char>(c) >> 4U];
        out += digits[static_cast<unsigned char>(c) & 15U];
      }
    }
    return out;
  };
  std::vector<std::string> pairs;
  const auto add = [&](std::string_view name, std::string_view value) {
    const std::size_t place = pairs.size() - from.below(pairs.size() + 1);
    std::string pair = encode(name);
    pair += '=';
    pair += encode(value);
    pairs.insert(pairs.begin() + static_cast<std::ptrdiff_t>(place), std::move(pair));
  };
  if (query.status) {
    add("status", to_string(*query.status));
  }
  if (!query.search.empty() || from.below(4) == 1) {
    add("search", query.search.text());
  }
  if (!query.assigned_to.is_any()) {
    add("assignedToId", query.assigned_to.is_unassigned() ? unassigned_id : query.assigned_to.id());
  }
  if (query.page.page != 1 || from.below(4) == 1) {
    add("page", std::string(from.below(3), '0') + std::to_string(query.page.page));
  }
  if (query.page.page_size != default_page_size || from.below(4) == 1) {
    add("pageSize", std::string(from.below(3), '0') + std::to_string(query.page.page_size));
  }
  std::string text;
  for (const std::string& pair : pairs) {
    text += std::string((text.empty() ? 0U : 1U) + (from.below(6) == 1 ? 1U : 0U), '&') + pair;
  }
  return text;
}

/// A query string with errors, and their codes in order.
struct broken_query {
  std::string text;
  std::vector<query_errc> codes;
};

/// A query string with at least one error, made of pairs with known errors, one pair for each
/// choice.
[[nodiscard]] inline broken_query draw_broken_query(drawing from) {
  struct piece {
    std::string_view text;
    std::string_view parameter;     // where known; a second one of the same name is a duplicate
    std::optional<query_errc> code; // of the pair alone
    bool undecodable = false;       // takes precedence over being a duplicate
  };
  using enum query_errc;
  constexpr std::string_view too_long =
      "search="
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
  static_assert(too_long.size() - std::string_view("search=").size() == max_search_code_points + 1);
  constexpr std::array<piece, 36> pieces{{
      {"page=0", "page", integer_out_of_range},
      {"page=", "page", empty_value},
      {"page", "page", empty_value},
      {"page=1.5", "page", not_an_integer},
      {"page=-1", "page", not_an_integer},
      {"page=%2B1", "page", not_an_integer},
      {"page=+1", "page", not_an_integer},
      {"page=9007199254740992", "page", integer_out_of_range},
      {"page=99999999999999999999999999999999", "page", integer_out_of_range},
      {"pageSize=101", "pageSize", page_size_too_large},
      {"pageSize=0", "pageSize", integer_out_of_range},
      {"page%53ize=1e2", "pageSize", not_an_integer},
      {"status=lost", "status", unknown_status},
      {"status=LOST%20", "status", unknown_status},
      {"status=", "status", empty_value},
      {"assignedToId=", "assignedToId", empty_value},
      {too_long, "search", search_too_long},
      {"search=%", "search", malformed_percent_encoding, true},
      {"search=%4", "search", malformed_percent_encoding, true},
      {"search=%GG%FF", "search", malformed_percent_encoding, true},
      {"search=%C3%28", "search", invalid_utf8, true},
      {"search=\xFF", "search", invalid_utf8, true},
      {"assignedToId=%00", "assignedToId", nul_character, true},
      {"%ZZ=1", "", malformed_percent_encoding, true},
      {"%ED%A0%80=1", "", invalid_utf8, true},
      {"pagesize=10", "", unknown_parameter},
      {"Status=LOST", "", unknown_parameter},
      {"=1", "", unknown_parameter},
      {"=", "", unknown_parameter},
      {"sort=name", "", unknown_parameter},
      {"status=LOST", "status", std::nullopt},
      {"search=acme", "search", std::nullopt},
      {"search=", "search", std::nullopt},
      {"assignedToId=unassigned", "assignedToId", std::nullopt},
      {"page=2", "page", std::nullopt},
      {"pageSize=100", "pageSize", std::nullopt},
  }};
  broken_query out;
  std::set<std::string_view> given;
  do {
    const piece& each =
        from.one_of(pieces); // at the end of the tape: page=0, so that the loop ends
    out.text += out.text.empty() ? "" : "&";
    out.text += each.text;
    const bool repeated = !each.parameter.empty() && !given.insert(each.parameter).second;
    if (repeated && !each.undecodable) {
      out.codes.push_back(duplicate_parameter);
    } else if (each.code) {
      out.codes.push_back(*each.code);
    }
  } while (!from.at_end() || out.codes.empty());
  return out;
}

/// Any bytes, mostly those of query strings.
[[nodiscard]] inline std::string draw_any_query_string(drawing from) {
  switch (from.below(10)) {
  case 7:
    return draw_hostile_text(from);
  case 8:
    return draw_broken_query(from).text;
  case 9: {
    const lead_query query = draw_query(from.take(query_tape_size));
    return spell_query(query, from);
  }
  default: {
    std::string text;
    while (!from.at_end()) {
      text += from.one_of(detail::query_pieces);
    }
    return text;
  }
  }
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
