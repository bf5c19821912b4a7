#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The metadata of libphonenumber, for the generators of tables and the tests: facts about numbering plans.

    tools/phone_metadata.py version [SOURCE]        prints the source's name, version and day
    tools/phone_metadata.py protobuf FILE [SOURCE]  writes what libphonenumber for C++ reads as its metadata

A SOURCE is one of two, with the same attributes of a plan:
    npm:DIR        the npm package google-libphonenumber, unpacked into DIR by scripts/phone_metadata
                   (default: npm:build/google-libphonenumber); read by Node.js
    phonenumbers   the Python package phonenumbers 8.12.57 (Debian: python3-phonenumbers; run with
                   /usr/bin/python3)

Versions are pinned in tools/phone_metadata.json, those of npm by their hash too.
"""

import functools
import json
import pathlib
import subprocess
import sys
import types

ROOT = pathlib.Path(__file__).resolve().parent.parent
PINS = ROOT / "tools" / "phone_metadata.json"
DEFAULT_SOURCE = f"npm:{ROOT}/build/google-libphonenumber"

# Field numbers of phonemetadata.proto, which are the indexes of the arrays in the npm package.
PLAN_FIELDS = {
    "id": 9, "country_code": 10, "international_prefix": 11, "national_prefix_for_parsing": 15,
    "national_prefix_transform_rule": 16, "same_mobile_and_fixed_line_pattern": 18, "main_country_for_code": 22,
    "leading_digits": 23,
}
DESCRIPTION_FIELDS = {
    "general_desc": 1, "fixed_line": 2, "mobile": 3, "toll_free": 4, "premium_rate": 5, "shared_cost": 6,
    "personal_number": 7, "voip": 8, "pager": 21, "uan": 25, "voicemail": 28,
}
PATTERN, EXAMPLE, LENGTHS, LOCAL_LENGTHS = 2, 6, 9, 10


class Metadata:
    """All plans: those of regions by name, then those of calling codes without a region ("") by code."""

    def __init__(self, name, version, day, plans, regions_of_code, arrays=None):
        self.name, self.version, self.day = name, version, day
        self.plans = plans                      # (region, plan)
        self.regions_of_code = regions_of_code  # code: its regions, the main one first; ["001"]: none
        self.arrays = arrays                    # region or code: the array of the npm package

    def title(self):
        return f"{self.name} {self.version}" + (f" of {self.day}" if self.day else "")


def pins():
    return json.loads(PINS.read_text(encoding="utf-8"))


def pin_of(version):
    """The pin of a version of the npm package; the current one has the key "current"."""
    return next((dict(pin, version=number) for number, pin in pins()["google-libphonenumber"]["versions"].items()
                 if number == version), None)


def absent(array, index):
    return index >= len(array) or array[index] is None


def description(array):
    """A PhoneNumberDesc; one without a pattern describes no number."""
    get = lambda index, default: default if absent(array, index) else array[index]  # noqa: E731
    return types.SimpleNamespace(
        national_number_pattern=get(PATTERN, None), example_number=get(EXAMPLE, None),
        possible_length=tuple(get(LENGTHS, ())), possible_length_local_only=tuple(get(LOCAL_LENGTHS, ())))


def plan(array):
    found = types.SimpleNamespace(**{name: None if absent(array, index) else array[index]
                                     for name, index in PLAN_FIELDS.items()})
    for name, index in DESCRIPTION_FIELDS.items():
        setattr(found, name, None if absent(array, index) else description(array[index]))
    if found.national_prefix_transform_rule:
        found.national_prefix_transform_rule = found.national_prefix_transform_rule.replace("$", "\\")
    return found


def load_npm(folder):
    package = folder / "package.json"
    if not package.is_file():
        sys.exit(f"{folder} is not the npm package google-libphonenumber (run scripts/phone_metadata)")
    version = json.loads(package.read_text(encoding="utf-8"))["version"]
    pin = pin_of(version)
    if pin is None:
        sys.exit(f"google-libphonenumber {version} is not pinned in {PINS.name}")
    script = "process.stdout.write(JSON.stringify(require(process.argv[1]).metadata))"
    try:
        output = subprocess.run(["node", "-e", script, str(folder.resolve())], check=True, capture_output=True).stdout
    except FileNotFoundError:
        sys.exit("the npm package is read by Node.js (Debian: nodejs), which is not installed")
    metadata = json.loads(output)
    arrays = metadata["countryToMetadata"]
    regions_of_code = {int(code): list(regions) for code, regions in metadata["countryCodeToRegionCodeMap"].items()}
    regions = sorted(key for key in arrays if key.isalpha())
    codes = sorted(int(key) for key in arrays if not key.isalpha())
    plans = [(region, plan(arrays[region])) for region in regions] + [("", plan(arrays[str(code)])) for code in codes]
    return Metadata("google-libphonenumber", version, pin["published"], plans, dict(sorted(regions_of_code.items())), arrays)


def load_phonenumbers():
    wanted = pins()["phonenumbers"]["version"]
    try:
        import phonenumbers
        from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as regions_of_code
        from phonenumbers.phonemetadata import PhoneMetadata
    except ImportError:
        sys.exit("this needs the Python package phonenumbers (Debian: python3-phonenumbers)")
    if phonenumbers.__version__ != wanted:
        sys.exit(f"this needs phonenumbers {wanted}, not {phonenumbers.__version__}")
    plans = [(region, PhoneMetadata.metadata_for_region(region)) for region in sorted(phonenumbers.SUPPORTED_REGIONS)]
    plans += [("", PhoneMetadata.metadata_for_nongeo_region(code)) for code, regions in sorted(regions_of_code.items())
              if regions == ("001",)]
    return Metadata("phonenumbers", wanted, "", plans,
                    {code: list(regions) for code, regions in sorted(regions_of_code.items())})


@functools.cache
def load(source=DEFAULT_SOURCE):
    if source == "phonenumbers":
        return load_phonenumbers()
    kind, _, folder = source.partition(":")
    if kind != "npm" or not folder:
        sys.exit(f"'{source}' is no source of metadata: npm:DIR or phonenumbers")
    return load_npm(pathlib.Path(folder))


# Protocol buffers: a PhoneMetadataCollection. -------------------------------------------------------


def varint(value):
    out = bytearray()
    value &= (1 << 64) - 1  # negative numbers are sign-extended
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if value == 0:
            return bytes(out)


def field(number, value):
    """A field of a message: bytes, a text or an integer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value if isinstance(value, bytes) else value.encode("utf-8")
    return varint(number << 3 | 2) + varint(len(value)) + value


def message(array, nested=lambda number, value: None):
    """A message from its array: element n is field n, a list of scalars a repeated field."""
    out = b""
    for number, value in enumerate(array):
        if value is None:
            continue
        inner = nested(number, value)
        if inner is not None:
            out += b"".join(field(number, each) for each in inner)
        elif isinstance(value, list):
            out += b"".join(field(number, each) for each in value)
        else:
            out += field(number, value)
    return out


def protobuf(metadata):
    """The metadata as libphonenumber for C++ has it compiled in, in the same order of regions."""
    formats = (19, 20)  # number_format and intl_number_format

    def nested(number, value):
        if number in formats:
            return [message(each) for each in value]
        return [message(value)] if isinstance(value, list) else None

    return b"".join(field(1, message(metadata.arrays[key], nested))
                    for key in sorted(metadata.arrays, key=lambda key: (not key.isalpha(), key)))


def main():
    command, *rest = sys.argv[1:] or ["--help"]
    if command == "version" and len(rest) <= 1:
        print(load(*rest).title())
    elif command == "protobuf" and 1 <= len(rest) <= 2:
        pathlib.Path(rest[0]).write_bytes(protobuf(load(*rest[1:])))
    else:
        print(__doc__, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
