"""Links to add an event to a calendar, to find its place, and to share it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from urllib.parse import quote, urlencode

from app.api.pages.content.view import View
from app.feeds import wording
from app.feeds.markup import escape
from storage.events.detail import EventRecord
from storage.search.conditions import UNKNOWN_END
from storage.search.listings import Listing

ZOOM = 17
"""Shows street names and buildings."""
LONGEST_DETAILS = 500
"""In characters: the whole address must stay below the 2,000 that some programs take."""


def menu(view: View, found: EventRecord, listing: Listing | None, address: str) -> str:
    """A button that opens links for the next date and for all dates. `address`: of the event's page, with the host."""
    words = view.words
    lines = list(_lines(view, found, listing, address))
    return (
        f'<details class="menu"><summary class="button">{escape(words("event.addToCalendar"))}</summary>'
        f'<div class="menu__box">{"".join(lines)}</div></details>'
    )


def _lines(view: View, found: EventRecord, listing: Listing | None, address: str) -> Iterator[str]:
    words, count = view.words, len(found.times)
    whole = f"/feeds/events/{found.event_id}/events.ics"
    if listing is not None:
        day = words("event.addOne", day=words.short_day(listing.local_date))
        yield _line(day, google(listing, address), _file(listing), outlook(listing, address))
    if count > 1:
        host = address.partition("://")[2].partition("/")[0]
        feed = f"webcal://{host}{whole}"
        yield _line(
            words("event.addAll", count=count),
            f"https://calendar.google.com/calendar/r?{urlencode({'cid': feed})}",
            whole,
            f"https://outlook.live.com/calendar/0/addfromweb?{urlencode({'url': feed.replace('webcal', 'https', 1)})}",
        )


def _line(label: str, google_link: str, file: str, outlook_link: str) -> str:
    return (
        f'<p class="menu__label">{escape(label)}</p><div class="row">'
        f'<a class="button" href="{escape(google_link)}" rel="noreferrer">Google</a>'
        f'<a class="button" href="{escape(file)}" download>Apple</a>'
        f'<a class="button" href="{escape(outlook_link)}" rel="noreferrer">Outlook</a></div>'
    )


def one_date(view: View, listing: Listing, day: str) -> str:
    """A link to the file of a single date."""
    words = view.words
    name = escape(words("event.addDateOn", day=day))
    return (
        f'<a class="dates__add" href="{_file(listing)}" download aria-label="{name}">'
        f"{escape(words('event.addDate'))}</a>"
    )


def _file(listing: Listing) -> str:
    return f"/feeds/dates/{listing.occurrence_id}/events.ics"


def google(listing: Listing, address: str) -> str:
    """Google Calendar's form, filled in. Times are in UTC; a day without an hour is all-day."""
    first, last = _span(listing)
    given = {
        "action": "TEMPLATE",
        "text": listing.title,
        "dates": f"{first}/{last}".replace("-", "").replace(":", ""),
        "location": wording.place(listing),
        "details": _details(listing, address),
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(given)}"


def outlook(listing: Listing, address: str) -> str:
    """Outlook's form, filled in."""
    first, last = _span(listing)
    given = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": listing.title,
        "startdt": first,
        "enddt": last,
        "location": wording.place(listing),
        "body": _details(listing, address),
        **({"allday": "true"} if wording.by_day(listing) else {}),
    }
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(given)}"


def _span(listing: Listing) -> tuple[str, str]:
    """Start and end, exclusive: two days, or two times in UTC."""
    if wording.by_day(listing):
        return listing.local_date.isoformat(), (wording.last_day(listing) + timedelta(days=1)).isoformat()
    start = listing.starts_at.astimezone(UTC)
    end = (wording.local_end(listing) or start + UNKNOWN_END).astimezone(UTC)
    return f"{start:%Y-%m-%dT%H:%M:%SZ}", f"{end:%Y-%m-%dT%H:%M:%SZ}"


def _details(listing: Listing, address: str) -> str:
    words = wording.description(listing)
    if len(words) > LONGEST_DETAILS:
        words = f"{words[:LONGEST_DETAILS].rpartition(' ')[0]}…"
    return f"{words}\n\n{address}".strip()


def map_page(listing: Listing) -> str:
    """OpenStreetMap's page of the place: by its coordinates, or a search for it."""
    if listing.latitude is not None and listing.longitude is not None:
        point = f"{listing.latitude}/{listing.longitude}"
        marker = urlencode({"mlat": listing.latitude, "mlon": listing.longitude})
        return f"https://www.openstreetmap.org/?{marker}#map={ZOOM}/{point}"
    words = listing.venue_address or listing.venue_name or ""
    return f"https://www.openstreetmap.org/search?{urlencode({'query': words})}"


def directions(listing: Listing) -> str:
    """Opens the phone's map program, or Google Maps in a browser."""
    place = listing.venue_address or listing.venue_name or ""
    if listing.latitude is not None and listing.longitude is not None and not listing.venue_address:
        place = f"{listing.latitude},{listing.longitude}"
    return f"https://www.google.com/maps/dir/?{urlencode({'api': '1', 'destination': place})}"


def mail(title: str, address: str) -> str:
    return f"mailto:?subject={quote(title)}&body={quote(address)}"
