// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_HPP
#define LEADCORE_INDEX_HPP

// Layer 3: an engine that keeps the leads of one organisation in memory and answers every query as list() does.

#include <leadcore/detail/counted_tree.hpp>
#include <leadcore/detail/indexed_lead.hpp>
#include <leadcore/detail/searchable_text.hpp>
#include <leadcore/detail/slot_set.hpp>
#include <leadcore/detail/slot_table.hpp>
#include <leadcore/detail/text_state.hpp>
#include <leadcore/detail/version_parts.hpp>
#include <leadcore/filter.hpp>
#include <leadcore/lead.hpp>
#include <leadcore/list.hpp>
#include <leadcore/order.hpp>
#include <leadcore/page.hpp>
#include <leadcore/query.hpp>
#include <leadcore/search.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
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

namespace leadcore {

class lead_index;

namespace detail {

/// An owner's text and number: the groups of the tree that list the owner's leads.
struct owner_record final : tree_record {
  owner_record(std::string_view owner, std::uint64_t its_number) : name(owner), number(its_number) {}
  [[nodiscard]] std::string_view text() const noexcept override { return name; }

  std::string name;
  std::uint64_t number;
};

// The tree holds, for each lead, an entry in each of these groups, in the order of its keys:
//     all leads; those of its status; of its owner; of its owner and status      in lead_order
//     by id                                                                     to find it
// and an entry for each owner by name. So every filter of a query is one range of entries.
inline constexpr std::uint64_t groups_of_an_owner = 512; // any status, and each value that one can have
inline constexpr std::uint64_t no_owner = 1;             // 0 is for any; members are numbered from 2 on
inline constexpr std::uint64_t id_group = ~std::uint64_t{0} - 1;
inline constexpr std::uint64_t owner_group = ~std::uint64_t{0};

[[nodiscard]] constexpr std::uint64_t list_group(std::uint64_t owner,
                                                 const std::optional<lead_status>& status) noexcept {
  return owner * groups_of_an_owner + (status.has_value() ? 1U + static_cast<std::uint64_t>(*status) : 0U);
}

/// A value of a sort key as a number that sorts as the key does, nulls last.
template <class Key, class Value> [[nodiscard]] std::uint64_t sortable(const Key&, const Value& value) {
  if (!has_value(value)) {
    return ~std::uint64_t{0};
  }
  const timestamp at = plain(detail::value(value));
  const std::uint64_t rising = static_cast<std::uint64_t>(at.milliseconds_since_epoch()) ^ std::uint64_t{1}
                                                                                               << 63U;
  return Key::direction == sort_direction::ascending ? rising : ~rising;
}

/// Where a lead stands in a list: the keys of lead_order but the last, which is the text of the entry's record.
template <lead_like L> [[nodiscard]] tree_key list_key(std::uint64_t group, const L& lead) {
  using order = std::remove_const_t<decltype(lead_order)>;
  static_assert(std::tuple_size_v<decltype(order::keys)> == 3 && order::ends_in_unique_key(),
                "leadcore: the tree has two numbers and a text for the order");
  const auto& [first, second, last] = lead_order.keys;
  return {group, sortable(first, typename std::remove_cvref_t<decltype(first)>::field_type{}(lead)),
          sortable(second, typename std::remove_cvref_t<decltype(second)>::field_type{}(lead))};
}

/// The first bytes of a text as numbers that sort as the text does.
[[nodiscard]] constexpr tree_key text_key(std::uint64_t group, std::string_view text) noexcept {
  std::array<std::uint64_t, 2> numbers{};
  for (std::size_t i = 0; i < 16; ++i) {
    numbers[i / 8] = numbers[i / 8] << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  }
  return {group, numbers[0], numbers[1]};
}

/// One state of an index. It is never changed, and lives while the index or a snapshot shows it.
class index_version {
 public:
  index_version() = default;
  index_version(const index_version&) = delete;
  index_version& operator=(const index_version&) = delete;
  ~index_version() {
    if (next_ == nullptr) {
      destroy_all(); // the latest one: nobody else has its parts
    }
    for (const version_part* part : retired_) {
      delete part;
    }
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

  counted_tree tree;
  slot_table slots; // the rows by the slots of their texts
  text_state texts;
  std::uint64_t rows = 0;
  std::uint64_t number = 0;
  std::uint64_t owners = no_owner; // the greatest number given out

  [[nodiscard]] const indexed_lead* find(std::string_view id) const noexcept {
    const tree_entry entry = tree.find(text_key(id_group, id), id);
    return entry.record == nullptr ? nullptr : &indexed_lead_access::row(entry.record);
  }
  [[nodiscard]] const owner_record* find_owner(std::string_view name) const noexcept {
    return static_cast<const owner_record*>(tree.find(text_key(owner_group, name), name).record);
  }
  [[nodiscard]] const indexed_lead* at_slot(std::uint32_t slot) const noexcept {
    const version_part* const record = slots.at(slot);
    return record == nullptr ? nullptr : &indexed_lead_access::row(static_cast<const tree_record*>(record));
  }

 private:
  friend class ::leadcore::lead_index;

  void destroy_all() noexcept {
    const auto destroy = [](const tree_record* record, std::uint32_t) {
      delete record;
      return true;
    };
    const std::uint64_t all = tree.size();
    tree.visit(tree.rank({id_group, 0, 0}), all, destroy); // and the owners behind them
    const auto destroy_node = [](const version_part* node) { delete node; };
    tree.visit_nodes(destroy_node);
    slots.visit_nodes(destroy_node);
    tree = {};
    slots = {};
  }

  std::shared_ptr<index_version> next_;
  std::vector<const version_part*> retired_; // what next_ does not reach any more
};

/// Answers one query over one version.
class index_query {
 public:
  using row_reference = std::reference_wrapper<const indexed_lead>;

