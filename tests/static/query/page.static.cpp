// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/page.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

using namespace leadcore;

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

// The contract's example: 137 leads, 50 to a page.
static_assert(paginate(137, {}) == pagination{1, 50, 137, 3, true, false});
static_assert(paginate(137, {3, 50}) == pagination{3, 50, 137, 3, false, true});
static_assert(paginate(137, {4, 50}) == pagination{4, 50, 137, 3, false, true});
static_assert(paginate(0, {}) == pagination{1, 50, 0, 0, false, false});
static_assert(paginate(most, {1, 1}).total_pages == most &&
              paginate(most, {1, 2}).total_pages == most / 2 + 1);

// Nothing overflows.
static_assert(page_request{max_query_integer, max_page_size}.offset() ==
              (max_query_integer - 1) * 100);
static_assert(page_request{max_query_integer, max_page_size}.end() == max_query_integer * 100);
static_assert(page_request{most, most}.offset() == most && page_request{2, most}.end() == most);
static_assert(slice_of(137, {3, 50}) == row_slice{100, 137} &&
              slice_of(137, {4, 50}) == row_slice{137, 137});

static_assert(max_query_integer == 9'007'199'254'740'991 && max_page_size == 100 &&
              default_page_size == 50);
static_assert(noexcept(paginate(1, {})) && noexcept(slice_of(1, {})) &&
              noexcept(page_request{}.offset()));
static_assert(std::is_trivially_copyable_v<page_request> &&
              std::is_trivially_copyable_v<pagination>);
static_assert(std::is_aggregate_v<page_request> && std::is_aggregate_v<pagination>);
