"""Routes for saved searches: named filters, each with its own feeds."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Editor
from app.api.access.public_reads import readable
from app.api.feeds.saved_filter import filter_of
from app.api.http.fields import Id, Line, Slug
from app.api.http.problems import Problem, refusals
from core.items import EventStatus
from storage.access import audit
from storage.database.engine import transaction
from storage.search import saved as searches

router = APIRouter(prefix="/api/searches", tags=["searches"])


class SearchFilters(BaseModel):
    """Query parameters of /api/occurrences. With `day` set to `weekend`, the search always shows the next weekend."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, json_schema_extra={"minProperties": 1})

    from_: Line | None = Field(default=None, alias="from", examples=["2026-11-29"])
    until: Line | None = Field(default=None, examples=["2026-12-06"])
    day: Line | None = Field(default=None, examples=["weekend"])
    category: Line | None = Field(default=None, examples=["Music"])
    venue: Id | None = None
    source: Line | list[Line] | None = Field(default=None, examples=["vanwezel", ["vanwezel", "mote"]])
    free: bool | None = None
    q: Line | None = Field(default=None, examples=["jazz"])
    near: Line | None = Field(default=None, examples=["27.3364,-82.5307"])
    radius_km: Annotated[float, Field(gt=0, le=500)] | None = None
    bbox: Line | None = Field(default=None, examples=["-82.60,27.30,-82.50,27.38"])
    begun: bool | None = None
    evening: bool | None = None
    online: bool | None = None
    status: list[EventStatus] | None = Field(default=None, max_length=5)

    def parameters(self) -> dict[str, str]:
        """As in a query string. Several statuses or sources are separated by commas."""
        filters = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return {name: _text(value) for name, value in filters.items()}


class NewSearch(BaseModel):
    slug: Slug = Field(examples=["free-weekend"])
    title: Line = Field(examples=["Free this weekend"])
    filters: SearchFilters


class Search(BaseModel):
    """A saved search. Its feeds are at /feeds/searches/SLUG/events.ics, and in the other formats."""

    model_config = ConfigDict(from_attributes=True)

    slug: str
    title: str
    filters: dict[str, str] = Field(examples=[{"day": "weekend", "free": "true"}])
    created_at: datetime


class Searches(BaseModel):
    searches: list[Search]


@router.get("", dependencies=[Depends(readable)])
def list_searches() -> Searches:
    """Lists saved searches by title."""
    with transaction() as connection:
        return Searches(searches=[Search.model_validate(found) for found in searches.list_searches(connection)])


@router.post("", status_code=HTTPStatus.CREATED, responses=refusals(HTTPStatus.CONFLICT))
def save_search(wanted: NewSearch, actor: Editor, response: Response) -> Search:
    """Saves a search. 409 if the slug is taken, 422 for invalid filters."""
    filters = wanted.filters.parameters()
    if not filters:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "A saved search needs at least one filter.")
    filter_of(filters)
    with transaction() as connection:
        saved = searches.add_search(
            connection, slug=wanted.slug, title=wanted.title, filters=filters, created_by=actor.name
        )
        if saved is None:
            raise Problem(HTTPStatus.CONFLICT, f"There is already a search {wanted.slug}.")
        after = {"title": saved.title, "filters": saved.filters}
        audit.record(connection, actor=actor.name, action="save search", subject=f"search:{saved.slug}", after=after)
    response.headers["Location"] = f"/feeds/searches/{saved.slug}/events.ics"
    return Search.model_validate(saved)


@router.delete("/{slug}", status_code=HTTPStatus.NO_CONTENT)
def remove_search(slug: Annotated[Slug, Path()], actor: Editor) -> None:
    """Deletes a saved search. Its feeds then answer 404."""
    with transaction() as connection:
        removed = searches.remove_search(connection, slug)
        if removed is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no search {slug}.")
        before = {"title": removed.title, "filters": removed.filters}
        audit.record(connection, actor=actor.name, action="remove search", subject=f"search:{slug}", before=before)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
