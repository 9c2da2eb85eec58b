"""Compares what a source's stored events say before and after a replay, field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, text


class Kind(StrEnum):
    """new: not stored yet. changed: stored otherwise. gone: the last harvest read it, and the replay doesn't."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """`showing`: the local start of the showing that changed, as it is stored; None: the event itself. The field
    `showing` is a showing that only one side has, with its start."""

    field: str
    showing: str | None = None
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An event that the replay reads otherwise. `event_id`: None for a new one. `starts_at`: its first showing's local
    start."""

    kind: Kind
    event_id: int | None
    uid: str
    title: str
    starts_at: str | None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """A source's events by id, and their listed showings by event and id, as the source says them."""

    events: Mapping[int, Mapping[str, Any]]
    showings: Mapping[int, Mapping[int, Mapping[str, Any]]]

    def starts_at(self, event_id: int) -> str | None:
        return min((one["starts_at"] for one in self.showings.get(event_id, {}).values()), default=None)


@dataclass(frozen=True, slots=True)
class Seen:
    """Ids of the events and showings that runs saw."""

    events: Collection[int]
    showings: Collection[int]


def stored(connection: Connection, source_id: int) -> Stored:
    events = {row.id: row.said for row in connection.execute(text(_EVENTS), {"source_id": source_id})}
    showings: dict[int, dict[int, Mapping[str, Any]]] = {}
    for row in connection.execute(text(_SHOWINGS), {"source_id": source_id}):
        showings.setdefault(row.event_id, {})[row.id] = row.said
    return Stored(events, showings)


def seen(connection: Connection, run_ids: Sequence[str]) -> Seen:
    row = connection.execute(text(_SEEN), {"run_ids": list(run_ids)}).one()
    return Seen(frozenset(row.events), frozenset(row.showings))


def differences(before: Stored, after: Stored, *, harvested: Seen, replayed: Seen) -> list[Difference]:
    """`harvested`: what the last harvest saw, `replayed`: what the replay did. By kind, then by title."""
    found = [
        *(_new(after, event_id) for event_id in after.events.keys() - before.events.keys()),
        *_known(before, after, harvested, replayed),
    ]
    return sorted(found, key=lambda one: (list(Kind).index(one.kind), one.title, one.uid))


def _new(after: Stored, event_id: int) -> Difference:
    event = after.events[event_id]
    fields = [FieldChange(field=name, old=None, new=value) for name, value in event.items() if _says(name, value)]
    showings = [
        FieldChange(field="showing", old=None, new=one["starts_at"])
        for one in after.showings.get(event_id, {}).values()
    ]
    return Difference(
        kind=Kind.NEW,
        event_id=None,
        uid=event["uid"],
        title=event["title"],
        starts_at=after.starts_at(event_id),
        changes=(*fields, *showings),
    )


def _says(name: str, value: object) -> bool:
    return name != "withdrawn" and value not in (None, False, [], "")


def _known(before: Stored, after: Stored, harvested: Seen, replayed: Seen) -> Iterator[Difference]:
    for event_id in before.events.keys() & after.events.keys():
        old, new = before.events[event_id], after.events[event_id]
        gone = event_id in harvested.events and event_id not in replayed.events and not old["withdrawn"]
        changes = () if gone else (*_fields(old, new), *_showings(event_id, before, after, harvested, replayed))
        if gone or changes:
            yield Difference(
                kind=Kind.GONE if gone else Kind.CHANGED,
                event_id=event_id,
                uid=old["uid"],
                title=old["title"],
                starts_at=before.starts_at(event_id),
                changes=changes,
            )


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], showing: str | None = None) -> Iterator[FieldChange]:
    for name, value in old.items():
        if new[name] != value:
            yield FieldChange(field=name, showing=showing, old=value, new=new[name])


def _showings(event_id: int, before: Stored, after: Stored, harvested: Seen, replayed: Seen) -> Iterator[FieldChange]:
    """A showing that the replay didn't see counts as gone, whether it is withdrawn or not."""
    old, new = before.showings.get(event_id, {}), after.showings.get(event_id, {})
    for key in sorted(old.keys() | new.keys(), key=lambda one: (old.get(one) or new[one])["starts_at"]):
        if key not in old:
            yield FieldChange(field="showing", old=None, new=new[key]["starts_at"])
        elif key not in new or (key in harvested.showings and key not in replayed.showings):
            yield FieldChange(field="showing", old=old[key]["starts_at"], new=None)
        else:
            yield from _fields(old[key], new[key], old[key]["starts_at"])


_VENUE = "(SELECT concat_ws(', ', v.name, v.address) FROM venues v WHERE v.id = {row}.venue_id)"

_EVENTS = f"""
SELECT e.id, jsonb_build_object(
           'uid', e.uid, 'title', e.title, 'url', e.url, 'description', e.description, 'status', e.status,
           'sold_out', e.sold_out, 'venue', {_VENUE.format(row="e")}, 'organizer', e.organizer,
           'price_text', e.price_text, 'price_min_cents', e.price_min_cents, 'price_max_cents', e.price_max_cents,
           'price_currency', e.price_currency, 'is_free', e.is_free, 'ticket_url', e.ticket_url,
           'image_url', e.image_url, 'categories', e.categories, 'withdrawn', e.withdrawn_at IS NOT NULL) AS said
  FROM source_events e WHERE e.source_id = :source_id
"""

_LOCAL = "to_char({moment} AT TIME ZONE o.timezone, 'YYYY-MM-DD HH24:MI')"

_SHOWINGS = f"""
SELECT o.id, o.event_id, jsonb_build_object(
           'starts_at', {_LOCAL.format(moment="o.starts_at")}, 'ends_at', {_LOCAL.format(moment="o.ends_at")},
           'timezone', o.timezone, 'all_day', o.all_day, 'time_known', o.time_known, 'status', o.status,
           'title', o.title, 'venue', {_VENUE.format(row="o")}, 'url', o.url, 'description', o.description,
           'sold_out', o.sold_out) AS said
  FROM source_occurrences o JOIN source_events e ON e.id = o.event_id
 WHERE e.source_id = :source_id AND o.withdrawn_at IS NULL
"""

_SEEN = """
SELECT coalesce(array_agg(DISTINCT event) FILTER (WHERE event IS NOT NULL), '{}') AS events,
       coalesce(array_agg(DISTINCT showing) FILTER (WHERE showing IS NOT NULL), '{}') AS showings
  FROM run_sightings s
  LEFT JOIN LATERAL unnest(s.new || s.changed || s.unchanged, s.occurrences) AS seen (event, showing) ON true
 WHERE s.run_id = ANY (cast(:run_ids AS text[]))
"""
