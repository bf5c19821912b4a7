// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_JSON_ORACLE_HPP
#define LEADCORE_TESTS_SUPPORT_JSON_ORACLE_HPP

// Slow, obvious judges of json/write.hpp and json/read.hpp based on Boost.JSON's tree, for
// properties and fuzz targets. Each returns the problem, or nothing.

#include <leadcore/json/read.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/text/utf8.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadcore::test_support {

/// The text as a JSON string in json/write.hpp's output.
[[nodiscard]] inline std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// The text with U+FFFD for each invalid byte, by the definition: unit by unit.
[[nodiscard]] inline std::string with_replacements(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const utf8_unit unit = decode_utf8(text, at);
    out += unit.valid ? text.substr(at, unit.length) : "\xEF\xBF\xBD";
    at += unit.length;
  }
  return out;
}

/// The row with invalid bytes of every text replaced: the row as our JSON has it.
[[nodiscard]] inline lead with_replacements(lead row) {
  for_each_lead_field([&](auto each) {
    auto& value = each.in(row);
    using type = std::remove_reference_t<decltype(value)>;
    if constexpr (std::same_as<type, std::string>) {
      value = with_replacements(std::string_view(value));
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      if (value) {
        value = with_replacements(std::string_view(*value));
      }
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      for (std::string& element : value) {
        element = with_replacements(std::string_view(element));
      }
    }
  });
  return row;
}

