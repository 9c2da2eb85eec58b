"""An event's page, in the order in which people ask: what, when, where, how much, who; then the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.api.calendar.shaping import of_event, unconfirmed_since, withdrawal
from app.api.calendar.shown_title import shown_title
from app.api.pages.addresses import event_path, venue_path
from app.api.pages.content import calendar_links, rows
from app.api.pages.content.parts import badge, kind_links, picture
from app.api.pages.content.view import View
from app.diagnosis.why import Explained
from app.feeds import iso_times, wording
from app.feeds.addresses import web_address
from app.feeds.markup import escape, link, paragraphs
from app.highlights.merit import Shown
from app.language.country import without_country
from core.config import settings
from core.items import EventStatus
from storage.events.detail import EventRecord, SeriesTime
from storage.events.progress import TimeProgress, progress
from storage.search.listings import Listing

PRICE_WORDS = re.compile(r"\b(?:to|a|and|y|usd|us|free|gratis)\b", re.IGNORECASE)


def event(
    view: View,
    found: EventRecord,
    times: Sequence[Listing],
    address: str,
    said: Sequence[Explained] = (),
    others: Sequence[tuple[str, Sequence[Shown]]] = (),
) -> str:
    """Everything known about an event.

    times     its occurrences, also past ones.
    address   of this page, with the host.
    said      what its fields were read from.
    others    lists of other events, with their headings.
    """
    words, kind = view.words, view.kind(found.town_categories)
    parts = [
        '<article><header class="event__head event__head--pictured"><div class="stack"><div>',
        f"<h1>{escape(shown_title(found, found.title))}</h1></div>",
        f'<div class="badges">{"".join(_badges(view, found, times))}{kind_links(view, found.town_categories)}</div>',
    ]
    if found.withdrawn_at is not None:
        parts.append(f'<p class="notice"><strong>{escape(words("event.gone"))}</strong></p>')
    elif (since := unconfirmed_since(found)) is not None:
        at = words.day(since.astimezone(ZoneInfo(settings().timezone)).date(), view.today)
        parts.append(f'<p class="notice">{escape(words("event.unconfirmed", at=at))}</p>')
    parts.append(_facts(view, found, times))
    parts.append(f'<div class="row">{"".join(_buttons(view, found, times, address))}</div></div>')
    parts.append(f"{picture(found.image_url, kind, 'event__picture', first=True)}</header>")
    parts.append('<div class="event__body"><div class="stack stack--loose">')
    if found.description:
        text = "".join(paragraphs(found.description))
        heading = escape(words("event.about"))
        parts.append(f'<section class="stack"><h2>{heading}</h2><div class="event__text">{text}</div></section>')
    parts.extend(_all_dates(view, found, times))
    parts.append(f'</div><aside class="stack stack--loose" aria-label="{escape(words("event.details"))}">')
    parts.extend((_origin(view, found), _quotes(view, said), "</aside></div>"))
    parts.append('<div class="stack stack--loose event__others">')
    parts.extend(rows.section(view, escape(heading), listed, dated=True) for heading, listed in others if listed)
    parts.append("</div></article>")
    return "\n".join(parts)


def coming(view: View, times: Sequence[Listing]) -> Listing | None:
    """The next of its times that takes place, or else the last one."""
    off = (EventStatus.CANCELLED, EventStatus.POSTPONED)
    ahead = [one for one in times if progress(one, view.now) is not TimeProgress.OVER]
    return next((one for one in ahead if one.status not in off), next(iter(ahead), times[-1] if times else None))


def _badges(view: View, found: EventRecord, times: Sequence[Listing]) -> Iterator[str]:
    if len(times) == 1:
        yield from rows.status_badges(view, times[0])
    elif found.status is not EventStatus.SCHEDULED:
        yield badge(view.words(f"status.names.{found.status}"), rows.TONES.get(found.status, "accent"))
    if found.sold_out and len(times) != 1:
        yield badge(view.words("status.soldOut"), "warn")


def _facts(view: View, found: EventRecord, times: Sequence[Listing]) -> str:
    """When, where, how much, and who."""
    words, next_time = view.words, coming(view, times)
    parts = [f"<div><dt>{escape(words('event.when'))}</dt><dd>{_next(view, found, next_time)}</dd></div>"]
    if next_time is not None and (wording.place(next_time) or next_time.venue_id is not None):
        parts.append(f"<div><dt>{escape(words('event.where'))}</dt><dd>{_where(view, of_event(next_time))}</dd></div>")
    if next_time is not None:
        price = words.price(of_event(next_time))
        text = found.price_text
        more = text is not None and text != price and _says_more(text, of_event(next_time))
        own = f'<div class="soft small">{escape(text or "")}</div>' if more else ""
        shown = escape(price or words("event.noPrice"))
        parts.append(f"<div><dt>{escape(words('fields.price'))}</dt><dd>{shown}{own}</dd></div>")
    if found.organizer:
        parts.append(f"<div><dt>{escape(words('event.who'))}</dt><dd>{escape(found.organizer)}</dd></div>")
    return f'<dl class="facts event__facts">{"".join(parts)}</dl>'


def _says_more(text: str, listing: Listing) -> bool:
    """Whether the source's own text has words besides its amounts: "$25 – $60" only repeats "$25 to $60"."""
    known = listing.is_free or listing.price_min_cents is not None
    return not known or re.search(r"[^\W\d_]", PRICE_WORDS.sub("", text)) is not None