  index_query(const index_version& version, const lead_query& query, null_placement nulls)
      : version_(version), query_(query), nulls_(nulls) {}

  [[nodiscard]] page_of<row_reference> answer() {
    const std::optional<std::uint64_t> group = asked_group();
    if (group.has_value()) {
      group_ = *group;
      const auto [first, last] = version_.tree.ranks_of(group_);
      first_ = first;
      count_ = last - first;
    }
    if (query_.search.empty() || count_ == 0) {
      const row_slice slice = slice_of(count_, query_.page);
      page_.data.reserve(static_cast<std::size_t>(slice.last - slice.first));
      walk(slice.first, slice.last - slice.first, [&](const tree_record* record, std::uint32_t) {
        page_.data.push_back(indexed_lead_access::row(record));
        return true;
      });
      page_.pagination = paginate(count_, query_.page);
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
  static constexpr std::uint64_t least_share = 4;

  /// The group that lists what the filters other than the search let through; none for an owner without leads.
  [[nodiscard]] std::optional<std::uint64_t> asked_group() const {
    std::uint64_t owner = 0;
    if (query_.assigned_to.is_unassigned()) {
      owner = no_owner;
    } else if (query_.assigned_to.is_member()) {
      const owner_record* const found = version_.find_owner(query_.assigned_to.id());
      if (found == nullptr) {
        return std::nullopt;
      }
      owner = found->number;
    }
    return list_group(owner, query_.status);
  }

  /// Calls visit(record, slot) for the rows of the group from a position on, in the order that is asked for.
  template <class Visit> void walk(std::uint64_t position, std::uint64_t count, Visit&& visit) const {
    if (nulls_ == nulls_last || count == 0) {
      version_.tree.visit(first_ + position, std::min(count, count_ - position), visit);
      return;
    }
    // Nulls are last in the tree: the same two runs, the other way round.
    const std::uint64_t dated = version_.tree.rank({group_, ~std::uint64_t{0}, 0}) - first_;
    const std::uint64_t undated = count_ - dated;
    bool going = true;
    const auto visit_on = [&](const tree_record* record, std::uint32_t slot) {
      return going = visit(record, slot);
    };
    if (position < undated) {
      const std::uint64_t here = std::min(count, undated - position);
      version_.tree.visit(first_ + dated + position, here, visit_on);
      position += here;
      count -= here;
    }
    if (going && count != 0 && position < count_) {
      version_.tree.visit(first_ + position - undated, std::min(count, count_ - position), visit_on);
    }
  }

  /// Calls visit(record, slot) for the rows of the group, last first, until it says false.
  template <class Visit> void walk_back(Visit&& visit) const {
    if (nulls_ == nulls_last) {
      version_.tree.visit_back(first_ + count_, count_, visit);
      return;
    }
    const std::uint64_t dated = version_.tree.rank({group_, ~std::uint64_t{0}, 0}) - first_;
    bool going = true;
    version_.tree.visit_back(first_ + dated, dated, [&](const tree_record* record, std::uint32_t slot) {
      return going = visit(record, slot);
    });
    if (going) {
      version_.tree.visit_back(first_ + count_, count_ - dated, visit);
    }
  }

  void search() {
    const std::vector<std::string> needles = search_needles(query_.search);
    if (needles.empty()) { // bytes that are not UTF-8: no structure knows them
      walk_all([&](const tree_record* record, std::uint32_t) {
        return matches(indexed_lead_access::row(record), query_.search);
      });
      return;
    }
    const bool everybody = count_ == version_.rows;
    if (count_ * cost_of_looking * least_share < version_.rows &&
        count_ * cost_of_looking < version_.texts.cost_of_finding(needles)) {
      look(needles);
      return;
    }
    slot_set found = version_.texts.find(needles);
    const std::uint64_t left = found.size();
    const std::uint64_t walked =
        everybody && query_.page.end() < left ? query_.page.end() * count_ / left : count_;
    if (left * cost_of_finding_a_row <= walked) {
      gather(found);
      return;
    }
    found.make_dense();
    if (everybody) {
      walk_until_page(left, [&](std::uint32_t slot) { return found.contains(slot); });
    } else {
      walk_all([&](const tree_record*, std::uint32_t slot) { return found.contains(slot); });
    }
  }

  /// Looks into the texts of the group, those of adjacent slots at once. Memory is slow and far away: it is asked for some
  /// time before.
  void look(std::span<const std::string> needles) {
    constexpr std::size_t ahead = 12;
    std::vector<std::uint32_t> slots;
    std::vector<std::size_t> runs{0}; // where adjacent slots begin, and the end
    slots.reserve(static_cast<std::size_t>(count_));
    walk(0, count_, [&](const tree_record*, std::uint32_t slot) {
      if (!slots.empty() && slot != slots.back() + 1) {
        runs.push_back(slots.size());
      }
      slots.push_back(slot);
      return true;
    });
    runs.push_back(slots.size());
    std::vector<char> found(slots.size());
    for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
      if (i + 2 * ahead + 1 < runs.size()) {
        version_.texts.prefetch_place(slots[runs[i + 2 * ahead]]);
      }
      if (i + ahead + 1 < runs.size()) {
        version_.texts.prefetch(slots[runs[i + ahead]]);
      }
      const std::uint32_t first = slots[runs[i]];
      for (const std::string& needle : needles) {
        version_.texts.find_among(first, runs[i + 1] - runs[i], needle,
                                  [&](std::uint32_t slot) { found[runs[i] + (slot - first)] = 1; });
      }
    }
    const std::uint64_t begin = query_.page.offset();
    const std::uint64_t end = query_.page.end();
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (found[i] != 0) {
        if (total >= begin && total < end) {
          page_.data.push_back(*version_.at_slot(slots[i]));
        }
        ++total;
      }
    }
    page_.pagination = paginate(total, query_.page);
  }

