// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_BENCH_INDEX_DATA_HPP
#define LEADCORE_BENCH_INDEX_DATA_HPP

// Synthetic leads and the queries of each workload, from fixed seeds and thus the same everywhere.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::bench {

/// SplitMix64 (Steele, Lea, Flood 2014): the same sequence everywhere.
class dice {
 public:
  explicit dice(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27U) * 0x94D049BB133111EBU;
    return z ^ z >> 31U;
  }
  [[nodiscard]] std::size_t below(std::size_t limit) {
    return static_cast<std::size_t>(next() % limit);
  }
  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }

 private:
  std::uint64_t state_;
};

/// Leads of one organisation: Zipf-distributed names, companies and owners, 40 % without an owner,
/// 30 % without a next call.
[[nodiscard]] std::vector<lead> make_leads(std::size_t count);

/// The index in make_leads of the lead with an id.
[[nodiscard]] std::uint32_t ordinal_of(std::string_view id);

/// The text that a database would search: the folded values, one a line.
[[nodiscard]] std::string searched_text(const lead& row);

/// The queries of one workload.
struct query_set {
  std::string name;
  std::vector<lead_query> queries;
};

/// The workloads W1 to W9 of the documentation, and some more pages and terms.
struct workload_queries {
  query_set page_1, last_but_one, of_status, unassigned;           // W1 to W4
  query_set any_page, any_page_of_status, any_page_of_unassigned;  // the same, over random pages
  query_set few_hits, some_hits, no_hits, some_hits_of_owner, two; // W5 to W9
  query_set any_page_of_some_hits, any_page_of_two;
  query_set long_and_frequent; // frequent terms of more than three characters

  [[nodiscard]] std::vector<const query_set*> all() const {
    return {&page_1,
            &last_but_one,
            &of_status,
            &unassigned,
            &any_page,
            &any_page_of_status,
            &any_page_of_unassigned,
            &few_hits,
            &some_hits,
            &no_hits,
            &some_hits_of_owner,
            &two,
            &any_page_of_some_hits,
            &any_page_of_two,
            &long_and_frequent};
  }
};

/// Terms are drawn from the leads' own texts and kept if a scan over all leads counts the required
/// number of hits.
[[nodiscard]] workload_queries make_queries(const std::vector<lead>& leads);

} // namespace leadcore::bench

#endif
