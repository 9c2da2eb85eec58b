"""The feed formats: names, writers, media types, and default ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.feeds.atom import atom
from app.feeds.ics import ics
from app.feeds.info import FeedInfo
from app.feeds.json_feed import json_feed
from app.feeds.json_ld import json_ld
from app.feeds.rss import rss
from storage.search.listings import Listing

LARGEST = 10_000
"""The most occurrences in one feed."""

Writer = Callable[[FeedInfo, Iterable[Listing]], Iterator[bytes]]


class FeedFormat(StrEnum):
    ICS = "ics"
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    JSONLD = "jsonld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A feed format.

    usual      the default number of occurrences: a calendar should be complete, a news reader shows the next ones
    past       how long before today it begins by default: a calendar keeps recent events
    ahead      how many days after today it ends by default if it has the events of the whole town; None: it doesn't end
    withdrawn  whether events that a source no longer lists stay in as canceled, so that calendar programs drop them
    """

    writer: Writer
    media_type: str
    usual: int = 500
    past: timedelta = timedelta()
    ahead: int | None = None
    withdrawn: bool = False


FORMATS = {
    FeedFormat.ICS: Output(
        writer=ics,
        media_type="text/calendar; charset=utf-8",
        usual=LARGEST,
        past=timedelta(days=31),
        ahead=92,
        withdrawn=True,
    ),
    FeedFormat.RSS: Output(writer=rss, media_type="application/rss+xml; charset=utf-8"),
    FeedFormat.ATOM: Output(writer=atom, media_type="application/atom+xml; charset=utf-8"),
    FeedFormat.JSON: Output(writer=json_feed, media_type="application/feed+json; charset=utf-8"),
    FeedFormat.JSONLD: Output(writer=json_ld, media_type="application/ld+json; charset=utf-8"),
}
