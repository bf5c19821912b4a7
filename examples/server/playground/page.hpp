// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_PLAYGROUND_PAGE_HPP
#define LEADCORE_EXAMPLES_SERVER_PLAYGROUND_PAGE_HPP

// The page of the playground, written from the OpenAPI document of the endpoint.

#include "server/playground/assets.hpp"
#include "server/sample.hpp"

#include <leadcore/json/string.hpp>
#include <leadcore/text/ascii.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace demo {

namespace detail {

/// Text as the content of an element or of a quoted attribute.
[[nodiscard]] inline std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

/// A template with {{name}} in place of each text.
[[nodiscard]] inline std::string
fill(std::string_view form, std::initializer_list<std::pair<std::string_view, std::string>> texts) {
  std::string out;
  for (;;) {
    const std::size_t begin = form.find("{{");
    out += form.substr(0, begin);
    if (begin == std::string_view::npos) {
      return out;
    }
    const std::size_t end = form.find("}}", begin);
    for (const auto& [name, text] : texts) {
      if (name == form.substr(begin + 2, end - begin - 2)) {
        out += text;
      }
    }
    form.remove_prefix(end + 2);
  }
}

[[nodiscard]] inline std::string_view text_of(const boost::json::value& value) {
  return value.as_string();
}
/// A member of an object as text to be shown; empty if it is missing.
[[nodiscard]] inline std::string shown(const boost::json::value& object, std::string_view name) {
  const auto* const found = object.as_object().if_contains(name);
  return found == nullptr ? std::string() : escape_html(text_of(*found));
}

/// JSON with two spaces a level, as the endpoint's pretty style has it.
inline void append_pretty(std::string& out, const boost::json::value& value,
                          std::size_t depth = 0) {
  const auto write_all = [&](char open, const auto& all, char close, auto&& write) {
    out += open;
    std::string_view separator = "\n";
    for (const auto& each : all) {
      out += separator;
      out.append(2 * depth + 2, ' ');
      write(each);
      separator = ",\n";
    }
    if (!all.empty()) {
      out += '\n';
      out.append(2 * depth, ' ');
    }
    out += close;
  };
  if (const auto* const object = value.if_object()) {
    write_all('{', *object, '}', [&](const auto& member) {
      leadcore::append_json_string(out, member.key());
      out += ": ";
      detail::append_pretty(out, member.value(), depth + 1);
    });
  } else if (const auto* const array = value.if_array()) {
    write_all('[', *array, ']',
              [&](const auto& element) { detail::append_pretty(out, element, depth + 1); });
  } else {
    out += boost::json::serialize(value);
  }
}

/// A type as words: "string or null", "array of string".
[[nodiscard]] inline std::string type_in_words(const boost::json::value& schema) {
  std::string words;
  if (const auto* const types = schema.at("type").if_array()) {
    for (const auto& each : *types) {
      words.append(words.empty() ? "" : " or ").append(text_of(each));
    }
  } else {
    words = text_of(schema.at("type"));
  }
  if (const auto* const items = schema.as_object().if_contains("items")) {
    words += " of " + detail::type_in_words(*items);
  }
  return words;
}

/// The properties of a schema as the entries of a definition list.
[[nodiscard]] inline std::string property_entries(const boost::json::value& schema) {
  std::string out;
  for (const auto& [name, property] : schema.at("properties").as_object()) {
    std::string values;
    if (const auto* const names = property.as_object().if_contains("enum")) {
      for (const auto& each : names->as_array()) {
        if (each.is_string()) {
          values += "<code>" + escape_html(text_of(each)) + "</code> ";
        }
      }
      values = "<span class=\"values\">" + values + "</span>";
    }
    out += "<div><dt><code>" + escape_html(name) + "</code> <span class=\"type\">" +
           detail::type_in_words(property) + "</span></dt><dd>" + shown(property, "description") +
           values + "</dd></div>\n";
  }
  return out;
}

/// An input for each parameter of the query string, with its help and a place for its error.
[[nodiscard]] inline std::string parameter_fields(const boost::json::value& operation) {
  std::string out;
  for (const auto& parameter : operation.at("parameters").as_array()) {
    if (parameter.at("in") != "query") {
      continue;
    }
    const auto& schema = parameter.at("schema");
    const auto* const names = schema.as_object().if_contains("enum");
    const auto* const fallback = schema.as_object().if_contains("default");
    std::string attributes = R"( id="p-{{name}}" name="{{name}}" )"
                             R"(aria-describedby="p-{{name}}-help p-{{name}}-error")";
    std::string input;
    if (names != nullptr) {
      input = "<select" + attributes + "><option value=\"\">Any</option>";
      for (const auto& each : names->as_array()) {
        input += "<option>" + escape_html(text_of(each)) + "</option>";
      }
      input += "</select>";
    } else {
      // Not type="number": what is no number is sent too, and the server says what is wrong.
      input = "<input" + attributes + R"( type="text" autocomplete="off" spellcheck="false")" +
              (schema.at("type") == "integer" ? " inputmode=\"numeric\"" : "") +
              (fallback == nullptr
                   ? std::string()
                   : " placeholder=\"" + escape_html(boost::json::serialize(*fallback)) + "\"") +
              ">";
    }
    out += fill(R"(<div class="field {{type}}">
          <div class="field-head"><label for="p-{{name}}"><code>{{name}}</code></label> <span class="type">{{type}}</span></div>
          <p class="help" id="p-{{name}}-help">{{help}}</p>
          )" + input +
                    R"(
          <p class="error" id="p-{{name}}-error" hidden></p>
        </div>
)",
                {{"name", shown(parameter, "name")},
                 {"type", detail::type_in_words(schema)},
                 {"help", shown(parameter, "description") +
                              (fallback == nullptr
                                   ? std::string()
                                   : " Default " + boost::json::serialize(*fallback) + ".")}});
  }
  return out;
}

