// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_LEAD_INDEX_HPP
#define LEADCORE_INDEX_LEAD_INDEX_HPP

// An engine that keeps the leads of one organisation in memory and answers every query as list() does.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/cow/order_statistic_tree.hpp>
#include <leadcore/index/detail/cow/radix_array.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/match_set.hpp>
#include <leadcore/index/detail/text/segmented_index.hpp>
#include <leadcore/index/detail/text/string_arena.hpp>
#include <leadcore/index/detail/text/vector_memory.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

class lead_index;

namespace detail {

/// The searchable texts of leads.
using text_index = segmented_index<binary_encoding>;

/// How many values sort_number has for leads with a next call; it has as many more for those without.
inline constexpr std::uint64_t first_without_call = std::uint64_t{1} << 63U;

/// A number of so many bits, counted from the end for a key that falls.
template <class Key, unsigned Bits>
[[nodiscard]] constexpr std::uint64_t directed(std::uint64_t number) noexcept {
  return Key::direction == sort_direction::ascending ? number
                                                     : (std::uint64_t{1} << Bits) - 1 - number;
}

/// The first keys of lead_order as one number: where it differs, leads are in its order; where it is equal, lead_order tells.
///
/// It has a next call from 1970 to 2109 exactly, and then what there is room for of the time of creation: about half an hour.
/// All calls before are equal, and all calls behind. Without a call it has the time of creation exactly.
template <lead_like L> [[nodiscard]] constexpr std::uint64_t sort_number(const L& lead) {
  using order = std::remove_const_t<decltype(lead_order)>;
  using first = std::tuple_element_t<0, decltype(order::keys)>;
  using second = std::tuple_element_t<1, decltype(order::keys)>;
  static_assert(
      std::tuple_size_v<decltype(order::keys)> == 3 && first::nullable && !second::nullable,
      "leadcore: the number has the bits of a time that may be null and of one that is not");
  const timestamp then = plain(typename second::field_type{}(lead));
  auto&& nullable = typename first::field_type{}(lead);
  if (!has_value(nullable)) {
    constexpr unsigned bits = 49; // of all milliseconds that a timestamp can be
    const auto since_first = static_cast<std::uint64_t>(
        then.milliseconds_since_epoch() - timestamp::min().milliseconds_since_epoch());
    return first_without_call | directed<second, bits>(since_first) << (63U - bits);
  }
  constexpr unsigned rest = 21;
  constexpr unsigned bits = 63 - rest;
  constexpr std::int64_t most = (std::int64_t{1} << bits) - 1; // milliseconds
  const timestamp call = plain(detail::value(nullable));
  const std::int64_t at = call.milliseconds_since_epoch();
  const std::uint64_t number =
      directed<first, bits>(static_cast<std::uint64_t>(std::clamp<std::int64_t>(at, 0, most)))
      << rest;
  if (at < 0 || at > most) {
    return number |
           directed<first, rest>(
               at < 0 ? 0 : (1U << rest) - 1); // before, or behind, all others of that call
  }
  const std::int64_t created = std::clamp<std::int64_t>(then.milliseconds_since_epoch(), 0, most);
  return number | directed<second, rest>(static_cast<std::uint64_t>(created) >> (bits - rest));
}

[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) noexcept {
  return std::hash<std::string_view>{}(text);
}

/// Whose leads a list has: numbers of owners. Members are numbered from 2 on.
inline constexpr std::uint32_t anybody = 0;
inline constexpr std::uint32_t nobody = 1;

/// The lists of an owner's leads, or of those of nobody, or of all: slots in lead_order. So every filter of a query is one
/// list.
struct owner_lists final : reused_part<part_kind::owner> {
  struct of_status {
    lead_status status;
    counted_list slots;
  };

  std::shared_ptr<const std::string> name; // of a member
  counted_list any;
  std::vector<of_status>
      by_status; // any value that a status can have, in the order of their first leads

  [[nodiscard]] const counted_list* list(const std::optional<lead_status>& status) const noexcept {
    if (!status.has_value()) {
      return &any;
    }
    const auto found = std::ranges::find(by_status, *status, &of_status::status);
    return found == by_status.end() ? nullptr : &found->slots;
  }
  /// The same list, made if there is none.
  [[nodiscard]] counted_list& list_to_change(const std::optional<lead_status>& status) {
    const counted_list* const known = list(status);
    return known != nullptr ? const_cast<counted_list&>(*known)
                            : by_status.emplace_back(of_status{*status, {}}).slots;
  }
};

/// One state of an index. It is never changed, and lives while the index or a snapshot shows it.
class index_version {
 public:
  /// Without leads.
  index_version()
      : texts(std::make_shared<const text_index>()), stock_(std::make_shared<part_stock>()) {}
  /// With the texts of another.
  index_version(std::shared_ptr<const text_index> same, std::shared_ptr<part_stock> stock) noexcept
      : texts(std::move(same)), stock_(std::move(stock)) {}
  index_version(const index_version&) = delete;
  index_version& operator=(const index_version&) = delete;
  ~index_version() {
    if (next_ == nullptr) { // the latest one: nobody else has its parts
      visit_parts([](const version_part* part) { delete part; });
    }
    stock_->add(retired_);
    // One after the other, for a chain of any length: a version that is released here leaves the next one in `behind`.
    static thread_local std::shared_ptr<index_version>* behind = nullptr;
    if (behind != nullptr) {
      *behind = std::move(next_);
      return;
    }
    std::shared_ptr<index_version> next;
    behind = &next;
    while (next_ != nullptr) {
      next_.reset();
      next_ = std::move(next);
    }
    behind = nullptr;
  }

