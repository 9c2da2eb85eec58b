"""What a feed says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInfo:
    """The head of a feed.

    address    of the feed itself; `page` is where people see the same.
    name       what it is of, without the host: `vanwezel/events?free=true`. Its id is made of it.
    updated    when anything in it last changed, aware.
    refresh    how long a copy of it may be shown before it is asked for again.
    timezone   IANA zone of the community.
    since      no listing of it is of a year before.
    """

    title: str
    name: str
    updated: datetime
    description: str = ""
    address: str | None = None
    page: str | None = None
    refresh: timedelta = timedelta(hours=1)
    timezone: str = "America/New_York"
    since: int = 1971

    @property
    def urn(self) -> str:
        """The feed's id: the same wherever it is served."""
        return uuid5(NAMESPACE_URL, f"marquee:feed:{self.name}").urn
