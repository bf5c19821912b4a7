// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/ostream.hpp>

#include "support/catch.hpp"
#include "support/organisation.hpp"

#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <iomanip>
#include <sstream>

using namespace leadcore;

TEST_CASE("values are written as their text, in the width that is set") {
  std::ostringstream out;
  out << std::setfill('.') << std::left;
  out << std::setw(14) << parse_phone("(415) 555-0101", region("US")).value() << '|';
  out << std::setw(14) << parse_email("Jane@Acme.com").value() << '|';
  out << std::setw(3) << region("GB") << '|' << region() << '|';
  out << std::setw(25) << parse_timestamp("2026-05-02T12:30:00+02:00").value() << '|';
  out << std::setw(6) << test_support::organisation("acme") << '|';
  CHECK(out.str() == "+14155550101..|jane@acme.com.|GB.||2026-05-02T10:30:00.000Z.|acme..|");
}
