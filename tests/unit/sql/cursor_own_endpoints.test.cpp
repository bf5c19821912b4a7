// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/cursor.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <cstdint>
#include <string>
#include <string_view>

using namespace leadcore;
using sql::cursor_errc;

namespace {

/// The default order in a description of its own.
struct same_order : leads_endpoint {
  static constexpr std::string_view path = "/api/v2/leads";
};
struct hot_first : crm::endpoint {
  static constexpr auto order =
      lexicographic_order{std::tuple{descending<"score">, ascending<"id">}};
};
struct cold_first : crm::endpoint {
  static constexpr auto order =
      lexicographic_order{std::tuple{ascending<"score">, ascending<"id">}};
};

/// The proper prefixes of the bytes of a row's cursor that are read as a cursor.
template <class Endpoint> std::size_t accepted_prefixes(const typename Endpoint::record& row) {
  const auto at = sql::make_cursor<Endpoint>(row);
  REQUIRE(at.has_value());
  std::string bytes;
  const std::string text = sql::to_string(*at);
  REQUIRE(leadcore::detail::decode_base64url(text, bytes) == text.size());
  std::size_t accepted = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    accepted += sql::parse_cursor<Endpoint>(
                    leadcore::detail::to_base64url(std::string_view(bytes).substr(0, size)))
                        .has_value()
                    ? 1U
                    : 0U;
  }
  return accepted;
}

template <class Endpoint> sql::cursor_error error_of(std::string_view text) {
  const auto read = sql::parse_cursor<Endpoint>(text);
  REQUIRE_FALSE(read.has_value());
  return read.error();
}

} // namespace

TEST_CASE("a cursor of any order parses back, and from no other order", "[sql]") {
  crm::contact contact;
  contact.id = "k";
  contact.score = -2;
  const auto at = sql::make_cursor<hot_first>(contact);
  REQUIRE(at.has_value());
  const std::string text = sql::to_string(*at);
  CHECK(text == "AqVo1QH__________gAAAAFr");
  CHECK(sql::parse_cursor<hot_first>(text) == at);
  CHECK(error_of<cold_first>(text) == sql::cursor_error{cursor_errc::unknown_version, 0});
  CHECK(error_of<sales::endpoint>(text) == sql::cursor_error{cursor_errc::unknown_version, 0});
  CHECK(error_of<leads_endpoint>(text) == sql::cursor_error{cursor_errc::unknown_version, 0});
  CHECK(error_of<hot_first>("AQAAAAAAAAAAAAAAAAF4") ==
        sql::cursor_error{cursor_errc::unknown_version, 0});
  CHECK(error_of<hot_first>("AqVo") == sql::cursor_error{cursor_errc::malformed, 4});
  // The order of the documented endpoint has its version, whatever declares it.
  CHECK(sql::to_string(*sql::make_cursor<same_order>(lead{.id = "x"})) == "AQAAAAAAAAAAAAAAAAF4");
}

TEST_CASE("a cursor of an order that is used once is that of an endpoint with the order", "[sql]") {
  crm::contact contact;
  contact.id = "k";
  contact.score = -2;
  constexpr auto order = hot_first::order;
  const auto at = sql::make_cursor<crm::endpoint>(contact, order);
  REQUIRE(at.has_value());
  CHECK(sql::to_string(*at) == sql::to_string(sql::make_cursor<hot_first>(contact).value()));
  CHECK(sql::parse_cursor<crm::endpoint>(sql::to_string(*at), order) == at);
  CHECK(sql::parse_cursor<crm::endpoint>(sql::to_string(*at), cold_first::order).error() ==
        sql::cursor_error{cursor_errc::unknown_version, 0});
  CHECK(error_of<crm::endpoint>(sql::to_string(*at)) ==
        sql::cursor_error{cursor_errc::unknown_version, 0});
}

TEST_CASE("a cursor holds every kind of key, null or not", "[sql]") {
  const auto round_trips = [](const metering::gauge& row) {
    const auto at = sql::make_cursor<metering::endpoint>(row);
    REQUIRE(at.has_value());
    CHECK(sql::parse_cursor<metering::endpoint>(sql::to_string(*at)) == at);
  };
  metering::gauge gauge;
  round_trips(gauge);
  gauge = {"é", std::uint64_t{1} << 62U, 1.5F, -128, true, metering::phase::lost, 9, {}};
  round_trips(gauge);
  gauge.flag = false;
  round_trips(gauge);
  gauge.reading = std::uint64_t{1} << 63U;
  CHECK(sql::make_cursor<metering::endpoint>(gauge).error() ==
        sql::cursor_error{cursor_errc::unstorable_value, 0});
  gauge.reading = 0;
  gauge.phase = metering::phase{42};
  CHECK(sql::make_cursor<metering::endpoint>(gauge).error() ==
        sql::cursor_error{cursor_errc::unstorable_value, 0});
  sales::deal deal;
  deal.number = "\xFF";
  CHECK(sql::make_cursor<sales::endpoint>(deal).error() ==
        sql::cursor_error{cursor_errc::unstorable_text, 0});
}

TEST_CASE("bytes that are no key are malformed", "[sql]") {
  // flag, phase, level, reading, code
  const std::string prefix("\x02\x62\xCE\xC6\x0F", 5);
  const auto refused = [&](std::string_view keys) {
    const std::string text = leadcore::detail::to_base64url(prefix + std::string(keys));
    CHECK(error_of<metering::endpoint>(text) ==
          sql::cursor_error{cursor_errc::malformed, static_cast<std::uint32_t>(text.size())});
  };
  const std::string eight(8, '\0');
  const std::string none(4, '\0'); // an empty text
  const std::string nulls(2, '\0');
  CHECK(sql::parse_cursor<metering::endpoint>(
            leadcore::detail::to_base64url(prefix + nulls + eight + eight + none))
            .has_value());
  refused(std::string("\x01\x02", 2) + std::string(1, '\0') + eight + eight + none); // no bool
  refused(std::string("\0\x01", 2) + std::string(7, '\0') + '\x03' + eight + eight + none);
  refused(nulls + std::string(7, '\0') + '\x80' + eight + none); // 128 is no int8
  refused(nulls + eight + '\x80' + std::string(7, '\0') + none); // over 2^63-1
}

TEST_CASE("a cursor that is cut short is refused, wherever it is cut", "[sql]") {
  CHECK(accepted_prefixes<metering::endpoint>(
            {"code", 7, 1.5F, -128, true, metering::phase::lost, 9, {}}) == 0);
  crm::contact contact;
  contact.id = "id";
  contact.company = "Acme Co";
  contact.next_call_at = timestamp::max();
  CHECK(accepted_prefixes<crm::endpoint>(contact) == 0);
  sales::deal deal;
  deal.number = "1";
  deal.forecast = sales::stage::won;
  deal.discount = 5;
  CHECK(accepted_prefixes<sales::endpoint>(deal) == 0);
}

TEST_CASE("a text of any key must be storable, null or not", "[sql]") {
  crm::contact contact;
  contact.id = "id";
  contact.company = "Acme Co";
  const auto at = sql::make_cursor<crm::endpoint>(contact);
  REQUIRE(at.has_value());
  CHECK(sql::parse_cursor<crm::endpoint>(sql::to_string(*at)) == at);
  for (const std::string_view id : {"id", "\xFF"}) {
    contact.id = id;
    contact.company = "\xFF";
    CHECK(sql::make_cursor<crm::endpoint>(contact).error() ==
          sql::cursor_error{cursor_errc::unstorable_text, 0});
  }
}
