"""What every reader takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.errors import BadRecord
from core.items import EventItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Bounds on the local start dates of occurrences: `starts` inclusive, `ends` exclusive, None unbounded."""

    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a reader must know besides the body.

    url           where the body came from; relative links are resolved against it.
    timezone      IANA zone of the source, for times that name none.
    now           aware; stands for "today" wherever the text needs one. Readers never look at a clock.
    window        None: the reader's own default (`ics`: yesterday to 13 months on; pages: unbounded).
    source        the source's name, for messages.
    encoding      charset of the Content-Type header, if it had one.
    utc_is_local  the site writes local wall-clock times and calls them UTC.
    uids_change   the source makes new UIDs at every load, so that events go by a fingerprint (`ics` alone has UIDs).
    """

    url: str
    timezone: str
    now: datetime
    window: Window | None = None
    source: str = ""
    encoding: str | None = None
    utc_is_local: bool = False
    uids_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of a body: the events, and the records it had to skip. No events and no problems is a good
    body that has none; a body that is not what was due raises a `SourceError` instead."""

    events: tuple[EventItem, ...] = ()
    problems: tuple[BadRecord, ...] = ()
