"""Cards whose text names several dates: all of them are the event's."""

from __future__ import annotations

import pytest

from core.items import EventItem
from scrapers.platforms.cards.reader import read_events
from tests.platforms.cards.test_card_days import page_of
from tests.platforms.cards.test_cards import CONTEXT, listed, read


def tin_herons(card: str) -> list[EventItem]:
    return [one for one in read_events(page_of(card), CONTEXT).events if one.title == "Tin Herons"]


def dated(written: str) -> list[str]:
    """The month, day, and hour of each of the card's dates."""
    (event,) = tin_herons(f"<h3>Tin Herons</h3><p>{written}</p><p>In the old hall</p>")
    starts = [str(one.to_json()["starts_at"]) for one in event.occurrences]
    return [one[5:16].replace("T", " ") for one in starts]


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("Dec 4, 5 and 6 · 7:30 PM", ["12-04 19:30", "12-05 19:30", "12-06 19:30"]),
        ("Fri Dec 4, Sat Dec 5", ["12-04", "12-05"]),
        ("December 4 & 11 at 8pm", ["12-04 20:00", "12-11 20:00"]),
        ("December 4th, 5th, and 6th @ 7:30PM", ["12-04 19:30", "12-05 19:30", "12-06 19:30"]),
        ("Fri. &amp; Sat., Dec. 4 &amp; 5, 8 PM", ["12-04 20:00", "12-05 20:00"]),
        ("Dec 30, 31, Jan 1 8pm", ["12-30 20:00", "12-31 20:00", "01-01 20:00"]),
        ("Nov 28, 29, Dec 5, 6 at 2:30pm", ["11-28 14:30", "11-29 14:30", "12-05 14:30", "12-06 14:30"]),
        ("Dec 4 | Dec 5 | Dec 6", ["12-04", "12-05", "12-06"]),
        ("12/4/2026 and 12/11/2026 at 7:00 PM", ["12-04 19:00", "12-11 19:00"]),
        ("4, 5 and 6 December 2026, 19:30", ["12-04 19:30", "12-05 19:30", "12-06 19:30"]),
        ("Dec 5 (Sat) and Dec 6 (Sun), 2pm", ["12-05 14:00", "12-06 14:00"]),
        ("1 Dec, 2 Dec, 8pm", ["12-01 20:00", "12-02 20:00"]),
        ("Feb 13 & 20, Mar 13 & 20, 1:30–4 pm", ["02-13 13:30", "02-20 13:30", "03-13 13:30", "03-20 13:30"]),
    ],
)
def test_a_line_of_dates_gives_all_of_them(written: str, starts: list[str]) -> None:
    assert dated(written) == starts


