// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TERM_DICTIONARY_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TERM_DICTIONARY_HPP

// The words and pairs of adjacent words of many texts, numbered in their order.

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/postings.hpp>
#include <leadcore/index/detail/text/radix_sort.hpp>
#include <leadcore/index/detail/text/term_pairs.hpp>
#include <leadcore/index/detail/text/tokenizer.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Finds the words of texts, each once. Their numbers are their places in the order of their bytes as if a border stood behind
/// each, so that words that begin alike follow each other.
class word_finder {
 public:
  struct place {
    std::uint32_t at = 0; // in the bytes of all texts
    std::uint32_t size = 0;
  };

  /// @param bytes    of all texts; must live as long
  /// @param text_of  the i-th of count texts, as a part of bytes
  template <class TextOf>
  word_finder(const char* bytes, std::size_t count, TextOf text_of)
      : bytes_(bytes), texts_(count), word_numbers_(count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      cut(text_of(i), i);
      if ((i + 1) % texts_at_once == 0 || i + 1 == count) {
        number_words();
        find_pairs();
        found_.clear();
      }
      if (i + 1 == texts_to_judge_by && count > texts_to_judge_by) {
        make_room(words_of_texts_, count);
        make_room(found_pairs_, count);
      }
    }
    begin_texts(count);
    word_numbers_ = number_table();
    sort_words();
    list_texts_of_words();
    list_texts_of_pairs();
  }

  /// By number: one place of each.
  [[nodiscard]] std::span<const place> words() const noexcept { return sorted_words_; }
  /// Calls visit(number, word) for the words, in order. They are kept one behind the other for that.
  template <class Visit> void for_each(Visit&& visit) const {
    const char* next = sorted_bytes_.data();
    for (std::uint32_t number = 0; number < sorted_words_.size(); ++number) {
      const std::size_t size = sorted_words_[number].size;
      visit(number, std::string_view(next, size));
      next += size;
    }
  }
  [[nodiscard]] std::span<const word_pair> pairs() const noexcept { return pairs_; }
  /// Which texts have a word, and a pair; to be taken once.
  [[nodiscard]] text_lists take_word_texts() { return std::move(word_texts_); }
  [[nodiscard]] text_lists take_pair_texts() { return std::move(pair_texts_); }

 private:
  // Words of so many texts are found step by step, so that the memory of all is waited for at once.
  static constexpr std::uint32_t texts_at_once = 32;
  // Room is made for as much as there will be if all texts are like so many of the first.
  static constexpr std::uint32_t texts_to_judge_by = 4096;
  template <class T> static void make_room(std::vector<T>& found, std::size_t count) {
    found.reserve(found.size() * (count / texts_to_judge_by + 1));
  }
  struct found_word {
    std::string_view bytes;
    std::uint32_t text;
    std::uint32_t hash;
    std::uint32_t number;
  };
  struct found_pair {
    word_pair words;
    std::uint32_t text;
  };
  struct known_word {
    place at;
    std::uint32_t copied_to = 0; // in word_bytes_, where words are nearer to each other
    std::uint32_t last_text = 0;
  };
  [[nodiscard]] std::string_view bytes_of(std::uint32_t number) const noexcept {
    return {word_bytes_.data() + words_[number].copied_to, words_[number].at.size};
  }

  void cut(std::string_view text, std::uint32_t i) {
    for_each_word(text, [&](std::string_view bytes) {
      found_.push_back(
          {bytes, i, static_cast<std::uint32_t>(std::hash<std::string_view>{}(bytes)), 0});
      word_numbers_.prefetch(found_.back().hash);
    });
  }
  void number_words() {
    for (found_word& each : found_) {
      each.number = word_numbers_.find_or_add(
          each.hash, static_cast<std::uint32_t>(words_.size()),
          [&](std::uint32_t other) { return bytes_of(other) == each.bytes; });
      if (each.number == words_.size()) {
        words_.push_back({{static_cast<std::uint32_t>(each.bytes.data() - bytes_),
                           static_cast<std::uint32_t>(each.bytes.size())},
                          static_cast<std::uint32_t>(word_bytes_.size()),
                          each.text});
        word_bytes_.insert(word_bytes_.end(), each.bytes.begin(), each.bytes.end());
      } else if (std::exchange(words_[each.number].last_text, each.text) == each.text) {
        continue; // once for a text
      }
      begin_texts(each.text);
      words_of_texts_.push_back(each.number);
    }
  }
  /// The texts up to one have no words but those that were found.
  void begin_texts(std::size_t text) {
    while (begins_.size() <= text) {
      begins_.push_back(static_cast<std::uint32_t>(words_of_texts_.size()));
    }
  }
  void find_pairs() {
    for (std::size_t i = 0; i + 1 < found_.size(); ++i) {
      const found_word& left = found_[i];
      const found_word& right = found_[i + 1];
      if (left.text == right.text && left.bytes.data() + left.bytes.size() == right.bytes.data()) {
        found_pairs_.push_back({{left.number, right.number}, left.text});
      }
    }
  }

  /// Something with a number that says where it comes in the order.
  struct keyed {
    std::uint64_t key = 0;
    std::uint32_t number = 0;
  };
  static constexpr std::size_t bytes_of_key = 8;
  [[nodiscard]] static std::uint64_t key_of(std::string_view word) noexcept {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < bytes_of_key; ++i) {
      key = key << 8U | static_cast<unsigned char>(i < word.size() ? word[i] : value_border);
    }
    return key;
  }
  [[nodiscard]] bool is_before(std::string_view left, std::string_view right) const noexcept {
    const int order = left.substr(0, right.size()).compare(right.substr(0, left.size()));
    return order != 0 ? order < 0 : left.size() > right.size();
  }
  void sort_words() {
    std::vector<keyed> order;
    order.reserve(words_.size());
    for (std::uint32_t number = 0; number < words_.size(); ++number) {
      order.push_back({key_of(bytes_of(number)), number});
    }
    std::vector<keyed> spare;
    sort_by_bytes<0, 8>(order, spare, [](const keyed& each) { return each.key; });
    for (std::size_t begin = 0, end = 0; begin != order.size(); begin = end) {
      while (end != order.size() && order[end].key == order[begin].key) {
        ++end;
      }
      if (end - begin > 1) {
        sort_alike(std::span(order).subspan(begin, end - begin));
      }
    }
    sorted_words_.reserve(words_.size());
    sorted_bytes_.reserve(word_bytes_.size());
    ranks_.resize(words_.size());
    for (const keyed& each : order) {
      const std::string_view bytes = bytes_of(each.number);
      ranks_[each.number] = static_cast<std::uint32_t>(sorted_words_.size());
      sorted_words_.push_back(words_[each.number].at);
      sorted_bytes_.insert(sorted_bytes_.end(), bytes.begin(), bytes.end());
    }
    release(words_);
    release(word_bytes_);
  }
  /// Puts words in order that begin with the same bytes, as many as a key has.
  void sort_alike(std::span<keyed> words) {
    for (keyed& each : words) {
      each.key = key_of(bytes_of(each.number).substr(bytes_of_key));
    }
    std::ranges::sort(words, [&](const keyed& a, const keyed& b) {
      return a.key != b.key ? a.key < b.key : is_before(bytes_of(a.number), bytes_of(b.number));
    });
  }
  void list_texts_of_words() {
    std::vector<std::uint32_t> ends(sorted_words_.size() +
                                    1); // of each word: where the next of its texts goes
    for (std::uint32_t& word : words_of_texts_) {
      word = ranks_[word];
      ++ends[word + 1];
    }
    for (std::size_t word = 0; word < sorted_words_.size(); ++word) {
      ends[word + 1] += ends[word];
    }
    std::vector<std::uint32_t> texts(words_of_texts_.size());
    for (std::uint32_t text = 0, at = 0; text < texts_; ++text) {
      for (; at != begins_[text + 1]; ++at) {
        texts[ends[words_of_texts_[at]]++] = text;
      }
    }
    release(words_of_texts_);
    release(begins_);
    word_texts_ = text_lists(texts_);
    for (std::size_t word = 0, begin = 0; word < sorted_words_.size(); begin = ends[word++]) {
      word_texts_.add(std::span(texts).subspan(begin, ends[word] - begin));
    }
    word_texts_.settle();
  }
  void list_texts_of_pairs() {
    for (found_pair& each : found_pairs_) {
      each.words = {ranks_[each.words.left], ranks_[each.words.right]};
    }
    std::vector<found_pair> spare;
    sort_by_bytes<0, 4>(found_pairs_, spare,
                        [](const found_pair& each) { return each.words.right; });
    sort_by_bytes<0, 4>(found_pairs_, spare,
                        [](const found_pair& each) { return each.words.left; });
    pair_texts_ = text_lists(texts_);
    std::vector<std::uint32_t> texts;
    for (std::size_t i = 0; i != found_pairs_.size();) {
      pairs_.push_back(found_pairs_[i].words);
      texts.clear();
      for (; i != found_pairs_.size() && found_pairs_[i].words == pairs_.back(); ++i) {
        if (texts.empty() || texts.back() != found_pairs_[i].text) {
          texts.push_back(found_pairs_[i].text);
        }
      }
      pair_texts_.add(texts);
    }
    release(found_pairs_);
    pair_texts_.settle();
  }

  const char* bytes_;
  std::size_t texts_;
  number_table word_numbers_;
  std::vector<found_word> found_; // in some texts
  // In the order in which they were found:
  std::vector<known_word> words_;
  std::vector<char> word_bytes_;
  std::vector<std::uint32_t> ranks_;          // of these words, which are their numbers in the end
  std::vector<std::uint32_t> words_of_texts_; // text by text, each once
  std::vector<std::uint32_t> begins_;         // of each text, in these, and where the last ends
  std::vector<found_pair> found_pairs_;
  // In their own order:
  std::vector<place> sorted_words_;
  std::vector<char> sorted_bytes_;
  std::vector<word_pair> pairs_;
  text_lists word_texts_;
  text_lists pair_texts_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
