"""Sources whose runs end as a test wants, without a crawl."""

from __future__ import annotations

from itertools import count

from sqlalchemy import text

from core.items import EventItem
from storage.database.engine import transaction
from storage.events import write as events
from storage.runs import ledger
from storage.runs.finish import finish_run
from storage.runs.judgment import RunEnd
from storage.sources import records
from tests.api.harvest import at

NUMBERS = count(1)
DOWN = ("TransportFailure", "HTTP 503")


def seed(*names: str, first: int = 101) -> list[int]:
    """Adds sources, and returns their ids."""
    seeds = [
        records.SourceSeed(
            id=number,
            name=name,
            title=name.title(),
            base_url=f"https://{name}.example",
            timezone="America/New_York",
        )
        for number, name in enumerate(names, first)
    ]
    with transaction() as connection:
        records.seed(connection, seeds)
    return [one.id for one in seeds]


def ends(source_id: int, *errors: tuple[str, str], seen: int = 0, **end: object) -> str:
    """Opens and ends a run that saw some events and had these essential errors. Returns its id."""
    run_id = f"run-{next(NUMBERS)}"
    problems = [_error(kind, found) for kind, found in errors]
    with transaction() as connection:
        run = ledger.open_run(connection, run_id=run_id, source_id=source_id, spider="hall", launched_by="test")
        events.store_batch(connection, run, [_event(number) for number in range(seen)])
        facts = {"finish_reason": "finished", "pages": 1, "rejected": 0, "says_empty": False, **end}
        finish_run(connection, run, RunEnd(errors=problems, essential_errors=[found for _, found in errors], **facts))
    return run_id


def _error(kind: str, found: str) -> dict[str, object]:
    return {"kind": kind, "found": found, "url": "", "essential": True, "retryable": kind == "TransportFailure"}


def _event(number: int) -> EventItem:
    return EventItem(uid=f"event-{number}", title=f"Event {number}", occurrences=[at(number + 1, 19)])


def states(source_id: int) -> list[str]:
    """All states that the source has been in."""
    with transaction() as connection:
        found = connection.execute(
            text("SELECT state FROM source_states WHERE source_id = :id ORDER BY id"), {"id": source_id}
        )
        return list(found.scalars())
