# SPDX-License-Identifier: BSL-1.0
"""The driver: answers the calls of docs/verify.md, one JSON line for each.

    python3 -m leadcore < calls
"""

import json
import sys
import unicodedata

from . import http, json_read, json_write, listing, phone
from .email import parse_email
from .lead import KINDS, Lead, normalise, validate
from .query import STATUSES, Query, canonical, parse_query, search_term
from .text import Invalid, contains_folded, decode, encode, first_invalid, fold, is_utf8
from .timestamp import format_timestamp, parse_timestamp

PROFILES = ["allow_utf8", "clamp", "ignore_unknown", "nulls_first"]
MAX_NUMBER = 2**53 - 1

loaded_leads = {}
loaded_organisations = {}


# Values of the protocol --------------------------------------------------------------------------

def text_of(value):
    return value if isinstance(value, str) else decode(bytes.fromhex(value["hex"]))


def text_value(text):
    return text if is_utf8(text) else {"hex": encode(text).hex()}


def value_of(value):
    """Any value with its texts."""
    if isinstance(value, list):
        return [value_of(each) for each in value]
    return None if value is None else text_of(value)


def written(value):
    """Any value with its texts and its large integers as the protocol has them."""
    if isinstance(value, str):
        return text_value(value)
    if isinstance(value, dict):
        return {name: written(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [written(each) for each in value]
    return str(value) if type(value) is int and value > MAX_NUMBER else value


def lead_of(given):
    fields = {}
    for name, value in given.items():
        fields[name] = parse_timestamp(text_of(value)) if KINDS[name].startswith("time") and value is not None else value_of(value)
    return Lead(**fields)


def leads_of(given):
    return [lead_of(each) for each in given]


def profiles_of(asked):
    return asked.get("profiles", [])


def allow_utf8(asked):
    return "allow_utf8" in profiles_of(asked)


def numbers(asked, *names):
    return [int(asked[name]) for name in names]


# Calls -------------------------------------------------------------------------------------------

def hello(_asked):
    levels = ["core", "http"]
    if phone.phonenumbers:
        levels += ["phone", "json-read"]
    return {"protocol": 1, "implementation": "leadcore for Python", "levels": levels, "profiles": PROFILES,
            "unicode": unicodedata.unidata_version, "libphonenumber": getattr(phone.phonenumbers, "__version__", None)}


def ask_status(asked):
    text = text_of(asked["text"])
    if text in STATUSES:
        return {"status": text}
    shared = max(len(_common_prefix(text, name)) for name in STATUSES)
    raise Invalid("unknown_status", shared)


def _common_prefix(a, b):
    for at, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return a[:at]
    return min(a, b, key=len)


def ask_utf8(asked):
    text = text_of(asked["text"])
    return {"firstInvalid": first_invalid(text), "units": len(text)}


def ask_fold(asked):
    return {"text": fold(text_of(asked["text"]))}


def ask_contains(asked):
    return {"found": contains_folded(text_of(asked["text"]), text_of(asked["needle"]))}


def ask_timestamp(asked):
    instant = parse_timestamp(text_of(asked["text"]))
    return {"text": format_timestamp(instant), "milliseconds": instant}


def ask_email(asked):
    return {"email": parse_email(text_of(asked["text"]), allow_utf8(asked))}


def ask_phone(asked):
    try:
        number, extension = phone.parse_phone(text_of(asked["text"]), value_of(asked.get("region")))
    except Invalid:
        return {"error": {}}  # which one belongs to the level phone-codes
    return {"phone": number, "extension": extension}


def ask_query(asked):
    query, errors = parse_query(text_of(asked["query"]), profiles_of(asked))
    return {"errors": errors} if errors else {"canonical": canonical(query)}


def ask_matches(asked):
    query = Query(asked.get("status"), search_term(text_of(asked.get("search", ""))), value_of(asked.get("assignedToId")))
    return {"matches": listing.matches(lead_of(asked["lead"]), query)}


def ask_sort(asked):
    ordered = sorted(leads_of(asked["leads"]), key=listing.order_key("nulls_first" in profiles_of(asked)))
    return {"ids": [lead.id for lead in ordered]}


def ask_paginate(asked):
    total, page, page_size = numbers(asked, "total", "page", "pageSize")
    made = listing.Page([], page, page_size, total)
    first, last = listing.slice_of(total, page, page_size)
    return {"totalPages": made.total_pages, "hasNextPage": made.has_next, "hasPrevPage": made.has_previous,
            "offset": listing.offset_of(page, page_size), "first": first, "last": last}


def ask_load_leads(asked):
    loaded_leads[asked["name"]] = leads_of(asked["leads"])
    return {"leads": len(asked["leads"])}


def ask_list(asked):
    query, errors = parse_query(text_of(asked["query"]), profiles_of(asked))
    if errors:
        return {"errors": errors}
    page = listing.list_leads(loaded_leads[asked["from"]], query, "nulls_first" in profiles_of(asked))
    return {"ids": [lead.id for lead in page.data], "pagination": json_write.pagination_object(page)}


def ask_write_string(asked):
    return {"json": json_write.write_string(text_of(asked["text"]))}


def ask_write_page(asked):
    page, page_size, total = numbers(asked, "page", "pageSize", "total")
    return {"json": json_write.write_page(listing.Page(leads_of(asked["leads"]), page, page_size, total),
                                          asked["style"] == "pretty")}


def ask_read_json(asked):
    given = dict(asked.get("options", {}))
    normalising = given.pop("normalise", None)
    options = json_read.Options(**given, normalise=normalising is not None, region=(normalising or {}).get("region"),
                                allow_utf8=allow_utf8(asked))
    value, errors = json_read.read_json(text_of(asked["json"]), asked["reads"], options)
    return {"errors": errors} if errors else {"json": json_read.write_read(value, asked["reads"])}


def ask_validate_lead(asked):
    return {"errors": validate(lead_of(asked["lead"]), allow_utf8(asked))}


def ask_normalise_lead(asked):
    made, errors = normalise(lead_of(asked["lead"]), asked.get("region"), allow_utf8(asked))
    return {"errors": errors} if errors else {"lead": json_write.lead_object(made)}


def ask_load_organisations(asked):
    organisations = {name: leads_of(leads) for name, leads in asked["organisations"].items()}
    keys = {key: http.Principal(of["organisation"], of["scopes"]) for key, of in asked["keys"].items()}
    loaded_organisations[asked["name"]] = organisations, keys
    return {"leads": sum(map(len, organisations.values())), "keys": len(keys)}


def ask_http(asked):
    organisations, keys = loaded_organisations[asked["from"]]
    names = {"path": "path", "problemTypeBase": "problem_type_base", "maxTargetSize": "max_target_size",
             "maxBodySize": "max_body_size"}
    given = {names[name]: value for name, value in asked.get("options", {}).items()}
    options = http.Options(profiles=tuple(profiles_of(asked)), pretty=asked.get("style") == "pretty", **given)

    def unless_unavailable(what, answer):
        if asked.get("unavailable") == what:
            raise http.Unavailable(asked.get("retryAfter"), asked.get("timedOut", False))
        return answer

    status, headers, body = http.respond(
        text_of(asked["method"]), text_of(asked["target"]), [tuple(map(text_of, each)) for each in asked["headers"]],
        lambda key: unless_unavailable("keys", keys.get(key)),
        lambda organisation: unless_unavailable("leads", organisations.get(organisation, [])), options,
        asked.get("bodySize", 0))
    return {"status": status, "headers": headers, "body": body}


def ask_links(asked):
    query, _ = parse_query(text_of(asked["query"]))
    page = listing.Page([], query.page, query.page_size, int(asked["total"]))
    return {"link": http.links(http.Options(), query, page) or None}


CALLS = {
    "hello": hello, "parse_status": ask_status, "check_utf8": ask_utf8, "fold": ask_fold, "contains_folded": ask_contains,
    "parse_timestamp": ask_timestamp, "parse_email": ask_email, "parse_query": ask_query, "matches": ask_matches,
    "sort": ask_sort, "paginate": ask_paginate, "load_leads": ask_load_leads, "list": ask_list,
    "write_string": ask_write_string, "write_page": ask_write_page, "validate_lead": ask_validate_lead,
    "normalise_lead": ask_normalise_lead, "load_organisations": ask_load_organisations, "http": ask_http,
    "links": ask_links,
    "parse_phone": ask_phone, "read_json": ask_read_json}


def needs_phones(question):
    if question["call"] in ("validate_lead", "normalise_lead"):
        lead = question["in"]["lead"]
        return bool(lead.get("phones")) or lead.get("primaryPhone") is not None
    return question["call"] in ("parse_phone", "read_json")


def answer(question):
    call = question["call"]
    if call not in CALLS or needs_phones(question) and not phone.phonenumbers:
        return {"unsupported": True}
    try:
        return {"out": written(CALLS[call](question.get("in", {})))}
    except Invalid as wrong:
        return {"out": {"error": {"code": wrong.code, "offset": wrong.offset}}}


def main():
    for line in sys.stdin.buffer:
        question = json.loads(line)
        print(json.dumps({"id": question.get("id"), **answer(question)}), flush=True)


if __name__ == "__main__":
    main()
