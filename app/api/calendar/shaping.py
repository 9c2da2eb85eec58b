"""Turns listings from storage into the calendar's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.api.calendar import choices, schemas
from app.api.calendar.shown_title import shown_title
from app.feeds import wording
from app.feeds.identity import uuid_from
from app.highlights.rhythm import rhythm
from core.config import settings
from core.items import EventStatus
from storage.events.detail import Change, EventRecord, EventTime, SeriesTime
from storage.events.progress import progress
from storage.merging.overlay import AlsoListed, Conflict, Origin
from storage.runs.withdrawal import WithdrawalReason
from storage.search.listings import EventTexts, Listing
from storage.search.more_dates import MoreDates

WITHDRAWN: Mapping[str, str] = {
    WithdrawalReason.MISSING: "A complete crawl of its source no longer found it.",
    WithdrawalReason.AGREED: "Complete crawls of its source on three days no longer found it.",
    WithdrawalReason.PAGE_GONE: "Its own page no longer exists (HTTP 404 or 410).",
    WithdrawalReason.ACCEPTED: "An editor confirmed that its source no longer lists it.",
    WithdrawalReason.LEFT_OUT: "An editor's rule for its source leaves it out.",
}
EXCERPT = 280
"""How many characters of a description lists show."""


def occurrence(listing: Listing, more: MoreDates | None = None) -> schemas.Occurrence:
    """`more`: the further dates of the series that it stands for."""
    return schemas.Occurrence(
        **facts(listing),
        **time(listing, listing),
        event_id=listing.event_id,
        event=None if listing.event is None else event_texts(listing.event),
        excerpt=excerpt(listing.description),
        distance_km=None if listing.distance_km is None else round(listing.distance_km, 3),
        more_dates=more_dates(listing, more),
        rhythm=rhythm(listing, more),
    )


def summary(first: Listing, times: Sequence[Listing], count: int, more: MoreDates | None) -> schemas.EventSummary:
    """An event at its first time, with the next times."""
    event = of_event(first)
    return schemas.EventSummary(
        **facts(event),
        id=first.event_id,
        status=first.status,
        excerpt=excerpt(event.description),
        distance_km=None if first.distance_km is None else round(first.distance_km, 3),
        occurrences=[event_time(found, event) for found in times],
        occurrence_count=count,
        more_dates=more_dates(first, more),
    )


def day_event(listing: Listing) -> choices.DayEvent:
    return choices.DayEvent(
        **time(listing, listing),
        event_id=listing.event_id,
        title=listing.title,
        town_categories=list(listing.town_categories),
        venue=place(listing),
    )


def more_dates(listing: Listing, more: MoreDates | None) -> schemas.MoreDates | None:
    if more is None:
        return None
    zone = ZoneInfo(listing.timezone)
    return schemas.MoreDates(
        count=more.count,
        until=None if more.until is None else more.until.isoformat(),
        same_day=[moment(start, zone, by_date=False) for start in more.same_day],
        every=list(more.every),
    )


def whole(event: EventRecord) -> schemas.WholeEvent:
    evidence = schemas.Evidence(
        source=schemas.Origin(name=event.source, title=event.source_title),
        source_url=event.source_url,
        url=event.url,
        first_seen_at=event.first_seen_at,
        last_seen_at=event.last_seen_at,
        missing_since=event.missing_since,
        missed_by=[schemas.RunReference(id=run.id, started_at=run.started_at) for run in event.missed_by],
        withdrawal=withdrawal(event),
        updated_at=event.updated_at,
        field_sources={name: origin(each) for name, each in event.merged.speaks.items()} if event.merged else {},
        edited=list(event.edited),
        witnesses=event.merged.witnesses if event.merged else 1,
        read_from=event.raw,
    )
    return schemas.WholeEvent(
        **facts(event),
        id=event.event_id,
        status=event.status,
        description=event.description,
        occurrences=[event_time(found, event) for found in event.times],
        series=[series_time(found, event) for found in event.series],
        withdrawn_at=event.withdrawn_at,
        takes_tips=settings().submissions,
        evidence=evidence,
    )


def of_event(listing: Listing) -> Listing:
    """The listing with its event's texts, venue, and `sold_out` in place of its own."""
    whole = listing._replace(sold_out=listing.event_sold_out)
    return whole if listing.event is None else whole._replace(**asdict(listing.event), event=None)


def event_texts(event: EventTexts) -> schemas.EventTexts:
    return schemas.EventTexts(title=event.title, url=event.url, venue=place(event), excerpt=excerpt(event.description))


def event_time(listing: Listing | EventTime, event: Listing | EventRecord) -> schemas.EventTime:
    return schemas.EventTime(
        **time(listing, event),
        sold_out=listing.sold_out,
        title=None if listing.title == event.title else listing.title,
        shown_title=own_title(listing, event),
        url=None if listing.url == event.url else listing.url,
        venue=None if listing.venue_id == event.venue_id else place(listing),
        description=None if listing.description == event.description else listing.description,
    )


def own_title(listing: Listing | EventTime, event: Listing | EventRecord) -> str | None:
    """A time's title, if it differs from its event's by more than a mark."""
    if listing.title is None:
        return None
    own = shown_title(listing, listing.title)
    return None if own in (event.title, shown_title(event, event.title)) else own


