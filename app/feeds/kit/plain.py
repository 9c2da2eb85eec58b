"""Writes entries as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.feeds.kit.entries import Entry
from core.visible_text import one_line


def plain(title: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yields the text one entry at a time."""
    head = one_line(title)
    yield f"{head}\n{'=' * len(head)}\n".encode()
    for entry in entries:
        yield "\n".join(("", *_lines(entry), "")).encode()


def _lines(entry: Entry) -> Iterator[str]:
    yield one_line(entry.title)
    yield from (one_line(point) for point in entry.points)
    if entry.place:
        yield one_line(entry.place)
    for part in entry.paragraphs:
        yield ""
        yield from (one_line(line) for line in part.splitlines())
    if entry.details:
        yield ""
        yield from (f"{label}: {one_line(text)}" for label, text in entry.details)
