"""Writes kept answers as a WARC file (ISO 28500), which archives and other tools read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Request
from scrapy.utils.request import fingerprint

from core.version import VERSION
from storage.captures.bodies import Bodies, BodyDamaged, BodyGone
from storage.captures.records import Capture

ABOUT = (
    "Only bodies, addresses, times, and Content-Type are kept of answers. The status, other headers, and requests are "
    "written for this file. Keys and tokens in addresses are replaced. A response has no request if its address wasn't "
    "asked with a plain GET: another one redirected there, or the request had a body."
)


class NoWarcio(RuntimeError):
    """The package that writes WARC files is not installed."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many answers were written, and the ids of those whose body can't be read."""

    answers: int
    left_out: tuple[str, ...]


def write_warc(file: Path, captures: Iterable[Capture], bodies: Bodies) -> Written:
    """Compressed if the name ends with .gz. The file appears under its name when it is complete. Raises NoWarcio, and
    OSError."""
    try:
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise NoWarcio("WARC files need a further package: `.venv/bin/uv pip install warcio`.") from error
    draft = file.with_name(f"{file.name}.new")
    left_out, count = [], 0
    try:
        with draft.open("wb") as opened:
            writer = WARCWriter(opened, gzip=file.suffix == ".gz")
            about = {"software": f"Marquee {VERSION}", "format": "WARC File Format 1.0", "description": ABOUT}
            writer.write_record(writer.create_warcinfo_record(file.name, about))
            for capture in captures:
                try:
                    body = bodies.get(capture.hash)
                except (BodyGone, BodyDamaged):
                    left_out.append(capture.id)
                    continue
                _write(writer, capture, body)
                count += 1
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return Written(count, tuple(left_out))


def _write(writer: Any, capture: Capture, body: bytes) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    date = {"WARC-Date": f"{capture.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    content = [("Content-Type", capture.content_type)] if capture.content_type else []
    head = StatusAndHeaders("200 OK", [*content, ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
    response = writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=head,
        warc_headers_dict=date,
    )
    writer.write_record(response)
    if not _is_plain_get(capture):
        return
    parts = urlsplit(capture.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = StatusAndHeaders(f"GET {path} HTTP/1.1", [("Host", parts.netloc)], is_http_request=True)
    together = {**date, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
    request = writer.create_warc_record(
        capture.url, "request", payload=BytesIO(), length=0, http_headers=asked, warc_headers_dict=together
    )
    writer.write_record(request)


def _is_plain_get(capture: Capture) -> bool:
    """Whether the address itself was asked for, without a redirect or a body."""
    return fingerprint(Request(capture.url, dont_filter=True)).hex() == capture.request
