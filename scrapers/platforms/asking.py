"""What a platform's `pages.py` asks for: one request of a list that has several pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Protocol, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import SecretStr

from core.config import settings
from scrapers.platforms.platform import Platform
from scrapers.reading.contract import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request. `body`: sent as POST if it is given. `whole` False: the list may have events that its pages don't
    show."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    whole: bool = True


class Pages(Protocol):
    """The module `pages.py` of a platform that is read page by page. Makes no requests."""

    def first(self, base_url: str, today: date, key: str) -> Ask:
        """The first page of a calendar, from any of the addresses that people know it by. Raises ValueError, with a
        sentence for people, for an address that is no such calendar's. `key`: "" for platforms that need none."""

    def following(self, body: bytes, context: Context, ask: Ask) -> Ask | None:
        """The page after the one that `ask` got; None on the last."""


def with_query(url: str, **changes: object) -> str:
    """The address with these query parameters; others stay as they are. None removes one. A trailing underscore, for
    Python's own words, is dropped from a name."""
    parts = urlsplit(url)
    wanted = {name.rstrip("_"): value for name, value in changes.items()}
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in wanted]
    added = [(name, str(value)) for name, value in wanted.items() if value is not None]
    return urlunsplit(parts._replace(query=urlencode([*kept, *added]), fragment=""))


def without_key(url: str) -> str:
    """An address as it is shown: one service takes the key as a part of it."""
    return with_query(url, apikey=None) if "apikey=" in url else url


def query_of(url: str, name: str) -> str | None:
    """The first value of a query parameter, None if it is missing."""
    return next((value for given, value in parse_qsl(urlsplit(url).query) if given == name), None)


def pages_of(described: Platform) -> Pages:
    """The platform's module `pages`."""
    return cast("Pages", import_module(f"scrapers.platforms.{described.name}.pages"))


def key_of(described: Platform) -> str:
    """The key of the platform's answers; "" if it needs none. Raises ValueError if it is not set."""
    if not described.key:
        return ""
    key = getattr(settings(), described.key)
    if not isinstance(key, SecretStr):
        if described.works_without_key:
            return ""
        raise ValueError(f"{described.title} answers only with a key: set {described.key.upper()}")
    return key.get_secret_value()
