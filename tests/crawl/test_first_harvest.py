"""A first harvest that brings nothing is suspect, unless a page says that nothing is on."""

from __future__ import annotations

import pytest

from storage.runs.ledger import RunStatus

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds

PAGE = "<!DOCTYPE html><html><body><main><p>{}</p></main></body></html>"


@pytest.fixture
def site():
    with serving() as server:
        yield server


@pytest.mark.parametrize(
    ("spider", "body", "status"),
    [
        ("jsonld", PAGE.format("There are no upcoming events."), RunStatus.OK),
        ("jsonld", PAGE.format("Welcome to the hall."), RunStatus.SUSPECT),
        ("localist", '{"events": []}', RunStatus.OK),
    ],
)
def test_page(crawls, site, spider, body, status):
    site.bodies["/events"] = body.encode()
    run = crawls(FEEDS, spider=spider, url=site.url("/events"))
    assert (run.status, run.seen, run.error_count) == (status, 0, 0)


def test_a_calendar_without_events(crawls, site):
    add_feeds(FEEDS, [site.url("/a.ics")])
    site.bodies["/a.ics"] = vcalendar([])
    run = crawls(FEEDS, spider="ics")
    assert run.status is RunStatus.SUSPECT
    assert run.reason == "the first harvest brought nothing, and no page says that nothing is on"
    site.bodies["/a.ics"] = vcalendar([vevent("a", "A")])
    assert crawls(FEEDS, spider="ics").status is RunStatus.OK
    site.bodies["/a.ics"] = vcalendar([])
    assert "less than half of the usual 1" in crawls(FEEDS, spider="ics").reason
