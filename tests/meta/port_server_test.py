#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Sends the cases of http.jsonl to a server over a socket: port_server_test.py [--strict] -- COMMAND...

The command gets a file of leads and keys, and prints an address. Cases with options, profiles or stores that fail are
left out, and so are those that no request line can hold. --strict also leaves out methods that are not registered and
targets that are neither a path nor absolute, for servers whose HTTP library refuses them by itself.
"""

import argparse
import json
import re
import socket
import subprocess
import sys
import tempfile

import vectors


REGISTERED = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")


def sendable(case, strict):
    asked = case["in"]
    return (case["call"] == "http" and not {"options", "profiles", "unavailable", "bodySize", "style"} & asked.keys() and
            re.fullmatch("[A-Za-z]+", asked["method"]) and re.fullmatch(r"[!-~]+", asked["target"]) and
            (not strict or asked["method"] in REGISTERED and re.match("(?i)/|https?://", asked["target"])) and
            not any("ength" in name for name, _ in asked["headers"]))


def exchange(port, asked):
    lines = [f"{asked['method']} {asked['target']} HTTP/1.1", "Host: localhost", "Connection: close",
             *(f"{name}: {value}" for name, value in asked["headers"]), "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode())
        received = b""
        while part := connection.recv(65536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    status, *headers = head.decode().split("\r\n")
    pairs = [header.split(": ", 1) for header in headers if not header.startswith(("Connection:", "Date:"))]
    return {"status": int(status.split()[1]), "headers": pairs, "body": body.decode()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    cases = vectors.read("http")
    loading = next(case for case in cases if case["call"] == "load_organisations")
    chosen = [case for case in cases if sendable(case, options.strict)]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(loading["in"], file)
        file.flush()
        server = subprocess.Popen([*options.command, file.name, "--port", "0"], stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
            hello = {"levels": ["phone-codes"]}
            problems = [f"{case['id']} ({case['why']}): {found}" for case in chosen
                        if (found := vectors.difference(case, {"out": exchange(port, case["in"])}, hello))]
        finally:
            server.terminate()
            server.wait()
    for problem in problems:
        print(problem)
    print(f"{len(chosen)} requests, {len(problems)} problems")
    return 1 if problems or len(chosen) < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
