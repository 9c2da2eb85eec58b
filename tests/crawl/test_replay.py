"""Kept answers are read again with today's code, without the network, and compared with what is stored."""

from __future__ import annotations

import json
import shutil

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import app
from core.config import settings
from storage.captures import pruning
from storage.database.engine import transaction
from storage.runs import ledger
from storage.runs.ledger import RunStatus
from storage.tables.base import metadata

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, MOTE, VANWEZEL, add_feeds, count, read_run, scrapy, stored

FEED = "/a.ics?token=abcdef123"


@pytest.fixture
def feeds():
    with serving() as server:
        yield server


def replay(*arguments, status=0):
    """The differences by title, and the last line about the replay."""
    ran = CliRunner().invoke(app, ["replay", *map(str, arguments), "--json"], catch_exceptions=False)
    assert ran.exit_code == status, ran.output
    *differing, said = map(json.loads, ran.stdout.splitlines())
    return {one["title"]: one for one in differing}, said


def refused(*arguments):
    ran = CliRunner().invoke(app, ["replay", *map(str, arguments)], catch_exceptions=False)
    assert ran.exit_code == 1
    return ran.stderr


def change(statement, **parameters):
    with transaction() as connection:
        connection.execute(text(statement), parameters)


def rows():
    """All that is stored."""
    with transaction() as connection:
        return {table.name: sorted(map(repr, connection.execute(table.select()))) for table in metadata.sorted_tables}


def harvest_feed(crawls, server, *events):
    """A source whose only feed has these events."""
    add_feed(server)
    server.bodies[FEED] = vcalendar(events)
    return crawls(FEEDS)


def add_feed(server):
    if not count("SELECT count(*) FROM source_feeds"):
        change("UPDATE sources SET spider = 'ics' WHERE id = :id", id=FEEDS)
        add_feeds(FEEDS, [server.url(FEED)])


def changes_of(difference):
    return {(one["field"], one["showing"]): (one["old"], one["new"]) for one in difference["changes"]}


def test_an_unchanged_site_reads_as_it_is_stored(crawls, sandbox):
    crawls(VANWEZEL)
    before, asked = rows(), len(sandbox.requests)
    found, said = replay("vanwezel")
    assert found == {}
    assert (said["events"], said["status"], said["reason"]) == (len(stored(VANWEZEL)), "ok", None)
    assert (said["problems"], said["missing"]) == ([], {})
    assert rows() == before, "a dry run stores nothing"
    assert len(sandbox.requests) == asked, "no page was asked for"
    assert replay("vanwezel", "--apply")[1]["run"] is None, "nothing differs, so there is no run"
    assert rows() == before


def test_a_closed_server_is_not_needed(crawls):
    with serving() as server:
        harvest_feed(crawls, server, vevent("e1", "One", "DTSTART:20281201T190000Z"), vevent("e2", "Two"))
    change("UPDATE events SET title = 'Uno', organizer = 'The Hall', content_hash = '' WHERE title = 'One'")
    change("UPDATE occurrences SET status = 'cancelled' WHERE event_id = 1")
    found, said = replay(FEEDS)
    assert said["events"] == 2
    (difference,) = found.values()
    assert (difference["kind"], difference["event_id"], difference["title"]) == ("changed", 1, "Uno")
    assert changes_of(difference) == {
        ("title", None): ("Uno", "One"),
        ("organizer", None): ("The Hall", None),
        ("status", "2028-12-01 14:00"): ("cancelled", "scheduled"),
    }


def test_a_person_reads_what_would_differ(crawls, feeds):
    harvest_feed(crawls, feeds, vevent("e1", "One"), vevent("e2", "Two"))
    change("UPDATE events SET title = 'Uno', content_hash = '' WHERE title = 'One'")
    ran = CliRunner().invoke(app, ["replay", "feeds"], env={"COLUMNS": "200"})
    assert ran.exit_code == 0
    assert ran.stdout.startswith("~ Uno (2028-12-01 14:00, event 1)\n    title: Uno → One\n")
    assert "1 changed (title 1)" in ran.stdout
    assert "--apply would store it as a run, ok." in ran.stdout
    change("UPDATE events SET title = 'One' WHERE title = 'Uno'")
    assert "Nothing differs from what is stored." in CliRunner().invoke(app, ["replay", "feeds"]).stdout


