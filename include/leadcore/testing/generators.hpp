// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_GENERATORS_HPP
#define LEADCORE_TESTING_GENERATORS_HPP

// RapidCheck generators of leads, queries and query strings, and properties made from the laws.
//
//     rc::check("my server answers like leadcore", leadcore::testing::obeys_list_laws(my_server));
//     rc::check([](const leadcore::lead& row, const leadcore::lead_query& query) { ... });
//
// Generators are functions with plural names. Each draws (testing/drawing.hpp) from choices that
// RapidCheck shrinks: texts to fewer and simpler pieces, sets to fewer rows, nullable fields to
// null, choices to the first of their list, queries to "everything". Independent parts, such as the
// fields of a lead, have separate choices and shrink separately.

#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
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
[[nodiscard]] inline rc::Gen<std::string> ids() {
  return drawn(draw_id, tapes(2));
}
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
[[nodiscard]] inline rc::Gen<page_request> page_requests() {
  return drawn(draw_page, tapes(4));
}

// Leads and queries. ------------------------------------------------------------------------------

/// Leads of a kind; each field shrinks separately.
[[nodiscard]] inline rc::Gen<lead> leads(lead_kind kind = lead_kind::valid) {
  return rc::gen::map(rc::gen::container<std::vector<tape>>(lead_tapes, tapes(field_tape_size)),
                      [kind](const std::vector<tape>& each) { return draw_lead(each, kind); });
}

/// The leads of one organisation: ids are distinct, many times are equal. Shrinks to fewer and
/// simpler rows.
/// @param most  the maximum number of rows at RapidCheck's nominal size.
[[nodiscard]] inline rc::Gen<std::vector<lead>> lead_sets(lead_kind kind = lead_kind::valid,
                                                          int most = 20) {
  return rc::gen::map(rc::gen::withSize([kind, most](int size) {
                        const int scaled =
                            most * std::min(size, rc::kNominalSize) / rc::kNominalSize;
                        return rc::gen::resize(std::max(1, scaled),
                                               rc::gen::container<std::vector<lead>>(
                                                   rc::gen::resize(rc::kNominalSize, leads(kind))));
                      }),
                      [](std::vector<lead>&& rows) {
                        make_ids_distinct(rows);
                        return std::move(rows);
                      });
}

/// Tapes for draw_query, always full, so that a query is equally varied at any size.
[[nodiscard]] inline rc::Gen<tape> query_tapes() {
  return rc::gen::container<tape>(query_tape_size + 3, numbers());
}

/// Queries drawn without rows.
[[nodiscard]] inline rc::Gen<lead_query> queries() {
  return drawn(static_cast<lead_query (*)(drawing)>(draw_query), query_tapes());
}

/// Rows, and a query that often matches some of them.
/// @param most  the maximum number of rows at RapidCheck's nominal size.
[[nodiscard]] inline rc::Gen<scenario> scenarios(lead_kind kind = lead_kind::valid, int most = 20) {
  return rc::gen::map(rc::gen::tuple(lead_sets(kind, most), query_tapes()),
                      [](std::tuple<std::vector<lead>, tape>&& each) {
                        lead_query query = draw_query(std::get<tape>(each), std::get<0>(each));
                        return scenario{std::move(std::get<0>(each)), std::move(query)};
                      });
}

/// Rows of several organisations, some with ids in common, and a query of one organisation.
[[nodiscard]] inline rc::Gen<organisation_scenario> organisation_scenarios() {
  return rc::gen::map(rc::gen::tuple(scenarios(), tapes(20)),
                      [](std::tuple<scenario, tape>&& each) {
                        auto& [drawn_rows, owners] = each;
                        return draw_organisations(owners, drawn_rows.rows, drawn_rows.query);
                      });
}

// Query strings. ----------------------------------------------------------------------------------

/// A query and one of its many spellings.
struct spelled_query {
  lead_query query;
  std::string text;
};

