"""A list for paper: the events of each day, a line each, without pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from app.api.pages.content.rows import place_of, when
from app.api.pages.content.view import View
from app.feeds.markup import escape
from app.highlights.merit import Shown


def printed(view: View, heading: str, found: Sequence[Shown], since: date, *, complete: bool) -> str:
    """By day, then what began before `since`. `complete`: there are no others."""
    new = [one for one in found if one.listing.local_date >= since]
    earlier = [one for one in found if one.listing.local_date < since]
    days = groupby(new, key=lambda one: one.listing.local_date)
    parts = [_section(view, view.words.day(day, view.today), group) for day, group in days]
    parts += [_section(view, view.words("front.running"), earlier)] if earlier else []
    nothing = "" if found else f"<p>{escape(view.words('list.none'))}</p>"
    more = "" if complete else f"<p>{escape(view.words('list.countOrMore', count=len(found)))}</p>"
    return f'<div class="printed"><h1>{escape(heading)}</h1>{"".join(parts)}{nothing}{more}</div>'


def _section(view: View, name: str, found: Iterable[Shown]) -> str:
    lines = "".join(_line(view, one) for one in found)
    return f'<section><h2>{escape(name)}</h2><ul role="list">{lines}</ul></section>'


def _line(view: View, one: Shown) -> str:
    listing, words = one.listing, view.words
    notes = [*words.marks(listing, view.now), words.price(listing), words.more_dates(listing, one.more)]
    more = ". ".join(filter(None, (place_of(view, listing), *notes)))
    return f"<li><p>{when(view, listing)}</p><p><strong>{escape(listing.title)}</strong> {escape(more)}</p></li>"
