# SPDX-License-Identifier: BSL-1.0
# What the core needs: Boost's headers (Hana) and tl-expected; a project that brings its own targets keeps them.
if(NOT TARGET Boost::headers)
  find_package(Boost 1.74 REQUIRED)
endif()
if(NOT TARGET tl::expected)
  find_package(tl-expected REQUIRED)
endif()