  /// Finds the rows of few slots, and selects the page from them.
  void gather(const slot_set& found) {
    std::vector<const indexed_lead*> rows;
    rows.reserve(static_cast<std::size_t>(found.size()));
    found.for_each([&](std::uint32_t slot) { version_.slots.prefetch(slot); });
    found.for_each([&](std::uint32_t slot) {
      const indexed_lead* const row = version_.at_slot(slot);
      __builtin_prefetch(row);
      rows.push_back(row);
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
    for (const indexed_lead* row :
         std::move(best).slice(static_cast<std::size_t>(slice.first), static_cast<std::size_t>(slice.last))) {
      page_.data.push_back(*row);
    }
    page_.pagination = paginate(total, query_.page);
  }

  /// Walks over the whole group and counts.
  template <class Found> void walk_all(Found found) {
    const std::uint64_t begin = query_.page.offset();
    const std::uint64_t end = query_.page.end();
    std::uint64_t total = 0;
    walk(0, count_, [&](const tree_record* record, std::uint32_t slot) {
      if (found(record, slot)) {
        if (total >= begin && total < end) {
          page_.data.push_back(indexed_lead_access::row(record));
        }
        ++total;
      }
      return true;
    });
    page_.pagination = paginate(total, query_.page);
  }

  /// Walks as far as the page goes, from the nearer end, where the number of all is known.
  template <class Found> void walk_until_page(std::uint64_t total, Found found) {
    const row_slice slice = slice_of(total, query_.page);
    page_.pagination = paginate(total, query_.page);
    if (slice.first == slice.last) {
      return;
    }
    const bool backwards = slice.first > total - slice.last;
    const std::uint64_t skipped = backwards ? total - slice.last : slice.first;
    const std::uint64_t wanted = skipped + slice.last - slice.first;
    std::uint64_t seen = 0;
    const auto visit = [&](const tree_record* record, std::uint32_t slot) {
      if (found(slot)) {
        if (seen >= skipped) {
          page_.data.push_back(indexed_lead_access::row(record));
        }
        ++seen;
      }
      return seen != wanted;
    };
    if (backwards) {
      walk_back(visit);
      std::ranges::reverse(page_.data);
    } else {
      walk(0, count_, visit);
    }
  }

  const index_version& version_;
  const lead_query& query_;
  null_placement nulls_;
  std::uint64_t group_ = 0;
  std::uint64_t first_ = 0; // the rank of the group's first entry
  std::uint64_t count_ = 0; // of its entries
  page_of<row_reference> page_;
};

/// The making of a new version.
class index_change {
 public:
  explicit index_change(const index_version& from)
      : edit_(from.number + 1), made_(std::make_shared<index_version>()) {
    made_->texts = from.texts;
    made_->rows = from.rows;
    made_->owners = from.owners;
    made_->number = from.number + 1;
    made_->tree = from.tree; // last, since a version that goes destroys its parts, and texts may throw
    made_->slots = from.slots;
  }
  index_change(const index_change&) = delete;
  index_change& operator=(const index_change&) = delete;
  ~index_change() {
    if (made_ != nullptr) {
      made_->tree = {}; // given up: its parts are the edit's and the older version's
      made_->slots = {};
    }
  }

  template <lead_like L> bool upsert(const L& changed) {
    const auto& from = detail::row(changed);
    const indexed_lead* const old = made_->find(as_text(field<"id">(from)));
    std::string text;
    append_searchable_text(text, from);
    const bool same_text = old != nullptr && made_->texts.text(access::slot(*old)) == text;
    const std::uint32_t slot = same_text ? access::slot(*old) : made_->texts.add(text);
    const indexed_lead& row = make_row(from, slot);
    const std::uint64_t owner = owner_of(row, true);
    const bool same_owner = old != nullptr && old->assigned_to_id() == row.assigned_to_id();
    const auto keys = keys_of(row, owner);
    if (old != nullptr) {
      const auto old_keys = keys_of(*old, same_owner ? owner : owner_of(*old));
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if (old_keys[i] != keys[i]) {
          made_->tree.erase(edit_, old_keys[i], old->id());
        }
      }
    }
    for (const tree_key& key : keys) {
      static_cast<void>(made_->tree.insert(edit_, {key, access::record(row), slot}));
    }
    made_->slots.set(edit_, slot, access::record(row));
    if (old != nullptr) {
      if (!same_text) {
        remove_text(*old);
      }
      if (!same_owner) {
        drop_owner_without_leads(*old);
      }
      edit_.retire(access::record(*old));
    } else {
      ++made_->rows;
    }
    renumber_slots_if_sparse();
    return old == nullptr;
  }

  void erase(const indexed_lead& row) {
    for (const tree_key& key : keys_of(row, owner_of(row))) {
      made_->tree.erase(edit_, key, row.id());
    }
    --made_->rows;
    remove_text(row);
    drop_owner_without_leads(row);
    edit_.retire(access::record(row));
    renumber_slots_if_sparse();
  }

  template <class Range> void assign(Range&& leads) {
    // Every part of the old version goes, and what this change has made of it so far.
    const auto retire = [&](const version_part* part) { edit_.retire(part); };
    made_->tree.visit_nodes(retire);
    made_->slots.visit_nodes(retire);
    made_->tree.visit(made_->tree.rank({id_group, 0, 0}), made_->tree.size(),
                      [&](const tree_record* record, std::uint32_t) {
                        edit_.retire(record);
                        return true;
                      });
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
        sources.push_back(&access::row(static_cast<const tree_record*>(kept.back().get())));
      }
      fill(sources);
    }
  }

