#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the site of README.md, docs/ and the headers: build.py [--output DIR].

Exits with 1 if a page has a broken link or anchor, if a public name has no comment or no example
that the tests build, or if clang finds a problem in a comment (-Wdocumentation).
"""

import argparse
import html.parser
import itertools
import json
import pathlib
import posixpath
import re
import shutil
import subprocess
import sys
import textwrap

import examples
from headers import LEADCORE, ROOT, Reader
from markup import RULES, Linker, Markup, escape, relative

sys.path.insert(0, str(ROOT / "tests/meta"))
from repository import LAYERS, PUBLIC, SHARED, files  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
NOT_LINKED = {"docs/spec.md", "docs/vectors.md", "docs/verify.md", "docs/porting.md"}  # for readers without the library
LARGEST_SOURCE = 150_000  # bytes that a page shows of a file
GROUPS = {
    "Start": ["README.md", "docs/how_to/install.md", "docs/tutorial.md"],
    "How to": ["docs/how_to/"],
    "Verify and port": ["docs/spec.md", "docs/vectors.md", "docs/verify.md", "docs/porting.md", "docs/reference/port_bugs.md",
                        "docs/reference/port_bugs_typescript.md"],
    "Understand": ["docs/design.md", "docs/index.md", "docs/decisions/README.md", "docs/limits.md", "docs/benchmarks.md", "docs/"],
    "Project": ["CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "ROADMAP.md"],
}
KIND_WORDS = {"class": "type", "type alias": "type", "alias": "constant"}


class Page:
    def __init__(self, url, title, body, headings=(), kind=""):
        self.url, self.title, self.body, self.headings, self.kind = url, title, body, headings, kind


class Section:
    """A part of a comment: the text of a command, such as @param."""

    def __init__(self, command, title):
        self.command, self.title, self.lines = command, title, []


def sections(comment):
    """The text of a comment, and the parts of its commands."""
    text, parts, current = [], [], None
    for line in comment.split("\n"):
        if found := re.match(r"@(param|tparam|returns?|par|pre|invariant|see)\b *(.*)", line):
            command, rest = found[1].rstrip("s") if found[1] == "returns" else found[1], found[2]
            title = ""
            if command == "par":
                title, rest = rest, ""
            elif command in ("param", "tparam"):
                title, _, rest = rest.partition(" ")
            current = Section(command, title.strip())
            current.lines.append(rest.strip())
            parts.append(current)
        elif current is not None and line.strip():
            current.lines.append(line)
        else:
            current = None
            text.append(line)
    return "\n".join(text).strip(), parts


def first_sentence(comment):
    text = " ".join(sections(comment)[0].split("\n\n")[0].split())
    found = re.match(r"(.+?[.:])(?: [A-Z(]|$)", text)
    return (found[1] if found else text).rstrip(":")


def markdown_tables(text):
    """Tables of comments, without the line below the header and with cells in several lines, as Markdown has them."""
    made = []
    for is_table, lines in itertools.groupby(text.split("\n"), lambda line: line.lstrip().startswith("|")):
        if not is_table:
            made += lines
            continue
        rows = []
        for cells in ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines):
            if rows and not cells[0]:
                rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells)]
            else:
                rows.append(cells)
        rows.insert(1, ["---"] * len(rows[0]))
        made += ["", *("| " + " | ".join(row) + " |" for row in rows), ""]
    return "\n".join(made)


class Site:
    def __init__(self, output):
        self.output = output
        self.pages = []
        self.search = []
        self.problems = []
        self.linker = Linker()
        self.markup = Markup(self.linker)
        self.tracked = [name for name in files() if not name.startswith("fuzz/corpus/")]
        self.linker.known_files = set(self.tracked)
        self.documents = {name: name.removeprefix("docs/").removesuffix(".md") + ".html" for name in self.tracked
                          if re.fullmatch(r"[A-Z]+\.md|docs/.*\.md", name)}
        for name, url in self.documents.items():
            self.documents[name] = url = re.sub(r"\bREADME\.html$", "index.html", url) if "/" in url else (
                {"README.html": "index.html", "index.html": "how_the_index_works.html"}.get(url, url.lower()))
            self.linker.files[name] = url
            if name.endswith("/README.md"):
                self.linker.files[posixpath.dirname(name)] = url
        self.linker.files |= {name: name.removeprefix("docs/") for name in self.tracked if name.startswith("docs/images/")}
        self.linker.decisions = {posixpath.basename(name)[:4]: url for name, url in self.documents.items() if name.startswith("docs/decisions/0")}

    # The reference of the headers.

    def read_headers(self):
        self.reader = Reader()
        self.problems += self.reader.problems
        by_name = {name.qualified: name for name in self.reader.names}
        groups = {}
        for name in self.reader.names:
            if name.kind == "alias" and (target := by_name.get("::".join((*name.scope, name.declaration.split()[-1])))):
                name.comment = name.comment or f"The same as {target.scope[-1]}::{target.name}. {target.comment}"
            groups.setdefault((name.header, name.qualified), []).append(name)
        self.api = {f"{header}.hpp": [] for header in PUBLIC if header not in SHARED}  # each name with all its declarations
        for (header, _), names in groups.items():
            self.api[header].append(names)
        for header, all_names in self.api.items():
            used = set()
            for names in all_names:
                short = names[0].name if names[0].name not in used else "-".join((*names[0].scope, names[0].name))
                used.add(short)
                names[0].anchor = re.sub(r"[^\w-]", lambda found: f"-{ord(found[0]):x}", short)
                self.linker.add_name(names[0], f"{self.url_of(header)}#{names[0].anchor}")
        for header in self.api:
            self.linker.files[f"include/leadcore/{header}"] = self.url_of(header)
        for names in itertools.chain(*self.api.values()):
            if not any(each.comment for each in names):
                self.problems.append(f"include/leadcore/{names[0].file}:{names[0].line}: {names[0].qualified} has no comment")
        self.check_members()
        self.format_declarations()

    @staticmethod
    def url_of(header):
        return f"api/{header.removesuffix('.hpp')}.html"

    def check_members(self):
        """Member functions need a comment, unless a concept, or a class of the same header, says what they do."""
        known = {word for names in itertools.chain(*self.api.values()) for each in names if each.kind == "concept"
                 for word in re.findall(r"[.:](\w+)(?:<[^>]*>)?\(", each.declaration)} | {"sql", "meaning", "schema", "draw"}
        trivial = re.compile(r"= default$|^operator(\(\)|=|\*|->|\+\+)$|^(begin|end)$|^operator ")
        for all_names in self.api.values():
            members = [member for names in all_names for each in names for member in each.members]
            explained = known | {member.name for member in members if member.comment}
            for member in members:
                if member.kind == "function" and member.name not in explained and not (
                        trivial.search(member.name) or trivial.search(member.declaration)):
                    self.problems.append(f"include/leadcore/{member.file}:{member.line}: {member.qualified} has no comment")

    def format_declarations(self):
        """All declarations in lines that fit beside the menu, by one run of clang-format."""
        every = []
        for name in self.reader.names:
            every += [name, *(member for member in name.members if member.kind != "enumerator")]
        every = [each for each in every if each.kind not in ("concept", "macro")]
        text = "".join(f"//@@\n{each.declaration}{' {}' if each.kind in ('class', 'enumeration') else ''};\n" for each in every)
        made = subprocess.run(["clang-format-19", "--style={BasedOnStyle: InheritParentConfig, ColumnLimit: 84}", "--assume-filename",
                               str(LEADCORE / "declarations.hpp")], input=text, capture_output=True, text=True, check=True).stdout
        formatted = made.split("//@@\n")[1:]
        for each, declaration in zip(every, formatted, strict=True):
            each.declaration = textwrap.dedent(re.sub(r"\s*\{\s*\}\s*;?$", ";", declaration.strip()))

    def comment(self, comment, page, level=3):
        """The HTML of a comment with its commands."""
        text, parts = sections(comment)
        made = [self.markup.comment(text, page)]
        for command, title in (("tparam", "Template parameters"), ("param", "Parameters")):
            if given := [part for part in parts if part.command == command]:
                rows = "".join(f"<dt><code>{escape(part.title)}</code></dt><dd>{self.inline(part, page)}</dd>" for part in given)
                made.append(f'<h{level} class="part">{title}</h{level}><dl class="parameters">{rows}</dl>')
        for command, title in (("return", "Returns"), ("pre", "Requires"), ("par", ""), ("invariant", "Invariant"), ("see", "See also")):
            for part in parts:
                if part.command == command and not (command == "par" and part.title == "Example"):
                    made.append(f'<h{level} class="part">{escape(title or part.title)}</h{level}>{self.part(part, page)}')
        return "\n".join(made)

    def inline(self, part, page):
        return self.markup.comment(" ".join(" ".join(part.lines).split()), page, inline=True)

    def part(self, part, page):
        body = markdown_tables("\n".join(part.lines).strip("\n"))
        if part.command == "see":  # names, each of which becomes a link
            body = re.sub(r"(?<![\w/.:])([a-z]\w*)(?![\w/.:]*[/.]\w)", lambda found: f"`{found[1]}`" if self.linker.api.get(found[1]) else found[1], body)
        if not part.title.startswith("Grammar"):
            body = textwrap.dedent(body)
        return self.markup.comment(body, page, indented="text" if part.title.startswith("Grammar") else "cpp")

    def example(self, names, page):
        """The HTML of an example of a name: of its comment, or from a program."""
        name = names[0]
        for each in names:
            for part in sections(each.comment)[1]:
                if part.command == "par" and part.title == "Example":
                    code = textwrap.dedent("\n".join(part.lines).strip("\n"))
                    return f"<h3 class=\"part\">Example</h3>{self.markup.block(code, 'cpp', page)}"
        for program, place in self.uses(name):
            code, line = examples.excerpt(program, place)
            url = self.linker.file(program.path)
            if not program.path.endswith(".md"):
                url += f"#L{line}"
            where = f'<a href="{escape(relative(url, page))}">{escape(program.path)}</a>'
            return f"<h3 class=\"part\">Example</h3>{self.markup.block(code, 'cpp', page)}<p class=\"origin\">From {where}</p>"
        if "detail/" not in name.file and not name.name.startswith(("operator", "showValue")):  # RapidCheck calls the latter
            self.problems.append(f"include/leadcore/{name.file}:{name.line}: no example and no test uses {name.qualified}")
        return ""

    def uses(self, name):
        """Programs that use a name, or else the short name of a template, or what its comment refers to."""
        def using(name):
            return ((program, places[0]) for program in self.programs if (places := examples.uses(name, program)))

        yield from using(name)
        see = {word for part in sections(name.comment)[1] if part.command == "see" for line in part.lines for word in re.findall(r"\w+", line)}
        for other in self.reader.names:
            if other.name in see or other.kind in ("type alias", "constant") and re.search(rf"\b{name.name}\b", other.declaration):
                yield from using(other)

    def member(self, member, page):
        declaration = member.declaration.rstrip(";") + (";" if member.kind != "enumerator" else "")
        made = self.markup.block(declaration, "cpp", page, member.name)
        return f'<div class="member"{member.id}>{made}<div>{self.comment(member.comment, page, level=4)}</div></div>'

    def entry(self, names, page):
        name = names[0]
        kind = KIND_WORDS.get(name.kind, name.kind)
        scope = "::".join(name.scope[1:])
        made = [f'<section class="name" aria-labelledby="{name.anchor}"><h2 id="{name.anchor}">'
                f'{"<span>" + escape(scope) + "::</span>" if scope else ""}{escape(name.name)} <small>{kind}</small></h2>']
        shared = ""
        for each in names:
            made.append(self.markup.block(each.declaration, "cpp", page, name.name))
            if each.comment and each.comment != shared:
                made.append(self.comment(each.comment, page))
            shared = each.comment
        members = [member for each in names for member in each.members]
        anchors = set()
        for member in members:
            member.anchor = re.sub(r"[^\w-]", lambda found: f"-{ord(found[0]):x}", member.name)
            member.anchor = f"{name.anchor}.{member.anchor}"
            member.id = f' id="{member.anchor}"' if member.anchor not in anchors else ""  # of overloads the first
            anchors.add(member.anchor)
        if name.kind == "enumeration":
            rows = "".join(f"<tr{member.id}><td><code>{escape(member.declaration)}</code></td><td>{self.markup.comment(member.comment, page, inline=True)}</td></tr>"
                           for member in members)
            made.append(f'<div class="table" tabindex="0"><table><thead><tr><th>value</th><th>meaning</th></tr></thead><tbody>{rows}</tbody></table></div>')
        elif members:
            plain = [member for member in members if member.kind in ("member", "constant", "type alias")]
            rows = "".join(f'<tr{member.id}><td><code>{self.markup.code(member.declaration.rstrip(";"), "cpp", page, member.name)}</code></td>'
                           f"<td>{self.markup.comment(' '.join(member.comment.split()), page, inline=True)}</td></tr>" for member in plain)
            if plain:
                made.append('<h3>Members</h3><div class="table" tabindex="0"><table><thead><tr><th>declaration</th><th>meaning</th></tr></thead>'
                            f"<tbody>{rows}</tbody></table></div>")
            functions = [member for member in members if member not in plain]
            if functions:
                made.append("<h3>Member functions</h3>" + "".join(self.member(member, page) for member in functions))
        made.append(self.example(names, page))
        made.append("</section>")
        brief = next((first_sentence(each.comment) for each in names if each.comment), "")
        self.search.append((name.qualified.removeprefix("leadcore::"), kind, f"{page}#{name.anchor}", brief))
        for member in members:
            if member.kind != "member" or member.comment:
                self.search.append((f"{name.name}::{member.name}", f"member of {name.name}", f"{page}#{member.anchor}", first_sentence(member.comment)))
        return "\n".join(made)

    def header_pages(self):
        self.programs = list(examples.programs())
        introductions = {}
        for header, all_names in self.api.items():
            page = self.url_of(header)
            source = (LEADCORE / header).read_text()
            found = re.search(r"#define LEADCORE_\w+_HPP\n\n((?://(?!/).*\n)+)", source)
            introduction = re.sub(r"^// ?", "", found[1], flags=re.M) if found else ""
            introductions[header] = first_sentence(introduction)
            umbrella = [name for name in ("leadcore.hpp", "index.hpp", "sql.hpp", "http.hpp") if f"<leadcore/{header}>" in (LEADCORE / name).read_text()]
            rows = "".join(
                f'<tr><td><a href="#{names[0].anchor}"><code>{escape("::".join((*names[0].scope[1:], names[0].name)))}</code></a></td>'
                f"<td>{self.markup.comment(next((first_sentence(each.comment) for each in names if each.comment), ''), page, inline=True)}</td></tr>"
                for names in all_names)
            source_url = relative(self.linker.source(f"include/leadcore/{header}"), page)
            body = (f'<h1>{escape(header)}</h1>{self.markup.block(f"#include <leadcore/{header}>", "cpp", page)}'
                    f'<p class="origin">{"Also in <code>leadcore/" + umbrella[0] + "</code>. " if umbrella else ""}<a href="{escape(source_url)}">Source</a></p>'
                    f"{self.markup.comment(introduction, page)}"
                    + (f'<div class="table" tabindex="0"><table class="names"><thead><tr><th>name</th><th>meaning</th></tr></thead><tbody>{rows}</tbody></table></div>'
                       if rows else "")
                    + "\n".join(self.entry(names, page) for names in all_names))
            headings = [(2, names[0].anchor, names[0].name) for names in all_names]
            self.pages.append(Page(page, header, body, headings, "api"))
            self.search.append((header, "header", page, introductions[header]))
        page = "api/index.html"
        made = ["<h1>Reference of the headers</h1><p>Every public name, by folder and header. Each has its declaration as the compiler reads it, "
                "what its comment says, and an example from a program that the tests build.</p>"]
        for folder in [*LAYERS, ""]:
            headers = [header for header in self.api if posixpath.dirname(header) == folder]
            if headers:
                made.append(f'<h2 id="{folder or "top"}">{folder + "/" if folder else "At the top"}</h2>')
                rows = "".join(f'<tr><td><a href="{relative(self.url_of(header), page)}"><code>{escape(header)}</code></a></td>'
                               f"<td>{self.markup.comment(introductions[header], page, inline=True)}</td></tr>" for header in headers)
                made.append('<div class="table" tabindex="0"><table class="names"><thead><tr><th>header</th><th>for</th></tr></thead>'
                            f"<tbody>{rows}</tbody></table></div>")
        self.pages.append(Page(page, "Reference of the headers", "\n".join(made), [(2, folder, folder + "/") for folder in LAYERS], "api"))
        self.linker.files["include/leadcore"] = page
        for folder in LAYERS:
            self.linker.files[f"include/leadcore/{folder}"] = f"{page}#{folder}"

    # Documents and files.

    def document_pages(self):
        for name, url in self.documents.items():
            body, headings = self.markup.document((ROOT / name).read_text(), name, url, api=name not in NOT_LINKED)
            body = re.sub(r'<h([1-4]) id="([^"]*)">(.*?)</h\1>',
                          r'<h\1 id="\2">\3 <a class="anchor" href="#\2" aria-label="Link to this section">#</a></h\1>', body, flags=re.S)
            title = headings[0][2]
            self.pages.append(Page(url, title, body, headings[1:], name))
            for level, anchor, heading, text in self.split(body):
                self.search.append((heading if level > 1 else title, title if level > 1 else "page", f"{url}#{anchor}" if level > 1 else url, text))

        for rule, text in RULES.items():
            self.search.append((rule, "rule", f"spec.html#{rule}", re.sub(r"[*`|]|\]\([^)]*\)", " ", text).strip()))

    @staticmethod
    def split(body):
        """The text below each heading of a page."""
        parts = re.split(r'<h([1-3]) id="([^"]*)">(.*?)</h\1>', body, flags=re.S)
        for level, anchor, heading, text in zip(*[iter(parts[1:])] * 4):
            plain = [html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<a class=\"anchor\".*?</a>|(?<=>)\n", " ", each, flags=re.S))) for each in (heading, text)]
            yield int(level), anchor, plain[0].strip(), " ".join(plain[1].split())

    def source_pages(self):
        """The files that other pages link to, and what these link to."""
        done = set()
        while todo := sorted(self.linker.wanted - done):
            for path in todo:
                done.add(path)
                page = self.linker.source(path)
                if (ROOT / path).is_dir():
                    inside = [each for each in self.tracked if each.startswith(path + "/" if path else "")]
                    rows = "".join(f'<li>{self.file_link(each, page)}</li>' for each in inside)
                    body = f"<h1>{escape(path or 'Files')}</h1><ul>{rows}</ul>" if inside else ""
                elif path in self.linker.known_files:
                    body = f"<h1>{escape(path)}</h1>" + self.source((ROOT / path), page)
                else:
                    continue  # the check of the links says which page links to it
                self.pages.append(Page(page, path or "Files", body, (), "source"))

    def file_link(self, path, page):
        if (ROOT / path).stat().st_size > LARGEST_SOURCE or path.endswith((".png", ".gz")):
            return escape(path)
        return f'<a href="{escape(relative(self.linker.file(path), page))}">{escape(path)}</a>'

    def source(self, path, page):
        text = path.read_bytes().decode(errors="replace")
        if path.suffix == ".md":
            return self.markup.document(text, path.relative_to(ROOT).as_posix(), page)[0]
        if len(text) > LARGEST_SOURCE:
            return f"<p>{len(text):,} bytes, which are only in the repository.</p>"
        lines = "\n".join(f'<span id="L{at}">{escape(line)}</span>' for at, line in enumerate(text.split("\n"), 1))
        return f'<pre class="source" tabindex="0"><code>{lines}</code></pre>'

    # The frame of each page.

    def menu(self, page):
        made, listed = [], set()
        titles = {each.url: each.title for each in self.pages}
        for group, names in GROUPS.items():
            urls = []
            for name in names:
                for document in sorted(self.documents, key=lambda each: titles[self.documents[each]]) if name.endswith("/") else [name]:
                    if document in self.documents and document not in listed and (document == name or document.startswith(name) and "/decisions/0" not in document):
                        listed.add(document)
                        urls.append(self.documents[document])
            if group == "How to":
                api = self.api_menu(page)
            items = "".join(self.menu_item(url, "Overview" if url == "index.html" else titles[url], page) for url in urls)
            made.append(f"<h2>{group}</h2><ul>{items}</ul>")
            if group == "How to":
                made.append(api)
        return "".join(made)

    def api_menu(self, page):
        items = [self.menu_item("api/index.html", "All headers", page)]
        for folder in [*LAYERS, ""]:
            headers = [header for header in self.api if posixpath.dirname(header) == folder]
            here = page.url.startswith("api/") and posixpath.dirname(page.url.removeprefix("api/")) == folder and page.url != "api/index.html"
            inner = "".join(self.menu_item(self.url_of(header), header, page) for header in headers) if here else ""
            if folder:
                items.append(f'<li><a href="{relative("api/index.html#" + folder, page.url)}">{folder}/</a>{"<ul>" + inner + "</ul>" if inner else ""}</li>')
            else:
                items.append(inner)
        return f"<h2>Reference</h2><ul>{''.join(items)}</ul>"

    @staticmethod
    def menu_item(url, title, page):
        current = ' aria-current="page"' if url == page.url else ""
        return f'<li><a href="{escape(relative(url, page.url))}"{current}>{escape(title)}</a></li>'

    def html(self, page):
        up = relative("x", page.url)[:-1]
        inner = [(level, anchor, text) for level, anchor, text in page.headings if level in (2, 3)]
        if len(inner) > 40:
            inner = [each for each in inner if each[0] == 2]
        contents = ""
        if len(inner) > 1 and page.kind != "source":
            items = "".join(f'<li class="level{level}"><a href="#{escape(anchor)}">{escape(text)}</a></li>' for level, anchor, text in inner)
            contents = f'<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>{items}</ul></nav>'
        version = re.search(r'#define LEADCORE_VERSION_MAJOR (\d+)\n#define \w+ (\d+)\n#define \w+ (\d+)', (LEADCORE / "version.hpp").read_text())
        title = page.title if page.url == "index.html" else f"{page.title} - leadcore"
        return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="{up}site.css">
<script defer src="{up}site.js" data-root="{up}"></script>
</head>
<body class="{'wide' if not contents else ''}">
<a class="skip" href="#site-content">Skip to the content</a>
<header class="bar">
<a class="home" href="{relative('index.html', page.url)}">leadcore <small>{'.'.join(version.groups())}</small></a>
<form role="search" hidden><label class="hidden" for="site-search">Search names and pages</label>
<input id="site-search" type="search" placeholder="Search names and pages (/)" autocomplete="off" spellcheck="false" role="combobox"
 aria-expanded="false" aria-controls="site-found" aria-autocomplete="list"><ul id="site-found" role="listbox" aria-label="Found" hidden></ul></form>
<a class="menu" href="#site-pages">Menu</a>
</header>
<div class="frame">
<main id="site-content" tabindex="-1">
{page.body}
</main>
{contents}
<nav id="site-pages" class="pages" aria-label="Pages">{self.menu(page)}</nav>
</div>
</body>
</html>
"""

    def write(self):
        if self.output.exists() and any(self.output.iterdir()) and not (self.output / "search_index.js").exists():
            sys.exit(f"build.py: {self.output} is no earlier site and not empty, so it is left alone")
        shutil.rmtree(self.output, ignore_errors=True)
        for page in self.pages:
            path = self.output / page.url
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.html(page))
        shutil.copytree(ROOT / "docs/images", self.output / "images")
        for name in ("site.css", "site.js"):
            shutil.copy(HERE / name, self.output / name)
        (self.output / "search_index.js").write_text("leadcoreSearch(" + json.dumps(self.search, separators=(",", ":")) + ");\n")

    def build(self):
        self.read_headers()
        self.header_pages()
        self.document_pages()
        self.source_pages()
        self.write()
        links = len(self.search)
        found = {path.relative_to(self.output).as_posix(): Links(path) for path in self.output.rglob("*.html")}
        for title, _, target, _ in self.search:
            path, _, anchor = target.partition("#")
            if path not in found or anchor and anchor not in found[path].ids:
                self.problems.append(f"the search leads for {title} to {target}, which is not there")
        for url, page in found.items():
            for anchor, count in page.ids.items():
                if count > 1:
                    self.problems.append(f"{url}: the id {anchor} occurs {count} times")
            for target in page.targets:
                links += 1
                if re.match(r"https?:|mailto:", target):
                    continue
                path, _, anchor = target.partition("#")
                path = posixpath.normpath(posixpath.join(posixpath.dirname(url), path)) if path else url
                if path not in found and not (self.output / path).is_file():
                    self.problems.append(f"{url}: the link {target} leads nowhere")
                elif anchor and path in found and anchor not in found[path].ids:
                    self.problems.append(f"{url}: the link {target} has no such anchor")
        return links


class Links(html.parser.HTMLParser):
    """The links of a page and the places in it."""

    def __init__(self, path):
        super().__init__()
        self.targets, self.ids = [], {}
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids[value] = self.ids.get(value, 0) + 1
            elif name in ("href", "src", "srcset"):
                self.targets.append(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "build/site")
    options = parser.parse_args()
    site = Site(options.output)
    links = site.build()
    for problem in sorted(set(site.problems)):
        print(problem)
    names = sum(len(each) for each in site.api.values())
    print(f"site: {len(site.pages)} pages, {names} public names, {links} links, {len(set(site.problems))} problems")
    return 1 if site.problems else 0


if __name__ == "__main__":
    sys.exit(main())
