"""A harvest that reads only what changed leaves the same database and run as one that reads everything."""

from __future__ import annotations

import signal
import time
import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pipelines import store
from sandbox.calendars.site import all_traps
from scrapers.platforms.ics import text_parts
from scrapers.platforms.ics.reader import read_blocks_and_troubled
from storage.database import retries
from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from tests.plugins.starts import Fork

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, MOTE, NOW, TODAY, VENUE2, add_feeds, changes, count, read_run, stored, withdrawn

LATER = "2028-11-22T18:00:00-05:00"
TOMORROW = "2028-11-23T12:00:00-05:00"
NEXT_MONTH = "2028-12-02T12:00:00-05:00"


@pytest.fixture
def feeds():
    with serving() as server:
        yield server


@pytest.fixture
def blocks_read(monkeypatch):
    """How many blocks each reading got."""
    counts = []
    read = read_blocks_and_troubled

    def counting(calendars, context, **options):
        counts.append(sum(len(one.events) for one in calendars))
        return read(calendars, context, **options)

    monkeypatch.setattr(text_parts, "read_blocks_and_troubled", counting)
    return counts


def harvest(crawls, source_id, **arguments):
    return crawls(source_id, spider="ics", **arguments)


def outcome(run):
    return (run.status, run.reason, run.counts(), [(e["kind"], e["found"], e["field"]) for e in run.errors])


def rows(source_id):
    """Everything in the database about a source, except ids and times of writing."""
    statements = (
        """SELECT e.uid, e.title, e.url, e.description, e.status, e.venue_id, e.categories, e.sequence, e.last_modified,
                  e.raw::text, encode(e.content_hash, 'hex'), e.withdrawn_at IS NULL
             FROM events e WHERE e.source_id = :id""",
        """SELECT e.uid, o.key, o.starts_at, o.ends_at, o.local_date, o.timezone, o.all_day, o.time_known, o.status,
                  o.title, o.venue_id, o.url, o.description, o.withdrawn_at IS NULL
             FROM occurrences o JOIN events e ON e.id = o.event_id WHERE e.source_id = :id""",
        """SELECT e.uid, c.occurrence_key, c.field, c.old::text, c.new::text,
                  (SELECT count(*) FROM runs r WHERE r.source_id = :id
                      AND r.started_at <= (SELECT started_at FROM runs WHERE id = c.run_id))
             FROM event_changes c JOIN events e ON e.id = c.event_id WHERE e.source_id = :id""",
    )
    with transaction() as connection:
        return [sorted(map(str, connection.execute(text(one), {"id": source_id}))) for one in statements]


def twelve_events(*, without=(), **changed):
    """Twelve events: two of them are series, one is in a zone that only the feed defines, one has no UID."""
    events = {f"e{n}": vevent(f"e{n}", f"Show {n}", f"DTSTART:202812{n:02}T190000Z") for n in range(1, 9)}
    events["own"] = vevent("own", "In hall time", "DTSTART;TZID=Hall Time:20281203T190000")
    events["series"] = vevent("series", "Weekly", "DTSTART:20281120T190000Z", "RRULE:FREQ=WEEKLY") + vevent(
        "series", "Weekly, late", "DTSTART:20281204T210000Z", "RECURRENCE-ID:20281204T190000Z"
    )
    events["days"] = vevent("days", "All day", "DTSTART;VALUE=DATE:20281122", "RRULE:FREQ=DAILY;COUNT=4")
    events["none"] = vevent("", "No UID", "DTSTART:20281209T190000Z").replace("UID:@hall.example\r\n", "")
    return [block for name, block in {**events, **changed}.items() if name not in without]


def both(crawls, **arguments):
    """Runs one harvest that reads only changes and one that reads everything; their outcomes and rows are the same."""
    remembering = harvest(crawls, FEEDS, **arguments)
    reading = harvest(crawls, VENUE2, fresh=1, **arguments)
    assert outcome(remembering) == outcome(reading)
    assert rows(FEEDS) == rows(VENUE2)
    return remembering


