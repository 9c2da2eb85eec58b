"""Answers that need not be sent again: entity tags and dates (RFC 9110 13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request

from core.config import settings


def cache_headers(etag: str, modified: datetime, lifetime: timedelta) -> dict[str, str]:
    """For a 200 and for its 304. Where reads are closed no shared cache may keep the answer."""
    audience = "public" if settings().public_reads else "private"
    return {
        "ETag": etag,
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Cache-Control": f"{audience}, max-age={lifetime // timedelta(seconds=1)}",
    }


def is_known(request: Request, etag: str, modified: datetime) -> bool:
    """Whether the client has this answer. If-None-Match counts alone where it stands (RFC 9110 13.2.2), and compares
    weakly (13.1.2); a date that is none is as if it were not there (13.1.3)."""
    told = request.headers.get("if-none-match")
    if told is not None:
        tags = {tag.strip().removeprefix("W/") for tag in told.split(",")}
        return "*" in tags or etag.removeprefix("W/") in tags
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return modified.replace(microsecond=0) <= since
    except (ValueError, TypeError):
        return False
