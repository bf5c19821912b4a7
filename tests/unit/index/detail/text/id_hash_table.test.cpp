// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/id_hash_table.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <unordered_map>
#include <vector>

using namespace leadcore;

TEST_CASE("a hash table of ids finds what was inserted, also where all hashes are the same") {
  for (const std::uint32_t hashes : {1U, 7U, ~0U}) {
    std::mt19937 random(9);
    detail::id_hash_table table;
    std::vector<std::uint64_t> keys; // by id
    std::unordered_map<std::uint64_t, std::uint32_t> model;
    for (int step = 0; step < 3000; ++step) {
      const std::uint64_t key = random() % 1000;
      const auto hash = static_cast<std::uint32_t>(key * 2'654'435'761U) % hashes;
      const auto has_key = [&](std::uint32_t id) { return keys[id] == key; };
      const auto known = model.find(key);
      REQUIRE(table.find(hash, has_key) ==
              (known == model.end() ? detail::id_hash_table::none : known->second));
      if (step % 2 == 0) {
        const auto next = static_cast<std::uint32_t>(keys.size());
        keys.push_back(key); // so that a table that asks about the new id is found out
        const std::uint32_t id = table.find_or_insert(hash, next, has_key);
        REQUIRE(id == (known == model.end() ? next : known->second));
        if (id != next) {
          keys.pop_back();
        }
        model.emplace(key, next);
      }
    }
    REQUIRE(keys.size() == model.size());
  }
}
