"""Recognizes the schema.org types that are events."""

from __future__ import annotations

from typing import Any

_OTHER_EVENTS = frozenset({"hackathon", "festival", "courseinstance"})
_NOT_EVENTS = frozenset({"userinteractionevent"})

_PLACES = frozenset(
    {
        *("civicstructure", "localbusiness", "performingartstheater", "stadiumorarena", "museum", "library", "park"),
        *("artgallery", "barorpub", "nightclub", "restaurant", "movietheater", "church", "touristattraction"),
        *("comedyclub", "brewery", "winery", "zoo", "aquarium", "beach"),
    }
)
"""Places where things go on. Organizations have events, too, but not their place."""


def short_type(name: str) -> str:
    """`MusicEvent` for `https://schema.org/MusicEvent`, `schema:MusicEvent`, and `MusicEvent`."""
    return name.strip().rstrip("/#").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]


def types_of(node: dict[str, Any]) -> list[str]:
    """The short names of a node's types."""
    value = node.get("@type", node.get("type"))
    return [short_type(name) for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def is_event(node: dict[str, Any]) -> bool:
    """Whether a node is an Event or a subtype: a name that ends in Event or EventSeries, Festival, Hackathon, or
    CourseInstance (schema.org, Event: more specific types)."""
    for name in types_of(node):
        lowered = name.lower()
        if lowered in _NOT_EVENTS:
            continue
        if lowered.endswith(("event", "eventseries")) or lowered in _OTHER_EVENTS:
            return True
    return False


def is_series(node: dict[str, Any]) -> bool:
    """Whether a node is an EventSeries, which may have no date of its own."""
    return any(name.lower().endswith("eventseries") for name in types_of(node))


def is_place(node: dict[str, Any]) -> bool:
    """Whether a node is a Place of a type that lists its events, or has a name that ends in Place or Venue."""
    names = [name.lower() for name in types_of(node)]
    return any(name in _PLACES or name.endswith(("place", "venue")) for name in names)
