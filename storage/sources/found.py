"""Adds sources that discovery found, and looks for one that reads the same address already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from core.addresses import with_scheme
from core.items import EventItem
from core.recipes.recipe import Recipe, parse_recipe
from storage.events.same_titles import comparable, comparable_sql
from storage.sources import edits, recipes, records
from storage.sources.records import SourceRecord

LONGEST_NAME = 40
FLOOR_FROM = 3
"""A site with so many upcoming events gets the floor 1: a run that finds none is suspect."""


COMPARED, COMPARED_DATES = 200, 5
"""How many events are compared, and how many dates of each."""
LEAST_SHARED = 3
"""Two sources may share one or two events, such as a holiday, and have nothing else in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """One of the ways in which a site publishes, chosen to become a source.

    url        the page that discovery looked at; title: its name.
    platform, base_url, timezone   for the row. timezone: "" if the events name none.
    upcoming   how many upcoming events it has.
    recipe     by which its pages are read; None: without one.
    listing    the site's listing page, with whose titles later runs compare the events; None: there isn't any.
    listed, covered   how many titles it showed, and how many of them were among the events.
    reason, coverage, asked, others   the evidence, which is kept.
    """

    url: str
    title: str
    platform: str
    base_url: str
    timezone: str
    upcoming: int
    reason: str
    coverage: float | None
    venue: Mapping[str, str | None] | None
    recipe: Recipe | None
    listing: str | None
    listed: int
    covered: int
    asked: tuple[str, ...]
    others: tuple[str, ...]

    @classmethod
    def of(cls, findings: Mapping[str, Any], choice: int = 0) -> FoundSource:
        """findings: as `scrapers.discovery.findings.Findings.to_json` gives them. Raises IndexError for a choice that
        they don't have."""
        candidates = list(findings["candidates"])
        chosen = candidates.pop(choice)
        return cls(
            url=findings["url"],
            title=findings["title"],
            asked=tuple(findings["asked"]),
            recipe=None if chosen.get("recipe") is None else parse_recipe(chosen["recipe"]),
            listing=chosen.get("listing"),
            listed=chosen.get("listed", 0),
            covered=chosen.get("covered", 0),
            others=tuple(f"{one['platform']} {one['base_url']} ({one['reason']})" for one in candidates),
            **{
                name: chosen[name]
                for name in ("platform", "base_url", "timezone", "upcoming", "reason", "coverage", "venue")
            },
        )


def add_found(
    connection: Connection,
    found: FoundSource,
    *,
    name: str | None,
    title: str | None,
    timezone: str,
    rules: Mapping[str, Any] | None = None,
) -> SourceRecord | None:
    """Adds the source and keeps the evidence. None if there is a source of this `name`; without one, the given
    title, the host, or the page's title gives it.

    title      None: the page's, or the host.
    timezone   IANA, if `found` has none.
    rules      as `storage.sources.rules.SourceRules.to_json` gives them.
    """
    host = (urlsplit(found.url).hostname or "site").removeprefix("www.")
    source_id = edits.add_source(
        connection,
        name=name or _free_name(connection, _stem(title or "") or _stem(_host_name(host)) or _stem(found.title or "")),
        title=title or found.title or host,
        spider=found.platform,
        base_url=found.base_url,
        timezone=found.timezone or timezone,
        floor=1 if found.upcoming >= FLOOR_FROM else 0,
        settings={},
        rules={**_place_rules(found), **(rules or {})},
    )
    if source_id is None:
        return None
    if found.recipe is not None:
        recipes.set_recipe(connection, source_id, found.recipe)
    if found.platform == "ics":
        edits.set_feeds(connection, source_id, [found.base_url])
    evidence = {
        "at": datetime.now(UTC).isoformat(),
        "url": found.url,
        "reason": found.reason,
        "coverage": found.coverage,
        "listing": found.listing,
        "listed": found.listed,
        "covered": found.covered,
        "asked": list(found.asked),
        "others": list(found.others),
    }
    edits.save_found(connection, source_id, evidence)
    return records.read_source(connection, source_id)


def _place_rules(found: FoundSource) -> dict[str, str]:
    """Rules that give events without a place the site's own."""
    own = found.venue or {}
    return {f"venue_{name}": value for name, value in own.items() if value}


@dataclass(frozen=True, slots=True)
class SameEvents:
    """A source that has `shared` of the `of` events already."""

    source: SourceRecord
    shared: int
    of: int


def source_with_same_events(connection: Connection, events: Sequence[EventItem]) -> SameEvents | None:
    """The source that lists at least half of these events already: the same title on the same day."""
    compared = events[:COMPARED]
    days = [
        (number, comparable(event.title), one.local_date)
        for number, event in enumerate(compared)
        for one in event.occurrences[:COMPARED_DATES]
    ]
    numbers, titles, dates = (list(column) for column in zip(*days, strict=True)) if days else ([], [], [])
    found = connection.execute(text(_SAME_EVENTS), {"numbers": numbers, "titles": titles, "dates": dates}).first()
    if found is None or found.shared < LEAST_SHARED or found.shared * 2 < len(compared):
        return None
    return SameEvents(records.read_source(connection, found.source_id), found.shared, len(compared))


_SAME_EVENTS = f"""
SELECT e.source_id, count(DISTINCT given.number) AS shared
  FROM unnest(cast(:numbers AS int[]), cast(:titles AS text[]), cast(:dates AS date[])) AS given (number, title, day)
  JOIN occurrences o ON o.local_date = given.day AND o.withdrawn_at IS NULL
  JOIN events e ON e.id = o.event_id AND {comparable_sql("e.title")} = given.title AND e.withdrawn_at IS NULL
 GROUP BY e.source_id ORDER BY shared DESC, e.source_id LIMIT 1
"""


def lock_sources(connection: Connection) -> None:
    """Keeps others from adding sources until the end of the transaction, so that two people can't add one site twice.
    Crawls read sources meanwhile."""
    connection.execute(text("LOCK TABLE sources IN SHARE ROW EXCLUSIVE MODE"))


def twin_of(connection: Connection, url: str) -> SourceRecord | None:
    """A source with the same host and path."""
    wanted = _place(url)
    for row in records.list_sources(connection):
        if wanted in {_place(row.base_url), *(_place(feed) for feed in edits.list_feeds(connection, row.id))}:
            return row
    return None


def _host_name(host: str) -> str:
    """`bayfront-hall` of bayfront-hall.example; nothing of an IP address or of this machine."""
    name = host.rpartition(".")[0] or host
    return name if re.search("[a-z]", name) and host != "localhost" else ""


def _stem(text: str) -> str:
    """`cafe_del_mar` of "Café del Mar!"; nothing of a text without Latin letters or digits."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain.replace("'", ""))[:LONGEST_NAME].strip("_")


def _free_name(connection: Connection, stem: str) -> str:
    """`site` if nothing gives a name. A number follows if the name is taken."""
    wanted = stem if re.search("[a-z]", stem) else "site"
    taken = {row.name for row in records.list_sources(connection)}
    return next(one for one in (wanted, *(f"{wanted}_{number}" for number in range(2, 10_000))) if one not in taken)


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(with_scheme(url))
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query
