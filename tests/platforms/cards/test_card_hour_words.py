"""Hours whose words give them to something else than the event, and dates in sentences about something else."""

from __future__ import annotations

import pytest

from tests.platforms.cards.test_card_lists import tin_herons


def shown(*lines: str) -> list[str]:
    """The month, day, and hour of each start, and the hour of each end after a slash."""
    (event,) = tin_herons("<h3>Tin Herons</h3>" + "".join(f"<p>{line}</p>" for line in lines))
    found = []
    for one in event.occurrences:
        if not one.time_known:
            found.append(f"{one.starts_at:%m-%d}")
        else:
            found.append(f"{one.starts_at:%m-%d %H:%M}" + (f"/{one.ends_at:%H:%M}" if one.ends_at else ""))
    return found


OTHERS = [
    "Wine bar opens 5:30 PM",
    "Soundcheck 4 PM",
    "Buffet served 5:30-7 PM",
    "Last entry 9 PM",
    "High tide 3:12 PM",
    "Shuttle runs 5 PM - 11 PM",
    "Free lot after 5 PM",
    "Gift shop hours: 9 AM - 5 PM",
    "Phones answered 9 AM - 4 PM",
    "Curfew 10:30 PM",
    "Noise rules begin 10 PM",
    "Sunrise 7:02 AM",
    "Garden open 9 AM to 5 PM, singing after dusk",
    "Pre-show lecture 6:45 PM",
]


@pytest.mark.parametrize("line", OTHERS)
def test_an_hour_of_something_else_is_not_the_event_s(line: str) -> None:
    assert shown("Sat, Dec 12", line) == ["12-12"]


@pytest.mark.parametrize("line", OTHERS)
def test_an_hour_of_something_else_leaves_the_event_its_own(line: str) -> None:
    assert shown("Sat, Dec 12, 7:45 PM", line)[0][:11] == "12-12 19:45"


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("7:45 PM", "12-12 19:45"),
        ("Harbor Room, 7:45 PM", "12-12 19:45"),
        ("7:45 PM in the Harbor Room", "12-12 19:45"),
        ("Program begins at 7:45 PM", "12-12 19:45"),
        ("Starts at 7:45 PM", "12-12 19:45"),
        ("Time: 7:45 PM", "12-12 19:45"),
        ("Come at 7:45 PM and bring a chair", "12-12 19:45"),
        ("Tin Herons play at 7:45 PM", "12-12 19:45"),
        ("7:45 PM; pre-concert talk 7 PM", "12-12 19:45"),
        ("7:45 PM (gates 6 PM, fireworks 10 PM)", "12-12 19:45"),
        ("7:45pm-9pm, members enter 7pm", "12-12 19:45/21:00"),
        ("Check-in 6:15 AM, race 7:15 AM", "12-12 07:15"),
        ("Patrons enter 6 PM; doors 7 PM; show 7:45 PM", "12-12 19:45"),
        ("Hours: 10 AM - 4 PM", "12-12 10:00/16:00"),
        ("7:45 PM, curfew 11 PM", "12-12 19:45/23:00"),
    ],
)
def test_an_hour_of_the_event(line: str, start: str) -> None:
    assert shown("Sat, Dec 12", line) == [start]


@pytest.mark.parametrize(
    "line",
    [
        "Callbacks will be held Feb 20.",
        "A meeting for parents will take place on Jan 16 at 6 PM.",
        "The prize drawing will be held on Mar 20.",
        "Rehearsals will begin Feb 1.",
        "When: tryouts Mar 2",
        "The cast will meet on Feb 3 at 5 PM.",
    ],
)
def test_a_sentence_s_date_does_not_replace_the_event_s(line: str) -> None:
    assert shown("Mar 19, 2027 at 3 PM", line) == ["03-19 15:00"]


def test_a_sentence_s_date_replaces_that_of_an_announcement() -> None:
    assert shown("November 2, 2026", "The forum will be held on Jan 16 at 6 PM.") == ["01-16 18:00"]
