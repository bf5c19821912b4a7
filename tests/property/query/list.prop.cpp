// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/list.hpp>

#include "support/archetypes.hpp"
#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <deque>
#include <forward_list>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

using rows_type = std::vector<lead>;

/// A single-pass range that cannot be copied and makes each row on demand, like a stream or a
/// database cursor.
class row_stream {
 public:
  explicit row_stream(const rows_type& rows) : rows_(&rows) {}
  row_stream(row_stream&&) = default;
  row_stream& operator=(row_stream&&) = default;

  class iterator {
   public:
    using value_type = lead;
    using difference_type = std::ptrdiff_t;
    explicit iterator(row_stream& stream) : stream_(&stream) {}
    iterator(iterator&&) = default;
    iterator& operator=(iterator&&) = default;
    lead operator*() const { return (*stream_->rows_)[stream_->next_]; }
    iterator& operator++() {
      ++stream_->next_;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& at, std::default_sentinel_t) {
      return at.stream_->at_end();
    }

   private:
    row_stream* stream_;
  };

  iterator begin() { return iterator(*this); }
  static std::default_sentinel_t end() { return {}; }
  [[nodiscard]] bool at_end() const { return next_ == rows_->size(); }

 private:
  const rows_type* rows_;
  std::size_t next_ = 0;
};

static_assert(std::ranges::input_range<row_stream> && !std::ranges::forward_range<row_stream>);
static_assert(!std::copyable<row_stream>);

} // namespace

TEST_CASE("list obeys every law of a lister, whatever the range") {
  rc::prop("a vector", obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             return list(rows, query);
           }));
  rc::prop("a vector, rows without a call first",
           obeys_list_laws([](const rows_type& rows,
                              const lead_query& query) { return list(rows, query, nulls_first); },
                           nulls_first));
  rc::prop("a vector of hostile rows",
           obeys_list_laws(
               [](const rows_type& rows, const lead_query& query) { return list(rows, query); },
               nulls_last, lead_kind::hostile));
  rc::prop("a deque, a list and a forward_list",
           obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             const auto page = list(std::deque<lead>(rows.begin(), rows.end()), query);
             RC_ASSERT(list(std::list<lead>(rows.begin(), rows.end()), query) == page);
             RC_ASSERT(list(std::forward_list<lead>(rows.begin(), rows.end()), query) == page);
             return page;
           }));
  rc::prop("a single-pass stream of rows made on the fly",
           obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             return list(row_stream(rows), query);
           }));
  rc::prop("a view that gives new rows",
           obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             return list(rows | std::views::transform([](const lead& row) { return row; }), query);
           }));
  rc::prop("a view that gives references to rows",
           obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             std::vector<const lead*> pointers;
             for (const lead& row : rows) {
               pointers.push_back(&row);
             }
             return list(pointers | std::views::transform(
                                        [](const lead* row) -> const lead& { return *row; }),
                         query);
           }));
  rc::prop("a filtered and reversed view",
           obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             const auto matching = [&](const lead& row) { return matches(row, query); };
             return list(rows | std::views::reverse | std::views::filter(matching), query);
           }));
  rc::prop("rows of one's own type, known by accessors",
           obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             std::vector<test_support::minimal_row> own;
             for (const lead& row : rows) {
               own.emplace_back(row);
             }
             return list(own, query);
           }));
}

TEST_CASE("list_references obeys every law of a lister") {
  rc::prop("a vector", obeys_list_laws([](const rows_type& rows, const lead_query& query) {
             return list_references(rows, query);
           }));
  rc::prop("a forward_list, rows without a call first",
           obeys_list_laws(
               [kept = std::forward_list<lead>()](const rows_type& rows,
                                                  const lead_query& query) mutable {
                 kept.assign(rows.begin(), rows.end());
                 return list_references(kept, query, nulls_first);
               },
               nulls_first));
  rc::prop("rows that cannot be copied, of one's own type",
           obeys_list_laws([kept = std::make_shared<std::vector<test_support::odd_row>>()](
                               const rows_type& rows, const lead_query& query) {
             kept->clear();
             for (const lead& row :
                  rows) { // a null company, which odd_row cannot hold, is set for both below
               test_support::odd_row own;
               own.id = row.id.c_str();
               own.name = row.name;
               for (const std::string& phone : row.phones) {
                 own.phones.push_back(*parse_phone(phone));
               }
               for (const std::string& email : row.emails) {
                 own.emails.push_back(*parse_email(email));
               }
               own.primary_phone = row.primary_phone ? row.primary_phone->c_str() : nullptr;
               own.primary_email = row.primary_email ? &*row.primary_email : nullptr;
               own.contact_id = row.contact_id;
               own.company = row.company.value_or("");
               own.source = row.source;
               own.status = row.status;
               own.notes = row.notes;
               own.next_call_at = row.next_call_at ? &*row.next_call_at : nullptr;
               own.created_at = row.created_at;
               own.updated_at = row.updated_at;
               own.assigned_to_id = row.assigned_to_id;
               own.client_id = row.client_id;
               kept->push_back(std::move(own));
             }
             const auto page = list_references(*kept, query);
             page_of<lead> plain = to_plain_page(page);
             for (lead& row : plain.data) {
               const auto source = std::find_if(
                   rows.begin(), rows.end(), [&](const lead& each) { return each.id == row.id; });
               RC_ASSERT(source != rows.end());
               RC_ASSERT(row.company == source->company.value_or(""));
               row.company = source->company;
             }
             return plain;
           }));
  rc::prop("refers to the rows themselves", [](const scenario& each) {
    for (const lead& row : list_references(each.rows, each.query).data) {
      RC_ASSERT(&row >= each.rows.data() && &row < each.rows.data() + each.rows.size());
    }
  });
}

TEST_CASE("list over a store of many organisations obeys the law of organisations") {
  rc::prop("rows filtered by organisation",
           obeys_store_laws([](const std::vector<organisation_lead>& rows, std::string_view asked,
                               const lead_query& query) {
             return list(rows | std::views::filter([&](const organisation_lead& each) {
                           return each.organisation == asked;
                         }) | std::views::transform(&organisation_lead::row),
                         query);
           }));
}

TEST_CASE("the page is a slice of the sorted matching rows and depends on these alone") {
  rc::prop("rows that do not match change nothing", [](const scenario& each) {
    const auto page = list(each.rows, each.query);
    rows_type matching;
    for (const lead& row : each.rows) {
      if (matches(row, each.query)) {
        matching.push_back(row);
      }
    }
    RC_ASSERT(list(matching, each.query) == page);
    RC_ASSERT(list(matching, lead_query{std::nullopt, {}, {}, each.query.page}) == page);
    RC_ASSERT(page.data.size() <= each.query.page.page_size);
  });
  rc::prop("all leads sorted, cut at the page", [](const scenario& each) {
    rows_type sorted = each.rows;
    std::sort(sorted.begin(), sorted.end(), lead_order);
    lead_query query = each.query;
    query.page = {1, max_page_size};
    const auto all = list(each.rows, query);
    std::erase_if(sorted, [&](const lead& row) { return !matches(row, query); });
    RC_ASSERT(all.data == sorted); // fewer than max_page_size are drawn
  });
}
