#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes include/leadcore/text/detail/fold_tables.hpp from the Unicode Character Database.

    tools/fold_tables.py --output include/leadcore/text/detail/fold_tables.hpp
    tools/fold_tables.py --check  include/leadcore/text/detail/fold_tables.hpp   (exit status 1 if it differs)

Input: UnicodeData.txt, CaseFolding.txt and DerivedNormalizationProps.txt of the pinned version
(Debian: unicode-data), not Python's unicodedata, so that the output depends on nothing else.
include/leadcore/text/detail/fold_reader.hpp describes the layout of the tables. Every assumption of
that header about Unicode is checked here; a violation stops the generator.
"""

import argparse
import pathlib
import sys

VERSION = "15.0.0"
YPOGEGRAMMENI = 0x345  # the only nonstarter that folds to a starter; folded after reordering
HANGUL_SYLLABLES = range(0xAC00, 0xAC00 + 11172)
VOWEL_AND_TRAILING_JAMO = [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]


def fields(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.split("#")[0].strip()
            if line:
                yield [field.strip() for field in line.split(";")]


def code_points(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


class Unicode:
    def __init__(self, folder):
        for name in ("CaseFolding", "DerivedNormalizationProps"):
            with open(folder / f"{name}.txt", encoding="utf-8") as lines:
                if lines.readline().strip() != f"# {name}-{VERSION}.txt":
                    sys.exit(f"{folder / name}.txt is not version {VERSION}")
        self.ccc, self.decomposition, self.casefold, excluded = {}, {}, {}, set()
        for row in fields(folder / "UnicodeData.txt"):
            code = int(row[0], 16)
            if row[3] != "0":
                self.ccc[code] = int(row[3])
            if row[5] and not row[5].startswith("<"):  # "<tag>" marks a compatibility decomposition
                self.decomposition[code] = [int(part, 16) for part in row[5].split()]
        for row in fields(folder / "CaseFolding.txt"):
            if row[1] in "CF":  # full folding; T is Turkic, S is simple
                self.casefold[int(row[0], 16)] = [int(part, 16) for part in row[2].split()]
        for row in fields(folder / "DerivedNormalizationProps.txt"):
            if row[1] == "Full_Composition_Exclusion":
                excluded.update(code_points(row[0]))
        self.composition = {tuple(parts): code for code, parts in self.decomposition.items() if code not in excluded}

    def nfd(self, code):
        """The full decomposition of one code point; its canonical order is checked, not established."""
        parts = self.decomposition.get(code)
        return [code] if parts is None else [leaf for part in parts for leaf in self.nfd(part)]

    def mapping(self, code):
        """toCasefold(NFD(code)) without folding U+0345, which must be reordered first."""
        return [out for part in self.nfd(code)
                for out in ([part] if part == YPOGEGRAMMENI else self.casefold.get(part, [part]))]

    def compose(self, codes):
        """NFC of a sequence that is one starter and its marks in canonical order."""
        starter, rest, last = codes[0], [], 0
        for mark in codes[1:]:
            ccc = self.ccc.get(mark, 0)
            whole = self.composition.get((starter, mark)) if last < ccc or (ccc == 0 and not rest) else None
            if whole is not None:
                starter = whole
            else:
                rest.append(mark)
                last = ccc
        return [starter] + rest


def utf8_length(code):
    return 1 + (code >= 0x80) + (code >= 0x800) + (code >= 0x10000)


def utf16(code):
    if code < 0x10000:
        return [code]
    return [0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)]


def require(condition, what):
    if not condition:
        sys.exit(f"fold_tables.py: Unicode {VERSION} breaks an assumption of fold_reader.hpp: {what}")


def build(ucd):
    ccc = lambda code: ucd.ccc.get(code, 0)
    codes = [code for code in range(0x110000) if code not in HANGUL_SYLLABLES and not 0xD800 <= code < 0xE000]
    mapping = {code: ucd.mapping(code) for code in codes}
    alphabet = {out for outs in mapping.values() for out in outs}  # of a folded, decomposed text

    # Pairs that can be adjacent in such a text. Composites of folded letters are folded; U+0345 has
    # been folded by then.
    pairs, reachable = {}, set(alphabet)
    while True:
        new = {pair: whole for pair, whole in ucd.composition.items()
               if pair not in pairs and pair[0] in reachable and pair[1] in alphabet and pair[1] != YPOGEGRAMMENI}
        if not new:
            break
        pairs.update(new)
        reachable.update(new.values())
    second = {pair[1] for pair in pairs}
    joins_back = {code for code in second if ccc(code) == 0} | set(VOWEL_AND_TRAILING_JAMO)

    require(ccc(YPOGEGRAMMENI) == max(ucd.ccc.values()) and
            [code for code in ucd.ccc if ccc(code) == ccc(YPOGEGRAMMENI)] == [YPOGEGRAMMENI] and
            ucd.casefold[YPOGEGRAMMENI] == [0x3B9], "U+0345 is ordered last and folds to U+03B9")
    require(not any(0x3B9 in pair and (ccc(pair[1]) == 0) for pair in pairs), "U+03B9 joins no other starter")
    require([code for code in ucd.casefold if ccc(code)] == [YPOGEGRAMMENI], "no other nonstarter has case")
    for code, outs in mapping.items():
        require(all(mapping[out] == [out] for out in outs), f"mapped code points are fixed ({code:04X})")
        marks = [ccc(out) != 0 for out in outs]
        require(marks == sorted(marks), f"starters precede marks in a mapping ({code:04X})")
        classes = [ccc(out) for out in outs if ccc(out)]
        require(classes == sorted(classes), f"marks of a mapping are in canonical order ({code:04X})")
        require(len(outs) <= 4, f"at most four code points ({code:04X})")
        require(sum(map(utf8_length, outs)) <= 3 * utf8_length(code), f"growth of at most three times ({code:04X})")
    for (first, mark), whole in pairs.items():
        require(utf8_length(whole) <= utf8_length(first) + utf8_length(mark), f"composing never grows ({whole:04X})")
        require(mapping[whole] == ucd.nfd(whole), f"composites are folded ({whole:04X})")
        require(first >> 16 == mark >> 16 == whole >> 16, f"a pair and its composite share a plane ({whole:04X})")

    # The value of each code point, as described in fold_reader.hpp.
    deltas, delta_index, sequences, units = [], {}, {}, []
    values = {}
    for code, outs in mapping.items():
        if outs == [code]:
            value = ccc(code) | (0x100 if code in second or code in joins_back else 0)
        elif len(outs) == 1 and code not in ucd.decomposition and ccc(outs[0]) == 0 and outs[0] not in joins_back:
            delta = outs[0] - code
            if delta not in delta_index:
                delta_index[delta] = len(deltas)
                deltas.append(delta)
            value = 0x200 + delta_index[delta]
        else:
            whole = ucd.compose(outs) if ccc(outs[0]) == 0 else outs
            shortcut = whole[0] if len(whole) == 1 and whole[0] < 0x10000 and YPOGEGRAMMENI not in outs else 0
            encoded = tuple(([shortcut] if len(outs) > 1 else []) + [unit for out in outs for unit in utf16(out)])
            if encoded not in sequences:
                sequences[encoded] = len(units)
                units.extend(encoded)
            back = ccc(outs[0]) != 0 or outs[0] in joins_back
            value = 0x8000 | (0x4000 if back else 0) | (len(outs) - 1) << 12 | sequences[encoded]
        if value:
            values[code] = value
    require(len(units) <= 0x1000 and len(deltas) <= 0x8000 - 0x200, "indices fit a table value")
    require(not any(code in values for code in HANGUL_SYLLABLES), "Hangul is left to arithmetic")

    limit = max(values) + 1
    best = None
    for low_bits in range(3, 7):
        for middle_bits in range(3, 7):
            blocks, middle = pack([values.get(code, 0) for code in range(limit)], low_bits)
            middles, top = pack(middle, middle_bits)
            size = 2 * len(blocks) + sum(len(table) * (1 if max(table) < 256 else 2) for table in (middles, top))
            if best is None or size < best[0]:
                best = (size, low_bits, middle_bits, top, middles, blocks)
    _, low_bits, middle_bits, top, middles, blocks = best

    plane_0 = sorted((first << 16 | mark, whole) for (first, mark), whole in pairs.items() if first < 0x10000)
    plane_1 = sorted(((first & 0xFFFF) << 16 | mark & 0xFFFF, whole & 0xFFFF)
                     for (first, mark), whole in pairs.items() if first >= 0x10000)
    require(all(first >> 16 in (0, 1) for first, _ in pairs), "pairs are in planes 0 and 1")
    tables = [
        ("std::uint16_t" if max(top) > 255 else "std::uint8_t", "fold_top", top),
        ("std::uint16_t" if max(middles) > 255 else "std::uint8_t", "fold_middle", middles),
        ("std::uint16_t", "fold_values", blocks),
        ("std::int32_t", "fold_deltas", deltas),
        ("std::uint16_t", "fold_units", units),
        ("std::uint32_t", "fold_pairs", [pair for pair, _ in plane_0]),
        ("std::uint16_t", "fold_composites", [whole for _, whole in plane_0]),
        ("std::uint32_t", "fold_pairs_plane_1", [pair for pair, _ in plane_1]),
        ("std::uint16_t", "fold_composites_plane_1", [whole for _, whole in plane_1]),
    ]
    return limit, low_bits, middle_bits, tables


def pack(values, bits):
    """Splits values into blocks of 1 << bits and deduplicates them: the blocks and their indexes."""
    size = 1 << bits
    values = values + [0] * (-len(values) % size)
    seen, packed, numbers = {}, [], []
    for start in range(0, len(values), size):
        block = tuple(values[start:start + size])
        if block not in seen:
            seen[block] = len(seen)
            packed.extend(block)
        numbers.append(seen[block])
    return packed, numbers


WIDTH = {"std::uint8_t": 1, "std::uint16_t": 2, "std::int32_t": 4, "std::uint32_t": 4}


def render(limit, low_bits, middle_bits, tables):
    total = sum(WIDTH[kind] * len(table) for kind, _, table in tables)
    out = [
        "// SPDX-License-Identifier: BSL-1.0",
        f"// Generated by tools/fold_tables.py from UnicodeData.txt, CaseFolding.txt and "
        f"DerivedNormalizationProps.txt, Unicode {VERSION}.",
        "// clang-format off",
        "#ifndef LEADCORE_TEXT_DETAIL_FOLD_TABLES_HPP",
        "#define LEADCORE_TEXT_DETAIL_FOLD_TABLES_HPP",
        "",
        f"// Private to fold_reader.hpp, which describes the layout. {total} bytes.",
        "",
        "#include <leadcore/version.hpp>",
        "",
        "#include <cstdint>",
        "",
        "namespace leadcore::inline LEADCORE_ABI::detail {",
        "",
        f"inline constexpr char32_t fold_limit = 0x{limit:X}; // this and greater code points map to themselves",
        f"inline constexpr int fold_low_bits = {low_bits};",
        f"inline constexpr int fold_middle_bits = {middle_bits};",
    ]
    for kind, name, table in tables:
        out += ["", f"inline constexpr {kind} {name}[] = {{"]
        line = ""
        for number in table:
            item = f"{number}," if kind != "std::uint32_t" else f"0x{number:08X},"
            if len(line) + len(item) > 118:
                out.append(line)
                line = ""
            line += item
        out += [line.rstrip(","), "};"]
    out += ["", "} // namespace leadcore::inline LEADCORE_ABI::detail", "", "#endif", ""]
    return "\n".join(out), total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--unicode-dir", type=pathlib.Path, default=pathlib.Path("/usr/share/unicode"))
    parser.add_argument("--sizes", action="store_true", help="print the bytes of each table")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--output", type=pathlib.Path, metavar="FILE")
    target.add_argument("--check", type=pathlib.Path, metavar="FILE")
    arguments = parser.parse_args()

    parts = build(Unicode(arguments.unicode_dir))
    text, total = render(*parts)
    if arguments.sizes:
        for kind, name, table in parts[3]:
            print(f"{WIDTH[kind] * len(table):7} {name}")
        print(f"{total:7} in all")
    if arguments.output:
        arguments.output.write_text(text, encoding="utf-8")
    elif not arguments.check.is_file() or arguments.check.read_text(encoding="utf-8") != text:
        sys.exit(f"{arguments.check} is not what {pathlib.Path(__file__).name} generates from {arguments.unicode_dir}")


if __name__ == "__main__":
    main()
