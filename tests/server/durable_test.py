#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The demo's databases as an operator meets them: durable_test.py PROGRAM."""

import json
import pathlib
import sqlite3
import sys
import tempfile
import unittest

import server_test
from server_test import Server, once, run


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = f"sqlite:{self.folder}/leads.db"

    def refusal(self, *arguments):
        return run(*arguments, "--once", "", status=1).stderr

    def bytes(self):
        return {each.name: each.read_bytes() for each in self.folder.iterdir()}

    def test_a_database_of_another_program_stays_as_it_is(self):
        theirs = sqlite3.connect(self.folder / "theirs.db")
        theirs.executescript("CREATE TABLE leads (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO leads VALUES (1, 'x')")
        theirs.close()
        before = self.bytes()
        for arguments in ([], ["--read-only"]):
            said = self.refusal("--store", f"sqlite:{self.folder}/theirs.db", *arguments)
            self.assertIn("theirs.db: the database is another program's; it has leads", said)
            self.assertEqual(self.bytes(), before)

    def test_a_second_server_is_refused(self):
        with Server("--store", self.store, "--generate", "20"):
            for arguments in ([], ["--read-only"]):
                self.assertIn("another process has the file open", self.refusal("--store", self.store, *arguments))
        with Server("--store", self.store, "--read-only"):  # readers share the file
            self.assertEqual(once("", "--store", self.store, "--read-only")[0]["pagination"]["total"], 20)
            self.assertIn("another process has the file open", self.refusal("--store", self.store))

    def test_read_only_changes_nothing(self):
        self.assertIn("unable to open", self.refusal("--store", self.store, "--read-only"))
        expected = once("search=doe", "--store", self.store, "--generate", "50")[0]
        before = self.bytes()
        with Server("--store", self.store, "--read-only") as server:
            self.assertEqual(json.loads(server.ask("/api/v1/leads?search=doe")[1]), expected)
        self.assertEqual(self.bytes(), before)

    def test_a_tag_holds_across_restarts(self):
        tags = []
        for _ in range(2):
            with Server("--store", self.store, "--generate", "20") as server:
                answer, _ = server.ask(headers={"If-None-Match": tags[-1]} if tags else {})
                tags.append(answer.headers["ETag"])
        self.assertEqual(answer.status, 304)
        self.assertEqual(tags[0], tags[1])

    def test_a_killed_server_leaves_its_leads(self):
        with Server("--store", self.store, "--generate", "50") as server:
            server.process.kill()
            server.process.wait()
        self.assertEqual(once("", "--store", self.store)[0]["pagination"]["total"], 50)

    def test_a_damaged_file_is_said(self):
        once("", "--store", self.store, "--generate", "500")
        damaged = self.folder / "leads.db"
        content = bytearray(damaged.read_bytes())
        content[40960:81920] = b"Z" * 40960
        damaged.write_bytes(content)
        self.assertRegex(self.refusal("--store", self.store), "malformed|has .* rows")


if __name__ == "__main__":
    server_test.PROGRAM = sys.argv.pop(1)
    unittest.main()
