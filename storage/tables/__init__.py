"""The tables. Times are `timestamptz`; the IANA zone stands beside those that people read."""

from storage.tables.base import Base
from storage.tables.events import Event, EventChange, OccurrenceRow, VenueAlias, VenueRow
from storage.tables.feed_cache import RememberedAnswer, RememberedGroup
from storage.tables.orders import Cancellation, ScheduleRow, TaskOrder
from storage.tables.people import Account, ApiKey, AuditEntry, SavedSearch, Session
from storage.tables.runs import DeliveryRow, Run, RunSighting
from storage.tables.scrapyd import ScrapydJobRow
from storage.tables.search import EventSearch, EventWords, SearchWord
from storage.tables.sources import Source, SourceFeed
from storage.tables.totals import CrawlErrorTotals, CrawlTotals

__all__ = [
    "Account",
    "ApiKey",
    "AuditEntry",
    "Base",
    "Cancellation",
    "CrawlErrorTotals",
    "CrawlTotals",
    "DeliveryRow",
    "Event",
    "EventChange",
    "EventSearch",
    "EventWords",
    "OccurrenceRow",
    "RememberedAnswer",
    "RememberedGroup",
    "Run",
    "RunSighting",
    "SavedSearch",
    "ScheduleRow",
    "ScrapydJobRow",
    "SearchWord",
    "Session",
    "Source",
    "SourceFeed",
    "TaskOrder",
    "VenueAlias",
    "VenueRow",
]
