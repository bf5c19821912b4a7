# SPDX-License-Identifier: BSL-1.0
"""Reading leads from JSON, with every problem at its pointer (spec 5.2).

A parser of its own: the standard library's keeps the last of two equal keys, and its errors have no
pointers.
"""

import re
from dataclasses import dataclass

from .json_write import lead_object, write
from .lead import KINDS, Lead, normalise, validate
from .query import STATUSES
from .text import Invalid, is_utf8
from .timestamp import parse_timestamp

MAX_DEPTH = 32
MAX_EXPONENT = 2**31 - 1
MAX_INTEGER = 2**64 - 1
PAGE_KEYS = ("data", "pagination")
PAGINATION = {"page": int, "pageSize": int, "total": int, "totalPages": int, "hasNextPage": bool, "hasPrevPage": bool}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
LITERALS = {"null": None, "true": True, "false": False}
OTHER_NUMBER = object()


@dataclass
class Options:
    ignore_unknown_keys: bool = False
    allow_missing_nullable: bool = False
    normalise: bool = False
    region: str | None = None
    allow_utf8: bool = False
    max_errors: int = 1000


class _Stop(Exception):
    """Reading stops; the code of the last problem, unless it has been reported."""

    def __init__(self, code=None):
        super().__init__(code)
        self.code = code


def pointer(path):
    return "".join("/" + token.replace("~", "~0").replace("/", "~1") for token in path)


