# SPDX-License-Identifier: BSL-1.0
"""The endpoint as a function from a request to a response (spec 7)."""

from dataclasses import dataclass, replace

from .json_write import write, write_page
from .listing import list_leads
from .query import MAX_INTEGER, canonical, parse_query
from .text import ASCII_WHITE_SPACE, encode, lower_ascii

SCOPE = "leads.read"
REASONS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
           413: "Content Too Large", 414: "URI Too Long", 503: "Service Unavailable", 504: "Gateway Timeout"}
CHALLENGE = 'Bearer realm="leads"'


class Unavailable(Exception):
    """Keys or leads cannot be read now, or not in time.

    retry_after: when to ask again, in seconds, or None.
    """

    def __init__(self, retry_after=None, timed_out=False):
        super().__init__(retry_after)
        self.retry_after, self.timed_out = retry_after, timed_out


@dataclass
class Options:
    profiles: tuple = ()
    path: str = "/api/v1/leads"
    problem_type_base: str = ""
    max_target_size: int = 8192
    max_body_size: int | None = None
    pretty: bool = False


@dataclass
class Principal:
    organisation: str
    scopes: list


class _Problem(Exception):
    def __init__(self, status, name, detail, headers=(), errors=None):
        super().__init__(name)
        self.status, self.name, self.detail, self.headers, self.errors = status, name, detail, headers, errors


def split_target(target):
    """The path and the query string of a target, which may be absolute (http.4)."""
    scheme = lower_ascii(target[:8])
    for prefix in ("http://", "https://"):
        if scheme.startswith(prefix):
            target = target[len(prefix):]
            begin = min((at for at in (target.find("/"), target.find("?")) if at >= 0), default=len(target))
            target = target[begin:]
            break
    path, _, query = target.partition("?")
    return path, query


def _header_values(headers, name):
    return [value.strip(ASCII_WHITE_SPACE) for given, value in headers if lower_ascii(given) == name]


def _api_key(headers):
    given = _header_values(headers, "authorization")
    if len(given) > 1:
        raise _Problem(400, "several_credentials", "There is more than one Authorization header.",
                       [("WWW-Authenticate", CHALLENGE + ', error="invalid_request"')])
    missing = _Problem(401, "unauthorized", "An API key is required as a Bearer token.", [("WWW-Authenticate", CHALLENGE)])
    if not given:
        raise missing
    scheme, space, key = given[0].partition(" ")
    key = key.lstrip(" ")
    if lower_ascii(scheme) != "bearer" or not key:
        raise missing
    return key


def _answer(request_method, status, headers, body):
    raw = encode(body)
    return status, [*headers, ("Content-Length", str(len(raw)))], "" if request_method == "HEAD" else body


def links(options, query, page):
    last = min(page.total_pages, MAX_INTEGER)

    def link(name, number):
        text = canonical(replace(query, page=number))
        return f'<{options.path}{"?" + text if text else ""}>; rel="{name}"'

    relations = []
    if last > 0:
        relations.append(link("first", 1))
    if query.page > 1:
        relations.append(link("prev", max(min(query.page - 1, last), 1)))
    if query.page < last:
        relations.append(link("next", query.page + 1))
    if last > 0:
        relations.append(link("last", last))
    return ", ".join(relations)


def _unavailable(error):
    retry = [("Retry-After", str(error.retry_after))] if error.retry_after else []
    if error.timed_out:
        return _Problem(504, "timeout", "Reading took too long.", retry)
    return _Problem(503, "unavailable", "Try again later.", retry)


def _handle(method, target, headers, body_size, authenticate, read_leads, options):
    if len(encode(target)) > options.max_target_size:
        raise _Problem(414, "target_too_long", "The target is too long.")
    path, query_string = split_target(target)
    if path != options.path:
        raise _Problem(404, "not_found", "There is nothing at this path.")
    if method not in ("GET", "HEAD"):
        raise _Problem(405, "method_not_allowed", "Only GET and HEAD are allowed.", [("Allow", "GET, HEAD")])
    if options.max_body_size is not None:
        announced = [int(value) for value in _header_values(headers, "content-length") if value.isascii() and value.isdigit()]
        if max([body_size, *announced]) > options.max_body_size:
            raise _Problem(413, "content_too_large", "The content is too large.")
    key = _api_key(headers)
    unknown = _Problem(401, "unauthorized", "The API key is not known.",
                       [("WWW-Authenticate", CHALLENGE + ', error="invalid_token"')])
    if any(not "!" <= each <= "~" for each in key):
        raise unknown
    try:
        principal = authenticate(key)
    except Unavailable as error:
        raise _unavailable(error) from None
    if principal is None:
        raise unknown
    if SCOPE not in principal.scopes:
        raise _Problem(403, "insufficient_scope", "The API key lacks the scope leads.read.",
                       [("WWW-Authenticate", f'{CHALLENGE}, error="insufficient_scope", scope="{SCOPE}"')])
    query, errors = parse_query(query_string, options.profiles)
    if errors:
        raise _Problem(400, "invalid_query", "The query string has problems.", errors=errors)
    try:
        leads = read_leads(principal.organisation)
    except Unavailable as error:
        raise _unavailable(error) from None
    page = list_leads(leads, query, "nulls_first" in options.profiles)
    sent = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    if link := links(options, query, page):
        sent.append(("Link", link))
    return _answer(method, 200, sent, write_page(page, options.pretty))


def respond(method, target, headers, authenticate, read_leads, options=Options(), body_size=0):
    """The status, the headers and the body.

    `authenticate` returns the Principal of a key, or None; `read_leads` the leads of an organisation.
    Both may raise Unavailable.
    """
    try:
        return _handle(method, target, headers, body_size, authenticate, read_leads, options)
    except _Problem as problem:
        body = {"type": options.problem_type_base + problem.name if options.problem_type_base else "about:blank",
                "title": REASONS[problem.status], "status": problem.status, "detail": problem.detail}
        if problem.errors is not None:
            body["errors"] = [{"code": each["code"], "detail": f"{each['parameter']}: {each['code']}",
                               **{name: each[name] for name in ("parameter", "value", "offset", "allowed", "suggestion")}}
                              for each in problem.errors]
        sent = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store"), *problem.headers]
        return _answer(method, problem.status, sent, write(body, options.pretty))
