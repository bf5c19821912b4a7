// SPDX-License-Identifier: BSL-1.0
/** The endpoint as a function from a request to a response (spec 7). */

import { type Json, write, writePage } from "./json_write.js";
import type { Lead } from "./lead.js";
import { type Pagination, listLeads } from "./listing.js";
import { type Profiles, type Query, type QueryError, canonical, parseQuery } from "./query.js";
import { encode, lowerAscii, trimAscii } from "./text.js";

const SCOPE = "leads.read";
const CHALLENGE = 'Bearer realm="leads"';
const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  414: "URI Too Long",
  503: "Service Unavailable",
  504: "Gateway Timeout",
} as const;

export type Header = readonly [name: string, value: string];

export interface Request {
  method: string;
  target: string;
  headers: readonly Header[];
  /** How many bytes of content were read. */
  bodySize?: number;
}

export interface Response {
  status: number;
  headers: Header[];
  body: string;
}

export interface Principal {
  organisation: string;
  scopes: readonly string[];
}

/** Keys or leads cannot be read now. */
export class Unavailable extends Error {
  constructor(
    readonly retryAfter?: number,
    readonly timedOut = false,
  ) {
    super("unavailable");
  }
}

/** What a server has; both functions may throw Unavailable. */
export interface Backend {
  authenticate(key: string): Promise<Principal | undefined>;
  readLeads(organisation: string): Promise<readonly Lead[]>;
}

export interface Options {
  profiles?: Profiles;
  path?: string;
  problemTypeBase?: string;
  maxTargetSize?: number;
  maxBodySize?: number;
  pretty?: boolean;
}

class Problem extends Error {
  constructor(
    readonly status: keyof typeof TITLES,
    override readonly name: string,
    detail: string,
    readonly headers: readonly Header[] = [],
    readonly errors?: readonly QueryError[],
  ) {
    super(detail);
  }
}

function challenge(
  status: 400 | 401 | 403,
  name: string,
  detail: string,
  parameters = "",
): Problem {
  return new Problem(status, name, detail, [["WWW-Authenticate", CHALLENGE + parameters]]);
}

/** The path and the query string of a target, which may be absolute (http.4). */
function splitTarget(target: string): { path: string; query: string } {
  const relative = target.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = relative.indexOf("?");
  return mark < 0
    ? { path: relative, query: "" }
    : { path: relative.slice(0, mark), query: relative.slice(mark + 1) };
}

function valuesOf(headers: readonly Header[], name: string): string[] {
  return headers
    .filter(([given]) => lowerAscii(given) === name)
    .map(([, value]) => trimAscii(value));
}

function apiKey(headers: readonly Header[]): string {
  const given = valuesOf(headers, "authorization");
  if (given.length > 1) {
    throw challenge(
      400,
      "several_credentials",
      "There is more than one Authorization header.",
      ', error="invalid_request"',
    );
  }
  const key = /^bearer +([^ ].*)$/is.exec(given[0] ?? "")?.[1];
  if (key === undefined)
    throw challenge(401, "unauthorized", "An API key is required as a Bearer token.");
  return key;
}

async function unlessUnavailable<Value>(value: Promise<Value>): Promise<Value> {
  try {
    return await value;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const headers: Header[] = error.retryAfter ? [["Retry-After", String(error.retryAfter)]] : [];
    throw error.timedOut
      ? new Problem(504, "timeout", "Reading took too long. Try again later.", headers)
      : new Problem(503, "unavailable", "Try again later.", headers);
  }
}

/** The header Link, or null (http.12). */
export function links(
  query: Query,
  { totalPages }: Pagination,
  path = "/api/v1/leads",
): string | null {
  const last =
    totalPages < BigInt(Number.MAX_SAFE_INTEGER) ? Number(totalPages) : Number.MAX_SAFE_INTEGER;
  const link = (relation: string, page: number) => {
    const text = canonical({ ...query, page });
    return `<${path}${text && "?"}${text}>; rel="${relation}"`;
  };
  const relations: string[] = [];
  if (last > 0) relations.push(link("first", 1));
  if (query.page > 1) relations.push(link("prev", Math.max(Math.min(query.page - 1, last), 1)));
  if (query.page < last) relations.push(link("next", query.page + 1));
  if (last > 0) relations.push(link("last", last));
  return relations.join(", ") || null;
}

/** The headers and the body of a page; throws Problem. */
async function handle(request: Request, backend: Backend, options: Options): Promise<Response> {
  const { method, target, headers, bodySize = 0 } = request;
  const {
    profiles = [],
    path = "/api/v1/leads",
    maxTargetSize = 8192,
    maxBodySize = Infinity,
    pretty = false,
  } = options;
  if (encode(target).length > maxTargetSize)
    throw new Problem(414, "target_too_long", "The target is too long.");
  const asked = splitTarget(target);
  if (asked.path !== path) throw new Problem(404, "not_found", "There is nothing at this path.");
  if (method !== "GET" && method !== "HEAD") {
    throw new Problem(405, "method_not_allowed", "Only GET and HEAD are allowed.", [
      ["Allow", "GET, HEAD"],
    ]);
  }
  const announced = valuesOf(headers, "content-length")
    .filter((each) => /^[0-9]+$/.test(each))
    .map(Number);
  if (Math.max(bodySize, ...announced) > maxBodySize) {
    throw new Problem(413, "content_too_large", "The content is too large.");
  }
  const key = apiKey(headers);
  const principal = /^[!-~]+$/.test(key)
    ? await unlessUnavailable(backend.authenticate(key))
    : undefined;
  if (!principal)
    throw challenge(401, "unauthorized", "The API key is not known.", ', error="invalid_token"');
  if (!principal.scopes.includes(SCOPE)) {
    throw challenge(
      403,
      "insufficient_scope",
      `The API key lacks the scope ${SCOPE}.`,
      `, error="insufficient_scope", scope="${SCOPE}"`,
    );
  }
  const { query, errors } = parseQuery(asked.query, profiles);
  if (errors.length > 0)
    throw new Problem(400, "invalid_query", "The query string has problems.", [], errors);
  const leads = await unlessUnavailable(backend.readLeads(principal.organisation));
  const page = listLeads(leads, query, profiles.includes("nulls_first"));
  const link = links(query, page.pagination, path);
  const own: Header[] = link === null ? [] : [["Link", link]];
  return {
    status: 200,
    headers: [["Content-Type", "application/json"], ["Cache-Control", "no-store"], ...own],
    body: writePage(page, pretty),
  };
}

function problemResponse(problem: Problem, { problemTypeBase, pretty = false }: Options): Response {
  const { status, name, message, headers, errors } = problem;
  const body: { [key: string]: Json } = {
    type: problemTypeBase ? problemTypeBase + name : "about:blank",
    title: TITLES[status],
    status,
    detail: message,
  };
  if (errors) {
    body["errors"] = errors.map(({ code, parameter, value, offset, allowed, suggestion }) => ({
      code,
      detail: `${parameter}: ${code}`,
      parameter,
      value,
      offset,
      allowed,
      suggestion,
    }));
  }
  return {
    status,
    headers: [
      ["Content-Type", "application/problem+json"],
      ["Cache-Control", "no-store"],
      ...headers,
    ],
    body: write(body, pretty),
  };
}

export async function respond(
  request: Request,
  backend: Backend,
  options: Options = {},
): Promise<Response> {
  const { status, headers, body } = await handle(request, backend, options).catch(
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return problemResponse(error, options);
    },
  );
  const length: Header = ["Content-Length", String(encode(body).length)];
  return { status, headers: [...headers, length], body: request.method === "HEAD" ? "" : body };
}
