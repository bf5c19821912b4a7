# SPDX-License-Identifier: BSL-1.0
"""Phones (spec 6.3), by libphonenumber's Python port, without which there is no level `phone`.

The library has neither our codes nor offsets, so this port does not claim the level `phone-codes`.
"""

import unicodedata

from .text import Invalid, is_utf8

try:
    import phonenumbers
except ImportError:
    phonenumbers = None

MAX_DIGITS = 15
TYPES = {}
if phonenumbers:
    TYPES = {value: name.lower() for name, value in vars(phonenumbers.PhoneNumberType).items() if isinstance(value, int)}


def _is_character(each):
    """Neither a control (except TAB LF FF CR) nor a noncharacter."""
    return not (unicodedata.category(each) == "Cc" and each not in "\t\n\f\r" or
                ord(each) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(each) <= 0xFDEF)


def _parse_once(text, region):
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise Invalid("not_a_number") from None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise Invalid("invalid_length")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), number.extension


def parse_phone(text, region=None):
    """The E.164 form and the extension, or None; raises Invalid, whose code and offset are not those of the spec."""
    if not is_utf8(text):
        raise Invalid("invalid_utf8")
    if not all(map(_is_character, text)):
        raise Invalid("not_a_number")
    number, extension = _parse_once(text, region)
    while (again := _parse_once(number, None)[0]) != number:  # a fixed point (phone.3)
        number = again
    if len(number) - 1 > MAX_DIGITS:
        raise Invalid("too_long")
    return number, extension


def describe_phone(phone):
    """The type of an E.164 number, its region or None, and the regions that it is valid for."""
    number = phonenumbers.parse(phone)
    region = phonenumbers.region_code_for_number(number)
    regions = phonenumbers.region_codes_for_country_code(number.country_code)
    return (TYPES[phonenumbers.number_type(number)], None if region == "001" else region,
            sorted(each for each in regions if each != "001" and phonenumbers.is_valid_number_for_region(number, each)))
