// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_OWN_ENDPOINTS_HPP
#define LEADCORE_TESTS_SUPPORT_OWN_ENDPOINTS_HPP

// More endpoints for the tests of sql/, beside those of endpoints.hpp: contacts with filters of
// their own kinds, deals with an order of every kind of key, and gauges, which have no search, but
// narrow and unsigned numbers.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace own_crm {

struct contact {
  std::string id{}, name{};
  std::vector<std::string> phones{}, emails{};
  std::optional<std::string> primary_phone{}, primary_email{};
  std::string contact_id{};
  std::optional<std::string> company{}, source{};
  leadcore::lead_status status{};
  std::optional<std::string> notes{};
  std::optional<leadcore::timestamp> next_call_at{};
  leadcore::timestamp created_at{}, updated_at{};
  std::optional<std::string> assigned_to_id{}, client_id{};
  std::int64_t score{};
  std::vector<std::string> tags{};
};
struct query : leadcore::lead_query {
  std::optional<std::string> source;
  std::vector<std::int64_t> scores;
  std::optional<leadcore::timestamp> created_from;
  std::optional<std::int64_t> hot;
  std::optional<std::string> named;
};

/// A filter of its own kind: the score is at least a number, or there is no company.
struct hot_filter {
  using query_type = query;
  static constexpr int cost = 0;
  static constexpr std::string_view parameter() { return "hot"; }
  static std::string allowed() { return "an integer"; }
  static leadcore::value_check parse(std::string_view value, query& to) {
    std::int64_t least = 0;
    if (const auto code = leadcore::detail::read_value(value, least)) {
      return leadcore::value_problem{*code, allowed()};
    }
    to.hot = least;
    return std::nullopt;
  }
  static std::optional<std::string> print(const query& from) {
    return from.hot ? std::optional(std::to_string(*from.hot)) : std::nullopt;
  }
  static bool idle(const query& asked) { return !asked.hot; }
  template <class Row> bool operator()(const Row& row, const query& asked) const {
    return !asked.hot || leadcore::field<"score">(row) >= *asked.hot ||
           !leadcore::field<"company">(row).has_value();
  }
  template <class Sql> void sql(Sql& out, const query& asked) const {
    out.add(out.template column<"score">(), " >= ", out.bind(*asked.hot), " OR ",
            out.template column<"company">(), " IS NULL");
  }
};
/// A filter of its own kind that binds a text: the name is not it.
struct named_filter {
  using query_type = query;
  static constexpr int cost = 0;
  static constexpr std::string_view parameter() { return "named"; }
  static std::string allowed() { return "a text"; }
  static leadcore::value_check parse(std::string_view value, query& to) {
    to.named = std::string(value);
    return std::nullopt;
  }
  static std::optional<std::string> print(const query& from) { return from.named; }
  static bool idle(const query& asked) { return !asked.named; }
  template <class Row> bool operator()(const Row& row, const query& asked) const {
    return !asked.named || leadcore::field<"name">(row) == *asked.named;
  }
  template <class Sql> void sql(Sql& out, const query& asked) const {
    out.add(out.template column<"name">(), " = ", out.bind(*asked.named));
  }
};

} // namespace own_crm
BOOST_HANA_ADAPT_STRUCT(own_crm::contact, id, name, phones, emails, primary_phone, primary_email,
                        contact_id, company, source, status, notes, next_call_at, created_at,
                        updated_at, assigned_to_id, client_id, score, tags);
namespace own_crm {

struct endpoint : leadcore::leads_endpoint {
  using record = contact;
  using query = own_crm::query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
                     std::tuple{leadcore::equals<"source">(&query::source),
                                leadcore::one_of<"score">(&query::scores),
                                leadcore::at_least<"created_at">(&query::created_from),
                                hot_filter{}, named_filter{}});
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::descending<"score">, leadcore::ascending<"id">}};
  static constexpr std::string_view path = "/api/v1/contacts", scope = "contacts.read";
};
static_assert(leadcore::check_endpoint<endpoint>());

} // namespace own_crm

