#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What leadcore-verify says about ports, good and mistaken: verify_test.py PROGRAM BUILD_OF_PROGRAM."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "meta"))
import vectors  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VECTORS = vectors.FOLDER
PROGRAM, BUILD = sys.argv[1:3]
EVERYTHING = ["core", "phone", "phone-codes", "phone-types", "json-read", "http"]


def port(mistake):
    return [sys.executable, str(HERE / "mistaken_port.py"), PROGRAM, mistake]


def run(*arguments, program=PROGRAM, **options):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120, **options)


def verify(mistake, *options):
    """The exit status and the report of a run against a mistaken port."""
    ran = run("pipe", "--json", *options, "--", *port(mistake))
    return ran.returncode, json.loads(ran.stdout)


class Conforming(unittest.TestCase):
    def test_the_library_conforms_at_every_level(self):
        levels = [word for level in EVERYTHING for word in ("--level", level)]
        ran = run("pipe", "--json", "--laws", "300", *levels, "--", PROGRAM, "answer")
        report = json.loads(ran.stdout)
        self.assertEqual((ran.returncode, report["findings"], report["stopped"]), (0, [], None))
        self.assertEqual(sum(group["same"] for name, group in report["groups"].items() if name != "laws"),
                         len(vectors.all_cases()))
        self.assertLessEqual(set(EVERYTHING), set(report["groups"]))
        calls = {case["call"] for case in vectors.all_cases() if not case["call"].startswith("load_")}
        self.assertEqual(report["groups"]["laws"]["same"], len(calls))

    def test_a_relay_conforms(self):
        status, report = verify("none", "--run", "query.*")
        self.assertEqual((status, report["findings"]), (0, []))

    def test_the_statement_names_each_level(self):
        ran = run("pipe", "--", *port("claims_core"))
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertRegex(ran.stdout, r"core: conforms \(\d+ same\)")
        self.assertRegex(ran.stdout, r"http: not claimed \(\d+ not claimed\)")
        self.assertTrue(ran.stdout.endswith("\nCONFORMS\n"))
        self.assertEqual(ran.stderr, "")  # no progress but on a terminal

    def test_a_level_can_be_required(self):
        status, report = verify("claims_core", "--run", "utf8.*", "--level", "http")
        self.assertEqual((status, report["faults"]), (1, ["the level http is not claimed"]))


class NoAnswer(unittest.TestCase):
    """Each has a verdict, names the call, and gives status 2."""

    def check(self, mistake, verdict, *texts):
        timeout = ["--timeout", "3"] if verdict == "hung" else []
        status, report = verify(mistake, *timeout, "--run", "utf8.*")
        self.assertEqual((status, report["stopped"]["verdict"]), (2, verdict), report)
        for text in texts:
            self.assertIn(text, report["stopped"]["text"])

    def test_hangs(self):
        self.check("hangs", "hung", "within 3 s", '"id":"utf8.0005","call":"check_utf8"')
        self.check("hangs_with_a_child", "hung", "utf8.0005")
        self.check("answers_half_a_line", "hung", "utf8.0005")
        left = subprocess.run(["pgrep", "-f", "mistaken_port.py.* hangs_with_a_child"], capture_output=True, text=True)
        self.assertEqual(left.stdout, "")

    def test_dies(self):
        self.check("exits", "died", "ended with status 3", "utf8.0005")
        self.check("is_killed", "died", "signal 9", "utf8.0005")
        self.check("closes_its_output", "died", "closed its output", "utf8.0005")
        self.check("ends_with_status_4", "died", "at the end of its input the port ended with status 4")

    def test_talks_nonsense(self):
        self.check("talks", "not_json", "utf8.0005", "Traceback:")
        self.check("answers_a_list", "not_json", "utf8.0005", "[]")
        self.check("answers_latin_1", "not_json", "utf8.0005", "e9")
        self.check("answers_nothing", "no_out", "utf8.0005")
        self.check("answers_twice", "unasked", "utf8.0006", "utf8.0005")
        self.check("answers_without_end", "too_long", "1000000", "utf8.0005")
        self.check("wrong_id", "wrong_id", "utf8.0005", "another")

    def test_a_hello_that_says_nothing(self):
        self.check("speaks_protocol_2", "bad_hello", "protocol")
        self.check("has_no_levels", "bad_hello", "levels")

    def test_cannot_start(self):
        ran = run("pipe", "--", "/nonexistent")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("COULD NOT BE VERIFIED (cannot_start): /nonexistent", ran.stdout)

    def test_nothing_claimed_is_not_verified(self):
        status, report = verify("claims_nothing", "--run", "utf8.*")
        self.assertEqual((status, report["groups"]["core"]["verdict"]), (2, "not claimed"))
        ran = run("pipe", "--run", "utf8.*", "--", *port("claims_nothing"))
        self.assertTrue(ran.stdout.endswith("COULD NOT BE VERIFIED: nothing that was chosen is claimed\n"), ran.stdout)

    def test_an_unknown_level_is_a_fault(self):
        status, report = verify("claims_another_level", "--run", "utf8.*")
        self.assertEqual((status, report["faults"]), (1, ["hello claims cores, which is no level or profile"]))


