"""Queues messages in the transaction of what happened, and hands out those that are due."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from core.config import settings
from storage.alerts.matters import MEANINGS as MATTERS
from storage.alerts.matters import Matter
from storage.alerts.routes import due_at, list_routes
from storage.health.judge import Finding, Severity, SourceState, severity
from storage.health.words import MEANINGS

TROUBLE, OVER = "trouble", "over"
MATTER_LOCK = 0x4D617272
LEASE = timedelta(minutes=5)
"""Longer than one try may take."""
SHOWN = 20
"""Messages that a digest names; it counts the others."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A row of `alert_messages` with its source's title. `source_id` is None if it is about Marquee itself; then
    `state` is a Matter. `state_now`: of the source; a trouble that only changed its kind sends no second message."""

    id: int
    source_id: int | None
    title: str
    kind: str
    severity: int
    state: SourceState | Matter
    reason: str | None
    run_id: str | None
    at: datetime
    state_now: SourceState | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What a route must get now. `messages`: the worst `SHOWN` of `total`."""

    delivery_ids: Sequence[int]
    messages: Sequence[Message]

    @property
    def total(self) -> int:
        return len(self.delivery_ids)


def note(connection: Connection, source_id: int, found: Finding) -> None:
    """Queues one message when a source's trouble begins or gets worse, and one when it is over. Everyone who heard of
    the trouble gets the second one."""
    known, now = _known(connection, source_id), severity(found.state)
    if now > known:
        kind, weight = TROUBLE, int(now)
    elif known and found.state is SourceState.HEALTHY:
        kind, weight = OVER, known
    else:
        return
    logger.log(
        logging.WARNING if kind == TROUBLE else logging.INFO,
        "Source %d %s %s",
        source_id,
        MEANINGS[found.state].what,
        found.reason or "",
    )
    _queue(connection, source_id, kind, weight, state=found.state.value, reason=found.reason, run_id=found.run_id)


def note_pause(connection: Connection, source_id: int, reason: str) -> None:
    """Queues a message that Marquee no longer asks the source."""
    logger.warning("Source %d is paused: %s", source_id, reason)
    _queue(connection, source_id, TROUBLE, int(Severity.URGENT), state=SourceState.PAUSED.value, reason=reason)


def note_matter(connection: Connection, matter: Matter, reason: str) -> bool:
    """Queues one message when something is wrong with Marquee itself. False if the last message already says so."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MATTER_LOCK})
    if _known(connection, matter):
        return False
    logger.error("Marquee %s %s", MATTERS[matter].what, reason)
    _queue(connection, matter, TROUBLE, int(Severity.URGENT), state=matter.value, reason=reason)
    return True


def note_matter_over(connection: Connection, matter: Matter) -> None:
    """Queues a message if the last one says that something is wrong."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MATTER_LOCK})
    if known := _known(connection, matter):
        _queue(connection, matter, OVER, known, state=matter.value)


def _of(subject: int | Matter) -> dict[str, object]:
    """The values of _OF_SUBJECT."""
    return {"id": None, "matter": subject.value} if isinstance(subject, Matter) else {"id": subject, "matter": None}


def _known(connection: Connection, subject: int | Matter) -> int:
    """The severity of the trouble that people already heard of, 0 without one."""
    last = connection.execute(text(_LAST), _of(subject)).one_or_none()
    return last.severity if last is not None and last.kind == TROUBLE else 0


def _queue(
    connection: Connection,
    subject: int | Matter,
    kind: str,
    weight: int,
    *,
    state: str,
    reason: str | None = None,
    run_id: str | None = None,
) -> None:
    """`subject`: a source's id, or a matter of Marquee itself."""
    about = _of(subject)
    values = {"id": about["id"], "kind": kind, "severity": weight, "state": state, "reason": reason, "run": run_id}
    added = connection.execute(text(_ADD), values).scalar_one()
    heard = set(connection.execute(text(_HEARD), about).scalars()) if kind == OVER else None
    moment, zone = datetime.now(UTC), ZoneInfo(settings().timezone)
    rows = [
        {"message": added, "route": route.id, "due": due_at(route, moment, zone)}
        for route in list_routes(connection)
        if (route.id in heard if heard is not None else route.severity <= weight)
        and (route.sources is None or about["id"] in route.sources)
    ]
    if rows:
        connection.execute(
            text("INSERT INTO alert_deliveries (message_id, route_id, due_at) VALUES (:message, :route, :due)"), rows
        )


_OF_SUBJECT = """source_id IS NOT DISTINCT FROM cast(:id AS integer)
   AND (source_id IS NOT NULL OR state = cast(:matter AS text))"""
