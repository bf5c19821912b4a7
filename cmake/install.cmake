# SPDX-License-Identifier: BSL-1.0
include(CMakePackageConfigHelpers)

# its contents are the same on all machines
set(leadcore_package_dir ${CMAKE_INSTALL_DATADIR}/cmake/leadcore)
set(leadcore_targets ${leadcore_components})
list(TRANSFORM leadcore_targets PREPEND leadcore_)
install(TARGETS leadcore ${leadcore_targets} EXPORT leadcore-targets)
install(DIRECTORY include/leadcore DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(
  EXPORT leadcore-targets
  NAMESPACE leadcore::
  DESTINATION ${leadcore_package_dir})
configure_package_config_file(cmake/leadcore-config.cmake.in leadcore-config.cmake
                              INSTALL_DESTINATION ${leadcore_package_dir})
# Before 1.0 a minor version may break.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(leadcore_compatibility SameMinorVersion)
else()
  set(leadcore_compatibility SameMajorVersion)
endif()
write_basic_package_version_file(
  leadcore-config-version.cmake
  COMPATIBILITY ${leadcore_compatibility}
  ARCH_INDEPENDENT)
install(FILES cmake/components.cmake ${CMAKE_CURRENT_BINARY_DIR}/leadcore-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/leadcore-config-version.cmake DESTINATION ${leadcore_package_dir})
# for pkg-config; relative, so that the package may be moved
file(RELATIVE_PATH leadcore_include_from_pc ${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig ${CMAKE_INSTALL_FULL_INCLUDEDIR})
configure_file(cmake/leadcore.pc.in leadcore.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/leadcore.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
# compiled by users
install(FILES modules/leadcore.cppm DESTINATION ${CMAKE_INSTALL_DATADIR}/leadcore/modules)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
