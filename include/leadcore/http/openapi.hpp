// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_OPENAPI_HPP
#define LEADCORE_HTTP_OPENAPI_HPP

// An endpoint as an OpenAPI 3.1 document, from its description.

#include <leadcore/http/ask.hpp>
#include <leadcore/http/detail/json_document.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/http/problem.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/query/schema.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// What an OpenAPI document says besides the endpoint itself. Its texts are not copied.
struct openapi_info {
  std::string_view title{};       ///< of the API; if empty, the last segment of the path
  std::string_view version = "1"; ///< of the API
  std::string_view description{}; ///< of the API, CommonMark; left out if empty
  /// The URIs before the path; if there are none, options.link_base, if that is not empty.
  std::vector<std::string_view> servers{};
  /// The name of the record's schema: letters, digits and . _ - only. If empty, the last segment of
  /// the path in the singular, such as Lead.
  std::string_view record{};
};

namespace http::detail {

/// The lead of the documented answer.
inline constexpr std::string_view example_phones[] = {"+14155550101"};
inline constexpr std::string_view example_emails[] = {"jane@acme.com"};
inline constexpr lead_view example_lead{
    .id = "65f0a000a000a000a000a001",
    .name = "Acme Co - Jane Doe",
    .phones = example_phones,
    .emails = example_emails,
    .primary_phone = "+14155550101",
    .primary_email = "jane@acme.com",
    .contact_id = "65f0a000a000a000a000a002",
    .company = "Acme Co",
    .source = "website",
    .status = lead_status::qualified,
    .notes = {},
    .next_call_at = parse_timestamp("2026-05-02T10:30:00.000Z").value(),
    .created_at = parse_timestamp("2026-04-21T09:00:00.000Z").value(),
    .updated_at = parse_timestamp("2026-04-28T16:14:00.000Z").value(),
    .assigned_to_id = "65e0a000a000a000a000a000",
    .client_id = {},
};

/// The answer that documents an endpoint, as JSON: for leads the documented one; otherwise a page
/// with what the endpoint's static member function example() returns; empty without one.
template <class Endpoint> [[nodiscard]] std::string example_answer() {
  const page_request first{1, Endpoint::default_page_size};
  if constexpr (requires {
                  { Endpoint::example() } -> std::same_as<typename Endpoint::record>;
                }) {
    return leadcore::to_json<Endpoint>(
        page_of<typename Endpoint::record>{{Endpoint::example()}, paginate(1, first)});
  } else if constexpr (std::same_as<typename Endpoint::record, lead>) {
    return leadcore::to_json<Endpoint>(page_of<lead_view>{{example_lead}, paginate(137, first)});
  } else {
    return {};
  }
}

[[nodiscard]] inline std::string capitalised(std::string_view text) {
  std::string out(text);
  if (!out.empty()) {
    out.front() = leadcore::detail::to_upper(out.front());
  }
  return out;
}

/// The characters of a text that the name of a component may have.
[[nodiscard]] inline std::string component_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (leadcore::detail::is_alnum(c) || c == '.' || c == '_' || c == '-') {
      out += c;
    }
  }
  return out.empty() ? "Record" : capitalised(out);
}

/// The members of a schema.
inline void write_schema(json_document& out, const value_schema& schema, bool is_nullable) {
  if (is_nullable) {
    out.array("type", [&] {
      out.text(schema.type);
      out.text("null");
    });
  } else {
    out.text("type", schema.type);
  }
  if (!schema.format.empty()) {
    out.text("format", schema.format);
  }
  if (!schema.names.empty()) {
    out.array("enum", [&] {
      for (const std::string_view name : schema.names) {
        out.text(name);
      }
      if (is_nullable) {
        out.raw("null");
      }
    });
  }
  const auto number = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) {
      out.raw(name, value);
    }
  };
  number("minimum", schema.minimum);
  number("maximum", schema.maximum);
  number("minLength", schema.min_length == 0 ? "" : std::to_string(schema.min_length));
  number("maxLength", schema.max_length == 0 ? "" : std::to_string(schema.max_length));
}

