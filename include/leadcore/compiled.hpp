// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_COMPILED_HPP
#define LEADCORE_COMPILED_HPP

// Declares the contents of the library leadcore::compiled: the default endpoint's interpreters.
// Include it, or the compiled.hpp of one folder, in place of their headers.

#include <leadcore/http/compiled.hpp>
#include <leadcore/index/compiled.hpp>
#include <leadcore/json/compiled.hpp>
#include <leadcore/model/compiled.hpp>
#include <leadcore/query/compiled.hpp>
#include <leadcore/sql/compiled.hpp>
#include <leadcore/store/compiled.hpp>

#endif
