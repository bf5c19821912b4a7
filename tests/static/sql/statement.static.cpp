// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statement.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <variant>

namespace {

using namespace leadcore;

// A parameter is null, an integer, text or a number, and null by default.
static_assert(
    std::same_as<sql::parameter, std::variant<std::monostate, std::int64_t, std::string, double>>);
static_assert(std::regular<sql::parameter> && std::regular<sql::statement> &&
              std::regular<sql::partition>);

} // namespace