template <class Record> void write_record_schema(json_document& out);

/// The members of the schema of a field, as the JSON writer writes it.
template <class As> void write_field_schema(json_document& out) {
  if constexpr (leadcore::detail::is_optional<As>) {
    write_schema(out, leadcore::detail::schema_of<typename As::value_type>(), true);
  } else if constexpr (std::same_as<As, leadcore::detail::borrowed_list<std::string_view>>) {
    out.text("type", "array");
    out.object("items", [&] { out.text("type", "string"); });
  } else if constexpr (std::is_class_v<As> && !std::same_as<As, std::string_view> &&
                       !std::same_as<As, timestamp>) { // a list of records
    out.text("type", "array");
    out.object("items", [&] { write_record_schema<typename As::value_type>(out); });
  } else {
    write_schema(out, leadcore::detail::schema_of<As>(), false);
  }
}

/// The members of the schema of a record: every key is required.
template <class Record> void write_record_schema(json_document& out) {
  out.text("type", "object");
  out.array("required", [&] {
    leadcore::for_each_field<Record>([&](auto each) { out.text(each.wire_name()); });
  });
  out.object("properties", [&] {
    leadcore::for_each_field<Record>([&]<fixed_string Name>(field_constant<Name> each) {
      out.object(each.wire_name(), [&] {
        write_field_schema<leadcore::detail::written_as<Record, Name>>(out);
        if constexpr (std::is_array_v<std::remove_cvref_t<decltype(field_meanings<Record>)>>) {
          for (const field_meaning& known : field_meanings<Record>) {
            if (known.name == each.name()) {
              out.text("description", known.meaning);
            }
          }
        }
      });
    });
  });
}

/// A parameter of the query string.
/// @param meaning  a sentence; empty for none
/// @param fallback  its default as JSON; empty for none
inline void write_parameter(json_document& out, std::string_view name, std::string_view meaning,
                            std::string_view allowed, const value_schema& schema, bool is_list,
                            std::string_view fallback) {
  out.object([&] {
    out.text("name", name);
    out.text("in", "query");
    out.text("description", std::string(meaning)
                                .append(meaning.empty() ? "" : " ")
                                .append(capitalised(allowed))
                                .append("."));
    out.raw("required", "false");
    if (is_list) {
      out.text("style", "form");
      out.raw("explode", "false"); // separated by commas
    }
    out.object("schema", [&] {
      if (is_list) {
        out.text("type", "array");
        out.raw("minItems", "1");
        out.object("items", [&] { write_schema(out, schema, false); });
      } else {
        write_schema(out, schema, false);
      }
      if (!fallback.empty()) {
        out.raw("default", fallback);
      }
    });
  });
}

template <class Endpoint, class Filter>
void write_filter(json_document& out, const Filter& filter) {
  value_schema schema;
  if constexpr (requires {
                  { Filter::schema() } -> std::same_as<value_schema>;
                }) {
    schema = Filter::schema();
  }
  std::string meaning;
  if constexpr (requires {
                  { Filter::meaning() } -> std::same_as<std::string>;
                }) {
    meaning = Filter::meaning();
  }
  constexpr bool is_list =
      requires(std::span<const std::string> values, typename Endpoint::query& query) {
        filter.parse(values, query);
      };
  write_parameter(out, filter.parameter(), meaning, filter.allowed(), schema, is_list, {});
}

template <class Endpoint> void write_parameters(json_document& out) {
  leadcore::detail::for_each_filter<Endpoint>(
      [&](const auto& filter) { detail::write_filter<Endpoint>(out, filter); });
  const auto integer = [&](std::string_view name, std::string_view meaning, std::uint64_t most,
                           std::uint64_t fallback) {
    write_parameter(
        out, name, meaning, leadcore::detail::integers_between(std::uint64_t{1}, most),
        {.type = "integer", .format = "int64", .minimum = "1", .maximum = std::to_string(most)},
        false, std::to_string(fallback));
  };
  integer(field<"page">.wire_name(), "1-based page number.", max_query_integer,
          page_request{}.page);
  integer(field<"page_size">.wire_name(), "Items per page.", Endpoint::max_page_size,
          Endpoint::default_page_size);
  out.object([&] {
    out.text("name", "If-None-Match");
    out.text("in", "header");
    out.text("description", "Entity tags of pages that the client has.");
    out.raw("required", "false");
    out.object("schema", [&] { out.text("type", "string"); });
  });
}

