"""A source that was found with a listing page is compared with it again, about once a week."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from tests.health.runs import states

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, stored

LISTING = "/events"


@pytest.fixture
def site():
    """A calendar of twelve events, and a page that lists all of them. Discovery compared them eight days ago."""
    with serving() as server:
        server.tagged = False
        add_feeds(FEEDS, [server.url("/a.ics")])
        publish(server, range(1, 13))
        server.bodies[LISTING] = page(range(1, 13))
        found = {
            "at": (datetime.now(UTC) - timedelta(days=8)).isoformat(),
            "listing": server.url(LISTING),
            "listed": 12,
            "covered": 12,
        }
        with transaction() as connection:
            values = {"id": FEEDS, "found": json.dumps(found)}
            connection.execute(text("UPDATE sources SET found = cast(:found AS jsonb) WHERE id = :id"), values)
        yield server


def publish(server, numbers):
    server.bodies["/a.ics"] = vcalendar(vevent(f"e{n}", f"Show {n}", f"DTSTART:202812{n:02}T190000Z") for n in numbers)


def page(numbers):
    events = [
        {"@type": "Event", "name": f"Show {n}", "startDate": f"2028-12-{n:02}T19:00:00Z", "url": f"/shows/{n}"}
        for n in numbers
    ]
    data = json.dumps({"@context": "https://schema.org", "@graph": events})
    return f'<html><body><h1>Shows</h1><script type="application/ld+json">{data}</script></body></html>'.encode()


def asked(server):
    found = [path for path, _ in server.asked]
    server.asked.clear()
    return found.count(LISTING)


def share(run):
    with transaction() as connection:
        found = text("SELECT decision #> '{measures,listing}' FROM runs WHERE id = :id")
        return connection.execute(found, {"id": run.id}).scalar_one()


def harvest(crawls):
    return crawls(FEEDS, spider="ics")


def test_the_page_is_asked_once_and_remembered(crawls, site):
    run = harvest(crawls)
    assert (run.status, asked(site), share(run)) == (RunStatus.OK, 1, 1.0)
    later = harvest(crawls)
    assert (later.status, asked(site), share(later)) == (RunStatus.OK, 0, 1.0)
    assert states(FEEDS) == ["healthy"]


def test_a_feed_that_was_cut_is_noticed(crawls, site):
    """From its first harvest on: the run itself looks good."""
    publish(site, range(1, 7))
    run = harvest(crawls)
    assert (run.status, asked(site), share(run)) == (RunStatus.OK, 1, 0.5)
    assert states(FEEDS) == ["suspect"]


@pytest.mark.parametrize("body", [None, b"<html><body><p>Nothing here</p></body></html>", b"\x00\xff"])
def test_a_page_that_cannot_be_read_says_nothing(crawls, site, body):
    if body is None:
        del site.bodies[LISTING]
    else:
        site.bodies[LISTING] = body
    run = harvest(crawls)
    assert (run.status, run.errors, asked(site), share(run)) == (RunStatus.OK, [], 1, None)
    assert (states(FEEDS), len(stored(FEEDS))) == (["healthy"], 12)


def test_robots_txt_is_obeyed(crawls, site):
    site.bodies["/robots.txt"] = f"User-agent: *\nDisallow: {LISTING}\n".encode()
    run = harvest(crawls)
    assert (run.status, run.errors, asked(site), share(run)) == (RunStatus.OK, [], 0, None)


@pytest.mark.parametrize("body", [None, b"<html><body>Access denied</body></html>"])
def test_a_source_that_fails_is_asked_no_more_than_usual(crawls, site, body):
    calendar = site.bodies.pop("/a.ics")
    if body is not None:
        site.bodies["/a.ics"] = body
    for _ in range(2):
        assert (harvest(crawls).status, asked(site)) == (RunStatus.FAILED, 0)
    site.bodies["/a.ics"] = calendar
    run = harvest(crawls)
    assert (run.status, asked(site), share(run)) == (RunStatus.OK, 1, 1.0)