def test_remembered_events_equal_what_would_be_read(crawls, feeds, blocks_read):
    for source_id in (FEEDS, VENUE2):
        add_feeds(source_id, [feeds.url("/a.ics"), feeds.url("/b.ics")])
    feeds.bodies["/a.ics"] = vcalendar(twelve_events())
    feeds.bodies["/b.ics"] = vcalendar([vevent("b1", "Elsewhere"), vevent("e1", "Show 1", "DTSTART:20281201T190000Z")])
    assert both(crawls).new == 13
    assert both(crawls).unchanged == 13
    feeds.statuses()
    edited = vevent("e1", "Show 1, moved", "DTSTART:20281215T190000Z", "SEQUENCE:1")
    feeds.bodies["/a.ics"] = vcalendar(twelve_events(without=["e2"], e1=edited, e9=vevent("e9", "New")), offset="-0800")
    blocks_read.clear()
    run = harvest(crawls, FEEDS)
    assert sorted(feeds.statuses()) == [200, 304]
    assert blocks_read == [3], "the edited, the new, and the one whose zone changed"
    assert (run.status, run.new, run.withdrawn, run.seen) == (RunStatus.OK, 1, 1, 13)
    assert outcome(run) == outcome(harvest(crawls, VENUE2, fresh=1))
    assert rows(FEEDS) == rows(VENUE2)
    for day in (LATER, TOMORROW, NEXT_MONTH):
        both(crawls, now=day)


def test_days_pass_and_months_bring_more(crawls, feeds, blocks_read):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    add_feeds(VENUE2, [feeds.url("/a.ics")])
    feeds.bodies["/a.ics"] = vcalendar([*twelve_events(), vevent("today", "Today", "DTSTART:20281122T230000Z")])
    assert both(crawls).seen == 13
    feeds.statuses()
    assert both(crawls, now="2028-11-24T12:00:00-05:00").seen == 12
    assert feeds.statuses() == [304, 200]
    assert both(crawls, now=NEXT_MONTH).changed == 1
    assert blocks_read[-2:] == [14, 14]


def test_sandbox_feeds_unmodified(crawls):
    first = crawls.mote()[1]
    events = stored(MOTE)
    crawls.sandbox.requests.clear()
    again = harvest(crawls, MOTE)
    assert {request.status for request in crawls.sandbox.requests if "ical" in request.path} == {304}
    assert (again.status, again.seen, again.unchanged, again.pages) == (
        RunStatus.OK,
        first.seen,
        first.seen,
        first.pages,
    )
    assert (stored(MOTE), changes(), withdrawn()) == (events, 0, 0)


def test_every_trap_again(crawls):
    """Contradictory feeds, doubtful zones, bad records: a harvest that reads only changes reports the same."""
    urls = [crawls.sandbox.url("feeds", f"/calendars/{name}.ics") for name in all_traps(TODAY)]
    for source_id in (FEEDS, VENUE2):
        add_feeds(source_id, urls)
    first = both(crawls)
    assert (first.new, first.rejected > 0) == (first.seen, True)
    assert [both(crawls).counts() for _ in range(2)] == [{**first.counts(), "new": 0, "unchanged": first.seen}] * 2


def test_body_is_the_same_and_nothing_says_so(crawls, feeds, blocks_read):
    feeds.tagged = False
    feeds.bodies["/a.ics"] = vcalendar(twelve_events())
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    harvest(crawls, FEEDS)
    assert harvest(crawls, FEEDS).unchanged == 12
    feeds.bodies["/a.ics"] = feeds.bodies["/a.ics"].replace(b"DTSTAMP:20281101", b"DTSTAMP:20281102")
    assert harvest(crawls, FEEDS).unchanged == 12
    assert (blocks_read, feeds.statuses()) == ([13, 0], [200, 200, 200])


@pytest.mark.parametrize("table", ["events", "occurrences"])
def test_withdrawn_by_hand_comes_back(crawls, feeds, table):
    feeds.bodies["/a.ics"] = vcalendar(twelve_events())
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    harvest(crawls, FEEDS)
    with transaction() as connection:
        connection.execute(text(f"UPDATE {table} SET withdrawn_at = now() WHERE id = (SELECT min(id) FROM {table})"))
    feeds.statuses()
    run = harvest(crawls, FEEDS)
    assert (run.status, run.seen, run.changed, withdrawn()) == (RunStatus.OK, 12, 1, 0)
    assert feeds.statuses() == [304, 200]
    assert (harvest(crawls, FEEDS).unchanged, feeds.statuses()) == (12, [304])


