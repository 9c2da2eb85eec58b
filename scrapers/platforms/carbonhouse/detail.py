"""Reads an event's detail page, in any skin."""

from __future__ import annotations

from datetime import date

from parsel import Selector

from core.errors import BadRecord, PageChanged
from core.items import EventItem, EventStatus, Price, Venue
from scrapers.platforms.carbonhouse.addresses import uid_of
from scrapers.platforms.carbonhouse.card import first_text, presenter_of
from scrapers.platforms.carbonhouse.evidence import Evidence, evidence_of
from scrapers.platforms.carbonhouse.showings import Showings, read_showings, take_showings
from scrapers.platforms.carbonhouse.sidebar import Sidebar, read_sidebar
from scrapers.platforms.carbonhouse.tickets import standing_of, ticket_link, ticket_words
from scrapers.reading.bodies import decode, parse_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.css_index import IndexedSelector
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.text import absolute_url, image_of, plain_text

_SIGNS = ".event_detail, .event_heading, .event_showings, .eventDetailList, #event_detail_header"
_OTHER_EVENTS = (
    "#venue_widgets_framework, .widgets_area, .l-m-venue_widget, .related_events, .m-owlcarousel__loop-events"
)
_MAIN = (".event_detail", "main", "#content")
_TITLES = (".event_heading h1", ".event_heading .title", "#event_detail_header h1", ".event_detail h1", "h1")
_DESCRIPTIONS = ".event_description, .m-event__description, .event_detail .description"
_TAGLINES = (".event_heading .tagline", "#event_detail_header h2")
_PICTURES = ("#branding", ".spotlight_image", ".event_image", ".event_detail .thumb")


def is_detail(page: Selector) -> bool:
    """Whether a page is about one event."""
    return bool(page.css(_SIGNS))


def read_detail(body: bytes, context: Context) -> Reading:
    """The event of a detail page with all its showings, price, ticket link, picture, description, and venue.

    Dates and times come from the list of showings, else from the sidebar, else from the JSON-LD, which also fills in
    missing hours. Raises PageChanged if the page isn't about an event or has no title or no date, and the errors of bad
    bodies. An unreadable showing is one of the reading's problems.
    """
    return detail_of(parse_html(decode(body, context), context), context)


def detail_of(page: Selector, context: Context) -> Reading:
    """Like `read_detail`, for a parsed page."""
    page = IndexedSelector.of(page)
    if not is_detail(page):
        raise PageChanged("not a detail page", url=context.url, source=context.source)
    title = first_text(page, _TITLES)
    url = _url(page, context)
    if not title:
        raise PageChanged("a detail page without a title", url=url, source=context.source, field="title")
    page.css(_OTHER_EVENTS).drop()
    main = _main(page)
    rows = take_showings(main)
    evidence = evidence_of(page, context.timezone)
    sidebar = read_sidebar(main, context)
    standing = status_of_title(title) | standing_of(main)
    status = standing.status or EventStatus.SCHEDULED
    showings = read_showings(rows, status, _near(sidebar, evidence), context)
    shown = showings.occurrences if showings and showings.occurrences else sidebar.occurrences(context, status)
    problems = (*(showings.problems if showings else ()), *sidebar.problems)
    occurrences = evidence.complete(shown, context.timezone, status)
    if not occurrences:
        raise _without_day(problems, url, context)
    if all(occurrence.status is EventStatus.CANCELLED for occurrence in occurrences):
        status = EventStatus.CANCELLED
    event = EventItem(
        uid=uid_of(url) or uid_of(context.url) or url,
        title=title,
        url=url,
        description=_description(main) or evidence.description or first_text(main, _TAGLINES) or None,
        status=status,
        sold_out=standing.sold_out or (showings is not None and showings.sold_out),
        occurrences=occurrences,
        venue=_venue(page, sidebar, evidence),
        organizer=presenter_of(main),
        price=_price(sidebar, evidence, context),
        ticket_url=ticket_link((main, *rows), context.url, url),
        image_url=_image(page, main, context),
        raw=_raw(showings, sidebar, evidence, [main, *rows]),
    )
    return Reading(events=(event,), problems=problems)


def _url(page: Selector, context: Context) -> str:
    """The address that the page states for itself, which has no tracking parameters, if it is a detail page's."""
    links = page.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content").getall()
    urls = [url for url in (absolute_url(link, context.url) for link in links) if url and uid_of(url)]
    same = [url for url in urls if uid_of(url) == uid_of(context.url)]
    return next(iter(same or ([] if uid_of(context.url) else urls)), context.url)


def _main(page: Selector) -> Selector:
    return next((node for selector in _MAIN for node in page.css(selector)), page)


def _near(sidebar: Sidebar, evidence: Evidence) -> date | None:
    days = [sidebar.span.first] if sidebar.span is not None else list(evidence.days)
    return days[0] if days else None


def _without_day(problems: tuple[BadRecord, ...], url: str, context: Context) -> PageChanged:
    found = problems[0].found if problems else "a detail page without a date"
    return PageChanged(found, url=url, source=context.source, field="starts_at")


def _description(main: Selector) -> str:
    return next((text for node in main.css(_DESCRIPTIONS) if (text := plain_text(node.get()))), "")


def _price(sidebar: Sidebar, evidence: Evidence, context: Context) -> Price | None:
    text = sidebar.price or evidence.price
    return read_price(text, evidence.currency or currency_of(context.timezone)) if text else None


def _venue(page: Selector, sidebar: Sidebar, evidence: Evidence) -> Venue | None:
    """The sidebar's venue, else the JSON-LD's, else the site's name if the footer has a venue's address, since the site
    then belongs to one hall. The JSON-LD's address counts only for the venue that it names: on sites with several
    rooms it is the campus."""
    if sidebar.venue:
        same = evidence.venue if evidence.venue and evidence.venue.name == sidebar.venue else None
        return same or Venue(name=sidebar.venue)
    if evidence.venue is not None:
        return evidence.venue
    address = next((plain_text(node.get()) for node in page.css("address.venue-address, .venue-address")), "")
    if evidence.organization and address:
        return Venue(name=evidence.organization, address=", ".join(address.splitlines()))
    return None


def _image(page: Selector, main: Selector, context: Context) -> str | None:
    shared = page.xpath("//meta[@property='og:image']/@content").get()
    pictures = (image_of(node, context.url) for selector in _PICTURES for node in main.css(selector))
    return next((url for url in pictures if url), None) or absolute_url(shared, context.url)


def _raw(showings: Showings | None, sidebar: Sidebar, evidence: Evidence, nodes: list[Selector]) -> dict[str, str]:
    shown = (showings.text if showings else "") or sidebar.text
    structured = "; ".join(evidence.texts)
    words = " | ".join(dict.fromkeys(text for node in nodes if (text := ticket_words(node))))
    raw = {
        "starts_at": " / JSON-LD ".join(text for text in (shown, structured) if text),
        "price": sidebar.price or evidence.price,
        "status": words,
    }
    return {field: text for field, text in raw.items() if text}
