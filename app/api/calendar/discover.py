"""Routes for the choices that the calendar offers (categories, days, sources) and for recent changes."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.calendar import choices, shaping
from app.api.calendar.filters import Dates, DatesShown, Filtered, TimeText, from_now, moment, refuse, span_of
from app.api.calendar.notes import note
from app.api.http.caching import CachedRoute, json_response
from app.api.http.pagination import (
    LARGEST_BIGINT,
    UNKNOWN_CURSOR,
    CursorText,
    Limit,
    links,
    pack,
    read_moment,
    unpack,
    write_moment,
)
from app.feeds.kit.changes import change
from core.config import settings
from storage.categories.rules import category_names
from storage.categories.rules import list_categories as list_town_categories
from storage.database.read_only import reading
from storage.events import recent
from storage.search import directory
from storage.search.overview import by_day, counts

router = APIRouter(prefix="/api", tags=["discover"], dependencies=PUBLIC, route_class=CachedRoute)

MOST_CATEGORIES = 500
MOST_OF_DAY = 30
DAYS, MOST_DAYS = timedelta(days=31), timedelta(days=100)

FirstOfDay = Annotated[
    int,
    Query(
        ge=0,
        le=MOST_OF_DAY,
        description="How many events of each day to list: those that are on the fewest days of the range, in order of "
        "time.",
    ),
]


@router.get("/categories", response_model=choices.Categories)
def list_categories() -> Response:
    """Lists the town's categories, and those that sources give, the most frequent first."""
    with reading() as connection:
        found = directory.categories(connection, most=MOST_CATEGORIES)
        town = list_town_categories(connection)
    shown = [choices.TownCategory(slug=one.slug, name=one.name, events=one.events) for one in town]
    given = [choices.Category(**asdict(entry)) for entry in found]
    return json_response(choices.Categories(categories=given, town=shown))


@router.get("/days", response_model=choices.Days)
def count_days(wanted: Filtered, dates: DatesShown = Dates.NEXT, first: FirstOfDay = 0) -> Response:
    """Counts what is on, on each local day: of the next 31 days, or of the requested range, which may have up to 100
    days."""
    zone = settings().timezone
    begin = wanted.from_ or span_of("today", datetime.now(ZoneInfo(zone)))[0]
    end = wanted.until or begin + DAYS
    if end - begin > MOST_DAYS:
        refuse("until", f"must be at most {MOST_DAYS.days} days after `from`")
    with reading() as connection:
        span = replace(wanted, from_=begin, until=end)
        found = by_day.days(connection, span, zone, each_date=dates is Dates.ALL)
        listed = by_day.first_of_days(connection, span, zone, first) if first else {}
        why = note(connection, wanted, empty=not found)
    days = [
        choices.Day(**asdict(entry), first=[shaping.day_event(one) for one in listed.get(entry.day, ())])
        for entry in found
    ]
    return json_response(choices.Days(timezone=zone, days=days, note=why))


@router.get("/counts", response_model=choices.Counts)
def count_choices(
    wanted: Filtered,
    places: Annotated[bool, Query(description="With venues and sources.")] = False,
) -> Response:
    """Counts the events that these filters leave, and those that each other category, venue, source, and so on would
    leave in place of the filter's own."""
    with reading() as connection:
        found = counts.count(connection, from_now(wanted), places=places)
        names = category_names(connection)
    body = choices.Counts(
        events=found.events,
        free=found.free,
        evening=found.evening,
        online=found.online,
        categories=[
            choices.CategoryCount(slug=slug, name=name, events=found.categories.get(slug, 0))
            for slug, name in names.items()
        ],
        venues=[choices.VenueCount(**asdict(one)) for one in found.venues],
        sources=[choices.SourceCount(**asdict(one)) for one in found.sources],
    )
    return json_response(body)


@router.get("/sources", response_model=choices.Sources)
def list_sources() -> Response:
    """Lists the sources of the events."""
    with reading() as connection:
        found = directory.sources(connection)
    return json_response(choices.Sources(sources=[_source(entry) for entry in found]))


def _source(entry: directory.SourceEntry) -> choices.Source:
    fields = asdict(entry)
    url = fields.pop("base_url")
    return choices.Source(**fields, url=url)


@router.get("/changes", response_model=choices.NewsPage)
def list_changes(
    request: Request,
    wanted: Filtered,
    since: Annotated[TimeText, Query(description="A local date or an ISO 8601 time.", examples=["2026-11-22"])],
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Response:
    """Lists new events and changes to events since a time, the earliest first. To continue later, keep the last `next`
    or the last `at`.

    The filters are those of /api/occurrences: a change to an event is listed if one of its occurrences matches, a
    change to an occurrence if that one matches. Without `from` or `day`, past ones match too."""
    begin = moment("since", since, ZoneInfo(settings().timezone))
    after = None if cursor is None else news_position(cursor)
    with reading() as connection:
        found = recent.read_recent(connection, wanted, since=begin, after=after, limit=limit + 1)
        why = note(connection, wanted, empty=not found)
    last = found[limit - 1] if len(found) > limit else None
    following = None if last is None else news_cursor(last)
    body = choices.NewsPage(changes=[_entry(each) for each in found[:limit]], next=following, note=why)
    return json_response(body, links(request, following))


def _entry(each: recent.RecentEntry) -> choices.NewsEntry:
    return choices.NewsEntry(
        at=each.at,
        kind="new" if each.field is None else "changed",
        event_id=each.event_id,
        title=each.title,
        source=each.source,
        field=each.field,
        key=each.occurrence_key,
        old=each.old,
        new=each.new,
        text=change(each, settings().timezone),
    )


def news_cursor(last: recent.RecentEntry) -> str:
    """The cursor for the changes after this one."""
    return pack([write_moment(last.at), last.kind, last.id])


def news_position(cursor: str) -> recent.RecentPosition:
    """Decodes a cursor made by `news_cursor`. Raises Problem 422 for any other."""
    at, kind, row = unpack(cursor, 3)
    if (
        not all(isinstance(part, int) for part in (at, kind, row))
        or kind not in (0, 1)
        or not 0 < row <= LARGEST_BIGINT
    ):
        refuse("cursor", UNKNOWN_CURSOR)
    return recent.RecentPosition(read_moment(at), kind, row)
