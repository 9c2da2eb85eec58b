"""Stores what occurrences are looked up by, and finds those that share a key with the ones that changed."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from sqlalchemy import Connection, text

from storage.matching.candidates import block_keys, place_key
from storage.matching.gazetteer import Gazetteer
from storage.merging.showings import Showing


def save_keys(connection: Connection, showings: Sequence[Showing], gazetteer: Gazetteer) -> set[int]:
    """Stores the keys of the listed ones, removes those of the others, and returns all keys of the listed ones."""
    keys = {one.occurrence_id: keys_of(one, gazetteer) for one in showings if one.live}
    gone = [one.occurrence_id for one in showings if not one.live]
    if gone:
        connection.execute(text("DELETE FROM match_keys WHERE occurrence_id = ANY (:ids)"), {"ids": gone})
    if keys:
        connection.execute(
            text(_SAVE),
            {"ids": list(keys), "keys": ["{" + ",".join(map(str, each)) + "}" for each in keys.values()]},
        )
    return {key for each in keys.values() for key in each}


def keys_of(one: Showing, gazetteer: Gazetteer) -> list[int]:
    """Hashes of the day with a word, the place, or the page."""
    found = block_keys(one.prepared, place_key(one.prepared, gazetteer))
    return sorted({_hash(f"{day.isoformat()} {key}") for day, key in found})


def sharing(connection: Connection, keys: set[int]) -> set[int]:
    """The occurrences that have one of the keys.

    Always by the index: the planner believes that comparing some hundred keys with those of each occurrence costs as
    much as comparing one."""
    if not keys:
        return set()
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    found = connection.execute(
        text("SELECT occurrence_id FROM match_keys WHERE keys && cast(:keys AS bigint[])"), {"keys": sorted(keys)}
    )
    shared = set(found.scalars())
    connection.execute(text("SET LOCAL enable_seqscan = on"))
    return shared


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


_SAVE = """
INSERT INTO match_keys (occurrence_id, keys)
SELECT k.id, cast(k.keys AS bigint[]) FROM unnest(cast(:ids AS bigint[]), cast(:keys AS text[])) k (id, keys)
    ON CONFLICT (occurrence_id) DO UPDATE SET keys = excluded.keys WHERE match_keys.keys <> excluded.keys
"""
