// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_VERDICT_HPP
#define LEADCORE_TESTING_DETAIL_VERDICT_HPP

// The verdict of a law, and cases in words.

#include <leadcore/model/field.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// The verdict of a law on a case: it holds, or it is broken for a reason.
class [[nodiscard]] verdict {
 public:
  /// The law holds.
  verdict() = default;
  /// The law of this name is broken, for this reason.
  /// @param rule  of docs/spec.md; several are separated by commas
  verdict(std::string_view law, std::string why, std::string rule = {})
      : law_(law), why_(std::move(why)), rule_(std::move(rule)) {}

  /// Whether the law holds.
  [[nodiscard]] bool holds() const noexcept { return law_.empty(); }
  /// The name of the broken law, which is the name of its function; empty if it holds.
  [[nodiscard]] const std::string& law() const noexcept { return law_; }
  /// Expected and actual result, with the case; empty if it holds.
  [[nodiscard]] const std::string& why() const noexcept { return why_; }
  /// The rules of docs/spec.md that decide the case, such as "match.2, search.6"; empty where only
  /// the description of an endpoint decides.
  [[nodiscard]] const std::string& rule() const noexcept { return rule_; }
  /// All in one line, such as "equals_reference (order.2): ..."; empty if it holds.
  [[nodiscard]] std::string text() const {
    return holds() ? std::string() : law_ + (rule_.empty() ? "" : " (" + rule_ + ")") + ": " + why_;
  }

 private:
  std::string law_{};
  std::string why_{};
  std::string rule_{};
};

/// Calls functions that return verdicts, in order, and returns the first broken one.
template <std::invocable... Laws> verdict first_broken(Laws&&... laws) {
  verdict broken;
  static_cast<void>(((broken = laws(), broken.holds()) && ...));
  return broken;
}

/// A text with control characters and invalid bytes as \xHH, and a backslash before quotes.
[[nodiscard]] inline std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = decode_utf8(text.substr(at));
    const auto byte = static_cast<unsigned char>(text[at]);
    if (!unit.valid || byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
      ++at;
      continue;
    }
    if (byte == '"' || byte == '\\') {
      out += '\\';
    }
    out += text.substr(at, unit.length);
    at += unit.length;
  }
  return out;
}
/// An escaped text in quotes.
[[nodiscard]] inline std::string describe(std::string_view text) {
  return '"' + testing::escaped(text) + '"';
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// A value in words; empty for null and for an empty list.
template <class T> [[nodiscard]] std::string describe_value(const T& value, std::string_view name) {
  if constexpr (is_optional<T>) {
    return value ? detail::describe_value(*value, name) : std::string();
  } else if constexpr (std::same_as<T, std::string>) {
    return testing::describe(value);
  } else if constexpr (std::same_as<T, std::vector<std::string>>) {
    std::string text;
    for (const std::string& element : value) {
      text += (text.empty() ? "[" : ", ") + testing::describe(element);
    }
    return text.empty() ? text : text + "]";
  } else if constexpr (std::same_as<T, timestamp>) {
    return leadcore::to_string(value);
  } else if constexpr (named_enum<T>) {
    const std::string_view text = detail::enum_name(value);
    return text.empty() ? std::string(name) + " " + std::to_string(static_cast<int>(value))
                        : std::string(text);
  } else {
    return detail::print_value(value);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// The fields of a row that are neither null nor empty.
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row>
[[nodiscard]] std::string describe(const Row& row) {
  using record = typename Endpoint::record;
  const record copy = leadcore::to_record<record>(row);
  std::string out;
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name> each) {
    const std::string text =
        detail::describe_value(detail::owned_value_of<Name>(copy), each.wire_name());
    if (!text.empty()) {
      out += out.empty() ? "{" : ", ";
      out += each.wire_name();
      out += ": " + text;
    }
  });
  return out + "}";
}

/// A query as its canonical query string.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query>
[[nodiscard]] std::string describe(const Query& query) {
  return "?" + leadcore::to_query_string<Endpoint>(query);
}

[[nodiscard]] inline std::string describe(const pagination& each) {
  return "page " + std::to_string(each.page) + ", pageSize " + std::to_string(each.page_size) +
         ", total " + std::to_string(each.total) + ", totalPages " +
         std::to_string(each.total_pages) + ", hasNextPage " +
         (each.has_next_page ? "true" : "false") + ", hasPrevPage " +
         (each.has_prev_page ? "true" : "false");
}

/// The keys of rows, in their order.
template <class Endpoint = leads_endpoint>
[[nodiscard]] std::string describe_ids(const std::vector<typename Endpoint::record>& rows) {
  std::string out = "[";
  for (const auto& row : rows) {
    out += (out.size() == 1 ? "" : ", ") + testing::describe(detail::key_of<Endpoint>(row));
  }
  return out + "]";
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
