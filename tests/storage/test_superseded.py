"""Two feeds of a source have one event in different versions."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.items import EventItem
from storage.events import write as events
from storage.runs.ledger import RunStatus


def copy(at, sequence, *days, rule=False, instances=False, title="Gig"):
    occurrences = tuple(at(day, 20, recurrence_id=f"instance-{day}" if rule or instances else None) for day in days)
    raw = {"recurrence": "FREQ=WEEKLY"} if rule else {}
    return EventItem(uid="a", title=title, occurrences=occurrences, sequence=sequence, raw=raw)


def listed(connection):
    rows = connection.execute(
        text("""SELECT o.starts_at FROM occurrences o JOIN events e ON e.id = o.event_id
                 WHERE o.withdrawn_at IS NULL AND e.withdrawn_at IS NULL ORDER BY o.starts_at""")
    )
    return list(rows.scalars())


def store(harvest, connection, *copies, together):
    """One run that reads the copies, in one batch or in a batch each."""
    run = harvest.open()
    for batch in [copies] if together else [[one] for one in copies]:
        events.store_batch(connection, run, batch)
    return harvest.close(run)


@pytest.mark.parametrize("together", [True, False], ids=["one batch", "a batch each"])
@pytest.mark.parametrize("newest_first", [True, False], ids=["newest first", "newest last"])
@pytest.mark.parametrize(
    ("older", "newer", "days"),
    [
        ({"sequence": 0, "days": [10]}, {"sequence": 1, "days": [17]}, [17]),
        ({"sequence": None, "days": [10]}, {"sequence": 1, "days": [17]}, [17]),
        ({"sequence": 3, "days": [10], "title": "Gig"}, {"sequence": 7, "days": [17], "title": "Gig B"}, [17]),
        ({"sequence": 0, "days": [3, 10], "rule": True}, {"sequence": 1, "days": [4, 11], "rule": True}, [4, 11]),
        ({"sequence": 0, "days": [3, 10, 17], "rule": True}, {"sequence": 2, "days": [3, 10], "rule": True}, [3, 10]),
        ({"sequence": 0, "days": [3, 10], "rule": True}, {"sequence": 1, "days": [12]}, [12]),
        ({"sequence": 0, "days": [3, 10]}, {"sequence": 1, "days": [4, 11], "rule": True}, [4, 11]),
        # both stand
        ({"sequence": 0, "days": [3, 10]}, {"sequence": 1, "days": [17]}, [3, 10, 17]),
        ({"sequence": 0, "days": [3]}, {"sequence": 1, "days": [10, 17]}, [3, 10, 17]),
        ({"sequence": 1, "days": [3]}, {"sequence": 1, "days": [10]}, [3, 10]),
        (
            {"sequence": 0, "days": [3, 10], "instances": True},
            {"sequence": 1, "days": [17], "instances": True},
            [3, 10, 17],
        ),
    ],
)
def test_the_dates_of_the_newer_version_count(harvest, connection, at, older, newer, days, newest_first, together):
    copies = [copy(at, one.pop("sequence"), *one.pop("days"), **one) for one in (dict(older), dict(newer))]
    ordered = copies[::-1] if newest_first else copies
    for _ in range(3):
        run = store(harvest, connection, *ordered, together=together)
    assert listed(connection) == [at(day, 20).starts_at for day in days]
    assert (run.status, run.seen) == (RunStatus.OK, 1)


def test_feeds_that_each_cover_a_month_have_each_their_dates(harvest, connection, at):
    connection.execute(
        text("""INSERT INTO source_feeds (source_id, url, kind, label, covers_from, covers_until)
                VALUES (1, 'https://hall.example/2026-12.ics', 'ics', '', '2026-12-01', '2027-01-01')""")
    )
    store(harvest, connection, copy(at, 3, 10), copy(at, 0, 40), together=True)
    assert listed(connection) == [at(day, 20).starts_at for day in (10, 40)]
