"""Cards of events that were moved: the new date counts, with its own hour."""

from __future__ import annotations

import pytest

from core.items import EventStatus
from tests.platforms.cards.test_card_lists import tin_herons


@pytest.mark.parametrize(
    ("card", "status", "start"),
    [
        ("<p>Postponed from Dec 4 to Jan 8. Doors 7 PM</p>", "postponed", "2027-01-08"),
        ("<p>Dec 4</p><p>Postponed from Dec 4 to Jan 8. Doors 7 PM, show 8 PM</p>", "postponed", "2027-01-08T20:00"),
        ("<p>Rescheduled from Dec 4 to Jan 8 at 8 PM</p>", "rescheduled", "2027-01-08T20:00"),
        ("<p>Moved from Dec 4 to Jan 8</p>", "rescheduled", "2027-01-08"),
        ("<p>Dec 4, 7pm</p><p>Postponed to Jan 8. Tickets for Dec 4 remain valid</p>", "postponed", "2027-01-08"),
        ("<p>Dec 4, 7pm</p><p>Postponed to Jan 8. Tell us by Dec 20</p>", "postponed", "2027-01-08"),
        ("<p>Dec 4, 7 PM</p><p>The show of Dec 4 is postponed to Jan 8, 2027</p>", "rescheduled", "2027-01-08"),
        ("<p>Jan 8, 8pm</p><p>Rescheduled from Dec 4, 7pm</p>", "rescheduled", "2027-01-08T20:00"),
        ("<p>Was Dec 4, now Jan 8</p>", "scheduled", "2027-01-08"),
        ("<p>Originally Dec 4. New date Jan 8, 8 PM</p>", "scheduled", "2027-01-08T20:00"),
        ("<p><s>Dec 4</s> Jan 8, 8pm</p>", "scheduled", "2027-01-08T20:00"),
        ("<p>Jan 8 <del>7pm</del> 8pm</p>", "scheduled", "2027-01-08T20:00"),
        ("<p>Cancelled on Dec 1; new date is Jan 8, 8 PM</p>", "rescheduled", "2027-01-08T20:00"),
        ("<p>From Dec 4 to Jan 8</p>", "scheduled", "2026-12-04"),
    ],
)
def test_the_new_date_counts(card: str, status: str, start: str) -> None:
    (event,) = tin_herons(f"<h3>Tin Herons</h3>{card}")
    assert event.status is EventStatus(status)
    (one,) = event.occurrences
    assert str(one.to_json()["starts_at"]).startswith(start)
    assert one.time_known is ("T" in start)


def test_a_card_struck_out_as_a_whole_stays() -> None:
    (event,) = tin_herons("<h3><s>Tin Herons</s></h3><p><s>Dec 4, 8 PM</s></p><b>Canceled</b>")
    assert event.status is EventStatus.CANCELLED
