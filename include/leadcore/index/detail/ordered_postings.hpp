// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_ORDERED_POSTINGS_HPP
#define LEADCORE_INDEX_DETAIL_ORDERED_POSTINGS_HPP

// A posting list in the order of the answer, which may have another placement of nulls than the
// order that lists are stored in.

#include <leadcore/index/detail/sort_key.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <tuple>

namespace leadcore::inline LEADCORE_ABI::detail {

/// How a list that is stored in the order of an endpoint gives the order of the answer.
enum class list_arrangement : std::uint8_t {
  stored,  ///< as it is
  swapped, ///< the second half before the first
  none,    ///< not at all: rows are selected by comparing them
};

/// The arrangement for a placement of nulls. Where the first key is null, it does not matter
/// otherwise, so two halves change places. Nulls of another key are within groups of rows.
template <class Endpoint>
[[nodiscard]] constexpr list_arrangement arrangement_for(null_placement nulls) noexcept {
  auto needed = list_arrangement::stored;
  bool is_first = true;
  const auto visit = [&]<class Key>(const Key& key) {
    if (is_nullable_field<Key::field_type::key, typename Endpoint::record> && key.nulls != nulls) {
      needed = is_first ? list_arrangement::swapped : list_arrangement::none;
    }
    is_first = false;
  };
  detail::unpack(Endpoint::order.keys, [&](const auto&... key) { (visit(key), ...); });
  return needed;
}
/// Whether a placement of nulls may need list_arrangement::none.
template <class Endpoint>
inline constexpr bool may_lack_arrangement =
    arrangement_for<Endpoint>(nulls_first) == list_arrangement::none ||
    arrangement_for<Endpoint>(nulls_last) == list_arrangement::none;

/// A posting list in the order of the answer.
class ordered_postings {
 public:
  ordered_postings() = default;
  /// @param arrangement  none is as stored
  ordered_postings(const posting_list& list, list_arrangement arrangement) noexcept
      : list_(list),
        half_(arrangement == list_arrangement::swapped ? list.rank(second_half_key) : list.size()) {
  }

  [[nodiscard]] std::uint64_t size() const noexcept { return list_.size(); }
  [[nodiscard]] bool empty() const noexcept { return list_.empty(); }

  /// Calls visit(docs) for up to count documents from a rank on, some at a time, until it returns
  /// false.
  void visit_spans(std::uint64_t first, std::uint64_t count,
                   posting_list::visit_values visit) const {
    const std::uint64_t moved = size() - half_;
    bool more = true;
    const auto visit_on = [&](std::span<const doc_id> docs) { return more = visit(docs); };
    if (first < moved) {
      const std::uint64_t here = std::min(count, moved - first);
      list_.visit_spans(half_ + first, here, visit_on);
      first += here;
      count -= here;
    }
    if (more && first < size()) {
      list_.visit_spans(first - moved, std::min(count, size() - first), visit_on);
    }
  }
  /// Calls visit(docs) for all documents, the last of them first, until it returns false. Those of
  /// one call are in order.
  void visit_spans_reverse(posting_list::visit_values visit) const {
    bool more = true;
    list_.visit_spans_reverse(half_, half_,
                              [&](std::span<const doc_id> docs) { return more = visit(docs); });
    if (more) {
      list_.visit_spans_reverse(size(), size() - half_, visit);
    }
  }

 private:
  posting_list list_{};
  std::uint64_t half_ = 0; // the rank of what comes first; size() if nothing is moved
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
