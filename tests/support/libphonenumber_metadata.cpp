// SPDX-License-Identifier: BSL-1.0
// libphonenumber for C++ with the metadata of our tables instead of its own: a program that links
// this file has its logic on today's numbering plans (cmake/libphonenumber.cmake). Its library
// calls these two functions through the dynamic linker, which takes the program's.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace i18n::phonenumbers {

const void* metadata_get();
int metadata_size();

namespace {

const std::string& metadata() {
  static const std::string bytes = [] {
    std::ifstream file(LEADCORE_LIBPHONENUMBER_METADATA, std::ios::binary);
    std::string read{std::istreambuf_iterator<char>(file), {}};
    if (read.empty()) {
      std::cerr << LEADCORE_LIBPHONENUMBER_METADATA << " cannot be read\n";
      std::abort();
    }
    return read;
  }();
  return bytes;
}

} // namespace

const void* metadata_get() {
  return metadata().data();
}
int metadata_size() {
  return static_cast<int>(metadata().size());
}

} // namespace i18n::phonenumbers