@pytest.mark.parametrize(
    "written",
    [
        "Fri, Dec 4, 18+",
        "Dec 4 – 18+",
        "Dec 4, 21 and over",
        "Dec 4, 16 &amp; up",
        "December 4, 7 o’clock",
        "December 4, 7 EST",
        "December 4, 7ish",
        "December 4, 7 (doors 6)",
        "Dec 4, 7 at the Hall",
        "Fri, Dec 4, 7",
        "Dec 4, 20 dollars",
        "Dec 4, 5€",
        "Dec 4, 20% off",
        "Dec 4, 6-course dinner",
        "Dec 4 + 5 bands",
        "Dec 4 and 5 more dates",
        "Dec 4, 2 shows",
        "Dec 4, 2",
        "Dec 4 &amp; 2 guests",
        "Dec 4, 2nd Street Theater",
        "December 4th, 5th Annual Gala",
        "Dec 4, 30 Main St",
    ],
)
def test_a_number_before_a_word_or_a_plus_is_no_day(written: str) -> None:
    assert dated(written) == ["12-04"]


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("Dec 4, 7 p. m.", "12-04 19:00"),
        ("Dec 4, 8 p .m.", "12-04 20:00"),
        ("Dec 4, 9 a. m. to 5 p. m.", "12-04 09:00"),
        ("Dec 4, 12 Quay Rd, 8 PM", "12-04 20:00"),
        ("Dec 4, 25 Years of Jazz, 8 PM", "12-04 20:00"),
        ("Dec 4, 30 seats left, 8 PM", "12-04 20:00"),
        ("Dec 4 &amp; 2 guests, 8 PM", "12-04 20:00"),
        ("Fri, Dec 4, 8 PM, 18+", "12-04 20:00"),
        ("Fri, Dec 4 · 8 PM · 21 and over", "12-04 20:00"),
    ],
)
def test_the_hour_of_a_date_before_another_number_counts(written: str, start: str) -> None:
    assert dated(written) == [start]


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("Dec 4, 5", ["12-04", "12-05"]),
        ("Dec 4, 5, 18+", ["12-04", "12-05"]),
        ("Dec 4 &amp; 5, 12 Quay Rd", ["12-04", "12-05"]),
        ("Dec 4 &amp; 5 Old Hall", ["12-04", "12-05"]),
        ("Dec 4 &amp; 5 at the Hall", ["12-04", "12-05"]),
        ("Dec 4, 5, 6 at the Hall", ["12-04", "12-05", "12-06"]),
        ("Dec 4, 5 - Old Hall", ["12-04", "12-05"]),
        ("Dec 4 &amp; 5 (Fri &amp; Sat)", ["12-04", "12-05"]),
        ("Dec 4, 5 at 8pm", ["12-04 20:00", "12-05 20:00"]),
        ("Fri, Dec 4, 11, 18", ["12-04", "12-11", "12-18"]),
        ("Fri, Dec 4, 11 at 8 PM", ["12-04 20:00", "12-11 20:00"]),
        ("Fri Dec 4, Sat 5, Sun 6 at 8pm", ["12-04 20:00", "12-05 20:00", "12-06 20:00"]),
        ("Fri Dec 4 8pm, Sat 5 2pm", ["12-04 20:00", "12-05 14:00"]),
    ],
)
def test_a_number_before_a_separator_an_hour_or_a_date_is_a_day(written: str, starts: list[str]) -> None:
    assert dated(written) == starts


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ("Dec 4 at 7pm, Dec 5 at 2pm", ["12-04 19:00", "12-05 14:00"]),
        ("Dec 4 & 5 at 8pm; Dec 6 at 2pm", ["12-04 20:00", "12-05 20:00", "12-06 14:00"]),
        ("Dec 5, 6 at 8pm; 7 at 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("Dec 5 &amp; 6 at 8pm, 7 at 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("December 5, 6 8pm; 7 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("Dec 5 at 8pm, 6 at 8pm, 7 at 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("Dec 5, 6 (8pm), 7 (2pm)", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("Dec 5, 6 | 8pm, 7 | 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("Sat Dec 5, Sun 6 at 8pm; Mon 7 at 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("Dec 5, 6, 2026 at 8pm; 7 at 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("5, 6 Dec at 8pm; 7 Dec at 2pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00"]),
        ("Dec 5, 6 at 8pm; 7 at 2pm &amp; 8pm", ["12-05 20:00", "12-06 20:00", "12-07 14:00", "12-07 20:00"]),
        ("Dec 5 at 8pm; 12 Main St", ["12-05 20:00"]),
        ("Dec 5 at 8pm, 18+", ["12-05 20:00"]),
        ("Fri Dec 4 8pm, Sat Dec 5 8pm", ["12-04 20:00", "12-05 20:00"]),
        ("Dec 4 (7pm), Dec 5 (2pm)", ["12-04 19:00", "12-05 14:00"]),
        ("Dec 4: 7pm; Dec 5: 2pm", ["12-04 19:00", "12-05 14:00"]),
        ("Dec 4, 7pm, Jan 8, 8pm, 2027", ["12-04 19:00", "01-08 20:00"]),
        ("Dec 4, 7:30 PM<br>Dec 5, 7:30 PM<br>Dec 6, 2 PM", ["12-04 19:30", "12-05 19:30", "12-06 14:00"]),
        ("7pm Dec 4, 2pm Dec 5", ["12-04 19:00", "12-05 14:00"]),
        ("Dec 4, 2pm & 7pm; Dec 5, 2pm", ["12-04 14:00", "12-04 19:00", "12-05 14:00"]),
        ("Dec 4, 2pm / 7pm; Dec 5, 2pm", ["12-04", "12-05 14:00"]),
    ],
)
def test_each_date_of_a_list_has_the_hour_after_it(written: str, starts: list[str]) -> None:
    assert dated(written) == starts


def test_a_list_of_ranges_has_all_of_them() -> None:
    (event,) = tin_herons("<h3>Tin Herons</h3><p>Dec 4-6 and 11-13, 18, 7:30 PM</p>")
    assert [(one.local_date.day, one.ends_at and one.ends_at.day, one.time_known) for one in event.occurrences] == [
        (4, 7, False),
        (11, 14, False),
        (18, None, False),
    ]


def test_dates_with_an_element_each_are_one_card_s_where_the_others_have_one() -> None:
    def card(title: str, *dates: str) -> str:
        return f"<h3>{title}</h3><ul>{''.join(f'<li>{one}</li>' for one in dates)}</ul>"

    found = read(
        listed(
            card("Tin Herons", "Dec 4 7pm", "Dec 5 2pm"),
            card("Quiet Tide", "Dec 11 8pm"),
            card("Night Ferry", "Dec 18"),
            card("Low Marsh", "Dec 19"),
        )
    )
    assert found[:3] == [
        ("Tin Herons", "2026-12-04T19:00:00-05:00"),
        ("Tin Herons", "2026-12-05T14:00:00-05:00"),
        ("Quiet Tide", "2026-12-11T20:00:00-05:00"),
    ]
    assert len(found) == 5


def test_the_rail_s_date_is_the_first_of_the_list_below() -> None:
    def card(title: str, rail: str, dates: str) -> str:
        return f"<i>{rail}</i><h3>{title}</h3><p>{dates}</p>"

    found = read(
        listed(
            card("Tin Herons", "DEC 4", "Dec 4, 5 & 6 · 7:30 PM"),
            card("Quiet Tide", "DEC 11", "Dec 11 · 8 PM"),
            card("Night Ferry", "DEC 18", "Dec 18 · 8 PM"),
        )
    )
    assert [starts[:16] for title, starts in found if title == "Tin Herons"] == [
        "2026-12-04T19:30",
        "2026-12-05T19:30",
        "2026-12-06T19:30",
    ]


@pytest.mark.parametrize(
    "between", ["<b>Quiet Tide</b>", "to be followed by", "doors 7pm, show", " ", "tickets on sale"]
)
def test_dates_with_other_words_between_are_no_list(between: str) -> None:
    found = read_events(page_of(f"<h3>Tin Herons</h3><p>Dec 4 {between} Dec 11</p>"), CONTEXT).events
    assert not any(len(one.occurrences) > 1 for one in found)


def test_a_line_that_is_only_an_address_is_no_title() -> None:
    lines = "<br>".join(
        f"{day} at 3 pm at the Chamber of Commerce 1210 W. Rosedale" for day in ("Dec 4", "Dec 9", "Jan 8")
    )
    assert [title for title, _ in read(f"<h2>Commission Meetings</h2><p>{lines}</p>")] == ["Commission Meeting"] * 3


def test_a_notice_in_bold_above_a_list_of_dates_is_not_its_name() -> None:
    dates = "<p>Dec 4, 2026</p><p>Dec 9, 2026</p><p>Jan 8, 2027</p>"
    found = read(f"<h3>Harbor Committee Meetings</h3><b>MEETING DATE CHANGE</b><h4>2026</h4>{dates}")
    assert {title for title, _ in found} == {"Harbor Committee Meeting"}


def test_a_class_of_the_page_s_main_part_does_not_make_its_cards_a_notice() -> None:
    cards = listed(*(f"<h3>Show {name * 2}</h3><p>Dec {day}, 2026</p>" for day, name in enumerate("abc", 4)))
    assert len(read(f"<main class='has-top-alert-banner'>{cards}</main>")) == 3
