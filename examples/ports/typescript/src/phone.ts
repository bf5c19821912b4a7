// SPDX-License-Identifier: BSL-1.0
/**
 * Phones (spec 6.3). This module reads the text, by decision 0011; google-libphonenumber gets plain
 * digits and knows the numbering plans. So codes and offsets are those of the spec, and the texts
 * that libphonenumber for JavaScript reads in another way do not differ.
 */

import libphonenumber, { type PhoneNumber } from "google-libphonenumber";

import { Invalid, UNASSIGNED_CLASS, encode, isUtf8, trimAscii } from "./text.js";

const { PhoneNumberFormat, PhoneNumberType, PhoneNumberUtil } = libphonenumber;
const { ValidationResult } = PhoneNumberUtil;
const util = PhoneNumberUtil.getInstance();
const REGIONS = new Set(util.getSupportedRegions());
const MAX_DIGITS = 15;
const MAX_DIALLED = 40; // with all prefixes; no number is longer
const PHONE_CONTEXT = ";phone-context=";

// The characters of the grammar. Categories are those of Unicode 15.0. No two alternatives of a
// repetition match the same text, or a long text would take exponential time.
const assigned = (category: string) => `(?![${UNASSIGNED_CLASS}])\\p{${category}}`;
const DIGIT = `(?:${assigned("Nd")})`;
const PLUS = "[+\uff0b]";
const SEPARATORS =
  "-xX().[\\]/~* \xa0\xad\u200b\u2010-\u2015\u2053\u2060\u2212\u223c\u3000\u30fc" +
  "\uff08\uff09\uff0d-\uff0f\uff3b\uff3d";
const LETTERS = "A-Za-z\u017f\u212a";
const BODY = `${PLUS}*(?:[${SEPARATORS}]*${DIGIT}){3}(?:[${SEPARATORS}${LETTERS}]|${DIGIT})*`;

// Extensions begin where their blanks begin.
const GAP = "(?<![ \\t\xa0,])[ \\t\xa0,]*";
const BLANKS = "(?<![ \\t\xa0])[ \\t\xa0]*";
const AFTER = "[:.\uff0e]?[ \\t\xa0,-]*";
const LABELS = "e?xt(?:ensi(?:o\u0301?|\xf3))?n?|\uff45?\uff58\uff54\uff4e?|доб|anexo";
const EXTENSIONS = [
  `;ext=(${DIGIT}{1,20})`,
  `${GAP}(?:${LABELS})${AFTER}(${DIGIT}{1,20})#?`,
  `${GAP}(?:x|\uff58|#|\uff03|~|\uff5e|int|\uff49\uff4e\uff54)${AFTER}(${DIGIT}{1,9})#?`,
  `(?<![- ])[- ]+(${DIGIT}{1,6})#`,
  `${BLANKS}(?:,,|;)${AFTER}(${DIGIT}{1,15})#?`,
  `${BLANKS},+(?!,)${AFTER}(${DIGIT}{1,9})#?`,
].join("|");

const pattern = (source: string, flags = "u") => new RegExp(source, flags);
const FIRST = pattern(`${DIGIT}|${PLUS}`);
const BEGINS_WITH_PLUS = pattern(`^${PLUS}`);
const UP_TO_LAST = pattern(`^.*(?:${assigned("L")}|${assigned("N")}|#)`, "su");
const BEFORE_SECOND = /^(.*)[\\/] *x/mu;
const NUMBER = pattern(`^(?:${DIGIT}{2}|${BODY})$`);
const NUMBER_WITH_EXTENSION = pattern(`^(?:${DIGIT}{2}|${BODY}(?:${EXTENSIONS})?)$`, "iu");
const EXTENSION = pattern(`(?:${EXTENSIONS})$`, "iu");
/** How far a text is of the grammar. */
const PREFIX = pattern(`^(?:${BODY}|${PLUS}*(?:[${SEPARATORS}]*${DIGIT}){0,2}[${SEPARATORS}]*)`);
const IS_DIGIT = pattern(`^${DIGIT}$`);
const THREE_LETTERS = pattern(`(?:[${LETTERS}][^${LETTERS}]*){3}`);
/** A byte that is not UTF-8, a control other than TAB LF FF CR, or a noncharacter. */
const REFUSED = /(?![\t\n\f\r])[\udc80-\udcff\p{Cc}\p{Noncharacter_Code_Point}]/u;
const KEYS = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

