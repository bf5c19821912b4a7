# SPDX-License-Identifier: BSL-1.0
"""Which leads match, in what order, and which of them are on the page (spec 2 to 4)."""

from dataclasses import dataclass

from .query import UNASSIGNED
from .text import contains_folded, encode, fold

PHONE_CHARACTERS = frozenset("0123456789 +-.()/")
DIGITS = frozenset("0123456789")


def _digits(text):
    return "".join(each for each in text if each in DIGITS)


def phone_matches(term, phone):
    """The phone rules of spec 2.1."""
    if not all(each in PHONE_CHARACTERS for each in term):
        return False
    wanted, has = _digits(term), _digits(phone)
    if len(wanted) < 3:
        return False
    if "+" in term[:term.index(wanted[0])]:  # before the first digit
        return has.startswith(wanted)
    if wanted.startswith("00"):
        return has.startswith(wanted[2:])
    return wanted in has or (len(wanted) >= 7 and wanted[0] == "0" and wanted[1:] in has)


def search_matches(term, lead):
    needle = fold(term)
    values = [lead.name, *([] if lead.company is None else [lead.company]), *lead.emails, *lead.phones]
    return any(contains_folded(value, needle) for value in values) or \
        any(phone_matches(term, phone) for phone in lead.phones)


def matches(lead, query):
    if query.status is not None and lead.status != query.status:
        return False
    if query.assigned_to is not None:
        owner = None if query.assigned_to == UNASSIGNED else query.assigned_to
        if lead.assignedToId != owner:
            return False
    return not query.search or search_matches(query.search, lead)


def order_key(nulls_first=False):
    def key(lead):
        missing = lead.nextCallAt is None
        return (missing != nulls_first, lead.nextCallAt or 0, -lead.createdAt, encode(lead.id))
    return key


@dataclass
class Page:
    data: list
    page: int
    page_size: int
    total: int

    @property
    def total_pages(self):
        return -(-self.total // self.page_size)

    @property
    def has_next(self):
        return self.page < self.total_pages

    @property
    def has_previous(self):
        return self.page > 1


def offset_of(page, page_size):
    """How many leads come before a page."""
    return (page - 1) * page_size


def slice_of(total, page, page_size):
    """The positions of a page's leads: the first, and the one after the last."""
    offset = offset_of(page, page_size)
    return min(offset, total), min(offset + page_size, total)


def list_leads(leads, query, nulls_first=False):
    found = sorted((lead for lead in leads if matches(lead, query)), key=order_key(nulls_first))
    first, last = slice_of(len(found), query.page, query.page_size)
    return Page(found[first:last], query.page, query.page_size, len(found))
