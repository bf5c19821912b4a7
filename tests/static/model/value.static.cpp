// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/value.hpp>

#include "support/endpoints.hpp"

#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;

static_assert(text_like<std::string> && text_like<std::string_view> && text_like<const char*> &&
              text_like<e164> && text_like<email_address>);
static_assert(!text_like<std::nullptr_t> && !text_like<int> && !text_like<std::vector<char>> &&
              !text_like<std::optional<std::string>>);

// What each type is in the answer.
template <class T> using described = typename decltype(detail::described_type<T>())::type;
template <class T, class As> constexpr bool is_described_as = std::is_same_v<described<T>, As>;

static_assert(is_described_as<std::string, std::string_view> &&
              is_described_as<e164, std::string_view> &&
              is_described_as<std::optional<email_address>, std::optional<std::string_view>> &&
              is_described_as<std::unique_ptr<std::string>, std::optional<std::string_view>> &&
              is_described_as<const std::string*, std::optional<std::string_view>> &&
              is_described_as<const char*, std::optional<std::string_view>> &&
              is_described_as<std::optional<const char*>, std::optional<std::string_view>>);
using texts = detail::borrowed_list<std::string_view>;
static_assert(is_described_as<std::vector<std::string>, texts> &&
              is_described_as<std::list<e164>, texts> && is_described_as<const char* [2], texts>);
static_assert(is_described_as<timestamp, timestamp> &&
              is_described_as<timestamp*, std::optional<timestamp>> &&
              is_described_as<sales::stage, sales::stage>);
static_assert(is_described_as<bool, bool> && is_described_as<std::uint8_t, std::uint8_t> &&
              is_described_as<std::optional<std::int64_t>, std::optional<std::int64_t>> &&
              is_described_as<float, float>);

// What has no place in an answer.
enum class nameless { one };
static_assert(is_described_as<nameless, void> && is_described_as<char, void> &&
              is_described_as<std::vector<int>, void> &&
              is_described_as<std::map<int, int>, void> &&
              is_described_as<std::optional<nameless>, void>);

// A number of a row may be narrower than the record's, not wider.
static_assert(detail::readable_as_v<std::int32_t, std::int64_t> &&
              detail::readable_as_v<std::uint8_t, std::int16_t> &&
              detail::readable_as_v<float, double> &&
              detail::readable_as_v<std::int8_t, std::optional<std::int64_t>>);
static_assert(!detail::readable_as_v<std::int64_t, std::int32_t> &&
              !detail::readable_as_v<std::int32_t, std::uint64_t> &&
              !detail::readable_as_v<double, float> && !detail::readable_as_v<bool, int> &&
              !detail::readable_as_v<int, bool> && !detail::readable_as_v<int, sales::stage> &&
              !detail::readable_as_v<std::optional<int>, int>);
