// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_TEXT_SEGMENT_HPP
#define LEADCORE_DETAIL_TEXT_SEGMENT_HPP

// Layer 3, private: substring search over many texts that never change, by their words: which texts have a word, and which
// words have a run of bytes. decision 0091

#include <leadcore/detail/block_search.hpp>
#include <leadcore/detail/number_table.hpp>
#include <leadcore/detail/searchable_text.hpp>
#include <leadcore/detail/slot_set.hpp>
#include <leadcore/detail/text_words.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::detail {

/// Texts of consecutive slots, with the index of their words.
class text_segment {
 public:
  /// The most bytes that the texts of a segment have together.
  static constexpr std::size_t most_bytes = std::numeric_limits<std::uint32_t>::max() - 1;

  /// The first slot; a multiple of 64.
  [[nodiscard]] std::uint32_t first() const noexcept { return first_; }
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size() - 1; }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_.size(); }
  /// The slot after the last.
  [[nodiscard]] std::size_t end() const noexcept { return first_ + size(); }
  [[nodiscard]] std::string_view text(std::uint32_t slot) const noexcept { return local_text(slot - first_); }

  /// @param text_of  the text of the slot first + i, for i below count
  /// @par Complexity  linear in the texts
  /// @par Exceptions  allocation, and std::length_error for more than most_bytes
  template <class TextOf>
  text_segment(std::uint32_t first, std::size_t count, TextOf text_of) : first_(first) {
    ends_.reserve(count + 1);
    ends_.push_back(0);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view text = text_of(i);
      if (text.size() > most_bytes - bytes_.size()) {
        throw std::length_error("leadcore: the searched texts of a lead are longer than an index can keep");
      }
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    bytes_.shrink_to_fit();
    index_words();
    index_runs();
  }

  /// Adds the slots whose text has a needle.
  /// @pre needle is not empty and has no border
  void find(std::string_view needle, slot_set& out) const {
    std::vector<piece> pieces;
    for_each_word(needle, [&](std::string_view each) { pieces.push_back({.bytes = each}); });
    pieces.front().begins_word = false;
    pieces.back().ends_word = false;
    if (pieces.size() == 1) {
      add_slots(found_in_words(pieces.front()), out, first_);
    } else {
      find_pieces(needle, pieces, out);
    }
  }

 private:
  static constexpr std::size_t longest_run = 3;
  static constexpr std::size_t few = 16; // words or texts that are quicker looked at than thinned out
  /// Of more than a sixteenth of the texts all are searched, in one go.
  static constexpr std::uint64_t scan_share = 16;
  static constexpr std::uint64_t dense_share = 32; // where a list of numbers takes as much room as bits

  struct word {
    std::uint32_t at = 0; // in bytes_
    std::uint32_t size = 0;
    std::uint32_t count = 0; // texts that have it
    std::uint32_t begin = 0; // of their numbers in lists_ or bits_; the number itself if it is one
  };
  /// A run of at most longest_run bytes: the words that have it, or, where it is short and in many texts, these.
  struct run {
    std::uint64_t texts = 0; // that have one of the words; those with several count several times
    std::uint64_t begin = 0; // in word_lists_ or bits_
    std::uint32_t words = 0;
    bool in_texts = false;
  };
  /// A word of a needle; the first and the last may be parts of words.
  struct piece {
    std::string_view bytes;
    bool begins_word = true;
    bool ends_word = true;
  };
  /// Where a piece was found: in these words, or in these texts.
  struct findings {
    std::vector<std::uint32_t> words;
    const run* texts = nullptr;
    std::uint64_t count = 0; // of texts, or more
  };

  [[nodiscard]] std::string_view local_text(std::size_t i) const noexcept {
    return {bytes_.data() + ends_[i], std::size_t{ends_[i + 1]} - ends_[i]};
  }
  [[nodiscard]] std::string_view bytes_of(const word& of) const noexcept {
    return {bytes_.data() + of.at, of.size};
  }
  [[nodiscard]] bool is_dense(const word& of) const noexcept {
    return of.count != 1 && of.count * dense_share * 2 >= size(); // earlier, because or-ing bits is quick
  }
  [[nodiscard]] std::span<const std::uint64_t> bits_from(std::size_t begin) const noexcept {
    return {bits_.data() + begin, words_of_bits(size())};
  }
  [[nodiscard]] std::span<const std::uint32_t> list(const word& of) const noexcept {
    return of.count == 1 ? std::span(&of.begin, 1) : std::span(lists_).subspan(of.begin, of.count);
  }
  [[nodiscard]] static std::uint32_t key_of(std::string_view run) noexcept {
    std::uint32_t key = static_cast<std::uint32_t>(run.size());
    for (const char c : run) {
      key = key << 8U | static_cast<unsigned char>(c);
    }
    return key;
  }
  [[nodiscard]] const run* find_run(std::string_view bytes) const {
    const std::uint32_t number = run_numbers_.find(key_of(bytes), [](std::uint32_t) { return true; });
    return number == number_table::none ? nullptr : &runs_[number];
  }
  [[nodiscard]] std::span<const std::uint32_t> words_with(const run& of) const noexcept {
    return std::span(word_lists_).subspan(of.begin, of.words);
  }

  [[nodiscard]] findings found_in_words(const piece& wanted) const {
    findings found;
    std::vector<const run*> runs;
    const std::size_t length = std::min(wanted.bytes.size(), longest_run);
    for (std::size_t at = 0; at + length <= wanted.bytes.size(); ++at) {
      const run* const next = find_run(wanted.bytes.substr(at, length));
      if (next == nullptr) {
        return found;
      }
      if (next->in_texts) { // it is one of one or two bytes, and alone
        found.texts = next;
        found.count = next->texts;
        return found;
      }
      runs.push_back(next);
    }
    std::ranges::sort(runs, {}, [](const run* each) { return std::pair(each->words, each->begin); });
    const std::span<const std::uint32_t> rarest = words_with(*runs.front());
    found.words.assign(rarest.begin(), rarest.end());
    for (std::size_t i = 1; i < runs.size() && found.words.size() > few; ++i) {
      if (runs[i]->words < found.words.size() * std::uint64_t{16}) {
        found.words.resize(slot_set::common(found.words, words_with(*runs[i])));
      }
    }
    std::erase_if(found.words, [&](std::uint32_t number) {
      const std::string_view bytes = bytes_of(words_[number]);
      return wanted.begins_word
                 ? !(wanted.ends_word ? bytes == wanted.bytes : bytes.starts_with(wanted.bytes))
             : wanted.ends_word                  ? !bytes.ends_with(wanted.bytes)
             : wanted.bytes.size() > longest_run ? find_bytes(bytes, wanted.bytes) == bytes.npos
                                                 : false;
    });
    for (const std::uint32_t number : found.words) {
      found.count += words_[number].count;
    }
    return found;
  }

  void add_slots(const findings& found, slot_set& out, std::uint32_t first) const {
    if (found.texts != nullptr) {
      out.add_bits(bits_from(found.texts->begin), first);
    }
    for (const std::uint32_t number : found.words) {
      const word& each = words_[number];
      if (is_dense(each)) {
        out.add_bits(bits_from(each.begin), first);
      } else {
        out.add(list(each), first);
      }
    }
  }

  /// A needle of several words: the texts that have the rarest of them are looked at.
  void find_pieces(std::string_view needle, std::span<const piece> pieces, slot_set& out) const {
    std::vector<findings> found;
    for (const piece& each : pieces) {
      found.push_back(found_in_words(each));
      if (found.back().count == 0) {
        return;
      }
    }
    std::ranges::sort(found, {}, &findings::count);
    if (found.front().count > few && found[0].count * scan_share > size() &&
        found[1].count * scan_share > size() * std::uint64_t{4}) {
      scan(needle, out);
      return;
    }
    slot_set texts(size());
    add_slots(found.front(), texts, 0);
    texts.settle();
    std::uint64_t left = texts.size();
    for (std::size_t i = 1; i < found.size() && left > few && found[i].count < left * 16; ++i) {
      slot_set others(size());
      add_slots(found[i], others, 0);
      others.settle();
      texts.keep(others);
      left = texts.size();
    }
    verify(needle, texts, out);
  }

  /// Adds those of some texts that have a needle. Memory is slow and far away: it is asked for some time before.
  void verify(std::string_view needle, const slot_set& texts, slot_set& out) const {
    constexpr std::size_t ahead = 12;
    std::vector<std::uint32_t> numbers;
    numbers.reserve(static_cast<std::size_t>(texts.size()));
    texts.for_each([&](std::uint32_t i) { numbers.push_back(i); });
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (i + 2 * ahead < numbers.size()) {
        __builtin_prefetch(&ends_[numbers[i + 2 * ahead]]);
      }
      if (i + ahead < numbers.size()) {
        const std::string_view soon = local_text(numbers[i + ahead]);
        for (std::size_t at = 0; at < soon.size(); at += 64) {
          __builtin_prefetch(soon.data() + at);
        }
      }
      if (find_bytes(local_text(numbers[i]), needle) != std::string_view::npos) {
        out.add(first_ + numbers[i]);
      }
    }
  }

  /// Searches all texts as one: a needle has no border, so it is never found across two of them.
  void scan(std::string_view needle, slot_set& out) const {
    const std::string_view all(bytes_.data(), bytes_.size());
    std::size_t i = 0;
    for (std::size_t at = 0; (at = find_bytes(all, needle, at)) != std::string_view::npos;) {
      while (ends_[i + 1] <= at) {
        ++i;
      }
      out.add(first_ + static_cast<std::uint32_t>(i));
      at = ends_[++i];
    }
  }

  /// Finds the words, and lays out and fills the lists of the texts that have them.
  void index_words() {
    number_table numbers;
    std::vector<std::uint32_t> last_text;    // by word: one more than the last text that had it
    std::vector<std::uint32_t> words_in_row; // of all texts, one after the other, each once
    std::vector<std::uint32_t> ends;         // by text, in words_in_row
    ends.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) {
      const char* const all = bytes_.data();
      for_each_word(local_text(i), [&](std::string_view bytes) {
        const std::uint32_t number =
            numbers.find_or_add(static_cast<std::uint32_t>(std::hash<std::string_view>{}(bytes)),
                                static_cast<std::uint32_t>(words_.size()),
                                [&](std::uint32_t other) { return bytes_of(words_[other]) == bytes; });
        if (number == words_.size()) {
          words_.push_back({static_cast<std::uint32_t>(bytes.data() - all),
                            static_cast<std::uint32_t>(bytes.size()), 0, 0});
          last_text.push_back(0);
        }
        if (last_text[number] != i + 1) {
          last_text[number] = static_cast<std::uint32_t>(i) + 1;
          ++words_[number].count;
          words_in_row.push_back(number);
        }
      });
      ends.push_back(static_cast<std::uint32_t>(words_in_row.size()));
    }
    words_.shrink_to_fit();

    std::size_t listed = 0;
    std::size_t dense = 0;
    for (word& each : words_) {
      if (is_dense(each)) {
        each.begin = static_cast<std::uint32_t>(dense);
        dense += words_of_bits(size());
      } else if (each.count != 1) {
        each.begin = static_cast<std::uint32_t>(listed);
        listed += each.count;
      }
    }
    lists_.resize(listed);
    bits_.resize(dense);
    std::vector<std::uint32_t>& filled = last_text;
    std::ranges::fill(filled, 0);
    std::size_t at = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      for (; at != ends[i]; ++at) {
        const std::uint32_t number = words_in_row[at];
        word& each = words_[number];
        if (is_dense(each)) {
          set_bit(std::span(bits_).subspan(each.begin), i);
        } else if (each.count == 1) {
          each.begin = static_cast<std::uint32_t>(i);
        } else {
          lists_[each.begin + filled[number]++] = static_cast<std::uint32_t>(i);
        }
      }
    }
  }

  /// Calls visit(number, length) for the runs of a word, each occurrence; add tells what number a new run has.
  template <class NumberOf, class Visit>
  static void for_each_run(std::string_view bytes, NumberOf number_of, Visit visit) {
    for (std::size_t length = 1; length <= longest_run; ++length) {
      for (std::size_t at = 0; at + length <= bytes.size(); ++at) {
        visit(number_of(key_of(bytes.substr(at, length))), length);
      }
    }
  }

  /// Counts the words that have each run, and lays out and fills their lists.
  void index_runs() {
    const auto number_of = [&](std::uint32_t key) {
      const std::uint32_t number = run_numbers_.find_or_add(key, static_cast<std::uint32_t>(runs_.size()),
                                                            [](std::uint32_t) { return true; });
      if (number == runs_.size()) {
        runs_.push_back({});
      }
      return number;
    };
    std::vector<std::uint32_t> last_word; // by run: one more than the last word that had it
    const auto is_first = [&](std::uint32_t number, std::size_t w) {
      return std::exchange(last_word[number], static_cast<std::uint32_t>(w) + 1) != w + 1;
    };
    for (std::size_t w = 0; w < words_.size(); ++w) {
      for_each_run(bytes_of(words_[w]), number_of, [&](std::uint32_t number, std::size_t length) {
        if (last_word.size() < runs_.size()) {
          last_word.push_back(0);
        }
        if (is_first(number, w)) {
          run& each = runs_[number];
          ++each.words;
          each.texts += words_[w].count;
          each.in_texts = length < longest_run && each.texts * dense_share >= size();
        }
      });
    }
    std::size_t listed = 0;
    std::size_t dense = bits_.size();
    for (run& each : runs_) {
      std::size_t& used = each.in_texts ? dense : listed;
      each.begin = used;
      used += each.in_texts ? words_of_bits(size()) : each.words;
    }
    word_lists_.resize(listed);
    bits_.resize(dense);
    std::ranges::fill(last_word, 0);
    std::vector<std::uint32_t> filled(runs_.size());
    for (std::size_t w = 0; w < words_.size(); ++w) {
      for_each_run(bytes_of(words_[w]), number_of, [&](std::uint32_t number, std::size_t) {
        if (!is_first(number, w)) {
          return;
        }
        const run& each = runs_[number];
        if (!each.in_texts) {
          word_lists_[each.begin + filled[number]++] = static_cast<std::uint32_t>(w);
        } else if (is_dense(words_[w])) {
          for (std::size_t i = 0; i < words_of_bits(size()); ++i) {
            bits_[each.begin + i] |= bits_[words_[w].begin + i];
          }
        } else {
          for (const std::uint32_t text : list(words_[w])) {
            set_bit(std::span(bits_).subspan(each.begin), text);
          }
        }
      });
    }
  }

  std::uint32_t first_;
  std::vector<char> bytes_;
  std::vector<std::uint32_t> ends_; // of the text before; the first is 0
  std::vector<word> words_;
  std::vector<std::uint32_t> lists_;
  number_table run_numbers_; // by key_of, which is the run itself
  std::vector<run> runs_;
  std::vector<std::uint32_t> word_lists_;
  std::vector<std::uint64_t> bits_;
};

} // namespace leadcore::detail

#endif