inline void write_header(json_document& out, std::string_view name, std::string_view description,
                         std::string_view type = "string") {
  out.object(name, [&] {
    out.text("description", description);
    out.object("schema", [&] { out.text("type", type); });
  });
}

inline void write_reference(json_document& out, std::string_view schema) {
  out.text("$ref", std::string("#/components/schemas/").append(schema));
}

/// A response with a problem.
/// @param header  its name; empty for none
inline void write_problem(json_document& out, int status, std::string_view when,
                          std::string_view header, std::string_view header_text) {
  out.object(std::to_string(status), [&] {
    out.text("description",
             std::string(reason_phrase(status)).append(": ").append(when).append("."));
    if (!header.empty()) {
      out.object("headers", [&] {
        write_header(out, header, header_text, header == "Retry-After" ? "integer" : "string");
      });
    }
    out.object("content", [&] {
      out.object("application/problem+json", [&] {
        out.object("schema", [&] {
          if (status != 400) {
            write_reference(out, "Problem");
            return;
          }
          out.array("anyOf", [&] {
            out.object([&] { write_reference(out, "QueryProblem"); });
            out.object([&] { write_reference(out, "Problem"); });
          });
        });
      });
    });
  });
}

inline void write_problems(json_document& out, const endpoint_text& endpoint,
                           const options& chosen) {
  constexpr std::string_view challenge = "The scheme, Bearer, and why the key was refused.";
  write_problem(out, 400,
                "the query string has problems, all of which are listed; or there is more than one "
                "Authorization header",
                "WWW-Authenticate", challenge);
  write_problem(out, 401, "the API key is missing, malformed or unknown", "WWW-Authenticate",
                challenge);
  write_problem(out, 403, "the API key lacks the scope " + std::string(endpoint.scope),
                "WWW-Authenticate", challenge);
  write_problem(out, 404, "there is nothing at another path", {}, {});
  write_problem(out, 405, "the method is neither GET nor HEAD", "Allow",
                "The methods that are allowed.");
  write_problem(out, 413,
                chosen.max_body_size
                    ? "the content is over " + std::to_string(*chosen.max_body_size) + " bytes"
                    : std::string("the content is too large for the server"),
                {}, {});
  write_problem(out, 414, "the target is over " + std::to_string(chosen.max_target_size) + " bytes",
                {}, {});
  write_problem(out, 503, "the " + std::string(endpoint.noun) + " cannot be read now",
                "Retry-After", "When to ask again, in seconds, if known.");
  write_problem(out, 504, "reading the " + std::string(endpoint.noun) + " took too long",
                "Retry-After", "When to ask again, in seconds, if known.");
}

inline void write_found(json_document& out, const endpoint_text& endpoint, std::string_view page,
                        const std::string& example) {
  out.object("200", [&] {
    out.text("description", "One page of " + std::string(endpoint.noun) + ", in order.");
    out.object("headers", [&] {
      write_header(out, "Link", "The pages first, prev, next and last that exist (RFC 8288).");
      write_header(out, "ETag", "The entity tag of the page, where the server keeps versions.");
    });
    out.object("content", [&] {
      out.object("application/json", [&] {
        out.object("schema", [&] { write_reference(out, page); });
        if (!example.empty()) {
          out.raw("example", example);
        }
      });
    });
  });
  out.object("304", [&] {
    out.text("description", "Not Modified: the client has the page.");
    out.object("headers", [&] { write_header(out, "ETag", "The entity tag of the page."); });
  });
}

