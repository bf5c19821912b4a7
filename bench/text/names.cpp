// SPDX-License-Identifier: BSL-1.0
#include "text/text.hpp"

#include <array>

namespace leadcore::bench {

namespace {

using namespace std::string_view_literals;

constexpr std::array english{
    "Olivia"sv,   "James"sv,      "Emma"sv,       "Noah"sv,      "Charlotte"sv,  "Liam"sv,
    "Amelia"sv,   "Benjamin"sv,   "Sophia"sv,     "Elijah"sv,    "Isabella"sv,   "Lucas"sv,
    "Evelyn"sv,   "Henry"sv,      "Harper"sv,     "Theodore"sv,  "Abigail"sv,    "Jackson"sv,
    "Eleanor"sv,  "Samuel"sv,     "Katherine"sv,  "Smith"sv,     "Johnson"sv,    "Williams"sv,
    "Brown"sv,    "Jones"sv,      "Miller"sv,     "Davis"sv,     "Rodriguez"sv,  "Wilson"sv,
    "Anderson"sv, "Thomas"sv,     "Taylor"sv,     "Moore"sv,     "Thompson"sv,   "White"sv,
    "Clark"sv,    "Robinson"sv,   "Walker"sv,     "Wright"sv,    "Mitchell"sv,   "Campbell"sv,
    "O'Connor"sv, "McDonald"sv,   "Fitzgerald"sv, "Van Dyke"sv,  "Acme"sv,       "Northwind"sv,
    "Contoso"sv,  "Globex"sv,     "Initech"sv,    "Umbrella"sv,  "Stark"sv,      "Wayne"sv,
    "Holdings"sv, "Industries"sv, "Partners"sv,   "Logistics"sv, "Consulting"sv, "Solutions"sv,
    "Co"sv,       "Ltd"sv,        "Inc."sv,       "and"sv,       "&"sv,          "of"sv,
    "the"sv,      "-"sv,          "St. Louis"sv,  "No. 12"sv,
};
constexpr std::array many_scripts{
    "Jos\u00E9"sv,
    "Fran\u00E7ois"sv,
    "Stra\u00DFe"sv,
    "\u00D8rsted"sv,
    "\u0141ukasz"sv,
    "\u0130stanbul"sv,
    "Nguy\u1EC5n"sv,
    "Zoe\u0308"sv,
    "\u0391\u03BB\u03AD\u03BE\u03B1\u03BD\u03B4\u03C1\u03BF\u03C2"sv,
    "\u03A3\u03BF\u03C6\u03AF\u03B1"sv,
    "\u0410\u043D\u043D\u0430"sv,
    "\u0418\u0432\u0430\u043D\u043E\u0432"sv,
    "\u041A\u0438\u0457\u0432"sv,
    "\u0531\u0580\u0561\u0574"sv,
    "\u0645\u062D\u0645\u062F"sv,
    "\u0915\u0941\u092E\u093E\u0930"sv,
    "\u0E2A\u0E21\u0E0A\u0E32\u0E22"sv,
    "\u738B\u5C0F\u660E"sv,
    "\u30D2\u30E9\u30BF"sv,
    "\u7530\u4E2D\u3055\u304F\u3089"sv,
    "\uAE40\uBBFC\uC11C"sv,
    "Smith"sv,
    "GmbH"sv,
    "&"sv,
    "S\u00E3o Paulo"sv,
};

} // namespace

std::span<const std::string_view> english_names() {
  return english;
}
std::span<const std::string_view> names_of_many_scripts() {
  return many_scripts;
}

std::string text_of_names(dice& random, std::span<const std::string_view> names, std::size_t size) {
  std::string text(random.one_of(names));
  while (text.size() < size) {
    text += ' ';
    text += random.one_of(names);
  }
  return text;
}
std::string text_of_size(dice& random, std::span<const std::string_view> names, std::size_t size) {
  return text_of_names(random, names, size).substr(0, size);
}

} // namespace leadcore::bench
