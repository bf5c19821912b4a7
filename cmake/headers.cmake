# SPDX-License-Identifier: BSL-1.0
# Every header, found by its path; the folder is the layer (docs/design.md). Paths are relative to
# include/leadcore, without the extension.
file(GLOB_RECURSE leadcore_headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/include/leadcore
     include/leadcore/*.hpp)
list(TRANSFORM leadcore_headers REPLACE "[.]hpp$" "")

# Headers that need more than the core's dependencies, by component (cmake/components.cmake).
set(leadcore_sqlite_headers sql/sqlite3 store/durable store/detail/durable_file store/detail/stored_records)
set(leadcore_postgres_headers sql/libpq)
set(leadcore_mariadb_headers sql/libmariadb)
set(leadcore_json_read_headers json/read json/detail/record_handler)
set(leadcore_testing_headers ${leadcore_headers})
list(FILTER leadcore_testing_headers INCLUDE REGEX "^testing/")
set(leadcore_base_headers ${leadcore_headers})
list(REMOVE_ITEM leadcore_base_headers ${leadcore_sqlite_headers} ${leadcore_postgres_headers}
     ${leadcore_mariadb_headers} ${leadcore_json_read_headers} ${leadcore_testing_headers})
