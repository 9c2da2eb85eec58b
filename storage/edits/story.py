"""Reads everything that happened to an event, in order: what sources changed, joins, and what people did."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, text

from storage.access import audit
from storage.edits.fields import REPLACED
from storage.edits.reads import Edit, edits_of
from storage.events.change_log import FIELD, NEW, OLD
from storage.merging.people import together_with
from storage.merging.standing import find_shown

MOST = 500
"""Entries of each kind, the latest."""
ACTS = {
    "hide event": "hidden",
    "show event": "unhidden",
    "join events": "joined_by_person",
    "split events": "split_by_person",
    "group events": "grouped_by_person",
    "ungroup event": "ungrouped_by_person",
    "add event": "added",
}
"""What the audit log says that no other table does."""
OF_BOTH = frozenset({"join events", "split events"})
"""Acts that are in the history of the other events, too."""


class StoryKind(StrEnum):
    FIRST_SEEN = "first_seen"
    ADDED = "added"
    CHANGED = "changed"
    MERGED = "merged"
    CORRECTED = "corrected"
    QUESTION = "question"
    KEPT = "kept"
    UNDONE = "undone"
    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"
    JOINED_BY_PERSON = "joined_by_person"
    SPLIT_BY_PERSON = "split_by_person"
    GROUPED_BY_PERSON = "grouped_by_person"
    UNGROUPED_BY_PERSON = "ungrouped_by_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChange:
    """How a join or split changed the series of an event. `event`: None for the one that people look at. `left`,
    `entered`: how many other events it is no longer with, or is with since then."""

    event: str | None
    left: int
    entered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened to an event, or to one that it stands for (`event_id`, `source`: its source's title).

    by, because   a person's name as in the audit log, and the reason.
    key           of an occurrence; `timezone`: its zone.
    listing       the listing of a join or split, by title and source, unless it is the event that people look at.
    others        the other listings of a join, split, or series, by title and source.
    other_source  of a join by the rules; `reasons`: why.
    series        what a person's join or split changed.
    """

    at: datetime
    kind: StoryKind
    event_id: int
    source: str
    by: str | None = None
    because: str | None = None
    field: str | None = None
    key: str | None = None
    timezone: str = "UTC"
    old: Any = None
    new: Any = None
    listing: str | None = None
    others: tuple[str, ...] = ()
    other_source: str | None = None
    reasons: tuple[str, ...] = ()
    series: tuple[SeriesChange, ...] = ()


def read_story(connection: Connection, event_id: int) -> list[Entry] | None:
    """The earliest first. None if there is no such event."""
    shown_id = find_shown(connection, event_id)
    ids = [shown_id, *together_with(connection, shown_id)]
    sources = {row.id: row for row in connection.execute(text(_EVENTS), {"ids": ids})}
    if shown_id not in sources:
        return None
    titles = {event: row.source for event, row in sources.items()}
    edits = [one for one in edits_of(connection, shown_id) if one.event_id in titles]
    acted = {moment for one in edits for moment in (one.made_at, one.withdrawn_at)}
    entries = [
        Entry(at=row.first_seen_at, kind=StoryKind.FIRST_SEEN, event_id=event, source=row.source, new=row.title)
        for event, row in sources.items()
        if not row.by_hand
    ]
    entries += _changes(connection, ids, titles, acted)
    entries += _merges(connection, ids, titles)
    whole = {(one.event_id, one.made_at, one.field) for one in edits if one.key is None}
    for one in edits:
        if one.key is None or (one.event_id, one.made_at, one.field) not in whole:
            entries += _of_edit(one, titles[one.event_id])
    entries += _acts(connection, ids, titles)
    return sorted(entries, key=lambda one: (one.at, list(StoryKind).index(one.kind), one.event_id))


def _changes(
    connection: Connection, ids: Sequence[int], titles: Mapping[int, str], acted: Collection[datetime | None]
) -> Iterator[Entry]:
    """What sources changed. A change of an event says the same of its occurrences."""

    def what(row: Row[Any]) -> tuple[object, ...]:
        return row.event_id, row.changed_at, row.field, str(row.new)

    rows = connection.execute(text(_CHANGES), {"ids": list(ids), "most": MOST}).all()
    of_events = {what(row) for row in rows if row.occurrence_key is None}
    for row in rows:
        by_edit = row.run_id is None and row.changed_at in acted
        if by_edit or (row.occurrence_key is not None and what(row) in of_events):
            continue
        yield Entry(
            at=row.changed_at,
            kind=StoryKind.CHANGED,
            event_id=row.event_id,
            source=titles[row.event_id],
            field=row.field,
            key=row.occurrence_key,
            timezone=row.timezone,
            old=row.old,
            new=row.new,
        )


