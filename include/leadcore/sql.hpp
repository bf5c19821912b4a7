// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_HPP
#define LEADCORE_SQL_HPP

// The same query in a SQL database. Needs no database library; the runners sql/sqlite3.hpp,
// sql/libpq.hpp and sql/libmariadb.hpp do, and are included by name.

#include <leadcore/sql/cursor.hpp>
#include <leadcore/sql/dialects.hpp>
#include <leadcore/sql/mariadb.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/sql/table.hpp>

#endif
