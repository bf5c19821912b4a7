# SPDX-License-Identifier: BSL-1.0
# The package that a component's headers need in addition to the core's dependencies, and its
# target. The installed package reads this file too.
set(leadcore_components core index sqlite postgres mariadb json_read testing)
set(leadcore_package_index Threads)
set(leadcore_target_index Threads::Threads)
set(leadcore_package_sqlite SQLite3)
set(leadcore_target_sqlite SQLite::SQLite3)
set(leadcore_package_postgres PostgreSQL)
set(leadcore_target_postgres PostgreSQL::PostgreSQL)
set(leadcore_package_mariadb PkgConfig)
set(leadcore_module_mariadb libmariadb) # of pkg-config
set(leadcore_target_mariadb PkgConfig::libmariadb)
# a program defines Boost.JSON once, by boost/json/src.hpp or its library
set(leadcore_target_json_read Boost::headers)
set(leadcore_boost_json_read 1.75) # Boost.JSON's first; the core needs 1.74
set(leadcore_package_testing rapidcheck)
set(leadcore_target_testing rapidcheck)