  std::shared_ptr<const text_index> texts; // never null; versions with the same ones share them

  // What owns parts that versions share.
  slot_table rows;          // by the slots of their texts
  counted_list ids;         // slots, by the hash of their rows' ids
  slot_table owners;        // owner_lists by number
  counted_list owner_names; // numbers of members, by the hash of their names

  std::uint64_t number = 0;
  std::uint32_t last_owner = nobody; // the greatest number given out

  [[nodiscard]] const indexed_lead* at_slot(std::uint32_t slot) const noexcept {
    const version_part* const row = rows.at(slot);
    return row == nullptr ? nullptr : &indexed_lead_access::row(row);
  }
  [[nodiscard]] const owner_lists* owner(std::uint32_t owner) const noexcept {
    return static_cast<const owner_lists*>(owners.at(owner));
  }
  [[nodiscard]] std::size_t size() const noexcept { return ids.size(); }
  /// The leads of an owner with a status, or with any, in order; nothing where there is no such owner or list.
  [[nodiscard]] counted_list list(std::uint32_t whose,
                                  const std::optional<lead_status>& status = {}) const noexcept {
    const owner_lists* const lists = owner(whose);
    const counted_list* const found = lists == nullptr ? nullptr : lists->list(status);
    return found == nullptr ? counted_list() : *found;
  }

  // How entries with equal keys are ordered against what is looked for in the lists.
  [[nodiscard]] auto id_tie(std::string_view id) const {
    return
        [this, id](std::uint32_t slot) { return unique_field(*at_slot(slot)).compare(id) <=> 0; };
  }
  [[nodiscard]] auto name_tie(std::string_view name) const {
    return [this, name](std::uint32_t each) { return owner(each)->name->compare(name) <=> 0; };
  }
  [[nodiscard]] auto order_tie(const indexed_lead& row) const {
    return [this, &row](std::uint32_t slot) { return lead_order.compare(*at_slot(slot), row); };
  }

  [[nodiscard]] const indexed_lead* find(std::string_view id) const noexcept {
    const std::uint32_t slot = ids.find(hash_of(id), id_tie(id));
    return slot == counted_list::none ? nullptr : at_slot(slot);
  }
  /// The number of a member who has leads, or none.
  [[nodiscard]] std::uint32_t find_owner(std::string_view name) const {
    return owner_names.find(hash_of(name), name_tie(name));
  }

  /// Calls visit(part) for every part, each before those that lead to it.
  template <class Visit> void visit_parts(Visit visit) const {
    rows.visit_records(visit);
    rows.visit_nodes(visit);
    ids.visit_nodes(visit);
    owner_names.visit_nodes(visit);
    owners.visit_records([&](const version_part* part) {
      const auto& lists = static_cast<const owner_lists&>(*part);
      lists.any.visit_nodes(visit);
      for (const auto& each : lists.by_status) {
        each.slots.visit_nodes(visit);
      }
      visit(part);
    });
    owners.visit_nodes(visit);
  }
  /// What changes make parts of.
  [[nodiscard]] const std::shared_ptr<part_stock>& stock() const noexcept { return stock_; }

  /// Leaves all parts to others.
  void forget_parts() noexcept {
    rows = {};
    ids = {};
    owners = {};
    owner_names = {};
  }

 private:
  friend class ::leadcore::lead_index;

  std::shared_ptr<index_version> next_;
  std::vector<const version_part*> retired_; // what next_ does not reach any more
  std::shared_ptr<part_stock> stock_;        // of the index; not null
};

/// Answers one query over one version.
class index_query {
 public:
  using row_reference = std::reference_wrapper<const indexed_lead>;

  index_query(const index_version& version, const lead_query& query, null_placement nulls)
      : version_(version), query_(query), nulls_(nulls) {}

  [[nodiscard]] page_of<row_reference> answer() {
    find_list();
    if (query_.search.empty() || slots_.empty()) {
      const row_slice slice = slice_of(slots_.size(), query_.page);
      shown_.reserve(static_cast<std::size_t>(slice.last - slice.first));
      walk_runs(slice.first, slice.last - slice.first, [&](std::span<const std::uint32_t> slots) {
        shown_.insert(shown_.end(), slots.begin(), slots.end());
        return true;
      });
      show(slots_.size());
    } else {
      search();
    }
    return std::move(page_);
  }

 private:
  // What steps cost about, in the time that walking over one entry takes.
  static constexpr std::uint64_t cost_of_finding_a_row = 40;
  // Looking into a text costs as much as adding so many that are found, and is thought of where a filter leaves that share.
  static constexpr std::uint64_t cost_of_looking = 4;
  // Where one in so many slots is asked for or more, their bits are quicker copied than read where they are.
  static constexpr std::uint64_t share_worth_copying = 32;
  static constexpr std::uint64_t least_share = 4;

