"""Looks at small sites on loopback: what is chosen, what is asked, and what is said where nothing can be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from app.language.server import translated
from core.fetching.fetcher import Fetcher
from core.recipes.recipe import Recipe
from scrapers.discovery.asking import MOST_REQUESTS
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Findings
from scrapers.discovery.refusals import ADVICE

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
Pages = Mapping[str, tuple[int, str]]
Site = Callable[[Pages], str]


def calendar(*titles: str) -> str:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART;TZID=America/Chicago:202612{number + 4:02}T190000\r\n"
        f"SUMMARY:{title}\r\n"
        "END:VEVENT\r\n"
        for number, title in enumerate(titles)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"


def cards(*titles: str) -> str:
    shown = "".join(
        f"<div class='card'><h3>{title}</h3><p>Dec {number + 4}, 2026</p></div>" for number, title in enumerate(titles)
    )
    return f"<html><head><title>Tern Hall | Events</title></head><body>{shown}{{}}</body></html>"


TITLES = ("Tin Herons", "Quiet Tide", "Night Ferry")


@pytest.fixture
def site() -> Iterator[Site]:
    """Serves pages at their paths, and 404 elsewhere."""
    with ExitStack() as stack:

        def serve(pages: Pages) -> str:
            class Handler(BaseHTTPRequestHandler):
                def do_GET(self) -> None:
                    status, body = pages.get(self.path, (404, "nothing"))
                    self.send_response(status)
                    self.end_headers()
                    self.wfile.write(body.encode())

                def log_message(self, *_: object) -> None:
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_address[1]}"

        yield serve


def look(url: str, kind: str | None = None, recipe: Recipe | None = None) -> Findings:
    fetcher = Fetcher("Marquee/test", anywhere=True)
    explorer = Explorer(
        fetcher=fetcher, agent="Marquee", now=NOW, timezone="America/New_York", pause_s=0, recipe=recipe
    )
    return explorer.explore(url, kind)


def chosen(findings: Findings) -> list[tuple[str, str, int]]:
    return [
        (one.platform, one.base_url.partition("//")[2].partition("/")[2], len(one.events))
        for one in findings.candidates
    ]


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


TIDES = json.dumps(
    {
        "events": [
            {
                "event": {
                    "id": number,
                    "title": title,
                    "urlname": f"e{number}",
                    "event_instances": [{"event_instance": {"start": f"2026-12-{number + 4:02}T19:00:00-05:00"}}],
                }
            }
            for number, title in enumerate(TITLES)
        ],
        "page": {"current": 1, "size": 3, "total": 1},
    }
)


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


def tribe_page(*titles: str) -> str:
    """A listing of The Events Calendar, with the structured data that the plugin writes."""
    events = [
        {
            "@type": "Event",
            "name": title,
            "startDate": f"2026-12-{number + 4:02}T19:00:00-05:00",
            "url": f"/event/{number}/",
        }
        for number, title in enumerate(titles)
    ]
    data = json.dumps({"@context": "https://schema.org", "@graph": events})
    return f"""<html><head><title>Tern Hall</title>
        <script type="application/ld+json">{data}</script>
        </head><body><div class="tribe-events-calendar-list"></div></body></html>"""


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


def tides_page(*titles: str) -> str:
    """A page of Localist, with its cards."""
    shown = "".join(
        f"<div class='em-card'><h3 class='em-card_title'><a href='/event/{number}'>{title}</a></h3>"
        f"<p class='em-card_event-text'>Dec {number + 4}, 2026 7pm</p></div>"
        for number, title in enumerate(titles)
    )
    return f"<html><head><title>Tern College</title></head><body>{shown}</body></html>"


def test_a_page_whose_list_does_not_answer_is_read_otherwise(site: Site) -> None:
    """A harvest of Localist asks its interface, which this site has switched off."""
    page, answer = tides_page(*TITLES), "/api/2/events?days=365&pp=100&page=1"
    on = look(site({"/calendar": (200, page), answer: (200, TIDES)}) + "/calendar")
    off = look(site({"/calendar": (200, page)}) + "/calendar")
    assert chosen(on)[0][0] == "localist"
    assert chosen(off) == [("cards", "calendar", 3)]


def test_only_the_months_that_a_harvest_reads_are_shown(site: Site) -> None:
    page = tribe_page(*TITLES, "In February").replace("2026-12-07", "2027-02-07").replace("2026-12-06", "2027-03-06")
    findings = look(site({"/events/": (200, page), "/events/month/?ical=1": (200, calendar(*TITLES))}) + "/events/")
    best = findings.candidates[0]
    assert [event.occurrences[0].local_date.isoformat() for event in best.events] == [
        "2026-12-04",
        "2026-12-05",
    ]


def test_a_page_of_a_system_that_only_has_feeds_is_read_otherwise_without_them(site: Site) -> None:
    shown = "".join(
        f"<li class='em-event em-item'><h3><a href='/e/{day}'>{name}</a></h3><p>Dec {day}, 2026</p></li>"
        for day, name in enumerate(TITLES, 4)
    )
    page = f"<html><body><ul class='em-events-list'>{shown}</ul></body></html>"
    assert chosen(look(site({"/events": (200, page)}) + "/events")) == [("cards", "events", 3)]
    feeds = {"/events.ics": (200, calendar(*TITLES))}
    assert chosen(look(site({"/events": (200, page), **feeds}) + "/events"))[0] == ("ics", "events.ics", 3)


def paged(path: str, counts: int, shown: Callable[[int], str]) -> Pages:
    """Pages of a list, each with a link to the next one."""
    links = [f"<a rel='next' href='{path}?page={number + 1}'>Next</a>" for number in range(1, counts)]
    bodies = [shown(number).replace("</body>", f"{link}</body>") for number, link in enumerate([*links, ""], 1)]
    return {path if number == 1 else f"{path}?page={number}": (200, body) for number, body in enumerate(bodies, 1)}


def cards_of(page: int) -> str:
    return cards(*(f"{title} {page}" for title in TITLES)).format("")


def data_of(page: int) -> str:
    return tribe_page(*(f"{title} {page}" for title in TITLES)).replace("tribe-events-calendar-list", "list")


def test_a_list_is_read_to_its_end_as_its_harvest_reads_it(site: Site) -> None:
    best = look(site(paged("/shows", 4, cards_of)) + "/shows").candidates[0]
    assert (best.platform, len(best.events), best.notes) == ("cards", 12, ())
    assert best.recipe is not None
    data = look(site(paged("/agenda", 3, data_of)) + "/agenda").candidates[0]
    assert (data.platform, len(data.events), data.notes) == ("jsonld", 9, ())
    answer = "/api/2/events?days=365&pp=100&page="
    second = TIDES.replace('"urlname": "e', '"urlname": "f').replace(
        '"current": 1, "size": 3, "total": 1', '"current": 2, "total": 2'
    )
    pages = {f"{answer}1": (200, TIDES.replace('"total": 1', '"total": 2')), f"{answer}2": (200, second)}
    tides = look(site({"/calendar": (200, tides_page(*TITLES)), **pages}) + "/calendar").candidates[0]
    assert (tides.platform, len(tides.events)) == ("localist", 6)


def hand_made(page: int, more: str) -> tuple[int, str]:
    shown = "".join(
        f"<div class='show'><h3><a href='/shows/{page}-{day}'>Heron {page}-{day}</a></h3><p>Dec {day}, 2026, 7 PM</p>"
        "<span class='cost'>$5</span><p>Studio A</p></div>"
        for day in range(4, 12)
    )
    return 200, f"<html><head><title>Tern Hall</title></head><body>{shown}<p>{more}</p></body></html>"


@pytest.mark.parametrize("link", ["class='older' href='/events?page={}'>Next page", "href='/events?page={}'>Older"])
def test_a_next_page_is_found_without_a_pager(site: Site, link: str) -> None:
    """The links of the second page differ from the first one's: one leads back."""
    pages = {
        "/events": hand_made(1, f"<a {link.format(2)}</a>" * 40),
        "/events?page=2": hand_made(2, f"<a href='/events?page=1'>Newer</a><a {link.format(3)}</a>"),
        "/events?page=3": hand_made(3, f"<a href='/events?page=2'>Newer</a><a {link.format(2)}</a>"),
    }
    address = site(pages)
    findings = look(address + "/events")
    best = findings.candidates[0]
    assert (best.platform, len(best.events), best.notes) == ("cards", 24, ())
    assert sum("page=2:" in one for one in findings.asked) == 1
    assert best.recipe is not None
    picked = best.recipe.model_copy(update={"next_page": "p > a:last-child"})
    assert len(look(address + "/events", recipe=picked).candidates[0].events) == 24


