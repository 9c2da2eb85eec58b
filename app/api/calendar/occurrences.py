"""The route that lists occurrences, the single times of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.calendar import front_schemas, schemas, shaping
from app.api.calendar.filters import Dates, DatesShown, Filtered, from_now, refuse
from app.api.calendar.front import Section, front
from app.api.calendar.notes import note
from app.api.calendar.schemas import OccurrencePage
from app.api.http.caching import CachedRoute, json_response
from app.api.http.pagination import Cursor, CursorText, Limit, links, read_cursor
from app.highlights.merit import Shown
from core.config import settings
from storage.database.read_only import reading
from storage.search import listings
from storage.search.filters import EventFilter, Once, Sort
from storage.search.listings import Listing
from storage.search.more_dates import MoreDates

router = APIRouter(prefix="/api", tags=["events"], dependencies=PUBLIC, route_class=CachedRoute)

Order = Annotated[
    Sort, Query(description="What comes first: the soonest, the latest, the best match for `q`, the nearest to `near`.")
]


@router.get("/occurrences", response_model=OccurrencePage)
def list_occurrences(
    request: Request,
    wanted: Filtered,
    sort: Order = Sort.SOONEST,
    limit: Limit = 50,
    cursor: CursorText = None,
    dates: DatesShown = Dates.NEXT,
) -> Response:
    """Lists occurrences, including those that are still going on when the range begins. A series is there once, unless
    `dates=all`. The next page is in `next` and in the `Link` header."""
    found = listed(wanted, sort, limit, cursor, once=Once.SERIES if dates is Dates.NEXT else None)
    body = OccurrencePage(
        occurrences=[shaping.occurrence(one, found.more.get(one.occurrence_id)) for one in found.listings],
        next=found.next,
        note=found.note,
    )
    return json_response(body, links(request, found.next))


@router.get("/front", response_model=front_schemas.Front)
def read_front() -> Response:
    """Chooses what the front page shows: the best of today and this weekend, what editors feature before all others,
    then exhibitions, and last what has been on for a while."""
    zone = settings().timezone
    with reading() as connection:
        found = front(connection, zone, datetime.now(UTC))
    body = front_schemas.Front(
        day=found.day,
        timezone=zone,
        lead=_shaped(found.lead),
        today=_section(found.today),
        weekend=_section(found.weekend),
        daily=_shaped(found.daily),
        running=_shaped(found.running),
    )
    return json_response(body)


def _section(found: Section) -> front_schemas.FrontSection:
    return front_schemas.FrontSection(total=found.total, complete=found.complete, occurrences=_shaped(found.shown))


def _shaped(found: Sequence[Shown]) -> list[schemas.Occurrence]:
    return [shaping.occurrence(one.listing, one.more) for one in found]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page. `wanted`: the filter with its beginning set; `next`: the next page's cursor; `note`: why it is empty;
    `more`: by occurrence, the further dates of the series that it stands for."""

    wanted: EventFilter
    listings: tuple[Listing, ...]
    more: Mapping[int, MoreDates]
    next: str | None
    note: str | None


def listed(wanted: EventFilter, sort: Sort, limit: int, cursor: str | None, *, once: Once | None) -> Listed:
    """Finds a page. `once`: what is shown only once."""
    if sort is Sort.RELEVANCE and wanted.words is None:
        refuse("sort", "`relevance` needs `q`")
    if sort is Sort.DISTANCE and wanted.near is None:
        refuse("sort", "`distance` needs `near`")
    before = read_cursor(cursor, sort)
    if before is not None and before.since is not None:
        wanted = replace(wanted, from_=before.since)
    wanted = from_now(wanted)
    with reading() as connection:
        page = listings.page(connection, wanted, sort, limit, None if before is None else before.position, once=once)
        why = note(connection, wanted, empty=not page.listings)
    following = None if page.next is None else str(Cursor(sort, wanted.from_, page.next))
    return Listed(wanted, page.listings, page.more, following, why)