  /// Makes the page of the slots that are to be shown.
  void show(std::uint64_t total) {
    page_.data.reserve(shown_.size());
    version_.rows.visit(shown_, [&](const version_part* row) {
      page_.data.push_back(indexed_lead_access::row(row));
    });
    page_.pagination = paginate(total, query_.page);
  }

  /// Finds the list of what the filters other than the search let through.
  void find_list() {
    std::uint32_t whose = anybody;
    if (query_.assigned_to.is_unassigned()) {
      whose = nobody;
    } else if (query_.assigned_to.is_member()) {
      whose = version_.find_owner(query_.assigned_to.id());
    }
    if (whose != counted_list::none) {
      slots_ = version_.list(whose, query_.status);
    }
  }

  /// Calls visit(slots) for the rows of the list from a position on, some at a time, in the order that is asked for, until it
  /// says false.
  template <class Visit>
  void walk_runs(std::uint64_t position, std::uint64_t count, Visit&& visit) const {
    if (nulls_ == nulls_last || count == 0) {
      slots_.visit_runs(position, count, visit);
      return;
    }
    // Nulls are last in the list: the same two runs, the other way round.
    const std::uint64_t dated = slots_.rank(first_without_call);
    const std::uint64_t undated = slots_.size() - dated;
    bool going = true;
    const auto visit_on = [&](std::span<const std::uint32_t> slots) {
      return going = visit(slots);
    };
    if (position < undated) {
      const std::uint64_t here = std::min(count, undated - position);
      slots_.visit_runs(dated + position, here, visit_on);
      position += here;
      count -= here;
    }
    if (going && count != 0 && position < slots_.size()) {
      slots_.visit_runs(position - undated, std::min(count, slots_.size() - position), visit_on);
    }
  }
  /// The same for each slot of them by itself.
  template <class Visit>
  void walk(std::uint64_t position, std::uint64_t count, Visit&& visit) const {
    walk_runs(position, count, [&](std::span<const std::uint32_t> slots) {
      return std::ranges::all_of(slots, visit);
    });
  }

  /// Calls visit(slot) for the rows of the list, last first, until it says false.
  template <class Visit> void walk_back(Visit&& visit) const {
    if (nulls_ == nulls_last) {
      slots_.visit_back(slots_.size(), slots_.size(), visit);
      return;
    }
    const std::uint64_t dated = slots_.rank(first_without_call);
    bool going = true;
    slots_.visit_back(dated, dated, [&](std::uint32_t slot) { return going = visit(slot); });
    if (going) {
      slots_.visit_back(slots_.size(), slots_.size() - dated, visit);
    }
  }

  void search() {
    const std::vector<std::string> needles = search_needles(query_.search);
    if (needles.empty()) { // bytes that are not UTF-8: no structure knows them
      walk_all([&](std::uint32_t slot) { return matches(*version_.at_slot(slot), query_.search); });
      return;
    }
    const std::uint64_t count = slots_.size();
    const bool everybody = count == version_.size();
    if (count * cost_of_looking * least_share < version_.size() &&
        count * cost_of_looking < version_.texts->search_cost(needles)) {
      look(needles);
      return;
    }
    match_set found = version_.texts->search(needles);
    const std::uint64_t left = found.size();
    const std::uint64_t walked =
        everybody && query_.page.end() < left ? query_.page.end() * count / left : count;
    if (found.shares_bitmap() && walked * share_worth_copying < version_.texts->next_doc()) {
      walk_to_page(left, everybody, [&](std::uint32_t slot) { return found.contains(slot); });
    } else if (!found.shares_bitmap() && left * cost_of_finding_a_row <= walked) {
      gather(found.docs());
    } else {
      const doc_set& dense = found.make_dense();
      walk_to_page(left, everybody, [&](std::uint32_t slot) { return dense.dense_contains(slot); });
    }
  }

  /// Looks into the texts of the list, those of adjacent slots at once. Memory is slow and far away: it is asked for some
  /// time before.
  void look(std::span<const std::string> needles) {
    constexpr std::size_t ahead = 12;
    std::vector<std::uint32_t> slots;
    std::vector<std::size_t> runs; // where adjacent slots begin, and the end
    slots.reserve(slots_.size());
    walk_runs(0, slots_.size(), [&](std::span<const std::uint32_t> some) {
      if (slots.empty() || some.front() != slots.back() + 1) {
        runs.push_back(slots.size());
      }
      // Most are adjacent, which is seen quickest for all of them.
      const auto is_next = [](std::uint32_t slot, std::uint32_t other) {
        return other == slot + 1;
      };
      bool adjacent = true;
      for (std::size_t i = 1; i < some.size(); ++i) {
        adjacent = static_cast<bool>(static_cast<int>(adjacent) &
                                     static_cast<int>(is_next(some[i - 1], some[i])));
      }
      for (std::size_t i = 1; !adjacent && i < some.size(); ++i) {
        if (!is_next(some[i - 1], some[i])) {
          runs.push_back(slots.size() + i);
        }
      }
      slots.insert(slots.end(), some.begin(), some.end());
      return true;
    });
    runs.push_back(slots.size());
    std::vector<std::uint32_t> found; // places in slots
    for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
      if (i + 2 * ahead + 1 < runs.size()) {
        version_.texts->prefetch_offset(slots[runs[i + 2 * ahead]]);
      }
      if (i + ahead + 1 < runs.size()) {
        version_.texts->prefetch_text(slots[runs[i + ahead]]);
      }
      const std::uint32_t first = slots[runs[i]];
      for (const std::string& needle : needles) {
        version_.texts->scan(first, runs[i + 1] - runs[i], needle, [&](std::uint32_t slot) {
          found.push_back(static_cast<std::uint32_t>(runs[i] + (slot - first)));
        });
      }
    }
    if (needles.size() > 1) {
      std::ranges::sort(found);
      found.erase(std::unique(found.begin(), found.end()), found.end());
    }
    const row_slice slice = slice_of(found.size(), query_.page);
    for (std::uint64_t i = slice.first; i < slice.last; ++i) {
      shown_.push_back(slots[found[static_cast<std::size_t>(i)]]);
    }
    show(found.size());
  }

