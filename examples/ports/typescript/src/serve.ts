// SPDX-License-Identifier: BSL-1.0
/**
 * A server of the endpoint, for trying the port and for tests:
 *
 *     node dist/serve.js FILE [--port 8080]
 *
 * The file is a JSON object of `organisations` (leads by organisation) and `keys` (by API key, the
 * organisation and the scopes), as in the call load_organisations of the vectors. Prints the
 * address.
 */

import { readFileSync } from "node:fs";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";

import { type Backend, type Header, respond } from "./http.js";
import { backendOf } from "./protocol.js";
import { decode, encode } from "./text.js";

const BOUNDS = {
  maxHeaderSize: 16384, // of the request line and all headers
  headersTimeout: 5_000, // milliseconds until the headers are there
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};

/** Node has read target and headers as Latin-1; their bytes are a text. */
const bytesOf = (text: string) => decode(Buffer.from(text, "latin1"));

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  backend: Backend,
): Promise<void> {
  const raw = request.rawHeaders;
  const headers = raw.flatMap((name, index): Header[] =>
    index % 2 ? [] : [[name, bytesOf(raw[index + 1]!)]],
  );
  const asked = { method: request.method ?? "", target: bytesOf(request.url ?? ""), headers };
  const { status, headers: sent, body } = await respond(asked, backend);
  // Content is not read, so the connection ends with the answer.
  response.writeHead(status, [...sent, ["Connection", "close"]].flat()).end(encode(body));
}

const {
  positionals: [file],
  values: { port },
} = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string", default: "8080" } },
});
if (file === undefined) {
  console.error("usage: node dist/serve.js FILE [--port 8080]");
  process.exit(2);
}
const backend = backendOf(JSON.parse(readFileSync(file, "utf8")));
const server = createServer(BOUNDS, (request, response) => {
  answer(request, response, backend).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.setTimeout(10_000); // of a connection on which nothing moves
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/leads`);
});
