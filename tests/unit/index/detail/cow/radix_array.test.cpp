// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/cow/radix_array.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <utility>
#include <vector>

using namespace leadcore::detail::cow;

namespace {

using model_type = std::map<std::uint32_t, const node*>;

std::set<const node*> nodes_of(const radix_array& array) {
  std::set<const node*> out;
  array.visit_nodes([&](const node* each) { CHECK(out.insert(each).second); });
  return out;
}

void require_same(const radix_array& array, const model_type& model) {
  std::vector<const node*> elements;
  array.visit_elements([&](const node* each) { elements.push_back(each); });
  std::vector<const node*> expected;
  std::vector<std::uint32_t> indexes;
  for (const auto& [index, element] : model) {
    expected.push_back(element);
    indexes.push_back(index);
    REQUIRE(array.at(index) == element);
    REQUIRE(&array[index] == element);
    for (const std::uint32_t beside : {index - 1, index + 1, index ^ 1U << 31U}) {
      if (!model.contains(beside)) {
        REQUIRE(array.at(beside) == nullptr);
      }
    }
  }
  REQUIRE(elements == expected);
  elements.clear();
  std::ranges::reverse(indexes);
  array.visit(indexes, [&](const node* each) { elements.push_back(each); });
  std::ranges::reverse(elements);
  REQUIRE(elements == expected);
}

/// Deletes the nodes of its versions in the end.
struct array_history {
  array_history() = default;
  array_history(const array_history&) = delete;
  array_history& operator=(const array_history&) = delete;
  ~array_history() {
    for (const node* each : retired) {
      delete each;
    }
    for (const node* each : nodes_of(array)) {
      delete each;
    }
  }

  void set(std::uint32_t index, const node* element) {
    const std::set<const node*> before = nodes_of(array);
    edit change(++epoch);
    array.set(change, index, element);
    const auto gone = change.commit();
    retired.insert(retired.end(), gone.begin(), gone.end());
    if (element == nullptr) {
      model.erase(index);
    } else {
      model[index] = element;
    }
    const std::set<const node*> after = nodes_of(array);
    std::set<const node*> unreachable;
    std::ranges::set_difference(before, after, std::inserter(unreachable, unreachable.begin()));
    REQUIRE(std::set(gone.begin(), gone.end()) == unreachable);
    REQUIRE(gone.size() == unreachable.size());
    for (const node* each : after) {
      REQUIRE((before.contains(each) || each->epoch == epoch));
    }
  }

  radix_array array;
  model_type model;
  std::vector<const node*> retired;
  std::uint64_t epoch = 0;
};

std::array<node, 64> elements;

} // namespace

TEST_CASE("an empty array has no elements") {
  const radix_array array;
  CHECK(array.at(0) == nullptr);
  CHECK(array.at(~std::uint32_t{0}) == nullptr);
  require_same(array, {});
}

TEST_CASE("an array holds what a map holds, and old versions stay as they were") {
  const std::uint32_t most = GENERATE(1U, 127U, 128U, 129U, 16'384U, 2'097'152U, ~0U);
  std::mt19937 random(most);
  array_history history;
  std::vector<std::pair<radix_array, model_type>> kept;
  for (int step = 0; step < 400; ++step) {
    const std::uint32_t index =
        step % 50 == 0 ? most - 1 : static_cast<std::uint32_t>(random()) % most;
    const bool is_erase = random() % 4 == 0;
    history.set(index, is_erase ? nullptr : &elements[random() % elements.size()]);
    if (step % 40 == 0) {
      kept.emplace_back(history.array, history.model);
      require_same(history.array, history.model);
    }
  }
  require_same(history.array, history.model);
  for (const auto& [array, model] : kept) {
    require_same(array, model);
  }
}

TEST_CASE("an array is as high as its largest index needs") {
  for (const auto& [index, nodes] :
       std::vector<std::pair<std::uint32_t, std::size_t>>{{0, 1},
                                                          {127, 1},
                                                          {128, 2},
                                                          {16'383, 2},
                                                          {16'384, 3},
                                                          {2'097'151, 3},
                                                          {2'097'152, 4},
                                                          {268'435'455, 4},
                                                          {268'435'456, 5},
                                                          {~0U, 5}}) {
    array_history history;
    history.set(index, &elements[0]);
    CHECK(nodes_of(history.array).size() == nodes);
    require_same(history.array, history.model);
  }
}

TEST_CASE("one edit copies a node once") {
  array_history history;
  for (std::uint32_t i = 0; i < 300; ++i) {
    history.set(i, &elements[i % elements.size()]);
  }
  edit change(1'000);
  radix_array changed = history.array;
  for (std::uint32_t i = 0; i < 128; ++i) {
    changed.set(change, i, nullptr);
  }
  CHECK(change.commit().size() == 2); // the root and the first leaf
  require_same(history.array, history.model);
  const auto old = nodes_of(history.array);
  for (const node* each : nodes_of(changed)) {
    if (!old.contains(each)) {
      delete each;
    }
  }
}
