// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/stepwise.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace leadcore;
using detail::stepwise;
using numbers = std::vector<std::size_t>;

namespace {

/// Appends numbers, of which each costs `units`; in the middle those of other work.
stepwise count_to(numbers& out, std::size_t last, std::size_t units) {
  for (std::size_t i = 0; i < last; ++i) {
    out.push_back(i);
    co_yield units;
    if (i == last / 2) {
      co_yield count_to(out, i, units);
    }
  }
}

constexpr std::size_t half_step = detail::units_of_step / 2;

} // namespace

TEST_CASE("work pauses after a step until there are units for more, and goes on from there") {
  const numbers all{0, 1, 2, 0, 1, 0, 3, 4};
  for (std::size_t units = 1; units <= 20 * half_step; units += half_step / 2) {
    numbers made;
    stepwise work = count_to(made, 5, half_step);
    CHECK(made.empty()); // before the first step
    std::size_t left = 0;
    for (std::size_t runs = 0; !work.is_done(); ++runs) {
      REQUIRE(runs < 30);
      const std::size_t before = made.size();
      left = work.run(units);
      REQUIRE(made.size() - before <= units / half_step + 2); // a step more than units allow
    }
    CHECK(made == all);
    CHECK(left <= units);
    CHECK(work.run(7) == 7);
    CHECK(made == all);
  }
  numbers made;
  count_to(made, 5, half_step).finish();
  CHECK(made == all);
}

TEST_CASE("no work is done") {
  stepwise none;
  CHECK(none.is_done());
  CHECK_FALSE(none.has_failed());
  CHECK(none.run(5) == 5);
  none.finish();
}

TEST_CASE("each index is visited once, in order, at most a step's worth between two pauses") {
  for (const std::size_t units : {1U, 16U}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, detail::units_of_step / units,
                                    detail::units_of_step / units + 1, 3 * detail::units_of_step}) {
      std::size_t next = 0;
      const auto see = [&](std::size_t i) {
        REQUIRE(i == next);
        ++next;
      };
      stepwise work = detail::for_each_below(count, see, units);
      while (!work.is_done()) {
        const std::size_t before = next;
        static_cast<void>(work.run(1));
        REQUIRE((next - before) * units <= detail::units_of_step);
      }
      CHECK(next == count);
    }
  }
}

#if defined(__cpp_exceptions)
namespace {

stepwise fail_after(numbers& out, std::size_t steps) {
  co_yield count_to(out, steps, detail::units_of_step);
  throw std::runtime_error("no more");
}
stepwise fail_within(numbers& out, std::size_t steps) {
  co_yield fail_after(out, steps);
  out.push_back(99); // never
}

} // namespace

TEST_CASE("an exception leaves the step that it is thrown in, through all work that waits for it") {
  numbers made;
  stepwise work = fail_within(made, 2);
  while (made.size() < 3) {
    static_cast<void>(work.run(1));
    CHECK_FALSE(work.has_failed());
  }
  const auto go_on = [&] {
    for (int i = 0; i < 9; ++i) {
      static_cast<void>(work.run(1));
    }
  };
  CHECK_THROWS_AS(go_on(), std::runtime_error);
  CHECK(work.has_failed());
  CHECK(work.is_done());
  CHECK(made == numbers{0, 1, 0});

  stepwise moved = std::move(work);
  CHECK(moved.has_failed());
  CHECK_FALSE(work.has_failed()); // NOLINT(bugprone-use-after-move): moved-from work is none
  CHECK_THROWS_AS(fail_after(made, 1).finish(), std::runtime_error);
}
#endif
