"""The bodies of the plain pages as HTML. All text from sources goes through `escape`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from app.api.calendar.shaping import of_event, withdrawal
from app.api.http.problems import Problem
from app.diagnosis.why import Explained
from app.feeds import json_ld, wording
from app.feeds.addresses import web_address
from app.feeds.json_text import encoded
from app.feeds.markup import escape, link, paragraphs
from core.config import settings
from storage.events import progress
from storage.events.detail import EventRecord, SeriesTime
from storage.search.directory import VenueEntry
from storage.search.listings import Listing
from storage.search.more_dates import MoreDates

DAYS = {"": "Any day", "today": "Today", "tomorrow": "Tomorrow", "weekend": "This weekend"}
Filters = Mapping[str, str | Sequence[str]]
"""Several values of one filter are a sequence."""
MOST_STRUCTURED = 20
"""How many times of an event its page describes for search engines (JSON-LD)."""


def query(parameters: Filters) -> str:
    """A query string such as `?day=today&free=true`. Without parameters `?`, which links to the page itself."""
    return f"?{urlencode(parameters, doseq=True)}"


def event_list(
    listings: Sequence[tuple[Listing, MoreDates | None]],
    filters: Filters,
    more: str | None,
    note: str | None,
    now: datetime,
    venue: VenueEntry | None = None,
) -> str:
    """The search form (or a venue's address), then the listings by day, each with the further dates that it stands for.
    `more`: the next page's query; `note`: why the list is empty; `now`: what has ended by then is marked."""
    parts = [search_form(filters) if venue is None else _venue(venue)]
    if not listings:
        parts.append("<p>No events found.</p>")
    if note is not None:
        parts.append(f"<p>{escape(note)}</p>")
    for day, group in groupby(listings, key=lambda one: one[0].local_date):
        parts.append(f"<h2>{escape(wording.day(day))}</h2>\n<ul>")
        parts.extend(_row(listing, dates, now) for listing, dates in group)
        parts.append("</ul>")
    if more is not None:
        parts.append(f'<p><a class="more" href="{escape(more)}" rel="next">More events</a></p>')
    return "\n".join(parts)


def search_form(filters: Filters) -> str:
    """The form, filled in with the current filters. Those without a field of their own become hidden fields."""
    options = "".join(
        f'<option value="{value}"{" selected" if filters.get("day", "") == value else ""}>{name}</option>'
        for value, name in DAYS.items()
    )
    words = str(filters.get("q", ""))
    free = " checked" if filters.get("free") else ""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, values in filters.items()
        if name not in ("q", "day", "free")
        for value in ([values] if isinstance(values, str) else values)
    )
    return f"""<form action="/plain/" role="search">
<label>Search <input type="search" name="q" maxlength="200" value="{escape(words)}"></label>
<label>When <select name="day">{options}</select></label>
<label class="tick"><input type="checkbox" name="free" value="true"{free}> Free</label>
{hidden}<button>Show</button>
</form>"""


def event(found: EventRecord, times: Sequence[Listing], now: datetime, said: Sequence[Explained] = ()) -> str:
    """Everything known about an event. `times`: its occurrences; `now`: those that have ended by then are marked;
    `said`: what its fields were read from."""
    parts = []
    if found.withdrawn_at is not None:
        parts.append("<p><strong>The source no longer lists this event.</strong></p>")
    if picture := web_address(found.image_url):
        parts.append(f'<p><img src="{escape(picture)}" alt="" referrerpolicy="no-referrer" loading="lazy"></p>')
    parts.append("<h2>When</h2>\n<ul>")
    parts.extend(_dates(found, times, now))
    parts.append("</ul>" if times else "</ul><p>The date hasn't been announced.</p>")
    if times:
        parts.append(_facts(of_event(times[0])))
    parts.extend(paragraphs(found.description or ""))
    parts.append(f'<p><a href="/feeds/events/{found.event_id}/events.ics">Add to calendar</a></p>')
    parts.append(_evidence(found))
    parts.append(_quotes(said))
    parts.extend(_structured(listing) for listing in times[:MOST_STRUCTURED])
    return "\n".join(parts)


def _dates(found: EventRecord, times: Sequence[Listing], now: datetime) -> Iterator[str]:
    """The event's own dates, and those of the other events of its series, in order."""
    own = [(one.starts_at, f"<li>{_when(one, now)}</li>") for one in times]
    others = [(one.starts_at, _other_date(one)) for one in found.series]
    yield from (text for _, text in sorted([*own, *others]))


def _other_date(one: SeriesTime) -> str:
    local = one.starts_at.astimezone(ZoneInfo(one.timezone))
    hour = ", all day" if one.all_day else f", {wording.clock(local)}" if one.time_known else ""
    off = f" <strong>{wording.off(one.status)}</strong>" if wording.off(one.status) else ""
    day = escape(wording.day(one.local_date) + hour)
    return f'<li><a href="/plain/events/{one.event_id}">{day}</a>{off}</li>'