/// RFC 8259 clause 7 as JSON.stringify implements it, one unit at a time.
[[nodiscard]] inline std::string slow_json_string(std::string_view text) {
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

/// The output of JSON.stringify(value, null, 2).
inline void print_indented(const boost::json::value& value, const std::string& indentation,
                           std::string& out) {
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
      out.append(separator)
          .append("\n")
          .append(inner)
          .append(slow_json_string(each.key()))
          .append(": ");
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

namespace detail {

inline bool take(const boost::json::value& from, std::string& to) {
  if (const auto* text = from.if_string()) {
    to = std::string_view(*text);
    return true;
  }
  return false;
}
inline bool take(const boost::json::value& from, timestamp& to) {
  std::string text;
  const bool is_text = take(from, text);
  const auto parsed = parse_timestamp(text);
  to = parsed.has_value() ? *parsed : timestamp{};
  return is_text && parsed.has_value();
}
inline bool take(const boost::json::value& from, lead_status& to) {
  std::string text;
  const bool is_text = take(from, text);
  const auto found = std::find_if(lead_statuses.begin(), lead_statuses.end(),
                                  [&](lead_status each) { return to_string(each) == text; });
  to = found == lead_statuses.end() ? lead_status{} : *found;
  return is_text && found != lead_statuses.end();
}
inline bool take(const boost::json::value& from, std::vector<std::string>& to) {
  const auto* array = from.if_array();
  to.resize(array == nullptr ? 0 : array->size());
  bool all = array != nullptr;
  for (std::size_t i = 0; i < to.size(); ++i) {
    all = take((*array)[i], to[i]) && all;
  }
  return all;
}
inline bool take(const boost::json::value& from, std::uint64_t& to) {
  to = from.is_uint64() ? from.get_uint64()
                        : (from.is_int64() ? static_cast<std::uint64_t>(from.get_int64()) : 0);
  return from.is_uint64() || (from.is_int64() && from.get_int64() >= 0);
}
inline bool take(const boost::json::value& from, bool& to) {
  to = from.is_bool() && from.get_bool();
  return from.is_bool();
}
template <class T> bool take(const boost::json::value& from, std::optional<T>& to) {
  to.reset();
  return from.is_null() || take(from, to.emplace());
}

} // namespace detail

/// A record from a tree whose object has exactly its keys, each of the right type; a lead need not
/// be valid.
template <class Record>
[[nodiscard]] std::optional<Record> slow_read(const boost::json::value& tree) {
  const auto* object = tree.if_object();
  if (object == nullptr) {
    return std::nullopt;
  }
  Record record{};
  std::size_t keys = 0;
  bool good = true;
  leadcore::for_each_field<Record>([&](auto each) {
    ++keys;
    const auto* value = object->if_contains(each.wire_name());
    good = value != nullptr && detail::take(*value, each.in(record)) && good;
  });
  return good && object->size() == keys ? std::optional(std::move(record)) : std::nullopt;
}

/// Leads from an array in a tree, all of them valid.
[[nodiscard]] inline std::optional<std::vector<lead>>
slow_read_valid(const boost::json::value& tree) {
  if (!tree.is_array()) {
    return std::nullopt;
  }
  std::vector<lead> leads;
  for (const auto& each : tree.get_array()) {
    auto read = slow_read<lead>(each);
    if (!read || !validate(*read).empty()) {
      return std::nullopt;
    }
    leads.push_back(*std::move(read));
  }
  return leads;
}

/// Judges the JSON of a page of any rows: valid, with exactly these values, and both styles
/// equivalent.
[[nodiscard]] inline std::string judge_writing(const page_of<lead>& page) {
  const std::string compact = to_json(page);
  const std::string pretty = to_json(page, json_style::pretty);
  boost::json::error_code ec;
  const boost::json::value tree = boost::json::parse(compact, ec);
  if (ec) {
    return "not JSON (" + ec.message() + "): " + compact;
  }
  if (!tree.is_object() || tree.get_object().size() != 2) {
    return "not data and pagination: " + compact;
  }
  const auto* data = tree.get_object().if_contains("data");
  const auto* at = tree.get_object().if_contains("pagination");
  if (data == nullptr || !data->is_array() || data->get_array().size() != page.data.size()) {
    return "not so many rows: " + compact;
  }
  if (at == nullptr || slow_read<pagination>(*at) != page.pagination) {
    return "another pagination: " + compact;
  }
  for (std::size_t i = 0; i < page.data.size(); ++i) {
    boost::json::value one = data->get_array()[i];
    lead expected = with_replacements(page.data[i]);
    if (!is_lead_status(expected.status)) {
      if (!one.is_object() || one.get_object()["status"] != "UNKNOWN") {
        return "a status outside the enumeration: " + compact;
      }
      expected.status = lead_status::lost;
      one.get_object()["status"] = "LOST";
    }
    if (slow_read<lead>(one) != expected) {
      return "row " + std::to_string(i) + " reads differently: " + compact;
    }
  }
  std::string indented;
  print_indented(tree, "", indented);
  if (pretty != indented) {
    return "not indented as JSON.stringify does: " + pretty;
  }
  return {};
}

/// Judges the reading of any text as a lead, as leads and as a page: the result of the slow reader,
/// and consistent errors.
[[nodiscard]] inline std::string judge_reading(std::string_view text) {
  boost::json::error_code ec;
  const boost::json::value tree = boost::json::parse(text, ec); // keeps the last of equal keys
  const auto judge = [&](const auto& read, const auto& expected,
                         std::string_view what) -> std::string {
    const std::string where = " as " + std::string(what) + ": " + std::string(text);
    if (read.has_value()) {
      if (ec) {
        return "read what is not JSON" + where;
      }
      return expected && *expected == *read ? "" : "read otherwise" + where;
    }
    if (read.error().empty()) {
      return "refused without a reason" + where;
    }
    // The tree has the last value of a repeated key: pointers into earlier ones lead nowhere in it.
    // Reading may stop at the limit of errors before it sees the repetition.
    const bool repeated = std::ranges::any_of(read.error(), [](const json_error& each) {
      return each.code == json_errc::duplicate_key || each.code == json_errc::too_many_errors;
    });
    for (std::size_t i = 0; i < read.error().size(); ++i) {
      const json_error& each = read.error()[i];
      const bool ends = each.code == json_errc::not_json || each.code == json_errc::too_deep ||
                        each.code == json_errc::number_out_of_range ||
                        each.code == json_errc::too_many_errors;
      if (ends && i + 1 != read.error().size()) {
        return "went on after " + std::string(to_string(each.code)) + where;
      }
      if (to_string(each.code).empty() ||
          (each.allowed.empty() && each.code != json_errc::too_many_errors)) {
        return "a code without a name, or nothing allowed" + where;
      }
      if (each.offset > text.size() || (!each.pointer.empty() && each.pointer.front() != '/') ||
          !is_valid_utf8(each.pointer)) {
        return "no such place: " + each.pointer + " " + std::to_string(each.offset) + where;
      }
      if (!ec) {
        if (ends && each.code != json_errc::too_many_errors) {
          return "did not read JSON to its end" + where;
        }
        boost::json::error_code nowhere;
        const auto* there = tree.find_pointer(each.pointer, nowhere);
        if ((there == nullptr) != (each.code == json_errc::missing_key) && !repeated) {
          return "pointer " + each.pointer + " of " + std::string(to_string(each.code)) + where;
        }
      }
    }
    const json_errc last = read.error().back().code;
    if (ec && last != json_errc::not_json && last != json_errc::too_deep &&
        last != json_errc::number_out_of_range && last != json_errc::too_many_errors) {
      return "did not see that it is not JSON" + where;
    }
    return !ec && expected && !repeated ? "refused what is right" + where : "";
  };

  std::optional<lead> one;
  std::optional<std::vector<lead>> many;
  std::optional<page_of<lead>> page;
  if (!ec) {
    one = slow_read<lead>(tree);
    one = one && validate(*one).empty() ? one : std::nullopt;
    many = slow_read_valid(tree);
    if (const auto* object = tree.if_object(); object != nullptr && object->contains("data")) {
      const auto* at = object->if_contains("pagination");
      const auto rows = slow_read_valid(object->at("data"));
      if (rows && object->size() == (at == nullptr ? 1U : 2U) &&
          (at == nullptr || at->is_object())) {
        many = rows;
        const auto stands = at == nullptr ? std::nullopt : slow_read<pagination>(*at);
        page = stands ? std::optional(page_of<lead>{*rows, *stands}) : std::nullopt;
      }
    }
  }
  for (std::string wrong :
       {judge(parse_lead_json(text), one, "a lead"), judge(parse_leads_json(text), many, "leads"),
        judge(parse_page_json(text), page, "a page")}) {
    if (!wrong.empty()) {
      return wrong;
    }
  }
  return {};
}

} // namespace leadcore::test_support

#endif
