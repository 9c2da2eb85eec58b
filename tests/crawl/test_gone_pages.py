"""When too many events are missing at once, the crawl asks their own pages."""

from __future__ import annotations

import pytest

from scrapers import settings
from scrapers.launch import in_process
from storage.runs.ledger import RunStatus
from tests.hostile import site as hostile

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, stored

PAGE = b"<html><body><h1>An event</h1></body></html>"


@pytest.fixture
def site():
    """Twelve events with a page each."""
    with serving() as server:
        server.tagged = False
        add_feeds(FEEDS, [server.url("/a.ics")])
        server.bodies = {f"/e/{number}": PAGE for number in range(1, 13)}
        publish(server, range(1, 13))
        yield server


def publish(server, numbers):
    server.bodies["/a.ics"] = vcalendar(
        vevent(f"e{n}", f"Show {n}", f"DTSTART:202812{n:02}T190000Z", f"URL:{server.url(f'/e/{n}')}") for n in numbers
    )


def asked(server):
    found = [path for path, _ in server.asked if path.startswith("/e/")]
    server.asked.clear()
    return found


def harvest(crawls):
    return crawls(FEEDS, spider="ics")


def test_pages_that_are_gone_confirm_that_their_events_are(crawls, site):
    harvest(crawls)
    publish(site, range(1, 7))
    for number in (7, 8, 9, 10):
        del site.bodies[f"/e/{number}"]
    run = harvest(crawls)
    assert sorted(asked(site)) == sorted(f"/e/{number}" for number in (5, 6, *range(7, 13)))
    assert (run.status, run.withdrawn, len(stored(FEEDS))) == (RunStatus.OK, 6, 6)


def test_pages_that_still_answer_confirm_nothing(crawls, site):
    harvest(crawls)
    publish(site, range(1, 7))
    run = harvest(crawls)
    assert len(asked(site)) == 8
    assert (run.status, run.withdrawn, run.errors, len(stored(FEEDS))) == (RunStatus.SUSPECT, 0, [], 12)


@pytest.fixture
def short_deadline(monkeypatch):
    """The deadline is a setting. The process's crawls read it once."""
    monkeypatch.setattr(settings, "DOWNLOAD_TIMEOUT", 2)
    monkeypatch.setattr(settings, "RETRY_TIMES", 0)
    in_process._runner.cache_clear()
    yield
    in_process._runner.cache_clear()


def test_hostile_pages_confirm_nothing(crawls, site, short_deadline):
    """tests/hostile measures their memory."""
    answers = [("bomb", "brotli"), ("bomb", "endless body"), ("broken", "five layers"), ("slow", "dripping head")]
    with hostile.serving() as pages:
        listed = f"URL:{pages.url('broken', 'five layers')}?listed"
        events = [vevent(f"e{n}", f"Show {n}", f"DTSTART:202812{n:02}T190000Z") for n in range(1, 4)]
        events.append(vevent("e4", "Show 4", "DTSTART:20281204T190000Z", listed))
        for number, answer in enumerate(answers, start=5):
            start = f"DTSTART:202812{number:02}T190000Z"
            events.append(vevent(f"e{number}", f"Show {number}", start, f"URL:{pages.url(*answer)}"))
        site.bodies["/a.ics"] = vcalendar(events)
        harvest(crawls)
        site.bodies["/a.ics"] = vcalendar(events[:4])
        run = harvest(crawls)
    assert (run.status, run.withdrawn, run.errors, len(stored(FEEDS))) == (RunStatus.SUSPECT, 0, [], 8)
    assert {path.split("/")[1] for path in pages.asked} == {"robots.txt", "bomb", "broken", "slow"}


def test_pages_that_robots_txt_forbids_are_not_asked(crawls, site):
    harvest(crawls)
    publish(site, range(1, 7))
    site.bodies["/robots.txt"] = b"User-agent: *\nDisallow: /e/\n"
    run = harvest(crawls)
    assert (asked(site), run.status, run.errors) == ([], RunStatus.SUSPECT, [])


def test_a_loss_that_is_believed_asks_no_page(crawls, site):
    harvest(crawls)
    publish(site, range(1, 11))
    assert (harvest(crawls).withdrawn, asked(site)) == (2, [])


def test_an_incomplete_crawl_asks_no_page(crawls, site):
    harvest(crawls)
    add_feeds(FEEDS, [site.url("/missing.ics")])
    publish(site, range(1, 7))
    run = harvest(crawls)
    assert (run.status, asked(site)) == (RunStatus.SUSPECT, [])


def test_a_page_that_several_events_share_says_nothing(crawls, site):
    def shared(numbers):
        site.bodies["/a.ics"] = vcalendar(
            vevent(f"e{n}", f"Show {n}", f"DTSTART:202812{n:02}T190000Z", f"URL:{site.url('/gone')}") for n in numbers
        )

    shared(range(1, 13))
    harvest(crawls)
    shared(range(1, 7))
    run = harvest(crawls)
    assert (asked(site), run.status, run.withdrawn, len(stored(FEEDS))) == ([], RunStatus.SUSPECT, 0, 12)


def test_pages_say_nothing_where_those_of_listed_events_are_gone_too(crawls, site):
    harvest(crawls)
    site.bodies = {"/a.ics": site.bodies["/a.ics"]}
    publish(site, range(1, 3))
    run = harvest(crawls)
    assert len(asked(site)) == 12
    assert (run.status, run.withdrawn, len(stored(FEEDS))) == (RunStatus.SUSPECT, 0, 12)


def test_pages_say_nothing_where_no_event_is_listed(crawls, site):
    harvest(crawls)
    site.bodies = {}
    publish(site, ())
    run = harvest(crawls)
    assert (asked(site), run.status, run.withdrawn) == ([], RunStatus.SUSPECT, 0)
