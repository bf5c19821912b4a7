// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/doc_set.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

using namespace leadcore;
using detail::doc_set;

namespace {

/// A set says the same in every way, and keeps its representation's invariants.
void require_same(const doc_set& of, const std::set<detail::doc_id>& model, std::size_t limit) {
  REQUIRE(of.size() == model.size());
  REQUIRE(of.docs() == testing::id_list(model.begin(), model.end()));
  for (detail::doc_id doc = 0; doc < limit; ++doc) {
    REQUIRE(of.contains(doc) == model.contains(doc));
    if (of.is_dense()) {
      REQUIRE(of.dense_contains(doc) == model.contains(doc));
    }
  }
}

} // namespace

TEST_CASE("bits that are set are counted and visited in order") {
  const std::vector<std::uint64_t> bits{0b101, 0, std::uint64_t{1} << 63U};
  CHECK(detail::count_bits(bits) == 3);
  testing::id_list seen;
  detail::for_each_bit(bits, [&](std::size_t i) { seen.push_back(static_cast<std::uint32_t>(i)); });
  CHECK(seen == testing::id_list{0, 2, 191});
  CHECK(detail::bitmap_words(0) == 0);
  CHECK(detail::bitmap_words(64) == 1);
  CHECK(detail::bitmap_words(65) == 2);
}

TEST_CASE("a set of documents holds what was added, as a list and as a bitmap") {
  std::mt19937 random(1);
  for (const std::size_t limit : {64U, 1000U, 100'000U}) {
    for (const std::size_t count : {0U, 1U, 60U, 3000U}) {
      doc_set made(limit);
      std::set<detail::doc_id> model;
      for (std::size_t i = 0; i < count; ++i) {
        const auto doc = static_cast<detail::doc_id>(random() % limit);
        made.add(doc);
        made.add(doc);
        model.insert(doc);
      }
      made.freeze();
      REQUIRE(made.is_dense() == (count > 1 && count * 2 > limit / 1024 + 64));
      REQUIRE(made.size() == model.size());
      REQUIRE(made.docs() == testing::id_list(model.begin(), model.end()));
      made.make_dense();
      REQUIRE(made.is_dense());
      if (limit <= 1000) {
        require_same(made, model, limit);
      }
    }
  }
}

TEST_CASE("sorted documents stay a list for longer than unsorted ones") {
  constexpr std::size_t limit = 64 * 1000;
  doc_set sorted(limit);
  sorted.add(testing::with_deltas(1200, {1}, 0), 64);
  CHECK_FALSE(sorted.is_dense());
  sorted.add(testing::with_deltas(100, {1}, 0), 1264);
  CHECK(sorted.is_dense());
  CHECK(sorted.docs() == testing::with_deltas(1300, {1}, 64));
  doc_set unsorted(limit);
  unsorted.add(testing::with_deltas(100, {1}, 0), 640);
  unsorted.add(testing::with_deltas(100, {1}, 0), 0);
  CHECK(unsorted.is_dense());
  CHECK(unsorted.size() == 200);
}

TEST_CASE("sets are intersected and subtracted in every combination of representations") {
  constexpr std::size_t limit = 700;
  const auto made_of = [&](std::uint32_t delta, bool dense) {
    doc_set made(limit);
    made.add(testing::with_deltas(limit / delta, {delta}, 0), 0);
    if (dense) {
      made.make_dense();
    }
    made.freeze();
    return made;
  };
  for (const bool a_dense : {false, true}) {
    for (const bool b_dense : {false, true}) {
      doc_set a = made_of(2, a_dense);
      a.intersect(made_of(3, b_dense));
      std::set<detail::doc_id> model;
      for (detail::doc_id doc = 0; doc < limit - 2; doc += 6) {
        model.insert(doc);
      }
      require_same(a, model, limit);
    }
    // Bits that begin in the middle, and some that are beyond the limit.
    doc_set a = made_of(2, a_dense);
    std::set<detail::doc_id> model;
    for (detail::doc_id doc = 0; doc < limit; doc += 2) {
      model.insert(doc);
    }
    a.remove_bits(std::vector<std::uint64_t>{0b10101, ~std::uint64_t{0}}, 64);
    a.remove_bits(std::vector<std::uint64_t>{1, 1, 1}, 640);
    std::erase_if(model, [](detail::doc_id doc) {
      return doc == 64 || doc == 66 || doc == 68 || (doc >= 128 && doc < 192) || doc == 640;
    });
    require_same(a, model, limit);
    a.add_bits(std::vector<std::uint64_t>{0b11}, 128);
    model.insert({128, 129});
    require_same(a, model, limit);
  }
}
