"""Forms that no standard allows, or that feeds use otherwise than it means: each kind in several spellings."""

from __future__ import annotations

import pytest

from core.errors import Doubt
from core.items import EventStatus, Venue

from .ics_calendars import SHOW, dates, only, read, starts

TALK = "UID:talk@hall\nSUMMARY:Harbor Talk\n"


# An occurrence's own fields


def test_an_override_has_its_own_title_place_link_and_description():
    event = only(
        read(
            f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=3\nLOCATION:Main Stage\nURL:https://hall.example/late\nDESCRIPTION:Strings.",
            "UID:show@hall\nSUMMARY:Private event\\, no music\nRECURRENCE-ID;TZID=America/New_York:20261017T200000\n"
            "DTSTART;TZID=America/New_York:20261017T180000\nLOCATION:Garden Room\nURL:https://hall.example/private\n"
            "DESCRIPTION:Closed to the public.",
        )
    )
    first, second, third = event.occurrences
    assert (second.title, second.venue) == ("Private event, no music", Venue(name="Garden Room"))
    assert (second.url, second.description) == ("https://hall.example/private", "Closed to the public.")
    for usual in (first, third):
        assert (usual.title, usual.venue, usual.url, usual.description) == (None, None, None, None)
    assert "title" not in first.to_json()
    assert second.to_json()["venue"]["name"] == "Garden Room"


def test_what_an_override_leaves_out_is_as_in_the_series():
    event = only(
        read(
            f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=2\nLOCATION:Main Stage\nDESCRIPTION:Strings.",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID;TZID=America/New_York:20261017T200000\n"
            "DTSTART;TZID=America/New_York:20261017T210000",
        )
    )
    assert [(one.title, one.venue, one.description) for one in event.occurrences] == [(None, None, None)] * 2


def test_this_and_future_renames_the_rest():
    event = only(
        read(
            f"{SHOW}\nRRULE:FREQ=WEEKLY;COUNT=4",
            "UID:show@hall\nSUMMARY:Late Trio\n"
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20261024T200000\n"
            "DTSTART;TZID=America/New_York:20261024T200000",
        )
    )
    assert [one.title for one in event.occurrences] == [None, None, "Late Trio", "Late Trio"]


def test_overrides_alone_differ_from_the_first_of_them():
    event = only(
        read(
            "UID:m@hall\nSUMMARY:Act One\nRECURRENCE-ID:20261010T000000Z\nDTSTART:20261010T000000Z",
            "UID:m@hall\nSUMMARY:Act Two\nRECURRENCE-ID:20261011T000000Z\nDTSTART:20261011T000000Z",
        )
    )
    assert (event.title, [one.title for one in event.occurrences]) == ("Act One", [None, "Act Two"])


# A series written out


@pytest.mark.parametrize(
    "versions",
    [
        ("SEQUENCE:0", "SEQUENCE:3", "SEQUENCE:1"),
        ("DTSTAMP:20260901T000000Z", "DTSTAMP:20260902T000000Z", "DTSTAMP:20260903T000000Z"),
        ("LAST-MODIFIED:20260901T000000Z", "", "LAST-MODIFIED:20260801T000000Z"),
        ("SEQUENCE:2\nDTSTAMP:20260901T000000Z", "DTSTAMP:20260905T000000Z", "SEQUENCE:2"),
        ("", "", ""),
    ],
)
def test_a_series_written_out_keeps_every_date(versions):
    days = ("20261010", "20261017", "20261024")
    event = only(read(*(f"{TALK}{version}\nDTSTART:{day}T190000" for day, version in zip(days, versions, strict=True))))
    assert dates(event) == ["2026-10-10", "2026-10-17", "2026-10-24"]


def test_the_newest_copy_of_one_day_stands():
    event = only(
        read(
            f"{TALK}SEQUENCE:1\nDTSTART:20261010T193000",
            f"{TALK}SEQUENCE:0\nDTSTART:20261010T190000",
            f"{TALK}SEQUENCE:0\nDTSTART:20261017T190000",
        )
    )
    assert starts(event) == ["2026-10-10T19:30:00-04:00", "2026-10-17T19:00:00-04:00"]


