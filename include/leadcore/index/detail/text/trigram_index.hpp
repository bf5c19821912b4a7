// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP

// Which of many things, such as words, have a run of bytes. decisions 0095 and 0098

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/block_postings.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/radix_sort.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Things that have runs of three bytes or fewer, as they are gathered.
class run_things {
 public:
  struct entry {
    std::uint64_t bits = 0; // the byte behind the run, the run, the thing

    [[nodiscard]] char next() const noexcept { return static_cast<char>(bits >> 56U); }
    [[nodiscard]] std::uint32_t run() const noexcept {
      return static_cast<std::uint32_t>(bits >> 32U & low_bits(24));
    }
    [[nodiscard]] std::uint32_t thing() const noexcept { return static_cast<std::uint32_t>(bits); }

    /// Whether it is the same thing of the same run, whatever is behind.
    friend bool operator==(const entry& a, const entry& b) noexcept {
      return (a.bits & low_bits(56)) == (b.bits & low_bits(56));
    }
  };
  using entries = std::span<const entry>;

  /// @param key   the run in its low 24 bits
  /// @param next  the byte behind the run
  void add(std::uint32_t key, std::uint32_t thing, char next) {
    gathered_.push_back({std::uint64_t{static_cast<unsigned char>(next)} << 56U |
                         std::uint64_t{key & low_bits(24)} << 32U | thing});
  }
  void clear() noexcept { gathered_.clear(); }

  /// Calls visit(entries) for the things of each run, each once and by rising number.
  /// @pre those of a run were added by rising number
  template <class Visit> void for_each_run(Visit&& visit) {
    if (!std::ranges::is_sorted(gathered_, {},
                                &entry::run)) { // as runs at the beginning of words are
      sort_by_bytes<4, 7>(gathered_, spare_, [](const entry& each) { return each.bits; });
    }
    gathered_.erase(std::unique(gathered_.begin(), gathered_.end()), gathered_.end());
    for_each_alike(gathered_, [](const entry& each) { return each.run(); }, visit);
  }
  /// Calls visit(entries) for those things of a run that have the same byte behind it.
  template <class Visit> void for_each_part(entries of_run, Visit&& visit) {
    of_run_.assign(of_run.begin(), of_run.end());
    sort_by_bytes<7, 8>(of_run_, spare_, [](const entry& each) { return each.bits; });
    for_each_alike(of_run_, [](const entry& each) { return each.next(); }, visit);
  }

 private:
  template <class IdOf, class Visit>
  static void for_each_alike(entries in, IdOf id_of, Visit&& visit) {
    for (std::size_t begin = 0, end = 0; begin != in.size(); begin = end) {
      while (end != in.size() && id_of(in[end]) == id_of(in[begin])) {
        ++end;
      }
      visit(in.subspan(begin, end - begin));
    }
  }

  std::vector<entry> gathered_;
  std::vector<entry> spare_;
  std::vector<entry> of_run_;
};

/// For each run of bytes the things that have it, as rising numbers. Where they are many they may be in parts, by the byte
/// behind the run, so that who knows that byte reads a part.
class run_lists {
 public:
  /// So many things of a run are one list, and more than that if they are not to be divided.
  static constexpr std::size_t most_undivided = 512;

  struct run {
    std::uint32_t key = 0;
    std::uint32_t texts = 0; // that have one of the things; those with several count several times
    number_lists::list things; // if they are in parts, it begins with the first of these
    std::uint16_t parts = 0;
  };
  struct part {
    number_lists::list things;
    char next = value_border; // as if one stood behind each thing
  };
  /// The things that have a run, or those of them with one byte behind it.
  struct selection {
    const run* of = nullptr;    // null if there are none
    const part* only = nullptr; // null for all

    [[nodiscard]] bool empty() const noexcept { return of == nullptr; }
    /// All of them, if they are not divided.
    [[nodiscard]] const number_lists::list& things() const noexcept {
      return only == nullptr ? of->things : only->things;
    }
    [[nodiscard]] std::uint32_t size() const noexcept { return things().size; }
    /// About how many texts have one of them.
    [[nodiscard]] std::uint64_t texts() const noexcept {
      return std::uint64_t{of->texts} * size() / of->things.size;
    }
    /// Whether they are in several lists.
    [[nodiscard]] bool is_divided() const noexcept { return only == nullptr && of->parts != 0; }
  };

