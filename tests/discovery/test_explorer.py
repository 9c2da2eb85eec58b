"""Looks at small sites on loopback: what is chosen, what is asked, and what is said where nothing can be read."""

from __future__ import annotations

import pytest

from app.language.server import translated
from scrapers.discovery.asking import MOST_REQUESTS
from scrapers.discovery.refusals import ADVICE
from tests.discovery.looking import TIDES, TITLES, Pages, Site, calendar, cards, chosen, look, tribe_page


def test_a_calendar_is_preferred_to_the_page_that_links_to_it(site: Site) -> None:
    page = cards(*TITLES).format("<a href='/all.ics'>Subscribe</a>")
    findings = look(site({"/": (200, page), "/all.ics": (200, calendar(*TITLES, "Fourth"))}))
    assert chosen(findings) == [("ics", "all.ics", 4), ("cards", "", 3)]
    best = findings.candidates[0]
    assert (best.coverage, best.timezone, findings.title) == (1.0, "America/Chicago", "Tern Hall")
    assert (best.covered, best.listed, best.zone_named) == (3, 3, True)
    assert (findings.candidates[1].timezone, findings.candidates[1].zone_named) == ("America/New_York", False)
    assert best.reason == "a link to a calendar: 'Subscribe'"


def test_a_calendar_that_lacks_most_of_the_page_stands_behind_it(site: Site) -> None:
    page = cards(*TITLES).format("<a href='/all.ics'>Subscribe</a>")
    findings = look(site({"/": (200, page), "/all.ics": (200, calendar("Members only"))}))
    assert chosen(findings) == [("cards", "", 3), ("ics", "all.ics", 1)]


def test_a_home_page_leads_to_the_calendar(site: Site) -> None:
    home = "<html><body><a href='/season'>What's On</a></body></html>"
    findings = look(site({"/": (200, home), "/season": (200, cards(*TITLES).format(""))}))
    assert chosen(findings) == [("cards", "season", 3)]


def test_usual_places_are_tried_where_nothing_leads_on(site: Site) -> None:
    assert chosen(look(site({"/calendar": (200, cards(*TITLES).format(""))}))) == [("cards", "calendar", 3)]


def test_a_feed_is_taken_as_it_is(site: Site) -> None:
    findings = look(site({"/x.ics": (200, calendar("One"))}) + "/x.ics")
    assert chosen(findings) == [("ics", "x.ics", 1)]


def test_past_events_do_not_count(site: Site) -> None:
    old = calendar("Gone", "Past").replace("202612", "202512")
    said = "Events that were read as “iCalendar”: 2. All of them are over: the last was on 2025-12-05."
    home = "<html><body><a href='/x.ics'>Subscribe</a></body></html>"
    served = site({"/": (200, home), "/x.ics": (200, old)})
    for address, kind in (("/x.ics", None), ("/x.ics", "ics"), ("/", None)):
        findings = look(served + address, kind)
        assert (findings.candidates, findings.refusal) == ([], said)


@pytest.mark.parametrize(
    ("added", "further"),
    [
        (f"<script>{'x' * 9000}</script>" * 5, ""),
        (
            "<a href='https://webtrac.example/wbwsc/webtrac.wsc/search.html'>Register</a>",
            f" It lists its programs with WebTrac, which refuses crawlers (Cloudflare). {ADVICE}",
        ),
    ],
)
def test_what_a_page_showed_before_it_was_over_is_said(site: Site, added: str, further: str) -> None:
    past = cards(*TITLES).replace("2026", "2024").format(added)
    said = "Events that were read as “Cards, tables, and lists on any page”: 3. All of them are over: the last was on "
    refusal = look(site({"/": (200, past)})).refusal
    assert refusal == f"{said}2024-12-06.{further}"
    assert translated(refusal, "es").startswith("Eventos que se leyeron como")


