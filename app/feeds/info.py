"""A feed's description of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInfo:
    """The head of a feed.

    address    the feed's own address
    page       the address of the page with the same events
    name       the feed's path and filters without the host, such as `vanwezel/events?free=true`; its id derives from it
    updated    when anything in it last changed, aware
    refresh    how long programs may show a copy before they fetch it again
    timezone   the community's IANA zone
    since      the year of the earliest listing, or an earlier one
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
