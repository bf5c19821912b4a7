# SPDX-License-Identifier: BSL-1.0
"""HTML from the Markdown of docs/, from comments of headers, and from code."""

import html
import pathlib
import posixpath
import re
import sys

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token as Kind
from pygments.util import ClassNotFound

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests/meta"))
import vectors  # noqa: E402

RULES = vectors.spec_rules()
TOPICS = "|".join(sorted({rule.partition(".")[0] for rule in RULES}))


def escape(text):
    return html.escape(text, quote=True)


def slug(heading):
    """The anchor that GitHub and GitLab give to a heading."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


def relative(target, page):
    """A link to a page of the site, or a place in one, from another page."""
    path, hash_sign, anchor = target.partition("#")
    if path == page:
        return hash_sign + anchor or posixpath.basename(page)
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + hash_sign + anchor


class Linker:
    """Where the names of the library, the rules, the decisions and the files of the repository are."""

    def __init__(self):
        self.api = {}  # from a name, with and without namespaces, to its place; None if it has several
        self.types = set()  # names that are types
        self.files = {}  # from a file of the repository to its page
        self.wanted = set()  # files that a page links to

    def add_name(self, name, url):
        parts = [*name.scope, name.name]
        for begin in range(len(parts)):
            spelled = "::".join(parts[begin:])
            bare_elsewhere = begin == len(parts) - 1 and len(parts) > 2  # leadcore::list goes before leadcore::sql::list
            if bare_elsewhere and spelled in self.api:
                continue
            known = self.api.get(spelled, url)
            self.api[spelled] = url if known == url or len(parts) == 2 else None
        if name.kind in ("class", "enumeration", "concept", "type alias"):
            self.types.add(name.name)

    def file(self, path):
        """The page of a file or folder of the repository."""
        return self.files.get(path) or self.source(path)

    def source(self, path):
        """The page that shows a file as it is, or lists a folder."""
        self.wanted.add(path)
        return f"source/{path or 'index'}.html"


class Markup:
    def __init__(self, linker):
        self.linker = linker
        self.markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
        self.comments = MarkdownIt("commonmark", {"html": False}).enable("table").disable("autolink")
        for each in (self.markdown, self.comments):
            each.add_render_rule("raw", lambda _, tokens, at, *__: tokens[at].content)
            each.add_render_rule("fence", lambda _, *given: self.fence(*given))
            each.add_render_rule("code_block", lambda _, *given: self.fence(*given))
            each.add_render_rule("table_open", lambda *_: '<div class="table" tabindex="0"><table>')
            each.add_render_rule("table_close", lambda *_: "</table></div>\n")
            each.add_render_rule("html_block", lambda _, *given: self.raw(*given))
            each.add_render_rule("html_inline", lambda _, *given: self.raw(*given))

    # Code.

    def code(self, text, language, page, declared=None):
        """Highlighted code in which names of the library are links; of a declaration, with the declared name."""
        try:
            lexer = get_lexer_by_name(language or "text", stripnl=False)
        except ClassNotFound:
            lexer = get_lexer_by_name("text", stripnl=False)
        made, before = [], ""
        for kind, value in lexer.get_tokens(text.rstrip("\n")):
            shown = escape(value)
            if language == "cpp" and kind in Kind.Name and value != declared and (
                    url := self.api_in_code(value, before, declared is not None)):
                shown = f'<a href="{escape(relative(url, page))}">{shown}</a>'
            name = next((STANDARD_TYPES[each] for each in reversed(kind.split()) if each in STANDARD_TYPES), "")
            made.append(f'<span class="{name}">{shown}</span>' if name and name[0] in "kcsmn" and name not in ("n", "nx") else shown)
            before = (before + value)[-60:]
        return "".join(made).rstrip("\n")

    def api_in_code(self, name, before, declaration):
        scope = re.search(r"((?:\w+\s*::\s*)*)$", before)[0].replace(" ", "")
        if scope.startswith(("std::", "boost::", "tl::", "rc::", "detail::")) or "::detail::" in scope or before.endswith((".", "->")):
            return None
        if scope or "_" in name or declaration and name in self.linker.types:
            return self.linker.api.get(scope + name) or (self.linker.api.get(name) if not scope or scope == "leadcore::" else None)
        return None

    def block(self, text, language, page, declared=None):
        return f'<pre tabindex="0"><code>{self.code(text, language, page, declared)}</code></pre>\n'

    def fence(self, tokens, at, options, env):
        token = tokens[at]
        language = token.info.strip() or ("text" if token.type == "fence" else env.get("indented", "text"))
        return self.block(token.content, language, env["page"])

    def raw(self, tokens, at, options, env):
        text = tokens[at].content
        if text.startswith("<!--"):
            return ""
        return re.sub(r'\b(src|srcset|href)="(?![a-z]+:)([^"]*)"',
                      lambda found: f'{found[1]}="{escape(self.link(found[2], env))}"', text)

    # Links.

    def link(self, target, env):
        """A link of a document, to the page of what it links to."""
        if re.match(r"[a-z]+:", target):
            return target
        path, hash_sign, anchor = target.partition("#")
        if not path:
            return target
        path = posixpath.normpath(posixpath.join(posixpath.dirname(env["source"]), path))
        return relative(self.linker.file("" if path == "." else path) + hash_sign + anchor, env["page"])

    PROSE = re.compile(
        rf"(?P<rule>\b(?:{TOPICS})\.\w+)|(?P<decision>(?<=ecision )0\d{{3}}|(?<=ecisions )0\d{{3}}|(?<=\d, )0\d{{3}}|(?<=\d and )0\d{{3}})"
        r"|(?P<path>\b(?:docs|examples|tests|tools|include|bench|fuzz|scripts)/[\w./-]*\w)"
        r"|(?P<code>\b[a-z]\w*(?:::\w+)*(?:<\w+>)?\((?:[^()]|\([^()]*\))*\)|(?:\b\w+::)+\w+|\b[a-z]\w*_\w+)")

    def prose(self, text, env):
        """Text in which rules, decisions, and in comments files and names, are links."""
        made, end = [], 0
        for found in self.PROSE.finditer(text):
            kind, value = found.lastgroup, found[0]
            url, shown = None, escape(value)
            if kind == "rule":
                url = value in RULES and env["source"] != "docs/spec.md" and f"spec.html#{value}"
            elif kind == "decision":
                url = self.linker.decisions.get(value)
            elif env.get("comment"):
                if kind == "code":
                    head = re.match(r"[\w:]+", value)[0]
                    if where := self.linker.api.get(head):
                        shown = f'<a href="{escape(relative(where, env["page"]))}">{escape(head)}</a>{escape(value[len(head):])}'
                    shown = f"<code>{shown}</code>"
                elif value in self.linker.known_files:
                    url = self.linker.file(value)
            if url:
                shown = f'<a href="{escape(relative(url, env["page"]))}">{shown}</a>'
            made += [escape(text[end:found.start()]), shown]
            end = found.end()
        return "".join(made) + escape(text[end:])

    def adjust(self, tokens, env):
        """Gives headings, rules and links what the site needs; returns the headings."""
        headings, used, line = [], {}, 0
        for at, token in enumerate(tokens):
            line = token.map[0] if token.map else line
            if token.type == "heading_open":
                text = "".join(each.content for each in tokens[at + 1].children if each.type in ("text", "code_inline"))
                anchor = slug(text)
                used[anchor] = used.get(anchor, -1) + 1
                anchor += f"-{used[anchor]}" if used[anchor] else ""
                token.attrSet("id", anchor)
                headings.append((int(token.tag[1]), anchor, text))
            if token.type == "tr_open" and env["source"] == "docs/spec.md" and (names := env["rules_at"].get(token.map[0] if token.map else line)):
                token.attrSet("id", names[0])
                env["anchors_at"] = names[1:]
            if token.type == "inline":
                in_link = 0
                for child in token.children:
                    in_link += (child.type == "link_open") - (child.type == "link_close")
                    if child.type == "link_open":
                        child.attrSet("href", self.link(child.attrGet("href"), env))
                    elif child.type == "image":
                        child.attrSet("src", self.link(child.attrGet("src"), env))
                    elif child.type == "text" and not in_link and (made := self.prose(child.content, env)) != escape(child.content):
                        child.type, child.content = "raw", made
                    elif child.type == "code_inline" and not in_link and env.get("api"):
                        if url := self.linker.api.get(re.sub(r"\(\)$|<.*>$", "", child.content)):
                            child.type = "raw"
                            child.content = f'<a href="{escape(relative(url, env["page"]))}"><code>{escape(child.content)}</code></a>'
                if env.get("anchors_at"):
                    ids = "".join(f'<a id="{escape(each)}"></a>' for each in env.pop("anchors_at"))
                    token.children.insert(0, raw_token(ids))
                if env["source"] == "docs/spec.md" and len(token.children) > 2 and token.children[1].type == "strong_open":
                    if (rule := token.children[2].content) in RULES:
                        token.children[1].attrSet("id", rule)
                        # its text is shown as it is, not as a link to itself
                        token.children[2].type = "text"
        return headings

    def document(self, text, source, page, api=True):
        """The HTML of a Markdown file and its headings."""
        env = {"source": source, "page": page, "api": api}
        if source == "docs/spec.md":
            env["rules_at"] = rule_lines(text)
        tokens = self.markdown.parse(text, env)
        headings = self.adjust(tokens, env)
        made = self.markdown.renderer.render(tokens, self.markdown.options, env)
        return made.replace("<th></th>", "<td></td>"), headings  # an empty cell heads nothing

    def comment(self, text, page, indented="cpp", inline=False):
        """The HTML of a comment, which is Markdown in which names are links."""
        env = {"source": "", "page": page, "comment": True, "api": True, "indented": indented}
        parse = self.comments.parseInline if inline else self.comments.parse
        tokens = parse(text, env)
        self.adjust(tokens, env)
        return self.comments.renderer.render(tokens, self.comments.options, env)


def raw_token(content):
    token = Token("raw", "", 0)
    token.content = content
    return token


def rule_lines(text):
    """From the number of a line of a table of the spec, counted from 0, to the rules in it."""
    at = {}
    lines = text.splitlines()
    for rule, content in RULES.items():
        if content.startswith("|"):
            at.setdefault(lines.index(content), []).append(rule)
    return at
