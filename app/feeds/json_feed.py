"""Writes listings as a JSON Feed (jsonfeed.org, version 1.1), with an extension `_event` for time, place, and price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.feeds import iso_times, markup, wording
from app.feeds.addresses import web_address
from app.feeds.identity import changed_at, urn_of
from app.feeds.info import FeedInfo
from app.feeds.json_text import document, without_nulls
from storage.search.listings import Listing

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(info: FeedInfo, listings: Iterable[Listing]) -> Iterator[bytes]:
    """Yields the feed one item at a time."""
    head = {
        "version": VERSION,
        "title": info.title,
        "home_page_url": web_address(info.page),
        "feed_url": web_address(info.address),
        "description": info.description,
    }
    return document(without_nulls(head), "items", map(_item, listings))


def _item(listing: Listing) -> dict[str, Any]:
    return without_nulls(
        {
            "id": urn_of(listing),
            "url": web_address(listing.url),
            "title": wording.title(listing),
            "content_html": markup.content(listing),
            "summary": " · ".join(filter(None, (wording.when(listing), wording.place(listing)))),
            "image": web_address(listing.image_url),
            "date_published": iso_times.stamp(listing.first_seen_at),
            "date_modified": iso_times.stamp(changed_at(listing)),
            "tags": wording.categories(listing),
            "_event": _event(listing),
        }
    )


def _event(listing: Listing) -> dict[str, Any]:
    """The extension, as in the API: times with offsets, days as dates (the last one inclusive), amounts in cents."""
    return {
        "event_id": listing.event_id,
        "source": listing.source,
        "uid": listing.uid,
        "title": listing.title,
        "starts_at": iso_times.starts(listing),
        "ends_at": iso_times.ends(listing),
        "timezone": listing.timezone,
        "all_day": listing.all_day,
        "time_known": listing.time_known,
        "status": listing.status.value,
        "sold_out": listing.sold_out,
        "withdrawn": listing.withdrawn_at is not None,
        "venue": without_nulls(
            {
                "id": listing.venue_id,
                "name": listing.venue_name,
                "address": listing.venue_address,
                "latitude": listing.latitude,
                "longitude": listing.longitude,
            }
        ),
        "organizer": listing.organizer,
        "price": without_nulls(
            {
                "text": listing.price_text,
                "min_cents": listing.price_min_cents,
                "max_cents": listing.price_max_cents,
                "currency": listing.price_currency,
            }
        ),
        "is_free": listing.is_free,
        "ticket_url": web_address(listing.ticket_url),
    }
