// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json.hpp>

#include "support/documented_answer.hpp"
#include "support/hostile.hpp"
#include "support/property.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// RFC 8259 clause 7, one unit at a time.
std::string slow_json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const utf8_unit unit = decode_utf8(text, at);
    const char32_t c = unit.code_point;
    if (!unit.valid) {
      out += "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      out += {'\\', static_cast<char>(c)};
    } else if (c == '\n' || c == '\t' || c == '\r' || c == '\b' || c == '\f') {
      out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : c == '\b' ? "\\b" : "\\f";
    } else if (c < 0x20) {
      out += c < 0x10 ? "\\u000" : "\\u001";
      out += "0123456789abcdef"[c % 16];
    } else {
      out += text.substr(at, unit.length);
    }
    at += unit.length;
  }
  return out + '"';
}

/// What JSON.stringify(value, null, 2) prints for a value, from Boost.JSON's model of it.
void print_indented(const boost::json::value& value, const std::string& indentation, std::string& out) {
  const std::string inner = indentation + "  ";
  std::string_view separator;
  if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    out += '[';
    for (const auto& each : *array) {
      out.append(separator).append("\n").append(inner);
      print_indented(each, inner, out);
      separator = ",";
    }
    out.append("\n").append(indentation).append("]");
  } else if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    out += '{';
    for (const auto& each : *object) {
      out.append(separator).append("\n").append(inner).append(json_string(each.key())).append(": ");
      print_indented(each.value(), inner, out);
      separator = ",";
    }
    out.append("\n").append(indentation).append("}");
  } else if (const auto* text = value.if_string()) {
    out += slow_json_string(*text);
  } else {
    out += boost::json::serialize(value);
  }
}

page_of<lead> any_page() {
  page_of<lead> page{
      {}, paginate(*rc::gen::arbitrary<std::uint64_t>(), {*rc::gen::arbitrary<std::uint64_t>(), 10})};
  const int rows = *rc::gen::inRange(0, 3);
  for (int i = 0; i < rows; ++i) {
    page.data.push_back(any_row());
  }
  return page;
}

} // namespace

TEST_CASE("append_json_string equals the definition taken unit by unit", "[json]") {
  rc::prop("any bytes", [] {
    const std::string text = *hostile_text();
    RC_ASSERT(json_string(text) == slow_json_string(text));
  });
  rc::prop("a special byte at any place of a plain text", [] {
    std::string text(*rc::gen::inRange<std::size_t>(1, 40), 'a');
    text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    RC_ASSERT(json_string(text) == slow_json_string(text));
  });
}

TEST_CASE("any bytes are a JSON string that reads back as the text with U+FFFD for invalid bytes", "[json]") {
  rc::prop("judged by Boost.JSON", [] {
    const std::string text = *hostile_text();
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse(json_string(text), error);
    RC_ASSERT(!error);
    RC_ASSERT(std::string_view(value.as_string()) == with_replacements(std::string_view(text)));
  });
}

TEST_CASE("any page is JSON in both forms, and both hold the same", "[json]") {
  rc::prop("judged by Boost.JSON", [] {
    const page_of<lead> page = any_page();
    const std::string compact = to_json(page);
    const std::string pretty = to_json(page, json_style::pretty);
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse(compact, error);
    RC_ASSERT(!error);
    RC_ASSERT(value.at("data").as_array().size() == page.data.size());
    std::string expected;
    print_indented(value, "", expected);
    RC_ASSERT(pretty == expected);
    RC_ASSERT(compact == without_white_space(pretty));
  });
}
