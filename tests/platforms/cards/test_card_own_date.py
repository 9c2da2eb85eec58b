"""Cards of which one has more dates than the others, and dates in another language than the page names."""

from __future__ import annotations

import pytest

from scrapers.platforms.cards.reader import read_events
from tests.platforms.cards.test_cards import CONTEXT, listed

PLAIN = [
    "<h3>Quiet Tide</h3><p>Fri Dec 11, 2026, 8pm</p>",
    "<h3>Night Ferry</h3><p>Fri Dec 18, 2026, 8pm</p>",
]


def starts(*cards: str, language: str = "en") -> dict[str, list[str]]:
    page = f"<!doctype html><html lang='{language}'><body>{listed(*cards)}</body></html>"
    return {
        event.title: [f"{one.starts_at:%m-%d %H:%M}" if one.time_known else f"{one.starts_at:%m-%d}" for one in dated]
        for event in read_events(page.encode(), CONTEXT).events
        if (dated := event.occurrences)
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "First seen here on January 5, 2019, they return.",
        "Their last record came out on March 2, 2024, to great praise.",
        "They play again on May 8, 2027, in the garden of the hall.",
    ],
)
def test_a_date_in_a_sentence_is_not_the_card_s(sentence: str) -> None:
    found = starts(f"<h3>Tin Herons</h3><p>Fri Dec 4, 2026, 8pm</p><p>{sentence}</p>", *PLAIN)
    assert found == {"Tin Herons": ["12-04 20:00"], "Quiet Tide": ["12-11 20:00"], "Night Ferry": ["12-18 20:00"]}


@pytest.mark.parametrize("extra", [0, 1, 2])
def test_a_card_may_have_a_line_for_each_date(extra: int) -> None:
    lines = ["Fri Dec 4, 8pm", "Sat Dec 5, 2pm &amp; 8pm", "Sun Dec 6, 2pm", "Mon Dec 7, 8pm", "Tue Dec 8, 8pm"][
        : 3 + extra
    ]
    shown = ["12-04 20:00", "12-05 14:00", "12-05 20:00", "12-06 14:00", "12-07 20:00", "12-08 20:00"][: 4 + extra]
    card = "<h3>Tin Herons</h3>" + "".join(f"<p>{line}</p>" for line in lines)
    found = starts(card, *PLAIN, "<h3>Late Moon</h3><p>Sat Dec 19, 8pm</p>")
    assert found["Tin Herons"] == shown
    assert set(found) == {"Tin Herons", "Quiet Tide", "Night Ferry", "Late Moon"}


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        ("<p>Doors: 7:00 PM</p><p>Show: 8:00 PM</p>", "12-04 20:00"),
        ("<p>Doors 7pm</p><p>8pm</p>", "12-04 20:00"),
        ("<p>Show 8 PM</p><p>Doors 7 PM</p>", "12-04 20:00"),
        ("<p>Start: 8:00 PM</p><p>End: 10:00 PM</p>", "12-04 20:00"),
        ("<p>Begins 8 PM</p><p>Ends 10 PM</p>", "12-04 20:00"),
        ("<p>7:00 PM</p><p>8:00 PM</p>", "12-04"),
        ("<p>7 PM</p><p>8 PM</p>", "12-04"),
    ],
)
def test_hours_on_lines_of_their_own_count_if_words_say_which_is_which(lines: str, start: str) -> None:
    assert starts(f"<h3>Tin Herons</h3><p>Fri Dec 4, 2026</p>{lines}", *PLAIN)["Tin Herons"] == [start]


@pytest.mark.parametrize(
    ("pattern", "language"),
    [
        ("viernes {} de diciembre, 7 p. m.", "en"),
        ("viernes {} de diciembre de 2026, 7 p. m.", ""),
        ("Viernes {} de Diciembre, 19:00", "en-US"),
        ("{} de diciembre, 19:00", "en"),
        ("vendredi {} décembre 2026 à 19h", "en"),
        ("vendredi {} décembre 2026 à 19h00", "fr"),
        ("{} décembre, 19h00", ""),
        ("Freitag, {}. Dezember 2026, 19 Uhr", "en"),
        ("sexta-feira, {} de dezembro, 19h00", "en"),
        ("venerdì {} dicembre 2026, 19:00", "en"),
    ],
)
def test_dates_in_another_language_than_the_page_names(pattern: str, language: str) -> None:
    titles = {"Tin Herons": 4, "Quiet Tide": 11, "Night Ferry": 18}
    cards = [f"<h3>{title}</h3><p>{pattern.format(day)}</p>" for title, day in titles.items()]
    assert starts(*cards, language=language) == {title: [f"12-{day:02} 19:00"] for title, day in titles.items()}


def test_a_month_s_name_in_a_few_titles_changes_nothing() -> None:
    cards = [
        f"<h3>{title}</h3><p>12/{day}/2026, 7 PM</p>"
        for title, day in (("Baile del 4 de diciembre", 4), ("Quiet Tide", 11))
    ]
    found = starts(*cards, "<h3>Night Ferry</h3><p>12/18/2026, 7 PM</p>")
    assert found["Quiet Tide"] == ["12-11 19:00"]


@pytest.mark.parametrize(
    "label",
    [
        "Registration opens Dec 1 at 9 AM",
        "Registration closes December 1, 2026",
        "Tickets by Dec 1",
        "Presale begins Dec 1, 10 AM",
        "Sales end Dec 1",
        "Reserve by Dec 1, 2026",
        "Early bird Dec 1",
    ],
)
def test_the_date_of_a_sale_is_not_the_event_s(label: str) -> None:
    cards = [
        f"<h3>{title}</h3><p>December {day}, 2026, 8 PM</p><p>{label}</p>"
        for title, day in (("Tin Herons", 4), ("Quiet Tide", 11), ("Night Ferry", 18))
    ]
    assert starts(*cards) == {
        "Tin Herons": ["12-04 20:00"],
        "Quiet Tide": ["12-11 20:00"],
        "Night Ferry": ["12-18 20:00"],
    }


@pytest.mark.parametrize(
    "pattern", ["{} – Dec {}, 2026 – 8:00 PM", "{} - December {}, 2026 - 8 PM", "{}: Dec {} 2026 — 8pm"]
)
def test_a_year_before_a_dash_and_an_hour_is_no_hour(pattern: str) -> None:
    titles = {"Tin Herons": 4, "Quiet Tide": 11, "Night Ferry": 18}
    cards = [f"<h3>{pattern.format(title, day)}</h3>" for title, day in titles.items()]
    assert starts(*cards) == {title: [f"12-{day:02} 20:00"] for title, day in titles.items()}


def test_lines_of_preformatted_text_are_records() -> None:
    lines = "12/4/2026  8:00 PM  Tin Herons\n12/11/2026 8:00 PM  Quiet Tide\n\n12/18/2026 8:00 PM  Night Ferry\n"
    assert starts(f"<pre>{lines}</pre>") == {
        "Tin Herons": ["12-04 20:00"],
        "Quiet Tide": ["12-11 20:00"],
        "Night Ferry": ["12-18 20:00"],
    }
