"""Writes entries as an HTML page, to look at or to copy from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.feeds.addresses import web_address
from app.feeds.kit.entries import Entry
from app.feeds.markup import escape, link, paragraphs


def page(title: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yields the page one article at a time."""
    name = escape(title)
    yield (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{name}</title>\n</head>\n'
        f"<body>\n<h1>{name}</h1>\n"
    ).encode("utf-8", "replace")
    for entry in entries:
        yield "".join(_article(entry)).encode("utf-8", "replace")
    yield b"</body>\n</html>\n"


def _article(entry: Entry) -> Iterator[str]:
    yield "<article>\n"
    yield f"<h2>{link(entry.address, entry.title) if entry.address else escape(entry.title)}</h2>\n"
    if len(entry.points) == 1:
        yield f"<p><strong>{escape(entry.points[0])}</strong></p>\n"
    elif entry.points:
        yield "<ul>\n" + "".join(f"<li>{escape(point)}</li>\n" for point in entry.points) + "</ul>\n"
    for part in (entry.place, *entry.paragraphs):
        yield from (f"{paragraph}\n" for paragraph in paragraphs(part))
    for label, text in entry.details:
        yield f"<p>{escape(label)}: {link(text, text) if web_address(text) else escape(text)}</p>\n"
    yield "</article>\n"
