"""The tasks with which a person corrects a recipe by clicking: one copies the page, the other reads the copy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from celery import Task
from redis.exceptions import RedisError

from app.tasks.arguments import BadArguments, one_of, whole, zone
from celery_app import app
from core.addresses import NotPublic
from core.config import settings
from core.errors import SourceError
from core.fetching.copies import NoCopy
from core.recipes.recipe import BadRecipe, parse_unfinished

MOST_ELEMENTS = 1_000_000


class PickingFailed(RuntimeError):
    """The page can't be copied or read; the message says why."""


@app.task(name="app.tasks.copy_page", bind=True, soft_time_limit=90, time_limit=120)
def copy_page(
    self: Task, url: str, timezone: str = "America/New_York", recipe: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Fetches a page, keeps a copy of it for an hour under the task's id, and reads it: see `reading_of`. `recipe`:
    None for the one that its cards give. Raises PickingFailed."""
    # As in `preview_source`: no other task needs httpx and the readers in this process.
    from app.tasks.picking import reading
    from core.fetching.fetcher import Fetcher, FetchFailed
    from scrapers.settings import USER_AGENT

    fetcher = Fetcher(USER_AGENT, anywhere=settings().private_sources)
    try:
        known = None if recipe is None else parse_unfinished(recipe)
        named = zone(timezone, "timezone")
        return reading.copied(fetcher, url, self.request.id, named, datetime.now(UTC), known)
    except (SourceError, NotPublic, FetchFailed, BadRecipe, BadArguments, RedisError) as error:
        raise PickingFailed(str(error)) from error


@app.task(name="app.tasks.pick_part", soft_time_limit=90, time_limit=120)
def pick_part(
    copy: str,
    recipe: dict[str, Any],
    timezone: str = "America/New_York",
    field: str | None = None,
    element: int | None = None,
) -> dict[str, Any]:
    """Reads a copied page by a recipe: see `reading_of`. `field` and `element`: first picks the selector of the element
    with this number for the field. Raises PickingFailed."""
    from app.tasks.picking import reading
    from scrapers.platforms.cards.picking.pick import PICKED

    try:
        known, named = parse_unfinished(recipe), zone(timezone, "timezone")
        wanted = None
        if field is not None:
            wanted = one_of(field, "field", PICKED), whole(element, "element", 0, MOST_ELEMENTS)
        return reading.reread(copy, named, datetime.now(UTC), known, wanted)
    except (SourceError, NoCopy, BadRecipe, BadArguments, RedisError) as error:
        raise PickingFailed(str(error)) from error
