// SPDX-License-Identifier: BSL-1.0
/** Which leads match, in what order, and which of them are on the page (spec 2 to 4). */

import type { Lead } from "./lead.js";
import { type Query, UNASSIGNED } from "./query.js";
import { compareBytes, containsFolded, fold } from "./text.js";

/** The phone rules of spec 2.1. */
function phoneMatches(term: string, phone: string): boolean {
  if (!/^[0-9 +\-.()/]*$/.test(term)) return false;
  const wanted = term.replace(/[^0-9]/g, "");
  const digits = phone.replace(/[^0-9]/g, "");
  if (wanted.length < 3) return false;
  if (/^[^0-9]*\+/.test(term)) return digits.startsWith(wanted);
  if (wanted.startsWith("00")) return digits.startsWith(wanted.slice(2));
  return (
    digits.includes(wanted) ||
    (wanted.length >= 7 && wanted.startsWith("0") && digits.includes(wanted.slice(1)))
  );
}

function searchMatches(term: string, lead: Lead): boolean {
  const needle = fold(term);
  return (
    [lead.name, lead.company ?? "", ...lead.emails, ...lead.phones].some((each) =>
      containsFolded(each, needle),
    ) || lead.phones.some((each) => phoneMatches(term, each))
  );
}

export function matches(lead: Lead, query: Query): boolean {
  const owner = query.assignedTo === UNASSIGNED ? null : query.assignedTo;
  return (
    (query.status === null || lead.status === query.status) &&
    (query.assignedTo === null || lead.assignedToId === owner) &&
    (query.search === "" || searchMatches(query.search, lead))
  );
}

/** The order of two leads (spec 3). */
export function compareLeads(a: Lead, b: Lead, nullsFirst = false): number {
  const missing = nullsFirst ? -Infinity : Infinity;
  const [first, second] = [a.nextCallAt ?? missing, b.nextCallAt ?? missing];
  if (first !== second) return first < second ? -1 : 1; // Infinity - Infinity is no number
  return b.createdAt - a.createdAt || compareBytes(a.id, b.id);
}

/** The numbers of the answer. They reach 2^64-1, which no `number` holds (page.8). */
export interface Pagination {
  page: bigint;
  pageSize: bigint;
  total: bigint;
  totalPages: bigint;
  hasNextPage: boolean;
  hasPrevPage: boolean;
}

export function paginate(total: bigint, page: bigint, pageSize: bigint): Pagination {
  const totalPages = (total + pageSize - 1n) / pageSize;
  return {
    page,
    pageSize,
    total,
    totalPages,
    hasNextPage: page < totalPages,
    hasPrevPage: page > 1n,
  };
}

/** How many leads come before the page, and the positions of its first lead and after its last. */
export function positions({ page, pageSize, total }: Pagination): {
  offset: bigint;
  first: bigint;
  last: bigint;
} {
  const atMostTotal = (position: bigint) => (position < total ? position : total);
  const offset = (page - 1n) * pageSize;
  return { offset, first: atMostTotal(offset), last: atMostTotal(offset + pageSize) };
}

export interface Page {
  data: Lead[];
  pagination: Pagination;
}

export function listLeads(leads: readonly Lead[], query: Query, nullsFirst = false): Page {
  const found = leads.filter((each) => matches(each, query));
  found.sort((a, b) => compareLeads(a, b, nullsFirst));
  const pagination = paginate(BigInt(found.length), BigInt(query.page), BigInt(query.pageSize));
  const { first, last } = positions(pagination);
  return { data: found.slice(Number(first), Number(last)), pagination };
}
