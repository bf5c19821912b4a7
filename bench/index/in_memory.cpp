// SPDX-License-Identifier: BSL-1.0
#include "index/sides.hpp"

#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>

#include <boost/multi_index/hashed_index.hpp>
#include <boost/multi_index/identity.hpp>
#include <boost/multi_index/ranked_index.hpp>
#include <boost/multi_index_container.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

namespace leadcore::bench {

namespace {

/// A lead with its sort keys, so that comparing rarely dereferences the lead.
struct entry {
  explicit entry(const lead& of)
      : row(&of), next_call(of.next_call_at ? of.next_call_at->milliseconds_since_epoch()
                                            : std::int64_t{9'000'000'000'000'000'000}),
        created(of.created_at.milliseconds_since_epoch()) {}

  const lead* row;
  std::int64_t next_call;
  std::int64_t created;
};

struct in_order {
  bool operator()(const entry& a, const entry& b) const {
    if (a.next_call != b.next_call) {
      return a.next_call < b.next_call;
    }
    return a.created != b.created ? a.created > b.created : a.row->id < b.row->id;
  }
};
/// Sorted by status or owner first, so that the key alone finds the range.
struct by_status {
  bool operator()(const entry& a, const entry& b) const {
    return a.row->status != b.row->status ? a.row->status < b.row->status : in_order()(a, b);
  }
  bool operator()(const entry& a, lead_status b) const { return a.row->status < b; }
  bool operator()(lead_status a, const entry& b) const { return a < b.row->status; }
};
struct by_owner {
  using owner = std::optional<std::string>;
  bool operator()(const entry& a, const entry& b) const {
    const int order = compare(a.row->assigned_to_id, b.row->assigned_to_id);
    return order != 0 ? order < 0 : in_order()(a, b);
  }
  bool operator()(const entry& a, const owner& b) const {
    return compare(a.row->assigned_to_id, b) < 0;
  }
  bool operator()(const owner& a, const entry& b) const {
    return compare(a, b.row->assigned_to_id) < 0;
  }

 private:
  static int compare(const owner& a, const owner& b) {
    return a && b ? a->compare(*b)
                  : static_cast<int>(a.has_value()) - static_cast<int>(b.has_value());
  }
};
struct id_of {
  using result_type = std::string_view;
  std::string_view operator()(const entry& of) const { return of.row->id; }
};

namespace mi = boost::multi_index;
using itself = mi::identity<entry>;
using table = mi::multi_index_container<
    entry, mi::indexed_by<mi::ranked_unique<itself, in_order>, mi::ranked_unique<itself, by_status>,
                          mi::ranked_unique<itself, by_owner>,
                          mi::hashed_unique<id_of, std::hash<std::string_view>>>>;

} // namespace

class ranked_side::container {
 public:
  table leads;
};

ranked_side::ranked_side(const std::vector<lead>& leads) : made_(std::make_unique<container>()) {
  for (const lead& each : leads) {
    made_->leads.emplace(each);
  }
}
ranked_side::~ranked_side() = default;

std::string ranked_side::version() {
  return "Boost.MultiIndex " + std::to_string(BOOST_VERSION / 100'000) + "." +
         std::to_string(BOOST_VERSION / 100 % 1'000) + " ranked";
}

void ranked_side::list(std::vector<const lead*>& rows, std::uint64_t& total,
                       const lead_query& query) const {
  rows.clear();
  rows.reserve(static_cast<std::size_t>(query.page.page_size));
  const auto take = [&](const auto& index, std::size_t first, std::size_t last) {
    total = last - first;
    const std::size_t begin = first + std::min<std::size_t>(query.page.offset(), last - first);
    const std::size_t end = std::min(begin + static_cast<std::size_t>(query.page.page_size), last);
    auto at = index.nth(begin);
    for (std::size_t i = begin; i < end; ++i, ++at) {
      rows.push_back(at->row);
    }
  };
  if (query.status) {
    const auto& index = made_->leads.get<1>();
    const auto [first, last] = index.equal_range_rank(*query.status, by_status());
    take(index, first, last);
  } else if (query.assigned_to.is_unassigned()) {
    const auto& index = made_->leads.get<2>();
    const auto [first, last] = index.equal_range_rank(by_owner::owner(), by_owner());
    take(index, first, last);
  } else {
    const auto& index = made_->leads.get<0>();
    take(index, 0, index.size());
  }
}

void ranked_side::move(const lead& changed) {
  auto& ids = made_->leads.get<3>();
  const auto at = ids.find(std::string_view(changed.id));
  if (at != ids.end()) {
    ids.replace(at, entry(changed));
  }
}

namespace {

/// Folds ASCII only: the terms are ASCII.
bool contains(const std::string& text, const std::string& lower_term) {
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower.find(lower_term) != std::string::npos;
}

} // namespace

std::vector<lead> naive_list(const std::vector<lead>& leads, const lead_query& query,
                             std::uint64_t& total) {
  const std::string term(query.search.folded());
  std::vector<lead> kept;
  std::copy_if(leads.begin(), leads.end(), std::back_inserter(kept), [&](const lead& each) {
    if (query.status && each.status != *query.status) {
      return false;
    }
    if (query.assigned_to.is_unassigned() && each.assigned_to_id) {
      return false;
    }
    if (query.assigned_to.is_member() &&
        (!each.assigned_to_id || *each.assigned_to_id != query.assigned_to.id())) {
      return false;
    }
    const auto has = [&](const std::string& text) { return contains(text, term); };
    return term.empty() || has(each.name) || (each.company && has(*each.company)) ||
           std::any_of(each.emails.begin(), each.emails.end(), has) ||
           std::any_of(each.phones.begin(), each.phones.end(), has);
  });
  std::sort(kept.begin(), kept.end(), [](const lead& a, const lead& b) {
    if (a.next_call_at != b.next_call_at) {
      return a.next_call_at && (!b.next_call_at || *a.next_call_at < *b.next_call_at);
    }
    return a.created_at != b.created_at ? a.created_at > b.created_at : a.id < b.id;
  });
  total = kept.size();
  const auto from =
      static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(query.page.offset(), total));
  const auto to = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(query.page.end(), total));
  return {std::make_move_iterator(kept.begin() + from), std::make_move_iterator(kept.begin() + to)};
}

} // namespace leadcore::bench
