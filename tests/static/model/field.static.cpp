// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/field.hpp>

#include <boost/hana/adapt_adt.hpp>
#include <boost/hana/define_struct.hpp>

#include <type_traits>

using namespace leadcore;

struct sample {
  BOOST_HANA_DEFINE_STRUCT(sample, (int, first_value), (char, x));
};
struct accessed {
  [[nodiscard]] constexpr int twice() const { return 2 * half; }
  int half = 21;
};
BOOST_HANA_ADAPT_ADT(accessed, (answer, [](const auto& record) { return record.twice(); }));

// Names on the wire.
static_assert(field<"next_call_at">.wire_name() == "nextCallAt" &&
              field<"next_call_at">.name() == "next_call_at");
static_assert(field<"id">.wire_name() == "id" && field<"a_b_c">.wire_name() == "aBC" &&
              field<"a_1b">.wire_name() == "a1b");

// Access by name: a member by reference, an accessor by value.
static_assert(field<"first_value">(sample{7, 'x'}) == 7 && field<"x">(sample{7, 'x'}) == 'x');
static_assert(std::is_same_v<field_type<sample, "x">, const char&>);
static_assert(field<"answer">(accessed{}) == 42 &&
              std::is_same_v<field_type<accessed, "answer">, int>);
static_assert([] {
  sample record{1, 'a'};
  field<"first_value">.in(record) = 2;
  return record.first_value == 2;
}());

static_assert(has_field<sample, "x"> && has_field<const sample&, "x"> && !has_field<sample, "y">);
static_assert(!has_field<sample, "X"> && !has_field<sample, ""> && !has_field<int, "x">);

static_assert([] {
  std::size_t letters = 0;
  for_each_field<sample>([&](auto each) { letters += each.name().size(); });
  return letters == std::string_view("first_valuex").size();
}());
