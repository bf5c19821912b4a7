// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_DOCUMENT_HPP
#define LEADCORE_INDEX_DETAIL_DOCUMENT_HPP

// The document of a row: what the text index knows of it.

#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/version.hpp>

#include <string>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Appends the searchable text of a row; nothing if the endpoint has no search.
template <class Endpoint, class Row>
void append_document([[maybe_unused]] std::string& out, [[maybe_unused]] const Row& row) {
  if constexpr (has_search<Endpoint>) {
    detail::append_searchable_text(out, search_filter_of<Endpoint>, row);
  }
}

/// Whether two rows have equal values in all searched fields, and so the same document.
template <class Endpoint, class A, class B>
[[nodiscard]] bool same_document([[maybe_unused]] const A& a, [[maybe_unused]] const B& b) {
  if constexpr (has_search<Endpoint>) {
    return detail::same_searched_values<typename Endpoint::record>(search_filter_of<Endpoint>, a,
                                                                   b);
  } else {
    return true;
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
