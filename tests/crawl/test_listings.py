"""Listings that cover no days: what leaves them is withdrawn once something else confirms that it is gone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from storage.events.detail import read_event
from storage.runs import accept, decision, diffs
from storage.runs.ledger import RunStatus

from .feed_server import serving
from .running import FEEDS, stored

OK, SUSPECT = RunStatus.OK, RunStatus.SUSPECT
FIRST_DAY = datetime(2028, 11, 22, 17, tzinfo=UTC)


def day(number):
    return date(2028, 12, number)


def structured(site, numbers):
    events = [
        {"@type": "Event", "name": f"Herons {n}", "startDate": f"{day(n)}T20:00:00-05:00", "url": site.url(f"/e/{n}")}
        for n in numbers
    ]
    blocks = "".join(f"<script type='application/ld+json'>{json.dumps(event)}</script>" for event in events)
    said = "" if events else "<p>There are no upcoming events.</p>"
    return f"<!DOCTYPE html><html lang='en'><body><main>{blocks}{said}</main></body></html>".encode()


def cards(site, numbers):
    items = "".join(
        f"<div class='event'><h3><a href='{site.url(f'/e/{n}')}'>Herons {n}</a></h3>"
        f"<p class='date'>{day(n):%A, %B} {n}, 2028</p><p class='time'>8:00 PM</p></div>"
        for n in numbers
    )
    said = "" if items else "<p>There are no upcoming events.</p>"
    return f"<!DOCTYPE html><html lang='en'><body><main><h1>Events</h1>{items}{said}</main></body></html>".encode()


def feed(site, numbers):
    items = "".join(
        f"<item><title>Herons {n}</title><link>{site.url(f'/e/{n}')}</link>"
        f"<ev:startdate>{day(n)}T20:00:00</ev:startdate></item>"
        for n in numbers
    )
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/">'
    return f"{head}<channel><title>Hall</title>{items}</channel></rss>".encode()


WRITTEN = {"jsonld": structured, "cards": cards, "rss": feed}


@pytest.fixture(params=WRITTEN)
def listing(request, crawls):
    """`listing(day, numbers)` lists these shows of December, and harvests the listing on that day."""
    with serving() as site:
        site.tagged = False
        site.bodies = {f"/e/{number}": b"<html><body><h1>An event</h1></body></html>" for number in range(1, 29)}

        def harvest(on, numbers, *, failing=False):
            site.bodies["/list"] = b"" if failing else WRITTEN[request.param](site, numbers)
            now = (FIRST_DAY + timedelta(days=on)).isoformat()
            return crawls(FEEDS, spider=request.param, base_url=site.url("/list"), now=now)

        harvest.site = site
        harvest.kind = request.param
        yield harvest


def shown():
    return {int(facts[0].split()[1]) for facts in stored(FEEDS).values()}


def without(*gone):
    return [number for number in range(1, 13) if number not in gone]


def decided(run):
    with transaction() as connection:
        return decision.read(connection, run.id)


def asked(listing):
    found = [path for path, _ in listing.site.asked if path.startswith("/e/")]
    listing.site.asked.clear()
    return found


def event_of(title):
    with transaction() as connection:
        number = connection.execute(text("SELECT id FROM events WHERE title = :title"), {"title": title}).scalar_one()
        return read_event(connection, number)


def test_what_runs_on_three_days_miss_between_the_listings_dates_is_withdrawn(listing):
    listing(0, without())
    first = listing(1, without(5))
    assert (first.status, first.withdrawn, shown()) == (OK, 0, set(range(1, 13)))
    assert 'no longer shows "Herons 5"' in decided(first)["notes"][0]
    event = event_of("Herons 5")
    assert event.last_seen_at is not None
    assert [one.id for one in event.missed_by] == [first.id]
    again = listing(1, without(5))
    assert (again.status, again.withdrawn) == (OK, 0)
    assert listing(2, without(5)).withdrawn == 0
    last = listing(3, without(5))
    assert (last.status, last.withdrawn, shown()) == (OK, 1, set(without(5)))
    event = event_of("Herons 5")
    assert (event.withdrawn_because, event.withdrawn_run_id) == ("agreed", last.id)
    assert decided(last)["agreeing_runs"]


def test_an_event_that_comes_back_is_no_longer_missing(listing):
    listing(0, without())
    listing(1, without(5))
    listing(2, without(5))
    listing(3, without())
    assert event_of("Herons 5").missing_since is None
    assert [listing(on, without(5)).withdrawn for on in (4, 5, 6)] == [0, 0, 1]
    assert (listing(7, without()).changed, len(shown())) == (1, 12)


def test_many_that_leave_are_suspect_and_believed_on_the_third_day(listing):
    listing(0, without())
    left = (2, 4, 6, 8, 10)
    runs = [listing(on, without(*left)) for on in (1, 2, 3, 4)]
    assert [(run.status, run.withdrawn) for run in runs] == [(SUSPECT, 0), (SUSPECT, 0), (OK, 5), (OK, 0)]
    assert runs[0].reason == "5 of 12 events are missing at once; none was withdrawn"
    assert shown() == set(without(*left))


def test_own_pages_that_are_gone_prove_it_at_once(listing):
    listing(0, without())
    del listing.site.bodies["/e/5"], listing.site.bodies["/e/12"]
    asked(listing)
    run = listing(1, without(5, 11, 12))
    assert (run.status, run.withdrawn, shown()) == (OK, 2, set(without(5, 12)))
    assert {"/e/5", "/e/11", "/e/12"} < set(asked(listing))
    assert event_of("Herons 12").withdrawn_because == "page_gone"


def test_a_page_is_asked_once_a_day(listing):
    listing(0, without())
    asked(listing)
    listing(1, without(5))
    assert "/e/5" in asked(listing)
    listing(1, without(5))
    assert asked(listing) == []
    listing(2, without(5))
    assert "/e/5" in asked(listing)


def test_what_a_full_listing_has_no_room_for_stays(listing):
    """A list of the next ten events: new ones come before the last."""
    listing(0, (1, 2, 3, 4, 5, 6, 7, 8, 15, 16))
    runs = [listing(on, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)) for on in (1, 2, 3, 4)]
    assert [(run.status, run.withdrawn) for run in runs] == [(OK, 0)] * 4
    assert shown() == {*range(1, 11), 15, 16}
    assert decided(runs[-1])["unlisted"] == 2


def test_the_last_event_of_a_listing_that_gets_shorter_is_withdrawn(listing):
    listing(0, without())
    runs = [listing(on, without(12)) for on in (1, 2, 3)]
    assert [(run.status, run.withdrawn) for run in runs] == [(OK, 0), (OK, 0), (OK, 1)]
    assert shown() == set(without(12))


def test_many_at_its_end_need_an_editor(listing):
    listing(0, without())
    runs = [listing(on, range(1, 8)) for on in (1, 2, 3, 4)]
    assert {(run.status, run.withdrawn) for run in runs} == {(SUSPECT, 0)}
    assert "The listing is shorter by" in decided(runs[-1])["notes"][0]
    with transaction() as connection:
        would = diffs.read_diff(connection, runs[-1], limit=20).would_withdraw
        assert [one.title for one in would] == [f"Herons {number}" for number in range(8, 13)]
        assert accept.accept(connection, runs[-1].id, accepted_by="editor") == 5
    assert shown() == set(range(1, 8))
    assert listing(5, range(1, 8)).status is OK


def test_an_editor_may_accept_a_run_that_is_ok(listing):
    listing(0, without())
    run = listing(1, without(5))
    with transaction() as connection:
        assert [one.title for one in diffs.read_diff(connection, run, limit=20).missing] == ["Herons 5"]
        assert accept.accept(connection, run.id, accepted_by="editor") == 1
        with pytest.raises(accept.NotAcceptable):
            accept.accept(connection, run.id, accepted_by="editor")
    assert shown() == set(without(5))


def test_a_page_that_says_that_nothing_is_on_is_believed_on_the_third_day(listing):
    if listing.kind == "rss":
        pytest.skip("an empty feed says nothing")
    listing(0, without())
    runs = [listing(on, ()) for on in (1, 2, 3)]
    assert [(run.status, run.withdrawn) for run in runs] == [(SUSPECT, 0), (SUSPECT, 0), (OK, 12)]
    assert shown() == set()


@pytest.mark.parametrize("listing", ["rss"], indirect=True)
def test_a_feed_of_posts_proves_nothing(listing):
    """The newest posts stand first and push out the oldest."""
    listing(0, (7, 3, 11, 5, 9, 2))
    runs = [listing(on, (4, 7, 3, 11, 9, 2)) for on in (1, 2, 3, 4)]
    assert [(run.status, run.withdrawn) for run in runs] == [(OK, 0)] * 4
    assert 5 in shown()


def test_a_page_that_fails_agrees_with_nothing(listing):
    listing(0, without())
    listing(1, without(5))
    failed = [listing(on, (), failing=True) for on in (2, 3, 4)]
    assert {run.status for run in failed} <= {SUSPECT, RunStatus.FAILED}
    assert [listing(on, without(5)).withdrawn for on in (5, 6)] == [0, 1]
