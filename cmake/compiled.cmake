# SPDX-License-Identifier: BSL-1.0
# leadcore::compiled instantiates once what the compiled.hpp of each folder declares as extern templates.
# Users must compile for the same instruction set, which is part of the symbols (version.hpp).
set(sources "")
foreach(header IN LISTS leadcore_base_headers)
  if(header MATCHES "/compiled$")
    set(source ${CMAKE_CURRENT_BINARY_DIR}/${header}.cpp)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS include/leadcore/${header}.hpp)
    file(READ include/leadcore/${header}.hpp text)
    string(REPLACE "\nextern template " "\ntemplate " text "${text}")
    file(CONFIGURE OUTPUT ${source} CONTENT "${text}" @ONLY)
    list(APPEND sources ${source})
  endif()
endforeach()
leadcore_find_components(index)
add_library(leadcore_compiled STATIC ${sources})
add_library(leadcore::compiled ALIAS leadcore_compiled)
set_target_properties(leadcore_compiled PROPERTIES EXPORT_NAME compiled UNITY_BUILD OFF POSITION_INDEPENDENT_CODE ON)
target_link_libraries(leadcore_compiled PUBLIC leadcore_index)
if(LEADCORE_INSTALL)
  # A folder of its own: the library depends on the machine, the package does not.
  install(TARGETS leadcore_compiled EXPORT leadcore-compiled-targets)
  install(
    EXPORT leadcore-compiled-targets
    NAMESPACE leadcore::
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leadcore)
endif()
