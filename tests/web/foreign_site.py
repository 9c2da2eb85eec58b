"""A newsroom's site on another origin, whose style sheet and security policy are not made for the widget."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOSTILE = """\
*:not(html, body, main) { all: unset !important; display: inline !important; color: lime !important;
    background: yellow !important; font: italic 41px/3 cursive !important; letter-spacing: 9px !important;
    visibility: hidden !important; position: absolute !important; left: -999px !important;
    --mq-accent: magenta !important; --ink: lime !important }
html { font-size: 4px !important; direction: rtl !important }
marquee-events { display: none !important; opacity: 0 !important; width: 1px !important; height: 1px !important;
    transform: scale(0) !important; pointer-events: none !important }
a, h2, h3, h4, ul, li, .title, .mq { display: none !important }
"""
KIND = """\
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif }
body { background: Canvas; color: CanvasText }
:root { color-scheme: light dark }
"""


class ForeignSite:
    """`pages`: HTML by path. Each page has `/style.css`, and a policy that names only the calendar."""

    def __init__(self, address: str, calendar: str) -> None:
        self.address, self.calendar = address, calendar
        self.pages: dict[str, str] = {}
        self.style = KIND

    def embed(self, path: str, code: str) -> str:
        """Puts a widget's code into a page. Returns its address."""
        self.pages[path] = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The Bay Courier</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="stylesheet" href="/style.css"></head>'
            f"<body><main><h1>The Bay Courier</h1>{code}</main></body></html>"
        )
        return f"{self.address}{path}"

    @property
    def policy(self) -> str:
        return (
            f"default-src 'none'; style-src 'self'; script-src {self.calendar}; connect-src {self.calendar}; "
            f"frame-src {self.calendar}; img-src 'self'; require-trusted-types-for 'script'"
        )


@contextmanager
def foreign_site(calendar: str) -> Iterator[ForeignSite]:
    """`calendar`: the address of the service."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server's name
            page = site.pages.get(self.path)
            body, kind = (site.style, "text/css") if self.path == "/style.css" else (page or "", "text/html")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = ForeignSite(f"http://127.0.0.1:{server.server_port}", calendar)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
