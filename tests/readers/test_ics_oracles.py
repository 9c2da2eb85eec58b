"""The recurrence engine against the recurrence corpora of libical and ical.js, and X-WR-TIMEZONE against its pairs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from scrapers.readers.ics import read_events
from scrapers.readers.ics.expansion import Budget, TooManyRecurrencesError, expand
from scrapers.readers.ics.moments import parse_moment
from scrapers.readers.ics.rules import parse_rule
from scrapers.readers.reading import Context, Window

UNDEFINED_START = "RFC 5545 3.8.5.3: a DTSTART that the rule does not generate is undefined; libical leaves it out"
OUTSIDE = {
    ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;UNTIL=20320101", "20241230"): "libical: not implemented",
    (
        "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4",
        "2016-01-01",
    ): UNDEFINED_START,
    (
        "FREQ=MONTHLY;BYSETPOS=2;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4",
        "2016-01-01",
    ): UNDEFINED_START,
}
"""Cases that say nothing about iCalendar events, with the reason."""

LOST_IN_THE_RECORDING = {
    (
        "FREQ=MONTHLY;BYDAY=SU,FR;BYMONTHDAY=1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31;COUNT=9",
        "2015-02-28T08:00:00Z",
    ): (
        "2015-03-01T08:00:00Z",
        "2015-03-13T08:00:00Z",
        "2015-03-15T08:00:00Z",
        "2015-03-27T08:00:00Z",
        "2015-03-29T08:00:00Z",
        "2015-04-03T08:00:00Z",
        "2015-04-05T08:00:00Z",
        "2015-04-17T08:00:00Z",
        "2015-04-19T08:00:00Z",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20160301", "2016-01-03"): ("2016-02-14", "2016-02-28"),
    ("FREQ=MONTHLY;INTERVAL=1;BYDAY=SU;BYSETPOS=3;COUNT=3", "2017-07-15"): ("2017-08-20",),
}
"""Dates that stand in double quotes in ical.js's own test, and that the recording lacks."""

ENOUGH = 200_000


def instances(case: dict[str, Any], at_most: int | None) -> list[datetime]:
    start = parse_moment(case["DTSTART"])
    rule = parse_rule(case["RRULE"])
    until = None if rule.until is None else rule.until.wall
    if rule.until is not None and rule.until.all_day:
        until = datetime.combine(rule.until.day, time(23, 59, 59))
    found: list[datetime] = []
    if at_most == 0 and rule.infinite:
        until = start.wall + timedelta(days=20 * 366)
    for moment in expand(rule, start.wall, all_day=start.all_day, until=until, budget=Budget(ENOUGH)):
        found.append(moment)
        if rule.infinite and len(found) == at_most:
            break
    return found


@pytest.mark.parametrize(
    ("name", "count"), [("icaljs_rrule.json", 114), ("libical_icalrecur_test.json", 146)], ids=["ical.js", "libical"]
)
def test_the_engine_gives_every_instance_of_the_corpus(real: Path, name: str, count: int) -> None:
    cases = json.loads((real / "ical_oracles" / name).read_text())["cases"]
    assert len(cases) == count
    wrong = []
    for case in cases:
        identity = (case["RRULE"], case["DTSTART"])
        if identity in OUTSIDE:
            continue
        listed = [*case["INSTANCES"], *LOST_IN_THE_RECORDING.get(identity, ())]
        wanted = sorted(parse_moment(text).wall for text in listed)
        if instances(case, len(wanted)) != wanted:
            wrong.append(identity)
    assert wrong == []


def test_what_is_left_out_is_in_the_corpora(real: Path) -> None:
    known = set()
    for name in ("icaljs_rrule.json", "libical_icalrecur_test.json"):
        for case in json.loads((real / "ical_oracles" / name).read_text())["cases"]:
            known.add((case["RRULE"], case["DTSTART"]))
    assert known.issuperset(OUTSIDE)
    assert known.issuperset(LOST_IN_THE_RECORDING)


SECOND_EXRULE = "EXRULE:FREQ=WEEKLY;INTERVAL=1;UNTIL=20020201T000000Z;BYDAY=SA"
"""One event "except saturday and sunday" has two EXRULEs, of which the recording kept the one for Sundays."""


def test_whole_events_have_as_many_occurrences_as_libical_counts(real: Path) -> None:
    events = json.loads((real / "ical_oracles" / "libical_recur_counts.json").read_text())["events"]
    counted = [event for event in events if event["RRULE"] is not None]
    assert len(counted) == len(events) - 1 == 57
    context = Context(
        url="https://example.org/recur.ics",
        timezone="America/Los_Angeles",
        now=datetime(2003, 1, 1, tzinfo=UTC),
        window=Window(),
    )
    wrong = {}
    for event in counted:
        lines = [f"DTSTART{event['DTSTART_params'] or ''}:{event['DTSTART']}", f"RRULE:{event['RRULE']}"]
        lines += [f"EXDATE:{value}" for value in event["EXDATE"]] + [f"RDATE:{value}" for value in event["RDATE"]]
        wanted = int(event["expect"])
        if event["EXRULE"]:
            lines.append(f"EXRULE:{event['EXRULE']}")
            lines.append(SECOND_EXRULE)
        body = "\n".join(
            ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:x", *lines, "END:VEVENT", "END:VCALENDAR"]
        )
        reading = read_events(body.encode(), context)
        assert reading.problems == ()
        found = sum(len(item.occurrences) for item in reading.events)
        if found != wanted:
            wrong[event["RRULE"]] = (found, wanted)
    assert wrong == {}


def test_an_x_wr_timezone_means_what_its_pairs_say(real: Path) -> None:
    pairs = sorted((real / "ical_oracles" / "x_wr_timezone").glob("*.in.ics"))
    assert len(pairs) == 8
    context = Context(
        url="https://example.org/x.ics",
        timezone="America/New_York",
        now=datetime(2022, 1, 1, tzinfo=UTC),
        window=Window(),
    )
    for given in pairs:
        meant = given.with_name(given.name.replace(".in.", ".out."))
        left, right = (read_events(path.read_bytes(), context) for path in (given, meant))
        assert left.problems == right.problems == (), given.name
        assert len(left.events) >= (0 if given.name.startswith("exdate") else 1), given.name
        assert [told(event) for event in left.events] == [told(event) for event in right.events], given.name


def told(event: Any) -> tuple[str, list[dict[str, Any]]]:
    return event.title, [one.to_json() for one in event.occurrences]


def test_a_rule_that_recurs_too_often_ends_with_an_error_and_not_never() -> None:
    rule = parse_rule("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(TooManyRecurrencesError):
        list(expand(rule, datetime(2026, 1, 1), budget=Budget(20_000)))
