// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/cow/node.hpp>

#include "support/catch.hpp"

#include <memory>
#include <vector>

using namespace leadcore::detail::cow;

namespace {

int live = 0;

struct payload final : node {
  explicit payload(int with = 0) : value(with) { ++live; }
  payload(const payload& other) : node(other), value(other.value) { ++live; }
  payload& operator=(const payload&) = delete;
  ~payload() override { --live; }

  int value;
};

} // namespace

TEST_CASE("an edit copies a shared node once, and changes its own in place") {
  live = 0;
  const payload shared(7);
  {
    edit change(5);
    payload* const copy = change.writable(&shared);
    REQUIRE(copy != &shared);
    CHECK(copy->value == 7);
    CHECK(copy->epoch == 5);
    CHECK(change.writable(copy) == copy);
    copy->value = 8;
    CHECK(shared.value == 7);
    payload* const made = change.make<payload>(3);
    CHECK(change.writable(made) == made);
    node* const adopted = change.adopt(std::make_unique<payload>(4));
    CHECK(adopted->epoch == 5);
    CHECK(live == 4);

    const auto retired = change.commit();
    CHECK(retired == std::vector<const node*>{&shared});
    for (const node* each : {static_cast<node*>(copy), static_cast<node*>(made), adopted}) {
      delete each;
    }
  }
  CHECK(live == 1);
}

TEST_CASE("an edit without a commit deletes what it made and nothing else") {
  live = 0;
  const payload shared;
  {
    edit change(1);
    static_cast<void>(change.writable(&shared));
    static_cast<void>(change.make<payload>());
    CHECK(live == 3);
  }
  CHECK(live == 1);
}