  version_edit edit_;
  std::shared_ptr<index_version> made_;

 private:
  using access = indexed_lead_access;
  static constexpr std::size_t most_spare_slots = 8192;
  static constexpr std::uint64_t all_leads = list_group(0, std::nullopt);

  template <class Row> [[nodiscard]] const indexed_lead& make_row(const Row& from, std::uint32_t slot) {
    return access::row(static_cast<const tree_record*>(edit_.adopt(access::make(from, slot))));
  }

  /// The number of a row's owner, who gets one if he is new.
  template <class Row> [[nodiscard]] std::uint64_t owner_of(const Row& row, bool may_be_new = false) {
    auto&& assigned = field<"assigned_to_id">(row);
    if (!has_value(assigned)) {
      return no_owner;
    }
    auto&& owner_name = detail::value(assigned);
    const std::string_view name = as_text(owner_name);
    if (const owner_record* const known = made_->find_owner(name); known != nullptr || !may_be_new) {
      return known->number;
    }
    const auto* const owner = edit_.make<owner_record>(name, made_->owners + 1);
    static_cast<void>(made_->tree.insert(edit_, {text_key(owner_group, owner->text()), owner, 0}));
    return ++made_->owners;
  }
  /// The lists that a row is in, besides that of all.
  template <class Row>
  [[nodiscard]] static std::array<std::uint64_t, 3> groups_of(const Row& row, std::uint64_t owner) {
    const auto status = static_cast<lead_status>(field<"status">(row));
    return {list_group(0, status), list_group(owner, std::nullopt), list_group(owner, status)};
  }
  /// Whether a group lists the leads of an owner, or of nobody, with a status: each lead is in one such group.
  [[nodiscard]] static constexpr bool is_part(std::uint64_t group) noexcept {
    return group >= list_group(no_owner, std::nullopt) && group % groups_of_an_owner != 0;
  }
  /// The keys of all entries of a row: in its lists, by id.
  [[nodiscard]] static std::array<tree_key, 5> keys_of(const indexed_lead& row, std::uint64_t owner) {
    tree_key key = list_key(all_leads, row);
    std::array<tree_key, 5> keys{key};
    std::size_t i = 0;
    for (const std::uint64_t group : groups_of(row, owner)) {
      key.group = group;
      keys[++i] = key;
    }
    keys[++i] = text_key(id_group, row.id());
    return keys;
  }

