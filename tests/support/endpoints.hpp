// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ENDPOINTS_HPP
#define LEADCORE_TESTS_SUPPORT_ENDPOINTS_HPP

// Two endpoints of a user's own, with which every interpreter is tested: contacts, which are leads
// with more fields, filters and another order; and deals, which are no leads and have fields of
// every kind.

#include <leadcore/query/endpoint.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace crm {

struct contact {
  std::string id, name;
  std::vector<std::string> phones, emails;
  std::optional<std::string> primary_phone, primary_email;
  std::string contact_id;
  std::optional<std::string> company, source;
  leadcore::lead_status status{};
  std::optional<std::string> notes;
  std::optional<leadcore::timestamp> next_call_at;
  leadcore::timestamp created_at, updated_at;
  std::optional<std::string> assigned_to_id, client_id;
  std::int64_t score = 0;
  std::vector<std::string> tags;

  friend bool operator==(const contact&, const contact&) = default;
};

struct query : leadcore::lead_query {
  std::optional<std::string> source;
  std::optional<std::int64_t> score_from, score_until;
  std::optional<leadcore::timestamp> created_from, created_until;

  friend bool operator==(const query&, const query&) = default;
};

} // namespace crm

BOOST_HANA_ADAPT_STRUCT(crm::contact, id, name, phones, emails, primary_phone, primary_email,
                        contact_id, company, source, status, notes, next_call_at, created_at,
                        updated_at, assigned_to_id, client_id, score, tags);

namespace crm {

/// Contacts: the 16 fields of leads and two more; the best first, then those to be called first,
/// last of all those without a company.
struct endpoint : leadcore::leads_endpoint {
  using record = contact;
  using query = crm::query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
                     std::tuple{leadcore::equals<"source">(&query::source),
                                leadcore::at_least<"score">(&query::score_from),
                                leadcore::less_than<"score">(&query::score_until),
                                leadcore::at_least<"created_at">(&query::created_from),
                                leadcore::less_than<"created_at">(&query::created_until)});
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::descending<"score">,
                 leadcore::descending<"next_call_at">.with(leadcore::nulls_first),
                 leadcore::ascending<"company">, leadcore::ascending<"id">}};
  static constexpr std::string_view path = "/api/v1/contacts";
  static constexpr std::string_view scope = "contacts.read";
};

} // namespace crm

namespace sales {

enum class stage : std::uint8_t { open = 1, offered, won = 10, lost };

/// No lead. Has fields of every kind, each also nullable.
struct deal {
  std::string number; ///< the key
  std::string title;
  std::optional<std::string> owner_id;
  std::vector<std::string> tags;
  sales::stage stage = sales::stage::open;
  std::optional<sales::stage> forecast;
  leadcore::timestamp opened_at;
  std::optional<leadcore::timestamp> due_at;
  std::int64_t amount = 0; ///< in cents
  std::optional<std::int32_t> discount;
  std::uint16_t items = 0;
  double probability = 0;
  std::optional<double> margin;
  bool signed_off = false;
  std::optional<bool> renewed;

  friend bool operator==(const deal&, const deal&) = default;
};

enum class deal_size : std::uint8_t { any, small, large };

inline constexpr leadcore::search_policy search_policy{leadcore::folding::caseless_unaccented,
                                                       leadcore::term_reading::all_words};

struct query {
  std::vector<sales::stage> stages;
  std::vector<std::string> numbers;
  std::optional<bool> signed_off, renewed;
  std::optional<std::int64_t> amount_from, amount_until;
  std::optional<std::int32_t> discount;
  std::optional<std::uint16_t> items;
  std::optional<double> probability_from;
  std::optional<leadcore::timestamp> due_until;
  std::optional<bool> without_due;
  std::optional<sales::stage> forecast;
  leadcore::assignee_filter owner;
  deal_size size = deal_size::any;
  leadcore::basic_search_term<search_policy> search;
  leadcore::page_request page;

  friend bool operator==(const query&, const query&) = default;
};

/// A filter kind of the user's own: size=small or size=large, by the amount.
struct size_filter {
  using field_type = leadcore::field_constant<"amount">;
  using query_type = sales::query;
  static constexpr std::int64_t limit = 1000;

