// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_TEXT_SEGMENT_HPP
#define LEADCORE_DETAIL_TEXT_SEGMENT_HPP

// Layer 3, private: substring search over many texts that never change, by their words and pairs of adjacent words: which
// texts have these, and which of these have a run of bytes. decisions 0092 and 0093

#include <leadcore/detail/block_search.hpp>
#include <leadcore/detail/number_table.hpp>
#include <leadcore/detail/slot_set.hpp>
#include <leadcore/detail/text_lists.hpp>
#include <leadcore/detail/text_words.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::detail {

/// Texts of consecutive slots, with the index of their words.
class text_segment {
 public:
  /// Throws std::length_error, as a container does that is asked for more than it can hold.
  static void refuse_length() { std::vector<char>().reserve(std::numeric_limits<std::size_t>::max()); }

  /// The most bytes that the texts of a segment have together.
  static constexpr std::size_t most_bytes = std::numeric_limits<std::uint32_t>::max() - 1;

  /// The first slot; a multiple of 64.
  [[nodiscard]] std::uint32_t first() const noexcept { return first_; }
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size() - 1; }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_.size(); }
  /// The slot after the last.
  [[nodiscard]] std::size_t end() const noexcept { return first_ + size(); }
  [[nodiscard]] std::string_view text(std::uint32_t slot) const noexcept { return local_text(slot - first_); }
  /// Has that brought near which tells where a slot's text is, and then the text.
  void prefetch_place(std::uint32_t slot) const noexcept { __builtin_prefetch(&ends_[slot - first_]); }
  void prefetch(std::uint32_t slot) const noexcept {
    const std::string_view soon = text(slot);
    for (std::size_t at = 0; at < soon.size(); at += 64) {
      __builtin_prefetch(soon.data() + at);
    }
  }

  /// @param text_of  the text of the slot first + i, for i below count
  /// @par Complexity  linear in the texts
  /// @par Exceptions  allocation, and std::length_error for more than most_bytes
  template <class TextOf>
  text_segment(std::uint32_t first, std::size_t count, TextOf text_of) : first_(first) {
    std::size_t all = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t more = text_of(i).size();
      if (more > most_bytes - all) {
        refuse_length();
      }
      all += more;
    }
    bytes_.reserve(all);
    ends_.reserve(count + 1);
    ends_.push_back(0);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view text = text_of(i);
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    index_words();
    index_runs();
  }

  /// Adds the slots whose text has a needle.
  /// @pre needle is not empty and has no border
  void find(std::string_view needle, slot_set& out) const {
    const std::vector<std::string_view> words = words_of(needle);
    if (words.size() == 1) {
      find_in_words(needle, out);
    } else {
      find_in_pairs(needle, words, out);
    }
  }
  /// Calls visit(slot) for those of the texts from number begin to end, first the first of the segment, that have a needle. It
  /// searches them as one: a needle has no border, so it is never found across two of them.
  template <class Visit>
  void scan(std::string_view needle, std::size_t begin, std::size_t end, Visit&& visit) const {
    const std::string_view all(bytes_.data(), ends_[end]);
    std::size_t i = begin;
    for (std::size_t at = ends_[begin]; (at = find_bytes(all, needle, at)) != std::string_view::npos;) {
      while (ends_[i + 1] <= at) {
        ++i;
      }
      visit(first_ + static_cast<std::uint32_t>(i));
      at = ends_[++i];
    }
  }
  /// How much find(needle) has to do, in texts that it adds or looks into, at most about.
  [[nodiscard]] std::uint64_t cost_of_finding(std::string_view needle) const {
    const std::vector<std::string_view> words = words_of(needle);
    std::uint64_t texts = 0;
    if (words.size() > 1) {
      texts = std::numeric_limits<std::uint64_t>::max();
      for (std::size_t i = 0; i + 1 < words.size() && texts != 0; ++i) {
        const gap each = gap_of(words[i], i != 0, words[i + 1], i + 2 != words.size());
        texts = std::min(texts, each.rarest == nullptr ? 0 : each.rarest->texts);
      }
    } else if (needle.size() >= 3) {
      for_each_place(needle,
                     [&](std::span<const run* const> runs, std::size_t) { texts += runs.front()->texts; });
    } else if (const run* const found = short_run(needle); found != nullptr) {
      texts = found->in_texts ? words_of_bits(size()) : found->texts;
    }
    return texts;
  }

 private:
  /// Words, or pairs or texts, that are quicker looked at than thinned out.
  static constexpr std::size_t few = 16;

  struct word {
    std::uint32_t at = 0; // in bytes_
    std::uint32_t size = 0;
  };
  struct pair {
    std::uint32_t left = 0; // words
    std::uint32_t right = 0;
  };
  /// The words or pairs that have a run, or, where it is short and in many texts, these.
  struct run {
    std::uint64_t texts = 0; // that have one of the things; those with several count several times
    std::uint64_t begin = 0; // in run_lists_ or run_bits_
    std::uint32_t things = 0;
    bool in_texts = false;
  };
  /// What may be known of a run: where it is in a word, or between which of its bytes a word ends.
  enum class run_kind : std::uint8_t {
    one = 1,         // byte, anywhere in a word
    two = 2,         // bytes, anywhere in a word
    three_at = 3,    // bytes, this far from the beginning of a word
    one_and_one = 4, // the last byte of a word and the first of the next
    two_and_one = 5,
    one_and_two = 6,
  };
  /// Runs of three bytes that begin here or farther from the beginning of a word are treated alike.
  static constexpr std::size_t far = 31;

  [[nodiscard]] std::string_view local_text(std::size_t i) const noexcept {
    return {bytes_.data() + ends_[i], std::size_t{ends_[i + 1]} - ends_[i]};
  }
  [[nodiscard]] std::string_view bytes_of(std::uint32_t number) const noexcept {
    return {bytes_.data() + words_[number].at, words_[number].size};
  }
  [[nodiscard]] static std::uint32_t key_of(run_kind kind, std::string_view bytes,
                                            std::size_t at = 0) noexcept {
    std::uint32_t key = static_cast<std::uint32_t>(at);
    for (const char c : bytes) {
      key = key << 8U | static_cast<unsigned char>(c);
    }
    return static_cast<std::uint32_t>(kind) << 29U | key;
  }
  [[nodiscard]] const run* find_run(std::uint32_t key) const {
    const std::uint32_t number = run_numbers_.find(key, [](std::uint32_t) { return true; });
    return number == number_table::none ? nullptr : &runs_[number];
  }
  [[nodiscard]] std::span<const std::uint32_t> things_of(const run& of) const noexcept {
    return std::span(run_lists_).subspan(of.begin, of.things);
  }
  [[nodiscard]] std::span<const std::uint64_t> texts_of(const run& of) const noexcept {
    return std::span(run_bits_).subspan(of.begin, words_of_bits(size()));
  }

  [[nodiscard]] static std::vector<std::string_view> words_of(std::string_view needle) {
    std::vector<std::string_view> words;
    for_each_word(needle, [&](std::string_view each) { words.push_back(each); });
    return words;
  }
  /// The run that a needle of one or two bytes within a word is.
  [[nodiscard]] const run* short_run(std::string_view needle) const {
    return find_run(key_of(needle.size() == 1 ? run_kind::one : run_kind::two, needle));
  }
  /// Adds the slots of all that has a run of one or two bytes, or a run across words, which is all that was asked for.
  void add_all(const run& of, const text_lists& lists, slot_set& out) const {
    if (of.in_texts) {
      out.add_bits(texts_of(of), first_);
      return;
    }
    lists.add_to(out, things_of(of), first_);
  }

  /// The runs of three bytes that a needle has where it begins that far from the beginning of a word, the rarest first;
  /// none where one of them is in no word.
  /// @pre begin + needle.size() - 3 < far, and three bytes or more
  void runs_at(std::string_view needle, std::size_t begin, std::vector<const run*>& out) const {
    const std::size_t last = needle.size() - 3;
    out.clear();
    for (std::size_t at = 0;; at = std::min(at + 3, last)) {
      out.push_back(find_run(key_of(run_kind::three_at, needle.substr(at, 3), begin + at)));
      if (out.back() == nullptr) {
        out.clear();
        return;
      }
      if (at == last) {
        break;
      }
    }
    std::ranges::sort(out, {}, &run::things);
  }
  /// Calls visit(runs, begin) for each place in a word where a needle may be, with its runs there.
  template <class Visit> void for_each_place(std::string_view needle, Visit&& visit) const {
    std::vector<const run*> runs;
    for (std::size_t begin = 0; begin + needle.size() - 3 < far && begin + needle.size() <= longest_word_;
         ++begin) {
      runs_at(needle, begin, runs);
      if (!runs.empty()) {
        visit(std::span<const run* const>(runs), begin);
      }
    }
  }
  /// The words that have all of some runs.
  void words_with(std::span<const run* const> runs, std::vector<std::uint32_t>& out) const {
    const std::span<const std::uint32_t> rarest = things_of(*runs.front());
    out.assign(rarest.begin(), rarest.end());
    for (std::size_t i = 1; i < runs.size() && !out.empty(); ++i) {
      out.resize(slot_set::common(out, things_of(*runs[i])));
    }
  }
  /// Words that have a needle so far from their beginning that its runs do not tell where.
  void words_with_far(std::string_view needle, std::vector<std::uint32_t>& out) const {
    out.clear();
    if (longest_word_ < far + 3) {
      return;
    }
    if (const run* const found = find_run(key_of(run_kind::three_at, needle.substr(needle.size() - 3), far));
        found != nullptr) {
      const std::span<const std::uint32_t> candidates = things_of(*found);
      out.assign(candidates.begin(), candidates.end());
      std::erase_if(out, [&](std::uint32_t number) {
        return find_bytes(bytes_of(number), needle) == std::string_view::npos;
      });
    }
  }

  /// Adds the slots of the texts that have a needle within a word.
  void find_in_words(std::string_view needle, slot_set& out) const {
    if (needle.size() <= 2) {
      if (const run* const found = short_run(needle); found != nullptr) {
        add_all(*found, word_texts_, out);
      }
      return;
    }
    // Words that have all runs of the needle, each that much farther from their beginning, have the needle there.
    std::vector<std::uint32_t> numbers;
    for_each_place(needle, [&](std::span<const run* const> runs, std::size_t) {
      words_with(runs, numbers);
      word_texts_.add_to(out, numbers, first_);
    });
    words_with_far(needle, numbers);
    word_texts_.add_to(out, numbers, first_);
  }

  /// Two adjacent words of a needle, whole or the end of one and the beginning of the next, and what is known of them.
  struct gap {
    std::string_view left;
    std::string_view right;
    bool whole_left;
    bool whole_right;
    const run* rarest = nullptr; // of the runs across; null if one of them is in no text
    const run* other = nullptr;

    [[nodiscard]] bool is_run() const noexcept {
      return !whole_left && !whole_right && left.size() + right.size() <= 3;
    }
  };
  [[nodiscard]] gap gap_of(std::string_view left, bool whole_left, std::string_view right,
                           bool whole_right) const {
    const auto joined = [&](run_kind kind, std::size_t before,
                            std::size_t behind) { // they are adjacent in the needle
      return find_run(key_of(kind, {left.end() - before, right.begin() + behind}));
    };
    gap made{left, right, whole_left, whole_right};
    if (left.size() > 1 && right.size() > 1) {
      made.rarest = joined(run_kind::two_and_one, 2, 1);
      made.other = joined(run_kind::one_and_two, 1, 2);
      if (made.rarest == nullptr || made.other == nullptr) {
        made.rarest = nullptr;
      } else if (made.other->things < made.rarest->things) {
        std::swap(made.rarest, made.other);
      }
    } else {
      made.rarest = left.size() > 1    ? joined(run_kind::two_and_one, 2, 1)
                    : right.size() > 1 ? joined(run_kind::one_and_two, 1, 2)
                                       : joined(run_kind::one_and_one, 1, 1);
    }
    return made;
  }

  /// Where the words of a gap are: in these pairs, or in all texts that have a run.
  struct findings {
    std::vector<std::uint32_t> pairs;
    const run* all_of = nullptr;
    std::uint64_t texts = 0; // at most
  };
  [[nodiscard]] findings found_pairs(const gap& of) const {
    findings found;
    if (of.is_run() || of.rarest->in_texts) { // or of whole words of one byte: looked for in the texts
      found.all_of = of.rarest;
      found.texts = of.rarest->texts;
      return found;
    }
    const right_words rights(*this, of);
    if (!pairs_by_left_word(of, rights, found.pairs)) {
      pairs_by_runs(of, rights, found.pairs);
    }
    for (const std::uint32_t number : found.pairs) {
      found.texts += pair_texts_.count(number);
    }
    return found;
  }
  /// How many words are thinned out by their runs in the time in which a pair's words are looked at.
  static constexpr std::uint64_t candidates_of_a_pair = 2;

  /// What the right word of a gap can be: these words if they are quickly found, otherwise those that their bytes say.
  class right_words {
   public:
    right_words(const text_segment& in, const gap& of) : in_(in), of_(of) {
      if (of.right.size() < 3 || of.right.size() - 3 >= far) {
        return;
      }
      std::vector<const run*> runs;
      in.runs_at(of.right, 0, runs);
      if (runs.empty() || runs.front()->things < of.rarest->things * candidates_of_a_pair) {
        known_ = true;
        if (!runs.empty()) {
          in.words_with(runs, numbers_);
          std::erase_if(numbers_, [&](std::uint32_t number) {
            return of.whole_right && in.words_[number].size != of.right.size();
          });
        }
      }
    }
    [[nodiscard]] bool known() const noexcept { return known_; }
    [[nodiscard]] bool has(std::uint32_t number) const {
      if (known_) {
        return std::ranges::binary_search(numbers_, number);
      }
      const std::string_view bytes = in_.bytes_of(number);
      return of_.whole_right ? bytes == of_.right : bytes.starts_with(of_.right);
    }
    /// Whether they are known and so few that each is sought among things rather than these among them.
    [[nodiscard]] bool are_fewer_than(std::size_t things) const noexcept {
      return known_ && numbers_.size() * 8 < things;
    }
    /// @pre are_fewer_than() something
    [[nodiscard]] std::span<const std::uint32_t> numbers() const noexcept { return numbers_; }

   private:
    const text_segment& in_;
    const gap& of_;
    bool known_ = false;
    std::vector<std::uint32_t> numbers_;
  };

  [[nodiscard]] static bool fits_left(const gap& of, std::string_view bytes) noexcept {
    return of.whole_left ? bytes == of.left : bytes.ends_with(of.left);
  }
  void pairs_by_runs(const gap& of, const right_words& rights, std::vector<std::uint32_t>& out) const {
    const std::span<const std::uint32_t> rarest = things_of(*of.rarest);
    out.assign(rarest.begin(), rarest.end());
    if (of.other != nullptr && out.size() > few) {
      out.resize(slot_set::common(out, things_of(*of.other)));
    }
    if (rights.known()) { // numbers are compared before bytes
      std::size_t at = 0;
      std::erase_if(out, [&](std::uint32_t number) {
        constexpr std::size_t ahead = 16;
        if (++at + ahead < out.size()) {
          __builtin_prefetch(&pairs_[out[at + ahead]]);
        }
        return !rights.has(pairs_[number].right);
      });
    }
    std::uint32_t last = number_table::none; // pairs with the same left word follow each other
    bool last_fits = false;
    std::size_t at = 0;
    std::erase_if(out, [&](std::uint32_t number) {
      bring_left_near(out, at++);
      if (const std::uint32_t before = pairs_[number].left; before != last) {
        last_fits = fits_left(of, bytes_of(before));
        last = before;
      }
      return !last_fits || (!rights.known() && !rights.has(pairs_[number].right));
    });
  }
  /// The same by the words that the left one can be, if these are much fewer than the pairs that have a run.
  bool pairs_by_left_word(const gap& of, const right_words& rights, std::vector<std::uint32_t>& out) const {
    constexpr std::uint64_t pairs_of_a_word =
        4; // that are looked at in the time in which those of a word are found
    if (of.left.size() < 3) {
      return false;
    }
    std::uint64_t candidates = 0;
    for_each_place(of.left, [&](std::span<const run* const> runs, std::size_t begin) {
      candidates += begin == 0 || !of.whole_left ? runs.front()->things : 0;
    });
    if (candidates > of.rarest->things * candidates_of_a_pair) {
      return false;
    }
    std::vector<std::uint32_t> lefts;
    std::vector<std::uint32_t> numbers;
    for_each_place(of.left, [&](std::span<const run* const> runs, std::size_t begin) {
      if (begin == 0 || !of.whole_left) {
        words_with(runs, numbers);
        for (const std::uint32_t number : numbers) {
          if (words_[number].size == begin + of.left.size()) {
            lefts.push_back(number);
          }
        }
      }
    });
    words_with_far(of.left, numbers);
    for (const std::uint32_t number : numbers) {
      if (words_[number].size >= far + 3 && fits_left(of, bytes_of(number))) {
        lefts.push_back(number);
      }
    }
    if (lefts.size() * pairs_of_a_word > of.rarest->things) {
      return false;
    }
    const auto add = [&](auto each) { out.push_back(static_cast<std::uint32_t>(each - pairs_.begin())); };
    for (const std::uint32_t left : lefts) {
      const auto pairs = std::ranges::equal_range(pairs_, left, {}, &pair::left);
      if (rights.are_fewer_than(pairs.size())) {
        for (const std::uint32_t right : rights.numbers()) {
          if (const auto at = std::ranges::lower_bound(pairs, right, {}, &pair::right);
              at != pairs.end() && at->right == right) {
            add(at);
          }
        }
      } else {
        for (auto each = pairs.begin(); each != pairs.end(); ++each) {
          if (rights.has(each->right)) {
            add(each);
          }
        }
      }
    }
    std::ranges::sort(out); // a word ends in one place, so none is there twice
    return true;
  }
  /// Asks, some time before, for what tells whether a pair's left word fits.
  void bring_left_near(std::span<const std::uint32_t> pairs, std::size_t at) const noexcept {
    constexpr std::size_t ahead = 8;
    if (at + 3 * ahead < pairs.size()) {
      __builtin_prefetch(&pairs_[pairs[at + 3 * ahead]]);
    }
    if (at + 2 * ahead < pairs.size()) {
      __builtin_prefetch(&words_[pairs_[pairs[at + 2 * ahead]].left]);
    }
    if (at + ahead < pairs.size()) {
      const word& soon = words_[pairs_[pairs[at + ahead]].left];
      __builtin_prefetch(bytes_.data() + soon.at + soon.size - 1);
    }
  }
  void add_slots(const findings& found, slot_set& out, std::uint32_t first) const {
    if (found.all_of != nullptr && found.all_of->in_texts) {
      out.add_bits(texts_of(*found.all_of), first);
      return;
    }
    pair_texts_.add_to(out, found.all_of != nullptr ? things_of(*found.all_of) : found.pairs, first);
  }

  /// Adds the slots of the texts that have a needle of several words: those that have its two words, or, if it has more, of
  /// those that have the rarest two of them next to each other the ones where the needle is found.
  void find_in_pairs(std::string_view needle, std::span<const std::string_view> words, slot_set& out) const {
    std::vector<gap> gaps;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      gaps.push_back(gap_of(words[i], i != 0, words[i + 1], i + 2 != words.size()));
      if (gaps.back().rarest == nullptr) {
        return;
      }
    }
    std::ranges::sort(gaps, {}, [](const gap& each) { return each.rarest->texts; });
    std::vector<findings> found; // of the others what is quicker found than the texts are added
    std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
    for (const gap& each : gaps) {
      if (found.empty() || (fewest > few && each.rarest->things < fewest * 4)) {
        found.push_back(found_pairs(each));
        fewest = std::min(fewest, found.back().texts);
      }
    }
    if (gaps.size() == 1) {
      add_slots(found.front(), out, first_);
      return;
    }
    if (fewest == 0) {
      return;
    }
    if (fewest * 4 > size() + few) {
      scan(needle, 0, size(), [&](std::uint32_t slot) { out.add(slot); });
      return;
    }
    std::ranges::sort(found, {}, &findings::texts);
    slot_set texts(size());
    add_slots(found.front(), texts, 0);
    texts.settle();
    std::uint64_t left = texts.size();
    for (std::size_t i = 1; i < found.size() && left > few && found[i].texts < left * 16; ++i) {
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
        prefetch_place(first_ + numbers[i + 2 * ahead]);
      }
      if (i + ahead < numbers.size()) {
        prefetch(first_ + numbers[i + ahead]);
      }
      if (find_bytes(local_text(numbers[i]), needle) != std::string_view::npos) {
        out.add(first_ + numbers[i]);
      }
    }
  }

  /// Numbers of things, each once for a text.
  class things_by_text {
   public:
    void add(std::uint32_t thing, std::size_t text) {
      if (thing >= last_text_.size()) {
        last_text_.resize(thing + std::size_t{1});
      }
      if (std::exchange(last_text_[thing], static_cast<std::uint32_t>(text) + 1) != text + 1) {
        things_.push_back(thing);
      }
    }
    /// Gives each thing another number.
    void renumber(std::span<const std::uint32_t> numbers) {
      for (std::uint32_t& thing : things_) {
        thing = numbers[thing];
      }
    }
    void end_text() { ends_.push_back(static_cast<std::uint32_t>(things_.size())); }
    [[nodiscard]] text_lists lists() const { return {last_text_.size(), things_, ends_}; }

   private:
    std::vector<std::uint32_t> last_text_; // by thing: one more than the last text that had it
    std::vector<std::uint32_t> things_;
    std::vector<std::uint32_t> ends_;
  };

  /// Finds the words and pairs, and which texts have them.
  void index_words() {
    number_table word_numbers(size());
    number_table pair_numbers(size());
    things_by_text words;
    things_by_text pairs;
    // Step by step for all words of a text, so that a step waits for memory once and not for each word.
    struct found_word {
      std::string_view bytes;
      std::uint32_t hash; // of the word, and then of the pair that it begins
      std::uint32_t number;
    };
    std::vector<found_word> of_text;
    for (std::size_t i = 0; i < size(); ++i) {
      of_text.clear();
      for_each_word(local_text(i), [&](std::string_view bytes) {
        of_text.push_back({bytes, static_cast<std::uint32_t>(std::hash<std::string_view>{}(bytes)), 0});
        word_numbers.prefetch(of_text.back().hash);
      });
      for (found_word& each : of_text) {
        each.number =
            word_numbers.find_or_add(each.hash, static_cast<std::uint32_t>(words_.size()),
                                     [&](std::uint32_t other) { return bytes_of(other) == each.bytes; });
        if (each.number == words_.size()) {
          words_.push_back({static_cast<std::uint32_t>(each.bytes.data() - bytes_.data()),
                            static_cast<std::uint32_t>(each.bytes.size())});
          longest_word_ = std::max(longest_word_, each.bytes.size());
        }
        words.add(each.number, i);
      }
      words.end_text();
      const auto is_pair = [&](const found_word& left) {
        return &left != &of_text.back() && (&left)[1].bytes.data() == left.bytes.data() + left.bytes.size();
      };
      for (found_word& left : of_text) {
        if (is_pair(left)) {
          left.hash = left.number * 0x9E37'79B1U ^ (&left)[1].number;
          pair_numbers.prefetch(left.hash);
        }
      }
      for (const found_word& left : of_text) {
        if (is_pair(left)) {
          const std::uint32_t right = (&left)[1].number;
          const std::uint32_t both = pair_numbers.find_or_add(
              left.hash, static_cast<std::uint32_t>(pairs_.size()), [&](std::uint32_t other) {
                return pairs_[other].left == left.number && pairs_[other].right == right;
              });
          if (both == pairs_.size()) {
            pairs_.push_back({left.number, right});
          }
          pairs.add(both, i);
        }
      }
      pairs.end_text();
    }
    words_.shrink_to_fit();
    sort_pairs(pairs);
    word_texts_ = words.lists();
    pair_texts_ = pairs.lists();
  }

  /// Numbers the pairs by their words.
  void sort_pairs(things_by_text& texts) {
    std::vector<std::uint32_t> order(pairs_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t number) {
      return std::uint64_t{pairs_[number].left} << 32U | pairs_[number].right;
    });
    std::vector<pair> sorted(pairs_.size());
    std::vector<std::uint32_t> numbers(pairs_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      sorted[i] = pairs_[order[i]];
      numbers[order[i]] = i;
    }
    pairs_ = std::move(sorted);
    texts.renumber(numbers);
  }

  /// Calls visit(key, thing, lists, is_short) for the runs of all words and pairs, each occurrence.
  template <class Visit> void for_each_run(Visit visit) const {
    for (std::uint32_t number = 0; number < words_.size(); ++number) {
      const std::string_view bytes = bytes_of(number);
      for (std::size_t at = 0; at < bytes.size(); ++at) {
        visit(key_of(run_kind::one, bytes.substr(at, 1)), number, word_texts_, true);
        if (at + 2 <= bytes.size()) {
          visit(key_of(run_kind::two, bytes.substr(at, 2)), number, word_texts_, true);
        }
        if (at + 3 <= bytes.size()) {
          visit(key_of(run_kind::three_at, bytes.substr(at, 3), std::min(at, far)), number, word_texts_,
                false);
        }
      }
    }
    for (std::uint32_t number = 0; number < pairs_.size(); ++number) {
      const std::string_view left = bytes_of(pairs_[number].left);
      const std::string_view right = bytes_of(pairs_[number].right);
      char bytes[4] = {left.size() > 1 ? left[left.size() - 2] : '\0', left.back(), right.front(),
                       right.size() > 1 ? right[1] : '\0'};
      const std::string_view all(bytes, 4);
      visit(key_of(run_kind::one_and_one, all.substr(1, 2)), number, pair_texts_, true);
      if (left.size() > 1) {
        visit(key_of(run_kind::two_and_one, all.substr(0, 3)), number, pair_texts_, false);
      }
      if (right.size() > 1) {
        visit(key_of(run_kind::one_and_two, all.substr(1, 3)), number, pair_texts_, false);
      }
    }
  }

  /// Counts what has each run, and lays out and fills the lists.
  void index_runs() {
    std::vector<std::uint32_t> last_thing; // by run: one more than the last thing that had it
    const auto is_first = [&](std::uint32_t number, std::uint32_t thing) {
      return std::exchange(last_thing[number], thing + 1) != thing + 1;
    };
    const auto number_of = [&](std::uint32_t key) {
      const std::uint32_t number = run_numbers_.find_or_add(key, static_cast<std::uint32_t>(runs_.size()),
                                                            [](std::uint32_t) { return true; });
      if (number == runs_.size()) {
        runs_.push_back({});
        last_thing.push_back(0);
      }
      return number;
    };
    std::vector<std::uint32_t> numbers; // of all runs, as they come
    for_each_run([&](std::uint32_t key, std::uint32_t thing, const text_lists& lists, bool is_short) {
      const std::uint32_t number = number_of(key);
      numbers.push_back(number);
      if (is_first(number, thing)) {
        run& each = runs_[number];
        ++each.things;
        each.texts += lists.count(thing);
        each.in_texts = is_short && each.texts * 32 >= size(); // where a list takes as much room as bits
      }
    });
    std::size_t listed = 0;
    std::size_t dense = 0;
    for (run& each : runs_) {
      std::size_t& used = each.in_texts ? dense : listed;
      each.begin = used;
      used += each.in_texts ? words_of_bits(size()) : each.things;
    }
    run_lists_.resize(listed);
    run_bits_.resize(dense);
    std::ranges::fill(last_thing, 0);
    std::vector<std::uint32_t> filled(runs_.size());
    auto next_number = numbers.begin();
    for_each_run([&](std::uint32_t, std::uint32_t thing, const text_lists& lists, bool) {
      const std::uint32_t number = *next_number++;
      if (!is_first(number, thing)) {
        return;
      }
      if (const run& each = runs_[number]; each.in_texts) {
        lists.add_to(std::span(run_bits_).subspan(each.begin, words_of_bits(size())), thing);
      } else {
        run_lists_[each.begin + filled[number]++] = thing;
      }
    });
  }

  std::uint32_t first_;
  std::vector<char> bytes_;
  std::vector<std::uint32_t> ends_; // of the text before; the first is 0
  std::vector<word> words_;
  std::vector<pair> pairs_;
  std::size_t longest_word_ = 0;
  text_lists word_texts_;
  text_lists pair_texts_;
  number_table run_numbers_; // by key_of, which is the run itself
  std::vector<run> runs_;
  std::vector<std::uint32_t> run_lists_;
  std::vector<std::uint64_t> run_bits_;
};

} // namespace leadcore::detail

#endif
