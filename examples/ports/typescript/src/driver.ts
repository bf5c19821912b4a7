// SPDX-License-Identifier: BSL-1.0
/** The driver: answers the calls of docs/verify.md, one JSON line for each. */

import { createRequire } from "node:module";

import { parseEmail } from "./email.js";
import { type Backend, type Options as HttpOptions, Unavailable, links, respond } from "./http.js";
import { type Reads, readJson } from "./json_read.js";
import { leadObject, writePage, writeString } from "./json_write.js";
import { type Lead, normalise, validate } from "./lead.js";
import { compareLeads, listLeads, matches, paginate, positions } from "./listing.js";
import { describePhone, parsePhone } from "./phone.js";
import {
  type Directory,
  type GivenLead,
  type GivenText,
  backendOf,
  leadOf,
  textOf,
  written,
} from "./protocol.js";
import {
  type Profile,
  type Status,
  canonical,
  parseQuery,
  parseStatus,
  searchTerm,
} from "./query.js";
import {
  Invalid,
  UNICODE_VERSION,
  containsFolded,
  countUnits,
  firstInvalid,
  fold,
} from "./text.js";
import { formatTimestamp, parseTimestamp } from "./timestamp.js";

const { version } = createRequire(import.meta.url)("google-libphonenumber/package.json");

/** The members of `in` of all calls; docs/vectors.md says which call has which. */
interface Asked {
  text: GivenText;
  needle: GivenText;
  query: GivenText;
  region?: GivenText;
  lead: GivenLead;
  leads: GivenLead[];
  search?: GivenText;
  status?: Status;
  assignedToId?: GivenText;
  total: number | string;
  page: number | string;
  pageSize: number | string;
  style: "compact" | "pretty";
  json: GivenText;
  reads: Reads;
  phone: string;
  profiles?: Profile[];
  name: string;
  from: string;
  method: GivenText;
  target: GivenText;
  headers: [GivenText, GivenText][];
  options?: HttpOptions & {
    ignore_unknown_keys?: boolean;
    allow_missing_nullable?: boolean;
    normalise?: { region?: string };
    max_errors?: number;
  };
  unavailable?: "keys" | "leads";
  retryAfter?: number;
  timedOut?: boolean;
  bodySize?: number;
}

const loadedLeads = new Map<string, Lead[]>();
const loadedBackends = new Map<string, Backend>();

const optional = (given: GivenText | undefined) =>
  given === undefined ? undefined : textOf(given);
const paginationOf = ({ total, page, pageSize }: Asked) =>
  paginate(BigInt(total), BigInt(page), BigInt(pageSize));
const has = (asked: Asked, profile: Profile) => asked.profiles?.includes(profile) ?? false;
const errorsOr = <Value>(errors: readonly unknown[], value: () => Value) =>
  errors.length > 0 ? { errors } : value();

/** A backend that fails as the case asks. */
function failing(backend: Backend, { unavailable, retryAfter, timedOut }: Asked): Backend {
  const fail = async () => {
    throw new Unavailable(retryAfter, timedOut);
  };
  return {
    authenticate: unavailable === "keys" ? fail : backend.authenticate,
    readLeads: unavailable === "leads" ? fail : backend.readLeads,
  };
}

