"""Lists with structured data are read to their last page; without it, the events' own pages are read."""

from __future__ import annotations

import json

import pytest

from storage.runs.ledger import RunStatus

from .feed_server import serving
from .running import FEEDS, stored


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
