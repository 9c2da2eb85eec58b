"""Routes that find out how a site publishes, add it as a source, and show how it was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.api.access.auth import Editor, Reader
from app.api.http.fields import Id, Line, Slug, TaskId
from app.api.http.problems import Problem, refusals
from app.api.sources.admin import AdminSource, Resolver, Url, Zone, recorded, require_public
from app.api.tasks.dispatch import Sent, send
from app.api.tasks.state import TaskState, read_task
from core.addresses import with_scheme
from core.config import settings
from core.recipes.recipe import Recipe
from scrapers.platforms.registry import platform, platforms
from storage.database.engine import transaction
from storage.sources import edits as source_edits
from storage.sources import found as found_sources
from storage.sources import records as sources
from storage.sources.found import FoundSource
from storage.sources.rules import NO_RULES, SourceRules

router = APIRouter(prefix="/api/sources", tags=["sources"])
DISCOVERY = "app.tasks.discover_source"
MOST_CANDIDATES = 100


def _platform(name: str) -> str:
    if name not in platforms():
        raise ValueError(f"must be one of {', '.join(platforms())}")
    return name


def _written(url: object) -> object:
    return with_scheme(url.strip()) if isinstance(url, str) and url.strip() else url


class Discovery(BaseModel):
    """`url`: the site's home page, its calendar, or a feed; without a scheme it is read as https. `timezone`: for times
    that name no zone. `kind`: read exactly this address as this platform. `rules`: show only what they leave."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[Url, BeforeValidator(_written)]
    timezone: Zone | None = None
    kind: Annotated[str, AfterValidator(_platform), Field(json_schema_extra={"enum": list(platforms())})] | None = None
    rules: SourceRules = NO_RULES


class Chosen(BaseModel):
    """What discovery found, and which of its candidates becomes a source. `name`: by default made from the host.
    `title`: by default the site's. `timezone`: by default the one that its events name."""

    model_config = ConfigDict(extra="forbid")

    task_id: TaskId = Field(description="Of the discovery, whose result is kept for an hour.")
    choice: int = Field(default=0, ge=0, le=MOST_CANDIDATES, description="A candidate's place in the list, from 0.")
    name: Slug | None = None
    title: Line | None = None
    timezone: Zone | None = None
    rules: SourceRules = NO_RULES
    recipe: Recipe | None = Field(default=None, description="Instead of the one that was found; for cards only.")


class AddedSource(BaseModel):
    """The new source, and the tasks of its first harvest."""

    source: AdminSource
    harvest_task_id: str = Field(description="Crawls the source.")
    feeds_task_id: str | None = Field(
        description="Reads the feeds that the crawl finds, once it has succeeded. Null if the crawl reads the events."
    )


class SourceEvidence(BaseModel):
    """How it was found out how a source publishes. `coverage`: the share of the listing page's titles that were among
    its events, null without a listing. `listing`: that page, which later runs compare with about once a week. `asked`:
    each address that was asked, with the answer."""

    at: datetime
    url: str
    reason: str
    coverage: float | None
    listing: str | None = None
    asked: list[str]
    others: list[str]


class Why(BaseModel):
    """`found`: null if the source was not added through discovery."""

    source_id: int
    title: str
    spider: str
    base_url: str
    found: SourceEvidence | None


@router.post("/discover", status_code=HTTPStatus.ACCEPTED)
def discover_source(wanted: Discovery, actor: Editor, resolve: Resolver, response: Response) -> Sent:
    """Starts a task that finds out how a site publishes, with at most ten requests, and stores nothing. Its result has
    the candidates, the best first, each with its evidence, its first events, and the source that reads it already. A
    site without any has a `refusal`, which says why."""
    require_public([wanted.url], resolve)
    arguments = {**wanted.model_dump(mode="json"), "rules": wanted.rules.to_json()}
    return send(DISCOVERY, arguments, actor, response, action="discover source")


@router.post("/found", status_code=HTTPStatus.CREATED, responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def add_found_source(chosen: Chosen, actor: Editor, resolve: Resolver, response: Response) -> AddedSource:
    """Adds what discovery found as a source, with its evidence, and starts the first harvest. From then on the daily
    harvest of all sources includes it. 409, with the other's `source_id`, if a source reads the address already."""
    found = _found(chosen)
    require_public([found.base_url], resolve)
    with transaction() as connection:
        found_sources.lock_sources(connection)
        twin = found_sources.twin_of(connection, found.base_url)
        if twin is not None:
            detail = f"Source {twin.id} ({twin.title}) reads this address already."
            raise Problem(HTTPStatus.CONFLICT, detail, source_id=twin.id)
        row = found_sources.add_found(
            connection,
            found,
            name=chosen.name,
            title=chosen.title,
            timezone=settings().timezone,
            rules=chosen.rules.to_json(),
        )
        if row is None:
            raise Problem(HTTPStatus.CONFLICT, f"There is already a source {chosen.name}.")
        added = recorded(connection, actor, "add source", None, row.id)
    feeds = _feeds_task(added) if platform(added.spider).finds_feeds else None
    first = send("app.tasks.scrape_source", {"source_id": added.id}, actor, response, then=feeds)
    response.status_code = HTTPStatus.CREATED
    response.headers["Location"] = f"/api/sources/{added.id}/settings"
    return AddedSource(
        source=added, harvest_task_id=first.task_id, feeds_task_id=None if feeds is None else feeds.task_id
    )


@router.get("/{source_id}/why", responses=refusals(HTTPStatus.NOT_FOUND))
def show_why(source_id: Id, _actor: Reader) -> Why:
    """Returns how it was found out how a source publishes."""
    with transaction() as connection:
        row = sources.find_source(connection, source_id)
        found = source_edits.read_found(connection, source_id)
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no source {source_id}.")
    evidence = None if found is None else SourceEvidence.model_validate(found)
    return Why(source_id=row.id, title=row.title, spider=row.spider, base_url=row.base_url, found=evidence)


def _found(chosen: Chosen) -> FoundSource:
    """Raises Problem 404 without the result of a discovery, 422 without the chosen candidate."""
    with transaction() as connection:
        task = read_task(connection, chosen.task_id)
    if task is None or task.task != DISCOVERY or task.state is not TaskState.SUCCEEDED or not task.result:
        detail = "There is no result of a look at a site with this id. It is kept for an hour: look at the site again."
        raise Problem(HTTPStatus.NOT_FOUND, detail)
    try:
        found = FoundSource.of(task.result, chosen.choice)
    except IndexError as error:
        errors = [{"where": ["body", "choice"], "message": f"there are {len(task.result['candidates'])} candidates"}]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=errors) from error
    if chosen.recipe is not None and found.platform == "cards":
        found = replace(found, recipe=chosen.recipe)
    return found if chosen.timezone is None else replace(found, timezone=chosen.timezone)


def _feeds_task(source: AdminSource) -> Sent:
    return Sent(task_id=str(uuid4()), task="app.tasks.ingest_source", kwargs={"source_id": source.id, "limit": 100})