  /// Adds runs, by rising key.
  /// @param kind      what stands above the run in the keys of all of these
  /// @param texts_of  how many texts have a thing, by its number
  /// @param divided   whether many things of one run are kept apart by the byte behind it
  void add(std::uint32_t kind, run_things& gathered, std::span<const std::uint32_t> texts_of,
           bool divided) {
    gathered.for_each_run([&](run_things::entries of_run) {
      run& made = runs_.emplace_back();
      made.key = kind | of_run.front().run();
      for (const run_things::entry& each : of_run) {
        made.texts += texts_of[each.thing()];
      }
      if (!divided || of_run.size() <= most_undivided) {
        made.things = add_list(of_run);
        return;
      }
      made.things.begin = static_cast<std::uint32_t>(parts_.size());
      made.things.size = static_cast<std::uint32_t>(of_run.size());
      gathered.for_each_part(of_run, [&](run_things::entries alike) {
        parts_.push_back({add_list(alike), alike.front().next()});
        ++made.parts;
      });
    });
  }
  /// Everything was added, and may be asked for now.
  void settle() {
    lists_.shrink_to_fit();
    parts_.shrink_to_fit();
    runs_.shrink_to_fit();
    release(numbers_of_list_);
    for (std::uint32_t number = 0; number < runs_.size(); ++number) {
      static_cast<void>(
          numbers_.find_or_add(runs_[number].key, number, [](std::uint32_t) { return true; }));
    }
  }

  /// All runs, by rising key.
  [[nodiscard]] std::span<const run> runs() const noexcept { return runs_; }
  /// The things that have a run.
  [[nodiscard]] selection find(std::uint32_t key) const {
    const std::uint32_t number = numbers_.find(key, [](std::uint32_t) { return true; });
    return number == number_table::none ? selection() : selection{&runs_[number]};
  }
  /// Those of things in parts that have a byte behind their run; all, if they are in one list.
  [[nodiscard]] selection with_next(selection all, char next) const {
    if (all.empty() || !all.is_divided()) {
      return all;
    }
    const auto parts = parts_of(*all.of);
    const auto only = std::ranges::find(parts, next, &part::next);
    return only == parts.end() ? selection() : selection{all.of, &*only};
  }

  /// Calls visit(list) for the lists that together have some things, each once.
  template <class Visit> void for_each_list(const selection& of, Visit&& visit) const {
    if (!of.is_divided()) {
      visit(of.things());
      return;
    }
    for (const part& each : parts_of(*of.of)) {
      visit(each.things);
    }
  }
  /// Puts things behind others. They rise in each list.
  void read(const number_lists::list& from, std::vector<std::uint32_t>& out) const {
    lists_.read(from, out);
  }
  void read(const selection& from, std::vector<std::uint32_t>& out) const {
    for_each_list(from, [&](const number_lists::list& each) { lists_.read(each, out); });
  }
  /// Keeps of some things, which rise, those that are among others.
  /// @pre !others.is_divided()
  void keep_common(std::vector<std::uint32_t>& things, const selection& others) const {
    lists_.keep_common(things, others.things());
  }

 private:
  [[nodiscard]] std::span<const part> parts_of(const run& of) const noexcept {
    return std::span(parts_).subspan(of.things.begin, of.parts);
  }
  [[nodiscard]] number_lists::list add_list(run_things::entries of) {
    numbers_of_list_.clear();
    for (const run_things::entry& each : of) {
      numbers_of_list_.push_back(each.thing());
    }
    return lists_.add(numbers_of_list_);
  }

  std::vector<run> runs_;
  std::vector<part> parts_;
  number_lists lists_;
  number_table numbers_;                       // by key, which is the run itself
  std::vector<std::uint32_t> numbers_of_list_; // as one is added
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
