"""The reader on recorded feeds: every event of a good one, a named error for a bad one, the facts listed of each."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.errors import BadBody, EmptyBody, WrongKind
from core.items import EventItem, EventStatus, Occurrence
from scrapers.platforms.ics.blocks import split_calendars
from scrapers.platforms.ics.body import decode_body
from scrapers.platforms.ics.properties import Properties, parse_properties
from scrapers.platforms.ics.reader import read_events
from scrapers.reading.contract import Context, Reading, Window

RECORDED = datetime(2026, 3, 26, 3, tzinfo=UTC)
GOOD_EMPTY = {
    "ics_meetup/raleighdurham-meetup_tripython.ics",
    "ics_meetup/toronto-meetup_civic_tech_toronto.ics",
    "pipeline_petaluma/henhouse.ics",
    "pipeline_petaluma/mercury_theater.ics",
    "pipeline_petaluma/meetup_north_bay_adventure.ics",
    "pipeline_petaluma/meetup_northbayhiking.ics",
}
REPORTED_PROBLEMS = {
    "ics_eventsmanager/raleighdurham-americantobaccocampus.ics": "SUMMARY",
    "ics_google/bloomington-gcal_artsanctuaryindiana.ics": "SUMMARY",
    "ics_google/bloomington-gcal_mocofairgrounds.ics": "SUMMARY",
    "ics_outlook/office_365_invalid_timezone.ics": "TZID",
    "ics_tribe/santarosa-sonoma.ics": "DTSTART",
}
"""Feeds with one record each that says too little: no title, no date, or a zone that nobody defines."""

STARTS_WITHOUT_AN_INSTANCE = {
    "Flowers For Ukraine | TZID=America/Indiana/Indianapolis:20220614T100000": "EXDATE takes it away",
    "Cheer Workouts @ WRC | TZID=America/New_York:20260615T180000": "EXDATE takes it away",
    "Council Committee Meeting | TZID=America/New_York:20210127T193000": "no Monday, and the rule says fourth Mondays",
}
"""Facts that quote the DTSTART line of a series in which nothing takes place then."""


def context(zone: str = "America/Los_Angeles", window: Window | None = None) -> Context:
    return Context(
        url="https://example.org/feeds/all.ics",
        timezone=zone,
        now=RECORDED,
        window=window or Window(),
        source="recorded",
    )


def feeds(real: Path) -> Iterator[tuple[str, dict[str, str], bytes]]:
    with (real / "INDEX.tsv").open(newline="") as index:
        for row in csv.DictReader(index, delimiter="\t"):
            if row["file"].endswith(".ics"):
                yield row["file"], row, (real / row["file"]).read_bytes()


def components(body: bytes) -> list[Properties]:
    calendars = split_calendars(decode_body(body, context()))
    return [parse_properties(block) for calendar in calendars for block in calendar.events]


@pytest.fixture(scope="module")
def read() -> Callable[[bytes], Reading]:
    """Reads each feed once for all tests."""
    return cache(lambda body: read_events(body, context()))


def test_each_feed_gives_all_its_events_and_no_other(real: Path, read: Callable[[bytes], Reading]) -> None:
    good = 0
    for name, row, body in feeds(real):
        if row["events"] == "0":
            continue
        reading = read(body)
        found = components(body)
        assert len(found) == int(row["events"]), name
        masters = {one.text("UID") or one.text("SUMMARY") + one.text("DTSTART") for one in found}
        fields = [problem.field for problem in reading.problems]
        assert fields == ([REPORTED_PROBLEMS[name]] if name in REPORTED_PROBLEMS else []), name
        lost = sum(problem.field != "TZID" for problem in reading.problems)
        extra = 2 if name == "ics_misc/calagator-ical_multiple_calendars.ics" else 0
        assert len(reading.events) == len(masters) - lost + extra, name
        assert len({event.uid for event in reading.events}) == len(reading.events), name
        good += 1
    assert good > 125


def test_bad_bodies_differ_from_empty_calendars(real: Path) -> None:
    seen = set()
    for name, row, body in feeds(real):
        if row["events"] != "0":
            continue
        if name in GOOD_EMPTY:
            assert read_events(body, context()) == Reading(), name
            continue
        with pytest.raises(BadBody) as caught:
            read_events(body, context())
        assert type(caught.value) is (WrongKind if body else EmptyBody), name
        assert caught.value.url == context().url
        seen.add(type(caught.value))
    assert seen == {WrongKind, EmptyBody}


def test_the_facts_listed_of_each_feed_are_in_its_events(real: Path, read: Callable[[bytes], Reading]) -> None:
    checked = 0
    for name, row, body in feeds(real):
        facts = [row[key] for key in ("fact1", "fact2", "fact3") if row[key].count(" | ") >= 2]
        if not facts or not body or "sample" in name:
            continue
        reading = read(body)
        calendar_zone = re.search(rb"X-WR-TIMEZONE[^:\r\n]*:([A-Za-z_/]+)", body)
        floating = calendar_zone[1].decode() if calendar_zone and calendar_zone[1] != b"UTC" else "America/Los_Angeles"
        for fact in facts:
            title, when, place = re.fullmatch(r"(.*) \| (\S*(?:VALUE|TZID|\d{8}).*?) \| (.*)", f"{fact} ").groups()
            moment = moment_of(when, floating)
            if moment is None or fact.rpartition(" | ")[0] in STARTS_WITHOUT_AN_INSTANCE:
                continue
            assert any(
                fits(event, one, title, moment, place) for event in reading.events for one in event.occurrences
            ), (name, fact)
            checked += 1
    assert checked > 300


def moment_of(when: str, floating: str) -> datetime | date | None:
    """The start that a fact tells; None for a zone by a Windows name and for a period."""
    found = re.fullmatch(r"(?:VALUE=DATE:|VALUE=DATE |TZID=\"?([^\":]+)\"?:)?(\d{8})(?:T(\d{6})(Z?))?", when.strip())
    if found is None or (found[1] and "/" not in found[1] and found[1] != "UTC"):
        return None
    if found[3] is None:
        return datetime.strptime(found[2], "%Y%m%d").date()
    wall = datetime.strptime(found[2] + found[3], "%Y%m%d%H%M%S")
    return wall.replace(tzinfo=UTC if found[4] else ZoneInfo(found[1] or floating))


def fits(event: EventItem, one: Occurrence, title: str, moment: datetime | date, place: str) -> bool:
    titles = [event.title, *(other.title for other in event.occurrences if other.title)]
    if letters(title) not in {letters(own)[: len(letters(title))] for own in titles}:
        return False
    begins = one.starts_at == moment if isinstance(moment, datetime) else one.local_date == moment
    shown = "" if event.venue is None else f"{event.venue.name or ''} {event.venue.address or ''}"
    written = letters(re.sub(r"<[^>]*>|^//.*\":", "", place.replace("(none)", "")))
    return begins and (letters(shown).startswith(written[:50]) or len(titles) > 1 or "http" in place)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", html.unescape(text.replace("\\", ""))).casefold()


def test_the_harvest_of_the_petaluma_pipeline_is_found_again(real: Path) -> None:
    """Another project's reading of these feeds, a second opinion on every title, start, end and link."""
    checked = 0
    for expected in sorted((real / "pipeline_petaluma").glob("*.ics.expected")):
        harvest = json.loads(expected.read_text())
        body = (expected.parent / harvest["feed"]).read_bytes()
        window = Window(starts=date(2026, 3, 25), ends=date(2026, 6, 24))
        reading = read_events(body, context(window=window))
        found = set()
        for event in reading.events:
            for one in event.occurrences:
                title = letters(one.title or event.title)
                found.add((title, one.local_date if one.all_day else one.starts_at))
        for event in harvest["events"]:
            start = datetime.fromisoformat(event["start"])
            key = letters(event["title"])
            assert {(key, start), (key, start.date())} & found, (expected.name, event)
            checked += 1
    assert checked > 300


