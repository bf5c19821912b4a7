// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/adapt.hpp>

#include <leadcore/model/lead.hpp>
#include <leadcore/query/list.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/keys.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crm {

enum class stage { open, won };

// Names that Boost.Hana and this library have too.
constexpr int at(int value) {
  return value;
}
constexpr std::string_view first(std::string_view text) {
  return text.substr(0, 1);
}
constexpr int make_pair = 3;

struct base {
  int inherited = 7;
};
class row : public base {
 public:
  std::string_view id = "42";
  stage state = stage::won;
  const char* company = nullptr;

  [[nodiscard]] constexpr std::string_view name() const { return "Jane"; }
  [[nodiscard]] constexpr std::string_view source() const { return "const"; }
  [[nodiscard]] constexpr std::string_view& source() { return id; } // overloaded
  [[nodiscard]] constexpr std::pair<int, int> pair() const { return {1, 2}; }
};

LEADCORE_ADAPT(row, id, (full_name, row.name()), name, source, (state, &row::state),
               (name_by_pointer, &crm::row::name), (status, row.state == stage::won), inherited,
               (helper, at(make_pair)), (initial, first(row.name())), (constant, 5),
               (nullable, row.company), (of_temporary, row.pair().second),
               (comma, std::pair<int, char>(1, 'x').second),
               (function, [](const crm::row& each) { return each.id; }));

// In a namespace inside, and in the global one.
namespace inner {
struct record {
  int score = 1;
};
LEADCORE_ADAPT(record, score);
} // namespace inner
struct adapted_outside {
  int a = 1;
  int b = 2;
};
template <class T> struct boxed {
  T value{};
};
using boxed_pair = boxed<std::pair<int, int>>;
LEADCORE_ADAPT(boxed_pair, value);

} // namespace crm

LEADCORE_ADAPT(crm::adapted_outside, b, a);

namespace {
struct unnamed {
  int x = 3;
};
LEADCORE_ADAPT(unnamed, x, (y, row.x + 1));
} // namespace

struct global {
  int one = 1;
  [[nodiscard]] constexpr int two() const { return 2; }
};
LEADCORE_ADAPT(global, one, two);

struct single {
  int only = 1;
};
LEADCORE_ADAPT(single, only);

// What derives from an adapted record is adapted on its own.
struct derived : crm::row {};
struct own_lead : leadcore::lead {
  int revision = 0;
};
LEADCORE_ADAPT(own_lead, id, revision);

using namespace leadcore;

constexpr crm::row adapted_jane;

// Each kind of field, read in a constant expression.
static_assert(field<"id">(adapted_jane) == "42" && field<"name">(adapted_jane) == "Jane" &&
              field<"full_name">(adapted_jane) == "Jane" &&
              field<"name_by_pointer">(adapted_jane) == "Jane");
static_assert(field<"source">(adapted_jane) == "const"); // of a const record
static_assert(field<"state">(adapted_jane) == crm::stage::won && field<"status">(adapted_jane));
static_assert(field<"inherited">(adapted_jane) == 7 && field<"helper">(adapted_jane) == 3 &&
              field<"initial">(adapted_jane) == "J" && field<"constant">(adapted_jane) == 5);
static_assert(field<"of_temporary">(adapted_jane) == 2 && field<"comma">(adapted_jane) == 'x');
static_assert(field<"function">(adapted_jane) == "42" &&
              field<"nullable">(adapted_jane) == nullptr);

// Members are read by reference; what an expression makes is returned by value.
static_assert(std::same_as<field_type<crm::row, "id">, const std::string_view&> &&
              std::same_as<field_type<crm::row, "state">, const crm::stage&> &&
              std::same_as<field_type<crm::row, "nullable">, const char* const&>);
static_assert(std::same_as<field_type<crm::row, "name">, std::string_view> &&
              std::same_as<field_type<crm::row, "name_by_pointer">, std::string_view> &&
              std::same_as<field_type<crm::row, "constant">, int> &&
              std::same_as<field_type<crm::row, "of_temporary">, int> &&
              std::same_as<field_type<crm::row, "function">, std::string_view>);

// Members can be written to.
static_assert([] {
  global record;
  field<"one">.in(record) = 9;
  return record.one;
}() == 9);

// The fields are in the order of the adaptation.
static_assert(detail::field_names<crm::adapted_outside> ==
              std::array<std::string_view, 2>{"b", "a"});
static_assert(detail::field_count<crm::row> == 15 && detail::field_names<crm::row>[3] == "source");
static_assert(detail::field_names<single> == std::array<std::string_view, 1>{"only"});

// In every namespace.
static_assert(has_field<crm::inner::record, "score"> && has_field<crm::adapted_outside, "a"> &&
              has_field<crm::boxed_pair, "value"> && has_field<unnamed, "y"> &&
              has_field<global, "two">);
static_assert(field<"y">(unnamed()) == 4);

// Boost.Hana reads the same fields.
static_assert(boost::hana::Struct<crm::row>::value && boost::hana::Struct<global>::value &&
              boost::hana::Struct<own_lead>::value);
static_assert(
    boost::hana::second(boost::hana::at_c<1>(boost::hana::accessors<global>()))(global()) == 2);
static_assert(std::same_as<decltype(boost::hana::keys(global())),
                           boost::hana::tuple<boost::hana::string<'o', 'n', 'e'>,
                                              boost::hana::string<'t', 'w', 'o'>>>);

static_assert(!has_field<derived, "id">);
static_assert(has_field<own_lead, "revision"> && !has_field<own_lead, "name"> &&
              has_field<lead, "name">);
