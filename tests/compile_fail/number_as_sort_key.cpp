// SPDX-License-Identifier: BSL-1.0
// A floating-point field is no sort key, since NaN has no place in a total order.
// expect: leadcore: a floating-point field is no sort key

#include <leadcore/query/endpoint.hpp>

#include <boost/hana/adapt_struct.hpp>

struct row : leadcore::lead {
  double score = 0;
  std::int64_t points = 0;
};
BOOST_HANA_ADAPT_STRUCT(row, id, name, phones, emails, primary_phone, primary_email, contact_id,
                        company, source, status, notes, next_call_at, created_at, updated_at,
                        assigned_to_id, client_id, score, points);

struct described : leadcore::leads_endpoint {
  using record = row;
#ifdef LEADCORE_BAD
  static constexpr auto order = leadcore::lexicographic_order{std::tuple {
    leadcore::descending<"score">,
    leadcore::ascending<"id">
  }};
#else
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::descending<"points">, leadcore::ascending<"id">}};
#endif
};
static_assert(leadcore::check_endpoint<described>());
