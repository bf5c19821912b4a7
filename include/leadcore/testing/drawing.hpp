// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DRAWING_HPP
#define LEADCORE_TESTING_DRAWING_HPP

// Records, queries and query strings drawn from a sequence of choices.
//
// Any source of integers yields test cases: RapidCheck (testing/generators.hpp), a fuzzer's bytes,
// or a plain loop. Every integer is a choice, and 0 or the end of the sequence is the simplest one.
// Fewer and smaller integers thus make simpler cases, and shrinking the sequence shrinks the case
// (decision 0062). Fields and filters come from the description of the endpoint: a new field is
// drawn by its type, a new filter by its kind.

#include <leadcore/testing/detail/draw_contacts.hpp>
#include <leadcore/testing/detail/draw_queries.hpp>
#include <leadcore/testing/detail/draw_query_strings.hpp>
#include <leadcore/testing/detail/draw_records.hpp>
#include <leadcore/testing/detail/draw_values.hpp>
#include <leadcore/testing/detail/history.hpp>
#include <leadcore/testing/laws.hpp>
#include <leadcore/version.hpp>

#endif
