"""Headings, descriptions, and canonical addresses of the public pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from app.api.pages import addresses, bodies
from app.feeds import wording
from storage.events import detail as event_pages
from storage.search import listings

HEADINGS: Mapping[str, str] = {
    "today": "Events today",
    "tomorrow": "Events tomorrow",
    "weekend": "Events this weekend",
}
DESCRIPTION = "Local events, straight from the venues and organizers that publish them."


def heading(given: bodies.Filters, names: Mapping[str, str]) -> str:
    """A list's heading: its day, its category, or both. `names`: the categories' names by slug."""
    if words := str(given.get("q", "")):
        return f"Events that match “{words}”"
    chosen = given.get("category", "")
    name = names.get(chosen if isinstance(chosen, str) else chosen[0]) if chosen and _is_one(chosen) else None
    day = str(given.get("day", ""))
    when = HEADINGS.get(day, "")
    if day and not when:
        when = f"Events on {wording.day(date.fromisoformat(day))}"
    if name is None:
        return when or "Local events"
    return f"{name}: {when[0].lower()}{when[1:]}" if when else name


def _is_one(value: str | Sequence[str]) -> bool:
    return isinstance(value, str) or len(value) == 1


def canonical(given: bodies.Filters, names: Mapping[str, str]) -> str:
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
    return f"/{bodies.query(given)}"


def summary(found: event_pages.EventRecord, times: Sequence[listings.Listing]) -> str:
    """When, where, and the beginning of the description."""
    parts = []
    if times:
        coming = next((one for one in times if one.starts_at > datetime.now(UTC)), times[-1])
        parts = [wording.when(coming), wording.place(coming)]
    return ". ".join(filter(None, [", ".join(filter(None, parts)), found.description]))