namespace own_sales {

// Neither the values nor the names are in the order of the other.
enum class stage : std::int8_t { lost = -1, open = 0, almost = 5, closed = 6 };

struct deal {
  std::string id{}, title{};
  std::int64_t amount{};
  double probability{};
  bool won{};
  own_sales::stage stage{};
  std::optional<leadcore::timestamp> due{};
  std::vector<std::string> tags{};
  std::optional<std::string> region{};
};
inline constexpr leadcore::search_policy words{leadcore::folding::caseless,
                                               leadcore::term_reading::all_words};
struct deal_query {
  std::optional<own_sales::stage> stage, stage_from;
  std::vector<std::string> regions;
  std::optional<std::int64_t> amount_from, amount_until;
  std::optional<leadcore::timestamp> due_from, due_until;
  std::optional<double> probability_from;
  std::optional<bool> won, without_due;
  std::optional<std::string> title_from, title_until;
  leadcore::basic_search_term<words> search;
  leadcore::page_request page;
};

/// Its key is not named id.
struct gauge {
  std::string code{};
  std::uint64_t reading{};
  float weight{};
  std::int8_t level{};
  std::optional<bool> flag{};
  std::optional<own_sales::stage> phase{};
  std::uint16_t port{};
};
struct gauge_query {
  std::optional<std::uint64_t> reading, reading_from, reading_until;
  std::vector<float> weights;
  std::vector<own_sales::stage> phases;
  std::optional<bool> flag, without_phase;
  std::optional<std::int8_t> level_until;
  leadcore::page_request page;
};

} // namespace own_sales
template <>
inline constexpr leadcore::enum_entry<own_sales::stage> leadcore::enum_table<own_sales::stage>[] = {
    {own_sales::stage::lost, "LOST"},
    {own_sales::stage::open, "don't know"},
    {own_sales::stage::almost, "Almost \"there\""},
    {own_sales::stage::closed, "CLOSED"},
};
BOOST_HANA_ADAPT_STRUCT(own_sales::deal, id, title, amount, probability, won, stage, due, tags,
                        region);
BOOST_HANA_ADAPT_STRUCT(own_sales::gauge, code, reading, weight, level, flag, phase, port);
namespace own_sales {

struct deals : leadcore::leads_endpoint {
  using record = deal;
  using query = deal_query;
  static constexpr auto filters = std::tuple{
      leadcore::equals<"stage">(&query::stage),
      leadcore::at_least<"stage">(&query::stage_from),
      leadcore::one_of<"region">(&query::regions),
      leadcore::at_least<"amount">(&query::amount_from),
      leadcore::less_than<"amount">(&query::amount_until),
      leadcore::at_least<"due">(&query::due_from),
      leadcore::less_than<"due">(&query::due_until),
      leadcore::at_least<"probability">(&query::probability_from),
      leadcore::equals<"won">(&query::won),
      leadcore::is_null<"due">(&query::without_due),
      leadcore::at_least<"title">(&query::title_from),
      leadcore::less_than<"title">(&query::title_until),
      leadcore::search_in<>(&query::search, leadcore::searched<"title">,
                            leadcore::searched<"tags">),
  };
  static constexpr auto order = leadcore::lexicographic_order{std::tuple{
      leadcore::descending<"due">.with(leadcore::nulls_first), leadcore::ascending<"stage">,
      leadcore::descending<"won">, leadcore::ascending<"region">, leadcore::descending<"amount">,
      leadcore::ascending<"id">}};
  static constexpr std::string_view path = "/api/v1/deals", scope = "deals.read";
};
static_assert(leadcore::check_endpoint<deals>());

struct gauges : leadcore::leads_endpoint {
  using record = gauge;
  using query = gauge_query;
  static constexpr auto filters = std::tuple{
      leadcore::equals<"reading">(&query::reading),
      leadcore::at_least<"reading">(&query::reading_from),
      leadcore::less_than<"reading">(&query::reading_until),
      leadcore::one_of<"weight">(&query::weights),
      leadcore::one_of<"phase">(&query::phases),
      leadcore::equals<"flag">(&query::flag),
      leadcore::is_null<"phase">(&query::without_phase),
      leadcore::less_than<"level">(&query::level_until),
  };
  static constexpr auto order = leadcore::lexicographic_order{std::tuple{
      leadcore::ascending<"flag">, leadcore::descending<"phase">.with(leadcore::nulls_first),
      leadcore::ascending<"level">, leadcore::descending<"reading">, leadcore::ascending<"code">}};
  static constexpr auto key = leadcore::field<"code">;
  static constexpr std::string_view path = "/gauges", scope = "gauges.read";
};
static_assert(leadcore::check_endpoint<gauges>());

} // namespace own_sales

#endif
