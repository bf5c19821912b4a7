// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/enum_table.hpp>

using namespace leadcore;

enum class answer : unsigned char { no, yes };
template <>
inline constexpr enum_entry<answer> leadcore::enum_table<answer>[] = {{answer::no, "NO"},
                                                                      {answer::yes, "YES"}};
enum class nameless { one };

static_assert(named_enum<answer> && !named_enum<nameless> && !named_enum<int>);
static_assert(detail::enum_name(answer::yes) == "YES" && detail::enum_size<answer> == 2 &&
              detail::enum_names<answer> == "NO or YES");
