"""Looks at a site for the ways in which it publishes, and stores nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.tasks.previewing import shortened
from core.addresses import with_scheme
from core.config import settings
from core.fetching.fetcher import Fetcher
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Findings
from scrapers.settings import ROBOTSTXT_USER_AGENT, USER_AGENT

SHOWN = 10


def explored(url: str, kind: str | None, timezone: str | None) -> Findings:
    """What a look at the site found, with at most ten requests. A site that can't be read is a finding too.

    kind       None: whichever fits; otherwise only this platform, at exactly this address.
    timezone   IANA, for times that name none; None: the application's.

    Raises ValueError for a malformed address.
    """
    explorer = Explorer(
        fetcher=Fetcher(USER_AGENT, anywhere=settings().private_sources),
        agent=ROBOTSTXT_USER_AGENT,
        now=datetime.now(UTC),
        timezone=timezone or settings().timezone,
    )
    return explorer.explore(with_scheme(url), kind)


def as_result(findings: Findings) -> dict[str, Any]:
    """The findings as a task's result: events without the text that nobody looks at before adding a source."""
    found = findings.to_json(SHOWN)
    candidates = [{**one, "events": [shortened(event) for event in one["events"]]} for one in found["candidates"]]
    return {"status": "ok", **found, "candidates": candidates}
