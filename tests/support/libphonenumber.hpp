// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_LIBPHONENUMBER_HPP
#define LEADCORE_TESTS_SUPPORT_LIBPHONENUMBER_HPP

// The oracle of parse_phone: Google's libphonenumber for C++ (cmake/libphonenumber.cmake).

#include <phonenumbers/phonenumberutil.h>

#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace leadcore::test_support {

[[nodiscard]] inline const i18n::phonenumbers::PhoneNumberUtil& libphonenumber() {
  return *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
}

/// One step of the oracle: Parse and Format as E164; empty if Parse fails or the number is not
/// possible.
///
/// Possible is IS_POSSIBLE: IsPossibleNumber also accepts numbers that can be dialled within an
/// area only.
[[nodiscard]] inline std::string libphonenumber_step(const std::string& text,
                                                     const std::string& region) {
  using i18n::phonenumbers::PhoneNumberUtil;
  const PhoneNumberUtil& library = libphonenumber();
  i18n::phonenumbers::PhoneNumber number;
  std::string formatted;
  if (library.Parse(text, region, &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
      library.IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE) {
    library.Format(number, PhoneNumberUtil::E164, &formatted);
  }
  return formatted;
}

/// The expected result of parse_phone: the step repeated until the number no longer changes, with
/// at most 15 digits at the end; or "error".
/// @par Source  decision 0013.
[[nodiscard]] inline std::string libphonenumber_rule(std::string text, std::string region) {
  for (int i = 0; i < 20; ++i) {
    std::string next = libphonenumber_step(text, region);
    if (next.empty()) {
      return "error";
    }
    if (next == text) {
      return next.size() <= 1 + 15 ? next : "error";
    }
    text = std::move(next);
    region.clear();
  }
  throw std::logic_error("parsing does not come to an end: " + text);
}

struct phone_example {
  std::string region; ///< "001" for a calling code without a region
  i18n::phonenumbers::PhoneNumber number;
};

/// The library's example numbers of every region and type, sorted by region code.
[[nodiscard]] inline const std::vector<phone_example>& phone_examples() {
  static const std::vector<phone_example> examples = [] {
    using i18n::phonenumbers::PhoneNumberUtil;
    std::vector<phone_example> found;
    std::set<std::string> regions;
    libphonenumber().GetSupportedRegions(&regions);
    for (const auto& region : regions) {
      for (int kind = PhoneNumberUtil::FIXED_LINE; kind <= PhoneNumberUtil::VOICEMAIL; ++kind) {
        phone_example one{region, {}};
        if (libphonenumber().GetExampleNumberForType(
                region, static_cast<PhoneNumberUtil::PhoneNumberType>(kind), &one.number)) {
          found.push_back(std::move(one));
        }
      }
    }
    std::set<int> codes;
    libphonenumber().GetSupportedGlobalNetworkCallingCodes(&codes);
    for (const int code : codes) {
      phone_example one{"001", {}};
      if (libphonenumber().GetExampleNumberForNonGeoEntity(code, &one.number)) {
        found.push_back(std::move(one));
      }
    }
    return found;
  }();
  return examples;
}

inline constexpr unsigned typed_example_forms = 6;
inline constexpr unsigned typed_example_from_elsewhere = 5;

/// An example as people write it: in national, international or E.164 form, as a URI, as digits
/// only, or, in the last form, as dialled from another country.
/// @pre form < typed_example_forms
[[nodiscard]] inline std::string typed_example(const phone_example& example, unsigned form,
                                               const std::string& elsewhere) {
  using i18n::phonenumbers::PhoneNumberUtil;
  std::string text;
  switch (form) {
  case 0:
    libphonenumber().Format(example.number, PhoneNumberUtil::NATIONAL, &text);
    break;
  case 1:
    libphonenumber().Format(example.number, PhoneNumberUtil::INTERNATIONAL, &text);
    break;
  case 2:
    libphonenumber().Format(example.number, PhoneNumberUtil::E164, &text);
    break;
  case 3:
    libphonenumber().Format(example.number, PhoneNumberUtil::RFC3966, &text);
    break;
  case 4:
    libphonenumber().GetNationalSignificantNumber(example.number, &text);
    break;
  default:
    libphonenumber().FormatOutOfCountryCallingNumber(example.number, elsewhere, &text);
    break;
  }
  return text;
}

} // namespace leadcore::test_support

#endif
