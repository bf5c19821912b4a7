#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes include/leadcore/text/detail/phone_tables.hpp from libphonenumber's numbering plans.

    tools/phone_tables.py --output include/leadcore/text/detail/phone_tables.hpp
    tools/phone_tables.py --check  include/leadcore/text/detail/phone_tables.hpp   (exit status 1 if it differs)
    tools/phone_tables.py                                                     (to standard output)

Input: the metadata of libphonenumber (--source; tools/phone_metadata.py has the sources), of which
only facts are used: calling codes, regions, prefixes and the patterns of numbers; and
UnicodeData.txt (Debian: unicode-data) for decimal digits, letters and numbers. Both versions are
pinned.

All patterns (international prefix, national prefix with its transform, general number) match finite
sets of digit strings, so they are compiled to one acyclic automaton with deduplicated states.
include/leadcore/text/detail/phone_plan.hpp describes the layout. Every assumption of that header
about the metadata is checked here; a violation stops the generator.
"""

import argparse
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import phone_metadata

try:
    import re._constants as sre
    import re._parser as sre_parser
except ImportError:  # before Python 3.11
    import sre_constants as sre
    import sre_parse as sre_parser

UNICODE_VERSION = "15.0.0"
MAX_NSN = 17  # digits of a national number, the oracle's limit
NO_PLAN = 255
OFFSET_BITS, WORD_BITS = 11, 16
DEAD = 0


def require(condition, what):
    if not condition:
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: an assumption no longer holds: {what}")


# Patterns. ----------------------------------------------------------------------------------------


class Nfa:
    """A Thompson automaton with alternatives in the order in which a backtracking matcher tries them."""

    def __init__(self, pattern):
        self.nodes = []
        self.accept = self.add("accept")
        self.start = self.sequence(sre_parser.parse(pattern), self.accept)

    def add(self, *node):
        self.nodes.append(node)
        return len(self.nodes) - 1

    @staticmethod
    def digits(items):
        mask = 0
        for kind, value in items:
            if kind is sre.LITERAL:
                low = high = value
            elif kind is sre.RANGE:
                low, high = value
            else:
                require(kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT, f"a set holds digits, not {kind}")
                low, high = ord("0"), ord("9")
            require(ord("0") <= low <= high <= ord("9"), "patterns speak of ASCII digits only")
            mask |= sum(1 << digit - ord("0") for digit in range(low, high + 1))
        return mask

    def sequence(self, parts, after):
        for kind, value in reversed(list(parts)):
            if kind is sre.LITERAL:
                after = self.add("digit", self.digits([(kind, value)]), after)
            elif kind is sre.IN:
                after = self.add("digit", self.digits(value), after)
            elif kind is sre.BRANCH:
                after = self.add("either", [self.sequence(branch, after) for branch in value[1]])
            elif kind is sre.SUBPATTERN:
                group, added, removed, body = value
                require(not added and not removed, "no flags inside a pattern")
                if group is None:
                    after = self.sequence(body, after)
                else:
                    after = self.add("mark", 2 * group + 1, after)
                    after = self.add("mark", 2 * group, self.sequence(body, after))
            elif kind is sre.MAX_REPEAT:
                low, high, body = value
                require(high is not sre.MAXREPEAT, "every pattern is a finite set")
                end = after
                for _ in range(high - low):
                    after = self.add("either", [self.sequence(body, after), end])
                for _ in range(low):
                    after = self.sequence(body, after)
            elif kind is sre.AT and value is sre.AT_END:
                after = self.add("at end", after)
            else:
                require(False, f"patterns do without {kind}")
        return after

    def reach(self, node, marks, position, past_end, out, seen):
        """Appends the (node, marks) that need input, in order of preference."""
        if node in seen:
            return
        seen.add(node)
        kind, *rest = self.nodes[node]
        if kind == "either":
            for choice in rest[0]:
                self.reach(choice, marks, position, past_end, out, seen)
        elif kind == "mark":
            self.reach(rest[1], tuple(sorted({**dict(marks), rest[0]: position}.items())), position, past_end, out, seen)
        elif kind == "at end" and past_end:
            self.reach(rest[0], marks, position, past_end, out, seen)
        else:
            out.append((node, marks))


class Automaton:
    """Deduplicated states: (here, end) actions and ten successors; state 0 is dead."""

    def __init__(self):
        self.states = [((None, None), (DEAD,) * 10)]
        self.numbers = {self.states[0]: DEAD}

    def state(self, here, end, successors):
        value = ((here, end), tuple(successors))
        if value not in self.numbers:
            self.numbers[value] = len(self.states)
            self.states.append(value)
        return self.numbers[value]

    def prefix(self, pattern, action):
        """The start state of a machine with the matches of a backtracking matcher at the start of a text.

        The here-action of the last state that has one is the match; the end-action of the final
        state, if any, overrides it. Threads are kept in order of preference and those after an
        accepting one are dropped, which makes leftmost-first matching deterministic.
        """
        nfa = Nfa(pattern)
        known = {}

        def accepted(threads, position):
            return next((action(dict(marks), position) for node, marks in threads if node == nfa.accept), None)

        def visit(threads, position):
            if (threads, position) in known:
                return known[threads, position]
            here = accepted(threads, position)
            live = []
            for thread in threads:
                if thread[0] == nfa.accept:
                    break
                live.append(thread)
            finished, seen = [], set()
            for node, marks in threads:
                nfa.reach(node, marks, position, True, finished, seen)
            end = accepted(finished, position)
            successors = []
            for digit in range(10):
                out, seen = [], set()
                for node, marks in live:
                    kind, *rest = nfa.nodes[node]
                    if kind == "digit" and rest[0] >> digit & 1:
                        nfa.reach(rest[1], marks, position + 1, False, out, seen)
                successors.append(visit(tuple(out), position + 1) if out else DEAD)
            known[threads, position] = self.state(here, end, successors)
            return known[threads, position]

        threads = []
        nfa.reach(nfa.start, (), 0, False, threads, set())
        return visit(tuple(threads), 0)

    def whole(self, pattern):
        """The start state of a machine that accepts whole texts by an end-action."""
        return self.classify([pattern], lambda matched, length: STRIP if matched[0] else None)

    def classify(self, patterns, verdict):
        """The start state of a machine with end-actions verdict(patterns that match as a whole, length)."""
        machines = [Nfa(pattern) for pattern in patterns]
        require(all(kind != "at end" for nfa in machines for kind, *_ in nfa.nodes), "no anchor in a general pattern")
        known = {}

        def reached(nfa, nodes):
            out, seen = [], set()
            for node in nodes:
                nfa.reach(node, (), 0, False, out, seen)
            return frozenset(node for node, _ in out)

        def visit(sets, length):
            if (sets, length) in known:
                return known[sets, length]
            successors = []
            for digit in range(10):
                after = tuple(
                    reached(nfa, [nfa.nodes[node][2] for node in sorted(nodes)
                                  if nfa.nodes[node][0] == "digit" and nfa.nodes[node][1] >> digit & 1])
                    for nfa, nodes in zip(machines, sets))
                successors.append(visit(after, length + 1) if any(after) else DEAD)
            end = verdict([nfa.accept in nodes for nfa, nodes in zip(machines, sets)], length)
            known[sets, length] = self.state(None, end, successors)
            return known[sets, length]

        return visit(tuple(reached(nfa, [nfa.start]) for nfa in machines), 0)

    def run(self, state, digits):
        for digit in digits:
            state = self.states[state][1][digit]
        return state

    def longest(self, start):
        """The length of the longest text that does not lead to the dead state."""
        depths = {}
        for state in range(start + 1):  # successors have smaller indexes
            depths[state] = max((1 + depths[s] for s in self.states[state][1] if s != DEAD), default=0)
        return depths[start]


STRIP = ("strip",)


def transform_action(rule, groups):
    """The action of a national prefix match: drop it, or ("keep", begin, end) of the group to keep."""
    if not rule:
        return "", lambda marks, position: STRIP
    parsed = re.fullmatch(r"(\d*)\\(\d)", rule)
    require(parsed is not None, f"a transform is digits and then one group: {rule}")
    literal, group = parsed[1], int(parsed[2])
    require(group == groups, "a transform keeps the last group")

    def action(marks, position):
        begin, end = marks.get(2 * group, 0), marks.get(2 * group + 1, 0)
        return ("keep", begin, position - end) if end > begin else STRIP

    return literal, action


# The numbering plans. -----------------------------------------------------------------------------


def main_plans(metadata):
    """The index of the main plan of each calling code."""
    number_of = {region or plan.country_code: number for number, (region, plan) in enumerate(metadata.plans)}
    return {code: number_of[code if regions == ["001"] else regions[0]]
            for code, regions in metadata.regions_of_code.items()}


def length_mask(lengths):
    require(all(2 <= length <= MAX_NSN for length in lengths), "possible lengths are 2 to 17")
    return sum(1 << length for length in lengths)


def build_plans(metadata):
    plans, main = metadata.plans, main_plans(metadata)
    codes = [str(code) for code in main]
    require(all(1 <= len(code) <= 3 for code in codes), "calling codes have 1 to 3 digits")
    require(not any(a != b and b.startswith(a) for a in codes for b in codes), "no calling code begins another")
    require(len(plans) < NO_PLAN, "plan numbers fit a byte")
    automaton = Automaton()
    records = []
    longest_prefix = longest_national = 0
    for region, plan in plans:
        require(re.fullmatch("[A-Z]{2}", region) or region == "", "region codes are two letters")
        general = plan.general_desc
        require(general.national_number_pattern, "every plan has a general pattern")
        require(plan.international_prefix or region == "", "every region has an international prefix")
        international = DEAD
        if plan.international_prefix:
            international = automaton.prefix(plan.international_prefix, lambda marks, position: STRIP)
            require(automaton.states[international][0][0] is None, "an international prefix has a digit")
        national, literal = DEAD, ""
        if plan.national_prefix_for_parsing:
            pattern = plan.national_prefix_for_parsing
            literal, action = transform_action(plan.national_prefix_transform_rule, re.compile(pattern).groups)
            national = automaton.prefix(pattern, action)
            check_termination(automaton, national, literal, plan.national_prefix_transform_rule)
        longest_prefix = max(longest_prefix, automaton.longest(international))
        longest_national = max(longest_national, automaton.longest(national))
        lengths, local = length_mask(general.possible_length), length_mask(general.possible_length_local_only)
        require(lengths and not lengths & local, "possible lengths are some, and none of them local")
        records.append({
            "region": region,
            "code": plan.country_code,
            "international": international,
            "national": national,
            "general": automaton.whole(general.national_number_pattern),
            "lengths": lengths,
            "local": local,
            "literal": literal,
        })
    # The most digits that matter: all strippable prefixes, and one more than a number may have.
    digit_limit = longest_prefix + 3 + 2 * longest_national + MAX_NSN + 1
    return automaton, records, main, digit_limit


def check_termination(automaton, start, literal, rule):
    """Checks that repeated normalisation terminates: a lengthening transform does not match its result."""
    if not rule:
        return
    lengthening = set()
    states, depth = {start}, 0
    while states:
        for here, end in (automaton.states[state][0] for state in states):
            for action in (here, end):
                if not action or action[0] != "keep":
                    continue
                grows = len(literal) - action[1] - action[2]
                require(grows != 0 or not literal, "a transform of the same length changes nothing")
                if grows > 0:
                    require(action is end and action[1:] == (0, 0), "what lengthens is the whole of a number")
                    lengthening.add(depth)
        states = {successor for state in states for successor in automaton.states[state][1]} - {DEAD}
        depth += 1
    for length in lengthening:
        states = {start}
        for digits in [[int(digit)] for digit in literal] + [range(10)] * length:
            states = {automaton.states[state][1][digit] for state in states for digit in digits}
            require(all(automaton.states[state][0][0] is None for state in states), "no prefix in what was lengthened")
        require(all(automaton.states[state][0] == (None, None) for state in states), "lengthening happens once")


def plan_labels(automaton):
    labels = [(None, None), (STRIP, STRIP), (None, STRIP)]
    for label, _ in automaton.states:
        if label not in labels:
            labels.append(label)
    return labels


def pack_automaton(automaton, labels, offset_bits, word_bits):
    """Edges as 32-bit words, and the word of each state: the label's index above its edges' offset."""
    require(len(labels) <= 1 << word_bits - offset_bits, "labels fit a state's word")
    require(word_bits + 10 < 32, "a state's word, ten digits and an end fit an edge")
    offsets, rows, total = {}, [], 0

    def row_of(successors):
        row = sorted({s for s in successors if s != DEAD}, key=lambda s: (-successors.count(s), successors.index(s)))
        return tuple((sum(1 << d for d in range(10) if successors[d] == s), s) for s in row)

    for _, successors in automaton.states:
        row = row_of(successors)
        if row not in offsets:
            offsets[row] = total
            rows.append(row)
            total += max(1, len(row))
    require(total <= 1 << offset_bits, "offsets fit a state's word")
    require(offsets[()] == 0, "the dead state is the word 0")

    def word(state):
        label, successors = automaton.states[state]
        return labels.index(label) << offset_bits | offsets[row_of(successors)]

    edges = []
    for row in rows:
        edges += [mask << word_bits | word(target) for mask, target in row] or [0]
        edges[-1] |= 1 << 31
    return edges, word


# Unicode. -----------------------------------------------------------------------------------------


def load_categories(folder):
    with open(folder / "DerivedAge.txt", encoding="utf-8") as lines:
        if lines.readline().strip() != f"# DerivedAge-{UNICODE_VERSION}.txt":
            sys.exit(f"{folder} is not Unicode {UNICODE_VERSION}")
    categories, first = {}, None
    with open(folder / "UnicodeData.txt", encoding="utf-8") as lines:
        for line in lines:
            code, name, category, *_ = line.split(";")
            code = int(code, 16)
            if name.endswith(", Last>"):
                categories.update((each, category) for each in range(first, code))
            first = code
            categories[code] = category
    return categories


def build_unicode(folder):
    categories = load_categories(folder)
    digits = sorted(code for code, category in categories.items() if category == "Nd")
    zeros = digits[::10]
    require(digits == [zero + i for zero in zeros for i in range(10)], "decimal digits come in runs of ten")
    kept = [code for code, category in categories.items() if category[0] in "LN"]
    kept_set = set(kept)
    bounds = sorted({code for code in kept if code - 1 not in kept_set} | {c + 1 for c in kept if c + 1 not in kept_set})
    require(len(bounds) % 2 == 0, "every run of letters and numbers ends")
    require(0xFFFF not in kept_set and 0x10000 in kept_set, "a run ends with plane 0 and one begins with plane 1")
    return zeros, bounds


# Output. ------------------------------------------------------------------------------------------


def table(kind, name, items, comment=""):
    lines = ["", f"inline constexpr {kind} {name}[] = {{" + (f" // {comment}" if comment else "")]
    line = ""
    for item in items:
        if len(line) + len(item) + 1 > 118:
            lines.append(line)
            line = ""
        line += item + ","
    return lines + [line.rstrip(","), "};"]


def render(metadata, unicode_folder):
    automaton, records, main, digit_limit = build_plans(metadata)
    labels = plan_labels(automaton)
    edges, word = pack_automaton(automaton, labels, OFFSET_BITS, WORD_BITS)
    zeros, bounds = build_unicode(unicode_folder)

    by_region = [NO_PLAN] * 26 * 26
    for number, record in enumerate(records):
        if record["region"]:
            first, second = (ord(letter) - ord("A") for letter in record["region"])
            by_region[26 * first + second] = number
    by_code = [main.get(code, NO_PLAN) for code in range(1000)]

    def plan(record):
        literal = int("1" + record["literal"])
        require(literal < 1 << 16, "a transform's digits fit 16 bits")
        return (f"{{0x{record['lengths']:X},0x{record['local']:X},{word(record['international'])},"
                f"{word(record['national'])},{word(record['general'])},{record['code']},{literal}}}")

    def label(pair):
        def action(found):
            begin, drop = found[1:] if found and found[0] == "keep" else (0, 0)
            return f"{{{int(found is not None)},{int(bool(found) and found[0] == 'keep')},{begin},{drop}}}"
        return "{" + ",".join(map(action, pair)) + "}"

    low = [bound for bound in bounds if bound <= 0xFFFF]
    high = [bound for bound in bounds if bound > 0xFFFF]
    low_zeros = [zero for zero in zeros if zero <= 0xFFFF]
    high_zeros = [zero - 0x10000 for zero in zeros if zero > 0xFFFF]
    require(len(low) % 2 == 0 and max(high_zeros) <= 0xFFFF, "tables split at the end of plane 0")
    sizes = {
        "phone_edges": 4 * len(edges), "phone_labels": 8 * len(labels), "phone_plans": 20 * len(records),
        "phone_plan_of_region": len(by_region), "phone_plan_of_code": len(by_code),
        "phone_zeros": 2 * len(low_zeros), "phone_zeros_plane_1": 2 * len(high_zeros),
        "phone_alnum_bounds": 2 * len(low), "phone_alnum_bounds_high": 4 * len(high),
    }
    out = [
        "// SPDX-License-Identifier: BSL-1.0",
        f"// Generated by tools/phone_tables.py from {metadata.title()} and "
        f"UnicodeData.txt, Unicode {UNICODE_VERSION}.",
        "// clang-format off",
        "#ifndef LEADCORE_TEXT_DETAIL_PHONE_TABLES_HPP",
        "#define LEADCORE_TEXT_DETAIL_PHONE_TABLES_HPP",
        "",
        f"// Private to phone_plan.hpp, phone_characters.hpp and phone_text.hpp, which describe the layout. {sum(sizes.values())} bytes:",
        f"// {len(automaton.states)} states of one automaton, {len(records)} numbering plans.",
        "",
        "#include <leadcore/version.hpp>",
        "",
        "#include <cstddef>",
        "#include <cstdint>",
        "",
        "/// The metadata of the tables: its source, version and day.",
        f'#define LEADCORE_PHONE_METADATA "{metadata.title()}"',
        "",
        "namespace leadcore::inline LEADCORE_ABI::detail {",
        "",
        "struct phone_plan {",
        "  std::uint32_t lengths;       // bit n: n digits are possible",
        "  std::uint32_t local_lengths; // bit n: n digits are possible within an area only",
        "  std::uint16_t international_prefix, national_prefix, general; // start states",
        "  std::uint16_t calling_code;",
        "  std::uint16_t transform; // the digits that a transform prepends, after a 1",
        "};",
        "",
        "struct phone_action {",
        "  bool matches;",
        "  bool keep;                       // keep this range instead of dropping the whole match:",
        "  std::uint8_t keep_from, drop_to; // offsets from its start and end",
        "};",
        "",
        "struct phone_label {",
        "  phone_action here;   // whatever follows",
        "  phone_action at_end; // at the end of the number",
        "};",
        "",
        f"inline constexpr std::size_t phone_digit_limit = {digit_limit}; "
        "// longer numbers are too long with any prefix",
        f"inline constexpr std::uint8_t phone_no_plan = {NO_PLAN};",
        f"inline constexpr int phone_offset_bits = {OFFSET_BITS};",
    ]
    out += table("std::uint32_t", "phone_edges", [f"{edge}u" for edge in edges])
    out += table("phone_label", "phone_labels", map(label, labels))
    out += table("phone_plan", "phone_plans", map(plan, records))
    out += table("std::uint8_t", "phone_plan_of_region", map(str, by_region), "26 * first letter + second letter")
    out += table("std::uint8_t", "phone_plan_of_code", map(str, by_code), "by calling code: the plan of its main region")
    out += table("std::uint16_t", "phone_zeros", map(str, low_zeros), "the first of ten decimal digits")
    out += table("std::uint16_t", "phone_zeros_plane_1", map(str, high_zeros), "less 0x10000")
    out += table("std::uint16_t", "phone_alnum_bounds", map(str, low), "begin and end of ranges of letters and numbers")
    out += table("std::uint32_t", "phone_alnum_bounds_high", map(str, high))
    out += ["", "} // namespace leadcore::inline LEADCORE_ABI::detail", "", "#endif", ""]
    return "\n".join(out), sizes


def run(parser, render):
    """The command line of the table generators; render(arguments) returns the file and table sizes."""
    parser.add_argument("--source", default=phone_metadata.DEFAULT_SOURCE, help="see tools/phone_metadata.py")
    parser.add_argument("--sizes", action="store_true", help="print the bytes of each table to standard error")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--output", type=pathlib.Path, metavar="FILE")
    target.add_argument("--check", type=pathlib.Path, metavar="FILE")
    arguments = parser.parse_args()

    text, sizes = render(arguments)
    if arguments.sizes:
        for name, size in sizes.items():
            print(f"{size:7} {name}", file=sys.stderr)
        print(f"{sum(sizes.values()):7} in all", file=sys.stderr)
    if arguments.check:
        if not arguments.check.is_file() or arguments.check.read_text(encoding="utf-8") != text:
            sys.exit(f"{arguments.check} is not what {pathlib.Path(sys.argv[0]).name} generates")
    elif arguments.output:
        arguments.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--unicode-dir", type=pathlib.Path, default=pathlib.Path("/usr/share/unicode"))
    run(parser, lambda arguments: render(phone_metadata.load(arguments.source), arguments.unicode_dir))


if __name__ == "__main__":
    main()
