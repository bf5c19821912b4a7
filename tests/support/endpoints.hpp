// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ENDPOINTS_HPP
#define LEADCORE_TESTS_SUPPORT_ENDPOINTS_HPP

// The endpoints of a user's own with which every interpreter is tested: contacts, which are leads
// with more fields, filters and another order; deals, which are no leads and have fields of every
// kind; and gauges, which have no search, but narrow and unsigned numbers, names of enumerators
// that need quotes, and filters that write their own SQL.

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

namespace metering {

// Neither the values nor the names are in the order of the other.
enum class phase : std::int8_t { lost = -1, open = 0, almost = 5, closed = 6 };

struct gauge {
  std::string code{}; ///< the key
  std::uint64_t reading{};
  float weight{};
  std::int8_t level{};
  std::optional<bool> flag{};
  std::optional<metering::phase> phase{};
  std::uint16_t port{};
  std::optional<std::string> site{};

  friend bool operator==(const gauge&, const gauge&) = default;
};

struct query {
  std::optional<std::uint64_t> reading, reading_from, reading_until;
  std::vector<float> weights;
  std::vector<metering::phase> phases;
  std::optional<metering::phase> phase_from;
  std::optional<bool> flag, without_phase;
  std::optional<std::int8_t> level_until;
  std::optional<std::string> code_from, code_until;
  std::vector<std::string> sites;
  std::optional<std::int8_t> urgent;
  std::optional<std::string> at;
  leadcore::page_request page;

  friend bool operator==(const query&, const query&) = default;
};

/// urgent=5: the level is at least 5, or there is no site. Its SQL has an OR.
struct urgent_filter {
  using query_type = metering::query;
  static constexpr int cost = 0;
  static constexpr std::string_view parameter() { return "urgent"; }
  static std::string allowed() { return "one digit"; }
  static leadcore::value_check parse(std::string_view value, metering::query& to) {
    if (value.size() != 1 || value.front() < '0' || value.front() > '9') {
      return leadcore::value_problem{leadcore::query_errc::invalid_value, allowed()};
    }
    to.urgent = static_cast<std::int8_t>(value.front() - '0');
    return std::nullopt;
  }
  static std::optional<std::string> print(const metering::query& from) {
    return from.urgent ? std::optional(std::to_string(*from.urgent)) : std::nullopt;
  }
  static bool idle(const metering::query& asked) { return !asked.urgent; }
  template <class Row> bool operator()(const Row& row, const metering::query& asked) const {
    return !asked.urgent || leadcore::field<"level">(row) >= *asked.urgent ||
           !leadcore::field<"site">(row).has_value();
  }
  template <class Sql> void sql(Sql& out, const metering::query& asked) const {
    out.add(out.template column<"level">(), " >= ", out.bind(*asked.urgent), " OR ",
            out.template column<"site">(), " IS NULL");
  }
  template <class Drawing> void draw(Drawing& from, metering::query& asked) const {
    asked.urgent = static_cast<std::int8_t>(from.below(10));
  }
};

/// at=TEXT: the code is the text. Its SQL binds it, whatever it is.
struct at_filter {
  using query_type = metering::query;
  static constexpr int cost = 0;
  static constexpr std::string_view parameter() { return "at"; }
  static std::string allowed() { return "a code"; }
  static leadcore::value_check parse(std::string_view value, metering::query& to) {
    if (value.empty()) {
      return leadcore::value_problem{leadcore::query_errc::empty_value, allowed()};
    }
    to.at = std::string(value);
    return std::nullopt;
  }
  static std::optional<std::string> print(const metering::query& from) { return from.at; }
  static bool idle(const metering::query& asked) { return !asked.at; }
  template <class Row> bool operator()(const Row& row, const metering::query& asked) const {
    return !asked.at || leadcore::field<"code">(row) == *asked.at;
  }
  template <class Sql> void sql(Sql& out, const metering::query& asked) const {
    out.add(out.template column<"code">(), " = ", out.bind(*asked.at));
  }
  template <class Drawing> void draw(Drawing& from, metering::query& asked) const {
    asked.at = std::string(1 + from.below(2), "ab%"[from.below(3)]);
  }
};

} // namespace metering

template <>
inline constexpr leadcore::enum_entry<metering::phase> leadcore::enum_table<metering::phase>[] = {
    {metering::phase::lost, "LOST"},
    {metering::phase::open, "don't know"},
    {metering::phase::almost, "Almost \"there\""},
    {metering::phase::closed, "CLOSED"}};

BOOST_HANA_ADAPT_STRUCT(metering::gauge, code, reading, weight, level, flag, phase, port, site);

namespace metering {

struct endpoint : leadcore::leads_endpoint {
  using record = gauge;
  using query = metering::query;
  static constexpr auto filters = std::tuple{
      leadcore::equals<"reading">(&query::reading),
      leadcore::at_least<"reading">(&query::reading_from),
      leadcore::less_than<"reading">(&query::reading_until),
      leadcore::one_of<"weight">(&query::weights),
      leadcore::one_of<"phase">(&query::phases),
      leadcore::at_least<"phase">(&query::phase_from),
      leadcore::equals<"flag">(&query::flag),
      leadcore::is_null<"phase">(&query::without_phase),
      leadcore::less_than<"level">(&query::level_until),
      leadcore::at_least<"code">(&query::code_from),
      leadcore::less_than<"code">(&query::code_until),
      leadcore::one_of<"site">(&query::sites),
      urgent_filter{},
      at_filter{},
  };
  static constexpr auto order = leadcore::lexicographic_order{std::tuple{
      leadcore::ascending<"flag">, leadcore::descending<"phase">.with(leadcore::nulls_first),
      leadcore::ascending<"level">, leadcore::descending<"reading">, leadcore::ascending<"code">}};
  static constexpr auto key = leadcore::field<"code">;
  static constexpr std::string_view path = "/gauges", scope = "gauges.read";
};

} // namespace metering

static_assert(leadcore::check_endpoint<crm::endpoint>());
static_assert(leadcore::check_endpoint<sales::endpoint>());
static_assert(leadcore::check_endpoint<metering::endpoint>());

#endif
