# SPDX-License-Identifier: BSL-1.0
"""Times: RFC 3339 to milliseconds since 1970-01-01T00:00:00Z, and back (spec 6.1)."""

from datetime import date

from .text import Invalid, encode

EPOCH = date(1970, 1, 1).toordinal()
MIN = (date(1, 1, 1).toordinal() - EPOCH) * 86_400_000
MAX = (date(9999, 12, 31).toordinal() - EPOCH + 1) * 86_400_000 - 1


def _days(year, month):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


class _Reader:
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def digit(self):
        if self.at == len(self.raw):
            raise Invalid("too_short", self.at)
        if self.raw[self.at] not in b"0123456789":
            raise Invalid("digit_expected", self.at)
        self.at += 1
        return self.raw[self.at - 1] - 48

    def number(self, digits, low, high, code):
        """A field, checked when its last digit is read (time.8)."""
        first, value = self.at, 0
        for _ in range(digits):
            value = value * 10 + self.digit()
        if value < low or value > high:
            raise Invalid("leap_second" if code == "second_out_of_range" and value == 60 else code, first)
        return value

    def mark(self, allowed, code):
        if self.at == len(self.raw):
            raise Invalid("too_short", self.at)
        if self.raw[self.at] not in allowed:
            raise Invalid(code, self.at)
        self.at += 1


def parse_timestamp(text):
    """The instant in milliseconds; raises Invalid."""
    raw = encode(text)
    if not raw:
        raise Invalid("empty")
    read = _Reader(raw)
    year = read.number(4, 1, 9999, "year_out_of_range")
    read.mark(b"-", "hyphen_expected")
    month = read.number(2, 1, 12, "month_out_of_range")
    read.mark(b"-", "hyphen_expected")
    day = read.number(2, 1, _days(year, month), "day_out_of_range")
    read.mark(b"Tt", "time_marker_expected")
    hour = read.number(2, 0, 23, "hour_out_of_range")
    read.mark(b":", "colon_expected")
    minute = read.number(2, 0, 59, "minute_out_of_range")
    read.mark(b":", "colon_expected")
    second = read.number(2, 0, 59, "second_out_of_range")
    milliseconds = 0
    if raw[read.at:read.at + 1] == b".":
        read.at += 1
        first = read.at
        read.digit()
        while read.at < len(raw) and raw[read.at] in b"0123456789":
            read.at += 1
        milliseconds = int(raw[first:first + 3][:read.at - first].ljust(3, b"0"))
    offset = 0
    sign_at = read.at
    if read.at == len(raw):
        raise Invalid("missing_zone", read.at)
    zone = raw[read.at:read.at + 1]
    if zone not in (b"Z", b"z", b"+", b"-"):
        raise Invalid("zone_expected", read.at)
    read.at += 1
    if zone in b"+-":
        hours = read.number(2, 0, 23, "offset_hour_out_of_range")
        read.mark(b":", "colon_expected")
        offset = hours * 60 + read.number(2, 0, 59, "offset_minute_out_of_range")
    days = date(year, month, day).toordinal() - EPOCH
    instant = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + milliseconds
    instant -= (-offset if zone == b"-" else offset) * 60_000
    if not MIN <= instant <= MAX:
        raise Invalid("instant_out_of_range", sign_at)
    if read.at != len(raw):
        raise Invalid("trailing_characters", read.at)
    return instant


def format_timestamp(instant):
    days, rest = divmod(instant, 86_400_000)
    day = date.fromordinal(days + EPOCH)
    seconds, milliseconds = divmod(rest, 1000)
    return (f"{day.year:04}-{day.month:02}-{day.day:02}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            f".{milliseconds:03}Z")
