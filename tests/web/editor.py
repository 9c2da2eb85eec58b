"""What the sources of an editor's town publish, and what waits for the editor."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import text

from app.edits import act
from core.items import EventItem, Venue
from storage.database.engine import connected
from storage.events import write as events
from storage.merging.match import match_events
from storage.places.link import link
from storage.runs import finish, ledger
from storage.sources import records as sources
from tests.web.sample_events import ZONE, at

STAGE, COURIER, CLUB = 11, 12, 13
TITLES = {STAGE: "Harbor Stage", COURIER: "The Bay Courier", CLUB: "Club Marina"}
HARBOR = Venue(name="Harbor Stage", address="12 Harbor Street, Sarasota, FL 34236")
GARDEN = "The Garden Society opens its gates. Bring a hat, and your own cup."
NUMBERS = count(1)


def open_sources(database_url: str) -> None:
    seeds = [
        sources.SourceSeed(
            id=number, name=name.split()[-1].lower(), title=name, base_url="https://x.example", timezone=ZONE
        )
        for number, name in TITLES.items()
    ]
    with connected(database_url) as connection:
        sources.seed(connection, seeds)


def harvest(database_url: str, source_id: int, *items: EventItem, **end: Any) -> list[int]:
    """A run that saw these events, which are then compared with those of other sources. Returns their ids."""
    with connected(database_url) as connection:
        run_id = f"desk-{next(NUMBERS)}"
        run = ledger.open_run(connection, run_id=run_id, source_id=source_id, spider="ics", launched_by="test")
        events.store_batch(connection, run, items)
        facts = {"finish_reason": "finished", "pages": 1, "rejected": 0, "errors": [], "essential_errors": []}
        finish.finish_run(connection, run, finish.RunEnd(**{**facts, **end}))
        link(connection)
        ids = connection.execute(
            text("SELECT id FROM events WHERE source_id = :id AND uid = ANY (:uids) ORDER BY id"),
            {"id": source_id, "uids": [item.uid for item in items]},
        )
        found = list(ids.scalars())
        match_events(connection, found)
    return found


def ballads(uid: str, day: int, **fields: Any) -> EventItem:
    defaults = {"title": "Marlowe Quartet: Ballads", "venue": HARBOR, "url": f"https://x.example/{uid}"}
    return EventItem(uid=uid, occurrences=(at(day, 20, lasts=2),), **{**defaults, **fields})


def choir(uid: str, hour: float | None, **fields: Any) -> EventItem:
    return EventItem(uid=uid, title="Harbor Choir", occurrences=(at(5, hour),), **fields)


def leave_work(database_url: str) -> None:
    """Something of each kind waits in the inbox, except what the public sends."""
    harvest(database_url, STAGE, ballads("ballads", 3))
    harvest(database_url, COURIER, ballads("courier-ballads", 3))
    harvest(database_url, COURIER, ballads("courier-ballads", 4))
    harvest(database_url, STAGE, choir("choir", 19, venue=HARBOR, description=GARDEN, categories=("Choral",)))
    harvest(database_url, COURIER, choir("courier-choir", None))
    oboes = EventItem(uid="oboes", title="Obo Night", occurrences=(at(6, 20),), venue=HARBOR)
    (oboe_night,) = harvest(database_url, STAGE, oboes)
    with connected(database_url) as connection:
        act.edit(connection, oboe_night, {"title": "Oboe Night"}, by="account:ada", because="the stage called")
    sold_out = EventItem(uid="oboes", title="Obo Night (few seats left)", occurrences=(at(6, 20),), venue=HARBOR)
    harvest(database_url, STAGE, sold_out)
    dances = [_dance(number) for number in range(12)]
    harvest(database_url, CLUB, *dances, covered_from=datetime.now(UTC))
    harvest(database_url, CLUB, *dances[:3], covered_from=datetime.now(UTC))


def break_a_source(database_url: str) -> None:
    blocked = {"kind": "Blocked", "found": "HTTP 403", "url": "", "essential": True, "retryable": False}
    harvest(database_url, COURIER, errors=[blocked], essential_errors=["HTTP 403"])


def _dance(number: int) -> EventItem:
    venue = Venue(name="Club Marina", address="3 Dock Road, Sarasota, FL 34236")
    title = f"Dance Lesson {number + 1}"
    return EventItem(uid=f"dance-{number}", title=title, occurrences=(at(number + 1, 18),), venue=venue)
