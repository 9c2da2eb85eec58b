"""What there is to choose from: categories, days, sources; and what is new."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.access.public_reads import readable
from app.api.calendar import schemas
from app.api.calendar.filters import Filtered, Moment, moment, refuse, span_of
from app.api.http.caching import CachedRoute, answered
from app.api.http.paging import (
    LARGEST_BIGINT,
    NOT_OURS,
    CursorText,
    Limit,
    links,
    pack,
    read_moment,
    unpack,
    write_moment,
)
from core.config import settings
from storage.database.read_only import reading
from storage.events import recent as news
from storage.search import directory

router = APIRouter(prefix="/api", tags=["discover"], dependencies=[Depends(readable)], route_class=CachedRoute)

MOST_CATEGORIES = 500
DAYS, MOST_DAYS = timedelta(days=31), timedelta(days=100)


@router.get("/categories", response_model=schemas.Categories)
def list_categories() -> Response:
    """The categories that sources give, the fullest first."""
    with reading() as connection:
        found = directory.categories(connection, most=MOST_CATEGORIES)
    return answered(schemas.Categories(categories=[schemas.Category(**asdict(entry)) for entry in found]))


@router.get("/days", response_model=schemas.Days)
def count_days(wanted: Filtered) -> Response:
    """How much begins on each local day: of the next 31 days, or of the range that was asked for, 100 days at most."""
    zone = settings().timezone
    begin = wanted.from_ or span_of("today", datetime.now(ZoneInfo(zone)))[0]
    end = wanted.until or begin + DAYS
    if end - begin > MOST_DAYS:
        refuse("until", f"may be {MOST_DAYS.days} days after `from` at most")
    with reading() as connection:
        found = directory.days(connection, replace(wanted, from_=begin, until=end))
    return answered(schemas.Days(timezone=zone, days=[schemas.Day(**asdict(entry)) for entry in found]))


@router.get("/sources", response_model=schemas.Sources)
def list_sources() -> Response:
    """Where the events come from."""
    with reading() as connection:
        found = directory.sources(connection)
    return answered(schemas.Sources(sources=[_source(entry) for entry in found]))


def _source(entry: directory.SourceEntry) -> schemas.Source:
    fields = asdict(entry)
    url = fields.pop("base_url")
    return schemas.Source(**fields, url=url)


@router.get("/changes", response_model=schemas.NewsPage)
def list_changes(
    request: Request,
    since: Annotated[Moment, Query(description="A local date or an ISO 8601 time.", examples=["2026-11-22"])],
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Response:
    """New events and changes of events since a moment, the earliest first. To go on later, keep the last `next`, or
    the last `at`."""
    begin = moment("since", since, ZoneInfo(settings().timezone))
    after = None if cursor is None else news_position(cursor)
    with reading() as connection:
        found = news.news(connection, since=begin, after=after, limit=limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    following = None if last is None else news_cursor(last)
    body = schemas.NewsPage(changes=[_entry(each) for each in found[:limit]], next=following)
    return answered(body, links(request, following))


def _entry(each: news.News) -> schemas.NewsEntry:
    return schemas.NewsEntry(
        at=each.at,
        kind="new" if each.field is None else "changed",
        event_id=each.event_id,
        title=each.title,
        source=each.source,
        field=each.field,
        key=each.occurrence_key,
        old=each.old,
        new=each.new,
    )


def news_cursor(last: news.News) -> str:
    """Where a page of changes ended."""
    return pack([write_moment(last.at), last.kind, last.id])


def news_position(cursor: str) -> news.NewsPosition:
    """Problem 422 for a cursor that is not of `news_cursor`."""
    at, kind, row = unpack(cursor, 3)
    if (
        not all(isinstance(part, int) for part in (at, kind, row))
        or kind not in (0, 1)
        or not 0 < row <= LARGEST_BIGINT
    ):
        refuse("cursor", NOT_OURS)
    return news.NewsPosition(read_moment(at), kind, row)
