"""A widget's content as HTML, which the widget's script puts into its shadow root, and the frame's page into its body.

It has no pictures of sources, because the widget asks no other server than the calendar's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from lxml import etree

from app.api.calendar.shown_title import shown_title
from app.api.pages.addresses import event_path
from app.api.pages.content import rows
from app.api.pages.content.parts import KNOWN_KINDS
from app.api.pages.content.view import OTHER, View
from app.api.widget.given import NO_HEADING, Widget
from app.feeds import iso_times
from app.feeds.markup import escape
from app.highlights.merit import Shown
from app.language.country import without_country
from storage.events.detail import EventRecord
from storage.search.listings import Listing

SYMBOLS = Path(__file__).resolve().parents[3] / "web" / "public" / "kinds.svg"
EXCERPT = 320
"""In characters, of a single event's description."""


def whole(view: View, widget: Widget, base: str, title: str, path: str, inside: str, level: int) -> str:
    """`title`, `path`: of the page with the same events; `inside`: HTML; `level`: of the heading."""
    words = view.words
    named = widget.heading if widget.heading not in ("", NO_HEADING) else title
    address = escape(f"{base}{path}")
    tag = f"h{level}"
    head = f'<{tag} class="name"><a href="{address}">{escape(named)}</a></{tag}>'
    if widget.heading == NO_HEADING:
        head = f'<{tag} class="hidden">{escape(title)}</{tag}>'
    links = ((address, words("widget.all")), (escape(f"{base}/feeds/events.ics"), words("shell.feed")))
    more = "".join(f'<a href="{link}">{escape(text)}</a>' for link, text in links)
    return f"""<div class="mq" lang="{words.tag}" dir="{words.direction}" data-theme="{widget.theme}">
{head}
{inside}
<p class="when">{escape(view.zone_line)}</p>
<p class="all">{more}</p>
</div>"""


def event_list(view: View, base: str, found: Sequence[Shown], level: int) -> str:
    """By day; what began earlier is on today's. `level`: of the days' headings."""
    if not found:
        return _none(view)
    parts = []
    for day, group in groupby(found, key=lambda one: max(one.listing.local_date, view.today)):
        items = "".join(f"<li>{_lines(view, base, one, level + 1)}</li>" for one in group)
        name = view.words.near_day(day, view.today)
        label = f"{name}, {view.words.day(day, view.today)}" if name else view.words.day(day, view.today)
        parts.append(f'<h{level} class="day">{escape(label)}</h{level}><ul class="events" role="list">{items}</ul>')
    return "".join(parts)


def cards(view: View, base: str, found: Sequence[Shown], level: int) -> str:
    if not found:
        return _none(view)
    items = "".join(
        f"<li>{_art(view.kind(one.listing.town_categories))}"
        f'<div class="card">{_lines(view, base, one, level, dated=True)}</div></li>'
        for one in found
    )
    return f'<ul class="cards" role="list">{items}</ul>'


def event(view: View, base: str, found: EventRecord, times: Sequence[Listing], total: int, level: int) -> str:
    """One event with its next times. `total`: how many times it has from now on."""
    words = view.words
    title = f'<h{level} class="title"><a href="{escape(base + event_path(found.event_id, found.title))}" dir="auto">'
    lines = [f"{title}{escape(shown_title(found, found.title))}</a></h{level}>"]
    lines += [f'<p class="when">{_dated(view, one)}</p>' for one in times]
    if total > len(times):
        lines.append(f'<p class="when">{escape(words("widget.dates", count=total - len(times)))}</p>')
    if not times:
        lines.append(f'<p class="when">{escape(words("status.gone" if found.withdrawn_at else "status.over"))}</p>')
    place = ", ".join(filter(None, (found.venue_name, without_country(found.venue_address))))
    lines.append(f'<p class="where" dir="auto">{escape(place)}</p>' if place else "")
    lines += [_marks(view, one) for one in times[:1]]
    said = " ".join((found.description or "").split())
    if said:
        shown = said if len(said) <= EXCERPT else f"{said[:EXCERPT].rpartition(' ')[0] or said[:EXCERPT]}…"
        lines.append(f'<p dir="auto">{escape(shown)}</p>')
    return f'<div class="one">{_art(view.kind(found.town_categories))}<div class="card">{"".join(lines)}</div></div>'


def _lines(view: View, base: str, one: Shown, level: int, *, dated: bool = False) -> str:
    """Title, time, place, and marks of an event in a list."""
    listing = one.listing
    when = _dated(view, listing) if dated else rows.when(view, listing)
    more = view.words.more_dates(listing, one.more)
    further = f" · {escape(more)}" if more else ""
    place = listing.venue_name or without_country(listing.venue_address)
    where = f'<p class="where" dir="auto">{escape(place)}</p>' if place else ""
    name = shown_title(listing, listing.title)
    title = f'<h{level} class="title">{title_link(base, listing, name)}</h{level}>'
    return f'{title}<p class="when">{when}{further}</p>{where}{_marks(view, listing)}'


def title_link(base: str, listing: Listing, name: str) -> str:
    address = escape(base + event_path(listing.event_id, listing.title))
    return f'<a href="{address}" dir="auto">{escape(name)}</a>'


def _dated(view: View, listing: Listing) -> str:
    """The day with the hours."""
    if listing.local_date < view.today:
        return rows.when(view, listing)
    day = view.words.near_day(listing.local_date, view.today) or view.words.day(listing.local_date, view.today)
    time = f'<time datetime="{iso_times.starts(listing)}">{escape(view.words.hours(listing))}</time>'
    return f"{escape(day)}, {time}"


def _marks(view: View, listing: Listing) -> str:
    """The price, and what people should know before they go."""
    marks = [*view.words.marks(listing, view.now), *filter(None, [view.words.price(listing)])]
    shown = "".join(f'<span class="mark">{escape(one)}</span>' for one in marks)
    return f"<p>{shown}</p>" if marks else ""


def _none(view: View) -> str:
    return f'<p class="none">{escape(view.words("list.none"))}</p>'


def _art(kind: str) -> str:
    """A category's color and icon, in the place of a picture."""
    name = kind if kind in KNOWN_KINDS else OTHER
    return f'<div class="art kind--{name}"><svg viewBox="0 0 24 24" aria-hidden="true">{symbols()[name]}</svg></div>'


@cache
def symbols() -> Mapping[str, str]:
    """The shapes of each category's icon, as SVG."""
    root = etree.fromstring(SYMBOLS.read_bytes())
    names = "{http://www.w3.org/2000/svg}symbol"
    return {str(one.get("id")): "".join(_shape(shape) for shape in one) for one in root.iter(names)}


def _shape(shape: etree._Element) -> str:
    attributes = "".join(f' {name!s}="{escape(str(value))}"' for name, value in shape.items())
    return f"<{etree.QName(shape).localname}{attributes}/>"
