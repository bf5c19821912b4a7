// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_WRITE_HPP
#define LEADCORE_JSON_WRITE_HPP

#include <leadcore/json/detail/writer.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string>

namespace leadcore::inline LEADCORE_ABI {

/// Appends a row as a JSON object: the keys of the endpoint's record in its order (the 16 of a
/// lead), null where null.
///
/// Values are written as they are, valid or not (validate checks them). Only bytes that are not
/// UTF-8 are replaced, as append_json_string describes. A status outside the enumeration is written
/// as "UNKNOWN", which parse_lead_json refuses.
/// @param out  has a part of the object if the row's accessors or allocation throw.
/// @par Complexity
/// linear in the size of the output.
/// @par Source
/// spec json.1 to json.11.
template <class Endpoint = leads_endpoint, json_output Out, row_of<Endpoint> Row>
constexpr void append_json(Out& out, const Row& row, json_style style = json_style::compact) {
  detail::json_writer<Out>(out, style).template object<typename Endpoint::record>(detail::row(row));
}

/// Appends one page as the documented answer: an object of data and pagination.
/// @par Complexity
/// linear in the size of the output.
/// @par Source
/// spec json.9, json.12.
template <class Endpoint = leads_endpoint, json_output Out, row_of<Endpoint> Row>
constexpr void append_json(Out& out, const page_of<Row>& page,
                           json_style style = json_style::compact) {
  detail::json_writer<Out>(out, style).template page<typename Endpoint::record>(page);
}

/// A row as JSON.
/// @see append_json
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row>
[[nodiscard]] constexpr std::string to_json(const Row& row,
                                            json_style style = json_style::compact) {
  std::string out;
  leadcore::append_json<Endpoint>(out, row, style);
  return out;
}

/// One page as the documented answer. The rows are of the endpoint (lead_like records), or
/// references to them (std::reference_wrapper, as list_references returns them).
///
/// @par Complexity
/// linear in the size of the result.
/// @see append_json, tests/vectors/json_write.jsonl
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row>
[[nodiscard]] constexpr std::string to_json(const page_of<Row>& page,
                                            json_style style = json_style::compact) {
  constexpr std::size_t usual_row =
      640; // bytes; most rows have fewer, so that the result is rarely reallocated
  std::string out;
  out.reserve((page.data.size() + 1) * usual_row);
  leadcore::append_json<Endpoint>(out, page, style);
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
