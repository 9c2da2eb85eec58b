"""The cards of a carbonhouse listing, with the date texts and ticket links that trip readers up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from sandbox.carbonhouse.shows import Card, Sale, Show

PLACEHOLDER = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class ListedCard:
    """One card of the listing: a show, and the day it is listed under."""

    day: date
    show: Show


def listed_cards(shows: tuple[Show, ...]) -> tuple[ListedCard, ...]:
    """All cards by day. A show whose days are far apart has a card for each day, all with the same detail link."""
    cards = [
        ListedCard(day, show)
        for show in shows
        for day in ([showing.day for showing in show.showings] if show.card is Card.ONE_EACH else [show.first_day])
    ]
    return tuple(sorted(cards, key=lambda card: (card.day, card.show.slug)))


def card_html(card: ListedCard, base_url: str) -> str:
    show = card.show
    title, detail = escape(show.title), f"{base_url}{show.detail_path}"
    presented = f'<div class="presented-by">{escape(show.presented_by)} </div>' if show.presented_by else ""
    tagline = f'<h4 class="tagline">\n            {escape(show.tagline)}\t\t</h4>' if show.tagline else ""
    return f"""<div class="eventItem entry alt category_{show.category} clearfix">
\t<div class="thumb">
\t\t<a href="{detail}" title="More Info for {title}" tabindex="-1">{_image(show, base_url)}</a>
\t</div>
\t<div class="info clearfix">
\t\t<div class="date">
\t\t{_date_html(card)}\t\t\t</div>
\t\t{presented}
\t<h3 class="title title-withTagline">
\t\t<a href="{detail}" title="More Info">{title}</a>\t</h3>
\t\t{tagline}
\t\t</div>
\t<div class="buttons">
\t\t{ticket_html(show, show.sale)}<a href="{detail}" class="more buttons-hide" title="More Info">More Info</a>
\t</div>
</div>
"""


def ticket_html(show: Show, sale: Sale) -> str:
    label = escape(show.ticket_label)
    if not show.ticket_path:
        return f'<span class="tickets {Sale.NO_LINK.value}">{label}</span>'
    marked = {Sale.SOLD_OUT: "Sold Out", Sale.CANCELLED: "Cancelled"}.get(sale, show.ticket_label)
    return (
        f'<a href="{escape(show.ticket_path)}" target="_blank" class="tickets {sale.value} "'
        f' title="Tickets for {escape(show.title)}">{escape(marked)}</a>'
    )


def single_date(day: date, *, outer: str = "m-date__singleDate") -> str:
    """`Thu. Oct  8 , 2026`, with the spans and stray spaces of the real pages."""
    return (
        f'<span class="{outer}"><span class="m-date__weekday">{_WEEKDAYS[day.weekday()]}. </span>'
        f'<span class="m-date__month">{_MONTHS[day.month - 1]} </span><span class="m-date__day">{day.day:>2}</span>'
        f'<span class="m-date__year">, {day.year}</span></span>'
    )


def range_date(first: date, last: date) -> str:
    """`Jan 30 - 31 , 2027`, or `Dec 29 - Jan 2 , 2027`: the year is only at the end, even across New Year."""
    month = "" if (first.year, first.month) == (last.year, last.month) else f"{_MONTHS[last.month - 1]} "
    last_month = f'<span class="m-date__month">{month}</span>' if month else ""
    return (
        f'<span class="m-date__rangeFirst"><span class="m-date__month">{_MONTHS[first.month - 1]} </span>'
        f'<span class="m-date__day">{first.day:>2}</span></span><span class="m-date__separator"> - </span>'
        f'<span class="m-date__rangeLast">{last_month}<span class="m-date__day">{last.day}</span>'
        f'<span class="m-date__year">, {last.year}</span></span>'
    )


def _date_html(card: ListedCard) -> str:
    match card.show.card:
        case Card.RANGE:
            return range_date(card.show.first_day, card.show.last_day)
        case Card.RANGE_FIRST_ONLY:
            return single_date(card.day, outer="m-date__rangeFirst")
        case _:
            return single_date(card.day)


def _image(show: Show, base_url: str) -> str:
    address, alt = f"{base_url}/assets/img/{show.slug}-775x490.jpg", f"More Info for {escape(show.title)}"
    if show.lazy:
        return f'<img src="{PLACEHOLDER}" data-lazy-src="{address}" alt="{alt}"/>'
    return f'<img src="{address}" alt="{alt}"/>'
