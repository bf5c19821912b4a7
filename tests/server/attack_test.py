#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Attacks a server without a key: attack_test.py MEMORY PROGRAM [ARGUMENT]...

The program prints a URL with its port in its first line and ends with SIGTERM. Its time limits for a header and a
request are 2 and 4 seconds. It may use MEMORY MiB more than when idle; 0 does not measure. After each attack it must
answer. The other classes are for the demo.
"""

import concurrent.futures
import http.client
import os
import pathlib
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import time
import unittest

MEMORY, PROGRAM = 0, []
TARGET = "/api/v1/leads"
HOST = b"Host: x\r\n"
GET = b"GET /api/v1/leads HTTP/1.1\r\n" + HOST
POST = b"POST /api/v1/leads HTTP/1.1\r\n" + HOST
PAGE = b"GET /api/v1/leads?pageSize=100 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n\r\n"
REQUEST_TIME = 4


def read_all(connection):
    """What comes until the server closes; after a reset, what had come."""
    received = b""
    try:
        while part := connection.recv(65_536):
            received += part
    except ConnectionError:
        pass
    return received


def statuses(received):
    return [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)]


class Server:
    def __init__(self, *arguments, files=None):
        def limit():
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.connections = []
        self.process = subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,
                                        env=os.environ | {"LEADCORE_API_KEYS": "secret"})
        self.port = int(re.search(rb"http://[^:]*:(\d+)/", self.process.stdout.readline())[1])
        self.ask()
        self.idle = self.memory()

    def memory(self):
        return int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())[1]) // 1024

    def connect(self, source="127.0.0.1", receive_buffer=None):
        connection = socket.socket()
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.bind((source, 0))
        connection.settimeout(20)
        connection.connect(("127.0.0.1", self.port))
        self.connections.append(connection)
        return connection

    def hang_up(self):
        while self.connections:
            self.connections.pop().close()

    def ask(self, key="secret", source="127.0.0.1", times=1):
        """Requests of one client, which connects again where the server closes."""
        for _ in range(times):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(source, 0))
            connection.request("GET", TARGET, headers={"Authorization": f"Bearer {key}"})
            answer = connection.getresponse()
            assert answer.status == 200 and answer.read(), answer.status
            connection.close()

    def exchange(self, *sent, pause=0.0, half_close=False):
        """What comes back until the server closes."""
        with self.connect() as connection:
            try:
                for part in sent:
                    connection.sendall(part)
                    time.sleep(pause)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
            except ConnectionError:
                pass
            return read_all(connection)

    def stop(self):
        """Seconds until it ends, and its status."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(timeout=20)
        return time.monotonic() - began, self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.hang_up()
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        used = cls.server.memory() - cls.server.idle
        print(f"{used} MiB more than when idle", file=sys.stderr)
        _, status = cls.server.stop()
        said = cls.server.process.stderr.read()
        cls.server.__exit__()
        assert status == 0, status
        assert len(said) < 1000, said[:2000]  # of thousands of bad requests
        assert used <= MEMORY or not MEMORY, used

    def setUp(self):
        self.began = time.monotonic()

    def tearDown(self):
        self.server.hang_up()
        self.server.ask()

    def took(self):
        return time.monotonic() - self.began

    def flood(self, begin, part, most):
        """Sends until refused; the bytes that left, and the statuses that came back."""
        with self.server.connect() as connection:
            sent = 0
            try:
                connection.sendall(begin)
                while sent < most:
                    sent += connection.send(part)
            except ConnectionError:
                pass
            self.assertLess(sent, 64 * 2**20)
            return statuses(read_all(connection))

    def test_content_is_not_decoded(self):
        body = b"\x1b" * 600  # whatever brotli would make of it
        began = GET + b"Content-Encoding: br\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
        self.assertEqual(statuses(self.server.exchange(began + body)), [401])
        self.assertEqual(statuses(self.server.exchange(began.replace(b"GET", b"POST") + body)), [405])

    def test_chunks_without_end_are_refused(self):
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        for begin, status in ((POST, 405), (GET, 413)):
            self.assertIn(self.flood(begin + b"Transfer-Encoding: chunked\r\n\r\n", chunk, 2 * 10**9), ([], [status]))
        for small in (b"1\r\nx\r\n", b"1;" + b"e" * 100 + b"\r\nx\r\n", b"1;" + b"e" * 65_536):
            self.assertIn(self.flood(POST + b"Transfer-Encoding: chunked\r\n\r\n", small * 1000, 10**9), ([], [400], [405]))
        trailers = b"0\r\n" + b"A: b\r\n" * 10_000
        self.assertIn(self.flood(POST + b"Transfer-Encoding: chunked\r\n\r\n" + trailers, trailers, 10**9), ([], [400]))

    def test_announced_content_is_refused_at_once(self):
        for size in (2**31, 2**63, 10**19):
            received = self.server.exchange(GET + b"Content-Length: %d\r\n\r\n" % size, half_close=True)
            self.assertEqual(statuses(received), [413])
        self.assertEqual(statuses(self.server.exchange(GET + b"Content-Length: %d\r\n\r\n" % 10**30, half_close=True)), [400])

    def test_headers_without_end_are_refused(self):
        self.assertIn(self.flood(GET, b"".join(b"X-%d: x\r\n" % i for i in range(5000)), 10**9), ([], [431]))
        self.assertIn(self.flood(GET + b"X: ", b"x" * 65_536, 10**9), ([], [431]))
        self.assertIn(self.flood(b"GET /", b"x" * 65_536, 10**9), ([], [414]))
        self.assertIn(self.flood(b"", b"G" * 65_536, 10**9), ([], [400]))
        self.assertEqual(self.server.exchange(b"\r\n" * 100_000, half_close=True), b"")
        self.assertEqual(statuses(self.server.exchange(GET + b"A: b\r\n" * 200, half_close=True)), [431])

    def test_slow_clients_hold_nothing_and_are_cut(self):
        readers = [self.server.connect(receive_buffer=4096) for _ in range(100)]
        for connection in readers:
            connection.setblocking(False)
            try:
                connection.send(PAGE * 1000)
            except BlockingIOError:
                pass
        idle = self.server.connect()
        texts = [GET, GET, POST + b"Content-Length: 100\r\n\r\n", POST + b"Transfer-Encoding: chunked\r\n\r\n"] * 2
        slow = [self.server.connect() for _ in texts]
        for connection, text in zip(slow[4:], texts[4:]):
            connection.sendall(text)
        for at in range(8):
            for i, (connection, text) in enumerate(zip(slow, texts)):
                try:
                    connection.send(text[at:at + 1] if i < 4 else b"1")
                except ConnectionError:
                    pass
            asked = time.monotonic()
            self.server.ask()
            self.assertLess(time.monotonic() - asked, 1)
            time.sleep(0.55)
        self.assertEqual(idle.recv(1), b"")
        for connection in slow:
            try:
                self.assertIn(statuses(connection.recv(65_536)), ([400], [408]))  # 11111... is no chunk
            except ConnectionError:
                pass
        reset = select.poll()
        for connection in readers:
            reset.register(connection, 0)
        while len(reset.poll(0)) < len(readers):
            self.assertLess(self.took(), REQUEST_TIME + 10)
            time.sleep(0.1)

    def test_a_post_without_length_is_answered_at_once(self):
        with self.server.connect() as connection:
            connection.sendall(POST + b"\r\n")
            self.assertEqual(statuses(connection.recv(65_536)), [405])
        self.assertLess(self.took(), 1)

    def test_content_that_arrives_late_is_no_request(self):
        smuggled = GET + b"\r\n"
        for begin, status in ((GET, 401), (POST, 405)):
            begin += b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(smuggled)
            self.assertEqual(statuses(self.server.exchange(begin, smuggled, pause=0.2)), [status])
            self.assertEqual(statuses(self.server.exchange(begin + smuggled)), [status])

    def test_requests_that_can_be_framed_in_two_ways_are_refused(self):
        hidden = GET + b"\r\n"
        chunks = b"5\r\nhello\r\n0\r\n\r\n"
        for lines in (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                      b"Content-Length: 5\r\nContent-Length: 6\r\n", b"Content-Length: 15\r\nContent-Length: 15\r\n",
                      b"Content-Length: 15, 15\r\n", b"Content-Length: +15\r\n", b"Content-Length: -1\r\n", b"Content-Length: 0xf\r\n",
                      b"Content-Length: 15 15\r\n", b"Content-Length:\r\n", b"Content-Length : 15\r\n", b"Content-Length: 1\x005\r\n",
                      b"Transfer-Encoding: xchunked\r\n", b"Transfer-Encoding: chunked, identity\r\n", b"Transfer-Encoding: identity\r\n",
                      b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n",
                      b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"Transfer-Encoding:\r\n chunked\r\n",
                      b"Transfer-Encoding:\x0bchunked\r\n", b"X: y\r\n Content-Length: 15\r\n", b"X: y\nContent-Length: 15\r\n",
                      b"X: y\rContent-Length: 15\r\n", b" Content-Length: 15\r\n", b"Host: y\r\n", b"X\r\n", b": y\r\n"):
            with self.subTest(lines):
                received = self.server.exchange(GET + lines + b"\r\n" + chunks + hidden, half_close=True)
                self.assertIn(statuses(received), ([400], [501]))
        for text in (b"GET /api/v1/leads HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", b"GET /api/v1/leads HTTP/1.1\r\n\r\n",
                     b"GET /api/v1/leads HTTP/2.0\r\n" + HOST + b"\r\n", b"GET  /api/v1/leads HTTP/1.1\r\n" + HOST + b"\r\n",
                     b"GET /api/v1/ leads HTTP/1.1\r\n" + HOST + b"\r\n", b"GET /api/v1/leads\r\n\r\n", b"\x16\x03\x01\x02\x00",
                     b"GET /api/v1/leads HTTP/1.1\nHost: x\n\n", b"\n"):
            with self.subTest(text):
                self.assertIn(statuses(self.server.exchange(text + hidden, half_close=True)), ([400], [501]))
        for bad in (b"5\nhello\n0\n\n", b"g\r\nhello", b"-5\r\nhello\r\n0\r\n\r\n", b"0x5\r\nhello\r\n0\r\n\r\n", b"5\r\nhelloX0\r\n\r\n",
                    b"ffffffffffffffffff\r\n", b" 5\r\nhello\r\n0\r\n\r\n", b"5 \r\nhello\r\n0\r\n\r\n", b"\r\n5\r\nhello\r\n0\r\n\r\n",
                    b"5\r\nhello\r\n0\r\nX: y\n\r\n"):
            with self.subTest(bad):
                received = self.server.exchange(GET + b"Transfer-Encoding: chunked\r\n\r\n" + bad + hidden, half_close=True)
                self.assertIn(statuses(received), ([], [400]))

    def test_a_trailer_is_no_header(self):
        received = self.server.exchange(GET + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        b"1\r\nx\r\n0\r\nAuthorization: Bearer secret\r\n\r\n")
        self.assertEqual(statuses(received), [401])

    def test_pipelined_requests_are_answered_in_order(self):
        asked = b"".join(b"GET /api/v1/leads?pageSize=%d HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n\r\n" % size
                         for size in range(1, 51))
        last = b"HEAD /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        received = self.server.exchange(b"\r\n" + asked + last)
        self.assertEqual(statuses(received), [200] * 50 + [401])
        self.assertEqual([int(each) for each in re.findall(rb'"pageSize": ?(\d+)', received)], list(range(1, 51)))

    def test_a_half_closed_connection_gets_its_answer(self):
        self.assertEqual(statuses(self.server.exchange(GET + b"\r\n", half_close=True)), [401])
        self.assertEqual(self.server.exchange(GET, half_close=True), b"")
        self.assertEqual(self.server.exchange(POST + b"Content-Length: 5\r\n\r\nhel", half_close=True), b"")
        self.assertLess(self.took(), 1)

    def test_content_is_asked_for_before_it_is_sent(self):
        with self.server.connect() as connection:
            connection.sendall(GET + b"Expect: 100-continue\r\nContent-Length: 1\r\n\r\n")
            self.assertEqual(connection.recv(65_536), b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.sendall(b"x")
            self.assertEqual(statuses(connection.recv(65_536)), [401])
            connection.sendall(GET + b"Expect: 100-continue\r\nContent-Length: 100000\r\n\r\n")
            self.assertEqual(statuses(connection.recv(65_536)), [413])

    def test_two_hundred_clients_at_once_are_served(self):
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            list(pool.map(lambda _: self.server.ask(times=3), range(200)))

    def test_connections_that_are_reset_are_forgotten(self):
        for i in range(500):
            with self.server.connect() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.sendall((b"", GET, GET + b"\r\n", b"\x00")[i % 4])

    def test_connections_wait_while_it_is_busy(self):
        if int(pathlib.Path("/proc/sys/net/core/somaxconn").read_text()) < 511:
            self.skipTest("the system allows fewer")
        self.server.process.send_signal(signal.SIGSTOP)
        try:
            for _ in range(511):
                self.server.connect()
        finally:
            self.server.process.send_signal(signal.SIGCONT)


class Stopping(unittest.TestCase):
    def test_it_ends_whatever_clients_do(self):
        with Server() as server:
            slow = [server.connect() for _ in range(8)]
            for connection in slow:
                connection.sendall(GET)
            idle = server.connect()
            idle.sendall(GET + b"\r\n")
            self.assertEqual(statuses(idle.recv(65_536)), [401])
            duration, status = server.stop()
            self.assertLess(duration, 5)
            self.assertEqual(status, 0)

    def test_an_answer_in_flight_is_finished(self):
        with Server() as server, server.connect(receive_buffer=4096) as connection:
            connection.sendall(PAGE * 100)
            time.sleep(0.5)
            server.process.terminate()
            time.sleep(0.2)
            received = read_all(connection)
            connection.close()
            begins = [match.start() for match in re.finditer(rb"HTTP/1\.1 200 OK", received)]
            self.assertGreater(len(begins), 0)
            head, _, body = received[begins[-1]:].partition(b"\r\n\r\n")
            self.assertEqual(len(body), int(re.search(rb"Content-Length: (\d+)", head)[1]))
            self.assertEqual(server.process.wait(timeout=5), 0)

    def test_a_second_signal_ends_it_at_once(self):
        with Server() as server, server.connect() as connection:
            connection.sendall(GET)
            time.sleep(0.1)
            server.process.terminate()
            time.sleep(0.3)
            self.assertIsNone(server.process.poll())
            server.process.terminate()
            self.assertEqual(server.process.wait(timeout=1), -signal.SIGTERM)


class Options(unittest.TestCase):
    def test_few_files_are_enough_for_two_hundred_clients(self):
        with Server(files=64) as server, concurrent.futures.ThreadPoolExecutor(200) as pool:
            idle = [server.connect() for _ in range(60)]
            list(pool.map(lambda _: server.ask(times=2), range(200)))
            self.assertEqual(server.stop()[1], 0)
            self.assertEqual(len(idle), 60)

    def test_idle_connections_make_room_and_an_address_has_a_share(self):
        with Server("--max-connections", "20", "--max-connections-per-address", "10") as server:
            idle = [server.connect(f"127.0.0.{2 + i % 2}") for i in range(20)]
            for connection in idle:
                connection.sendall(GET + b"\r\n")
                self.assertEqual(statuses(connection.recv(65_536)), [401])
            time.sleep(0.2)
            server.ask(source="127.0.0.4")
            self.assertEqual(idle[0].recv(1), b"")  # the longest idle one
            for connection in idle[1:]:
                connection.settimeout(0.01)
                self.assertRaises(TimeoutError, connection.recv, 1)
            server.hang_up()
            busy = [server.connect("127.0.0.5") for _ in range(10)]
            for connection in busy:
                connection.sendall(GET)
            time.sleep(0.1)
            with server.connect("127.0.0.5") as refused:
                self.assertEqual(refused.recv(1), b"")
            server.ask(source="127.0.0.6")


if __name__ == "__main__":
    MEMORY = int(sys.argv[1])
    PROGRAM = sys.argv[2:]
    unittest.main(argv=sys.argv[:1] + ([] if "demo" in PROGRAM[0] else ["Attacks"]))