def test_apply_stores_it_as_a_run_of_its_own_kind(crawls, feeds):
    harvest_feed(crawls, feeds, vevent("e1", "One"), vevent("e2", "Two"))
    change("UPDATE events SET title = 'Uno', content_hash = '' WHERE title = 'One'")
    assert len(replay(FEEDS, "--apply")[0]) == 1
    run_id = replay(FEEDS, "--apply")[1]["run"]
    assert run_id is None, "the second replay finds nothing"
    run = read_run(run_launched_by("replay"))
    assert "ics (replay)" in CliRunner().invoke(app, ["runs"], env={"COLUMNS": "200"}).stdout
    assert (run.status, run.seen, run.changed, run.unchanged, run.withdrawn) == (RunStatus.OK, 2, 1, 1, 0)
    assert {facts[0] for facts in stored(FEEDS).values()} == {"One", "Two"}
    assert count("SELECT count(*) FROM event_changes WHERE run_id = :id AND field = 'title'", id=run.id) == 1
    assert count("SELECT count(*) FROM audit_log WHERE action = 'replay'") == 1
    feeds.statuses()
    assert crawls(FEEDS).unchanged == 2
    assert feeds.statuses() == [200], "the next harvest reads everything with the same code"


def run_launched_by(launched_by):
    with transaction() as connection:
        found = connection.execute(text("SELECT id FROM runs WHERE launched_by = :by"), {"by": launched_by})
        return found.scalar_one()


def known_as_another(title):
    """As if other code had read it, so that nothing matches."""
    change("UPDATE events SET uid = 'other', title = 'Other', content_hash = '' WHERE title = :title", title=title)
    change(
        "UPDATE occurrences SET starts_at = starts_at + interval '3 days' WHERE event_id IN ("
        "SELECT id FROM events WHERE title = 'Other')"
    )


def test_what_is_no_longer_read_is_withdrawn_if_the_answers_are_those_of_the_last_good_harvest(crawls, feeds):
    events = [vevent(f"e{number}", f"Show {number}", f"DTSTART:202812{number:02}T190000Z") for number in range(1, 9)]
    harvest_feed(crawls, feeds, *events)
    harvest_feed(crawls, feeds, *events)
    assert feeds.statuses() == [200, 304]
    known_as_another("Show 3")
    found, said = replay(FEEDS)
    assert {title: one["kind"] for title, one in found.items()} == {"Other": "gone", "Show 3": "new"}
    assert (said["new"], said["gone"], said["withdrawn"], said["status"]) == (1, 1, 1, "ok")
    assert replay(FEEDS, "--apply")[1]["withdrawn"] == 1
    assert {facts[0] for facts in stored(FEEDS).values()} == {f"Show {number}" for number in range(1, 9)}


def test_nothing_is_withdrawn_if_the_last_harvest_failed(crawls, feeds):
    events = [vevent(f"e{number}", f"Show {number}", f"DTSTART:202812{number:02}T190000Z") for number in range(1, 9)]
    harvest_feed(crawls, feeds, *events)
    del feeds.bodies[FEED]
    assert crawls(FEEDS).status is RunStatus.FAILED
    known_as_another("Show 3")
    found, said = replay(FEEDS, "--apply")
    assert {title: one["kind"] for title, one in found.items()} == {"Other": "gone", "Show 3": "new"}
    assert (said["withdrawn"], read_run(said["run"]).status) == (0, RunStatus.OK)
    assert len(stored(FEEDS)) == 9, "it stays until a harvest misses it, too"
    feeds.bodies[FEED] = vcalendar(events)
    assert crawls(FEEDS).withdrawn == 1


