#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""leadcore-verify http: http_test.py PROGRAM [--demo DEMO] [--typescript COMMAND].

Servers: the demo, the ports, the one to Python with planted bugs or with leads that change, and sockets that answer
what they should not.
"""

import argparse
import contextlib
import http.server
import json
import os
import pathlib
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests/meta"), str(ROOT / "examples/ports/python")]

import port_bugs_test  # noqa: E402
from leadcore import listing, serve  # noqa: E402
from leadcore.__main__ import leads_of  # noqa: E402
from leadcore.http import Options, Principal  # noqa: E402
from port_bugs import BUGS  # noqa: E402

PROGRAM = DEMO = TYPESCRIPT = None
KEY = "a-key-that-no-answer-repeats"


def verify(url, *arguments, key=KEY, queries=40, timeout=5):
    """Runs the program; its status, its report, and all that it printed."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(key + "\n")
        file.flush()
        ran = subprocess.run([PROGRAM, "http", url, "--key-file", file.name, "--rate", "0", "--json", "--queries",
                              str(queries), "--timeout", str(timeout), *arguments], capture_output=True, text=True, timeout=120,
                             env={**os.environ, "http_proxy": "http://127.0.0.1:1"})
    report = json.loads(ran.stdout) if ran.stdout else {}
    return ran.returncode, report, ran.stdout + ran.stderr


def seeds():
    return json.loads(subprocess.run([PROGRAM, "http", "--seed-leads"], capture_output=True, text=True, check=True).stdout)


@contextlib.contextmanager
def port_server(leads, folder=ROOT / "examples/ports/python", command=(sys.executable, "-B", "-m", "leadcore.serve")):
    """A port, by default the one to Python, in a process of its own; gives its address."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"organisations": {"o": leads, "other": leads[:5]},
                   "keys": {KEY: {"organisation": "o", "scopes": ["leads.read"]}}}, file)
        file.flush()
        server = subprocess.Popen([*command, file.name, "--port", "0"], text=True,
                                  env={**os.environ, "PYTHONPATH": str(folder)}, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL)
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()
            server.wait()
            server.stdout.close()


@contextlib.contextmanager
def running(handler):
    """A server in this process; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # a client may leave early
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1/leads"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def changing_server(leads, after_each=lambda rows, number: None, options=Options()):
    """The port to Python in this process: after_each changes its leads after each request; gives its address and the
    requests."""
    rows, requests, lock = leads_of(leads), [], threading.Lock()
    base = serve.handler_of({"o": rows}, {KEY: Principal("o", ["leads.read"])}, options)

    class Handler(base):
        def answer(self):
            with lock:
                requests.append((self.command, dict(self.headers)))
                super().answer()
                after_each(rows, len(requests))

        def __getattr__(self, name):
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

    with running(Handler) as url:
        yield url, requests


@contextlib.contextmanager
def socket_server(*pieces, pause=0.0, close=True):
    """A server that sends these bytes to whoever connects; gives its address and what it received."""
    received, stop = [], threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve_one(connection):
        with connection, contextlib.suppress(OSError):
            received.append(connection.recv(65536))
            for piece in pieces:
                connection.sendall(piece)
                if stop.wait(pause):
                    return
            if not close:
                stop.wait(20)

    def accept():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve_one, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/v1/leads", received
    finally:
        stop.set()
        listening.close()


def response(body, status="200 OK", content_type="application/json", length=None, more=""):
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {size}\r\n{more}\r\n".encode() + body


def some_leads(count):
    return [{"id": f"lead-{number:03}", "name": f"Name {number * 37 % 89} of {number}", "company": f"Company {number % 7}",
             "phones": [f"+1415555{1000 + number}"], "emails": [f"n{number}@acme.com"],
             "status": ["LOST", "QUALIFIED", "CONTACTED"][number % 3], "createdAt": f"2026-01-{number % 28 + 1:02}T00:00:00.000Z",
             "nextCallAt": None if number % 5 == 0 else f"2026-05-{number % 20 + 1:02}T08:00:00.000Z",
             "assignedToId": None if number % 4 == 0 else f"m{number % 3}"} for number in range(count)]


