// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/email.hpp>

#include "text/text.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>

namespace leadcore::bench {

namespace {

struct typed_email {
  std::string text, expected;
};

/// Addresses as people type them: capital letters, dots, plus signs, surrounding white space; some
/// without a dot after "@".
std::vector<typed_email> typed() {
  constexpr std::string_view tops[] = {"com", "org", "co.uk", "de", "io"};
  dice random(5);
  const auto word = [&] {
    std::string letters;
    while (letters.size() < 2) {
      letters = random.one_of(english_names());
      std::erase_if(letters, [](char c) { return !detail::is_alpha(c); });
    }
    return letters;
  };
  std::vector<typed_email> made;
  while (made.size() < 4096) {
    const bool broken = random.below(16) == 0;
    std::string text = word() + "." + word();
    text += random.below(4) == 0 ? "+crm" + std::to_string(random.below(100)) : "";
    text += "@" + word() + (random.below(3) == 0 ? "-" + word() : "");
    text += broken ? "" : "." + std::string(random.one_of(tops));
    std::string expected = broken ? "error" : text;
    std::transform(expected.begin(), expected.end(), expected.begin(), detail::to_lower);
    made.push_back({random.below(8) == 0 ? " " + text + "\n" : text, expected});
  }
  return made;
}

} // namespace

void add_emails(suite& all) {
  const auto in = std::make_shared<const std::vector<typed_email>>(typed());
  all.add({.name = "emails",
           .operations = in->size(),
           .run =
               [in] {
                 for (const auto& each : *in) {
                   auto parsed = parse_email(each.text);
                   benchmark::DoNotOptimize(parsed);
                 }
               },
           .peers = {},
           .compare =
               [in](comparison& results) {
                 for (const auto& [text, expected] : *in) {
                   const auto parsed = parse_email(text);
                   const std::string ours(parsed.has_value() ? (*parsed).view() : "error");
                   results.require(ours == expected,
                                   [&] { return text + ": " + ours + " and " + expected; });
                 }
               }});
}

} // namespace leadcore::bench
