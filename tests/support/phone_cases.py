#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Phone numbers as people might type them, drawn from the patterns of the metadata.

    tests/support/phone_cases.py [--types] SOURCE COUNT [SEED]

Prints COUNT lines of an input and the region it is dialled from, separated by a TAB; in the input \\\\ and \\xHH are
escapes. With --types, lines of a text after "+", near the numbers of one type, and a region to ask about. SOURCE is
one of tools/phone_metadata.py.
"""

import pathlib
import random
import re
import sys

try:
    import re._constants as sre
    import re._parser as sre_parser
except ImportError:  # before Python 3.11
    import sre_constants as sre
    import sre_parse as sre_parser

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "tools"))
import phone_metadata

SEPARATORS = list(" -.()/[]*x") + ["  ", ") ", " (", "\u00a0", "\u00ad", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014",
                                   "\u2015", "\u200b", "\u2060", "\u2212", "\u3000", "\u30fc", "\uff08", "\uff09",
                                   "\uff0d", "\uff0e", "\uff0f", "\uff3b", "\uff3d", "\u2053", "\u223c"]
NO_SEPARATORS = ["_", "\u00b7", "\u2009", "|", ",", ";", ":", "#", "+", "e", "\u20ac", "&"]
ZEROS = [0x660, 0x6F0, 0x7C0, 0x966, 0xE50, 0xFF10, 0x104A0, 0x1D7CE, 0x1E950]
LABELS = ["x", " x ", "X", " ext. ", "ext", " Extn: ", " extension ", " extensi\u00f3n ", "xt", "xtn", "#", " # ", "\uff03", "~",
          " int ", " INT. ", "\uff58", "\uff45\uff58\uff54", "\uff58\uff54\uff4e ", " \u0434\u043e\u0431. ", " \u0414\u041e\u0411 ", " anexo ",
          ";ext=", ",", ",,", ", , ", ";", " ; ", ",:", " - ", " p", " exten ", ";a="]
BEFORE = ["Tel: ", "tel:", "(", "\u260e ", " ", "\t", "\u201c", "call ", "#", "*", "-", "no. ", "+", "\u65e5\u672c ", "\u2026"]
AFTER = [" ", ".", ",", ")", " (cell)", " (m)", "\u2026", "\u201d", " \U0001f642", "*", "\u00e9", "\u65e5", "#", ";", "/", " or 12", "\u0301", "\u00bd", " /x12", "/ x1"]
TYPES = ["fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number", "pager", "uan",
         "voicemail", "general_desc"]
KEYS = {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}


class Typist:
    def __init__(self, metadata, seed):
        self.random = random.Random(seed)
        self.plans = {region or str(plan.country_code): plan for region, plan in metadata.plans}
        self.regions_of_code = metadata.regions_of_code
        self.names = list(self.plans)
        self.regions = [name for name in self.names if name.isalpha()]
        self.parsed = {}

    def one_of(self, choices):
        return self.random.choice(choices)

    def often(self, share):
        return self.random.random() < share

    def digits(self, count):
        return "".join(self.one_of("0123456789") for _ in range(count))

    def match_of(self, pattern):
        """A text that matches a pattern of the metadata."""
        if pattern not in self.parsed:
            self.parsed[pattern] = list(sre_parser.parse(pattern))
        return self.expand(self.parsed[pattern])

    def expand(self, parts):
        text = ""
        for kind, value in parts:
            if kind is sre.LITERAL:
                text += chr(value)
            elif kind is sre.IN:
                low, high = self.one_of([(v, v) if k is sre.LITERAL else v if k is sre.RANGE else (48, 57) for k, v in value])
                text += chr(self.random.randint(low, high))
            elif kind is sre.BRANCH:
                text += self.expand(self.one_of(value[1]))
            elif kind is sre.SUBPATTERN:
                text += self.expand(value[3])
            elif kind is sre.MAX_REPEAT:
                text += "".join(self.expand(value[2]) for _ in range(self.random.randint(value[0], value[1])))
        return text

    def national(self, plan):
        general = plan.general_desc
        descs = (plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.voip, plan.uan)
        examples = [desc.example_number for desc in descs if desc and desc.example_number]
        if examples and self.often(0.3):
            return self.one_of(examples)
        if self.often(0.6):
            return self.match_of(general.national_number_pattern)
        lengths = [*general.possible_length, *general.possible_length_local_only]
        return self.digits(max(1, self.one_of(lengths) + self.one_of([0, 0, 0, -1, 1, 2])))

    def of_a_type(self):
        """A number of a type, or a near miss, after "+", and a region that may share its calling code."""
        plan = self.plans[self.one_of(self.names)]
        descs = [desc for desc in (getattr(plan, name) for name in TYPES) if desc and desc.national_number_pattern]
        desc = self.one_of(descs)
        national = desc.example_number if desc.example_number and self.often(0.5) else self.match_of(desc.national_number_pattern)
        for _ in range(self.one_of([0, 0, 1, 1, 2])):
            at = self.random.randrange(len(national))
            national = self.one_of([
                lambda: national[:at] + self.digits(1) + national[at + 1:],
                lambda: national[:at] + self.digits(len(national) - at),
                lambda: national[:at] + national[at + 1:] if len(national) > 1 else national,
                lambda: national[:at] + self.digits(1) + national[at:],
            ])()
        sharing = [region for region in self.regions_of_code[plan.country_code] if region != "001"]
        return f"+{plan.country_code}{national}", self.one_of(sharing if sharing and self.often(0.8) else self.regions)

    def prefix(self, plan):
        return self.match_of(plan.national_prefix_for_parsing) if plan.national_prefix_for_parsing else self.one_of(["", "0", "1"])

    def dialled(self):
        """Dialled digits, and the region from which they are dialled."""
        name, elsewhere = self.one_of(self.names), self.one_of(self.regions)
        plan, abroad = self.plans[name], self.plans[elsewhere]
        here = name if name.isalpha() else elsewhere
        code, national, any_region = str(plan.country_code), self.national(plan), self.one_of([here, elsewhere, "", "QQ"])
        international = self.match_of(abroad.international_prefix)
        return self.one_of([
            lambda: (national, here),
            lambda: (self.prefix(plan) + national, here),
            lambda: (self.prefix(plan) + self.digits(self.random.randint(3, 14)), here),
            lambda: (self.prefix(plan) + self.prefix(plan) + national, here),
            lambda: (code + national, here),
            lambda: (code + self.prefix(plan) + national, here),
            lambda: (code + self.digits(self.random.randint(1, 15)), here),
            lambda: (self.digits(self.random.randint(1, 20)), here),
            lambda: ("+" + code + national, any_region),
            lambda: ("+" + code + self.prefix(plan) + national, any_region),
            lambda: ("+" + code + self.digits(self.random.randint(1, 18)), any_region),
            lambda: ("+" + self.digits(self.random.randint(1, 20)), any_region),
            lambda: ("+" + international + code + national, elsewhere),
            lambda: (international + code + national, elsewhere),
            lambda: (international + code + self.prefix(plan) + national, elsewhere),
            lambda: (international + self.digits(self.random.randint(0, 14)), elsewhere),
        ])()

    def typed(self):
        """A number with separators, junk and extensions as people type it, and its region."""
        number, region = self.dialled()
        if self.often(0.3):
            return number, region
        plus, digits = ("+", number[1:]) if number.startswith("+") else ("", number)
        if self.often(0.1):
            digits = digits[:4] + "".join(self.one_of(KEYS[d]) if d in KEYS and self.often(0.7) else d for d in digits[4:])
        if self.often(0.6):
            among = SEPARATORS if self.often(0.8) else SEPARATORS + NO_SEPARATORS
            share = self.one_of([0.1, 0.3, 0.6])
            digits = "".join(each + (self.one_of(among) if self.often(share) else "") for each in digits)
        if self.often(0.15):
            zero = self.one_of(ZEROS)
            digits = "".join(chr(zero + int(each)) if each in "0123456789" else each for each in digits)
        text = self.one_of(["+", "+", "+ ", "\uff0b", "++"]) + digits if plus else digits
        if self.often(0.3):
            text += self.one_of(LABELS) + self.digits(self.one_of([1, 2, 3, 4, 6, 7, 9, 10, 15, 16, 20, 21])) + self.one_of(["", "", "#"])
        if self.often(0.2):
            text = self.one_of(BEFORE) + text
        if self.often(0.2):
            text += self.one_of(AFTER)
        if self.often(0.05):
            context = self.one_of(["+" + str(self.plans[self.one_of(self.names)].country_code), "+1650", "example.com"])
            text = self.one_of(["tel:", ""]) + text + self.one_of(["", ";ext=12", ";isub=12"]) + ";phone-context=" + context
        return text, region


def main():
    arguments = sys.argv[1:]
    types = arguments[:1] == ["--types"]
    source, count, *seed = arguments[1 if types else 0:]
    typist = Typist(phone_metadata.load(source), int(seed[0]) if seed else random.randrange(1 << 32))
    for _ in range(int(count)):
        text, region = typist.of_a_type() if types else typist.typed()
        escaped = re.sub(rb"[^ -\[\]-~]", lambda byte: b"\\x%02X" % ord(byte[0]), text.encode("utf-8"))
        print(escaped.decode("ascii"), region, sep="\t")


if __name__ == "__main__":
    main()
