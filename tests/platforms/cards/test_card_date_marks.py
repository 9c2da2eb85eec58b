"""A mark on one of a card's dates is said of that date only."""

from __future__ import annotations

import pytest

from tests.platforms.cards.test_card_lists import tin_herons


def said(*lines: str) -> list[str]:
    """The month, day, and hour of each occurrence, with its status."""
    (event,) = tin_herons("<h3>Tin Herons</h3>" + "".join(f"<p>{line}</p>" for line in lines))
    found = []
    for one in event.occurrences:
        start = f"{one.starts_at:%m-%d %H:%M}" if one.time_known else f"{one.starts_at:%m-%d}"
        status = one.status if one.status != "scheduled" else event.status
        marks = ["" if status == "scheduled" else str(status), "sold out" if one.sold_out or event.sold_out else ""]
        found.append(" ".join(filter(None, [start, *marks])))
    return found


@pytest.mark.parametrize(
    ("lines", "dates"),
    [
        (["Thu, Dec 10, 8 PM", "Fri, Dec 11, 8 PM CANCELED"], ["12-10 20:00", "12-11 20:00 cancelled"]),
        (["Thu, Dec 10, 8 PM CANCELED", "Fri, Dec 11, 8 PM"], ["12-10 20:00 cancelled", "12-11 20:00"]),
        (["Thu, Dec 10, 8 PM (cancelled)", "Fri, Dec 11, 8 PM"], ["12-10 20:00 cancelled", "12-11 20:00"]),
        (["Thu, Dec 10, 8 PM", "Fri, Dec 11, 8 PM - postponed"], ["12-10 20:00", "12-11 20:00 postponed"]),
        (["Thu, Dec 10, 8 PM", "Fri, Dec 11, 8 PM <em>Sold out</em>"], ["12-10 20:00", "12-11 20:00 sold out"]),
        (["Thu, Dec 10, 8 PM - SOLD OUT", "Fri, Dec 11, 8 PM"], ["12-10 20:00 sold out", "12-11 20:00"]),
        (["Thu, Dec 10, 3 PM - SOLD OUT", "Thu, Dec 10, 8 PM"], ["12-10 15:00 sold out", "12-10 20:00"]),
        (["Dec 10, 11 &amp; 18 (canceled), 8pm"], ["12-10 20:00", "12-11 20:00", "12-18 20:00 cancelled"]),
        (["Dec 10 (sold out), 11 &amp; 18, 8pm"], ["12-10 20:00 sold out", "12-11 20:00", "12-18 20:00"]),
        (["Thu, Dec 10 &amp; Fri, Dec 11 (SOLD OUT), 8 PM"], ["12-10 20:00", "12-11 20:00 sold out"]),
        (["Thu, Dec 10 &amp; Fri, Dec 11, 8 PM", "Dec 11 canceled"], ["12-10 20:00", "12-11 20:00 cancelled"]),
        (
            ["Dec 10, 11 (sold out), 17 (canceled) &amp; 18"],
            ["12-10", "12-11 sold out", "12-17 cancelled", "12-18"],
        ),
        (["Thu, Dec 10, 3 PM", "Thu, Dec 10, 8 PM - SOLD OUT"], ["12-10 15:00", "12-10 20:00 sold out"]),
        (["Dec 10, 11 - CANCELED, 18, 8 PM"], ["12-10 20:00", "12-11 20:00 cancelled", "12-18 20:00"]),
        (["Dec 10, 11*, 17 &amp; 18 (*sold out), 8pm"], ["12-10 20:00"]),
        (["Thu, Dec 10, 8 PM", "Fri, Dec 11, 8 PM POSTPONED to Jan 8"], ["12-10 20:00", "01-08 rescheduled"]),
        (["Thu, Dec 10, 8 PM moved to Jan 8, 3 PM", "Fri, Dec 11, 8 PM"], ["12-11 20:00", "01-08 15:00 rescheduled"]),
        (["Dec 10 &amp; 11, 8 PM", "Dec 11 postponed to Jan 8"], ["12-10 20:00", "01-08 rescheduled"]),
        (
            ["Thu, Dec 10, 8 PM", "Fri, Dec 11, 8 PM", "Dec 11: canceled due to ice"],
            ["12-10 20:00", "12-11 20:00 cancelled"],
        ),
        (
            ["Thu, Dec 10, 8 PM", "Fri, Dec 11, 8 PM", "The Dec 11 show is sold out"],
            ["12-10 20:00", "12-11 20:00 sold out"],
        ),
        (["Dec 10 &amp; 11, 8 PM", "The Dec 11 concert has been canceled."], ["12-10 20:00", "12-11 20:00 cancelled"]),
        (["Dec 10, 8 PM", "The Dec 17 concert is sold out"], ["12-10 20:00"]),
        (["Dec 10, 8 PM - moved online", "Dec 11, 8 PM"], ["12-10 20:00 moved_online", "12-11 20:00"]),
        (["Dec 10, 8 PM Rescheduled"], ["12-10 20:00 rescheduled"]),
        (["Dec 10, 11 &amp; Jan 5", "Canceled"], ["12-10 cancelled", "12-11 cancelled", "01-05 cancelled"]),
        (["Dec 10 (benefit), 11 &amp; 18, 8pm"], ["12-10 20:00", "12-11 20:00", "12-18 20:00"]),
        (["Dec 10 (preview), Dec 11, Dec 18, 8pm"], ["12-10 20:00", "12-11 20:00", "12-18 20:00"]),
        (["Dec 10 &amp; 11, 8 PM", "Canceled"], ["12-10 20:00 cancelled", "12-11 20:00 cancelled"]),
        (["Dec 10 &amp; 11, 8 PM - SOLD OUT"], ["12-10 20:00 sold out", "12-11 20:00 sold out"]),
        (
            ["Thu, Dec 10, 8 PM - CANCELED", "Fri, Dec 11, 8 PM - CANCELED"],
            ["12-10 20:00 cancelled", "12-11 20:00 cancelled"],
        ),
    ],
)
def test_a_mark_is_said_of_its_date(lines: list[str], dates: list[str]) -> None:
    assert said(*lines) == dates