def _next(view: View, found: EventRecord, listing: Listing | None) -> str:
    words = view.words
    if listing is None:
        return escape(words("event.noDates"))
    near = words.near_day(listing.local_date, view.today)
    day = f"{near}, {words.day(listing.local_date, view.today)}" if near else words.day(listing.local_date, view.today)
    zone = words.listing_zone(listing)
    hours = escape(f"{words.hours(listing)} {zone}".strip())
    others = len(found.times) + len(found.series) - 1
    more = f' <a href="#dates">{escape(words("event.collapsed.more", count=others))}</a>' if others > 0 else ""
    return f'<time datetime="{iso_times.starts(listing)}"><strong>{escape(day)}</strong></time><div>{hours}{more}</div>'


def _where(view: View, listing: Listing) -> str:
    words, whole = view.words, without_country(listing.venue_address)
    address = whole if listing.venue_name else None
    name = listing.venue_name or whole or ""
    shown = escape(name)
    if listing.venue_id is not None:
        shown = f'<a href="{venue_path(listing.venue_id, name)}">{shown}</a>'
    line = f'<div class="soft">{escape(address)}</div>' if address else ""
    map_address, way = calendar_links.map_page(listing), calendar_links.directions(listing)
    links = _outside(map_address, words("event.map")) + _outside(way, words("event.directions"))
    return f'{shown}{line}<div class="row">{links}</div>'


def _outside(address: str, label: str, class_name: str = "") -> str:
    looks = f' class="{class_name}"' if class_name else ""
    return f'<a{looks} href="{escape(address)}" rel="noreferrer">{escape(label)}</a>'


def _buttons(view: View, found: EventRecord, times: Sequence[Listing], address: str) -> Iterator[str]:
    words = view.words
    tickets, page = web_address(found.ticket_url), web_address(found.url)
    if tickets and not found.sold_out:
        yield _outside(tickets, words("event.tickets"), "button button--primary")
    if found.withdrawn_at is None and times:
        yield calendar_links.menu(view, found, coming(view, times), address)
    if page:
        yield _outside(page, words("event.website"), "button")
    mail = escape(calendar_links.mail(found.title, address))
    yield f'<a class="button button--quiet" href="{mail}">{escape(words("event.shareBy"))}</a>'


def _all_dates(view: View, found: EventRecord, times: Sequence[Listing]) -> Iterator[str]:
    """Its dates, and those of the other events of its series, in order; only if there are several, or one says
    something of its own."""
    own = [(one.starts_at, _date(view, one)) for one in times]
    listed = [*own, *((one.starts_at, _other_date(view, one)) for one in found.series)]
    if not listed or (len(listed) == 1 and not any(one.conflicts or any(_own(view, one)) for one in times)):
        return
    items = "".join(text for _, text in sorted(listed))
    yield f'<section class="stack" id="dates"><h2>{escape(view.words("event.dates"))}</h2>'
    yield f'<ul class="dates" role="list">{items}</ul></section>'


