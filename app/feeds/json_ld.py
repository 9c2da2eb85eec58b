"""Writes listings as JSON-LD: a schema.org list of Events that can be embedded in a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.feeds import iso_times, wording
from app.feeds.addresses import web_address
from app.feeds.identity import is_off, urn_of
from app.feeds.info import FeedInfo
from app.feeds.json_text import document, without_nulls
from core.items import EventStatus
from storage.search.listings import Listing

_STATUSES = {
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.CANCELLED: "EventCancelled",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.RESCHEDULED: "EventRescheduled",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
}
_SCHEMA = "https://schema.org"


def json_ld(info: FeedInfo, listings: Iterable[Listing]) -> Iterator[bytes]:
    """Yields the list, with an Event for each occurrence."""
    head = {
        "@context": _SCHEMA,
        "@type": "ItemList",
        "name": info.title,
        "description": info.description,
        "url": web_address(info.page),
    }
    return document(without_nulls(head), "itemListElement", _list_items(listings))


def _list_items(listings: Iterable[Listing]) -> Iterator[dict[str, Any]]:
    for position, listing in enumerate(listings, start=1):
        yield {"@type": "ListItem", "position": position, "item": event(listing)}


def event(listing: Listing) -> dict[str, Any]:
    """A schema.org Event. Unknown properties are left out."""
    status = EventStatus.CANCELLED if is_off(listing) else listing.status
    online = listing.status is EventStatus.MOVED_ONLINE
    return without_nulls(
        {
            "@type": "Event",
            "@id": urn_of(listing),
            "name": listing.title,
            "url": web_address(listing.url),
            "startDate": iso_times.starts(listing),
            "endDate": iso_times.ends(listing),
            "eventStatus": f"{_SCHEMA}/{_STATUSES[status]}",
            "eventAttendanceMode": f"{_SCHEMA}/OnlineEventAttendanceMode" if online else None,
            "location": _place(listing),
            "description": wording.description(listing) or None,
            "image": web_address(listing.image_url),
            "organizer": without_nulls({"@type": "Organization", "name": listing.organizer})
            if listing.organizer
            else None,
            "keywords": wording.categories(listing),
            "isAccessibleForFree": listing.is_free,
            "offers": _offer(listing),
        }
    )


def _place(listing: Listing) -> dict[str, Any] | None:
    point = None
    if listing.latitude is not None and listing.longitude is not None:
        point = {"@type": "GeoCoordinates", "latitude": listing.latitude, "longitude": listing.longitude}
    properties = without_nulls({"name": listing.venue_name, "address": listing.venue_address, "geo": point})
    return {"@type": "Place", **properties} if properties else None


def _offer(listing: Listing) -> dict[str, Any] | None:
    """An Offer, or an AggregateOffer if there are two prices, with the source's words as its description."""
    least, greatest = listing.price_min_cents, listing.price_max_cents
    offer: dict[str, Any] = {"url": web_address(listing.ticket_url), "description": listing.price_text}
    kind = "Offer"
    if least is not None and greatest is not None and least != greatest:
        kind = "AggregateOffer"
        offer |= {"lowPrice": _amount(least), "highPrice": _amount(greatest), "priceCurrency": listing.price_currency}
    elif least is not None or listing.is_free:
        offer |= {"price": _amount(least or 0), "priceCurrency": listing.price_currency}
    if listing.sold_out:
        offer["availability"] = f"{_SCHEMA}/SoldOut"
    offer = without_nulls(offer)
    return {"@type": kind, **offer} if offer else None


def _amount(cents: int) -> str:
    return f"{cents / 100:.2f}"
