"""A tile server: streets on each tile, with its numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from PIL import Image, ImageDraw


class _Tiles(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = _tile(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


def _tile(name: str) -> bytes:
    tile = Image.new("RGB", (256, 256), "#e8e4d8")
    draw = ImageDraw.Draw(tile)
    for at in range(32, 256, 64):
        draw.line([(at, 0), (at, 256)], "#ffffff", 6)
        draw.line([(0, at), (256, at)], "#ffffff", 6)
    draw.text((40, 40), name, "#44546a")
    file = io.BytesIO()
    tile.save(file, "PNG")
    return file.getvalue()


@contextmanager
def serving_tiles() -> Iterator[tuple[str, list[str]]]:
    """Its address, and the paths that were asked for."""
    _Tiles.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Tiles)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", _Tiles.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
