// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/cow/node.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <memory>
#include <vector>

using namespace leadcore::detail::cow;

namespace {

int live = 0;

template <node_bin Bin> struct counted final : pooled_node<Bin> {
  explicit counted(int with = 0) : value(with) { ++live; }
  counted(const counted& other) : pooled_node<Bin>(other), value(other.value) { ++live; }
  counted& operator=(const counted&) = default;
  ~counted() override { --live; }

  int value;
};
using payload = counted<node_bin::payload>;
using radix = counted<node_bin::radix>;

struct unpooled final : node {
  unpooled() { ++live; }
  unpooled(const unpooled& other) : node(other) { ++live; }
  unpooled& operator=(const unpooled&) = delete;
  ~unpooled() override { --live; }
};

template <class Node> std::vector<const node*> nodes(std::size_t count) {
  std::vector<const node*> made;
  for (std::size_t i = 0; i < count; ++i) {
    made.push_back(std::make_unique<Node>().release());
  }
  return made;
}

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
    CHECK(copy->bin == node_bin::payload);
    CHECK(change.writable(copy) == copy);
    copy->value = 8;
    CHECK(shared.value == 7);
    payload* const made = change.make<payload>(3);
    CHECK(change.writable(made) == made);
    payload* const adopted = change.adopt(std::make_unique<payload>(4));
    CHECK(adopted->epoch == 5);
    CHECK(live == 4);

    const auto retired = change.commit();
    CHECK(retired == std::vector<const node*>{&shared});
    for (const node* each : {copy, made, adopted}) {
      delete each;
    }
  }
  CHECK(live == 1);
}

TEST_CASE("an edit without a commit deletes what it made and nothing else") {
  live = 0;
  const payload shared;
  {
    node_pool pool;
    edit change(1, &pool);
    static_cast<void>(change.writable(&shared));
    static_cast<void>(change.make<unpooled>());
    CHECK(live == 3);
  }
  CHECK(live == 1);
}

TEST_CASE("a copy takes its memory from a node that was recycled") {
  live = 0;
  {
    node_pool pool;
    std::vector<const node*> old = nodes<payload>(1);
    const node* const reused = old.front();
    pool.recycle(old);
    const payload shared(9);
    const radix other(1);
    edit change(2, &pool);
    CHECK(change.writable(&other) != reused);
    payload* const first = change.writable(&shared);
    CHECK(first == reused);
    CHECK(first->value == 9);
    CHECK(first->epoch == 2);
    const payload another(10);
    CHECK(change.writable(&another) != reused);
  }
  CHECK(live == 0);
}

TEST_CASE("what is recycled is available to the next edit only") {
  node_pool pool;
  CHECK(pool.take<payload>() == nullptr);
  std::vector<const node*> old = nodes<payload>(1);
  pool.recycle(old);
  CHECK(pool.take<payload>() == nullptr);
  pool.refill();
  CHECK(pool.take<radix>() == nullptr);
  CHECK(pool.take<payload>() != nullptr);
  CHECK(pool.take<payload>() == nullptr);
}

TEST_CASE("refilling keeps the longer list") {
  node_pool pool;
  std::vector<const node*> three = nodes<payload>(3);
  pool.recycle(three);
  pool.refill();
  std::vector<const node*> one = nodes<payload>(1);
  pool.recycle(one);
  pool.refill(); // three are available, one is not
  for (int i = 0; i < 3; ++i) {
    CHECK(pool.take<payload>() != nullptr);
  }
  CHECK(pool.take<payload>() == nullptr);
  pool.refill();
  CHECK(pool.take<payload>() != nullptr);
}

TEST_CASE("a pool keeps a bin full of each type and deletes the rest") {
  live = 0;
  {
    node_pool pool;
    std::vector<const node*> many = nodes<payload>(node_pool::bin_capacity + 5);
    pool.recycle(many);
    CHECK(live == node_pool::bin_capacity);
    std::vector<const node*> others = nodes<unpooled>(2);
    pool.recycle(others);
    CHECK(live == node_pool::bin_capacity);
    std::vector<const node*> radixes = nodes<radix>(3);
    pool.recycle(radixes);
    CHECK(live == node_pool::bin_capacity + 3);
    std::vector<const node*> a_whole_version = nodes<radix>(8 * node_pool::bin_capacity + 1);
    pool.recycle(a_whole_version);
    CHECK(live == node_pool::bin_capacity + 3);
  }
  CHECK(live == 0);
}
