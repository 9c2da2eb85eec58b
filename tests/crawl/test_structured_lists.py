"""Lists with structured data are read to their last page; without it, the events' own pages are read, as often as they
change."""

from __future__ import annotations

import gzip
import json
from datetime import datetime

import pytest

from core.fetching.fetcher import Fetcher
from scrapers.discovery.explorer import Explorer
from scrapers.platforms.jsonld.detail_pages import MOST_DETAILS
from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from storage.sources.edits import change_source

from .feed_server import serving
from .running import FEEDS, NOW, stored


@pytest.fixture
def site():
    with serving() as server:
        server.tagged = False
        yield server


def page(*events, more=""):
    blocks = "".join(f"<script type='application/ld+json'>{json.dumps(event)}</script>" for event in events)
    return f"<!DOCTYPE html><html lang='en'><body><main>{blocks}</main>{more}</body></html>".encode()


def event(title, day):
    return {"@type": "Event", "name": title, "startDate": f"{day}T20:00:00-05:00", "url": f"/shows/{title}"}


def asked(site):
    return [path for path, _ in site.asked if path != "/robots.txt"]


def titles():
    return {facts[0] for facts in stored(FEEDS).values()}


def test_a_list_is_read_to_its_last_page(crawls, site):
    following = "<nav class='pagination'><a href='/events/{0}'>Next</a></nav>"
    site.bodies["/events"] = page(event("Herons", "2028-12-01"), more=following.format(2))
    site.bodies["/events/2"] = page(event("Tide", "2029-01-05"), more=following.format(3))
    site.bodies["/events/3"] = page(event("Moon", "2028-01-07"), more=following.format(4))
    run = crawls(FEEDS, spider="jsonld", base_url=site.url("/events"))
    assert (run.status, run.seen) == (RunStatus.OK, 3)
    assert asked(site) == ["/events", "/events/2", "/events/3"]
    site.bodies["/events/2"] = b'{"events": []}'
    run = crawls(FEEDS, spider="jsonld", base_url=site.url("/events"))
    assert (run.status, run.seen) == (RunStatus.SUSPECT, 1)


def test_the_events_own_pages_are_read_where_the_list_has_no_data(crawls, site):
    links = "".join(
        f"<a href='{path}'>x</a>"
        for path in ("/shows/herons", "/shows/tide", "/shows/gone", "/shows/category/jazz", "/about", "/shows/2029.ics")
    )
    site.bodies["/shows"] = page(more=links)
    site.bodies["/shows/herons"] = page(event("Herons", "2028-12-01"))
    site.bodies["/shows/tide"] = page(event("Tide", "2028-12-08"))
    run = crawls(FEEDS, spider="jsonld", base_url=site.url("/shows"))
    assert (run.status, titles()) == (RunStatus.OK, {"Herons", "Tide"})
    assert sorted(asked(site)) == ["/shows", "/shows/gone", "/shows/herons", "/shows/tide"]
    assert run.error_count == 1


def linked(*paths, more=""):
    return page(more="".join(f"<a href='{path}'>x</a>" for path in paths) + more)


def harvest(crawls, site, path="/shows", **arguments):
    site.asked.clear()
    return crawls(FEEDS, spider="jsonld", base_url=site.url(path), **arguments)


def statuses(site):
    return {path: status for path, status in site.asked if path != "/robots.txt"}


def test_a_list_of_links_is_read_to_its_last_page(crawls, site):
    following = "<nav class='pagination'><a href='/shows/page/{0}'>Next</a></nav>"
    site.bodies["/shows"] = linked("/shows/herons", more=following.format(2))
    site.bodies["/shows/page/2"] = linked("/shows/tide", more=following.format(3))
    site.bodies["/shows/page/3"] = linked("/shows/tide", more=following.format(4))
    site.bodies["/shows/herons"] = page(event("Herons", "2028-12-01"))
    site.bodies["/shows/tide"] = page(event("Tide", "2028-12-08"))
    assert harvest(crawls, site).status is RunStatus.OK
    assert titles() == {"Herons", "Tide"}
    assert "/shows/page/4" not in asked(site)


