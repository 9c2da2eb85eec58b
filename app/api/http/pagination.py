"""Pages of a list: the opaque cursor that says where a page ended, and links to the next one (RFC 8288)."""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request

from app.api.calendar.filters import refuse
from storage.search.filters import Position, Sort

Limit = Annotated[int, Query(ge=1, le=200, description="The most entries to return.")]
CursorText = Annotated[
    str | None, Query(max_length=300, description="Where the previous page ended: its `next`, also in its `Link`.")
]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_BIGINT = 2**63 - 1
UNKNOWN_CURSOR = "is not a cursor from this service"
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a sorted list. `since`: when the list began, so that later pages begin at the same time."""

    sort: Sort
    since: datetime | None
    position: Position

    def __str__(self) -> str:
        since = None if self.since is None else write_moment(self.since)
        at = self.position
        return pack([self.sort.value, since, write_moment(at.starts_at), at.occurrence_id, at.value])


def read_cursor(text: str | None, sort: Sort) -> Cursor | None:
    """Raises Problem 422 for a cursor that this service didn't make, or made for another order."""
    if text is None:
        return None
    parts = unpack(text, 5)
    order, since, starts_at, occurrence_id, value = parts
    numbers = [starts_at, occurrence_id, value, *([] if since is None else [since])]
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        refuse("cursor", UNKNOWN_CURSOR)
    if order != sort.value:
        refuse("cursor", f"belongs to sort={order}" if order in list(Sort) else UNKNOWN_CURSOR)
    if not 0 < occurrence_id <= LARGEST_BIGINT:
        refuse("cursor", UNKNOWN_CURSOR)
    began = None if since is None else read_moment(since)
    return Cursor(sort, began, Position(read_moment(starts_at), int(occurrence_id), float(value)))


def pack(parts: list[Any]) -> str:
    """Encodes a short JSON list so that it needs no quoting in a web address."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def unpack(text: str, length: int) -> list[Any]:
    """The list that `pack` encoded. Raises Problem 422 for anything else."""
    try:
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        refuse("cursor", UNKNOWN_CURSOR)
    if not isinstance(parts, list) or len(parts) != length or any(isinstance(part, bool) for part in parts):
        refuse("cursor", UNKNOWN_CURSOR)
    return parts


def links(request: Request, cursor: str | None) -> dict[str, str]:
    """The `Link` header: the first page and, if there is one, the next, with the request's own parameters."""
    parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    targets = {"first": parameters}
    if cursor is not None:
        targets["next"] = [*parameters, ("cursor", cursor)]
    found = (f'<{_address(request, query)}>; rel="{relation}"' for relation, query in targets.items())
    return {"Link": ", ".join(found)}


def _address(request: Request, query: list[tuple[str, str]]) -> str:
    return f"{request.url.path}?{urlencode(query)}" if query else request.url.path


def read_moment(micros: float) -> datetime:
    """From microseconds since 1970. Raises Problem 422 if that is out of range."""
    try:
        return EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        refuse("cursor", UNKNOWN_CURSOR)


def write_moment(moment: datetime) -> int:
    return (moment - EPOCH) // _MICROSECOND
