#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Adds one field to a lead and one filter to the documented endpoint, in a copy of the headers, and compiles
a program for each interpreter that uses both. Each of the two touches one file.

    extension_test.py --compiler COMPILER [--include FOLDER...] [--only PART...]
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

from repository import ROOT

#: for each of the two, the edits: a header, a text that occurs in it once, and what takes its place
FIELD = [("model/lead.hpp", "  AND FIELD(std::optional<Text>, client_id, \"Client that the lead is linked to.\")\n",
          "  AND FIELD(std::optional<Text>, client_id, \"Client that the lead is linked to.\")"
          " AND FIELD(std::int64_t, score, \"How good it is.\")\n")]
FILTER = [("query/endpoint.hpp", "  page_request page{};\n", "  page_request page{};\n  std::optional<std::int64_t> score_from;\n"),
          ("query/endpoint.hpp", '      owned_by<"assigned_to_id">(&query::assigned_to),\n',
           '      owned_by<"assigned_to_id">(&query::assigned_to),\n'
           '      at_least<"score">(&query::score_from),\n')]

#: for each interpreter its headers and a function that uses the field and the filter
PROGRAMS = {
    "query string": (["query/query_string"], """
        bool check() { return parse_query("scoreFrom=3").value().score_from == 3 &&
                              to_query_string(parse_query("scoreFrom=3").value()) == "scoreFrom=3"; }"""),
    "match": (["query/endpoint"], """
        bool check(const lead& row, const lead_query& query) { return row.score > 0 && matches(row, query); }"""),
    "list": (["query/list"], """
        auto check(const std::vector<lead>& rows) { return list(rows, {.page = {}, .score_from = 3}); }"""),
    "JSON": (["json/write"], """
        std::string check(const lead& row) { return to_json(row); }"""),
    "reading JSON": (["json/read"], """
        std::int64_t check(std::string_view text) { return parse_lead_json(text).value().score; }"""),
    "index": (["index/lead_index"], """
        auto check(const std::vector<lead>& rows) { return lead_index(rows).list({.page = {}, .score_from = 3}); }"""),
    "SQL": (["sql/statements"], """
        auto check(const organisation_id& owner, const lead_query& query, const lead& row) {
          return std::pair(sql::select_page<sql::sqlite>(owner, query), sql::upsert<sql::sqlite>(owner, row)); }"""),
    "HTTP": (["http/list_leads", "store/memory_store", "http/tokens"], """
        struct no_keys { std::optional<principal> authenticate(std::string_view) const { return {}; } };
        auto check(const http::request& request, const memory_store& store, const no_keys& keys) {
          return http::list_leads(request, store, keys); }"""),
    "testing kit": (["testing/laws", "testing/drawing"], """
        auto check(const std::vector<lead>& rows, const lead_query& query) {
          return testing::list_laws([](const std::vector<lead>&, const lead_query&) { return page_of<lead>{}; }, rows, query); }
        auto drawn() { return testing::draw_scenario(testing::seeded_tape(1, 100)).query.score_from; }"""),
}


def edit(headers, edits):
    """Applies edits to a copy of the headers; the number of files that they touch."""
    for name, replaced, text in edits:
        path = headers / name
        found = path.read_text()
        if found.count(replaced) != 1:
            sys.exit(f"{name}: {replaced.strip()!r} occurs {found.count(replaced)} times")
        path.write_text(found.replace(replaced, text))
    return len({name for name, _, _ in edits})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", choices=[*PROGRAMS])
    options = parser.parse_args()
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        include = pathlib.Path(folder, "include")
        shutil.copytree(ROOT / "include", include)
        touched = {"field": edit(include / "leadcore", FIELD), "filter": edit(include / "leadcore", FILTER)}

        def problem(parts):
            """Compiles parts as one source, each in a namespace of its own: most of the time is the headers."""
            source = pathlib.Path(folder, "program.cpp")
            lines = [f"#include <leadcore/{header}.hpp>" for headers, _ in parts for header in headers]
            lines += ["using namespace leadcore;"]
            lines += [f"namespace part_{number} {{{text}\n}}" for number, (_, text) in enumerate(parts)]
            source.write_text("\n".join(lines) + "\n")
            built = subprocess.run([options.compiler, "-std=c++20", "-fsyntax-only", f"-I{include}",
                                    *(f"-I{each}" for each in options.include), source], capture_output=True, text=True)
            return built.stderr[:3000] if built.returncode != 0 else None

        wanted = options.only or [*PROGRAMS]
        if problem([PROGRAMS[name] for name in wanted]):
            found = {name: problem([PROGRAMS[name]]) for name in wanted}
            problems = [f"{name}: does not compile with one field and one filter more:\n{text}" for name, text in found.items() if text]
            problems = problems or ["the programs compile alone, but not as one"]
    print("\n".join(problems))
    print(f"one more field touches {touched['field']} file, one more filter {touched['filter']}; "
          f"{len(problems)} of {len(wanted)} interpreters do not have them")
    return 1 if problems or touched != {"field": 1, "filter": 1} else 0


if __name__ == "__main__":
    sys.exit(main())