def test_a_library_calendar_with_a_moved_a_cut_and_a_cancelled_instance(real: Path) -> None:
    body = (real / "ics_google/elizabeth-library-sample.ics").read_bytes()
    expected = json.loads((real / "ics_google/elizabeth-library-sample.ics.expected").read_text())
    starts, ends = (date.fromisoformat(day) for day in expected["window"])
    reading = read_events(body, context(expected["zone"], Window(starts=starts, ends=ends)))
    events = {event.uid: event for event in reading.events}
    assert "long-ago@example" not in events
    times = [f"{one.starts_at:%Y-%m-%dT%H:%M}" for one in events["storytime@example"].occurrences]
    assert times == expected["expect"]["storytime@example"]
    by_local = {f"{one.starts_at:%Y-%m-%dT%H:%M}": one.starts_at for one in events["storytime@example"].occurrences}
    for local, utc in expected["expect"]["utc"].items():
        assert by_local[local] == datetime.fromisoformat(utc)
    [fair] = events["bookfair@example"].occurrences
    assert (fair.all_day, fair.local_date, fair.ends_at) == (
        True,
        date(2026, 11, 28),
        datetime(2026, 11, 30, tzinfo=ZoneInfo("America/Denver")),
    )
    assert events["11882"].status is EventStatus.CANCELLED
    assert events["11882"].occurrences[0].to_json()["starts_at"] == "2026-10-06T10:30:00-06:00"


