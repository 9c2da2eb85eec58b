"""A server on loopback whose answers have no end, or unpack into far more than they say."""

from __future__ import annotations

import socket
import socketserver
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat

from tests.hostile import bodies

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:one@calendar.example\r\n"
    b"DTSTAMP:20281101T000000Z\r\nDTSTART:20281129T200000\r\nSUMMARY:Manatees by moonlight\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PAUSE_S = 0.05
"""Between two drops of a dripping answer. Each is a sign of life, so a limit on silence never ends it."""

Answer = Iterator[bytes]
"""What the server sends. An empty part means: wait for PAUSE_S."""


def whole(body: bytes, encoding: str = "") -> Answer:
    yield OK
    if encoding:
        yield f"Content-Encoding: {encoding}\r\n".encode()
    yield b"Content-Length: %d\r\n\r\n" % len(body)
    yield body


def endless(head: bytes, part: bytes) -> Answer:
    yield head
    yield from repeat(part)


def dripping(head: bytes, drop: bytes) -> Answer:
    yield head
    while True:
        yield drop
        yield b""


def endless_gzip() -> Answer:
    head, block, _ = bodies.repeatable(zlib.MAX_WBITS | 16, bodies.MEGABYTE)
    yield OK + b"Content-Encoding: gzip\r\n\r\n" + head
    yield from repeat(block)


BOMBS: dict[str, Callable[[], Answer]] = {
    "gzip": lambda: whole(bodies.gzipped(), "gzip"),
    "gzip members": lambda: whole(bodies.members(), "x-gzip"),
    "gzip empty members": lambda: whole(bodies.empty_members(), "gzip"),
    "zlib": lambda: whole(bodies.deflated(zlib.MAX_WBITS), "deflate"),
    "deflate": lambda: whole(bodies.deflated(-zlib.MAX_WBITS), "deflate"),
    "brotli": lambda: whole(bodies.brotlied(), "br"),
    "zstd": lambda: whole(bodies.frames(), "zstd"),
    "gzip in gzip": lambda: whole(bodies.layers(2), "gzip, gzip"),
    "gzip in gzip in gzip": lambda: whole(bodies.layers(3), "GZIP , identity, gzip,gzip"),
    "gzip in brotli": lambda: whole(bodies.brotli.compress(bodies.gzipped(), quality=5), "gzip, br"),
    "hollow gzip in gzip": lambda: whole(bodies.hollow(), "gzip, gzip"),
    "gz file": lambda: whole(bodies.gzipped()),
    "gz file in gzip": lambda: whole(bodies.layers(2), "gzip"),
    "endless gzip": endless_gzip,
    "endless body": lambda: endless(OK + b"\r\n", b" " * 2**20),
    "endless chunks": lambda: endless(CHUNKED, b"10000\r\n" + b" " * 65536 + b"\r\n"),
}
"""Each ends as too large."""
BROKEN: dict[str, Callable[[], Answer]] = {
    "zstd with a window of 128 MB": lambda: whole(bodies.wide_window(), "zstd"),
    "five layers": lambda: whole(bodies.layers(5), ", ".join(["gzip"] * 5)),
    "gzip cut short": lambda: whole(bodies.gzip.compress(CALENDAR)[:-9], "gzip"),
    "brotli cut short": lambda: whole(bodies.brotli.compress(CALENDAR)[:-1], "br"),
    "zstd cut short": lambda: whole(bodies.zstd.compress(CALENDAR)[:-1], "zstd"),
    "endless head": lambda: endless(OK, b"X-Filler: %s\r\n" % (b"x" * 8000) * 100),
    "endless status": lambda: endless(b"HTTP/1.1 200 ", b"x" * 2**20),
    "endless chunk extension": lambda: endless(CHUNKED + b"1;", b"x" * 2**20),
    "endless trailer": lambda: endless(CHUNKED + b"0\r\n", b"X-Filler: %s\r\n" % (b"x" * 8000) * 100),
    "endless header": lambda: endless(OK + b"X-Filler: ", b"x" * 2**20),
}
"""Each ends as no usable answer, at once."""
SLOW: dict[str, Callable[[], Answer]] = {
    "silence": lambda: dripping(b"", b""),
    "dripping status": lambda: dripping(b"HTTP/1.1 200 O", b"O"),
    "dripping header": lambda: dripping(OK + b"X-Filler: ", b"x"),
    "dripping head": lambda: dripping(OK, b"X-Filler: x\r\n"),
    "endless continue": lambda: dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "dripping body": lambda: dripping(OK + b"\r\n", b"x"),
    "dripping chunks": lambda: dripping(CHUNKED, b"1\r\nx\r\n"),
    "dripping gzip": lambda: dripping(
        OK + b"Content-Encoding: gzip\r\n\r\n" + bodies.GZIP_HEAD, b"\x00\x00\x00\xff\xff"
    ),
}
"""Each ends at the deadline."""
GOOD: dict[str, Callable[[], Answer]] = {
    "plain": lambda: whole(CALENDAR),
    "gzip": lambda: whole(bodies.gzip.compress(CALENDAR), "gzip"),
    "two gzip members": lambda: whole(b"".join(map(bodies.gzip.compress, (CALENDAR[:9], CALENDAR[9:]))), "gzip"),
    "gzip with a tail": lambda: whole(bodies.gzip.compress(CALENDAR) + b"\0\0tail", "gzip"),
    "zlib": lambda: whole(zlib.compress(CALENDAR), "deflate"),
    "deflate": lambda: whole(zlib.compress(CALENDAR)[2:-4], "deflate"),
    "brotli": lambda: whole(bodies.brotli.compress(CALENDAR), "br"),
    "zstd": lambda: whole(bodies.zstd.compress(CALENDAR), "zstd"),
    "gzip in brotli": lambda: whole(bodies.brotli.compress(bodies.gzip.compress(CALENDAR)), "gzip, br"),
    "gz file": lambda: whole(bodies.gzip.compress(CALENDAR)),
    "gz file in gzip": lambda: whole(bodies.gzip.compress(bodies.gzip.compress(CALENDAR)), "gzip"),
}
"""Each is read."""
ANSWERS = {"bomb": BOMBS, "broken": BROKEN, "slow": SLOW, "good": GOOD}


