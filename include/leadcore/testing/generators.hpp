// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_GENERATORS_HPP
#define LEADCORE_TESTING_GENERATORS_HPP

// RapidCheck generators of records, queries and query strings, and properties made from the laws.
//
//     rc::check("my server answers like leadcore", leadcore::testing::obeys_list_laws(my_server));
//     rc::check(leadcore::testing::obeys_list_laws<my_endpoint>(my_server)); // of my own
//     rc::check([](const leadcore::lead& row, const leadcore::lead_query& query) { ... });
//
// Generators are functions with plural names. Each draws (testing/drawing.hpp) from choices that
// RapidCheck shrinks: texts to fewer and simpler pieces, sets to fewer rows, nullable fields to
// null, choices to the first of their list, queries to "everything". Independent parts, such as the
// fields of a record, have separate choices and shrink separately.

#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/testing/detail/history.hpp>
#include <leadcore/testing/detail/implementations.hpp>
#include <leadcore/testing/drawing.hpp>
#include <leadcore/testing/laws.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

// Numbers. ----------------------------------------------------------------------------------------

/// Choices, uniform at every size; shrink towards 0.
[[nodiscard]] inline rc::Gen<std::uint16_t> numbers() {
  return rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint16_t>());
}

/// Tapes of at most that many choices, shorter at small sizes; shrink to shorter tapes of smaller
/// choices.
[[nodiscard]] inline rc::Gen<tape> tapes(std::size_t most) {
  return rc::gen::withSize([most](int size) {
    const auto scaled =
        static_cast<int>(most) * std::min(size, rc::kNominalSize) / rc::kNominalSize;
    return rc::gen::resize(std::max(1, scaled), rc::gen::container<tape>(numbers()));
  });
}

/// Values drawn from tapes.
template <class T> [[nodiscard]] rc::Gen<T> drawn(T (*draw)(drawing), rc::Gen<tape> from) {
  return rc::gen::map(std::move(from), [draw](const tape& each) { return draw(each); });
}

/// The first values of a generator for a seed: for tests without a property.
template <class T>
[[nodiscard]] std::vector<T> sample(const rc::Gen<T>& values, std::size_t count,
                                    std::uint64_t seed = 1, int size = rc::kNominalSize) {
  rc::Random random(seed);
  std::vector<T> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(values(random.split(), size).value());
  }
  return out;
}

// Texts and values. -------------------------------------------------------------------------------

/// Valid UTF-8 of many scripts. @see draw_text
[[nodiscard]] inline rc::Gen<std::string> texts() {
  return drawn(draw_text, tapes(5));
}
/// Any bytes. @see draw_hostile_text
[[nodiscard]] inline rc::Gen<std::string> hostile_texts() {
  return drawn(draw_hostile_text, tapes(10));
}
/// Valid owners' ids, many of which are equal.
[[nodiscard]] inline rc::Gen<std::string> ids() {
  return drawn(draw_id, tapes(2));
}
/// Any status.
[[nodiscard]] inline rc::Gen<lead_status> statuses() {
  return drawn(draw_status, tapes(2));
}
/// Instants, many of which are equal. @see draw_timestamp
[[nodiscard]] inline rc::Gen<timestamp> timestamps() {
  return drawn(draw_timestamp, tapes(12));
}
/// Phone numbers in E.164.
[[nodiscard]] inline rc::Gen<std::string> phones() {
  return drawn(draw_phone, tapes(4));
}
/// Phone numbers as people type them; some are invalid.
[[nodiscard]] inline rc::Gen<std::string> typed_phones() {
  return drawn(draw_typed_phone, tapes(12));
}
/// Email addresses in canonical form.
[[nodiscard]] inline rc::Gen<std::string> emails() {
  return drawn(draw_email, tapes(4));
}
/// Email addresses as people type them; some are invalid.
[[nodiscard]] inline rc::Gen<std::string> typed_emails() {
  return drawn(draw_typed_email, tapes(12));
}
/// Pages: mostly early ones, mostly of few rows. @see draw_page
[[nodiscard]] inline rc::Gen<page_request> page_requests() {
  return drawn(draw_page<leads_endpoint>, tapes(4));
}

// Records and queries. ----------------------------------------------------------------------------

