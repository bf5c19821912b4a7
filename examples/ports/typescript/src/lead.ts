// SPDX-License-Identifier: BSL-1.0
/** The record: its fields, and when it is valid (spec 5.1 and 6.4). */

import { parseEmail } from "./email.js";
import { parsePhone } from "./phone.js";
import { type Status, UNASSIGNED } from "./query.js";
import { Invalid, isUtf8 } from "./text.js";

/** The kinds of the fields, in the order of the contract; "?" allows null. */
export const FIELDS = {
  id: "text",
  name: "text",
  phones: "list",
  emails: "list",
  primaryPhone: "text?",
  primaryEmail: "text?",
  contactId: "text",
  company: "text?",
  source: "text?",
  status: "status",
  notes: "text?",
  nextCallAt: "time?",
  createdAt: "time",
  updatedAt: "time",
  assignedToId: "text?",
  clientId: "text?",
} as const;

interface Kinds {
  text: string;
  "text?": string | null;
  list: string[];
  status: Status;
  time: number; // milliseconds since 1970-01-01T00:00:00Z
  "time?": number | null;
}

export type Field = keyof typeof FIELDS;
export type Lead = { [Name in Field]: Kinds[(typeof FIELDS)[Name]] };
export const FIELD_NAMES = Object.keys(FIELDS) as Field[];

const EMPTY: { [Kind in keyof Kinds]: () => Kinds[Kind] } = {
  text: () => "",
  "text?": () => null,
  list: () => [],
  status: () => "NOT_CONTACTED",
  time: () => 0,
  "time?": () => null,
};

export function makeLead(given: Partial<Lead> = {}): Lead {
  const empty = Object.fromEntries(FIELD_NAMES.map((name) => [name, EMPTY[FIELDS[name]]()]));
  return { ...empty, ...given } as Lead;
}

export interface LeadError {
  code: string;
  field: Field;
  index?: number;
  detail?: string;
}

const LISTS = { primaryPhone: "phones", primaryEmail: "emails" } as const;
type Primary = keyof typeof LISTS;

/** The list to which a field of contacts belongs. */
export function listOf(field: Field): "phones" | "emails" | undefined {
  return field === "phones" || field === "emails" ? field : LISTS[field as Primary];
}

interface Reading {
  region?: string | undefined;
  allowUtf8?: boolean;
}

/** The canonical form of a phone or an email, or the error. */
function readContact(
  field: Field,
  text: string,
  index: number | undefined,
  options: Reading,
): string | LeadError {
  const place = index === undefined ? { field } : { field, index };
  if (!isUtf8(text)) return { code: "invalid_utf8", ...place };
  const phone = listOf(field) === "phones";
  try {
    return phone ? parsePhone(text, options.region).phone : parseEmail(text, options.allowUtf8);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return { code: phone ? "invalid_phone" : "invalid_email", ...place, detail: error.code };
  }
}

function checkContact(
  field: Field,
  text: string,
  index: number | undefined,
  allowUtf8: boolean,
): LeadError[] {
  const read = readContact(field, text, index, { allowUtf8 });
  if (typeof read !== "string") return [read];
  if (read === text) return [];
  return [
    index === undefined
      ? { code: "not_normalised", field }
      : { code: "not_normalised", field, index },
  ];
}

function checkField(lead: Lead, field: Field, allowUtf8: boolean): LeadError[] {
  const value = lead[field];
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => {
      const errors = checkContact(field, each, index, allowUtf8);
      if (value.indexOf(each) < index) errors.push({ code: "duplicate_value", field, index });
      return errors;
    });
  }
  if (typeof value !== "string") return [];
  const list = listOf(field);
  if (list) {
    const errors = checkContact(field, value, undefined, allowUtf8);
    if (!lead[list].includes(value)) errors.push({ code: "primary_not_listed", field });
    return errors;
  }
  if (!isUtf8(value)) return [{ code: "invalid_utf8", field }];
  if (value === "" && (field === "id" || field === "assignedToId"))
    return [{ code: "empty_value", field }];
  if (value === UNASSIGNED && field === "assignedToId") return [{ code: "reserved_value", field }];
  return [];
}

/** Every broken rule, by field; none for a valid lead. */
export function validate(lead: Lead, allowUtf8 = false): LeadError[] {
  return FIELD_NAMES.flatMap((field) => checkField(lead, field, allowUtf8));
}

/** The lead with canonical contacts, and the errors; if there are any, the lead does not count. */
export function normalise(lead: Lead, options: Reading = {}): { lead: Lead; errors: LeadError[] } {
  const made = { ...lead };
  const unreadable: LeadError[] = [];
  const canonical = (field: Field, text: string, index?: number) => {
    const read = readContact(field, text, index, options);
    if (typeof read === "string") return read;
    unreadable.push(read);
    return null;
  };
  for (const list of ["phones", "emails"] as const) {
    const read = lead[list].map((each, index) => canonical(list, each, index));
    made[list] = [...new Set(read.filter((each) => each !== null))];
  }
  for (const primary of ["primaryPhone", "primaryEmail"] as const) {
    const given = lead[primary];
    made[primary] = given === null ? (made[LISTS[primary]][0] ?? null) : canonical(primary, given);
  }
  const errors = FIELD_NAMES.flatMap((field) => {
    const mine = unreadable.filter((each) => each.field === field);
    return mine.length > 0 ? mine : checkField(made, field, options.allowUtf8 ?? false);
  });
  return { lead: made, errors };
}