# Status words


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("NEEDS-ACTION", EventStatus.SCHEDULED),
        ("RESCHEDULED TO FRIDAY 09:30-11:00", EventStatus.RESCHEDULED),
        ("IN-PROCESS", EventStatus.SCHEDULED),
        ("Cancelled due to weather", EventStatus.CANCELLED),
        ("CANCELED!", EventStatus.CANCELLED),
        ("POSTPONED TBA", EventStatus.POSTPONED),
        ("https://schema.org/EventScheduled", EventStatus.SCHEDULED),
        ("ACTIVE", EventStatus.SCHEDULED),
        ("1", EventStatus.SCHEDULED),
        ("MOVED ONLINE", EventStatus.MOVED_ONLINE),
    ],
)
def test_an_unknown_status_never_takes_the_event_off(written, status):
    reading = read(f"{TALK}DTSTART:20261010T190000\nSTATUS:{written}")
    [event], [doubt] = reading.events, reading.problems
    assert event.status is status
    assert isinstance(doubt, Doubt)
    assert (doubt.field, doubt.uid) == ("STATUS", "talk@hall")


# Days written as times


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ("DTSTART;TZID=America/New_York:20261010T000000\nDTEND;TZID=America/New_York:20261011T000000", 1),
        ("DTSTART;TZID=America/Denver:20261010T000000\nDTEND;TZID=America/Denver:20261012T000000", 2),
        ("DTSTART:20261010T000000\nDTEND:20261011T000000", 1),
        ("DTSTART:20261010T000000Z\nDTEND:20261011T000000Z", 1),
        ("DTSTART:20261010T000000Z\nDTEND:20261013T000000Z", 3),
        ("DTSTART:20261010T000000\nDTEND:20261010T000000", 1),
        ("DTSTART;TZID=America/New_York:20261010T000000\nDTEND;TZID=America/New_York:20261010T000000", 1),
        ("DTSTART:20261010T000000\nDTEND:20261011T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", 1),
        ("DTSTART:20261010T040000Z\nDTEND:20261011T040000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", 1),
        ("DTSTART;TZID=America/New_York:20261010T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:true", 1),
        ("DTSTART;TZID=America/New_York:20261031T000000\nDTEND;TZID=America/New_York:20261102T000000", 2),
    ],
)
def test_midnight_to_midnight_is_whole_days(lines, days):
    [occurrence] = only(read(f"{TALK}{lines}")).occurrences
    first = "2026-10-31" if "20261031" in lines else "2026-10-10"
    assert occurrence.all_day
    shown = occurrence.to_json()
    assert shown["starts_at"] == first
    assert (occurrence.ends_at.date() - occurrence.starts_at.date()).days == days


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20261010T000000\nDTEND:20261010T010000",
        "DTSTART:20261010T000000",
        "DTSTART;TZID=America/New_York:20261010T200000\nDTEND;TZID=America/New_York:20261011T000000",
        "DTSTART:20261010T000000Z\nDTEND;TZID=America/New_York:20261010T000000",
    ],
)
def test_other_times_at_midnight_stay_times(lines):
    [occurrence] = only(read(f"{TALK}{lines}")).occurrences
    assert not occurrence.all_day


# Rules


@pytest.mark.parametrize(
    ("lines", "zone"),
    [
        ("DTSTART;VALUE=DATE:20270505\nRRULE:FREQ=WEEKLY;UNTIL=20270504T230000Z", "America/Chicago"),
        ("DTSTART:20270505T190000\nRRULE:FREQ=DAILY;UNTIL=20270101T000000Z", "America/New_York"),
        ("DTSTART:20270505T190000\nRRULE:FREQ=WEEKLY;UNTIL=20270504", "America/New_York"),
        ("DTSTART:20270505T190000Z\nRRULE:FREQ=WEEKLY;UNTIL=20270505T180000Z", "America/New_York"),
        ("DTSTART:20270505T190000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "America/New_York"),
    ],
)
def test_a_rule_without_instances_leaves_its_start(lines, zone):
    event = only(read(f"{TALK}{lines}", timezone=zone))
    assert dates(event) == ["2027-05-05"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=FORTNIGHTLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;UNTIL=soon",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=WEEKLY;BYEASTER=1",
        "COUNT=3",
        "every week",
        "FREQ=MONTHLY;BYMONTHDAY=32",
    ],
)
def test_a_rule_that_cannot_be_read_leaves_its_start(rule):
    reading = read(f"{SHOW}\nRRULE:{rule}")
    [event], [doubt] = reading.events, reading.problems
    assert dates(event) == ["2026-10-10"]
    assert (doubt.field, type(doubt)) == ("RRULE", Doubt)


