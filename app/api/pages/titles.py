"""Headings, descriptions, and canonical addresses of the public pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.api.pages import addresses
from app.api.pages.content.event import coming
from app.api.pages.content.parts import query
from app.api.pages.content.view import Filters, View
from storage.events.detail import EventRecord
from storage.search.listings import Listing

HEADINGS: Mapping[str, str] = {
    "today": "front.today",
    "tomorrow": "front.tomorrow",
    "weekend": "front.weekend",
    "week": "front.week",
    "next-week": "front.next-week",
}


def heading(view: View, given: Filters) -> str:
    """A list's heading: its day, its category, or both. The page's script says the same
    (`web/src/events/useHeading.ts`)."""
    words = view.words
    if typed := str(given.get("q", "")):
        return words("front.matching", words=typed)
    chosen = given.get("category", "")
    slug = chosen if isinstance(chosen, str) else next(iter(chosen), "")
    name = view.kind_name(slug) if slug in view.names and _is_one(chosen) else None
    day = str(given.get("day", ""))
    when = words(HEADINGS[day]) if day in HEADINGS else ""
    if day and not when:
        when = words("front.on", day=words.day(date.fromisoformat(day)))
    if name is None:
        return when or front_title(view)
    return f"{name}: {when[0].lower()}{when[1:]}" if when else name


def front_title(view: View) -> str:
    town = view.site.town
    return view.words("front.town", town=town) if town else view.words("front.title")


def _is_one(value: str | Sequence[str]) -> bool:
    return isinstance(value, str) or len(value) == 1


def canonical(given: Filters, names: Mapping[str, str]) -> str:
    """The readable address, if there is one for these filters."""
    if not given:
        return "/"
    if len(given) == 1:
        if day := str(given.get("day", "")):
            words = {word: path for path, word in addresses.DAYS.items()}
            return f"/{words[day]}" if day in words else addresses.day_path(date.fromisoformat(day))
        value = given.get("category", "")
        slug = value if isinstance(value, str) else value[0]
        if _is_one(value) and slug in names:
            return addresses.category_path(slug)
    return f"/{query(given)}"


def summary(view: View, found: EventRecord, times: Sequence[Listing]) -> str:
    """When, where, and the beginning of the description."""
    parts = []
    if (next_time := coming(view, times)) is not None:
        when = f"{view.words.day(next_time.local_date)}, {view.words.hours(next_time)}"
        parts = [when, ", ".join(filter(None, (next_time.venue_name, next_time.venue_address)))]
    return ". ".join(filter(None, [", ".join(filter(None, parts)), found.description]))
