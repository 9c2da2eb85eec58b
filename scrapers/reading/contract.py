"""What every reader takes and returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.errors import BadRecord
from core.items import EventItem

_PRESENT = range(1970, 2201)


def require_present(now: datetime) -> datetime:
    """`now` itself. Raises ValueError for a year outside 1970 to 2200: the days and months around it must exist in
    every zone."""
    if now.year not in _PRESENT:
        raise ValueError(f"now must be in the years {_PRESENT[0]} to {_PRESENT[-1]}, not {now.year}")
    return now


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Bounds on the local start dates of occurrences: `starts` is inclusive, `ends` exclusive, None means no bound.

    moved_out  also the dates of a series that were inside and were moved out (`ics` only).
    """

    starts: date | None = None
    ends: date | None = None
    moved_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a reader needs to know besides the body.

    url           where the body came from; relative links are resolved against it.
    timezone      IANA zone of the source, for times without a zone.
    now           aware; what "today" means in the text. Readers never look at a clock.
    window        None: the reader's default (`ics`: yesterday to 13 months ahead; pages: no bounds).
    source        the source's name, for messages.
    encoding      charset of the Content-Type header, if it had one.
    utc_is_local  the site writes local wall-clock times and labels them UTC.
    local_is_utc  the reverse: the site writes UTC times without a zone, or labels them with its own zone (`ics` only).
    uids_change   the source makes new UIDs at every load, so its events are identified by a fingerprint (`ics` only).
    """

    url: str
    timezone: str
    now: datetime
    window: Window | None = None
    source: str = ""
    encoding: str | None = None
    utc_is_local: bool = False
    local_is_utc: bool = False
    uids_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in a body: the events, and the records it had to skip. A good body may have neither; a body
    of the wrong kind or shape raises a `SourceError` instead."""

    events: tuple[EventItem, ...] = ()
    problems: tuple[BadRecord, ...] = ()
