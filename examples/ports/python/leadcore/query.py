# SPDX-License-Identifier: BSL-1.0
"""Query strings (spec 1.1) and search terms (spec 2.1)."""

from dataclasses import dataclass

from .text import WHITE_SPACE, decode, encode, first_invalid, lower_ascii

STATUSES = ("NOT_CONTACTED", "CONTACTED", "QUALIFIED", "CONVERTED", "LOST")
PARAMETERS = ("status", "search", "assignedToId", "page", "pageSize")
UNASSIGNED = "unassigned"
MAX_INTEGER = 2**53 - 1
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 50, 100
MAX_SEARCH = 256
MAX_SUGGESTION_BYTES = 64

ALLOWED = {
    "malformed_percent_encoding": "percent-encoded UTF-8 without U+0000",
    "invalid_utf8": "percent-encoded UTF-8 without U+0000",
    "nul_character": "percent-encoded UTF-8 without U+0000",
    "unknown_parameter": "status, search, assignedToId, page, pageSize",
    "duplicate_parameter": "each parameter at most once",
    "status": "NOT_CONTACTED, CONTACTED, QUALIFIED, CONVERTED or LOST",
    "search": "at most 256 characters",
    "assignedToId": "an organisation member's id, or unassigned",
    "page": "an integer from 1 to 9007199254740991",
    "pageSize": "an integer from 1 to 100",
}


@dataclass
class Query:
    status: str | None = None
    search: str = ""  # trimmed and collapsed; empty: no search
    assigned_to: str | None = None  # an id, or UNASSIGNED
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE


class Problem(Exception):
    """A code, and what it is about: the problem of one pair before its place is known."""

    def __init__(self, code, at=0):
        super().__init__(code)
        self.code, self.at = code, at


def search_term(text):
    """The words of a term joined by one space (search.1, search.2)."""
    spaced = "".join(" " if each in WHITE_SPACE else each for each in text)
    return " ".join(word for word in spaced.split(" ") if word)


def form_decode(raw):
    """The decoded text of a name or a value; raises Problem with the offset in `raw`."""
    out, source, at = bytearray(), [], 0
    while at < len(raw):
        byte, length = raw[at], 1
        if byte == ord("+"):
            byte = ord(" ")
        elif byte == ord("%"):
            digits = raw[at + 1:at + 3]
            if len(digits) < 2 or any(each not in b"0123456789abcdefABCDEF" for each in digits):
                raise Problem("malformed_percent_encoding", at)
            byte, length = int(digits, 16), 3
        out.append(byte)
        source.append(at)
        at += length
    text = decode(bytes(out))
    if (bad := first_invalid(text)) is not None:
        raise Problem("invalid_utf8", source[bad])
    if "\0" in text:
        raise Problem("nul_character", source[out.index(0)])
    return text


def distance(a, b):
    """Optimal string alignment: insertions, deletions, replacements, swaps of neighbours (query.27)."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def suggestion(name):
    given = encode(lower_ascii(name))[:MAX_SUGGESTION_BYTES]
    return min(PARAMETERS, key=lambda known: distance(given, encode(lower_ascii(known))))


def _integer(text):
    if not text:
        raise Problem("empty_value")
    if any(each not in "0123456789" for each in text):
        raise Problem("not_an_integer")
    digits = text.lstrip("0")
    if not digits or len(digits) > 16 or int(digits) > MAX_INTEGER:
        raise Problem("integer_out_of_range")
    return int(digits)


def _set(query, name, value, profiles):
    if name == "status":
        if not value:
            raise Problem("empty_value")
        if value not in STATUSES:
            raise Problem("unknown_status")
        query.status = value
    elif name == "search":
        term = search_term(value)
        if len(term) > MAX_SEARCH:
            raise Problem("search_too_long")
        query.search = term
    elif name == "assignedToId":
        if not value:
            raise Problem("empty_value")
        query.assigned_to = value
    elif name == "page":
        query.page = _integer(value)
    else:
        size = _integer(value)
        if size > MAX_PAGE_SIZE:
            if "clamp" not in profiles:
                raise Problem("page_size_too_large")
            size = MAX_PAGE_SIZE
        query.page_size = size


def parse_query(text, profiles=()):
    """A Query and the errors, of which there are none, or the query does not count."""
    query, errors, seen = Query(), [], set()
    start = 0
    for pair in encode(text).split(b"&"):
        name_at, start = start, start + len(pair) + 1
        if not pair:
            continue
        raw_name, equals, raw_value = pair.partition(b"=")
        value_at = name_at + len(raw_name) + len(equals)
        name, value = decode(raw_name), decode(raw_value)
        at = name_at
        try:
            name_problem = None
            try:
                name = form_decode(raw_name)
            except Problem as problem:
                name_problem = problem
            value_problem = None
            try:
                value = form_decode(raw_value)
            except Problem as problem:
                value_problem = problem
            duplicate = name in seen
            if name_problem is None and name in PARAMETERS:
                seen.add(name)  # also if its value is bad (query.13)
            if name_problem is not None:
                raise name_problem
            at = value_at
            if value_problem is not None:
                raise value_problem
            at = name_at
            if name not in PARAMETERS:
                if "ignore_unknown" in profiles:
                    continue
                raise Problem("unknown_parameter")
            if duplicate:
                raise Problem("duplicate_parameter")
            at = value_at
            _set(query, name, value, profiles)
        except Problem as problem:
            errors.append({
                "code": problem.code, "parameter": name, "value": value, "offset": at + problem.at,
                "allowed": ALLOWED.get(problem.code) or ALLOWED[name],
                "suggestion": suggestion(name) if problem.code == "unknown_parameter" else None})
    return query, errors


def percent_encode(text):
    unreserved = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    return "".join(chr(each) if each in unreserved else f"%{each:02X}" for each in encode(text))


def canonical(query):
    """The query string with what differs from the default (query.30)."""
    values = (query.status or "", query.search, query.assigned_to or "", str(query.page) if query.page != 1 else "",
              str(query.page_size) if query.page_size != DEFAULT_PAGE_SIZE else "")
    return "&".join(f"{name}={percent_encode(value)}" for name, value in zip(PARAMETERS, values) if value)