class HostileSite(socketserver.ThreadingTCPServer):
    """`http://127.0.0.1:PORT/KIND/NAME.ics` answers with ANSWERS[KIND][NAME]. robots.txt is missing, unless `robots`
    names the answer it gives."""

    daemon_threads = True

    def __init__(self, robots: tuple[str, str] | None) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.closing = threading.Event()
        self.robots = robots
        self.asked: list[str] = []

    def url(self, kind: str, name: str) -> str:
        port = self.server_address[1]
        return f"http://127.0.0.1:{port}/{kind}/{name.replace(' ', '_')}.ics"

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        if path == "/robots.txt":
            if self.robots is None:
                return iter([b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"])
            kind, name = self.robots
        else:
            _, kind, name = path.removesuffix(".ics").replace("_", " ").split("/")
        return ANSWERS[kind][name]()


class _Connection(socketserver.BaseRequestHandler):
    server: HostileSite
    request: socket.socket

    def handle(self) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            if not (part := self.request.recv(65536)):
                return
            asked += part
        try:
            for part in self.server.answer(asked.split(b" ", 2)[1].decode()):
                if part:
                    self.request.sendall(part)
                elif self.server.closing.wait(PAUSE_S):
                    return
        except OSError:
            pass  # the client has had enough


@contextmanager
def serving(robots: tuple[str, str] | None = None) -> Iterator[HostileSite]:
    with HostileSite(robots) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield site
        site.closing.set()
        site.shutdown()
        thread.join()
