"""Reads the events that Localist pages show without JSON-LD: cards of its theme, and sites' own templates."""

from __future__ import annotations

from dataclasses import replace

from lxml import html
from parsel import Selector

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.reading.contract import Context
from scrapers.reading.dates import read_dates, read_times
from scrapers.reading.problems import located, unknown_status
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.scope import when_of
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import status_of_label
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.text import absolute_url, attribute, image_of, slug_of, text_of


def _with(name: str) -> str:
    return f"*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


_CARDS = f"//{_with('em-card')}[.//{_with('em-card_title')}]"
_TEMPLATES = "//*[template[@ele-prop='event.url'] and template[@ele-prop='event.starts_at']]"
_TRACES = (
    "//*[starts-with(@class, 'em-') or contains(@class, ' em-')][1] | //template[starts-with(@ele-prop, 'event.')][1]"
    " | //*[contains(@src, 'localist')][1] | //*[contains(@href, 'localist')][1]"
)


def is_localist(tree: html.HtmlElement) -> bool:
    """Whether a page shows signs of Localist: its class names, its templates' variables, or its image host."""
    return bool(Selector(root=tree, type="html").xpath(_TRACES))


def read_cards(tree: html.HtmlElement, problems: list[BadRecord], context: Context) -> list[EventItem]:
    """One event per card or template, in page order. Copies of one event aren't joined yet."""
    page = Selector(root=tree, type="html")
    events: list[EventItem] = []
    for xpath, read in ((_CARDS, _card), (_TEMPLATES, _template)):
        for node in page.xpath(xpath):
            try:
                events.append(read(node, context, problems))
            except BadRecord as problem:
                problems.append(located(problem, context))
    return events


def _card(card: Selector, context: Context, _: list[BadRecord]) -> EventItem:
    """The event of a theme's card. Its time is in `em-local-time`, else in the first line: "Mon, Oct 5, 2026 10am to
    12pm"."""
    head = next(iter(card.xpath(f".//{_with('em-card_title')}")), None)
    title = text_of(head)
    url = absolute_url(card.xpath(f".//{_with('em-card_title')}//a/@href").get(), context.url)
    lines = card.xpath(f".//{_with('em-card_event-text')}")
    occurrence, raw = _when(card, lines, title, url, context)
    places = [text for line in lines if line.xpath(".//i[contains(@class, 'fa-map')]") and (text := text_of(line))]
    tags = [text for tag in card.xpath(f".//{_with('em-card_tag')}") if (text := text_of(tag))]
    return _item(
        title, url, occurrence, raw, venue=places[0] if places else None, image=image_of(card, context.url), tags=tags
    )


def _when(
    card: Selector, lines: list[Selector], title: str, url: str | None, context: Context
) -> tuple[Occurrence, str]:
    start = schema_dates.read_day_time(card.xpath(".//em-local-time/@start").get() or "")
    if start is not None:
        end = schema_dates.read_day_time(card.xpath(".//em-local-time/@end").get() or "")
        return schema_dates.occurrence(start, end, context.timezone), card.xpath(".//em-local-time/@start").get() or ""
    text = text_of(lines[0]) if lines else ""
    try:
        day = read_dates(text, now=context.now.date()).first
        times = read_times(text, zone=context.timezone)
    except BadRecord as problem:
        raise BadRecord(f"{problem.found} ({title!r})", url=url or "", field="starts_at", title=title) from problem
    return schema_dates.on_day(day, times, context.timezone), text


def _template(node: Selector, context: Context, problems: list[BadRecord]) -> EventItem:
    """The event of a site's own template, which prints each variable of Localist's Liquid language in an element.

    An unknown status is added to `problems`. `starts_at` is "2024-03-11 11:00:00 -0700"; midnight without an end means
    a day without an hour.
    """
    parts = {attribute(part, "ele-prop").removeprefix("event."): part for part in node.xpath("./template")}
    texts = {name: text_of(part) for name, part in parts.items()}
    title, url = texts.get("name", ""), absolute_url(texts.get("url"), context.url)
    start = schema_dates.read_day_time(texts["starts_at"])
    if start is None:
        raise BadRecord(f"{title!r} starts at {texts['starts_at']!r}", url=url or "", field="starts_at", title=title)
    end = schema_dates.read_day_time(texts.get("ends_at", ""))
    status = texts.get("status") or "live"
    said = status_of_label(status).status
    if status.lower() != "live" and said is None:
        problems.append(unknown_status(status, title, context, url=url))
    online = texts.get("experience") == "virtual"
    return _item(
        title,
        url,
        schema_dates.occurrence(start, end, context.timezone, utc_is_local=context.utc_is_local),
        texts["starts_at"],
        venue=None if online else texts.get("location_name") or texts.get("place.visible_name"),
        image=image_of(parts.get("img_html"), context.url),
        tags=[word for part in texts.get("event_types", "").split(",") if (word := part.strip())],
        description=texts.get("description_text"),
        said=said,
    )


def _item(
    title: str,
    url: str | None,
    occurrence: Occurrence,
    raw: str,
    *,
    venue: str | None,
    image: str | None,
    tags: list[str],
    description: str | None = None,
    said: EventStatus | None = None,
) -> EventItem:
    uid = slug_of(url or "")
    if not title or not uid:
        found = f"a card without {'a title' if not title else 'an address'}: {title or url or raw!r}"
        raise BadRecord(found, url=url or "", field="uid" if title else "title")
    standing, place = with_notices(
        status_of_title(title), Venue(name=venue) if venue else None, description, when_of([occurrence])
    )
    status = said or standing.status or EventStatus.SCHEDULED
    return EventItem(
        uid=uid,
        title=title,
        url=url,
        description=description or None,
        status=status,
        sold_out=standing.sold_out,
        occurrences=(replace(occurrence, status=status),),
        venue=place,
        image_url=image,
        categories=tuple(tags),
        raw={"starts_at": raw},
    )