  /// Finds the rows of few slots, and selects the page from them.
  void gather(const std::vector<doc_id>& slots) {
    std::vector<const indexed_lead*> rows;
    rows.reserve(slots.size());
    version_.rows.visit(slots, [&](const version_part* part) {
      rows.push_back(&indexed_lead_access::row(part));
      __builtin_prefetch(rows.back());
    });
    lead_query others = query_;
    others.search = {};
    best_of<const indexed_lead*, by_pointee<decltype(lead_order)>> best(query_.page.end(),
                                                                        {lead_order.with(nulls_)});
    std::uint64_t total = 0;
    for (const indexed_lead* row : rows) {
      if (matches(*row, others)) {
        ++total;
        if (best.admits(*row)) {
          best.add(std::move(row));
        }
      }
    }
    const row_slice slice = slice_of(total, query_.page);
    for (const indexed_lead* row : std::move(best).slice(static_cast<std::size_t>(slice.first),
                                                         static_cast<std::size_t>(slice.last))) {
      page_.data.push_back(*row);
    }
    page_.pagination = paginate(total, query_.page);
  }

  /// Walks over the list: as far as the page goes if what is found is of everybody, so that the number of all is known.
  template <class Found> void walk_to_page(std::uint64_t total, bool everybody, Found found) {
    if (everybody) {
      walk_until_page(total, found);
    } else {
      walk_all(found);
    }
  }
  /// Walks over the whole list and counts.
  template <class Found> void walk_all(Found found) {
    const std::uint64_t begin = query_.page.offset();
    const std::uint64_t end = query_.page.end();
    std::uint64_t total = 0;
    walk(0, slots_.size(), [&](std::uint32_t slot) {
      if (found(slot)) {
        if (total >= begin && total < end) {
          shown_.push_back(slot);
        }
        ++total;
      }
      return true;
    });
    show(total);
  }

  /// Walks as far as the page goes, from the nearer end, where the number of all is known.
  template <class Found> void walk_until_page(std::uint64_t total, Found found) {
    const row_slice slice = slice_of(total, query_.page);
    if (slice.first == slice.last) {
      show(total);
      return;
    }
    const bool backwards = slice.first > total - slice.last;
    const std::uint64_t skipped = backwards ? total - slice.last : slice.first;
    const std::uint64_t wanted = skipped + slice.last - slice.first;
    std::uint64_t seen = 0;
    const auto visit = [&](std::uint32_t slot) {
      if (found(slot)) {
        if (seen >= skipped) {
          shown_.push_back(slot);
        }
        ++seen;
      }
      return seen != wanted;
    };
    if (backwards) {
      walk_back(visit);
      std::ranges::reverse(shown_);
    } else {
      walk(0, slots_.size(), visit);
    }
    show(total);
  }

  const index_version& version_;
  const lead_query& query_;
  null_placement nulls_;
  counted_list slots_;               // of the rows that the other filters let through
  std::vector<std::uint32_t> shown_; // the slots of the page
  page_of<row_reference> page_;
};

/// The making of a new version.
class index_change {
 public:
  explicit index_change(const index_version& from)
      : edit_(from.number + 1, from.stock().get()),
        made_(std::make_shared<index_version>(from.texts, from.stock())) {
    made_->number = from.number + 1;
    made_->last_owner = from.last_owner;
    made_->rows = from.rows;
    made_->ids = from.ids;
    made_->owners = from.owners;
    made_->owner_names = from.owner_names;
  }
  index_change(const index_change&) = delete;
  index_change& operator=(const index_change&) = delete;
  ~index_change() {
    if (made_ != nullptr) {
      made_->forget_parts(); // given up: its parts are the edit's and the older version's
    }
  }

