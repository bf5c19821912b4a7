// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_READ_HPP
#define LEADCORE_JSON_READ_HPP

// Reads leads from JSON, and reports every problem with its path. Optional: needs Boost.JSON 1.75
// or newer. Link Boost::json, or include <boost/json/src.hpp> in one source file of the program.

#include <leadcore/json/detail/lead_handler.hpp>
#include <leadcore/json/error.hpp>
#include <leadcore/json/read_options.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

/// Runs the handler over a text. Problems are in handler.errors.
inline void read_json(std::string_view text, boost::json::basic_parser<lead_json_handler>& parser) {
  boost::json::error_code ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  lead_json_handler& handler = parser.handler();
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

template <class Take>
[[nodiscard]] auto parse_json(std::string_view text, json_document document,
                              const json_read_options& options, Take&& take)
    -> result<std::remove_cvref_t<decltype(take(std::declval<lead_json_handler&>()))>,
              json_errors> {
  boost::json::parse_options strict;
  strict.max_depth = max_json_depth;
  boost::json::basic_parser<lead_json_handler> parser(strict, document, options);
  read_json(text, parser);
  if (!parser.handler().errors.empty()) {
    return fail(std::move(parser.handler().errors));
  }
  return take(parser.handler());
}

} // namespace detail

/// Reads one lead from JSON, such as a line of NDJSON, and reports every problem with its path.
///
/// The text must be one JSON object with each of the 16 keys once, in any order, with optional
/// white space around it. The lead must be valid. parse_lead_json(to_json(l)) returns l for every
/// valid lead.
///
/// @param text  UTF-8; not kept after the call.
/// @par Errors (of json_errc, in the order of the text; at the end of an object first missing keys,
///     then validation)
///     | code                            | pointer       | when                                  |
///     | duplicate_key                   | the key       | given before in this object           |
///     | unknown_key                     | the key       | not in the contract, unless ignored   |
///     | wrong_type                      | the value     | another type, or null                 |
///     | json_errc::unknown_status       | the value     | not the exact name of a status        |
///     | invalid_timestamp               | the value     | detail has the code of timestamp_errc |
///     | missing_key                     | the key       | absent; unless allowed and nullable   |
///     | validate's, or normalise_lead's | the value     | the lead breaks an invariant          |
///     | too_many_errors                 | the last read | over options.max_errors               |
///     | not_json, too_deep              | the last read | offset has the byte; reading stops    |
///     | number_out_of_range             | the last read | the same                              |
///     A value that could not be read is not validated.
/// @par Complexity  linear in text.size(), and validate; memory for the lead and the errors only.
/// @par Source  spec json_read.1 to json_read.5; decision 0071.
/// @see tests/vectors/json_read.jsonl
[[nodiscard]] inline result<lead, json_errors>
parse_lead_json(std::string_view text, const json_read_options& options = {}) {
  return detail::parse_json(text, detail::json_document::lead, options,
                            [](auto& handler) { return std::move(handler.leads.front()); });
}

/// Reads many leads: a JSON array of them, or the data of an answer document.
///
/// The pagination is optional and ignored.
/// @par Errors  as parse_lead_json, with paths such as /3/name or /data/3/name.
/// @par Complexity  as parse_lead_json, with memory for all leads.
[[nodiscard]] inline result<std::vector<lead>, json_errors>
parse_leads_json(std::string_view text, const json_read_options& options = {}) {
  return detail::parse_json(text, detail::json_document::leads, options,
                            [](auto& handler) { return std::move(handler.leads); });
}

/// Reads a whole answer: its leads and its pagination. The pagination must have its six keys. It is
/// not compared with the data.
///
/// parse_page_json(to_json(p)) returns p for every page of valid leads.
/// @par Errors  as parse_lead_json, with paths such as /data/3/name or /pagination/total.
[[nodiscard]] inline result<page_of<lead>, json_errors>
parse_page_json(std::string_view text, const json_read_options& options = {}) {
  return detail::parse_json(text, detail::json_document::page, options, [](auto& handler) {
    return page_of<lead>{std::move(handler.leads), handler.pagination};
  });
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
