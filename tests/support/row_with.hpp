// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ROW_WITH_HPP
#define LEADCORE_TESTS_SUPPORT_ROW_WITH_HPP

// A record in which one chosen member has a chosen type; the others are those of a lead_view.

#include <leadcore/model/lead.hpp>

#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace leadcore::test_support {

template <fixed_string Name, class T> struct row_with {
  template <fixed_string Member, class Usual>
  using as = std::conditional_t<Member.view() == Name.view(), T, Usual>;
  using text = std::string_view;
  using nullable_text = std::optional<std::string_view>;
  using texts = std::span<const std::string_view>;

  as<"id", text> id{};
  as<"name", text> name{};
  as<"phones", texts> phones{};
  as<"emails", texts> emails{};
  as<"primary_phone", nullable_text> primary_phone{};
  as<"primary_email", nullable_text> primary_email{};
  as<"contact_id", text> contact_id{};
  as<"company", nullable_text> company{};
  as<"source", nullable_text> source{};
  as<"status", lead_status> status{};
  as<"notes", nullable_text> notes{};
  as<"next_call_at", std::optional<timestamp>> next_call_at{};
  as<"created_at", timestamp> created_at{};
  as<"updated_at", timestamp> updated_at{};
  as<"assigned_to_id", nullable_text> assigned_to_id{};
  as<"client_id", nullable_text> client_id{};

  struct hana_accessors_impl {
    template <auto Member> static constexpr detail::member_accessor<Member> read{};
    static constexpr auto apply() {
      using boost::hana::make_pair;
      return boost::hana::make_tuple(
          make_pair(BOOST_HANA_STRING("id"), read<&row_with::id>),
          make_pair(BOOST_HANA_STRING("name"), read<&row_with::name>),
          make_pair(BOOST_HANA_STRING("phones"), read<&row_with::phones>),
          make_pair(BOOST_HANA_STRING("emails"), read<&row_with::emails>),
          make_pair(BOOST_HANA_STRING("primary_phone"), read<&row_with::primary_phone>),
          make_pair(BOOST_HANA_STRING("primary_email"), read<&row_with::primary_email>),
          make_pair(BOOST_HANA_STRING("contact_id"), read<&row_with::contact_id>),
          make_pair(BOOST_HANA_STRING("company"), read<&row_with::company>),
          make_pair(BOOST_HANA_STRING("source"), read<&row_with::source>),
          make_pair(BOOST_HANA_STRING("status"), read<&row_with::status>),
          make_pair(BOOST_HANA_STRING("notes"), read<&row_with::notes>),
          make_pair(BOOST_HANA_STRING("next_call_at"), read<&row_with::next_call_at>),
          make_pair(BOOST_HANA_STRING("created_at"), read<&row_with::created_at>),
          make_pair(BOOST_HANA_STRING("updated_at"), read<&row_with::updated_at>),
          make_pair(BOOST_HANA_STRING("assigned_to_id"), read<&row_with::assigned_to_id>),
          make_pair(BOOST_HANA_STRING("client_id"), read<&row_with::client_id>));
    }
  };
};

/// A user's nullable text whose operator* returns a new string, as a database column may.
struct optional_column {
  std::string text;
  bool null = true;

  [[nodiscard]] explicit operator bool() const { return !null; }
  [[nodiscard]] std::string operator*() const { return text; }
};

/// A user's enumeration and time that convert to ours.
struct own_status {
  int stage = 0;
  constexpr operator lead_status() const { return lead_statuses[static_cast<std::size_t>(stage)]; }
};
struct own_time {
  std::int64_t seconds = 0;
  constexpr operator timestamp() const { return *timestamp::from_milliseconds(seconds * 1000); }
};

} // namespace leadcore::test_support

#endif
