"""The kit's formats: names, media types, and writers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from app.feeds.kit import changes, table
from app.feeds.kit.entries import Entry, entries
from app.feeds.kit.markdown import markdown
from app.feeds.kit.page import page
from app.feeds.kit.plain import plain
from storage.events.recent import RecentEntry
from storage.search.listings import Listing


class KitFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    CSV = "csv"


MEDIA_TYPES = {
    KitFormat.MARKDOWN: "text/markdown; charset=utf-8",
    KitFormat.HTML: "text/html; charset=utf-8",
    KitFormat.TEXT: "text/plain; charset=utf-8",
    KitFormat.CSV: "text/csv; charset=utf-8; header=present",
}
SUFFIXES = {KitFormat.MARKDOWN: "md", KitFormat.HTML: "html", KitFormat.TEXT: "txt", KitFormat.CSV: "csv"}
_WRITERS: dict[KitFormat, Callable[[str, Iterable[Entry]], Iterator[bytes]]] = {
    KitFormat.MARKDOWN: markdown,
    KitFormat.HTML: page,
    KitFormat.TEXT: plain,
}


def events_copy(form: KitFormat, title: str, listings: Iterable[Listing], now: datetime) -> Iterator[bytes]:
    """Events with their occurrences. An event's listings must be consecutive. `now`: aware; what has ended by then is
    marked."""
    if form is KitFormat.CSV:
        return table.table(table.event_rows(listings, now), table.COLUMNS)
    return _WRITERS[form](title, entries(listings, now))


def changes_copy(form: KitFormat, title: str, recent: Iterable[RecentEntry], zone: str) -> Iterator[bytes]:
    """New events and changes. `zone`: IANA name, the zone of the times."""
    if form is KitFormat.CSV:
        return table.table(changes.changed_rows(recent, zone), changes.COLUMNS)
    return _WRITERS[form](title, changes.changed_entries(recent, zone))
