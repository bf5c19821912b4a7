// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/search_term.hpp>

#include "support/property.hpp"

#include <leadcore/query/endpoint.hpp>
#include <leadcore/testing/generators.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

lead_query only(search_term term) {
  lead_query query;
  query.search = std::move(term);
  return query;
}

} // namespace

TEST_CASE("a term matches exactly if it does in the reference") {
  const matcher found = [](const lead& row, const lead_query& query) {
    return matches(row, query.search);
  };
  rc::prop("in valid rows", [&](const scenario& each) {
    for (const lead& row : each.rows) {
      require(matches_like_reference(found, row, only(each.query.search)));
    }
  });
  rc::prop("in hostile rows", [&, cases = scenarios(lead_kind::hostile)] {
    const scenario each = *cases;
    for (const lead& row : each.rows) {
      require(matches_like_reference(found, row, only(each.query.search)));
    }
  });
  rc::prop("a term of any text in a row of any text",
           [&, texts = testing::texts(), rows = leads(lead_kind::hostile)] {
             if (const auto term = parse_search_term(*texts); term.has_value()) {
               require(matches_like_reference(found, *rows, only(*term)));
             }
           });
}

TEST_CASE("a term is one phrase, and parsing it is idempotent") {
  rc::prop("any bytes are a term or an error inside them", [texts = hostile_texts()] {
    const std::string text = *texts;
    const auto term = parse_search_term(text);
    if (!term.has_value()) {
      RC_ASSERT(term.error().offset <= text.size());
      RC_ASSERT(!to_string(term.error().code).empty());
      RC_ASSERT((term.error().code == search_errc::invalid_utf8) == !is_valid_utf8(text));
      return;
    }
    RC_ASSERT((*term).text() == reference_phrase(text));
    RC_ASSERT((*term).folded() == fold((*term).text()));
    RC_ASSERT((parse_search_term((*term).text()) == term));
    RC_ASSERT((*term).empty() == (*term).text().empty());
  });
  rc::prop("256 code points are allowed, 257 are not",
           [points = rc::gen::suchThat(
                texts(), [](const std::string& text) { return !reference_phrase(text).empty(); })] {
             const std::string piece = reference_phrase(*points);
             RC_PRE(piece.find('\0') == std::string::npos);
             std::string text;
             while (reference_length(text) + reference_length(piece) <= max_search_code_points) {
               text += piece;
             }
             while (reference_length(text) < max_search_code_points) {
               text += 'x';
             }
             RC_ASSERT(parse_search_term(" \t" + text + " ").has_value());
             const auto longer = parse_search_term(text + "x");
             RC_ASSERT(!longer.has_value());
             RC_ASSERT(longer.error() ==
                       (search_error{search_errc::too_long,
                                     static_cast<std::uint32_t>(text.size() + 1)}));
           });
}

TEST_CASE("a match remains with more text around it or in another spelling") {
  rc::prop("white space and letters before and after the value", [](const scenario& each) {
    for (lead row : each.rows) {
      const bool before = matches(row, each.query.search);
      row.name = "x " + row.name + " x";
      RC_ASSERT(!before || matches(row, each.query.search));
    }
  });
  rc::prop("another spelling of the whole name", [](const lead& row, std::uint8_t how) {
    const auto term = parse_search_term(respell(row.name, how));
    const auto same = parse_search_term(row.name);
    RC_PRE(term.has_value() && same.has_value());
    RC_ASSERT((*term).folded() == (*same).folded());
  });
}

TEST_CASE("the phone rule agrees with the reference") {
  rc::prop("any way of writing a number, in any phone",
           [typed = typed_phones(), stored = phones()] {
             const std::string text = reference_phrase(*typed);
             RC_PRE(is_valid_utf8(text));
             const std::string phone = *stored;
             const search_term term = unchecked_search_term(text);
             RC_ASSERT(term.phone().matches(phone) == reference_phone_found(text, phone));
           });
  rc::prop("a number is found by each way of writing it, whole", [stored = phones()] {
    const std::string phone = *stored;
    for (const std::size_t way : {0U, 1U, 2U}) { // E.164, with separators, with 00
      RC_ASSERT(unchecked_search_term(spell_phone(phone, way)).phone().matches(phone));
    }
    std::string ending = phone.substr(4);
    ending.erase(0, ending.find_first_not_of('0')); // 00 would anchor the digits at the start
    RC_PRE(ending.size() >= 6);
    RC_ASSERT(unchecked_search_term(ending).phone().matches(phone));
    RC_ASSERT(unchecked_search_term("0" + ending).phone().matches(phone));
    RC_ASSERT(unchecked_search_term("+" + ending).phone().matches(phone) ==
              phone.substr(1).starts_with(ending));
  });
  rc::prop("a single 0 is a trunk prefix from 7 digits on", [stored = phones()] {
    const std::string phone = *stored;
    const std::size_t first = phone.find_first_not_of("+0", phone.size() - 7);
    RC_PRE(first != std::string::npos);
    for (std::size_t size = 2; first + size <= phone.size(); ++size) {
      const std::string term = "0" + phone.substr(first, size);
      const bool found = phone.find(term) != std::string::npos || term.size() >= 7;
      RC_ASSERT(unchecked_search_term(term).phone().matches(phone) == found);
    }
  });
  rc::prop("a term with a letter never takes it", [stored = phones()] {
    const std::string phone = *stored;
    for (const char letter : std::string_view("aexzAZ#*,_~")) {
      RC_ASSERT(!unchecked_search_term(phone + letter).phone().active());
    }
  });
}