  template <lead_like L> bool upsert(const L& changed) {
    const auto& from = detail::row(changed);
    const indexed_lead* const old = made_->find(as_text(field<"id">(from)));
    bool same_text = old != nullptr && same_searched_values(*old, from);
    std::string text;
    if (!same_text) {
      append_searchable_text(text, from);
      same_text = old != nullptr && made_->texts->text(access::slot(*old)) == text;
    }
    const std::uint32_t slot = same_text ? access::slot(*old) : texts_to_change().add(text);
    const indexed_lead& row = make_row(from, slot);
    const place to{sort_number(row), owner_of(row, true), row.status()};

    if (old == nullptr) {
      made_->rows.set(edit_, slot, access::part(row));
      insert_id(row);
      insert_into_lists(row, to, {});
    } else {
      const place at{sort_number(*old), owner_of(*old), old->status()};
      const bool same_entry = same_text && lead_order.compare(*old, row) == 0;
      const kept_lists kept{.owner = same_entry && at.owner == to.owner,
                            .status = same_entry && at.status == to.status,
                            .all = same_entry};
      bring_near(at, to, kept);
      erase_from_lists(*old, at, kept); // while its slot has it
      if (!same_text) {
        made_->ids.erase(edit_, hash_of(old->id()), made_->id_tie(old->id()));
        remove_text(*old);
      }
      made_->rows.set(edit_, slot, access::part(row));
      if (!same_text) {
        insert_id(row);
      }
      insert_into_lists(row, to, kept);
      drop_owner_without_leads(at.owner);
      edit_.retire(access::part(*old));
    }
    renumber_if_sparse();
    return old == nullptr;
  }

  void erase(const indexed_lead& row) {
    const place at{sort_number(row), owner_of(row), row.status()};
    erase_from_lists(row, at, {});
    made_->ids.erase(edit_, hash_of(row.id()), made_->id_tie(row.id()));
    remove_text(row);
    drop_owner_without_leads(at.owner);
    edit_.retire(access::part(row));
    renumber_if_sparse();
  }

  template <class Range> void assign(Range&& leads) {
    // Every part of the old version goes, and what this change has made of it so far.
    made_->visit_parts([&](const version_part* part) { edit_.retire(part); });
    if constexpr (keeps_its_leads<Range>) {
      std::vector<std::remove_reference_t<std::ranges::range_reference_t<Range>>*> sources;
      for (auto& each : leads) {
        sources.push_back(std::addressof(each));
      }
      fill(sources);
    } else { // a lead may be gone when the next is read
      std::vector<std::unique_ptr<version_part>> kept;
      std::vector<const indexed_lead*> sources;
      for (auto&& each : leads) {
        kept.push_back(access::make(each, 0));
        sources.push_back(&access::row(kept.back().get()));
      }
      fill(sources);
    }
  }

  version_edit edit_;
  std::shared_ptr<index_version> made_;

 private:
  using access = indexed_lead_access;
  static constexpr std::size_t most_spare = 8192;

  std::shared_ptr<text_index> texts_; // of made_, once they are others than before

  /// Where a lead is listed.
  struct place {
    std::uint64_t number; // of sort_number
    std::uint32_t owner;
    lead_status status;
  };
  /// The lists whose entry of a lead stays as it is; that of an owner and status does if both do.
  struct kept_lists {
    bool owner = false;
    bool status = false;
    bool all = false;
  };

  template <class Row>
  [[nodiscard]] const indexed_lead& make_row(const Row& from, std::uint32_t slot) {
    return access::row(edit_.adopt(access::make(from, slot)));
  }

  /// The texts of the new version alone.
  [[nodiscard]] text_index& texts_to_change() {
    if (texts_ == nullptr) {
      texts_ = std::make_shared<text_index>(*made_->texts);
      made_->texts = texts_;
    }
    return *texts_;
  }

  /// The number of a row's owner, who gets one if he is new.
  template <class Row>
  [[nodiscard]] std::uint32_t owner_of(const Row& row, bool may_be_new = false) {
    auto&& assigned = field<"assigned_to_id">(row);
    if (!has_value(assigned)) {
      return nobody;
    }
    auto&& owner_name = detail::value(assigned);
    const std::string_view name = as_text(owner_name);
    if (const std::uint32_t known = made_->find_owner(name);
        known != counted_list::none || !may_be_new) {
      return known;
    }
    return add_owner(name);
  }
  [[nodiscard]] std::uint32_t add_owner(std::string_view name) {
    const std::uint32_t number = made_->last_owner + 1;
    auto* const lists = edit_.make<owner_lists>();
    lists->name = std::make_shared<const std::string>(name);
    made_->owners.set(edit_, number, lists);
    made_->owner_names.insert(edit_, {hash_of(name), number}, made_->name_tie(name));
    return made_->last_owner = number;
  }
  /// An owner's lists, to be changed.
  [[nodiscard]] owner_lists& lists_of(std::uint32_t owner) {
    const owner_lists* const known = made_->owner(owner);
    owner_lists* const lists = known == nullptr ? edit_.make<owner_lists>() : edit_.writable(known);
    if (lists != known) {
      made_->owners.set(edit_, owner, lists);
    }
    return *lists;
  }
  /// Calls visit(owner, status) for the lists of a place but those that are kept.
  template <class Visit>
  static void for_each_list(const place& at, const kept_lists& kept, Visit visit) {
    if (!kept.all) {
      visit(anybody, std::nullopt);
    }
    if (!kept.status) {
      visit(anybody, std::optional(at.status));
    }
    if (!kept.owner) {
      visit(at.owner, std::nullopt);
    }
    if (!kept.owner || !kept.status) {
      visit(at.owner, std::optional(at.status));
    }
  }
  /// Has what a move from one place to another changes brought near, all lists at once.
  void bring_near(const place& from, const place& to, const kept_lists& kept) {
    std::array<counted_list::descent, 8> descents;
    std::size_t count = 0;
    for (const place& at : {from, to}) {
      for_each_list(at, kept, [&](std::uint32_t owner, const std::optional<lead_status>& status) {
        descents[count++] = {made_->list(owner, status), at.number};
      });
    }
    for (bool going = true; going;) {
      going = false;
      for (std::size_t i = 0; i < count; ++i) {
        going = descents[i].step() || going;
      }
    }
  }
  void insert_into_lists(const indexed_lead& row, const place& to, const kept_lists& kept) {
    for_each_list(to, kept, [&](std::uint32_t owner, const std::optional<lead_status>& status) {
      lists_of(owner).list_to_change(status).insert(edit_, {to.number, access::slot(row)},
                                                    made_->order_tie(row));
    });
  }
  void erase_from_lists(const indexed_lead& row, const place& at, const kept_lists& kept) {
    for_each_list(at, kept, [&](std::uint32_t owner, const std::optional<lead_status>& status) {
      lists_of(owner).list_to_change(status).erase(edit_, at.number, made_->order_tie(row));
    });
  }
  void insert_id(const indexed_lead& row) {
    made_->ids.insert(edit_, {hash_of(row.id()), access::slot(row)}, made_->id_tie(row.id()));
  }