def test_a_rule_whose_start_is_not_its_own_still_begins_with_the_rule():
    event = only(read(f"{TALK}DTSTART:20261010T190000\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"))
    assert dates(event) == ["2026-10-12", "2026-10-19"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYMONTHDAY=15,22;COUNT=3", ["2026-10-15", "2026-10-22", "2026-11-15"]),
        ("FREQ=WEEKLY;BYMONTHDAY=13;BYDAY=FR;COUNT=2", ["2026-11-13", "2027-08-13"]),
        ("FREQ=WEEKLY;BYMONTHDAY=-1;COUNT=2", ["2026-10-31", "2026-11-30"]),
    ],
)
def test_by_month_day_limits_a_weekly_rule(rule, expected):
    assert dates(only(read(f"{TALK}DTSTART:20261010T190000\nRRULE:{rule}"))) == expected


def test_an_override_older_than_its_series_goes_with_its_date():
    old = (
        "UID:show@hall\nSUMMARY:Late Quartet\nSEQUENCE:0\nRECURRENCE-ID;TZID=America/New_York:20261015T200000\n"
        "DTSTART;TZID=America/New_York:20261015T210000"
    )
    event = only(read(f"{SHOW}\nSEQUENCE:2\nRRULE:FREQ=WEEKLY;COUNT=2", old))
    assert dates(event) == ["2026-10-10", "2026-10-17"]
    newer = only(read(f"{SHOW}\nSEQUENCE:2\nRRULE:FREQ=WEEKLY;COUNT=2", old.replace("SEQUENCE:0", "SEQUENCE:2")))
    assert dates(newer) == ["2026-10-10", "2026-10-15", "2026-10-17"]


# Zones


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("DTSTART;TZID=Zurich:20261010T190000", "2026-10-10T19:00:00+02:00"),
        ("DTSTART;TZID=London:20261010T190000", "2026-10-10T19:00:00+01:00"),
        ("DTSTART;TZID=Los Angeles:20261010T190000", "2026-10-10T19:00:00-07:00"),
        ("DTSTART;TZID=(GMT +1):20261010T190000", "2026-10-10T19:00:00+01:00"),
        ("DTSTART;TZID=(UTC-05:00):20261010T190000", "2026-10-10T19:00:00-04:00"),
        ('DTSTART;TZID="(UTC-05:00)":20261010T190000', "2026-10-10T19:00:00-04:00"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20261010T190000", "2026-10-10T15:00:00-04:00"),
        ('DTSTART;TZID="tzone://Microsoft/Utc":20261010T190000', "2026-10-10T15:00:00-04:00"),
        ("DTSTART;TZID=(UTC-07:00) Arizona:20261010T190000", "2026-10-10T19:00:00-07:00"),
        ("DTSTART;TZID=GMT+02:00:20261010T190000", "2026-10-10T19:00:00+02:00"),
        ("DTSTART:20261010T190000-0500", "2026-10-10T20:00:00-04:00"),
        ("DTSTART:20261010T190000+01:00", "2026-10-10T14:00:00-04:00"),
        ("DTSTART:2026-10-10T19:00:00-04:00", "2026-10-10T19:00:00-04:00"),
        ("DTSTART;TZID=America/Denver:20261010T190000-0400", "2026-10-10T17:00:00-06:00"),
    ],
)
def test_zone_names_and_offsets_that_say_enough(line, start):
    assert starts(only(read(f"{TALK}{line}"))) == [start]


def test_a_zone_that_says_nothing_is_a_doubt():
    reading = read(f"{TALK}DTSTART;TZID=Customized Time:20261010T190000")
    [event], [doubt] = reading.events, reading.problems
    assert [one.time_known for one in event.occurrences] == [False]
    assert doubt.field == "TZID"
