#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes examples/import/data/countries.tsv: names of countries and their
two-letter codes, for parsing country columns.

    tools/country_names.py --output examples/import/data/countries.tsv
    tools/country_names.py --check  examples/import/data/countries.tsv   (exit status 1 if it differs)

Input: ICU (Debian: python3-icu) with the names of the Unicode CLDR, and the additional names below,
used by people, programs and ISO 3166-1. An ambiguous name is omitted from the translations; an
ambiguous English name stops the generator.
"""

import argparse
import pathlib
import sys
import unicodedata

import icu

ICU = "72.1"
LANGUAGES = ["de", "es", "fr", "it", "nl", "pt", "sv", "da", "nb", "ja", "zh"]  # every country
OWN_LANGUAGES = {  # more languages, each for the countries that use it
    "ar": "AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SY TN YE", "bg": "BG", "bn": "BD", "cs": "CZ", "da": "DK", "el": "CY GR",
    "et": "EE", "fa": "IR", "fi": "FI", "ga": "IE", "he": "IL", "hi": "IN", "hr": "HR", "hu": "HU", "hy": "AM", "id": "ID",
    "is": "IS", "ja": "JP", "ka": "GE", "ko": "KR", "lt": "LT", "lv": "LV", "ms": "MY", "nb": "NO", "pl": "PL", "ro": "MD RO",
    "ru": "BY KZ RU", "sk": "SK", "sl": "SI", "sr": "RS", "sv": "FI SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN",
    "zh": "CN SG", "zh_Hant": "TW",
}
OTHER_NAMES = {  # of ISO 3166-1 if different from CLDR, and in common use
    "AT": "A", "IT": "I",  # as on cars, usual in German files
    "AE": "UAE, U.A.E., Emirates", "BA": "Bosnia", "BN": "Brunei Darussalam", "BO": "Plurinational State of Bolivia",
    "BR": "Brasil", "BS": "The Bahamas", "CC": "Cocos Islands", "CN": "Mainland China, PRC, People's Republic of China",
    "CD": "DR Congo, Democratic Republic of the Congo, Democratic Republic of Congo, Congo DRC, DRC", "CG": "Congo, Republic of the Congo",
    "CI": "Ivory Coast, Elfenbeinküste", "CV": "Cabo Verde", "CZ": "Czech Republic", "FK": "Falkland Islands (Malvinas)",
    "FR": "F", "FM": "Federated States of Micronesia", "BY": "Weißrussland", "DE": "D, Bundesrepublik Deutschland, BRD, Federal Republic of Germany",
    "GB": "UK, U.K., Great Britain, Großbritannien, Grande-Bretagne, Gran Bretagna, Gran Bretaña, Grã-Bretanha, "
    "Groot-Brittannië, Inglaterra, Angleterre, Inghilterra, Engeland, イギリス, 英国, Britain, England, Scotland, Wales, Northern Ireland, "
    "United Kingdom (UK), United Kingdom of Great Britain and Northern Ireland", "GM": "The Gambia", "HK": "Hong Kong, Hong Kong SAR",
    "IE": "Republic of Ireland, Éire",
    "IR": "Islamic Republic of Iran", "KP": "Democratic People's Republic of Korea", "KR": "Korea, Republic of Korea",
    "LA": "Lao, Lao People's Democratic Republic", "LY": "Libyan Arab Jamahiriya", "MD": "Republic of Moldova",
    "MF": "Saint Martin (French part)", "MK": "Macedonia, Republic of North Macedonia", "MM": "Burma, Myanmar", "MO": "Macau, Macao",
    "NL": "Holland, The Netherlands, Netherlands the", "PH": "The Philippines", "PN": "Pitcairn",
    "PS": "Palestine, Palestinian Territory, State of Palestine", "RU": "Russian Federation", "SH": "Saint Helena Ascension and Tristan da Cunha",
    "ST": "Sao Tome and Principe", "SX": "Sint Maarten (Dutch part)", "SY": "Syrian Arab Republic", "SZ": "Swaziland",
    "TL": "East Timor, Timor Leste", "TR": "Türkiye", "TT": "Trinidad", "TW": "Province of China Taiwan, Taiwan Province of China",
    "TZ": "United Republic of Tanzania", "US": "USA, U.S., U.S.A., United States (US), United States of America, "
    "United States of America (USA), The United States, America, EE.UU., EE. UU., EEUU, E.U.A., EUA, アメリカ, 米国", "VA": "Vatican, Holy See, Holy See (Vatican City State)",
    "VE": "Bolivarian Republic of Venezuela", "VG": "British Virgin Islands", "VI": "US Virgin Islands", "VN": "Viet Nam",
}


# Punctuation beyond ASCII: general, of Chinese and Japanese, and full width; symbols.
PUNCTUATION = [(0x2000, 0x206F), (0x3000, 0x3004), (0x3008, 0x3020), (0xFF00, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40),
               (0xFF5B, 0xFF65), (0x2190, 0x2BFF), (0xFE0F, 0xFE0F), (0x1F000, 0x1FAFF)]


def key(name):
    """The key of a name for comparison, the same as in the C++ code."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
    return "".join(c for c in folded.replace("&", "and")
                   if (c.isascii() and c.isalnum()) or
                   (ord(c) >= 0xC0 and not any(first <= ord(c) <= last for first, last in PUNCTUATION)))


