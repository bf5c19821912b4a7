// SPDX-License-Identifier: BSL-1.0
#include "index/data.hpp"

#include <leadcore/model/status.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/timestamp.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace leadcore::bench {

namespace {

// Frequent names; rarer ones are made of syllables. About one in twenty is not ASCII.
constexpr std::string_view first_names =
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara "
    "Richard Susan "
    "Joseph Jessica Thomas Sarah Carlos Karen Daniel Lisa Matthew Nancy Anthony Betty Mark Sandra "
    "Jürgen "
    "Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda "
    "Brian "
    "Melissa George Deborah Timothy Stephanie Ronald Rebecca Jason Sharon Edward Laura Jeffrey "
    "Cynthia Ryan "
    "Dorothy Jacob Amy Gary Kathleen Nicholas Angela Eric Zoé Jonathan Brenda Stephen Emma Larry "
    "Anna "
    "Justin Pamela Scott Nicole Brandon Samantha Benjamin Katherine Samuel Christine Gregory Helen "
    "Alexander Debra Patrick Rachel Frank Carolyn Raymond Janet Jack Maria Dennis Olena Jerry "
    "Heather Tyler "
    "Diane Aaron Olivia José Julie Adam Joyce Nathan Victoria Henry Kelly Zachary Christina "
    "Douglas Lauren "
    "Peter Joan Kyle Evelyn Noah Judith Ethan Andrea Jeremy Hannah Σοφία Cheryl Christian Martha "
    "Walter "
    "Jacqueline Keith Frances Austin Gloria Roger Ann Terry Teresa Łukasz Kathryn Sean Sara Gerald "
    "Janice "
    "Иван 伟 さくら Björn Renée Chloë";
constexpr std::string_view last_names =
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez "
    "Gonzalez "
    "Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez "
    "Clark "
    "Ramirez Lewis Robinson Müller Walker Young Allen King Wright Scott Torres Nguyen Hill Flores "
    "Green "
    "Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner "
    "Diaz "
    "Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutiérrez Ortiz "
    "Morgan "
    "Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez "
    "Wood "
    "Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster "
    "Jimenez "
    "Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher "
    "Vasquez "
    "Simmons Romero Jordan Patterson Alexander Hamilton Graham Reynolds Griffin Wallace Moreno "
    "West Cole "
    "Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens Murray Ford Castro Marshall "
    "Owens "
    "Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen Freeman Webb "
    "Tucker "
    "Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason Dixon "
    "Muñoz "
    "Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Stone Salazar Fox Warren Mills Meyer "
    "Rice "
    "Schmidt Garza Daniels Ferguson Nichols Stephens Soto Weaver Ryan Gardner Payne Grant Dunn "
    "Kelley "
    "Spencer Hawkins Nowak Dąbrowska Петренко Øverland Lefèvre O'Brien Yılmaz 佐藤";
constexpr std::string_view company_heads =
    "Acme Globex Initech Umbrella Northwind Contoso Fabrikam Stark Wayne Hooli Vandelay Soylent "
    "Cyberdyne "
    "Tyrell Wonka Pioneer Summit Vertex Apex Zenith Horizon Pacific Atlantic Continental Liberty "
    "Evergreen "
    "Bluewater Redwood Silverline Ironwood Granite Crystal Phoenix Falcon Eagle Lighthouse "
    "Keystone "
    "Cornerstone Milestone Heritage Legacy Pinnacle Quantum Nova Orion Sirius Atlas Titan Olympus "
    "Delta "
    "Omega Alpha Sigma Nordlicht Étoile Prisma Fusion Synergy Dynamic Precision Superior Premier "
    "Elite "
    "Allied United National Metro Capital Central Midland Lakeside Riverside Hillside Coastal "
    "Harbor "
    "Valley Mountain Prairie Desert Forest Ocean Sunrise Sunset Golden Amber Emerald Sapphire Ruby "
    "Cobalt "
    "Öresund Mercury Jupiter Saturn Aurora Borealis Meridian Equinox Solstice Cascade Rapid Swift";
constexpr std::string_view company_kinds =
    "Inc LLC Group Solutions Systems Consulting Logistics Industries Partners Technologies "
    "Holdings "
    "Services Media Foods Energy Health Capital Software Labs Construction Design Motors Ltd GmbH";
constexpr std::string_view mail_providers =
    "gmail.com yahoo.com outlook.com hotmail.com icloud.com web.de "
    "aol.com gmx.net proton.me orange.fr";
constexpr std::string_view sources =
    "website referral newsletter partner event cold-call advertisement import";
constexpr std::string_view remark_words =
    "asked for a quote and prefers to be called in the morning about the new contract which their "
    "team will "
    "discuss next quarter budget is open but legal has to sign first send the slides again";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// A made-up word, such as "Torvelan".
std::string made_up_word(dice& random) {
  constexpr std::string_view consonants[] = {"b",  "br", "c", "ch", "d", "f", "g",  "gr",
                                             "h",  "j",  "k", "l",  "m", "n", "p",  "r",
                                             "st", "s",  "t", "tr", "v", "w", "sch"};
  constexpr std::string_view vowels[] = {"a", "e", "i", "o", "u", "ai", "ee", "ou"};
  constexpr std::string_view ends[] = {"",   "n",    "r",   "s",   "l", "ck",
                                       "tt", "sson", "ski", "man", "ez"};
  std::string word;
  for (std::size_t i = 2 + random.below(2); i > 0; --i) {
    word += consonants[random.below(std::size(consonants))];
    word += vowels[random.below(std::size(vowels))];
  }
  word += ends[random.below(std::size(ends))];
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

/// Draws integers below a limit, k with a probability proportional to 1 / (k + 1).
class zipf {
 public:
  explicit zipf(std::size_t limit) {
    double sum = 0;
    for (std::size_t k = 0; k < limit; ++k) {
      sum += 1.0 / static_cast<double>(k + 1);
      sums_.push_back(sum);
    }
  }
  [[nodiscard]] std::size_t operator()(dice& random) const {
    const double at = static_cast<double>(random.next() >> 11U) * 0x1p-53 * sums_.back();
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
    return std::min(static_cast<std::size_t>(found - sums_.begin()), sums_.size() - 1);
  }

 private:
  std::vector<double> sums_;
};

/// Words, most frequent first.
class vocabulary {
 public:
  vocabulary(std::string_view frequent, std::size_t size, dice& random)
      : words_(words_of(frequent)), rank_(std::max(size, words_.size())) {
    while (words_.size() < size) {
      words_.push_back(made_up_word(random));
    }
  }
  [[nodiscard]] const std::string& operator()(dice& random) const { return words_[rank_(random)]; }

 private:
  std::vector<std::string> words_;
  zipf rank_;
};

std::string hexadecimal(std::uint64_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; number >>= 4U) {
    text[i] = "0123456789abcdef"[number & 15U];
  }
  return text;
}

/// A name as used in an address: letters and digits in lower case.
std::string for_address(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) {
      plain += low;
    }
  }
  return plain.empty() ? "contact" : plain;
}

