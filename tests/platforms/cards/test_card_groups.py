"""Dates that a card writes in groups, each with hours of its own, and numbers that may be days or hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.items import Occurrence
from tests.platforms.cards.test_card_days import tin_herons


def shown(one: Occurrence) -> str:
    """Its day of December and hour, or the first and last day of a range."""
    if one.time_known:
        return f"{one.starts_at:%-d %H:%M}"
    last = one.ends_at and (one.ends_at - timedelta(days=1)).day
    return f"{one.starts_at.day}/{last}" if last else str(one.starts_at.day)


def read(written: str) -> list[str]:
    events = tin_herons(f"<h3>Tin Herons</h3><p>{written}</p>")
    return [shown(one) for event in events for one in event.occurrences]


WEEKENDS = ["5 19:30", "6 14:00", "12 19:30", "13 14:00"]


@pytest.mark.parametrize(
    "written",
    [
        "Dec 5, 12 at 7:30 pm; Dec 6, 13 at 2 pm",
        "Dec 5, 12 at 7:30 pm, Dec 6, 13 at 2 pm",
        "Dec 5 & 12 at 7:30 pm; Dec 6 & 13 at 2 pm",
        "Dec 5, 12 7:30pm | Dec 6, 13 2pm",
        "December 5 and 12 @ 7:30pm; December 6 and 13 @ 2pm",
        "Dec 5, 12 at 19:30; Dec 6, 13 at 14:00",
        "Dec 5, 12 (7:30 pm); Dec 6, 13 (2 pm)",
        "Dec 5, 12: 7:30 pm; Dec 6, 13: 2 pm",
        "5, 12 Dec 19:30; 6, 13 Dec 14:00",
        "Sat Dec 5, 12 at 7:30 pm; Sun Dec 6, 13 at 2 pm",
        "Saturdays Dec 5, 12 at 7:30 pm; Sundays Dec 6, 13 at 2 pm",
        "12/5, 12/12 at 7:30 pm; 12/6, 12/13 at 2 pm",
        "12/5 & 12/12 7:30pm, 12/6 & 12/13 2pm",
    ],
)
def test_groups_need_not_ascend(written: str) -> None:
    assert read(written) == WEEKENDS


@pytest.mark.parametrize(
    "written",
    [
        "8pm Dec 5, 6; 2pm Dec 7",
        "8 pm Dec 5 &amp; 6; 2 pm Dec 7",
        "8pm, Dec 5, 6; 2pm, Dec 7",
        "8 p.m. Dec. 5 and 6, 2 p.m. Dec. 7",
        "8 p.m. Dec. 5 and 6 and 2 p.m. Dec. 7",
        "20:00 Dec 5, 6; 14:00 Dec 7",
        "8pm on Dec 5, 6; 2pm on Dec 7",
        "8pm 12/5, 12/6; 2pm 12/7",
        "8pm Sat Dec 5 &amp; Sun Dec 6; 2pm Mon Dec 7",
        "8 p.m. on Saturdays Dec 5, 6; 2 p.m. on Mondays, Dec 7",
        "8 p.m. Dec. 5-6; 2 p.m. Dec. 7",
        "Dec 5-6 8pm; Dec 7 2pm",
        "Dec 5-6 at 8 pm; Dec 7 at 2 pm",
        "December 5–6, 8 p.m.; December 7, 2 p.m.",
        "Dec 5 - 6 at 8pm; 7 at 2pm",
        "12/5-12/6 8pm; 12/7 2pm",
        "Sat-Sun Dec 5-6 8pm; Mon Dec 7 2pm",
    ],
)
def test_hours_before_dates_and_ranges_of_two_days(written: str) -> None:
    assert read(written) == ["5 20:00", "6 20:00", "7 14:00"]


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("2 and 8 p.m. Dec 5; 2 p.m. Dec 6", ["5 14:00", "5 20:00", "6 14:00"]),
        ("Thu-Sat, Dec 3-5, 8 PM; Sun, Dec 6, 2 PM", ["3 20:00", "4 20:00", "5 20:00", "6 14:00"]),
        ("Dec 4-5, 11-12 at 8pm; Dec 6 at 2pm", ["4 20:00", "5 20:00", "6 14:00", "11 20:00", "12 20:00"]),
        ("Dec 3 to 5 at 8 pm, Dec 6 at 2 pm", ["3/5", "6 14:00"]),
    ],
)
def test_a_range_whose_days_are_not_named_has_no_hour(written: str, starts: list[str]) -> None:
    assert read(written) == starts


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("Dec 5, 6 at 8; 7 at 2", ["5", "6", "7"]),
        ("Dec 5, 6 @ 8; 7 @ 2", ["5", "6", "7"]),
        ("Dec 5, 6 at 8 and 7 at 2", ["5", "6", "7"]),
        ("Dec 4, 5, 6 at 8; 7, 8 at 2", ["4", "5", "6", "7", "8"]),
        ("Dec 5, 6 at 8pm; 7 at 2", ["5 20:00", "6 20:00", "7"]),
        ("Dec 5, 6 at 8; 7 at 2pm", ["5", "6", "7 14:00"]),
        ("Dec 5, 6 at 8", ["5", "6"]),
    ],
)
def test_hours_without_a_half_lose_no_day(written: str, starts: list[str]) -> None:
    assert read(written) == starts


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("12/4 - 6", ["4"]),
        ("12/4-6", ["4"]),
        ("12/4/26 - 6", ["4"]),
        ("12/4, 6", ["4"]),
        ("12/4 - 6 pm", ["4 18:00"]),
        ("12/4-6, 8pm", ["4/6"]),
        ("12/4 - 6 at 8 pm", ["4/6"]),
        ("12/4–6/2026", ["4/6"]),
        ("12/4 &amp; 6", ["4", "6"]),
        ("Dec 5, 10-12", ["5"]),
        ("Dec 5, 10-12 am", ["5"]),
        ("Dec 5, 10-12 pm", ["5 10:00"]),
        ("Dec 5, 10-12, 14", ["5", "10/12", "14"]),
        ("Dec 5, T19.00", ["5 19:00"]),
        ("2026-12-05T19.00", ["5 19:00"]),
        ("2026-12-05T1900", ["5 19:00"]),
    ],
)
def test_a_number_that_may_be_a_day_or_an_hour_is_neither(written: str, starts: list[str]) -> None:
    assert read(written) == starts
