"""The task that previews a source."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.tasks.arguments import one_of, zone
from app.tasks.arguments import recipe as checked_recipe
from app.tasks.arguments import rules as checked_rules
from celery_app import app
from core.addresses import NotPublic
from core.config import settings
from core.errors import SourceError


class PreviewFailed(RuntimeError):
    """Nothing could be read at the address; the message says why."""


@app.task(name="app.tasks.preview_source", soft_time_limit=150, time_limit=180)
def preview_source(
    url: str,
    timezone: str = "America/New_York",
    kind: str = "auto",
    rules: dict[str, Any] | None = None,
    recipe: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The first events at an address that the rules leave, and what could not be read. `recipe`: reads by it, and the
    kind doesn't count. Raises PreviewFailed."""
    # httpx and the readers take a fifth of a worker's import time, and no other task needs them in this process.
    from app.tasks.previewing import preview
    from core.fetching.fetcher import Fetcher, FetchFailed
    from scrapers.platforms.recognition import choices
    from scrapers.settings import USER_AGENT

    fetcher = Fetcher(USER_AGENT, anywhere=settings().private_sources)
    try:
        given = one_of(kind, "kind", choices())
        narrowed = checked_rules(rules or {}, "rules")
        by = None if recipe is None else checked_recipe(recipe, "recipe")
        return preview(fetcher, url, zone(timezone, "timezone"), given, datetime.now(UTC), narrowed, by)
    except (SourceError, NotPublic, FetchFailed, ValueError) as error:
        raise PreviewFailed(str(error)) from error
