// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_SEGMENT_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_SEGMENT_HPP

// Substring search over many texts that never change, by their words and pairs of adjacent words: which
// texts have these, and which of these have a run of bytes. decisions 0092, 0093, 0095 and 0098

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/ngram_bitmaps.hpp>
#include <leadcore/index/detail/text/postings.hpp>
#include <leadcore/index/detail/text/term_dictionary.hpp>
#include <leadcore/index/detail/text/term_pairs.hpp>
#include <leadcore/index/detail/text/tokenizer.hpp>
#include <leadcore/index/detail/text/trigram_index.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

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
  [[nodiscard]] std::string_view text(std::uint32_t slot) const noexcept {
    return local_text(slot - first_);
  }
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
    index_words_runs(found);
    index_pairs_runs(found);
    short_runs_ = short_runs(size(), [&](std::size_t i) { return local_text(i); });
  }

  /// Adds the slots whose text has one of the needles of a term.
  /// @param borrow  whether bits that are kept may be taken as they are; of a small segment they would only be in the way
  void find(std::span<const std::string> needles, bool borrow, found_slots& out) const {
    while (!needles.empty()) {
      const auto [kept, count] = short_runs_.find(needles);
      if (kept.bits.empty()) {
        find(needles.front(), out.others());
      } else if (borrow && !out.has_borrowed()) {
        out.borrow(kept, first_);
      } else {
        out.others().add_bits(kept.bits, first_);
      }
      needles = needles.subspan(count);
    }
  }
  /// Calls visit(slot) for those of the texts from number begin to end, first the first of the segment, that have a needle. It
  /// searches them as one: a needle has no border, so it is never found across two of them.
  template <class Visit>
  void scan(std::string_view needle, std::size_t begin, std::size_t end, Visit&& visit) const {
    const std::string_view all(bytes_.data(), begins_[end]);
    std::size_t i = begin;
    for (std::size_t at = begins_[begin];
         (at = find_bytes(all, needle, at)) != std::string_view::npos;) {
      i = begins_.at_or_before(at, i);
      visit(first_ + static_cast<std::uint32_t>(i));
      at = begins_[++i];
    }
  }
  /// How much find(needles) has to do, in texts that it adds or looks into, at most about.
  [[nodiscard]] std::uint64_t cost_of_finding(std::span<const std::string> needles) const {
    std::uint64_t cost = 0;
    while (!needles.empty()) {
      const auto [kept, count] = short_runs_.find(needles);
      cost += kept.bits.empty() ? cost_of_finding(needles.front()) : words_of_bits(size());
      needles = needles.subspan(count);
    }
    return cost;
  }

 private:
  /// Words, or pairs or texts, that are quicker looked at than thinned out.
  static constexpr std::size_t few = 16;

  using selection = run_lists::selection;

  /// How many bytes of a run are the last of a word, and how many the first of the next.
  enum class across : std::uint8_t { one_and_one, two_and_one, one_and_two };
  /// Runs of three bytes that begin here or farther from the beginning of a word are treated alike.
  static constexpr std::size_t far = 31;

  void find(std::string_view needle, slot_set& out) const {
    const std::vector<std::string_view> words = words_of(needle);
    if (words.size() == 1) {
      find_in_words(needle, out);
    } else {
      find_in_pairs(needle, words, out);
    }
  }
  [[nodiscard]] std::uint64_t cost_of_finding(std::string_view needle) const {
    const std::vector<std::string_view> words = words_of(needle);
    std::uint64_t texts = 0;
    if (words.size() > 1) {
      texts = std::numeric_limits<std::uint64_t>::max();
      for (std::size_t i = 0; i + 1 < words.size() && texts != 0; ++i) {
        const gap each = gap_of(words[i], i != 0, words[i + 1], i + 2 != words.size());
        texts = std::min<std::uint64_t>(texts, each.rarest.empty() ? 0 : each.rarest.texts());
      }
    } else if (needle.size() >= 3) {
      for_each_place(needle, [&](const clues& found) { texts += found.known.front().texts(); });
    } else {
      for_each_run_with(needle, [&](const run_lists::run& each) { texts += each.texts; });
    }
    return texts;
  }

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
  [[nodiscard]] static std::uint32_t run_of(std::string_view bytes) noexcept {
    std::uint32_t run = 0;
    for (const char c : bytes) {
      run = run << 8U | static_cast<unsigned char>(c);
    }
    return run;
  }
  /// The key of three bytes that are this far from the beginning of a word, the last a border at the end of the word.
  [[nodiscard]] static std::uint32_t key_at(std::size_t at, std::string_view bytes = {}) noexcept {
    return static_cast<std::uint32_t>(at) << 24U | run_of(bytes);
  }
  [[nodiscard]] static std::uint32_t key_of(across kind, std::string_view bytes = {}) noexcept {
    return static_cast<std::uint32_t>(kind) << 24U | run_of(bytes);
  }

  [[nodiscard]] static std::vector<std::string_view> words_of(std::string_view needle) {
    std::vector<std::string_view> words;
    for_each_word(needle, [&](std::string_view each) { words.push_back(each); });
    return words;
  }
  /// Calls visit(run) for the runs of three bytes of which all words have a needle of one or two bytes, and which are together
  /// of all such words: those that begin with it, and if it is one byte, those at the end of a word that end with it.
  template <class Visit> void for_each_run_with(std::string_view needle, Visit&& visit) const {
    const auto runs = word_runs_.runs(); // by place, and then by bytes
    if (needle.size() == 2) {
      const char first[3] = {needle[0], needle[1], '\0'};
      auto from = runs.begin();
      for (std::size_t at = 0; at <= far; ++at) {
        const std::uint32_t key = key_at(at, {first, 3});
        from = std::ranges::lower_bound(from, runs.end(), key, {}, &run_lists::run::key);
        for (; from != runs.end() && from->key - key < 256; ++from) {
          visit(*from);
        }
      }
      return;
    }
    const std::uint32_t byte = static_cast<unsigned char>(needle[0]);
    const std::uint32_t last = byte << 8U | static_cast<unsigned char>(value_border);
    for (const run_lists::run& each : runs) {
      if ((each.key & low_bits(24)) >> 16U == byte || (each.key & low_bits(16)) == last) {
        visit(each);
      }
    }
  }

  /// What is known of a needle that begins that far from the beginning of a word: words that have some of its bytes there, the
  /// fewest first; none if no word has them.
  struct clues {
    std::size_t begin = 0;
    std::vector<selection> known;
    bool of_all_bytes = true;
  };
  /// The words that have three bytes of a needle there, or four if they are known by these.
  /// @pre begin + at < far and at + 3 <= needle.size()
  [[nodiscard]] selection words_at(std::string_view needle, std::size_t begin,
                                   std::size_t at) const {
    const selection all = word_runs_.find(key_at(begin + at, needle.substr(at, 3)));
    return at + 3 == needle.size() ? all : word_runs_.with_next(all, needle[at + 3]);
  }
  /// Finds what is known of a needle that begins where out says.
  /// @pre out.begin + needle.size() - 3 < far, and three bytes or more
  void find_clues(std::string_view needle, clues& out) const {
    out.known.clear();
    out.of_all_bytes = true;
    const std::size_t last = needle.size() - 3;
    for (std::size_t at = 0;;) {
      selection next = words_at(needle, out.begin, at);
      if (at == last && at != 0 && !next.empty() &&
          next.is_divided()) { // with the byte before it may be one list
        next = words_at(needle, out.begin, at - 1);
        out.of_all_bytes = next.only != nullptr;
      }
      if (next.empty()) {
        out.known.clear();
        return;
      }
      out.known.push_back(next);
      const std::size_t known_to = at + (next.only == nullptr ? 3 : 4);
      if (at == last || known_to == needle.size()) {
        break;
      }
      at = std::min(known_to, last);
    }
    std::ranges::sort(out.known, {}, [](const selection& each) { return each.size(); });
  }
  /// Calls visit(clues) for each place in a word where a needle may be.
  template <class Visit> void for_each_place(std::string_view needle, Visit&& visit) const {
    clues found;
    for (; found.begin + needle.size() - 3 < far && found.begin + needle.size() <= longest_word_;
         ++found.begin) {
      find_clues(needle, found);
      if (!found.known.empty()) {
        visit(std::as_const(found));
      }
    }
  }
  /// The words that have a needle where some clues are of, in any order.
  void words_with(std::string_view needle, const clues& of, std::vector<std::uint32_t>& out) const {
    out.clear();
    if (of.begin == 0 && !of.of_all_bytes) { // which may be many, and are a range
      const word_range found = words_beginning(needle, false);
      out.resize(found.end - found.begin);
      std::iota(out.begin(), out.end(), found.begin);
      return;
    }
    word_runs_.read(of.known.front(), out);
    for (std::size_t i = 1; i < of.known.size() && !out.empty(); ++i) {
      word_runs_.keep_common(out, of.known[i]);
    }
    if (!of.of_all_bytes) {
      std::erase_if(out, [&](std::uint32_t number) {
        return !bytes_of(number).substr(of.begin).starts_with(needle);
      });
    }
  }
  /// Words that have a needle so far from their beginning that its runs do not tell where.
  void words_with_far(std::string_view needle, std::vector<std::uint32_t>& out) const {
    out.clear();
    if (longest_word_ < far + 3) {
      return;
    }
    if (const selection found = word_runs_.find(key_at(far, needle.substr(needle.size() - 3)));
        !found.empty()) {
      word_runs_.read(found, out);
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
    for_each_run_with(needle, [&](const run_lists::run& of) {
      word_runs_.for_each_list({&of}, [&](const number_lists::list& each) {
        numbers.clear();
        word_runs_.read(each, numbers);
        words.add(numbers, 0);
      });
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
    std::vector<std::uint32_t> numbers;
    for_each_place(needle, [&](const clues& found) {
      words_with(needle, found, numbers);
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
    selection rarest; // of the pairs with a run across; none if one of the runs is in no text
    selection other;  // none if they need not be looked at

    [[nodiscard]] bool is_run() const noexcept {
      return !whole_left && !whole_right && left.size() + right.size() <= 3;
    }
  };
  [[nodiscard]] gap gap_of(std::string_view left, bool whole_left, std::string_view right,
                           bool whole_right) const {
    const auto joined = [&](across kind, std::size_t before, std::size_t behind) {
      const std::string_view run(left.end() - before, right.begin() + behind); // they are adjacent
      return pair_runs_.find(key_of(kind, run));
    };
    const auto one_and_two = [&] {
      const selection all = joined(across::one_and_two, 1, 2);
      return right.size() > 2 ? pair_runs_.with_next(all, right[2])
             : whole_right    ? pair_runs_.with_next(all, value_border)
                              : all;
    };
    gap made{left, right, whole_left, whole_right, {}, {}};
    if (left.size() == 1) {
      made.rarest = right.size() == 1 ? joined(across::one_and_one, 1, 1) : one_and_two();
      return made;
    }
    made.rarest = joined(across::two_and_one, 2, 1);
    if (right.size() == 1 || made.rarest.empty()) {
      return made;
    }
    made.other = one_and_two();
    if (made.other.empty()) {
      made.rarest = {};
    } else if (made.other.is_divided()) { // which right words these have is asked anyway
      made.other = {};
    } else if (made.other.size() < made.rarest.size()) {
      std::swap(made.rarest, made.other);
    }
    return made;
  }

  /// Where the words of a gap are: in these pairs, in all that have a run, or in these texts.
  struct findings {
    std::vector<std::uint32_t> pairs;
    selection all_of;
    counted_bits kept;
    std::uint64_t texts = 0; // at most
  };
  [[nodiscard]] findings found_pairs(const gap& of) const {
    findings found;
    if (of.left.size() + of.right.size() ==
        2) { // or these are whole words: looked for in the texts
      found.kept = short_runs_.find({of.left.begin(), of.right.end()});
      found.texts = found.kept.count;
      if (found.texts != 0) {
        return found;
      }
    }
    if (of.is_run()) {
      found.all_of = of.rarest;
      found.texts = of.rarest.texts();
      return found;
    }
    if (const word_range rights = words_beginning(of.right, of.whole_right);
        rights.begin != rights.end) {
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
    const auto first_runs = word_runs_.runs().first(runs_at_beginning_);
    const auto key_with = [&](char behind) {
      char first[3] = {behind, behind, behind};
      std::ranges::copy(bytes.substr(0, 3), first);
      return key_at(0, {first, 3});
    };
    using run = run_lists::run;
    const auto from = std::ranges::lower_bound(first_runs, key_with('\0'), {}, &run::key);
    const auto to =
        std::ranges::upper_bound(from, first_runs.end(), key_with(value_border), {}, &run::key);
    if (from == to) {
      return {};
    }
    word_range found{from->things.begin, to[-1].things.begin + to[-1].things.size};
    if (bytes.size() > 3) {
      found.begin =
          first_in(found, [&](std::string_view word) { return order_to(word, bytes) >= 0; });
      found.end = first_in(found, [&](std::string_view word) { return order_to(word, bytes) > 0; });
    }
    if (whole &&
        found.begin !=
            found.end) { // what is behind a word that has the same beginning comes before it
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
  template <class IsTrue>
  [[nodiscard]] std::uint32_t first_in(word_range in, IsTrue is_true) const {
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
  /// Finds the pairs of a gap by its runs. What is quicker asked comes first: a list of about as many pairs, then which right
  /// words they have, then a list of many more, which is read as a whole, and the bytes of their left words.
  void pairs_by_runs(const gap& of, word_range rights, std::vector<std::uint32_t>& out) const {
    pair_runs_.read(of.rarest, out);
    bool is_done = of.other.empty();
    const auto keep_common = [&](std::size_t most_for_each) {
      if (!is_done && out.size() > few && of.other.size() < out.size() * most_for_each) {
        pair_runs_.keep_common(out, of.other);
        is_done = true;
      }
    };
    keep_common(2);
    // A beginning of one byte is in the run.
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
    keep_common(16);
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
  /// The same by the words that the left one can be, if these are much fewer than the pairs that have a run.
  bool pairs_by_left_word(const gap& of, word_range rights, std::vector<std::uint32_t>& out) const {
    // So many pairs are looked at while a word is thinned out by its runs, and while the pairs of a word are found.
    constexpr std::uint64_t pairs_of_a_candidate = 2;
    constexpr std::uint64_t pairs_of_a_word = 16;
    const auto add = [&](std::uint32_t left) {
      pairs_.for_each_of(left, rights.begin, rights.end,
                         [&](std::uint32_t number) { out.push_back(number); });
    };
    if (of.whole_left) {
      if (of.rarest.size() <= few) {
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
    for_each_place(of.left, [&](const clues& found) { candidates += found.known.front().size(); });
    if (candidates * pairs_of_a_candidate > of.rarest.size()) {
      return false;
    }
    std::vector<std::uint32_t> lefts;
    std::vector<std::uint32_t> numbers;
    for_each_place(of.left, [&](const clues& found) {
      words_with(of.left, found, numbers);
      for (const std::uint32_t number : numbers) {
        if (size_of(number) == found.begin + of.left.size()) {
          lefts.push_back(number);
        }
      }
    });
    words_with_far(of.left, numbers);
    for (const std::uint32_t number : numbers) {
      if (const std::string_view bytes = bytes_of(number);
          bytes.size() >= far + 3 && fits_left(of, bytes)) {
        lefts.push_back(number);
      }
    }
    if (lefts.size() * pairs_of_a_word > of.rarest.size()) {
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
    if (!found.kept.bits.empty()) {
      out.add_bits(found.kept.bits, first);
      return;
    }
    if (found.all_of.empty()) {
      pair_texts_.add_to(out, found.pairs, first);
      return;
    }
    std::vector<std::uint32_t> pairs;
    pair_runs_.read(found.all_of, pairs);
    pair_texts_.add_to(out, pairs, first);
  }

  /// Adds the slots of the texts that have a needle of several words: those that have its two words, or, if it has more, of
  /// those that have the rarest two of them next to each other the ones where the needle is found.
  void find_in_pairs(std::string_view needle, std::span<const std::string_view> words,
                     slot_set& out) const {
    std::vector<gap> gaps;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      gaps.push_back(gap_of(words[i], i != 0, words[i + 1], i + 2 != words.size()));
      if (gaps.back().rarest.empty()) {
        return;
      }
    }
    std::ranges::sort(gaps, {}, [](const gap& each) { return each.rarest.texts(); });
    std::vector<findings> found; // of the others what is quicker found than the texts are added
    std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
    for (const gap& each : gaps) {
      if (found.empty() || (fewest > few && each.rarest.size() < fewest * 4)) {
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

  void index_words_runs(const word_finder& in) {
    const std::vector<std::uint32_t> texts = word_texts_.counts();
    run_things found;
    for (std::size_t at = 0; at <= far && (at == 0 || at + 2 <= longest_word_); ++at) {
      found.clear();
      in.for_each([&](std::uint32_t number, std::string_view word) {
        const auto byte = [&](std::size_t i) { return i < word.size() ? word[i] : value_border; };
        for (std::size_t here = at;
             (here + 2 <= word.size() || here == 0) && (here == at || at == far); ++here) {
          const char bytes[3] = {byte(here), byte(here + 1), byte(here + 2)};
          found.add(run_of({bytes, 3}), number, byte(here + 3));
        }
      });
      const bool divided = at != 0 && at != far; // at the beginning they are ranges
      word_runs_.add(key_at(at), found, texts, divided);
      if (at == 0) {
        runs_at_beginning_ = word_runs_.runs().size();
      }
    }
    word_runs_.settle();
  }
  void index_pairs_runs(const word_finder& in) {
    const std::vector<std::uint32_t> texts = pair_texts_.counts();
    struct
        edges { // of a word: its first three bytes and its last two, or borders for what is not there
      char first[3];
      char last[2];
    };
    std::vector<edges> edges_of;
    edges_of.reserve(words_.size());
    in.for_each([&](std::uint32_t, std::string_view word) {
      const auto byte = [&](std::size_t i) { return i < word.size() ? word[i] : value_border; };
      edges_of.push_back({{byte(0), byte(1), byte(2)}, {byte(word.size() - 2), word.back()}});
    });
    run_things found;
    for (const across kind : {across::one_and_one, across::two_and_one, across::one_and_two}) {
      found.clear();
      for (std::uint32_t number = 0; number < in.pairs().size(); ++number) {
        const edges& left = edges_of[in.pairs()[number].left];
        const edges& right = edges_of[in.pairs()[number].right];
        const char all[5] = {left.last[0], left.last[1], right.first[0], right.first[1],
                             right.first[2]};
        const std::size_t begin = kind == across::two_and_one ? 0 : 1;
        const std::size_t end = begin + (kind == across::one_and_one ? 2 : 3);
        const std::string_view here(all + begin, all + end);
        if (here.front() != value_border && here.back() != value_border) {
          found.add(run_of(here), number, all[end]);
        }
      }
      pair_runs_.add(key_of(kind), found, texts, kind == across::one_and_two);
    }
    pair_runs_.settle();
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
  run_lists word_runs_;               // by key_at
  std::size_t runs_at_beginning_ = 0; // of words, which are the first
  run_lists pair_runs_;               // by key_of
  short_runs short_runs_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
