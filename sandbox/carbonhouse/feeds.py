"""What some carbonhouse venues serve besides pages: months as JSON, an RSS of all events, and a showing as .ics."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from html import escape
from zoneinfo import ZoneInfo

from sandbox.carbonhouse.shows import Show, Showing

NEW_YORK = ZoneInfo("America/New_York")


def month_json(shows: tuple[Show, ...], year: int, month: int, base_url: str) -> str:
    """One row per showing, in local time without a zone. An unknown hour is written as midnight, as real sites do."""
    rows = [
        {
            "EventID": str(showing.number),
            "Title": show.title,
            "Description": f"<p>{escape(show.title)}</p>",
            "StartDateTime": _seven_digits(showing.day, showing.starts),
            "EndDateTime": _seven_digits(showing.day, showing.ends or showing.starts),
            "Category": str(show.category),
            "Promotions": "",
            "URL": f"{base_url}{show.detail_path}",
            "ImageURL": False if show.lazy else f"{base_url}/assets/img/{show.slug}-775x490.jpg",
        }
        for show, showing in _by_time(shows)
        if (showing.day.year, showing.day.month) == (year, month)
    ]
    return json.dumps({"events": rows})


def rss_xml(shows: tuple[Show, ...], base_url: str) -> str:
    """RSS with the event module. `ev:startdate` is in UTC, so an evening show has the date of the next day.

    A show with several showings repeats its guid. Local midnight means an unknown hour.
    """
    items = "\n".join(_rss_item(show, showing, base_url) for show, showing in _by_time(shows))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Events</title><link>{base_url}/events</link><description></description><dc:language>en</dc:language>
{items}
</channel></rss>
"""


def showing_ical(show: Show, showing: Showing, base_url: str) -> str:
    starts = (
        f"DTSTART;VALUE=DATE:{showing.day:%Y%m%d}"
        if showing.starts is None
        else f"DTSTART;TZID=America/New_York:{datetime.combine(showing.day, showing.starts):%Y%m%dT%H%M%S}"
    )
    summary = show.title.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sandbox//Venue//EN",
        "BEGIN:VEVENT",
        f"UID:showing-{showing.number}@venue.example",
        f"DTSTAMP:{showing.day:%Y}0101T000000Z",
        starts,
        f"SUMMARY:{summary}",
        f"URL:{base_url}{show.detail_path}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def _by_time(shows: tuple[Show, ...]) -> list[tuple[Show, Showing]]:
    pairs = [(show, showing) for show in shows for showing in show.showings]
    return sorted(pairs, key=lambda pair: (pair[1].day, pair[1].starts or time(), pair[1].number))


def _seven_digits(day: date, at: time | None) -> str:
    return f"{datetime.combine(day, at or time()):%Y-%m-%dT%H:%M:%S}.0000000"


def _rss_item(show: Show, showing: Showing, base_url: str) -> str:
    starts = datetime.combine(showing.day, showing.starts or time(), NEW_YORK).astimezone(UTC)
    ends = datetime.combine(showing.day, showing.ends or showing.starts or time(), NEW_YORK).astimezone(UTC)
    link = f"{base_url}{show.detail_path}"
    description = escape(escape(f"{show.title} at {show.place}"))
    return (
        f"<item><title>{escape(show.title)}</title><link>{link}</link><guid>{link}</guid>"
        f"<description>&lt;p&gt;{description}&lt;/p&gt;</description>"
        f"<ev:startdate>{starts:%Y-%m-%dT%H:%M:%SZ}</ev:startdate><ev:enddate>{ends:%Y-%m-%dT%H:%M:%SZ}</ev:enddate>"
        f"<ev:location>{escape(show.place)}</ev:location><ev:type>{show.category}</ev:type></item>"
    )
