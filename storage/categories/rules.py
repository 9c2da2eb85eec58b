"""The town's categories and rules: lists them, changes them, and gives the events that a change concerns their new
categories at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, text

from storage.categories.junk import is_junk

OTHER = "other"
_LONGEST = 200


class RuleKind(StrEnum):
    """What a rule looks at: a category that a source gives, an event's title, or a source's name and title."""

    WORD = "word"
    TITLE = "title"
    SOURCE = "source"


class CategoryRefused(ValueError):
    """The change can't be made. The message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownCategory:
    """`events`: those that people see, past ones included."""

    slug: str
    name: str
    position: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`category`: its slug; None: the word says nothing. `created_by`: None if Marquee brought the rule."""

    id: int
    kind: RuleKind
    pattern: str
    category: str | None
    created_by: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmappedWord:
    """A category that sources give and no rule knows. `sources`: the titles of those that give it."""

    word: str
    events: int
    sources: Sequence[str]


def list_categories(connection: Connection) -> list[TownCategory]:
    rows = connection.execute(
        text("""SELECT k.slug, k.name, k.position,
                       (SELECT count(*) FROM event_search x WHERE x.marks @> ARRAY['#k:' || k.slug] AND x.entry_id > 0
                           AND NOT x.hidden AND NOT x.withdrawn) AS events
                  FROM categories k ORDER BY k.position, k.slug""")
    )
    return [TownCategory(**row) for row in rows.mappings()]


def category_names(connection: Connection) -> dict[str, str]:
    """The categories' names by slug, in the town's order."""
    rows = connection.execute(text("SELECT slug, name FROM categories ORDER BY position, slug"))
    return {row.slug: row.name for row in rows}


def list_rules(connection: Connection, *, kind: RuleKind | None = None, category: str | None = None) -> list[Rule]:
    rows = connection.execute(
        text("""SELECT r.id, r.kind, r.pattern, r.category, r.created_by, r.created_at
                  FROM category_rules r LEFT JOIN categories k ON k.slug = r.category
                 WHERE (cast(:kind AS text) IS NULL OR r.kind = :kind)
                   AND (cast(:category AS text) IS NULL OR r.category = :category)
                 ORDER BY r.kind DESC, k.position NULLS LAST, r.pattern, r.id"""),
        {"kind": kind, "category": category},
    )
    return [Rule(**{**row, "kind": RuleKind(row["kind"])}) for row in rows.mappings()]


def unmapped(connection: Connection, *, limit: int) -> list[UnmappedWord]:
    """The words with the most events first, without those that say nothing (dates, numbers, halves of sentences)."""
    rows = connection.execute(text(_UNMAPPED))
    found = [UnmappedWord(**row) for row in rows.mappings() if not is_junk(row["word"])]
    return found[:limit]


def names_of(connection: Connection, event_id: int) -> list[str]:
    """The town's categories of an event, hidden or not, without "Other"."""
    rows = connection.execute(
        text("""SELECT c.name FROM categories c
                 WHERE c.slug <> 'other' AND EXISTS (SELECT FROM event_search x WHERE x.event_id = :id
                                                        AND concat('#k:', c.slug) = ANY (x.marks))
                 ORDER BY c.position"""),
        {"id": event_id},
    )
    return list(rows.scalars())


def map_pattern(
    connection: Connection, kind: RuleKind, pattern: str, category: str | None, *, by: str
) -> tuple[Rule, int]:
    """Adds a rule. Returns it, and how many events it concerns. Raises CategoryRefused."""
    given = " ".join(pattern.lower().split())
    if not given or len(given) > _LONGEST:
        raise CategoryRefused(f"A pattern has 1 to {_LONGEST} letters.")
    if category is None and kind is not RuleKind.WORD:
        raise CategoryRefused("Only a word of a source can mean nothing: name a category.")
    if category is not None:
        category = slug_of(connection, category)
    parameters = {"kind": kind.value, "pattern": given, "category": category, "by": by}
    row = connection.execute(text(_ADD), parameters).mappings().one_or_none()
    if row is None:
        known = connection.execute(text("SELECT numnode(phraseto_tsquery('marquee', :pattern))"), parameters)
        if known.scalar_one() == 0:
            raise CategoryRefused(f"{pattern!r} has no word that can be searched for.")
        raise CategoryRefused(
            f"There is already a rule that maps the {kind.value} {given!r} to {category or 'nothing'}."
        )
    return Rule(**{**row, "kind": kind}), _apply(connection, kind, given)