inline void write_info(json_document& out, const endpoint_text& endpoint, const openapi_info& info,
                       const options& chosen) {
  out.text("openapi", "3.1.0");
  out.object("info", [&] {
    out.text("title", info.title.empty() ? capitalised(endpoint.noun) : std::string(info.title));
    out.text("version", info.version);
    if (!info.description.empty()) {
      out.text("description", info.description);
    }
  });
  std::vector<std::string_view> servers = info.servers;
  if (servers.empty() && !chosen.link_base.empty()) {
    servers.push_back(chosen.link_base);
  }
  if (!servers.empty()) {
    out.array("servers", [&] {
      for (const std::string_view url : servers) {
        out.object([&] { out.text("url", url); });
      }
    });
  }
  out.array("security",
            [&] { out.object([&] { out.array("apiKey", [&] { out.text(endpoint.scope); }); }); });
}

template <class Endpoint>
void write_schemas(json_document& out, std::string_view record, std::string_view page) {
  out.object(record, [&] { write_record_schema<typename Endpoint::record>(out); });
  out.object(page, [&] {
    out.text("type", "object");
    out.array("required", [&] {
      out.text("data");
      out.text("pagination");
    });
    out.object("properties", [&] {
      out.object("data", [&] {
        out.text("type", "array");
        out.raw("maxItems", std::to_string(Endpoint::max_page_size));
        out.object("items", [&] { write_reference(out, record); });
      });
      out.object("pagination", [&] { write_reference(out, "Pagination"); });
    });
  });
  out.object("Pagination", [&] { write_record_schema<pagination>(out); });
  out.object("Problem", [&] { write_record_schema<problem>(out); });
  out.object("QueryProblem", [&] { write_record_schema<query_problem>(out); });
}

} // namespace http::detail

/// An endpoint as an OpenAPI 3.1 document in JSON: its parameters with their limits and defaults,
/// the schemas of its answers, an example, its problems and its security. The same arguments give
/// the same bytes.
///
///     leadcore::openapi({.title = "CRM", .servers = {"https://api.example.com"}})
/// @param info  what the document says about the API
/// @param chosen  how the endpoint is served: path, limits, link_base; style is the document's
/// @par Complexity
/// linear in its size.
/// @par Source
/// OpenAPI 3.1.0; JSON Schema 2020-12; decision 0077.
/// @see value_schema
template <class Endpoint = leads_endpoint>
[[nodiscard]] std::string openapi(const openapi_info& info = {}, const http::options& chosen = {}) {
  static_assert(check_endpoint<Endpoint>());
  const http::detail::endpoint_text& endpoint = http::detail::text_of<Endpoint>;
  const std::string noun = http::detail::component_name(endpoint.noun);
  const std::string record = info.record.empty()
                                 ? noun.substr(0, noun.size() - (noun.ends_with('s') ? 1 : 0))
                                 : std::string(info.record);
  const std::string page = record + "Page";
  http::detail::json_document out;
  out.object([&] {
    http::detail::write_info(out, endpoint, info, chosen);
    out.object("paths", [&] {
      out.object(http::detail::path_of(endpoint, chosen), [&] {
        out.object("get", [&] {
          out.text("operationId", "list" + noun);
          out.text("summary", "Lists " + std::string(endpoint.noun) + ", a page at a time.");
          out.array("parameters", [&] { http::detail::write_parameters<Endpoint>(out); });
          out.object("responses", [&] {
            http::detail::write_found(out, endpoint, page,
                                      http::detail::example_answer<Endpoint>());
            http::detail::write_problems(out, endpoint, chosen);
          });
        });
      });
    });
    out.object("components", [&] {
      out.object("schemas", [&] { http::detail::write_schemas<Endpoint>(out, record, page); });
      out.object("securitySchemes", [&] {
        out.object("apiKey", [&] {
          out.text("type", "http");
          out.text("scheme", "bearer");
          out.text("description", "An API key with the scope " + std::string(endpoint.scope) + ".");
        });
      });
    });
  });
  return chosen.style == json_style::pretty ? out.pretty() : out.compact();
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
