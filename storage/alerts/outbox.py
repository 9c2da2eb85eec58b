"""Queues messages in the transaction of what happened, and hands out those that are due."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from core.config import settings
from storage.alerts.routes import due_at, list_routes
from storage.health.judge import Finding, SourceState, severity
from storage.health.words import MEANINGS

TROUBLE, OVER = "trouble", "over"
SHOWN = 20
"""Messages that a digest names; it counts the others."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A row of `alert_messages` with its source's title."""

    id: int
    source_id: int
    title: str
    kind: str
    severity: int
    state: SourceState
    reason: str | None
    run_id: str | None
    at: datetime


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
    last = connection.execute(text(_LAST), {"id": source_id}).one_or_none()
    known = last.severity if last is not None and last.kind == TROUBLE else 0
    now = severity(found.state)
    if now > known:
        kind, weight = TROUBLE, int(now)
    elif known and found.state is SourceState.HEALTHY:
        kind, weight = OVER, known
    else:
        return
    values = {"id": source_id, "kind": kind, "severity": weight, "state": found.state.value}
    added = connection.execute(text(_ADD), {**values, "reason": found.reason, "run": found.run_id}).scalar_one()
    logger.log(
        logging.WARNING if kind == TROUBLE else logging.INFO,
        "Source %d %s %s",
        source_id,
        MEANINGS[found.state].what,
        found.reason or "",
    )
    heard = set(connection.execute(text(_HEARD), {"id": source_id}).scalars()) if kind == OVER else None
    moment, zone = datetime.now(UTC), ZoneInfo(settings().timezone)
    rows = [
        {"message": added, "route": route.id, "due": due_at(route, moment, zone)}
        for route in list_routes(connection)
        if (route.id in heard if heard is not None else route.severity <= weight)
        and (route.sources is None or source_id in route.sources)
    ]
    if rows:
        connection.execute(
            text("INSERT INTO alert_deliveries (message_id, route_id, due_at) VALUES (:message, :route, :due)"), rows
        )


_LAST = "SELECT kind, severity FROM alert_messages WHERE source_id = :id ORDER BY id DESC LIMIT 1"
_ADD = """
INSERT INTO alert_messages (source_id, kind, severity, state, reason, run_id)
VALUES (:id, :kind, :severity, :state, :reason, :run) RETURNING id
"""
_HEARD = """
SELECT DISTINCT d.route_id FROM alert_deliveries d JOIN alert_messages m ON m.id = d.message_id
 WHERE m.source_id = :id AND m.kind = 'trouble'
   AND m.id > coalesce((SELECT max(id) FROM alert_messages o WHERE o.source_id = :id AND o.kind = 'over'
                           AND o.id < (SELECT max(id) FROM alert_messages n WHERE n.source_id = :id)), 0)
"""


def claim(connection: Connection, route_id: int) -> Batch | None:
    """What is due for a route, or None. Another worker doesn't get it again before the next try is due, so commit, then
    send. A due time over a day ahead is due: the clock was wrong when it was written."""
    ids = connection.execute(text(_CLAIM), {"route": route_id}).scalars().all()
    if not ids:
        return None
    rows = connection.execute(text(_OF_DELIVERIES), {"ids": ids, "most": SHOWN}).mappings()
    return Batch(ids, [_message(dict(row)) for row in rows])


_CLAIM = """
UPDATE alert_deliveries SET attempts = attempts + 1,
       due_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(attempts, 10)))
 WHERE id IN (SELECT id FROM alert_deliveries
               WHERE route_id = :route AND sent_at IS NULL AND (due_at <= now() OR due_at > now() + interval '26 hours')
                 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_COLUMNS = "m.id, m.source_id, s.title, m.kind, m.severity, m.state, m.reason, m.run_id, m.at"
_OF_DELIVERIES = f"""
SELECT {_COLUMNS} FROM alert_deliveries d JOIN alert_messages m ON m.id = d.message_id
  JOIN sources s ON s.id = m.source_id
 WHERE d.id = ANY (:ids) ORDER BY m.kind = 'over', m.severity DESC, m.id LIMIT :most
"""


def record_sent(connection: Connection, batch: Batch) -> None:
    connection.execute(
        text("UPDATE alert_deliveries SET sent_at = now(), error = NULL WHERE id = ANY (:ids)"),
        {"ids": list(batch.delivery_ids)},
    )


def record_failure(connection: Connection, batch: Batch, error: str) -> None:
    connection.execute(
        text("UPDATE alert_deliveries SET error = :error WHERE id = ANY (:ids)"),
        {"ids": list(batch.delivery_ids), "error": error[:300]},
    )


def list_messages(connection: Connection, *, before: int | None = None, limit: int) -> list[Message]:
    """The inbox, the newest first. `before`: the id of the last message of the previous page."""
    rows = connection.execute(
        text(f"""SELECT {_COLUMNS} FROM alert_messages m JOIN sources s ON s.id = m.source_id
                  WHERE cast(:before AS bigint) IS NULL OR m.id < :before ORDER BY m.id DESC LIMIT :limit"""),
        {"before": before, "limit": limit},
    ).mappings()
    return [_message(dict(row)) for row in rows]


def read_messages(connection: Connection, ids: Sequence[int]) -> list[Message]:
    """In the order of the ids."""
    rows = connection.execute(
        text(f"""SELECT {_COLUMNS} FROM alert_messages m JOIN sources s ON s.id = m.source_id
                  WHERE m.id = ANY (:ids) ORDER BY array_position(:ids, m.id)"""),
        {"ids": list(ids)},
    ).mappings()
    return [_message(dict(row)) for row in rows]


def _message(row: dict[str, object]) -> Message:
    return Message(**{**row, "state": SourceState(str(row["state"]))})  # type: ignore[arg-type]  # a row's values


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
