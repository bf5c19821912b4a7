// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANSWERS_LEAD_HPP
#define LEADCORE_TESTS_SUPPORT_ANSWERS_LEAD_HPP

// What the library answers to the calls of docs/verify.md on leads.

#include "support/answers/text.hpp"

#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::test_support::answers {

/// A lead of a vector, whose absent fields have their defaults.
[[nodiscard]] inline lead lead_of(const json::object& given) {
  lead made{};
  const auto text = [&](std::string_view name, std::string& field) {
    if (const auto* found = given.if_contains(name)) {
      field = bytes_of(*found);
    }
  };
  const auto nullable = [&](std::string_view name, std::optional<std::string>& field) {
    if (const auto* found = given.if_contains(name); found != nullptr && !found->is_null()) {
      field = bytes_of(*found);
    }
  };
  const auto list = [&](std::string_view name, std::vector<std::string>& field) {
    if (const auto* found = given.if_contains(name)) {
      for (const auto& each : found->as_array()) {
        field.push_back(bytes_of(each));
      }
    }
  };
  const auto time = [&](std::string_view name, auto& field) {
    if (const auto* found = given.if_contains(name); found != nullptr && !found->is_null()) {
      field = leadcore::parse_timestamp(bytes_of(*found)).value();
    }
  };
  text("id", made.id);
  text("name", made.name);
  list("phones", made.phones);
  list("emails", made.emails);
  nullable("primaryPhone", made.primary_phone);
  nullable("primaryEmail", made.primary_email);
  text("contactId", made.contact_id);
  nullable("company", made.company);
  nullable("source", made.source);
  if (const auto* status = given.if_contains("status")) {
    made.status = parse_lead_status(bytes_of(*status)).value();
  }
  nullable("notes", made.notes);
  time("nextCallAt", made.next_call_at);
  time("createdAt", made.created_at);
  time("updatedAt", made.updated_at);
  nullable("assignedToId", made.assigned_to_id);
  nullable("clientId", made.client_id);
  return made;
}

[[nodiscard]] inline std::vector<lead> leads_of(const json::array& given) {
  std::vector<lead> made;
  for (const auto& each : given) {
    made.push_back(lead_of(each.as_object()));
  }
  return made;
}

/// All 16 fields of a lead.
[[nodiscard]] inline json::object lead_object(const lead& given) {
  const auto nullable = [](const auto& field) {
    return field ? text_value(*field) : json::value(nullptr);
  };
  const auto list = [](const auto& field) {
    json::array out;
    for (const auto& each : field) {
      out.push_back(text_value(each));
    }
    return out;
  };
  return {{"id", text_value(given.id)},
          {"name", text_value(given.name)},
          {"phones", list(given.phones)},
          {"emails", list(given.emails)},
          {"primaryPhone", nullable(given.primary_phone)},
          {"primaryEmail", nullable(given.primary_email)},
          {"contactId", text_value(given.contact_id)},
          {"company", nullable(given.company)},
          {"source", nullable(given.source)},
          {"status", to_string(given.status)},
          {"notes", nullable(given.notes)},
          {"nextCallAt",
           given.next_call_at ? json::value(to_string(*given.next_call_at)) : json::value(nullptr)},
          {"createdAt", to_string(given.created_at)},
          {"updatedAt", to_string(given.updated_at)},
          {"assignedToId", nullable(given.assigned_to_id)},
          {"clientId", nullable(given.client_id)}};
}

[[nodiscard]] inline json::object errors_object(const lead_errors& errors) {
  json::array out;
  for (const lead_error& each : errors) {
    json::object error{{"code", to_string(each.code)}, {"field", each.field}};
    if (each.index) {
      error["index"] = *each.index;
    }
    if (!each.detail.empty()) {
      error["detail"] = each.detail;
    }
    out.push_back(std::move(error));
  }
  return {{"errors", std::move(out)}};
}

[[nodiscard]] inline json::object validate_lead(const vector_case& asked) {
  return errors_object(validate(lead_of(asked.in.at("lead").as_object()), emails_of(asked)));
}

[[nodiscard]] inline json::object normalise_lead(const vector_case& asked) {
  contact_options options;
  options.emails = emails_of(asked);
  options.default_region = region(asked.text("region"));
  const auto made = leadcore::normalise_lead(lead_of(asked.in.at("lead").as_object()), options);
  return made.has_value() ? json::object{{"lead", lead_object(*made)}}
                          : errors_object(made.error());
}

} // namespace leadcore::test_support::answers

#endif
