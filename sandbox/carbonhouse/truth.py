"""The events that a perfect harvest of a carbonhouse venue finds, with its detail pages or only its listing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from sandbox.carbonhouse.season import season
from sandbox.carbonhouse.shows import Card, Sale, Show, Showing

ZONE = "America/New_York"


def from_details(today: date, base_url: str, *, with_ends: bool) -> tuple[EventItem, ...]:
    """`with_ends`: the venue has the month JSON, the only place that publishes when a showing ends."""
    return tuple(_event(show, base_url, with_ends) for show in season(today))


def from_cards(today: date, base_url: str) -> tuple[EventItem, ...]:
    """The listing's days with unknown hours, no prices, and no venues. The listing doesn't show which days of a run
    have performances, so a run is one occurrence from its first day to the end of its last."""
    return tuple(
        EventItem(
            uid=show.slug,
            title=show.title,
            url=base_url + show.detail_path,
            status=EventStatus(show.status),
            sold_out=show.sold_out,
            occurrences=_card_days(show),
            ticket_url=_ticket_url(show, base_url),
        )
        for show in season(today)
    )


def _event(show: Show, base_url: str, with_ends: bool) -> EventItem:
    price = None
    if show.price_text is not None:
        least, most = show.price_cents or (None, None)
        price = Price(text=show.price_text, min_cents=least, max_cents=most, currency="USD", is_free=show.is_free)
    return EventItem(
        uid=show.slug,
        title=show.title,
        url=base_url + show.detail_path,
        status=EventStatus(show.status),
        sold_out=show.sold_out,
        occurrences=tuple(_occurrence(show, showing, with_ends) for showing in show.showings),
        venue=Venue(name=show.place),
        price=price,
        ticket_url=_ticket_url(show, base_url),
    )


def _occurrence(show: Show, showing: Showing, with_ends: bool) -> Occurrence:
    status = EventStatus.CANCELLED if showing.sale is Sale.CANCELLED else EventStatus(show.status)
    if showing.starts is None:
        return _unknown_hour(showing.day, status)
    zone = ZoneInfo(ZONE)
    ends = datetime.combine(showing.day, showing.ends, zone) if with_ends and showing.ends else None
    return Occurrence(
        starts_at=datetime.combine(showing.day, showing.starts, zone), ends_at=ends, timezone=ZONE, status=status
    )


def _unknown_hour(day: date, status: EventStatus) -> Occurrence:
    starts_at = datetime.combine(day, time(), ZoneInfo(ZONE))
    return Occurrence(starts_at=starts_at, timezone=ZONE, time_known=False, status=status)


def _card_days(show: Show) -> tuple[Occurrence, ...]:
    status = EventStatus(show.status)
    if show.card is Card.ONE_EACH:
        return tuple(_unknown_hour(showing.day, status) for showing in show.showings)
    first = _unknown_hour(show.first_day, status)
    if show.card is not Card.RANGE:
        return (first,)
    return (replace(first, ends_at=first.starts_at + (show.last_day - show.first_day) + timedelta(days=1)),)


def _ticket_url(show: Show, base_url: str) -> str | None:
    """None if there is no link, or if it only leads back to the show's own page."""
    if not show.ticket_path or show.ticket_path == show.detail_path:
        return None
    return urljoin(base_url + "/", show.ticket_path)
