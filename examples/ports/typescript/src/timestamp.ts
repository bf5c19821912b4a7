// SPDX-License-Identifier: BSL-1.0
/** Times: RFC 3339 to milliseconds since 1970-01-01T00:00:00Z, and back (spec 6.1). */

import { Invalid } from "./text.js";

const MIN = Date.parse("0001-01-01T00:00:00.000Z");
const MAX = Date.parse("9999-12-31T23:59:59.999Z");

function daysOf(year: number, month: number): number {
  // Date.UTC() takes the years 0 to 99 for 1900 to 1999; 400 years are the same days.
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** Reads from left to right. Up to the first error all is ASCII, so indices are byte offsets. */
class Reader {
  at = 0;

  constructor(readonly text: string) {}

  get next(): string {
    return this.text.charAt(this.at);
  }

  mark(allowed: RegExp, code: string): string {
    if (this.at === this.text.length) throw new Invalid("too_short", this.at);
    if (!allowed.test(this.next)) throw new Invalid(code, this.at);
    return this.text.charAt(this.at++);
  }

  digit(): string {
    return this.mark(/[0-9]/, "digit_expected");
  }

  /** A field, checked when its last digit is read (time.8). */
  number(digits: number, low: number, high: number, code: string): number {
    const first = this.at;
    let field = "";
    while (field.length < digits) field += this.digit();
    const value = Number(field);
    if (value < low || value > high) {
      throw new Invalid(
        code === "second_out_of_range" && value === 60 ? "leap_second" : code,
        first,
      );
    }
    return value;
  }

  /** The digits after the decimal point; only three count (time.5). */
  milliseconds(): number {
    if (this.next !== ".") return 0;
    ++this.at;
    let fraction = this.digit();
    while (/[0-9]/.test(this.next)) fraction += this.digit();
    return Number(fraction.slice(0, 3).padEnd(3, "0"));
  }
}

export function parseTimestamp(text: string): number {
  if (text === "") throw new Invalid("empty");
  const read = new Reader(text);
  const year = read.number(4, 1, 9999, "year_out_of_range");
  read.mark(/-/, "hyphen_expected");
  const month = read.number(2, 1, 12, "month_out_of_range");
  read.mark(/-/, "hyphen_expected");
  const day = read.number(2, 1, daysOf(year, month), "day_out_of_range");
  read.mark(/[Tt]/, "time_marker_expected");
  const hour = read.number(2, 0, 23, "hour_out_of_range");
  read.mark(/:/, "colon_expected");
  const minute = read.number(2, 0, 59, "minute_out_of_range");
  read.mark(/:/, "colon_expected");
  const second = read.number(2, 0, 59, "second_out_of_range");
  const milliseconds = read.milliseconds();
  const sign = read.at;
  if (sign === text.length) throw new Invalid("missing_zone", sign);
  const zone = read.mark(/[Zz+-]/, "zone_expected");
  let offset = 0;
  if (zone === "+" || zone === "-") {
    offset = 60 * read.number(2, 0, 23, "offset_hour_out_of_range");
    read.mark(/:/, "colon_expected");
    offset += read.number(2, 0, 59, "offset_minute_out_of_range");
    if (zone === "-") offset = -offset;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const instant = date.setUTCHours(hour, minute, second, milliseconds) - offset * 60_000;
  if (instant < MIN || instant > MAX) throw new Invalid("instant_out_of_range", sign);
  if (read.at !== text.length) throw new Invalid("trailing_characters", read.at);
  return instant;
}

export function formatTimestamp(instant: number): string {
  return new Date(instant).toISOString();
}