  /// Whether leads and their ids stay where they are while a range is read.
  template <class Range, class Reference = std::ranges::range_reference_t<Range>,
            class Id = decltype(field<"id">(detail::row(std::declval<Reference>())))>
  static constexpr bool keeps_its_leads =
      std::ranges::forward_range<Range> && std::is_lvalue_reference_v<Reference> &&
      (std::is_lvalue_reference_v<Id> || std::same_as<std::remove_cv_t<Id>, std::string_view>);

  /// A lead that is being put into an order.
  struct ordered {
    std::uint64_t major;
    std::uint64_t minor;
    std::uint32_t source;

    ordered(const tree_key& key, std::uint32_t number) : major(key.major), minor(key.minor), source(number) {}
  };

  /// Makes a version of leads, the last of those with the same id. Rows are made in lead_order, so that those of a page are
  /// neighbours in memory; slots are given by owner and status, so that the texts that a filter leaves are.
  template <class Source> void fill(const std::vector<Source*>& sources) {
    if (sources.size() >= std::numeric_limits<std::uint32_t>::max()) {
      text_segment::refuse_length();
    }
    const auto source = [&](std::uint32_t number) -> decltype(auto) { return detail::row(*sources[number]); };
    const auto id = [&](std::uint32_t number) -> std::string_view {
      return as_text(field<"id">(source(number)));
    };
    const auto is_before = [&](const ordered& a, const ordered& b) {
      const auto key = [](const ordered& each) { return std::pair(each.major, each.minor); };
      if (key(a) != key(b)) {
        return key(a) < key(b);
      }
      const int order = id(a.source).compare(id(b.source));
      return order != 0 ? order < 0 : a.source < b.source;
    };
    std::vector<ordered> by_id;
    by_id.reserve(sources.size());
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
      by_id.emplace_back(text_key(0, id(i)), i);
    }
    std::ranges::sort(by_id, is_before);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < by_id.size(); ++i) {
      const bool another_follows = i + 1 != by_id.size() && by_id[i].major == by_id[i + 1].major &&
                                   by_id[i].minor == by_id[i + 1].minor &&
                                   id(by_id[i].source) == id(by_id[i + 1].source);
      if (!another_follows) {
        by_id[kept++] = by_id[i];
      }
    }
    by_id.erase(by_id.begin() + static_cast<std::ptrdiff_t>(kept), by_id.end());
    std::vector<ordered> in_order;
    in_order.reserve(kept);
    for (const ordered& each : by_id) {
      in_order.emplace_back(list_key(0, source(each.source)), each.source);
    }
    std::ranges::sort(in_order, is_before);

