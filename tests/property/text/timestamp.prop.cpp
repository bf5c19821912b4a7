// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/timestamp.hpp>

#include "support/property.hpp"
#include "support/timestamp_oracle.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using leadcore::parse_timestamp;
using leadcore::timestamp;
using leadcore::timestamp_errc;
using leadcore::to_string;
using leadcore::to_text;
using leadcore::test_support::slow_parse_timestamp;
using leadcore::test_support::slow_timestamp_text;

rc::Gen<timestamp> any_timestamp() {
  constexpr std::int64_t lowest = timestamp::min().milliseconds_since_epoch();
  constexpr std::int64_t highest = timestamp::max().milliseconds_since_epoch();
  return rc::gen::map(
      rc::gen::oneOf(rc::gen::resize(rc::kNominalSize, rc::gen::inRange(lowest, highest + 1)),
                     rc::gen::inRange<std::int64_t>(-100'000, 100'001),
                     rc::gen::map(rc::gen::inRange<std::int64_t>(0, 200'000'000),
                                  [](std::int64_t n) { return lowest + n; }),
                     rc::gen::map(rc::gen::inRange<std::int64_t>(0, 200'000'000),
                                  [](std::int64_t n) { return highest - n; })),
      [](std::int64_t milliseconds) { return timestamp::from_milliseconds(milliseconds).value(); });
}

/// Two digits: an integer from low to high, sometimes another one.
rc::Gen<std::string> field(int low, int high) {
  return rc::gen::map(rc::gen::resize(rc::kNominalSize, rc::gen::weightedOneOf<int>(
                                                            {{30, rc::gen::inRange(low, high + 1)},
                                                             {2, rc::gen::element(low, high)},
                                                             {1, rc::gen::inRange(0, 100)}})),
                      [](int number) {
                        return std::string{static_cast<char>('0' + number / 10),
                                           static_cast<char>('0' + number % 10)};
                      });
}

/// A date-time of the grammar; its fields may be out of range.
rc::Gen<std::string> shaped_time() {
  const auto fraction = rc::gen::weightedOneOf<std::string>(
      {{1, rc::gen::just(std::string())},
       {2, rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::string>(
                            rc::gen::inRange('0', static_cast<char>('9' + 1)))),
                        [](const std::string& digits) { return "." + digits; })}});
  const auto offset =
      rc::gen::apply([](char sign, const std::string& hour,
                        const std::string& minute) { return sign + hour + ":" + minute; },
                     rc::gen::element('+', '-'), field(0, 23), field(0, 59));
  const auto zone = rc::gen::weightedOneOf<std::string>(
      {{6, rc::gen::element<std::string>("Z", "z", "+00:00", "-00:00")},
       {6, offset},
       {1, rc::gen::just(std::string())}});
  return rc::gen::apply(
      [](const std::string& century, const std::string& of_century, const std::string& month,
         const std::string& day, const std::string& mark, const std::string& hour,
         const std::string& minute, const std::string& second, const std::string& part,
         const std::string& end) {
        return century + of_century + "-" + month + "-" + day + mark + hour + ":" + minute + ":" +
               second + part + end;
      },
      field(0, 99), field(0, 99), field(1, 12), field(1, 31),
      rc::gen::element<std::string>("T", "t"), field(0, 23), field(0, 59), field(0, 60), fraction,
      zone);
}

/// A text with one byte inserted, removed or replaced, or cut short.
rc::Gen<std::string> damaged_time(rc::Gen<std::string> texts) {
  return rc::gen::map(
      rc::gen::tuple(
          std::move(texts), rc::gen::inRange(0, 4),
          rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, 31)),
          rc::gen::oneOf(rc::gen::elementOf(std::string("0123456789-:.TtZz+ ,/\0\xb0", 23)),
                         rc::gen::arbitrary<char>())),
      [](const std::tuple<std::string, int, std::size_t, char>& parts) {
        auto [text, kind, where, byte] = parts;
        where %= text.size() + 1;
        if (kind == 0) {
          text.insert(where, 1, byte);
        } else if (kind == 1) {
          text.resize(where);
        } else if (where < text.size()) {
          kind == 2 ? text.replace(where, 1, 1, byte) : text.erase(where, 1);
        }
        return text;
      });
}

rc::Gen<std::string> printed_text() {
  return rc::gen::map(any_timestamp(), [](timestamp t) { return to_string(t); });
}

