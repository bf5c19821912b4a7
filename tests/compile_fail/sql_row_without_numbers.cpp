// SPDX-License-Identifier: BSL-1.0
// A floating-point field needs a row that reads one.
// expect: leadcore: the row of the database has no real\(column\)

#include <leadcore/sql/rows.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

struct reading {
  std::string id;
  double value;
};
BOOST_HANA_ADAPT_STRUCT(reading, id, value);
struct reading_query {
  leadcore::page_request page;
};
struct readings : leadcore::leads_endpoint {
  using record = reading;
  using query = reading_query;
  static constexpr std::tuple<> filters{};
  static constexpr auto order =
      leadcore::lexicographic_order{std::tuple{leadcore::ascending<"id">}};
  static constexpr std::string_view path = "/readings";
};

struct some_row {
  bool is_null(std::size_t) const;
  std::optional<std::string_view> text(std::size_t) const;
  std::optional<std::int64_t> integer(std::size_t) const;
#ifndef LEADCORE_BAD
  std::optional<double> real(std::size_t) const;
#endif
};

auto read(const some_row& row) {
  return leadcore::sql::read_row<readings>(row);
}