_LAST = f"SELECT kind, severity FROM alert_messages WHERE {_OF_SUBJECT} ORDER BY id DESC LIMIT 1"
_ADD = """
INSERT INTO alert_messages (source_id, kind, severity, state, reason, run_id)
VALUES (:id, :kind, :severity, :state, :reason, :run) RETURNING id
"""
_HEARD = f"""
SELECT DISTINCT d.route_id FROM alert_deliveries d JOIN (SELECT * FROM alert_messages WHERE {_OF_SUBJECT}) m
    ON m.id = d.message_id
 WHERE m.kind = 'trouble'
   AND m.id > coalesce((SELECT max(id) FROM alert_messages WHERE {_OF_SUBJECT} AND kind = 'over'
                           AND id < (SELECT max(id) FROM alert_messages WHERE {_OF_SUBJECT})), 0)
"""


def claim(connection: Connection, route_id: int) -> Batch | None:
    """What is due for a route, or None. Nobody else gets it within LEASE, so commit, then send, then record the result:
    if this process dies, it is sent after that. A due time over a day ahead is due: the clock was wrong when it was
    written."""
    ids = connection.execute(text(_CLAIM), {"route": route_id, "lease": LEASE}).scalars().all()
    if not ids:
        return None
    rows = connection.execute(text(_OF_DELIVERIES), {"ids": ids, "most": SHOWN}).mappings()
    return Batch(ids, [_message(dict(row)) for row in rows])


_CLAIM = """
UPDATE alert_deliveries SET attempts = attempts + 1, due_at = now() + :lease
 WHERE id IN (SELECT id FROM alert_deliveries
               WHERE route_id = :route AND sent_at IS NULL AND (due_at <= now() OR due_at > now() + interval '26 hours')
                 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_COLUMNS = """
m.id, m.source_id, coalesce(s.title, 'Marquee') AS title, m.kind, m.severity, m.state, m.reason, m.run_id, m.at,
(SELECT t.state FROM source_states t WHERE t.source_id = m.source_id ORDER BY t.id DESC LIMIT 1) AS state_now
"""
_OF_DELIVERIES = f"""
SELECT {_COLUMNS} FROM alert_deliveries d JOIN alert_messages m ON m.id = d.message_id
  LEFT JOIN sources s ON s.id = m.source_id
 WHERE d.id = ANY (:ids) ORDER BY m.kind = 'over', m.severity DESC, m.id LIMIT :most
"""


def record_sent(connection: Connection, batch: Batch) -> None:
    connection.execute(
        text("UPDATE alert_deliveries SET sent_at = now(), error = NULL WHERE id = ANY (:ids)"),
        {"ids": list(batch.delivery_ids)},
    )


def record_failure(connection: Connection, batch: Batch, error: str) -> None:
    """It is due again after 1, 2, 4, … up to 60 minutes."""
    connection.execute(
        text("""UPDATE alert_deliveries SET error = :error, due_at = now()
                       + least(interval '1 hour', interval '1 minute' * power(2, least(attempts - 1, 10)))
                 WHERE id = ANY (:ids)"""),
        {"ids": list(batch.delivery_ids), "error": error[:300]},
    )


def is_stuck(connection: Connection) -> bool:
    """Whether a message that was tried has not been sent for an hour."""
    return bool(
        connection.execute(
            text("""SELECT EXISTS (SELECT FROM alert_deliveries d JOIN alert_messages m ON m.id = d.message_id
                     WHERE d.sent_at IS NULL AND d.attempts > 0 AND m.at < now() - interval '1 hour')""")
        ).scalar_one()
    )


def list_messages(connection: Connection, *, before: int | None = None, limit: int) -> list[Message]:
    """The inbox, the newest first. `before`: the id of the last message of the previous page."""
    rows = connection.execute(
        text(f"""SELECT {_COLUMNS} FROM alert_messages m LEFT JOIN sources s ON s.id = m.source_id
                  WHERE cast(:before AS bigint) IS NULL OR m.id < :before ORDER BY m.id DESC LIMIT :limit"""),
        {"before": before, "limit": limit},
    ).mappings()
    return [_message(dict(row)) for row in rows]


def read_messages(connection: Connection, ids: Sequence[int]) -> list[Message]:
    """In the order of the ids."""
    rows = connection.execute(
        text(f"""SELECT {_COLUMNS} FROM alert_messages m LEFT JOIN sources s ON s.id = m.source_id
                  WHERE m.id = ANY (:ids) ORDER BY array_position(:ids, m.id)"""),
        {"ids": list(ids)},
    ).mappings()
    return [_message(dict(row)) for row in rows]


def _message(row: dict[str, object]) -> Message:
    state = str(row["state"])
    about = Matter(state) if row["source_id"] is None else SourceState(state)
    now = None if row["state_now"] is None else SourceState(str(row["state_now"]))
    return Message(**{**row, "state": about, "state_now": now})  # type: ignore[arg-type]  # a row's values


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    message_id: int
    route_id: int
    due_at: datetime
    attempts: int
    sent_at: datetime | None
    error: str | None


def list_deliveries(connection: Connection, *, limit: int) -> list[Delivery]:
    """The newest first."""
    rows = connection.execute(
        text("""SELECT message_id, route_id, due_at, attempts, sent_at, error FROM alert_deliveries
                 ORDER BY id DESC LIMIT :limit"""),
        {"limit": limit},
    ).mappings()
    return [Delivery(**row) for row in rows]
