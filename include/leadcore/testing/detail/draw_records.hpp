// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_DRAW_RECORDS_HPP
#define LEADCORE_TESTING_DETAIL_DRAW_RECORDS_HPP

// Records of any endpoint drawn from choices. A field is drawn by its type and its role.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/testing/detail/draw_contacts.hpp>
#include <leadcore/testing/detail/draw_values.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// The guarantee of a drawn record.
enum class record_kind : std::uint8_t {
  valid,   ///< texts are UTF-8; validate finds no problem in a lead
  typed,   ///< phones and emails as people type them, the rest valid: for normalise_lead
  hostile, ///< any bytes in every text, enumerators outside the enumeration
};
/// The guarantee of a drawn lead.
using lead_kind = record_kind;

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// Whether the search of an endpoint reads a field as phone numbers.
template <class Endpoint, fixed_string Name> [[nodiscard]] consteval bool is_searched_phone() {
  bool found = false;
  if constexpr (has_search<Endpoint>) {
    std::apply(
        [&]<class... Fields>(const Fields&...) {
          found = ((Fields::is_phone && Fields::field_type::key.view() == Name.view()) || ...);
        },
        search_filter_of<Endpoint>.fields);
  }
  return found;
}

/// Whether the order or a filter compares a field, so that some values must be equal.
template <class Endpoint, fixed_string Name> [[nodiscard]] consteval bool is_compared() {
  const bool sorted = []<class... Keys>(const std::tuple<Keys...>&) {
    return ((Keys::field_type::key.view() == Name.view()) || ...);
  }(Endpoint::order.keys);
  return sorted || []<class... Filters>(const std::tuple<Filters...>&) {
    return ([] {
      if constexpr (requires { typename Filters::compared_type; } || is_owner_filter<Filters>) {
        return Filters::field_type::key.view() == Name.view();
      } else {
        return false;
      }
    }() || ...);
  }(Endpoint::filters);
}

/// A text for a field, by the kind of the field.
template <class Endpoint, fixed_string Name>
[[nodiscard]] std::string draw_field_text(testing::drawing from, testing::record_kind kind) {
  if (kind == testing::record_kind::hostile && from.below(3) != 0) {
    return testing::draw_hostile_text(from);
  }
  if constexpr (is_phone_field<Name> || is_searched_phone<Endpoint, Name>()) {
    return kind == testing::record_kind::valid ? testing::draw_phone(from)
                                               : testing::draw_typed_phone(from);
  } else if constexpr (is_email_field<Name>) {
    return kind == testing::record_kind::valid ? testing::draw_email(from)
                                               : testing::draw_typed_email(from);
  } else if constexpr (Name.view() == Endpoint::key.name() || Name.view().ends_with("_id")) {
    return testing::draw_id(from);
  } else if constexpr (is_compared<Endpoint, Name>()) {
    return from.below(4) == 3 ? testing::draw_text(from) : testing::draw_id(from);
  } else {
    return testing::draw_text(from);
  }
}

/// A value of a field that is not a text and never null.
template <class T> [[nodiscard]] T draw_plain(testing::drawing from, testing::record_kind kind) {
  if constexpr (named_enum<T>) {
    if constexpr (requires { T{200}; }) { // any number is a value of the type
      if (kind == testing::record_kind::hostile && from.below(10) == 9) {
        return T{200};
      }
    }
    return testing::draw_enumerator<T>(from);
  } else if constexpr (std::same_as<T, timestamp>) {
    return testing::draw_timestamp(from);
  } else if constexpr (std::same_as<T, bool>) {
    return from.below(2) == 1;
  } else if constexpr (std::integral<T>) {
    return testing::draw_integer<T>(from);
  } else {
    static_assert(std::floating_point<T>, "leadcore: say here how a value of this type is drawn");
    return testing::draw_number<T>(from);
  }
}

/// A value of a field, by its type.
template <class Endpoint, fixed_string Name>
[[nodiscard]] auto draw_value(testing::drawing from, testing::record_kind kind) {
  using owned = owned_field<typename Endpoint::record, Name>;
  if constexpr (std::same_as<owned, std::string>) {
    return detail::draw_field_text<Endpoint, Name>(from, kind);
  } else if constexpr (std::same_as<owned, std::vector<std::string>>) {
    owned list;
    for (std::size_t left = from.below(4); left > 0; --left) {
      list.push_back(detail::draw_field_text<Endpoint, Name>(from.take(4), kind));
    }
    return list;
  } else {
    return detail::draw_plain<owned>(from, kind);
  }
}

