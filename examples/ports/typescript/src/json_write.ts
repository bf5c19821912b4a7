// SPDX-License-Identifier: BSL-1.0
/** Answers as JSON, byte for byte (spec 5.1). */

import { FIELD_NAMES, type Lead } from "./lead.js";
import type { Page } from "./listing.js";
import { formatTimestamp } from "./timestamp.js";

export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

/** JSON.stringify() escapes what json.6 lists and, in its own way, lone surrogates. */
export function writeString(text: string): string {
  return JSON.stringify(text.replace(/[\udc80-\udcff]/gu, "\ufffd"));
}

/** Not JSON.stringify(), which refuses a bigint. */
export function write(value: Json, pretty = false, indent = ""): string {
  if (typeof value === "string") return writeString(value);
  if (value === null || typeof value !== "object") return String(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => write(each, pretty, inner))
    : Object.entries(value).map(
        ([key, each]) => `${writeString(key)}:${pretty ? " " : ""}${write(each, pretty, inner)}`,
      );
  const [opening, closing] = Array.isArray(value) ? "[]" : "{}";
  if (!pretty || parts.length === 0) return opening + parts.join(",") + closing;
  return `${opening}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${closing}`;
}

/** The 16 fields of a lead, times as texts. */
export function leadObject(lead: Lead): { [key: string]: Json } {
  return Object.fromEntries(
    FIELD_NAMES.map((name) => {
      const value = lead[name];
      return [name, typeof value === "number" ? formatTimestamp(value) : value];
    }),
  );
}

export function pageObject({ data, pagination }: Page): { [key: string]: Json } {
  return { data: data.map(leadObject), pagination: { ...pagination } };
}

export function writePage(page: Page, pretty = false): string {
  return write(pageObject(page), pretty);
}
