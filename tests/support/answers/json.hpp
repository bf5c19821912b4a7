// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANSWERS_JSON_HPP
#define LEADCORE_TESTS_SUPPORT_ANSWERS_JSON_HPP

// What the library answers to the calls of docs/verify.md on JSON.

#include "support/answers/lead.hpp"

#include <leadcore/json/read.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/query/page.hpp>

#include <stdexcept>
#include <string>

namespace leadcore::test_support::answers {

[[nodiscard]] inline json::object write_string(const vector_case& asked) {
  std::string out;
  append_json_string(out, asked.text("text"));
  return {{"json", out}};
}

[[nodiscard]] inline json::object write_page(const vector_case& asked) {
  const page_of<lead> page{
      leads_of(asked.in.at("leads").as_array()),
      leadcore::paginate(integer_of(asked.in.at("total")),
                         {integer_of(asked.in.at("page")), integer_of(asked.in.at("pageSize"))})};
  return {{"json", to_json(page, asked.text("style") == "pretty" ? json_style::pretty
                                                                 : json_style::compact)}};
}

[[nodiscard]] inline json_read_options reading_of(const vector_case& asked) {
  json_read_options options;
  options.contacts.emails = emails_of(asked);
  if (const auto* given = asked.in.if_contains("options")) {
    for (const auto& [name, value] : given->as_object()) {
      if (name == "ignore_unknown_keys") {
        options.ignore_unknown_keys = value.as_bool();
      } else if (name == "allow_missing_nullable") {
        options.allow_missing_nullable = value.as_bool();
      } else if (name == "max_errors") {
        options.max_errors = value.to_number<std::size_t>();
      } else if (name == "normalise") {
        options.normalise = true;
        if (const auto* from = value.as_object().if_contains("region")) {
          options.contacts.default_region = region(std::string_view(from->as_string()));
        }
      } else {
        throw std::runtime_error("unknown option " + std::string(name));
      }
    }
  }
  return options;
}

/// The errors; a port need not return an offset where the text is not JSON (`reference` in a case).
[[nodiscard]] inline json::object errors_object(const json_errors& errors) {
  json::array out;
  for (const json_error& each : errors) {
    json::object error{{"code", to_string(each.code)}, {"pointer", text_value(each.pointer)}};
    if (!each.detail.empty()) {
      error["detail"] = each.detail;
    }
    out.push_back(std::move(error));
  }
  return {{"errors", std::move(out)}};
}

[[nodiscard]] inline json::object read_json(const vector_case& asked) {
  const std::string text = asked.text("json");
  const json_read_options options = reading_of(asked);
  if (asked.text("reads") == "lead") {
    const auto read = parse_lead_json(text, options);
    return read.has_value() ? json::object{{"json", to_json(*read)}} : errors_object(read.error());
  }
  if (asked.text("reads") == "page") {
    const auto read = parse_page_json(text, options);
    return read.has_value() ? json::object{{"json", to_json(*read)}} : errors_object(read.error());
  }
  const auto read = parse_leads_json(text, options);
  if (!read.has_value()) {
    return errors_object(read.error());
  }
  std::string out = "[";
  for (const lead& each : *read) {
    out += out.size() > 1 ? "," : "";
    append_json(out, each);
  }
  return {{"json", out + "]"}};
}

} // namespace leadcore::test_support::answers

#endif
