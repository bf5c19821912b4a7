# SPDX-License-Identifier: BSL-1.0
# Every header, found by its path; the folder is the layer (docs/design.md). Paths are relative to include/leadcore, without
# the extension.
file(GLOB_RECURSE leadcore_headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/include/leadcore
     include/leadcore/*.hpp)
list(TRANSFORM leadcore_headers REPLACE "[.]hpp$" "")
set(leadcore_public_headers ${leadcore_headers})
list(FILTER leadcore_public_headers EXCLUDE REGEX "/detail/")

# Headers that need more than the core: Boost.JSON, SQLite, RapidCheck; the kits are for tests.
set(leadcore_optional_headers ${leadcore_headers})
list(FILTER leadcore_optional_headers INCLUDE REGEX "^(json/(read|detail/lead_handler)|sql/sqlite3|testing/.*)$")
# libpq's headers lie in a folder that only its users know; its tests compile the header alone.
set(leadcore_libpq_headers sql/libpq)
set(leadcore_core_headers ${leadcore_headers})
list(REMOVE_ITEM leadcore_core_headers ${leadcore_optional_headers} ${leadcore_libpq_headers})

function(leadcore_header_files out) # leadcore_header_files(OUT HEADER...): their files
  list(TRANSFORM ARGN REPLACE "(.+)" "include/leadcore/\\1.hpp")
  set(${out} ${ARGN} PARENT_SCOPE)
endfunction()
