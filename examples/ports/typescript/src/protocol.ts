// SPDX-License-Identifier: BSL-1.0
/** Values as the vectors write them (docs/vectors.md). */

import type { Backend, Principal } from "./http.js";
import { FIELDS, type Field, type Lead, makeLead } from "./lead.js";
import { decode, encode, isUtf8 } from "./text.js";
import { parseTimestamp } from "./timestamp.js";

export type GivenText = string | { hex: string };
export type GivenLead = { [Name in Field]?: GivenText | GivenText[] | null };

export function textOf(given: GivenText): string {
  return typeof given === "string" ? given : decode(Buffer.from(given.hex, "hex"));
}

/** Any value with its texts and its large integers as the protocol has them. */
export function written(value: unknown): unknown {
  if (typeof value === "string")
    return isUtf8(value) ? value : { hex: encode(value).toString("hex") };
  if (typeof value === "bigint")
    return value > Number.MAX_SAFE_INTEGER ? String(value) : Number(value);
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, written(each)]));
}

export function leadOf(given: GivenLead): Lead {
  const fields = Object.entries(given).map(([name, value]) => {
    if (value === null) return [name, null];
    if (Array.isArray(value)) return [name, value.map(textOf)];
    const text = textOf(value);
    return [name, FIELDS[name as Field].startsWith("time") ? parseTimestamp(text) : text];
  });
  return makeLead(Object.fromEntries(fields) as Partial<Lead>);
}

/** Leads by organisation, and principals by key. */
export interface Directory {
  organisations: Record<string, GivenLead[]>;
  keys: Record<string, Principal>;
}

export function backendOf({ organisations, keys }: Directory): Backend {
  // Maps, since an object has keys of its own, such as "constructor".
  const leads = new Map(
    Object.entries(organisations).map(([name, each]) => [name, each.map(leadOf)]),
  );
  const principals = new Map(Object.entries(keys));
  return {
    authenticate: async (key) => principals.get(key),
    readLeads: async (organisation) => leads.get(organisation) ?? [],
  };
}
