# SPDX-License-Identifier: BSL-1.0
# Dependencies of the core: Boost's headers (Hana; json/read also Boost.JSON) and tl-expected, found
# on the system. Nothing is downloaded (decision 0040); existing targets of a project are kept.
# GLOBAL: a project that adds this folder links them in its own directory.
if(NOT TARGET Boost::headers)
  find_package(Boost 1.75 REQUIRED GLOBAL)
endif()
if(NOT TARGET tl::expected)
  find_package(tl-expected REQUIRED GLOBAL)
endif()
