"""Decides before events are stored whether they look like a fault of the site or of its reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from core.items import EventItem
from storage.runs.ledger import ASKED_SOURCE, RunToken

LEAST_SHOWINGS, LEAST_TITLES = 5, 3
"""Fewer say nothing: one weekly class that moves by an hour may be right."""
MOVED_SHARE = 0.5
"""Of all upcoming showings of the source that have an hour."""
ALIKE_SHARE, ALIKE_BEFORE = 0.9, 0.4
"""Of the events of a batch, and of those that the source had before."""
LEAST_EVENTS = 10
NEAR = timedelta(hours=14)
"""Zones are up to 14 hours from UTC."""
HOUR = timedelta(hours=1)
"""Errors about the zone are whole hours in nearly all towns; a season that begins half an hour later isn't one."""
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Known:
    """An upcoming showing as it is stored."""

    title: str
    starts_at: datetime
    has_hour: bool


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Why a batch isn't stored, with what people see of some events and what they would see: title, old, new."""

    rule: str
    reason: str
    examples: Sequence[tuple[str, str, str]]

    def to_json(self) -> dict[str, object]:
        names = ("title", "stored", "came")
        shown = [{name: value or None for name, value in zip(names, one, strict=True)} for one in self.examples]
        return {"rule": self.rule, "examples": shown}


class Quarantined(RuntimeError):
    """The batch isn't stored. The message is the reason."""

    def __init__(self, found: Quarantine) -> None:
        super().__init__(found.reason)
        self.found = found


def check(connection: Connection, run: RunToken, items: Sequence[EventItem]) -> None:
    """Raises Quarantined. A person who accepted the source's last quarantine let its rule pass once."""
    if len(items) < LEAST_SHOWINGS or not (_are_alike(items) or _are_many(connection, run, items)):
        return
    rows = connection.execute(text(_KNOWN), {"source_id": run.source_id, "run_id": run.run_id})
    found = find(items, [Known(**row._mapping) for row in rows])
    if found is not None and found.rule != _accepted(connection, run):
        raise Quarantined(found)


def _are_alike(items: Sequence[EventItem]) -> bool:
    """Whether the items alone may break the rules of one date or one title."""
    return max(_most_common(_first_days(items))[1], _most_common(_titles(items))[1]) >= ALIKE_SHARE


def _are_many(connection: Connection, run: RunToken, items: Sequence[EventItem]) -> bool:
    """Whether the items have so many of the source's showings that most may have moved. Reads no more rows than it
    takes to know: the fifty changed events of a large feed don't read its 5,000."""
    count = sum(len(item.occurrences) for item in items)
    most = int(count / MOVED_SHARE)
    parameters = {"source_id": run.source_id, "run_id": run.run_id, "limit": most + 1}
    known = connection.execute(text(_COUNT), parameters).scalar_one()
    return int(known) <= most


def find(items: Sequence[EventItem], known: Sequence[Known]) -> Quarantine | None:
    return _moved(items, known) or _one_date(items, known) or _one_title(items, known)


def _moved(items: Sequence[EventItem], known: Sequence[Known]) -> Quarantine | None:
    """Most showings have moved by the same number of hours: the site or its reader has another zone."""
    with_hour = [one for one in known if one.has_hour]
    by_title: dict[str, list[datetime]] = {}
    for one in with_hour:
        by_title.setdefault(_folded(one.title), []).append(one.starts_at)
    moves: dict[timedelta, list[tuple[str, datetime, datetime]]] = {}
    for item in items:
        for showing in item.occurrences:
            if showing.all_day or not showing.time_known:
                continue
            before = _nearest(by_title.get(_folded(item.title), ()), showing.starts_at)
            if before is not None and before != showing.starts_at and not (showing.starts_at - before) % HOUR:
                moved = (item.title, before, showing.starts_at)
                moves.setdefault(showing.starts_at - before, []).append(moved)
    offset, block = max(moves.items(), key=lambda pair: len(pair[1]), default=(timedelta(), []))
    if len(block) < max(LEAST_SHOWINGS, MOVED_SHARE * len(with_hour)):
        return None
    if len({_folded(title) for title, _, _ in block}) < LEAST_TITLES:
        return None
    zone = next(showing.timezone for item in items for showing in item.occurrences)
    examples = [(title, _shown(old, zone), _shown(new, zone)) for title, old, new in block[:EXAMPLES]]
    reason = (
        f"{len(block)} of {len(with_hour)} showings moved by {_hours(offset)} at once, as after an error about the zone"
    )
    return Quarantine("moved", reason, examples)


