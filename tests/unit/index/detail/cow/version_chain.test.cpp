// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/cow/version_chain.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

using namespace leadcore::detail::cow;

namespace {

int alive = 0;

struct counted final : node {
  explicit counted(int with) : value(with) { ++alive; }
  counted(const counted& other) : node(other), value(other.value) { ++alive; }
  counted& operator=(const counted&) = delete;
  ~counted() override { --alive; }

  int value;
};

/// A version of two nodes.
struct pair_version : version_base<pair_version> {
  const counted* first = nullptr;
  const counted* second = nullptr;

  template <class Visit> void visit_nodes(Visit visit) const {
    visit(first);
    visit(second);
  }
};
using pointer = version_ptr<pair_version>;

pointer begin_chain() {
  edit change(0);
  auto made = std::make_unique<pair_version>();
  made->first = change.make<counted>(1);
  made->second = change.make<counted>(2);
  CHECK(change.commit().empty());
  return pointer::first(std::move(made));
}
/// The next version, which has another first node.
pointer append_to(const pointer& last, int value) {
  edit change(static_cast<std::uint64_t>(value));
  auto made = std::make_unique<pair_version>();
  counted* const changed = change.writable(last->first);
  changed->value = value;
  made->first = changed;
  made->second = last->second;
  return last.append(std::move(made), change.commit());
}

} // namespace

TEST_CASE("a node lives until the last version that reaches it is gone, in any order") {
  std::array<std::size_t, 4> order{0, 1, 2, 3};
  do {
    alive = 0;
    std::vector<pointer> versions{begin_chain()};
    for (const int value : {10, 20, 30}) {
      versions.push_back(append_to(versions.back(), value));
    }
    CHECK(alive == 5);
    std::vector<bool> held(4, true);
    for (const std::size_t released : order) {
      pointer().swap(versions[released]);
      held[released] = false;
      const auto oldest = std::ranges::find(held, true) - held.begin();
      CHECK(alive == (oldest == 4 ? 0 : 5 - oldest));
      for (std::size_t i = 0; i < 4; ++i) {
        if (held[i]) {
          CHECK(versions[i]->first->value == (i == 0 ? 1 : static_cast<int>(10 * i)));
          CHECK(versions[i]->second->value == 2);
        }
      }
    }
    CHECK(alive == 0);
  } while (std::ranges::next_permutation(order).found);
}

TEST_CASE("a version that was not published owns no nodes") {
  alive = 0;
  {
    const pointer first = begin_chain();
    auto given_up = std::make_unique<pair_version>();
    given_up->first = first->first;
    given_up->second = first->second;
    given_up.reset();
    CHECK(alive == 2);
    CHECK(first->first->value == 1);
  }
  CHECK(alive == 0);
}

TEST_CASE("copies of a pointer share a version") {
  alive = 0;
  {
    pointer a = begin_chain();
    pointer b = a;
    CHECK(a.get() == b.get());
    const pointer moved = std::move(a);
    CHECK(a.get() == nullptr);
    b = moved;
    b = pointer();
    CHECK(b.get() == nullptr);
    CHECK(&*moved == moved.get());
    CHECK(alive == 2);
  }
  CHECK(alive == 0);
  CHECK(pointer().get() == nullptr);
}

TEST_CASE("a long chain is released without recursion") {
  alive = 0;
  pointer oldest = begin_chain();
  {
    pointer last = oldest;
    for (int i = 1; i <= 300'000; ++i) {
      last = append_to(last, i);
    }
    CHECK(alive == 300'002);
  }
  CHECK(alive == 300'002);
  oldest = pointer();
  CHECK(alive == 0);
}

TEST_CASE("versions are released by several threads") {
  alive = 0;
  std::vector<pointer> versions{begin_chain()};
  for (int i = 1; i < 2'000; ++i) {
    versions.push_back(append_to(versions.back(), i));
  }
  {
    // alive is no atomic: the chain keeps its first version until both threads are done.
    const pointer first = versions.front();
    std::vector<pointer> copies = versions;
    std::thread other([&] { copies.clear(); });
    versions.clear();
    other.join();
    CHECK(alive == 2'001);
  }
  CHECK(alive == 0);
}
