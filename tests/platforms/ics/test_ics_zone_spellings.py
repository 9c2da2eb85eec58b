"""Names of zones in the spellings of people and old programs; what says too little is a doubt."""

from __future__ import annotations

import pytest

from .ics_calendars import only, read, starts

TALK = "UID:talk@hall\nSUMMARY:Harbor Talk\n"
WINTER, SUMMER = "20261206T010000", "20260706T010000"


def start_in(tzid: str, wall: str, **changes) -> str:
    [start] = starts(only(read(f"{TALK}DTSTART;TZID={tzid}:{wall}", **changes)))
    return start


@pytest.mark.parametrize(
    "tzid",
    [
        "(UTC) Coordinated Universal Time",
        "Coordinated Universal Time",
        "(UTC+00:00)",
        "+0000",
        "GMT+0",
        "GMT-0",
        "UTC0",
        "GMT0",
        "UTC+0",
        "Etc/Universal",
        "Etc/UCT",
        "Etc/Greenwich",
        "Etc/Zulu",
        "Etc/GMT+0",
        "(UTC+00:00) Coordinated Universal Time",
        "Universal Time",
        "Zulu Time",
        "utc",
        '"UTC"',
        "UTC (Coordinated Universal Time)",
        "UTC/GMT",
        "tzone://Microsoft/Utc",
    ],
)
def test_utc_by_other_names(tzid):
    assert start_in(tzid, WINTER) == "2026-12-05T20:00:00-05:00"
    assert start_in(tzid, SUMMER) == "2026-07-05T21:00:00-04:00"


@pytest.mark.parametrize(
    ("tzid", "winter", "summer"),
    [
        ("Eastern", "-05:00", "-04:00"),
        ("US-Eastern", "-05:00", "-04:00"),
        ("Eastern Time", "-05:00", "-04:00"),
        ("Eastern Daylight Time", "-05:00", "-04:00"),
        ("Pacific Time", "-08:00", "-07:00"),
        ("Central", "-06:00", "-05:00"),
        ("US Central", "-06:00", "-05:00"),
        ("Central Time (US)", "-06:00", "-05:00"),
        ("Mountain Time", "-07:00", "-06:00"),
        ("CDT", "-06:00", "-05:00"),
        ("PST", "-08:00", "-07:00"),
        ("ET", "-05:00", "-04:00"),
        ("EST/EDT", "-05:00", "-04:00"),
        ("(GMT-05.00) Eastern Time (US & Canada)", "-05:00", "-04:00"),
        ('"(GMT-05:00) Eastern Time"', "-05:00", "-04:00"),
        ('"(GMT-06:00) Central Time"', "-06:00", "-05:00"),
        ('"UTC-06:00 Central"', "-06:00", "-05:00"),
        ('"(UTC-08:00) Pacific"', "-08:00", "-07:00"),
        ("America-New_York", "-05:00", "-04:00"),
        ("TZ=America/New_York", "-05:00", "-04:00"),
        ("America/New_York (EST)", "-05:00", "-04:00"),
        ("America/Chicago - Central Time", "-06:00", "-05:00"),
        ('"EST (GMT-5)"', "-05:00", "-04:00"),
        ("Germany/Berlin", "+01:00", "+02:00"),
        ("London\\, UK", "+00:00", "+01:00"),
        ("Berlin\\, Germany", "+01:00", "+02:00"),
        ("(GMT) Greenwich Mean Time - Dublin / Edinburgh / Lisbon / London", "+00:00", "+01:00"),
        ('"(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London"', "+00:00", "+01:00"),
        ("S\u00e3o Paulo", "-03:00", "-03:00"),
        ("Zu\u0308rich", "+01:00", "+02:00"),
        ("(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna", "+01:00", "+02:00"),
        ("Time Zone: America/Denver", "-07:00", "-06:00"),
        ("US/Pacific-New", "-08:00", "-07:00"),
        ("America/Los Angeles", "-08:00", "-07:00"),
    ],
)
def test_names_that_say_enough(tzid, winter, summer):
    assert start_in(tzid, WINTER) == f"2026-12-06T01:00:00{winter}"
    assert start_in(tzid, SUMMER) == f"2026-07-06T01:00:00{summer}"


@pytest.mark.parametrize(
    ("tzid", "home"),
    [
        ("Eastern", "Australia/Sydney"),
        ("Central Time", "Europe/Paris"),
        ("Mountain Time", "America/Phoenix"),
        ("CST", "Europe/Paris"),
        ("Customized Time Zone", "America/New_York"),
        ("Springfield", "America/New_York"),
        ("(GMT-05:00) Pacific Time", "America/New_York"),
        ("America/New_York (PST)", "America/New_York"),
        ("IST", "America/New_York"),
        ("Local", "America/New_York"),
    ],
)
def test_names_that_say_too_little(tzid, home):
    reading = read(f"{TALK}DTSTART;TZID={tzid}:{WINTER}", timezone=home)
    [event], [doubt] = reading.events, reading.problems
    assert [one.time_known for one in event.occurrences] == [False]
    assert (doubt.field, doubt.uid) == ("TZID", "talk@hall")


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ("20261205T190000EST", "2026-12-05T19:00:00-05:00"),
        ("20261205T190000 EST", "2026-12-05T19:00:00-05:00"),
        ("20261205T190000 Z", "2026-12-05T14:00:00-05:00"),
        ("20261205T190000UTC", "2026-12-05T14:00:00-05:00"),
        ("20261205T190000 America/Chicago", "2026-12-05T19:00:00-06:00"),
        ("20261205T190000PST", "2026-12-05T19:00:00-08:00"),
        ("20261205T190000 CDT", "2026-12-05T19:00:00-06:00"),
        ("20261205T190000GMT", "2026-12-05T14:00:00-05:00"),
        ("2026-12-05 19:00 EST", "2026-12-05T19:00:00-05:00"),
    ],
)
def test_a_zone_after_the_time(value, start):
    assert starts(only(read(f"{TALK}DTSTART:{value}"))) == [start]


def test_an_unknown_zone_after_the_time_leaves_the_day():
    reading = read(f"{TALK}DTSTART:20261205T190000XYZ")
    [event], [doubt] = reading.events, reading.problems
    assert ([one.time_known for one in event.occurrences], doubt.field) == ([False], "TZID")
    assert event.occurrences[0].local_date.isoformat() == "2026-12-05"


@pytest.mark.parametrize("name", ["Central European Time", "Mitteleurop\u00e4ische Zeit", "Hora est\u00e1ndar romance"])
def test_the_zone_of_western_europe_in_its_languages(name: str) -> None:
    event = only(read(f'UID:a\nSUMMARY:Talk\nDTSTART;TZID="{name}":20261210T190000'))
    assert starts(event) == ["2026-12-10T19:00:00+01:00"]
