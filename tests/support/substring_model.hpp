// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_SUBSTRING_MODEL_HPP
#define LEADCORE_TESTS_SUPPORT_SUBSTRING_MODEL_HPP

// A substring index and a naive model go through the same history, which bytes describe. Properties
// and the fuzz target share it.

#include "support/alphabets.hpp"

#include <leadcore/index/detail/text/segmented_index.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::testing {

/// Small segments that are merged in many steps, so that a history sees them all.
struct small_segments {
  static constexpr std::size_t buffer_docs = 8;
  static constexpr std::size_t buffer_bytes = 100;
  static constexpr std::size_t units_per_byte = 1;
};

/// An index and its model go through the same history. A history is bytes: what is done, and with
/// what. The first difference ends it.
template <class Alphabet, class Limits = detail::segment_limits> class substring_history {
 public:
  explicit substring_history(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  /// What differed; empty if nothing did.
  [[nodiscard]] std::string run() {
    std::vector<state> copies; // as they were, with what was searched for then
    while (!bytes_.empty() && difference_.empty()) {
      const std::uint8_t step = next();
      switch (step % 8) {
      case 0:
        expect_added(now_.index.add(text_of(step)));
        break;
      case 1:
        add_all(step / 8U);
        break;
      case 2:
        add_many(step / 8U * 40U);
        break;
      case 3:
        erase(next() * std::size_t{3} + step / 8U);
        break;
      case 4:
        scan(needle());
        break;
      case 5:
        if (copies.size() < 4) {
          copies.push_back(now_);
        }
        break;
      default:
        search(now_, needles(step / 8U));
      }
    }
    search(now_, needles(3));
    for (const state& each : copies) {
      search(each, needles(2));
    }
    return difference_;
  }

 private:
  struct state {
    detail::segmented_index<Alphabet, Limits> index;
    std::map<doc_id, std::string> live;
    std::map<doc_id, std::string> deleted;
  };

  std::uint8_t next() {
    if (bytes_.empty()) {
      return 0;
    }
    const std::uint8_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte;
  }
  static char letter(std::size_t i) { return Alphabet::letters[i % Alphabet::letters.size()]; }
  void expect(bool condition, std::string_view what) {
    if (!condition && difference_.empty()) {
      difference_ = what;
    }
  }

  /// Each byte is two letters.
  std::string text_of(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size / 8 + 1; ++i) {
      const std::uint8_t byte = next();
      text += letter(byte);
      text += letter(byte / 16U);
    }
    if (size == 255) { // a term that is longer than offsets in terms are distinguished
      text += std::string(40, Alphabet::letters[0]) + letter(next());
    }
    last_text_ = text;
    return text;
  }
  /// Part of a text, or any letters; without a delimiter.
  std::string needle() {
    const std::uint8_t shape = next();
    std::string made;
    if (shape % 4 != 0 && !now_.live.empty()) {
      auto from = now_.live.lower_bound(next() * doc_id{3});
      const std::string& text = from == now_.live.end() ? now_.live.rbegin()->second : from->second;
      made = text.empty() ? text : text.substr(next() % text.size(), shape / 4U % 16U + 1U);
    } else {
      for (std::size_t i = 0; i <= shape / 4U % 4U; ++i) {
        made += letter(next());
      }
    }
    if (shape % 4 == 3 && !made.empty()) {
      made.back() = letter(next());
    }
    std::erase(made, Alphabet::delimiter);
    return made.empty() ? std::string(1, Alphabet::letters[0]) : made;
  }
  /// Some needles, the last perhaps a variant of the one before.
  std::vector<std::string> needles(std::size_t count) {
    std::vector<std::string> made{needle()};
    while (made.size() < count % 3 + 1) {
      made.push_back(needle());
    }
    if (count >= 16) {
      std::string variant = made.back();
      for (char& each : variant) {
        for (const char other : Alphabet::letters) {
          if (other != each && Alphabet::canonical(other) == Alphabet::canonical(each)) {
            each = other;
            break;
          }
        }
      }
      made.push_back(variant);
    }
    return made;
  }

  void expect_added(doc_id doc) {
    expect(now_.live.empty() || doc > now_.live.rbegin()->first, "an id is not new");
    expect(now_.deleted.empty() || doc > now_.deleted.rbegin()->first, "an id is not new");
    expect(doc < now_.index.next_doc(), "an id is not less than next_doc()");
    expect(now_.index.text(doc) == last_text_, "the text of a new document");
    now_.live.emplace(doc, last_text_);
  }
  void add_all(std::size_t count) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) {
      texts.push_back(text_of(next()));
    }
    bulk_ = true; // a bulk of documents is not merged with those before it
    const std::size_t before = now_.index.next_doc();
    const doc_id first =
        now_.index.add_all(count, [&](std::size_t i) -> std::string_view { return texts[i]; });
    expect(first >= before && first < before + 64, "the first id of add_all()");
    for (std::size_t i = 0; i < count; ++i) {
      last_text_ = texts[i];
      expect_added(first + static_cast<doc_id>(i));
    }
  }
  /// More documents than bytes can describe, so that the buffer becomes full.
  void add_many(std::size_t count) {
    std::uint32_t random = next() + 1U;
    if (now_.index.next_doc() > 2000) {
      return; // enough for three merges
    }
    for (std::size_t i = 0; i < count; ++i) {
      last_text_.clear();
      for (std::size_t size = random / 64U % 12U; last_text_.size() < size;) {
        random = random * 1'664'525U + 1'013'904'223U;
        last_text_ += letter(random >> 16U);
      }
      random = random * 1'664'525U + 1'013'904'223U;
      expect_added(now_.index.add(last_text_));
    }
  }
  void erase(std::size_t i) {
    if (now_.live.empty()) {
      return;
    }
    auto doc = now_.live.lower_bound(static_cast<doc_id>(i));
    if (doc == now_.live.end()) {
      doc = now_.live.begin();
    }
    expect(!now_.index.is_deleted(doc->first), "a document that was not deleted is");
    now_.index.erase(doc->first);
    expect(now_.index.is_deleted(doc->first), "a deleted document is not");
    now_.deleted.insert(now_.live.extract(doc));
  }

  /// Segments are adjacent and in order; what is not indexed or of similar size is being merged.
  void check_segments(const state& of) {
    const auto segments = of.index.segments();
    std::size_t end = 0;
    bool is_due = false;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      expect(segments[i]->first() % 64 == 0 && segments[i]->first() >= end &&
                 segments[i]->first() < end + 64,
             "where a segment begins");
      end = segments[i]->end();
      is_due = is_due || !segments[i]->is_indexed() ||
               (i != 0 && segments[i - 1]->is_indexed() &&
                segments[i - 1]->size() <= 2 * segments[i]->size());
    }
    expect(end <= of.index.next_doc(), "where the last segment ends");
    expect(!is_due || bulk_ || of.index.merges() != 0, "a merge that is due has not begun");
  }
  /// All that can be asked of the index about some needles.
  void search(const state& of, const std::vector<std::string>& sought) {
    check_segments(of);
    const std::vector<doc_id> expected = naive_search(of.live, sought);
    auto found = of.index.search(sought);
    static_cast<void>(of.index.search_cost(sought));
    expect(found.size() == expected.size(), "size()");
    expect(found.docs() == expected, "docs()");
    const auto agrees = [&](auto contains) {
      auto next_expected = expected.begin();
      for (doc_id doc = 0; doc < of.index.next_doc(); ++doc) {
        const bool is_expected = next_expected != expected.end() && *next_expected == doc;
        next_expected += is_expected ? 1 : 0;
        if (contains(doc) != is_expected) {
          return false;
        }
      }
      return true;
    };
    expect(agrees([&](doc_id doc) { return found.contains(doc); }), "contains()");
    const auto& dense = found.make_dense();
    expect(agrees([&](doc_id doc) { return dense.dense_contains(doc); }), "dense_contains()");
    expect(!found.shares_bitmap() && found.size() == expected.size(), "size() once it is dense");
    for (const auto& [doc, text] : of.live) {
      if (of.index.text(doc) != text) {
        expect(false, "the text of a document");
      }
      of.index.prefetch_offset(doc);
      of.index.prefetch_text(doc);
    }
  }
  void scan(const std::string& sought) {
    if (now_.index.next_doc() == 0) {
      return;
    }
    const std::size_t first = next() * std::size_t{4} % now_.index.next_doc();
    const std::size_t count =
        std::min<std::size_t>(next() * std::size_t{8}, now_.index.next_doc() - first);
    std::vector<doc_id> found;
    now_.index.scan(static_cast<doc_id>(first), count, sought,
                    [&](doc_id doc) { found.push_back(doc); });
    expect(std::ranges::adjacent_find(found, std::ranges::greater_equal{}) == found.end(),
           "the order of scan()");
    for (const doc_id doc : found) {
      expect(doc >= first && doc < first + count, "the range of scan()");
      expect(now_.index.text(doc).find(sought) != std::string_view::npos,
             "scan() finds what is not there");
    }
    std::erase_if(found, [&](doc_id doc) { return now_.deleted.contains(doc); });
    std::map<doc_id, std::string> range(now_.live.lower_bound(static_cast<doc_id>(first)),
                                        now_.live.lower_bound(static_cast<doc_id>(first + count)));
    expect(found == naive_search(range, std::vector{sought}), "scan()");
  }

  std::span<const std::uint8_t> bytes_;
  state now_;
  std::string last_text_;
  std::string difference_;
  bool bulk_ = false;
};

/// Runs a history with the alphabet and the size of segments that its first byte chooses.
inline std::string run_substring_history(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) {
    return {};
  }
  const auto rest = bytes.subspan(1);
  switch (bytes[0] % 6) {
  case 0:
    return substring_history<digit_alphabet>(rest).run();
  case 1:
    return substring_history<low_delimiter>(rest).run();
  case 2:
    return substring_history<middle_delimiter>(rest).run();
  case 3:
    return substring_history<digit_alphabet, small_segments>(rest).run();
  case 4:
    return substring_history<low_delimiter, small_segments>(rest).run();
  default:
    return substring_history<middle_delimiter, small_segments>(rest).run();
  }
}

} // namespace leadcore::testing

#endif
