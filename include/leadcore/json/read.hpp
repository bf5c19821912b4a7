// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_READ_HPP
#define LEADCORE_JSON_READ_HPP

// Reads leads, and records of other endpoints, from JSON, and reports every problem with its path.
// Optional: needs Boost.JSON 1.75 or newer. Link Boost::json, or include <boost/json/src.hpp> in
// one source file of the program.

#include <leadcore/json/detail/record_handler.hpp>
#include <leadcore/json/detail/value_reader.hpp>
#include <leadcore/json/error.hpp>
#include <leadcore/json/read_options.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

/// The problems of a record that was read: if it is a lead, its broken invariants; then those that
/// the description reports.
template <class Endpoint>
[[nodiscard]] lead_errors check_record(typename Endpoint::record& row,
                                       const json_read_options& options) {
  using record = typename Endpoint::record;
  lead_errors broken;
  if constexpr (lead_like<record>) {
    if (options.normalise) {
      auto normal = leadcore::normalise_lead(leadcore::to_lead(row), options.contacts);
      if (!normal.has_value()) {
        return std::move(normal.error());
      }
      if constexpr (std::same_as<record, lead>) {
        row = *std::move(normal);
      } else {
        leadcore::for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
          detail::assign_value<described<lead, Name>>(each(*normal), each.in(row));
        });
      }
    } else {
      broken = leadcore::validate(row, options.contacts.emails);
    }
  }
  if constexpr (requires {
                  { Endpoint::validate(std::as_const(row)) } -> std::same_as<lead_errors>;
                }) {
    auto more = Endpoint::validate(std::as_const(row));
    broken.insert(broken.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
  }
  return broken;
}

template <class Endpoint>
inline constexpr json_record_type json_record_of{
    json_fields<typename Endpoint::record>,
    std::same_as<typename Endpoint::record, lead> ? "a lead" : "a record",
    std::same_as<typename Endpoint::record, lead> ? "leads" : "records",
    [](void* records) -> void* {
      auto& last = static_cast<std::vector<typename Endpoint::record>*>(records)->emplace_back();
      return __builtin_addressof(last);
    },
    [](void* record, const json_read_options& options) {
      return detail::check_record<Endpoint>(*static_cast<typename Endpoint::record*>(record),
                                            options);
    }};

/// Runs the handler over a text. Problems are in handler.errors.
inline void read_json(std::string_view text,
                      boost::json::basic_parser<record_json_handler>& parser) {
  boost::json::error_code ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  record_json_handler& handler = parser.handler();
  if (handler.stopped() || (!ec && read == text.size())) {
    return;
  }
  const json_errc code = ec == boost::json::error::too_deep ? json_errc::too_deep
                         : ec == boost::json::error::exponent_overflow
                             ? json_errc::number_out_of_range
                             : json_errc::not_json;
  std::string allowed = code == json_errc::too_deep
                            ? "at most " + std::to_string(max_json_depth) + " levels"
                        : code == json_errc::not_json ? "one JSON text in UTF-8"
                                                      : "a number that a double can hold";
  handler.errors.push_back(
      {code, handler.pointer(), {}, std::move(allowed), {}, std::min(read, text.size())});
}

/// Reads a document into records.
/// @param at  the pagination of a page; may be null
/// @return the problems
[[nodiscard]] inline json_errors parse_json(std::string_view text, json_document document,
                                            const json_record_type& type, void* records,
                                            leadcore::pagination* at,
                                            const json_read_options& options) {
  boost::json::parse_options strict;
  strict.max_depth = max_json_depth;
  boost::json::basic_parser<record_json_handler> parser(strict, document, type, records, options);
  detail::read_json(text, parser);
  if (at != nullptr) {
    *at = parser.handler().pagination;
  }
  return std::move(parser.handler().errors);
}

} // namespace detail

