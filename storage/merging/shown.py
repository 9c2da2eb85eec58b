"""Writes what people see of an event that stands for others (`events.merged`), and which events others stand for.

As JSON, with only what differs from the event's own fields:

description, organizer, ticket_url, image_url, venue_id, price   another event's (see `storage.merging.policy`).
speaks       by field, the source that it is from: `source`, `source_title`, `event_id`.
categories   of all.
titles       the others' titles, so that searches find them.
source_ids   of all, so that each source's filter finds the event.
also         the others that still list it: `event_id`, `source`, `source_title`, `url`, `title`.
witnesses    how many of all speak for themselves: copies of one upstream count once.
older        whether another one was seen earlier, so that this one isn't listed as new.
first        source and uid of the oldest.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, text

from storage.edits.fields import FIELDS
from storage.edits.questions import Spoken
from storage.matching.gazetteer import Gazetteer
from storage.matching.groups import witnesses
from storage.matching.listing import Listing
from storage.matching.pairs import is_named
from storage.matching.prepared import Prepared, prepare
from storage.merging import policy
from storage.merging.policy import Member, Role

LENT_AS = {"venue_id": "venue"}
"""The policy's name of a field, where people have another."""
PRICE = ("price_text", "price_min_cents", "price_max_cents", "price_currency", "is_free")


Speakers = dict[tuple[int, str], Spoken]


def save_shown(connection: Connection, gazetteer: Gazetteer, event_ids: Collection[int]) -> Speakers:
    """For these events. A change counts as a change of the group that people see.

    Returns by event and field who would speak for the fields that a person edited."""
    if not event_ids:
        return {}
    ids = sorted(event_ids)
    others: dict[int, dict[int, bool]] = defaultdict(dict)
    for row in connection.execute(text(_STANDS_FOR), {"ids": ids}):
        others[row.event_id][row.member_id] = row.live
    rows = {
        row.id: row
        for row in connection.execute(
            text(_EVENTS), {"ids": sorted({*ids, *(m for one in others.values() for m in one)})}
        )
    }
    merged: dict[int, dict[str, Any] | None] = {event_id: None for event_id in ids if event_id in rows}
    edited: Speakers = {}
    for event_id in merged:
        if others[event_id]:
            merged[event_id], overruled = _merged(rows, event_id, others[event_id], gazetteer)
            edited |= {(event_id, field): spoken for field, spoken in overruled.items()}
    changed = {event_id: new for event_id, new in merged.items() if new != rows[event_id].merged}
    if changed:
        texts = [None if new is None else json.dumps(new) for new in changed.values()]
        connection.execute(text(_MERGE), {"ids": list(changed), "merged": texts})
        connection.execute(text(_NOTE_CHANGE), {"ids": list(changed)})
    connection.execute(text(_COVER), {"ids": ids})
    return edited


def _merged(
    rows: dict[int, Row[Any]], event_id: int, others: dict[int, bool], gazetteer: Gazetteer
) -> tuple[dict[str, Any], dict[str, Spoken]]:
    """Also who would speak for the edited fields, which nobody lends."""
    own, listed = rows[event_id], [rows[each] for each in sorted(others) if others[each]]
    prepared = [_prepared(row, gazetteer) for row in (own, *listed)]
    shown, *members = (_member(row, prepared) for row in (own, *listed))
    speakers = policy.speakers(shown, members)
    chosen = policy.categories(shown, members)
    edited = {field for field, columns in FIELDS.items() if not own.edited.keys().isdisjoint(columns)}
    borrowed = {
        field: each
        for field, each in speakers.items()
        if each.by is not shown and LENT_AS.get(field, field) not in edited
    }
    everyone = [own, *(rows[each] for each in others)]
    oldest = min(everyone, key=lambda row: (row.first_seen_at, row.id))
    merged = {
        **{field: each.value for field, each in borrowed.items()},
        "speaks": {field: _origin(each.by) for field, each in borrowed.items()},
        "categories": own.edited.get("categories", chosen),
        "titles": " ".join(dict.fromkeys(one.title for one in members if one.title != shown.title)),
        "source_ids": sorted({row.source_id for row in (own, *listed)}),
        "also": [{**_origin(one), "url": one.url, "title": one.title} for one in members],
        "witnesses": witnesses(prepared),
        "older": oldest is not own,
        "first": [oldest.source, oldest.public_uid],
    }
    spoken = {LENT_AS.get(field, field): _spoken(field, each) for field, each in speakers.items()}
    spoken["categories"] = Spoken(own.id, {"categories": chosen})
    return merged, {field: spoken[field] for field in edited & spoken.keys()}