/** The value of a decimal digit: their sequences begin with 0 and have 10 code points each. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0)!;
  let first = code;
  while (IS_DIGIT.test(String.fromCodePoint(first - 1))) --first;
  return String((code - first) % 10);
}

/** What is read as a number, and the offset of the byte of the given text at an index of it. */
interface Candidate {
  text: string;
  offsetAt(index: number): number;
}

const offsetIn = (text: string, index: number) => encode(text.slice(0, index)).length;

/** The number in a text that is no URI (decision 0011, 1 and 2). */
function cut(text: string): Candidate {
  const refused = text.search(REFUSED);
  if (refused >= 0) {
    const code = isUtf8(String.fromCodePoint(text.codePointAt(refused)!))
      ? "not_a_number"
      : "invalid_utf8";
    throw new Invalid(code, offsetIn(text, refused));
  }
  let begin = text.search(FIRST);
  if (begin < 0) {
    throw new Invalid(trimAscii(text) === "" ? "empty" : "not_a_number", encode(text).length);
  }
  let number = UP_TO_LAST.exec(text.slice(begin))?.[0] ?? "";
  const line = BEFORE_SECOND.exec(number);
  if (line) {
    begin += line.index;
    number = line[1]!;
  }
  return { text: number.split(";isub=")[0]!, offsetAt: (index) => offsetIn(text, begin + index) };
}

/** What a URI dials: its context if that begins with a plus, then what precedes it (0011, 5). */
function cutUri(text: string, parameter: number): Candidate {
  const contextBegin = parameter + PHONE_CONTEXT.length;
  const given = text.slice(contextBegin).split(";")[0]!;
  const context = given.startsWith("+") && contextBegin + 1 < text.length ? given : "";
  const tel = text.indexOf("tel:");
  const begin = tel < 0 ? 0 : tel + "tel:".length;
  const main = text.slice(begin, begin <= parameter ? parameter : undefined).split(";isub=")[0]!;
  return {
    text: context + main,
    offsetAt: (index) =>
      offsetIn(
        text,
        index < context.length ? contextBegin + index : begin + index - context.length,
      ),
  };
}

/** The digits that a number dials, each with its index. Three letters or more dial too. */
function dial(number: string): { digit: string; index: number }[] {
  const vanity = THREE_LETTERS.test(number);
  return Array.from(number.matchAll(/./gsu)).flatMap(({ 0: each, index = 0 }) => {
    if (!vanity) return IS_DIGIT.test(each) ? [{ digit: digitValue(each), index }] : [];
    if (/[0-9]/.test(each)) return [{ digit: each, index }];
    if (!/[A-Za-z]/.test(each)) return [];
    return [
      { digit: String(KEYS.findIndex((key) => key.includes(each.toLowerCase())) + 2), index },
    ];
  });
}

/** What is wrong with a number; if it is too long, also how many digits at its end are too many. */
interface Wrong {
  code: string;
  excess: number;
}

const AFTER_PREFIX = "too_short_after_prefix";
const CODES: Readonly<Record<string, string>> = {
  [libphonenumber.Error["INVALID_COUNTRY_CODE"]!]: "unknown_calling_code",
  [libphonenumber.Error["TOO_SHORT_AFTER_IDD"]!]: AFTER_PREFIX,
  [libphonenumber.Error["TOO_LONG"]!]: "too_long",
  [ValidationResult.IS_POSSIBLE_LOCAL_ONLY]: "local_only",
  [ValidationResult.TOO_SHORT]: "too_short",
  [ValidationResult.INVALID_LENGTH]: "invalid_length",
  [ValidationResult.TOO_LONG]: "too_long",
};

/** How many digits the numbers of a calling code have at most. */
function maxLength(number: PhoneNumber): number {
  const code = number.getCountryCodeOrDefault();
  const region = util.getRegionCodeForCountryCode(code);
  const plan =
    region === "001"
      ? util.getMetadataForNonGeographicalRegion(code)
      : util.getMetadataForRegion(region);
  return Math.max(...plan.getGeneralDescOrDefault().possibleLengthArray());
}