/// Query strings without an error, each with its query.
[[nodiscard]] inline rc::Gen<spelled_query> query_strings() {
  return rc::gen::map(
      rc::gen::tuple(queries(), tapes(60)), [](std::tuple<lead_query, tape>&& each) {
        std::string text = spell_query(std::get<lead_query>(each), std::get<tape>(each));
        return spelled_query{std::move(std::get<lead_query>(each)), std::move(text)};
      });
}

/// Query strings with at least one error, each with the codes of its errors.
[[nodiscard]] inline rc::Gen<broken_query> broken_query_strings() {
  return drawn(draw_broken_query, tapes(8));
}

/// Any bytes, mostly those of query strings.
[[nodiscard]] inline rc::Gen<std::string> any_query_strings() {
  return drawn(draw_any_query_string, tapes(20));
}

// Properties. ------------------------------------------------------------------------------------

/// Fails the running RapidCheck property with the verdict's text if the law is broken.
inline void require(const verdict& judged) {
  if (!judged.holds()) {
    RC_FAIL(judged.text());
  }
}

/// The property, for rc::check, that a lister obeys every law.
[[nodiscard]] inline auto obeys_list_laws(lister list, null_placement nulls = nulls_last,
                                          lead_kind kind = lead_kind::valid) {
  return [list = std::move(list), nulls, cases = scenarios(kind)] {
    const scenario each = *cases;
    require(list_laws(list, each.rows, each.query, nulls));
  };
}

/// The property that a store keeps organisations apart.
[[nodiscard]] inline auto obeys_store_laws(organisation_lister list,
                                           null_placement nulls = nulls_last) {
  return [list = std::move(list), nulls](const organisation_scenario& each) {
    require(foreign_rows_change_nothing(list, each.rows, each.organisation, each.query, nulls));
  };
}

/// The property that a comparator is the order of leads.
[[nodiscard]] inline auto obeys_order_laws(comparator less, null_placement nulls = nulls_last) {
  return [less = std::move(less), nulls, rows = lead_sets()] {
    require(order_laws(less, *rows, nulls));
  };
}

/// The property that a parser reads query strings as the reference does.
[[nodiscard]] inline auto obeys_query_laws(query_parser parse, query_printer print,
                                           query_profile profile = profiles::strict) {
  return [parse = std::move(parse), print = std::move(print), profile,
          texts = any_query_strings()] { require(query_laws(parse, print, *texts, profile)); };
}

// Prints a counterexample for RapidCheck.
inline void showValue(const scenario& each, std::ostream& out) {
  rc::show(each.rows, out);
  out << ' ' << describe(each.query);
}
inline void showValue(const organisation_lead& each, std::ostream& out) {
  out << describe(each.organisation) << ": " << describe(each.row);
}
inline void showValue(const organisation_scenario& each, std::ostream& out) {
  rc::show(each.rows, out);
  out << ' ' << describe(each.organisation) << ' ' << describe(each.query);
}
inline void showValue(const spelled_query& each, std::ostream& out) {
  out << describe(each.text) << " for " << describe(each.query);
}
inline void showValue(const broken_query& each, std::ostream& out) {
  out << describe(each.text);
  for (const query_errc code : each.codes) {
    out << ' ' << to_string(code);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI {

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
template <> struct Arbitrary<leadcore::testing::scenario> {
  static Gen<leadcore::testing::scenario> arbitrary() { return leadcore::testing::scenarios(); }
};
template <> struct Arbitrary<leadcore::testing::organisation_scenario> {
  static Gen<leadcore::testing::organisation_scenario> arbitrary() {
    return leadcore::testing::organisation_scenarios();
  }
};
template <> struct Arbitrary<leadcore::testing::spelled_query> {
  static Gen<leadcore::testing::spelled_query> arbitrary() {
    return leadcore::testing::query_strings();
  }
};
template <> struct Arbitrary<leadcore::testing::broken_query> {
  static Gen<leadcore::testing::broken_query> arbitrary() {
    return leadcore::testing::broken_query_strings();
  }
};

} // namespace rc

#endif
