"""The detail page of a carbonhouse show: a sidebar, a list of showings, and sometimes wrong JSON-LD."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from html import escape
from zoneinfo import ZoneInfo

from sandbox.carbonhouse.cards import range_date, single_date, ticket_html
from sandbox.carbonhouse.shows import HALL, Show, Showing

NEW_YORK = ZoneInfo("America/New_York")


def detail_html(show: Show, base_url: str) -> str:
    title = escape(show.title)
    showings = "" if show.bare_detail else _showings(show, base_url)
    return f"""<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>{title} | {HALL}</title>
<meta property="og:title" content="{title}" />
<meta property="og:image" content="{base_url}/assets/img/{show.slug}-1200x630.jpg" />
<link rel="canonical" href="{base_url}{show.detail_path}" /></head>
<body class="event_detail_page"><div id="content" role="main">
<div class="event_detail one_sidebar_right">
<div class="event_heading"><h1 class="title">{title}</h1><h4 class="tagline">{escape(show.tagline)}</h4></div>
<ul class="eventDetailList">{_sidebar(show)}</ul>
<div class="buttons">{ticket_html(show, show.sale)}</div>
{showings}
<div class="event_description expandable"><p>{title} comes to the bay for the first time.</p>
<p>The doors open early; parking is on the north side.</p></div>
</div></div>
<footer>a carbonhouse experience</footer>
{_json_ld(show, base_url)}
</body></html>
"""


def clock(moment: time) -> str:
    """`7:30 PM`."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"


def _sidebar(show: Show) -> str:
    days = single_date(show.first_day) if show.first_day == show.last_day else range_date(show.first_day, show.last_day)
    parts = [_line("sidebar_event_date", "Date", days)]
    first = show.showings[0]
    if len(show.showings) == 1:
        parts.append(_line("sidebar_event_starts", "Event Starts", clock(first.starts) if first.starts else "TBA"))
        if first.doors is not None:
            parts.append(_line("sidebar_event_doors", "Doors Open", clock(first.doors)))
    parts.append(_line("sidebar_event_venue", "Venue", escape(show.place)))
    if show.price_text is not None:
        parts.append(_line("sidebar_ticket_prices", "Ticket Prices", escape(show.price_text)))
    return "".join(parts)


def _line(name: str, label: str, value: str) -> str:
    return f'<li class="item {name}">\n<div class="label">{label}</div>\n<span>{value}</span></li>'


def _showings(show: Show, base_url: str) -> str:
    rows = "\n".join(_showing(show, showing, base_url) for showing in show.showings)
    return f'<div class="event_showings">\n\t<ul class="list clearfix">\n{rows}\n\t</ul></div>'


def _showing(show: Show, showing: Showing, base_url: str) -> str:
    label = f"{showing.day:%B} {showing.day.day} {showing.day.year}"
    at = "Time TBA" if showing.starts is None else clock(showing.starts)
    doors = f'<span class="time-doors">Doors: {clock(showing.doors)}</span> ' if showing.doors else ""
    sale = showing.sale if len(show.showings) > 1 else show.sale
    return f"""<li id="showing_{showing.number}" class="listItem clearfix">
<span class="date cell" aria-label="{label}">{single_date(showing.day)}</span>
{doors}<span class="time cell">{at}</span>
<span class="buttons cell">{ticket_html(show, sale)}
<a href="{base_url}/events/ical/{show.slug}/{showing.number}" class="ical" title="Add to Calendar">+ Add</a></span>
</li>"""


def _json_ld(show: Show, base_url: str) -> str:
    if not show.json_ld:
        return ""
    first = show.showings[0]
    event = {
        "@context": "http://schema.org",
        "@type": "Event",
        "name": show.title,
        "startDate": _iso(first.day, first.starts or time()),
        "endDate": "1970-01-01T01:00:00+01:00",
        "location": {"@type": "Place", "name": show.place, "address": {"@type": "PostalAddress"}},
        "offers": {"@type": "Offer", "url": show.ticket_path, "availability": "Available", "price": ""},
        "url": f"{base_url}{show.detail_path}",
    }
    return f'<script type="application/ld+json">\n{json.dumps(event, indent=1)}\n</script>'


def _iso(day: date, at: time) -> str:
    return datetime.combine(day, at, NEW_YORK).isoformat()
