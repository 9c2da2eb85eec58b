"""The hours that a card gives in forms of its own: several showings, doors in brackets, and words around them."""

from __future__ import annotations

import pytest

from tests.platforms.cards.test_card_lists import tin_herons


def starts_of(written: str) -> list[str]:
    (event,) = tin_herons(f"<h3>Tin Herons</h3><p>{written}</p>")
    return [f"{one.starts_at:%m-%d %H:%M}" if one.time_known else f"{one.starts_at:%m-%d}" for one in event.occurrences]


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("Dec 5, 2 & 7 pm", ["12-05 14:00", "12-05 19:00"]),
        ("Dec 5, 2pm & 7pm", ["12-05 14:00", "12-05 19:00"]),
        ("Dec 5, 2pm + 7pm", ["12-05 14:00", "12-05 19:00"]),
        ("Dec 5 at 2 and 7:30 p.m.", ["12-05 14:00", "12-05 19:30"]),
        ("Dec 5, 7:00pm & 9:30pm shows", ["12-05 19:00", "12-05 21:30"]),
        ("Dec 5, 11 am & 2 pm", ["12-05 11:00", "12-05 14:00"]),
        ("Dec 5, noon & 2 pm", ["12-05 12:00", "12-05 14:00"]),
        ("Dec 5 at 8pm and 10pm", ["12-05 20:00", "12-05 22:00"]),
        ("Dec 5, 2pm, 5pm and 8pm", ["12-05 14:00", "12-05 17:00", "12-05 20:00"]),
        ("Dec 4 & 5, 7:30 pm & 2 pm", ["12-04", "12-05"]),
        ("Dec 4 & 5, 2 & 7 pm", ["12-04 14:00", "12-04 19:00", "12-05 14:00", "12-05 19:00"]),
    ],
)
def test_hours_joined_by_and_are_showings(written: str, starts: list[str]) -> None:
    assert starts_of(written) == starts


@pytest.mark.parametrize("written", ["Dec 5, 7pm / 8pm", "Dec 5, 7pm, 8pm", "Dec 5, 7pm | 8pm"])
def test_hours_beside_each_other_may_be_doors_and_show(written: str) -> None:
    assert starts_of(written) == ["12-05"]


@pytest.mark.parametrize(
    "written",
    [
        "Dec 5 | 7:00 PM (Doors) 8:00 PM (Show)",
        "Dec 5, 7pm (doors), 8pm",
        "Dec 5, 8pm (show) 7pm (doors)",
        "Dec 5 Doors 7 / Show 8",
        "Sat 12/5 8p",
        "Dec 5, 20h",
        "Dec 5, 8 o’clock pm",
        "Dec 5, 8 o'clock in the evening",
        "Dec 5, 8 til late",
        "Dec 5, 8 to close",
        "Dec 5, 8 in the evening",
        "Dec 5 ’26 8pm",
        "5-Dec-26 8pm",
    ],
)
def test_the_show_s_hour(written: str) -> None:
    assert starts_of(written) == ["12-05 20:00"]


@pytest.mark.parametrize(
    "written",
    [
        "Dec 5 between 8pm and 10pm",
        "Dec 5 between 8 and 10pm",
        "Dec 5 8 PM → 10 PM",
        "12/5/26, 8p-10p",
        "Dec 5, from 8 to 10 p.m.",
        "Dec 5, 8.00-10.00pm",
        "Dec 5, 8.00–10.00 p.m.",
    ],
)
def test_an_end_in_other_words(written: str) -> None:
    (event,) = tin_herons(f"<h3>Tin Herons</h3><p>{written}</p>")
    (one,) = event.occurrences
    assert one.ends_at is not None
    assert (f"{one.starts_at:%m-%d %H:%M}", f"{one.ends_at:%H:%M}") == ("12-05 20:00", "22:00")


@pytest.mark.parametrize(
    "written",
    [
        "Dec 5, 2026. On sale Friday 10am",
        "Dec 5, 2026, on-sale 10 AM",
        "Dec 5, 2026. Presale 10am",
        "Dec 5, 2026. RSVP by 5pm",
        "Dec 5, 2026. Box office 10am",
        "Dec 5, 2026, 2h",
        "Dec 5, 12.50",
        "Dec 5, 2 shows",
        "Dec 5, 3 performances",
    ],
)
def test_other_hours_are_not_the_show_s(written: str) -> None:
    assert starts_of(written) == ["12-05"]


@pytest.mark.parametrize(
    "written",
    [
        "Fri-Sun, Dec 4-6",
        "Fri–Sun, December 4th–6th, 2026",
        "Fri to Sun, Dec 4-6",
        "Friday through Sunday, Dec. 4-6",
        "12/4-12/6",
        "12/4–12/6/2026",
        "Dec 4 until Dec 6",
        "4 Dec until 6 Dec",
        "Fri Dec 4 until Sun Dec 6",
        "12/4 until 12/6",
        "12.4.–12.6.2026",
        "12.4 - 12.6.2026",
        "4Dec - 6Dec",
    ],
)
def test_a_range_of_days(written: str) -> None:
    (event,) = tin_herons(f"<h3>Tin Herons</h3><p>{written}</p>")
    (one,) = event.occurrences
    assert one.ends_at is not None
    assert not one.time_known
    assert (f"{one.starts_at:%m-%d}", f"{one.ends_at:%m-%d}") == ("12-04", "12-07")


@pytest.mark.parametrize("written", ["4-6 & 11-13 December", "4–6, 11–13 Dec 2026", "4 - 6 and 11 - 13 of December"])
def test_ranges_before_their_month(written: str) -> None:
    (event,) = tin_herons(f"<h3>Tin Herons</h3><p>{written}</p>")
    spans = [(one.local_date.day, one.ends_at and one.ends_at.day) for one in event.occurrences]
    assert spans == [(4, 7), (11, 14)]


@pytest.mark.parametrize(
    "written", ["Closing Dec 12", "Closes Dec 12", "Ending Dec 12", "Ends Dec 12", "Last day Dec 12"]
)
def test_a_last_day_is_not_when_it_begins(written: str) -> None:
    assert tin_herons(f"<h3>Tin Herons</h3><p>{written}</p>") == []
