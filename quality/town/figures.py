"""Counts what people see of a harvested town."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import Connection, text

from storage.categories.rules import OTHER, list_categories, unmapped
from storage.database.engine import transaction
from storage.search import directory

ALIKE = 80
"""From this similarity of two titles on (rapidfuzz's token_set_ratio), the same start counts as a near duplicate."""
MOST = 100_000
_LETTERS = re.compile(r"[\W_]+")


class Shown(NamedTuple):
    """An occurrence that isn't over: as a source lists it, or as people see it.

    starts    only the day if the hour isn't known.
    place_id  of the source's venue, or of the place that people see.
    sources   the ids of all that list it.
    series    what lists show once.
    """

    event_id: int
    title: str
    starts: str
    place_id: int | None
    place: str
    sources: Collection[int]
    series: int


Pair = tuple[Shown, Shown]


def figures() -> Iterator[tuple[str, object]]:
    with transaction() as connection:
        given, seen = _given(connection), _seen(connection)
        counted = connection.execute(text(_COUNTS), {"other": OTHER}).one()
        runs = connection.execute(text("SELECT status, count(*) AS runs FROM runs GROUP BY status ORDER BY status"))
        yield "runs", " ".join(f"{row.status}={row.runs}" for row in runs)
        yield "occurrences", f"given={len(given)} shown={len(seen)}"
        places = directory.venues(connection, words=None, near=None, after=None, limit=MOST)
        yield "venues", f"given={counted.venues} shown={len(places)}"
        town = [one for one in list_categories(connection) if one.events]
        raw = directory.categories(connection, most=MOST)
        yield "categories", f"given={len(raw)} shown={len(town)}"
        yield "events", f"shown={counted.events} in-other={counted.others} ({counted.others / counted.events:.0%})"
        yield "free", f"found={counted.free} say-free={counted.say_free}"
    for name, listed in (("given", given), ("shown", seen)):
        groups = repeated(listed)
        cards = sum(len({one.series for one in group}) for group in groups)
        apart = [group for group in groups if len({one.series for one in group}) > 1]
        events = sum(len({one.event_id for one in group}) for group in groups)
        yield f"repeated-{name}", f"groups={len(groups)} events={events} cards={cards} ungrouped={len(apart)}"
        same, alike = exact(listed), near(listed)
        yield (
            f"duplicates-{name}",
            f"exact={len(same)} titles={len(titles(same))} near={len(alike)} titles={len(titles(alike))}",
        )


def samples() -> Iterator[str]:
    with transaction() as connection:
        seen = _seen(connection)
        words = unmapped(connection, limit=40)
        others = connection.execute(text(_OTHERS), {"other": OTHER}).all()
        places = directory.venues(connection, words=None, near=None, after=None, limit=MOST)
        runs = connection.execute(text(_RUNS)).all()
    yield from (f"run: {run.source} | {run.status} | {run.reason}" for run in runs)
    yield from (f"unmapped: {word.word} | {word.events}" for word in words)
    yield from (f"other: {row.title} | {row.source} | {row.events}" for row in others)
    yield from (f"place: {place.name} | {place.address} | {place.events}" for place in places)
    for name, pairs in (("exact", exact(seen)), ("near", near(seen))):
        for (left, right), (one, other) in titles(pairs).items():
            yield f"{name}: {left} | {right} | {one.starts} | {one.place} | {other.place}"
    for group in repeated(seen):
        if len({one.series for one in group}) > 1:
            yield f"ungrouped: {group[0].title} | {group[0].place} | {len({one.series for one in group})}"


def exact(listed: Sequence[Shown]) -> list[Pair]:
    return [pair for pair in _across(listed) if _plain(pair[0].title) == _plain(pair[1].title)]


def near(listed: Sequence[Shown]) -> list[Pair]:
    return [
        (one, other)
        for one, other in _across(listed)
        if _plain(one.title) != _plain(other.title)
        and fuzz.token_set_ratio(_plain(one.title), _plain(other.title)) >= ALIKE
    ]


def titles(pairs: Iterable[Pair]) -> dict[tuple[str, str], Pair]:
    """One pair for each two titles."""
    found: dict[tuple[str, str], Pair] = {}
    for one, other in pairs:
        left, right = sorted((one.title, other.title))
        found.setdefault((left, right), (one, other))
    return found


def repeated(listed: Sequence[Shown]) -> list[list[Shown]]:
    """Occurrences of at least two events with one title at one place."""
    groups: dict[tuple[str, object], list[Shown]] = defaultdict(list)
    for one in listed:
        groups[_plain(one.title), one.place_id if one.place_id is not None else one.place].append(one)
    return [group for group in groups.values() if len({one.event_id for one in group}) > 1]


def _across(listed: Sequence[Shown]) -> Iterator[Pair]:
    """Pairs with one start that no source lists both of."""
    by_start: dict[str, list[Shown]] = defaultdict(list)
    for one in listed:
        by_start[one.starts].append(one)
    for together in by_start.values():
        yield from (
            (one, other) for one, other in combinations(together, 2) if set(one.sources).isdisjoint(other.sources)
        )


def _plain(title: str) -> str:
    return _LETTERS.sub(" ", title).casefold().strip()


def _given(connection: Connection) -> list[Shown]:
    return [Shown(**row) for row in connection.execute(text(_GIVEN)).mappings()]


def _seen(connection: Connection) -> list[Shown]:
    return [Shown(**row) for row in connection.execute(text(_SHOWN)).mappings()]


_STARTS = "CASE WHEN o.time_known AND NOT o.all_day THEN o.starts_at::text ELSE o.local_date::text END AS starts"
_NOT_OVER = "coalesce(o.ends_at, o.starts_at) > now()"

_GIVEN = f"""
SELECT e.id AS event_id, coalesce(o.title, e.title) AS title, {_STARTS}, v.id AS place_id,
       coalesce(concat_ws(', ', v.name, v.address), '') AS place, ARRAY[e.source_id] AS sources, e.id AS series
  FROM source_occurrences o JOIN source_events e ON e.id = o.event_id
  LEFT JOIN venues v ON v.id = coalesce(o.venue_id, e.venue_id)
 WHERE {_NOT_OVER} AND o.withdrawn_at IS NULL AND e.withdrawn_at IS NULL
"""

_SHOWN = f"""
SELECT e.id AS event_id, coalesce(o.title, e.title) AS title, {_STARTS}, x.venue_id AS place_id,
       coalesce(
           (SELECT concat_ws(', ', v.name, v.address) FROM shown_venues v WHERE v.venue_id = x.venue_id), '') AS place,
       ARRAY[e.source_id] || ARRAY(SELECT jsonb_array_elements_text(e.merged -> 'source_ids')::int) AS sources,
       coalesce(x.series_id, x.entry_id) AS series
  FROM occurrences o JOIN event_search x ON x.entry_id = o.entry_id JOIN events e ON e.id = o.event_id
 WHERE {_NOT_OVER} AND o.withdrawn_at IS NULL AND NOT x.withdrawn AND NOT x.hidden AND NOT o.covered
"""

_COUNTS = """
SELECT (SELECT count(*) FROM venues) AS venues, count(*) AS events,
       count(*) FILTER (WHERE x.marks @> ARRAY['#k:' || cast(:other AS text)]
                           OR NOT EXISTS (SELECT FROM unnest(x.marks) m WHERE m LIKE '#k:%')) AS others,
       count(*) FILTER (WHERE x.marks @> ARRAY['#free']) AS free,
       count(*) FILTER (WHERE concat_ws(' ', e.title, e.price_text, e.description) ~* '\\mfree\\M') AS say_free
  FROM event_search x JOIN events e ON e.id = x.event_id
 WHERE x.entry_id > 0 AND NOT x.hidden AND NOT x.withdrawn
"""

_RUNS = """
SELECT s.name AS source, r.status, r.reason FROM runs r JOIN sources s ON s.id = r.source_id
 WHERE r.status <> 'ok' ORDER BY r.status, s.name
"""

_OTHERS = """
SELECT e.title, s.name AS source, count(*) AS events
  FROM event_search x JOIN events e ON e.id = x.event_id JOIN sources s ON s.id = e.source_id
 WHERE x.entry_id > 0 AND NOT x.hidden AND NOT x.withdrawn
   AND (x.marks @> ARRAY['#k:' || cast(:other AS text)]
        OR NOT EXISTS (SELECT FROM unnest(x.marks) m WHERE m LIKE '#k:%'))
 GROUP BY e.title, s.name ORDER BY events DESC, e.title LIMIT 200
"""
