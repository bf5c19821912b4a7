// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_REFERENCE_HPP
#define LEADCORE_TESTING_REFERENCE_HPP

// A second, obvious implementation of the query for the laws to compare with. Slow on purpose.
//
// The documented endpoint is restated by hand from docs/spec.md: its filters, its searched fields
// and its order are not read from leads_endpoint, so that a wrong declaration fails a law. For
// other endpoints the description is read, and each kind of filter and sort key is restated by
// hand; a filter kind of the user's own decides itself (decision 0061). The reference uses only the
// library's values (records, queries) and fold() of whole texts, and nothing that it checks.

#include <leadcore/testing/detail/reference_query.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/testing/detail/reference_text.hpp>
#include <leadcore/version.hpp>

#endif