/// Records of a kind; each field shrinks separately.
template <class Endpoint = leads_endpoint>
[[nodiscard]] rc::Gen<typename Endpoint::record> records(record_kind kind = record_kind::valid) {
  return rc::gen::map(
      rc::gen::container<std::vector<tape>>(record_tapes<Endpoint>, tapes(field_tape_size)),
      [kind](const std::vector<tape>& each) { return testing::draw_record<Endpoint>(each, kind); });
}
/// Leads of a kind.
[[nodiscard]] inline rc::Gen<lead> leads(lead_kind kind = lead_kind::valid) {
  return testing::records<leads_endpoint>(kind);
}

/// The records of one organisation: keys are distinct, many sort keys are equal. Shrinks to fewer
/// and simpler rows.
/// @param most  the maximum number of rows at RapidCheck's nominal size.
template <class Endpoint = leads_endpoint>
[[nodiscard]] rc::Gen<std::vector<typename Endpoint::record>>
record_sets(record_kind kind = record_kind::valid, int most = 20) {
  using rows_type = std::vector<typename Endpoint::record>;
  return rc::gen::map(
      rc::gen::withSize([kind, most](int size) {
        const int scaled = most * std::min(size, rc::kNominalSize) / rc::kNominalSize;
        return rc::gen::resize(std::max(1, scaled),
                               rc::gen::container<rows_type>(rc::gen::resize(
                                   rc::kNominalSize, testing::records<Endpoint>(kind))));
      }),
      [](rows_type&& rows) {
        testing::make_ids_distinct<Endpoint>(rows);
        return std::move(rows);
      });
}
/// The leads of one organisation.
[[nodiscard]] inline rc::Gen<std::vector<lead>> lead_sets(lead_kind kind = lead_kind::valid,
                                                          int most = 20) {
  return testing::record_sets<leads_endpoint>(kind, most);
}

/// Tapes for draw_query, always full, so that a query is equally varied at any size.
template <class Endpoint = leads_endpoint> [[nodiscard]] rc::Gen<tape> query_tapes() {
  return rc::gen::container<tape>(query_tape_length<Endpoint>, numbers());
}

/// Queries drawn without rows.
template <class Endpoint = leads_endpoint>
[[nodiscard]] rc::Gen<typename Endpoint::query> queries() {
  return rc::gen::map(query_tapes<Endpoint>(), [](const tape& each) {
    return testing::draw_query<Endpoint>(drawing(each));
  });
}

/// Rows, and a query that often matches some of them.
/// @param most  the maximum number of rows at RapidCheck's nominal size.
template <class Endpoint = leads_endpoint>
[[nodiscard]] rc::Gen<basic_scenario<Endpoint>> scenarios(record_kind kind = record_kind::valid,
                                                          int most = 20) {
  using rows_type = std::vector<typename Endpoint::record>;
  return rc::gen::map(
      rc::gen::tuple(record_sets<Endpoint>(kind, most), query_tapes<Endpoint>()),
      [](std::tuple<rows_type, tape>&& each) {
        auto query = testing::draw_query<Endpoint>(std::get<1>(each), std::get<0>(each));
        return basic_scenario<Endpoint>{std::move(std::get<0>(each)), std::move(query)};
      });
}

/// Rows of several organisations, some with keys in common, and a query of one organisation.
template <class Endpoint = leads_endpoint>
[[nodiscard]] rc::Gen<basic_organisation_scenario<Endpoint>> organisation_scenarios() {
  return rc::gen::map(rc::gen::tuple(scenarios<Endpoint>(), tapes(20)),
                      [](std::tuple<basic_scenario<Endpoint>, tape>&& each) {
                        auto& [drawn_rows, owners] = each;
                        return testing::draw_organisations<Endpoint>(owners, drawn_rows.rows,
                                                                     drawn_rows.query);
                      });
}

// Query strings. ----------------------------------------------------------------------------------

/// A query and one of its many spellings.
template <class Endpoint> struct basic_spelled_query {
  typename Endpoint::query query;
  std::string text;
};
/// The same for the documented endpoint.
using spelled_query = basic_spelled_query<leads_endpoint>;

/// Query strings without an error, each with its query.
template <class Endpoint = leads_endpoint>
[[nodiscard]] rc::Gen<basic_spelled_query<Endpoint>> query_strings() {
  using query_type = typename Endpoint::query;
  return rc::gen::map(
      rc::gen::tuple(queries<Endpoint>(), tapes(60)), [](std::tuple<query_type, tape>&& each) {
        std::string text = testing::spell_query<Endpoint>(std::get<0>(each), std::get<1>(each));
        return basic_spelled_query<Endpoint>{std::move(std::get<0>(each)), std::move(text)};
      });
}

