// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ENDPOINT_LAWS_HPP
#define LEADCORE_TESTS_SUPPORT_ENDPOINT_LAWS_HPP

// What every engine and every format of any endpoint is tested with. Each function is one hook:
// pass it the engine for an endpoint.
//
//     list_obeys_laws<Endpoint>([](const auto& rows, const auto& query) { return ...; });
//     engine_obeys_laws<Endpoint>([] { return basic_engine<Endpoint>{upsert, erase, list}; });
//     json_has_values<Endpoint>(write);  json_reads_back<Endpoint>(write, read);

#include <leadcore/model/record.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/testing/generators.hpp>

#include "support/endpoints.hpp"
#include "support/property.hpp"
#include "support/storable.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::test_support {

// Orders that are used once: other keys and directions, nullable and not, of every kind.
inline constexpr auto contacts_by_company =
    lexicographic_order{std::tuple{descending<"company">.with(nulls_first), ascending<"status">,
                                   ascending<"next_call_at">, descending<"id">}};
inline constexpr auto deals_by_stage = lexicographic_order{
    std::tuple{descending<"stage">, ascending<"renewed">.with(nulls_first), descending<"discount">,
               ascending<"opened_at">, ascending<"number">}};
inline constexpr auto gauges_by_site = lexicographic_order{
    std::tuple{ascending<"site">, ascending<"phase">, descending<"port">, descending<"code">}};

// Lists. ------------------------------------------------------------------------------------------

/// A list over rows obeys every law.
/// @param list  (const std::vector<record>&, const query&) -> a page
template <class Endpoint, class List> void list_obeys_laws(List list) {
  rc::prop("every law of a list", leadcore::testing::obeys_list_laws<Endpoint>(list));
  rc::prop("rows with any bytes", leadcore::testing::obeys_list_laws<Endpoint>(
                                      list, {}, leadcore::testing::record_kind::hostile));
}

/// Records that a database stores, with distinct keys.
template <class Endpoint>
[[nodiscard]] rc::Gen<std::vector<typename Endpoint::record>> storable_sets(int most = 10) {
  return rc::gen::map(
      leadcore::testing::record_sets<Endpoint>(leadcore::testing::record_kind::valid, most),
      [](auto rows) { return storable_rows<Endpoint>(std::move(rows)); });
}

/// An engine obeys every law of a list, and answers as the reference does after each change.
/// @param make  () -> a leadcore::testing::basic_engine<Endpoint> without rows
/// @param share  one case in so many is judged, for an engine that is slow
template <class Endpoint, class Make> void engine_obeys_laws(Make make, int share = 1) {
  using record = typename Endpoint::record;
  using query = typename Endpoint::query;
  const auto history =
      leadcore::testing::obeys_history_laws<Endpoint>(make, storable_sets<Endpoint>());
  rc::prop("any history", [&] {
    if (*rc::gen::inRange(0, share) == 0) {
      history();
    }
  });
  rc::prop("every law of a list", [&] {
    if (*rc::gen::inRange(0, share) != 0) {
      return;
    }
    const std::vector<record> rows = *storable_sets<Endpoint>(20);
    const auto asked =
        leadcore::testing::draw_query<Endpoint>(*leadcore::testing::query_tapes<Endpoint>(), rows);
    const auto list = [&make, kept = std::vector<record>(),
                       engine = make()](const std::vector<record>& all, const query& each) mutable {
      if (kept.empty() || !std::equal(all.begin(), all.end(), kept.begin(), kept.end(),
                                      leadcore::detail::same_row<Endpoint>)) {
        engine = make();
        for (const record& row : all) {
          engine.upsert(row);
        }
        kept = all;
      }
      return engine.list(each);
    };
    leadcore::testing::require(leadcore::testing::list_laws<Endpoint>(list, rows, asked));
  });
}

/// A plain vector as an engine, by any list over its rows: for the laws themselves, and as the
/// example of an engine.
template <class Endpoint, class List>
[[nodiscard]] leadcore::testing::basic_engine<Endpoint> vector_engine(List list) {
  using record = typename Endpoint::record;
  const auto rows = std::make_shared<std::vector<record>>();
  const auto erase = [rows](std::string_view key) {
    std::erase_if(
        *rows, [&](const record& row) { return leadcore::detail::key_of<Endpoint>(row) == key; });
  };
  return {[rows, erase](const record& row) {
            erase(leadcore::detail::key_of<Endpoint>(row));
            rows->push_back(row);
          },
          erase,
          [rows, list](const typename Endpoint::query& query) {
            return leadcore::testing::to_plain_page<Endpoint>(list(*rows, query));
          }};
}

// Query strings. ----------------------------------------------------------------------------------

