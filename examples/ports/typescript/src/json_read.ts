// SPDX-License-Identifier: BSL-1.0
/**
 * Reading leads from JSON, with every problem at its pointer (spec 5.2). Not JSON.parse(), which
 * keeps the last of two equal keys, reads every number as a double, and knows no pointers.
 */

import { type Json, leadObject, write } from "./json_write.js";
import {
  FIELDS,
  FIELD_NAMES,
  type Field,
  type Lead,
  type LeadError,
  listOf,
  makeLead,
  normalise,
  validate,
} from "./lead.js";
import { isStatus } from "./query.js";
import { Invalid } from "./text.js";
import { parseTimestamp } from "./timestamp.js";

const MAX_DEPTH = 32;
const MAX_EXPONENT = 2n ** 31n - 1n;
const MAX_INTEGER = 2n ** 64n - 1n;

const PAGINATION = {
  page: "bigint",
  pageSize: "bigint",
  total: "bigint",
  totalPages: "bigint",
  hasNextPage: "boolean",
  hasPrevPage: "boolean",
} as const;

export type Reads = "lead" | "leads" | "page";

export interface Options {
  ignoreUnknownKeys?: boolean;
  allowMissingNullable?: boolean;
  normalise?: { region?: string | undefined } | undefined;
  allowUtf8?: boolean;
  maxErrors?: number | undefined;
}

export interface ReadError {
  code: string;
  pointer: string;
  detail?: string;
}

/** Reading stops; the error, unless it is among those that were reported. */
class Stop extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

type Path = readonly string[];

