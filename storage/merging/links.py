"""Stores links between events: what the rules found, and what people decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, text

from storage.matching.pairs import RULES
from storage.merging.regroup import EventPair, Link, LinkState


def decided(connection: Connection, event_ids: Collection[int]) -> dict[EventPair, LinkState]:
    """What people decided about these events."""
    rows = connection.execute(
        text("""SELECT low_id, high_id, state FROM event_links
                 WHERE decided_by IS NOT NULL AND low_id = ANY (:ids)
                UNION SELECT low_id, high_id, state FROM event_links
                 WHERE decided_by IS NOT NULL AND high_id = ANY (:ids)"""),
        {"ids": list(event_ids)},
    )
    return {(row.low_id, row.high_id): LinkState(row.state) for row in rows}


def save_links(connection: Connection, links: Mapping[EventPair, Link], *, since: datetime) -> None:
    """Stores what the rules found. Of several judgments since a moment, the best stays. A person's state stays."""
    if not links:
        return
    pairs = list(links)
    connection.execute(
        text(_SAVE),
        {
            "low": [low for low, _ in pairs],
            "high": [high for _, high in pairs],
            "states": [links[pair].state.value for pair in pairs],
            "scores": [links[pair].judgment.score for pair in pairs],
            "reasons": ["\n".join(links[pair].judgment.reasons) for pair in pairs],
            "rules": RULES,
            "since": since,
        },
    )


def forget_links(connection: Connection, event_ids: Collection[int], *, since: datetime) -> None:
    """Removes what rules said about these events before a moment, unless the two still share a group."""
    connection.execute(text(_FORGET), {"ids": list(event_ids), "since": since})


_SAVE = r"""
INSERT INTO event_links AS l (low_id, high_id, state, score, reasons, rules, judged_at)
SELECT n.low, n.high, n.state, n.score, string_to_array(n.reasons, E'\n'), :rules, now()
  FROM unnest(cast(:low AS bigint[]), cast(:high AS bigint[]), cast(:states AS text[]), cast(:scores AS float8[]),
              cast(:reasons AS text[])) n (low, high, state, score, reasons)
    ON CONFLICT (low_id, high_id) DO UPDATE
   SET since = CASE WHEN l.decided_by IS NULL AND l.state <> excluded.state THEN now() ELSE l.since END,
       state = CASE WHEN l.decided_by IS NULL THEN excluded.state ELSE l.state END, score = excluded.score,
       reasons = excluded.reasons, rules = excluded.rules, judged_at = now()
 WHERE l.judged_at < :since OR l.score IS NULL
    OR (excluded.state = 'joined', excluded.score) > (l.state = 'joined', l.score)
"""

_FORGET = """
DELETE FROM event_links l
 WHERE l.decided_by IS NULL AND l.judged_at < :since AND (l.low_id = ANY (:ids) OR l.high_id = ANY (:ids))
   AND NOT (l.state = 'joined' AND EXISTS (
        SELECT FROM occurrences o JOIN occurrences p ON p.group_id = o.group_id
         WHERE o.event_id = l.low_id AND p.event_id = l.high_id))
"""