def _other_date(view: View, one: SeriesTime) -> str:
    local = one.starts_at.astimezone(ZoneInfo(one.timezone))
    hour = view.words("when.allDay") if one.all_day else view.words.clock(local) if one.time_known else ""
    off = one.status is not EventStatus.SCHEDULED
    mark = badge(view.words(f"status.names.{one.status}"), "bad") if off else ""
    day = escape(view.words.day(one.local_date, view.today))
    path = event_path(one.event_id, one.title or "")
    return f'<li><a href="{path}"><strong>{day}</strong></a> {escape(hour)} {mark}</li>'


def _date(view: View, listing: Listing) -> str:
    """A date, and what it says of its own."""
    words, over = view.words, progress(listing, view.now) is TimeProgress.OVER
    day = words.day(listing.local_date, view.today)
    parts = [
        '<li class="dates__past">' if over else "<li>",
        f'<time datetime="{iso_times.starts(listing)}"><strong>{escape(day)}</strong></time>',
        f"<span>{escape(f'{words.hours(listing)} {rows.other_zone(view, listing)}'.strip())}</span>",
        *rows.status_badges(view, listing),
    ]
    if not over and listing.withdrawn_at is None:
        parts.append(calendar_links.one_date(view, listing, day))
    parts.extend(f'<p class="notice">{escape(wording.caution(one, listing.status))}</p>' for one in listing.conflicts)
    own = "".join(_own(view, listing))
    return " ".join([*parts, f'<div class="dates__own">{own}</div>' if own else ""]) + "</li>"


def _own(view: View, listing: Listing) -> Iterator[str]:
    if listing.event is None:
        return
    title = shown_title(listing, listing.title)
    if (
        title not in (listing.event.title, shown_title(listing, listing.event.title))
        or listing.url != listing.event.url
    ):
        yield link(listing.url or "", title)
    if listing.venue_id != listing.event.venue_id and listing.venue_id is not None:
        name = listing.venue_name or listing.venue_address or ""
        yield f'<p><a href="{venue_path(listing.venue_id, name)}">{escape(name)}</a></p>'
    if listing.description != listing.event.description:
        yield from paragraphs(listing.description or "")


def _origin(view: View, found: EventRecord) -> str:
    words = view.words
    seen: datetime = (found.last_seen_at or found.updated_at).astimezone(ZoneInfo(settings().timezone))
    page = web_address(found.url) or found.source_url
    source = words("event.source", source="\0", day=words.day(seen.date(), view.today))
    said = [f"<p>{_around(source, link(page, found.source_title))}</p>"]
    if found.merged is not None and found.merged.also:
        links = words.listed([link(one.url or "", one.source_title) for one in found.merged.also])
        also = _around(words("event.also", sources="\0"), links)
        said.insert(0, f"<p>{also}</p>")
    if (gone := withdrawal(found)) is not None:
        said.append(f'<p lang="en">{escape(gone.text)}</p>')
    if settings().submissions:
        said.append(f'<p><a href="/submit/tip?event={found.event_id}">{escape(words("tip.open"))}</a></p>')
    return f'<section class="stack"><h2>{escape(words("origin.head"))}</h2>{"".join(said)}</section>'


def _around(text: str, html: str) -> str:
    """The text with HTML in the place of its NUL."""
    before, _, after = text.partition("\0")
    return f"{escape(before)}{html}{escape(after)}"


def _quotes(view: View, said: Sequence[Explained]) -> str:
    """The source's own words for each field whose place is known."""
    items = "".join(
        f"<div><dt>{escape(_field(view, one.field))}</dt><dd>{escape(one.quote.before)}"
        f"<mark>{escape(one.quote.words)}</mark>{escape(one.quote.after)}</dd></div>"
        for one in said
        if one.quote is not None
    )
    if not items:
        return ""
    heading = escape(view.words("event.quotes"))
    return f'<details class="disclosure"><summary>{heading}</summary><dl class="facts">{items}</dl></details>'


def _field(view: View, name: str) -> str:
    path = f"fields.{name}"
    return view.words(path) if view.words.has(path) else name.replace("_", " ").capitalize()
