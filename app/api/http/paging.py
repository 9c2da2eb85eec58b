"""Pages: the opaque cursor that names where one ended, and the links to the next (RFC 8288)."""

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
from storage.search.listings import Position, Sort

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
CursorText = Annotated[
    str | None, Query(max_length=300, description="Where the last page ended: from its `next`, or its `Link`.")
]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_BIGINT = 2**63 - 1
NOT_OURS = "is not one of ours"
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in one order, and the moment at which the list began, so that later pages begin there too."""

    sort: Sort
    since: datetime | None
    position: Position

    def __str__(self) -> str:
        since = None if self.since is None else write_moment(self.since)
        at = self.position
        return pack([self.sort.value, since, write_moment(at.starts_at), at.occurrence_id, at.value])


def read_cursor(text: str | None, sort: Sort) -> Cursor | None:
    """Problem 422 for one that this service did not make, or made for another order."""
    if text is None:
        return None
    parts = unpack(text, 5)
    order, since, starts_at, occurrence_id, value = parts
    numbers = [starts_at, occurrence_id, value, *([] if since is None else [since])]
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        refuse("cursor", NOT_OURS)
    if order != sort.value:
        refuse("cursor", f"belongs to sort={order}" if order in list(Sort) else NOT_OURS)
    if not 0 < occurrence_id <= LARGEST_BIGINT:
        refuse("cursor", NOT_OURS)
    began = None if since is None else read_moment(since)
    return Cursor(sort, began, Position(read_moment(starts_at), int(occurrence_id), float(value)))


def pack(parts: list[Any]) -> str:
    """A short JSON list as text that stands in an address as it is."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def unpack(text: str, length: int) -> list[Any]:
    """The list that `pack` made. Problem 422 for anything else."""
    try:
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        refuse("cursor", NOT_OURS)
    if not isinstance(parts, list) or len(parts) != length or any(isinstance(part, bool) for part in parts):
        refuse("cursor", NOT_OURS)
    return parts


def links(request: Request, cursor: str | None) -> dict[str, str]:
    """The `Link` header: the first page, and the next one if there is one, with the request's own parameters."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    targets = {"first": asked}
    if cursor is not None:
        targets["next"] = [*asked, ("cursor", cursor)]
    found = (f'<{_address(request, query)}>; rel="{relation}"' for relation, query in targets.items())
    return {"Link": ", ".join(found)}


def _address(request: Request, query: list[tuple[str, str]]) -> str:
    return f"{request.url.path}?{urlencode(query)}" if query else request.url.path


def read_moment(micros: float) -> datetime:
    """From microseconds since 1970. Problem 422 for one that no calendar has."""
    try:
        return EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        refuse("cursor", NOT_OURS)


def write_moment(moment: datetime) -> int:
    return (moment - EPOCH) // _MICROSECOND