def _structured(listing: Listing) -> str:
    """For search engines. A data block: browsers don't run it, so the security policy need not allow it."""
    data = {"@context": "https://schema.org", **json_ld.event(listing)}
    return f'<script type="application/ld+json">{encoded(data)}</script>'


def missing(kind: str) -> str:
    return f'<p>This {kind} doesn\'t exist.</p>\n<p><a href="/plain/">All events</a></p>'


def refused(problem: Problem) -> str:
    """What is wrong with the request, and an empty search form."""
    errors = problem.more.get("errors") or []
    items = "".join(f"<li>{escape(str(error['where'][-1]))} {escape(error['message'])}</li>" for error in errors)
    return f"<p>{escape(problem.detail)}</p>\n<ul>{items}</ul>\n{search_form({})}"


def _row(listing: Listing, dates: MoreDates | None, now: datetime) -> str:
    place = f"<p>{escape(wording.place(listing))}</p>" if wording.place(listing) else ""
    price = f"<p>{escape(wording.price(listing))}</p>" if wording.price(listing) else ""
    further = f"<p>{escape(wording.more_dates(listing, dates))}</p>" if dates else ""
    return (
        f'<li><h3><a href="/plain/events/{listing.event_id}">{escape(wording.title(listing))}</a></h3>'
        f"<p>{escape(wording.hours(listing))}{_mark(listing, now)}</p>{further}{place}{price}</li>"
    )


def _when(listing: Listing, now: datetime) -> str:
    """The time, and what it says of its own."""
    remarks = " ".join(wording.remarks(listing))
    parts = [escape(wording.when(listing)), _mark(listing, now)]
    if remarks:
        parts.append(f" <strong>{escape(remarks)}</strong>")
    if listing.event is not None:
        if (listing.title, listing.url) != (listing.event.title, listing.event.url):
            parts.append(f"<br>{link(listing.url or '', listing.title)}")
        if listing.venue_id != listing.event.venue_id:
            parts.append(f"<br>{_where(listing)}")
        if listing.description != listing.event.description:
            parts.extend(paragraphs(listing.description or ""))
    return "".join(parts)


def _mark(listing: Listing, now: datetime) -> str:
    mark = progress.mark(listing, now)
    return f" ({mark})" if mark else ""


def _where(listing: Listing) -> str:
    return f'<a href="/plain/venues/{listing.venue_id}">{escape(wording.place(listing))}</a>'


def _facts(listing: Listing) -> str:
    parts = ["<dl>"]
    if wording.place(listing):
        parts.append(f"<dt>Where</dt><dd>{_where(listing)}</dd>")
    if price := wording.price(listing):
        parts.append(f"<dt>Price</dt><dd>{escape(price)}</dd>")
    if tickets := web_address(listing.ticket_url):
        parts.append(f"<dt>Tickets</dt><dd>{link(tickets, tickets)}</dd>")
    if listing.town_categories:
        parts.append(f"<dt>Categories</dt><dd>{escape(', '.join(listing.town_categories))}</dd>")
    return "".join(parts) + "</dl>"


def _venue(venue: VenueEntry) -> str:
    return f"<p>{escape(venue.address)}</p>" if venue.name and venue.address else ""


def _evidence(found: EventRecord) -> str:
    seen = (found.last_seen_at or found.updated_at).astimezone(ZoneInfo(settings().timezone))
    page = web_address(found.url) or found.source_url
    gone = withdrawal(found)
    why = "" if gone is None else f"\n<p>{escape(gone.text)}</p>"
    wrong = f'\n<p><a href="/submit/tip?event={found.event_id}">Something is wrong here</a></p>'
    return (
        f"<h2>Where this comes from</h2>\n<p>{link(page, found.source_title)}, last seen there on "
        f'<time datetime="{seen.isoformat()}">{escape(wording.day(seen.date()))}</time>.</p>{why}{_also(found)}'
        f"{wrong if settings().submissions else ''}"
    )


def _quotes(said: Sequence[Explained]) -> str:
    """The source's own words for each field whose place is known."""
    items = "".join(
        f"<dt>{escape(one.field.replace('_', ' ').removesuffix(' at').capitalize())}</dt><dd>{escape(one.quote.before)}"
        f"<mark>{escape(one.quote.words)}</mark>{escape(one.quote.after)}</dd>"
        for one in said
        if one.quote is not None
    )
    return f"<h3>In the source's own words</h3>\n<dl>{items}</dl>" if items else ""


def _also(found: EventRecord) -> str:
    if found.merged is None or not found.merged.also:
        return ""
    links = ", ".join(link(one.url or "", one.source_title) for one in found.merged.also)
    return f"\n<p>Also listed by {links}.</p>"