def test_a_reader_that_reads_almost_nothing_withdraws_nothing(crawls, feeds):
    events = [vevent(f"e{number}", f"Show {number}", f"DTSTART:202812{number:02}T190000Z") for number in range(1, 9)]
    harvest_feed(crawls, feeds, *events)
    change("UPDATE events SET uid = 'other-' || id, title = 'Other ' || id")
    change("UPDATE occurrences SET starts_at = starts_at + interval '40 days'")
    said = replay(FEEDS, "--apply")[1]
    assert (said["status"], said["withdrawn"], said["gone"]) == ("suspect", 0, 8)
    assert said["reason"] == "8 of 8 events are missing at once; none was withdrawn"


def test_a_showing_at_another_hour_moves(crawls, feeds):
    harvest_feed(
        crawls,
        feeds,
        *(
            vevent("e1", "One", f"DTSTART:202812{day:02}T190000Z", f"RECURRENCE-ID:202812{day:02}T190000Z")
            for day in (1, 2, 3)
        ),
    )
    change("UPDATE occurrences SET starts_at = starts_at + interval '1 hour'")
    found, _ = replay(FEEDS, "--apply")
    assert changes_of(found["One"]) == {
        ("starts_at", f"2028-12-0{day} 15:00"): (f"2028-12-0{day} 15:00", f"2028-12-0{day} 14:00") for day in (1, 2, 3)
    }
    assert replay(FEEDS)[0] == {}


def test_what_a_person_corrected_stays(crawls, feeds):
    harvest_feed(crawls, feeds, vevent("e1", "One"))
    assert CliRunner().invoke(app, ["events", "edit", "1", "--title", "Corrected"]).exit_code == 0
    assert replay(FEEDS)[0] == {}
    change("UPDATE events SET said = '{\"title\": \"Uno\"}', content_hash = ''")
    found, _ = replay(FEEDS, "--apply")
    assert changes_of(found["Uno"]) == {("title", None): ("Uno", "One")}
    assert count("SELECT count(*) FROM events WHERE title = 'Corrected' AND said ->> 'title' = 'One'") == 1


def test_an_answer_is_read_with_the_sources_rules_of_today(crawls, feeds):
    harvest_feed(crawls, feeds, vevent("e1", "One"), vevent("e2", "Two"))
    change("""UPDATE sources SET rules = '{"exclude_titles": ["two"]}' WHERE id = :id""", id=FEEDS)
    found, said = replay(FEEDS)
    assert (found["Two"]["kind"], said["withdrawn"]) == ("gone", 1)


def test_what_was_removed_from_the_site_does_not_come_back(crawls, feeds):
    events = [vevent(f"e{number}", f"Show {number}", f"DTSTART:202812{number:02}T190000Z") for number in range(1, 9)]
    harvest_feed(crawls, feeds, *events)
    harvest_feed(crawls, feeds, *events[1:])
    assert len(stored(FEEDS)) == 7
    assert replay(FEEDS)[0] == {}
    assert replay(FEEDS, "--since", "2020-01-01") == ({}, {**replay(FEEDS)[1], "harvests": 3, "answers": 2})


def test_since_corrects_what_is_over_from_older_answers(crawls, feeds):
    over = vevent("e1", "Over", "DTSTART:20281121T170000Z")
    listed = vevent("e2", "Listed", "DTSTART:20281205T190000Z")
    harvest_feed(crawls, feeds, over, listed)
    feeds.bodies[FEED] = vcalendar([listed])
    crawls(FEEDS, now="2028-11-25T12:00:00-05:00")
    change("UPDATE events SET title = title || ' (read badly)', content_hash = ''")
    assert set(replay(FEEDS)[0]) == {"Listed (read badly)"}
    found, said = replay(FEEDS, "--since", "2020-01-01", "--apply")
    assert set(found) == {"Listed (read badly)", "Over (read badly)"}
    assert (said["harvests"], said["answers"]) == (3, 2)
    assert {facts[0] for facts in stored(FEEDS).values()} == {"Listed", "Over"}
    assert replay(FEEDS, "--since", "2020-01-01")[0] == {}


def test_older_harvests_of_a_site_with_pages_change_nothing(crawls):
    crawls(VANWEZEL)
    crawls(VANWEZEL, now="2028-11-29T12:00:00-05:00")
    found, said = replay("vanwezel", "--since", "2020-01-01")
    assert found == {}
    assert (said["as_of"], said["withdrawn"]) == ("2028-11-29T17:00:00+00:00", 0)
    assert said["harvests"] in (2, 3)


