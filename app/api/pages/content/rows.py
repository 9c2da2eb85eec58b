"""Lists of events: rows by day, and cards with big pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from app.api.calendar.shaping import unconfirmed_since
from app.api.calendar.shown_title import shown_title
from app.api.pages.addresses import event_path
from app.api.pages.content.parts import badge, kind_badges, picture
from app.api.pages.content.view import View
from app.feeds import iso_times
from app.feeds.markup import escape
from app.highlights.merit import Shown
from app.highlights.rhythm import Rhythm
from app.language.country import without_country
from core.config import settings
from core.items import EventStatus
from storage.events.progress import TimeProgress, progress
from storage.search.listings import Listing

ALWAYS = (Rhythm.DAILY, Rhythm.STANDING)


def event_list(view: View, found: Sequence[Shown], more: str | None, note: str | None, since: date) -> str:
    """The listings by day; then what is on most days; then what began before `since`. `more`: the next page's query;
    `note`: why the list is empty."""
    parts = ['<div class="stack stack--loose">']
    if not found:
        parts.append(f"<p>{escape(view.words('list.none'))}</p>")
    if note is not None:
        parts.append(f"<p>{escape(note)}</p>")
    parts.extend(by_day(view, found, since))
    if more is not None:
        label = escape(view.words("list.more"))
        parts.append(f'<p class="more"><a class="button" href="{escape(more)}" rel="next">{label}</a></p>')
    parts.append("</div>")
    return "\n".join(parts)


def by_day(view: View, found: Sequence[Shown], since: date) -> Iterator[str]:
    new = [one for one in found if one.listing.local_date >= since]
    often = [one for one in new if one.rhythm in ALWAYS]
    for day, group in groupby((one for one in new if one not in often), key=lambda one: one.listing.local_date):
        near = view.words.near_day(day, view.today)
        name = f'<span class="day__near">{escape(near)}</span> ' if near else ""
        yield section(view, f"{name}{escape(view.words.day(day, view.today))}", group)
    if often:
        yield section(view, escape(view.words("front.daily")), often)
    earlier = [one for one in found if one.listing.local_date < since]
    if earlier:
        yield section(view, escape(view.words("front.running")), earlier)


def section(view: View, heading: str, found: Iterable[Shown], *, dated: bool = False, after: str = "") -> str:
    """`heading`, `after`: HTML. `dated`: with the day of each, which the heading doesn't say."""
    rows = "".join(row(view, one, dated=dated) for one in found)
    return (
        f'<section class="day"><h2 class="day__name">{heading}</h2>'
        f'<ul class="day__events" role="list">{rows}</ul>{after}</section>'
    )


def row(view: View, one: Shown, *, dated: bool = False) -> str:
    listing = one.listing
    day = f'<span class="event-row__day">{escape(_day(view, listing))}</span> ' if dated else ""
    kind = view.kind(listing.town_categories)
    return (
        f'<li><article class="event-row"><p class="event-row__when">{day}{when(view, listing)}</p>'
        f'<div class="event-row__what"><h3 class="event-row__title">{_link(listing, "event-row__link")}</h3>'
        f"{_place(view, listing)}{_more(view, one)}{badges(view, listing)}</div>"
        f"{picture(listing.image_url, kind, 'event-row__picture')}</article></li>"
    )


def card(view: View, one: Shown, *, first: bool) -> str:
    """A big picture with when, what, and where."""
    listing = one.listing
    near = _day(view, listing)
    time = (
        f'<time datetime="{iso_times.starts(listing)}">{escape(view.words.hours(listing))}</time>{_zone(view, listing)}'
    )
    kind = view.kind(listing.town_categories)
    shown = picture(listing.image_url, kind, "lead-card__picture", first=first)
    return (
        f'<li class="lead__item"><article class="lead-card">{shown}'
        f'<div class="lead-card__what"><p class="lead-card__when">{escape(near)}, {time}</p>'
        f'<h3 class="lead-card__title">{_link(listing, "lead-card__link")}</h3>'
        f"{_place(view, listing)}{_more(view, one)}{badges(view, listing)}</div></article></li>"
    )


def when(view: View, listing: Listing) -> str:
    """The hours; of what began on an earlier day, since when and until when."""
    if listing.local_date < view.today and progress(listing, view.now) is TimeProgress.RUNNING:
        text = f'<span class="event-row__until">{escape(view.words.span(listing))}</span>'
        return f"{escape(view.words('when.allDay'))} {text}" if listing.all_day else text
    return _time(view, listing)


def badges(view: View, listing: Listing) -> str:
    marks = list(status_badges(view, listing))
    if price := view.words.price(listing):
        marks.append(badge(price, "good" if listing.is_free else ""))
    return f'<div class="badges">{"".join(marks)}{kind_badges(view, listing.town_categories)}</div>'


TONES = {EventStatus.CANCELLED: "bad", EventStatus.POSTPONED: "warn", EventStatus.RESCHEDULED: "warn"}


def status_badges(view: View, listing: Listing) -> Iterator[str]:
    """Canceled, sold out, running, and so on."""
    words, off = view.words, listing.status in (EventStatus.CANCELLED, EventStatus.POSTPONED)
    if listing.withdrawn_at is not None:
        yield badge(words("status.gone"), "bad")
        off = True
    elif listing.status is not EventStatus.SCHEDULED:
        yield badge(words(f"status.names.{listing.status}"), TONES.get(listing.status, "accent"))
    at = progress(listing, view.now)
    if at is TimeProgress.OVER:
        yield badge(words("status.over"))
    elif at is TimeProgress.RUNNING and not off:
        yield badge(words("status.running"), "good")
    if listing.sold_out:
        yield badge(words("status.soldOut"), "warn")
    if unconfirmed_since(listing) is not None:
        yield badge(words("status.unconfirmed"), "warn")


def _link(listing: Listing, class_name: str) -> str:
    title = escape(shown_title(listing, listing.title))
    return f'<a class="{class_name}" href="{event_path(listing.event_id, listing.title)}">{title}</a>'


def place_of(view: View, listing: Listing) -> str:
    """The venue, and how far away it is if the list is of what is near."""
    place = listing.venue_name or without_country(listing.venue_address)
    away = None if listing.distance_km is None else view.words.distance(listing.distance_km)
    return " · ".join(filter(None, (place, away)))


def _place(view: View, listing: Listing) -> str:
    shown = place_of(view, listing)
    return f'<p class="soft">{escape(shown)}</p>' if shown else ""


def _day(view: View, listing: Listing) -> str:
    day = listing.local_date
    return view.words.near_day(day, view.today) or view.words.day(day, view.today)


def _more(view: View, one: Shown) -> str:
    further = view.words.more_dates(one.listing, one.more)
    return f'<p class="event-row__more">{escape(further)}</p>' if further else ""


def _time(view: View, listing: Listing) -> str:
    hours = escape(view.words.hours(listing))
    return f'<time datetime="{iso_times.starts(listing)}">{hours}</time>{_zone(view, listing)}'


def _zone(view: View, listing: Listing) -> str:
    zone = other_zone(view, listing)
    return f' <span class="event-row__zone">{escape(zone)}</span>' if zone else ""


def other_zone(view: View, listing: Listing) -> str:
    """The zone of hours that differ from the town's clock, which each page names once."""
    return "" if listing.timezone == settings().timezone else view.words.listing_zone(listing)