function pointer(path: Path): string {
  return path.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A number that is no integer from 0 to 2^64-1. */
const OTHER_NUMBER = Symbol("number");
type Scalar = null | boolean | string | bigint | typeof OTHER_NUMBER;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Tokens and their nesting. `last` is the path of the last value read (json_read.17). */
class Tokens {
  protected last: Path = [];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  /** The next character that is no white space; empty at the end. */
  peek(): string {
    while (/[ \t\n\r]/.test(this.text.charAt(this.at))) ++this.at;
    return this.text.charAt(this.at);
  }

  private match(token: RegExp /* sticky */): RegExpExecArray | null {
    token.lastIndex = this.at;
    const found = token.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }

  take(token: string): void {
    if (this.peek() !== token) throw new Stop("not_json");
    ++this.at;
  }

  string(): string {
    this.take('"');
    let out = "";
    for (;;) {
      out += this.match(/[^"\\\0-\x1f\udc80-\udcff]*/uy)![0];
      if (this.match(/"/uy)) return out;
      out += this.escape();
    }
  }

  private escape(): string {
    const short = this.match(/\\(["\\/bfnrt])/uy);
    if (short) return ESCAPES[short[1]!]!;
    const long = this.match(/\\u(?:([dD][89abAB]..)\\u([dD][c-fC-F]..)|(?![dD][89a-fA-F])(....))/uy);
    const digits = long?.slice(1).filter((each) => each !== undefined) ?? [""];
    if (!digits.every((each) => /^[0-9a-fA-F]{4}$/.test(each))) throw new Stop("not_json");
    return String.fromCharCode(...digits.map((each) => parseInt(each, 16)));
  }

  private number(): Scalar {
    const found = this.match(/(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?(?:[eE]([+-]?[0-9]+))?/uy);
    if (!found) throw new Stop("not_json");
    const [, whole, fraction, exponent] = found;
    const expected = fraction === undefined ? /[.eE]/ : /[eE]/;
    if (exponent === undefined && expected.test(this.text.charAt(this.at))) {
      throw new Stop("not_json"); // a fraction or an exponent without digits
    }
    if (exponent !== undefined) {
      // Only the first digits after zeros decide: BigInt() of a long text takes long.
      const digits = exponent.replace(/^[+-]?0*/, "");
      if (digits.length > 10 || BigInt(digits || 0) > MAX_EXPONENT)
        throw new Stop("number_out_of_range");
    }
    if (fraction !== undefined || exponent !== undefined || whole!.length > 20) return OTHER_NUMBER;
    const value = BigInt(whole!);
    return value < 0n || value > MAX_INTEGER ? OTHER_NUMBER : value;
  }

  /** A value other than an array or object. */
  scalar(path: Path): Scalar {
    const first = this.peek();
    let value: Scalar;
    if (first === '"') value = this.string();
    else if (/[-0-9]/.test(first)) value = this.number();
    else if (this.match(/null/uy)) value = null;
    else if (this.match(/true/uy)) value = true;
    else if (this.match(/false/uy)) value = false;
    else throw new Stop("not_json");
    this.last = path;
    return value;
  }

  /** The first byte of an array or object. */
  open(path: Path): void {
    if (this.depth === MAX_DEPTH) throw new Stop("too_deep");
    ++this.depth;
    ++this.at;
    this.last = path;
  }

  /** The rest of an array or object that was opened; `read` reads each element or member. */
  rest(closing: "]" | "}", path: Path, read: (index: number) => void): void {
    for (let index = 0; index > 0 || this.peek() !== closing; ++index) {
      read(index);
      if (this.peek() === closing) break;
      this.take(",");
    }
    ++this.at;
    --this.depth;
    this.last = path;
  }

  /** The rest of an array or object, whose values have no paths of their own. */
  skipRest(opening: string, path: Path): void {
    const isObject = opening === "{";
    this.rest(isObject ? "}" : "]", path, () => {
      if (isObject) {
        this.string();
        this.take(":");
      }
      this.skip(path);
    });
  }

  skip(path: Path): void {
    const opening = this.peek();
    if (opening === "[" || opening === "{") {
      this.open(path);
      this.skipRest(opening, path);
    } else {
      this.scalar(path);
    }
  }
}

class Reader extends Tokens {
  readonly errors: ReadError[] = [];

  constructor(
    text: string,
    private readonly options: Options,
  ) {
    super(text);
  }

  get position(): Path {
    return this.last;
  }

  private report(code: string, detail?: string): void {
    const at = pointer(this.last);
    if (this.errors.length >= (this.options.maxErrors ?? 1000)) throw new Stop("too_many_errors");
    this.errors.push(detail === undefined ? { code, pointer: at } : { code, pointer: at, detail });
  }

  /** A value of a wrong type. An array or object is one from its first byte. */
  private refuse(path: Path): void {
    const opening = this.peek();
    if (opening === "[" || opening === "{") {
      this.open(path);
      this.report("wrong_type");
      this.skipRest(opening, path);
    } else {
      this.scalar(path);
      this.report("wrong_type");
    }
  }

  /** A scalar, or undefined for an array or object, which is refused. */
  private scalarOnly(path: Path): Scalar | undefined {
    if (!/[[{]/.test(this.peek())) return this.scalar(path);
    this.refuse(path);
    return undefined;
  }

  /** An object of the contract; `read` gets each known key once. */
  private object<Key extends string>(
    path: Path,
    keys: readonly Key[],
    read: (key: Key, path: Path) => void,
    mayLack: (key: Key) => boolean,
  ): void {
    const seen = new Set<string>();
    this.open(path);
    this.rest("}", path, () => {
      const name = this.string();
      const at = [...path, name];
      const key = keys.find((each) => each === name);
      this.last = at;
      if (seen.has(name)) this.report("duplicate_key");
      else if (key === undefined && !this.options.ignoreUnknownKeys) this.report("unknown_key");
      this.take(":");
      if (key === undefined || seen.has(name)) {
        this.skip(at);
      } else {
        seen.add(name);
        read(key, at);
      }
    });
    for (const key of keys.filter((each) => !seen.has(each) && !mayLack(each))) {
      this.last = [...path, key];
      this.report("missing_key");
    }
    this.last = path;
  }

  private field(lead: Lead, name: Field, path: Path): void {
    const kind = FIELDS[name];
    if (kind === "list") {
      if (this.peek() !== "[") return this.refuse(path);
      const list = lead[name as "phones" | "emails"];
      this.open(path);
      return this.rest("]", path, (index) => {
        const at = [...path, String(index)];
        const value = this.scalarOnly(at);
        list.push(typeof value === "string" ? value : "");
        if (value !== undefined && typeof value !== "string") this.report("wrong_type");
      });
    }
    const value = this.scalarOnly(path);
    if (value === undefined || (value === null && kind.endsWith("?"))) return;
    if (typeof value !== "string") return this.report("wrong_type");
    if (kind === "status" && !isStatus(value)) return this.report("unknown_status");
    if (!kind.startsWith("time")) {
      Object.assign(lead, { [name]: value });
      return;
    }
    try {
      Object.assign(lead, { [name]: parseTimestamp(value) });
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      this.report("invalid_timestamp", error.code);
    }
  }

  private lead(path: Path): Lead {
    const {
      normalise: normalising,
      allowUtf8 = false,
      allowMissingNullable = false,
    } = this.options;
    const lead = makeLead();
    const before = this.errors.length;
    this.object(
      path,
      FIELD_NAMES,
      (name, at) => this.field(lead, name, at),
      (name) => allowMissingNullable && FIELDS[name].endsWith("?"),
    );
    const reported = this.errors.slice(before).map((each) => each.pointer);
    const judged = normalising
      ? normalise(lead, { region: normalising.region, allowUtf8 })
      : { lead, errors: validate(lead, allowUtf8) };
    for (const each of judged.errors) this.judge(lead, each, path, reported);
    this.last = path;
    return judged.lead;
  }

  /** Reports a broken rule, unless an unreadable value is the reason (json_read.15, 16). */
  private judge(
    lead: Lead,
    { code, field, index, detail }: LeadError,
    path: Path,
    reported: string[],
  ): void {
    const at = index === undefined ? [...path, field] : [...path, field, String(index)];
    const list = listOf(field);
    const ofText = index !== undefined && list ? lead[list][index] : undefined;
    if (list && (code === "primary_not_listed" || (code === "duplicate_value" && ofText === ""))) {
      const start = pointer([...path, list]);
      if (reported.some((each) => each === start || each.startsWith(`${start}/`))) return;
    }
    if (reported.includes(pointer(at))) return;
    this.last = at;
    this.report(code, detail);
  }

  private leads(path: Path): Lead[] {
    const leads: Lead[] = [];
    this.open(path);
    this.rest("]", path, (index) => {
      const at = [...path, String(index)];
      if (this.peek() === "{") leads.push(this.lead(at));
      else this.refuse(at);
    });
    return leads;
  }

  private answer(reads: Reads): Json {
    let data: Json = [];
    const pagination: { [key: string]: Json } = {};
    this.object(
      [],
      ["data", "pagination"],
      (key, path) => {
        if (key === "data" && this.peek() === "[") {
          data = this.leads(path).map(leadObject);
        } else if (key === "data" || this.peek() !== "{") {
          this.refuse(path);
        } else if (reads === "leads") {
          this.skip(path);
        } else {
          const names = Object.keys(PAGINATION) as (keyof typeof PAGINATION)[];
          for (const name of names) pagination[name] = null; // their order is that of the contract
          this.object(
            path,
            names,
            (name, at) => {
              const value = this.scalarOnly(at);
              if (value === undefined) return;
              if (typeof value === PAGINATION[name]) pagination[name] = value as Json;
              else this.report("wrong_type");
            },
            () => false,
          );
        }
      },
      (key) => key === "pagination" && reads === "leads",
    );
    return reads === "leads" ? data : { data, pagination };
  }

  document(reads: Reads): Json {
    const first = this.peek();
    let value: Json = null;
    if (first === "{") value = reads === "lead" ? leadObject(this.lead([])) : this.answer(reads);
    else if (first === "[" && reads === "leads") value = this.leads([]).map(leadObject);
    else this.refuse([]);
    if (this.peek() !== "") throw new Stop("not_json");
    return value;
  }
}

/** What was read, as compact JSON; or every problem. */
export function readJson(
  text: string,
  reads: Reads,
  options: Options = {},
): { json: string } | { errors: ReadError[] } {
  const reader = new Reader(text, options);
  try {
    const value = reader.document(reads);
    return reader.errors.length > 0 ? { errors: reader.errors } : { json: write(value) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { errors: [...reader.errors, { code: error.code, pointer: pointer(reader.position) }] };
  }
}