def _nearest(starts: Iterable[datetime], moment: datetime) -> datetime | None:
    return min((one for one in starts if abs(one - moment) <= NEAR), key=lambda one: abs(one - moment), default=None)


def _one_date(items: Sequence[EventItem], known: Sequence[Known]) -> Quarantine | None:
    """Only compared with before: a source may be a festival of one day."""
    firsts = _first_days(items)
    day, share = _most_common(firsts)
    before = _most_common([one.starts_at.date() for one in known])[1]
    few = len(set(_titles(items))) < LEAST_EVENTS
    if few or not known or share < ALIKE_SHARE or before > ALIKE_BEFORE:
        return None
    reason = f"{round(share * len(firsts))} of {len(firsts)} events are on {day}"
    return Quarantine("one_date", reason, _examples(items, known))


def _one_title(items: Sequence[EventItem], known: Sequence[Known]) -> Quarantine | None:
    """Only compared with before: a weekly market may be all that a source has."""
    title, share = _most_common(_titles(items))
    before = _most_common([_folded(one.title) for one in known])[1]
    if len(items) < LEAST_EVENTS or not known or share < ALIKE_SHARE or before > ALIKE_BEFORE:
        return None
    return Quarantine("one_title", f"{round(share * len(items))} of {len(items)} events are called {title}", [])


def _first_days(items: Sequence[EventItem]) -> list[date]:
    return [min(showing.local_date for showing in item.occurrences) for item in items if item.occurrences]


def _titles(items: Sequence[EventItem]) -> list[str]:
    return [_folded(item.title) for item in items]


def _most_common(values: Sequence[Any]) -> tuple[Any, float]:
    found = Counter(values).most_common(1)
    return (found[0][0], found[0][1] / len(values)) if found else (None, 0.0)


def _examples(items: Sequence[EventItem], known: Sequence[Known]) -> list[tuple[str, str, str]]:
    before = {_folded(one.title): one.starts_at for one in known}
    found = [(item.title, before.get(_folded(item.title)), item.occurrences[0]) for item in items if item.occurrences]
    return [
        (title, "" if old is None else _shown(old, new.timezone), _shown(new.starts_at, new.timezone))
        for title, old, new in found[:EXAMPLES]
    ]


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _shown(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _hours(offset: timedelta) -> str:
    sign, minutes = "-" if offset < timedelta() else "+", abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60}:{minutes % 60:02} h"


def _accepted(connection: Connection, run: RunToken) -> str | None:
    """The rule of the source's last quarantine, if a person has accepted it and no good run followed."""
    found: str | None = connection.execute(
        text(_ACCEPTED), {"id": run.run_id, "source_id": run.source_id}
    ).scalar_one_or_none()
    return found


_UPCOMING = """
  FROM source_events e JOIN source_occurrences o ON o.event_id = e.id
 WHERE e.source_id = :source_id AND e.withdrawn_at IS NULL AND o.withdrawn_at IS NULL AND o.starts_at > now()
   AND e.first_seen_run_id IS DISTINCT FROM :run_id
"""
"""Not what the run itself has stored: another of its feeds may have the same titles at other hours."""
_KNOWN = f"""
SELECT coalesce(o.title, e.title) AS title, o.starts_at, o.time_known AND NOT o.all_day AS has_hour {_UPCOMING}"""
_COUNT = f"SELECT count(*) FROM (SELECT {_UPCOMING} AND o.time_known AND NOT o.all_day LIMIT :limit) o"

_ACCEPTED = f"""
SELECT CASE WHEN last.decision ->> 'accepted_by' IS NOT NULL THEN last.decision #>> '{{quarantine,rule}}' END
  FROM (SELECT r.decision FROM runs r JOIN runs own ON own.id = :id AND own.spider = r.spider
         WHERE r.source_id = :source_id AND r.id <> :id AND r.{ASKED_SOURCE}
           AND (r.status = 'ok' OR r.decision ? 'quarantine')
         ORDER BY r.started_at DESC, r.token DESC LIMIT 1) last
"""
