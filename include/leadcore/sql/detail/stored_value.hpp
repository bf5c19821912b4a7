// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_STORED_VALUE_HPP
#define LEADCORE_SQL_DETAIL_STORED_VALUE_HPP

// The values of a row as its columns store them.

#include <leadcore/json/string.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// Reports a text that a database cannot store.
inline void check_storable(std::string_view text, std::string_view field,
                           std::optional<std::size_t> index, lead_errors& errors) {
  if (!is_valid_utf8(text)) {
    errors.push_back({lead_errc::invalid_utf8, field, index, std::string(text), {}});
  } else if (text.find('\0') != std::string_view::npos) {
    errors.push_back({lead_errc::nul_character, field, index, std::string(text), {}});
  }
}

/// The value of a field as its column stores it.
/// @tparam As  the described type of the field
/// @param name  the wire name of the field
template <class As, class Value>
[[nodiscard]] parameter to_column(std::string_view name, const Value& from, lead_errors& errors) {
  if constexpr (is_optional<As>) {
    if (!leadcore::detail::has_value(from)) {
      return std::monostate{};
    }
    return detail::to_column<typename As::value_type>(name, leadcore::detail::value(from), errors);
  } else if constexpr (kind_of<As>() == column_kind::text) {
    const std::string_view text = leadcore::detail::as_text(from);
    detail::check_storable(text, name, std::nullopt, errors);
    return std::string(text);
  } else if constexpr (kind_of<As>() == column_kind::list) {
    std::string array = "[";
    std::size_t index = 0;
    for (auto&& element : from) {
      const std::string_view text = leadcore::detail::as_text(element);
      detail::check_storable(text, name, index, errors);
      array += index++ == 0 ? "" : ",";
      append_json_string(array, text);
    }
    return array + "]";
  } else if constexpr (kind_of<As>() == column_kind::enumeration) {
    const auto value = static_cast<As>(from);
    if (leadcore::detail::find_enum_entry(value) == nullptr) {
      errors.push_back({lead_errc::invalid_enumerator,
                        name,
                        std::nullopt,
                        std::to_string(+static_cast<std::underlying_type_t<As>>(value)),
                        {}});
    }
    return std::string(leadcore::detail::enum_name(value));
  } else if constexpr (kind_of<As>() == column_kind::time) {
    return static_cast<timestamp>(from).milliseconds_since_epoch();
  } else if constexpr (kind_of<As>() == column_kind::boolean) {
    return std::int64_t{static_cast<bool>(from)};
  } else if constexpr (kind_of<As>() == column_kind::integer) {
    const auto value = static_cast<As>(from);
    if (!std::in_range<std::int64_t>(value)) {
      errors.push_back(
          {lead_errc::integer_out_of_range, name, std::nullopt, std::to_string(value), {}});
    }
    return static_cast<std::int64_t>(value);
  } else {
    const auto value = static_cast<As>(from);
    if (!std::isfinite(value)) {
      errors.push_back(
          {lead_errc::not_a_number, name, std::nullopt, leadcore::detail::print_value(value), {}});
    }
    return static_cast<double>(value);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