const calls = new Map<string, (asked: Asked) => unknown>(
  Object.entries({
    hello: () => ({
      protocol: 1,
      implementation: "leadcore for TypeScript",
      levels: ["core", "phone", "phone-codes", "phone-types", "json-read", "http"],
      profiles: ["allow_utf8", "clamp", "ignore_unknown", "nulls_first"],
      unicode: UNICODE_VERSION,
      libphonenumber: `google-libphonenumber ${version}`,
    }),
    parse_status: ({ text }) => ({ status: parseStatus(textOf(text)) }),
    check_utf8: ({ text }) => ({
      firstInvalid: firstInvalid(textOf(text)),
      units: countUnits(textOf(text)),
    }),
    fold: ({ text }) => ({ text: fold(textOf(text)) }),
    contains_folded: ({ text, needle }) => ({
      found: containsFolded(textOf(text), textOf(needle)),
    }),
    parse_timestamp: ({ text }) => {
      const milliseconds = parseTimestamp(textOf(text));
      return { text: formatTimestamp(milliseconds), milliseconds };
    },
    parse_email: (asked) => ({ email: parseEmail(textOf(asked.text), has(asked, "allow_utf8")) }),
    parse_phone: ({ text, region }) => parsePhone(textOf(text), optional(region)),
    describe_phone: ({ phone }) => describePhone(phone),
    parse_query: ({ query: given, profiles }) => {
      const { query, errors } = parseQuery(textOf(given), profiles);
      return errorsOr(errors, () => ({ canonical: canonical(query) }));
    },
    matches: ({ lead, search, status = null, assignedToId }) => {
      const term = searchTerm(optional(search) ?? "");
      const query = {
        status,
        search: term,
        assignedTo: optional(assignedToId) ?? null,
        page: 1,
        pageSize: 50,
      };
      return { matches: matches(leadOf(lead), query) };
    },
    sort: (asked) => {
      const leads = asked.leads
        .map(leadOf)
        .sort((a, b) => compareLeads(a, b, has(asked, "nulls_first")));
      return { ids: leads.map(({ id }) => id) };
    },
    paginate: (asked) => {
      const { totalPages, hasNextPage, hasPrevPage } = paginationOf(asked);
      return { totalPages, hasNextPage, hasPrevPage, ...positions(paginationOf(asked)) };
    },
    load_leads: ({ name, leads }) => {
      loadedLeads.set(name, leads.map(leadOf));
      return { leads: leads.length };
    },
    list: (asked) => {
      const { query, errors } = parseQuery(textOf(asked.query), asked.profiles);
      return errorsOr(errors, () => {
        const { data, pagination } = listLeads(
          loadedLeads.get(asked.from)!,
          query,
          has(asked, "nulls_first"),
        );
        return { ids: data.map(({ id }) => id), pagination };
      });
    },
    write_string: ({ text }) => ({ json: writeString(textOf(text)) }),
    write_page: (asked) => {
      const page = { data: asked.leads.map(leadOf), pagination: paginationOf(asked) };
      return { json: writePage(page, asked.style === "pretty") };
    },
    read_json: ({ json, reads, options = {}, ...asked }) =>
      readJson(textOf(json), reads, {
        ignoreUnknownKeys: options.ignore_unknown_keys ?? false,
        allowMissingNullable: options.allow_missing_nullable ?? false,
        normalise: options.normalise,
        maxErrors: options.max_errors,
        allowUtf8: asked.profiles?.includes("allow_utf8") ?? false,
      }),
    validate_lead: (asked) => ({ errors: validate(leadOf(asked.lead), has(asked, "allow_utf8")) }),
    normalise_lead: (asked) => {
      const options = { region: optional(asked.region), allowUtf8: has(asked, "allow_utf8") };
      const { lead, errors } = normalise(leadOf(asked.lead), options);
      return errorsOr(errors, () => ({ lead: leadObject(lead) }));
    },
    load_organisations: (asked) => {
      const directory = asked as unknown as Directory;
      loadedBackends.set(asked.name, backendOf(directory));
      const leads = Object.values(directory.organisations).reduce(
        (sum, each) => sum + each.length,
        0,
      );
      return { leads, keys: Object.keys(directory.keys).length };
    },
    http: (asked) => {
      const { method, target, headers, bodySize = 0, profiles = [], style, options } = asked;
      const request = {
        method: textOf(method),
        target: textOf(target),
        bodySize,
        headers: headers.map(([name, value]) => [textOf(name), textOf(value)] as const),
      };
      const settings: HttpOptions = { profiles, pretty: style === "pretty", ...options };
      return respond(request, failing(loadedBackends.get(asked.from)!, asked), settings);
    },
    links: ({ query: given, total }) => {
      const { query } = parseQuery(textOf(given));
      return {
        link: links(query, paginate(BigInt(total), BigInt(query.page), BigInt(query.pageSize))),
      };
    },
  } satisfies Record<string, (asked: Asked) => unknown>),
);

async function answer(question: { call: string; in?: Asked }): Promise<object> {
  const call = calls.get(question.call);
  if (!call) return { unsupported: true };
  try {
    return { out: written(await call(question.in ?? ({} as Asked))) };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return { out: { error: { code: error.code, offset: error.offset } } };
  }
}

// Not readline, which splits at U+2028 too.
let rest = "";
for await (const chunk of process.stdin.setEncoding("utf8")) {
  const lines = (rest + String(chunk)).split("\n");
  rest = lines.pop()!;
  for (const line of lines) {
    const question = JSON.parse(line);
    process.stdout.write(`${JSON.stringify({ id: question.id, ...(await answer(question)) })}\n`);
  }
}