  void remove_text(const indexed_lead& row) {
    texts_to_change().erase(access::slot(row));
    made_->rows.set(edit_, access::slot(row), nullptr);
  }
  /// Takes out a member whose last lead is gone.
  void drop_owner_without_leads(std::uint32_t number) {
    const owner_lists* const lists = made_->owner(number);
    if (number != nobody && lists->any.empty()) {
      made_->owner_names.erase(edit_, hash_of(*lists->name), made_->name_tie(*lists->name));
      made_->owners.set(edit_, number, nullptr);
      edit_.retire(lists);
    }
  }
  /// Slots and numbers of owners are not used again: once most are unused, all get new ones.
  void renumber_if_sparse() {
    if (std::max<std::size_t>(made_->texts->next_doc(), made_->last_owner) >
        2 * made_->size() + most_spare) {
      std::vector<std::reference_wrapper<const indexed_lead>> rows;
      rows.reserve(made_->size());
      const counted_list everybody = made_->list(anybody);
      everybody.visit(0, everybody.size(), [&](std::uint32_t slot) {
        rows.emplace_back(*made_->at_slot(slot));
        return true;
      });
      assign(rows);
    }
  }

  /// Whether leads and their ids stay where they are while a range is read.
  template <class Range, class Reference = std::ranges::range_reference_t<Range>,
            class Id = decltype(field<"id">(detail::row(std::declval<Reference>())))>
  static constexpr bool keeps_its_leads =
      std::ranges::forward_range<Range> && std::is_lvalue_reference_v<Reference> &&
      (std::is_lvalue_reference_v<Id> || std::same_as<std::remove_cv_t<Id>, std::string_view>);

  /// Makes a version of leads, the last of those with the same id. Rows are made in lead_order, so that those of a page are
  /// neighbours in memory; slots are given by owner and status, so that the texts that a filter leaves are.
  template <class Source> void fill(const std::vector<Source*>& sources);
};

