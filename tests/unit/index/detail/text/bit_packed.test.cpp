// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/bit_packed.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

using namespace leadcore;

TEST_CASE("bit fields of mixed widths are read where they were appended") {
  std::mt19937_64 random(3);
  detail::growing_bit_stream stream;
  std::vector<std::pair<std::uint64_t, unsigned>> fields;
  std::vector<std::size_t> offsets;
  for (int i = 0; i < 2000; ++i) {
    const auto width = static_cast<unsigned>(random() % 65);
    fields.emplace_back(random() & detail::low_mask(width), width);
    if (i % 7 == 0) {
      stream.align();
      REQUIRE(stream.size() % 32 == 0);
    }
    offsets.push_back(stream.size());
    stream.append(fields.back().first, width);
    REQUIRE(stream.size() == offsets.back() + width);
  }
  detail::bit_stream made;
  stream.move_to(made).finish();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    REQUIRE(made.read(offsets[i], fields[i].second) == fields[i].first);
  }
}

TEST_CASE("packed integers have the width of the largest, and keep their values") {
  for (unsigned width = 0; width <= 64; ++width) {
    for (const std::size_t count : {0U, 1U, 63U, 64U, 65U, 200U}) {
      std::mt19937_64 random(width);
      std::vector<std::uint64_t> made;
      for (std::size_t i = 0; i < count; ++i) {
        made.push_back(i == 0 ? detail::low_mask(width) : random() & detail::low_mask(width));
      }
      detail::packed_integers packed;
      const auto value_of = [&](std::size_t i) { return made[i]; };
      packed.assign(count, value_of).finish();
      REQUIRE(packed.size() == count);
      REQUIRE(packed.width() == (count == 0 ? 0 : width));
      for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(packed[i] == made[i]);
      }
    }
  }
}

TEST_CASE(
    "packed offsets keep their values, and the last one that is not after an offset is found") {
  const testing::id_list offsets = testing::with_deltas(500, {0, 7, 70'000, 1}, 0);
  detail::packed_offsets packed;
  packed.assign(offsets).finish();
  REQUIRE(packed.size() == offsets.size());
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    REQUIRE(packed[i] == offsets[i]);
    for (const std::size_t offset : {offsets[i], offsets[i] + 1, offsets[i] + 6}) {
      const auto after = std::ranges::upper_bound(offsets, offset);
      const auto expected = static_cast<std::size_t>(after - offsets.begin()) - 1;
      for (const std::size_t from : {std::size_t{0}, i / 2, i, expected}) {
        REQUIRE(packed.last_not_after(offset, from) == expected);
      }
    }
  }
}
