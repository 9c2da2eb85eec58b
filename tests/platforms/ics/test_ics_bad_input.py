"""Bad lines, bad events and bad bodies: what is reported, what comes through, and at what cost."""

from __future__ import annotations

import pytest

from core.errors import BadCharset, Blocked, Doubt, EmptyBody, SourceError, WrongKind
from core.items import Venue
from scrapers.platforms.ics.blocks import split_calendars
from scrapers.platforms.ics.body import decode_body
from scrapers.platforms.ics.identity import fingerprint
from scrapers.platforms.ics.reader import read_blocks, read_events
from scrapers.reading.contract import Reading
from tests.platforms.ics.ics_calendars import NOW, SHOW, calendar, context, definition, only, read, starts


def test_bad_events_are_reported_and_the_others_come_through() -> None:
    reading = read(
        "UID:a\nSUMMARY:No date",
        "UID:b\nSUMMARY:Odd date\nDTSTART:20261340T990000",
        "UID:c\nSUMMARY:Odd rule\nDTSTART:20261010T200000\nRRULE:FREQ=FORTNIGHTLY",
        "UID:d\nSUMMARY:Odd exception\nDTSTART:20261010T200000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:tomorrow",
        "UID:e\nSUMMARY:Odd state\nDTSTART:20261010T200000\nSTATUS:MAYBE",
        "UID:f\nDTSTART:20261010T200000",
        "UID:g\nSUMMARY:Step of none\nDTSTART:20261010T200000\nRRULE:FREQ=DAILY;INTERVAL=0",
        SHOW,
    )
    assert [event.title for event in reading.events] == [
        "Odd rule",
        "Odd exception",
        "Odd state",
        "Step of none",
        "Late Quartet",
    ]
    skipped = [problem for problem in reading.problems if not isinstance(problem, Doubt)]
    assert [(problem.field, problem.uid, problem.title) for problem in skipped] == [
        ("DTSTART", "a", "No date"),
        ("VEVENT", "b", "Odd date"),
        ("SUMMARY", "f", ""),
    ]
    doubts = [problem for problem in reading.problems if isinstance(problem, Doubt)]
    assert [(problem.field, problem.uid) for problem in doubts] == [
        ("RRULE", "c"),
        ("EXDATE", "d"),
        ("STATUS", "e"),
        ("RRULE", "g"),
    ]
    assert {problem.source for problem in reading.problems} == {"hall"}
    assert "Odd date" in str(reading.problems[1])


def test_a_bad_line_costs_the_line_and_not_the_event() -> None:
    reading = read("UID:a\nSUMMARY:Talk\nDTSTART:20261010T200000\nno property at all\nLOCATION:Red Room")
    [event], [problem] = reading.events, reading.problems
    assert event.venue == Venue(name="Red Room")
    assert (problem.field, "no property at all" in problem.found) == ("line", True)


def test_a_description_broken_without_folds_is_put_together() -> None:
    event = only(read("UID:a\nSUMMARY:Talk\nDESCRIPTION:First line\nsecond line\n\n  third\nDTSTART:20261010T200000"))
    assert event.description == "First line\nsecond line third"


def test_quotes_that_never_close() -> None:
    event = only(read('UID:a\nSUMMARY:Talk\nDTSTART;TZID="America/Denver:20261010T200000"'))
    assert starts(event) == ["2026-10-10T20:00:00-06:00"]


def test_alarms_and_other_components_say_nothing_of_the_event() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nDESCRIPTION:Reminder\nEND:VALARM"
    todo = b"BEGIN:VTODO\nUID:t\nSUMMARY:Sweep\nDTSTART:20261010T200000\nEND:VTODO\nEND:VCALENDAR"
    event = only(read_events(calendar(f"{SHOW}\n{alarm}\nDESCRIPTION:Real").replace(b"END:VCALENDAR", todo), context()))
    assert event.description == "Real"


def test_several_calendars_in_one_body_each_with_its_zone() -> None:
    one = calendar("UID:a\nSUMMARY:A\nDTSTART:20261010T200000", header="X-WR-TIMEZONE:America/Denver")
    two = calendar("UID:b\nSUMMARY:B\nDTSTART:20261010T200000")
    reading = read_events(one + two, context())
    assert [starts(event)[0][-6:] for event in reading.events] == ["-06:00", "-04:00"]


