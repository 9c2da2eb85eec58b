"""The interface between the server and a site. A new site is one class and a line in `catalog`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
ICAL = "text/calendar; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
CHANGED = "changed"
"""The query's parameter with the value of the switch of this name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, before any fault is applied.

    repeatable   the same request gets the same bytes all day, so the answer can be cached and has an ETag and a
                 Last-Modified header. False for the feed whose UIDs change at every load.
    """

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A site's address and day: `base_url` without a final slash, `today` in the venue's time zone."""

    base_url: str
    today: date


class Site(Protocol):
    """A site at one place. `answer` is pure and returns None for a page that doesn't exist (404)."""

    def answer(self, path: str, query: Mapping[str, str]) -> Answer | None: ...


def not_found() -> Answer:
    body = "<!doctype html><html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    return Answer(body.encode(), status=404)