def test_civicplus_gives_the_page_of_the_event_and_its_place(real: Path) -> None:
    body = (real / "ics_civicplus/firestone-sample.ics").read_bytes()
    expected = json.loads((real / "ics_civicplus/firestone-sample.ics.expected").read_text())["expect"]
    reading = read_events(body, context("America/Denver"))
    for event, wanted in zip(reading.events, expected, strict=True):
        assert event.title == wanted["title"]
        assert event.venue is not None
        place = ", ".join(part for part in (event.venue.name, event.venue.address) if part)
        assert place == wanted["location"]
    assert reading.events[0].url == expected[0]["url"]
    assert reading.events[1].occurrences[0].to_json()["ends_at"] is None


def test_outlook_zones_by_every_name_they_have(real: Path) -> None:
    def starts(name: str, zone: str) -> list[str]:
        reading = read_events((real / "ics_outlook" / name).read_bytes(), context(zone))
        return [event.occurrences[0].starts_at.astimezone(UTC).isoformat() for event in reading.events]

    assert starts("Office-2012-owa.ics", "America/Chicago")[:2] == [
        "2020-10-28T02:30:00+00:00",
        "2020-10-28T17:30:00+00:00",
    ]
    assert starts("bad_ms_tz.ics", "America/New_York") == ["2020-08-25T14:35:00+00:00"]
    assert starts("exchange-custom-tz.ics", "America/New_York") == ["2019-04-30T02:00:00+00:00"]
    assert starts("office_360_nz_tz.ics", "America/New_York")[0] == "2025-10-07T20:00:00+00:00"
    assert starts("windows-quoted-tz-rrule.ics", "America/Chicago") == ["2015-07-06T16:00:00+00:00"]


def test_times_called_utc_that_are_local_need_the_switch_of_the_source(real: Path) -> None:
    body = (real / "ics_tribe/davis-hatefreetogether.ics").read_bytes()
    plain = read_events(body, context())
    switched = read_events(
        body,
        Context(
            url="https://example.org/", timezone="America/Los_Angeles", now=RECORDED, window=Window(), utc_is_local=True
        ),
    )
    shifts = {
        right.occurrences[0].starts_at - left.occurrences[0].starts_at
        for left, right in zip(plain.events, switched.events, strict=True)
        if not left.occurrences[0].all_day
    }
    assert shifts <= {timedelta(hours=7), timedelta(hours=8)}
    assert shifts