def unmap(connection: Connection, rule_id: int) -> tuple[Rule, int]:
    """Removes a rule. Returns it, and how many events it concerned. Raises CategoryRefused for an unknown id."""
    row = (
        connection.execute(
            text("""DELETE FROM category_rules WHERE id = :id
                RETURNING id, kind, pattern, category, created_by, created_at"""),
            {"id": rule_id},
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise CategoryRefused(f"There is no rule {rule_id}.")
    rule = Rule(**{**row, "kind": RuleKind(row["kind"])})
    return rule, _apply(connection, rule.kind, rule.pattern)


def add_category(connection: Connection, slug: str, name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,62}", slug):
        raise CategoryRefused(f"{slug!r} can't be in a web address: use lower-case letters, digits, and hyphens.")
    added = connection.execute(
        text("""INSERT INTO categories (slug, name, position)
                SELECT :slug, :name, coalesce(max(position) FILTER (WHERE slug <> 'other'), 0) + 1 FROM categories
                ON CONFLICT DO NOTHING RETURNING slug"""),
        {"slug": slug, "name": name},
    ).scalar_one_or_none()
    if added is None:
        raise CategoryRefused(f"There is already a category {slug} or “{name}”.")
    connection.execute(
        text("UPDATE categories SET position = (SELECT max(position) + 1 FROM categories) WHERE slug = 'other'")
    )


def rename_category(connection: Connection, category: str, name: str) -> str:
    """Sets the name that people see. Returns the slug, which stays, so that addresses stay."""
    slug = slug_of(connection, category)
    if connection.execute(
        text("SELECT EXISTS (SELECT FROM categories WHERE lower(name) = lower(:name) AND slug <> :slug)"),
        {"name": name, "slug": slug},
    ).scalar_one():
        raise CategoryRefused(f"There is already a category “{name}”.")
    connection.execute(text("UPDATE categories SET name = :name WHERE slug = :slug"), {"name": name, "slug": slug})
    return slug


def remove_category(connection: Connection, category: str) -> int:
    """Removes a category with its rules. Returns how many events were in it."""
    slug = slug_of(connection, category)
    if slug == OTHER:
        raise CategoryRefused("“Other” stays: it has the events that no rule maps.")
    connection.execute(text("DELETE FROM categories WHERE slug = :slug"), {"slug": slug})
    return _index(
        connection, "SELECT x.event_id FROM event_search x WHERE x.marks @> ARRAY['#k:' || :slug]", {"slug": slug}
    )


def slug_of(connection: Connection, category: str) -> str:
    """By slug or name, in any case. Raises CategoryRefused with the town's list."""
    found: str | None = connection.execute(
        text("SELECT slug FROM categories WHERE slug = lower(:given) OR lower(name) = lower(:given)"),
        {"given": category},
    ).scalar_one_or_none()
    if found is None:
        known = ", ".join(connection.execute(text("SELECT slug FROM categories ORDER BY position")).scalars())
        raise CategoryRefused(f"The town has no category {category!r}. It has: {known}.")
    return found


def _apply(connection: Connection, kind: RuleKind, pattern: str) -> int:
    return _index(connection, _CONCERNED[kind], {"pattern": pattern})


def _index(connection: Connection, concerned: str, parameters: Mapping[str, object]) -> int:
    ids = connection.execute(text(f"SELECT DISTINCT * FROM ({concerned}) c"), parameters).scalars().all()
    if ids:
        connection.execute(text("SELECT index_events(cast(:ids AS bigint[]))"), {"ids": sorted(ids)})
    return len(ids)


_SAID = "to_tsvector('marquee', translate(left({word}, 200), '/_', '  '))"
"""What rules for words look at; `index_events` uses the same expression."""

_CONCERNED = {
    RuleKind.WORD: f"""SELECT e.id FROM events e WHERE EXISTS (
        SELECT FROM unnest(e.categories) c WHERE {_SAID.format(word="c")} @@ phraseto_tsquery('marquee', :pattern))""",
    RuleKind.TITLE: """
        SELECT e.id FROM events e LEFT JOIN occurrences o ON o.event_id = e.id AND o.title IS NOT NULL
         WHERE to_tsvector('marquee', concat_ws(' | ', e.title, o.title)) @@ phraseto_tsquery('marquee', :pattern)""",
    RuleKind.SOURCE: """
        SELECT e.id FROM events e JOIN sources s ON s.id = e.source_id
         WHERE s.name = :pattern OR to_tsvector('marquee', concat_ws(' ', translate(s.name, '_', ' '), s.title))
                                    @@ phraseto_tsquery('marquee', :pattern)""",
}

_ADD = """
INSERT INTO category_rules (kind, pattern, category, query, created_by)
SELECT :kind, :pattern, :category, q, :by FROM phraseto_tsquery('marquee', :pattern) q WHERE numnode(q) > 0
ON CONFLICT DO NOTHING RETURNING id, kind, pattern, category, created_by, created_at
"""

_UNMAPPED = f"""
SELECT w.word, w.events, w.sources
  FROM (SELECT lower(c) AS word, count(DISTINCT e.id) AS events, array_agg(DISTINCT s.title) AS sources
          FROM events e JOIN sources s ON s.id = e.source_id CROSS JOIN unnest(e.categories) c
         WHERE e.withdrawn_at IS NULL AND e.hidden_at IS NULL GROUP BY 1) w
 WHERE NOT EXISTS (SELECT FROM category_rules r WHERE r.kind = 'word' AND {_SAID.format(word="w.word")} @@ r.query)
 ORDER BY w.events DESC, w.word
"""