  deal_size sales::query::* member;

  static constexpr int cost = 0;
  [[nodiscard]] static constexpr std::string_view parameter() noexcept { return "size"; }
  [[nodiscard]] static std::string allowed() { return "small or large"; }
  [[nodiscard]] leadcore::value_check parse(std::string_view value, sales::query& query) const {
    if (value != "small" && value != "large") {
      return leadcore::value_problem{value.empty() ? leadcore::query_errc::empty_value
                                                   : leadcore::query_errc::invalid_value,
                                     allowed()};
    }
    query.*member = value == "small" ? deal_size::small : deal_size::large;
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> print(const sales::query& query) const {
    return idle(query)
               ? std::nullopt
               : std::optional<std::string>(query.*member == deal_size::small ? "small" : "large");
  }
  [[nodiscard]] constexpr bool idle(const sales::query& query) const noexcept {
    return query.*member == deal_size::any;
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const sales::query& query) const {
    return idle(query) ||
           (query.*member == deal_size::small) == (leadcore::field<"amount">(row) < limit);
  }
  template <class Sql> void sql(Sql& out, const sales::query& query) const {
    out.template compare<"amount">(query.*member == deal_size::small ? "<" : ">=", limit);
  }
  /// For the random tests: a query that asks for one of both.
  template <class Drawing> void draw(Drawing& from, sales::query& query) const {
    query.*member = from.below(2) == 0 ? deal_size::small : deal_size::large;
  }
};

} // namespace sales

template <>
inline constexpr leadcore::enum_entry<sales::stage> leadcore::enum_table<sales::stage>[] = {
    {sales::stage::open, "OPEN"},
    {sales::stage::offered, "OFFERED"},
    {sales::stage::won, "WON"},
    {sales::stage::lost, "LOST"}};

BOOST_HANA_ADAPT_STRUCT(sales::deal, number, title, owner_id, tags, stage, forecast, opened_at,
                        due_at, amount, discount, items, probability, margin, signed_off, renewed);

namespace sales {

/// Deals: the last due first, after those without a time; then the largest, then by stage and by
/// discount.
struct endpoint {
  using record = deal;
  using query = sales::query;
  static constexpr auto filters = std::tuple{
      leadcore::one_of<"stage">(&query::stages),
      leadcore::one_of<"number">(&query::numbers),
      leadcore::equals<"signed_off">(&query::signed_off),
      leadcore::equals<"renewed">(&query::renewed),
      leadcore::at_least<"amount">(&query::amount_from),
      leadcore::less_than<"amount">(&query::amount_until),
      leadcore::equals<"discount">(&query::discount),
      leadcore::equals<"items">(&query::items),
      leadcore::at_least<"probability">(&query::probability_from),
      leadcore::less_than<"due_at">(&query::due_until),
      leadcore::is_null<"due_at">(&query::without_due),
      leadcore::equals<"forecast">(&query::forecast),
      leadcore::owned_by<"owner_id", "owner">(&query::owner),
      size_filter{&query::size},
      leadcore::search_in<"q">(&query::search, leadcore::searched<"title">,
                               leadcore::searched<"owner_id">, leadcore::searched<"tags">)};
  static constexpr auto order = leadcore::lexicographic_order{std::tuple{
      leadcore::descending<"due_at">.with(leadcore::nulls_first), leadcore::descending<"amount">,
      leadcore::ascending<"forecast">, leadcore::descending<"signed_off">,
      leadcore::ascending<"discount">, leadcore::descending<"number">}};
  static constexpr auto key = leadcore::field<"number">;
  static constexpr std::string_view path = "/deals";
  static constexpr std::string_view scope = "deals.read";
  static constexpr std::uint64_t default_page_size = 20;
  static constexpr std::uint64_t max_page_size = 1000;
};

} // namespace sales

static_assert(leadcore::check_endpoint<crm::endpoint>());
static_assert(leadcore::check_endpoint<sales::endpoint>());

#endif
