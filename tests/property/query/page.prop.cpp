// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/page.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::uint64_t offset(page_request request) {
  return request.offset();
}

verdict paging_laws(std::uint64_t total, page_request request) {
  const row_slice cut = slice_of(total, request);
  return first_broken(
      [&] { return paginates_like_definition(paginate, total, request); },
      [&] { return offset_is_exact(offset, request); },
      [&]() -> verdict {
        const row_slice expected = reference_slice(total, request);
        if (cut != expected) {
          return {"slice_of",
                  "[" + std::to_string(cut.first) + ", " + std::to_string(cut.last) + ")"};
        }
        return {};
      },
      [&]() -> verdict { // the end saturates too
        const wide_uint end =
            (request.page == 0 ? 0 : wide_uint{request.page} - 1) * request.page_size +
            request.page_size;
        if (request.end() != (end > most ? most : static_cast<std::uint64_t>(end))) {
          return {"end", std::to_string(request.end())};
        }
        return {};
      });
}

rc::Gen<std::uint64_t> integers() {
  return rc::gen::oneOf(
      rc::gen::inRange<std::uint64_t>(0, 300), rc::gen::arbitrary<std::uint64_t>(),
      rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 300),
                   [](std::uint64_t below) { return most - below; }),
      rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 300),
                   [](std::uint64_t below) { return max_query_integer + 100 - below; }));
}

} // namespace

TEST_CASE("the arithmetic of pages equals that in 128 bits, for all small numbers") {
  std::uint64_t cases = 0;
  for (std::uint64_t total = 0; total <= 40; ++total) {
    for (std::uint64_t page = 0; page <= 45; ++page) {
      for (std::uint64_t size = 0; size <= 42; ++size, ++cases) {
        if (const verdict broken = paging_laws(total, {page, size}); !broken.holds()) {
          FAIL(broken.text() << " for " << total << " rows, page " << page << " of " << size);
        }
      }
    }
  }
  CHECK(cases == 41 * 46 * 43);
}

TEST_CASE("the arithmetic of pages equals that in 128 bits, at every edge") {
  std::vector<std::uint64_t> edges;
  for (const std::uint64_t edge :
       {std::uint64_t{0}, std::uint64_t{50}, std::uint64_t{100}, std::uint64_t{137},
        std::uint64_t{1} << 31U, std::uint64_t{1} << 32U, max_query_integer,
        std::uint64_t{1} << 63U, most / 100, most / 3, most}) {
    for (const std::uint64_t distance :
         {most - 1, most, std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}}) {
      edges.push_back(edge + distance); // around the edge, also around 0
    }
  }
  for (const std::uint64_t total : edges) {
    for (const std::uint64_t page : edges) {
      for (const std::uint64_t size : edges) {
        if (const verdict broken = paging_laws(total, {page, size}); !broken.holds()) {
          FAIL(broken.text() << " for " << total << " rows, page " << page << " of " << size);
        }
      }
    }
  }
  SUCCEED(edges.size() << " edges");
}

TEST_CASE("the arithmetic of pages equals that in 128 bits, for any numbers") {
  rc::prop("also those that no query can hold",
           [numbers = integers()] { require(paging_laws(*numbers, {*numbers, *numbers})); });
}

TEST_CASE("pages are contiguous and have every row once") {
  rc::prop("for any total and size", [] {
    require(slices_tile(slice_of, *rc::gen::inRange<std::uint64_t>(0, 2000),
                        *rc::gen::inRange<std::uint64_t>(1, 120)));
  });
  for (const std::uint64_t total : {0U, 1U, 49U, 50U, 51U, 99U, 100U, 101U, 137U}) {
    for (const std::uint64_t size : {1U, 2U, 49U, 50U, 51U, 100U}) {
      const verdict judged = slices_tile(slice_of, total, size);
      INFO(judged.text());
      CHECK(judged.holds());
    }
  }
}
