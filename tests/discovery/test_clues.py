"""What a page says about how its site publishes events."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from scrapers.discovery.clues import clues_in, listing_links

SITE = "https://hall.example/visit/"
GOOGLE = "https://calendar.google.com/calendar/ical/hall%40group.calendar.google.com/public/basic.ics"


def clues(body: str, head: str = "") -> list[tuple[str, str]]:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return [(one.platform, one.url) for one in clues_in(html.fromstring(page), page, SITE, date(2026, 11, 29))]


@pytest.mark.parametrize(
    ("body", "head", "found"),
    [
        ("", "<link rel='alternate' type='text/calendar' href='/all.ics'>", [("ics", "https://hall.example/all.ics")]),
        (
            "",
            "<link rel=alternate type='application/rss+xml' href='feed/'>",
            [("rss", "https://hall.example/visit/feed/")],
        ),
        ("", "<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>", []),
        ("<a href='webcal://hall.example/cal.ics'>Subscribe</a>", "", [("ics", "http://hall.example/cal.ics")]),
        ("<a href='/events/?ical=1'>Export</a>", "", [("ics", "https://hall.example/events/?ical=1")]),
        ("<a href='/events/month/2026-11/?ical=1'>Export</a>", "", []),
        ("<a href='/event/gala/ical/'>Add to calendar</a>", "", []),
        (
            "<iframe src='https://calendar.google.com/calendar/embed?src=hall%40group.calendar.google.com&ctz=x'>",
            "",
            [("ics", GOOGLE)],
        ),
        ("<div data-tockify-calendar='hallcal'></div>", "", [("ics", "https://tockify.com/api/feeds/ics/hallcal")]),
        (
            "<script>$Trumba.addSpud({webName: 'hall'})</script>",
            "",
            [("ics", "https://www.trumba.com/calendars/hall.ics")],
        ),
        (
            "<link href='/wp-json/tribe/events/v1/'>",
            "",
            [("tribe", "https://hall.example/wp-json/tribe/events/v1/events?per_page=50")],
        ),
        ("<a href='webcal://[hall/cal.ics'>Subscribe</a><a href='//[hall/cal.ics'>Subscribe</a>", "", []),
        ("<p>Come in.</p>", "", []),
    ],
)
def test_clues(body: str, head: str, found: list[tuple[str, str]]) -> None:
    assert clues(body, head) == found


def test_a_link_that_people_would_follow_comes_first() -> None:
    page = html.fromstring(
        "<html><body><a href='/about'>About</a><a href='/shows/x'>Tickets</a><a href='/season'>What’s On</a>"
        "<a href='/events/'>Events</a><a href='https://other.example/events'>Events</a></body></html>"
    )
    assert listing_links(page, SITE) == ["https://hall.example/events/", "https://hall.example/season"]
