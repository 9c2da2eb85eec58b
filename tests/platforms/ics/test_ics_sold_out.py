"""One date of a series that is sold out, and the others of one that is not."""

from __future__ import annotations

import pytest

from tests.platforms.ics.ics_calendars import read

SERIES = ("UID:s", "DTSTART:20261205T190000Z", "RRULE:FREQ=WEEKLY;COUNT=3")


def event(*lines: str) -> str:
    return "\n".join(lines)


def own(*lines: str) -> str:
    return event("UID:s", "RECURRENCE-ID:20261212T190000Z", "DTSTART:20261212T190000Z", *lines)


def sold_out(*events: str) -> tuple[bool, list[bool | None]]:
    """Whether the event is, and what its occurrences say otherwise."""
    (found,) = read(*events).events
    return found.sold_out, [one.sold_out for one in found.occurrences]


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:Sold out: Yoga",),
        ("SUMMARY:SOLD OUT! Yoga",),
        ("SUMMARY:Yoga (Sold Out)",),
        ("SUMMARY:Yoga - SOLD OUT",),
        ("SUMMARY:[SOLD OUT] Yoga",),
        ("SUMMARY:Sold-out | Yoga",),
        ("SUMMARY:*SOLD OUT* Yoga with Ann",),
        ("SUMMARY:Yoga", "STATUS:SOLD OUT"),
        ("SUMMARY:Yoga", "STATUS:SoldOut"),
        ("STATUS:SOLD OUT",),
    ],
)
def test_an_override_is_sold_out(lines: tuple[str, ...]) -> None:
    assert sold_out(event(*SERIES, "SUMMARY:Yoga"), own(*lines)) == (False, [None, True, None])


@pytest.mark.parametrize(
    ("lines", "said"),
    [(("SUMMARY:Yoga",), False), (("LOCATION:Annex",), None), (("SUMMARY:Sold Out: Yoga",), None)],
)
def test_an_override_of_a_series_that_is_sold_out(lines: tuple[str, ...], said: bool | None) -> None:
    assert sold_out(event(*SERIES, "SUMMARY:Yoga - SOLD OUT"), own(*lines)) == (True, [None, said, None])


def test_one_date_of_a_written_out_series() -> None:
    dates = [
        event("UID:s", f"DTSTART:202612{day}T190000Z", f"SUMMARY:{title}")
        for day, title in (("05", "Yoga"), ("12", "Sold out: Yoga"), ("19", "Yoga"), ("26", "Yoga"))
    ]
    assert sold_out(*dates) == (False, [None, True, None, None])


def test_a_cancelled_date_that_was_sold_out() -> None:
    (found,) = read(event(*SERIES, "SUMMARY:Yoga"), own("SUMMARY:SOLD OUT: Yoga", "STATUS:CANCELLED")).events
    assert [(one.status.value, one.sold_out) for one in found.occurrences] == [
        ("scheduled", None),
        ("cancelled", True),
        ("scheduled", None),
    ]