class Differences(unittest.TestCase):
    def test_unsupported_is_counted(self):
        fold, utf8 = len(vectors.read("fold")), len(vectors.read("utf8"))
        for mistake, count in (("unsupported", fold + utf8), ("unsupported_call", fold)):
            status, report = verify(mistake, "--run", "fold.*", "--run", "utf8.*", "--laws", "3")
            group = report["groups"]["core"]
            self.assertEqual((status, group["verdict"]), (1, "does not conform"))
            self.assertEqual(group["unsupported"], count)
            self.assertGreater(report["groups"]["laws"]["unsupported"], 0)

    def test_a_difference_for_people(self):
        ran = run("pipe", "--run", "fold.*", "--", *port("lower_ascii"))
        self.assertEqual(ran.returncode, 1)
        self.assertRegex(ran.stdout, r"fold\.\d{4}  rule fold\.\d \(.*spec\.md:\d+\)\n  .*\n  fold \{\"text\":")
        self.assertRegex(ran.stdout, r'/text\n    wanted "stra\\u00dfe|/text\n    wanted ".*\n    got    ".*\((?:[0-9a-f]{2} ?)+\)')
        self.assertIn("likely cause: ASCII-only lower-casing", ran.stdout)
        self.assertRegex(ran.stdout, r"\n  \d+ are what this gives: ASCII-only lower-casing \(fold\.")
        self.assertTrue(ran.stdout.isascii())

    def test_every_rule_is_linked(self):
        status, report = verify("empty")
        self.assertEqual((status, len(report["findings"])), (1, sum(group["differ"] for group in report["groups"].values())))
        rules = vectors.spec_rules()
        lines = (ROOT / "docs/spec.md").read_text().split("\n")
        for each in report["findings"]:
            path, line = each["link"].split(":")
            self.assertTrue(pathlib.Path(path).samefile(ROOT / "docs/spec.md"))
            self.assertTrue(rules[each["rule"]].startswith(lines[int(line) - 1].partition("** ")[2]) or
                            rules[each["rule"]] == lines[int(line) - 1], each["rule"])

    def test_causes_need_evidence(self):
        _, report = verify("utf16_order", "--run", "order.*", "--run", "list.*", "--laws", "1000")
        causes = [each["cause"] for each in report["findings"] if '"hex"' not in json.dumps(each["in"])]
        self.assertEqual(set(causes), {"ids are compared by UTF-16 units"})
        _, report = verify("page_has_no_maximum", "--run", "query.*")
        self.assertEqual({each["cause"] for each in report["findings"]}, {None})

    def test_an_answer_repeats_no_key(self):
        _, report = verify("repeats_the_key", "--run", "http.*")
        self.assertIn("the answer repeats the key", [each["got"].get("wrong") for each in report["findings"]])

    def test_junit(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "a report.xml")
            run("pipe", "--run", "fold.*", "--junit", str(file), "--", *port("lower_ascii"))
            suite = xml.parse(file).getroot().find("testsuite[@name='core']")
            self.assertEqual(int(suite.get("tests")), len(suite.findall("testcase")))
            self.assertEqual(int(suite.get("failures")), len(suite.findall("testcase/failure")))
            self.assertGreater(int(suite.get("failures")), 50)
            run("pipe", "--run", "fold.*", "--junit", str(file), "--", *port("talks"))
            self.assertEqual(xml.parse(file).getroot().find(".//error").get("type"), "not_json")


class Laws(unittest.TestCase):
    def counterexample(self, mistake, *options):
        status, report = verify(mistake, "--only-laws", "--laws", "1000", *options)
        self.assertEqual((status, len(report["findings"])), (1, 1))
        return report["findings"][0]

    def test_a_counterexample_is_shrunk(self):
        found = self.counterexample("lower_ascii", "--run", "fold.*")
        self.assertLessEqual(len(text := found["in"]["text"]), 2, text)
        found = self.counterexample("page_has_no_maximum", "--run", "query.*")
        self.assertRegex(found["in"]["query"], r"^pageSize=\d{3}$")

    def test_a_counterexample_is_a_case_of_the_vectors(self):
        found = self.counterexample("lower_ascii", "--run", "fold.*")
        case = json.loads(found["lines"][-1])
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copytree(VECTORS, pathlib.Path(folder, "vectors"))
            topic = case["id"].partition(".")[0]
            with (copy / f"{topic}.jsonl").open("a") as file:
                file.writelines(line + "\n" for line in found["lines"])
            chosen = ["pipe", "--vectors", str(copy), "--run", case["id"], "--"]
            self.assertEqual(run(*chosen, PROGRAM, "answer").returncode, 0)
            self.assertEqual(run(*chosen, *port("lower_ascii")).returncode, 1)
        try:
            import jsonschema
        except ImportError:
            self.skipTest("no jsonschema")
        jsonschema.validate(case, json.loads((VECTORS / "schema/case.schema.json").read_text()))

    def test_the_same_seed_draws_the_same_cases(self):
        first, again = (self.counterexample("lower_ascii", "--run", "fold.*", "--seed", "7") for _ in range(2))
        self.assertEqual(first, again)


