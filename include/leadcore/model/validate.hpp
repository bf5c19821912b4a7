// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_VALIDATE_HPP
#define LEADCORE_MODEL_VALIDATE_HPP

// Checks the invariants of a lead, and brings typed contact data into canonical form.

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

/// Checks one phone or email, which must be canonical already.
template <class Parsed>
void check_canonical(const Parsed& parsed, lead_errc invalid, lead_error&& at,
                     lead_errors& errors) {
  if (!parsed.has_value()) {
    at.code = invalid;
    at.detail = leadcore::to_string(parsed.error().code);
    errors.push_back(std::move(at));
  } else if ((*parsed).view() != at.value) {
    at.code = lead_errc::not_normalised;
    errors.push_back(std::move(at));
  }
}

template <fixed_string Name>
void check_text(std::string_view text, std::optional<std::size_t> index, email_profile emails,
                lead_errors& errors) {
  lead_error at{{}, field<Name>.wire_name(), index, std::string(text), {}};
  if (!is_valid_utf8(text)) {
    at.code = lead_errc::invalid_utf8;
    errors.push_back(std::move(at));
  } else if constexpr (is_phone_field<Name>) {
    detail::check_canonical(parse_phone(text), lead_errc::invalid_phone, std::move(at), errors);
  } else if constexpr (is_email_field<Name>) {
    detail::check_canonical(parse_email(text, emails), lead_errc::invalid_email, std::move(at),
                            errors);
  } else if constexpr (Name.view() == unique_field.name() || Name.view() == "assigned_to_id") {
    if (text.empty()) {
      at.code = lead_errc::empty_value;
      errors.push_back(std::move(at));
    } else if (Name.view() == "assigned_to_id" && text == unassigned_id) {
      at.code = lead_errc::reserved_value;
      errors.push_back(std::move(at));
    }
  }
}

template <class List> [[nodiscard]] bool lists(const List& list, std::string_view wanted) {
  for (auto&& each : list) {
    if (detail::as_text(each) == wanted) {
      return true;
    }
  }
  return false;
}

/// Copies of the elements of a list (one may be a temporary), each with its index.
template <class List> [[nodiscard]] auto indexed_texts(const List& list) {
  std::vector<std::pair<std::string, std::size_t>> texts;
  std::size_t index = 0;
  for (auto&& each : list) {
    texts.emplace_back(detail::as_text(each), index++);
  }
  return texts;
}

/// Marks the elements of a list that also occur earlier in it. Sorts, because input may be hostile.
template <class List> [[nodiscard]] std::vector<char> repeated(const List& list) {
  auto sorted = detail::indexed_texts(list); // dependent: std::sort is instantiated on use only
  std::sort(sorted.begin(), sorted.end());
  std::vector<char> out(sorted.size());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    out[sorted[i].second] = sorted[i].first == sorted[i - 1].first;
  }
  return out;
}

} // namespace detail

/// Every broken invariant of a lead; empty for a valid one.
///
/// @par Errors
/// (in field order, each with the wire name of its field and the index in a list)
/// | code                          | when                                                    |
/// | lead_errc::invalid_utf8       | a text is not UTF-8                                     |
/// | lead_errc::empty_value        | id or assignedToId has no bytes                         |
/// | lead_errc::reserved_value     | assignedToId is "unassigned"                            |
/// | lead_errc::invalid_phone      | not a phone; detail has the code of phone_errc          |
/// | lead_errc::invalid_email      | not an email; detail has the code of email_errc         |
/// | lead_errc::not_normalised     | a phone is not E.164, an email not in canonical form    |
/// | lead_errc::duplicate_value    | a phone or email occurs earlier in its list             |
/// | lead_errc::primary_not_listed | primaryPhone or primaryEmail is neither null nor listed |
/// | lead_errc::invalid_enumerator | status is outside the enumeration                       |
/// @par Complexity
/// linear in the texts; O(n log n) comparisons for n phones or emails.
/// @par Source
/// spec lead.1 to lead.6.
/// @see tests/vectors/lead.jsonl
template <lead_like L>
[[nodiscard]] lead_errors validate(const L& candidate,
                                   email_profile emails = email_profile::strict) {
  lead_errors errors;
  const auto& source = detail::row(candidate);
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    using as = std::remove_cvref_t<field_type<lead_view, Name>>;
    auto&& value = each(source);
    if constexpr (std::same_as<as, std::string_view>) {
      detail::check_text<Name>(detail::as_text(value), std::nullopt, emails, errors);
    } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
      if (detail::has_value(value)) {
        auto&& inner = detail::value(value);
        const std::string_view text = detail::as_text(inner);
        detail::check_text<Name>(text, std::nullopt, emails, errors);
        if constexpr (detail::is_phone_field<Name> || detail::is_email_field<Name>) {
          auto&& list = [&]() -> decltype(auto) {
            if constexpr (detail::is_phone_field<Name>) {
              return field<"phones">(source);
            } else {
              return field<"emails">(source);
            }
          }();
          if (!detail::lists(list, text)) {
            errors.push_back({lead_errc::primary_not_listed,
                              each.wire_name(),
                              std::nullopt,
                              std::string(text),
                              {}});
          }
        }
      }
    } else if constexpr (std::same_as<as, std::span<const std::string_view>>) {
      const std::vector<char> repeated = detail::repeated(value);
      std::size_t index = 0;
      for (auto&& element : value) {
        const std::string_view text = detail::as_text(element);
        detail::check_text<Name>(text, index, emails, errors);
        if (repeated[index]) {
          errors.push_back(
              {lead_errc::duplicate_value, each.wire_name(), index, std::string(text), {}});
        }
        ++index;
      }
    } else if constexpr (std::same_as<as, lead_status>) {
      if (!is_lead_status(static_cast<lead_status>(value))) {
        errors.push_back({lead_errc::invalid_enumerator,
                          each.wire_name(),
                          std::nullopt,
                          std::to_string(static_cast<unsigned>(static_cast<lead_status>(value))),
                          {}});
      }
    }
  });
  return errors;
}

