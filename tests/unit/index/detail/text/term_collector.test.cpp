// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/term_collector.hpp>

#include "support/alphabets.hpp"
#include "support/catch.hpp"
#include "support/documents.hpp"
#include "support/sorted_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace leadcore;
using detail::doc_id;
using strings = std::vector<std::string>;

namespace {

/// The documents that a set of posting lists has for an id.
testing::id_list docs_of(const detail::posting_lists& lists, std::uint32_t id, std::size_t count) {
  detail::doc_set found(count);
  lists.add_to(found, testing::id_list{id}, 0);
  found.freeze();
  return found.docs();
}

template <class Alphabet> void require_collected(const strings& texts) {
  const detail::document_store documents = testing::documents_of(texts);
  detail::term_collector<Alphabet> collected(documents);
  collected.collect().finish();

  std::map<std::string, std::set<doc_id>> terms;
  std::map<std::pair<std::string, std::string>, std::set<doc_id>> pairs;
  for (doc_id doc = 0; doc < texts.size(); ++doc) {
    std::string_view last;
    detail::for_each_term<Alphabet>(documents[doc], [&](std::string_view term) {
      terms[std::string(term)].insert(doc);
      if (last.data() != nullptr && last.data() + last.size() == term.data()) {
        pairs[{std::string(last), std::string(term)}].insert(doc);
      }
      last = term;
    });
  }

  // Terms are distinct, in order, and where they are said to be.
  strings found;
  for (std::uint32_t id = 0; id < collected.terms().size(); ++id) {
    const auto& at = collected.terms()[id];
    found.emplace_back(collected.bytes(id));
    REQUIRE(std::string_view(documents.data(), documents.bytes()).substr(at.offset, at.size) ==
            found.back());
  }
  const auto key = [](const std::string& term) {
    std::vector<int> ranks;
    for (const char byte : term) {
      ranks.push_back(detail::collation_rank<Alphabet>(byte));
    }
    ranks.push_back(256); // as if a delimiter followed
    return ranks;
  };
  REQUIRE(std::ranges::adjacent_find(found, std::ranges::greater_equal{}, key) == found.end());
  REQUIRE(found.size() == terms.size());

  const detail::posting_lists term_docs = collected.take_term_docs();
  REQUIRE(term_docs.size() == terms.size());
  for (std::uint32_t id = 0; id < found.size(); ++id) {
    const std::set<doc_id>& docs = terms.at(found[id]);
    REQUIRE(docs_of(term_docs, id, texts.size()) == testing::id_list(docs.begin(), docs.end()));
  }
  REQUIRE(collected.pairs().size() == pairs.size());
  const auto key_of = [](const detail::term_pair& each) {
    return std::pair(each.left, each.right);
  };
  for (std::size_t i = 1; i < pairs.size(); ++i) {
    REQUIRE(key_of(collected.pairs()[i - 1]) < key_of(collected.pairs()[i]));
  }
  const detail::posting_lists pair_docs = collected.take_pair_docs();
  REQUIRE(pair_docs.size() == pairs.size());
  for (std::uint32_t id = 0; id < pairs.size(); ++id) {
    const detail::term_pair& each = collected.pairs()[id];
    const std::set<doc_id>& docs = pairs.at({found[each.left], found[each.right]});
    REQUIRE(docs_of(pair_docs, id, texts.size()) == testing::id_list(docs.begin(), docs.end()));
  }
}

template <class Alphabet> strings random_documents(std::size_t count, std::size_t longest) {
  std::mt19937 random(static_cast<unsigned>(count));
  strings texts(count);
  for (std::string& each : texts) {
    for (std::size_t size = random() % longest; each.size() < size;) {
      each += Alphabet::letters[random() % Alphabet::letters.size()];
    }
  }
  return texts;
}

} // namespace

TEST_CASE("terms and pairs are numbered in order, each with the documents that have it") {
  for (const std::size_t count : {0U, 1U, 31U, 32U, 33U, 700U, 5000U}) {
    require_collected<testing::middle_delimiter>(
        random_documents<testing::middle_delimiter>(count, 40));
    require_collected<testing::low_delimiter>(random_documents<testing::low_delimiter>(count, 20));
    require_collected<testing::digit_alphabet>(
        random_documents<testing::digit_alphabet>(count, 20));
  }
}

TEST_CASE("terms with the same first eight bytes, or sixteen, are in order too") {
  const std::string base = "abcdefghijklnopqrstuvwxyz";
  strings texts;
  for (std::size_t size = 1; size <= base.size(); ++size) {
    for (const char* const end : {"", "a", "z", "\xFE", "\x01"}) {
      texts.push_back(base.substr(0, size) + end);
      texts.push_back("q " + base.substr(0, size) + end + " r");
    }
  }
  require_collected<testing::middle_delimiter>(texts);
  require_collected<testing::low_delimiter>(texts);
  require_collected<testing::digit_alphabet>(texts);
}

TEST_CASE("more terms than are sorted at once that have the same first bytes are in order too") {
  strings texts;
  std::mt19937 random(4);
  for (int i = 0; i < 3000; ++i) {
    std::string& text = texts.emplace_back(random() % 3 == 0 ? "abcdefgh" : "abcdefghabcdefghabc");
    for (std::size_t size = text.size() + random() % 12; text.size() < size;) {
      text += "ab"[random() % 2];
    }
  }
  require_collected<testing::middle_delimiter>(texts);
  require_collected<testing::low_delimiter>(texts);
}
