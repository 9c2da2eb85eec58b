"""One source's entry for one happening: what the rules compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """`start` and `end` are aware, in the venue's zone. An all-day listing starts at local midnight.

    `end` is None where the source gives none. `venue` may hold name and address in one text, as many feeds do.
    `source` is the source's own name ("Harbor Hall"), which stands for the place where a listing has none. `uid`: as
    the source gives it.
    """

    title: str
    start: datetime
    end: datetime | None = None
    all_day: bool = False
    time_known: bool = True
    venue: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    source: str = ""
    uid: str = ""
    ticket_url: str = ""
    image_url: str = ""
