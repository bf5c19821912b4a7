// SPDX-License-Identifier: BSL-1.0
/**
 * Texts: UTF-8 and folding (spec 2.2).
 *
 * A text is a string in which a byte that is not UTF-8 is one lone surrogate, U+DC80 to U+DCFF. So
 * each such byte is a unit by itself, which neither composes nor reorders (fold.4, fold.5).
 */

import { CASE_FOLDING, UNASSIGNED } from "./unicode_tables.js";

/** The version of the tables. Normalization is Node's, which has to know all of it. */
export const UNICODE_VERSION = "15.0";

/** Unicode's White_Space (search.12). `\s` has U+FEFF instead of U+0085. */
export const WHITE_SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
export const ASCII_WHITE_SPACE = "\t\n\v\f\r ";

/** With the flag `u` a surrogate in a pair is none. */
const INVALID = /[\udc80-\udcff]/u;

/** What a character class needs to match the code points that Unicode 15.0 lacks. */
export const UNASSIGNED_CLASS = UNASSIGNED.replace(/[0-9a-f]+/g, "\\u{$&}").replaceAll(" ", "");

/** A text that does not parse: a code and the offset of a byte. */
export class Invalid extends Error {
  constructor(
    readonly code: string,
    readonly offset = 0,
  ) {
    super(code);
  }
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function sequence(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

export function decode(bytes: Uint8Array): string {
  const whole = sequence(bytes);
  if (whole !== undefined) return whole;
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const read = at + size <= bytes.length ? sequence(bytes.subarray(at, at + size)) : undefined;
    text += read ?? String.fromCharCode(0xdc00 + first);
    at += read === undefined ? 1 : size;
  }
  return text;
}

export function encode(text: string): Buffer {
  if (isUtf8(text)) return Buffer.from(text);
  return Buffer.concat(
    Array.from(text, (each) =>
      isUtf8(each) ? Buffer.from(each) : Buffer.of(each.charCodeAt(0) & 0xff),
    ),
  );
}

export function isUtf8(text: string): boolean {
  return !INVALID.test(text);
}

/** The offset of the first byte that is not UTF-8, or null. */
export function firstInvalid(text: string): number | null {
  const at = text.search(INVALID);
  return at < 0 ? null : Buffer.byteLength(text.slice(0, at));
}

/** The number of code points, where a byte that is not UTF-8 counts as one. */
export function countUnits(text: string): number {
  return Array.from(text).length;
}

/** The order of the bytes (order.5). `<` compares UTF-16 units, in which U+E000 follows U+10000. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(encode(a), encode(b));
}

export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (each) => each.toLowerCase());
}

export function trimAscii(text: string): string {
  return text.replace(/^[\t-\r ]+|(?<![\t-\r ])[\t-\r ]+$/g, "");
}

/** A code point of a text, and the offset of its first byte. */
export interface Character {
  readonly text: string;
  readonly at: number;
  readonly size: number;
}

export function characters(text: string): Character[] {
  let end = 0;
  return Array.from(text, (each) => {
    const size = isUtf8(each) ? Buffer.byteLength(each) : 1;
    end += size;
    return { text: each, at: end - size, size };
  });
}

const foldings = new Map<string, string>();
for (const entry of CASE_FOLDING.split(" ")) {
  const [, from, to, second, distance, several] =
    /^(\w+)(?:-(\w+)(\/2)?([+-]\w+))?(?::(.*))?$/.exec(entry)!;
  const first = parseInt(from!, 16);
  if (several !== undefined) {
    const target = several.split(",").map((each) => parseInt(each, 16));
    foldings.set(String.fromCodePoint(first), String.fromCodePoint(...target));
  } else {
    for (let each = first; each <= parseInt(to!, 16); each += second ? 2 : 1) {
      foldings.set(
        String.fromCodePoint(each),
        String.fromCodePoint(each + parseInt(distance!, 16)),
      );
    }
  }
}

const unassigned = new RegExp(`([${UNASSIGNED_CLASS}]+)`, "u");

/**
 * Canonical caseless, composed (fold.1), of Unicode 15.0 (fold.2). Normalization never changes for
 * assigned code points. One that is not assigned in 15.0 neither composes nor reorders there, so
 * what stands between two such code points is normalized by itself.
 */
export function fold(text: string): string {
  const folded = (part: string) =>
    Array.from(part.normalize("NFD"), (each) => foldings.get(each) ?? each)
      .join("")
      .normalize("NFC");
  return text
    .split(unassigned)
    .map((part, index) => (index % 2 ? part : folded(part)))
    .join("");
}

/**
 * Whether the folding of a text contains a folded needle. A needle that begins with an invalid
 * byte, a low surrogate, does not match the second half of a pair (fold.6, search.9).
 */
export function containsFolded(text: string, needle: string): boolean {
  const folded = fold(text);
  let at = folded.indexOf(needle);
  while (at > 0 && /^[\udc80-\udcff]/.test(needle) && /[\ud800-\udbff]/.test(folded[at - 1]!)) {
    at = folded.indexOf(needle, at + 1);
  }
  return at >= 0;
}
