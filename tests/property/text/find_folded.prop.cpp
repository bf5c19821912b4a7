// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/find_folded.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <string>
#include <string_view>

using namespace leadcore;
using namespace leadcore::testing;

TEMPLATE_TEST_CASE_SIG(
    "a needle is found exactly if the text contains it, in the part that is told", "",
    ((folding Folding), Folding), folding::caseless, folding::caseless_unaccented) {
  const auto agree = [](const std::string& text, const std::string& needle) {
    const auto span = find_folded<Folding>(text, needle);
    RC_ASSERT(span.has_value() == contains_folded<Folding>(text, needle));
    if (span) {
      RC_ASSERT(span->offset + span->size <= text.size());
      const std::string_view part = std::string_view(text).substr(span->offset, span->size);
      RC_ASSERT(contains_folded<Folding>(part, needle));
      // The part folds apart from what is before and after it.
      RC_ASSERT(fold<Folding>(text) == fold<Folding>(text.substr(0, span->offset)) +
                                           fold<Folding>(part) +
                                           fold<Folding>(text.substr(span->offset + span->size)));
    }
  };
  rc::prop("needles of other texts",
           [&] { agree(*hostile_texts(), fold<Folding>(*hostile_texts())); });
  rc::prop("needles from the text", [&] {
    const auto text = *hostile_texts();
    const std::string folded = fold<Folding>(text);
    const auto at = *rc::gen::inRange<std::size_t>(0, folded.size() + 1);
    agree(text, folded.substr(at, *rc::gen::inRange<std::size_t>(0, folded.size() - at + 1)));
  });
}