def spellings(name):
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    is_kana = any("\u3040" <= c <= "\u30ff" for c in name)  # its marks are no accents
    for each in (name,) if is_kana else (name, plain):
        yield each
        for one, other in (("St. ", "Saint "), (" & ", " and ")):
            if one in each:
                yield each.replace(one, other)
        if each.endswith(")") and " (" in each:  # "Myanmar (Burma)"
            yield each[:each.rindex(" (")]
        before, of, after = each.partition(" of ")
        if of:
            yield after + " " + before + of
            if after.startswith("the "):
                yield after.removeprefix("the ") + " " + before + of + "the"


def build():
    table, ambiguous = {}, set()

    def add(name, code, strict=True):
        other = table.setdefault(key(name), code)
        if other != code:
            if strict:
                sys.exit(f"{name!r} is both {other} and {code}")
            ambiguous.add(key(name))

    countries = {code: icu.Locale("", code) for code in icu.Locale.getISOCountries()}
    for code in countries:
        add(code, code)
    for code, country in countries.items():
        add(country.getISO3Country(), code)
        for name in spellings(country.getDisplayCountry(icu.Locale("en"))):
            add(name, code)
    for code, names in OTHER_NAMES.items():
        for name in names.split(", "):
            for spelling in spellings(name):
                add(spelling, code)
    english = set(table)
    for language, codes in [*((each, countries) for each in LANGUAGES), *((k, v.split()) for k, v in OWN_LANGUAGES.items())]:
        for code in codes:
            for name in spellings(countries[code].getDisplayCountry(icu.Locale(language))):
                add(name, code, strict=False)
    return sorted((name.encode(), code) for name, code in table.items() if name in english or name not in ambiguous)


def render(table):
    names = {}
    for name, code in table:
        names.setdefault(code, []).append(name.decode())
    return "\n".join([
        'R"(# SPDX-License-Identifier: BSL-1.0',
        f"# Generated by tools/country_names.py from ICU {ICU} (names of the Unicode CLDR): code, names as",
        "# name_key makes them, separated by \";\"",
        *(f"{code}\t{'; '.join(each)}" for code, each in sorted(names.items())), ')"', ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--output", type=pathlib.Path, metavar="FILE")
    target.add_argument("--check", type=pathlib.Path, metavar="FILE")
    arguments = parser.parse_args()
    if icu.ICU_VERSION != ICU:
        sys.exit(f"this is ICU {icu.ICU_VERSION}, not {ICU}")
    text = render(build())
    if arguments.output:
        arguments.output.write_text(text, encoding="utf-8")
    elif arguments.check.read_text(encoding="utf-8") != text:
        sys.exit(f"{arguments.check} differs from what this generator writes")


if __name__ == "__main__":
    main()
