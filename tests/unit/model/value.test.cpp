// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/value.hpp>

#include "support/catch.hpp"

#include <memory>
#include <optional>
#include <string>

using namespace leadcore;

TEST_CASE("only optionals and pointers are null") {
  CHECK_FALSE(detail::has_value(std::optional<std::string>()));
  CHECK_FALSE(detail::has_value(std::unique_ptr<std::string>()));
  CHECK_FALSE(detail::has_value(static_cast<const char*>(nullptr)));
  CHECK(detail::has_value(std::optional<bool>(false)));
  CHECK(detail::has_value(std::string()));
  CHECK(detail::has_value(0));
}

TEST_CASE("the value of what is never null is itself") {
  CHECK(detail::value(7) == 7);
  CHECK(detail::value(std::optional<int>(7)) == 7);
  CHECK(detail::value("text") == std::string("text"));
}

TEST_CASE("a value is copied into a member that owns it") {
  std::optional<std::string> text = "before";
  detail::assign_value<std::optional<std::string_view>>("after", text);
  CHECK(text == "after");
  detail::assign_value<std::optional<std::string_view>>(std::unique_ptr<std::string>(), text);
  CHECK(text == std::nullopt);
  std::int64_t wide = 0;
  detail::assign_value<std::int64_t>(std::int8_t{-5}, wide);
  CHECK(wide == -5);
}
