// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_DOCUMENTS_HPP
#define LEADCORE_TESTS_SUPPORT_DOCUMENTS_HPP

// Documents for the tests of what a segment is made of.

#include <leadcore/index/detail/text/document_store.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::testing {

[[nodiscard]] inline detail::document_store documents_of(const std::vector<std::string>& texts) {
  detail::document_store made;
  const auto text_of = [&](std::size_t i) { return std::string_view(texts[i]); };
  made.assign(texts.size(), text_of).finish();
  return made;
}

} // namespace leadcore::testing

#endif