/// Query strings with at least one error, each with the codes of its errors.
template <class Endpoint = leads_endpoint>
[[nodiscard]] rc::Gen<broken_query> broken_query_strings() {
  return drawn(draw_broken_query<Endpoint>, tapes(8));
}

/// Any bytes, mostly those of query strings.
template <class Endpoint = leads_endpoint> [[nodiscard]] rc::Gen<std::string> any_query_strings() {
  return drawn(draw_any_query_string<Endpoint>, tapes(20));
}

// Properties. -------------------------------------------------------------------------------------

/// Fails the running RapidCheck property with the verdict's text if the law is broken.
inline void require(const verdict& judged) {
  if (!judged.holds()) {
    RC_FAIL(judged.text());
  }
}

/// The property, for rc::check, that a lister obeys every law.
/// @param nulls  another placement of nulls than the declared one
template <class Endpoint = leads_endpoint>
[[nodiscard]] auto obeys_list_laws(detail::as_shape<Endpoint, basic_lister> list,
                                   other_nulls nulls = {}, record_kind kind = record_kind::valid) {
  return [list = std::move(list), nulls, cases = scenarios<Endpoint>(kind)] {
    const basic_scenario<Endpoint> each = *cases;
    require(testing::list_laws<Endpoint>(list, each.rows, each.query, nulls));
  };
}

/// The property that a store keeps organisations apart.
template <class Endpoint = leads_endpoint>
[[nodiscard]] auto obeys_store_laws(detail::as_shape<Endpoint, basic_organisation_lister> list,
                                    other_nulls nulls = {}) {
  return [list = std::move(list), nulls](const basic_organisation_scenario<Endpoint>& each) {
    require(testing::foreign_rows_change_nothing<Endpoint>(list, each.rows, each.organisation,
                                                           each.query, nulls));
  };
}

/// The property that a comparator is the order of an endpoint.
template <class Endpoint = leads_endpoint>
[[nodiscard]] auto obeys_order_laws(detail::as_shape<Endpoint, basic_comparator> less,
                                    other_nulls nulls = {}) {
  return [less = std::move(less), nulls, rows = record_sets<Endpoint>()] {
    require(testing::order_laws<Endpoint>(less, *rows, nulls));
  };
}

/// The property that a predicate matches as the reference does.
template <class Endpoint = leads_endpoint>
[[nodiscard]] auto obeys_match_laws(detail::as_shape<Endpoint, basic_matcher> match,
                                    record_kind kind = record_kind::valid) {
  return [match = std::move(match), cases = scenarios<Endpoint>(kind)] {
    const basic_scenario<Endpoint> each = *cases;
    for (const auto& row : each.rows) {
      require(testing::matches_like_reference<Endpoint>(match, row, each.query));
    }
  };
}

/// The property that an engine answers as the reference does after each change of any history.
/// @param make  () -> a basic_engine<Endpoint> without rows
/// @param pools  the rows that occur
template <class Endpoint = leads_endpoint, class Make>
[[nodiscard]] auto obeys_history_laws(Make make,
                                      rc::Gen<std::vector<typename Endpoint::record>> pools =
                                          record_sets<Endpoint>(record_kind::valid, 10),
                                      other_nulls nulls = {}) {
  return [make = std::move(make), pools = std::move(pools), nulls] {
    const auto changes = testing::draw_history<Endpoint>(*tapes(60), *pools);
    const tape queries =
        *rc::gen::container<tape>(changes.size() * query_tape_length<Endpoint>, numbers());
    require(testing::history_laws<Endpoint>(make(), changes, queries, nulls));
  };
}

/// The property that a parser reads query strings as the reference does.
template <class Endpoint = leads_endpoint>
[[nodiscard]] auto obeys_query_laws(detail::as_shape<Endpoint, basic_query_parser> parse,
                                    detail::as_shape<Endpoint, basic_query_printer> print,
                                    query_profile profile = profiles::strict) {
  return [parse = std::move(parse), print = std::move(print), profile,
          texts = any_query_strings<Endpoint>()] {
    require(testing::query_laws<Endpoint>(parse, print, *texts, profile));
  };
}

