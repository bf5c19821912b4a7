#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Which phone numbers change from one version of the metadata to another, as a Markdown table.

    tools/phone_changes.py OLD NEW      two sources of tools/phone_metadata.py

The counts are exact: both versions are compiled into one automaton, in which equal sets of numbers
are one state, and the differences are counted from the pair of start states.
"""

import collections
import functools
import re
import sys

sys.dont_write_bytecode = True
import phone_metadata
from phone_tables import DEAD, STRIP, Automaton, transform_action
from phone_type_tables import type_machine


class Comparison:
    """One automaton with the plans of two versions."""

    def __init__(self, old, new):
        self.automaton = Automaton()
        self.plans = [{region or str(plan.country_code): plan for region, plan in each.plans} for each in (old, new)]
        self.count = functools.cache(self.count_from)

    def count_from(self, old, new):
        """{(old label, new label): (how many numbers, the first of them)} of numbers with another label."""
        if old == new:
            return {}
        found = {}
        (_, before), (_, after) = (self.automaton.states[state][0] for state in (old, new))
        if before != after:
            found[before, after] = (1, "")
        for digit in range(10):
            pair = (self.automaton.states[state][1][digit] for state in (old, new))
            for change, (many, first) in self.count(*pair).items():
                have = found.get(change)
                found[change] = (many + have[0], have[1]) if have else (many, str(digit) + first)
        return found

    def first_difference(self, old, new):
        """The shortest digits that two machines treat in another way; None if there are none."""
        seen, queue = {(old, new)}, collections.deque([(old, new, "")])
        while queue:
            old, new, digits = queue.popleft()
            if old == new:
                continue
            before, after = (self.automaton.states[state][0] for state in (old, new))
            if before != after:
                return digits, before, after
            for digit in range(10):
                pair = tuple(self.automaton.states[state][1][digit] for state in (old, new))
                if pair not in seen:
                    seen.add(pair)
                    queue.append((*pair, digits + str(digit)))
        return None

    def prefix(self, plan):
        pattern = plan.national_prefix_for_parsing
        if not pattern:
            return "", DEAD
        rule = plan.national_prefix_transform_rule
        literal, action = transform_action(rule, re.compile(pattern).groups)
        return literal, self.automaton.prefix(pattern, action)

    def international(self, plan):
        if not plan.international_prefix:
            return DEAD
        return self.automaton.prefix(plan.international_prefix, lambda marks, position: STRIP)

    def reading(self, old, new):
        """What changes in how a number is read: a list of phrases."""
        phrases = []
        for name, local in (("possible_length", ""), ("possible_length_local_only", "local ")):
            before, after = (set(getattr(plan.general_desc, name)) for plan in (old, new))
            for verb, lengths in (("are now possible", after - before), ("are no longer possible", before - after)):
                if lengths:
                    phrases.append(f"{', '.join(map(str, sorted(lengths)))} {local}digits {verb}")
        (literal, before), (new_literal, after) = self.prefix(old), self.prefix(new)
        if before != after or literal != new_literal:
            digits, was, now = self.first_difference(before, after) or (literal, None, None)
            was, now = (any(pair or ()) for pair in (was, now))
            phrases.append(f"national prefix: `{digits}` is " + ("now dropped" if now and not was else
                           "no longer dropped" if was and not now else "treated in another way"))
        before, after = self.international(old), self.international(new)
        if before != after:
            phrases.append("international prefix: `" + (old.international_prefix or "") + "` is now `"
                           + (new.international_prefix or "") + "`")
        return phrases

    def types(self, old, new):
        """{(old type, new type): (how many numbers, the first)}; None is no valid number."""
        return self.count(*(type_machine(self.automaton, plan) for plan in (old, new)))

    def changes(self):
        """For each plan with a change: its name, calling code, phrases of reading(), and types()."""
        before, after = self.plans
        for name in sorted(before.keys() | after.keys()):
            old, new = before.get(name), after.get(name)
            if old is None or new is None:
                yield name, (old or new).country_code, ["a new region" if old is None else "no region any more"], {}
                continue
            phrases, types = self.reading(old, new), self.types(old, new)
            if phrases or types:
                yield name, new.country_code, phrases, types


def shown(many):
    return f"{many:,}"


def summary(types):
    """{"valid", "invalid", "retyped": (how many, the first number)} of types()."""
    totals = collections.defaultdict(lambda: (0, None))
    for (old, new), (many, first) in types.items():
        kind = "valid" if old is None else "invalid" if new is None else "retyped"
        have = totals[kind]
        totals[kind] = (have[0] + many, first if have[1] is None else min(have[1], first))
    return totals


def table(changes):
    """Markdown rows of changes()."""
    rows = ["| region | calling code | read in another way | newly valid | no longer valid | another type |",
            "|---|---|---|---|---|---|"]
    for name, code, phrases, types in changes:
        totals = summary(types)
        cells = [f"{shown(many)}, first `+{code}{first}`" if many else ""
                 for many, first in (totals[kind] for kind in ("valid", "invalid", "retyped"))]
        rows.append(f"| {name if name.isalpha() else ''} | +{code} | {'; '.join(phrases).replace('|', chr(92) + '|')} | {' | '.join(cells)} |")
    return rows


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    old, new = map(phone_metadata.load, sys.argv[1:])
    print("\n".join(table(Comparison(old, new).changes())))


if __name__ == "__main__":
    main()
