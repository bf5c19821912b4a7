// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_STORABLE_HPP
#define LEADCORE_TESTS_SUPPORT_STORABLE_HPP

// What a database stores, and what upsert refuses.

#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/testing/drawing.hpp>
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::test_support {

/// A record as a database stores it: no U+0000 in its texts, no integer over 2^63-1.
template <class Endpoint>
[[nodiscard]] typename Endpoint::record storable(typename Endpoint::record row) {
  const auto clean = [](std::string& text) { std::erase(text, '\0'); };
  for_each_field<typename Endpoint::record>([&](auto each) {
    auto& member = each.in(row);
    using type = std::remove_reference_t<decltype(member)>;
    if constexpr (std::same_as<type, std::string>) {
      clean(member);
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      if (member) {
        clean(*member);
      }
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      std::ranges::for_each(member, clean);
    } else if constexpr (std::same_as<type, std::uint64_t>) {
      member &= std::numeric_limits<std::uint64_t>::max() >> 1U;
    }
  });
  return row;
}
template <class Endpoint, class Rows = std::vector<typename Endpoint::record>>
[[nodiscard]] Rows storable_rows(Rows rows) {
  for (auto& row : rows) {
    row = storable<Endpoint>(std::move(row));
  }
  leadcore::testing::make_ids_distinct<Endpoint>(rows);
  return rows;
}

} // namespace leadcore::test_support

namespace leadcore::testing {

/// The errors of upsert, restated independently.
[[nodiscard]] inline lead_errors reference_errors(const lead& row) {
  lead_errors out;
  const auto check_text = [&](std::string_view field, std::optional<std::size_t> index,
                              std::string_view text) {
    if (!is_valid_utf8(text)) {
      out.push_back({lead_errc::invalid_utf8, field, index, std::string(text), {}});
    } else if (text.find('\0') != std::string_view::npos) {
      out.push_back({lead_errc::nul_character, field, index, std::string(text), {}});
    }
  };
  for_each_lead_field([&](auto each) {
    const auto& member = each(row);
    using type = std::remove_cvref_t<decltype(member)>;
    if constexpr (std::same_as<type, std::string>) {
      check_text(each.wire_name(), std::nullopt, member);
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      check_text(each.wire_name(), std::nullopt, member.value_or(""));
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      for (std::size_t i = 0; i < member.size(); ++i) {
        check_text(each.wire_name(), i, member[i]);
      }
    } else if constexpr (std::same_as<type, lead_status>) {
      if (std::ranges::count(lead_statuses, member) != 1) {
        const auto number = std::to_string(static_cast<unsigned>(member));
        out.push_back({lead_errc::invalid_enumerator, each.wire_name(), std::nullopt, number, {}});
      }
    }
  });
  return out;
}

} // namespace leadcore::testing

#endif
