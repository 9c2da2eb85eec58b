"""Serves the files of the built page (`web/out`) with the right types, caching, and security policy, or says how to
build it.

Next.js exports it with `trailingSlash`: `/admin/events/?id=7` is `admin/events/index.html`, whose script reads the
query.
`web/scripts/compress.mjs` puts a `.br` and a `.gz` file next to each text file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from mimetypes import MimeTypes
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers

from app.api.http.conditional import is_unchanged
from app.api.http.headers import data_hosts, page_policy
from app.api.http.inline_scripts import script_hashes
from app.api.http.problems import wants_json

BUILT = Path(__file__).resolve().parents[3] / "web" / "out"
TYPES = MimeTypes()
"""Python's own table. The machine's `/etc/mime.types` may differ."""
for ending, kind in {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}.items():
    TYPES.add_type(kind, ending)
TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
HASHED = "_next/static/"
WORKER, WORKER_POLICY = "worker.js", "default-src 'none'; connect-src 'self'"
"""The service worker asks this service for what the page needs."""
MAP_WORKER = "maplibre/maplibre-gl-worker.mjs"
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
AN_HOUR = "public, max-age=3600"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""Content encodings, best first, with the suffix of the file that holds each."""
NOT_BUILT = """<!doctype html>
<html lang="en-US"><head><meta charset="utf-8"><title>Marquee: the page is not built</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>This page is not built yet</h1>
<p>To build it, you need Node.js 20.9 or newer with npm. In the folder of Marquee, run:</p>
<pre>make web</pre>
<p>Then reload this page. You don't need to restart anything. Meanwhile, everything else works:</p>
<ul><li><a href="/">the events</a></li>
<li><a href="/api/docs">the API</a>, <a href="/feeds/events.ics">the calendar feed</a></li></ul>
</main></body></html>
"""


class _PageConvertor(Convertor[str]):
    """Matches any path except those of the API and the feeds, whose own routes answer 404 and 405."""

    regex = "(?!(?:api|feeds)(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page", _PageConvertor())


def router(missing: Callable[[Request, str], Response], folder: Path = BUILT) -> APIRouter:
    """Must come last, because it matches every path that no other route has. It looks at the folder on each request, so
    that a page built later shows up without a restart. `missing`: answers where there is no file."""
    pages = APIRouter(include_in_schema=False)

    @pages.api_route("/{path:page}", methods=["GET", "HEAD"])
    def page(request: Request, path: str) -> Response:
        return answer(folder, request, path) or missing(request, path)

    return pages


def answer(folder: Path, request: Request, path: str) -> Response | None:
    """The file at a path of the folder; None if it has none. A folder's own page is at the path with a slash, every
    other page without."""
    if not (folder / "index.html").is_file():
        return _not_built() if path.partition("/")[0] == "admin" and not wants_json(request) else None
    found = _inside(folder, path)
    if found is not None and found.is_dir():
        if path and not path.endswith("/"):
            return RedirectResponse(_address(path + "/", request.url.query), HTTPStatus.PERMANENT_REDIRECT)
        found = _inside(folder, f"{path}index.html")
    if found is None or not found.is_file():
        if path.strip("/") and path.endswith("/"):
            return RedirectResponse(_address(path.rstrip("/"), request.url.query), HTTPStatus.PERMANENT_REDIRECT)
        return None
    return _file(request, folder, found)


def built_for(request: Request) -> Response:
    """The built page whose script shows what the request's address names."""
    path = request.url.path.strip("/").partition("/")[0]
    found = answer(BUILT, request, f"{path}/" if path in ("events", "venues", "my-list") else "")
    return found or _not_built()


def version(folder: Path = BUILT) -> int:
    """Changes when the page is built again. 0: it is not built."""
    index = folder / "index.html"
    return index.stat().st_mtime_ns if index.is_file() else 0


def _inside(folder: Path, path: str) -> Path | None:
    """The file or folder at a path, with symbolic links resolved. None if it is outside the folder or no valid path."""
    try:
        found = (folder / path).resolve()
        return found if found.is_relative_to(folder.resolve()) and found.exists() else None
    except (ValueError, OSError):
        return None


def _address(path: str, query: str) -> str:
    """An address on this server: with more leading slashes or backslashes it would name another host."""
    return "/" + path.lstrip("/\\") + (f"?{query}" if query else "")


def _file(request: Request, folder: Path, found: Path) -> Response:
    kind = TYPES.guess_type(found.name)[0] or "application/octet-stream"
    name = found.relative_to(folder.resolve()).as_posix()
    headers = {"Cache-Control": IMMUTABLE if name.startswith(HASHED) else AN_HOUR}
    if kind == "text/html":
        headers["Cache-Control"] = REVALIDATE
        headers["Content-Security-Policy"] = policy(found)
    if name == WORKER:
        headers["Content-Security-Policy"] = WORKER_POLICY
    if name == MAP_WORKER:
        headers["Content-Security-Policy"] = f"default-src 'none'; connect-src {data_hosts()}"
    sent, encoding = found, None
    if kind.startswith(TEXT):
        headers["Vary"] = "Accept-Encoding"
        sent, encoding = _compressed(found, request.headers)
    if encoding is not None:
        headers["Content-Encoding"] = encoding
    response = FileResponse(sent, headers=headers, media_type=kind, stat_result=sent.stat())
    if kind.startswith(TEXT) and encoding is None:  # may be compressed on its way out
        response.headers["etag"] = f"W/{response.headers['etag']}"
    changed = datetime.fromtimestamp(sent.stat().st_mtime, UTC)
    if is_unchanged(request, response.headers["etag"], changed):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers_of_304(response.headers))
    return response


def _compressed(found: Path, request_headers: Headers) -> tuple[Path, str | None]:
    """The smallest version of a file that the browser accepts, and its encoding."""
    accepted = {
        part.partition(";")[0].strip() for part in request_headers.get("Accept-Encoding", "").lower().split(",")
    }
    for encoding, ending in ENCODINGS.items():
        smaller = found.with_name(found.name + ending)
        if encoding in accepted and smaller.is_file() and smaller.stat().st_mtime_ns >= found.stat().st_mtime_ns:
            return smaller, encoding
    return found, None


def _headers_of_304(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that a 304 must repeat (RFC 9110 15.4.5)."""
    return {
        name: headers[name] for name in ("cache-control", "content-security-policy", "etag", "vary") if name in headers
    }


def _not_built() -> Response:
    """Says how to build the page."""
    policy = {"Cache-Control": REVALIDATE, "Content-Security-Policy": page_policy()}
    return HTMLResponse(NOT_BUILT, HTTPStatus.NOT_FOUND, policy)


def policy(html: Path) -> str:
    """The content security policy of an HTML file. It allows the file's inline scripts by hash and no other."""
    return page_policy(_script_hashes(html, html.stat().st_mtime_ns))


def text_of(html: Path) -> str:
    return _text(html, html.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _script_hashes(html: Path, changed_ns: int) -> tuple[str, ...]:
    return script_hashes(_text(html, changed_ns))


@lru_cache(maxsize=64)
def _text(html: Path, changed_ns: int) -> str:
    """`changed_ns` is part of the cache's key, so that a rebuilt page is read again."""
    return html.read_text(encoding="utf-8")
