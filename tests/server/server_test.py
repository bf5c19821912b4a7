#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The demo server as a program: server_test.py PROGRAM.

The tests use the program's output and HTTP only. LEADCORE_SHARED_DATA may name a folder with exports
of real systems; without it, those cases are skipped.
"""

import http.client
import json
import os
import pathlib
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

PROGRAM = None
ROOT = pathlib.Path(__file__).resolve().parents[2]
KEY = "a-key-for-the-test"

sys.path.insert(0, str(ROOT / "tests/openapi"))
try:
    from answers_test import judge, validator
except ImportError:  # no jsonschema
    judge = None
OF_THE_SERVER = {"Date", "X-Content-Type-Options", "Connection"}  # headers that are not the endpoint's


def run(*arguments, status=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    if done.returncode != status:
        raise AssertionError(f"{arguments}: exit status {done.returncode}, not {status}\n{done.stdout[:2000]}\n{done.stderr[:4000]}")
    return done


def once(query, *arguments, status=0):
    done = run("--once", query, *arguments, status=status)
    return json.loads(done.stdout), done


class Server:
    """A running demo on a free port, with these lines of keys. Its answers must be as its OpenAPI document says."""

    document = None

    def __init__(self, *arguments, keys=KEY):
        self.process = subprocess.Popen([PROGRAM, "--port", "0", *map(str, arguments)], text=True, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=os.environ | {"LEADCORE_API_KEYS": keys})
        first = self.process.stdout.readline()
        match = re.search(r"(\d+) leads at http://localhost:(\d+)/api/v1/leads", first)
        if not match:
            raise AssertionError(f"the first line is {first!r}; {self.process.stderr.read()}")
        self.leads, self.port = int(match[1]), int(match[2])
        self.process.stdout.readline()
        self.curl = self.process.stdout.readline().strip()

    def ask(self, target="/api/v1/leads", method="GET", key=KEY, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        fields = dict(headers or {})
        if key is not None:
            fields["Authorization"] = f"Bearer {key}"
        connection.request(method, target, body=body, headers=fields)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if judge and target.startswith("/api/v1/leads") and method != "HEAD":
            self.document = self.document or json.loads(self.ask("/openapi.json", key=None)[1])
            said = {"target": target, "status": answer.status, "query": None, "body": json.loads(text) if text else None,
                    "headers": {name: value for name, value in answer.headers.items() if name not in OF_THE_SERVER}}
            problems = list(judge(self.document, said))
            if problems:
                raise AssertionError(f"{method} {target}: {problems}\n{text[:500]}")
        return answer, text

    def stop(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        _, told = self.process.communicate(timeout=30)
        return self.process.returncode, told

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.process.stdout.close()
        self.process.stderr.close()


class Serving(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--generate", "237")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def problem(self, answer, text, status):
        self.assertEqual(answer.status, status, text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertEqual(json.loads(text)["status"], status)

    def test_the_printed_curl_line_works(self):
        with Server("--generate", "20", keys="") as server:
            words = shlex.split(server.curl)
            self.assertEqual(words[0], "curl")
            done = subprocess.run([*words, "-sS", "--fail"], capture_output=True, text=True, timeout=30, check=True)
            self.assertEqual(json.loads(done.stdout)["data"][0]["name"], "Acme Co - Jane Doe")
        self.assertNotIn(KEY, self.server.curl)

    def test_an_answer_is_the_documented_one(self):
        answer, text = self.server.ask("/api/v1/leads?pageSize=1")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(int(answer.headers["Content-Length"]), len(text))
        page = json.loads(text)
        self.assertEqual(list(page), ["data", "pagination"])
        self.assertEqual(page["data"][0]["id"], "65f0a000a000a000a000a001")
        self.assertEqual(page["pagination"], {"page": 1, "pageSize": 1, "total": 237, "totalPages": 237, "hasNextPage": True,
                                              "hasPrevPage": False})

    def walk(self, next_target):
        """Every lead of all pages; next_target(answer, page) returns the next target or None."""
        target, seen, total = "/api/v1/leads?pageSize=50", [], None
        while target:
            answer, text = self.server.ask(target)
            self.assertEqual(answer.status, 200)
            page = json.loads(text)
            total = page["pagination"]["total"] if total is None else total
            self.assertEqual(page["pagination"]["total"], total)
            seen += [lead["id"] for lead in page["data"]]
            target = next_target(answer, page)
        self.assertEqual(len(seen), total)
        self.assertEqual(len(set(seen)), total)
        return seen

    def test_walking_all_pages_collects_every_lead_once(self):
        def by_link(answer, _):
            match = re.search(r'<([^>]*)>; rel="next"', answer.headers["Link"] or "")
            return match and match[1]

        def by_pagination(_, page):
            at = page["pagination"]
            return f"/api/v1/leads?pageSize=50&page={at['page'] + 1}" if at["hasNextPage"] else None

        walked = self.walk(by_link)
        self.assertEqual(len(walked), 237)
        self.assertEqual(walked, self.walk(by_pagination))

    def test_wrong_queries_are_400_with_every_problem(self):
        answer, text = self.server.ask("/api/v1/leads?status=qualified&page=0&pagesize=3")
        self.problem(answer, text, 400)
        self.assertEqual([error["code"] for error in json.loads(text)["errors"]],
                         ["unknown_status", "integer_out_of_range", "unknown_parameter"])

    def test_without_a_known_key_it_is_401(self):
        for key in (None, "another", KEY + "x", KEY[:-1]):
            answer, text = self.server.ask(key=key)
            self.problem(answer, text, 401)
            self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Bearer"))

    def test_other_methods_are_405_and_other_paths_404(self):
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            answer, text = self.server.ask(method=method, body="{}" if method in ("POST", "PUT") else None)
            self.problem(answer, text, 405)
            self.assertEqual(answer.headers["Allow"], "GET, HEAD")
        for path in ("/", "/api/v1/leads/", "/api/v1/lead", "/API/v1/leads"):
            self.problem(*self.server.ask(path), 404)

    def test_head_has_the_headers_of_get_and_no_content(self):
        got, text = self.server.ask()
        head, nothing = self.server.ask(method="HEAD")
        self.assertEqual(nothing, b"")
        self.assertEqual(head.status, 200)
        self.assertEqual(head.headers["Content-Length"], str(len(text)))
        self.assertEqual(head.headers["Link"], got.headers["Link"])

    def test_limits_are_413_and_414(self):
        self.assertEqual(self.server.ask(body=b"x" * 65_536, headers={"Content-Encoding": "br"})[0].status, 200)
        for body in (b"x" * 65_537, iter([b"x" * 65_537])):
            self.problem(*self.server.ask(body=body), 413)
        self.problem(*self.server.ask(method="POST", body=b"x" * 100_000), 405)
        for size in (8178, 8192, 8193, 9000, 40_000):
            self.problem(*self.server.ask(f"/api/v1/leads?search={'a' * (size - 21)}"), 400 if size <= 8192 else 414)

    def test_a_range_is_not_cut_out_of_an_answer(self):
        answer, text = self.server.ask("/api/v1/leads?pageSize=1", headers={"Range": "bytes=0-9"})
        self.assertEqual(answer.status, 200)
        self.assertEqual(json.loads(text)["pagination"]["total"], 237)

    def test_what_is_no_http_is_refused_and_the_server_goes_on(self):
        for sent in (b"\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET /api/v1/leads HTTP/9\r\n\r\n", b"G" * 20_000):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as raw:
                raw.sendall(sent)
                raw.shutdown(socket.SHUT_WR)
                try:
                    while raw.recv(65536):
                        pass
                except ConnectionError:
                    pass
        self.assertEqual(self.server.ask()[0].status, 200)

    def test_refusals_before_the_endpoint_are_problems_too(self):
        document = json.loads(self.server.ask("/openapi.json", key=None)[1])
        host = b" HTTP/1.1\r\nHost: x\r\n"
        for sent, status in ((b"\x16\x03\x01", 400), (b"GET /" + b"a" * 20_000, 414), (b"GET /" + host + b"A: b\r\n" * 200, 431),
                             (b"GET /" + host + b"Transfer-Encoding: gzip\r\n\r\n", 501)):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as raw:
                raw.sendall(sent)
                answer = http.client.HTTPResponse(raw)
                answer.begin()
                text = answer.read()
            self.problem(answer, text, status)
            self.assertTrue(json.loads(text)["title"])
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            if judge:
                self.assertEqual(list(validator(document, document["components"]["schemas"]["Problem"]).iter_errors(json.loads(text))), [])

    def test_search_and_filters_work_over_http(self):
        query = urllib.parse.urlencode({"search": "GROSS", "assignedToId": "unassigned"})
        page = json.loads(self.server.ask("/api/v1/leads?" + query)[1])
        self.assertGreater(page["pagination"]["total"], 0)
        for lead in page["data"]:
            self.assertIsNone(lead["assignedToId"])
            self.assertRegex(lead["name"] + str(lead["company"]) + str(lead["emails"]), r"(?i)gro(ß|ss)")

    def test_the_server_is_alive_without_a_key(self):
        answer, text = self.server.ask("/healthz?x", key=None)
        self.assertEqual((answer.status, text), (200, b'{"status":"ok"}'))
        self.problem(*self.server.ask("/healthz", method="POST", key=None), 405)

    def test_a_key_may_have_any_visible_character_and_its_case(self):
        with Server("--generate", "1", keys="%41\n~!\"#'()") as server:
            self.assertEqual([server.ask(key=key)[0].status for key in ("%41", "A", "~!\"#'()")], [200, 401, 200])

    def test_organisations_have_their_own_leads(self):
        with Server("--generate", "300", keys="one\ntwo globex\nthree initech\nfour umbrella\nfive demo leads.write") as server:
            pages = {}
            for key, total in ("one", 300), ("two", 30), ("three", 3), ("four", 0):
                pages[key] = json.loads(server.ask("/api/v1/leads?pageSize=100", key=key)[1])
                self.assertEqual(pages[key]["pagination"]["total"], total)
            owners = {lead["assignedToId"] for lead in pages["two"]["data"]} - {None}
            self.assertTrue(owners and not owners & {lead["assignedToId"] for lead in pages["one"]["data"]})
            self.problem(*server.ask(key="five"), 403)

    def test_keys_come_from_a_file_and_never_from_the_command_line(self):
        with tempfile.NamedTemporaryFile("w", suffix=".keys") as file:
            file.write("# keys\nof-the-file\n")
            file.flush()
            with Server("--generate", "1", "--api-key-file", file.name) as server:
                self.assertEqual([server.ask(key=key)[0].status for key in ("of-the-file", KEY, "#")], [200, 200, 401])
            file.write("secret globex leads.read x\n")
            file.flush()
            done = run("--port", "0", "--api-key-file", file.name, status=1)
            self.assertIn(f"demo: {file.name}: line 3: ", done.stderr)
            self.assertNotIn("secret", done.stderr)
        self.assertIn("No such file", run("--port", "0", "--api-key-file", file.name, status=1).stderr)
        done = run("--api-key", "secret", status=2)
        self.assertIn("--api-key-file", done.stderr)
        self.assertNotIn("secret", done.stderr)

    def test_the_log_has_neither_keys_nor_queries(self):
        with tempfile.NamedTemporaryFile() as file:
            with Server("--generate", "1", "--access-log", file.name) as server:
                server.ask("/api/v1/leads?search=jane")
                server.ask("/a\"b", method="HEAD", key="hidden")
                server.stop()
            text = file.read().decode()
        first, *_, second = map(json.loads, text.splitlines())
        self.assertEqual([first[name] for name in ("address", "method", "path", "status")], ["127.0.0.1", "GET", "/api/v1/leads", 200])
        self.assertEqual([second[name] for name in ("method", "path", "status")], ["HEAD", "/a\"b", 404])
        self.assertRegex(first["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertGreater(first["bytes"], 100)
        self.assertGreaterEqual(first["milliseconds"], 0)
        for hidden in ("jane", KEY, "hidden"):
            self.assertNotIn(hidden, text)

    def test_plain_http_beyond_this_machine_is_warned_of(self):
        for host, warned in ("127.0.0.1", False), ("0.0.0.0", True):
            with Server("--generate", "1", "--host", host) as server:
                self.assertEqual("plain HTTP" in server.stop()[1], warned)

    def test_a_port_in_use_is_said(self):
        done = run("--port", self.server.port, status=1)
        self.assertIn("in use", done.stderr)
        self.assertIn("--port", done.stderr)
        self.assertIn("/no/such/log: No such file", run("--port", 0, "--access-log", "/no/such/log", status=1).stderr)


class Stopping(unittest.TestCase):
    def test_sigterm_and_sigint_stop_it_with_status_0(self):
        for each in (signal.SIGTERM, signal.SIGINT):
            with Server("--generate", "5") as server:
                self.assertEqual(server.ask()[0].status, 200)
                status, told = server.stop(each)
                self.assertEqual(status, 0)
                self.assertIn(f"stopped by {each.name}", told)

    def test_it_stops_at_once_also_while_a_client_keeps_its_connection(self):
        with Server("--generate", "5") as server:
            with socket.create_connection(("127.0.0.1", server.port)):
                self.assertEqual(server.stop()[0], 0)

    def test_a_key_without_the_scope_is_403(self):
        with Server("--generate", "5", "--scopes", "leads.write") as server:
            answer, text = server.ask()
            self.assertEqual(answer.status, 403)
            self.assertIn("leads.read", json.loads(text)["detail"])

    def test_a_key_is_made_up_where_none_is_given(self):
        keys = set()
        for _ in range(2):
            process = subprocess.Popen([PROGRAM, "--port", "0", "--generate", "1"], text=True, stdout=subprocess.PIPE)
            lines = [process.stdout.readline() for _ in range(3)]
            process.terminate()
            process.communicate(timeout=30)
            keys.add(re.search(r"Bearer (\S{32,})'", lines[2])[1])
        self.assertEqual(len(keys), 2)


class Once(unittest.TestCase):
    def test_it_prints_one_answer_and_nothing_else(self):
        page, done = once("status=QUALIFIED&search=acme")
        self.assertEqual(done.stderr, "")
        self.assertEqual(page["data"][0]["name"], "Acme Co - Jane Doe")
        self.assertTrue(done.stdout.startswith('{\n  "data": [\n    {\n      "id": "65f0a000a000a000a000a001",\n'))

    def test_an_answer_is_explained_when_asked_for(self):
        page, done = once("status=QUALIFIED&search=acme&pageSize=2", "--explain")
        lines = done.stderr.splitlines()
        self.assertEqual([line.split(":")[0] for line in lines if not line.startswith(" ")],
                         [row["id"] for row in page["data"]])
        self.assertTrue(all("status: status; search: " in line for line in lines if not line.startswith(" ")), lines)
        self.assertRegex(lines[1], r"^  \w+ (a|de)scending.*: .* is before ")

    def test_a_search_can_ignore_accents_and_read_words(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "leads.csv")
            path.write_text("Name,Email\n\"Dóe, José\",a@b.example\nO’Neil,c@d.example\n", encoding="utf-8")
            total = lambda *arguments: once(*arguments, path)[0]["pagination"]["total"]
            self.assertEqual(total("search=jose"), 0)
            self.assertEqual(total("search=jose", "--unaccented"), 1)
            self.assertEqual(total("search=o'neil", "--unaccented"), 1)
            self.assertEqual(total("search=jos%C3%A9+d%C3%B3e"), 0)
            self.assertEqual(total("search=jos%C3%A9+d%C3%B3e", "--all-words"), 1)
            self.assertEqual(total("search=jose+doe", "--unaccented", "--all-words"), 1)

    def test_a_wrong_query_is_a_problem_and_a_status(self):
        problem, _ = once("status=hot", status=1)
        self.assertEqual(problem["status"], 400)

    def test_the_generated_leads_are_the_same_in_every_run_and_others_for_another_seed(self):
        self.assertEqual(run("--dump").stdout, run("--dump", "--generate", "3000").stdout)
        self.assertNotEqual(run("--dump", "--seed", "2").stdout, run("--dump").stdout)
        self.assertEqual(run("--dump", "--generate", "0").stdout, "")

    def test_wrong_usage_is_status_2(self):
        for arguments in (["--bogus"], ["--port", "x"], ["a", "b"], ["--map", "x"]):
            self.assertIn("--help", run(*arguments, status=2).stderr)
        self.assertIn("--region", run("--help").stdout)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def test_a_file_is_loaded_and_what_came_of_it_is_told(self):
        path = self.write("my leads.csv", "Full Name;Tel;Lead Status\nJane;(415) 555-0101;hot\nBob;n.n.;new\nEve;;who knows\n")
        page, done = once("status=QUALIFIED", path, "--region", "US")
        self.assertEqual(page["data"][0]["phones"], ["+14155550101"])
        self.assertIn("set aside: line 4, Lead Status:", done.stderr)
        self.assertIn("set aside: line 3, Tel:", done.stderr)
        self.assertTrue(done.stderr.endswith("3 rows: 3 leads, 0 rejected, 2 values set aside in the notes\n"))
        page, _ = once("", path, "--status-map", "who knows=LOST", "--map", "name=Full Name,phone=Tel")
        self.assertEqual(page["pagination"]["total"], 3)

    def test_every_problem_is_in_the_report(self):
        rows = "".join(f"Jane,n.n.{i}\n" for i in range(50))
        path = self.write("a.csv", "name,phone\n" + rows + ",\n,x\n")
        _, done = once("", path, "--report", self.folder / "report.csv")
        self.assertIn("and 40 more; --report", done.stderr)
        report = (self.folder / "report.csv").read_text().splitlines()
        self.assertEqual(report[0], "kind,line,column,value,reason")
        self.assertEqual(sum(line.startswith('"set aside"') for line in report), 50)
        self.assertEqual(sum(line.startswith('"rejected"') for line in report), 2)  # the row and the phone of line 53

    def test_rows_without_a_time_have_that_of_the_file(self):
        path = self.write("a.csv", "name\nJane\n")
        os.utime(path, (1_700_000_000, 1_700_000_000))
        self.assertEqual(once("", path)[0]["data"][0]["createdAt"], "2023-11-14T22:13:20.000Z")
        page, _ = once("", path, "--imported-at", "2026-01-02T03:04:05Z")
        self.assertEqual(page["data"][0]["createdAt"], "2026-01-02T03:04:05.000Z")

    def test_a_dump_loads_as_what_it_was(self):
        path = self.write("leads.ndjson", run("--dump", "--generate", "100").stdout)
        self.assertEqual(run("--dump", path).stdout, path.read_text())

    def test_a_file_that_cannot_be_read_is_said(self):
        self.assertIn("No such file", run(self.folder / "missing.csv", status=1).stderr)
        self.assertIn("folder", run(self.folder, status=1).stderr)
        self.assertIn("spreadsheet", run(self.write("a.xlsx", b"PK\x03\x04"), status=1).stderr)
        self.assertIn("no lead", run(self.write("b.csv", "name\n\"\"\n"), status=1).stderr)

    def test_progress_is_told_when_asked_for(self):
        rows = "".join(f"Jane {i},jane{i}@example.com,{'x' * 200}\n" for i in range(2_000))
        path = self.write("long.csv", "name,email,notes\n" + rows)
        _, done = once("pageSize=1", path, "--progress")
        self.assertRegex(done.stderr, r"long.csv: 1000 rows, \d+ %, \d+ rows/s\n")
        self.assertRegex(done.stderr, r"long.csv: 2000 rows, 100 %, \d+ rows/s\n")
        _, done = once("pageSize=1", path)
        self.assertNotRegex(done.stderr, r"\d+ rows, \d+ %")

    def test_the_documented_statuses_are_those_of_the_program(self):
        known = {tuple(line.split("\t")) for line in run("--list-statuses").stdout.splitlines()}
        self.assertGreater(len(known), 100)
        text = (ROOT / "docs/how_to/import_leads.md").read_text()
        listed = set()
        for status, words in re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", text, re.M):
            listed |= {(status, word.strip()) for word in words.split(",")}
        self.assertEqual(listed, known)


    def test_a_report_does_not_overwrite_the_file_that_is_read(self):
        path = self.write("a.csv", "name,phone\nJane,n.n.\n")
        (self.folder / "link.csv").symlink_to(path)
        for report in (path, self.folder / "link.csv"):
            self.assertIn("would overwrite", run("--once", "", path, "--report", report, status=1).stderr)
        self.assertEqual(path.read_text(), "name,phone\nJane,n.n.\n")
        store = self.folder / "leads.db"
        run("--once", "", path, "--store", f"sqlite:{store}")
        self.assertIn("would overwrite", run("--once", "", path, "--store", f"sqlite:{store}", "--report", store, status=1).stderr)
        self.assertEqual(once("", "--store", f"sqlite:{store}")[0]["pagination"]["total"], 1)

    def test_a_dry_run_tells_the_columns_and_serves_nothing(self):
        path = self.write("a.csv", "Kunde,E-Mail\nJane,j@x.io\n")
        done = run(path, "--dry-run")
        self.assertIn("emails        E-Mail", done.stderr)
        self.assertIn("(not used)    Kunde", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_pipe_is_read_and_a_device_is_not(self):
        done = subprocess.run([PROGRAM, "--once", "", "/dev/stdin"], input="name\nJane\n", capture_output=True, text=True, timeout=60)
        self.assertEqual(json.loads(done.stdout)["pagination"]["total"], 1, done.stderr)
        self.assertIn("device", run("--once", "", "/dev/zero", status=1).stderr)

    def test_memory_is_bounded_whatever_the_file(self):
        """In an address space of 64 MiB more than the program takes to print its help."""
        limited = lambda limit, *arguments: subprocess.run(
            ["bash", "-c", f'ulimit -v {limit}; exec "$0" "$@"', PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        base = next((limit for limit in range(20_000, 400_000, 4_000) if limited(limit, "--help").returncode == 0), None)
        if base is None:
            self.skipTest("a sanitizer takes all of the address space")
        size = 100_000_000
        files = {"line.csv": b"name,notes\nJane," + b"x" * size, "quote.csv": b'name,notes\nJane,"' + b"x\n" * (size // 2),
                 "line.json": b'[{"name":"' + b"x" * size + b'"}]', "columns.csv": b",".join(b"c%d" % i for i in range(100_000)) + b"\n",
                 "keys.json": b"{" + b",".join(b'"k%d":1' % i for i in range(100_000)) + b"}"}
        for name, text in files.items():
            with self.subTest(name):
                path = self.write(name, text)
                done = limited(base + 65_536, "--dry-run", path)
                path.unlink()
                self.assertIn(done.returncode, (0, 1), done.stderr[-500:])
                self.assertRegex(done.stderr, r"line 2|record 1|columns")


class Databases(unittest.TestCase):
    """Leads in a database: answers equal those from memory, and persist."""

    QUERIES = ["", "status=QUALIFIED&pageSize=3", "search=acme&page=2&pageSize=5", "search=%2B1415", "search=GROSS",
               "assignedToId=unassigned&page=3", "page=100000"]

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def keep_leads_in(self, store):
        for query in self.QUERIES:
            self.assertEqual(once(query, "--generate", 500, "--store", store)[0], once(query, "--generate", 500)[0], query)
        # The store's leads are kept, whatever --generate says; a file adds to them.
        self.assertEqual(once("", "--generate", 7, "--store", store)[0]["pagination"]["total"], 500)
        more = self.folder / "more.ndjson"
        more.write_text(json.dumps({"id": "x", "name": "Zoë\n% _", "createdAt": "2026-01-01T00:00:00Z"}) + "\n")
        self.assertEqual(once("", "--store", store, more)[0]["pagination"]["total"], 501)
        self.assertEqual(once("search=zo%C3%8B", "--store", store)[0]["data"][0]["id"], "x")
        with Server("--store", store) as server:
            self.assertEqual(server.leads, 501)
            answers = {query: json.loads(server.ask("/api/v1/leads?" + query)[1]) for query in self.QUERIES}
        for query, answer in answers.items():
            self.assertEqual(answer, once(query, "--store", store)[0])

    def test_two_exports_of_one_name_and_a_newer_one(self):
        store = f"sqlite:{self.folder}/leads.db"
        path = self.folder / "contacts.csv"

        def load(text, *arguments, status=0):
            path.write_text(text)
            return run("--once", "pageSize=100", "--store", store, path, *arguments, status=status)

        def names():
            return sorted(lead["name"] for lead in once("pageSize=100", "--store", store)[0]["data"])

        self.assertIn("2 added, 0 changed, 0 kept, 0 removed", load("name,email,source\nJane,j@x.io,shop\nBob,b@x.io,shop\n").stderr)
        self.assertIn("1 added, 0 changed, 0 kept, 0 removed", load("name,email,source\nEve,e@x.io,fair\n").stderr)
        newer = "name,email,source\nAnn,a@x.io,shop\nJane,j@x.io,shop\n"
        done = load(newer, "--replace", "shop", "--dry-run")
        self.assertIn("would be: 1 added, 0 changed, 1 kept, 1 removed", done.stderr)
        self.assertEqual(names(), ["Bob", "Eve", "Jane"])
        self.assertIn("nothing was changed", load(newer + ",,\n,,x\n", "--replace", "shop", status=1).stderr)
        self.assertEqual(names(), ["Bob", "Eve", "Jane"])
        self.assertIn("nothing was changed", load("name,email\n", "--replace", "shop", status=1).stderr)
        self.assertIn("would be: 1 added, 0 changed, 1 kept, 0 removed", load(newer + ",,x\n", "--replace", "shop", "--dry-run", status=1).stderr)
        self.assertEqual(names(), ["Bob", "Eve", "Jane"])
        self.assertIn('has a lead of the source "Shop"; nothing was changed', load(newer, "--replace", "Shop", status=1).stderr)
        self.assertIn("store: 1 added, 0 changed, 1 kept, 1 removed", load(newer, "--replace", "shop").stderr)
        self.assertEqual(names(), ["Ann", "Eve", "Jane"])
        lost = "note: changed leads lose what the file has no column for: phones, company{}, status, notes, nextCallAt, assignedToId, clientId\n"
        jane = "name,email\nJane,j@x.io\n"
        done = load(jane, "--dry-run")
        self.assertIn("would be: 0 added, 1 changed, 0 kept, 0 removed\n" + lost.format(", source"), done.stderr)
        done = load("name,email,source\nJane D,j@x.io,shop\nAnn,a@x.io,fair\n", "--dry-run")
        self.assertIn("would be: 1 added, 1 changed, 0 kept, 0 removed\n" + lost.format(""), done.stderr)
        self.assertNotIn("note: changed", load("name,email\nZoe,z@x.io\n", "--dry-run").stderr)
        self.assertIn("store: 0 added, 1 changed, 0 kept, 0 removed\n" + lost.format(", source"), load(jane).stderr)

    def test_leads_of_two_systems_do_not_change_each_other(self):
        store = f"sqlite:{self.folder}/leads.db"
        ours = self.folder / "ours.csv"
        theirs = self.folder / "theirs.csv"
        ours.write_text("id,name,email\n1,Jane,j@x.io\n2,Bob,b@x.io\n")
        theirs.write_text("id,name,email\n1,Eve,e@y.io\n2,Ann,a@y.io\n")

        def dump(*arguments, status=0):
            lines = run("--dump", "--store", store, *arguments, status=status).stdout.splitlines()
            return sorted((lead["id"], lead["name"]) for lead in map(json.loads, lines))

        self.assertEqual(dump(ours), [("1", "Jane"), ("2", "Bob")])
        for arguments in ([], ["--dry-run"]):
            said = run("--store", store, theirs, "--once", "", *arguments, status=1).stderr
            self.assertIn("2 of its ids are other people's in the store, such as \"1\" (Eve)", said)
            self.assertIn("--system NAME", said)
        self.assertEqual(dump(), [("1", "Jane"), ("2", "Bob")])
        both = [("1", "Jane"), ("2", "Bob"), ("shop:1", "Eve"), ("shop:2", "Ann")]
        self.assertEqual(dump(theirs, "--system", "shop"), both)
        self.assertIn("0 added, 0 changed, 2 kept", run("--store", store, theirs, "--system", "shop", "--dry-run").stderr)
        self.assertEqual(dump(theirs, "--same-system")[:2], [("1", "Eve"), ("2", "Ann")])
        self.assertEqual(run("--dump", "--store", f"sqlite:{self.folder}/none.db", status=1).stdout, "")
        self.assertFalse((self.folder / "none.db").exists())

    def test_sqlite(self):
        self.keep_leads_in(f"sqlite:{self.folder}/leads of mine.db")

    def test_postgres(self):
        cluster = os.environ.get("LEADCORE_POSTGRES")
        if not cluster:
            self.skipTest("there is no cluster: run under tests/support/with_postgres.sh")
        self.keep_leads_in(f"postgres:host={cluster}/socket0 user=postgres dbname=postgres")

    def test_what_is_no_database_is_said(self):
        (self.folder / "text.db").write_text("this is no database, however long it is" * 100)
        self.assertIn("file is not a database", run("--store", f"sqlite:{self.folder}/text.db", "--once", "", status=1).stderr)
        self.assertIn("unable to open", run("--store", f"sqlite:{self.folder}/no/such.db", "--once", "", status=1).stderr)
        self.assertIn("demo: postgres: ", run("--store", f"postgres:host={self.folder}", "--once", "", status=1).stderr)
        run("--store", "mysql:x", status=2)


class RealFiles(unittest.TestCase):
    """Unmodified exports of real systems."""

    # file, arguments, leads, rejected, set aside, and phones that must be found by their
    # international form
    CASES = [("atomic-crm-contacts.csv", ["--region", "US"], 500, 0, 0, {"19553710847": "Shelley Kerluke"}),
             ("atomic-crm-contacts.csv", [], 500, 0, 830, {}),
             ("us-500.csv", ["--region", "US"], 500, 0, 0, {"504-621-8927": "James Butt"}),
             ("us-500.csv", [], 500, 0, 1000, {}),
             ("uk-500.csv", ["--region", "GB"], 500, 0, 0, {"01835-703597": "Aleshia Tomkiewicz", "+441835703597": "Aleshia Tomkiewicz"}),
             ("mautic-fakeleaddata.csv", [], 50, 4, 0, {"+447070860753": "Penny Moore", "+27821189037": "Henry Catalano"})]

    def test_real_exports_load_as_they_are(self):
        folder = os.environ.get("LEADCORE_SHARED_DATA")
        if not folder:
            self.skipTest("LEADCORE_SHARED_DATA is not set")
        for name, arguments, leads, rejected, set_aside, phones in self.CASES:
            with self.subTest(name, arguments=arguments):
                path = pathlib.Path(folder, name)
                page, done = once("pageSize=100", path, *arguments)
                self.assertEqual(page["pagination"]["total"], leads)
                self.assertTrue(done.stderr.endswith(
                    f": {leads} leads, {rejected} rejected, {set_aside} values set aside in the notes\n"), done.stderr[-300:])
                for phone, person in phones.items():
                    page, _ = once("search=" + urllib.parse.quote_plus(phone), path, *arguments)
                    self.assertEqual([lead["name"] for lead in page["data"]], [person])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=1)
