// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/format.hpp>

#include <leadcore/model/organisation.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <concepts>
#include <version>

using namespace leadcore;

// What is formatted where the standard library has <format>, by its text.
static_assert(detail::is_text_value<e164> && detail::is_text_value<email_address> &&
              detail::is_text_value<region> && detail::is_text_value<organisation_id>);
static_assert(!detail::is_text_value<phone_extension> && !detail::is_text_value<timestamp>);

#if defined(__cpp_lib_format)
template <class T>
constexpr bool formats =
    std::semiregular<std::formatter<T, char>> &&
    std::derived_from<std::formatter<T, char>, std::formatter<std::string_view, char>>;
static_assert(formats<e164> && formats<email_address> && formats<region> && formats<timestamp> &&
              formats<organisation_id>);
#endif
