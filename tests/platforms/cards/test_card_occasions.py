"""Dates and hours of a card that nobody sees, that belong to something else, or that may be an end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.platforms.cards.test_card_other_dates import SEASON, on_days, read


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{next}, 9 pm</p>",
        "<p hidden=''>{next}, 9 pm</p>",
        "<p hidden='until-found'>{next}, 9 pm</p>",
        "<dialog><p>{next}, 9 pm</p></dialog>",
        "<span hidden>Canceled</span>",
    ],
)
def test_what_is_hidden_by_an_attribute_is_not_read(hidden: str) -> None:
    assert read(f"<div><h3>{{title}}</h3><p>{{day}}, 7 pm</p>{hidden}</div>") == on_days("T19:00")


def test_hidden_cards_are_no_events_but_what_only_screen_readers_skip_is_read() -> None:
    assert read("<div hidden><h3>{title}</h3><p>{day}, 7 pm</p></div>") == []
    assert read("<div><h3>{title}</h3><p aria-hidden='true'>{day}, 7 pm</p></div>") == on_days("T19:00")


@pytest.mark.parametrize(("first", "second"), [("7:00 PM", "9:30 PM"), ("7 pm", "10 pm"), ("19:00", "21:30")])
def test_the_same_day_with_two_hours_on_two_lines_begins_at_the_first(first: str, second: str) -> None:
    card = f"<div><h3>{{title}}</h3><p>{{day}} {first}</p><p>{{day}} {second}</p></div>"
    assert read(card) == on_days("T19:00")
    assert read(f"<div><h3>{{title}}</h3><p>{{day}}</p><p>{first}</p><p>{second}</p></div>") == on_days()


@pytest.mark.parametrize(
    "hours",
    [
        "7:00 PM &amp; 9:30 PM",
        "Showtimes: 7:00 PM, 9:30 PM",
        "Shows 7:00 PM / 9:30 PM",
        "Early show 7:00 PM</p><p>Late show 9:30 PM",
        "First show: 7 PM</p><p>Second show: 9:30 PM",
    ],
)
def test_hours_that_are_named_as_shows_are_showings(hours: str) -> None:
    expected = [(title, [f"{day}T19:00", f"{day}T21:30"]) for title, day in SEASON]
    assert read(f"<div><h3>{{title}}</h3><p>{{day}}</p><p>{hours}</p></div>") == expected


OTHER = [
    "Auditions {}",
    "Auditions: {}, 7 pm",
    "Open auditions {}",
    "Callbacks: {}",
    "Audiciones: {}",
    "Submit by {}",
    "Enroll by {}",
    "Sign up by {}",
    "Last day to register: {}",
    "Deadline to apply is {}",
    "Deadline {}",
    "On sale {}",
    "Tickets available {}",
    "Due date: {}",
    "Box office opens {}",
]


@pytest.mark.parametrize("line", OTHER)
def test_a_date_of_something_else_is_never_the_event_s(line: str) -> None:
    assert read(f"<div><h3>{{title}}</h3><p>{line.format('{day}')}</p></div>") == []
    other = f"<p>{line.format('{posted}')}</p>"
    assert read(f"<div><h3>{{title}}</h3>{other}<p>{{day}}, 7 pm</p></div>") == on_days("T19:00")
    assert read(f"<div><h3>{{title}}</h3><p>{{day}}, 7 pm</p>{other}</div>") == on_days("T19:00")


def test_auditions_are_an_event_where_they_are_the_title_or_a_line_of_a_list() -> None:
    assert read("<div><h3>Auditions: {title}</h3><p>{day}, 7 pm</p></div>") == [
        (f"Auditions: {title}", starts) for title, starts in on_days("T19:00")
    ]
    assert read("<li>Auditions {day}</li>") == [("Auditions", starts) for _, starts in on_days()]


@pytest.mark.parametrize("joint", ["and again on", "and", "and then on", "and also"])
def test_a_sentence_that_goes_on_with_a_second_day_has_both(joint: str) -> None:
    card = f"<div><h3>{{title}}</h3><p>Join us on {{day}} {joint} {{next}} for an evening of song.</p></div>"
    assert read(card) == [(title, [f"{day}", f"{day + timedelta(1)}"]) for title, day in SEASON]


def test_the_day_on_which_something_ended_is_not_the_card_s() -> None:
    sentence = "After their tour ended on {posted}, they play here on {day} at 7 pm."
    assert read(f"<div><h3>{{title}}</h3><p>{sentence}</p></div>") == on_days("T19:00")
