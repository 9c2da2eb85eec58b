"""Everything that a harvest leaves in the database, row by row, in a format that allows comparing two harvests."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from tests.chaos.stage import Lane

Rows = Counter[str]

KINDS = {
    "event": """
        SELECT to_jsonb(e) - '{id,source_id,venue_id,first_seen_at,first_seen_run_id,updated_at,updated_run_id,
               withdrawn_at,withdrawn_run_id}'::text[]
               || jsonb_build_object('source', s.name, 'venue', v.name, 'withdrawn', e.withdrawn_at IS NOT NULL)
          FROM events e JOIN sources s ON s.id = e.source_id LEFT JOIN venues v ON v.id = e.venue_id""",
    "occurrence": """
        SELECT to_jsonb(o) - '{id,event_id,entry_id,venue_id,first_seen_at,first_seen_run_id,updated_run_id,
               withdrawn_at,withdrawn_run_id}'::text[]
               || jsonb_build_object('event', e.uid, 'venue', v.name, 'withdrawn', o.withdrawn_at IS NOT NULL)
          FROM occurrences o JOIN events e ON e.id = o.event_id LEFT JOIN venues v ON v.id = o.venue_id""",
    "change": """
        SELECT jsonb_build_array(e.uid, c.occurrence_key, c.field, c.old, c.new)
          FROM event_changes c JOIN events e ON e.id = c.event_id WHERE c.field <> 'venue_id'""",
    "venue": "SELECT jsonb_build_array(name, address) FROM venues",
    "feed": "SELECT jsonb_build_array(source_id, url, kind, label, covers_from, covers_until) FROM source_feeds",
    "run": """
        SELECT jsonb_build_array(source_id, spider, status, reason, seen, new, changed, unchanged, withdrawn, rejected,
               feeds, errors, lease_until) FROM runs WHERE status IN ('ok', 'suspect', 'failed', 'running')""",
    "delivery": "SELECT to_jsonb(d) FROM deliveries d",
}
"""What is compared, by kind of row: everything except ids, times of writing, and runs that ended with their process."""


@dataclass(frozen=True)
class Difference:
    """`lost`: rows of the undisturbed harvest that are missing or different; `doubled`: rows that are extra."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled)


def rows(lane: Lane) -> Rows:
    """Every row that a harvest leaves, as text, and how often."""
    return Counter(
        f"{kind} {json.dumps(found, sort_keys=True)}"
        for kind, statement in KINDS.items()
        for (found,) in lane.sql(statement)
    )


def difference(expected: Rows, found: Rows) -> Difference:
    return Difference(tuple(sorted((expected - found).elements())), tuple(sorted((found - expected).elements())))
