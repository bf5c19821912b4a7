# SPDX-License-Identifier: BSL-1.0
# What the core needs: Boost's headers (Hana; json_read also Boost.JSON) and tl-expected. They are found on the system,
# nothing is downloaded (decision 0040); a project that brings its own targets keeps them. GLOBAL: a project that adds this
# folder links them in its own directory.
if(NOT TARGET Boost::headers)
  find_package(Boost 1.75 REQUIRED GLOBAL)
endif()
if(NOT TARGET tl::expected)
  find_package(tl-expected REQUIRED GLOBAL)
endif()
