# SPDX-License-Identifier: BSL-1.0
"""A server of the endpoint, for trying the port and for tests: reads leads and keys from a file.

    python3 -m leadcore.serve FILE [--port 8080]

The file is a JSON object of `organisations` (leads by organisation) and `keys` (by API key, the
organisation and the scopes), as in the call load_organisations of the vectors. Prints the address.
"""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .__main__ import leads_of
from .http import Options, Principal, respond
from .text import decode, encode


def handler_of(organisations, keys, options):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            # self.path is not the target as sent: the base class shortens // at its start.
            target = decode(self.raw_requestline.split()[1])
            headers = [(name, decode(value.encode("latin-1"))) for name, value in self.headers.items()]
            self.close_connection = True  # content, if any, is not read
            status, sent, body = respond(self.command, target, headers, keys.get, lambda of: organisations.get(of, []), options)
            self.send_response_only(status)
            for name, value in [*sent, ("Connection", "close")]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(encode(body))

        def __getattr__(self, name):
            if name.startswith("do_"):  # the endpoint judges every method
                return self.answer
            raise AttributeError(name)

        def log_message(self, *_):
            pass

    return Handler


def main():
    parser = argparse.ArgumentParser(prog="python3 -m leadcore.serve")
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, default=8080, help="0 for any free one")
    arguments = parser.parse_args()
    given = json.loads(arguments.file.read_text())
    organisations = {name: leads_of(leads) for name, leads in given["organisations"].items()}
    keys = {key: Principal(of["organisation"], of["scopes"]) for key, of in given["keys"].items()}
    server = ThreadingHTTPServer(("127.0.0.1", arguments.port), handler_of(organisations, keys, Options()))
    print(f"http://127.0.0.1:{server.server_port}/api/v1/leads", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
