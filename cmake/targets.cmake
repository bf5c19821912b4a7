# SPDX-License-Identifier: BSL-1.0
# leadcore::leadcore has every header with the core's dependencies; leadcore::<component> adds those
# of a component.
include(cmake/components.cmake)

function(leadcore_header_files out) # leadcore_header_files(OUT HEADER...): their files
  list(TRANSFORM ARGN REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/include/leadcore/\\1.hpp")
  set(${out} ${ARGN} PARENT_SCOPE)
endfunction()

add_library(leadcore INTERFACE)
add_library(leadcore::leadcore ALIAS leadcore)
target_compile_features(leadcore INTERFACE cxx_std_20)
target_link_libraries(leadcore INTERFACE Boost::headers tl::expected)
leadcore_header_files(files ${leadcore_base_headers})
target_sources(leadcore INTERFACE FILE_SET HEADERS BASE_DIRS include FILES ${files})
# Each header compiles alone: target all_verify_interface_header_sets.
set_target_properties(leadcore PROPERTIES VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})

foreach(component IN LISTS leadcore_components)
  add_library(leadcore_${component} INTERFACE)
  add_library(leadcore::${component} ALIAS leadcore_${component})
  set_target_properties(leadcore_${component} PROPERTIES EXPORT_NAME ${component})
  target_link_libraries(leadcore_${component} INTERFACE leadcore ${leadcore_target_${component}})
  leadcore_header_files(files ${leadcore_${component}_headers})
  target_sources(leadcore_${component} INTERFACE FILE_SET HEADERS BASE_DIRS include FILES ${files})
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
        find_package(${leadcore_package_${component}} REQUIRED GLOBAL)
        if(DEFINED leadcore_module_${component})
          pkg_check_modules(${leadcore_module_${component}} REQUIRED IMPORTED_TARGET GLOBAL ${leadcore_module_${component}})
        endif()
      endif()
      get_target_property(is_imported ${leadcore_target_${component}} IMPORTED)
      get_target_property(is_global ${leadcore_target_${component}} IMPORTED_GLOBAL)
      # found by another package of this directory; ours is linked everywhere
      if(is_imported AND NOT is_global)
        set_target_properties(${leadcore_target_${component}} PROPERTIES IMPORTED_GLOBAL TRUE)
      endif()
    endif()
    set_target_properties(leadcore_${component} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})
  endforeach()
endfunction()
leadcore_find_components(${LEADCORE_COMPONENTS})