/// The lead itself if it is valid, otherwise every broken invariant. Changes nothing.
/// @see validate
template <std::same_as<lead> Lead = lead> // a template: compiled only if called
[[nodiscard]] result<lead, lead_errors> make_lead(std::type_identity_t<Lead> candidate,
                                                  email_profile emails = email_profile::strict) {
  auto errors = leadcore::validate(candidate, emails);
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return candidate;
}

/// How typed contact data is read.
struct contact_options {
  region default_region{}; ///< for phones in national form; if none, only international ones
  email_profile emails = email_profile::strict; ///< allow_utf8 keeps non-ASCII mailboxes
};

/// Makes a valid lead of one whose phones and emails are as people typed them.
///
/// Each phone and email is brought into canonical form. Later duplicates are removed. A null
/// primary becomes the first of its list, or stays null if the list is empty. Nothing else is
/// changed: what cannot be read is an error with its index in the typed list, and is never dropped.
/// @par Errors
/// as validate, in field order; a primary that is not in its list is lead_errc::primary_not_listed.
/// @par Source
/// spec lead.7 to lead.12; decision 0005.
/// @see tests/vectors/lead.jsonl
template <std::same_as<lead> Lead = lead> // as make_lead
[[nodiscard]] result<lead, lead_errors> normalise_lead(std::type_identity_t<Lead> typed,
                                                       const contact_options& options = {}) {
  decltype(leadcore::validate(typed)) errors; // dependent, as in repeated
  const auto refuse = [&](lead_errc invalid, std::string_view name,
                          std::optional<std::size_t> index, const std::string& text,
                          std::string_view reason) {
    const bool readable =
        is_valid_utf8(text); // otherwise the error is invalid_utf8, as in validate
    errors.push_back({readable ? invalid : lead_errc::invalid_utf8, name, index, text,
                      std::string(readable ? reason : "")});
  };
  const auto normalise = [&](auto list_field, auto primary_field, lead_errc invalid, auto&& parse) {
    std::vector<std::string> kept;
    auto& list = list_field.in(typed);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto parsed = parse(list[i]);
      if (!parsed.has_value()) {
        refuse(invalid, list_field.wire_name(), i, list[i],
               leadcore::to_string(parsed.error().code));
      } else {
        kept.emplace_back((*parsed).view());
      }
    }
    const std::vector<char> repeated = detail::repeated(kept);
    list.clear();
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!repeated[i]) {
        list.push_back(std::move(kept[i]));
      }
    }
    auto& primary = primary_field.in(typed);
    if (!primary) {
      if (!list.empty()) {
        primary = list.front();
      }
    } else if (const auto parsed = parse(*primary); parsed.has_value()) {
      primary = (*parsed).view();
    } else {
      refuse(invalid, primary_field.wire_name(), std::nullopt, *primary,
             leadcore::to_string(parsed.error().code));
      primary.reset(); // reported; validate below checks the rest
    }
  };
  normalise(field<"phones">, field<"primary_phone">, lead_errc::invalid_phone,
            [&](std::string_view text) { return parse_phone(text, options.default_region); });
  normalise(field<"emails">, field<"primary_email">, lead_errc::invalid_email,
            [&](std::string_view text) { return parse_email(text, options.emails); });
  auto rest = leadcore::validate(typed, options.emails);
  errors.insert(errors.end(), std::make_move_iterator(rest.begin()),
                std::make_move_iterator(rest.end()));
  if (!errors.empty()) {
    decltype(errors) in_field_order;
    for_each_lead_field([&](auto each) {
      for (lead_error& error : errors) {
        if (error.field == each.wire_name()) {
          in_field_order.push_back(std::move(error));
        }
      }
    });
    return fail(std::move(in_field_order));
  }
  return typed;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
