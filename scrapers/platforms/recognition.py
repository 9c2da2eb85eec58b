"""Recognizes a body's platform by the marks that each platform describes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from core.errors import Doubt, PageChanged, SourceError, WrongKind
from core.items import Occurrence
from scrapers.platforms.platform import Body, Platform
from scrapers.platforms.registry import platform, platforms
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context, Reading

AUTO = "auto"
"""Instead of a platform's name: recognize it from the body."""
HEAD = 2000
"""How many characters decide the kind of a body."""


_GUESSED = "Compare the dates with the site, or wait until it lists new ones."


def choices() -> tuple[str, ...]:
    """Every name that `read_events` accepts."""
    return (*platforms(), AUTO)


def read_events(kind: str, body: bytes, context: Context) -> Reading:
    """Reads a body with the named platform's reader; for `auto`, see `read_recognized`. Raises KeyError for an unknown
    name, and what the readers raise."""
    return read_recognized(body, context)[1] if kind == AUTO else platform(kind).read_events(body, context)


def read_recognized(body: bytes, context: Context, *, without: str = "") -> tuple[Platform, Reading]:
    """Reads a body as the platform with the heaviest mark in it, and if that finds no event, as the next one: a page of
    a known system may list its events in cards of its own. So may one whose structured data has only past events; a
    year that the page then never says is a doubt. Where none finds any, the first one's answer counts.
    `without`: a platform that is not tried. Raises BadCharset, and what the first reader raises."""
    left = [one for one in recognized(body, context) if one.name != without]
    if not left:
        raise WrongKind(f"no platform but {without} knows this kind of body", url=context.url)
    first, *others = left
    try:
        reading = first.read_events(body, context)
        if _has_coming(reading, context):
            return first, reading
    except PageChanged:
        if (found := _first_with_events(others, body, context)) is not None:
            return found
        raise
    found = _first_with_events(others, body, context, coming=bool(reading.events))
    if found is None:
        return first, reading
    return (found[0], _with_guessed_years(found[1], reading, body, context)) if reading.events else found


def _with_guessed_years(coming: Reading, past: Reading, body: bytes, context: Context) -> Reading:
    """With a doubt if the years are guessed: "24 Jun" next to dates of 2025 may be a list that was left standing."""
    text = decode(body, context)
    first = min(one.local_date for event in coming.events for one in event.occurrences if _is_coming(one, context))
    last = max((one.local_date for event in past.events for one in event.occurrences), default=None)
    if last is None or str(first.year) in text:
        return coming
    said = f"the dates have no year, and {first.year} is a guess: those with a year on this page end on {last}"
    doubt = Doubt(said, url=context.url, source=context.source, field="starts_at", advice=_GUESSED)
    return replace(coming, problems=(*coming.problems, doubt))


def _first_with_events(
    candidates: Iterable[Platform], body: bytes, context: Context, *, coming: bool = False
) -> tuple[Platform, Reading] | None:
    """`coming`: only a platform that finds an event that isn't over counts."""
    for one in candidates:
        try:
            reading = one.read_events(body, context)
        except SourceError:
            continue
        if _has_coming(reading, context) if coming else reading.events:
            return one, reading
    return None


def _has_coming(reading: Reading, context: Context) -> bool:
    """Whether an event takes place today or later."""
    return any(_is_coming(one, context) for event in reading.events for one in event.occurrences)


def _is_coming(one: Occurrence, context: Context) -> bool:
    midnight = datetime.combine(context.now.astimezone(ZoneInfo(context.timezone)), time(), ZoneInfo(context.timezone))
    return one.starts_at >= midnight or (one.ends_at is not None and one.ends_at > midnight)


def recognize(body: bytes, context: Context) -> Platform:
    """The platform with the heaviest mark in the body. Raises BadCharset."""
    return recognized(body, context)[0]


def recognized(body: bytes, context: Context) -> list[Platform]:
    """The platforms with a mark in the body, the heaviest first. Raises BadCharset."""
    text = decode(body, context).lstrip("\ufeff \t\r\n")
    kind, lower = body_kind(text), text.lower()
    found = [
        (mark.weight, one.name) for one in platforms().values() for mark in one.marks if mark.found_in(kind, lower)
    ]
    return [platform(name) for name in dict.fromkeys(name for _, name in sorted(found, reverse=True))]


def body_kind(text: str) -> Body:
    """The kind of a text, judged by its first characters."""
    head = text[:HEAD].lower()
    if "begin:vcalendar" in head:
        return Body.ICALENDAR
    if head.startswith(("<?xml", "<rss", "<feed", "<rdf")) and any(tag in head for tag in ("<rss", "<feed", "<rdf")):
        return Body.FEED
    return Body.JSON if head.startswith(("{", "[", '"')) else Body.HTML
