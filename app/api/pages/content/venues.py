"""Venues: all of them, and the head of one."""

from __future__ import annotations

from collections.abc import Sequence

from app.api.pages.addresses import venue_path
from app.api.pages.content.view import View
from app.feeds.markup import escape
from app.language.country import without_country
from storage.search.directory import VenueEntry


def venue(view: View, found: VenueEntry, events: str) -> str:
    """A venue's name and address, then its events."""
    line = without_country(found.address) if found.name else None
    address = f'<p class="soft">{escape(line)}</p>' if line else ""
    zone = f'<p class="soft small">{escape(view.zone_line)}</p>'
    return (
        f'<header class="stack event__head"><h1>{escape(_heading(view, found))}</h1>{address}{zone}</header>\n{events}'
    )


def venue_name(view: View, found: VenueEntry) -> str:
    """As its address has it."""
    return found.name or found.address or view.words("filters.venue")


def _heading(view: View, found: VenueEntry) -> str:
    return found.name or without_country(found.address) or view.words("filters.venue")


def venues(view: View, found: Sequence[VenueEntry], typed: str, more: str | None) -> str:
    """All venues, or those that match what was typed. `more`: the next page's query."""
    words = view.words
    none = f"<p>{escape(words('venues.none'))}. {escape(words('venues.noneText'))}</p>"
    label = escape(words("list.moreVenues"))
    following = f'<p class="more"><a class="button" href="{escape(more)}" rel="next">{label}</a></p>' if more else ""
    return f"""<div class="stack"><h1>{escape(words("venues.title"))}</h1>
<form class="row finder" action="/venues/" role="search">
<label class="finder__words"><span>{escape(words("venues.search"))}</span>
<input class="input" type="search" name="q" maxlength="200" value="{escape(typed)}"></label>
<button class="button button--primary">{escape(words("list.searchButton"))}</button></form>
{venue_list(view, found) if found else none}{following}</div>"""


def venue_list(view: View, found: Sequence[VenueEntry]) -> str:
    items = "".join(
        f'<li><a class="venues__venue" href="{venue_path(one.id, venue_name(view, one))}"><strong>'
        f"{escape(_heading(view, one))}</strong>{_soft(without_country(one.address) if one.name else None)}"
        f"{_soft(view.words('venues.events', count=one.events))}</a></li>"
        for one in found
    )
    return f'<ul class="venues" role="list">{items}</ul>'


def _soft(text: str | None) -> str:
    return f' <span class="soft small">{escape(text)}</span>' if text else ""