rc::Gen<std::string> any_time() {
  return rc::gen::weightedOneOf<std::string>({{6, shaped_time()},
                                              {6, damaged_time(shaped_time())},
                                              {2, damaged_time(damaged_time(shaped_time()))},
                                              {2, damaged_time(printed_text())},
                                              {1, rc::gen::arbitrary<std::string>()}});
}

/// Whether a beginning can be completed to a timestamp.
bool can_be_completed(const std::string& beginning) {
  constexpr std::string_view form = "2000-01-01T00:00:00Z";
  const std::string_view rest = form.substr(std::min(beginning.size(), form.size()));
  for (const std::string_view end :
       {rest, std::string_view("Z"), std::string_view("0Z"), std::string_view("00:00"),
        std::string_view(":00"), std::string_view("00")}) {
    if (slow_parse_timestamp(beginning + std::string(end)).has_value()) {
      return true;
    }
  }
  return false;
}

} // namespace

TEST_CASE("every instant has the text that chrono gives it and reads back as itself",
          "[timestamp]") {
  rc::prop("parse(print(t)) == t, and print(t) is the slow text", [] {
    const timestamp time = *any_timestamp();
    const std::string text = to_string(time);
    RC_ASSERT(text == slow_timestamp_text(time.milliseconds_since_epoch()));
    RC_ASSERT(text == to_text(time).view());
    RC_ASSERT((parse_timestamp(text) == time)); // the parentheses keep RapidCheck's operators out
  });
}

TEST_CASE("instants are ordered like their texts", "[timestamp]") {
  rc::prop("t <=> u equals print(t) <=> print(u)", [] {
    const timestamp left = *any_timestamp();
    const timestamp right = *rc::gen::oneOf(
        any_timestamp(), rc::gen::just(left),
        rc::gen::map(rc::gen::inRange<std::int64_t>(-2, 3), [left](std::int64_t by) {
          return timestamp::from_milliseconds(left.milliseconds_since_epoch() + by).value_or(left);
        }));
    RC_ASSERT((left <=> right) == (to_string(left).compare(to_string(right)) <=> 0));
    RC_ASSERT((left == right) == (to_string(left) == to_string(right)));
  });
}

TEST_CASE("parse_timestamp agrees with the slow reader", "[timestamp]") {
  rc::prop("on texts of the grammar, near it, and any bytes", [] {
    const std::string text = *any_time();
    const auto parsed = parse_timestamp(text);
    const auto slow = slow_parse_timestamp(text);
    RC_CLASSIFY(parsed.has_value(), "valid");
    RC_ASSERT(parsed.has_value() == slow.has_value());
    if (parsed.has_value()) {
      RC_ASSERT((*parsed).milliseconds_since_epoch() == *slow);
      RC_ASSERT((parse_timestamp(to_string(*parsed)) == parsed));
    }
  });
}

// decision 0031
TEST_CASE("a timestamp error has the earliest offset at which it is certain", "[timestamp]") {
  rc::prop("the parts before the error can begin a timestamp", [] {
    const std::string text = *any_time();
    const auto parsed = parse_timestamp(text);
    RC_PRE(!parsed.has_value());
    RC_PRE(text.substr(0, 10) != "0001-01-01" &&
           text.substr(0, 10) != "9999-12-31"); // offsets are restricted there
    RC_TAG(std::string(to_string(parsed.error().code)));
    RC_ASSERT(parsed.error().offset <= text.size());
    std::string before = text.substr(0, parsed.error().offset);
    while (!before.empty() && before.back() >= '0' && before.back() <= '9' &&
           (parsed.error().code == timestamp_errc::digit_expected ||
            parsed.error().code == timestamp_errc::too_short)) {
      before.pop_back(); // the digits of the current field
    }
    if (parsed.error().code == timestamp_errc::trailing_characters) {
      RC_ASSERT(slow_parse_timestamp(before).has_value());
    } else {
      RC_ASSERT(can_be_completed(before));
    }
  });
}

TEST_CASE("the fast path agrees with the reader", "[timestamp]") {
  rc::prop("any text, and the form that we print with a character changed", [] {
    const std::string text = *rc::gen::oneOf(any_time(), damaged_time(printed_text()));
    RC_CLASSIFY(leadcore::detail::read_fast(text) != leadcore::detail::not_fast, "read fast");
    RC_ASSERT((parse_timestamp(text) == leadcore::detail::parse_any_timestamp(text)));
  });
  rc::prop("the form that we print is read fast", [] {
    RC_ASSERT(leadcore::detail::read_fast(*printed_text()) != leadcore::detail::not_fast);
  });
}