/// Prints a counterexample for RapidCheck.
template <class Endpoint> void showValue(const basic_scenario<Endpoint>& each, std::ostream& out) {
  for (const auto& row : each.rows) {
    out << testing::describe<Endpoint>(row) << '\n';
  }
  out << testing::describe<Endpoint>(each.query);
}
template <class Endpoint>
void showValue(const organisation_row<Endpoint>& each, std::ostream& out) {
  out << describe(each.organisation) << ": " << testing::describe<Endpoint>(each.row);
}
template <class Endpoint>
void showValue(const basic_organisation_scenario<Endpoint>& each, std::ostream& out) {
  rc::show(each.rows, out);
  out << ' ' << describe(each.organisation) << ' ' << testing::describe<Endpoint>(each.query);
}
template <class Endpoint>
void showValue(const basic_spelled_query<Endpoint>& each, std::ostream& out) {
  out << describe(each.text) << " for " << testing::describe<Endpoint>(each.query);
}
inline void showValue(const broken_query& each, std::ostream& out) {
  out << describe(each.text);
  for (const query_errc code : each.codes) {
    out << ' ' << to_string(code);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI {

/// Prints a value for RapidCheck.
inline void showValue(const lead& each, std::ostream& out) {
  out << testing::describe(each);
}
inline void showValue(const lead_query& each, std::ostream& out) {
  out << testing::describe(each);
}
inline void showValue(const timestamp& each, std::ostream& out) {
  out << to_string(each);
}
inline void showValue(const lead_status& each, std::ostream& out) {
  out << to_string(each);
}
inline void showValue(const page_request& each, std::ostream& out) {
  out << "page " << each.page << " of " << each.page_size;
}
inline void showValue(const e164& each, std::ostream& out) {
  out << each.view();
}
inline void showValue(const email_address& each, std::ostream& out) {
  out << each.view();
}

} // namespace leadcore::inline LEADCORE_ABI

namespace rc {

template <> struct Arbitrary<leadcore::lead> {
  static Gen<leadcore::lead> arbitrary() { return leadcore::testing::leads(); }
};
template <> struct Arbitrary<leadcore::lead_query> {
  static Gen<leadcore::lead_query> arbitrary() { return leadcore::testing::queries(); }
};
template <> struct Arbitrary<leadcore::lead_status> {
  static Gen<leadcore::lead_status> arbitrary() { return leadcore::testing::statuses(); }
};
template <> struct Arbitrary<leadcore::timestamp> {
  static Gen<leadcore::timestamp> arbitrary() { return leadcore::testing::timestamps(); }
};
template <> struct Arbitrary<leadcore::page_request> {
  static Gen<leadcore::page_request> arbitrary() { return leadcore::testing::page_requests(); }
};
template <> struct Arbitrary<leadcore::e164> {
  static Gen<leadcore::e164> arbitrary() {
    return gen::map(leadcore::testing::phones(),
                    [](const std::string& text) { return *leadcore::parse_phone(text); });
  }
};
template <> struct Arbitrary<leadcore::email_address> {
  static Gen<leadcore::email_address> arbitrary() {
    return gen::map(leadcore::testing::emails(),
                    [](const std::string& text) { return *leadcore::parse_email(text); });
  }
};
template <class Endpoint> struct Arbitrary<leadcore::testing::basic_scenario<Endpoint>> {
  static Gen<leadcore::testing::basic_scenario<Endpoint>> arbitrary() {
    return leadcore::testing::scenarios<Endpoint>();
  }
};
template <class Endpoint>
struct Arbitrary<leadcore::testing::basic_organisation_scenario<Endpoint>> {
  static Gen<leadcore::testing::basic_organisation_scenario<Endpoint>> arbitrary() {
    return leadcore::testing::organisation_scenarios<Endpoint>();
  }
};
template <class Endpoint> struct Arbitrary<leadcore::testing::basic_spelled_query<Endpoint>> {
  static Gen<leadcore::testing::basic_spelled_query<Endpoint>> arbitrary() {
    return leadcore::testing::query_strings<Endpoint>();
  }
};
template <> struct Arbitrary<leadcore::testing::broken_query> {
  static Gen<leadcore::testing::broken_query> arbitrary() {
    return leadcore::testing::broken_query_strings();
  }
};

} // namespace rc

#endif