    made_->tree = {};
    made_->slots = {};
    made_->owners = no_owner;
    made_->rows = kept;
    made_->texts = {};
    std::map<std::uint64_t, std::vector<std::uint32_t>>
        lists; // but that of all leads, by group: places in the order
    for (std::uint32_t i = 0; i < kept; ++i) {
      const std::uint32_t from = in_order[i].source;
      const std::uint64_t owner = owner_of(source(from), true); // the tree has nothing but owners so far
      for (const std::uint64_t group : groups_of(source(from), owner)) {
        lists[group].push_back(i);
      }
    }

    constexpr std::size_t texts_of_chunk = 4096;
    std::vector<std::string> texts((kept + texts_of_chunk - 1) / texts_of_chunk); // of so many slots each
    std::vector<std::size_t> ends(kept);
    std::vector<std::uint32_t> slot_of(kept);
    std::uint32_t slots = 0;
    for (const auto& [group, places] : lists) {
      for (std::size_t each = 0; is_part(group) && each < places.size(); ++each) {
        std::string& chunk = texts[slots / texts_of_chunk];
        append_searchable_text(chunk, source(in_order[places[each]].source));
        ends[slots] = chunk.size();
        slot_of[places[each]] = slots++;
      }
    }
    static_cast<void>(made_->texts.add_all(kept, [&](std::size_t i) {
      const std::size_t begin = i % texts_of_chunk == 0 ? 0 : ends[i - 1];
      return std::string_view(texts[i / texts_of_chunk]).substr(begin, ends[i] - begin);
    }));
    texts = {};

    std::vector<const indexed_lead*> rows(kept);
    std::vector<std::uint32_t> place_of(sources.size());
    for (std::uint32_t i = 0; i < kept; ++i) {
      rows[i] = &make_row(source(in_order[i].source), slot_of[i]);
      place_of[in_order[i].source] = i;
      made_->slots.set(edit_, slot_of[i], access::record(*rows[i]));
    }

    // In the order of their groups: all leads, the lists, ids, owners.
    std::vector<const tree_record*> owner_records;
    made_->tree.visit(0, made_->tree.size(), [&](const tree_record* owner, std::uint32_t) {
      owner_records.push_back(owner);
      return true;
    });
    made_->tree.visit_nodes([&](const version_part* node) { edit_.retire(node); });
    const auto each_entry = [&](auto&& visit) {
      const auto visit_listed = [&](std::uint64_t group, std::uint32_t i) {
        visit({{group, in_order[i].major, in_order[i].minor}, access::record(*rows[i]), slot_of[i]});
      };
      for (std::uint32_t i = 0; i < kept; ++i) {
        visit_listed(all_leads, i);
      }
      for (const auto& [group, places] : lists) {
        for (const std::uint32_t i : places) {
          visit_listed(group, i);
        }
      }
      for (const ordered& each : by_id) {
        const std::uint32_t i = place_of[each.source];
        visit({{id_group, each.major, each.minor}, access::record(*rows[i]), slot_of[i]});
      }
      for (const tree_record* const owner : owner_records) {
        visit({text_key(owner_group, owner->text()), owner, 0});
      }
    };
    made_->tree = counted_tree::build(edit_, kept * 5 + owner_records.size(), each_entry);
  }