/** The possible number that the library reads. */
function readOnce(text: string, region?: string): { number: PhoneNumber } | Wrong {
  let number;
  try {
    number = util.parse(text, region);
  } catch (error) {
    const code = CODES[(error as Error).message] ?? "too_short";
    if (code !== "too_long") return { code, excess: 0 };
    const shorter = readOnce(text.slice(0, -1), region); // a thrown number is unknown
    return { code, excess: 1 + ("excess" in shorter ? shorter.excess : 0) };
  }
  const reason = util.isPossibleNumberWithReason(number);
  if (reason === ValidationResult.IS_POSSIBLE) return { number };
  // It reads 17 digits at most, and then rounds them as a double, maybe to 18.
  const digits = Math.min(util.getNationalSignificantNumber(number).length, 17);
  return { code: CODES[reason]!, excess: Math.max(digits - maxLength(number), 0) };
}

/** The E.164 form, which reads back as itself (phone.3). */
function read(text: string, region?: string): { phone: string } | Wrong {
  const once = readOnce(text, region);
  if ("code" in once) return once;
  const phone = util.format(once.number, PhoneNumberFormat.E164);
  if (phone !== text) return read(phone);
  const excess = phone.length - 1 - MAX_DIGITS;
  return excess > 0 ? { code: "too_long", excess } : { phone };
}

/** How many digits are an international prefix, which may follow a plus too (phone.8). */
function prefixLength(digits: string, region: string | undefined): number {
  const prefix = region && util.getMetadataForRegion(region).getInternationalPrefixOrDefault();
  return prefix ? (new RegExp(`^(?:${prefix})(?!0)`).exec(digits)?.[0].length ?? 0) : 0;
}

export interface Phone {
  phone: string;
  extension: string | null;
}

/** The E.164 form and the extension's digits. */
export function parsePhone(text: string, region?: string): Phone {
  const parameter = text.indexOf(PHONE_CONTEXT);
  const { text: candidate, offsetAt } = parameter < 0 ? cut(text) : cutUri(text, parameter);
  if (!NUMBER_WITH_EXTENSION.test(candidate)) {
    throw new Invalid("not_a_number", offsetAt(PREFIX.exec(candidate)![0].length));
  }
  const found = EXTENSION.exec(candidate);
  const before = candidate.slice(0, found?.index);
  const [number, extension] =
    found && NUMBER.test(before)
      ? [before, found.slice(1).find((each) => each !== undefined)!]
      : [candidate, null];
  const dialled = dial(number);
  const plus = BEGINS_WITH_PLUS.test(number) ? "+" : "";
  const known = region !== undefined && REGIONS.has(region) ? region : undefined;
  if (!plus && !known) throw new Invalid(region ? "unknown_region" : "missing_region", offsetAt(0));

  const digits = dialled
    .map((each) => each.digit)
    .join("")
    .slice(0, MAX_DIALLED);
  const result = read(plus + digits, known);
  if ("phone" in result) {
    return { ...result, extension: extension && Array.from(extension, digitValue).join("") };
  }
  const { code, excess } = result;
  const offsetOfDigit = (index: number) => offsetAt(dialled[index]?.index ?? number.length);
  if (code === "too_long") throw new Invalid(code, offsetOfDigit(digits.length - excess));
  if (code === "unknown_calling_code" || (code === AFTER_PREFIX && plus)) {
    // phone.8
    throw new Invalid("unknown_calling_code", offsetOfDigit(prefixLength(digits, known)));
  }
  throw new Invalid(code === AFTER_PREFIX ? "too_short" : code, offsetAt(number.length));
}

/** The type of an E.164 number, its region, and where it is valid (phone_type.1 to 4). */
export function describePhone(phone: string): {
  type: string;
  region: string | null;
  validFor: string[];
} {
  const number = util.parse(phone);
  const type = util.getNumberType(number);
  const region = util.getRegionCodeForNumber(number);
  return {
    type: Object.keys(PhoneNumberType)
      .find((name) => PhoneNumberType[name] === type)!
      .toLowerCase(),
    region: region === "001" ? null : region,
    validFor: util
      .getRegionCodesForCountryCode(number.getCountryCodeOrDefault())
      .filter((each) => REGIONS.has(each) && util.isValidNumberForRegion(number, each))
      .sort(),
  };
}
