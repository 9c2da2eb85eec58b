"""Expected structured data: the JSON-LD or microdata nodes that another extractor found on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.items import EventStatus
from quality.accuracy.index import facts_of
from quality.accuracy.listed import Amounts, Field, Listed
from quality.accuracy.moments import read_moment

Node = Mapping[str, Any]


def from_structured_data(told: Any) -> Iterator[Listed]:
    for number, node in enumerate(_event_nodes(told), 1):
        yield Listed(origin=f"expected node {number}", facts=_facts(node))


def _event_nodes(told: Any) -> Iterator[Node]:
    """Event nodes with a start, in the order of the file; microdata has its properties one level deeper."""
    if isinstance(told, list):
        for one in told:
            yield from _event_nodes(one)
    elif isinstance(told, dict):
        node = told.get("properties", told)
        kinds = told.get("@type", told.get("type", ""))
        if "Event" in str(kinds) and isinstance(node, dict) and node.get("startDate"):
            yield node
            return
        for one in told.values():
            yield from _event_nodes(one)


def _facts(node: Node) -> dict[Field, Any]:
    facts: dict[Field, Any] = {}
    if node.get("name"):
        facts[Field.TITLE] = _text(node["name"])
    when = read_moment(_text(node["startDate"]))
    if when is not None:
        facts |= facts_of(when)
    place = node.get("location")
    if isinstance(place, dict):
        name = place.get("properties", place).get("name")
        if name:
            facts[Field.VENUE] = _text(name)
    if str(node.get("eventStatus", "")).endswith("EventCancelled"):
        facts[Field.STATUS] = EventStatus.CANCELLED
    return facts | _offer(node.get("offers"))


def _offer(offers: Any) -> dict[Field, Any]:
    if not isinstance(offers, dict):
        return {}
    offer = offers.get("properties", offers)
    price = str(offer.get("price", ""))
    if not price.replace(".", "", 1).isdecimal():
        return {}
    cents = round(float(price) * 100)
    return {Field.PRICE: Amounts(cents, cents, currency=offer.get("priceCurrency"))}


def _text(value: Any) -> str:
    return _text(value[0]) if isinstance(value, list) else str(value)
