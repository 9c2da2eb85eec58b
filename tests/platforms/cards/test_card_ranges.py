"""Ranges of days: those that a page takes out, and hours by weekday."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.platforms.cards.test_card_lists import dated, tin_herons


def spans(written: str) -> list[str]:
    """The first and last day of each part."""
    (event,) = tin_herons(f"<h3>Tin Herons</h3><p>{written}</p>")
    found = []
    for one in event.occurrences:
        last = one.local_date if one.ends_at is None else (one.ends_at - timedelta(days=1)).date()
        found.append(f"{one.local_date:%m-%d}/{last:%m-%d}")
    return found


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Dec 7-12 (except Dec 10)", ["12-07/12-09", "12-11/12-12"]),
        ("Dec 7-12 (no show Dec 10)", ["12-07/12-09", "12-11/12-12"]),
        ("Dec 7-12, not Dec 10", ["12-07/12-09", "12-11/12-12"]),
        ("Dec 7-12, no performance Dec 10", ["12-07/12-09", "12-11/12-12"]),
        ("Dec 7 - 12 (closed Dec 10)", ["12-07/12-09", "12-11/12-12"]),
        ("Dec 7-12 / Closed Dec 10", ["12-07/12-09", "12-11/12-12"]),
        ("Dec 7-12, dark Thursday", ["12-07/12-09", "12-11/12-12"]),
        ("Dec 7-12 excluding Dec 9 &amp; 10", ["12-07/12-08", "12-11/12-12"]),
        ("Dec 20 - Jan 3 (closed Dec 25 and Jan 1)", ["12-20/12-24", "12-26/12-31", "01-02/01-03"]),
        ("Dec 22-28 except Christmas", ["12-22/12-24", "12-26/12-28"]),
        ("Dec 7-12 (not on the roof)", ["12-07/12-12"]),
    ],
)
def test_days_that_are_taken_out(written: str, parts: list[str]) -> None:
    assert spans(written) == parts


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("Dec 7-10 (except Dec 9), 8 PM", ["12-07 20:00", "12-08 20:00", "12-10 20:00"]),
        ("Dec 7-10, 8 PM (except Dec 9)", ["12-07 20:00", "12-08 20:00", "12-10 20:00"]),
        ("Dec 7-10, 8pm (no 9th)", ["12-07 20:00", "12-08 20:00", "12-10 20:00"]),
        ("Dec 10-12: Thu &amp; Fri 8 PM, Sat 3 PM", ["12-10 20:00", "12-11 20:00", "12-12 15:00"]),
        ("Dec 10-12, Thu-Fri 8pm; Sat 3pm", ["12-10 20:00", "12-11 20:00", "12-12 15:00"]),
        ("Dec 10, 11 &amp; 12: Thu &amp; Fri 8 PM, Sat 3 PM", ["12-10 20:00", "12-11 20:00", "12-12 15:00"]),
        ("Dec 11-12: Friday 8 PM, Saturday 3 &amp; 8 PM", ["12-11 20:00", "12-12 15:00", "12-12 20:00"]),
        ("Dec 10-20, Fridays 8 PM", ["12-11 20:00", "12-18 20:00"]),
        ("Dec 10-12 | Thu. 8pm | Fri. 8pm | Sat. 3pm", ["12-10 20:00", "12-11 20:00", "12-12 15:00"]),
        ("Thu Dec 10 – Fri Dec 11, 10am–5pm daily", ["12-10 10:00", "12-11 10:00"]),
        ("Dec 10-11 in the yard, Thu 8 PM", ["12-10"]),
        ("Dec 10-11: Thu 8 PM, Sun 3 PM", ["12-10"]),
        ("Dec 1 - Feb 20: Tue-Sun 10 AM - 5 PM", ["12-01"]),
    ],
)
def test_hours_of_a_range(written: str, starts: list[str]) -> None:
    assert dated(written) == starts
