// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_TEXT_SEGMENT_HPP
#define LEADCORE_DETAIL_TEXT_SEGMENT_HPP

// Layer 3, private: substring search over many texts that never change, by their words and pairs of adjacent words: which
// texts have these, and which of these have a run of bytes. decisions 0092, 0093 and 0095

#include <leadcore/detail/block_search.hpp>
#include <leadcore/detail/number_lists.hpp>
#include <leadcore/detail/number_table.hpp>
#include <leadcore/detail/packed_numbers.hpp>
#include <leadcore/detail/prefetch.hpp>
#include <leadcore/detail/slot_set.hpp>
#include <leadcore/detail/text_lists.hpp>
#include <leadcore/detail/text_words.hpp>
#include <leadcore/detail/word_finder.hpp>
#include <leadcore/detail/word_pairs.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::detail {

/// Texts of consecutive slots, with the index of their words.
class text_segment {
 public:
  /// Throws std::length_error.
  static void refuse_length() { detail::refuse_length(); }

  /// The most bytes that the texts of a segment have together.
  static constexpr std::size_t most_bytes = std::numeric_limits<std::uint32_t>::max() - 1;

  /// The first slot; a multiple of 64.
  [[nodiscard]] std::uint32_t first() const noexcept { return first_; }
  [[nodiscard]] std::size_t size() const noexcept { return begins_.size() - 1; }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_.size(); }
  /// The slot after the last.
  [[nodiscard]] std::size_t end() const noexcept { return first_ + size(); }
  [[nodiscard]] std::string_view text(std::uint32_t slot) const noexcept { return local_text(slot - first_); }
  /// Has that brought near which tells where a slot's text is, and then the text.
  void prefetch_place(std::uint32_t slot) const noexcept { begins_.prefetch(slot - first_); }
  void prefetch(std::uint32_t slot) const noexcept {
    const std::string_view soon = text(slot);
    prefetch_memory(soon.data(), soon.size());
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
    std::vector<std::uint32_t> begins{0};
    begins.reserve(count + 1);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view text = text_of(i);
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      begins.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    begins_ = packed_places(begins);
    word_finder found(bytes_.data(), size(), [&](std::size_t i) { return local_text(i); });
    index_words(found);
    index_runs(found);
  }

  /// The texts that have a needle of one or two bytes, counted from the first, if they are kept as bits; else none.
  /// @pre needle is not empty and has no border
  [[nodiscard]] counted_bits kept_bits(std::string_view needle) const {
    if (needle.size() > 2) {
      return {};
    }
    const run_kind kind = needle.size() == 1                  ? run_kind::one
                          : word_begins(needle[0], needle[1]) ? run_kind::one_and_one
                                                              : run_kind::two;
    const run* const kept = find_run(key_of(kind, needle));
    return kept == nullptr || !kept->in_texts ? counted_bits() : counted_bits{texts_of(*kept), kept->texts};
  }
  /// Adds the slots whose text has a needle.
  /// @pre needle is not empty and has no border
  void find(std::string_view needle, slot_set& out) const {
    if (const counted_bits kept = kept_bits(needle); !kept.bits.empty()) {
      out.add_bits(kept.bits, first_);
      return;
    }
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
    const std::string_view all(bytes_.data(), begins_[end]);
    std::size_t i = begin;
    for (std::size_t at = begins_[begin]; (at = find_bytes(all, needle, at)) != std::string_view::npos;) {
      i = begins_.at_or_before(at, i);
      visit(first_ + static_cast<std::uint32_t>(i));
      at = begins_[++i];
    }
  }
  /// How much find(needle) has to do, in texts that it adds or looks into, at most about.
  [[nodiscard]] std::uint64_t cost_of_finding(std::string_view needle) const {
    if (!kept_bits(needle).bits.empty()) {
      return words_of_bits(size());
    }
    const std::vector<std::string_view> words = words_of(needle);
    std::uint64_t texts = 0;
    if (words.size() > 1) {
      texts = std::numeric_limits<std::uint64_t>::max();
      for (std::size_t i = 0; i + 1 < words.size() && texts != 0; ++i) {
        const gap each = gap_of(words[i], i != 0, words[i + 1], i + 2 != words.size());
        texts = std::min<std::uint64_t>(texts, each.rarest == nullptr ? 0 : each.rarest->texts);
      }
    } else if (needle.size() >= 3) {
      for_each_place(needle,
                     [&](std::span<const run* const> runs, std::size_t) { texts += runs.front()->texts; });
    } else {
      for_each_run_with(needle, [&](const run& each) { texts += each.texts; });
    }
    return texts;
  }

 private:
  /// Words, or pairs or texts, that are quicker looked at than thinned out.
  static constexpr std::size_t few = 16;

  /// The words or pairs that have a run, or, where it is short and in many texts, these.
  struct run {
    std::uint32_t key = 0;
    std::uint32_t texts = 0;   // that have one of the things; those with several count several times
    number_lists::list things; // or where its bits begin
    bool in_texts = false;
  };
  /// What may be known of a run: where it is in a word, or between which of its bytes a word ends.
  enum class run_kind : std::uint8_t {
    one = 1,         // byte, anywhere in a word: known only if many texts have it
    two = 2,         // bytes, likewise
    three_at = 3,    // bytes, this far from the beginning of a word, the last a border at the end of a word
    one_and_one = 4, // the last byte of a word and the first of the next
    two_and_one = 5,
    one_and_two = 6,
  };
  /// Runs of three bytes that begin here or farther from the beginning of a word are treated alike.
  static constexpr std::size_t far = 31;

  [[nodiscard]] std::string_view local_text(std::size_t i) const noexcept {
    return {bytes_.data() + begins_[i], begins_[i + 1] - begins_[i]};
  }
  [[nodiscard]] std::size_t size_of(std::uint32_t number) const noexcept {
    return static_cast<std::size_t>(words_[number] & low_bits(bits_of_size_));
  }
  [[nodiscard]] std::string_view bytes_of(std::uint32_t number) const noexcept {
    const std::uint64_t word = words_[number];
    return {bytes_.data() + (word >> bits_of_size_),
            static_cast<std::size_t>(word & low_bits(bits_of_size_))};
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
  [[nodiscard]] std::span<const std::uint64_t> texts_of(const run& of) const noexcept {
    return std::span(run_bits_).subspan(of.things.begin * words_of_bits(size()), words_of_bits(size()));
  }

  [[nodiscard]] static std::vector<std::string_view> words_of(std::string_view needle) {
    std::vector<std::string_view> words;
    for_each_word(needle, [&](std::string_view each) { words.push_back(each); });
    return words;
  }
  /// Calls visit(run) for the runs of three bytes of which all words have a needle of one or two bytes, and which are together
  /// of all such words: those that begin with it, and if it is one byte, those at the end of a word that end with it.
  template <class Visit> void for_each_run_with(std::string_view needle, Visit&& visit) const {
    const auto runs = std::span(runs_).first(runs_of_words_); // by place, and then by bytes
    if (needle.size() == 2) {
      const char first[3] = {needle[0], needle[1], '\0'};
      auto from = runs.begin();
      for (std::size_t at = 0; at <= far; ++at) {
        const std::uint32_t key = key_of(run_kind::three_at, {first, 3}, at);
        from = std::ranges::lower_bound(from, runs.end(), key, {}, &run::key);
        for (; from != runs.end() && from->key - key < 256; ++from) {
          visit(*from);
        }
      }
      return;
    }
    const std::uint32_t byte = static_cast<unsigned char>(needle[0]);
    const std::uint32_t last = byte << 8U | static_cast<unsigned char>(value_border);
    for (const run& each : runs) {
      if ((each.key & low_bits(24)) >> 16U == byte || (each.key & low_bits(16)) == last) {
        visit(each);
      }
    }
  }
  [[nodiscard]] static run_kind kind_of(const run& of) noexcept {
    return static_cast<run_kind>(of.key >> 29U);
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
    std::ranges::sort(out, {}, [](const run* each) { return each->things.size; });
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
    lists_.read(runs.front()->things, out);
    for (std::size_t i = 1; i < runs.size() && !out.empty(); ++i) {
      lists_.keep_common(out, runs[i]->things);
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
      lists_.read(found->things, out);
      std::erase_if(out, [&](std::uint32_t number) {
        return find_bytes(bytes_of(number), needle) == std::string_view::npos;
      });
    }
  }

  /// Adds the slots of the texts that have a needle of one or two bytes within a word, by the runs of three. The words are
  /// many, in any order: put in order, they are read from memory that is passed over once.
  void find_short(std::string_view needle, slot_set& out) const {
    slot_set words(words_.size());
    std::vector<std::uint32_t> numbers;
    for_each_run_with(needle, [&](const run& each) {
      lists_.read(each.things, numbers);
      words.add(numbers, 0);
    });
    words.settle();
    word_texts_.add_to(out, words.numbers(), first_);
  }

  /// Adds the slots of the texts that have a needle within a word.
  void find_in_words(std::string_view needle, slot_set& out) const {
    if (needle.size() <= 2) {
      find_short(needle, out);
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
      } else if (made.other->things.size < made.rarest->things.size) {
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
    if (const word_range rights = words_beginning(of.right, of.whole_right); rights.begin != rights.end) {
      if (!pairs_by_left_word(of, rights, found.pairs)) {
        pairs_by_runs(of, rights, found.pairs);
      }
    }
    for (const std::uint32_t number : found.pairs) {
      found.texts += pair_texts_.count(number);
    }
    return found;
  }

  /// Words that follow each other.
  struct word_range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  /// The words that begin with some bytes, or are these.
  [[nodiscard]] word_range words_beginning(std::string_view bytes, bool whole) const {
    // Runs at the beginning of words are in the order of the words.
    const auto first_runs = std::span(runs_).first(runs_at_beginning_);
    const auto run_of = [&](char behind) {
      char first[3] = {behind, behind, behind};
      std::ranges::copy(bytes.substr(0, 3), first);
      return key_of(run_kind::three_at, {first, 3});
    };
    const auto from = std::ranges::lower_bound(first_runs, run_of('\0'), {}, &run::key);
    const auto to = std::ranges::upper_bound(from, first_runs.end(), run_of(value_border), {}, &run::key);
    if (from == to) {
      return {};
    }
    word_range found{from->things.begin, to[-1].things.begin + to[-1].things.size};
    if (bytes.size() > 3) {
      found.begin = first_in(found, [&](std::string_view word) { return order_to(word, bytes) >= 0; });
      found.end = first_in(found, [&](std::string_view word) { return order_to(word, bytes) > 0; });
    }
    if (whole &&
        found.begin != found.end) { // what is behind a word that has the same beginning comes before it
      const std::uint32_t last = found.end - 1;
      found.begin = size_of(last) == bytes.size() ? last : found.end;
    }
    return found;
  }
  /// Below 0 for a word that comes before those that begin with some bytes, 0 for these, above for one behind.
  [[nodiscard]] static int order_to(std::string_view word, std::string_view bytes) noexcept {
    const int order = word.substr(0, bytes.size()).compare(bytes.substr(0, word.size()));
    return order == 0 && word.size() < bytes.size() ? 1 : order;
  }
  /// The first word of a range for which something is true, as it is for all behind.
  template <class IsTrue> [[nodiscard]] std::uint32_t first_in(word_range in, IsTrue is_true) const {
    while (in.begin != in.end) {
      const std::uint32_t middle = in.begin + (in.end - in.begin) / 2;
      if (is_true(bytes_of(middle))) {
        in.end = middle;
      } else {
        in.begin = middle + 1;
      }
    }
    return in.begin;
  }

  [[nodiscard]] static bool fits_left(const gap& of, std::string_view bytes) noexcept {
    return of.whole_left ? bytes == of.left : bytes.ends_with(of.left);
  }
  void pairs_by_runs(const gap& of, word_range rights, std::vector<std::uint32_t>& out) const {
    lists_.read(of.rarest->things, out);
    if (of.other != nullptr && out.size() > few) {
      lists_.keep_common(out, of.other->things);
    }
    // Numbers are compared before bytes. A beginning of one byte is in the run.
    if (of.right.size() > 1 || of.whole_right) {
      constexpr std::size_t ahead = 16;
      std::size_t at = 0;
      std::erase_if(out, [&](std::uint32_t number) {
        if (++at + ahead < out.size()) {
          pairs_.prefetch(out[at + ahead]);
        }
        const std::uint32_t right = pairs_.right(number);
        return right < rights.begin || right >= rights.end;
      });
    }
    std::uint32_t last = number_table::none; // pairs with the same left word follow each other
    bool last_fits = false;
    std::size_t at = 0;
    std::erase_if(out, [&](std::uint32_t number) {
      bring_left_near(out, at++);
      if (const std::uint32_t left = pairs_.left(number); left != last) {
        last_fits = fits_left(of, bytes_of(left));
        last = left;
      }
      return !last_fits;
    });
  }
  /// How many words are thinned out by their runs in the time in which a pair's words are looked at.
  static constexpr std::uint64_t candidates_of_a_pair = 2;
  /// The same by the words that the left one can be, if these are much fewer than the pairs that have a run.
  bool pairs_by_left_word(const gap& of, word_range rights, std::vector<std::uint32_t>& out) const {
    constexpr std::uint64_t pairs_of_a_word =
        4; // that are looked at in the time in which those of a word are found
    const auto add = [&](std::uint32_t left) {
      pairs_.for_each_of(left, rights.begin, rights.end,
                         [&](std::uint32_t number) { out.push_back(number); });
    };
    if (of.whole_left) {
      if (of.rarest->things.size <= few) {
        return false;
      }
      const word_range left = words_beginning(of.left, true);
      if (left.begin != left.end) {
        add(left.begin);
      }
      return true;
    }
    if (of.left.size() < 3) {
      return false;
    }
    std::uint64_t candidates = 0;
    for_each_place(of.left, [&](std::span<const run* const> runs, std::size_t) {
      candidates += runs.front()->things.size;
    });
    if (candidates > of.rarest->things.size * candidates_of_a_pair) {
      return false;
    }
    std::vector<std::uint32_t> lefts;
    std::vector<std::uint32_t> numbers;
    for_each_place(of.left, [&](std::span<const run* const> runs, std::size_t begin) {
      words_with(runs, numbers);
      for (const std::uint32_t number : numbers) {
        if (size_of(number) == begin + of.left.size()) {
          lefts.push_back(number);
        }
      }
    });
    words_with_far(of.left, numbers);
    for (const std::uint32_t number : numbers) {
      if (const std::string_view bytes = bytes_of(number); bytes.size() >= far + 3 && fits_left(of, bytes)) {
        lefts.push_back(number);
      }
    }
    if (lefts.size() * pairs_of_a_word > of.rarest->things.size) {
      return false;
    }
    std::ranges::for_each(lefts, add);
    std::ranges::sort(out); // a word ends in one place, so none is there twice
    return true;
  }
  /// Asks, some time before, for what tells whether a pair's left word fits.
  void bring_left_near(std::span<const std::uint32_t> pairs, std::size_t at) const noexcept {
    constexpr std::size_t ahead = 8;
    if (at + 2 * ahead < pairs.size()) {
      words_.prefetch(pairs_.left(pairs[at + 2 * ahead]));
    }
    if (at + ahead < pairs.size()) {
      const std::string_view soon = bytes_of(pairs_.left(pairs[at + ahead]));
      __builtin_prefetch(soon.data() + soon.size() - 1);
    }
  }
  void add_slots(const findings& found, slot_set& out, std::uint32_t first) const {
    if (found.all_of != nullptr && found.all_of->in_texts) {
      out.add_bits(texts_of(*found.all_of), first);
      return;
    }
    if (found.all_of == nullptr) {
      pair_texts_.add_to(out, found.pairs, first);
      return;
    }
    std::vector<std::uint32_t> pairs;
    lists_.read(found.all_of->things, pairs);
    pair_texts_.add_to(out, pairs, first);
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
      if (found.empty() || (fewest > few && each.rarest->things.size < fewest * 4)) {
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
    const std::vector<std::uint32_t> numbers = texts.numbers();
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

  /// Keeps the words and pairs, and which texts have them.
  void index_words(word_finder& found) {
    const std::span<const word_finder::place> words = found.words();
    for (const word_finder::place& each : words) {
      longest_word_ = std::max<std::size_t>(longest_word_, each.size);
    }
    bits_of_size_ = bits_of(longest_word_);
    words_ = packed_numbers(words.size(), [&](std::size_t i) {
      return std::uint64_t{words[i].at} << bits_of_size_ | words[i].size;
    });
    pairs_ = word_pairs(found.pairs());
    word_texts_ = found.take_word_texts();
    pair_texts_ = found.take_pair_texts();
  }

  /// Which things have runs, as they are gathered for one kind and place: by run, and then by thing.
  class run_things {
   public:
    void add(std::uint32_t key, std::uint32_t thing) {
      things_.push_back(std::uint64_t{key & low_bits(24)} << 32U | thing);
    }
    [[nodiscard]] bool empty() const noexcept { return things_.empty(); }
    /// Puts them in order, each once; those of a run were added by rising thing.
    void sort() {
      if (std::ranges::is_sorted(things_)) { // as at the beginning of words
        return;
      }
      sort_by_bytes<4, 7>(things_, spare_, [](std::uint64_t each) { return each; });
      things_.erase(std::unique(things_.begin(), things_.end()), things_.end());
    }
    /// Calls visit(key, things) for each run, with its key but for its kind and place.
    template <class Visit> void for_each_run(Visit&& visit) {
      for (std::size_t begin = 0; begin != things_.size();) {
        of_run_.clear();
        const std::uint64_t key = things_[begin] >> 32U;
        for (; begin != things_.size() && things_[begin] >> 32U == key; ++begin) {
          of_run_.push_back(static_cast<std::uint32_t>(things_[begin]));
        }
        visit(static_cast<std::uint32_t>(key), std::span<const std::uint32_t>(of_run_));
      }
    }
    void clear() noexcept { things_.clear(); }

   private:
    std::vector<std::uint64_t> things_; // run and thing
    std::vector<std::uint64_t> spare_;
    std::vector<std::uint32_t> of_run_;
  };
  /// Bits by text are kept of a run of one or two bytes that at least such a share of the texts has.
  static constexpr std::uint64_t least_share_of_bits = 8;
  [[nodiscard]] bool are_many(std::uint64_t texts) const noexcept {
    return texts != 0 && texts * least_share_of_bits >= size();
  }

  /// Makes the lists of runs.
  void index_runs(const word_finder& in) {
    run_things found;
    const std::vector<std::uint32_t> texts_of_words = word_texts_.counts();
    index_words_runs(in, texts_of_words, found);
    index_pairs_runs(in, found);
    index_short_runs(in, texts_of_words);
    lists_.shrink_to_fit();
    runs_.shrink_to_fit();
    for (std::uint32_t number = 0; number < runs_.size(); ++number) {
      static_cast<void>(
          run_numbers_.find_or_add(runs_[number].key, number, [](std::uint32_t) { return true; }));
    }
  }
  void index_words_runs(const word_finder& in, std::span<const std::uint32_t> counts, run_things& found) {
    for (std::size_t at = 0; at <= far && (at == 0 || at + 2 <= longest_word_); ++at) {
      found.clear();
      in.for_each([&](std::uint32_t number, std::string_view word) {
        for (std::size_t here = at; (here + 2 <= word.size() || here == 0) && (here == at || at == far);
             ++here) {
          const char bytes[3] = {word[here], here + 1 < word.size() ? word[here + 1] : value_border,
                                 here + 2 < word.size() ? word[here + 2] : value_border};
          found.add(key_of(run_kind::three_at, {bytes, 3}), number);
        }
      });
      add_runs(key_of(run_kind::three_at, {}, at << 24U), found, counts);
      if (at == 0) {
        runs_at_beginning_ = runs_.size();
      }
    }
    runs_of_words_ = runs_.size();
  }
  /// Adds the runs that were found, and where bits are not kept of one, its list.
  void add_runs(std::uint32_t kind_and_place, run_things& found, std::span<const std::uint32_t> counts) {
    found.sort();
    found.for_each_run([&](std::uint32_t key, std::span<const std::uint32_t> things) {
      std::uint32_t texts = 0;
      for (const std::uint32_t thing : things) {
        texts += counts[thing];
      }
      runs_.push_back({kind_and_place | key, texts, lists_.add(things), false});
    });
  }

  void index_pairs_runs(const word_finder& in, run_things& found) {
    const std::vector<std::uint32_t> counts = pair_texts_.counts();
    struct
        edges { // of a word: its first two bytes and its last two, or borders for a second that is not there
      char bytes[4];
    };
    std::vector<edges> edges_of;
    edges_of.reserve(words_.size());
    in.for_each([&](std::uint32_t, std::string_view word) {
      const bool is_one = word.size() == 1;
      edges_of.push_back({{word.front(), is_one ? value_border : word[1],
                           is_one ? value_border : word[word.size() - 2], word.back()}});
    });
    for (const run_kind kind : {run_kind::one_and_one, run_kind::two_and_one, run_kind::one_and_two}) {
      found.clear();
      for (std::uint32_t number = 0; number < in.pairs().size(); ++number) {
        const edges& left = edges_of[in.pairs()[number].left];
        const edges& right = edges_of[in.pairs()[number].right];
        const char bytes[4] = {left.bytes[2], left.bytes[3], right.bytes[0], right.bytes[1]};
        const std::string_view all(bytes, 4);
        const std::string_view here =
            all.substr(kind == run_kind::two_and_one ? 0 : 1, kind == run_kind::one_and_one ? 2 : 3);
        if (here.front() != value_border && here.back() != value_border) {
          found.add(key_of(kind, here), number);
        }
      }
      add_runs(key_of(kind, {}), found, counts);
    }
  }

  // Whether two bytes are in a word or across two depends on them alone. A short run is two bytes, as a number, or behind
  // these one.
  static constexpr std::size_t pairs_of_bytes = 256 * 256;
  /// Calls visit(before, here) for the bytes of a text, and with a border for those beside it.
  template <class Visit> static void for_each_byte(std::string_view text, Visit&& visit) {
    std::size_t before = static_cast<unsigned char>(value_border);
    for (const char c : text) {
      const std::size_t here = static_cast<unsigned char>(c);
      visit(before, here);
      before = here;
    }
  }
  /// The key of a short run; 0 if it has a border.
  [[nodiscard]] static std::uint32_t key_of_short(std::size_t number) noexcept {
    const char bytes[2] = {static_cast<char>(number / 256), static_cast<char>(number % 256)};
    if (bytes[1] == value_border || bytes[0] == value_border) {
      return 0;
    }
    if (number >= pairs_of_bytes) {
      return key_of(run_kind::one, {bytes + 1, 1});
    }
    return key_of(word_begins(bytes[0], bytes[1]) ? run_kind::one_and_one : run_kind::two, {bytes, 2});
  }
  /// Keeps the texts of those short runs that many have.
  void index_short_runs(const word_finder& in, std::span<const std::uint32_t> texts_of_words) {
    std::vector<std::uint32_t> counts(pairs_of_bytes +
                                      256); // of texts, those with several words several times
    in.for_each([&](std::uint32_t number, std::string_view word) {
      for_each_byte(word, [&](std::size_t before, std::size_t here) {
        counts[before * 256 + here] += texts_of_words[number];
      });
    });
    for (std::size_t pair = 0; pair < pairs_of_bytes; ++pair) {
      counts[pairs_of_bytes + pair % 256] += counts[pair];
    }
    for (const run& each : runs_) {
      if (kind_of(each) == run_kind::one_and_one) {
        counts[each.key & low_bits(16)] += each.texts;
      }
    }
    // Those with so many get bits, and keep them if they are in so many texts. The last bits are of all others.
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t number = 0; number < counts.size(); ++number) {
      if (are_many(counts[number]) && key_of_short(number) != 0) {
        numbers.push_back(number);
      }
    }
    const std::size_t row_size = words_of_bits(size());
    std::vector<std::uint64_t> bits((numbers.size() + 1) * row_size);
    std::vector<std::uint64_t*> rows(counts.size(), bits.data() + numbers.size() * row_size);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      rows[numbers[i]] = bits.data() + i * row_size;
    }
    for (std::size_t text = 0; text < size(); ++text) {
      for_each_byte(local_text(text), [&](std::size_t before, std::size_t here) {
        set_bit({rows[before * 256 + here], row_size}, text);
        set_bit({rows[pairs_of_bytes + here], row_size}, text);
      });
    }
    for (const std::uint32_t number : numbers) {
      const std::span<const std::uint64_t> row(rows[number], row_size);
      if (const std::uint64_t texts = count_bits(row); are_many(texts)) {
        keep_as_bits(key_of_short(number), static_cast<std::uint32_t>(texts));
        run_bits_.insert(run_bits_.end(), row.begin(), row.end());
      }
    }
    run_bits_.shrink_to_fit();
  }
  /// Says that the bits of a run come next.
  void keep_as_bits(std::uint32_t key, std::uint32_t texts) {
    const auto row = static_cast<std::uint32_t>(run_bits_.size() / words_of_bits(size()));
    const auto known = std::ranges::find(runs_, key, &run::key); // of pairs, which have lists so far
    run& kept = known == runs_.end() ? runs_.emplace_back() : *known;
    kept = {key, texts, {row, 0, false}, true};
  }

  std::uint32_t first_;
  std::vector<char> bytes_;
  packed_places begins_; // of the texts, and where the last ends
  packed_numbers words_; // where in bytes_ one of each is, and its size
  unsigned bits_of_size_ = 0;
  std::size_t longest_word_ = 0;
  word_pairs pairs_;
  text_lists word_texts_;
  text_lists pair_texts_;
  number_table run_numbers_; // by key_of, which is the run itself
  std::vector<run> runs_;
  std::size_t runs_at_beginning_ = 0; // of words, which are the first,
  std::size_t runs_of_words_ = 0;     // and all of words, which are those and the next
  number_lists lists_;
  std::vector<std::uint64_t> run_bits_;
};

} // namespace leadcore::detail

#endif