/// parse_query and to_query_string of an endpoint obey every law.
template <class Endpoint> void query_string_obeys_laws() {
  using namespace leadcore::testing;
  for (const query_profile profile : {profiles::strict, profiles::clamp, profiles::ignore_unknown,
                                      profiles::clamp | profiles::ignore_unknown}) {
    const auto parse = [profile](std::string_view raw) {
      return parse_query<Endpoint>(raw, profile);
    };
    rc::prop("any bytes", obeys_query_laws<Endpoint>(parse, to_query_string<Endpoint>, profile));
  }
  const auto parse = [](std::string_view raw) { return parse_query<Endpoint>(raw); };
  rc::prop("every spelling", [&](const basic_spelled_query<Endpoint>& each) {
    const auto parsed = parse(each.text);
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(leadcore::detail::same_query<Endpoint>(*parsed, each.query));
  });
  rc::prop("there and back", [&, all = queries<Endpoint>()] {
    const auto query = *all;
    require(is_sound_query<Endpoint>(query));
    require(printing_then_parsing_is_identity<Endpoint>(parse, to_query_string<Endpoint>, query));
  });
}

// JSON. -------------------------------------------------------------------------------------------

/// Whether a JSON value is that of a field.
template <class T>
[[nodiscard]] bool is_json_of(const boost::json::value& json, const std::optional<T>& value) {
  if (!value) {
    return json.is_null();
  }
  if constexpr (std::same_as<T, std::vector<std::string>>) {
    const auto* array = json.if_array();
    bool same = array != nullptr && array->size() == value->size();
    for (std::size_t i = 0; same && i < value->size(); ++i) {
      same = is_json_of<std::string>((*array)[i], (*value)[i]);
    }
    return same;
  } else if constexpr (std::same_as<T, std::string>) {
    const auto* text = json.if_string();
    return text != nullptr && std::string_view(*text) == *value;
  } else if constexpr (std::same_as<T, timestamp>) {
    return is_json_of<std::string>(json, to_string(*value));
  } else if constexpr (named_enum<T>) {
    std::string name;
    for (const auto& entry : enum_table<T>) {
      name = entry.value == *value ? std::string(entry.name) : name;
    }
    return is_json_of<std::string>(json, name);
  } else if constexpr (std::same_as<T, bool>) {
    return json.is_bool() && json.as_bool() == *value;
  } else if constexpr (std::integral<T>) {
    return json.is_number() && !json.is_double() &&
           (json.is_int64()
                ? std::in_range<T>(json.as_int64()) && static_cast<T>(json.as_int64()) == *value
                : static_cast<T>(json.as_uint64()) == *value);
  } else {
    return json.is_number(); // Boost.JSON rounds: number_in reads the text
  }
}

/// The number of a member in the text of an object, correctly rounded.
template <std::floating_point T>
[[nodiscard]] T number_in(const std::string& json, std::string_view name) {
  const std::string member = "\"" + std::string(name) + "\":";
  const std::size_t at = json.find(member);
  if (at == std::string::npos) {
    return std::numeric_limits<T>::quiet_NaN();
  }
  const char* const text = json.c_str() + at + member.size();
  if constexpr (std::same_as<T, float>) {
    return std::strtof(text, nullptr);
  } else {
    return std::strtod(text, nullptr);
  }
}

/// JSON has exactly the fields of a row, in their order, with their values.
/// @param write  (const record&) -> the JSON of the row
template <class Endpoint, class Write> void json_has_values(Write write) {
  using record = typename Endpoint::record;
  rc::prop("one row", [&, rows = leadcore::testing::records<Endpoint>()] {
    const record row = *rows;
    const std::string text = write(row);
    boost::json::error_code error;
    const boost::json::value json = boost::json::parse(text, error);
    RC_ASSERT(!error);
    const auto& object = json.as_object();
    RC_ASSERT(object.size() == leadcore::detail::field_count<record>);
    auto next = object.begin();
    for_each_field<record>([&]<fixed_string Name>(field_constant<Name> each) {
      const auto value = leadcore::detail::owned_value_of<Name>(row);
      RC_ASSERT(std::string_view(next->key()) == each.wire_name());
      if (!is_json_of(next->value(), value)) {
        RC_FAIL(std::string(each.wire_name()) + " is not that of " +
                leadcore::testing::describe<Endpoint>(row) + " in " + text);
      }
      if constexpr (std::floating_point<leadcore::detail::owned_field<record, Name>>) {
        if (value) {
          RC_ASSERT((number_in<leadcore::detail::owned_field<record, Name>>(
                         text, each.wire_name()) == *value));
        }
      }
      ++next;
    });
  });
}

/// JSON that was written reads back as the row.
/// @param read  (std::string_view) -> a result of a record
template <class Endpoint, class Write, class Read> void json_reads_back(Write write, Read read) {
  rc::prop("one row", [&, rows = leadcore::testing::records<Endpoint>()] {
    const auto row = *rows;
    const auto back = read(write(row));
    RC_ASSERT(back.has_value());
    RC_ASSERT(leadcore::detail::same_row<Endpoint>(*back, row));
  });
}

} // namespace leadcore::test_support

#endif