std::string phone_number(dice& random) {
  struct plan {
    std::string_view start;
    std::size_t digits;
  };
  constexpr plan plans[] = {{"+1415", 7}, {"+1212", 7},  {"+1312", 7}, {"+1646", 7},
                            {"+4420", 8}, {"+49176", 8}, {"+336", 8}};
  const auto& [start, digits] = plans[random.below(std::size(plans))];
  std::string text(start);
  for (std::size_t i = 0; i < digits; ++i) {
    text += static_cast<char>('0' + (i == 0 ? 2 + random.below(8) : random.below(10)));
  }
  return text;
}

/// 1.2 on average.
std::size_t how_many_contacts(dice& random) {
  const std::size_t at = random.below(20);
  return at < 2 ? 0 : at < 15 ? 1 : at < 19 ? 2 : 3;
}

timestamp at_milliseconds(std::int64_t milliseconds) {
  return timestamp::from_milliseconds(milliseconds).value();
}

template <class Make>
void add_contacts(std::vector<std::string>& to, std::size_t count, Make make) {
  while (to.size() < count) {
    if (std::string made = make(); std::find(to.begin(), to.end(), made) == to.end()) {
      to.push_back(std::move(made));
    }
  }
}

} // namespace

std::vector<lead> make_leads(std::size_t count) {
  dice random(2026);
  const vocabulary first(first_names, 1'000, random);
  const vocabulary last(last_names, 20'000, random);
  const vocabulary heads(company_heads, 10'000, random);
  const std::vector<std::string> kinds = words_of(company_kinds);
  const std::vector<std::string> providers = words_of(mail_providers);
  const std::vector<std::string> source = words_of(sources);
  const std::vector<std::string> remarks = words_of(remark_words);
  const zipf kind_rank(kinds.size());
  const zipf provider_rank(providers.size());
  const zipf owner_rank(50);
  constexpr std::int64_t day = 86'400'000;
  constexpr std::int64_t today = 20'574 * day; // 2026-05-01

  std::vector<lead> leads(count);
  for (std::size_t i = 0; i < count; ++i) {
    lead& made = leads[i];
    made.id = hexadecimal(random.next(), 16) + hexadecimal(i, 8); // in no particular order
    made.contact_id = hexadecimal(random.next(), 16) + hexadecimal(i, 8);
    const std::string& given = first(random);
    const std::string& family = last(random);
    made.name = given + " " + family;
    if (random.chance(85)) {
      made.company = heads(random) + " " + kinds[kind_rank(random)];
    }
    add_contacts(made.phones, how_many_contacts(random), [&] { return phone_number(random); });
    add_contacts(made.emails, how_many_contacts(random), [&] {
      std::string address = for_address(given) + "." + for_address(family);
      address += random.chance(50) ? std::to_string(random.below(1000)) : "";
      return address + "@" +
             (made.company && random.chance(50) ? for_address(*made.company) + ".com"
                                                : providers[provider_rank(random)]);
    });
    if (!made.phones.empty()) {
      made.primary_phone = made.phones.front();
    }
    if (!made.emails.empty()) {
      made.primary_email = made.emails.front();
    }
    if (random.chance(80)) {
      made.source = source[random.below(source.size())];
    }
    made.status = lead_statuses[random.below(lead_statuses.size())];
    if (random.chance(25)) {
      made.notes.emplace();
      for (std::size_t words = 4 + random.below(20); words > 0; --words) {
        *made.notes += remarks[random.below(remarks.size())] + (words == 1 ? "." : " ");
      }
    }
    if (!random.chance(30)) { // a multiple of 15 minutes within 120 days
      made.next_call_at =
          at_milliseconds(today + static_cast<std::int64_t>(random.below(120 * 96)) * 900'000);
    }
    const std::int64_t created =
        today - static_cast<std::int64_t>(random.below(1000 * std::size_t{day}));
    made.created_at = at_milliseconds(created);
    made.updated_at =
        at_milliseconds(created + static_cast<std::int64_t>(random.below(20 * std::size_t{day})));
    if (!random.chance(40)) {
      made.assigned_to_id = "65e0a000a000a000a000" + hexadecimal(owner_rank(random), 4);
    }
    if (random.chance(10)) {
      made.client_id = "65d0" + hexadecimal(random.next(), 20);
    }
  }
  return leads;
}

std::uint32_t ordinal_of(std::string_view id) {
  std::uint32_t number = 0;
  for (const char c : id.substr(16)) {
    number = number << 4U | static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return number;
}

std::string searched_text(const lead& row) {
  std::string text = fold(row.name);
  const auto add = [&](std::string_view value) {
    text += '\n';
    text += fold(value);
  };
  if (row.company) {
    add(*row.company);
  }
  for (const auto& each : row.emails) {
    add(each);
  }
  for (const auto& each : row.phones) {
    add(each);
  }
  return text;
}

} // namespace leadcore::bench