def _merges(connection: Connection, ids: Sequence[int], titles: Mapping[int, str]) -> Iterator[Entry]:
    """The joins that brought the events together. Three join four events; the links between all six pairs would say
    the same again."""
    together = {event: {event} for event in ids}
    for row in connection.execute(text(_JOINED), {"ids": list(ids)}):
        low, high = together[row.low_id], together[row.high_id]
        if low is high:
            continue
        low |= high
        together |= dict.fromkeys(high, low)
        yield Entry(
            at=row.since,
            kind=StoryKind.MERGED,
            event_id=row.low_id,
            source=titles.get(row.low_id, ""),
            other_source=titles.get(row.high_id, ""),
            reasons=tuple(row.reasons),
        )


def _of_edit(one: Edit, source: str) -> Iterator[Entry]:
    def entry(at: datetime, kind: StoryKind, by: str | None = None, **more: Any) -> Entry:
        return Entry(
            at=at, kind=kind, event_id=one.event_id, source=source, by=by, field=one.field, key=one.key, **more
        )

    yield entry(one.made_at, StoryKind.CORRECTED, one.made_by, because=one.made_because, old=one.said, new=one.value)
    if one.asked_at is not None:
        yield entry(one.asked_at, StoryKind.QUESTION, one.says_source, old=one.value, new=one.says)
    if one.kept_at is not None:
        yield entry(one.kept_at, StoryKind.KEPT, one.kept_by, new=one.value)
    if one.withdrawn_at is not None and one.withdrawn_because != REPLACED:
        yield entry(one.withdrawn_at, StoryKind.UNDONE, one.withdrawn_by, because=one.withdrawn_because, old=one.value)


def _acts(connection: Connection, ids: Sequence[int], titles: Mapping[int, str]) -> Iterator[Entry]:
    """`ids`: the event that people look at, and those that it stands for."""
    acts = []
    for one in audit.read_of_events(connection, ids, MOST):
        number = one.subject.removeprefix("event:")
        if one.action in ACTS and number.isdecimal() and (int(number) in titles or one.action in OF_BOTH):
            acts.append((one, int(number), one.after if isinstance(one.after, dict) else {}))
    names = _names(connection, {each for _, acted_on, after in acts for each in _named(acted_on, after)})
    for one, acted_on, after in acts:
        others = [other for other in after.get("others", ()) if other != acted_on]
        event_id = next(each for each in (acted_on, *others) if each in titles)
        if event_id != acted_on:
            others = [acted_on]
        alone = event_id == ids[0] or titles.keys().isdisjoint(others)
        yield Entry(
            at=one.at,
            kind=StoryKind(ACTS[one.action]),
            event_id=event_id,
            source=titles[event_id],
            by=one.actor,
            because=after.get("reason") or after.get("hidden_reason"),
            listing=None if alone or one.action not in OF_BOTH else names[event_id],
            others=tuple(names[other] for other in others),
            new=after.get("title"),
            series=tuple(
                SeriesChange(
                    event=None if alone and each["event_id"] == event_id else names[each["event_id"]],
                    left=each["left"],
                    entered=each["entered"],
                )
                for each in after.get("series", ())
            ),
        )


def _named(acted_on: int, after: Mapping[str, Any]) -> Iterator[int]:
    yield acted_on
    yield from after.get("others", ())
    yield from (each["event_id"] for each in after.get("series", ()))


def _names(connection: Connection, event_ids: Collection[int]) -> dict[int, str]:
    """`“Jazz Night” (City Calendar)`; `event 104` if it is gone."""
    found = connection.execute(
        text("""SELECT e.id, e.title, s.title AS source FROM events e JOIN sources s ON s.id = e.source_id
                 WHERE e.id = ANY (:ids)"""),
        {"ids": list(event_ids)},
    )
    return {one: f"event {one}" for one in event_ids} | {row.id: f"“{row.title}” ({row.source})" for row in found}


_EVENTS = """
SELECT e.id, e.first_seen_at, s.title AS source, e.first_seen_run_id IS NULL AS by_hand,
       coalesce((SELECT c.old #>> '{}' FROM event_changes c
                  WHERE c.event_id = e.id AND c.field = 'title' AND c.occurrence_key IS NULL
                  ORDER BY c.changed_at, c.id LIMIT 1), e.title) AS title
  FROM events e JOIN sources s ON s.id = e.source_id WHERE e.id = ANY (:ids)
"""
"""With their first titles."""

_CHANGES = f"""
SELECT c.event_id, c.changed_at, {FIELD} AS field, c.occurrence_key, {OLD} AS old, {NEW} AS new, c.run_id,
       coalesce(o.timezone, s.timezone) AS timezone
  FROM (SELECT * FROM event_changes WHERE event_id = ANY (:ids) AND field <> 'uid' ORDER BY id DESC LIMIT :most) c
  JOIN events e ON e.id = c.event_id JOIN sources s ON s.id = e.source_id
  LEFT JOIN occurrences o ON o.event_id = c.event_id AND coalesce(o.public_key, o.key) = c.occurrence_key
"""

_JOINED = """
SELECT low_id, high_id, since, reasons FROM event_links
 WHERE state = 'joined' AND decided_by IS NULL AND low_id = ANY (:ids) AND high_id = ANY (:ids)
 ORDER BY since, low_id, high_id
"""
