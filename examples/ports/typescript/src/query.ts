// SPDX-License-Identifier: BSL-1.0
/** Query strings (spec 1.1) and search terms (spec 2.1). */

import {
  Invalid,
  WHITE_SPACE,
  countUnits,
  decode,
  encode,
  firstInvalid,
  lowerAscii,
} from "./text.js";

export const STATUSES = ["NOT_CONTACTED", "CONTACTED", "QUALIFIED", "CONVERTED", "LOST"] as const;
export type Status = (typeof STATUSES)[number];

export type Profile = "allow_utf8" | "clamp" | "ignore_unknown" | "nulls_first";
export type Profiles = readonly Profile[];

const PARAMETERS = ["status", "search", "assignedToId", "page", "pageSize"] as const;
type Parameter = (typeof PARAMETERS)[number];

export const UNASSIGNED = "unassigned";
const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;
const MAX_SEARCH = 256;
const MAX_SUGGESTION_BYTES = 64;

export interface Query {
  status: Status | null;
  search: string; // without superfluous white space; empty: no search
  assignedTo: string | null; // an id, or UNASSIGNED
  page: number;
  pageSize: number;
}

/** What is wrong with a pair (query.25). */
export interface QueryError {
  code: string;
  parameter: string;
  value: string;
  offset: number;
  allowed: string;
  suggestion: string | null;
}

const ALLOWED: Readonly<Record<string, string>> = {
  malformed_percent_encoding: "percent-encoded UTF-8 without U+0000",
  invalid_utf8: "percent-encoded UTF-8 without U+0000",
  nul_character: "percent-encoded UTF-8 without U+0000",
  unknown_parameter: PARAMETERS.join(", "),
  duplicate_parameter: "each parameter at most once",
};

const ALLOWED_VALUES: Readonly<Record<Parameter, string>> = {
  status: "NOT_CONTACTED, CONTACTED, QUALIFIED, CONVERTED or LOST",
  search: "at most 256 characters",
  assignedToId: "an organisation member's id, or unassigned",
  page: "an integer from 1 to 9007199254740991",
  pageSize: "an integer from 1 to 100",
};

export function isStatus(text: string): text is Status {
  return STATUSES.some((each) => each === text);
}

function isParameter(name: string): name is Parameter {
  return PARAMETERS.some((each) => each === name);
}

/** A status by itself (status.1, status.2). */
export function parseStatus(text: string): Status {
  if (isStatus(text)) return text;
  const shared = (name: string) => {
    let length = 0;
    while (length < name.length && name[length] === text[length]) ++length;
    return length;
  };
  throw new Invalid("unknown_status", Math.max(...STATUSES.map(shared)));
}

/** The words of a term joined by one space (search.1, search.2). */
export function searchTerm(text: string): string {
  return text.replace(WHITE_SPACE, " ").replace(/^ | $/g, "");
}

/** A decoded name or value; `wrong` has the offset in `raw`. */
interface Decoded {
  text: string;
  wrong: Invalid | undefined;
}