def test_bad_record_is_reported_each_time(crawls, feeds, blocks_read):
    bad = [vevent("bad", "No date", "X-NOTHING:1"), vevent("long", "Too long", "DTSTART:20281201", "DTEND:20381201")]
    feeds.bodies["/a.ics"] = vcalendar([*twelve_events(), *bad])
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    first, again = harvest(crawls, FEEDS), harvest(crawls, FEEDS)
    assert (first.rejected, again.rejected, again.unchanged) == (2, 2, 12)
    assert again.errors == first.errors
    assert (blocks_read, feeds.statuses()) == ([15, 2], [200, 200])


def test_feeds_that_contradict_each_other_are_both_read(crawls, feeds):
    """Without SEQUENCE and LAST-MODIFIED the later response wins, as it does when everything is read."""
    for source_id in (FEEDS, VENUE2):
        add_feeds(source_id, [feeds.url("/a.ics"), feeds.url("/b.ics")])
    feeds.bodies["/a.ics"] = vcalendar([*twelve_events(), vevent("x", "As A has it")])
    feeds.bodies["/b.ics"] = vcalendar([vevent("x", "As B has it"), vevent("y", "B's own")])
    for _ in range(4):
        both(crawls)
    events = changes()
    both(crawls)
    assert changes() == events


def test_fresh_reads_all_again(crawls, feeds, blocks_read):
    feeds.bodies["/a.ics"] = vcalendar(twelve_events())
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    harvest(crawls, FEEDS)
    assert harvest(crawls, FEEDS, fresh=1).unchanged == 12
    assert harvest(crawls, FEEDS).unchanged == 12
    assert (blocks_read, feeds.statuses()) == ([13, 13], [200, 200, 304])


def test_events_that_were_not_stored_are_not_remembered(crawls, feeds, monkeypatch):
    feeds.bodies["/a.ics"] = vcalendar(twelve_events())
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    write = store._write

    def away(run, batch):
        if any(item.title == "Show 3" for item in batch.events):
            raise OperationalError("INSERT", {}, Exception("the server closed the connection"))
        return write(run, batch)

    monkeypatch.setattr(store, "BATCH", 2)
    monkeypatch.setattr(retries, "PAUSES_S", ())
    monkeypatch.setattr(store, "_write", away)
    first = harvest(crawls, FEEDS)
    assert first.status is RunStatus.SUSPECT
    monkeypatch.setattr(store, "_write", write)
    run = harvest(crawls, FEEDS)
    assert (run.status, run.seen, run.new) == (RunStatus.OK, 12, 12 - first.seen)


def test_killed_during_a_change_that_is_then_reverted(crawls, feeds):
    """What was remembered about the feed is true again for the feed, but not for the database."""
    before = vcalendar(vevent(f"k{n}", f"Show {n}") for n in range(1500))
    feeds.bodies["/a.ics"] = before
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    harvest(crawls, FEEDS)
    events = stored(FEEDS)
    feeds.bodies["/a.ics"] = before.replace(b"SUMMARY:Show", b"SUMMARY:Changed show")
    run_id = str(uuid.uuid4())
    kill_in_the_middle(run_id)
    done = count("SELECT count(*) FROM events WHERE title LIKE 'Changed%'")
    assert 0 < done < 1500
    feeds.bodies["/a.ics"] = before
    run = again(crawls, run_id)
    assert (run.status, run.seen, run.withdrawn) == (RunStatus.OK, 1500, 0)
    assert stored(FEEDS) == events


def kill_in_the_middle(run_id):
    """`scrapy crawl` of the feeds, killed at its first batch."""
    arguments = {"source_id": FEEDS, "delay": 0, "now": NOW, "run_id": run_id}
    given = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
    process = Fork(["scrapy", "crawl", "ics", *given, "-s", "LOG_LEVEL=ERROR"])
    try:
        for _ in range(4000):
            if count("SELECT count(*) FROM events WHERE title LIKE 'Changed%'") or process.poll() is not None:
                break
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def again(crawls, run_id):
    """The next attempt at a run whose process died."""
    crawls.launch(run_id, FEEDS, spider="ics")
    run = read_run(run_id)
    assert run is not None
    return run