/// Reads one record from JSON, such as a line of NDJSON, and reports every problem with its path.
///
/// The text must be one JSON object with each key of the endpoint's record once, in any order, with
/// optional white space around it. A record that is lead_like must be a valid lead; an endpoint of
/// one's own may have more rules, in a static member function validate(const record&) that returns
/// lead_errors. parse_record_json(to_json(r)) returns r for every valid record r whose
/// floating-point numbers are finite and whose times and enumerations are in range.
///
/// An integer is a JSON number without fraction and exponent that the type of the field holds; it
/// is never rounded. A floating-point number is the nearest one to what is written.
///
/// @param text  UTF-8; not kept after the call.
/// @par Errors
/// (of json_errc, in the order of the text; at the end of an object first missing keys,
/// then validation)
/// | code                            | pointer       | when                                  |
/// | duplicate_key                   | the key       | given before in this object           |
/// | unknown_key                     | the key       | not a key of the object, unless       |
/// |                                 |               | ignored                               |
/// | wrong_type                      | the value     | another type, or null; a number that  |
/// |                                 |               | the type of the field cannot hold     |
/// | json_errc::unknown_status       | the value     | not the exact name of a status        |
/// | json_errc::unknown_value        | the value     | of another enumeration                |
/// | invalid_timestamp               | the value     | detail has the code of timestamp_errc |
/// | missing_key                     | the key       | absent; unless allowed and nullable   |
/// | validate's, or normalise_lead's | the value     | the record breaks an invariant        |
/// | too_many_errors                 | the last read | over options.max_errors               |
/// | not_json, too_deep              | the last read | offset has the byte; reading stops    |
/// | number_out_of_range             | the last read | the same                              |
/// A value that could not be read is not validated.
/// @par Complexity
/// linear in text.size(), and validate; memory for the record and the errors only.
/// @par Source
/// spec json_read.1 to json_read.5, json_read.19; decisions 0071, 0076.
/// @see tests/vectors/json_read.jsonl
template <class Endpoint = leads_endpoint>
[[nodiscard]] result<typename Endpoint::record, json_errors>
parse_record_json(std::string_view text, const json_read_options& options = {}) {
  static_assert(check_endpoint<Endpoint>());
  std::vector<typename Endpoint::record> records;
  auto errors =
      detail::parse_json(text, detail::json_document::record, detail::json_record_of<Endpoint>,
                         __builtin_addressof(records), nullptr, options);
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return std::move(records.front());
}

/// Reads many records: a JSON array of them, or the data of an answer document.
///
/// The pagination is optional and ignored.
/// @par Errors
/// as parse_record_json, with paths such as /3/name or /data/3/name.
/// @par Complexity
/// as parse_record_json, with memory for all records.
template <class Endpoint = leads_endpoint>
[[nodiscard]] result<std::vector<typename Endpoint::record>, json_errors>
parse_records_json(std::string_view text, const json_read_options& options = {}) {
  static_assert(check_endpoint<Endpoint>());
  std::vector<typename Endpoint::record> records;
  auto errors =
      detail::parse_json(text, detail::json_document::records, detail::json_record_of<Endpoint>,
                         __builtin_addressof(records), nullptr, options);
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return records;
}

/// Reads a whole answer: its records and its pagination. The pagination must have its six keys. It
/// is not compared with the data.
///
/// parse_page_json(to_json(p)) returns p for every page of records as parse_record_json reads them.
/// @par Errors
/// as parse_record_json, with paths such as /data/3/name or /pagination/total.
template <class Endpoint = leads_endpoint>
[[nodiscard]] result<page_of<typename Endpoint::record>, json_errors>
parse_page_json(std::string_view text, const json_read_options& options = {}) {
  static_assert(check_endpoint<Endpoint>());
  page_of<typename Endpoint::record> page;
  auto errors = detail::parse_json(text, detail::json_document::page,
                                   detail::json_record_of<Endpoint>, __builtin_addressof(page.data),
                                   __builtin_addressof(page.pagination), options);
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return page;
}

/// Reads one lead: parse_record_json of the documented endpoint.
[[nodiscard]] inline result<lead, json_errors>
parse_lead_json(std::string_view text, const json_read_options& options = {}) {
  return leadcore::parse_record_json<leads_endpoint>(text, options);
}

/// Reads many leads: parse_records_json of the documented endpoint.
[[nodiscard]] inline result<std::vector<lead>, json_errors>
parse_leads_json(std::string_view text, const json_read_options& options = {}) {
  return leadcore::parse_records_json<leads_endpoint>(text, options);
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