class Selection(unittest.TestCase):
    def listed(self, *options):
        ran = run("pipe", "--list", *options)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return [line.split("\t") for line in ran.stdout.split("\n")[:-1]]

    def cases_of(self, rule):
        return len(json.loads((VECTORS / "manifest.json").read_text())["rules"][rule])

    def test_by_id_rule_and_step(self):
        self.assertEqual({each[3] for each in self.listed("--run", "fold.*")}, {"fold"})
        self.assertEqual(len(self.listed("--run", "query.4")), self.cases_of("query.4"))
        without = self.listed("--run", "query.*", "--skip", "query.4")
        self.assertEqual(len(without) + self.cases_of("query.4"), len(self.listed("--run", "query.*")))
        by_step = [self.listed("--step", str(step)) for step in range(1, 9)]
        self.assertEqual(sum(by_step, []), self.listed())  # in the order of the steps, and no case is lost

    def test_what_a_case_reads_is_loaded(self):
        self.assertEqual([each[3] for each in self.listed("--run", "list.0100")], ["load_leads", "list"])


class Usage(unittest.TestCase):
    def test_what_cannot_be_understood(self):
        for arguments, text in (
                ([], "leadcore-verify pipe"), (["pope"], "unknown command 'pope'"),
                (["pipe"], "the command of the port is missing"), (["pipe", "--step", "9", "--", "x"], "--step is an integer from 1 to 8"),
                (["pipe", "--laws", "-1", "--", "x"], "--laws is an integer"), (["pipe", "--foo", "--", "x"], "unknown option --foo"),
                (["pipe", "x"], "'x' is no option"), (["pipe", "--run"], "--run needs a value"),
                (["pipe", "--run", "nothing.*", "--", "x"], "no case is chosen"), (["pipe", "--level", "cores", "--", "x"], "there is no level cores"),
                (["pipe", "--vectors", "/nonexistent", "--", "x"], "/nonexistent has no manifest.json"),
                (["pipe", "--seed", "1", "--seed", "2", "--", "x"], "--seed is given twice")):
            ran = run(*arguments)
            self.assertEqual((ran.returncode, ran.stdout), (2, ""), arguments)
            self.assertIn(text, ran.stderr)

    def test_files_and_questions_that_are_none(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copytree(VECTORS, pathlib.Path(folder, "vectors"))
            (copy / "zz.jsonl").write_text('{"id":\n')
            ran = run("pipe", "--vectors", str(copy), "--list")
            self.assertEqual((ran.returncode, ran.stdout), (2, ""))
            self.assertIn("zz.jsonl is no file of vectors", ran.stderr)
        good = '{"id":1,"call":"fold","in":{"text":"A"}}\n'
        for bad in ("x", "[]", "{}", '{"call":"fold","in":{"text":1}}'):
            ran = run("answer", input=good + bad + "\n")
            self.assertEqual((ran.returncode, json.loads(ran.stdout)["out"]), (2, {"text": "a"}))
            self.assertIn("line 2 is no question", ran.stderr)

    def test_help(self):
        for arguments in (["--help"], ["pipe", "--help"], ["--version"]):
            self.assertEqual(run(*arguments).returncode, 0)


class Installed(unittest.TestCase):
    def test_it_finds_its_vectors(self):
        with tempfile.TemporaryDirectory() as folder:
            prefix = pathlib.Path(folder, "a prefix")
            subprocess.run(["cmake", f"-DCMAKE_INSTALL_PREFIX={prefix}", "-P", f"{BUILD}/cmake_install.cmake"], check=True, stdout=subprocess.DEVNULL)
            self.assertTrue((prefix / "share/leadcore/vectors/schema/case.schema.json").exists())
            # other vectors than those of the sources, so that these are the ones that it reads
            for file in (prefix / "share/leadcore/vectors").glob("*.jsonl"):
                if file.stem != "utf8":
                    file.unlink()
            program = str(prefix / "bin/leadcore-verify")
            ran = run("pipe", "--json", "--", program, "answer", program=program, cwd=folder)
            report = json.loads(ran.stdout)
            self.assertEqual((ran.returncode, list(report["groups"])), (0, ["core"]), ran.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
