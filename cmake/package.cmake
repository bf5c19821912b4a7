# SPDX-License-Identifier: BSL-1.0
# cpack writes a Debian package of what is installed: headers, so for every architecture.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libleadcore-dev)
set(CPACK_PACKAGE_CONTACT "The maintainers of leadcore <maintainers@leadcore.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
# Debian's default Boost or the newer one: neither is displaced
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libboost1.74-dev | libboost1.81-dev | libboost-dev (>= 1.74), libexpected-dev")
if(LEADCORE_BUILD_COMPILED OR LEADCORE_BUILD_VERIFY)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
endif()
include(CPack)
