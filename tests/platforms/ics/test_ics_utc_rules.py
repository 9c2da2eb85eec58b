"""Rules of times in UTC: the clock in which they count their weekdays."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.reading.contract import Window

from .ics_calendars import only, read, starts


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=3", ["2026-12-04", "2026-12-11", "2026-12-18"]),
        ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20261212T000000Z", ["2026-12-04", "2026-12-11"]),
        ("FREQ=WEEKLY;BYDAY=FR,WE;COUNT=3", ["2026-12-04", "2026-12-09", "2026-12-11"]),
        ("FREQ=MONTHLY;BYDAY=1FR;COUNT=2", ["2026-12-04", "2027-01-01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=4;COUNT=2", ["2026-12-04", "2027-01-04"]),
        ("FREQ=WEEKLY;BYDAY=SA;COUNT=2", ["2026-12-04", "2026-12-11"]),
        ("FREQ=WEEKLY;BYDAY=SA,FR;COUNT=2", ["2026-12-04", "2026-12-10"]),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=2", ["2026-12-07", "2026-12-14"]),
        ("FREQ=WEEKLY;COUNT=2", ["2026-12-04", "2026-12-11"]),
    ],
)
def test_a_rule_of_a_time_in_utc_that_fits_only_in_the_source_s_zone_counts_there(rule: str, shown: list[str]) -> None:
    """Midnight UTC is 7 p.m. of the day before in New York. A weekday that fits in UTC, or nowhere, counts in UTC."""
    event = only(read(f"UID:r1\nSUMMARY:Talk\nDTSTART:20261205T000000Z\nDTEND:20261205T010000Z\nRRULE:{rule}"))
    assert starts(event) == [f"{day}T19:00:00-05:00" for day in shown]


def test_an_exdate_and_an_override_find_their_instance_of_a_rule_that_counts_in_the_source_s_zone() -> None:
    event = only(
        read(
            "UID:r1\nSUMMARY:Talk\nDTSTART:20260905T000000Z\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261114T235959Z\n"
            "EXDATE:20261031T000000Z",
            "UID:r1\nSUMMARY:Talk\nRECURRENCE-ID:20261107T010000Z\nDTSTART:20261107T020000Z",
            window=Window(starts=date(2026, 10, 20), ends=date(2026, 11, 20)),
        )
    )
    assert starts(event) == ["2026-10-23T20:00:00-04:00", "2026-11-06T21:00:00-05:00", "2026-11-13T20:00:00-05:00"]