def _spoken(field: str, each: policy.Spoken) -> Spoken:
    return Spoken(each.by.event_id, each.value if field == "price" else {field: each.value})


def _origin(one: Member) -> dict[str, Any]:
    return {"event_id": one.event_id, "source": one.source, "source_title": one.source_title}


def _prepared(row: Row[Any], gazetteer: Gazetteer) -> Prepared:
    return prepare(
        Listing(
            title=row.title,
            start=row.first_seen_at,
            venue=row.venue,
            url=row.url or "",
            description=(row.description or "")[:2000],
            source=row.source_title,
        ),
        gazetteer,
    )


def _member(row: Row[Any], together: Sequence[Prepared]) -> Member:
    return Member(
        event_id=row.id,
        source_id=row.source_id,
        source=row.source,
        source_title=row.source_title,
        role=_role(row, together),
        title=row.title,
        url=row.url,
        description=row.description,
        organizer=row.organizer,
        categories=row.categories,
        price={field: getattr(row, field) for field in PRICE},
        ticket_url=row.ticket_url,
        image_url=row.image_url,
        venue_id=row.venue_id,
        first_seen_at=row.first_seen_at,
    )


def _role(row: Row[Any], together: Sequence[Prepared]) -> Role:
    """As `storage.merging.regroup.role_of`, for events."""
    if row.role is not None:
        return Role(row.role)
    home = next(one.home for one in together if one.listing.source == row.source_title)
    return Role.VENUE if any(is_named(home, one.place) for one in together) else Role.UNKNOWN


_STANDS_FOR = """
SELECT h.event_id, m.event_id AS member_id, bool_or(m.withdrawn_at IS NULL AND e.withdrawn_at IS NULL) AS live
  FROM occurrences h
  JOIN occurrences m ON m.group_id = h.group_id AND m.covered AND m.event_id <> h.event_id
  JOIN events e ON e.id = m.event_id
 WHERE h.event_id = ANY (:ids) AND h.group_id IS NOT NULL AND NOT h.covered
 GROUP BY h.event_id, m.event_id
"""

_EVENTS = f"""
SELECT e.id, e.source_id, s.name AS source, s.title AS source_title, s.role, e.title, e.url, e.description, e.organizer,
       e.categories, {", ".join(f"e.{field}" for field in PRICE)}, e.ticket_url, e.image_url, e.venue_id,
       e.first_seen_at, coalesce(e.public_uid, e.uid) AS public_uid, concat_ws(', ', v.name, v.address) AS venue,
       e.merged, coalesce(e.edited, '{{}}') AS edited
  FROM source_events e JOIN sources s ON s.id = e.source_id LEFT JOIN venues v ON v.id = e.venue_id
 WHERE e.id = ANY (:ids)
"""

_MERGE = """
UPDATE events e SET merged = cast(m.merged AS jsonb)
  FROM unnest(cast(:ids AS bigint[]), cast(:merged AS text[])) m (id, merged) WHERE e.id = m.id
"""

_COVER = """
UPDATE events e SET covered = now.covered
  FROM (SELECT i.id, EXISTS (SELECT FROM occurrences o WHERE o.event_id = i.id AND o.covered)
                 AND NOT EXISTS (SELECT FROM occurrences o WHERE o.event_id = i.id AND NOT o.covered) AS covered
          FROM unnest(cast(:ids AS bigint[])) i (id)) now
 WHERE e.id = now.id AND e.covered <> now.covered
"""

_NOTE_CHANGE = """
UPDATE event_groups SET sequence = sequence + 1, changed_at = now()
 WHERE id IN (SELECT group_id FROM occurrences WHERE event_id = ANY (:ids) AND NOT covered)
   AND changed_at < now()
"""
