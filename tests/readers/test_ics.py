"""What the iCalendar reader makes of what feeds write, rule by rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scrapers.errors import BadCharset, Blocked, EmptyBody, SourceError, WrongKind
from scrapers.items import EventItem, EventStatus, Price, Venue
from scrapers.readers.ics import decode_body, fingerprint, read_blocks, read_events, split_calendars
from scrapers.readers.ics.reader import STEPS_PER_EVENT, STEPS_PER_READING
from scrapers.readers.reading import Context, Reading, Window

NOW = datetime(2026, 10, 5, 15, tzinfo=UTC)


def context(**changes: Any) -> Context:
    values: dict[str, Any] = {
        "url": "https://hall.example/events/?ical=1",
        "timezone": "America/New_York",
        "now": NOW,
        "window": Window(),
        "source": "hall",
    }
    return Context(**(values | changes))


def calendar(*events: str, header: str = "", zones: str = "") -> bytes:
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    top = f"{header}\n" if header else ""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{top}{zones}{blocks}END:VCALENDAR\n".encode()


def read(*events: str, header: str = "", zones: str = "", **changes: Any) -> Reading:
    return read_events(calendar(*events, header=header, zones=zones), context(**changes))


def only(reading: Reading) -> EventItem:
    assert reading.problems == ()
    [event] = reading.events
    return event


def starts(event: EventItem) -> list[str]:
    return [one.to_json()["starts_at"] for one in event.occurrences]


SHOW = "UID:show@hall\nSUMMARY:Late Quartet\nDTSTART;TZID=America/New_York:20261010T200000"


# Occurrences


def test_a_single_event_is_one_occurrence_without_a_recurrence_id() -> None:
    event = only(read(f"{SHOW}\nDTEND;TZID=America/New_York:20261010T223000"))
    [one] = event.occurrences
    assert one.to_json() == {
        "starts_at": "2026-10-10T20:00:00-04:00",
        "ends_at": "2026-10-10T22:30:00-04:00",
        "all_day": False,
        "timezone": "America/New_York",
        "time_known": True,
        "recurrence_id": None,
        "status": "scheduled",
    }
    assert event.raw["starts_at"] == "DTSTART;TZID=America/New_York:20261010T200000"


def test_a_weekly_event_keeps_its_hour_when_the_clocks_change() -> None:
    event = only(read(f"{SHOW}\nRRULE:FREQ=WEEKLY;UNTIL=20261115T050000Z"))
    assert starts(event)[2:5] == [
        "2026-10-24T20:00:00-04:00",
        "2026-10-31T20:00:00-04:00",
        "2026-11-07T20:00:00-05:00",
    ]
    assert [one.recurrence_id for one in event.occurrences][3:5] == ["20261101T000000Z", "20261108T010000Z"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261012T235959", "2026-10-12"),
        ("20261012", "2026-10-12"),
        ("20261013T000000Z", "2026-10-12"),
        ("20261012T235959Z", "2026-10-11"),
    ],
    ids=["local", "date", "utc at the start", "utc before the start"],
)
def test_until_in_every_form(until: str, last: str) -> None:
    event = only(read(f"{SHOW}\nRRULE:FREQ=DAILY;UNTIL={until}"))
    assert starts(event)[-1][:10] == last


def test_until_of_a_series_of_dates_may_be_a_time() -> None:
    event = only(read("UID:f\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261010\nRRULE:FREQ=DAILY;UNTIL=20261012T040000Z"))
    assert starts(event) == ["2026-10-10", "2026-10-11", "2026-10-12"]


def test_exceptions_and_extras_in_every_form() -> None:
    event = only(
        read(
            f"{SHOW}\nDURATION:PT2H\nRRULE:FREQ=DAILY;COUNT=6\n"
            "EXDATE;TZID=America/New_York:20261011T200000,20261012T200000\n"
            "EXDATE:20261014T000000Z\n"
            "EXDATE;VALUE=DATE:20261014\n"
            "RDATE;TZID=America/New_York:20261101T013000\n"
            "RDATE;VALUE=PERIOD:20261120T010000Z/20261120T013000Z,20261121T010000Z/PT3H\n"
            "RDATE;VALUE=DATE:20261130"
        )
    )
    assert starts(event) == [
        "2026-10-10T20:00:00-04:00",
        "2026-10-15T20:00:00-04:00",
        "2026-11-01T01:30:00-04:00",
        "2026-11-19T20:00:00-05:00",
        "2026-11-20T20:00:00-05:00",
        "2026-11-30T20:00:00-05:00",
    ]
    lengths = [one.ends_at.astimezone(UTC) - one.starts_at.astimezone(UTC) for one in event.occurrences if one.ends_at]
    assert lengths == [timedelta(hours=hours) for hours in (2, 2, 2, 0.5, 3, 2)]


def test_overrides_move_cancel_and_rename_instances() -> None:
    event = only(
        read(
            f"{SHOW}\nRRULE:FREQ=DAILY;COUNT=4",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID:20261012T000000Z\nDTSTART:20261011T180000Z",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID;TZID=America/New_York:20261012T200000\n"
            "DTSTART;TZID=America/New_York:20261012T200000\nSTATUS:CANCELLED",
            "UID:show@hall\nSUMMARY:Late Trio\nRECURRENCE-ID;VALUE=DATE:20261013\n"
            "DTSTART;TZID=America/New_York:20261013T210000",
        )
    )
    assert [(one["starts_at"], one["recurrence_id"], one["status"]) for one in map(json_of, event.occurrences)] == [
        ("2026-10-10T20:00:00-04:00", "20261011T000000Z", "scheduled"),
        ("2026-10-11T14:00:00-04:00", "20261012T000000Z", "scheduled"),
        ("2026-10-12T20:00:00-04:00", "20261013T000000Z", "cancelled"),
        ("2026-10-13T21:00:00-04:00", "20261014T000000Z", "scheduled"),
    ]
    assert event.status is EventStatus.SCHEDULED
    assert event.raw["title 20261014T000000Z"] == "Late Trio"


def json_of(occurrence: Any) -> dict[str, Any]:
    return dict(occurrence.to_json())


def test_this_and_future_moves_the_rest_of_the_series() -> None:
    event = only(
        read(
            f"{SHOW}\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=4",
            "UID:show@hall\nSUMMARY:Late Quartet\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:"
            "20261024T200000\nDTSTART;TZID=America/New_York:20261025T190000\nDURATION:PT1H",
        )
    )
    assert starts(event) == [
        "2026-10-10T20:00:00-04:00",
        "2026-10-17T20:00:00-04:00",
        "2026-10-25T19:00:00-04:00",
        "2026-11-01T19:00:00-05:00",
    ]
    assert event.occurrences[3].ends_at == datetime(2026, 11, 2, 1, tzinfo=UTC)


def test_an_override_without_its_series_stands_alone() -> None:
    event = only(read("UID:x\nSUMMARY:Guest night\nRECURRENCE-ID:20261012T000000Z\nDTSTART:20261012T230000Z"))
    assert [one.recurrence_id for one in event.occurrences] == ["20261012T000000Z"]


def test_a_start_that_the_rule_does_not_give_is_no_instance() -> None:
    event = only(read("UID:x\nSUMMARY:Saturday music\nDTSTART:20261004T180000\nRRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=2"))
    assert starts(event) == ["2026-10-10T18:00:00-04:00", "2026-10-17T18:00:00-04:00"]


def test_times_in_the_gap_and_in_the_overlap_of_the_clocks() -> None:
    event = only(
        read(
            "UID:x\nSUMMARY:Night watch\nDTSTART;TZID=America/New_York:20260308T023000\n"
            "RDATE;TZID=America/New_York:20261101T013000"
        )
    )
    assert starts(event) == ["2026-03-08T03:30:00-04:00", "2026-11-01T01:30:00-04:00"]


def test_a_duration_in_days_follows_the_calendar_and_an_end_is_exact() -> None:
    lasting = only(read("UID:x\nSUMMARY:Camp\nDTSTART;TZID=America/New_York:20261031T120000\nDURATION:P1D"))
    ending = only(
        read(
            "UID:x\nSUMMARY:Camp\nDTSTART;TZID=America/New_York:20261024T120000\nRRULE:FREQ=WEEKLY;COUNT=2\n"
            "DTEND;TZID=America/New_York:20261025T120000"
        )
    )
    assert json_of(lasting.occurrences[0])["ends_at"] == "2026-11-01T12:00:00-05:00"
    assert json_of(ending.occurrences[1])["ends_at"] == "2026-11-01T11:00:00-05:00"


@pytest.mark.parametrize(
    ("lines", "ends_at"),
    [
        ("DTEND;VALUE=DATE:20261012", "2026-10-12"),
        ("DTEND;VALUE=DATE:20261010", None),
        ("DTEND;VALUE=DATE:20261001", None),
        ("DURATION:P2D", "2026-10-12"),
        ("DURATION:P1W", "2026-10-17"),
        ("DTEND;TZID=America/New_York:20261011T120000", "2026-10-12"),
        ("", None),
    ],
)
def test_the_end_of_whole_days_is_exclusive(lines: str, ends_at: str | None) -> None:
    event = only(read(f"UID:x\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261010\n{lines}"))
    told = json_of(event.occurrences[0])
    assert (told["starts_at"], told["ends_at"], told["all_day"]) == ("2026-10-10", ends_at, True)


def test_midnight_to_the_last_minute_is_a_whole_day() -> None:
    event = only(read("UID:x\nSUMMARY:Closed\nDTSTART:20261126T050000Z\nDTEND:20261127T045900Z"))
    told = json_of(event.occurrences[0])
    assert (told["starts_at"], told["ends_at"], told["all_day"]) == ("2026-11-26", "2026-11-27", True)


@pytest.mark.parametrize(
    "end", ["DTEND:20261010T190000", "DTEND:20261010T200000", "DURATION:PT0S", "DURATION:P15M", "DTEND:soon"]
)
def test_an_end_that_is_none_is_null(end: str) -> None:
    event = only(read(f"UID:x\nSUMMARY:Talk\nDTSTART:20261010T200000\n{end}"))
    assert event.occurrences[0].ends_at is None
    assert event.raw["ends_at"] == end


# Window


def test_the_default_window_is_yesterday_to_thirteen_months_on() -> None:
    event = only(read("UID:x\nSUMMARY:Market\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY", window=None))
    assert starts(event)[0] == "2026-10-04"
    assert starts(event)[-1] == "2027-11-04"


def test_what_began_before_the_window_and_still_runs_is_inside() -> None:
    window = Window(starts=date(2026, 10, 12), ends=date(2026, 10, 14))
    reading = read(
        "UID:a\nSUMMARY:Exhibition\nDTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261013",
        "UID:b\nSUMMARY:Over\nDTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261012",
        "UID:c\nSUMMARY:Late party\nDTSTART:20261011T220000\nDTEND:20261012T020000",
        "UID:d\nSUMMARY:Too late\nDTSTART:20261014T000000",
        "UID:e\nSUMMARY:Long camps\nDTSTART;VALUE=DATE:20260901\nDURATION:P30D\nRRULE:FREQ=MONTHLY",
        window=window,
    )
    assert [(event.title, starts(event)) for event in reading.events] == [
        ("Exhibition", ["2026-10-01"]),
        ("Late party", ["2026-10-11T22:00:00-04:00"]),
        ("Long camps", ["2026-10-01"]),
    ]
    assert reading.problems == ()


def test_endless_rules_end_thirteen_months_on_or_with_the_window() -> None:
    endless = "UID:x\nSUMMARY:Market\nDTSTART;VALUE=DATE:20261001\nRRULE:FREQ=MONTHLY"
    assert starts(only(read(endless)))[-1] == "2027-11-01"
    far = only(read(endless, window=Window(ends=date(2029, 1, 1))))
    assert starts(far)[-1] == "2028-12-01"


def test_a_moved_instance_counts_where_it_went() -> None:
    event = only(
        read(
            "UID:x\nSUMMARY:Club\nDTSTART:20260101T190000\nRRULE:FREQ=MONTHLY;COUNT=6",
            "UID:x\nSUMMARY:Club\nRECURRENCE-ID:20260601T190000\nDTSTART:20261020T190000",
            window=None,
        )
    )
    assert starts(event) == ["2026-10-20T19:00:00-04:00"]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5"])
def test_a_rule_without_measure_is_reported_and_the_others_come_through(rule: str) -> None:
    reading = read(
        f"UID:x\nSUMMARY:Tick\nDTSTART:20200101T000000\nRRULE:{rule}", SHOW, window=Window(ends=date(2080, 1, 1))
    )
    assert [event.title for event in reading.events] == ["Late Quartet"]
    [problem] = reading.problems
    assert (problem.field, problem.url) == ("RRULE", "https://hall.example/events/?ical=1")
    assert "Tick" in problem.found


def test_many_hostile_rules_share_one_budget() -> None:
    hostile = [f"UID:{number}\nSUMMARY:Tick\nDTSTART:20261005T000000\nRRULE:FREQ=SECONDLY" for number in range(80)]
    reading = read(*hostile, SHOW)
    assert len(reading.problems) == 80
    assert [event.title for event in reading.events] == ["Late Quartet"]
    assert STEPS_PER_READING < 80 * STEPS_PER_EVENT


# Zones


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("America/Denver", "2026-10-11T02:00:00+00:00"),
        ("america/denver", "2026-10-11T02:00:00+00:00"),
        ("US/Mountain", "2026-10-11T02:00:00+00:00"),
        ("/freeassociation.example/Tzfile/America/Denver", "2026-10-11T02:00:00+00:00"),
        ("Mountain Standard Time", "2026-10-11T02:00:00+00:00"),
        ("Mountain Standard Time 1", "2026-10-11T02:00:00+00:00"),
        ('"(UTC-07:00) Mountain Time (US & Canada)"', "2026-10-11T02:00:00+00:00"),
        ('"(GMT-07:00) Mountain Time (US and Canada)"', "2026-10-11T02:00:00+00:00"),
        ('"(UTC+09:30) Adelaide"', "2026-10-10T09:30:00+00:00"),
        ("Europe/Berlin", "2026-10-10T18:00:00+00:00"),
        ("UTC", "2026-10-10T20:00:00+00:00"),
        ("EST", "2026-10-11T00:00:00+00:00"),
        ("UTC-5", "2026-10-11T00:00:00+00:00"),
        ("UTC+3", "2026-10-10T17:00:00+00:00"),
        ('"GMT+05:45"', "2026-10-10T14:15:00+00:00"),
    ],
)
def test_a_zone_by_any_name(zone: str, utc: str) -> None:
    event = only(read(f"UID:x\nSUMMARY:Talk\nDTSTART;TZID={zone}:20261010T200000"))
    assert event.occurrences[0].starts_at.astimezone(UTC).isoformat() == utc


def definition(name: str, onset: str = "BYMONTH=11;BYDAY=1SU", extra: str = "") -> str:
    return (
        f"BEGIN:VTIMEZONE\nTZID:{name}\n{extra}BEGIN:STANDARD\nDTSTART:16011104T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0600\n"
        f"RRULE:FREQ=YEARLY;{onset}\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010311T020000\nTZOFFSETFROM:-0600\n"
        "TZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    )


def test_a_nameless_zone_is_known_by_its_definition() -> None:
    series = "UID:x\nSUMMARY:Talk\nDTSTART;TZID=Custom Zone:20261031T200000\nRRULE:FREQ=WEEKLY;COUNT=2"
    event = only(read(series, zones=definition("Custom Zone")))
    assert starts(event) == ["2026-10-31T20:00:00-05:00", "2026-11-07T20:00:00-06:00"]
    assert event.occurrences[0].timezone == "America/Chicago"


def test_a_zone_like_no_other_tells_its_moments_in_the_zone_of_the_source() -> None:
    series = "UID:x\nSUMMARY:Talk\nDTSTART;TZID=Own Zone:20261114T200000\nRRULE:FREQ=WEEKLY;COUNT=2"
    event = only(read(series, zones=definition("Own Zone", "BYMONTH=11;BYDAY=3SU")))
    assert starts(event) == ["2026-11-14T20:00:00-05:00", "2026-11-21T21:00:00-05:00"]
    assert event.occurrences[0].timezone == "America/New_York"


def test_a_definition_with_two_names_and_one_with_a_location() -> None:
    twice = definition("Hall Zone", extra="TZID:Other\n")
    assert starts(only(read("UID:x\nSUMMARY:Talk\nDTSTART;TZID=Hall Zone:20261010T200000", zones=twice))) == [
        "2026-10-10T20:00:00-05:00"
    ]
    placed = definition("Hall Zone", "BYMONTH=1;BYDAY=3SU", extra="X-LIC-LOCATION:Europe/Rome\n")
    event = only(read("UID:x\nSUMMARY:Talk\nDTSTART;TZID=Hall Zone:20261010T200000", zones=placed))
    assert event.occurrences[0].timezone == "Europe/Rome"


def test_an_unknown_zone_leaves_the_hour_unknown_and_says_so() -> None:
    reading = read("UID:x\nSUMMARY:Talk\nDTSTART;TZID=Customized Time Zone:20261010T200000")
    [event], [problem] = reading.events, reading.problems
    assert [(one.to_json()["starts_at"], one.time_known, one.ends_at) for one in event.occurrences] == [
        ("2026-10-10", False, None)
    ]
    assert problem.field == "TZID"
    assert "Customized Time Zone" in problem.found


def test_utc_and_floating_times_follow_x_wr_timezone_else_the_source() -> None:
    events = ("UID:u\nSUMMARY:Utc\nDTSTART:20261010T200000Z", "UID:f\nSUMMARY:Floating\nDTSTART:20261010T200000")
    plain, moved = read(*events), read(*events, header="X-WR-TIMEZONE:America/Denver")
    assert [starts(event) for event in plain.events] == [["2026-10-10T16:00:00-04:00"], ["2026-10-10T20:00:00-04:00"]]
    assert [starts(event) for event in moved.events] == [["2026-10-10T14:00:00-06:00"], ["2026-10-10T20:00:00-06:00"]]
    assert read(*events, header="X-WR-TIMEZONE:UTC").events == plain.events


def test_local_times_that_a_site_calls_utc() -> None:
    series = "UID:u\nSUMMARY:Utc\nDTSTART:20261030T190000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=UTC:20261106T190000"
    event = only(read(series, utc_is_local=True))
    assert starts(event) == ["2026-10-30T19:00:00-04:00", "2026-11-13T19:00:00-05:00"]


# Identity


def test_the_highest_sequence_wins_in_any_order() -> None:
    old = "UID:a\nSUMMARY:Old\nDTSTART:20261010T200000\nSEQUENCE:1\nLAST-MODIFIED:20261001T000000Z"
    new = "UID:a\nSUMMARY:New\nDTSTART:20261011T200000\nSEQUENCE:2\nLAST-MODIFIED:20260901T000000Z"
    for order in ((old, new), (new, old)):
        event = only(read(*order))
        assert (event.uid, event.title, event.sequence) == ("a", "New", 2)


def test_the_copy_modified_last_wins_where_only_the_time_or_the_title_differs() -> None:
    old = "UID:a\nSUMMARY:Talk\nDTSTART:20261010T200000\nLAST-MODIFIED:20260901T000000Z"
    later = "UID:a\nSUMMARY:Talk\nDTSTART:20261010T210000\nLAST-MODIFIED:20261001T000000Z"
    renamed = "UID:a\nSUMMARY:Long talk\nDTSTART:20261010T200000\nLAST-MODIFIED:20261001T000000Z"
    assert starts(only(read(old, later))) == ["2026-10-10T21:00:00-04:00"]
    assert only(read(renamed, old)).title == "Long talk"


def test_two_events_under_one_uid_both_come_through() -> None:
    one, two = "UID:a\nSUMMARY:Talk\nDTSTART:20261010T200000", "UID:a\nSUMMARY:Film\nDTSTART:20261012T200000"
    straight, reverse = read(one, two).events, read(two, one).events
    assert {event.title for event in straight} == {"Talk", "Film"}
    assert {event.uid for event in straight} == {event.uid for event in reverse}
    assert all(event.uid.startswith("a#") and len(event.uid) == 10 for event in straight)


def test_one_title_at_several_dates_under_one_uid_is_one_event() -> None:
    event = only(read("UID:a\nSUMMARY:Talk\nDTSTART:20261010T200000", "UID:a\nSUMMARY:Talk\nDTSTART:20261012T200000"))
    assert starts(event) == ["2026-10-10T20:00:00-04:00", "2026-10-12T20:00:00-04:00"]
    assert event.uid == "a"


def test_an_event_without_uid_goes_by_a_fingerprint_that_stays() -> None:
    told = "SUMMARY:Talk\nDTSTART:20261010T200000\nLOCATION:Red Room"
    first = only(read(f"{told}\nDTSTAMP:20261001T000000Z"))
    again = only(read(f"{told}\nDTSTAMP:20261002T000000Z\nDESCRIPTION:more"))
    other = only(read(f"{told} West"))
    assert first.uid == again.uid
    assert first.uid.startswith("fp-")
    assert other.uid != first.uid


def test_uids_made_anew_at_every_load_are_not_used() -> None:
    def load(stamp: str) -> set[str]:
        events = [
            f"UID:{stamp}-{number}@hall\nDTSTAMP:{stamp}Z\nSUMMARY:Talk {number}\nDTSTART:2026101{number}T200000"
            for number in range(3)
        ]
        return {event.uid for event in read(*events).events}

    assert load("20261001T120000") == load("20261002T130000")
    assert len(load("20261001T120000")) == 3
    body = calendar("UID:random-1\nSUMMARY:Talk\nDTSTART:20261010T200000")
    assert read_events(body, context(uids_change=True)).events[0].uid.startswith("fp-")


# Status and publication


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("SUMMARY:Talk", EventStatus.SCHEDULED),
        ("SUMMARY:Talk\nSTATUS:TENTATIVE", EventStatus.SCHEDULED),
        ("SUMMARY:Talk\nSTATUS:CANCELLED", EventStatus.CANCELLED),
        ("SUMMARY:CANCELLED: Talk", EventStatus.CANCELLED),
        ("SUMMARY:CANCELLED - Talk\nSTATUS:CONFIRMED", EventStatus.CANCELLED),
        ("SUMMARY:[Postponed] Talk", EventStatus.POSTPONED),
        ("SUMMARY:Rescheduled: Talk", EventStatus.RESCHEDULED),
        ("SUMMARY:The Cancelled Wedding", EventStatus.SCHEDULED),
        ("SUMMARY:Talk\nX-LIVEWHALE-CANCELED:1", EventStatus.CANCELLED),
    ],
)
def test_what_is_off_and_what_is_on(lines: str, status: EventStatus) -> None:
    event = only(read(f"UID:x\n{lines}\nDTSTART:20261010T200000"))
    assert event.status is status
    assert event.occurrences[0].status is status
    assert event.title == lines.split("\n", 1)[0].removeprefix("SUMMARY:")


def test_sold_out_is_a_flag_and_no_status() -> None:
    event = only(read("UID:x\nSUMMARY:Crab feed - SOLD OUT!\nDTSTART:20261010T200000"))
    assert (event.sold_out, event.status) == (True, EventStatus.SCHEDULED)


def test_a_calendar_of_cancellations_cancels() -> None:
    assert only(read(SHOW, header="METHOD:CANCEL")).status is EventStatus.CANCELLED
    notice = calendar("UID:show@hall\nSEQUENCE:1\nDTSTAMP:20261002T000000Z", header="METHOD:CANCEL")
    event = only(read_events(calendar(SHOW) + notice, context()))
    assert (event.title, event.status, starts(event)) == (
        "Late Quartet",
        EventStatus.CANCELLED,
        ["2026-10-10T20:00:00-04:00"],
    )


@pytest.mark.parametrize("word", ["PRIVATE", "CONFIDENTIAL", "X-STAFF"])
def test_what_is_not_public_is_not_published(word: str) -> None:
    reading = read(f"{SHOW}\nCLASS:{word}", "UID:y\nSUMMARY:Open day\nDTSTART:20261010T100000\nCLASS:PUBLIC")
    assert [event.title for event in reading.events] == ["Open day"]
    assert reading.problems == ()


# Fields


def test_the_fields_of_a_full_event() -> None:
    event = only(
        read(
            f"{SHOW}\nURL:/event/late-quartet/\nSTATUS:CONFIRMED\nSEQUENCE:3\nLAST-MODIFIED:20260930T101500Z\n"
            "DESCRIPTION:Four players\\, one piano.\\n\\n<b>Doors</b> at 7 &amp\\; no late seating.\n"
            "LOCATION:Red Room\\, 12 Palm Avenue\\, Sarasota\\, FL\\, 34236\\, United States\nGEO:27.3364;-82.5307\n"
            'ORGANIZER;CN="Friends of the Hall":mailto:office@hall.example\nCATEGORIES:Jazz,Late\\, later\n'
            "CATEGORIES:Jazz\n"
            "ATTACH;FMTTYPE=application/pdf:https://hall.example/menu.pdf\nATTACH;FMTTYPE=image/png:/img/quartet.png\n"
            "X-COST:$12–$20\nX-TICKETS-URL:https://tickets.example/7\nCONFERENCE;VALUE=URI:https://meet.example/7"
        )
    )
    assert event.url == "https://hall.example/event/late-quartet/"
    assert event.description == "Four players, one piano.\nDoors at 7 & no late seating."
    assert event.venue == Venue(
        name="Red Room",
        address="12 Palm Avenue, Sarasota, FL, 34236, United States",
        latitude=27.3364,
        longitude=-82.5307,
    )
    assert event.organizer == "Friends of the Hall"
    assert event.categories == ("Jazz", "Late, later")
    assert event.image_url == "https://hall.example/img/quartet.png"
    assert event.price == Price(text="$12–$20", min_cents=1200, max_cents=2000, currency="USD", is_free=False)
    assert event.ticket_url == "https://tickets.example/7"
    assert (event.sequence, event.last_modified) == (3, datetime(2026, 9, 30, 10, 15, tzinfo=UTC))
    assert event.raw["conference"] == "CONFERENCE;VALUE=URI:https://meet.example/7"


@pytest.mark.parametrize(
    ("location", "name", "address"),
    [
        ("Red Room", "Red Room", None),
        ("Main Library - Room 4", "Main Library - Room 4", None),
        ("Red Room, Palm Hall", "Red Room, Palm Hall", None),
        ("Red Room, Sarasota, FL", "Red Room", "Sarasota, FL"),
        ("12 Palm Ave, Sarasota, FL 34236", None, "12 Palm Ave, Sarasota, FL 34236"),
        ("Red Room @ 12 Palm Avenue, Sarasota", "Red Room", "12 Palm Avenue, Sarasota"),
        ("Red Room - 12 Palm Ave.   Sarasota FL 34236", "Red Room", "12 Palm Ave., Sarasota FL 34236"),
        ("<p>Red Room</p> - 12 Palm Ave.   Sarasota FL 34236", "Red Room", "12 Palm Ave., Sarasota FL 34236"),
        (" - 12 Palm Avenue  Sarasota FL 34236", None, "12 Palm Avenue, Sarasota FL 34236"),
        ("Red Room\\n12 Palm Avenue\\nSarasota", "Red Room", "12 Palm Avenue, Sarasota"),
    ],
)
def test_name_and_address_of_a_place(location: str, name: str | None, address: str | None) -> None:
    written = location.replace(",", "\\,")
    event = only(read(f"UID:x\nSUMMARY:Talk\nDTSTART:20261010T200000\nLOCATION:{written}"))
    assert event.venue == Venue(name=name, address=address)


def test_what_is_no_place_no_link_and_no_name_is_null() -> None:
    event = only(
        read(
            f"{SHOW}\nLOCATION:https://meet.example/j/1\nGEO:0;0\nURL:N/A\nORGANIZER;CN=desk@hall.example:mailto:desk@hall.example\n"
            "ATTACH:https://hall.example/menu.pdf\nIMAGE;VALUE=BINARY;ENCODING=BASE64:AAAA"
        )
    )
    assert (event.venue, event.url, event.organizer, event.image_url, event.price) == (None, None, None, None, None)


def test_html_stands_in_for_a_missing_description_and_the_largest_image_wins() -> None:
    event = only(
        read(
            f"{SHOW}\nDESCRIPTION:\nX-ALT-DESC;FMTTYPE=text/html:<p>One</p>\\n<p>Two &amp\\; three</p>\n"
            "IMAGE;VALUE=URI;DISPLAY=THUMBNAIL:https://hall.example/s.jpg\n"
            "IMAGE;VALUE=URI;DISPLAY=FULLSIZE:https://hall.example/l.jpg"
        )
    )
    assert event.description == "One\nTwo & three"
    assert event.image_url == "https://hall.example/l.jpg"


def test_civicplus_has_the_page_in_the_description() -> None:
    event = only(
        read(
            "UID:41\nSUMMARY:Parade\nDTSTART:20261010T200000\nURL:/common/modules/iCalendar/iCalendar.aspx?feed=calendar&catID=9\n"
            "DESCRIPTION: https://town.example/calendar.aspx?EID=41"
        )
    )
    assert event.url == "https://town.example/calendar.aspx?EID=41"


# Bad lines, bad events, bad bodies


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
    assert [event.title for event in reading.events] == ["Late Quartet"]
    assert [problem.field for problem in reading.problems] == [
        "DTSTART",
        "VEVENT",
        "VEVENT",
        "RRULE",
        "RRULE",
        "SUMMARY",
        "RRULE",
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


# Steps of their own


def test_blocks_can_be_told_apart_and_read_alone() -> None:
    body = calendar(SHOW, "UID:y\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261011", header="X-WR-TIMEZONE:America/Denver")
    [blocks] = split_calendars(decode_body(body, context()))
    assert blocks.events == (SHOW, "UID:y\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261011")
    assert blocks.header == "VERSION:2.0\nX-WR-TIMEZONE:America/Denver"
    assert read_blocks([blocks], context()) == read_events(body, context())


def test_the_fingerprint_is_the_uid_of_an_event_without_one() -> None:
    from scrapers.readers.ics.components import read_component
    from scrapers.readers.ics.zones import ZoneBook, iana_zone

    block = "SUMMARY:Talk\nDTSTART:20261010T200000"
    component = read_component(block, ZoneBook(home=iana_zone("America/New_York"), now=NOW), "")
    assert fingerprint(component) == only(read(block)).uid