class _Reader:
    def __init__(self, text, options):
        self.text, self.options, self.errors = text, options, []
        self.place, self.depth = 0, 0
        self.at = ()  # the path of the value that was begun last, or whose end was read last

    # Tokens -----------------------------------------------------------------------------------

    def peek(self):
        while self.place < len(self.text) and self.text[self.place] in " \t\n\r":
            self.place += 1
        return self.text[self.place:self.place + 1]

    def take(self, token):
        if self.peek() != token:
            raise _Stop("not_json")
        self.place += 1

    def string(self):
        self.take('"')
        out = []
        while True:
            each = self.text[self.place:self.place + 1]
            self.place += 1
            if each == '"':
                return "".join(out)
            if not each or each < " " or not is_utf8(each):
                raise _Stop("not_json")
            out.append(self.escape() if each == "\\" else each)

    def escape(self):
        each = self.text[self.place:self.place + 1]
        self.place += 1
        if each in ESCAPED and each:
            return ESCAPED[each]
        if each != "u":
            raise _Stop("not_json")
        unit = self.code_unit()
        if 0xDC00 <= unit <= 0xDFFF:
            raise _Stop("not_json")
        if 0xD800 <= unit <= 0xDBFF:
            if self.text[self.place:self.place + 2] != "\\u":
                raise _Stop("not_json")
            self.place += 2
            low = self.code_unit()
            if not 0xDC00 <= low <= 0xDFFF:
                raise _Stop("not_json")
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
        return chr(unit)

    def code_unit(self):
        digits = self.text[self.place:self.place + 4]
        self.place += 4
        if not re.fullmatch("[0-9a-fA-F]{4}", digits):
            raise _Stop("not_json")
        return int(digits, 16)

    def number(self):
        found = NUMBER.match(self.text, self.place)
        if not found:
            raise _Stop("not_json")
        self.place = found.end()
        fraction, exponent = found.groups()
        after = self.text[self.place:self.place + 1]
        if not exponent and (after in ("e", "E") or after == "." and not fraction):
            raise _Stop("not_json")  # a fraction or an exponent without digits
        if exponent and abs(int(exponent[1:])) > MAX_EXPONENT:
            raise _Stop("number_out_of_range")
        if fraction or exponent or len(found[0]) > 20 or not 0 <= int(found[0]) <= MAX_INTEGER:
            return OTHER_NUMBER
        return int(found[0])

    def scalar(self, path):
        """A value other than an array or object. It counts as begun when it has been read."""
        first = self.peek()
        if first == '"':
            value = self.string()
        elif first and first in "-0123456789":
            value = self.number()
        else:
            for name, value in LITERALS.items():
                if self.text.startswith(name, self.place):
                    self.place += len(name)
                    break
            else:
                raise _Stop("not_json")
        self.at = path
        return value

    # Structure --------------------------------------------------------------------------------

    def open(self, path):
        if self.depth == MAX_DEPTH:
            raise _Stop("too_deep")
        self.depth += 1
        self.place += 1
        self.at = path

    def close(self, path):
        self.place += 1
        self.depth -= 1
        self.at = path

    def elements(self, path, read):
        """The rest of an array; `read` gets the path of each element."""
        index = 0
        if self.peek() != "]":
            read((*path, "0"))
            while self.peek() != "]":
                self.take(",")
                index += 1
                read((*path, str(index)))
        self.close(path)

    def members(self, path, read):
        """The rest of an object; `read` gets each key after the colon."""
        if self.peek() != "}":
            while True:
                key = self.string()
                read(key)
                if self.peek() == "}":
                    break
                self.take(",")
        self.close(path)

    def skip(self, path):
        if self.peek() == "[":
            self.open(path)
            self.skip_rest("]", path)
        elif self.peek() == "{":
            self.open(path)
            self.skip_rest("}", path)
        else:
            self.scalar(path)

    def skip_rest(self, closing, path):
        """The rest of an array or object that was opened; nothing in it has a path of its own."""
        if self.peek() != closing:
            while True:
                if closing == "}":
                    self.string()
                    self.take(":")
                self.skip(path)
                if self.peek() == closing:
                    break
                self.take(",")
        self.close(path)

    def refuse(self, path):
        """A value of a wrong type: an array or object is one from its first byte."""
        opening = self.peek()
        if opening and opening in "[{":
            self.open(path)
            self.report("wrong_type")
            self.skip_rest("]" if opening == "[" else "}", path)
        else:
            self.scalar(path)
            self.report("wrong_type")

    def report(self, code, detail=None):
        if len(self.errors) >= self.options.max_errors:
            self.errors.append({"code": "too_many_errors", "pointer": pointer(self.at)})
            raise _Stop
        error = {"code": code, "pointer": pointer(self.at)}
        if detail:
            error["detail"] = detail
        self.errors.append(error)

    def object(self, path, keys, read, may_lack):
        """An object of a contract; `read` gets each known key once."""
        seen = set()

        def member(key):
            self.at = (*path, key)
            known = key in keys and key not in seen
            if key in seen:
                self.report("duplicate_key")
            elif key not in keys:
                if not self.options.ignore_unknown_keys:
                    self.report("unknown_key")
            self.take(":")
            if known:
                seen.add(key)
                read(key, (*path, key))
            else:
                self.skip((*path, key))

        self.open(path)
        self.members(path, member)
        for key in keys:
            if key not in seen and not may_lack(key):
                self.at = (*path, key)
                self.report("missing_key")
        self.at = path

    # The contract -----------------------------------------------------------------------------

    def member_of_lead(self, lead, key, path):
        kind = KINDS[key]
        opening = self.peek()
        if kind == "list":
            if opening != "[":
                self.refuse(path)
                return
            self.open(path)
            self.elements(path, lambda of: self.element(getattr(lead, key), of))
            return
        if opening and opening in "[{":
            self.refuse(path)
            return
        value = self.scalar(path)
        if value is None and kind.endswith("?"):
            return
        if not isinstance(value, str):
            self.report("wrong_type")
        elif kind == "status" and value not in STATUSES:
            self.report("unknown_status")
        elif kind.startswith("time"):
            try:
                setattr(lead, key, parse_timestamp(value))
            except Invalid as wrong:
                self.report("invalid_timestamp", wrong.code)
        else:
            setattr(lead, key, value)

    def element(self, values, path):
        opening = self.peek()
        if opening and opening in "[{":
            values.append("")
            self.refuse(path)
            return
        value = self.scalar(path)
        values.append(value if isinstance(value, str) else "")
        if not isinstance(value, str):
            self.report("wrong_type")

    def lead(self, path):
        first_error, lead, options = len(self.errors), Lead(), self.options
        self.object(path, KINDS, lambda key, of: self.member_of_lead(lead, key, of),
                    lambda key: options.allow_missing_nullable and KINDS[key].endswith("?"))
        reported = [error["pointer"] for error in self.errors[first_error:]]
        if options.normalise:
            made, broken = normalise(lead, options.region, options.allow_utf8)
        else:
            made, broken = lead, validate(lead, options.allow_utf8)
        for each in broken:
            self.judge(lead, each, path, reported)
        self.at = path
        return made

    def judge(self, lead, error, path, reported):
        """Reports a broken rule, unless a value that could not be read is the reason (json_read.15, 16)."""
        name, index = error["field"], error.get("index")
        at = (*path, name) if index is None else (*path, name, str(index))
        of_list = pointer((*path, "phones" if "hone" in name else "emails"))
        if error["code"] == "primary_not_listed" or (
                error["code"] == "duplicate_value" and getattr(lead, name)[index] == ""):
            if any(each == of_list or each.startswith(of_list + "/") for each in reported):
                return
        if pointer(at) not in reported:
            self.at = at
            self.report(error["code"], error.get("detail"))

    def data(self, path):
        leads = []

        def one(of):
            if self.peek() == "{":
                leads.append(self.lead(of))
            else:
                self.refuse(of)

        self.open(path)
        self.elements(path, one)
        return leads

    def member_of_pagination(self, values, key, path):
        opening = self.peek()
        if opening and opening in "[{":
            self.refuse(path)
            return
        value = self.scalar(path)
        if type(value) is not PAGINATION[key]:
            self.report("wrong_type")
        values[key] = value

    def page(self, reads):
        leads, values = [], {}

        def member(key, path):
            if key == "data" and self.peek() == "[":
                leads.extend(self.data(path))
            elif key == "pagination" and self.peek() == "{":
                if reads == "page":
                    self.object(path, PAGINATION, lambda name, of: self.member_of_pagination(values, name, of), lambda name: False)
                else:
                    self.skip(path)
            else:
                self.refuse(path)

        self.object((), PAGE_KEYS, member, lambda key: key == "pagination" and reads == "leads")
        return leads, values

    def document(self, reads):
        first = self.peek()
        if first == "{" and reads == "lead":
            return self.lead(())
        if first == "{":
            leads, values = self.page(reads)
            return leads if reads == "leads" else (leads, values)
        if first == "[" and reads == "leads":
            return self.data(())
        return self.refuse(())


def read_json(text, reads, options=None):
    """What was read (a Lead; a list of them; for `page` also the pagination), and the errors."""
    reader = _Reader(text, options or Options())
    value = None
    try:
        value = reader.document(reads)
        if reader.peek():
            raise _Stop("not_json")
    except _Stop as stop:
        if stop.code:
            reader.errors.append({"code": stop.code, "pointer": pointer(reader.at)})
    return value, reader.errors


def write_read(value, reads):
    """What was read, in the compact form."""
    if reads == "lead":
        return write(lead_object(value))
    if reads == "leads":
        return write([lead_object(each) for each in value])
    return write({"data": [lead_object(each) for each in value[0]], "pagination": {key: value[1][key] for key in PAGINATION}})