def test_a_source_that_finds_feeds_is_replayed_from_its_feeds(crawls):
    crawls.mote()
    found, said = replay("mote")
    assert (found, said["spider"]) == ({}, "ics")
    assert said["events"] == len(stored(MOTE))


def test_a_missing_listing_is_named(crawls):
    crawls(VANWEZEL)
    with transaction() as connection:
        url = connection.execute(
            text("DELETE FROM captures WHERE url LIKE '%/events' OR url LIKE '%/events/' RETURNING url")
        ).scalar_one()
    asked = len(crawls.sandbox.requests)
    found, said = replay("vanwezel", status=1)
    assert found == {} or {one["kind"] for one in found.values()} == {"gone"}
    assert len(crawls.sandbox.requests) == asked, "what isn't kept is not asked for"
    assert said["missing"] == {url: "no answer is kept"}
    assert said["status"] != "ok"
    assert f"can't be replayed: {url}: no answer is kept" in refused("vanwezel")


def test_pages_of_events_that_are_gone_are_named_and_change_nothing(crawls):
    crawls(VANWEZEL)
    with transaction() as connection:
        urls = set(connection.execute(text("DELETE FROM captures WHERE url LIKE '%/detail/%' RETURNING url")).scalars())
    found, said = replay("vanwezel", status=1)
    assert found == {}, "what is stored stays"
    assert urls
    assert urls <= set(said["missing"])


def test_damaged_and_missing_files_are_named(crawls, feeds):
    harvest_feed(crawls, feeds, vevent("e1", "One"))
    (file,) = settings().captures_dir.glob("*/*.zst")
    file.write_bytes(b"damaged")
    assert "is damaged" in next(iter(replay(FEEDS, status=1)[1]["missing"].values()))
    shutil.rmtree(settings().captures_dir)
    assert "doesn't exist" in next(iter(replay(FEEDS, status=1)[1]["missing"].values()))


def test_captures_pruned_by_size_are_named(crawls, feeds, monkeypatch):
    harvest_feed(crawls, feeds, vevent("e1", "One"))
    monkeypatch.setenv("CAPTURES_MAX_MB", "0")
    settings.cache_clear()
    assert pruning.prune(settings()).too_many == 1
    assert "No answers of source 3 (feeds) are kept" in refused(FEEDS)


def test_nothing_kept_unknown_sources_and_spiders(crawls, feeds):
    assert "No answers of source 1 (vanwezel) are kept" in refused("vanwezel")
    assert "There is no source 99" in refused(99)
    assert "There is no source elsewhere" in refused("elsewhere")
    harvest_feed(crawls, feeds, vevent("e1", "One"))
    change("UPDATE sources SET spider = 'vanished' WHERE id = :id", id=FEEDS)
    assert "there is no spider vanished" in refused(FEEDS)
    change("UPDATE sources SET spider = 'ics' WHERE id = :id", id=FEEDS)
    assert "has no argument months" in refused(FEEDS, "-a", "months=2")


def test_a_source_that_is_harvested_now_is_refused(crawls, feeds):
    harvest_feed(crawls, feeds, vevent("e1", "One"))
    with transaction() as connection:
        ledger.open_run(connection, run_id="now", source_id=FEEDS, spider="ics", launched_by="test")
    assert "is being crawled by run now" in refused(FEEDS)
    assert count("SELECT count(*) FROM runs WHERE launched_by = 'replay'") == 0


def test_no_setting_of_another_crawl_answers_it_from_captures(crawls, feeds):
    harvest_feed(crawls, feeds, vevent("e1", "One"))
    feeds.statuses()
    switch = json.dumps({"scrapers.replay.answers.FromCaptures": 10})
    ran = scrapy("crawl", "ics", "-a", f"source_id={FEEDS}", "-a", "fresh=1", "-s", f"DOWNLOADER_MIDDLEWARES={switch}")
    assert ran.returncode == 0, ran.stderr
    assert feeds.statuses() == [200]
