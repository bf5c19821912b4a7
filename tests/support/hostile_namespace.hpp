// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_HOSTILE_NAMESPACE_HPP
#define LEADCORE_TESTS_SUPPORT_HOSTILE_NAMESPACE_HPP

// A user's namespace that has all our function names, so that a call of ours that finds one of them
// does not compile.

#include "support/hostile_names.hpp"

#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hostile {

/// A text of the user's.
class words {
 public:
  words() = default;
  explicit words(std::string_view chars) : chars_(chars) {}
  [[nodiscard]] std::string_view view() const noexcept { return chars_; }

 private:
  std::string chars_;
};

/// A nullable value.
template <class T> class maybe {
 public:
  maybe() = default;
  explicit maybe(T value) : held_(std::move(value)), null_(false) {}
  explicit operator bool() const noexcept { return !null_; }
  const T& operator*() const noexcept { return held_; }

 private:
  T held_{};
  bool null_ = true;
};

/// A list.
template <class T> class several {
 public:
  void push_back(T value) { held_.push_back(std::move(value)); }
  [[nodiscard]] const T* begin() const noexcept { return held_.data(); }
  [[nodiscard]] const T* end() const noexcept { return held_.data() + held_.size(); }

 private:
  std::vector<T> held_;
};

/// A status and a time.
class stage {
 public:
  explicit stage(leadcore::lead_status status = {}) : status_(status) {}
  operator leadcore::lead_status() const noexcept { return status_; }

 private:
  leadcore::lead_status status_;
};
class moment {
 public:
  explicit moment(leadcore::timestamp time = {}) : time_(time) {}
  operator leadcore::timestamp() const noexcept { return time_; }

 private:
  leadcore::timestamp time_;
};

struct record {
  words id;
  words name;
  several<words> phones;
  several<words> emails;
  maybe<words> primary_phone;
  maybe<words> primary_email;
  words contact_id;
  maybe<words> company;
  maybe<words> source;
  stage status;
  maybe<words> notes;
  maybe<moment> next_call_at;
  moment created_at;
  moment updated_at;
  maybe<words> assigned_to_id;
  maybe<words> client_id;
};

/// A row of a database's answer.
class result_row {
 public:
  explicit result_row(std::vector<std::optional<std::string>> columns)
      : columns_(std::move(columns)) {}
  [[nodiscard]] bool is_null(std::size_t column) const { return !columns_[column]; }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t column) const {
    return std::stoll(*columns_[column]);
  }
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const {
    return *columns_[column];
  }

 private:
  std::vector<std::optional<std::string>> columns_;
};

// For each name a function that is a better match than a template of ours, and templates that take
// anything.
#define LEADCORE_HOSTILE(name)                                                                     \
  void name(const record&) = delete;                                                               \
  void name(record&) = delete;                                                                     \
  void name(const record&, const record&) = delete;                                                \
  void name(const record&, const leadcore::lead_query&) = delete;                                  \
  void name(const record&, const leadcore::search_term&) = delete;                                 \
  void name(const leadcore::page_of<record>&) = delete;                                            \
  void name(const words&) = delete;                                                                \
  void name(const maybe<words>&) = delete;                                                         \
  void name(const maybe<moment>&) = delete;                                                        \
  void name(const several<words>&) = delete;                                                       \
  void name(const stage&) = delete;                                                                \
  void name(const moment&) = delete;                                                               \
  void name(const result_row&) = delete;                                                           \
  void name(const result_row&, std::size_t) = delete;                                              \
  template <class... T> void name(T&&...) = delete;                                                \
  template <auto Value, class... T> void name(T&&...) = delete;
LEADCORE_HOSTILE_NAMES(LEADCORE_HOSTILE)
#undef LEADCORE_HOSTILE

} // namespace hostile

BOOST_HANA_ADAPT_STRUCT(hostile::record, id, name, phones, emails, primary_phone, primary_email,
                        contact_id, company, source, status, notes, next_call_at, created_at,
                        updated_at, assigned_to_id, client_id);

namespace leadcore::test_support {

/// A lead as a record of the hostile namespace.
inline hostile::record to_hostile(const lead& from) {
  using hostile::maybe;
  using hostile::moment;
  using hostile::words;
  const auto nullable = [](const std::optional<std::string>& text) {
    return text ? maybe<words>(words(*text)) : maybe<words>();
  };
  hostile::record row;
  row.id = words(from.id);
  row.name = words(from.name);
  for (const std::string& phone : from.phones) {
    row.phones.push_back(words(phone));
  }
  for (const std::string& email : from.emails) {
    row.emails.push_back(words(email));
  }
  row.primary_phone = nullable(from.primary_phone);
  row.primary_email = nullable(from.primary_email);
  row.contact_id = words(from.contact_id);
  row.company = nullable(from.company);
  row.source = nullable(from.source);
  row.status = hostile::stage(from.status);
  row.notes = nullable(from.notes);
  row.next_call_at =
      from.next_call_at ? maybe<moment>(moment(*from.next_call_at)) : maybe<moment>();
  row.created_at = moment(from.created_at);
  row.updated_at = moment(from.updated_at);
  row.assigned_to_id = nullable(from.assigned_to_id);
  row.client_id = nullable(from.client_id);
  return row;
}

/// Leads that differ in all that queries ask for, one of them with two broken invariants.
inline std::vector<lead> hostile_examples() {
  const auto at = [](std::int64_t milliseconds) {
    return *timestamp::from_milliseconds(milliseconds);
  };
  std::vector<lead> leads(4);
  leads[0] = {.id = "1",
              .name = "Jane Doe",
              .phones = {"+14155550101", "+442079460958"},
              .emails = {"jane@acme.com"},
              .primary_phone = "+442079460958",
              .primary_email = "jane@acme.com",
              .contact_id = "c1",
              .company = "ACME"};
  leads[0].next_call_at = at(2'000);
  leads[0].assigned_to_id = "m1";
  leads[1] = {.id = "2", .name = "Joe \"Q\"", .emails = {"joe@\xC3\xA9t\xC3\xA9.fr"}};
  leads[1].status = lead_status::qualified;
  leads[1].created_at = at(5);
  leads[2] = {.id = "3", .name = "Jan\xC3\xA9", .contact_id = "c3", .source = "web"};
  leads[2].next_call_at = at(1'000);
  leads[2].notes = "Jane's friend";
  leads[3] = {.id = "4", .name = "Last", .phones = {"+14155550101", "+14155550101"}};
  leads[3].assigned_to_id = "unassigned";
  leads[3].client_id = "x";
  return leads;
}

/// Queries for each filter, and for pages.
inline std::vector<lead_query> hostile_queries() {
  std::vector<lead_query> queries(7);
  queries[1].status = lead_status::qualified;
  queries[2].assigned_to = assignee_filter::member("m1");
  queries[3].assigned_to = assignee_filter::unassigned();
  queries[4].search = unchecked_search_term("JANE");
  queries[5].search = unchecked_search_term("415 555");
  queries[6].page = {2, 3};
  return queries;
}

} // namespace leadcore::test_support

#endif