def test_the_second_page_of_a_home_page_is_asked_once(site: Site) -> None:
    pages = {"/": hand_made(1, "<a href='/events?page=2'>Next page</a>"), "/events?page=2": hand_made(2, "")}
    findings = look(site(pages))
    assert (len(findings.candidates[0].events), sum("page=2:" in one for one in findings.asked)) == (16, 1)


def test_a_next_page_on_another_host_is_noted(site: Site) -> None:
    away = "<a href='https://other.example/events?page=2'>Next page</a>"
    findings = look(site({"/events": hand_made(1, away)}) + "/events")
    assert len(findings.candidates[0].events) == 8
    assert findings.candidates[0].notes == (
        "The link to the next page leads to another host (other.example): further pages are not read.",
    )
    assert not any("other.example" in one for one in findings.asked)


def test_a_long_list_is_read_as_far_as_a_look_may_ask(site: Site) -> None:
    findings = look(site(paged("/shows", 40, cards_of)) + "/shows", "cards")
    best = findings.candidates[0]
    assert len(findings.asked) == MOST_REQUESTS
    assert len(best.events) == 3 * (MOST_REQUESTS - 1)
    assert best.notes == ("The list goes on after 9 pages. A harvest reads up to 30.",)
    broken = {**paged("/shows", 3, cards_of), "/shows?page=2": (500, "")}
    kept = look(site(broken) + "/shows").candidates[0]
    assert len(kept.events) == 3
    assert kept.notes[0].startswith("Page 2 of the list can't be read: ")


def test_a_look_stops_after_twenty_megabytes_and_shows_no_key(site: Site) -> None:
    paths = [f"/{number}.ics?apikey=secret" for number in range(9)]
    links = "".join(f"<a href='{path}'>Calendar</a>" for path in paths)
    large = (200, "x" * 4_500_000)
    findings = look(site({"/": (200, f"<html><body>{links}</body></html>"), **dict.fromkeys(paths, large)}))
    assert sum("4,500,000 bytes" in one for one in findings.asked) == 5
    assert "secret" not in str(findings.asked)
