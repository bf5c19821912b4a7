# SPDX-License-Identifier: BSL-1.0
# The oracles of the phone tests (decision 0016; cmake/libphonenumber.cmake).
foreach(program IN ITEMS test_text_phone test_text_phone_type test_text)
  if(NOT TARGET ${program})
    continue()
  endif()
  target_compile_definitions(
    ${program} PRIVATE LEADCORE_PHONE_CASES="/usr/bin/python3 -B '${CMAKE_CURRENT_LIST_DIR}/phone_cases.py' "
                       LEADCORE_PHONE_SOURCE="npm:${LEADCORE_PHONE_PACKAGE_DIR}" LEADCORE_NODE="${LEADCORE_NODE}"
                       LEADCORE_PHONE_PACKAGE_DIR="${LEADCORE_PHONE_PACKAGE_DIR}")
  if(TARGET leadcore_libphonenumber)
    target_link_libraries(${program} PRIVATE leadcore_libphonenumber)
  endif()
endforeach()

# libphonenumber as it is, and our tables with its metadata, generated into the build folder: a test
# of the logic and of the generators.
if(TARGET leadcore_libphonenumber_own AND NOT LEADCORE_SANITIZE)
  set(own ${PROJECT_BINARY_DIR}/phone_tables_of_libphonenumber)
  foreach(table IN ITEMS phone_tables phone_type_tables)
    set(header ${own}/leadcore/text/detail/${table}.hpp)
    set(generator ${PROJECT_SOURCE_DIR}/tools/${table}.py)
    add_custom_command(
      OUTPUT ${header}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${own}/leadcore/text/detail
      COMMAND /usr/bin/python3 ${generator} --source phonenumbers --output ${header}
      DEPENDS ${generator} ${PROJECT_SOURCE_DIR}/tools/phone_tables.py ${PROJECT_SOURCE_DIR}/tools/phone_metadata.py
              ${PROJECT_SOURCE_DIR}/tools/phone_metadata.json
      COMMENT "Table ${table} of libphonenumber's own metadata")
    list(APPEND own_tables ${header})
  endforeach()
  add_executable(
    test_text_phone_own_metadata
    ${own_tables} unit/text/phone_own_metadata.test.cpp property/text/phone_libphonenumber.prop.cpp
    property/text/phone_type_libphonenumber.prop.cpp)
  target_include_directories(test_text_phone_own_metadata BEFORE PRIVATE ${own})
  target_compile_definitions(
    test_text_phone_own_metadata
    PRIVATE LEADCORE_PHONE_CASES="/usr/bin/python3 -B '${CMAKE_CURRENT_LIST_DIR}/phone_cases.py' "
            LEADCORE_PHONE_SOURCE="phonenumbers")
  target_link_libraries(test_text_phone_own_metadata PRIVATE leadcore_test_support leadcore_libphonenumber_own)
  leadcore_use_precompiled(test_text_phone_own_metadata text)
  set_target_properties(test_text_phone_own_metadata PROPERTIES EXPORT_COMPILE_COMMANDS ON)
  catch_discover_tests(
    test_text_phone_own_metadata TEST_PREFIX "text/phone, libphonenumber's metadata: "
    PROPERTIES LABELS run TIMEOUT 600)
endif()
