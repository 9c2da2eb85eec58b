"""The HTML pages (v2 views) of The Events Calendar: month grid, list, and event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape

from sandbox.tribe.exhibits import ZONE, Exhibit
from sandbox.tribe.months import Month

LIST_SIZE = 10
_MONTH = "tribe-events-calendar-month"
_LIST = "tribe-events-calendar-list"


def month_page(exhibits: Sequence[Exhibit], month: Month, base_url: str) -> str:
    """The whole grid of a month. A multiday event is a bar, repeated in each week."""
    first, last = month.grid()
    shown = [exhibit for exhibit in exhibits if exhibit.overlaps(first, last)]
    cells, day = [], first
    while day <= last:
        cells.append(_cell(shown, day, base_url))
        day += timedelta(days=1)
    body = f"""<div class="tribe-common tribe-events tribe-events-view tribe-events-view--month">
<div class="{_MONTH}">{"".join(cells)}</div>
<nav class="tribe-events-c-nav"><a rel="prev" href="/events/month/{month.plus(-1)}/">{month.plus(-1)}</a>
<a rel="next" href="/events/month/{month.plus(1)}/">{month.plus(1)}</a></nav>
<a class="tribe-events-c-ical__link" href="{base_url}/events/month/{month}/?ical=1">Export Events</a></div>"""
    return _page(f"Events for {month}", body, shown, base_url)


def list_page(exhibits: Sequence[Exhibit], number: int, base_url: str) -> str | None:
    """A page of `exhibits`, the upcoming events; None past the last page."""
    shown = exhibits[(number - 1) * LIST_SIZE : number * LIST_SIZE]
    if not shown:
        return None
    more = len(exhibits) > number * LIST_SIZE
    link = f'<a rel="next" class="tribe-events-c-nav__next" href="/events/list/page/{number + 1}/">Next Events</a>'
    rows = "".join(_row(exhibit, base_url) for exhibit in shown)
    body = f"""<div class="tribe-common tribe-events tribe-events-view tribe-events-view--list">
<ul class="{_LIST}">{rows}</ul><nav class="tribe-events-c-nav">{link if more else ""}</nav></div>"""
    return _page("Events", body, shown, base_url)


def event_page(exhibit: Exhibit, base_url: str) -> str:
    status = (
        '<div class="tribe-events-status-single tribe-events-status-single--canceled">'
        '<div class="tribe-events-status-single-header">Canceled</div></div>'
        if exhibit.cancelled
        else ""
    )
    cost = f'<span class="tribe-events-cost">{escape(exhibit.cost)}</span>' if exhibit.cost else ""
    body = f"""<div id="tribe-events-content" class="tribe-events-single">
<h1 class="tribe-events-single-event-title">{escape(exhibit.title)}</h1>{status}
<div class="tribe-events-schedule"><h2>{_when(exhibit)}</h2>{cost}</div>
<div class="tribe-events-single-event-description"><p>{escape(exhibit.description)}</p></div></div>"""
    return _page(exhibit.title, body, [exhibit], base_url)


def _cell(shown: Sequence[Exhibit], day: date, base_url: str) -> str:
    events = "".join(
        _bar(exhibit, day, base_url)
        if exhibit.all_day or exhibit.first_day < exhibit.last_day
        else _entry(exhibit, base_url)
        for exhibit in shown
        if exhibit.overlaps(day, day)
    )
    return f"""<div class="{_MONTH}__day" role="gridcell">
<div id="tribe-events-calendar-day-{day}" class="{_MONTH}__day-cell {_MONTH}__day-cell--desktop">
<h3 class="{_MONTH}__day-date"><time class="{_MONTH}__day-date-daynum" datetime="{day}">{day.day}</time></h3>
<div class="{_MONTH}__events">{events}</div></div></div>
"""


def _entry(exhibit: Exhibit, base_url: str) -> str:
    starts, ends = exhibit.starts, exhibit.ends
    return f"""<article class="{_MONTH}__calendar-event post-{exhibit.post_id} tribe_events">
<div class="{_MONTH}__calendar-event-datetime"><time datetime="{starts:%H:%M}">{_clock(starts)}</time>
<span class="{_MONTH}__calendar-event-datetime-separator"> - </span>
<time datetime="{ends:%H:%M}">{_clock(ends)}</time></div>
<h3 class="{_MONTH}__calendar-event-title"><a href="{base_url}{exhibit.path}" title="{escape(exhibit.title)}">
{_label(exhibit)}{escape(exhibit.title)}</a></h3></article>
"""


def _bar(exhibit: Exhibit, day: date, base_url: str) -> str:
    """A multiday event is drawn on its first day and on each Sunday; on other days it is only for screen readers."""
    head = day == exhibit.first_day or day.isoweekday() == 7
    shown = f'<h3 class="{_MONTH}__multiday-event-bar-title">{escape(exhibit.title)}</h3>' if head else ""
    return f"""<div class="{_MONTH}__multiday-event-wrapper"><article \
