// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone_type.hpp>

#include "support/property.hpp"
#include "support/vector_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace {

using leadcore::e164;
using leadcore::is_valid;
using leadcore::is_valid_for;
using leadcore::parse_phone;
using leadcore::phone_type;
using leadcore::region;
using leadcore::region_of;
using leadcore::type_of;

/// Numbers of the vectors with some later digits changed; redrawn if no longer possible.
rc::Gen<e164> number() {
  static const auto cases = LEADCORE_VECTORS("phone_type.jsonl");
  const auto text = rc::gen::apply(
      [](const auto& one, const std::vector<std::pair<std::size_t, char>>& changes) {
        std::string digits = one.text("phone");
        for (const auto& [at, digit] : changes) {
          digits[1 + at % (digits.size() - 1)] = digit;
        }
        return digits;
      },
      rc::gen::elementOf(cases),
      rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
          rc::gen::pair(rc::gen::inRange<std::size_t>(0, 15),
                        rc::gen::inRange('0', static_cast<char>('9' + 1)))));
  return rc::gen::map(
      rc::gen::suchThat(text, [](const std::string& one) { return leadcore::is_possible(one); }),
      [](const std::string& one) { return *parse_phone(one); });
}

rc::Gen<region> any_region() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::inRange('A', static_cast<char>('Z' + 1)),
                    rc::gen::inRange('A', static_cast<char>('Z' + 1))),
      [](const auto& letters) { return region(std::string{letters.first, letters.second}); });
}

} // namespace

TEST_CASE("a number is valid exactly if it has a type, and then for its region", "[phone_type]") {
  rc::prop("valid, type and region agree", [] {
    const e164 one = *number();
    RC_ASSERT(is_valid(one) == (type_of(one) != phone_type::unknown));
    RC_ASSERT(!to_string(type_of(one)).empty());
    const region of = region_of(one);
    RC_ASSERT(of.has_value() == of.is_known());
    if (of.has_value()) {
      RC_ASSERT(is_valid(one) == is_valid_for(one, of));
    }
    RC_CLASSIFY(is_valid(one), "valid");
  });
}

TEST_CASE("a number is valid for regions of its calling code only", "[phone_type]") {
  rc::prop("where it is valid, the calling code is the number's own", [] {
    const e164 one = *number();
    const region where = *any_region();
    if (!is_valid_for(one, where)) {
      RC_SUCCEED("not valid there");
    }
    RC_ASSERT(where.is_known());
    RC_ASSERT(
        leadcore::detail::phone_plans[leadcore::detail::phone_plan_of_region
                                          [26 * (where.view()[0] - 'A') + (where.view()[1] - 'A')]]
            .calling_code == leadcore::detail::find_calling_code(one.digits())->calling_code);
  });
}

TEST_CASE("a valid number matches the general pattern", "[phone_type]") {
  rc::prop("the number's plan matches it as a whole", [] {
    const e164 one = *number();
    const region of = region_of(one);
    if (!is_valid(one) || !of.has_value()) {
      RC_SUCCEED("of no region");
    }
    using namespace leadcore::detail;
    const phone_plan& plan =
        phone_plans[phone_plan_of_region[26 * (of.view()[0] - 'A') + (of.view()[1] - 'A')]];
    RC_ASSERT(matches_phone(plan.general, one.digits().substr(calling_code_digits(plan))));
  });
}