/// Sets one field of a record, by its type.
template <class Endpoint, fixed_string Name>
void draw_field(typename Endpoint::record& row, testing::drawing from, testing::record_kind kind) {
  static_assert(std::is_lvalue_reference_v<decltype(field<Name>.in(row))>,
                "leadcore: records are drawn into their members, so adapt them by members");
  auto& value = field<Name>.in(row);
  using record = typename Endpoint::record;
  if constexpr (is_nullable_field<Name, record>) {
    if (from.below(3) == 0) {
      value = {};
      return;
    }
    detail::assign_value<described<record, Name>>(
        std::optional(detail::draw_value<Endpoint, Name>(from, kind)), value);
  } else {
    detail::assign_value<described<record, Name>>(detail::draw_value<Endpoint, Name>(from, kind),
                                                  value);
  }
}

/// Removes repeated values, which independently drawn lists may have.
template <class Record> void remove_repeated(Record& row) {
  leadcore::for_each_field<Record>([&](auto each) {
    auto& value = each.in(row);
    if constexpr (std::same_as<std::remove_cvref_t<decltype(value)>, std::vector<std::string>>) {
      std::set<std::string> seen;
      std::erase_if(value,
                    [&](const std::string& element) { return !seen.insert(element).second; });
    }
  });
}

/// Sets the primary to a value of its list, or null, if the record has both fields.
template <fixed_string Primary, fixed_string List, class Record>
void choose_primary(Record& row, testing::drawing& from) {
  if constexpr (has_field<Record, Primary> && has_field<Record, List>) {
    auto& primary = field<Primary>.in(row);
    const auto& list = field<List>(row);
    if (list.empty()) {
      primary.reset();
    } else if (primary) {
      primary = list[from.below(list.size())];
    }
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// The number of tapes of a record: one for each field, and one for choices that concern several.
template <class Endpoint = leads_endpoint>
inline constexpr std::size_t record_tapes = detail::field_count<typename Endpoint::record> + 1;
/// The number of tapes of a lead.
inline constexpr std::size_t lead_tapes = record_tapes<>;
/// Enough choices for a field; longer texts may have more.
inline constexpr std::size_t field_tape_size = 13;

/// A record of a kind, each field from its own tape; missing tapes are empty.
template <class Endpoint = leads_endpoint>
[[nodiscard]] typename Endpoint::record draw_record(const std::vector<tape>& tapes,
                                                    record_kind kind = record_kind::valid) {
  using record = typename Endpoint::record;
  record row{};
  std::size_t next = 0;
  const auto from = [&]() -> drawing {
    return next < tapes.size() ? drawing(tapes[next++]) : drawing(std::span<const std::uint16_t>());
  };
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name>) {
    detail::draw_field<Endpoint, Name>(row, from(), kind);
  });
  if (kind == record_kind::valid) {
    detail::remove_repeated(row);
  }
  if (kind != record_kind::hostile) {
    drawing choices = from();
    detail::choose_primary<"primary_phone", "phones">(row, choices);
    detail::choose_primary<"primary_email", "emails">(row, choices);
  }
  return row;
}
/// A lead of a kind.
[[nodiscard]] inline lead draw_lead(const std::vector<tape>& tapes,
                                    lead_kind kind = lead_kind::valid) {
  return testing::draw_record<leads_endpoint>(tapes, kind);
}

/// Makes the keys of rows distinct by appending a counter to repeated ones.
template <class Endpoint = leads_endpoint>
void make_ids_distinct(std::vector<typename Endpoint::record>& rows) {
  std::set<std::string> taken;
  for (auto& row : rows) {
    const std::string id = detail::key_of<Endpoint>(row);
    std::string distinct = id;
    for (std::size_t copy = 2; !taken.insert(distinct).second; ++copy) {
      distinct = id + "-" + std::to_string(copy);
    }
    detail::assign_value<std::string_view>(distinct, Endpoint::key.in(row));
  }
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
