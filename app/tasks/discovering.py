"""Looks at a site for the ways in which it publishes, and stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.tasks.previewing import shortened
from core.addresses import with_scheme
from core.config import settings
from core.fetching.fetcher import Fetcher
from core.items import Venue
from core.recipes.recipe import Recipe
from pipelines.preview import previewed
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Candidate, Findings
from scrapers.discovery.stored import read_source
from scrapers.platforms.registry import platform
from scrapers.settings import ROBOTSTXT_USER_AGENT, USER_AGENT
from storage.sources.records import SourceRecord
from storage.sources.rules import NO_RULES, SourceRules

SHOWN = 10


def explored(
    url: str,
    kind: str | None,
    timezone: str | None,
    rules: SourceRules = NO_RULES,
    recipe: Recipe | None = None,
    on_asked: Callable[[str], None] | None = None,
) -> Findings:
    """What a look at the site found, with at most ten requests. A site that can't be read is a finding too.

    kind       None: whichever fits; otherwise only this platform, at exactly this address.
    timezone   IANA, for times that name none; None: the application's.
    rules      the candidates have only the events that these leave, as a harvest would store them.

    recipe     reads exactly this address, as `cards`.
    on_asked   hears each address that was asked, with what came.

    Raises ValueError for a malformed address.
    """
    explorer = _explorer(timezone, recipe)
    explorer.site.on_asked = on_asked
    return _with_rules(explorer.explore(with_scheme(url), kind), rules)


def read_as_stored(
    row: SourceRecord, kind: str, feeds: Sequence[str], rules: SourceRules, venue: Venue | None
) -> Findings:
    """What a source gives now as its row says: its address or feeds, zone, settings, recipe. At most ten requests.

    kind   the platform that its spider reads.
    rules  its own, or others to try.
    venue  its spider's, for events that name none.

    Raises ValueError for a malformed address.
    """
    quirks = [name for name, value in row.settings.items() if value is True]
    explorer = _explorer(row.timezone, row.recipe if kind == "cards" else None, quirks)
    findings = read_source(explorer, kind, row.base_url, feeds)
    if venue is not None and rules.venue is None:
        rules = _at(rules, venue)
    return _with_rules(replace(findings, url=row.base_url, title=row.title), rules)


def _explorer(timezone: str | None, recipe: Recipe | None, quirks: Sequence[str] = ()) -> Explorer:
    return Explorer(
        fetcher=Fetcher(USER_AGENT, anywhere=settings().private_sources),
        agent=ROBOTSTXT_USER_AGENT,
        now=datetime.now(UTC),
        timezone=timezone or settings().timezone,
        recipe=recipe,
        quirks=quirks,
    )


def _with_rules(findings: Findings, rules: SourceRules) -> Findings:
    return replace(findings, candidates=[_narrowed(one, rules) for one in findings.candidates])


def _narrowed(one: Candidate, rules: SourceRules) -> Candidate:
    if one.venue is not None and rules.venue is None:
        rules = _at(rules, one.venue)
    left = previewed(one.events, rules, partial=platform(one.platform).whole_site)
    problems = (*one.problems, *map(str, left.rejected))
    return replace(one, events=left.events, left_out=left.left_out, problems=problems)


def _at(rules: SourceRules, venue: Venue) -> SourceRules:
    return rules.model_copy(update={"venue_name": venue.name, "venue_address": venue.address})


def as_result(findings: Findings) -> dict[str, Any]:
    """The findings as a task's result: events without the text that nobody looks at before adding a source."""
    found = findings.to_json(SHOWN)
    candidates = [{**one, "events": [shortened(event) for event in one["events"]]} for one in found["candidates"]]
    return {"status": "ok", **found, "candidates": candidates}
