# SPDX-License-Identifier: BSL-1.0
"""Email addresses (spec 6.2)."""

from .text import ASCII_WHITE_SPACE, Invalid, decode, encode, lower_ascii

WHITE_SPACE = ASCII_WHITE_SPACE.encode()
LETTERS_AND_DIGITS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
ATOM = LETTERS_AND_DIGITS + b"!#$%&'*+-/=?^_`{|}~"
DIGITS = b"0123456789"
MAX_LOCAL, MAX_LABEL, MAX_DOMAIN, MAX_ADDRESS = 64, 63, 253, 254


def _length(raw, at):
    """How many bytes the UTF-8 sequence at a byte has; 0 if none begins there."""
    for length in (2, 3, 4):
        try:
            raw[at:at + length].decode()
            return length
        except UnicodeDecodeError:
            pass
    return 0


def _common(raw, at, allow_utf8):
    """The errors that the two parts share; returns the number of bytes of the character."""
    byte = raw[at]
    if byte in b"(":
        raise Invalid("comment", at)
    if byte in b"<>":
        raise Invalid("angle_bracket", at)
    if byte in WHITE_SPACE:
        raise Invalid("white_space", at)
    if byte < 128:
        return 1
    if not allow_utf8:
        raise Invalid("non_ascii", at)
    if not _length(raw, at):
        raise Invalid("invalid_utf8", at)
    return _length(raw, at)


def _local_part(raw, start, end, allow_utf8):
    """Returns the offset of the @."""
    at, atom_begins = start, True
    while at < end:
        if raw[at] == ord("@"):
            if at == start:
                raise Invalid("missing_local_part", at)
            if atom_begins:
                raise Invalid("empty_atom", at)
            return at
        if at == start and raw[at] == ord('"'):
            raise Invalid("quoted_string", at)
        length = _common(raw, at, allow_utf8)
        if raw[at] == ord("."):
            if atom_begins:
                raise Invalid("empty_atom", at)
        elif raw[at] < 128 and raw[at] not in ATOM:
            raise Invalid("invalid_local_character", at)
        atom_begins = raw[at] == ord(".")
        if at + length - start > MAX_LOCAL:
            raise Invalid("local_part_too_long", start + MAX_LOCAL)
        at += length
    raise Invalid("missing_at", end)


def _domain(raw, start, end, allow_utf8):
    """Returns the offset of the last label, or None if there is only one."""
    if start == end:
        raise Invalid("missing_domain", end)
    if raw[start] == ord("["):
        raise Invalid("address_literal", start)
    at = label = start
    while at < end:
        length = _common(raw, at, allow_utf8)
        byte = raw[at]
        if byte == ord("@"):
            raise Invalid("second_at", at)
        if byte == ord("."):
            if at == label:
                raise Invalid("empty_label", at)
            if at + 1 == end:
                raise Invalid("trailing_dot", at)
            label = at + 1
        else:
            if byte < 128 and byte not in LETTERS_AND_DIGITS + b"-":
                raise Invalid("invalid_domain_character", at)
            if at + length - label > MAX_LABEL:
                raise Invalid("label_too_long", label + MAX_LABEL)
            if byte == ord("-") and (at == label or at + 1 == end or raw[at + 1] == ord(".")):
                raise Invalid("hyphen_at_label_edge", at)
        at += length
    return label if label != start else None


def parse_email(text, allow_utf8=False):
    """The canonical form; raises Invalid."""
    raw = encode(text)
    end = len(raw.rstrip(WHITE_SPACE))
    start = len(raw) - len(raw.lstrip(WHITE_SPACE))
    if end == 0:
        raise Invalid("empty")
    at = _local_part(raw, start, end, allow_utf8)
    last_label = _domain(raw, at + 1, end, allow_utf8)
    if last_label is None:
        raise Invalid("single_label", end)
    if all(byte in DIGITS for byte in raw[last_label:end]):
        raise Invalid("numeric_top_level", last_label)
    if end - (at + 1) > MAX_DOMAIN:
        raise Invalid("domain_too_long", at + 1 + MAX_DOMAIN)
    if end - start > MAX_ADDRESS:
        raise Invalid("address_too_long", start + MAX_ADDRESS)
    return lower_ascii(decode(raw[start:end]))
