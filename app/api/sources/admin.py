"""Routes to add, change, pause, and preview sources."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from fastapi import APIRouter, Depends, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from app.api.access.auth import Actor, Editor
from app.api.http.fields import Id, Line, Slug
from app.api.http.problems import Problem, refusals
from app.api.tasks.dispatch import Sent, send
from core.addresses import NotPublic, Resolve, check_public, http_address, resolved, well_formed
from core.config import settings
from core.recipes.recipe import Recipe
from core.zone_names import zone_names
from scrapers.platforms.recognition import AUTO, choices
from scrapers.platforms.registry import platforms
from storage.access import audit
from storage.database.engine import transaction
from storage.edits.by_hand import NotCrawled, check_crawled
from storage.merging.policy import Role
from storage.sources import edits as source_edits
from storage.sources import records as sources
from storage.sources.rules import NO_RULES, SourceRules
from storage.sources.settings import SourceSettings

router = APIRouter(prefix="/api/sources", tags=["sources"])
SPIDERS = Path(__file__).resolve().parents[3] / "spiders"
MOST_FEEDS = 500


def _zone(name: str) -> str:
    if name not in zone_names():
        raise ValueError("must be an IANA zone such as America/New_York")
    return name


def _spider(name: str) -> str:
    known = sorted({path.stem for path in SPIDERS.glob("*.py") if path.stem != "__init__"} | set(platforms()))
    if name not in known:
        raise ValueError(f"must be one of {', '.join(known)}")
    return name


def _kind(name: str) -> str:
    if name not in choices():
        raise ValueError(f"must be one of {', '.join(choices())}")
    return name


Url = Annotated[
    str,
    AfterValidator(http_address),
    Field(min_length=1, max_length=2000, examples=["https://hall.example/events.ics"]),
]
"""A `webcal:` address is stored as http, a `webcals:` one as https."""
Zone = Annotated[str, AfterValidator(_zone), Field(max_length=60, examples=["America/New_York"])]
Spider = Annotated[str, AfterValidator(_spider), Field(max_length=60, examples=["ics"])]
Kind = Annotated[str, AfterValidator(_kind), Field(json_schema_extra={"enum": list(choices())})]
"""The platform whose reader reads the address, or `auto`."""
Floor = Annotated[int, Field(ge=0, le=100_000, description="A run that sees fewer events than this is suspect.")]


class NewSource(BaseModel):
    """`feeds`: iCalendar addresses for the spider `ics`. Without any, `base_url` is the feed."""

    model_config = ConfigDict(extra="forbid")

    name: Slug = Field(examples=["bayfront_hall"])
    title: Line = Field(examples=["Bayfront Hall"])
    base_url: Url
    spider: Spider = "ics"
    timezone: Zone = "America/New_York"
    floor: Floor = 0
    settings: SourceSettings = Field(default_factory=SourceSettings)
    rules: SourceRules = NO_RULES
    feeds: list[Url] = Field(default_factory=list, max_length=MOST_FEEDS)


class SourceChange(BaseModel):
    """Fields left out stay as they are. `feeds` replaces the whole list, and `rules` replaces all rules. `listing`: the
    site's page that lists its events, with which runs compare the source; empty for none."""

    model_config = ConfigDict(extra="forbid")

    title: Line | None = None
    base_url: Url | None = None
    spider: Spider | None = None
    timezone: Zone | None = None
    floor: Floor | None = None
    role: Role | None = Field(default=None, description="Decides which source speaks for an event that several list.")
    settings: SourceSettings | None = None
    rules: SourceRules | None = None
    feeds: list[Url] | None = Field(default=None, max_length=MOST_FEEDS)
    listing: Url | Literal[""] | None = None


