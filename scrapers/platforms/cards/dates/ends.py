"""Finds the dates that a page names as the end of the one before: by its markup, or by a label on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scrapers.platforms.cards.dates.mentions import Mention, find_times, in_english
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.title_words import is_part_of

_END = re.compile(r"(?:^|[-_\s])(?:ends?|dtend|end-?(?:date|time|day))(?:$|[-_\s])|endDate", re.IGNORECASE)
_REACH = 60
_LABEL = (
    r"(?:(?:event )?end(?:s|ing)?(?: date)?|finish(?:es)?|closes|to|until|till?|through|thru|(?:fecha de )?fin|termina"
    r"|hasta(?: el)?|al|ende|bis(?: zum)?|endet|jusqu['’]au|au|fine|fino al|até|[-–—])"
)
_JOINT = r"[\s,.|·•@()]"
_BETWEEN = re.compile(
    rf"{_JOINT}*(?:[-–—]\s?)?(?:(?:start(?:s|ing)?|begin(?:s|ning)?|event)?[ -]?time|at|um|à|hora|uhrzeit|heure|ora)?"
    rf"\s*:?\s*\0?{_JOINT}*\n\s*{_LABEL}[\s:.]*(?:on |am |le |el )?\s*",
    re.IGNORECASE,
)
"""`\0` is the hour of the start."""
_DASH = re.compile(rf"{_JOINT}*\0?{_JOINT}*[-–—]\s*\n\s*", re.IGNORECASE)
"""`8 PM –`, and the end on the next line."""
_START = re.compile(r"^(?:starts?|shows?)\b\D*(?=\d|noon|midnight)", re.IGNORECASE)
_HOUR_AFTER = re.compile(
    r"[ ,.|·•@–—-]*(?:at |um |à |a las )?(?:\s*\n\s*end(?:s|ing)?[ -]?time\s*:?\s*)?", re.IGNORECASE
)


def with_labeled_ends(dates: Iterable[Mention], text: str, language: str) -> Iterator[Mention]:
    """The dates, with a start and its end as one, where both have a line of their own: "Start: Dec 4, 8 PM" and "End:
    Dec 4, 10 PM" below."""
    last: Mention | None = None
    for one in dates:
        whole = None if last is None else _joined(last, one, text, language)
        if last is not None and whole is None:
            yield last
        last = whole or one
    if last is not None:
        yield last


def _joined(start: Mention, end: Mention, text: str, language: str) -> Mention | None:
    between = text[start.end : end.start]
    if start.anchor or len(between) > _REACH or "\n" not in between:
        return None
    begins = find_times(between)
    joint = between if begins is None else f"{between[: begins.start()]}\0{between[begins.end() :]}"
    is_labeled = _BETWEEN.fullmatch(joint) is not None
    if not is_labeled and _DASH.fullmatch(joint) is None:
        return None
    led = _HOUR_AFTER.match(text, end.end)
    assert led is not None
    line_end = text.find("\n", led.end())
    line = text[led.end() : len(text) if line_end < 0 else line_end]
    ends = find_times(line)
    ends = ends if ends is not None and ends.start() == 0 else None
    after = text[end.end : led.end()] + line[ends.end() if ends else 0 :]
    if not is_labeled and after.strip(" ,@"):
        return None
    hours = [f" {_START.sub('', found[0])}" if found else "" for found in (begins, ends)]
    same_day = is_part_of(start.text, end.text) or is_part_of(end.text, start.text)
    parts = (f"{start.written}{hours[0]}", f"{end.written}{hours[1]}")
    written = " - ".join(parts)
    return replace(
        start,
        end=end.end if ends is None else led.end() + ends.end(),
        anchor=start.end,
        written=written,
        text=in_english(written, language),
        parts=tuple(in_english(one, language) for one in parts) if begins and ends and not same_day else (),
    )


def without_ends(mentions: Sequence[Mention], page: PageText) -> list[Mention]:
    """The dates without those near another one, in an element that is classed as an end."""
    return [
        one
        for before, one in zip((None, *mentions), mentions, strict=False)
        if before is None or one.start - before.end > _REACH or not _is_end(one, page)
    ]


def _is_end(one: Mention, page: PageText) -> bool:
    element = page.element_at(one.start, one.end)
    return element is not None and any(
        _END.search(element.get(name) or "") is not None for name in ("class", "itemprop")
    )