class Servers(unittest.TestCase):
    def test_the_port_conforms_with_every_vector(self):
        with port_server(seeds()) as url:
            status, report, printed = verify(url, "--seeded")
        self.assertEqual(status, 0, printed[:3000])
        groups = report["groups"]
        for name, least in {"walk": 5, "requests": 80, "query strings": 300, "list vectors": 140, "match vectors": 230,
                            "order vectors": 25, "page vectors": 400, "fold vectors": 170, "random queries": 40}.items():
            self.assertGreaterEqual(groups[name]["same"], least, name)

    def test_the_port_to_typescript_conforms(self):
        if TYPESCRIPT is None:
            self.skipTest("no port to TypeScript")
        unregistered_methods = ["--skip", "http.0056", "--skip", "http.0057"]  # node:http answers 400 by itself
        with port_server(seeds(), command=shlex.split(TYPESCRIPT)) as url:
            status, _, printed = verify(url, "--seeded", *unregistered_methods)
        self.assertEqual(status, 0, printed[:3000])

    def test_the_profile_is_named(self):
        for profiles, words in ((("nulls_first", "clamp", "ignore_unknown"), ["nulls_first", "clamp", "ignore_unknown"]),
                                ((), ["nulls last", "over 100 is an error", "unknown parameters are errors"])):
            options = Options(profiles=profiles, pretty=bool(profiles), problem_type_base="https://x.org/" if profiles else "")
            with changing_server(some_leads(230), options=options) as (url, _):
                status, report, printed = verify(url)
            self.assertEqual(status, 0, printed[:3000])
            for word in words:
                self.assertIn(word, report["notes"][0])

    def test_the_demo_conforms(self):
        if DEMO is None:
            self.skipTest("no demo")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(seeds(), file)
            file.flush()
            demo = subprocess.Popen([DEMO, "--port", "0", file.name], text=True, stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL)
            url = re.search(r"http://\S+/api/v1/leads", demo.stdout.readline())[0]
        try:
            key = re.search(r"Bearer ([^']+)", demo.stdout.readline() + demo.stdout.readline())[1]
            status, _, printed = verify(url, "--seeded", key=key)
        finally:
            demo.terminate()
            demo.communicate()
        self.assertEqual(status, 0, printed[:3000])

    def tagged(self, answer_tag):
        """Verifies a server with entity tags; answer_tag says which tag a page has, and whether one that the request
        names is honoured."""
        whole = serve.respond

        def respond(method, target, headers, *others):
            status, sent, body = whole(method, target, headers, *others)
            if status == 200:
                tag, honoured = answer_tag(target)
                own = [("ETag", tag), ("Cache-Control", "private, no-cache"), ("Vary", "Authorization")]
                if honoured and any(name == "If-None-Match" and tag in value for name, value in headers):
                    return 304, own, ""
                sent = [pair for pair in sent if pair[0] != "Cache-Control"] + own
            return status, sent, body

        serve.respond = respond
        try:
            with changing_server(some_leads(120)) as (url, _):
                return verify(url, queries=5)
        finally:
            serve.respond = whole

    def test_entity_tags_are_verified(self):
        status, report, printed = self.tagged(lambda target: (f'"{len(target)}"', True))
        self.assertEqual(status, 0, printed[:3000])
        self.assertIn("entity tags", report["groups"])
        status, _, printed = self.tagged(lambda target: (f'"{len(target)}"', False))
        self.assertEqual(status, 1, printed[:3000])
        self.assertIn("not the 304", printed)

    def test_a_busy_server_is_asked_again(self):
        busy = [True]
        whole = serve.respond

        def respond(*asked):
            if busy.pop() if busy else False:
                return 503, [("Retry-After", "1"), ("Content-Length", "0")], ""
            return whole(*asked)

        serve.respond = respond
        try:
            with changing_server(some_leads(3)) as (url, _):
                status, report, printed = verify(url, queries=0)
        finally:
            serve.respond = whole
        self.assertEqual(status, 0, printed[:3000])
        self.assertIn("1 times the server was busy", str(report["notes"]))

    def test_few_leads_are_enough(self):
        for count in (0, 1):
            with changing_server(some_leads(count)) as (url, _):
                status, _, printed = verify(url)
            self.assertEqual(status, 0, printed[:3000])

    def test_only_get_and_head_carry_the_key(self):
        with changing_server(some_leads(20)) as (url, requests):
            verify(url, queries=0)
        self.assertIn("POST", {method for method, _ in requests})
        self.assertEqual({method for method, headers in requests if KEY in str(headers)}, {"GET", "HEAD"})


#: gross mistakes, a rule that must be named, and a likely cause
GROSS = {
    "pages_count_from_0": ("page.5", None),
    "past_the_end_is_the_last_page": ("page.6", None),
    "total_of_all_leads": ("match.2", None),
    "last_page_has_a_next": ("page.3", None),
    "status_is_ignored": ("match.2", "the status is ignored"),
    "unassigned_is_an_id": ("match.4", "unassigned is compared as an id"),
    "filters_are_joined_by_or": ("match.1", None),
    "search_is_case_sensitive": ("search.6", "the search is case-sensitive"),
    "search_knows_wildcards": ("search.6", "% and _ are wildcards"),
    "search_forgets_the_company": ("search.6", "the search does not look into companies"),
    "oldest_first": ("order.4", "createdAt is ascending"),
    "missing_tie_break": ("order.5", None),
    "only_the_first_problem": ("query.21", None),
    "last_duplicate_wins": ("query.duplicate_parameter", None),
    "json_hides_null": ("json.3", None),
    "problem_is_json": ("http.7", None),
    "unknown_key_is_repeated": ("http.6", None),
    "first_authorization_wins": ("http.several_credentials", None),
}