def test_a_body_cut_short_says_so_and_keeps_what_is_whole() -> None:
    whole = calendar(SHOW, "UID:y\nSUMMARY:Cut\nDTSTART:20261011T200000\nDESCRIPTION:never to be finished")
    reading = read_events(whole[:-40], context())
    assert [event.title for event in reading.events] == ["Late Quartet"]
    assert [problem.field for problem in reading.problems] == ["VCALENDAR", "VCALENDAR"]
    assert "SUMMARY:Cut" in reading.problems[0].found


def test_an_event_that_never_ends_takes_no_other_with_it() -> None:
    body = calendar("UID:x\nSUMMARY:Open", SHOW).replace(b"END:VEVENT\n", b"", 1)
    reading = read_events(body, context())
    assert [event.title for event in reading.events] == ["Late Quartet"]
    assert len(reading.problems) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_charsets(encoding: str) -> None:
    body = calendar("UID:x\nSUMMARY:Café – späte Gäste\nDTSTART:20261010T200000").decode().encode(encoding)
    assert only(read_events(body, context())).title == "Café – späte Gäste"


def test_the_charset_of_the_header_counts_where_utf_8_does_not_fit() -> None:
    body = calendar("UID:x\nSUMMARY:Večer\nDTSTART:20261010T200000").decode().encode("iso-8859-2")
    assert only(read_events(body, context(encoding="ISO-8859-2"))).title == "Večer"
    right = calendar("UID:x\nSUMMARY:Večer\nDTSTART:20261010T200000")
    assert only(read_events(right, context(encoding="ISO-8859-1"))).title == "Večer"


def test_a_fold_inside_a_character() -> None:
    body = calendar("UID:x\nSUMMARY:Café\nDTSTART:20261010T200000").replace("é".encode(), b"\xc3\r\n \xa9")
    assert only(read_events(body, context())).title == "Café"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyBody),
        (b" \r\n\t ", EmptyBody),
        (b"\xef\xbb\xbf", EmptyBody),
        (b"Nothing here.", EmptyBody),
        (b"<!DOCTYPE html><html><title>Events</title></html>", WrongKind),
        (b'{"message":"Group not found"}', WrongKind),
        (b"[]", WrongKind),
        (b"<rss version='2.0'></rss>", WrongKind),
        (b"The calendar is closed for repairs until Monday.", WrongKind),
        (b"<html><head><title>Just a moment...</title></head><body></body></html>", Blocked),
        (b"<html><iframe src='/_Incapsula_Resource?x=1'>Incapsula incident ID: 7</iframe></html>", Blocked),
        (b"\x1f\x8b\x08\x00" + bytes(range(32)) * 9, BadCharset),
        (b"\xff\xfeB\x00E\x00\x00\xd8", BadCharset),
        (b"BEGIN:VCALENDAR\nSUMMARY:\x81\x8d\x8f\nEND:VCALENDAR", BadCharset),
    ],
)
def test_bodies_that_are_no_calendar(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error) as caught:
        read_events(body, context())
    assert type(caught.value) is error
    assert (caught.value.url, caught.value.source) == (context().url, "hall")


@pytest.mark.parametrize("zones", ["", definition("America/Chicago")])
def test_a_calendar_without_events_is_good_and_empty(zones: str) -> None:
    assert read_events(calendar(zones=zones), context()) == Reading()


def test_durations_that_make_no_sense_in_the_head_harm_nothing() -> None:
    header = "REFRESH-INTERVAL:P15M\nX-PUBLISHED-TTL:P15M"
    assert only(read(SHOW, header=header)).title == "Late Quartet"


def test_blocks_can_be_separated_and_read_alone() -> None:
    body = calendar(SHOW, "UID:y\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261011", header="X-WR-TIMEZONE:America/Denver")
    [blocks] = split_calendars(decode_body(body, context()))
    assert blocks.events == (SHOW, "UID:y\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261011")
    assert blocks.header == "VERSION:2.0\nX-WR-TIMEZONE:America/Denver"
    assert read_blocks([blocks], context()) == read_events(body, context())


def test_the_fingerprint_is_the_uid_of_an_event_without_one() -> None:
    from scrapers.platforms.ics.components import read_component
    from scrapers.platforms.ics.timezones.zones import CalendarZones, iana_zone

    block = "SUMMARY:Talk\nDTSTART:20261010T200000"
    component = read_component(block, CalendarZones(home=iana_zone("America/New_York"), now=NOW), "")
    assert fingerprint(component) == only(read(block)).uid
