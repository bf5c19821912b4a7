// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_JSON_TABLE_HPP
#define LEADCORE_EXAMPLES_IMPORT_JSON_TABLE_HPP

// JSON objects: leads in the endpoint's form, or any other objects, which are read like rows of a
// table.

#include "csv.hpp"
#include "table.hpp"
#include "text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// The objects of a JSON text with their positions.
struct json_objects {
  struct object {
    std::size_t place = 0; ///< a line or a record number, from 1
    std::string text;
  };
  std::vector<object> objects;
  bool lines = true; ///< one object a line; otherwise one document with all of them
};

/// The list of leads in a document: an array, or a member of an object that is an array with one of
/// the usual names.
[[nodiscard]] inline const boost::json::array* find_list(const boost::json::value& document) {
  if (document.is_array()) {
    return &document.as_array();
  }
  if (document.is_object()) {
    for (const char* name : {"data", "leads", "contacts", "results", "records", "items", "people",
                             "persons", "customers", "rows", "entries", "value"}) {
      const auto* member = document.as_object().if_contains(name);
      if (member != nullptr && member->is_array()) {
        return &member->as_array();
      }
    }
  }
  return nullptr;
}

/// Finds the objects of a text: one a line (NDJSON), or those in the list of a document such as an
/// answer of the endpoint. Any other text is treated as lines, each judged separately.
[[nodiscard]] inline json_objects find_json_objects(std::string_view text) {
  json_objects found;
  boost::system::error_code bad;
  const std::string_view all = trim(text);
  const std::string_view first_line = trim(all.substr(0, all.find('\n')));
  const boost::json::value first = boost::json::parse({first_line.data(), first_line.size()}, bad);
  if (bad || !first.is_object() || first_line.size() == all.size()) {
    const boost::json::value document = boost::json::parse({all.data(), all.size()}, bad);
    if (const auto* list = bad ? nullptr : find_list(document); list != nullptr) {
      found.lines = false;
      for (const auto& element : *list) {
        found.objects.push_back({found.objects.size() + 1, boost::json::serialize(element)});
      }
      return found;
    }
  }
  std::size_t line = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (const std::string_view each = trim(text.substr(0, end)); !each.empty()) {
      found.objects.push_back({line, std::string(each)});
    }
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
  }
  return found;
}

/// Whether objects have the keys of the endpoint's leads; these are then read strictly.
[[nodiscard]] inline bool are_leads(const json_objects& found) {
  for (const auto& each : found.objects) {
    boost::system::error_code bad;
    const boost::json::value value = boost::json::parse(each.text, bad);
    if (!bad && value.is_object()) {
      const auto& object = value.as_object();
      return object.contains("contactId") && object.contains("phones") &&
             object.contains("createdAt");
    }
  }
  return false;
}

/// JSON objects as the rows of a table: the columns are the paths of their values
/// ("properties.firstname"); several values of one path share a cell, one a line.
class json_table final : public table {
 public:
  explicit json_table(const json_objects& found) : found_(found) {
    for (const auto& each : found.objects) {
      boost::system::error_code bad;
      if (const auto value = boost::json::parse(each.text, bad); !bad && value.is_object()) {
        std::vector<std::string> ignored;
        flatten(value, {}, ignored);
      }
    }
    complete_ = true;
  }

  [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
  void rewind() override { at_ = 0; }
  [[nodiscard]] std::optional<csv_record> next() override {
    if (at_ == found_.objects.size()) {
      return std::nullopt;
    }
    const auto& each = found_.objects[at_++];
    csv_record record{each.place, std::vector<std::string>(header_.size()), {}};
    boost::system::error_code bad;
    const auto value = boost::json::parse(each.text, bad);
    if (bad) {
      record.problem = "not JSON: " + bad.message();
    } else if (!value.is_object()) {
      record.problem = "not a JSON object";
    } else {
      flatten(value, {}, record.fields);
    }
    return record;
  }
  [[nodiscard]] int percent() const override {
    return found_.objects.empty() ? 100 : static_cast<int>(at_ * 100 / found_.objects.size());
  }

 private:
  void flatten(const boost::json::value& value, const std::string& path,
               std::vector<std::string>& fields) {
    if (value.is_object()) {
      for (const auto& member : value.as_object()) {
        flatten(member.value(), (path.empty() ? "" : path + ".") + std::string(member.key()),
                fields);
      }
    } else if (value.is_array()) {
      for (const auto& element : value.as_array()) {
        flatten(element, path, fields);
      }
    } else {
      const auto known = std::ranges::find(header_, path);
      const auto column = static_cast<std::size_t>(known - header_.begin());
      if (known == header_.end()) {
        header_.push_back(path);
      }
      if (complete_ && !value.is_null()) {
        const std::string text =
            value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value);
        fields[column] += (fields[column].empty() ? "" : "\n") + text;
      }
    }
  }

  const json_objects& found_;
  std::vector<std::string> header_;
  bool complete_ = false; // whether the header is complete; before that, only paths are collected
  std::size_t at_ = 0;
};

} // namespace demo

#endif
