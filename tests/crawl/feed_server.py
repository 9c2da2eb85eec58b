"""A server whose feeds a test changes between two crawls, and the calendars that it serves."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HALL_TIME = (
    "BEGIN:VTIMEZONE\r\nTZID:Hall Time\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


class FeedServer(ThreadingHTTPServer):
    """bodies: by path. tagged: send an ETag, and 304 to clients that have it. asked: path and status, in order.
    held: by path, until when the answer is delayed."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: dict[str, bytes] = {}
        self.tagged = True
        self.asked: list[tuple[str, int]] = []
        self.held: dict[str, threading.Event] = {}

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def statuses(self) -> list[int]:
        """The statuses of the feeds that were requested since the last call."""
        found = [status for path, status in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FeedServer

    def do_GET(self) -> None:
        body = self.server.bodies.get(self.path)
        tag = f'"{hashlib.sha256(body or b"").hexdigest()}"'
        known = self.server.tagged and self.headers.get("If-None-Match") == tag
        status = 404 if body is None else 304 if known else 200
        self.server.asked.append((self.path, status))
        if self.path in self.server.held:
            self.server.held[self.path].wait(90)
        self.send_response(status)
        self.send_header("Content-Type", "text/calendar; charset=utf-8")
        if self.server.tagged:
            self.send_header("ETag", tag)
        if status != 304:
            self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        if status == 200:
            self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Silent: `asked` is the log."""


@contextmanager
def serving() -> Iterator[FeedServer]:
    with FeedServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def vevent(uid: str, title: str, start: str = "DTSTART:20281201T190000Z", *more: str) -> str:
    lines = ("BEGIN:VEVENT", f"UID:{uid}@hall.example", "DTSTAMP:20281101T120000Z", start, f"SUMMARY:{title}")
    return "\r\n".join((*lines, *more, "END:VEVENT", ""))


def vcalendar(events: Iterable[str], *, offset: str = "-0500") -> bytes:
    parts = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", HALL_TIME.format(offset=offset), *events, "END:VCALENDAR\r\n")
    return "".join(parts).encode()
