"""Old rows are deleted, except those still needed as evidence, for verdicts, or by people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg2
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import app as cli
from app.tasks import prune
from core.config import Settings, settings
from core.items import EventItem
from storage.access import audit
from storage.alerts.routes import Channel, Route, add_route
from storage.database import engine, pruning, retention
from storage.database.engine import transaction
from storage.database.retention import KEPT_RUNS, Kind
from storage.events import feed_listings as feeds
from storage.runs import ledger as runs
from storage.search.filters import EventFilter
from storage.sources import records as sources
from storage.tasks import deliveries
from tests.storage.conftest import SOURCE, Harvests

DAYS = Settings(_env_file=None)


@pytest.fixture
def connection(service_environment, database_url):
    """Commits each statement, because pruning has its own transactions."""
    with engine.engine().connect() as connection:
        sources.seed(connection, [SOURCE])
        connection.commit()
        yield connection


@pytest.fixture
def harvest(connection):
    return Harvests(connection)


def item(uid, *occurrences):
    return EventItem(uid=uid, title=uid, url=f"https://hall.example/{uid}", occurrences=occurrences)


def age(connection, by):
    """Moves everything into the past."""
    for table, columns in {
        "runs": ("started_at", "finished_at"),
        "events": ("first_seen_at", "updated_at"),
        "occurrences": ("first_seen_at", "starts_at", "ends_at"),
        "event_changes": ("changed_at",),
        "audit_log": ("at",),
        "alert_messages": ("at",),
        "source_states": ("since",),
        "scrapyd_jobs": ("scheduled_at",),
        "task_orders": ("ordered_at",),
        "cancellations": ("cancelled_at",),
    }.items():
        connection.execute(text(f"UPDATE {table} SET {', '.join(f'{c} = {c} - :by' for c in columns)}"), {"by": by})
    connection.commit()


def counts(connection, *tables):
    connection.commit()
    return [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables]


def ids(connection, table):
    connection.commit()
    return set(connection.execute(text(f"SELECT id FROM {table}")).scalars())


def test_unreferenced_runs_are_deleted_except_the_last_ones(connection, harvest, at):
    """The first found the event, the second changed it, a later one was good; of the rest the last 50 stay."""
    harvest(item("concert", at(2000, 20)))
    harvest(item("concert", at(2000, 21)))
    connection.execute(
        text("""INSERT INTO runs (id, source_id, spider, launched_by, status, token, started_at, finished_at)
                SELECT 'old-' || n, 1, 'hall', 'test', CASE n WHEN 7 THEN 'ok' ELSE 'failed' END, n,
                       now() - (100 - n) * interval '1 minute', now() FROM generate_series(1, 60) n""")
    )
    connection.execute(text("UPDATE runs SET started_at = started_at - interval '3 hours' WHERE id LIKE 'run-%'"))
    deliveries.begin(connection, task_id="old-1", task="t", kwargs={}, worker="w")
    deliveries.park(connection, "old-1")
    age(connection, timedelta(days=100))
    gone = pruning.prune(DAYS)
    assert gone[Kind.RUNS] == 60 - KEPT_RUNS - 2
    left = ids(connection, "runs")
    assert left == {"run-1", "run-2", "old-1", "old-7", *(f"old-{n}" for n in range(11, 61))}
    assert len(deliveries.parked(connection)) == 1
    assert counts(connection, "events", "event_changes") == [1, 1]


def test_next_run_is_judged_as_before(connection, harvest, at):
    many = [item(f"e{n}", at(400, 20)) for n in range(10)]
    for _ in range(3):
        assert harvest(*many).status is runs.RunStatus.OK
    connection.commit()
    age(connection, timedelta(days=95))
    pruning.prune(DAYS)
    poor = harvest(*many[:4])
    assert (poor.status, poor.reason) == (runs.RunStatus.SUSPECT, "saw 4, less than half of the usual 10")
    assert counts(connection, "events") == [10]


def test_past_events_are_deleted_with_their_rows(connection, harvest, at):
    harvest(item("over", at(2, 20)), item("goes on", at(2, 20), at(900, 20)), item("shown forever", at(2, 20)))
    connection.commit()
    connection.execute(text("UPDATE run_sightings SET new = '{}', occurrences = '{}'"))
    connection.execute(
        text("""INSERT INTO run_sightings (run_id, new, changed, unchanged, occurrences)
                SELECT 'run-1', '{}', '{}', array_agg(e.id), array_agg(o.id) FROM events e JOIN occurrences o
                    ON o.event_id = e.id WHERE e.uid = 'shown forever'""")
    )
    age(connection, timedelta(days=800))
    assert pruning.count(DAYS)[Kind.EVENTS] == 1
    gone = pruning.prune(DAYS)
    assert (gone[Kind.EVENTS], gone[Kind.OCCURRENCES]) == (1, 2)
    left = connection.execute(text("SELECT uid FROM events ORDER BY uid")).scalars().all()
    assert left == ["goes on", "shown forever"]


def test_changes_of_upcoming_events_stay(connection, harvest, at):
    harvest(item("over", at(2, 20)), item("to come", at(900, 20)))
    harvest(item("over", at(2, 21)), item("to come", at(900, 21)))
    connection.commit()
    (before,) = counts(connection, "event_changes")
    age(connection, timedelta(days=400))
    assert pruning.prune(DAYS)[Kind.CHANGES] == before // 2
    kept = connection.execute(
        text("SELECT DISTINCT e.uid FROM event_changes c JOIN events e ON e.id = c.event_id")
    ).scalars()
    assert list(kept) == ["to come"]


def test_the_sequence_of_a_feed_does_not_fall(connection, harvest, at):
    """The event's changes are deleted when it appears again, which is another change."""
    harvest(item("concert", at(2, 20)))
    for title in ("Concert", "The Concert", "Concert!"):
        connection.commit()
        harvest(replace(item("concert", at(2, 20)), title=title))
    connection.commit()
    sequences = []
    everything = EventFilter(from_=None, include_withdrawn=True)
    for step in ("as it was", "pruned", "listed again"):
        if step == "pruned":
            age(connection, timedelta(days=400))
            assert pruning.prune(DAYS)[Kind.CHANGES] == 3
        if step == "listed again":
            harvest(replace(item("concert", at(5, 20)), title="Concert once more"))
        connection.commit()
        listing = max(feeds.stream(connection, everything), key=lambda listing: listing.starts_at)
        sequences.append(listing.sequence)
    assert sequences[0] == sequences[1] == 3
    assert sequences[2] > sequences[1]


