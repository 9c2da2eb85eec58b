"""Finds the hours of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import html

from core.errors import BadRecord
from scrapers.platforms.cards.columns import column_of
from scrapers.platforms.cards.dates.hour_words import own_hours
from scrapers.platforms.cards.dates.lists import end_of_hours
from scrapers.platforms.cards.dates.mentions import Mention, dates_in, find_times, may_have_hours, times_in
from scrapers.platforms.cards.records import Finder, Record
from scrapers.platforms.cards.title_words import is_part_of
from scrapers.reading.dates import Times, read_times
from scrapers.reading.text import squash

_ASIDE = re.compile(
    r"\b(?:posted|published|updated|modified|created|amended|on[- ]sale(?! now)|pre-?sale|deadline"
    r"|(?:register|rsvp|reply|book|order|apply) by|registration (?:opens|closes|ends)|box office)\b.*",
    re.IGNORECASE,
)
_NO_HOUR = re.compile(r"(?<![\d:.])\d(?: ?h| (?:shows|performances|screenings|events|concerts))\b", re.IGNORECASE)
"""`2h` is how long it lasts, `2 shows` how often it takes place."""
_LONGEST = 120
_LONGEST_BARE = 30
_SHORT_LINE = 24
_STARTS = re.compile(r"(?:^|[-_\s])(?:show|starts?|begins?)(?:$|[-_\s])|start-?time|show-?time")
_ENDS = re.compile(r"(?:^|[-_\s])ends?(?:$|[-_\s])|end-?time")
_NEXT_WORD = re.compile(r"\s*[(\[]?([A-Za-z]{2,4}(?:[+-]\d{1,2}(?::?\d\d)?)?)(?![\w])")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with hours, without its dates. `label`: what its element's class says, `doors`, `show`, `ends`, or ""."""

    text: str
    label: str
    before_date: bool


def hours_of(record: Record, finder: Finder, zone: str, title: str = "") -> Times | None:
    """The hours: those on the date's line or after it come first. None where a record has none or they are unclear.

    Several bare hours without a label are unclear: doors and show, or start and end. "Doors: 7 PM" and "Show: 8 PM" on
    lines of their own aren't. A new date has only the hour right
    after it.
    """
    if find_times(record.mention.text):
        return read_hours(record.mention.text, zone)
    if record.mention.former:
        return None
    lines = sorted(_lines(record, finder, title), key=lambda one: one.before_date)
    labeled = [f"{one.label} {one.text}" for one in lines if one.label]
    if any(one.label not in ("", "ends") for one in lines) and (
        times := _first_read([", ".join(labeled), *labeled], zone)
    ):
        return times
    plain = [one.text for one in lines if not one.label]
    short = list(dict.fromkeys(one for one in plain if len(one) < _SHORT_LINE))
    if len(short) > 1:
        together = read_hours(", ".join(short), zone)
        return together if together is not None and (len(together.starts) == 1 or together.showings) else None
    return _first_read(plain, zone) or _right_after(record.mention, finder, zone)


def _right_after(date: Mention, finder: Finder, zone: str) -> Times | None:
    """The hours right after the date that are its line's last: "Register by Nov 30, 5 PM. Show: Dec 5, 8 PM"."""
    text = finder.page.text
    end = end_of_hours(date, text)
    line_end = text.find("\n", end)
    rest = text[end : len(text) if line_end < 0 else line_end]
    if find_times(rest) is not None or _in_another_zone(rest, zone):
        return None
    times = read_hours(text[date.end : end], zone)
    return times if times is not None and times.starts else None


def _first_read(lines: Sequence[str], zone: str) -> Times | None:
    for line in lines:
        whole = read_hours(line, zone)
        if whole is not None and (whole.starts or whole.midnight):
            return whole
        if whole is not None:
            continue
        own = (found[0] for found in times_in(line) if not _in_another_zone(line[found.end() :], zone))
        read = [times for one in own if (times := read_hours(one, zone)) and (times.starts or times.midnight)]
        if len({replace(one, text="") for one in read}) == 1:
            return read[0]
    return None


@lru_cache(maxsize=1024)
def read_hours(written: str, zone: str | None) -> Times | None:
    """The hours of a text; None if they are unclear."""
    try:
        return read_times(written, zone=zone)
    except BadRecord:
        return None


def _in_another_zone(rest: str, zone: str) -> bool:
    """Whether an hour goes on with a zone that isn't the source's: `8:00 PM` of `8:00 PM CET`."""
    found = _NEXT_WORD.match(rest)
    noon = f"12:00 PM {found[1]}" if found else ""
    return bool(noon) and read_hours(noon, zone) is None and read_hours(noon, None) is not None


def _lines(record: Record, finder: Finder, title: str) -> Iterator[_Line]:
    page = finder.page
    start = record.start
    for line in page.text[record.start : record.end].split("\n"):
        end = start + len(line)
        if not (may_have_hours(line) or finder.between(start, end)):
            start = end + 1
            continue
        shown = _ASIDE.sub("", line)
        dates = finder.between(start, end) if len(shown) < _LONGEST else ()
        has_hours = len(shown) < _LONGEST and find_times(shown) is not None
        named = dates or (list(dates_in(shown, finder.language)) if has_hours else ())
        if named and all(_is_other_day(one, record.mention) for one in named):
            start = end + 1
            continue
        for mention in named:
            written = page.text[mention.start : mention.end] if dates else mention.written
            shown = shown.replace(written, " , ")
        if has_hours:
            shown = own_hours(shown, may_have_title=bool(named) or (title != "" and title in squash(shown)))
            has_hours = find_times(shown) is not None
        if has_hours or (dates and _says_only_hours(shown)):
            label = ""
            if len(line) < _LONGEST_BARE:
                padding = len(line) - len(line.lstrip())
                label = _label(page.element_at(start + padding, start + len(line.rstrip())))
            yield _Line(shown, label, before_date=end < record.mention.start)
        start = end + 1


def _is_other_day(one: Mention, own: Mention) -> bool:
    """Whether a date isn't the record's, so that the hour on its line isn't either: "On sale Nov 1 at 10 AM"."""
    return own.text != "" and not (is_part_of(one.text, own.text) or is_part_of(own.text, one.text))


def _says_only_hours(rest: str) -> bool:
    """Whether a date's line has nothing else than hours, also in forms that elsewhere could mean something else: `8p`,
    `19h`, `Doors 7 / Show 8`."""
    if _NO_HOUR.search(rest):
        return False
    times = read_hours(rest, None)
    return times is not None and bool(times.starts)


def _label(element: html.HtmlElement | None) -> str:
    for _ in range(2):
        if element is None:
            return ""
        named = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        if element.tag == "td" and _says_only_hours(squash(element.text_content())):
            named += f" {column_of(element).lower()}"
        if "door" in named or "gates" in named or "check-in" in named:
            return "doors"
        if _STARTS.search(named):
            return "show"
        if _ENDS.search(named):
            return "ends"
        element = element.getparent()
    return ""
