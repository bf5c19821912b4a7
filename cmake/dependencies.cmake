# SPDX-License-Identifier: BSL-1.0
# Dependencies of the core: Boost's headers (Hana; json/read also Boost.JSON, from 1.75 on) and
# tl-expected, found on the system. Nothing is downloaded (decision 0040).

# leadcore_find(TARGET PACKAGE...): finds a package, unless the project has its target. A project that
# adds this folder links the target in its own directory, so it becomes global; find_package's GLOBAL
# needs CMake 3.24.
macro(leadcore_find target)
  if(NOT TARGET ${target})
    find_package(${ARGN} REQUIRED)
    set_target_properties(${target} PROPERTIES IMPORTED_GLOBAL TRUE)
  endif()
endmacro()

leadcore_find(Boost::headers Boost 1.74)
leadcore_find(tl::expected tl-expected)
