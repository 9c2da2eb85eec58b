"""Writes a letter as Markdown (CommonMark)."""

from __future__ import annotations

from collections.abc import Iterator

from app.feeds.addresses import web_address
from app.feeds.kit.markdown import escape, link
from app.letter.content import Content, Item
from app.letter.footer import Footer


def whole(content: Content, footer: Footer) -> str:
    return "\n".join(_lines(content, footer)) + "\n"


def _lines(content: Content, footer: Footer) -> Iterator[str]:
    yield f"# {escape(content.name)}"
    for paragraph in content.intro:
        yield ""
        yield escape(paragraph)
    for section in content.sections:
        if section.heading:
            yield ""
            yield f"## {escape(section.heading)}"
        for item in section.items:
            yield ""
            yield from _item(item)
    yield ""
    yield "---"
    yield ""
    for text, address in footer.lines():
        yield f"{_footer_line(text, address)}  "


def _footer_line(text: str, address: str | None) -> str:
    """A mail tool's mark isn't an address, and stays as it is."""
    if address is None:
        return escape(text)
    return link(address, escape(text)) if web_address(address) else f"{escape(text)}: {address}"


def _item(item: Item) -> Iterator[str]:
    yield f"### {link(item.url, escape(item.title))}"
    yield ""
    if item.facts:
        yield f"**{escape(' · '.join(item.facts))}**"
    if item.blurb:
        yield ""
        yield escape(item.blurb)