class AdminSource(BaseModel):
    """A source with the fields that only operators see. `listing`: the site's page with which runs compare it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    title: str
    spider: str
    base_url: str
    timezone: str
    floor: int
    settings: dict[str, Any]
    rules: SourceRules
    recipe: Recipe | None
    role: Role | None
    enabled: bool
    feeds: list[str]
    listing: str | None


class Preview(BaseModel):
    """`rules`: show only what they leave. `recipe`: read by it, as `cards`."""

    url: Url
    timezone: Zone = "America/New_York"
    kind: Kind = AUTO
    rules: SourceRules = NO_RULES
    recipe: Recipe | None = None


def resolver() -> Resolve:
    """Looks up host names. Tests replace it through `dependency_overrides`."""
    return resolved


Resolver = Annotated[Resolve, Depends(resolver)]


@router.post("", status_code=HTTPStatus.CREATED, responses=refusals(HTTPStatus.CONFLICT))
def add_source(wanted: NewSource, actor: Editor, resolve: Resolver, response: Response) -> AdminSource:
    """Adds a source for a spider that can read any site of its kind. Its addresses must be on the public internet."""
    feeds = list(dict.fromkeys(wanted.feeds)) or ([wanted.base_url] if wanted.spider == "ics" else [])
    require_public([wanted.base_url, *feeds], resolve)
    with transaction() as connection:
        source_id = source_edits.add_source(
            connection,
            name=wanted.name,
            title=wanted.title,
            spider=wanted.spider,
            base_url=wanted.base_url,
            timezone=wanted.timezone,
            floor=wanted.floor,
            settings=wanted.settings.model_dump(exclude_none=True),
            rules=wanted.rules.to_json(),
        )
        if source_id is None:
            raise Problem(HTTPStatus.CONFLICT, f"There is already a source {wanted.name}.")
        source_edits.set_feeds(connection, source_id, feeds)
        added = recorded(connection, actor, "add source", None, source_id)
    response.headers["Location"] = f"/api/sources/{added.id}"
    return added


@router.post("/preview", status_code=HTTPStatus.ACCEPTED)
def preview_source(wanted: Preview, actor: Editor, resolve: Resolver, response: Response) -> Sent:
    """Starts a task that reads an address and stores nothing. Its result has the first events and any problems."""
    require_public([wanted.url], resolve)
    arguments = {**wanted.model_dump(mode="json"), "rules": wanted.rules.to_json()}
    if wanted.recipe is not None:
        arguments["recipe"] = wanted.recipe.to_json()
    return send("app.tasks.preview_source", arguments, actor, response, action="preview source")


@router.get("/{source_id}/settings")
def show_settings(source_id: Id, _actor: Editor) -> AdminSource:
    """Returns a source with its settings."""
    with transaction() as connection:
        return _read(connection, source_id)


@router.patch("/{source_id}")
def change_source(source_id: Id, change: SourceChange, actor: Editor, resolve: Resolver) -> AdminSource:
    """Changes a source. Its events stay."""
    changes = change.model_dump(exclude_none=True, exclude={"feeds", "rules", "listing"})
    feeds, listing = change.feeds, change.listing
    if change.rules is not None:
        changes["rules"] = change.rules.to_json()
    require_public([url for url in (change.base_url, listing, *(feeds or ())) if url], resolve)
    with transaction() as connection:
        before = _read(connection, source_id)
        source_edits.change_source(connection, source_id, changes)
        if feeds is not None:
            source_edits.set_feeds(connection, source_id, list(dict.fromkeys(feeds)))
        if listing is not None and listing != (before.listing or ""):
            source_edits.set_listing(connection, source_id, listing or None)
        return recorded(connection, actor, "change source", before, source_id)


@router.post("/{source_id}/pause")
def pause_source(source_id: Id, actor: Editor) -> AdminSource:
    """Pauses a source: no crawl starts until it is resumed. A running crawl finishes, and the source's events stay."""
    return _switch(source_id, actor, "pause source", enabled=False)


@router.post("/{source_id}/resume")
def resume_source(source_id: Id, actor: Editor) -> AdminSource:
    """Resumes a source. Its next crawl is the next scheduled one."""
    return _switch(source_id, actor, "resume source", enabled=True)


def _switch(source_id: int, actor: Actor, action: str, *, enabled: bool) -> AdminSource:
    with transaction() as connection:
        before = _read(connection, source_id)
        if enabled:
            _check_crawled(before.name)
        source_edits.change_source(connection, source_id, {"enabled": enabled})
        return recorded(connection, actor, action, before, source_id)


def _check_crawled(name: str) -> None:
    try:
        check_crawled(name)
    except NotCrawled as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error


def require_public(urls: list[str], resolve: Resolve) -> None:
    """Raises Problem 422, which names the address."""
    for url in urls:
        try:
            if settings().private_sources:
                well_formed(url)
            else:
                check_public(url, resolve)
        except NotPublic as error:
            _refuse(url, str(error))


def _refuse(url: str, why: str) -> NoReturn:
    errors = [{"where": ["body"], "message": f"{url[:200]}: {why}"}]
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Marquee can't fetch an address.", errors=errors)


def _read(connection: Connection, source_id: int) -> AdminSource:
    source = sources.find_source(connection, source_id)
    if source is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no source {source_id}.")
    feeds = source_edits.list_feeds(connection, source_id)
    listing = (source_edits.read_found(connection, source_id) or {}).get("listing")
    return AdminSource.model_validate({**_plain(source), "feeds": feeds, "listing": listing})


def _plain(source: sources.SourceRecord) -> dict[str, Any]:
    names = AdminSource.model_fields.keys() - {"feeds", "listing"}
    return {name: getattr(source, name) for name in names}


def recorded(
    connection: Connection, actor: Actor, action: str, before: AdminSource | None, source_id: int
) -> AdminSource:
    after = _read(connection, source_id)
    audit.record(
        connection,
        actor=actor.name,
        action=action,
        subject=f"source:{source_id}",
        before=None if before is None else before.model_dump(mode="json"),
        after=after.model_dump(mode="json"),
    )
    return after