template <class Source> void index_change::fill(const std::vector<Source*>& sources) {
  if (sources.size() >= counted_list::none) {
    throw_length_error();
  }
  made_->forget_parts();
  texts_to_change() = {};
  made_->last_owner = nobody;
  const auto source = [&](std::uint32_t number) -> decltype(auto) {
    return detail::row(*sources[number]);
  };
  const auto id = [&](std::uint32_t number) -> std::string_view {
    return as_text(field<"id">(source(number)));
  };

  // A source, or a slot later on, with what sorts it.
  std::vector<list_entry> by_id;
  by_id.reserve(sources.size());
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    by_id.push_back({hash_of(id(i)), i});
  }
  std::ranges::sort(by_id, [&](const list_entry& a, const list_entry& b) {
    if (a.key != b.key) {
      return a.key < b.key;
    }
    const int order = id(a.number).compare(id(b.number));
    return order != 0 ? order < 0 : a.number < b.number;
  });
  std::vector<bool> is_kept(sources.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < by_id.size(); ++i) {
    const bool another_follows = i + 1 != by_id.size() && by_id[i].key == by_id[i + 1].key &&
                                 id(by_id[i].number) == id(by_id[i + 1].number);
    if (!another_follows) {
      is_kept[by_id[i].number] = true;
      by_id[kept++] = by_id[i];
    }
  }
  by_id.resize(kept);

  // Sources are read in the order in which they come, as they probably lie in memory: anything else waits for each text.
  string_arena texts(sources.size());
  string_arena rows(sources.size());
  std::vector<std::uint32_t> owner(sources.size());
  std::vector<lead_status> status_of(sources.size());
  std::vector<list_entry> in_order;
  in_order.reserve(kept);
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    if (is_kept[i]) {
      in_order.push_back({sort_number(source(i)), i});
      owner[i] = owner_of(source(i), true);
      status_of[i] = static_cast<lead_status>(field<"status">(source(i)));
      texts.add(i, [&](std::string& out) { append_searchable_text(out, source(i)); });
      rows.add(i, [&](std::string& out) { access::append_packed(out, source(i)); });
    }
  }
  std::ranges::sort(in_order, [&](const list_entry& a, const list_entry& b) {
    return a.key != b.key ? a.key < b.key : lead_order(source(a.number), source(b.number));
  });

  using places = std::vector<std::uint32_t>; // in in_order
  struct lists_of_places {
    places any;
    std::vector<std::pair<lead_status, places>> by_status;

    void add(std::uint32_t place, lead_status status) {
      auto found = std::ranges::find(by_status, status, &std::pair<lead_status, places>::first);
      if (found == by_status.end()) {
        found = by_status.insert(found, {status, {}});
      }
      found->second.push_back(place);
      any.push_back(place);
    }
  };
  std::vector<lists_of_places> lists(std::size_t{made_->last_owner} + 1);
  for (std::uint32_t i = 0; i < kept; ++i) {
    const std::uint32_t from = in_order[i].number;
    lists[anybody].add(i, status_of[from]);
    lists[owner[from]].add(i, status_of[from]);
  }
  std::vector<std::uint32_t> slot_of(kept); // by place
  std::vector<std::uint32_t> source_at;     // by slot
  source_at.reserve(kept);
  for (std::size_t each = nobody; each < lists.size(); ++each) {
    for (const auto& of_status : lists[each].by_status) {
      for (const std::uint32_t i : of_status.second) {
        slot_of[i] = static_cast<std::uint32_t>(source_at.size());
        source_at.push_back(in_order[i].number);
      }
    }
  }
  static_cast<void>(
      texts_to_change().add_all(kept, [&](std::size_t slot) { return texts[source_at[slot]]; }));
  texts = string_arena(0);

  std::vector<std::uint32_t>& slot_of_source = owner; // not needed any more
  for (std::uint32_t i = 0; i < kept; ++i) {
    constexpr std::size_t ahead = 8;
    if (i + ahead < kept) {
      rows.prefetch(in_order[i + ahead].number);
    }
    const std::uint32_t from = in_order[i].number;
    made_->rows.set(edit_, slot_of[i], edit_.adopt(access::make(rows[from], slot_of[i])));
    slot_of_source[from] = slot_of[i];
  }
  rows = string_arena(0);
  const auto built = [&](const places& of) {
    return counted_list::build(edit_, of.size(), [&](std::size_t i) {
      return list_entry{in_order[of[i]].key, slot_of[of[i]]};
    });
  };
  for (std::uint32_t each = 0; each < lists.size(); ++each) {
    if (!lists[each].any.empty()) {
      owner_lists& made = lists_of(each);
      made.any = built(lists[each].any);
      for (const auto& [status, of_status] : lists[each].by_status) {
        made.list_to_change(status) = built(of_status);
      }
    }
  }
  made_->ids = counted_list::build(edit_, kept, [&](std::size_t i) {
    return list_entry{by_id[i].key, slot_of_source[by_id[i].number]};
  });
}

} // namespace detail

/// A page whose rows are an index's: it keeps the snapshot that they belong to.
struct snapshot_page;

/// One state of an index, which does not change. Copying it is cheap; its rows live as long as one of the copies, and so does
/// what each later change replaces: about 23 KB for a lead that moves among a million.
///
/// A forward range of its leads in lead_order, so list(snapshot, query) works too, and answers the same.
/// @par Thread safety  as for a std::shared_ptr to const: any thread may read, each its own copy.
class lead_snapshot {
 public:
  class iterator {
   public:
    using value_type = indexed_lead;
    using difference_type = std::ptrdiff_t;
    using reference = const indexed_lead&;
    using pointer = const indexed_lead*;
    using iterator_category = std::forward_iterator_tag;

    iterator() = default;

    [[nodiscard]] reference operator*() const noexcept { return *version_->at_slot(run_.front()); }
    [[nodiscard]] pointer operator->() const noexcept { return &**this; }
    iterator& operator++() {
      ++rank_;
      run_ = run_.size() > 1 ? run_.subspan(1) : all_.run_from(rank_);
      return *this;
    }
    iterator operator++(int) {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.rank_ == b.rank_;
    }

   private:
    friend class lead_snapshot;
    iterator(const detail::index_version* of, std::uint64_t rank)
        : version_(of), all_(of->list(detail::anybody)), rank_(rank), run_(all_.run_from(rank)) {}

    const detail::index_version* version_ = nullptr;
    detail::counted_list all_;
    std::uint64_t rank_ = 0;
    std::span<const std::uint32_t> run_; // from this row's slot to the last in its leaf
  };