def series_time(found: SeriesTime, event: EventRecord) -> schemas.SeriesTime:
    return schemas.SeriesTime(**dict(event_time(found, event)), event_id=found.event_id)


def withdrawal(event: EventRecord) -> schemas.Withdrawal | None:
    if event.withdrawn_at is None:
        return None
    run = None
    if event.withdrawn_run_id is not None:
        run = schemas.RunReference(id=event.withdrawn_run_id, started_at=event.withdrawn_run_started_at)
    return schemas.Withdrawal(
        at=event.withdrawn_at,
        run=run,
        because=event.withdrawn_because,
        text=WITHDRAWN.get(event.withdrawn_because or "", "Its source no longer lists it."),
    )


def change(found: Change) -> schemas.EventChange:
    run = None if found.run_id is None else schemas.RunReference(id=found.run_id, started_at=found.run_started_at)
    return schemas.EventChange(
        at=found.changed_at, field=found.field, key=found.occurrence_key, old=found.old, new=found.new, run=run
    )


def time(listing: Listing | EventTime, event: Listing | EventRecord) -> dict[str, Any]:
    """The fields of schemas.Time."""
    own = event.source, event.public_uid or event.uid, listing.key
    zone, by_date = ZoneInfo(listing.timezone), listing.all_day or not listing.time_known
    return {
        "id": listing.occurrence_id,
        "key": listing.key,
        "public_uid": str(uuid_from(*(listing.identity or own))),
        "starts_at": moment(listing.starts_at, zone, by_date),
        "ends_at": None if listing.ends_at is None else moment(listing.ends_at, zone, by_date),
        "local_date": listing.local_date.isoformat(),
        "timezone": listing.timezone,
        "all_day": listing.all_day,
        "time_known": listing.time_known,
        "status": listing.status,
        "progress": progress(listing, datetime.now(UTC)),
        "cautions": [caution(each, listing.status) for each in listing.conflicts],
    }


def caution(conflict: Conflict, status: EventStatus) -> schemas.Caution:
    """`status`: of the occurrence that people see."""
    start = conflict.starts_at
    return schemas.Caution(
        kind=conflict.kind,
        source=origin(conflict),
        starts_at=start.date().isoformat() if conflict.by_day else start.isoformat(),
        status=conflict.status,
        text=wording.caution(conflict, status),
    )


def origin(found: Origin) -> schemas.Origin:
    return schemas.Origin(name=found.source, title=found.source_title)


def also_listed(found: AlsoListed) -> schemas.AlsoListed:
    return schemas.AlsoListed(source=origin(found), event_id=found.event_id, title=found.title, url=found.url)


def moment(value: datetime, zone: ZoneInfo, by_date: bool) -> str:
    local = value.astimezone(zone)
    return local.date().isoformat() if by_date else local.isoformat()


def facts(listing: Listing | EventRecord) -> dict[str, Any]:
    """The fields of schemas.EventFacts."""
    return {
        "uid": listing.uid,
        "title": listing.title,
        "shown_title": shown_title(listing, listing.title),
        "url": listing.url,
        "organizer": listing.organizer,
        "categories": listing.categories,
        "town_categories": listing.town_categories,
        "venue": place(listing),
        "price": price(listing),
        "sold_out": listing.sold_out,
        "ticket_url": listing.ticket_url,
        "image_url": listing.image_url,
        "source": schemas.Origin(name=listing.source, title=listing.source_title),
        "unconfirmed_since": unconfirmed_since(listing),
        "featured": listing.featured,
        "also_listed": [also_listed(each) for each in listing.merged.also] if listing.merged else [],
        "first_seen_at": listing.first_seen_at,
        "updated_at": listing.updated_at,
    }


def unconfirmed_since(listing: Listing | EventRecord) -> datetime | None:
    """When its source was last confirmed, if UNCONFIRMED_DAYS have passed since and nobody else lists it."""
    confirmed_at = listing.confirmed_at
    if confirmed_at is None or listing.merged is not None:
        return None
    return confirmed_at if datetime.now(UTC) - confirmed_at > timedelta(days=settings().unconfirmed_days) else None


def place(listing: Listing | EventRecord | EventTime | EventTexts) -> schemas.Place | None:
    if listing.venue_id is None:
        return None
    return schemas.Place(
        id=listing.venue_id,
        name=listing.venue_name,
        address=listing.venue_address,
        latitude=listing.latitude,
        longitude=listing.longitude,
    )


def price(listing: Listing | EventRecord) -> schemas.Price | None:
    least, most = listing.price_min_cents, listing.price_max_cents
    if (listing.price_text, least, most, listing.price_currency, listing.is_free) == (None,) * 5:
        return None
    return schemas.Price(
        text=listing.price_text,
        min_cents=least,
        max_cents=most,
        currency=listing.price_currency,
        is_free=listing.is_free,
    )


def excerpt(text: str | None) -> str | None:
    """The first words; no word is cut."""
    if text is None or len(text) <= EXCERPT:
        return text
    words, _, _ = text[:EXCERPT].rpartition(" ")
    return (words or text[:EXCERPT]) + " …"