def test_sightings_of_all_but_the_last_runs_are_deleted(connection, harvest, at, monkeypatch):
    monkeypatch.setattr(retention, "KEPT_RUNS", 1)
    monkeypatch.setattr(retention, "HISTORY", 1)
    for _ in range(3):
        harvest(item("concert", at(2000, 20)))
        connection.commit()
    age(connection, timedelta(days=31))
    assert pruning.prune(DAYS)[Kind.SIGHTINGS] == 2
    assert connection.execute(text("SELECT run_id FROM run_sightings")).scalars().all() == ["run-3"]


def test_audit_jobs_and_orders(connection):
    audit.record(connection, actor="a", action="b", subject="c")
    connection.execute(text("INSERT INTO scrapyd_jobs (run_id, node, project, spider) VALUES ('j', 'n', 'p', 's')"))
    connection.execute(text("INSERT INTO cancellations (task_id, cancelled_by) VALUES ('k', 'ada')"))
    connection.execute(text("INSERT INTO task_orders (task_id, task, kwargs, ordered_by) VALUES ('o', 't', '{}', 'a')"))
    age(connection, timedelta(days=731))
    audit.record(connection, actor="a", action="today", subject="c")
    connection.commit()
    gone = pruning.prune(DAYS)
    assert (gone[Kind.AUDIT], gone[Kind.JOBS], gone[Kind.ORDERS], gone[Kind.CANCELLATIONS]) == (1, 1, 1, 1)
    assert [entry.action for entry in audit.read_log(connection)] == ["today"]


