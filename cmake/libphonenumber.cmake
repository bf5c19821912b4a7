# SPDX-License-Identifier: BSL-1.0
# What phones are compared with in tests and benchmarks. What is missing has no target, and a warning
# lists what is skipped.
#   leadcore_libphonenumber_own  Google's libphonenumber for C++ with its own metadata: the installed
#                                runtime library, and the headers unpacked by scripts/phone_oracle.
#                                8.12 is the version of Debian 12, whose logic is ours (decision 0011)
#   leadcore_libphonenumber      the same with the metadata of our tables (decision 0016)
#   LEADCORE_HAS_PHONE_PACKAGE   whether there are Node.js and the npm package of that metadata,
#                                unpacked by scripts/phone_metadata
set(LEADCORE_LIBPHONENUMBER_DIR ${PROJECT_SOURCE_DIR}/build/libphonenumber
    CACHE PATH "Where scripts/phone_oracle unpacked the headers of libphonenumber")
set(LEADCORE_PHONE_PACKAGE_DIR ${PROJECT_SOURCE_DIR}/build/google-libphonenumber
    CACHE PATH "Where scripts/phone_metadata unpacked the npm package google-libphonenumber")
find_path(LEADCORE_LIBPHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h PATHS ${LEADCORE_LIBPHONENUMBER_DIR}/usr/include
                                                                               NO_DEFAULT_PATH)
find_path(LEADCORE_ABSL_INCLUDE absl/container/node_hash_set.h)
find_library(LEADCORE_LIBPHONENUMBER NAMES libphonenumber.so.8.12)
find_library(LEADCORE_PROTOBUF NAMES protobuf) # its generated headers call it
find_program(LEADCORE_NODE NAMES node)
find_package(Python3 COMPONENTS Interpreter)

set(LEADCORE_HAS_PHONE_PACKAGE OFF)
if(LEADCORE_NODE AND Python3_FOUND AND EXISTS ${LEADCORE_PHONE_PACKAGE_DIR}/integrity)
  set(LEADCORE_HAS_PHONE_PACKAGE ON)
  set(tool ${PROJECT_SOURCE_DIR}/tools/phone_metadata)
  set(LEADCORE_PHONE_PROTOBUF ${PROJECT_BINARY_DIR}/phone_metadata.pb)
  add_custom_command(
    OUTPUT ${LEADCORE_PHONE_PROTOBUF}
    COMMAND Python3::Interpreter -B ${tool}.py protobuf ${LEADCORE_PHONE_PROTOBUF} npm:${LEADCORE_PHONE_PACKAGE_DIR}
    DEPENDS ${tool}.py ${tool}.json ${LEADCORE_PHONE_PACKAGE_DIR}/integrity
    COMMENT "Metadata of the phone tables for libphonenumber")
  add_custom_target(leadcore_phone_protobuf DEPENDS ${LEADCORE_PHONE_PROTOBUF})
else()
  message(WARNING "Node.js and the npm package google-libphonenumber were not found: what compares with them is skipped "
                  "(run scripts/setup test)")
endif()

if(LEADCORE_LIBPHONENUMBER_INCLUDE AND LEADCORE_ABSL_INCLUDE AND LEADCORE_LIBPHONENUMBER AND LEADCORE_PROTOBUF)
  add_library(leadcore_libphonenumber_own INTERFACE)
  target_include_directories(leadcore_libphonenumber_own SYSTEM INTERFACE ${LEADCORE_LIBPHONENUMBER_INCLUDE}
                                                                          ${LEADCORE_ABSL_INCLUDE})
  target_link_libraries(leadcore_libphonenumber_own INTERFACE ${LEADCORE_LIBPHONENUMBER} ${LEADCORE_PROTOBUF})
  if(LEADCORE_HAS_PHONE_PACKAGE)
    add_library(leadcore_libphonenumber_metadata OBJECT ${PROJECT_SOURCE_DIR}/tests/support/libphonenumber_metadata.cpp)
    target_compile_features(leadcore_libphonenumber_metadata PRIVATE cxx_std_20)
    target_compile_definitions(leadcore_libphonenumber_metadata
                               PRIVATE LEADCORE_LIBPHONENUMBER_METADATA="${LEADCORE_PHONE_PROTOBUF}")
    add_dependencies(leadcore_libphonenumber_metadata leadcore_phone_protobuf)
    add_library(leadcore_libphonenumber INTERFACE)
    target_sources(leadcore_libphonenumber INTERFACE $<TARGET_OBJECTS:leadcore_libphonenumber_metadata>)
    target_link_libraries(leadcore_libphonenumber INTERFACE leadcore_libphonenumber_own)
    target_link_options(leadcore_libphonenumber INTERFACE -rdynamic) # the library takes the program's functions
  endif()
else()
  message(WARNING "libphonenumber 8.12 for C++ was not found: what compares with it is skipped (run scripts/setup test)")
endif()
