// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/sort_key.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

using namespace leadcore;

namespace {

/// Deals in another order.
template <auto... Keys> struct ordered_by : sales::endpoint {
  static constexpr auto order = lexicographic_order{std::tuple{Keys..., ascending<"number">}};
};

/// Deals with each extreme, or null, of one field after the other, and each pair of some.
std::vector<sales::deal> deals() {
  const std::vector<std::string> texts{"",          "a",          "ab",       std::string("a\0", 2),
                                       "\x7F",      "\x80",       "\xFF\xFF", "eight by",
                                       "eight byt", "eight bytes"};
  std::vector<sales::deal> made(1);
  made.front().number = "key";
  const auto add = [&](auto change) {
    made.push_back(made.front());
    change(made.back());
  };
  for (const std::string& text : texts) {
    add([&](sales::deal& each) { each.title = text; });
    add([&](sales::deal& each) { each.owner_id = text; });
    add([&](sales::deal& each) { each.number = text; });
  }
  for (const auto& each_stage : enum_table<sales::stage>) {
    add([&](sales::deal& each) { each.stage = each_stage.value; });
    add([&](sales::deal& each) { each.forecast = each_stage.value; });
  }
  for (const std::int64_t integer :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
        std::int64_t{-1}, std::int64_t{1}, std::int64_t{256}}) {
    add([&](sales::deal& each) { each.amount = integer; });
    add([&](sales::deal& each) { each.discount = static_cast<std::int32_t>(integer); });
    add([&](sales::deal& each) { each.items = static_cast<std::uint16_t>(integer); });
    add([&](sales::deal& each) {
      each.amount = integer;
      each.discount = std::numeric_limits<std::int32_t>::min();
      each.due_at = timestamp::from_milliseconds(integer);
    });
  }
  for (const bool truth : {false, true}) {
    add([&](sales::deal& each) { each.signed_off = truth; });
    add([&](sales::deal& each) { each.renewed = truth; });
  }
  for (const timestamp time : {timestamp::min(), timestamp(), timestamp::max()}) {
    add([&](sales::deal& each) { each.due_at = time; });
    add([&](sales::deal& each) { each.opened_at = time; });
  }
  return made;
}

/// @param nullable  the field whose nulls are one half of a list, if there is one
template <class Endpoint, class Nullable = bool>
void require_ordered_keys(Nullable nullable = false) {
  const std::vector<sales::deal> all = deals();
  std::size_t decided = 0;
  for (const sales::deal& a : all) {
    for (const sales::deal& b : all) {
      const auto keys =
          detail::abbreviated_key<Endpoint>(a) <=> detail::abbreviated_key<Endpoint>(b);
      REQUIRE((keys == 0 || keys == Endpoint::order.compare(a, b)));
      decided += keys != 0 ? 1U : 0U;
    }
    if constexpr (!std::is_same_v<Nullable, bool>) {
      const bool is_second = detail::abbreviated_key<Endpoint>(a) >= detail::second_half_key;
      const bool are_first = std::get<0>(Endpoint::order.keys).nulls == nulls_first;
      REQUIRE(is_second == (nullable(a).has_value() == are_first));
    }
  }
  REQUIRE(decided > all.size());
}

} // namespace

TEST_CASE("abbreviated keys of fields of any kind are ordered as the rows, or equal") {
  require_ordered_keys<ordered_by<ascending<"title">>>();
  require_ordered_keys<ordered_by<descending<"title">>>();
  require_ordered_keys<ordered_by<descending<"owner_id">>>(field<"owner_id">);
  require_ordered_keys<ordered_by<ascending<"owner_id">.with(nulls_first)>>(field<"owner_id">);
  require_ordered_keys<ordered_by<ascending<"amount">>>();
  require_ordered_keys<ordered_by<descending<"amount">>>();
  require_ordered_keys<ordered_by<ascending<"items">, descending<"discount">>>();
  require_ordered_keys<ordered_by<descending<"discount">, ascending<"amount">>>(field<"discount">);
  require_ordered_keys<ordered_by<ascending<"discount">.with(nulls_first), descending<"items">>>(
      field<"discount">);
  require_ordered_keys<ordered_by<descending<"signed_off">, ascending<"stage">>>();
  require_ordered_keys<ordered_by<ascending<"renewed">.with(nulls_first), descending<"title">>>(
      field<"renewed">);
  require_ordered_keys<ordered_by<descending<"forecast">, descending<"due_at">>>(field<"forecast">);
  require_ordered_keys<ordered_by<descending<"due_at">, descending<"opened_at">>>(field<"due_at">);
  require_ordered_keys<ordered_by<ascending<"opened_at">, ascending<"due_at">>>();
  require_ordered_keys<sales::endpoint>(field<"due_at">);
}

TEST_CASE("abbreviated keys are ordered as the leads, or equal") {
  const std::int64_t first = timestamp::min().milliseconds_since_epoch();
  const std::int64_t last = timestamp::max().milliseconds_since_epoch();
  constexpr std::int64_t exact_until = (std::int64_t{1} << 42U) - 1; // in 2109
  constexpr std::int64_t half_hour = std::int64_t{1} << 21U;
  const std::array<std::int64_t, 17> instants{first,
                                              first + 1,
                                              -half_hour,
                                              -1,
                                              0,
                                              1,
                                              half_hour - 1,
                                              half_hour,
                                              1'777'720'200'000,
                                              1'777'720'200'001,
                                              1'777'720'200'000 + half_hour,
                                              exact_until - half_hour,
                                              exact_until - 1,
                                              exact_until,
                                              exact_until + 1,
                                              last - 1,
                                              last};
  std::vector<lead_view> leads;
  for (const std::int64_t created : instants) {
    lead_view made{.created_at = *timestamp::from_milliseconds(created)};
    leads.push_back(made);
    for (const std::int64_t call : instants) {
      made.next_call_at = timestamp::from_milliseconds(call);
      leads.push_back(made);
    }
  }
  std::size_t equal = 0;
  for (const lead_view& a : leads) {
    for (const lead_view& b : leads) {
      const auto keys = detail::abbreviated_key(a) <=> detail::abbreviated_key(b);
      REQUIRE((keys == 0 || keys == lead_order.compare(a, b)));
      equal += keys == 0 && lead_order.compare(a, b) != 0 ? 1U : 0U;
    }
    REQUIRE((detail::abbreviated_key(a) >= detail::second_half_key) == !a.next_call_at.has_value());
  }
  CHECK(equal > 0);
}
