// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/segmented_index.hpp>

#include "support/alphabets.hpp"
#include "support/catch.hpp"
#include "support/substring_model.hpp"

#include <bit>
#include <cstddef>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace leadcore;
using detail::doc_id;
using strings = std::vector<std::string>;

namespace {

/// Small segments that are merged as fast as large ones are.
struct few_docs : testing::small_segments {
  static constexpr std::size_t units_per_byte = detail::segment_limits::units_per_byte;
};
using small_index = detail::segmented_index<testing::middle_delimiter, few_docs>;

} // namespace

TEST_CASE("merging keeps up with adding, so segments stay few") {
  small_index index;
  std::size_t idle = 0;
  for (std::size_t i = 0; i < 2500; ++i) {
    static_cast<void>(index.add("ann no. " + std::to_string(i)));
    // Buffers end at whole words of bits, so there are fewer of these than of eight documents.
    const auto levels = static_cast<std::size_t>(std::bit_width(i / few_docs::buffer_docs));
    REQUIRE(index.segments().size() <= 2 * levels + 1);
    std::size_t unindexed = 0;
    for (const auto& each : index.segments()) {
      unindexed += each->is_indexed() ? 0U : 1U;
    }
    REQUIRE(unindexed <= 1);
    idle += index.merges() == 0 ? 1U : 0U;
  }
  CHECK(idle > 300);
  CHECK(index.segments().front()->size() > index.next_doc() / 2);
}

TEST_CASE(
    "a merge drops the texts that were deleted before it began, and keeps those deleted since") {
  using slow_index = detail::segmented_index<testing::middle_delimiter, testing::small_segments>;
  slow_index index;
  std::map<doc_id, std::string> live;
  const auto add = [&] {
    const std::string text = "ann no. " + std::to_string(live.size());
    live.emplace(index.add(text), text);
  };
  while (index.merges() == 0) {
    add();
  }
  const slow_index before = index;
  const auto [gone, text] = *live.begin();
  live.erase(gone);
  index.erase(gone);
  while (index.segments().front()->is_indexed() == before.segments().front()->is_indexed()) {
    add();
  }
  CHECK(index.text(gone) == text);
  CHECK(index.search(strings{text}).docs() == testing::naive_search(live, strings{text}));
  CHECK(before.search(strings{text}).contains(gone));
  const std::size_t size = index.segments().front()->size();
  while (index.segments().front()->size() == size) { // the next merge
    add();
  }
  CHECK(index.text(gone).empty());
  CHECK(index.search(strings{"ann"}).docs() == testing::naive_search(live, strings{"ann"}));
  CHECK(before.text(gone) == text);
}

TEST_CASE("an earlier copy answers as it did while merges of its segments go on and end") {
  using slow_index = detail::segmented_index<testing::digit_alphabet, testing::small_segments>;
  slow_index index;
  std::map<doc_id, std::string> live;
  std::vector<std::pair<slow_index, std::map<doc_id, std::string>>> copies;
  for (std::size_t i = 0; i < 1200; ++i) {
    const std::string text = std::to_string(i * 7919 % 1000) + " aB-" + std::to_string(i % 10);
    live.emplace(index.add(text), text);
    if (i % 3 == 0) {
      const doc_id gone =
          std::next(live.begin(), static_cast<std::ptrdiff_t>(live.size() / 3))->first;
      index.erase(gone);
      live.erase(gone);
    }
    if (i % 50 == 49) {
      copies.emplace_back(index, live);
    }
    const strings needles{i % 2 == 0 ? "B-1" : std::to_string(i % 100), "a"};
    const std::size_t count = i % 5 == 0 ? 2 : 1;
    const std::span<const std::string> sought(needles.data(), count);
    REQUIRE(index.search(sought).docs() == testing::naive_search(live, sought));
  }
  for (const auto& [copy, then] : copies) {
    for (const strings& sought : {strings{"1"}, strings{"99", "B-7"}, strings{" aB"}}) {
      REQUIRE(copy.search(sought).docs() == testing::naive_search(then, sought));
    }
  }
}