/** Decodes application/x-www-form-urlencoded; what cannot be decoded stays as sent (query.33). */
function formDecode(raw: Buffer): Decoded {
  const bytes: number[] = [];
  const source: number[] = [];
  const bad = (code: string, at: number) => ({ text: decode(raw), wrong: new Invalid(code, at) });
  for (let at = 0; at < raw.length; ++at) {
    source.push(at);
    const byte = raw[at]!;
    if (byte === 0x25) {
      const digits = raw.toString("latin1", at + 1, at + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return bad("malformed_percent_encoding", at);
      bytes.push(parseInt(digits, 16));
      at += 2;
    } else {
      bytes.push(byte === 0x2b ? 0x20 : byte);
    }
  }
  const text = decode(Buffer.from(bytes));
  const invalid = firstInvalid(text);
  if (invalid !== null) return bad("invalid_utf8", source[invalid]!);
  const nul = bytes.indexOf(0);
  return nul < 0 ? { text, wrong: undefined } : bad("nul_character", source[nul]!);
}

/** Optimal string alignment distance (query.27). */
function distance(a: Buffer, b: Buffer): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; ++i) {
    const row = [i];
    for (let j = 1; j <= b.length; ++j) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, rows[i - 1]![j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

function suggestion(name: string): string {
  const given = encode(lowerAscii(name)).subarray(0, MAX_SUGGESTION_BYTES);
  const distances = PARAMETERS.map((known) => distance(given, encode(lowerAscii(known))));
  return PARAMETERS[distances.indexOf(Math.min(...distances))]!;
}

function integer(text: string): number {
  if (text === "") throw new Invalid("empty_value");
  if (!/^[0-9]+$/.test(text)) throw new Invalid("not_an_integer");
  const digits = text.replace(/^0+/, "");
  const value = Number(digits);
  // Beyond 2^53 a double rounds, and 2^53 itself is no longer safe.
  if (digits === "" || !Number.isSafeInteger(value)) throw new Invalid("integer_out_of_range");
  return value;
}

function set(query: Query, name: Parameter, value: string, profiles: Profiles): void {
  if (name === "search") {
    const term = searchTerm(value);
    if (countUnits(term) > MAX_SEARCH) throw new Invalid("search_too_long");
    query.search = term;
    return;
  }
  if (value === "") throw new Invalid("empty_value");
  if (name === "status") {
    if (!isStatus(value)) throw new Invalid("unknown_status");
    query.status = value;
  } else if (name === "assignedToId") {
    query.assignedTo = value;
  } else if (name === "page") {
    query.page = integer(value);
  } else {
    const size = integer(value);
    if (size > MAX_PAGE_SIZE && !profiles.includes("clamp"))
      throw new Invalid("page_size_too_large");
    query.pageSize = Math.min(size, MAX_PAGE_SIZE);
  }
}

/** The pairs of a raw query string and their offsets. Empty ones are skipped. */
function* pairs(
  raw: Buffer,
): Generator<{ name: Buffer; value: Buffer; at: number; valueAt: number }> {
  for (let at = 0; at <= raw.length;) {
    const ampersand = raw.indexOf("&", at);
    const end = ampersand < 0 ? raw.length : ampersand;
    const pair = raw.subarray(at, end);
    const equals = pair.indexOf("=");
    const length = equals < 0 ? pair.length : equals;
    const skipped = equals < 0 ? 0 : 1;
    if (pair.length > 0) {
      const valueAt = at + length + skipped;
      yield { name: pair.subarray(0, length), value: pair.subarray(length + skipped), at, valueAt };
    }
    at = end + 1;
  }
}

/** A query and the errors; if there are any, the query does not count. */
export function parseQuery(
  text: string,
  profiles: Profiles = [],
): { query: Query; errors: QueryError[] } {
  const query: Query = {
    status: null,
    search: "",
    assignedTo: null,
    page: 1,
    pageSize: DEFAULT_PAGE_SIZE,
  };
  const errors: QueryError[] = [];
  const seen = new Set<string>();
  for (const pair of pairs(encode(text))) {
    const { text: name, wrong: wrongName } = formDecode(pair.name);
    const { text: value, wrong: wrongValue } = formDecode(pair.value);
    const report = (code: string, offset: number) => {
      errors.push({
        code,
        parameter: name,
        value,
        offset,
        allowed: ALLOWED[code] ?? ALLOWED_VALUES[name as Parameter],
        suggestion: code === "unknown_parameter" ? suggestion(name) : null,
      });
    };
    const known = wrongName === undefined && isParameter(name);
    const duplicate = known && seen.has(name);
    if (known) seen.add(name); // also if its value is bad (query.13)
    if (wrongName) {
      report(wrongName.code, pair.at + wrongName.offset);
    } else if (wrongValue) {
      report(wrongValue.code, pair.valueAt + wrongValue.offset);
    } else if (!known) {
      if (!profiles.includes("ignore_unknown")) report("unknown_parameter", pair.at);
    } else if (duplicate) {
      report("duplicate_parameter", pair.at);
    } else {
      try {
        set(query, name, value, profiles);
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        report(error.code, pair.valueAt);
      }
    }
  }
  return { query, errors };
}

function percentEncode(text: string): string {
  return Array.from(encode(text), (byte) => {
    const each = String.fromCharCode(byte);
    return /[\w.~-]/.test(each) ? each : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/** The query string with what differs from the default (query.30). */
export function canonical(query: Query): string {
  const values: Record<Parameter, string | null> = {
    status: query.status,
    search: query.search,
    assignedToId: query.assignedTo,
    page: query.page === 1 ? null : String(query.page),
    pageSize: query.pageSize === DEFAULT_PAGE_SIZE ? null : String(query.pageSize),
  };
  return PARAMETERS.filter((name) => values[name])
    .map((name) => `${name}=${percentEncode(values[name]!)}`)
    .join("&");
}