def test_a_named_platform_is_not_second_guessed(site: Site) -> None:
    page = cards(*TITLES).format("<a href='/all.ics'>Subscribe</a>")
    findings = look(site({"/": (200, page), "/all.ics": (200, calendar(*TITLES))}), "cards")
    assert chosen(findings) == [("cards", "", 3)]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ({"/robots.txt": (200, "User-agent: *\nDisallow: /")}, "forbids crawlers"),
        ({"/robots.txt": (503, "")}, "forbids crawlers"),
        ({"/": (401, "")}, "needs a login or refuses crawlers"),
        ({"/": (429, "")}, "refuses crawlers"),
        ({}, "There is no page at this address"),
        ({"/": (200, "<html><body><h1>Welcome</h1></body></html>")}, "No upcoming events"),
        (
            {"/": (200, "<html><body>Hi" + f"<script>{'x' * 9000}</script>" * 5 + "</body></html>")},
            "shows its content only by script",
        ),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(site: Site, pages: Pages, said: str) -> None:
    findings = look(site(pages))
    assert not findings.candidates
    assert said in findings.refusal


def test_an_address_that_robots_txt_forbids_is_not_asked(site: Site) -> None:
    page = cards(*TITLES).format("<a href='/all.ics'>Subscribe</a>")
    pages = {
        "/robots.txt": (200, "User-agent: *\nDisallow: /all.ics"),
        "/": (200, page),
        "/all.ics": (200, calendar(*TITLES)),
    }
    findings = look(site(pages))
    assert chosen(findings) == [("cards", "", 3)]
    assert [one.partition(": ")[2] for one in findings.asked if "/all.ics" in one] == ["robots.txt forbids it"]


def test_a_site_is_asked_no_more_than_ten_times(site: Site) -> None:
    links = "".join(f"<a href='/{number}.ics'>Calendar</a>" for number in range(30))
    findings = look(site({"/": (200, f"<html><body>{links}</body></html>")}))
    assert len(findings.asked) == MOST_REQUESTS


def test_signs_of_a_platform_lead_to_its_list(site: Site) -> None:
    home = "<html><body><script src='/assets/localist.js'></script><h1>Tern College</h1></body></html>"
    findings = look(site({"/": (200, home), "/api/2/events?days=365&pp=100&page=1": (200, TIDES)}))
    assert chosen(findings) == [("localist", "api/2/events", 3)]
    assert findings.candidates[0].reason == "assets of Localist"


def test_a_named_platform_is_looked_for_on_the_page(site: Site) -> None:
    page = "<html><section class='fsCalendar' data-calendar-ids='9'></section></html>"
    feed = "/fs/calendar-manager/events.ics?calendar_ids[]=9"
    findings = look(site({"/": (200, page), feed: (200, calendar(*TITLES))}), "finalsite")
    assert chosen(findings) == [("ics", feed.lstrip("/"), 3)]


def test_a_closed_service_is_named_where_nothing_can_be_read(site: Site) -> None:
    findings = look(
        site({"/": (200, "<html><body><a href='https://www.facebook.com/tern/events'>Events</a></body></html>")})
    )
    assert not findings.candidates
    assert findings.refusal.startswith("It lists its events on Facebook")


@pytest.mark.parametrize("month", ["/events/month/?ical=1", "/events/month/2026-12/?ical=1"])
def test_the_events_calendar_is_chosen_where_a_harvest_finds_its_feed(site: Site, month: str) -> None:
    findings = look(site({"/events/": (200, tribe_page(*TITLES)), month: (200, calendar(*TITLES))}) + "/events/")
    assert chosen(findings)[0] == ("tribe", "", 3)


@pytest.mark.parametrize(
    "feeds",
    [
        pytest.param({}, id="switched off"),
        pytest.param({"/events/month/?ical=1": (200, "<html><body>Nothing</body></html>")}, id="a page instead"),
        pytest.param({"/robots.txt": (200, "User-agent: *\nDisallow: /*?ical=1")}, id="forbidden"),
        pytest.param({"/events/month/?ical=1": (403, "no")}, id="refused"),
    ],
)
def test_a_calendar_without_a_feed_is_read_from_its_page(site: Site, feeds: Pages) -> None:
    findings = look(site({"/events/": (200, tribe_page(*TITLES)), **feeds}) + "/events/")
    assert chosen(findings) == [("jsonld", "events/", 3)]


def test_a_named_calendar_without_a_feed_is_refused_with_its_address(site: Site) -> None:
    findings = look(site({"/events/": (200, tribe_page(*TITLES))}) + "/events/", "tribe")
    assert findings.candidates == []
    assert "its iCalendar feed can't be read" in findings.refusal
    assert "/events/month/?ical=1" in findings.refusal
