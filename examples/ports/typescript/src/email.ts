// SPDX-License-Identifier: BSL-1.0
/** Email addresses (spec 6.2). */

import { type Character, Invalid, characters, isUtf8, lowerAscii, trimAscii } from "./text.js";

const MAX_LOCAL = 64;
const MAX_LABEL = 63;
const MAX_DOMAIN = 253;
const MAX_ADDRESS = 254;

/** The errors that both parts have, in the order of the table. */
function check({ text, at }: Character, allowUtf8: boolean): void {
  if (text === "(") throw new Invalid("comment", at);
  if (text === "<" || text === ">") throw new Invalid("angle_bracket", at);
  if (/[\t-\r ]/.test(text)) throw new Invalid("white_space", at);
  if (text > "\x7f" && !allowUtf8) throw new Invalid("non_ascii", at);
  if (!isUtf8(text)) throw new Invalid("invalid_utf8", at);
}

/** The index of the "@". */
function localPart(mailbox: readonly Character[], end: number, allowUtf8: boolean): number {
  const start = mailbox[0]!.at;
  let atom = 0; // where it begins
  for (const [index, each] of mailbox.entries()) {
    const { text, at, size } = each;
    if (text === "@" && index === 0) throw new Invalid("missing_local_part", at);
    if (text === "@" && index > atom) return index;
    if (text === '"' && index === 0) throw new Invalid("quoted_string", at);
    check(each, allowUtf8);
    if (/[^\w!#$%&'*+\-/=?^`{|}~.@\x80-\u{10ffff}]/u.test(text)) {
      throw new Invalid("invalid_local_character", at);
    }
    if ((text === "." || text === "@") && index === atom) throw new Invalid("empty_atom", at);
    if (text === ".") atom = index + 1;
    if (at + size - start > MAX_LOCAL) throw new Invalid("local_part_too_long", start + MAX_LOCAL);
  }
  throw new Invalid("missing_at", end);
}

/** Checks a domain, and returns its last label. */
function domain(
  given: readonly Character[],
  end: number,
  allowUtf8: boolean,
): readonly Character[] {
  if (given.length === 0) throw new Invalid("missing_domain", end);
  if (given[0]!.text === "[") throw new Invalid("address_literal", given[0]!.at);
  let label = 0; // where it begins
  for (const [index, each] of given.entries()) {
    const { text, at, size } = each;
    const next = given[index + 1]?.text;
    check(each, allowUtf8);
    if (text === "@") throw new Invalid("second_at", at);
    if (/[^0-9A-Za-z.\-\x80-\u{10ffff}]/u.test(text))
      throw new Invalid("invalid_domain_character", at);
    if (text === ".") {
      if (index === label) throw new Invalid("empty_label", at);
      if (next === undefined) throw new Invalid("trailing_dot", at);
      label = index + 1;
      continue;
    }
    const begin = given[label]!.at;
    if (at + size - begin > MAX_LABEL) throw new Invalid("label_too_long", begin + MAX_LABEL);
    if (text === "-" && (index === label || next === undefined || next === ".")) {
      throw new Invalid("hyphen_at_label_edge", at);
    }
  }
  if (label === 0) throw new Invalid("single_label", end);
  return given.slice(label);
}

/** The canonical form. */
export function parseEmail(text: string, allowUtf8 = false): string {
  const trimmed = trimAscii(text);
  if (trimmed === "") throw new Invalid("empty");
  const before = text.search(/[^\t-\r ]/);
  const mailbox = characters(text).slice(before, before + characters(trimmed).length);
  const last = mailbox.at(-1)!;
  const start = mailbox[0]!.at;
  const end = last.at + last.size;
  const sign = localPart(mailbox, end, allowUtf8);
  const topLevel = domain(mailbox.slice(sign + 1), end, allowUtf8);
  if (topLevel.every((each) => /[0-9]/.test(each.text))) {
    throw new Invalid("numeric_top_level", topLevel[0]!.at);
  }
  const begin = mailbox[sign]!.at + 1;
  if (end - begin > MAX_DOMAIN) throw new Invalid("domain_too_long", begin + MAX_DOMAIN);
  if (end - start > MAX_ADDRESS) throw new Invalid("address_too_long", start + MAX_ADDRESS);
  return lowerAscii(trimmed);
}
