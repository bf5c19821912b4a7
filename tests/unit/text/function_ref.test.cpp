// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/function_ref.hpp>

#include "support/catch.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace leadcore;
using detail::function_ref;

namespace {

int twice(function_ref<int(int)> function) {
  return function(1) + function(2);
}

} // namespace

TEST_CASE("function_ref calls the object that it refers to") {
  int calls = 0;
  const auto count = [&calls](int more) { return calls += more; };
  CHECK(twice(count) == 4); // 1 and 3
  CHECK(calls == 3);
  CHECK(twice([](int value) { return -value; }) == -3);

  struct adder {
    int sum = 0;
    int operator()(int value) { return sum += value; }
  };
  adder changed;
  const function_ref<int(int)> refers(changed);
  CHECK(refers(5) == 5);
  CHECK(changed.sum == 5);
  const function_ref<int(int)> copy = refers; // refers to the object, not to the reference
  CHECK(copy(1) == 6);
}

TEST_CASE("function_ref passes references and values that only move, and converts the result") {
  std::string text = "a";
  const function_ref<void(std::string&)> append([](std::string& to) { return to += 'b'; });
  append(text);
  CHECK(text == "ab");
  const auto take = [](std::unique_ptr<int> owned) { return owned == nullptr ? 0 : *owned; };
  CHECK(function_ref<long(std::unique_ptr<int>)>(take)(std::make_unique<int>(7)) == 7);
  const auto view = [&text](int) -> const std::string& { return text; };
  CHECK(function_ref<std::string_view(int)>(view)(0).data() == text.data());
  static_assert(std::is_trivially_copyable_v<function_ref<int(int)>>);
}
