"""The rules of a source: what they leave out is withdrawn and isn't a loss; what they fill in is stored."""

from __future__ import annotations

import json

from sqlalchemy import text

from storage.database.engine import transaction
from storage.runs import decision
from storage.runs.ledger import RunStatus
from storage.sources import edits

from .running import MOTE, NOW, VANWEZEL, VENUE2, count, from_yesterday, scrapy, stored, true_of


def set_rules(source_id, **rules):
    with transaction() as connection:
        edits.change_source(connection, source_id, {"rules": rules})


def withdrawn_because(source_id):
    with transaction() as connection:
        found = connection.execute(
            text("SELECT uid, withdrawn_because FROM events WHERE source_id = :id AND withdrawn_at IS NOT NULL"),
            {"id": source_id},
        )
        return {row.uid: row.withdrawn_because for row in found}


def test_a_new_rule_withdraws_what_it_leaves_out(crawls):
    """Twenty of 24 events are gone at once: as missing events they would make the run suspect."""
    truth = true_of("vanwezel", crawls.sandbox.url("vanwezel"))
    crawls(VANWEZEL)
    set_rules(VANWEZEL, include_titles=["circus", "café nocturne", "ballet", "lawn"])
    kept = {"paper-lantern-circus", "cafe-nocturne", "sandpiper-ballet", "lawn-concert"}
    run = crawls(VANWEZEL)
    assert (run.status, run.reason) == (RunStatus.OK, None)
    assert (run.seen, run.left_out, run.withdrawn) == (4, 20, 20)
    assert stored(VANWEZEL) == {uid: truth[uid] for uid in kept}
    assert withdrawn_because(VANWEZEL) == dict.fromkeys(truth.keys() - kept, "left_out")
    with transaction() as connection:
        decided = decision.read(connection, run.id)
    assert decided is not None
    assert decided["left_out"] == {"its title has none of the included words": 20}
    again = crawls(VANWEZEL)
    assert (again.status, again.left_out, again.withdrawn, again.unchanged) == (RunStatus.OK, 20, 0, 4)


def test_without_the_rule_the_events_are_back(crawls):
    truth = true_of("vanwezel", crawls.sandbox.url("vanwezel"))
    set_rules(VANWEZEL, exclude_titles=["the"])
    run = crawls(VANWEZEL)
    assert (run.status, run.new + run.left_out) == (RunStatus.OK, len(truth))
    assert run.left_out > 0
    set_rules(VANWEZEL)
    assert crawls(VANWEZEL).left_out == 0
    assert stored(VANWEZEL) == truth


def test_a_date_window_withdraws_single_dates(crawls):
    crawls(VANWEZEL)
    before = count("SELECT count(*) FROM occurrences WHERE withdrawn_at IS NULL")
    set_rules(VANWEZEL, last_day="2028-12-30")  # the second of four days of Gingerbread Harbor
    run = crawls(VANWEZEL)
    assert run.status is RunStatus.OK
    late = "FROM occurrences WHERE local_date > '2028-12-30' AND withdrawn_at IS"
    assert count(f"SELECT count(*) {late} NULL") == 0
    assert (
        count(f"SELECT count(*) {late} NOT NULL") + count("SELECT count(*) FROM occurrences WHERE withdrawn_at IS NULL")
        == before
    )
    assert "gingerbread-harbor" not in withdrawn_because(VANWEZEL)
    assert withdrawn_because(VANWEZEL)["harbor-lights-gala"] == "left_out"


def test_a_feed_is_read_again_under_new_rules(crawls):
    """The feeds themselves are unchanged."""
    truth = true_of("mote", crawls.sandbox.url("mote"), window=from_yesterday())
    crawls.mote()
    set_rules(MOTE, exclude_categories=["families"], exclude_places=["marina"])
    _, run = crawls.mote()
    kept = {uid: facts for uid, facts in truth.items() if facts[3] == "Bayside Aquarium"}
    assert run.status is RunStatus.OK
    assert run.seen + run.left_out == len(truth)
    assert stored(MOTE).keys() < kept.keys()
    assert all(facts[3] == "Bayside Aquarium" for facts in stored(MOTE).values())
    assert set(withdrawn_because(MOTE).values()) == {"left_out"}
    _, again = crawls.mote()
    assert (again.status, again.seen, again.left_out, again.withdrawn) == (run.status, run.seen, run.left_out, 0)


def test_events_whose_pages_are_refused_are_not_withdrawn_by_a_rule_about_places(crawls):
    """Only the pages name the place."""
    set_rules(VANWEZEL, include_places=["bayfront lawn"])
    crawls(VANWEZEL)
    assert stored(VANWEZEL).keys() == {"lawn-concert"}
    crawls.sandbox.trouble.add("vanwezel", "refuse406")
    run = crawls(VANWEZEL)
    assert (run.withdrawn, stored(VANWEZEL).keys()) == (0, {"lawn-concert"})


def test_a_spider_of_one_venue_leaves_the_events_of_another_source_where_they_are(crawls):
    """Only the detail pages name a place, and they are refused."""
    other = {"base_url": crawls.sandbox.url("vanwezel")}
    crawls.sandbox.trouble.add("vanwezel", "refuse406")
    crawls(VENUE2, **other)
    assert {facts[3] for facts in stored(VENUE2).values()} == {None}
    set_rules(VENUE2, venue_name="Second Stage", default_categories=["Theater"])
    crawls(VENUE2, **other)
    assert {facts[3] for facts in stored(VENUE2).values()} == {"Second Stage"}
    crawls.sandbox.trouble.clear()
    crawls(VENUE2, **other)
    places = {facts[3] for facts in stored(VENUE2).values()}
    assert places == {"Van Wezel Performing Arts Hall", "Bayfront Lawn"}  # as the pages say
    assert count("SELECT count(*) FROM events WHERE categories <> '{Theater}' AND source_id = :id", id=VENUE2) == 0
    set_rules(VENUE2, venue_name="Second Stage", all_at_venue=True)
    crawls(VENUE2, **other)
    assert {facts[3] for facts in stored(VENUE2).values()} == {"Second Stage"}


def test_the_row_gives_the_zone_of_times_without_one(crawls):
    with transaction() as connection:
        edits.change_source(connection, VENUE2, {"timezone": "America/Chicago"})
    crawls(VENUE2)
    assert count("SELECT count(*) FROM occurrences WHERE timezone <> 'America/Chicago'") == 0


def dry(*arguments):
    """The events that a crawl prints which stores nothing."""
    ran = scrapy("crawl", *arguments, "-O", "-:jsonl", "-s", "STORE_EVENTS=False", "-s", "LOG_LEVEL=ERROR")
    assert (ran.returncode, ran.stderr) == (0, "")
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_crawl_that_stores_nothing_shows_what_a_harvest_stores(crawls):
    set_rules(VANWEZEL, include_titles=["circus", "ballet"], default_categories=["Stage"])
    address = ("-a", f"base_url={crawls.sandbox.url('vanwezel')}", "-a", f"now={NOW}", "-a", "delay=0")
    shown = dry("vanwezel", "-a", "source_id=1", *address)
    crawls(VANWEZEL)
    assert {one["uid"] for one in shown} == stored(VANWEZEL).keys() == {"paper-lantern-circus", "sandpiper-ballet"}
    assert len(dry("vanwezel", *address)) == 24, "without a source, the file alone counts"
