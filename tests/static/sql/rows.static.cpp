// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/rows.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace {

using namespace leadcore;

struct minimal_row {
  bool is_null(std::size_t) const;
  std::optional<std::string_view> text(std::size_t) const;
  std::optional<std::int64_t> integer(std::size_t) const;
};
static_assert(sql::row_source<minimal_row>);
struct row_without_null : minimal_row {
  bool is_null(std::size_t) const = delete;
};
struct row_of_narrow_integers : minimal_row {
  std::optional<int> integer(std::size_t) const;
};
static_assert(!sql::row_source<row_without_null> && !sql::row_source<row_of_narrow_integers>);

static_assert(to_string(sql::row_errc::malformed_list) == "malformed_list" &&
              to_string(sql::row_errc{}).empty());
static_assert(to_string(sql::database_errc::busy) == "busy" &&
              to_string(sql::database_errc{}).empty());

} // namespace
