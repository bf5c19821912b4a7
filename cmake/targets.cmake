# SPDX-License-Identifier: BSL-1.0
# leadcore::leadcore has every header with the core's dependencies; leadcore::<component> adds those
# of a component.
include(cmake/components.cmake)
include(GNUInstallDirs)

# leadcore_verify_headers(NAME LIBRARY HEADER...): our own builds compile each header alone (target
# all_verify_interface_header_sets).
function(leadcore_verify_headers name library)
  if(leadcore_own_programs AND NOT TARGET leadcore_headers_${name})
    list(TRANSFORM ARGN REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/include/leadcore/\\1.hpp")
    add_library(leadcore_headers_${name} INTERFACE)
    target_link_libraries(leadcore_headers_${name} INTERFACE ${library})
    target_sources(leadcore_headers_${name} INTERFACE FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${ARGN})
    set_target_properties(leadcore_headers_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
endfunction()

add_library(leadcore INTERFACE)
add_library(leadcore::leadcore ALIAS leadcore)
target_compile_features(leadcore INTERFACE cxx_std_20)
target_link_libraries(leadcore INTERFACE Boost::headers tl::expected)
target_include_directories(leadcore INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
leadcore_verify_headers(base leadcore ${leadcore_base_headers})

foreach(component IN LISTS leadcore_components)
  add_library(leadcore_${component} INTERFACE)
  add_library(leadcore::${component} ALIAS leadcore_${component})
  set_target_properties(leadcore_${component} PROPERTIES EXPORT_NAME ${component})
  target_link_libraries(leadcore_${component} INTERFACE leadcore ${leadcore_target_${component}})
endforeach()

# leadcore_find_components(COMPONENT...): finds the dependencies of components for programs of this
# build; their headers are verified too.
function(leadcore_find_components)
  foreach(component IN LISTS ARGN)
    if(NOT component IN_LIST leadcore_components)
      message(FATAL_ERROR "leadcore has no component ${component}; it has ${leadcore_components}")
    endif()
    if(DEFINED leadcore_package_${component})
      if(NOT TARGET ${leadcore_target_${component}})
        find_package(${leadcore_package_${component}} REQUIRED)
        if(DEFINED leadcore_module_${component})
          pkg_check_modules(${leadcore_module_${component}} REQUIRED IMPORTED_TARGET GLOBAL ${leadcore_module_${component}})
        endif()
      endif()
      get_target_property(is_imported ${leadcore_target_${component}} IMPORTED)
      get_target_property(is_global ${leadcore_target_${component}} IMPORTED_GLOBAL)
      # ours is linked everywhere (find_package's GLOBAL needs CMake 3.24)
      if(is_imported AND NOT is_global)
        set_target_properties(${leadcore_target_${component}} PROPERTIES IMPORTED_GLOBAL TRUE)
      endif()
    endif()
    if(DEFINED leadcore_boost_${component} AND DEFINED Boost_VERSION_STRING
       AND Boost_VERSION_STRING VERSION_LESS leadcore_boost_${component})
      message(FATAL_ERROR "leadcore::${component} needs Boost ${leadcore_boost_${component}}; found ${Boost_VERSION_STRING}")
    endif()
    leadcore_verify_headers(${component} leadcore_${component} ${leadcore_${component}_headers})
  endforeach()
endfunction()
leadcore_find_components(${LEADCORE_COMPONENTS})
