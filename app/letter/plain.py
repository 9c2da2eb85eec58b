"""Writes a letter as plain text of at most 78 columns (RFC 5322, 2.1.1). Only an address may be longer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from app.letter.content import Content, Item
from app.letter.footer import Footer

COLUMNS = 72


def top(content: Content) -> str:
    """The text up to its footer."""
    return "\n".join(_lines(content)) + "\n"


def whole(above: str, footer: Footer) -> str:
    """`above`: what `top` returned. The signature separator (RFC 3676, 4.3) lets mail programs set the footer apart."""
    lines = [f"{above}\n-- "]
    for text, address in footer.lines():
        lines += wrapped(text) if address is None else [*wrapped(f"{text}:"), address]
    return "\n".join(lines) + "\n"


def _lines(content: Content) -> Iterator[str]:
    name = wrapped(content.name)
    yield from name
    yield "=" * max(map(len, name))
    for paragraph in content.intro:
        yield ""
        yield from wrapped(paragraph)
    for section in content.sections:
        if section.heading:
            yield ""
            yield from wrapped(section.heading)
            yield "-" * min(COLUMNS, len(section.heading))
        for item in section.items:
            yield ""
            yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    yield from wrapped(item.title, first="* ", then="  ")
    if item.facts:
        yield from wrapped(" · ".join(item.facts), first="  ", then="  ")
    if item.blurb:
        yield from wrapped(item.blurb, first="  ", then="  ")
    if item.url:
        yield f"  {item.url}"


def wrapped(text: str, first: str = "", then: str = "") -> list[str]:
    """A line that begins with `From ` or `>` could be changed on its way (RFC 3676, 4.4); a space protects it."""
    lines = textwrap.wrap(text, COLUMNS, initial_indent=first, subsequent_indent=then) or [""]
    return [f" {line}" if line.startswith(("From ", ">", "-- ")) else line for line in lines]
