# SPDX-License-Identifier: BSL-1.0
# Google's libphonenumber for C++, for tests and benchmarks that compare with it: the installed
# runtime library, and the headers unpacked by scripts/phone_oracle. If either is missing, there is
# no target leadcore_libphonenumber, and a warning lists what is skipped. 8.12 is the version of
# Debian 12 and of our tables (decision 0010).
set(LEADCORE_LIBPHONENUMBER_DIR ${PROJECT_SOURCE_DIR}/build/libphonenumber
    CACHE PATH "Where scripts/phone_oracle unpacked the headers of libphonenumber")
find_path(LEADCORE_LIBPHONENUMBER_INCLUDE phonenumbers/phonenumberutil.h PATHS ${LEADCORE_LIBPHONENUMBER_DIR}/usr/include
                                                                               NO_DEFAULT_PATH)
find_path(LEADCORE_ABSL_INCLUDE absl/container/node_hash_set.h)
find_library(LEADCORE_LIBPHONENUMBER NAMES libphonenumber.so.8.12)
find_library(LEADCORE_PROTOBUF NAMES protobuf) # its generated headers call it
if(LEADCORE_LIBPHONENUMBER_INCLUDE AND LEADCORE_ABSL_INCLUDE AND LEADCORE_LIBPHONENUMBER AND LEADCORE_PROTOBUF)
  add_library(leadcore_libphonenumber INTERFACE)
  target_include_directories(leadcore_libphonenumber SYSTEM INTERFACE ${LEADCORE_LIBPHONENUMBER_INCLUDE}
                                                                      ${LEADCORE_ABSL_INCLUDE})
  target_link_libraries(leadcore_libphonenumber INTERFACE ${LEADCORE_LIBPHONENUMBER} ${LEADCORE_PROTOBUF})
else()
  message(WARNING "libphonenumber 8.12 for C++ was not found: what compares with it is skipped (run scripts/setup test)")
endif()
