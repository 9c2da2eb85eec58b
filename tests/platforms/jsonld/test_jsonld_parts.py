"""Events whose times are in unnamed parts, in a schedule, or in a duration."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.errors import Doubt
from core.items import EventStatus
from tests.platforms.jsonld.structured_pages import event, only, read_block, starts

NIGHTS = ["2026-11-05T19:30:00-05:00", "2026-11-06T19:30:00-05:00"]
HALL = {"@type": "Place", "name": "Pier Hall", "address": "1 Quay St"}


def part(day: int, **properties: Any) -> dict[str, Any]:
    return {"@type": "Event", "startDate": f"2026-11-{day:02}T19:30", **properties}


@pytest.mark.parametrize(
    "whole",
    [
        {"startDate": "2026-11-05", "endDate": "2026-11-06"},
        {"startDate": "2026-11-05T19:30", "endDate": "2026-11-06T22:00"},
        {"startDate": "2026-11-05T19:30"},
        {"startDate": None},
    ],
)
def test_unnamed_parts_are_the_showings_of_their_event(whole: dict[str, Any]) -> None:
    found = only(read_block(event(**whole, location=HALL, subEvent=[part(6), part(5)])))
    assert (found.title, starts(found)) == ("Tide Songs", NIGHTS)
    assert found.venue is not None
    assert found.venue.name == "Pier Hall"
    assert [one.venue for one in found.occurrences] == [None, None]


def test_a_part_keeps_the_place_status_and_address_in_which_it_differs() -> None:
    moved = part(6, location={"@type": "Place", "name": "Tent"}, eventStatus="EventCancelled", url="/shows/tide/friday")
    found = only(
        read_block(event(startDate="2026-11-05", endDate="2026-11-06", location=HALL, subEvent=[part(5), moved]))
    )
    first, second = found.occurrences
    assert (first.venue, first.status, first.url) == (None, EventStatus.SCHEDULED, None)
    assert second.venue is not None
    assert (second.venue.name, second.status) == ("Tent", EventStatus.CANCELLED)
    assert second.url == "https://harborhall.example/shows/tide/friday"
    assert found.status is EventStatus.SCHEDULED


def test_parts_by_reference_in_any_order_and_without_a_type() -> None:
    whole = event(
        startDate="2026-11-05", endDate="2026-11-06", subEvent=[{"@id": "#one"}, {"startDate": "2026-11-06T19:30"}]
    )
    found = only(read_block({"@graph": [part(5, **{"@id": "#one"}), whole]}))
    assert (found.title, starts(found)) == ("Tide Songs", NIGHTS)


def test_the_days_of_a_festival_have_showings() -> None:
    days = [
        {
            "@type": "Event",
            "startDate": f"2026-11-0{day}",
            "subEvent": [part(day), part(day, startDate=f"2026-11-0{day}T14:00")],
        }
        for day in (5, 6)
    ]
    found = only(read_block(event(startDate="2026-11-05", endDate="2026-11-06", subEvent=days)))
    assert [start[5:16] for start in starts(found)] == ["11-05T14:00", "11-05T19:30", "11-06T14:00", "11-06T19:30"]


def test_parts_with_names_are_events_of_their_own() -> None:
    reading = read_block(event(subEvent=[part(6, name="Encore"), part(7)]))
    assert [(found.title, starts(found)) for found in reading.events] == [
        ("Tide Songs", [NIGHTS[0], "2026-11-07T19:30:00-05:00"]),
        ("Encore", [NIGHTS[1]]),
    ]


def test_a_part_with_a_name_takes_the_place_of_its_event() -> None:
    tent = {"@type": "Place", "name": "Tent"}
    parts = [part(6, name="Encore"), part(7, name="Matinee", location=tent), {"subEvent": [part(8, name="Finale")]}]
    parts[2] |= {"@type": "Event", "name": "Last day", "startDate": "2026-11-08"}
    reading = read_block(event(location=HALL, subEvent=parts))
    assert [(found.title, found.venue and found.venue.name) for found in reading.events] == [
        ("Tide Songs", "Pier Hall"),
        ("Encore", "Pier Hall"),
        ("Matinee", "Tent"),
        ("Last day", "Pier Hall"),
        ("Finale", "Pier Hall"),
    ]


@pytest.mark.parametrize(
    ("holder", "place"),
    [
        ({**HALL, "event": [event()]}, "Pier Hall"),
        ({**HALL, "@type": "MusicVenue", "events": event()}, "Pier Hall"),
        ({**HALL, "@type": ["Organization", "Museum"], "event": event(location="Yard")}, "Yard"),
        ({"@type": "Organization", "name": "Tide Society", "event": event()}, None),
    ],
)
def test_the_events_of_a_place_are_there(holder: dict[str, Any], place: str | None) -> None:
    found = only(read_block(holder))
    assert (found.venue and found.venue.name) == place


def test_an_event_takes_its_name_and_place_from_the_event_it_belongs_to() -> None:
    whole = {"@type": "EventSeries", "name": "Tide Songs", "location": HALL}
    reading = read_block({**part(5), "superEvent": whole, "url": "/tide/1"})
    found = next(one for one in reading.events)
    assert (found.title, found.venue and found.venue.name, starts(found)) == ("Tide Songs", "Pier Hall", NIGHTS[:1])


def test_an_unreadable_part_is_a_doubt_and_the_others_count() -> None:
    reading = read_block(
        event(startDate="2026-11-05", endDate="2026-11-06", subEvent=[part(5), part(6, startDate="soon")])
    )
    assert [starts(found) for found in reading.events] == [NIGHTS[:1]]
    assert [(type(one), one.field) for one in reading.problems] == [(Doubt, "starts_at")]


@pytest.mark.parametrize(
    ("properties", "end"),
    [
        ({"duration": "PT2H30M"}, "2026-11-05T22:00:00-05:00"),
        ({"duration": "P0Y0M0DT2H30M0S"}, "2026-11-05T22:00:00-05:00"),
        ({"duration": "PT150M"}, "2026-11-05T22:00:00-05:00"),
        ({"duration": "PT6H"}, "2026-11-06T01:30:00-05:00"),
        ({"duration": "P0DT2H0M0S"}, "2026-11-05T21:30:00-05:00"),
        ({"duration": "P1D"}, "2026-11-06T19:30:00-05:00"),
        ({"duration": "PT2H", "endDate": "2026-11-05T23:00"}, "2026-11-05T23:00:00-05:00"),
        ({"startDate": "2026-11-05", "duration": "P3D"}, "2026-11-08"),
        ({"startDate": "2026-11-05", "duration": "P1D"}, None),
        ({"startDate": "2026-11-05", "duration": "PT2H"}, None),
        ({"duration": "P1M"}, None),
        ({"duration": "PT0S"}, None),
        ({"duration": "two hours"}, None),
    ],
)
def test_a_duration_in_place_of_an_end(properties: dict[str, str], end: str | None) -> None:
    assert only(read_block(event(**properties))).occurrences[0].to_json()["ends_at"] == end


def schedule(**properties: Any) -> dict[str, Any]:
    return {"@type": "Schedule", "repeatFrequency": "P1M", "endDate": "2027-01-31", **properties}


@pytest.mark.parametrize(
    ("properties", "days"),
    [
        ({"byDay": "2TH"}, ["11-12", "12-10", "01-14"]),
        ({"byDay": "+2TH"}, ["11-12", "12-10", "01-14"]),
        ({"byDay": ["1FR", "3FR"]}, ["11-06", "11-20", "12-04", "12-18", "01-01", "01-15"]),
        ({"byDay": "1FR,3FR"}, ["11-06", "11-20", "12-04", "12-18", "01-01", "01-15"]),
        ({"byDay": "-1SA"}, ["11-28", "12-26", "01-30"]),
        ({"byDay": "2TH", "repeatFrequency": None}, ["11-12", "12-10", "01-14"]),
        ({"byDay": "https://schema.org/Thursday", "byMonthWeek": 2}, ["11-12", "12-10", "01-14"]),
        ({"byDay": {"@id": "https://schema.org/Thursday"}, "byMonthWeek": 2}, ["11-12", "12-10", "01-14"]),
        ({"byDay": {"@type": "DayOfWeek", "name": "2TH"}}, ["11-12", "12-10", "01-14"]),
        ({"byDay": "2nd Thursday"}, ["11-12", "12-10", "01-14"]),
        ({"byDay": "second Thursday"}, ["11-12", "12-10", "01-14"]),
        ({"byDay": "First Friday and Third Friday"}, ["11-06", "11-20", "12-04", "12-18", "01-01", "01-15"]),
        ({"byDay": "Last Saturday"}, ["11-28", "12-26", "01-30"]),
        ({"byDay": "Thursdays", "repeatFrequency": "every week", "repeatCount": 2}, ["11-05", "11-12"]),
        ({"byDay": "Thursdays & Fridays", "repeatFrequency": "P1W", "repeatCount": 2}, ["11-05", "11-06"]),
        ({"byDay": "Thursday", "repeatFrequency": "P2W", "endDate": "2026-12-10"}, ["11-05", "11-19", "12-03"]),
        ({"byMonthDay": "15", "repeatFrequency": None}, ["11-15", "12-15", "01-15"]),
        ({"byDay": "TH", "repeatFrequency": "weekly", "repeatCount": "2"}, ["11-05", "11-12"]),
    ],
)
def test_the_days_of_a_schedule(properties: dict[str, Any], days: list[str]) -> None:
    found = only(read_block(event(startDate="2026-11-05T19:30", eventSchedule=schedule(**properties))))
    assert [(start[5:10], start[11:16]) for start in starts(found)] == [(day, "19:30") for day in days]


@pytest.mark.parametrize(
    ("of_event", "of_schedule", "end"),
    [
        ({}, {"duration": "PT2H"}, "2026-11-12T21:30:00-05:00"),
        ({"duration": "PT2H"}, {}, "2026-11-12T21:30:00-05:00"),
        ({}, {"endTime": "21:30"}, "2026-11-12T21:30:00-05:00"),
        ({"endDate": "2026-12-31T21:30"}, {"endDate": None}, "2026-11-12T21:30:00-05:00"),
        ({"endDate": "2026-12-31T23:59:59"}, {"endDate": None}, None),
        ({}, {"startTime": "21:00", "endTime": "01:00"}, "2026-11-13T01:00:00-05:00"),
        ({}, {}, None),
    ],
)
def test_the_end_of_a_schedule_s_showings(
    of_event: dict[str, str], of_schedule: dict[str, str], end: str | None
) -> None:
    record = event(startDate="2026-11-05T19:30", **of_event, eventSchedule=schedule(byDay="2TH", **of_schedule))
    found = only(read_block(record))
    assert found.occurrences[0].to_json()["ends_at"] == end
    assert (len(found.occurrences) == 2) is ("endDate" in of_event)


@pytest.mark.parametrize(
    ("written", "clock"), [("7pm", "19:00"), ("7:15 PM", "19:15"), ("noon", "12:00"), ("T19:00", "19:00")]
)
def test_the_hour_of_a_schedule_as_people_write_it(written: str, clock: str) -> None:
    found = only(read_block(event(eventSchedule=schedule(byDay="2TH", startTime=written))))
    assert {start[11:16] for start in starts(found)} == {clock}


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("20:00:00-05:00", "2026-11-12T20:00:00-05:00"),
        ("20:00:00-0400", "2026-11-12T20:00:00-05:00"),
        ("8 PM EST", "2026-11-12T20:00:00-05:00"),
        ("8:00 PM Eastern Time", "2026-11-12T20:00:00-05:00"),
        ("8 PM CET", "2026-11-12T14:00:00-05:00"),
        ("20:00+01:00", "2026-11-12T14:00:00-05:00"),
        ("8 PM GMT+1", "2026-11-12T14:00:00-05:00"),
        ("19:00Z", "2026-11-12T14:00:00-05:00"),
        ("19:00:00.000Z", "2026-11-12T14:00:00-05:00"),
        ("19:00 UTC", "2026-11-12T14:00:00-05:00"),
        ("5 PM PST", "2026-11-12T20:00:00-05:00"),
        ("10:30 PM Pacific", "2026-11-13T01:30:00-05:00"),
        ("T19:00:00-0600", "2026-11-12T20:00:00-05:00"),
    ],
)
def test_the_hour_of_a_schedule_may_name_its_zone(written: str, start: str) -> None:
    """The days are those of the zone that the hour names."""
    found = only(read_block(event(eventSchedule=schedule(byDay="2TH", startTime=written, duration="PT2H"))))
    first = found.occurrences[0]
    assert first.to_json()["starts_at"] == start
    assert first.ends_at is not None
    assert first.ends_at - first.starts_at == timedelta(hours=2)


@pytest.mark.parametrize(
    ("opens", "closes", "end"),
    [
        ("8 PM CET", "11 PM CET", "17:00"),
        ("8 PM CET", "11 PM", "17:00"),
        ("8 PM", "11 PM CET", "17:00"),
        ("20:00+01:00", "22:00Z", "17:00"),
        ("11 PM CET", "1 AM CET", "19:00"),
    ],
)
def test_the_end_of_a_schedule_s_hours_in_another_zone(opens: str, closes: str, end: str) -> None:
    found = only(read_block(event(eventSchedule=schedule(byDay="2TH", startTime=opens, endTime=closes))))
    assert str(found.occurrences[0].to_json()["ends_at"])[11:16] == end


def test_a_schedule_s_own_zone_decides() -> None:
    own = schedule(byDay="2TH", startTime="19:00Z", scheduleTimezone="America/New_York")
    assert {start[11:16] for start in starts(only(read_block(event(eventSchedule=own))))} == {"19:00"}


def test_a_schedule_converts_a_start_with_an_offset() -> None:
    record = event(
        startDate="2026-11-06T00:30:00Z", eventSchedule=schedule(byDay="TH", repeatFrequency="P1W", repeatCount=2)
    )
    assert starts(only(read_block(record))) == ["2026-11-05T19:30:00-05:00", "2026-11-12T19:30:00-05:00"]


@pytest.mark.parametrize(
    "properties",
    [
        {"byDay": "2TH", "repeatFrequency": "P1W"},
        {"byDay": "9TH"},
        {"byDay": "TH2"},
        {"byMonthWeek": "x"},
        {"byDay": {"day": 4}},
    ],
)
def test_schedules_that_make_no_sense(properties: dict[str, Any]) -> None:
    reading = read_block(event(eventSchedule=schedule(**properties)))
    assert [starts(found) for found in reading.events] == [["2026-11-05T19:30:00-05:00"]]
    assert [problem.field for problem in reading.problems] == ["starts_at"]


@pytest.mark.parametrize(
    "unread",
    [
        {"subEvent": [part(5), {"@type": "Event", "startDate": "some Friday"}]},
        {"subEvent": [part(5), {"@type": "Event", "startDate": "2026-13-45"}, part(7)]},
        {"subEvents": [part(5), {"@type": "Event", "startDate": "tba"}]},
        {"subEvent": [{"subEvent": [part(5), part(6, startDate="when it snows")]}]},
        {"subEvent": [part(5), {"@type": "Event", "eventSchedule": {"repeatFrequency": "P1W", "byDay": "Someday"}}]},
        {"eventSchedule": {"@type": "Schedule", "repeatFrequency": "whenever"}},
        {"eventSchedule": {"@type": "Schedule", "repeatFrequency": "P1W", "byDay": "Someday"}},
        {"eventSchedule": {"@type": "Schedule", "repeatFrequency": "P1W", "scheduleTimezone": "Hall Time"}},
        {"eventSchedule": [{"@type": "Schedule", "repeatFrequency": "P1W", "repeatCount": "many"}]},
        {"eventSchedule": {"@type": "Schedule", "repeatFrequency": "P1W", "startTime": "dusk"}},
    ],
)
def test_what_hides_showings_says_that_those_stored_stay(unread: dict[str, Any]) -> None:
    reading = read_block(event(**unread))
    (found,), (doubt,) = reading.events, reading.problems
    assert starts(found)[0] == NIGHTS[0]
    assert isinstance(doubt, Doubt)
    assert (doubt.times_unread, doubt.title) == (True, "Tide Songs")


def test_an_unknown_status_hides_no_showing() -> None:
    (doubt,) = read_block(event(eventStatus="EventPlanned")).problems
    assert isinstance(doubt, Doubt)
    assert not doubt.times_unread


@pytest.mark.parametrize("name", ["Tide Songs", "TIDE SONGS", " Tide  Songs ", "<b>Tide Songs</b>"])
@pytest.mark.parametrize("whole", [{"startDate": "2026-11-05T19:30"}, {"startDate": "2026-11-05"}, {"startDate": None}])
def test_parts_with_the_events_own_name_are_its_showings(name: str, whole: dict[str, Any]) -> None:
    parts = [part(day, name=name, url=f"/e/1?d={day}") for day in (5, 6)]
    found = only(read_block(event(**whole, url="/e/1", subEvent=parts)))
    assert (found.uid, starts(found)) == ("e/1", NIGHTS)
    assert [one.url for one in found.occurrences] == [f"https://harborhall.example/e/1?d={day}" for day in (5, 6)]


def test_so_are_those_of_its_days_and_those_by_reference() -> None:
    day = part(5, startDate="2026-11-05", subEvent=[part(5, name="Tide Songs", url="/e/1?d=5")])
    night = part(6, name="Tide Songs", url="/e/1?d=6", **{"@id": "#two"})
    whole = event(startDate="2026-11-05T19:30", url="/e/1", subEvents=[day, {"@id": "#two"}])
    assert starts(only(read_block({"@graph": [night, whole]}))) == NIGHTS


def test_a_part_with_another_name_is_an_event_of_its_own() -> None:
    reading = read_block(event(url="/e/1", subEvent=[part(6, name="Tide Songs for Children", url="/e/2")]))
    assert [(found.title, starts(found)) for found in reading.events] == [
        ("Tide Songs", NIGHTS[:1]),
        ("Tide Songs for Children", NIGHTS[1:]),
    ]
