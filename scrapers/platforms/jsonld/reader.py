"""Reads the events in a page's structured data: JSON-LD, microdata, RDFa, h-event, or hCalendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import html

from core.errors import BadRecord
from core.items import EventItem
from scrapers.reading.bodies import decode, require_html
from scrapers.reading.contract import Context, Reading
from scrapers.reading.page_tree import page_tree
from scrapers.reading.problems import located
from scrapers.reading.room import Room
from scrapers.reading.structured import hcalendar, microdata, rdfa
from scrapers.reading.structured.event import is_reference, read_event
from scrapers.reading.structured.json_ld.blocks import nodes, read_blocks
from scrapers.reading.structured.occurrences import is_dated, showing_parts, subevents
from scrapers.reading.structured.page_meta import read_meta
from scrapers.reading.structured.same_event import join_same
from scrapers.reading.structured.types import is_event, is_place, is_series
from scrapers.reading.structured.values import as_list, first_text, line
from scrapers.reading.windows import within

VERSION = 11
"""Raised when the same page gives other events, so that pages which answer 304 are read again."""
Node = Mapping[str, Any]


def read_events(body: bytes, context: Context) -> Reading:
    """The events of a page, each once, even if it is repeated or in several syntaxes.

    A page without events in structured data is fine and gives none, since only the spider knows whether to expect any.
    Raises EmptyBody, BadCharset, WrongKind, and Blocked as `bodies` does.

    `uid` is the slug of the event's address, else its `@id`, else `event.fingerprint`.
    """
    text = decode(body, context)
    require_html(text, context)
    return read_page(page_tree(text, context), context)


def read_page(tree: html.HtmlElement, context: Context) -> Reading:
    """The events of a parsed page, from all syntaxes. An event without an address gets the page's."""
    problems: list[BadRecord] = []
    found = _documents(tree, problems, context)
    meta = read_meta(tree, found[0], context.url)
    room = Room()
    syntaxes = [
        [meta.applied_to(event) for event in _readable(documents, problems, room, context)] for documents in found
    ]
    events = (event if event.url else replace(event, url=context.url or None) for event in join_same(syntaxes))
    return Reading(events=within(events, context.window), problems=tuple(problems))


def _documents(tree: html.HtmlElement, problems: list[BadRecord], context: Context) -> list[list[Any]]:
    """The documents of each syntax. JSON-LD comes first: where they differ, it counts, as it is made for machines."""
    blocks = read_blocks(tree)
    problems += [
        BadRecord(
            f"a JSON-LD block that isn't JSON: {text[:100]}", url=context.url, source=context.source, field="json-ld"
        )
        for text in blocks.broken
    ]
    return [blocks.documents, *(syntax.documents(tree, context, problems) for syntax in (microdata, rdfa, hcalendar))]


def _readable(documents: list[Any], problems: list[BadRecord], room: Room, context: Context) -> Iterator[EventItem]:
    for node in _events_in(documents):
        try:
            event = read_event(node, context, problems)
        except BadRecord as problem:
            problems.append(problem)
            continue
        if event.occurrences:
            event, cut = room.fit(event)
            if cut is not None:
                problems.append(located(cut, context))
            yield event


def _events_in(documents: list[Any]) -> Iterator[Node]:
    """The event records, except the showings of a named event, which are read with it, what only a superEvent
    describes, and undated series and festivals that only hold other events together."""
    everything = [node for document in documents for node, _ in nodes(document)]
    by_id = {node["@id"]: node for node in everything if isinstance(node.get("@id"), str) and len(node) > 1}
    events = [
        (node, {name: _resolved(value, by_id) for name, value in node.items()})
        for node in everything
        if is_event(node) and not is_reference(node)
    ]
    parts = {
        id(part) for _, whole in events if (name := line(whole.get("name"))) for part in showing_parts(whole, name)
    }
    parents = [parent for _, whole in events for parent in as_list(whole.get("superEvent")) if isinstance(parent, dict)]
    parent_keys = {key for parent in parents for key in _keys(parent)}
    inner = {id(parent) for node, _ in events for parent in as_list(node.get("superEvent"))}
    places = _places_from_around(everything, by_id)
    for node, whole in events:
        if id(node) in parts or id(node) in inner:
            continue
        is_parent = not parent_keys.isdisjoint(_keys(node)) or any(map(is_dated, subevents(whole)))
        if is_dated(whole) or not (is_parent or is_series(node)):
            place = None if whole.get("location") or whole.get("superEvent") else places.get(id(node))
            yield whole if place is None else {**whole, "location": place}


def _keys(node: Node) -> set[int | str]:
    """What two mentions of one node share: being the same object, or its `@id`."""
    own = first_text(node.get("@id"))
    return {id(node)} if own is None else {id(node), own}


def _places_from_around(everything: Sequence[dict[str, Any]], by_id: Mapping[str, Node]) -> dict[int, Any]:
    """By `id()`, the place of each node that is an event of a place, or a subEvent of an event with a place."""
    places: dict[int, Any] = {}
    for node in everything:
        of_event = is_event(node)
        place = (node.get("location") or places.get(id(node))) if of_event else node if is_place(node) else None
        for name in ("subEvent", "subEvents") if of_event else ("event", "events"):
            for child in as_list(_resolved(node.get(name), by_id)) if place else ():
                places.setdefault(id(child), _resolved(place, by_id))
    return places


def _resolved(value: Any, by_id: Mapping[str, Node]) -> Any:
    """The node on the same page that `{"@id": …}` refers to (JSON-LD 1.1, node references)."""
    if isinstance(value, list):
        return [_resolved(entry, by_id) for entry in value]
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value
