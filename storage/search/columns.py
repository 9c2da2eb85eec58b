"""What is read of an occurrence o for people, as SQL: columns by the names of a `Listing`, and the tables with them."""

from __future__ import annotations

from storage.search.conditions import STATUS
from storage.search.distance import km
from storage.search.filters import EventFilter
from storage.search.fragments import Fragment, compose

TOWN_CATEGORIES = """
    ARRAY(SELECT k.name FROM categories k WHERE '#k:' || k.slug = ANY (m.marks) AND k.slug <> 'other'
           ORDER BY k.position)"""
"""The names of the town's categories of the entry m of `event_search`; none if it is only in "Other"."""
_SHOWN = f"""
    e.id AS event_id, o.id AS occurrence_id, e.uid, coalesce(o.title, e.title) AS title,
    coalesce(o.description, e.description) AS description, coalesce(o.url, e.url) AS url, e.organizer, e.categories,
    {TOWN_CATEGORIES} AS town_categories,
    e.price_text, e.price_min_cents, e.price_max_cents, e.price_currency, e.is_free,
    {STATUS.reading(x="e").text} AS status, coalesce(o.sold_out, e.sold_out) AS sold_out, e.ticket_url, e.image_url,
    v.id AS venue_id, v.name AS venue_name, v.address AS venue_address, v.latitude, v.longitude,
    e.source_id, s.name AS source, s.title AS source_title, e.public_uid, coalesce(o.public_key, o.key) AS key,
    o.starts_at, o.ends_at, o.local_date, o.timezone, o.all_day, o.time_known,
    o.recurrence_id, e.sequence, e.last_modified, e.first_seen_at, e.updated_at,
    coalesce(o.withdrawn_at, e.withdrawn_at) AS withdrawn_at, e.changes_gone, e.sold_out AS event_sold_out,
    e.featured, s.confirmed_at, e.merged, g.conflicts,
    CASE WHEN g.id IS NOT NULL THEN ARRAY[g.source, g.uid, g.key] END AS identity,
    coalesce(g.sequence, 0) AS group_sequence, g.changed_at AS group_changed_at,
    CASE WHEN o.entry_id < 0 OR o.url IS NOT NULL THEN (
        SELECT to_jsonb(texts) FROM (
            SELECT e.title, e.description, e.url, u.id AS venue_id, u.name AS venue_name, u.address AS venue_address,
                   u.latitude, u.longitude FROM (SELECT) one LEFT JOIN shown_venues u ON u.venue_id = e.venue_id) texts)
    END AS event"""
JOINS = """
    JOIN events e ON e.id = o.event_id JOIN sources s ON s.id = e.source_id
    LEFT JOIN event_search m ON m.entry_id = o.entry_id
    LEFT JOIN shown_venues v
           ON v.venue_id = coalesce(o.venue_id, e.venue_id, cast(e.merged ->> 'venue_id' AS integer))
    LEFT JOIN event_groups g ON g.id = o.group_id"""


def columns(wanted: EventFilter) -> Fragment:
    distance = Fragment("NULL::float8", ()) if wanted.near is None else km("v", wanted.near)
    return compose("{shown}, {distance} AS distance_km", shown=_SHOWN, distance=distance)
