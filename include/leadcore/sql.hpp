// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_HPP
#define LEADCORE_SQL_HPP

// Statements; the runners sql/sqlite3.hpp and sql/libpq.hpp need the databases' libraries.

#include <leadcore/sql/statements.hpp>

#endif