  /// How many leads there are.
  [[nodiscard]] std::uint64_t size() const noexcept { return version_->size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  [[nodiscard]] iterator begin() const { return {version_.get(), 0}; }
  [[nodiscard]] iterator end() const { return {version_.get(), size()}; }

  /// The lead with an id, or null. It lives as long as a copy of this snapshot.
  /// @par Complexity  logarithmic.
  [[nodiscard]] const indexed_lead* find(std::string_view id) const noexcept {
    return version_->find(id);
  }

  /// The answer to a query: the page and totals that list() gives over the same leads.
  ///
  /// @param nulls  where rows without a next call stand.
  /// @par Complexity  O(log n + page_size) without a search, whatever the page and the other filters. With one, linear
  ///     in the hits and in the words that have the term; a term that spans three words or more is also looked for in the
  ///     texts that have its rarest two words.
  /// @par Exceptions  only allocation.
  /// @par Source  decisions 0092, 0093 and 0096.
  [[nodiscard]] snapshot_page list(const lead_query& query,
                                   null_placement nulls = nulls_last) const;

 private:
  friend class lead_index;
  explicit lead_snapshot(std::shared_ptr<const detail::index_version> of) noexcept
      : version_(std::move(of)) {}

  std::shared_ptr<const detail::index_version> version_;
};

struct snapshot_page : page_of<std::reference_wrapper<const indexed_lead>> {
  lead_snapshot snapshot;
};

inline snapshot_page lead_snapshot::list(const lead_query& query, null_placement nulls) const {
  return {detail::index_query(*version_, query, nulls).answer(), *this};
}

/// The leads of one organisation, in memory, indexed: any page of any filter in a few steps, kept up to date.
///
/// Every change makes a new version that shares most of its parts with the one before. Readers take a snapshot and are
/// never kept waiting by a change; what they see is one state, page and total alike.
///
/// Leads are taken as they are (validate judges them); the id tells them apart.
/// @par Thread safety  every member may be called from any thread at any time; changes wait for each other.
/// @par Exceptions  a change either happens or throws what allocation or the lead's own accessors throw, and then the
///     index is as before.
/// @par Source  decisions 0090, 0092 and 0096.
/// @par Example
///     leadcore::lead_index index(leads);
///     index.upsert(changed);
///     const auto page = index.list(*leadcore::parse_query("status=QUALIFIED&page=3"));
///     leadcore::to_json(page);
class lead_index {
 public:
  /// No leads.
  lead_index() : current_(std::make_shared<detail::index_version>()) {}
  /// The leads of a range; of those with the same id the last.
  template <std::ranges::input_range Range>
    requires lead_like<std::ranges::range_reference_t<Range>>
  explicit lead_index(Range&& leads) : lead_index() {
    assign(std::forward<Range>(leads));
  }
  lead_index(const lead_index&) = delete;
  lead_index& operator=(const lead_index&) = delete;
  ~lead_index() = default;

  /// The present state.
  [[nodiscard]] lead_snapshot snapshot() const { return lead_snapshot(current()); }
  /// How many leads there are.
  [[nodiscard]] std::uint64_t size() const { return current()->size(); }
  /// snapshot().list(query): the rows live as long as the page.
  [[nodiscard]] snapshot_page list(const lead_query& query,
                                   null_placement nulls = nulls_last) const {
    return snapshot().list(query, nulls);
  }
  /// The lead with an id, or null; it lives as long as the pointer.
  [[nodiscard]] std::shared_ptr<const indexed_lead> find(std::string_view id) const {
    std::shared_ptr<const detail::index_version> shown = current();
    const indexed_lead* const row = shown->find(id);
    return row == nullptr ? nullptr : std::shared_ptr<const indexed_lead>(std::move(shown), row);
  }

  /// Puts a lead in, in place of the one with the same id if there is one.
  /// @return true if there was none
  /// @par Complexity  logarithmic in the number of leads, linear in the lead. Where a searched text changes, now and then
  ///     texts are indexed anew: each a logarithmic number of times in all.
  template <lead_like L> bool upsert(const L& row) {
    const std::scoped_lock lock(changing_);
    detail::index_change edit(*current_);
    const bool is_new = edit.upsert(row);
    commit(edit);
    return is_new;
  }
  /// Takes out the lead with an id.
  /// @return false if there is none
  /// @par Complexity  logarithmic.
  bool erase(std::string_view id) {
    const std::scoped_lock lock(changing_);
    const indexed_lead* const row = current_->find(id);
    if (row == nullptr) {
      return false;
    }
    detail::index_change edit(*current_);
    edit.erase(*row);
    commit(edit);
    return true;
  }
  /// Replaces all leads by those of a range; of those with the same id the last.
  /// @par Complexity  O(n log n), and linear in the texts.
  template <std::ranges::input_range Range>
    requires lead_like<std::ranges::range_reference_t<Range>>
  void assign(Range&& leads) {
    const std::scoped_lock lock(changing_);
    detail::index_change edit(*current_);
    edit.assign(std::forward<Range>(leads));
    commit(edit);
  }

 private:
  [[nodiscard]] std::shared_ptr<detail::index_version> current() const {
    const std::scoped_lock lock(showing_);
    return current_;
  }
  void commit(detail::index_change& edit);

  mutable std::mutex showing_; // guards current_, for the time it takes to copy a pointer
  std::mutex changing_;        // one change at a time
  std::shared_ptr<detail::index_version> current_;
};

inline void lead_index::commit(detail::index_change& edit) {
  std::shared_ptr<detail::index_version> made = edit.made_;
  const std::scoped_lock lock(showing_);
  current_->retired_ = edit.edit_.commit();
  current_->next_ = made;
  edit.made_.reset();
  current_.swap(
      made); // the old version goes, if nobody else has it, once nobody waits for the lock
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
