"""Lists what the town's sources don't cover: venues without a source of their own, sources that nobody else confirms,
and categories without events on a weekday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from storage.edits.by_hand import NAME as EDITORS
from storage.health.held import IS_SHARED, UPCOMING

WEEKS = 4
"""Events of so many weeks are counted by weekday."""
OWN_SHARE = 0.5
"""A source is a venue's own if at least this share of its events is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoveredVenue:
    """A venue without an enabled source of its own: none has most of its events there, and none has its name.

    place_id    None for one that only a submission names.
    known_from  `gazetteer`: an imported file, or an editor named it. `submission`: the public or editors have an event
                there. `listing`: other sources have.
    upcoming    visible upcoming events there, `categories`: the town's, by their names, and `listed_by`: the titles of
                the sources that list them.
    """

    place_id: int | None
    name: str
    address: str | None
    known_from: Sequence[str]
    upcoming: int
    categories: Sequence[str]
    listed_by: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnconfirmedSource:
    """A source whose upcoming events no other source lists."""

    source_id: int
    title: str
    upcoming: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDays:
    """How many showings of a category there are in the next WEEKS weeks: on Mondays, Tuesdays, and so on."""

    slug: str
    name: str
    days: Sequence[int]

    @property
    def empty(self) -> Sequence[int]:
        """The weekdays without any, Monday is 0."""
        return [day for day, showings in enumerate(self.days) if showings == 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    venues: Sequence[UncoveredVenue]
    sources: Sequence[UnconfirmedSource]
    categories: Sequence[CategoryDays]


def read_coverage(connection: Connection, today: date) -> Coverage:
    """`today`: in the town's zone. Venues and sources with the most events come first."""
    venues = connection.execute(text(_VENUES), {"editors": EDITORS, "share": OWN_SHARE}).mappings()
    categories = connection.execute(text(_CATEGORIES), {"today": today, "days": 7 * WEEKS}).mappings()
    alone = connection.execute(text(_ALONE), {"editors": EDITORS}).mappings()
    return Coverage(
        venues=[UncoveredVenue(**row) for row in venues],
        sources=[UnconfirmedSource(**row) for row in alone],
        categories=[CategoryDays(**row) for row in categories],
    )


_VENUES = """
WITH here AS (
    SELECT e.id, e.source_id, coalesce(p.building_id, p.id) AS place_id,
           EXISTS (SELECT FROM occurrences o WHERE o.event_id = e.id AND o.withdrawn_at IS NULL
                      AND o.starts_at >= now()) AS upcoming
      FROM events e JOIN venues v ON v.id = e.venue_id JOIN places p ON p.id = v.place_id
     WHERE e.withdrawn_at IS NULL AND e.hidden_at IS NULL),
shares AS (
    SELECT source_id, place_id, count(*) / sum(count(*)) OVER (PARTITION BY source_id) AS share
      FROM here GROUP BY source_id, place_id),
own AS (
    SELECT h.place_id FROM shares h JOIN sources s ON s.id = h.source_id AND s.enabled WHERE h.share >= :share),
known AS (
    SELECT p.id AS place_id, coalesce(p.name, p.address) AS name, p.address,
           bool_or(p.named_by IS NOT NULL OR v.placed_by = 'import') AS imported
      FROM places p JOIN venues v ON v.place_id = p.id
     WHERE p.kind = 'place' AND p.building_id IS NULL AND p.id NOT IN (SELECT place_id FROM own)
       AND NOT EXISTS (SELECT FROM sources s WHERE s.enabled AND lower(s.title) = lower(p.name))
     GROUP BY p.id),
listed AS (
    SELECT h.place_id, count(*) FILTER (WHERE h.upcoming) AS upcoming,
           bool_or(s.name = :editors) AS submitted, bool_or(s.name <> :editors) AS others,
           array_agg(DISTINCT s.title) FILTER (WHERE h.upcoming AND s.name <> :editors) AS titles
      FROM here h JOIN sources s ON s.id = h.source_id GROUP BY h.place_id),
marked AS (
    SELECT place_id, array_agg(name ORDER BY position) AS categories FROM (
        SELECT DISTINCT coalesce(p.building_id, p.id) AS place_id, c.name, c.position
          FROM event_search x JOIN places p ON p.id = x.venue_id CROSS JOIN LATERAL unnest(x.marks) m (mark)
          JOIN categories c ON concat('#k:', c.slug) = m.mark AND c.slug <> 'other'
         WHERE NOT x.hidden AND NOT x.withdrawn) d GROUP BY place_id)
SELECT k.place_id, k.name, k.address,
       array_remove(ARRAY[CASE WHEN k.imported THEN 'gazetteer' END, CASE WHEN l.submitted THEN 'submission' END,
                          CASE WHEN l.others THEN 'listing' END], NULL) AS known_from,
       coalesce(l.upcoming, 0) AS upcoming, coalesce(l.titles, '{}') AS listed_by,
       coalesce(m.categories, '{}') AS categories
  FROM known k LEFT JOIN listed l USING (place_id) LEFT JOIN marked m USING (place_id)
 WHERE k.imported OR l.place_id IS NOT NULL
UNION ALL
SELECT NULL, q.name, max(q.address), ARRAY['submission'], 0, '{}', '{}'
  FROM (SELECT trim(given ->> 'venue') AS name, given ->> 'address' AS address FROM queue
         WHERE kind = 'submission' AND state = 'open' AND trim(given ->> 'venue') <> '') q
 WHERE NOT EXISTS (SELECT FROM venues v WHERE lower(v.name) = lower(q.name))
 GROUP BY q.name
 ORDER BY upcoming DESC, name
"""

_CATEGORIES = """
WITH counted AS MATERIALIZED (
    SELECT substr(m.mark, 4) AS slug, extract(isodow FROM o.local_date) AS weekday, count(*) AS showings
      FROM occurrences o JOIN event_search x ON x.entry_id = o.entry_id CROSS JOIN LATERAL unnest(x.marks) m (mark)
     WHERE o.local_date >= :today AND o.local_date < cast(:today AS date) + cast(:days AS integer)
       AND o.withdrawn_at IS NULL AND NOT x.hidden AND NOT x.withdrawn AND starts_with(m.mark, '#k:') GROUP BY 1, 2)
SELECT c.slug, c.name,
       ARRAY(SELECT coalesce(n.showings, 0) FROM generate_series(1, 7) d (weekday)
               LEFT JOIN counted n ON n.slug = c.slug AND n.weekday = d.weekday ORDER BY d.weekday) AS days
  FROM categories c ORDER BY c.slug = 'other', c.position, c.slug
"""
"""MATERIALIZED: otherwise Postgres counts all showings again for each category, which took 13 times as long."""

_ALONE = f"""
SELECT h.source_id, h.title, h.upcoming
  FROM (SELECT s.id AS source_id, s.title, {UPCOMING.format(source="s.id")} AS upcoming
          FROM sources s WHERE s.name <> :editors) h
 WHERE h.upcoming > 0 AND NOT {IS_SHARED.format(source="h.source_id")} ORDER BY h.upcoming DESC, h.title, h.source_id
"""
