// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/rows.hpp>

#include "support/endpoints.hpp"
#include "support/sql.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

using namespace leadcore;
using leadcore::testing::memory_row;
using sql::parameter;
using sql::row_errc;

namespace {

/// A row in memory that has numbers too.
struct real_row : memory_row {
  [[nodiscard]] std::optional<double> real(std::size_t at) const {
    const auto* const found = std::get_if<double>(&*columns.at(at));
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
};
static_assert(sql::real_source<real_row> && !sql::real_source<memory_row>);

real_row gauge_row() {
  real_row row;
  row.columns = {parameter("code"),
                 parameter(std::int64_t{7}),
                 parameter(1.5),
                 parameter(std::int64_t{-128}),
                 parameter(std::int64_t{1}),
                 parameter("LOST"),
                 parameter(std::int64_t{65535}),
                 parameter("x")};
  return row;
}

} // namespace

TEST_CASE("a record is read from columns of every kind", "[sql]") {
  const auto read = sql::read_row<metering::endpoint>(gauge_row());
  REQUIRE(read.has_value());
  CHECK(equal_records<metering::gauge>(
      *read, metering::gauge{"code", 7, 1.5F, -128, true, metering::phase::lost, 65535, "x"}));
  real_row off = gauge_row();
  off.columns[4] = parameter(std::int64_t{0});
  CHECK(sql::read_row<metering::endpoint>(off).value().flag == false);
  real_row nulls = gauge_row();
  nulls.columns[4] = nulls.columns[5] = nulls.columns[7] = std::nullopt;
  const auto without = sql::read_row<metering::endpoint>(nulls);
  REQUIRE(without.has_value());
  CHECK_FALSE((*without).flag);
  CHECK_FALSE((*without).phase);
  CHECK_FALSE((*without).site);
}

TEST_CASE("a value that the field's type does not have is an error", "[sql]") {
  const auto broken = [](std::size_t column, std::optional<parameter> with, row_errc code,
                         std::string_view field) {
    real_row row = gauge_row();
    row.columns.at(column) = std::move(with);
    const auto read = sql::read_row<metering::endpoint>(row);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error() == sql::row_error{code, field});
    CHECK_FALSE(to_string(code).empty());
  };
  broken(1, parameter(std::int64_t{-1}), row_errc::out_of_range, "reading");
  broken(2, parameter(0.1), row_errc::out_of_range, "weight"); // no float
  broken(2, parameter(std::numeric_limits<double>::infinity()), row_errc::out_of_range, "weight");
  broken(2, parameter(std::numeric_limits<double>::quiet_NaN()), row_errc::out_of_range, "weight");
  broken(2, parameter(std::int64_t{1}), row_errc::wrong_type, "weight");
  broken(3, parameter(std::int64_t{128}), row_errc::out_of_range, "level");
  broken(4, parameter(std::int64_t{2}), row_errc::out_of_range, "flag");
  broken(4, parameter("true"), row_errc::wrong_type, "flag");
  broken(5, parameter("lost"), row_errc::unknown_value, "phase");
  broken(6, std::nullopt, row_errc::null_value, "port");
}

TEST_CASE("a page of an endpoint is read by its key", "[sql]") {
  sql::basic_page_reader<metering::endpoint> reader;
  real_row row = gauge_row();
  row.columns.insert(row.columns.begin(), parameter(std::int64_t{5}));
  CHECK_FALSE(reader.add(row));
  real_row none;
  none.columns.assign(9, std::nullopt);
  none.columns.front() = parameter(std::int64_t{5});
  CHECK_FALSE(reader.add(none)); // the row of an empty page
  const auto page = std::move(reader).take({2, 4});
  CHECK(page.pagination == paginate(5, {2, 4}));
  REQUIRE(page.data.size() == 1);
  CHECK(page.data.front().code == "code");
}
