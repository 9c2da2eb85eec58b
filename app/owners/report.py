"""Puts together the report about a source for the owner of its site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from core.config import Settings
from core.scrubbing import public_address
from scrapers.reading.lint.check import lint
from scrapers.reading.lint.findings import Finding
from storage.captures import records
from storage.captures.bodies import BodyDamaged, BodyGone, folder
from storage.health.judge import SourceState
from storage.health.words import MEANINGS
from storage.runs.ledger import ASKED_SOURCE
from storage.sources.records import SourceRecord

MOST_ANSWERS = 5
"""Answers that are checked: those from which the most events were read."""
MOST_BYTES = 5_000_000
WISHES = {
    "picture": "Give each event a picture. In WordPress, set its featured image.",
    "price": "Say what each event costs, also if it is free: readers search for free events.",
    "place": "Name the place and its address in each event, even if it is always yours.",
    "hour": "Give each event an hour. Without one, readers see only its day.",
    "link": "Give each event a page of its own, and link to it.",
}
"""What would make it better, by a share that a run measures."""
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the site and what is wrong in it. `events`: how many were last read from it."""

    url: str
    fetched_at: datetime
    events: int
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerReport:
    """shares: of the last run's events, those with a field, from 0 to 1. wishes: what would make the feed better.
    confirmed_at: when the source was last read without problems. changed_at: when something in it last changed."""

    source_id: int
    title: str
    url: str
    state: SourceState
    reason: str | None
    means: str
    upcoming: int
    next_title: str | None
    next_at: datetime | None
    confirmed_at: datetime | None
    changed_at: datetime | None
    shares: dict[str, float]
    wishes: Sequence[str]
    answers: Sequence[Answer]


def write_report(connection: Connection, settings: Settings, source: SourceRecord) -> OwnerReport:
    row = connection.execute(text(_FACTS), {"id": source.id}).one()
    state = SourceState.PAUSED if not source.enabled else SourceState(row.state or SourceState.NEW)
    measures = row.measures or {}
    shares = {name: float(measures[name]) for name in WISHES if name in measures}
    today = datetime.now(ZoneInfo(source.timezone)).date()
    return OwnerReport(
        source_id=source.id,
        title=source.title,
        url=public_address(source.base_url),
        state=state,
        reason=None if state is SourceState.HEALTHY else row.reason,
        means=MEANINGS[state].readers,
        upcoming=row.upcoming,
        next_title=row.next_title,
        next_at=row.next_at,
        confirmed_at=row.confirmed_at,
        changed_at=row.changed_at,
        shares=shares,
        wishes=[WISHES[name] for name, share in shares.items() if share < ENOUGH],
        answers=_answers(connection, settings, source.id, today),
    )


def _answers(connection: Connection, settings: Settings, source_id: int, today: date) -> list[Answer]:
    """The last answers that are kept, those with the most events first."""
    latest = records.latest_captures(connection, source_id, datetime.now(UTC)).values()
    wanted = sorted((one for one in latest if one.size <= MOST_BYTES), key=lambda one: (-one.events, one.url))
    bodies, found = folder(settings), []
    for capture in wanted[:MOST_ANSWERS]:
        try:
            body = bodies.get(capture.hash)
        except (BodyGone, BodyDamaged, OSError):
            continue
        findings = lint(body, today)
        found.append(Answer(public_address(capture.url), capture.fetched_at, capture.events, findings))
    return found


_FACTS = f"""
SELECT s.confirmed_at,
       (SELECT state FROM source_states t WHERE t.source_id = s.id ORDER BY t.id DESC LIMIT 1) AS state,
       (SELECT reason FROM source_states t WHERE t.source_id = s.id ORDER BY t.id DESC LIMIT 1) AS reason,
       (SELECT max(finished_at) FROM runs r WHERE r.source_id = s.id AND r.new + r.changed + r.withdrawn > 0
           AND r.{ASKED_SOURCE}) AS changed_at,
       (SELECT r.decision -> 'measures' FROM runs r WHERE r.source_id = s.id AND r.decision -> 'measures' ? 'events'
           AND r.{ASKED_SOURCE} ORDER BY r.started_at DESC LIMIT 1) AS measures,
       (SELECT count(DISTINCT e.id) FROM events e JOIN occurrences o ON o.event_id = e.id
         WHERE e.source_id = s.id AND e.withdrawn_at IS NULL AND e.hidden_at IS NULL AND o.withdrawn_at IS NULL
           AND o.starts_at >= now()) AS upcoming,
       next.title AS next_title, next.starts_at AS next_at
  FROM sources s
  LEFT JOIN LATERAL (
       SELECT coalesce(o.title, e.title) AS title, o.starts_at FROM events e JOIN occurrences o ON o.event_id = e.id
        WHERE e.source_id = s.id AND e.withdrawn_at IS NULL AND e.hidden_at IS NULL AND o.withdrawn_at IS NULL
          AND o.starts_at >= now() ORDER BY o.starts_at, o.id LIMIT 1) next ON true
 WHERE s.id = :id
"""
