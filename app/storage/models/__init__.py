"""The tables. Times are `timestamptz`; the IANA zone stands beside those that people read."""

from app.storage.models.base import Base
from app.storage.models.events import Event, EventChange, OccurrenceRow, VenueAlias, VenueRow
from app.storage.models.orders import Cancellation, ScheduleRow, TaskOrder
from app.storage.models.people import Account, ApiKey, AuditEntry, SavedSearch, Session
from app.storage.models.remembered import RememberedAnswer, RememberedGroup
from app.storage.models.runs import DeliveryRow, Run, RunSighting
from app.storage.models.scrapyd import ScrapydJobRow
from app.storage.models.search import EventSearch, EventWords, SearchWord
from app.storage.models.sources import Source, SourceFeed
from app.storage.models.totals import CrawlErrorTotals, CrawlTotals

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
