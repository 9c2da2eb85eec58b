"""The content of an event's page as HTML, with the classes of the built page's style sheet. All text from sources goes
through `escape`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.api.calendar.shaping import of_event, unconfirmed_since, withdrawal
from app.api.pages.addresses import category_path, event_path, venue_path
from app.api.pages.bodies import image, mark
from app.diagnosis.why import Explained
from app.feeds import wording
from app.feeds.addresses import web_address
from app.feeds.markup import escape, link, paragraphs
from core.config import settings
from storage.events.detail import EventRecord, SeriesTime
from storage.search.listings import Listing


def event(
    found: EventRecord,
    times: Sequence[Listing],
    now: datetime,
    categories: Mapping[str, str],
    said: Sequence[Explained] = (),
) -> str:
    """Everything known about an event.

    times        its occurrences; those that have ended by `now` are marked.
    categories   the slugs of the town's categories by name.
    said         what its fields were read from.
    """
    picture = web_address(found.image_url)
    parts = [
        f'<article><header class="event__head{" event__head--pictured" if picture else ""}"><div class="stack"><div>',
        f"<h1>{escape(found.title)}</h1>",
        f'<p class="soft">{escape(found.organizer)}</p></div>' if found.organizer else "</div>",
    ]
    if found.withdrawn_at is not None:
        parts.append('<p class="notice"><strong>The source no longer lists this event.</strong></p>')
    elif (since := unconfirmed_since(found)) is not None:
        day = since.astimezone(ZoneInfo(settings().timezone)).date()
        parts.append(f'<p class="notice">Last confirmed {escape(wording.day(day))}. Please check with the venue.</p>')
    parts.append(f'<p class="row">{" ".join(_buttons(found))}</p></div>')
    if picture:
        parts.append(f'<div class="picture event__picture">{image(picture)}</div>')
    parts.append('</header><div class="event__body"><div class="stack stack--loose"><section class="stack">')
    parts.append('<h2>When</h2>\n<ul class="dates" role="list">')
    parts.extend(_dates(found, times, now))
    parts.append("</ul>" if times else "</ul><p>The date hasn't been announced.</p>")
    parts.append("</section>")
    if found.description:
        text = "".join(paragraphs(found.description))
        parts.append(f'<section class="stack"><h2>About</h2><div class="event__text">{text}</div></section>')
    parts.append('</div><aside class="stack stack--loose" aria-label="Details">')
    if times:
        parts.append(_facts(of_event(times[0]), categories))
    parts.extend((_evidence(found), _quotes(said), "</aside></div></article>"))
    return "\n".join(parts)


def _buttons(found: EventRecord) -> Iterator[str]:
    tickets, page = web_address(found.ticket_url), web_address(found.url)
    if tickets and not found.sold_out:
        yield f'<a class="button button--primary" href="{escape(tickets)}" rel="noreferrer">Tickets</a>'
    yield f'<a class="button" href="/feeds/events/{found.event_id}/events.ics">Add to calendar</a>'
    if page:
        yield f'<a class="button button--quiet" href="{escape(page)}" rel="noreferrer">Event website</a>'


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
    return f'<li><a href="{event_path(one.event_id, one.title or "")}">{day}</a>{off}</li>'


def _when(listing: Listing, now: datetime) -> str:
    """The time, and what it says of its own."""
    remarks = " ".join(wording.remarks(listing))
    parts = [escape(wording.when(listing)), mark(listing, now)]
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


def _where(listing: Listing) -> str:
    if listing.venue_id is None:
        return escape(wording.place(listing))
    path = venue_path(listing.venue_id, listing.venue_name or listing.venue_address or "")
    return f'<a href="{path}">{escape(wording.place(listing))}</a>'


def _facts(listing: Listing, categories: Mapping[str, str]) -> str:
    parts = ['<dl class="facts card">']
    if wording.place(listing):
        parts.append(f"<div><dt>Where</dt><dd>{_where(listing)}</dd></div>")
    if price := wording.price(listing):
        parts.append(f"<div><dt>Price</dt><dd>{escape(price)}</dd></div>")
    if tickets := web_address(listing.ticket_url):
        parts.append(f"<div><dt>Tickets</dt><dd>{link(tickets, tickets)}</dd></div>")
    if listing.town_categories:
        links = ", ".join(_category(name, categories) for name in listing.town_categories)
        parts.append(f"<div><dt>Categories</dt><dd>{links}</dd></div>")
    return "".join(parts) + "</dl>"


def _category(name: str, slugs: Mapping[str, str]) -> str:
    slug = slugs.get(name)
    return escape(name) if slug is None else f'<a href="{escape(category_path(slug))}">{escape(name)}</a>'


def _evidence(found: EventRecord) -> str:
    seen = (found.last_seen_at or found.updated_at).astimezone(ZoneInfo(settings().timezone))
    page = web_address(found.url) or found.source_url
    gone = withdrawal(found)
    why = "" if gone is None else f"\n<p>{escape(gone.text)}</p>"
    wrong = f'\n<p><a href="/submit/tip?event={found.event_id}">Something is wrong here</a></p>'
    return (
        f"<section><h2>Where this comes from</h2>\n<p>{link(page, found.source_title)}, last seen there on "
        f'<time datetime="{seen.isoformat()}">{escape(wording.day(seen.date()))}</time>.</p>{why}{_also(found)}'
        f"{wrong if settings().submissions else ''}</section>"
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
