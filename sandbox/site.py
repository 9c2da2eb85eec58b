"""What the server needs of a site, so that a new site is one class and a line in `catalogue`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
ICAL = "text/calendar; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer before any trouble is played on it.

    repeatable   the same request gets the same bytes on the same day: it may be cached and carries ETag and
                 Last-Modified. False for the feed whose UIDs change at every load.
    """

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a site is: `base_url` without a final slash, `today` local to the venue."""

    base_url: str
    today: date


class Site(Protocol):
    """A site at one place. `answer` is pure; None means that the site has no such page (404)."""

    def answer(self, path: str, query: Mapping[str, str]) -> Answer | None: ...


def not_found() -> Answer:
    body = "<!doctype html><html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    return Answer(body.encode(), status=404)
