"""The built page (`web/out`) at `/`: its files with right types, caching and security policy; or how to get it.

Next.js exports it with `trailingSlash`: `/events/?id=7` is `events/index.html`, and the script there reads the rest of
the address. `web/scripts/compress.mjs` leaves `.br` and `.gz` beside each text file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from mimetypes import MimeTypes
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers

from app.api.http.conditional import is_known
from app.api.http.headers import page_policy
from app.api.http.inline_scripts import script_hashes
from app.api.http.problems import Problem

BUILT = Path(__file__).resolve().parents[3] / "web" / "out"
TYPES = MimeTypes()
"""Python's own table, not the machine's, whose `/etc/mime.types` may say otherwise."""
for ending, kind in {
    ".js": "text/javascript",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}.items():
    TYPES.add_type(kind, ending)
TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
HASHED = "_next/static/"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
AN_HOUR = "public, max-age=3600"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""What a browser may accept, best first, and the ending of the file that holds it."""
NOT_BUILT = """<!doctype html>
<html lang="en-US"><head><meta charset="utf-8"><title>Marquee: the page is not built</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>The page is not built yet</h1>
<p>It is made from the folder <code>web</code> and needs Node.js 20.9 or newer with npm, once:</p>
<pre>make web</pre>
<p>Reload this address afterwards; nothing has to be restarted. Everything else works without it:</p>
<ul><li><a href="/plain/">what is on, as plain pages</a></li>
<li><a href="/api/docs">the API</a>, <a href="/feeds/events.ics">the calendar feed</a></li></ul>
</main></body></html>
"""


class _PageConvertor(Convertor[str]):
    """Any path but those of the API, the feeds and the plain pages: there, 404 and 405 are said by their own routes."""

    regex = "(?!(?:api|feeds|plain)(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page", _PageConvertor())


def router(folder: Path = BUILT) -> APIRouter:
    """Goes last: it takes every address that no other route has. The folder is looked at with each request, so that
    a page built later appears by itself."""
    pages = APIRouter(include_in_schema=False)

    @pages.api_route("/{path:page}", methods=["GET", "HEAD"])
    def page(request: Request, path: str) -> Response:
        if not (folder / "index.html").is_file():
            return _not_built(request, path)
        found = _inside(folder, path)
        if found is not None and found.is_dir():
            if path and not path.endswith("/"):
                return RedirectResponse(_address(path + "/", request.url.query), HTTPStatus.PERMANENT_REDIRECT)
            found = _inside(folder, f"{path}index.html")
        if found is None or not found.is_file():
            return _missing(folder, request, path)
        return _file(request, folder, found)

    return pages


def _inside(folder: Path, path: str) -> Path | None:
    """The file or folder of an address, links followed; None when it lies elsewhere or cannot be a path at all."""
    try:
        found = (folder / path).resolve()
        return found if found.is_relative_to(folder.resolve()) and found.exists() else None
    except (ValueError, OSError):
        return None


def _address(path: str, query: str) -> str:
    """Relative to this server: leading slashes and backslashes would name another."""
    return "/" + path.lstrip("/\\") + (f"?{query}" if query else "")


def _file(request: Request, folder: Path, found: Path, status: HTTPStatus = HTTPStatus.OK) -> Response:
    kind = TYPES.guess_type(found.name)[0] or "application/octet-stream"
    name = found.relative_to(folder.resolve()).as_posix()
    headers = {"Cache-Control": FOR_EVER if name.startswith(HASHED) else AN_HOUR}
    if kind == "text/html":
        headers["Cache-Control"] = ASK_AGAIN
        headers["Content-Security-Policy"] = policy(found)
    sent, encoding = found, None
    if kind.startswith(TEXT):
        headers["Vary"] = "Accept-Encoding"
        sent, encoding = _compressed(found, request.headers)
    if encoding is not None:
        headers["Content-Encoding"] = encoding
    response = FileResponse(sent, status, headers, media_type=kind, stat_result=sent.stat())
    changed = datetime.fromtimestamp(sent.stat().st_mtime, UTC)
    if status == HTTPStatus.OK and is_known(request, response.headers["etag"], changed):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_kept(response.headers))
    return response


def _compressed(found: Path, asked: Headers) -> tuple[Path, str | None]:
    """The smallest form of a file that the browser takes."""
    accepted = {part.partition(";")[0].strip() for part in asked.get("Accept-Encoding", "").lower().split(",")}
    for encoding, ending in ENCODINGS.items():
        smaller = found.with_name(found.name + ending)
        if encoding in accepted and smaller.is_file() and smaller.stat().st_mtime_ns >= found.stat().st_mtime_ns:
            return smaller, encoding
    return found, None


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """What a 304 says again (RFC 9110 15.4.5)."""
    return {
        name: headers[name] for name in ("cache-control", "content-security-policy", "etag", "vary") if name in headers
    }


def _missing(folder: Path, request: Request, path: str) -> Response:
    """The page's own 404 for a person, problem details for a program."""
    own = folder / "404.html"
    if _reads_html(request) and own.is_file():
        return _file(request, folder, own.resolve(), HTTPStatus.NOT_FOUND)
    raise Problem(HTTPStatus.NOT_FOUND, f"Nothing is at /{path}.")


def _not_built(request: Request, path: str) -> Response:
    """Says how to get the page; the plain pages stand in for what they can show."""
    wanted = request.query_params.get("id", "")
    if path.strip("/") in ("events", "venues") and wanted.isascii() and wanted.isdigit():
        return RedirectResponse(f"/plain/{path.strip('/')}/{wanted}", HTTPStatus.TEMPORARY_REDIRECT)
    if path.strip("/") and not _reads_html(request):
        raise Problem(HTTPStatus.NOT_FOUND, f"Nothing is at /{path}.")
    return HTMLResponse(
        NOT_BUILT,
        HTTPStatus.OK if not path.strip("/") else HTTPStatus.NOT_FOUND,
        {"Cache-Control": ASK_AGAIN, "Content-Security-Policy": page_policy()},
    )


def _reads_html(request: Request) -> bool:
    return "text/html" in request.headers.get("Accept", "")


def policy(html: Path) -> str:
    """The content security policy of an HTML file: its own inline scripts by their hashes, no other inline code."""
    return page_policy(_script_hashes(html, html.stat().st_mtime_ns))


@lru_cache(maxsize=64)
def _script_hashes(html: Path, changed_ns: int) -> tuple[str, ...]:
    """`changed_ns` is there for the cache: a page built again is read again."""
    return script_hashes(html.read_text(encoding="utf-8"))
