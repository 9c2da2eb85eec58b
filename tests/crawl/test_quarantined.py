"""A real feed whose hours move as a block, and what a crawl notes about a site."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy import text

from storage.database.engine import transaction
from storage.runs import decision
from storage.runs.accept import accept
from storage.runs.ledger import RunStatus
from tests.services.tls import tls_in_front_of

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds


def feed(hour, day=1):
    return concerts([hour] * 9, day)


def concerts(each_hour, day=1):
    return vcalendar(
        vevent(f"e{number}", f"Concert {number}", f"DTSTART:202812{day + number:02}T{hour}0000Z")
        for number, hour in enumerate(each_hour)
    )


def hours():
    with transaction() as connection:
        starts = connection.execute(text("SELECT DISTINCT starts_at FROM occurrences WHERE withdrawn_at IS NULL"))
        return {moment.astimezone(UTC).hour for moment in starts.scalars()}


def decided(run):
    with transaction() as connection:
        return decision.read(connection, run.id)


def test_hours_that_move_as_a_block_are_stored_after_a_person_accepts(crawls):
    with serving() as server:
        server.bodies["/events.ics"] = feed(19)
        add_feeds(FEEDS, [server.url("/events.ics")])
        assert crawls(FEEDS).status is RunStatus.OK
        server.bodies["/events.ics"] = feed(14)
        held = crawls(FEEDS)
        assert (held.status, held.reason) == (
            RunStatus.SUSPECT,
            "9 of 9 showings moved by -5:00 h at once, as after an error about the zone",
        )
        assert hours() == {19}
        assert crawls(FEEDS).status is RunStatus.SUSPECT
        assert hours() == {19}
        with transaction() as connection:
            last = connection.execute(text("SELECT id FROM runs ORDER BY started_at DESC LIMIT 1")).scalar_one()
            accept(connection, last, accepted_by="an editor")
        assert crawls(FEEDS).status is RunStatus.OK
        assert hours() == {14}


def test_a_site_that_is_right_again_needs_no_person(crawls):
    with serving() as server:
        server.bodies["/events.ics"] = feed(19)
        add_feeds(FEEDS, [server.url("/events.ics")])
        crawls(FEEDS)
        server.bodies["/events.ics"] = feed(14)
        crawls(FEEDS)
        server.bodies["/events.ics"] = feed(19)
        assert crawls(FEEDS).status is RunStatus.OK
        assert hours() == {19}


def test_five_of_twelve_may_move_and_an_unchanged_feed_keeps_its_measures(crawls):
    with serving() as server:
        server.bodies["/events.ics"] = concerts([19] * 12)
        add_feeds(FEEDS, [server.url("/events.ics")])
        crawls(FEEDS)
        server.bodies["/events.ics"] = concerts([14] * 5 + [19] * 7)
        moved, same = crawls(FEEDS), crawls(FEEDS)
    assert [(run.status, run.changed) for run in (moved, same)] == [(RunStatus.OK, 5), (RunStatus.OK, 0)]
    assert hours() == {14, 19}
    with transaction() as connection:
        stored = connection.execute(text("SELECT decision -> 'measures' FROM runs ORDER BY started_at")).scalars().all()
    assert [(found["events"], found["hour"], found["one_date"]) for found in stored] == [(12, 1, 1 / 12)] * 3


def test_the_certificate_and_robots_txt(crawls, tmp_path):
    """The certificate of the test ends tomorrow."""
    with serving() as server, tls_in_front_of(server.server_address[1], tmp_path) as port:
        server.bodies["/events.ics"] = feed(19)
        server.bodies["/robots.txt"] = b"User-agent: *\nDisallow: /private/\n"
        add_feeds(FEEDS, [f"https://127.0.0.1:{port}/events.ics"])
        found = decided(crawls(FEEDS))
    assert 0 < found["measures"]["certificate_days"] < 1
    assert found["measures"]["robots"] > 0
    assert [one["said"] for one in found["checks"] if one["odd"]] == ["days until the site's certificate ends: 1"]
    with transaction() as connection:
        state = connection.execute(text("SELECT state, reason FROM source_states")).one()
    assert tuple(state) == ("suspect", "days until the site's certificate ends: 1")
