// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/enum_table.hpp>

#include "support/catch.hpp"

using namespace leadcore;

namespace {

enum class colour : unsigned char { red = 2, green = 3, blue = 9 };

} // namespace

template <>
inline constexpr enum_entry<colour> leadcore::enum_table<colour>[] = {
    {colour::red, "RED", "like blood"}, {colour::green, "GREEN"}, {colour::blue, "BLUE"}};

TEST_CASE("an enumerator has a name, a message and a place in the list of names") {
  CHECK(detail::enum_name(colour::blue) == "BLUE");
  CHECK(detail::enum_name(colour{4}).empty());
  CHECK(detail::enum_message(colour::red) == "like blood");
  CHECK(detail::enum_names<colour> == "RED, GREEN or BLUE");
  CHECK(detail::find_enum_entry<colour>("GREEN")->value == colour::green);
  CHECK(detail::find_enum_entry<colour>("green") == nullptr);
}
