"""The state in which each play starts: an earlier harvest, and a site that has changed since."""

from __future__ import annotations

from storage.database.engine import connected
from storage.sources import records as sources
from storage.sources.records import SourceSeed
from tests.chaos.ledger import Rows, rows
from tests.chaos.stage import BIG_FEED, SOURCES, Lane, Stage

TEMPLATE = "harvested"
MOVED_ON = """
UPDATE events SET title = title || ' (old)', content_hash = '\\x00' WHERE hashtext(uid) % 7 = 0;
UPDATE occurrences o SET starts_at = starts_at + interval '1 hour', key = key || 'x'
  FROM events e WHERE e.id = o.event_id AND hashtext(e.uid || o.key) % 11 = 0;
DELETE FROM events WHERE hashtext(uid) % 5 = 0;
INSERT INTO events (source_id, uid, title, status, sold_out, categories, raw, content_hash)
SELECT source_id, 'gone-' || source_id, 'No longer listed', 'scheduled', false, '{}', '{}', '\\x01'
  FROM events GROUP BY source_id;
INSERT INTO occurrences (event_id, key, starts_at, local_date, timezone, all_day, time_known, status)
SELECT id, 'gone', date_trunc('day', now()) + interval '40 days', current_date + 40, 'America/New_York', false, true,
       'scheduled' FROM events WHERE uid LIKE 'gone-%';
DELETE FROM run_sightings;
UPDATE runs SET started_at = started_at - interval '1 day', finished_at = finished_at - interval '1 day';
"""
"""As if the first harvest was on an earlier day: some events changed since, some are new, one per source is gone.
Chosen by UID, so that each database has the same ones."""


def prepare(stage: Stage) -> Rows:
    """Makes the template database; returns the rows that an undisturbed harvest leaves."""
    with stage.lane() as lane:
        seed(lane)
        lane.worker()
        harvest(lane)
        lane.workers[-1].kill()
        lane.sql(MOVED_ON)
        stage.sql("postgres", f"CREATE DATABASE {TEMPLATE} TEMPLATE {lane.name} STRATEGY file_copy")
    with stage.lane(TEMPLATE) as lane:
        lane.worker()
        harvest(lane)
        return rows(lane)


def send(lane: Lane) -> list[str]:
    """Sends a crawl of many pages, and one of a page with three batches; returns the ids of both tasks."""
    return [
        lane.send("scrape_vanwezel", source_id=SOURCES["vanwezel"], delay=0),
        lane.send("ingest_source", source_id=SOURCES["feeds"], limit=5),
    ]


def harvest(lane: Lane) -> None:
    for task_id in send(lane):
        assert lane.ended(task_id)["status"] == "ok"
        assert lane.result(task_id)["status"] == "SUCCESS"


def seed(lane: Lane) -> None:
    sandbox = lane.stage.sandbox
    with connected(lane.database_url) as connection:
        sources.seed(
            connection,
            [
                SourceSeed(
                    id=number, name=site, title=site.title(), base_url=sandbox.url(site), timezone="America/New_York"
                )
                for site, number in SOURCES.items()
            ],
        )
    lane.sql(
        "INSERT INTO source_feeds (source_id, url, kind, label) VALUES (%s, %s, 'ics', '')",
        [SOURCES["feeds"], sandbox.url("feeds", BIG_FEED)],
    )
