"""Routes for the newsroom's kit: selected events, or recent changes, as copy or as a table."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.api.access.public_reads import PUBLIC
from app.api.calendar.discover import news_cursor, news_position
from app.api.calendar.filters import LARGEST_ID, Filtered, TimeText, moment, refuse
from app.api.calendar.notes import note
from app.api.feeds.feeds import midnight
from app.api.feeds.links import base
from app.api.http.pagination import CursorText
from app.api.http.problems import Problem, ProblemDetails
from app.api.http.spool import spooled
from app.feeds import wording
from app.feeds.formats import LARGEST
from app.feeds.kit.formats import MEDIA_TYPES, SUFFIXES, KitFormat, changes_copy, events_copy
from core.config import settings
from storage.database.read_only import reading
from storage.events import feed_listings as feeds
from storage.events import recent

router = APIRouter(prefix="/api/kit", tags=["newsroom"], dependencies=PUBLIC)

MOST_EVENTS = 500
"""The most events in one request."""
_IDS = re.compile(r"\d{1,19}(,\d{1,19})*")

Form = Annotated[KitFormat, Query(alias="format", description="Markdown, an HTML page, plain text, or CSV.")]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The copy.",
        "content": {each.partition(";")[0]: {"schema": {"type": "string"}} for each in MEDIA_TYPES.values()},
    },
    422: {"model": ProblemDetails},
}


@router.get("", responses={**ANSWERS, 404: {"model": ProblemDetails}}, response_class=Response)
def kit(
    wanted: Filtered,
    events: Annotated[
        str | None,
        Query(max_length=10_000, description="Event ids, separated by commas.", examples=["12,31,44"]),
    ] = None,
    form: Form = KitFormat.MARKDOWN,
    limit: Annotated[
        int, Query(ge=1, le=LARGEST, description="The most occurrences, the soonest first.")
    ] = MOST_EVENTS,
) -> Response:
    """Returns events by their ids, by the filters of /api/occurrences, or by both, each with all its occurrences from
    today on unless `from` or `day` is set."""
    if wanted.from_ is None:
        wanted = replace(wanted, from_=midnight())
    ids = None if events is None else event_ids(events)
    with reading() as connection:
        if ids is not None:
            shown = feeds.shown_events(connection, ids)
            missing = sorted(set(ids) - shown.keys())
            if missing:
                raise Problem(HTTPStatus.NOT_FOUND, f"There is no event {', '.join(map(str, missing))}.")
            wanted = replace(wanted, event_ids=tuple(dict.fromkeys(shown[each] for each in ids)))
        title = with_note("Events", note(connection, wanted, empty=True))
        pieces = events_copy(form, title, feeds.stream_soonest(connection, wanted, limit), datetime.now(UTC))
        return spooled(pieces, MEDIA_TYPES[form], _headers(form, "events"))


@router.get("/changes", responses=ANSWERS, response_class=Response)
def kit_changes(
    request: Request,
    wanted: Filtered,
    since: Annotated[TimeText, Query(description="A local date or an ISO 8601 time.", examples=["2026-11-22"])],
    form: Form = KitFormat.MARKDOWN,
    limit: Annotated[int, Query(ge=1, le=5000, description="The most changes, the earliest first.")] = 1000,
    cursor: CursorText = None,
) -> Response:
    """Returns new events and changes to events since a time, with the filters of /api/changes. If there are more than
    `limit`, the title says so and the `Link` header has the address of the rest."""
    zone = settings().timezone
    begin = moment("since", since, ZoneInfo(zone))
    after = None if cursor is None else news_position(cursor)
    with reading() as connection:
        found = list(recent.read_recent(connection, wanted, since=begin, after=after, limit=limit + 1))
        why = note(connection, wanted, empty=not found)
    changes = found[:limit]
    local = begin.astimezone(ZoneInfo(zone))
    title = with_note(f"Changes since {wording.day(local.date())}, {wording.clock(local)}", why)
    headers = _headers(form, "changes")
    if len(found) > limit:
        title += f" (the first {limit:,})"
        parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        query = urlencode([*parameters, ("cursor", news_cursor(changes[-1]))])
        headers["Link"] = f'<{base(request)}/api/kit/changes?{query}>; rel="next"'
    return spooled(changes_copy(form, title, changes, zone), MEDIA_TYPES[form], headers)


def with_note(title: str, why: str | None) -> str:
    return title if why is None else f"{title}. {why}"


def event_ids(text: str) -> tuple[int, ...]:
    """Parses ids, each once, in order. Raises Problem 422 for anything else and for too many."""
    if not _IDS.fullmatch(text):
        refuse("events", "must be ids separated by commas, such as 12,31,44")
    ids = tuple(dict.fromkeys(int(part) for part in text.split(",")))
    if len(ids) > MOST_EVENTS:
        refuse("events", f"must be at most {MOST_EVENTS} ids")
    if not all(0 < each <= LARGEST_ID for each in ids):
        refuse("events", f"must be ids from 1 to {LARGEST_ID}")
    return ids


def _headers(form: KitFormat, name: str) -> dict[str, str]:
    """Not cacheable: corrections must be in what goes to print. Browsers download a table and show the rest."""
    disposition = "attachment" if form is KitFormat.CSV else "inline"
    return {"Content-Disposition": f'{disposition}; filename="{name}.{SUFFIXES[form]}"', "Cache-Control": "no-store"}
