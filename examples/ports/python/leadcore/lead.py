# SPDX-License-Identifier: BSL-1.0
"""The record: its fields, and when it is valid (spec 5.1 and 6.4)."""

from dataclasses import dataclass, field, replace

from .email import parse_email
from .phone import parse_phone
from .query import UNASSIGNED
from .text import Invalid, is_utf8


@dataclass
class Lead:
    """Times are milliseconds since 1970-01-01T00:00:00Z."""

    id: str = ""
    name: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    primaryPhone: str | None = None
    primaryEmail: str | None = None
    contactId: str = ""
    company: str | None = None
    source: str | None = None
    status: str = "NOT_CONTACTED"
    notes: str | None = None
    nextCallAt: int | None = None
    createdAt: int = 0
    updatedAt: int = 0
    assignedToId: str | None = None
    clientId: str | None = None


#: The kinds of the fields, in the order of the contract; "?" allows null.
KINDS = {
    "id": "text", "name": "text", "phones": "list", "emails": "list", "primaryPhone": "text?", "primaryEmail": "text?",
    "contactId": "text", "company": "text?", "source": "text?", "status": "status", "notes": "text?", "nextCallAt": "time?",
    "createdAt": "time", "updatedAt": "time", "assignedToId": "text?", "clientId": "text?"}
CONTACTS = ("phones", "emails", "primaryPhone", "primaryEmail")
LIST_OF = {"primaryPhone": "phones", "primaryEmail": "emails"}


def _error(code, name, index=None, detail=None):
    error = {"code": code, "field": name}
    if index is not None:
        error["index"] = index
    if detail:
        error["detail"] = detail
    return error


def read_contact(name, text, region=None, allow_utf8=False):
    """The canonical form of an element or a primary value; raises Invalid."""
    if "hone" in name:
        return parse_phone(text, region)[0]
    return parse_email(text, allow_utf8)


def _check_contact(name, text, index, allow_utf8):
    if not is_utf8(text):
        return [_error("invalid_utf8", name, index)]
    try:
        canonical = read_contact(name, text, None, allow_utf8)
    except Invalid as wrong:
        return [_unreadable(name, index, wrong)]
    return [] if canonical == text else [_error("not_normalised", name, index)]


def _unreadable(name, index, wrong):
    if "hone" in name:
        return _error("invalid_phone", name, index)  # this port does not know our codes of phones
    return _error("invalid_email", name, index, wrong.code)


def _check_field(lead, name, allow_utf8):
    value = getattr(lead, name)
    errors = []
    if KINDS[name] == "list":
        for index, each in enumerate(value):
            errors += _check_contact(name, each, index, allow_utf8)
            if each in value[:index]:
                errors.append(_error("duplicate_value", name, index))
    elif KINDS[name] in ("text", "text?") and value is not None:
        if name in CONTACTS:
            errors += _check_contact(name, value, None, allow_utf8)
            if value not in getattr(lead, LIST_OF[name]):
                errors.append(_error("primary_not_listed", name))
        elif not is_utf8(value):
            errors.append(_error("invalid_utf8", name))
        elif name in ("id", "assignedToId") and not value:
            errors.append(_error("empty_value", name))
        elif name == "assignedToId" and value == UNASSIGNED:
            errors.append(_error("reserved_value", name))
    return errors


def validate(lead, allow_utf8=False):
    """Every broken rule, by field; none for a valid lead."""
    return [error for name in KINDS for error in _check_field(lead, name, allow_utf8)]


def normalise(lead, region=None, allow_utf8=False):
    """The lead with canonical contacts, and the errors, of which there are none, or the lead does not count."""
    unreadable = {}  # by field and index
    made = replace(lead)

    def canonical(name, text, index=None):
        if not is_utf8(text):
            unreadable[name, index] = _error("invalid_utf8", name, index)
            return None
        try:
            return read_contact(name, text, region, allow_utf8)
        except Invalid as wrong:
            unreadable[name, index] = _unreadable(name, index, wrong)
            return None

    for name in ("phones", "emails"):
        read = [canonical(name, each, index) for index, each in enumerate(getattr(lead, name))]
        setattr(made, name, list(dict.fromkeys(each for each in read if each is not None)))
    for name, of in LIST_OF.items():
        given = getattr(lead, name)
        if given is None:
            listed = getattr(made, of)
            setattr(made, name, listed[0] if listed else None)
        else:
            setattr(made, name, canonical(name, given))
    errors = []
    for name in KINDS:
        mine = [error for (of, _), error in unreadable.items() if of == name]
        errors += mine or _check_field(made, name, allow_utf8)
    return made, errors
