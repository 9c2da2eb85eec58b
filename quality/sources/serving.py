"""Serves one recorded page on a loopback port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

_MISSING = ("/robots.txt", "/sitemap.xml")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, body: bytes, path: str | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.body, self.path = body, path


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        asked = urlsplit(self.path).path
        own = asked == self.server.path or (self.server.path is None and asked not in _MISSING)
        body = self.server.body if own else b"nothing"
        self.send_response(200 if own else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - a name of http.server

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def served(body: bytes, path: str | None) -> Iterator[str]:
    """The page's address. `path` None: every path answers with it."""
    with _Server(body, path) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{path or '/'}"
        finally:
            server.shutdown()
            thread.join()
