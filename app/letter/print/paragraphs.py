"""A letter as the styled paragraphs of a printed page, which has no links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.letter.content import Content


class Style(StrEnum):
    """The names of the paragraph styles that a page's designer defines."""

    HEAD = "Events Head"
    DAY = "Events Day"
    TITLE = "Events Title"
    FACTS = "Events Facts"
    TEXT = "Events Text"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text`: one line."""

    style: Style
    text: str


def paragraphs(content: Content) -> Iterator[Paragraph]:
    yield Paragraph(Style.HEAD, content.name)
    for section in content.sections:
        if section.heading:
            yield Paragraph(Style.DAY, section.heading)
        for item in section.items:
            yield Paragraph(Style.TITLE, item.title)
            if item.facts:
                yield Paragraph(Style.FACTS, "; ".join(item.facts))
            if item.blurb:
                yield Paragraph(Style.TEXT, item.blurb)
