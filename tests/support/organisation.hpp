// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ORGANISATION_HPP
#define LEADCORE_TESTS_SUPPORT_ORGANISATION_HPP

#include <leadcore/model/organisation.hpp>

#include <string_view>

namespace leadcore::test_support {

/// The organisation of a valid id.
[[nodiscard]] inline organisation_id organisation(std::string_view id) {
  return parse_organisation_id(id).value();
}

} // namespace leadcore::test_support

#endif
