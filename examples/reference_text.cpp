// SPDX-License-Identifier: BSL-1.0
// Names of leadcore/text/ in a few lines each, which the reference shows beside them.

#include <leadcore/text/email.hpp>
#include <leadcore/text/find_folded.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/ostream.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/phone_type.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/timestamp_chrono.hpp>
#include <leadcore/text/utf8.hpp>

#include <chrono>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "expect.hpp"

namespace {

void phones() {
  const leadcore::result<leadcore::e164, leadcore::phone_error> phone =
      leadcore::parse_phone("020 7946 0958", leadcore::region{"GB"});
  expect(phone.has_value() && (*phone).view() == "+442079460958");
}

void phone_errors() {
  const auto phone = leadcore::parse_phone("020 7946 0958"); // from which region?
  if (!phone.has_value()) {
    const leadcore::phone_error error = phone.error();
    expect(error.code == leadcore::phone_errc::missing_region && error.offset == 0);
    expect(leadcore::to_string(error.code) == "missing_region"); // stable
    expect(leadcore::message(error.code).starts_with("a phone number without"));
  }
}

void phone_extensions() {
  const auto phone = leadcore::parse_phone_with_extension("+1 (415) 555-0101 ext. 7");
  if (phone.has_value()) {
    const leadcore::phone_with_extension read = *phone;
    const leadcore::phone_extension extension = read.extension;
    expect(read.number.view() == "+14155550101" && extension.view() == "7");
  }
}

void possible_phones() {
  expect(leadcore::is_possible("020 7946 0958", leadcore::region{"GB"}));
  expect(!leadcore::is_possible("555-0101"));
  expect(leadcore::phone_metadata.starts_with("google-libphonenumber"));
}

void phone_types() {
  const auto mobile = leadcore::parse_phone("+447400123456");
  if (mobile.has_value()) {
    const leadcore::phone_type type = leadcore::type_of(*mobile);
    expect(type == leadcore::phone_type::mobile && leadcore::to_string(type) == "mobile");
    expect(leadcore::is_valid(*mobile));
    expect(leadcore::region_of(*mobile) == leadcore::region{"GB"});
    expect(leadcore::is_valid_for(*mobile, leadcore::region{"GB"}));
  }
}

void emails() {
  const auto email = leadcore::parse_email(" Jane.Doe+crm@Acme.COM ");
  if (email.has_value()) {
    const leadcore::email_address address = *email;
    expect(address.view() == "jane.doe+crm@acme.com" && address.domain() == "acme.com");
  }
}

void email_errors() {
  const auto email = leadcore::parse_email("jane@acme");
  if (!email.has_value()) {
    const leadcore::email_error error = email.error();
    expect(error.code == leadcore::email_errc::single_label && error.offset == 9);
    expect(leadcore::to_string(error.code) == "single_label");
    expect(!leadcore::message(error.code).empty());
  }
}

void emails_beyond_ascii() {
  const leadcore::email_profile profile = leadcore::allow_utf8;
  expect(leadcore::parse_email("j@münchen.de", profile).has_value());
  expect(!leadcore::parse_email("j@münchen.de").has_value());
}

void times() {
  const auto time = leadcore::parse_timestamp("2026-05-02T12:30:00+02:00");
  if (time.has_value()) {
    const leadcore::timestamp instant = *time;
    expect(leadcore::to_string(instant) == "2026-05-02T10:30:00.000Z");
    const leadcore::timestamp_text text = leadcore::to_text(instant); // without allocation
    expect(text.view() == "2026-05-02T10:30:00.000Z");
    expect(instant.milliseconds_since_epoch() == 1'777'717'800'000);
  }
}

void time_errors() {
  const auto time = leadcore::parse_timestamp("2026-02-30T00:00:00Z");
  if (!time.has_value()) {
    const leadcore::timestamp_error error = time.error();
    expect(error.code == leadcore::timestamp_errc::day_out_of_range && error.offset == 8);
    expect(leadcore::to_string(error.code) == "day_out_of_range");
    expect(!leadcore::message(error.code).empty());
  }
}

void clocks() {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto instant = leadcore::from_sys_time(now);
  expect(instant.has_value() && leadcore::to_sys_time(*instant) == now);
}

void streams() {
  std::ostringstream out;
  out << leadcore::region{"GB"} << ' ' << leadcore::timestamp{};
  expect(out.str() == "GB 1970-01-01T00:00:00.000Z");
}

void folding() {
  expect(leadcore::fold("STRASSE") == leadcore::fold("Straße"));
  expect(leadcore::fold("JOSÉ") != leadcore::fold("jose")); // accents count, unless
  constexpr leadcore::folding unaccented = leadcore::folding::caseless_unaccented;
  expect(leadcore::fold<unaccented>("JOSÉ") == "jose");
}

void folding_into_a_buffer() {
  const std::string_view text = "Straße";
  std::vector<char> buffer(text.size() * leadcore::max_fold_growth); // always enough
  const std::size_t size = leadcore::fold_into(text, buffer);
  expect(std::string_view(buffer.data(), size) == "strasse");
}

void searching() {
  const std::string needle = leadcore::fold("SS &");
  expect(leadcore::contains_folded("Groß & Söhne", needle));
  const auto found = leadcore::find_folded("Groß & Söhne", needle);
  expect(found == leadcore::text_span{3, 4}); // bytes of the text as it is
}

void utf8() {
  const std::string_view text = "\xC3\xA9("; // é and a bracket
  const leadcore::utf8_unit unit = leadcore::decode_utf8(text);
  expect(unit == leadcore::utf8_unit{U'é', 2, true});
  expect(leadcore::decode_utf8("\xC3(").code_point == leadcore::replacement_character);
  expect(leadcore::is_valid_utf8(text) && leadcore::count_code_points(text) == 2);
  expect(leadcore::find_invalid_utf8("ab\xFF") == 2);
}

void code_points() {
  const leadcore::utf8_bytes bytes = leadcore::encode_utf8(U'é');
  expect(bytes.view() == "\xC3\xA9");
  expect(leadcore::is_white_space(U'\u00A0') && !leadcore::is_white_space(U'\u200B'));
  expect(!leadcore::is_scalar_value(0xD800)); // half of a surrogate pair
}

} // namespace

int main() {
  phones();
  phone_errors();
  phone_extensions();
  possible_phones();
  phone_types();
  emails();
  email_errors();
  emails_beyond_ascii();
  times();
  time_errors();
  clocks();
  streams();
  folding();
  folding_into_a_buffer();
  searching();
  utf8();
  code_points();
  return failures == 0 ? 0 : 1;
}
