"""Writes entries as Markdown (CommonMark). Text from sources is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.feeds.addresses import web_address
from app.feeds.kit.entries import Entry
from core.visible_text import one_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|#])")
_AT_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))", re.MULTILINE)


def markdown(title: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yields the text one entry at a time."""
    yield f"# {escape(title)}\n".encode()
    for entry in entries:
        yield "\n".join(("", *_lines(entry))).encode()


def _lines(entry: Entry) -> Iterator[str]:
    headline = escape(entry.title)
    yield f"## {link(entry.address, headline)}" if entry.address else f"## {headline}"
    yield ""
    if len(entry.points) == 1:
        yield f"**{escape(entry.points[0])}**"
    else:
        yield from (f"- {escape(point)}" for point in entry.points)
    yield ""
    for part in (entry.place, *entry.paragraphs):
        if part:
            yield "  \n".join(escape(line) for line in part.splitlines())
            yield ""
    if entry.details:
        details = (
            f"{label}: {link(text, escape(text)) if web_address(text) else escape(text)}"
            for label, text in entry.details
        )
        yield "  \n".join(details)
        yield ""


def link(address: str | None, words: str) -> str:
    """A link, or only the words if the address isn't a web address. `words` must already be Markdown."""
    usable = web_address(address)
    return words if usable is None else f"[{words}](<{usable}>)"


def escape(text: str) -> str:
    """Escapes a line of text. White space at its ends is dropped, because indented text would be code."""
    plain = _SPECIAL.sub(r"\\\1", one_line(text))
    return _AT_LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", plain
    )
