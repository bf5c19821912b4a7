// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_CATCH_HPP
#define LEADCORE_TESTS_SUPPORT_CATCH_HPP

// The one place that includes Catch2, version 2 or 3. Tests without properties include this;
// property tests include support/property.hpp.

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#endif
