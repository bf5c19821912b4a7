// SPDX-License-Identifier: BSL-1.0
// What the library answers about phones, for scripts/update_phone_metadata: reads lines of fields
// separated by TABs, in which \\ \t \n \r \xHH are escapes.
//   phone_answers parse   input, region: prints what the vectors of phones have as `expected` and
//                         `extension`
//   phone_answers types   E.164 number: prints what the vectors of types have as `type`, `region`
//                         and `valid_for`, or "impossible"

#include <leadcore/text/phone.hpp>
#include <leadcore/text/phone_type.hpp>

#include "support/phone_cases.hpp"

#include <iostream>
#include <string>

namespace {

std::string read_answer(const std::string& line) {
  const std::size_t tab = line.find('\t');
  const std::string text = leadcore::test_support::unescape_phone(line.substr(0, tab));
  const auto parsed =
      leadcore::parse_phone_with_extension(text, leadcore::region(line.substr(tab + 1)));
  if (!parsed.has_value()) {
    return "error:" + std::string(to_string(parsed.error().code)) + "@" +
           std::to_string(parsed.error().offset) + "\t-";
  }
  const std::string_view extension = (*parsed).extension.view();
  return std::string((*parsed).number.view()) + "\t" +
         (extension.empty() ? "-" : std::string(extension));
}

std::string type_answer(const std::string& line) {
  const auto number = leadcore::parse_phone(line);
  if (!number.has_value() || (*number).view() != line) {
    return "impossible";
  }
  std::string valid_for;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string code{first, second};
      if (leadcore::is_valid_for(*number, leadcore::region(code))) {
        valid_for += (valid_for.empty() ? "" : ",") + code;
      }
    }
  }
  return std::string(to_string(leadcore::type_of(*number))) + "\t" +
         std::string(leadcore::region_of(*number).view()) + "\t" + valid_for;
}

} // namespace

int main(int count, char** arguments) {
  const std::string command = count == 2 ? arguments[1] : "";
  if (command != "parse" && command != "types") {
    std::cerr << "phone_answers parse|types\n";
    return 2;
  }
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << (command == "parse" ? read_answer(line) : type_answer(line)) << '\n';
  }
  return 0;
}
