// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/term_index.hpp>

#include "support/alphabets.hpp"
#include "support/catch.hpp"
#include "support/documents.hpp"
#include "support/sorted_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using strings = std::vector<std::string>;

namespace {

/// A term index of documents that are single terms, and every answer that it gives about some
/// bytes.
template <class Alphabet> struct indexed_terms {
  explicit indexed_terms(const strings& each) : documents(testing::documents_of(each)) {}
  void require_answers(const strings& sought) {
    const std::size_t count = documents.size();
    detail::term_collector<Alphabet> collected(documents);
    collected.collect().finish();
    strings terms;
    for (std::uint32_t id = 0; id < collected.terms().size(); ++id) {
      terms.emplace_back(collected.bytes(id));
    }
    detail::term_index<Alphabet> index;
    index.assign(documents.data(), collected).finish();
    REQUIRE(index.size() == terms.size());
    for (std::uint32_t id = 0; id < terms.size(); ++id) {
      REQUIRE(index[id] == terms[id]);
    }
    for (const std::string& each : sought) {
      INFO(each);
      for (const bool whole : {false, true}) {
        const auto range = index.with_prefix(each, whole);
        for (std::uint32_t id = 0; id < terms.size(); ++id) {
          REQUIRE((id >= range.begin && id < range.end) ==
                  (whole ? terms[id] == each : terms[id].starts_with(each)));
        }
      }
      if (each.size() >= 3) {
        testing::id_list expected;
        for (std::uint32_t id = 0; id < terms.size(); ++id) {
          if (terms[id].ends_with(each)) {
            expected.push_back(id);
          }
        }
        testing::id_list found = index.with_suffix(each);
        std::ranges::sort(found);
        REQUIRE(found == expected); // each once
      }
      testing::id_list expected;
      for (std::uint32_t doc = 0; doc < count; ++doc) {
        if (documents[doc].find(each) != std::string_view::npos) {
          expected.push_back(doc + 64);
        }
      }
      detail::doc_set found(count + 64);
      index.search(each, found, 64);
      found.freeze();
      REQUIRE(found.docs() == expected);
    }
  }

  detail::document_store documents;
};

} // namespace

TEST_CASE("terms are found by what they contain, begin with and end with") {
  std::mt19937 random(3);
  const std::string far(40, 'x');
  for (const std::string_view letters : {"ab", "abcd\xFF\x80", "xxxxxxxxz"}) {
    strings terms;
    for (int i = 0; i < 1500; ++i) { // so many that lists are partitioned
      std::string& term = terms.emplace_back(1 + random() % 9, 'x');
      for (char& each : term) {
        each = letters[random() % letters.size()];
      }
      if (i % 50 == 0) { // beyond the offsets that are distinguished
        term = (i % 100 == 0 ? far : far.substr(10)) + term;
      }
    }
    terms.push_back(far + "abab");
    strings sought{"a", "ab", "aba", "xab", "xabab", far, far + "a", "zz", "zzz", "q", "bb\xFF"};
    for (int i = 0; i < 150; ++i) {
      const std::string& of = terms[random() % terms.size()];
      const std::size_t begin = random() % of.size();
      sought.push_back(of.substr(begin, 1 + random() % 9));
      if (i % 3 == 0) {
        sought.back().back() = letters[random() % letters.size()];
      }
    }
    // The delimiter of the first is not the greatest byte; of the second it is.
    indexed_terms<testing::middle_delimiter>(terms).require_answers(sought);
    if (letters.find('\xFF') == std::string_view::npos) {
      indexed_terms<testing::digit_alphabet>(terms).require_answers(
          strings(sought.begin(), sought.begin() + 10));
    }
  }
}
