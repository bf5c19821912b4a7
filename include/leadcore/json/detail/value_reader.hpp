// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_DETAIL_VALUE_READER_HPP
#define LEADCORE_JSON_DETAIL_VALUE_READER_HPP

// Reads the members of a record from scalars of JSON.

#include <leadcore/json/error.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A JSON value other than an array or object.
struct json_scalar {
  enum class kind : std::uint8_t { null, boolean, unsigned_integer, other_number, text };
  kind is = kind::null;
  bool boolean = false;
  std::uint64_t number = 0;
  std::string_view text;
};

/// Reads a member of a type. `allowed` describes accepted values; read() returns a refusal or
/// nothing.
template <class T> struct json_reading;

struct json_refusal {
  json_errc code{};
  std::string_view detail;
};
using json_check = std::optional<json_refusal>;

template <> struct json_reading<std::string> {
  static constexpr std::string_view allowed = "a string";
  [[nodiscard]] static json_check read(const json_scalar& value, std::string& out) {
    if (value.is != json_scalar::kind::text) {
      return json_refusal{json_errc::wrong_type, {}};
    }
    out = value.text;
    return std::nullopt;
  }
};
template <> struct json_reading<timestamp> {
  static constexpr std::string_view allowed =
      "an RFC 3339 timestamp such as 2026-05-02T10:30:00.000Z";
  [[nodiscard]] static json_check read(const json_scalar& value, timestamp& out) {
    if (value.is != json_scalar::kind::text) {
      return json_refusal{json_errc::wrong_type, {}};
    }
    const auto parsed = parse_timestamp(value.text);
    if (!parsed.has_value()) {
      return json_refusal{json_errc::invalid_timestamp, to_string(parsed.error().code)};
    }
    out = *parsed;
    return std::nullopt;
  }
};
template <> struct json_reading<lead_status> {
  static constexpr std::string_view allowed = lead_status_names;
  [[nodiscard]] static json_check read(const json_scalar& value, lead_status& out) {
    if (value.is != json_scalar::kind::text) {
      return json_refusal{json_errc::wrong_type, {}};
    }
    const auto parsed = parse_lead_status(value.text);
    if (!parsed.has_value()) {
      return json_refusal{json_errc::unknown_status, {}};
    }
    out = *parsed;
    return std::nullopt;
  }
};
template <> struct json_reading<std::uint64_t> {
  static constexpr std::string_view allowed = "an integer from 0 to 18446744073709551615";
  [[nodiscard]] static json_check read(const json_scalar& value, std::uint64_t& out) {
    if (value.is != json_scalar::kind::unsigned_integer) {
      return json_refusal{json_errc::wrong_type, {}};
    }
    out = value.number;
    return std::nullopt;
  }
};
template <> struct json_reading<bool> {
  static constexpr std::string_view allowed = "true or false";
  [[nodiscard]] static json_check read(const json_scalar& value, bool& out) {
    if (value.is != json_scalar::kind::boolean) {
      return json_refusal{json_errc::wrong_type, {}};
    }
    out = value.boolean;
    return std::nullopt;
  }
};
template <class T> struct json_reading<std::optional<T>> {
  static constexpr std::string_view allowed = json_reading<T>::allowed;
  [[nodiscard]] static json_check read(const json_scalar& value, std::optional<T>& out) {
    if (value.is == json_scalar::kind::null) {
      out.reset();
      return std::nullopt;
    }
    return json_reading<T>::read(value, out.emplace());
  }
};
template <> struct json_reading<std::vector<std::string>> {
  static constexpr std::string_view allowed = "an array of strings";
  [[nodiscard]] static json_check read(const json_scalar&, std::vector<std::string>&) {
    return json_refusal{json_errc::wrong_type, {}};
  }
};

template <class Member> [[nodiscard]] std::string allowed_json() {
  std::string allowed(json_reading<Member>::allowed);
  if constexpr (requires(Member member) { member.reset(); }) {
    allowed += ", or null";
  }
  return allowed;
}

/// The allowed values for a broken invariant of a lead.
[[nodiscard]] constexpr std::string_view allowed_by(lead_errc code) noexcept {
  switch (code) {
  case lead_errc::invalid_phone:
    return "a phone number in E.164 form such as +14155550101";
  case lead_errc::invalid_email:
    return "an email address in lower case such as jane@acme.com";
  case lead_errc::not_normalised:
    return "the canonical form: E.164 for a phone, lower case for an email";
  case lead_errc::duplicate_value:
    return "each value once";
  case lead_errc::primary_not_listed:
    return "a value of the list, or null";
  case lead_errc::reserved_value:
    return "a member's id, or null for no owner";
  case lead_errc::empty_value:
    return "a text that is not empty";
  default:
    return message(code); // impossible in JSON: texts are UTF-8, statuses are read by name
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
