"""Crawls obey robots.txt and refusals, report a refusal once, and request no more than they need."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from storage.runs.ledger import RunStatus

from .running import MOTE, SITES, VANWEZEL, VENUE2, add_feeds, changes, stored, true_of, withdrawn

OK, FAILED = RunStatus.OK, RunStatus.FAILED


def asked(crawls, site):
    return [request.path for request in crawls.sandbox.requests if request.site == site]


@pytest.mark.parametrize("source_id", [VANWEZEL, VENUE2])
def test_details_that_refuse(source_id, crawls):
    """The listing's dates are stored, without the hour if only the detail page has it. Reports the refusal once."""
    site = SITES[source_id]
    crawls.sandbox.trouble.add(site, "refuse406")
    run = crawls(source_id)
    assert (run.status, run.reason) == (OK, None)
    assert [(error["kind"], error["found"]) for error in run.errors] == [("Blocked", "HTTP 406")]
    assert "/events/detail/" in run.errors[0]["url"]
    found = stored(source_id)
    published = true_of(site, crawls.sandbox.url(site), details=False)
    assert found.keys() == published.keys()
    for uid, fact in found.items():
        assert fact[:3] == published[uid][:3]
        if source_id == VANWEZEL:
            assert fact[-1] == published[uid][-1]


def test_hours_known_from_an_earlier_harvest_are_kept(crawls):
    crawls(VANWEZEL)
    before = stored(VANWEZEL)
    crawls.sandbox.trouble.add("vanwezel", "refuse406")
    run = crawls(VANWEZEL)
    assert run.status is OK
    assert stored(VANWEZEL) == before
    assert (run.unchanged, changes(), withdrawn()) == (run.seen, 0, 0)


def test_hours_that_become_known(crawls):
    crawls.sandbox.trouble.add("vanwezel", "refuse406")
    crawls(VANWEZEL)
    crawls.sandbox.trouble.clear()
    run = crawls(VANWEZEL)
    assert stored(VANWEZEL) == true_of("vanwezel", crawls.sandbox.url("vanwezel"))
    assert (run.status, run.new, run.withdrawn) == (OK, 0, 0)


@pytest.mark.parametrize("source_id", [VANWEZEL, MOTE])
def test_robots_txt_that_closes_the_site(source_id, crawls):
    site = SITES[source_id]
    crawls.sandbox.trouble.add(site, "robots_disallow")
    run = crawls(source_id)
    assert asked(crawls, site) == ["/robots.txt"]
    assert run.status is FAILED
    assert "robots.txt forbids it" in run.reason
    assert {error["kind"] for error in run.errors} == {"Blocked"}
    assert not any(error["retryable"] for error in run.errors)


@pytest.mark.parametrize("source_id", [VANWEZEL, MOTE])
def test_robots_txt_that_fails_closes_the_site_for_now(source_id, crawls):
    site = SITES[source_id]
    crawls.sandbox.trouble.add(site, "error500", value=503, path=r"^/robots\.txt$")
    run = crawls(source_id)
    assert set(asked(crawls, site)) == {"/robots.txt"}
    assert run.status is FAILED
    assert all(error["retryable"] for error in run.errors if error["essential"])
    assert "robots.txt answers HTTP 503" in run.reason


def test_refusal_is_not_retried(crawls):
    crawls.sandbox.trouble.add("vanwezel", "challenge403", path="^/events$")
    run = crawls(VANWEZEL)
    assert run.status is FAILED
    assert asked(crawls, "vanwezel").count("/events") == 1


def test_each_page_is_requested_once_until_the_list_is_empty(crawls):
    run = crawls(VANWEZEL)
    paths = asked(crawls, "vanwezel")
    assert max(Counter(paths).values()) == 1
    more = [path.removeprefix("/events/events_ajax/").partition("?")[0] for path in paths if "events_ajax" in path]
    assert more == ["9", "18", "25"]
    assert sum("/detail/" in path for path in paths) == run.seen
    assert paths[:3] == ["/robots.txt", "/events/calendar/2028/11", "/events/rss"]


def test_who_asks(crawls):
    crawls.mote()
    agents = {request.headers["user-agent"] for request in crawls.sandbox.requests}
    assert len(agents) == 1
    assert agents.pop().startswith("Marquee/0.1 (+https://")
    accepted = {request.headers["accept"] for request in crawls.sandbox.requests if "ical=1" in request.path}
    assert any(header.startswith("text/calendar") for header in accepted)
    assert not any("cookie" in request.headers for request in crawls.sandbox.requests)


def test_limit_of_feeds(crawls):
    """A harvest that leaves feeds unread claims nothing about the events it did not see."""
    names = ("endless", "all-day", "lengths")
    add_feeds(MOTE, [crawls.sandbox.url("feeds", f"/calendars/{name}.ics") for name in names])
    everything = crawls(MOTE, spider="ics")
    before = stored(MOTE)
    assert everything.seen == len(before) > 0
    run = crawls(MOTE, spider="ics", limit=1)
    assert len([path for path in asked(crawls, "feeds") if path.endswith(".ics")]) == 4
    assert run.seen < everything.seen
    assert (stored(MOTE), changes(), withdrawn()) == (before, 0, 0)


def test_one_address_says_nothing_about_the_other_feeds(crawls):
    urls = [crawls.sandbox.url("feeds", f"/calendars/{name}.ics") for name in ("endless", "all-day", "lengths")]
    add_feeds(MOTE, urls)
    crawls(MOTE, spider="ics")
    before = stored(MOTE)
    run = crawls(MOTE, spider="ics", url=urls[0])
    assert 0 < run.seen < len(before)
    assert (stored(MOTE), changes(), withdrawn()) == (before, 0, 0)


def test_a_site_that_calls_its_local_times_utc(crawls):
    """The source's settings say so, or `-a utc_is_local=1`."""
    url = crawls.sandbox.url("feeds", "/calendars/x-wr-timezone.ics")
    add_feeds(MOTE, [url])
    crawls(MOTE, spider="ics")
    as_written = stored(MOTE)
    crawls(MOTE, spider="ics", utc_is_local=1)
    by_argument = stored(MOTE)
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET settings = '{\"utc_is_local\": true}' WHERE id = 2"))
    run = crawls(MOTE, spider="ics")
    assert (run.unchanged, stored(MOTE)) == (run.seen, by_argument)
    assert by_argument != as_written


def test_source_without_feeds(crawls):
    run = crawls(MOTE, spider="ics")
    assert run.status is FAILED
    assert "run its own spider first" in run.reason
    assert asked(crawls, "mote") == []
