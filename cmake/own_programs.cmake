# SPDX-License-Identifier: BSL-1.0
# Shared by our own tests, examples and fuzz targets; not visible to projects that use the library.
# Warnings are errors in the development presets (CMAKE_COMPILE_WARNING_AS_ERROR), not for users who
# build the demo.
add_library(leadcore_warnings INTERFACE)
target_compile_options(leadcore_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 with optimisation reports false overlaps and overruns in std::string.
  target_compile_options(leadcore_warnings INTERFACE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
endif()

if(LEADCORE_HARDEN)
  target_compile_options(leadcore_warnings INTERFACE -fPIE -fstack-protector-strong -fstack-clash-protection
                                                     -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_link_options(leadcore_warnings INTERFACE -pie -Wl,-z,relro -Wl,-z,now)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(leadcore_warnings INTERFACE -fcf-protection)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    target_compile_options(leadcore_warnings INTERFACE -mbranch-protection=standard)
  endif()
endif()

# Boost.JSON's definitions for programs that read JSON; Debian's library would add unneeded
# dependencies.
add_library(leadcore_boost_json STATIC EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/support/boost_json.cpp)
target_compile_features(leadcore_boost_json PRIVATE cxx_std_20)
target_link_libraries(leadcore_boost_json PUBLIC Boost::headers PRIVATE $<$<BOOL:${LEADCORE_HARDEN}>:leadcore_warnings>)