class Bugs(unittest.TestCase):
    def verified(self, name):
        bug = next(each for each in BUGS if each[0] == name)
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder, "leadcore")
            package.mkdir()
            for file, text in port_bugs_test.planted(bug).items():
                (package / file).write_text(text)
            with port_server(self.leads, folder) as url:
                return verify(url)

    def test_each_gross_bug_is_caught(self):
        self.leads = seeds()
        with ThreadPoolExecutor(2) as both:
            for (name, (rule, cause)), (status, report, printed) in zip(GROSS.items(), both.map(self.verified, GROSS)):
                with self.subTest(bug=name):
                    self.assertEqual(status, 1, printed[:3000])
                    self.assertIn(rule, {each["rule"] for each in report["findings"]}, printed[:3000])
                    if cause:
                        self.assertIn(cause, {each["cause"] for each in report["findings"]}, printed[:3000])
                    self.assertNotIn(KEY, printed)


def now():
    return int(time.time() * 1000)


class Writes(unittest.TestCase):
    """What writes during the walk explain, and what they do not."""

    @staticmethod
    def reschedule(rows, number):
        """The next call of one lead moves, by a write that updatedAt shows."""
        row = rows[number * 131 % len(rows)]
        row.nextCallAt, row.updatedAt = 1_777_000_000_000 + number * 7919 % 1000 * 86_400_000, now()

    def test_leads_that_change_are_explained(self):
        with changing_server(some_leads(523), self.reschedule) as (url, _):
            status, report, printed = verify(url)
        self.assertEqual(status, 0, printed[:3000])
        self.assertIn("written", str(report["notes"]))

    def test_a_lead_that_comes_and_one_that_goes_are_explained(self):
        def change(rows, number):
            if number % 2:
                rows.append(leads_of([{**some_leads(1)[0], "id": f"new-{number}", "createdAt": "2026-12-01T00:00:00.000Z",
                                       "updatedAt": "2026-12-01T00:00:00.000Z"}])[0])
            else:
                del rows[number * 17 % len(rows)]
        with changing_server(some_leads(523), change) as (url, _):
            status, report, printed = verify(url, queries=10)
        self.assertEqual(status, 0, printed[:3000])

    def losing(self, lose, after_each=lambda rows, number: None):
        """Verifies a server whose pages `lose` changes."""
        whole = listing.list_leads

        def list_leads(leads, query, nulls_first=False):
            page = whole(leads, query, nulls_first)
            lose(page)
            return page

        serve.respond.__globals__["list_leads"] = list_leads
        try:
            with changing_server(some_leads(523), after_each) as (url, _):
                return verify(url, queries=5)
        finally:
            serve.respond.__globals__["list_leads"] = whole

    def test_a_lost_lead_is_not_explained(self):
        def lose(page):
            page.data[:] = [row for row in page.data if row.id != "lead-123"]
        for after_each in (lambda rows, number: None, self.reschedule):
            status, report, printed = self.losing(lose, after_each)
            self.assertEqual(status, 1, printed[:3000])
            self.assertLessEqual({"page.5"}, {each["rule"] for each in report["findings"]})

    def test_leads_between_two_pages_are_not_explained(self):
        def lose(page):  # each page but the first lacks its first lead, and has another one instead
            if page.page > 1 and len(page.data) > 1:
                page.data[0] = page.data[1]
                page.data[1:2] = []
                page.data.append(page.data[-1])
        status, report, printed = self.losing(lose)
        self.assertEqual(status, 1, printed[:3000])
        self.assertIn("cannot explain", printed)

    def test_a_change_that_updated_at_does_not_show_is_not_explained(self):
        def change(rows, number):
            rows[number % len(rows)].notes = f"note {number}"
            rows[number % len(rows)].nextCallAt = 1_777_000_000_000 + number * 86_400_000
        with changing_server(some_leads(523), change) as (url, _):
            status, report, printed = verify(url, queries=20)
        self.assertEqual(status, 1, printed[:3000])
        self.assertIn("with the same updatedAt", printed)


