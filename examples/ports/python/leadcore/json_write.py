# SPDX-License-Identifier: BSL-1.0
"""Answers as JSON, byte for byte (spec 5.1)."""

from .lead import KINDS
from .timestamp import format_timestamp

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def write_string(text):
    def escaped(each):
        if each in ESCAPES:
            return ESCAPES[each]
        if each < " ":
            return f"\\u{ord(each):04x}"
        return "\ufffd" if "\udc80" <= each <= "\udcff" else each
    return '"' + "".join(map(escaped, text)) + '"'


def write(value, pretty=False, indent=""):
    """Any value of dicts, lists, str, int, bool and None; the keys in their order."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return write_string(value)
    inner = indent + "  "
    if isinstance(value, dict):
        opening, closing = "{}"
        parts = [write_string(key) + (": " if pretty else ":") + write(each, pretty, inner) for key, each in value.items()]
    else:
        opening, closing = "[]"
        parts = [write(each, pretty, inner) for each in value]
    if not parts or not pretty:
        return opening + ",".join(parts) + closing
    return opening + "\n" + inner + (",\n" + inner).join(parts) + "\n" + indent + closing


def lead_object(lead):
    """The 16 fields of a lead, times as texts."""
    def shown(name):
        value = getattr(lead, name)
        return format_timestamp(value) if KINDS[name].startswith("time") and value is not None else value
    return {name: shown(name) for name in KINDS}


def pagination_object(page):
    return {"page": page.page, "pageSize": page.page_size, "total": page.total, "totalPages": page.total_pages,
            "hasNextPage": page.has_next, "hasPrevPage": page.has_previous}


def page_object(page):
    return {"data": [lead_object(each) for each in page.data], "pagination": pagination_object(page)}


def write_page(page, pretty=False):
    return write(page_object(page), pretty)
