"""The recorded pages and feeds of real sites, each with the reader that is meant for it and the facts listed of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from quality.accuracy import expected_files
from quality.accuracy.ical_census import count_events
from quality.accuracy.index import Row, listed_facts, read_index
from quality.accuracy.listed import NO_READER, Document, Listed
from quality.accuracy.recorded_places import context_of
from scrapers.reading.contract import Window

CORPUS = "recorded"
ICS_FOLDERS = ("ics_", "pipeline_petaluma")
READERS = {
    "carbonhouse": "carbonhouse",
    "hcalendar": "jsonld",
    "jsonld": "jsonld",
    "libcal": "libcal",
    "localist": "localist",
    "microdata": "jsonld",
    "ovationtix": "ovationtix",
    "rss": "rss",
    "squarespace": "squarespace",
    "tribe_html": "tribe",
    "tribe_rest": "tribe",
    "wix": "wix",
}
EXCEPTIONS: dict[str, tuple[str, ...]] = {
    "carbonhouse/huntingtonplace-detroit-events.html": (NO_READER,),
    "carbonhouse/ovoarena-detail.html": ("carbonhouse", "jsonld"),
    "carbonhouse/radius-rss.xml": ("rss",),
    "carbonhouse/theo2-detail.html": ("carbonhouse", "jsonld"),
    "jsonld/event-blackheart-squarespace.html": ("jsonld", "squarespace"),
    "jsonld/event-dome-squarespace.html": ("jsonld", "squarespace"),
    "jsonld/royal-american-squarespace-event.html": ("jsonld", "squarespace"),
    "localist/ucdavis-event-2.html": ("localist", "jsonld"),
    "localist/ucdavis-event-past.html": ("localist", "jsonld"),
    "localist/ucdavis-event.html": ("localist", "jsonld"),
    "rss/boarddocs-chi_teacherpension.xml": (NO_READER,),
    "wix/wampo-tpb.html": (NO_READER,),
}
"""Pages that more than one reader reads, and those on a known platform that are written by hand or are another's."""

WHY_UNREAD = {
    "carbonhouse/huntingtonplace": "a table of meetings written by hand",
    "eventbrite/": "Eventbrite's interface, which needs a key",
    "eventsmanager_html/": "Events Manager's rows; its iCal feed is read",
    "other_html/": "a theme of one site, without structured data",
    "other_json/": "an interface of one ticket seller",
    "rss/boarddocs": "BoardDocs' own XML of meetings",
    "tribe_rest/tec-remap": "test data of the plugin in the form of posts",
    "wix/wampo": "meetings typed into a text",
}
GOOD_AND_EMPTY = {
    "ics_meetup/raleighdurham-meetup_tripython.ics",
    "ics_meetup/toronto-meetup_civic_tech_toronto.ics",
    "pipeline_petaluma/henhouse.ics",
    "pipeline_petaluma/mercury_theater.ics",
    "pipeline_petaluma/meetup_north_bay_adventure.ics",
    "pipeline_petaluma/meetup_northbayhiking.ics",
}
"""Calendars without events. The others of which INDEX.tsv counts none are no calendars at all."""


COUNTS_DATES = {
    "localist/ucdavis-event-2.html",
    "localist/ucdavis-event.html",
    "localist/ucdavis-group.html",
    "localist/ucdavis-location.html",
    "ovationtix/scd-CalendarProductions.json",
    "rss/judell-bloomington-latest.xml",
}
"""Files of which INDEX.tsv counts each date of an event that the reader tells once with all its dates."""


def documents(folder: Path) -> Iterator[Document]:
    """Every file of INDEX.tsv but the recurrence oracles, once for each reader of it."""
    for row in read_index(folder):
        if row.kind != "ical_oracles":
            yield from _documents(folder, row)


def kinds_of(row: Row) -> tuple[str, ...]:
    if row.file in EXCEPTIONS:
        return EXCEPTIONS[row.file]
    if "/tec-remap-" in row.file:
        return (NO_READER,)
    top = row.file.partition("/")[0]
    return ("ics",) if top.startswith(ICS_FOLDERS) else (READERS.get(top, NO_READER),)


def _documents(folder: Path, row: Row) -> Iterator[Document]:
    body = body_of(folder / row.file)
    listed, remarks = listed_facts(row)
    expected = folder / f"{row.file}.expected"
    more: tuple[Listed, ...] = ()
    window = None
    if expected.is_file():
        more = expected_files.listed_events(expected, body)
        window = expected_files.window(expected)
    for kind in kinds_of(row):
        whole = Document(
            corpus=CORPUS,
            file=row.file,
            kind=kind,
            context=context_of(row.file, kind),
            body=body,
            listed=listed if window else (*listed, *more),
            count=_count(row, kind, body),
            counts_dates=row.file in COUNTS_DATES,
            is_bad=kind == "ics" and row.count == 0 and row.file not in GOOD_AND_EMPTY,
            remarks=remarks,
            why_unread=_why_unread(row),
        )
        yield whole
        if window is not None:
            bounds = Window(starts=date.fromisoformat(window[0]), ends=date.fromisoformat(window[1]))
            yield replace(whole, context=replace(whole.context, window=bounds), listed=more, count=None, remarks=())


def _why_unread(row: Row) -> str:
    known = (reason for start, reason in WHY_UNREAD.items() if row.file.startswith(start))
    return f"no reader is meant for this: {next(known, 'unknown kind')}"


def _count(row: Row, kind: str, body: bytes) -> int | None:
    """Of a calendar, where INDEX.tsv counts components, the events that these make up; overrides belong to theirs."""
    if kind == NO_READER:
        return 0
    return count_events(body) if kind == "ics" and row.count is not None else row.count


def body_of(path: Path) -> bytes:
    """The body; of a recorded exchange in YAML the answer, a folded single-quoted scalar (YAML 1.2.2, 7.3.2)."""
    body = path.read_bytes()
    if path.suffix != ".yml":
        return body
    text = body.decode("utf-8")
    start = text.index("string: '{") + len("string: '")
    return re.sub(r"\n\s+", " ", text[start : text.rindex("}'") + 1]).replace("''", "'").encode()