class="{_MONTH}__multiday-event post-{exhibit.post_id} tribe_events" data-event-id="{exhibit.post_id}">
<div class="{_MONTH}__multiday-event-hidden"><time datetime="{exhibit.first_day}">{exhibit.first_day}</time>
<a href="{base_url}{exhibit.path}" class="{_MONTH}__multiday-event-hidden-link">\
<h3 class="{_MONTH}__multiday-event-hidden-title">{_label(exhibit)}{escape(exhibit.title)}</h3></a></div>
{shown}</article></div>
"""


def _row(exhibit: Exhibit, base_url: str) -> str:
    hall = exhibit.hall
    venue = (
        f'<address class="{_LIST}__event-venue"><span class="{_LIST}__event-venue-title">{escape(hall.name)}</span> '
        f'<span class="{_LIST}__event-venue-address">{escape(hall.full_address)}</span></address>'
        if hall
        else ""
    )
    cost = f'<span class="tribe-events-c-small-cta__price">{escape(exhibit.cost)}</span>' if exhibit.cost else ""
    return f"""<li class="tribe-common-g-row {_LIST}__event-row">
<article class="{_LIST}__event post-{exhibit.post_id} tribe_events">
<time class="{_LIST}__event-datetime" datetime="{exhibit.first_day}">{_when(exhibit)}</time>
<h3 class="{_LIST}__event-title"><a class="{_LIST}__event-title-link" href="{base_url}{exhibit.path}">\
{_label(exhibit)}{escape(exhibit.title)}</a></h3>{venue}{cost}</article></li>
"""


def _label(exhibit: Exhibit) -> str:
    if not exhibit.cancelled:
        return ""
    return '<span class="tribe-events-status-label__text tribe-events-status-label__text--canceled">Canceled</span> '


def _when(exhibit: Exhibit) -> str:
    starts, ends = exhibit.starts, exhibit.ends
    same_day = exhibit.first_day == exhibit.last_day
    if exhibit.all_day:
        text = f'<span class="tribe-event-date-start">{starts:%B} {starts.day}, {starts.year}</span>'
        return (
            text
            if same_day
            else f'{text} - <span class="tribe-event-date-end">{ends:%B} {ends.day}, {ends.year}</span>'
        )
    start = f'<span class="tribe-event-date-start">{starts:%B} {starts.day}, {starts.year} @ {_clock(starts)}</span>'
    if same_day:
        return f'{start} - <span class="tribe-event-time">{_clock(ends)}</span>'
    return f'{start} - <span class="tribe-event-date-end">{ends:%B} {ends.day}, {ends.year} @ {_clock(ends)}</span>'


def _clock(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"


def _page(title: str, body: str, shown: Sequence[Exhibit], base_url: str) -> str:
    data = json.dumps([_json_ld(exhibit, base_url) for exhibit in shown]).replace("</", "<\\/")
    return f"""<!doctype html>
<html lang="en-US"><head><meta charset="UTF-8"><title>{escape(title)} - Bayside Aquarium</title>
<link rel="alternate" type="text/calendar" title="iCal Feed" href="{base_url}/events/?ical=1" />
<meta name="tec-api-version" content="v1"><link rel="https://theeventscalendar.com/" \
href="{base_url}/wp-json/tribe/events/v1/" /></head>
<body class="post-type-archive-tribe_events"><h1>{escape(title)}</h1>
<script type="application/ld+json">{data}</script>
{body}</body></html>
"""


def _json_ld(exhibit: Exhibit, base_url: str) -> dict[str, object]:
    starts, ends = exhibit.starts.replace(tzinfo=ZONE), exhibit.ends.replace(tzinfo=ZONE)
    if exhibit.all_day:
        ends += timedelta(hours=23, minutes=59, seconds=59)
    status = "EventCancelled" if exhibit.cancelled else "EventScheduled"
    event: dict[str, object] = {
        "@context": "http://schema.org",
        "@type": "Event",
        "name": escape(exhibit.title),
        "description": f"&lt;p&gt;{escape(exhibit.description)[:40]} [&hellip;]&lt;/p&gt;\\n",
        "url": base_url + exhibit.path,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": f"https://schema.org/{status}",
        "startDate": starts.isoformat(),
        "endDate": ends.isoformat(),
        "performer": "Organization",
    }
    if exhibit.hall is not None:
        hall = exhibit.hall
        event["location"] = {
            "@type": "Place",
            "name": hall.name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": hall.address,
                "addressLocality": hall.city,
                "addressRegion": hall.state,
                "postalCode": hall.postcode,
                "addressCountry": "United States",
            },
        }
    return event
