"""Pages without structured data: what is taken from them, and what is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html

from core.items import EventStatus
from scrapers.platforms.cards.dates.mentions import dates_in
from scrapers.platforms.cards.page_text import page_text
from scrapers.platforms.cards.reader import read_events
from scrapers.platforms.cards.title_words import cleaned, is_title
from scrapers.platforms.recognition import read_recognized
from scrapers.reading.contract import Context

CONTEXT = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2026, 11, 20, 12, tzinfo=UTC)
)


def read(body: str, language: str = "en") -> list[tuple[str, str]]:
    page = f"<!doctype html><html lang='{language}'><head><title>x</title></head><body>{body}</body></html>"
    return [
        (event.title, one.to_json()["starts_at"])
        for event in read_events(page.encode(), CONTEXT).events
        for one in event.occurrences
    ]


def listed(*cards: str, around: str = "<div class='card'>{}</div>") -> str:
    return "".join(around.format(card) for card in cards)


EXPECTED = [
    ("Tin Herons", "2026-12-04T19:30:00-05:00"),
    ("Quiet Tide", "2026-12-11T20:00:00-05:00"),
    ("Night Ferry", "2026-12-18"),
]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            listed(
                "<h3>Tin Herons</h3><p>Fri, Dec 4 · 7:30 PM</p>",
                "<h3>Quiet Tide</h3><p>Fri, Dec 11 · 8 PM</p>",
                "<h3>Night Ferry</h3><p>Fri, Dec 18</p>",
            ),
            id="cards",
        ),
        pytest.param(
            "<table><tr><th>Date</th><th>Time</th><th>Event</th></tr>"
            "<tr><td>12/4/2026</td><td>7:30 p.m.</td><td>Tin Herons</td></tr>"
            "<tr><td>12/11/2026</td><td>8 p.m.</td><td>Quiet Tide</td></tr>"
            "<tr><td>12/18/2026</td><td>TBA</td><td>Night Ferry</td></tr></table>",
            id="table",
        ),
        pytest.param(
            "<p>Friday, December 4 at 7:30 PM - Tin Herons<br>Friday, December 11 at 8 PM - Quiet Tide<br>"
            "Friday, December 18 - Night Ferry</p>",
            id="lines",
        ),
        pytest.param(
            "<h2>Fri, Dec 4</h2><div class='e'><b>Tin Herons</b> 7:30 PM</div><h2>Fri, Dec 11</h2>"
            "<div class='e'><b>Quiet Tide</b> 8 PM</div><h2>Fri, Dec 18</h2><div class='e'><b>Night Ferry</b></div>",
            id="date headings",
        ),
        pytest.param(
            listed(
                "<h3>Tin Herons</h3><i>DEC</i><i>04</i><p>Doors: 6:30 PM / Show: 7:30 PM</p>",
                "<h3>Quiet Tide</h3><i>DEC</i><i>11</i><p>Doors: 7 PM / Show: 8 PM</p>",
                "<h3>Night Ferry</h3><i>DEC</i><i>18</i><p>Doors: 7 PM</p>",
                around="<li>{}</li>",
            ),
            id="a rail of dates",
        ),
        pytest.param(
            listed(
                "<a href='/1'><h3>Tin Herons</h3><p class='door-time'>6:30 PM</p><p class='show-time'>7:30 PM</p>"
                "<div>December 4, 2026</div></a>",
                "<a href='/2'><h3>Quiet Tide</h3><div class='door-time'>7 PM</div><div class='show-time'>8 PM</div>"
                "<div>December 11, 2026</div></a>",
                "<a href='/3'><h3>Night Ferry</h3><div>7 PM</div><div>9 PM</div><div>December 18, 2026</div></a>",
            ),
            id="hours labeled by class",
        ),
    ],
)
def test_one_season_in_several_structures(page: str) -> None:
    assert read(page) == EXPECTED


def test_a_year_stands_in_the_heading() -> None:
    rows = listed(
        "January 9 <b>Tin Herons</b>",
        "January 16 <b>Quiet Tide</b>",
        "January 23 <b>Night Ferry</b>",
        around="<li>{}</li>",
    )
    found = read(f"<h2>Season 2029</h2><ul>{rows}</ul>")
    assert [start for _, start in found] == ["2029-01-09", "2029-01-16", "2029-01-23"]


def bare(*days: str) -> str:
    return "<ul>" + listed(*days, around="<li>{}</li>") + "</ul>"


MONDAYS = ("December 7, 2026", "December 14, 2026", "December 21, 2026")


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        pytest.param(
            f"<h3>Quay Committee Meetings</h3>{bare('Dec 1, 2026 at 1 pm', 'Dec 8, 2026 at 1 pm')}"
            f"<h3>Harbor Board Meetings</h3>{bare('Dec 3, 2026', 'Dec 10, 2026')}",
            ["Quay Committee Meeting", "Harbor Board Meeting"] * 2,
            id="each list has its own heading",
        ),
        pytest.param(
            f"<h1>Harbor Board</h1><h3>2026 Meeting Schedule</h3><p>At 7 in the old hall.</p>{bare(*MONDAYS)}",
            ["Harbor Board"] * 3,
            id="the page names whose meeting schedule it is",
        ),
        pytest.param(
            f"<div role='tab'><a href=''>Quay Committee</a></div><b>All meetings are open.</b>{bare(*MONDAYS)}",
            ["Quay Committee"] * 3,
            id="a tab is a heading and a sentence is not",
        ),
        pytest.param(f"<h1>Harbor Board</h1><h3>Days of rest</h3>{bare(*MONDAYS)}", [], id="not of meetings"),
        pytest.param(f"<h1>The Harbor</h1><h3>2026 Meeting Schedule</h3>{bare(*MONDAYS)}", [], id="nobody's meetings"),
    ],
)
def test_lists_of_bare_dates_are_named_by_headings(page: str, titles: list[str]) -> None:
    assert sorted(title for title, _ in read(page)) == sorted(titles)


def test_a_canceled_bare_date_is_canceled() -> None:
    page = f"<h3>Quay Committee Meetings</h3>{bare('Dec 1, 2026', 'Dec 8, 2026 - CANCELLED', 'Dec 15, 2026')}"
    events = read_events(f"<!doctype html><html><body>{page}</body></html>".encode(), CONTEXT).events
    assert [one.status for one in events] == [EventStatus.SCHEDULED, EventStatus.CANCELLED, EventStatus.SCHEDULED]


def statuses(*badges: str) -> list[EventStatus]:
    cards = (
        f"<h3>Quay Concert {'abcd'[n]}</h3><p>Dec {n + 1}, 2026</p><em>{badge}</em>" for n, badge in enumerate(badges)
    )
    page = f"<!doctype html><html><body>{listed(*cards)}</body></html>"
    return [one.status for one in read_events(page.encode(), CONTEXT).events]


def test_a_badge_on_a_card_counts_for_it() -> None:
    scheduled = EventStatus.SCHEDULED
    assert statuses("", "Canceled", "Free", "") == [scheduled, EventStatus.CANCELLED, scheduled, scheduled]


def test_a_badge_on_most_cards_is_a_templates() -> None:
    assert set(statuses("Canceled", "Canceled", "Canceled", "")) == {EventStatus.SCHEDULED}


def test_papers_older_than_a_year_are_no_events() -> None:
    days = ("May 4, 2024", "May 5, 2025", "December 7, 2025", "October 6, 2026", "December 7, 2026")
    papers = listed(*(f"<a href='{number}.pdf'>Quay Council {day} Agenda</a>" for number, day in enumerate(days)))
    assert [title for title, _ in read(papers)] == ["Quay Council"] * 3
    assert len(read(f"<h3>Quay Council Meetings</h3>{bare(*days)}")) == 3
    assert len(read(listed(*(f"<h3>Quay Concert</h3>{day}" for day in days)))) == 5


@pytest.mark.parametrize("written", ["8:00 PM CET", "5 PM PT", "8pm (UTC)", "Doors at 8 PM GMT+8, all ages"])
def test_an_hour_of_another_zone_is_not_read_as_the_sources(written: str) -> None:
    days = ("Dec 4, 2026", "Dec 11, 2026", "Dec 18, 2026")
    abroad = listed(*(f"<h3>Quay Concert {day[4:6]}</h3><p>{day}</p><p>{written}</p>" for day in days))
    assert [start for _, start in read(abroad)] == ["2026-12-04", "2026-12-11", "2026-12-18"]
    here = listed(*(f"<h3>Quay Concert {day[4:6]}</h3><p>{day}</p><p>8 PM EST</p>" for day in days))
    assert read(here)[0][1] == "2026-12-04T20:00:00-05:00"


def test_a_range_has_no_hour() -> None:
    cards = listed(
        "<h3>Tin Herons</h3><p>Dec 4 - 6, 2026, 7 PM</p>",
        "<h3>Quiet Tide</h3><p>Dec 11 - 13, 2026, 7 PM</p>",
        "<h3>Night Ferry</h3><p>Dec 18 - 20, 2026, 7 PM</p>",
    )
    assert read(cards)[0] == ("Tin Herons", "2026-12-04")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(listed("<h3>A dog</h3>Dec 4, 2026", "<h3>A cat</h3>Dec 5, 2026"), id="two are too few"),
        pytest.param(
            "<ul>" + listed("Dec 4, 2026", "Dec 5, 2026", "Dec 6, 2026", around="<li>{}</li>") + "</ul>",
            id="dates without titles",
        ),
        pytest.param(
            "<footer>"
            + listed("<b>Terms</b> Dec 4, 2026", "<b>Jobs</b> Dec 5, 2026", "<b>Press</b> Dec 6, 2026")
            + "</footer>",
            id="the foot of the page",
        ),
        pytest.param(
            listed(
                "<h3>New roof</h3>Posted Dec 4, 2026",
                "<h3>New stage</h3>Posted Dec 5, 2026",
                "<h3>New chairs</h3>Posted on: Dec 6, 2026",
            ),
            id="dates of posting",
        ),
        pytest.param(
            listed(
                "<h3>Tin Herons</h3>Sat, Dec 4, 2026", "<h3>Quiet Tide</h3>Feb 30", "<h3>Night Ferry</h3>Dec 40, 2026"
            ),
            id="dates that do not exist",
        ),
    ],
)
def test_no_event_is_made_up(page: str) -> None:
    assert read(page) == []


def posts(path: str) -> str:
    return listed(
        *(f'<h3><a href="{path}/{n}">Notice {"abc"[n]} of the pier</a></h3>Dec {4 + n}, 2026' for n in range(3))
    )


@pytest.mark.parametrize("path", ["/newsroom", "/about/news", "/press-release", "/blog/2026/12"])
def test_news_are_no_events(path: str) -> None:
    assert read(posts(path)) == []


@pytest.mark.parametrize("path", ["/shows", "/news/events", "/press-club", "/blog/calendar", ""])
def test_events_below_other_paths_are_read(path: str) -> None:
    assert len(read(posts(path))) == 3


def test_a_card_without_a_readable_date_is_left_out_alone() -> None:
    cards = listed(
        "<h3>Tin Herons</h3><p>Dec 4, 2026</p>",
        "<h3>Quiet Tide</h3><p>Mon, Dec 11, 2026</p>",
        "<h3>Night Ferry</h3><p>Dec 18, 2026</p>",
        "<h3>Last Bus</h3><p>Dec 19, 2026</p>",
    )
    assert [title for title, _ in read(cards)] == ["Tin Herons", "Night Ferry", "Last Bus"]


def test_auto_reads_cards_where_structured_data_has_no_event() -> None:
    cards = listed(
        *(f"<h3>{name}</h3><p>Dec {day}, 2026</p>" for name, day in (("A one", 4), ("A two", 5), ("A three", 6)))
    )
    page = f"<html><head><script type='application/ld+json'>{{}}</script></head><body>{cards}</body></html>"
    platform, reading = read_recognized(page.encode(), CONTEXT)
    assert (platform.name, len(reading.events)) == ("cards", 3)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Doors 7 PM, Dec 5, 2026", "en", ["Dec 5, 2026"]),
        ("24/7 service", "en", ["24/7"]),
        ("on 05.12.2026 and 2026-12-06", "en", ["05.12.2026 and 2026-12-06"]),
        ("za\n5\ndec", "nl", ["Sat 5 Dec"]),
        ("5 de diciembre de 2026", "es", ["5 Dec 2026"]),
        ("$5.12 or 12/5/26", "en", ["12/5/26"]),
        ("row 20\nMay 15", "en", ["May 15"]),
        ("Dec 5 & 6, 7 & 9 pm", "en", ["Dec 5 & 6"]),
        ("Dec 5-6, 2026, 7 - 9pm", "en", ["Dec 5-6, 2026"]),
        ("Dec 5, 2026 & 6, 2027", "en", ["Dec 5, 2026 & 6, 2027"]),
        ("Dec 5, 6 & 7, 2026", "en", ["Dec 5, 6 & 7, 2026"]),
        ("Dec 11-12 noon", "en", ["Dec 11-12"]),
        ("12/5/2026, 1900 hrs", "en", ["12/5/2026"]),
        ("5, 6 & 7 December 2026", "en", ["5, 6 & 7 December 2026"]),
        ("5-7 December 2026", "en", ["5-7 December 2026"]),
        ("Room 4, 5 December 2026", "en", ["5 December 2026"]),
    ],
)
def test_dates_in_a_text(text: str, language: str, found: list[str]) -> None:
    assert [one.text for one in dates_in(text, language)] == found


@pytest.mark.parametrize(
    "text",
    [
        "View Details",
        "Agenda | Minutes",
        "Friday",
        "Buy Tickets",
        "minutes-2026.pdf",
        "(2nd Friday) Agenda",
        "7:30",
        "MEETING CANCELLED",
        "Meeting Time Change",
        "No meeting",
        "https://video.example/j/8548?pwd=TTA1RURP",
        "Click here to join the meeting",
        "THIS MEETING IS CANCELLED",
    ],
)
def test_not_a_title(text: str) -> None:
    assert not is_title(text)


def test_a_title_is_freed_of_dates_and_hours_at_its_ends() -> None:
    assert cleaned("Dec 5, 2026 at 7 PM - Tin Herons", ["Dec 5, 2026"]) == "Tin Herons"
    assert cleaned("Tin Herons (Dec 5, 2026)", ["Dec 5, 2026"]) == "Tin Herons"
    assert cleaned("Tin Herons on Dec 5 and more", ["Dec 5"]) == "Tin Herons on Dec 5 and more"


def test_a_long_text_of_common_words_is_judged_quickly() -> None:
    assert not is_title("view details and more info " * 2000)


def test_a_deep_page_is_read() -> None:
    tree = html.fromstring("<div>" * 200 + "x" + "</div>" * 200)
    assert page_text(tree).text.strip() == "x"
