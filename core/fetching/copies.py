"""Keeps fetched pages in Redis for an hour, so that a person can work on one without asking its site again."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from core.config import settings
from core.redis_client import connect

KEPT_S = 3600
_ANSWER_S = 5.0
_KEY = "marquee:page-copy:{}"


class NoCopy(LookupError):
    """The copy is older than an hour, or there never was one."""


@dataclass(frozen=True, slots=True)
class PageCopy:
    """url: after redirects. body, charset: as fetched. shown: HTML that is safe to show; language: the page's own."""

    url: str
    charset: str | None
    body: bytes
    shown: str
    language: str = ""


def keep(name: str, page: PageCopy) -> None:
    """Raises RedisError."""
    head = json.dumps({"url": page.url, "charset": page.charset, "language": page.language})
    parts = {"head": head.encode(), "body": zlib.compress(page.body), "shown": zlib.compress(page.shown.encode())}
    with connect(settings().redis_url, _ANSWER_S) as client, client.pipeline() as together:
        together.hset(_KEY.format(name), mapping=parts)
        together.expire(_KEY.format(name), KEPT_S)
        together.execute()


def kept(name: str) -> PageCopy:
    """Raises NoCopy, RedisError."""
    with connect(settings().redis_url, _ANSWER_S) as client:
        parts = client.hgetall(_KEY.format(name))
    if not parts:
        raise NoCopy("The copy of the page is kept for an hour. Open the page again.")
    body, shown = (zlib.decompress(parts[part]) for part in (b"body", b"shown"))
    return PageCopy(body=body, shown=shown.decode(), **json.loads(parts[b"head"]))