def test_pages_that_did_not_change_are_not_read_again(crawls, site):
    site.tagged = True
    site.bodies["/shows"] = linked("/shows/herons", "/shows/tide", "/shows/rent-the-hall", "/shows/old")
    site.bodies["/shows/herons"] = page(event("Herons", "2028-12-01"))
    site.bodies["/shows/tide"] = page(event("Tide", "2028-12-08"))
    site.bodies["/shows/rent-the-hall"] = page(more="<p>Rent the hall.</p>")
    site.bodies["/shows/old"] = page(event("Old", "2028-10-01"))
    first = harvest(crawls, site)
    assert (first.status, first.seen, titles()) == (RunStatus.OK, 2, {"Herons", "Tide"})
    site.bodies["/shows/tide"] = page(event("Tide", "2028-12-09"))
    second = harvest(crawls, site)
    assert (second.status, second.seen, second.new, second.changed) == (RunStatus.OK, 2, 0, 1)
    assert statuses(site) == {
        "/shows": 200,
        "/shows/herons": 304,
        "/shows/tide": 200,
        "/shows/rent-the-hall": 304,
        "/shows/old": 304,
    }
    site.bodies["/shows"] = linked("/shows/herons", "/shows/tide", "/shows/rent-the-hall")
    assert (harvest(crawls, site).seen, set(statuses(site).values())) == (2, {200, 304})
    assert (harvest(crawls, site, fresh=1).seen, set(statuses(site).values())) == (2, {200})


def test_other_rules_read_the_pages_again(crawls, site):
    site.tagged = True
    site.bodies["/shows"] = linked("/shows/herons", "/shows/tide")
    site.bodies["/shows/herons"] = page(event("Herons", "2028-12-01"))
    site.bodies["/shows/tide"] = page(event("Tide", "2028-12-08"))
    harvest(crawls, site)
    with transaction() as connection:
        change_source(connection, FEEDS, {"rules": {"exclude_titles": ["tide"]}})
    harvest(crawls, site)
    assert (titles(), statuses(site)["/shows/tide"]) == ({"Herons"}, 200)


def test_an_event_whose_page_left_the_list_is_withdrawn_once_its_page_is_gone(crawls, site):
    names = ("herons", "tide", "moon", "ferry", "gale")
    site.tagged = True
    for number, name in enumerate(names, 1):
        site.bodies[f"/shows/{name}"] = page({**event(name, f"2028-12-{number:02}"), "url": site.url(f"/shows/{name}")})
    site.bodies["/shows"] = linked(*(f"/shows/{name}" for name in names))
    harvest(crawls, site)
    site.bodies["/shows"] = linked(*(f"/shows/{name}" for name in names if name != "moon"))
    harvest(crawls, site)
    assert titles() == set(names)
    del site.bodies["/shows/moon"]
    harvest(crawls, site, now="2028-11-23T12:00:00-05:00")
    assert titles() == {"herons", "tide", "ferry", "gale"}


def test_the_pages_of_a_list_with_data_of_a_few_events_are_read(crawls, site):
    more = "".join(f"<a href='/shows/{name}'>x</a>" for name in ("herons", "tide", "moon", "ferry"))
    site.bodies["/"] = page({**event("herons", "2028-12-01"), "url": "/shows/herons"}, more=more)
    for number, name in enumerate(("herons", "tide", "moon", "ferry"), 1):
        site.bodies[f"/shows/{name}"] = page(event(name, f"2028-12-{number:02}"))
    harvest(crawls, site, "/")
    assert titles() == {"herons", "tide", "moon", "ferry"}
    assert "/shows/herons" not in asked(site)


def test_cards_lead_to_pages_with_data_in_any_syntax(crawls, site):
    written = {
        "/a-heron": "<div itemscope itemtype='https://schema.org/MusicEvent'><h1 itemprop='name'>Micro</h1>"
        "<time itemprop='startDate' datetime='2028-12-01T20:00:00-05:00'></time></div>",
        "/b-heron": "<div vocab='https://schema.org/' typeof='Event'><h1 property='name'>Rdfa</h1>"
        "<time property='startDate' datetime='2028-12-02T20:00:00-05:00'></time></div>",
        "/c-heron": "<div class='h-event'><h1 class='p-name'>Format</h1>"
        "<time class='dt-start' datetime='2028-12-03T20:00:00-05:00'></time></div>",
    }
    cards = "".join(
        f"<div class='card'><h3><a href='{path}'>Tin Heron {number}</a></h3><p>Dec {number}, 2028</p></div>"
        for number, path in enumerate(written, 1)
    )
    site.bodies["/"] = page(more=cards)
    site.bodies.update({path: page(more=more) for path, more in written.items()})
    harvest(crawls, site, "/")
    assert titles() == {"Micro", "Rdfa", "Format"}


