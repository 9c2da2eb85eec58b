"""Puts the new date of an event that was moved in the place of the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scrapers.platforms.cards.dates.labels import is_moved_to
from scrapers.platforms.cards.dates.lists import end_of_hours
from scrapers.platforms.cards.dates.mentions import Mention, in_english
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.title_words import is_part_of

_NEW_DATE = re.compile(r"\bcancel+ed\b.*\bnew date\b", re.IGNORECASE)


def takes_place_later(notice: str) -> bool:
    """Whether a notice cancels a date and names a new one, so that the event itself isn't canceled."""
    return _NEW_DATE.search(notice) is not None


def with_new_dates(mentions: Sequence[Mention], page: PageText, language: str) -> list[Mention]:
    """The dates, where one is followed by "Postponed to" and a second in the same element: the second in the place of
    the first, with the hour right after it. The element may name the same dates again, and others on the line of the
    notice ("Postponed to Jan 8. Refunds by Dec 20"), but no others, which would be of another event."""
    kept: list[Mention] = []
    for place, one in enumerate(mentions):
        if not is_moved_to(page.text[: one.start][-40:]) and not one.former:
            kept.append(one)
            continue
        new = _with_hours(one, page, language)
        if kept and not one.former and not kept[-1].former and _is_of(kept[-1], one, mentions, place, page):
            kept[-1] = replace(kept[-1], written=new.written, text=new.text, former=kept[-1].written)
        else:
            kept.append(new if one.former else one)
    return kept


def _is_of(old: Mention, new: Mention, mentions: Sequence[Mention], place: int, page: PageText) -> bool:
    element = page.element_at(old.start, new.end)
    if element is None:
        return False
    start, end = page.spans[element]
    line_end = page.text.find("\n", new.end)
    others = (one for one in mentions if start <= one.start < end and one.start not in (old.start, new.start))
    return all(
        (one.start > new.start and (line_end < 0 or one.start < line_end))
        or is_part_of(one.text, old.text)
        or is_part_of(one.text, new.text)
        for one in others
    )


def _with_hours(new: Mention, page: PageText, language: str) -> Mention:
    end = end_of_hours(new, page.text)
    if end == new.end:
        return new
    hours = " ".join(page.text[new.end : end].split())
    return replace(new, written=f"{new.written} {hours}", text=f"{new.text} {in_english(hours, language)}")
