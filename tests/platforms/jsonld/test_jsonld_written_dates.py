"""Dates of structured data in the forms that people and broken templates write, and schedules that leave the start."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from core.errors import Doubt
from tests.platforms.jsonld.structured_pages import CONTEXT, event, only, read_block, read_page, starts

EIGHT = "2026-12-10T20:00:00-05:00"


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2026-12-10T20:00:00EST", EIGHT),
        ("2026-12-10T20:00EST", EIGHT),
        ("2026-12-10T20:00:00 America/New_York", EIGHT),
        ("2026-12-10T19:00:00 America/Chicago", EIGHT),
        ("2026-12-10T19:00 CST", EIGHT),
        ("2026-12-10 8:00 PM EST", EIGHT),
        ("2026-12-10T20:00/2026-12-10T22:00", EIGHT),
        ("12/10/2026 8:00 PM", EIGHT),
        ("10.12.2026 20:00", EIGHT),
        ("2026-12-11T01:00:00&#43;00:00", EIGHT),
        ("2026-12-10T20:00:00\u221205:00", EIGHT),
        ("2026\u201112\u201110T20:00", EIGHT),
        ("Thu, Dec 10 · 8 PM", EIGHT),
        ("Thursday, December 10, 2026, 8:00 PM EST", EIGHT),
        ("Dec 11, 2026, 9:00 AM GMT+8", EIGHT),
        ("2026-12-10T2000-0500", EIGHT),
        ("2026-12-10T200000", EIGHT),
        ("2026-12-11T010000Z", EIGHT),
        ("1796950800.0", EIGHT),
        ("12/10/26 8:00 PM", EIGHT),
        ("12/10/26, 8pm", EIGHT),
        ("10Dec2026 8pm", EIGHT),
        ("2026-12-10T20:00h", EIGHT),
        ("2026-12-10 20:00h", EIGHT),
        ("2026-12-10T20:00:00+-05:00", EIGHT),
        ("2026-12-10T20:00+-0500", EIGHT),
        ("2026-12-10-05:00", "2026-12-10"),
        ("2026-12-10+00:00", "2026-12-10"),
        ("2026-12-10Z", "2026-12-10"),
        ("2026-12-10T24:00", "2026-12-11T00:00:00-05:00"),
        ("2026-12-10T24:00:00", "2026-12-11T00:00:00-05:00"),
    ],
)
def test_starts_that_are_clear(written: str, start: str) -> None:
    assert starts(only(read_block(event(startDate=written)))) == [start]


@pytest.mark.parametrize(
    "written",
    [
        ["2026-12-10", "2026-12-10T20:00"],
        ["2026-12-10T20:00:00-05:00", "2026-12-10"],
        ["December 10, 2026", "2026-12-10T20:00"],
        ["2026-12-10T00:00:00", "2026-12-10T20:00:00"],
    ],
)
def test_a_day_that_is_given_again_with_its_hour_is_one_showing(written: list[str]) -> None:
    assert starts(only(read_block(event(startDate=written)))) == [EIGHT]


@pytest.mark.parametrize("written", ["Dec 10, 2026, 2 & 8 PM", "December 10, 2026 at 2 and 8 p.m."])
def test_hours_joined_by_and_are_showings(written: str) -> None:
    assert starts(only(read_block(event(startDate=written)))) == ["2026-12-10T14:00:00-05:00", EIGHT]


def test_an_interval_has_its_end() -> None:
    [one] = only(read_block(event(startDate="2026-12-10T20:00/2026-12-10T22:00"))).occurrences
    assert one.to_json()["ends_at"] == "2026-12-10T22:00:00-05:00"


@pytest.mark.parametrize("written", ["soon", "12/10/2026 8:00", "2026-12-10T20:00XYZ", "Thursdays at 8", "7 or 8 PM"])
def test_starts_that_are_not(written: str) -> None:
    assert read_block(event(startDate=written)).events == ()


@pytest.mark.parametrize("written", ["04/05/2026 8:00 PM", "12/10/26 8:00 PM", "2026-12-10T20:00 EST"])
def test_what_means_another_thing_outside_america(written: str) -> None:
    assert read_block(event(startDate=written), replace(CONTEXT, timezone="Europe/Paris")).events == ()


@pytest.mark.parametrize(
    ("duration", "ends"),
    [
        ("2 hours", "21:30"),
        ("01:30", "21:00"),
        ("1h 30m", "21:00"),
        ("90 minutes", "21:00"),
        ("1 hour and 15 minutes", "20:45"),
        ("2 hrs.", "21:30"),
        ("PT45M", "20:15"),
        ("all evening", None),
    ],
)
def test_durations_in_words(duration: str, ends: str | None) -> None:
    [one] = only(read_block(event(duration=duration))).occurrences
    assert (one.ends_at and f"{one.ends_at:%H:%M}") == ends


@pytest.mark.parametrize(
    "schedule",
    [
        {"byDay": "Someday"},
        {"repeatFrequency": "whenever"},
        {"repeatFrequency": "FREQ=WEEKLY"},
        {"scheduleTimezone": "Eastern Time", "repeatFrequency": "P1W"},
        {"byDay": "9TH"},
        {"startTime": "evening"},
    ],
)
def test_a_schedule_that_cannot_be_read_leaves_the_start(schedule: dict[str, str]) -> None:
    record = event(
        startDate="2026-12-10T20:00", endDate="2027-03-10T22:00", eventSchedule={"@type": "Schedule", **schedule}
    )
    reading = read_block(record)
    [found], [doubt] = reading.events, reading.problems
    assert starts(found) == [EIGHT]
    assert found.occurrences[0].ends_at is None
    assert (type(doubt), doubt.title) == (Doubt, "Tide Songs")


def test_a_schedule_without_any_start_is_an_error() -> None:
    record: dict[str, Any] = {"@type": "Event", "name": "Tide Songs", "eventSchedule": {"byDay": "Someday"}}
    reading = read_block(record)
    assert reading.events == ()
    assert not isinstance(reading.problems[0], Doubt)


@pytest.mark.parametrize("between", ["", "\n", ",\n", ";"])
def test_several_objects_in_one_script(between: str) -> None:
    records = between.join(json.dumps(event(name=name)) for name in ("Tide Songs", "Gull Songs"))
    reading = read_page(f'<script type="application/ld+json">{records}</script>')
    assert [found.title for found in reading.events] == ["Tide Songs", "Gull Songs"]


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2026-12-10 8:00 PM ET / 5:00 PM PT", "2026-12-10T20:00:00-05:00"),
        ("Dec 10, 2026 8 PM - 10 PM", "2026-12-10T20:00:00-05:00"),
        ("2026-12-10T20:00\u201322:00", "2026-12-10T20:00:00-05:00"),
        ("2026.12.10 20:00", "2026-12-10T20:00:00-05:00"),
        ("12 midnight Dec 10, 2026", "2026-12-10"),
        ("8 PM - midnight Dec 10, 2026", "2026-12-10T20:00:00-05:00"),
    ],
)
def test_what_a_start_date_may_also_hold(written: str, start: str) -> None:
    assert starts(only(read_block(event(startDate=written)))) == [start]


@pytest.mark.parametrize("duration", ["2.5 hours", "PT2.5H", "PT2,5H", "PT150M"])
def test_half_hours(duration: str) -> None:
    found = only(read_block(event(startDate="2026-12-10T20:00", duration=duration)))
    assert found.occurrences[0].to_json()["ends_at"] == "2026-12-10T22:30:00-05:00"


@pytest.mark.parametrize(
    ("written", "zone", "start"),
    [
        ("2026-W49-5", "America/New_York", "2026-12-04"),
        ("2026-W49-5T20:00", "America/New_York", "2026-12-04T20:00:00-05:00"),
        ("2026W495T2000", "America/New_York", "2026-12-04T20:00:00-05:00"),
        ("2026W495T200000Z", "America/New_York", "2026-12-04T15:00:00-05:00"),
        ("2026-W53-7", "America/New_York", "2027-01-03"),
        ("2026-12-04T20h30", "Europe/Paris", "2026-12-04T20:30:00+01:00"),
        ("4 December 2026 20h00", "Europe/Paris", "2026-12-04T20:00:00+01:00"),
        ("4 December 2026 20h", "Europe/Paris", "2026-12-04T20:00:00+01:00"),
        ("December 4, 2026 7:30 PM AEST", "Australia/Sydney", "2026-12-04T19:30:00+11:00"),
        ("December 4, 2026 7:30 PM AEST", "Australia/Brisbane", "2026-12-04T19:30:00+10:00"),
        ("Fri, 4 Dec 2026 7:30 PM AEDT", "Australia/Sydney", "2026-12-04T19:30:00+11:00"),
        ("4 Dec 2026 7:30 PM AEDT", "Australia/Perth", "2026-12-04T16:30:00+08:00"),
        ("2026-12-04T19:30 NZDT", "Pacific/Auckland", "2026-12-04T19:30:00+13:00"),
        ("2026-12-04 19:30 AWST", "Australia/Perth", "2026-12-04T19:30:00+08:00"),
    ],
)
def test_weeks_h_and_southern_zones(written: str, zone: str, start: str) -> None:
    found = only(read_block(event(startDate=written), replace(CONTEXT, timezone=zone)))
    assert found.occurrences[0].to_json()["starts_at"] == start


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2026-12-09T17:00:0009:00", "2026-12-09T03:00:00-05:00"),
        ("2026-12-09T17.00", "2026-12-09T17:00:00-05:00"),
        ("2026-12-09T17:00:0005:00", "2026-12-09T17:00:00-05:00"),
        ("2026-07-09T17:00:0004:00", "2026-07-09T17:00:00-04:00"),
        ("2026-12-09T17:00:00JST", "2026-12-09T03:00:00-05:00"),
        ("2026-12-09 17:00 CET", "2026-12-09T11:00:00-05:00"),
        ("Dec 9, 2026 5 PM SGT", "2026-12-09T04:00:00-05:00"),
        (1796853600, "2026-12-09T17:00:00-05:00"),
        ("1796853600000", "2026-12-09T17:00:00-05:00"),
        ("2026-12-09T", "2026-12-09"),
        ("202612091700", "2026-12-09T17:00:00-05:00"),
        ("20261209170000", "2026-12-09T17:00:00-05:00"),
    ],
)
def test_what_programs_write_wrongly_but_clearly(written: str | int, start: str) -> None:
    assert starts(only(read_block(event(startDate=written)))) == [start]


@pytest.mark.parametrize("written", ["17968536", "2026120917", "2026-12-09T17:00:0009", 2026])
def test_a_number_that_may_be_anything_is_no_date(written: str | int) -> None:
    assert read_block(event(startDate=written)).events == ()


@pytest.mark.parametrize("written", ["2026-W60-1", "2026-W49", "2026-W49-8"])
def test_a_week_without_its_day_is_no_date(written: str) -> None:
    assert read_block(event(startDate=written)).events == ()


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("Dec 4-6, 2026", ["2026-12-04/2026-12-07"]),
        ("December 4, 2026 - December 6, 2026", ["2026-12-04/2026-12-07"]),
        ("12/4/2026 - 12/6/2026", ["2026-12-04/2026-12-07"]),
        ("2026-12-04 to 2026-12-06", ["2026-12-04/2026-12-07"]),
        ("Dec 4-6, 11-13, 2026", ["2026-12-04/2026-12-07", "2026-12-11/2026-12-14"]),
        ("Dec 4 & 5, 2026, 7 PM", ["2026-12-04T19:00:00-05:00/", "2026-12-05T19:00:00-05:00/"]),
        ("2026-12-04, 2026-12-05", ["2026-12-04/", "2026-12-05/"]),
        ("Dec 4, 2026, 7-9 PM", ["2026-12-04T19:00:00-05:00/2026-12-04T21:00:00-05:00"]),
        ("2026-12-04T19:00 - 2026-12-04T21:00", ["2026-12-04T19:00:00-05:00/2026-12-04T21:00:00-05:00"]),
    ],
)
def test_a_start_date_in_words_is_read_as_a_whole(written: str, spans: list[str]) -> None:
    reading = read_block(event(startDate=written))
    shown = [one.to_json() for one in only(reading).occurrences]
    assert [f"{one['starts_at']}/{one['ends_at'] or ''}" for one in shown] == spans
    assert reading.problems == ()


@pytest.mark.parametrize("written", ["2026-12-10T20:00:00Z-05:00", "2026-12-10 8.30"])
def test_a_start_whose_hour_is_unclear_is_on_its_day_and_reported(written: str) -> None:
    reading = read_block(event(startDate=written))
    [found], [doubt] = reading.events, reading.problems
    assert (found.occurrences[0].local_date.isoformat(), found.occurrences[0].time_known) == ("2026-12-10", False)
    assert (type(doubt), doubt.field) == (Doubt, "starts_at")


def test_the_hour_of_a_range_is_reported() -> None:
    reading = read_block(event(startDate="Dec 4-6, 2026, 7 PM"))
    (found,), (doubt,) = reading.events, reading.problems
    assert starts(found) == ["2026-12-04"]
    assert (type(doubt), doubt.field) == (Doubt, "starts_at")
    assert "7 PM" in doubt.found


@pytest.mark.parametrize(
    "written", ["Dec 4-6", "Dec 4, 2026 at 7pm, Dec 5, 2026 at 2pm", "Every Friday", "Dec 32, 2026"]
)
def test_a_start_date_that_is_unclear_is_refused_by_its_field(written: str) -> None:
    reading = read_block(event(startDate=written))
    assert reading.events == ()
    (problem,) = reading.problems
    assert problem.field == "starts_at"
    assert written in problem.found


@pytest.mark.parametrize("written", ["TBA", "late", "Dec 9-12, 2026"])
def test_an_unreadable_end_is_reported(written: str) -> None:
    reading = read_block(event(startDate="2026-12-10T20:00", endDate=written))
    (found,), (doubt,) = reading.events, reading.problems
    assert found.occurrences[0].ends_at is None
    assert (type(doubt), doubt.field) == (Doubt, "ends_at")


@pytest.mark.parametrize("written", ["null", "Invalid date", "-0001-11-30T00:00:00", ""])
def test_an_end_that_is_not_set_is_not_reported(written: str) -> None:
    reading = read_block(event(startDate="2026-12-10T20:00", endDate=written))
    assert only(reading).occurrences[0].ends_at is None
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("written", "end"), [("10 PM", "2026-12-10T22:00:00-05:00"), ("until 1:30 AM", "2026-12-11T01:30:00-05:00")]
)
def test_an_end_that_is_only_an_hour_is_on_the_day_or_the_next(written: str, end: str) -> None:
    found = only(read_block(event(startDate="2026-12-10T20:00", endDate=written)))
    assert found.occurrences[0].to_json()["ends_at"] == end


@pytest.mark.parametrize("tag", ["span", "div", "abbr"])
def test_an_hcalendar_date_in_a_title_counts_on_any_element(tag: str) -> None:
    dates = f"<{tag} class='dtstart' title='2026-12-09T22:00:00+00:00'>9 Dec</{tag}>"
    found = only(read_page(f"<div class='vevent'><span class='summary'>Gala</span>{dates}</div>"))
    assert starts(found) == ["2026-12-09T17:00:00-05:00"]