def test_zero_keeps_rows_forever(connection):
    audit.record(connection, actor="a", action="b", subject="c")
    age(connection, timedelta(days=5000))
    kept = DAYS.model_copy(update={"retention_audit_days": 0})
    assert Kind.AUDIT not in pruning.prune(kept)
    assert counts(connection, "audit_log") == [1]


def test_a_locked_row_blocks_nobody(connection, monkeypatch, caplog):
    """Somebody locks a row for longer than a batch waits: its batch stays, the rest is deleted."""
    monkeypatch.setattr(pruning, "BATCH", 1)
    monkeypatch.setattr(retention, "LOCK_TIMEOUT", "50ms")
    for subject in ("held", "free"):
        audit.record(connection, actor="a", action="b", subject=subject)
    age(connection, timedelta(days=5000))
    other = psycopg2.connect(settings().database_url)
    try:
        other.cursor().execute("SELECT 1 FROM audit_log WHERE subject = 'held' FOR UPDATE")
        assert pruning.prune(DAYS)[Kind.AUDIT] == 1
    finally:
        other.close()
    assert "some of them are locked" in caplog.text
    assert [entry.subject for entry in audit.read_log(connection)] == ["held"]


def test_stops_between_batches(connection, monkeypatch):
    monkeypatch.setattr(pruning, "BATCH", 1)
    for _ in range(3):
        audit.record(connection, actor="a", action="b", subject="c")
    age(connection, timedelta(days=5000))
    answers = iter([False, False, True])
    assert pruning.prune(DAYS, lambda: next(answers))[Kind.AUDIT] == 2


def test_command_and_task(connection, monkeypatch):
    audit.record(connection, actor="a", action="b", subject="c")
    age(connection, timedelta(days=11))
    monkeypatch.setenv("RETENTION_AUDIT_DAYS", "10")
    settings.cache_clear()
    dry = CliRunner().invoke(cli, ["prune", "--dry-run"])
    assert (dry.exit_code, "audit: 1 would be deleted (older than 10 days)" in dry.output) == (0, True)
    assert counts(connection, "audit_log") == [1]
    assert prune.apply().get()["audit"] == 1
    assert "audit: 0 deleted" in CliRunner().invoke(cli, ["prune"]).output
    with transaction() as database:
        assert audit.read_log(database) == []


def test_old_deliveries_of_letters_are_deleted(connection):
    connection.execute(
        text("""WITH l AS (INSERT INTO letters (first_day, last_day, created_by)
                           VALUES (now(), now(), 'test') RETURNING id)
                INSERT INTO letter_deliveries (letter_id, state, done_at)
                SELECT id, 'sent', now() - age FROM l, unnest(ARRAY[interval '400 days', interval '300 days']) age""")
    )
    connection.commit()
    assert pruning.prune(DAYS)[Kind.DELIVERIES] == 1


def test_old_alerts_and_states_are_deleted_except_the_last_and_what_was_not_sent(connection):
    route = add_route(
        connection, Route(person="desk", channel=Channel.EMAIL, target="desk@events.example"), created_by="test"
    )
    connection.execute(
        text("""INSERT INTO alert_messages (source_id, kind, severity, state)
                VALUES (:id, 'trouble', 2, 'blocked'), (:id, 'over', 2, 'healthy'), (:id, 'trouble', 2, 'blocked'),
                       (NULL, 'trouble', 2, 'stopped')"""),
        {"id": SOURCE.id},
    )
    connection.execute(
        text("""INSERT INTO alert_deliveries (message_id, route_id, due_at)
                SELECT min(id) + 1, :route, now() FROM alert_messages"""),
        {"route": route.id},
    )
    connection.execute(
        text("INSERT INTO source_states (source_id, state) VALUES (:id, 'blocked'), (:id, 'healthy')"),
        {"id": SOURCE.id},
    )
    age(connection, timedelta(days=366))
    deleted = pruning.prune(DAYS)
    assert (deleted[Kind.ALERTS], deleted[Kind.STATES]) == (1, 1)
    assert connection.execute(text("SELECT state FROM source_states")).scalars().all() == ["healthy"]
    assert counts(connection, "alert_messages", "alert_deliveries") == [3, 1]
