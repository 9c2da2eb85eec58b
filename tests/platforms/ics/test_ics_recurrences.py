"""Recurrence rules, exceptions and calendar zones with known instances.

The facts (rule, start, instances) are from the tests of libical, ical.js and x-wr-timezone, one from dateutil. Two
cases of ical.js are left out: they count a DTSTART that only BYSETPOS excludes. RFC 5545 3.8.5.3 leaves that undefined,
and libical, dateutil and another case of ical.js don't count it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.items import Occurrence
from scrapers.platforms.ics.reader import read_events
from scrapers.platforms.ics.recurrence.expansion import Budget, TooManyRecurrencesError, expand
from scrapers.platforms.ics.recurrence.rules import parse_rule
from scrapers.reading.contract import Context, Reading, Window

FOLDER = Path(__file__).parent / "recurrences"


def cases(name: str) -> list[Any]:
    lines = [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    return [pytest.param(case, id=f"{number} {case.get('rule', '')}") for number, case in enumerate(lines, 1)]


def read(events: Sequence[Sequence[str]], zone: str = "UTC", window: Window | None = None, head: str = "") -> Reading:
    """A calendar of events with these properties; they share a UID where one of them is an override."""
    is_series = any(line.startswith("RECURRENCE-ID") for event in events for line in event)
    body = ["BEGIN:VCALENDAR", *filter(None, [head])]
    for number, event in enumerate(events):
        body += ["BEGIN:VEVENT", f"UID:{0 if is_series else number}", "SUMMARY:x", *event, "END:VEVENT"]
    context = Context(
        url="https://hall.example/x.ics",
        timezone=zone,
        now=datetime(2003, 1, 1, tzinfo=UTC),
        window=window or Window(),
    )
    return read_events("\r\n".join([*body, "END:VCALENDAR"]).encode(), context)


def property_line(name: str, iso: str, zone: str = "") -> str:
    """`2016-01-31T08:00Z` as iCalendar has it."""
    if "T" not in iso:
        return f"{name};VALUE=DATE:{iso.replace('-', '')}"
    moment = datetime.fromisoformat(iso)
    parameter = f";TZID={zone}" if zone else ""
    return f"{name}{parameter}:{moment:%Y%m%dT%H%M%S}{'Z' if iso.endswith('Z') else ''}"


def spelled(one: Occurrence) -> str:
    """A day, or minutes and, unless they are zero, seconds; of a calendar read in UTC."""
    if one.all_day:
        return one.local_date.isoformat()
    return one.starts_at.strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")


@pytest.mark.parametrize("case", cases("rules.jsonl"))
def test_instances_of_a_rule(case: dict[str, Any]) -> None:
    """An endless rule is read up to its last known instance, or for twenty years where it has none.

    A rule without any instance leaves its DTSTART: no rule takes an event off the calendar.
    """
    start, expected = case["start"], sorted(one.removesuffix("Z") for one in case["instances"])
    window = Window()
    if not re.search(r"\b(?:COUNT|UNTIL)=", case["rule"]):
        last = date.fromisoformat(expected[-1][:10]) if expected else date.fromisoformat(start[:10]) + timedelta(7320)
        window = Window(ends=last + timedelta(days=1))
    reading = read([[property_line("DTSTART", start), f"RRULE:{case['rule']}"]], window=window)
    found = sorted(spelled(one) for event in reading.events for one in event.occurrences)
    assert reading.problems == ()
    assert (found[: len(expected)] if expected and window.ends else found) == (expected or [start])


@pytest.mark.parametrize("case", cases("counts.jsonl"))
def test_number_of_instances(case: dict[str, Any]) -> None:
    """Floating times are read in the zone of Los Angeles."""
    lines = [property_line("DTSTART", case["start"], case.get("zone", "")), f"RRULE:{case['rule']}"]
    lines += [property_line("EXDATE", day) for day in case.get("except_dates", ())]
    lines += [f"EXRULE:{rule}" for rule in case.get("except_rules", ())]
    reading = read([lines], "America/Los_Angeles")
    assert sum(len(event.occurrences) for event in reading.events) == case["count"]


@pytest.mark.parametrize("case", cases("calendar_zones.jsonl"))
def test_the_zone_that_a_calendar_names(case: dict[str, Any]) -> None:
    """X-WR-TIMEZONE is where the calendar's UTC and floating times take place. Instances are local, up to May 2022."""
    head = f"X-WR-TIMEZONE:{case['zone']}" if case["named_by_calendar"] else ""
    reading = read(case["events"], "America/New_York", Window(ends=date(2022, 5, 1)), head)
    found = [one for event in reading.events for one in event.occurrences]
    assert sorted(local(one) for one in found) == case["expected"]
    assert {one.timezone for one in found if not one.all_day} <= {case["zone"]}


def local(one: Occurrence) -> str:
    if one.all_day:
        return one.local_date.isoformat()
    moments = [one.starts_at, one.ends_at] if one.ends_at and one.ends_at > one.starts_at else [one.starts_at]
    return "/".join(f"{moment.astimezone(ZoneInfo(one.timezone)):%Y-%m-%dT%H:%M}" for moment in moments)


def test_every_case_is_there() -> None:
    assert [len(cases(name)) for name in ("rules.jsonl", "counts.jsonl", "calendar_zones.jsonl")] == [252, 52, 8]


def test_a_rule_that_recurs_too_often_ends_with_an_error_and_not_never() -> None:
    rule = parse_rule("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(TooManyRecurrencesError):
        list(expand(rule, datetime(2026, 1, 1), budget=Budget(20_000)))


def test_a_position_among_many_costs_as_much_as_what_it_picks() -> None:
    """Four instances out of 3,600 candidates an hour on each day of a month."""
    numbers = ",".join(map(str, range(60)))
    rule = parse_rule(f"FREQ=MONTHLY;BYMONTHDAY=1,2;BYMINUTE={numbers};BYSECOND={numbers};BYSETPOS=2,-1;COUNT=4")
    found = list(expand(rule, datetime(2026, 1, 1, 9), budget=Budget(4_000)))
    assert found == [datetime(2026, month, day, 9, *at) for month in (1, 2) for day, at in ((1, (0, 1)), (2, (59, 59)))]
