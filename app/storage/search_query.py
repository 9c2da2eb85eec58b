"""From what people type to a tsquery: the last word may be unfinished, a word that nobody wrote finds similar ones."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

UNFINISHED = re.compile(r"[^\W_]{3,}$")
"""The last word, where it may be the beginning of a longer one. Two letters begin too many words."""
CORRECTED = 8
"""Words of a query that are held against the vocabulary; those after them are taken as they are."""


def tsquery(connection: Connection, words: str) -> str:
    """The query as text, to be cast to tsquery; empty where the words say nothing (`!!!`), which finds nothing.

    Words are stemmed and stripped of accents; quotes, `or` and `-` mean what they mean to websearch_to_tsquery. One of
    four letters or more that no event has becomes itself or the most similar words of titles, names and categories.
    """
    last = None if words.count('"') % 2 else UNFINISHED.search(words)
    row = connection.execute(text(_PARSE), {"words": words, "last": last and last[0], "corrected": CORRECTED}).one()
    query = str(row.query)
    if row.unknown:
        query = _corrected(connection, query, row.unknown)
    return query


def _corrected(connection: Connection, query: str, unknown: list[dict[str, list[str] | str]]) -> str:
    for found in unknown:
        query = connection.execute(
            text("""
                SELECT coalesce(ts_rewrite(cast(:query AS tsquery), plainto_tsquery('marquee', :word),
                       (SELECT plainto_tsquery('marquee', :word) || string_agg(cast(w AS text), '|')::tsquery
                          FROM (SELECT plainto_tsquery('marquee', s) AS w FROM unnest(cast(:nearest AS text[])) s) p
                         WHERE numnode(w) > 0)), cast(:query AS tsquery))::text"""),
            {"query": query, **found},
        ).scalar_one()
    return query


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
       AND NOT EXISTS (SELECT FROM event_words x WHERE x.words @@ plainto_tsquery('marquee', w.word))),
resembling AS (
    SELECT u.word, ARRAY(
        SELECT k.word FROM (SELECT DISTINCT k.word, similarity(k.word, u.word) AS alike FROM search_words k
                             WHERE k.word % u.word) k
         ORDER BY k.alike DESC, k.word LIMIT 4) AS nearest
      FROM unknown u)
SELECT (CASE WHEN unfinished IS NULL THEN query WHEN numnode(query) = 0 THEN unfinished
             WHEN numnode(last) = 0 THEN query ELSE ts_rewrite(query, last, last || unfinished) END)::text AS query,
       (SELECT jsonb_agg(jsonb_build_object('word', word, 'nearest', nearest)) FROM resembling
         WHERE cardinality(nearest) > 0) AS unknown
  FROM typed
"""
