"""Stores what occurrences are looked up by, and finds those that share a key with the ones that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Connection, text

from storage.matching.candidates import Key, other_keys, place_key, share_enough, word_keys
from storage.matching.gazetteer import Gazetteer
from storage.merging.showings import Showing


@dataclass(frozen=True, slots=True)
class Keys:
    """Hashes of the day with a word of the title, and of the day with the place or the page: numbers in decimal digits,
    as Postgres writes them, because thousands are read to find a few."""

    words: frozenset[str]
    others: frozenset[str]


def save_keys(connection: Connection, showings: Sequence[Showing], gazetteer: Gazetteer) -> dict[int, Keys]:
    """Stores the keys of the listed ones, removes those of the others, and returns those of the listed ones."""
    keys = {one.occurrence_id: keys_of(one, gazetteer) for one in showings if one.live}
    gone = [one.occurrence_id for one in showings if not one.live]
    if gone:
        connection.execute(text("DELETE FROM match_keys WHERE occurrence_id = ANY (:ids)"), {"ids": gone})
    if keys:
        connection.execute(
            text(_SAVE),
            {
                "ids": list(keys),
                "keys": ["{" + ",".join(sorted(each.words | each.others)) + "}" for each in keys.values()],
                "words": [len(each.words) for each in keys.values()],
            },
        )
    return keys


def keys_of(one: Showing, gazetteer: Gazetteer) -> Keys:
    place = place_key(one.prepared, gazetteer)
    return Keys(frozenset(map(_hash, word_keys(one.prepared))), frozenset(map(_hash, other_keys(one.prepared, place))))


def sharing(connection: Connection, changed: Mapping[int, Keys]) -> set[int]:
    """The other occurrences that share the place, the page, or enough words with one of these.

    Always by the index: the planner believes that comparing some hundred keys with those of each occurrence costs as
    much as comparing one."""
    others = {key for each in changed.values() for key in each.others}
    titles: dict[str, set[frozenset[str]]] = defaultdict(set)
    for each in changed.values():
        for key in each.words:
            titles[key].add(each.words)
    keys = others.union(titles)
    if not keys:
        return set()
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    rows = connection.execute(text(_SHARING), {"keys": "{" + ",".join(keys) + "}"}).all()
    connection.execute(text("SET LOCAL enable_seqscan = on"))
    found = set()
    for occurrence_id, written, words in rows:
        own = written.split(" ")
        if occurrence_id not in changed and (not others.isdisjoint(own) or _share_words(own, words, titles)):
            found.add(occurrence_id)
    return found


def _share_words(keys: Sequence[str], words: int, titles: Mapping[str, set[frozenset[str]]]) -> bool:
    near = (title for key in keys for title in titles.get(key, ()))
    return any(share_enough(len(title.intersection(keys)), words, len(title)) for title in near)


def _hash(key: Key) -> str:
    day, what = key
    digest = blake2b(f"{day.isoformat()} {what}".encode(), digest_size=8).digest()
    return str(int.from_bytes(digest, signed=True))


_SHARING = """
SELECT occurrence_id, array_to_string(keys, ' '), words FROM match_keys WHERE keys && cast(:keys AS bigint[])
"""

_SAVE = """
INSERT INTO match_keys (occurrence_id, keys, words)
SELECT k.id, cast(k.keys AS bigint[]), k.words
  FROM unnest(cast(:ids AS bigint[]), cast(:keys AS text[]), cast(:words AS smallint[])) k (id, keys, words)
    ON CONFLICT (occurrence_id) DO UPDATE SET keys = excluded.keys, words = excluded.words
 WHERE (match_keys.keys, match_keys.words) <> (excluded.keys, excluded.words)
"""
