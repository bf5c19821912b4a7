// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/deleted_docs.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

using namespace leadcore;
using detail::deleted_docs;
using detail::doc_id;

namespace {

testing::id_list docs_of(const deleted_docs& of) {
  testing::id_list out;
  of.for_each_page([&](std::span<const std::uint64_t> bits, doc_id first) {
    REQUIRE(first % 64 == 0);
    REQUIRE(detail::count_bits(bits) != 0);
    detail::for_each_bit(bits,
                         [&](std::size_t i) { out.push_back(first + static_cast<doc_id>(i)); });
  });
  return out;
}

} // namespace

TEST_CASE("copies of deleted documents stay what they were") {
  std::mt19937 random(7);
  deleted_docs now;
  std::set<doc_id> model;
  std::vector<std::pair<deleted_docs, std::set<doc_id>>> copies;
  CHECK(docs_of(now).empty());
  CHECK_FALSE(now.contains(0));
  CHECK_FALSE(now.contains(~doc_id{0}));
  for (int step = 0; step < 3000; ++step) {
    // Around the ends of pages of 32,768, and anywhere.
    const doc_id base = std::vector<doc_id>{0, 32'768, 131'072, 1'000'000}[random() % 4];
    const doc_id doc = base +
                       static_cast<doc_id>(step % 3 == 0 ? random() % 400'000 : random() % 40) -
                       (base == 0 ? 0 : 20);
    now.insert(doc);
    model.insert(doc);
    REQUIRE(now.contains(doc));
    if (step % 500 == 0) {
      copies.emplace_back(now, model);
    }
  }
  copies.emplace_back(now, model);
  for (const auto& [copy, then] : copies) {
    REQUIRE(docs_of(copy) == testing::id_list(then.begin(), then.end()));
    for (const doc_id doc : model) {
      REQUIRE(copy.contains(doc) == then.contains(doc));
      REQUIRE(copy.contains(doc + 1) == then.contains(doc + 1));
    }
  }
}
