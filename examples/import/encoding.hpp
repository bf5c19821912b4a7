// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_ENCODING_HPP
#define LEADCORE_EXAMPLES_IMPORT_ENCODING_HPP

// Conversion of a file's bytes to UTF-8 by the system's iconv.

#include <leadcore/text/result.hpp>

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace demo {

/// The reason why bytes are not text in an encoding.
struct encoding_error {
  bool unknown_encoding = false;
  std::size_t offset = 0; ///< the first byte that could not be read
};

/// Text in any encoding of iconv as UTF-8.
[[nodiscard]] inline leadcore::result<std::string, encoding_error>
to_utf8(std::string_view bytes, const std::string& encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  // iconv_open says "no" with this value, which POSIX defines as a cast.
  if (converter == reinterpret_cast<iconv_t>(-1)) { // NOLINT(performance-no-int-to-ptr)
    return leadcore::fail(encoding_error{true, 0});
  }
  std::string text;
  std::string source(bytes); // iconv takes a pointer to non-const
  char* in = source.data();
  std::size_t in_left = source.size();
  std::string buffer(std::min<std::size_t>(4 * bytes.size() + 16, 1U << 16U), '\0');
  bool good = true;
  while (good && in_left > 0) {
    char* out = buffer.data();
    std::size_t out_left = buffer.size();
    const bool stopped =
        iconv(converter, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1);
    text.append(buffer.data(), buffer.size() - out_left);
    good = !stopped || errno == E2BIG;
  }
  iconv_close(converter);
  if (!good) {
    return leadcore::fail(encoding_error{false, bytes.size() - in_left});
  }
  return text;
}

/// Text as Windows-1252, the usual encoding of spreadsheets besides UTF-8. Its five unassigned
/// bytes become the control characters of the same value, as on the web (Encoding standard, index
/// windows-1252).
[[nodiscard]] inline std::string windows_1252_to_utf8(std::string_view bytes) {
  if (auto whole = to_utf8(bytes, "WINDOWS-1252"); whole.has_value()) {
    return std::move(*whole);
  }
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto one = to_utf8(bytes.substr(i, 1), "WINDOWS-1252");
    text += one.has_value() ? *one : *to_utf8(bytes.substr(i, 1), "ISO-8859-1");
  }
  return text;
}

/// The encoding and the size of a byte order mark; empty without one.
struct byte_order_mark {
  std::string_view encoding;
  std::size_t size = 0;
};

[[nodiscard]] inline byte_order_mark find_byte_order_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    return {"UTF-8", 3};
  }
  if (bytes.starts_with("\xFF\xFE")) {
    return {"UTF-16LE", 2};
  }
  if (bytes.starts_with("\xFE\xFF")) {
    return {"UTF-16BE", 2};
  }
  return {};
}

} // namespace demo

#endif
