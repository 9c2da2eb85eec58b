"""The iCalendar export of The Events Calendar, with exclusive ends of all-day events and no STATUS lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sandbox.ical_text import calendar, escaped, new_york_zone
from sandbox.tribe.exhibits import Exhibit

EXPORT_CAP = 30


def export(exhibits: Sequence[Exhibit], base_url: str, today: date) -> bytes:
    years = sorted({day.year for exhibit in exhibits for day in (exhibit.first_day, exhibit.last_day)})
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Bayside Aquarium - ECPv6.15.0//NONSGML v1.0//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Bayside Aquarium",
        f"X-ORIGINAL-URL:{base_url}",
        "X-WR-CALDESC:Events for Bayside Aquarium",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-Robots-Tag:noindex",
        "X-PUBLISHED-TTL:PT1H",
        *new_york_zone(range(years[0] - 1, years[-1] + 2) if years else [today.year]),
    ]
    for exhibit in exhibits:
        lines += _vevent(exhibit, base_url, modified(today))
    return calendar([*lines, "END:VCALENDAR"])


def modified(today: date) -> datetime:
    """When all posts were last changed: three days before today, so that the same day gives the same bytes."""
    return datetime.combine(today - timedelta(days=3), time(14, 5, 9), UTC)


def _vevent(exhibit: Exhibit, base_url: str, touched: datetime) -> list[str]:
    stamp = f"{touched:%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VEVENT", *_times(exhibit), f"DTSTAMP:{stamp}", f"CREATED:{stamp}", f"LAST-MODIFIED:{stamp}"]
    lines += [f"UID:{exhibit.uid}", f"SUMMARY:{escaped(exhibit.title)}"]
    if exhibit.description:
        lines.append(f"DESCRIPTION:{escaped(exhibit.description)}")
    lines.append(f"URL:{base_url}{exhibit.path}")
    if exhibit.hall is not None:
        lines.append(f"LOCATION:{escaped(exhibit.hall.line)}")
    if exhibit.categories:
        lines.append("CATEGORIES:" + ",".join(escaped(category) for category in exhibit.categories))
    if exhibit.image:
        lines.append(f"ATTACH;FMTTYPE=image/jpeg:{base_url}{exhibit.image}")
    return [*lines, "END:VEVENT"]


def _times(exhibit: Exhibit) -> list[str]:
    if exhibit.all_day:
        after = exhibit.last_day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{exhibit.first_day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    return [
        f"DTSTART;TZID=America/New_York:{exhibit.starts:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=America/New_York:{exhibit.ends:%Y%m%dT%H%M%S}",
    ]
