// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_VECTOR_READER_HPP
#define LEADCORE_TESTS_SUPPORT_VECTOR_READER_HPP

// Reads tests/vectors/*.jsonl, one case a line. docs/vectors.md specifies the format.

#include <leadcore/text/utf8.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::test_support {

namespace json = boost::json;

/// A text of a vector: a string, or {"hex": DIGITS} for bytes that are not UTF-8.
[[nodiscard]] inline std::string bytes_of(const json::value& text) {
  if (const auto* given = text.if_string()) {
    return std::string(*given);
  }
  const json::string& hex = text.at("hex").as_string();
  const auto digit = [](char c) { return std::string_view("0123456789abcdef").find(c); };
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    if (i + 1 == hex.size() || digit(hex[i]) > 15 || digit(hex[i + 1]) > 15) {
      throw std::runtime_error("bad hex: " + std::string(hex));
    }
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  }
  return bytes;
}

/// The inverse of bytes_of.
[[nodiscard]] inline json::value text_value(std::string_view bytes) {
  if (is_valid_utf8(bytes)) {
    return json::value(bytes);
  }
  std::string hex;
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    hex += "0123456789abcdef"[byte / 16];
    hex += "0123456789abcdef"[byte % 16];
  }
  return json::object{{"hex", hex}};
}

/// An integer of a vector: a number, or its decimal digits as a string above 2^53-1.
[[nodiscard]] inline std::uint64_t integer_of(const json::value& number) {
  return number.is_string() ? std::stoull(std::string(number.as_string()))
                            : number.to_number<std::uint64_t>();
}

/// The inverse of integer_of.
[[nodiscard]] inline json::value integer_value(std::uint64_t number) {
  if (number < std::uint64_t{1} << 53U) {
    return number;
  }
  return json::value(std::to_string(number));
}

struct vector_case {
  std::string file;
  std::size_t line = 0;
  std::string id;
  std::string rule;
  std::string call;
  std::string why;
  json::object in;
  json::object out;
  json::object whole;

  [[nodiscard]] std::string where() const {
    return file + ":" + std::to_string(line) + ": " + id + " (" + why + ")";
  }
  /// A text of `in`; empty if it is absent.
  [[nodiscard]] std::string text(std::string_view name) const {
    const auto* found = in.if_contains(name);
    return found == nullptr ? std::string() : bytes_of(*found);
  }
  /// Whether `in` selects a profile.
  [[nodiscard]] bool has_profile(std::string_view name) const {
    const auto* profiles = in.if_contains("profiles");
    if (profiles != nullptr) {
      for (const auto& each : profiles->as_array()) {
        if (each.as_string() == name) {
          return true;
        }
      }
    }
    return false;
  }
  /// The code of the one error that `out` is; empty if it is none.
  [[nodiscard]] std::string error_code() const {
    const auto* error = out.if_contains("error");
    return error == nullptr ? std::string() : std::string(error->at("code").as_string());
  }
};

/// All cases of a file; throws (so the test fails) if the file is missing, malformed or empty.
[[nodiscard]] inline std::vector<vector_case> read_vectors(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot open " + path);
  }
  std::vector<vector_case> cases;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    json::object whole = json::parse(line).as_object();
    const auto member = [&](std::string_view name) {
      return std::string(whole.at(name).as_string());
    };
    vector_case one{path,
                    number,
                    member("id"),
                    member("rule"),
                    member("call"),
                    member("why"),
                    whole.at("in").as_object(),
                    whole.at("out").as_object(),
                    {}};
    one.whole = std::move(whole);
    cases.push_back(std::move(one));
  }
  if (cases.empty()) {
    throw std::runtime_error(path + ": no cases");
  }
  return cases;
}

/// The bytes of the documented answer (spec json.12), in the pretty form.
[[nodiscard]] inline std::string documented_json() {
  for (const auto& one : read_vectors(LEADCORE_VECTOR_DIR "/json_write.jsonl")) {
    if (one.rule == "json.12") {
      return bytes_of(one.out.at("json"));
    }
  }
  throw std::runtime_error("json_write.jsonl: no case of json.12");
}

} // namespace leadcore::test_support

/// The cases of a vector file; LEADCORE_VECTOR_DIR comes from the build.
#define LEADCORE_VECTORS(name)                                                                     \
  (::leadcore::test_support::read_vectors(LEADCORE_VECTOR_DIR "/" name))

#endif
