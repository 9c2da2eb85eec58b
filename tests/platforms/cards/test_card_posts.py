"""Lists that are built like events: posts with the day of their publication, a house's hours, and a day's hours."""

from __future__ import annotations

import pytest

from tests.platforms.cards.test_cards import read

SHOWS = "".join(
    f"<div class=show><h3>{title}</h3><p>December {day}, 2026, 7 pm</p></div>"
    for title, day in [("Tin Herons", 5), ("Frost Walk", 6), ("Clay Night", 7)]
)
SHOWN = ["Tin Herons", "Frost Walk", "Clay Night"]


def posts(dates: str = "{}") -> str:
    days = [
        ("A new stage", "November 9, 2026"),
        ("Our season in numbers", "October 12, 2026"),
        ("Thanks", "July 3, 2026"),
    ]
    return "".join(f"<h3>{title}</h3><p>{dates.format(day)}</p><p>Read more</p>" for title, day in days)


@pytest.mark.parametrize(
    "heading",
    [
        "News",
        "Press Releases",
        "Blog",
        "Reviews",
        "Videos",
        "Latest News",
        "News & Updates",
        "From the Blog",
        "Our Stories",
    ],
)
@pytest.mark.parametrize("dates", ["{}", "By the stage crew, {}", "{} - a visitor", "Uploaded {}"])
def test_posts_are_no_events(heading: str, dates: str) -> None:
    assert read(f"<h1>{heading}</h1>{posts(dates)}") == []


def test_posts_below_the_shows() -> None:
    page = f"<h1>The Mill</h1><h2>Upcoming</h2>{SHOWS}<h2>News</h2>{posts()}"
    assert [title for title, _ in read(page)] == SHOWN


@pytest.mark.parametrize("heading", ["News", "Blog", "News & Events", "Press Play: A Night of Tapes", "Story Hour"])
def test_coming_events_count_below_any_heading(heading: str) -> None:
    assert [title for title, _ in read(f"<h1>{heading}</h1>{SHOWS}")] == SHOWN


HOURS = [
    ("Christmas Eve", "Thu, Dec 24: 10 AM - 2 PM"),
    ("Christmas Day", "Fri, Dec 25: Closed"),
    ("New Year's Eve", "Thu, Dec 31: 10 AM - 2 PM"),
    ("New Year's Day", "Fri, Jan 1 - closed"),
]


@pytest.mark.parametrize(
    "event", ["<h3>{}</h3><p>{}</p>", "<p><b>{}</b></p><p>{}</p>", "<div><h4>{}</h4><p>{}</p></div>"]
)
def test_hours_of_a_house_are_no_events(event: str) -> None:
    assert read("<h1>Holiday Hours</h1>" + "".join(event.format(*one) for one in HOURS)) == []


def test_a_day_that_is_closed_is_no_event() -> None:
    closed = "<div class=show><h3>Clay Open House</h3><p>December 25, 2026: Closed</p></div>"
    assert [title for title, _ in read(SHOWS + closed)] == SHOWN


@pytest.mark.parametrize(
    "event",
    [
        "<div><b>{hour}</b> {title}</div>",
        "<div class=e><b>{hour}</b> {title}</div>",
        "<p><b>{hour}</b> {title}</p>",
        "<p>{hour} - {title}</p>",
        "<p><strong>{hour}:</strong> {title}</p>",
        "<div><span>{hour}</span> <a href=/{hour}>{title}</a></div>",
    ],
)
def test_an_hour_begins_an_event_of_its_day(event: str) -> None:
    days = [[("10:00 AM", "Tin Herons"), ("6:00 PM", "Loom Talk")], [("11:00 AM", "Frost Walk")], [("2:00 PM", "Clay")]]
    page = "".join(
        f"<h3>December {5 + number}, 2026</h3>" + "".join(event.format(hour=hour, title=title) for hour, title in day)
        for number, day in enumerate(days)
    )
    assert [(title, start[8:16]) for title, start in read(page)] == [
        ("Tin Herons", "05T10:00"),
        ("Loom Talk", "05T18:00"),
        ("Frost Walk", "06T11:00"),
        ("Clay", "07T14:00"),
    ]