def test_related_events_are_read_from_their_own_pages(crawls, site):
    herons = {**event("Herons", "2028-12-01"), "url": site.url("/shows/herons")}
    tide = {**event("Tide", "2028-12-08"), "url": site.url("/shows/tide"), "description": "All of it."}
    site.bodies["/shows"] = linked("/shows/herons", "/shows/tide")
    site.bodies["/shows/tide"] = page(tide)
    site.bodies["/shows/herons"] = page(herons, {**tide, "description": "Some"}, event("Elsewhere", "2028-12-09"))
    assert harvest(crawls, site).seen == 3
    assert (harvest(crawls, site).unchanged, titles()) == (3, {"Herons", "Tide", "Elsewhere"})


def test_no_more_pages_are_asked_than_the_limit(crawls, site):
    paths = [f"/shows/tern-{number}" for number in range(MOST_DETAILS + 1)]
    site.bodies["/shows"] = linked(*paths)
    site.bodies.update({path: page() for path in paths})
    run = harvest(crawls, site)
    assert len(asked(site)) == MOST_DETAILS + 1
    assert [error["found"] for error in run.errors if "pages of events" in error["found"]] == [
        f"{MOST_DETAILS} of {MOST_DETAILS + 1} pages of events were asked"
    ]


def sitemap(*pages, root="urlset", entry="url"):
    entries = "".join(f"<{entry}><loc>{url}</loc><lastmod>{changed}</lastmod></{entry}>" for url, changed in pages)
    return (
        f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'.encode()
    )


def test_a_sitemap_names_the_pages_of_events(crawls, site):
    maps = ("/page-sitemap.xml", "/tribe_events-sitemap.xml.gz", "/tribe_events_cat-sitemap.xml")
    site.bodies["/sitemap.xml"] = sitemap(
        *((site.url(path), "2028-11-20") for path in maps), root="sitemapindex", entry="sitemap"
    )
    site.bodies[maps[1]] = gzip.compress(
        sitemap(
            (site.url("/events/"), "2028-11-20"),
            (site.url("/event/herons/"), "2028-11-20T10:00:00+00:00"),
            (site.url("/event/tide/2028-12-08/"), "2028-11-19"),
            (site.url("/event/tide/2028-11-08/"), "2028-11-18"),
            ("https://other.example/event/away/", "2028-11-18"),
        )
    )
    site.bodies["/event/herons/"] = page(event("Herons", "2028-12-01"))
    site.bodies["/event/tide/2028-12-08/"] = page(event("Tide", "2028-12-08"))
    run = harvest(crawls, site, "/sitemap.xml")
    assert (run.status, titles()) == (RunStatus.OK, {"Herons", "Tide"})
    assert asked(site) == ["/sitemap.xml", maps[1], "/event/herons/", "/event/tide/2028-12-08/"]


def test_a_broken_sitemap_fails_the_run(crawls, site):
    site.bodies["/sitemap.xml"] = b"<?xml version='1.0'?><urlset><url><loc>"
    assert harvest(crawls, site, "/sitemap.xml").status in (RunStatus.FAILED, RunStatus.SUSPECT)
    site.bodies["/sitemap.xml"] = b"\x1f\x8bnot packed"
    assert harvest(crawls, site, "/sitemap.xml").status is RunStatus.FAILED


@pytest.mark.parametrize("address", ["/", "/sitemap.xml"])
def test_what_a_look_at_the_site_shows_is_what_a_harvest_brings(crawls, site, address):
    names = ("herons", "tide", "moon", "ferry", "gale")
    paths = [f"/shows/{name}" for name in names]
    site.bodies["/"] = linked("/shows") if address == "/" else page(more="<h1>Welcome</h1>")
    site.bodies["/shows"] = linked(*paths)
    site.bodies["/sitemap.xml"] = sitemap(*((site.url(path), "2028-11-01") for path in paths))
    for number, name in enumerate(names, 1):
        site.bodies[f"/shows/{name}"] = page(event(name, f"2028-12-{number:02}"))
    now = datetime.fromisoformat(NOW)
    fetcher = Fetcher("Marquee/test", anywhere=True)
    explorer = Explorer(fetcher=fetcher, agent="Marquee", now=now, timezone="America/New_York", pause_s=0)
    (found,) = explorer.explore(site.url(address)).candidates
    assert (len(found.events), found.pages) == (3, 5)
    run = crawls(FEEDS, spider=found.platform, base_url=found.base_url)
    assert (run.status, titles()) == (RunStatus.OK, set(names))
    assert {one.title for one in found.events} < titles()