  void remove_text(const indexed_lead& row) {
    made_->texts.remove(access::slot(row));
    made_->slots.set(edit_, access::slot(row), nullptr);
  }
  /// Takes out the owner of a row that has no entries any more, if that was the owner's last.
  void drop_owner_without_leads(const indexed_lead& row) {
    if (row.assigned_to_id().has_value()) {
      const owner_record* const owner = made_->find_owner(*row.assigned_to_id());
      const std::uint64_t group = list_group(owner->number, std::nullopt);
      if (const auto [first, last] = made_->tree.ranks_of(group); first == last) {
        made_->tree.erase(edit_, text_key(owner_group, owner->text()), owner->text());
        edit_.retire(owner);
      }
    }
  }
  /// Slots are not used again: once most are unused, all leads get new ones.
  void renumber_slots_if_sparse() {
    if (made_->texts.slots() > 2 * made_->rows + most_spare_slots) {
      std::vector<std::reference_wrapper<const indexed_lead>> rows;
      rows.reserve(static_cast<std::size_t>(made_->rows));
      made_->tree.visit(0, made_->rows, [&](const tree_record* record, std::uint32_t) {
        rows.emplace_back(access::row(record));
        return true;
      });
      assign(rows);
    }
  }
};

} // namespace detail

/// A page whose rows are an index's: it keeps the snapshot that they belong to.
struct snapshot_page;

/// One state of an index, which does not change. Copying it is cheap; its rows live as long as one of the copies.
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

    [[nodiscard]] reference operator*() const noexcept {
      return detail::indexed_lead_access::row(run_.front());
    }
    [[nodiscard]] pointer operator->() const noexcept { return &**this; }
    iterator& operator++() {
      ++rank_;
      run_ = run_.size() > 1 ? run_.subspan(1) : records_from(rank_);
      return *this;
    }
    iterator operator++(int) {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.rank_ == b.rank_; }

   private:
    friend class lead_snapshot;
    iterator(const detail::index_version* of, std::uint64_t rank)
        : version_(of), rank_(rank), run_(records_from(rank)) {}

    [[nodiscard]] std::span<const detail::tree_record* const>
    records_from(std::uint64_t rank) const noexcept {
      return version_->tree.run_from(rank).records;
    }

    const detail::index_version* version_ = nullptr;
    std::uint64_t rank_ = 0;
    std::span<const detail::tree_record* const> run_; // from this row to the last in its leaf
  };

  /// How many leads there are.
  [[nodiscard]] std::uint64_t size() const noexcept { return version_->rows; }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  [[nodiscard]] iterator begin() const { return {version_.get(), 0}; }
  [[nodiscard]] iterator end() const { return {version_.get(), size()}; }

  /// The lead with an id, or null. It lives as long as a copy of this snapshot.
  /// @par Complexity  logarithmic.
  [[nodiscard]] const indexed_lead* find(std::string_view id) const noexcept { return version_->find(id); }

  /// The answer to a query: the page and totals that list() gives over the same leads.
  ///
  /// @param nulls  where rows without a next call stand.
  /// @par Complexity  O(log n + page_size) without a search, whatever the page and the other filters. With one, linear
  ///     in the hits and in the words that have the term; a term that spans three words or more is also looked for in the
  ///     texts that have its rarest two words.
  /// @par Exceptions  only allocation.
  /// @par Source  decisions 0090, 0092 and 0093.
  [[nodiscard]] snapshot_page list(const lead_query& query, null_placement nulls = nulls_last) const;

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
/// @par Source  decisions 0090 and 0091.
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
  [[nodiscard]] std::uint64_t size() const { return current()->rows; }
  /// snapshot().list(query): the rows live as long as the page.
  [[nodiscard]] snapshot_page list(const lead_query& query, null_placement nulls = nulls_last) const {
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
  current_.swap(made); // the old version goes, if nobody else has it, once nobody waits for the lock
}

} // namespace leadcore

#endif
