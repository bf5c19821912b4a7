# SPDX-License-Identifier: BSL-1.0
# Which package a component's headers need besides the core's dependencies, and the target that it gives. The installed
# package reads this file too.
set(leadcore_components core index sqlite postgres json_read testing)
set(leadcore_package_index Threads)
set(leadcore_target_index Threads::Threads)
set(leadcore_package_sqlite SQLite3)
set(leadcore_target_sqlite SQLite::SQLite3)
set(leadcore_package_postgres PostgreSQL)
set(leadcore_target_postgres PostgreSQL::PostgreSQL)
set(leadcore_target_json_read Boost::headers) # a program defines Boost.JSON once: boost/json/src.hpp, or its library
set(leadcore_package_testing rapidcheck)
set(leadcore_target_testing rapidcheck)
