"""A page with JSON-LD and an RSS feed of the same few made-up events, and the events expected from each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape

from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from sandbox.calendars.traps import NEW_YORK, at, next_monday

_STATUS = {
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.CANCELLED: "EventCancelled",
    EventStatus.POSTPONED: "EventPostponed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """`ends` None: not published. `hour_known` False: only the day of `starts` is published. `price`: in dollars, as
    written."""

    slug: str
    title: str
    starts: datetime
    ends: datetime | None = None
    hour_known: bool = True
    status: EventStatus = EventStatus.SCHEDULED
    price: str = ""
    sold_out: bool = False


def leaflets(today: date) -> tuple[Leaflet, ...]:
    day = next_monday(today)
    return (
        Leaflet(slug="quilt-show", title="Quilt & Craft Show", starts=at(day, 10), ends=at(day, 16, 30), price="7.50"),
        Leaflet(slug="poetry-night", title="Poetry Night", starts=at(day + timedelta(days=1), 0), hour_known=False),
        Leaflet(
            slug="regatta",
            title="Small Boat Regatta",
            starts=at(day + timedelta(days=5), 8),
            status=EventStatus.CANCELLED,
        ),
        Leaflet(
            slug="chili-supper",
            title="Chili Supper – “Hot”",
            starts=at(day + timedelta(days=9), 20, 30),
            ends=at(day + timedelta(days=9), 23),
            price="0",
            sold_out=True,
        ),
    )


def json_ld_page(today: date, base_url: str) -> str:
    """A graph of events, and a video with a date that doesn't belong to any event."""
    graph = {"@context": "https://schema.org", "@graph": [_node(leaflet, base_url) for leaflet in leaflets(today)]}
    video = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": "Last year",
        "datePublished": "2025-11-02",
    }
    listed = "".join(
        f'<li><a href="/show/{leaflet.slug}">{escape(leaflet.title)}</a></li>' for leaflet in leaflets(today)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>What is on | Bay House</title>
<link rel="alternate" type="application/rss+xml" href="/rss">
<script type="application/ld+json">{json.dumps(graph)}</script>
<script type="application/ld+json">{json.dumps(video)}</script>
</head><body><h1>What is on</h1><ul>{listed}</ul></body></html>
"""


def rss_feed(today: date, base_url: str) -> str:
    """The event module gives event times in UTC; `pubDate` is a different date, and readers must not use it."""
    items = "".join(_item(leaflet, base_url) for leaflet in leaflets(today))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/">
<channel><title>Bay House</title><link>{base_url}/</link><description>What is on</description>{items}</channel></rss>
"""


def from_json_ld(today: date, base_url: str) -> tuple[EventItem, ...]:
    return tuple(_expected_from_json_ld(leaflet, base_url) for leaflet in leaflets(today))


def from_rss(today: date, base_url: str) -> tuple[EventItem, ...]:
    """The feed has no prices and no ends without an hour, and marks a cancellation in the title."""
    return tuple(
        EventItem(
            uid=leaflet.slug,
            title=_rss_title(leaflet),
            url=f"{base_url}/show/{leaflet.slug}",
            status=leaflet.status,
            occurrences=(_occurrence(leaflet),),
            venue=Venue(name="Bay House"),
        )
        for leaflet in leaflets(today)
    )


def _expected_from_json_ld(leaflet: Leaflet, base_url: str) -> EventItem:
    cents = round(float(leaflet.price) * 100) if leaflet.price else None
    price = None
    if cents is not None:
        price = Price(text=leaflet.price, min_cents=cents, max_cents=cents, currency="USD", is_free=cents == 0)
    return EventItem(
        uid=leaflet.slug,
        title=leaflet.title,
        url=f"{base_url}/show/{leaflet.slug}",
        status=leaflet.status,
        sold_out=leaflet.sold_out,
        occurrences=(_occurrence(leaflet),),
        venue=Venue(name="Bay House", address="5 Pier Street, Sarasota, FL 34236"),
        price=price,
        ticket_url=f"https://tickets.example/{leaflet.slug}" if leaflet.price else None,
    )


def _occurrence(leaflet: Leaflet) -> Occurrence:
    return Occurrence(
        starts_at=leaflet.starts,
        ends_at=leaflet.ends,
        timezone=NEW_YORK.key,
        time_known=leaflet.hour_known,
        status=leaflet.status,
    )


def _node(leaflet: Leaflet, base_url: str) -> dict[str, object]:
    node: dict[str, object] = {
        "@type": "Event",
        "name": escape(leaflet.title),
        "url": f"{base_url}/show/{leaflet.slug}",
        "startDate": leaflet.starts.isoformat() if leaflet.hour_known else leaflet.starts.date().isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS[leaflet.status]}",
        "location": {
            "@type": "Place",
            "name": "Bay House",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "5 Pier Street",
                "addressLocality": "Sarasota",
                "addressRegion": "FL",
                "postalCode": "34236",
            },
        },
    }
    if leaflet.ends is not None:
        node["endDate"] = leaflet.ends.isoformat()
    if leaflet.price:
        node["offers"] = {
            "@type": "Offer",
            "url": f"https://tickets.example/{leaflet.slug}",
            "price": leaflet.price,
            "priceCurrency": "USD",
            "availability": f"https://schema.org/{'SoldOut' if leaflet.sold_out else 'InStock'}",
        }
    return node


def _rss_title(leaflet: Leaflet) -> str:
    return f"Cancelled: {leaflet.title}" if leaflet.status is EventStatus.CANCELLED else leaflet.title


def _item(leaflet: Leaflet, base_url: str) -> str:
    link = f"{base_url}/show/{leaflet.slug}"
    ends = "" if leaflet.ends is None else f"<ev:enddate>{_utc(leaflet.ends)}</ev:enddate>"
    return (
        f"<item><title>{escape(_rss_title(leaflet))}</title><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Mon, 05 Jan 2026 15:00:00 GMT</pubDate>"
        f"<ev:startdate>{_utc(leaflet.starts)}</ev:startdate>{ends}<ev:location>Bay House</ev:location></item>\n"
    )


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
