"""Turns what people type into a tsquery: completes the last word, and finds words similar to an unknown one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, text

from storage.database import prepared

UNFINISHED = re.compile(r"[^\W_]{3,}$")
"""The last word, if it may be the beginning of a longer one. Two letters begin too many words."""
LONG, ALIKE_SHORT, ALIKE_LONG = 6, "0.15", "0.25"
"""Letters of a long word; the trigram similarity that a swap of two letters leaves in a short and in a long word."""
CANDIDATES, SIMILAR = 50, 4
"""Words that are compared letter by letter; how many of those an unknown word may stand for."""
CORRECTED = 8
"""Words of a query that are looked up in the vocabulary; the rest is used as typed."""


def tsquery(connection: Connection, words: str) -> str:
    """The query as text, to be cast to tsquery; empty if the input has no words (`!!!`), and then nothing matches.

    Words are stemmed and lose their accents; quotes, `or`, and `-` work as in websearch_to_tsquery. A word of four
    letters or more that no event contains also matches words of titles, names, and categories that differ from it by
    one typo, or by two if it is long.
    """
    last = None if words.count('"') % 2 else UNFINISHED.search(words)
    parameters = {"words": words, "last": last and last[0], "corrected": CORRECTED}
    row = prepared.run(connection, _PARSE, parameters).one()
    query = str(row.query)
    if row.unknown:
        query = _corrected(connection, query, row.unknown)
    return query


def _corrected(connection: Connection, query: str, unknown: Sequence[str]) -> str:
    for word in unknown:
        least = ALIKE_SHORT if len(word) < LONG else ALIKE_LONG
        connection.execute(text(_BY_TRIGRAMS), {"least": least})
        candidates = connection.execute(text(_ALIKE), {"word": word, "most": CANDIDATES}).scalars()
        typos = 1 if len(word) < LONG else 2
        similar = [candidate for candidate in candidates if distance(word, candidate) <= typos][:SIMILAR]
        if similar:
            parameters = {"query": query, "word": word, "similar": [word, *similar]}
            query = connection.execute(text(_REWRITE), parameters).scalar_one()
    connection.execute(text("RESET enable_seqscan"))
    return query


def distance(one: str, other: str) -> int:
    """How many letters to change, add, remove, or swap with the next one (optimal string alignment)."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, found in enumerate(other, 1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != found))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == found:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


_BY_TRIGRAMS = """
SELECT set_config('pg_trgm.similarity_threshold', :least, true), set_config('enable_seqscan', 'off', true)
"""
"""The planner believes that comparing trigrams is as cheap as comparing numbers, and would scan all words."""
_ALIKE = """
SELECT word FROM (SELECT DISTINCT k.word, similarity(k.word, :word) AS alike FROM search_words k
                   WHERE k.word % :word AND abs(length(k.word) - length(:word)) <= 2) k
 ORDER BY alike DESC, word LIMIT :most
"""
_REWRITE = """
SELECT coalesce(ts_rewrite(cast(:query AS tsquery), plainto_tsquery('marquee', :word),
       (SELECT cast(string_agg(cast(w AS text), '|') AS tsquery)
          FROM (SELECT plainto_tsquery('marquee', s) AS w FROM unnest(cast(:similar AS text[])) s) p
         WHERE numnode(w) > 0)), cast(:query AS tsquery))::text
"""
_PARSE = """
WITH typed AS (
    SELECT websearch_to_tsquery('marquee', :words) AS query, plainto_tsquery('marquee', :last) AS last,
           to_tsquery('marquee_plain', :last || ':*') AS unfinished),
words AS (
    SELECT word FROM unnest(tsvector_to_array(to_tsvector('marquee_plain', :words))) WITH ORDINALITY w (word, place)
     WHERE length(word) >= 4 AND place <= :corrected),
unknown AS (
    SELECT word FROM words w
     WHERE NOT EXISTS (SELECT FROM search_words k WHERE k.word = w.word)
       AND NOT EXISTS (SELECT FROM search_words k WHERE w.word = lower(:last) AND k.word LIKE w.word || '%')
       AND NOT EXISTS (SELECT FROM event_words x WHERE x.words @@ plainto_tsquery('marquee', w.word)))
SELECT (CASE WHEN unfinished IS NULL THEN query WHEN numnode(query) = 0 THEN unfinished
             WHEN numnode(last) = 0 THEN query ELSE ts_rewrite(query, last, last || unfinished) END)::text AS query,
       ARRAY(SELECT word FROM unknown) AS unknown
  FROM typed
"""