/// The problems among the responses as the entries of a definition list.
[[nodiscard]] inline std::string error_entries(const boost::json::value& operation) {
  std::string out;
  for (const auto& [status, response] : operation.at("responses").as_object()) {
    const std::string_view text = text_of(response.at("description"));
    if (status < "400") {
      continue;
    }
    const std::size_t colon = text.find(':');
    std::string when(text.substr(colon + 2));
    when.front() = leadcore::detail::to_upper(when.front());
    out += "<div><dt><code>" + std::string(status) + "</code> <span class=\"type\">" +
           escape_html(text.substr(0, colon)) + "</span></dt><dd>" + escape_html(when) +
           "</dd></div>\n";
  }
  return out;
}

/// The form to sign in as one of the members; without members, the input of an API key.
[[nodiscard]] inline std::string sign_in_form(std::span<const sample_organisation> organisations) {
  if (organisations.empty()) {
    return R"(<div class="card">
        <h3><label for="key">API key</label></h3>
        <p class="help" id="key-help">The leads are your own, so there is no sample member to sign in as. The key stays on this page.</p>
        <div class="row"><input id="key" type="password" autocomplete="off" spellcheck="false" aria-describedby="key-help key-error"></div>
        <p class="error" id="key-error" hidden></p>
      </div>)";
  }
  std::string members;
  for (const auto& organisation : organisations) {
    members += "<optgroup label=\"" + escape_html(organisation.name) + "\">";
    for (const auto& each : organisation.members) {
      members += fill(
          R"(<option value="{{id}}" data-organisation="{{organisation}}" data-name="{{name}}">{{name}}{{role}}</option>)",
          {{"id", escape_html(each.id)},
           {"organisation", escape_html(organisation.id)},
           {"name", escape_html(each.name)},
           {"role", each.is_developer ? " (developer)" : ""}});
    }
    members += "</optgroup>";
  }
  return fill(R"(<form id="sign-in" class="card" novalidate>
        <h3><label for="member">Sign in as</label></h3>
        <p class="help" id="member-help">Issues a test token that lives one hour. It needs the permission
          <code>DEVELOPER</code> of the member and the feature <code>DEVELOPER_API</code> of the organisation.</p>
        <div class="row">
          <select id="member" aria-describedby="member-help member-error">{{members}}</select>
          <button type="submit">Sign in</button>
        </div>
        <p class="error" id="member-error" hidden></p>
      </form>
      <div id="session" class="card" hidden>
        <p><strong id="session-name"></strong> <span class="help" id="session-left"></span></p>
        <button type="button" id="sign-out" aria-describedby="session-name">Sign out</button>
      </div>)",
              {{"members", members}});
}

} // namespace detail

/// The page that documents an endpoint and tries it.
/// @param openapi  the document of the endpoint, as leadcore::openapi writes it
/// @param organisations  whose members can sign in; if empty, the page asks for an API key
[[nodiscard]] inline std::string render_page(std::string_view openapi,
                                             std::span<const sample_organisation> organisations) {
  const boost::json::value document = boost::json::parse(openapi);
  const auto& path = *document.at("paths").as_object().begin();
  const auto& operation = path.value().at("get");
  const auto& schemas = document.at("components").at("schemas");
  const auto& found = operation.at("responses").at("200").at("content").at("application/json");
  const auto schema_of = [&](const boost::json::value& reference) -> const boost::json::value& {
    const std::string_view name = detail::text_of(reference.at("$ref"));
    return schemas.at(name.substr(name.rfind('/') + 1));
  };
  const auto& page = schema_of(found.at("schema")).at("properties");
  std::string example;
  if (const auto* const shown = found.as_object().if_contains("example")) {
    detail::append_pretty(example, *shown);
  }
  const std::string_view route = path.key();
  return detail::fill(assets::page_html,
                      {{"noun", detail::escape_html(route.substr(route.rfind('/') + 1))},
                       {"path", detail::escape_html(route)},
                       {"scope", detail::escape_html(detail::text_of(
                                     document.at("security").at(0).at("apiKey").at(0)))},
                       {"max_page_size", boost::json::serialize(page.at("data").at("maxItems"))},
                       {"sign_in", detail::sign_in_form(organisations)},
                       {"parameters", detail::parameter_fields(operation)},
                       {"fields", detail::property_entries(schema_of(page.at("data").at("items")))},
                       {"pagination", detail::property_entries(schema_of(page.at("pagination")))},
                       {"example", detail::escape_html(example)},
                       {"errors", detail::error_entries(operation)}});
}

} // namespace demo

#endif
