"""Conditional requests: entity tags and dates that show what a client already has (RFC 9110 13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

from fastapi import Request, Response

from core.config import settings

_OPAQUE_TAG = re.compile(r'"[^"]*"')
"""An entity tag without its mark for weakness (RFC 9110 8.8.3)."""


def weak_tag(digest: str) -> str:
    """An entity tag for an answer that may be sent compressed: the bytes differ, the meaning doesn't."""
    return f'W/"{digest}"'


def cache_headers(etag: str, modified: datetime, lifetime: timedelta) -> dict[str, str]:
    """For a 200 and its 304. Shared caches may keep the answer only if reads are public."""
    audience = "public" if settings().public_reads else "private"
    return {
        "ETag": etag,
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Cache-Control": f"{audience}, max-age={lifetime // timedelta(seconds=1)}",
    }


def names_etag(request: Request, etag: str) -> bool:
    """Whether If-None-Match names this tag or `*`, by weak comparison (RFC 9110 13.1.2)."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or etag.removeprefix("W/") in _OPAQUE_TAG.findall(asked)


def not_modified(headers: Mapping[str, str]) -> Response:
    """The 304 that repeats these headers of the 200 (RFC 9110 15.4.5). The compressed 200 has this `Vary` too."""
    vary = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**headers, "Vary": vary})


def is_unchanged(request: Request, etag: str, modified: datetime) -> bool:
    """Whether the client already has this answer. If-Modified-Since counts only without If-None-Match (RFC 9110 13.2.2)
    and if it is a valid date (13.1.3)."""
    if "if-none-match" in request.headers:
        return names_etag(request, etag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return modified.replace(microsecond=0) <= since
    except (ValueError, TypeError):
        return False
