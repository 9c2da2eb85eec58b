"""The contents of the public pages as HTML, with the classes of the built page's style sheet. All text from sources
goes through `escape`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from app.api.http.problems import Problem
from app.api.pages.addresses import event_path, venue_path
from app.feeds import wording
from app.feeds.addresses import web_address
from app.feeds.markup import escape
from storage.events import progress
from storage.search.directory import VenueEntry
from storage.search.listings import Listing
from storage.search.more_dates import MoreDates

DAYS = {"": "Any day", "today": "Today", "tomorrow": "Tomorrow", "weekend": "This weekend"}
TABS = {"": "/", "today": "/today", "tomorrow": "/tomorrow", "weekend": "/this-weekend"}
TAB_NAMES = {**DAYS, "": "Upcoming"}
Filters = Mapping[str, str | Sequence[str]]
"""Several values of one filter are a sequence."""


def query(parameters: Filters) -> str:
    """A query string such as `?day=today&free=true`. Without parameters `?`, which links to the page itself."""
    return f"?{urlencode(parameters, doseq=True)}"


def event_list(
    listings: Sequence[tuple[Listing, MoreDates | None]],
    more: str | None,
    note: str | None,
    now: datetime,
) -> str:
    """The listings by day, each with the further dates that it stands for. `more`: the next page's query; `note`: why
    the list is empty; `now`: what has ended by then is marked."""
    parts = ['<div class="stack stack--loose">']
    if not listings:
        parts.append("<p>No events found.</p>")
    if note is not None:
        parts.append(f"<p>{escape(note)}</p>")
    for day, group in groupby(listings, key=lambda one: one[0].local_date):
        parts.append(f'<section class="day"><h2 class="day__name">{escape(wording.day(day))}</h2>')
        parts.append('<ul class="day__events" role="list">')
        parts.extend(_row(listing, dates, now) for listing, dates in group)
        parts.append("</ul></section>")
    if more is not None:
        parts.append(f'<p class="more"><a class="button" href="{escape(more)}" rel="next">More events</a></p>')
    parts.append("</div>")
    return "\n".join(parts)


def front(
    heading: str, filters: Filters, words: str = "Straight from the venues and organizers that publish them."
) -> str:
    """The head of every list: its heading, the search form, and links to days."""
    chosen = str(filters.get("day", ""))
    tabs = "".join(
        f'<li><a class="tabs__tab" href="{path}"{CURRENT if chosen == day else ""}>{TAB_NAMES[day]}</a></li>'
        for day, path in TABS.items()
    )
    return f"""<div class="hero"><div><h1>{escape(heading)}</h1>
<p class="soft">{escape(words)}</p></div>
{search_form(filters)}
<nav class="tabs" aria-label="Dates"><ul class="tabs__list" role="list">{tabs}</ul></nav></div>"""


CURRENT = ' aria-current="page"'


def venue(found: VenueEntry, events: str) -> str:
    """A venue's name and address, then its events."""
    address = f'<p class="soft">{escape(found.address)}</p>' if found.name and found.address else ""
    return f'<header class="stack event__head"><h1>{escape(venue_name(found))}</h1>{address}</header>\n{events}'


def venue_name(found: VenueEntry) -> str:
    return found.name or found.address or "Venue"


def venues(found: Sequence[VenueEntry], words: str, more: str | None) -> str:
    """All venues, or those that match the words. `more`: the next page's query."""
    items = "".join(
        f'<li><a class="venues__venue" href="{venue_path(one.id, venue_name(one))}"><strong>{escape(venue_name(one))}'
        f"</strong>{_soft(one.address if one.name else None)}{_soft(_events(one.events))}</a></li>"
        for one in found
    )
    listed = f'<ul class="venues" role="list">{items}</ul>' if items else "<p>No venues found. Try fewer words.</p>"
    following = (
        f'<p class="more"><a class="button" href="{escape(more)}" rel="next">More venues</a></p>' if more else ""
    )
    return f"""<div class="stack"><h1>Venues</h1>
<form action="/venues/" role="search"><label>Search venues
<input class="input" type="search" name="q" maxlength="200" value="{escape(words)}"></label>
<button class="button">Search</button></form>
{listed}{following}</div>"""


def _soft(words: str | None) -> str:
    return f' <span class="soft small">{escape(words)}</span>' if words else ""


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"


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
    return f"""<form class="row" action="/" role="search">
<label>Search <input class="input" type="search" name="q" maxlength="200" value="{escape(words)}"></label>
<label>When <select class="input" name="day">{options}</select></label>
<label class="tick"><input type="checkbox" name="free" value="true"{free}> Free</label>
{hidden}<button class="button">Show</button>
</form>"""


def image(address: str) -> str:
    return f'<img src="{escape(address)}" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">'


def missing(kind: str, why: str) -> str:
    """`kind`: what the address should name."""
    return f'<h1>{kind} not found</h1>\n<p>{escape(why)}</p>\n<p><a href="/">See upcoming events</a></p>'


def refused(problem: Problem) -> str:
    """What is wrong with the request, and an empty search form."""
    errors = problem.more.get("errors") or []
    items = "".join(f"<li>{escape(str(error['where'][-1]))} {escape(error['message'])}</li>" for error in errors)
    return f"<h1>Can't show these events</h1>\n<p>{escape(problem.detail)}</p>\n<ul>{items}</ul>\n{search_form({})}"


def _row(listing: Listing, dates: MoreDates | None, now: datetime) -> str:
    place = f'<p class="soft">{escape(wording.place(listing))}</p>' if wording.place(listing) else ""
    price = f'<p class="soft">{escape(wording.price(listing))}</p>' if wording.price(listing) else ""
    further = f'<p class="event-row__more">{escape(wording.more_dates(listing, dates))}</p>' if dates else ""
    picture = web_address(listing.image_url)
    shown = f'<div class="picture event-row__picture">{image(picture)}</div>' if picture else ""
    address = event_path(listing.event_id, listing.title)
    return (
        f'<li><article class="event-row"><p class="event-row__when">{escape(wording.hours(listing))}'
        f'{mark(listing, now)}</p><div class="event-row__what"><h3 class="event-row__title">'
        f'<a class="event-row__link" href="{address}">{escape(wording.title(listing))}</a></h3>'
        f"{place}{further}{price}</div>{shown}</article></li>"
    )


def mark(listing: Listing, now: datetime) -> str:
    """` (running)` or ` (over)`; "" for what is to begin."""
    found = progress.mark(listing, now)
    return f" ({found})" if found else ""
