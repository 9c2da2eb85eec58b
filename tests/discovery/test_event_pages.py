"""Events on pages of their own: behind links, cards, data of one event, and in a sitemap."""

from __future__ import annotations

import json

import pytest

from scrapers.discovery.asking import MOST_REQUESTS
from tests.discovery.looking import TITLES, Site, cards, chosen, look


def event_page(title: str, day: int) -> str:
    data = {"@type": "Event", "name": title, "startDate": f"2026-12-{day:02}T19:00:00-06:00"}
    return f"<html><body><h1>{title}</h1><script type='application/ld+json'>{json.dumps(data)}</script></body></html>"


def linked(*names: str) -> str:
    links = "".join(f"<a href='/events/{name}'>More</a>" for name in names)
    return f"<html><head><title>Tern Hall | Events</title></head><body>{links}</body></html>"


NAMES = ("rent-us", "herons", "tide", "ferry", "moon", "gale", "our-rules")
"""The links of a list, with those of its menu at both ends."""
OWN_PAGES = {f"/events/{name}": (200, event_page(name, day)) for day, name in enumerate(NAMES[1:-1], 4)}


def test_events_are_found_on_their_own_pages(site: Site) -> None:
    findings = look(site({"/": (200, "<a href='/events'>Events</a>"), "/events": (200, linked(*NAMES)), **OWN_PAGES}))
    assert chosen(findings) == [("jsonld", "events", 3)]
    best = findings.candidates[0]
    assert (best.pages, best.listed) == (7, 0)
    assert best.reason == (
        "schema.org data on the pages of single events: the page links to 7, and 3 of 3 that were looked at have "
        "upcoming events"
    )
    assert len(findings.asked) == 6


def test_the_own_pages_of_cards_are_preferred_to_the_cards(site: Site) -> None:
    shown = (
        "".join(
            f"<div class='card'><h3><a href='/{name}'>{name}</a></h3><p>Dec {day}, 2026</p></div>"
            for day, name in enumerate(TITLES, 4)
        )
        .replace("href='/Tin Herons'", "href='/a'")
        .replace("href='/Quiet Tide'", "href='/b'")
    )
    pages = {
        "/a": (200, event_page(TITLES[0], 4)),
        "/b": (200, event_page(TITLES[1], 5)),
        "/Night%20Ferry": (200, event_page(TITLES[2], 6)),
    }
    findings = look(site({"/": (200, f"<html><body>{shown}</body></html>"), **pages}))
    assert chosen(findings) == [("jsonld", "", 3), ("cards", "", 3)]
    assert (findings.candidates[0].covered, findings.candidates[0].listed) == (3, 3)


def test_cards_stay_where_their_pages_have_other_events(site: Site) -> None:
    shown = "".join(
        f"<div class='card'><h3><a href='/events/{day}-x'>{name}</a></h3><p>Dec {day}, 2026</p></div>"
        for day, name in enumerate(TITLES, 4)
    )
    pages = {f"/events/{day}-x": (200, event_page("Gift cards", 9)) for day in (4, 5, 6)}
    findings = look(site({"/": (200, f"<html><body>{shown}</body></html>"), **pages}))
    assert chosen(findings)[0] == ("cards", "", 3)


def test_a_page_with_data_of_one_event_leads_to_the_others(site: Site) -> None:
    first = event_page("Opening", 3).replace("</body>", linked(*NAMES) + "</body>")
    findings = look(site({"/events": (200, first), **OWN_PAGES}) + "/events")
    assert chosen(findings) == [("jsonld", "events", 4)]


def test_pages_of_past_events_are_no_way(site: Site) -> None:
    past = {path: (status, body.replace("2026-12", "2025-12")) for path, (status, body) in OWN_PAGES.items()}
    assert look(site({"/events": (200, linked(*NAMES)), **past}) + "/events").candidates == []


@pytest.mark.parametrize(
    "robots", ["", "Sitemap: /map.xml", "Sitemap: https://other.example/map.xml", "Sitemap: https://[map"]
)
def test_a_sitemap_leads_to_pages_that_no_list_links_to(site: Site, robots: str) -> None:
    entries = "".join(f"<url><loc>{path}</loc></url>" for path in OWN_PAGES)
    path = "/map.xml" if robots == "Sitemap: /map.xml" else "/sitemap.xml"
    pages = {
        "/": (200, "<html><head><title>Tern Hall</title></head><body><h1>Welcome</h1></body></html>"),
        "/robots.txt": (200, robots),
        path: (200, f"<?xml version='1.0'?><urlset>{entries}</urlset>"),
        **OWN_PAGES,
    }
    findings = look(site(pages))
    assert chosen(findings) == [("jsonld", path[1:], 3)]
    assert (findings.title, len(findings.asked) <= MOST_REQUESTS) == ("Tern Hall", True)


def test_a_sitemap_is_taken_as_it_is(site: Site) -> None:
    entries = "".join(f"<url><loc>{path}</loc></url>" for path in OWN_PAGES)
    url = site({"/s.xml": (200, f"<urlset>{entries}</urlset>"), **OWN_PAGES})
    assert chosen(look(url + "/s.xml")) == [("jsonld", "s.xml", 3)]
    assert chosen(look(url + "/s.xml", "jsonld")) == [("jsonld", "s.xml", 3)]
    assert "no pages of upcoming events" in look(site({"/s.xml": (200, "<urlset/>")}) + "/s.xml").refusal


def test_a_named_list_of_links_is_read_as_its_harvest_reads_it(site: Site) -> None:
    url = site({"/events": (200, linked(*NAMES)), **OWN_PAGES})
    assert chosen(look(url + "/events", "jsonld")) == [("jsonld", "events", 3)]


def test_a_home_page_with_the_first_events_leads_to_all(site: Site) -> None:
    home = cards(*TITLES).format("<a href='/events'>All events</a>")
    whole = cards(*TITLES, "Gull Song", "Low Water", "Long Pier", "Salt Road").format("")
    findings = look(site({"/": (200, home), "/events": (200, whole)}))
    assert chosen(findings) == [("cards", "events", 7), ("cards", "", 3)]