class Verdicts(unittest.TestCase):
    """Servers that are none, or answer without end."""

    def stopped(self, verdict, url, *arguments, words="", timeout=5):
        status, report, printed = verify(url, *arguments, timeout=timeout)
        self.assertEqual(status, 2, printed[:2000])
        self.assertEqual(report["stopped"]["verdict"], verdict, printed[:2000])
        self.assertIn(words, report["stopped"]["text"])
        self.assertNotIn(KEY, printed)

    def test_each_has_a_verdict(self):
        page = json.dumps({"data": [], "pagination": {"page": 1, "pageSize": 100, "total": 0, "totalPages": 0,
                                                      "hasNextPage": False, "hasPrevPage": False}}).encode()
        cases = {
            "an error": ("server_error", [response(b"{}", "500 Internal Server Error")], "500"),
            "another key": ("refused", [response(b"{}", "401 Unauthorized")], "401"),
            "another path": ("no_endpoint", [response(b"{}", "404 Not Found")], "404"),
            "HTML": ("no_json", [response(b"<!DOCTYPE html><p>Hello", content_type="text/html")], "<!DOCTYPE html>"),
            "a body that ends early": ("truncated", [response(page, length=len(page) + 1)], "Content-Length"),
            "JSON that ends early": ("unreadable", [response(page[:-20])], "it ends early"),
            "an announced huge body": ("too_large", [response(b"", length=10**12)], "--max-body"),
            "no HTTP": ("not_http", [b"220 mail.example.com ESMTP\r\n"], ""),
            "no answer": ("broken", [], "closed"),
        }
        for name, (verdict, pieces, words) in cases.items():
            with self.subTest(name), socket_server(*pieces) as (url, _):
                self.stopped(verdict, url, words=words)

    def test_endless_answers_end(self):
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        begin = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        with socket_server(begin, *[chunk] * 40) as (url, _):
            self.stopped("too_large", url, "--max-body", "2")
        with socket_server(b"HTTP/1.1 200 OK\r\n", *[b"X-Header: " + b"x" * 1000 + b"\r\n"] * 200) as (url, _):
            self.stopped("too_large", url)
        with socket_server(b"HTTP/1.1 200 OK\r\n", close=False) as (url, _):
            self.stopped("hung", url, timeout=1)
        with socket_server(*[b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", *[b" "] * 60], pause=0.1) as (url, _):
            self.stopped("hung", url, timeout=1)

    def test_no_redirect_is_followed(self):
        with socket_server(response(b"{}")) as (other, asked):
            with socket_server(response(b"", "302 Found", more=f"Location: {other}\r\n")) as (url, _):
                self.stopped("redirects", url, words=other)
        self.assertEqual(asked, [])

    def test_what_a_server_chose_is_printed_in_ascii_without_the_key(self):
        with socket_server(response(b"", "302 Found", more=f"Location: /\x1b[2J{KEY}\r\n")) as (url, _):
            self.stopped("redirects", url, words="/?[2J<key>")

    def test_the_limits_stop_it(self):
        with changing_server(some_leads(20)) as (url, requests):
            self.stopped("out_of_requests", url, "--requests", "10")
            self.assertEqual(len(requests), 10)
        with changing_server(some_leads(20), lambda rows, number: time.sleep(0.3)) as (url, _):
            self.stopped("out_of_time", url, "--total-time", "1")

    def test_an_answer_with_the_key_is_told_without_it(self):
        for key in (KEY, 'with-"quotes"-and-\\'):
            rows = leads_of([{**lead, "notes": f"the key is {key}"} for lead in some_leads(5)])
            handler = serve.handler_of({"o": rows}, {key: Principal("o", ["leads.read"])}, Options())
            with running(handler) as url:
                status, report, printed = verify(url, key=key, queries=0)
            self.assertEqual(status, 1)
            self.assertIn("http.6", {each["rule"] for each in report["findings"]})
            self.assertNotIn(key, printed)
            self.assertNotIn(json.dumps(key)[1:-1], printed)

    def test_addresses_and_keys_are_refused(self):
        for url in ("ftp://localhost/", "file:///etc/passwd", "localhost", "http://user:secret@localhost/",
                    "http://localhost/api/v1/leads?page=1", "http://"):
            status, _, printed = verify(url)
            self.assertEqual(status, 2)
            self.assertIn("the address", printed)
        for key in ("", "two words", "kéy", "x" * 5000):
            status, _, printed = verify("http://localhost:1/", key=key)
            self.assertEqual(status, 2)
            self.assertIn("key file", printed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--demo")
    parser.add_argument("--typescript")
    given, others = parser.parse_known_args()
    PROGRAM, DEMO, TYPESCRIPT = given.program, given.demo, given.typescript
    unittest.main(argv=[sys.argv[0], *others])
