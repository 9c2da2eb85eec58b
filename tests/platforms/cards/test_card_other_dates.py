"""Cards that name further dates: an end, a deadline, the day of an announcement, a second showing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scrapers.platforms.cards.reader import read_events
from tests.platforms.cards.test_cards import CONTEXT

SEASON = (
    ("Tin Herons", date(2026, 12, 4)),
    ("Quiet Tide", date(2026, 12, 12)),
    ("Night Ferry", date(2026, 12, 18)),
    ("Low Harbor", date(2027, 1, 14)),
)


def in_words(day: date, form: str) -> str:
    return day.strftime(form.replace("%e", str(day.day)))


def page(card: str) -> bytes:
    """A list in which each card is built like this one. `{day}`: Friday, December 4; `{next}`: the day after."""
    cards = "".join(
        card.format(
            title=title,
            day=in_words(day, "%A, %B %e"),
            next=in_words(day + timedelta(1), "%A, %B %e"),
            full=in_words(day, "%B %e, %Y"),
            next_full=in_words(day + timedelta(1), "%B %e, %Y"),
            posted=f"November {number + 10}, 2026",
        )
        for number, (title, day) in enumerate(SEASON)
    )
    return f"<!DOCTYPE html><html lang='en'><body><main>{cards}</main></body></html>".encode()


def read(card: str) -> list[tuple[str, list[str]]]:
    """Each title with its starts, and ends after a slash, without the seconds."""
    return [
        (
            event.title,
            [
                f"{shown['starts_at'][:16]}{'/' if shown['ends_at'] else ''}{(shown['ends_at'] or '')[:16]}"
                for shown in (one.to_json() for one in event.occurrences)
            ],
        )
        for event in read_events(page(card), CONTEXT).events
    ]


def on_days(hour: str = "", end: str = "", after: int = 0) -> list[tuple[str, list[str]]]:
    return [(title, [f"{day}{hour}" + (f"/{day + timedelta(after)}{end}" if end else "")]) for title, day in SEASON]


@pytest.mark.parametrize(
    ("card", "end"),
    [
        ("<div><h3>{title}</h3><p>{full} 9:00 PM {next_full} 2:00 AM</p></div>", "T02:00"),
        ("<div><h3>{title}</h3><p>{full} 9:00 PM</p><p>{next_full} 1:30 AM</p></div>", "T01:30"),
        ("<div><h3>{title}</h3><p>{day}, 21:00</p><p>{next}, 00:00</p></div>", "T00:00"),
    ],
)
def test_what_ends_before_dawn_on_the_next_day_is_one_showing(card: str, end: str) -> None:
    assert read(card) == on_days("T21:00", end, 1)


@pytest.mark.parametrize(
    "card",
    [
        "<div><h3>{title}</h3><time>{full} 7:00 pm</time><br><time class='end'>{full} 9:00 pm</time></div>",
        "<div><h3>{title}</h3><p>{day}, 7 pm</p><p>Registration deadline is {posted}.</p></div>",
        "<div><h3>{title}</h3><p>They were last seen here on May 3, 2025.</p><p>{day}, 7 pm</p></div>",
        "<div><h3>{title}</h3><p>On {posted} the band won a prize.</p><p>{day}, 7 pm</p></div>",
        "<div><h3>{title}</h3><p>{day}, 7 pm</p><p>Members get a discount until {posted}, so be quick.</p></div>",
        "<div><h3>{title}</h3><p>{day}, 7 pm</p><p>Last show: {posted}, sold out.</p></div>",
        "<div><h3>{title}</h3><p>{day}, 7 pm</p><p>Inscripciones hasta el {posted}.</p></div>",
        "<div><h3>{title}</h3><p>{day}, 7 pm. Seen last on {posted} in Boston.</p></div>",
        "<div><h3>{title}</h3><p>Order your ticket online by {posted} or pay more.</p><p>{day}, 7 pm</p></div>",
        "<h3>{title}</h3><p>{day}, 7 pm</p><p>Registration deadline is {posted}.</p>",
        "<h3>{title}</h3><p>{day}, 7 pm</p>",
        "<h3>{title}</h3><p>{day}, 7 pm</p><p>With friends and songs from the new album.</p>",
        "<li>{day}, 7 pm: <a href='/x'>{title}</a>. Enter by {posted}.</li>",
        "<li><a href='/x'>{title}</a> {day}, 7 pm – enter by {posted}</li>",
        "<div><h3>{title}</h3><p>{day}, 7 pm</p><p>Rain date: {next}</p></div>",
        "<div><h3>{title}</h3><p>Presale: {posted}, 10am</p><p>Public sale: {posted}, 11am</p><p>{day}, 7 pm</p></div>",
        "<div><h3>{title}</h3><p>Applications due {posted}</p><p>{day}, 7 pm</p></div>",
        "<div><h3>{title}</h3><p>{day}, 7 pm</p><p>Their album came out on October 3, 2025.</p></div>",
        "<div><h3>{title}</h3><p>{day}, 7 pm</p><p>Premiered May 3, 1985</p></div>",
        "<article><p>{posted}</p><h3>{title}</h3><p>When: {day}, 7 pm</p></article>",
        "<article><p>{posted}</p><h3>{title}</h3><p>Date &amp; Time: {day} at 7:00 p.m.</p></article>",
        "<article><p>{posted}</p><h3>{title}</h3><p>It will be held at 7 p.m. on {day}, in the hall.</p></article>",
    ],
)
def test_other_dates_of_a_card_are_not_its_day(card: str) -> None:
    assert read(card) == on_days("T19:00")


def test_the_opening_is_no_event_beside_the_exhibition() -> None:
    card = "<div><h3>{title}</h3><p>{full} – {next_full}</p><p>Opening reception: {day}, 6–8 pm</p></div>"
    assert [(title, starts[0][:10]) for title, starts in read(card)] == [(title, f"{day}") for title, day in SEASON]


@pytest.mark.parametrize(
    "card",
    [
        "<div><h3>{title}</h3><p>{day}, 2 pm</p><p>{next}, 7 pm</p></div>",
        "<div><h3>{title}</h3><p><b>{day}</b> 2 pm</p><p><b>{next}</b> 7 pm</p></div>",
        "<div><a href='/x'>{title}</a><span>{day} at 2:00pm</span> <span>{next} at 7:00pm</span></div>",
    ],
)
def test_cards_that_all_have_two_showings(card: str) -> None:
    assert read(card) == [(title, [f"{day}T14:00", f"{day + timedelta(1)}T19:00"]) for title, day in SEASON]


def test_an_hour_on_the_line_of_another_day_is_not_the_cards() -> None:
    assert read("<div><h3>{title}</h3><p>{day}</p><p>Tickets from {posted} at 10 am</p></div>") == on_days()


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>{day}, 7 pm</b><br>{title}<br>Free</p>",
        "<p>Posted {posted} 8:19 AM<br>{title}<br>{day}, 7 pm</p>",
    ],
)
def test_lines_that_name_no_event_are_not_in_the_title(line: str) -> None:
    assert read(line) == on_days("T19:00")


@pytest.mark.parametrize(
    ("card", "hour", "end", "after"),
    [
        ("<p>Start: {day}, 7 pm</p><p>End: {day}, 9 pm</p>", "T19:00", "T21:00", 0),
        ("<p>Start</p><p>{full} 7 pm</p><p>End</p><p>{full} 9 pm</p>", "T19:00", "T21:00", 0),
        ("<p>{full} 7 pm –</p><p>{full} 9 pm</p>", "T19:00", "T21:00", 0),
        ("<p>Inicio: {full} 19:00</p><p>Fin: {full} 21:00</p>", "T19:00", "T21:00", 0),
        ("<p>Beginn: {full} 19:00</p><p>Ende: {full} 21:00</p>", "T19:00", "T21:00", 0),
        ("<dl><dt>Start</dt><dd>{full} 7 pm</dd><dt>End</dt><dd>{full} 9 pm</dd></dl>", "T19:00", "T21:00", 0),
        (
            "<p>Start date {full}</p><p>Start time 7 pm</p><p>End date {full}</p><p>End time 9 pm</p>",
            "T19:00",
            "T21:00",
            0,
        ),
        ("<p>From {full} 7 pm</p><p>until {next_full} 2 am</p>", "T19:00", "T02:00", 1),
        ("<p>From: {day} 7:00 pm</p><p>To: {next} 9:00 pm</p>", "T19:00", "T21:00", 1),
        ("<p>Start: {day}</p><p>End: {next}</p>", "", "", 2),
        ("<p>Start Date: {full}</p><p>End Date: {next_full}</p>", "", "", 2),
    ],
)
def test_a_start_and_an_end_on_lines_of_their_own(card: str, hour: str, end: str, after: int) -> None:
    ends = [(title, [f"{day}{hour}/{day + timedelta(after)}{end}"]) for title, day in SEASON]
    assert read(f"<div><h3>{{title}}</h3>{card}</div>") == ends


SENTENCES = (
    "Our shop is closed Dec 24, 2026. Workshop: Dec 7, 2026 at 5 PM",
    "On Dec 24, 2026 our shop is closed. Workshop: Dec 7, 2026 at 5 PM",
    "Our shop is closed Dec 24, 2026.<br>Workshop: Dec 7, 2026 at 5 PM",
    "Last chance to submit: December 2. Workshop December 7, 2026 at 5 PM.",
    "Dec 3, 2026 is the deadline to enter. Workshop Dec 7, 2026 at 5 PM",
    "Workshop Dec 7, 2026 at 5 PM. Box office closed Dec 25, 2026.",
    "Registration opens Nov 30, 2026. Workshop Dec 7, 2026 at 5 PM",
    "Members vote December 2. Workshop December 7, 2026 at 5 PM.",
)


def with_sentences(*sentences: str) -> list[tuple[str, str]]:
    """The title and start of each event of a card with one of these sentences, in a list of four with a date alone."""
    names = ("Delta Ensemble", "Gamma Ensemble", "Mu")
    cards = [
        *(f"<h3>{title}</h3><p class='date'>{in_words(day, '%B %e, %Y')}</p><p>Words.</p>" for title, day in SEASON),
        *(f"<h3>{name}</h3><p>{one}</p>" for name, one in zip(names, sentences, strict=False)),
    ]
    listed = "".join(f"<div class='card'>{one}</div>" for one in cards)
    events = read_events(f"<body><main>{listed}</main></body>".encode(), CONTEXT).events
    usual = [title for title, _ in SEASON]
    return [
        (event.title, str(one.to_json()["starts_at"])[:16])
        for event in events
        if event.title not in usual
        for one in event.occurrences
    ]


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_with_two_dates_invents_no_event(sentence: str, times: int) -> None:
    found = with_sentences(*[sentence] * times)
    assert {title for title, _ in found} <= {"Delta Ensemble", "Gamma Ensemble", "Mu"}
    assert {start for _, start in found} <= {"2026-12-07T17:00"}


@pytest.mark.parametrize(
    "sentence",
    [
        *SENTENCES[:-1],
        "Book by Dec 3 and save. Workshop on Dec 7, 2026, 5 PM.",
        "Tickets on sale December 1 at 10am. Workshop: December 7, 2026, 5pm.",
        "Please register by Nov 30 at 6 PM. The workshop takes place on December 7, 2026 at 5 PM.",
        "Cancelled on Dec 1; new date is Dec 7, 2026 5pm",
    ],
)
def test_the_sentence_gives_the_day_and_its_hour(sentence: str) -> None:
    expected = [(name, "2026-12-07T17:00") for name in ("Delta Ensemble", "Gamma Ensemble", "Mu")]
    assert with_sentences(*[sentence] * 3) == expected


def test_a_day_that_is_excepted_is_no_event() -> None:
    assert with_sentences(*["Every Friday from Dec 4, 2026 at 7 PM except Dec 25"] * 3) == []
