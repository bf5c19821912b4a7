// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>

#include "text/text.hpp"

#ifdef LEADCORE_BENCH_LIBPHONENUMBER

#include "support/libphonenumber.hpp"
#include "support/table_reader.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>

namespace leadcore::bench {

namespace {

struct typed_phone {
  std::string text, from;
};
using phones = std::vector<typed_phone>;

/// Every example number of libphonenumber in every form, dialled from its region or another one.
phones typed_examples() {
  const auto& examples = test_support::phone_examples();
  phones made;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const std::string& elsewhere = examples[(i * 7 + 3) % examples.size()].region;
    for (unsigned form = 0; form < test_support::typed_example_forms; ++form) {
      made.push_back(
          {test_support::typed_example(examples[i], form, elsewhere),
           form == test_support::typed_example_from_elsewhere ? elsewhere : examples[i].region});
    }
  }
  return made;
}

workload reading(const std::string& name, phones made) {
  const auto inputs = std::make_shared<const phones>(std::move(made));
  return {
      .name = name,
      .operations = inputs->size(),
      .run =
          [inputs] {
            for (const auto& [text, from] : *inputs) {
              auto parsed = parse_phone(text, region(from));
              benchmark::DoNotOptimize(parsed);
            }
          },
      .peers = {{.name = "libphonenumber " LEADCORE_BENCH_LIBPHONENUMBER " Parse + Format(E164)",
                 .target = 60,
                 .compare =
                     [inputs](comparison& results) {
                       for (const auto& [text, from] : *inputs) {
                         const auto parsed = parse_phone(text, region(from));
                         const std::string ours(parsed.has_value() ? (*parsed).view() : "error");
                         const std::string theirs = test_support::libphonenumber_rule(text, from);
                         results.require(ours == theirs, [&] {
                           return "'" + text + "' from '" + from + "': " + ours + " and " + theirs;
                         });
                       }
                     },
                 .run =
                     [inputs] {
                       using i18n::phonenumbers::PhoneNumberUtil;
                       const auto& library = test_support::libphonenumber();
                       std::string formatted;
                       for (const auto& [text, from] : *inputs) {
                         i18n::phonenumbers::PhoneNumber number;
                         if (library.Parse(text, from, &number) ==
                             PhoneNumberUtil::NO_PARSING_ERROR) {
                           library.Format(number, PhoneNumberUtil::E164, &formatted);
                         }
                         benchmark::DoNotOptimize(formatted);
                       }
                     }}},
      .compare = {}};
}

} // namespace

void add_phones(suite& all) {
  all.add(reading("phones, examples of all regions", typed_examples()));
  if (const char* const folder = std::getenv("LEADCORE_SHARED_DATA"); folder != nullptr) {
    phones listed;
    for (const auto& one : test_support::read_table(std::string(folder) + "/phone.tsv")) {
      listed.push_back({one["input"], one["default_region"]});
    }
    all.add(reading("phones, $LEADCORE_SHARED_DATA/phone.tsv", std::move(listed)));
  }
}

} // namespace leadcore::bench

#else

void leadcore::bench::add_phones(suite& all) {
  all.skip("phones", "libphonenumber 8.12 for C++ was not found (scripts/setup bench)");
}

#endif
