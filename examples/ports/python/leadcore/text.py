# SPDX-License-Identifier: BSL-1.0
"""Texts: UTF-8 and folding (spec 2.2).

A text is a str that was decoded with surrogateescape: a byte that is not UTF-8 is one lone surrogate,
U+DC80 to U+DCFF. So each such byte is a unit by itself, neither composes nor reorders, and matches
only itself, without any code here (fold.4 to fold.6).
"""

import unicodedata

#: Unicode's property White_Space, all 25 of it (search.1). str.isspace() would add U+001C to U+001F.
WHITE_SPACE = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
                        "\u2028\u2029\u202f\u205f\u3000")
ASCII_WHITE_SPACE = "\t\n\v\f\r "


class Invalid(Exception):
    """A text that does not parse: a code and the offset of a byte."""

    def __init__(self, code, offset=0):
        super().__init__(code)
        self.code, self.offset = code, offset


def decode(raw):
    return raw.decode("utf-8", "surrogateescape")


def encode(text):
    return text.encode("utf-8", "surrogateescape")


def is_utf8(text):
    return not any("\udc80" <= each <= "\udcff" for each in text)


def first_invalid(text):
    """The offset of the first byte that is not UTF-8, or None."""
    for at, each in enumerate(text):
        if "\udc80" <= each <= "\udcff":
            return len(encode(text[:at]))
    return None


def lower_ascii(text):
    return "".join(chr(ord(each) + 32) if "A" <= each <= "Z" else each for each in text)


def fold(text):
    """Canonical caseless, composed (fold.1). Python's casefold is the full one, without locale."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


def contains_folded(text, folded_needle):
    return folded_needle in fold(text)
