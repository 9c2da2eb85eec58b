"""Quotes words that a page or a JSON answer has exactly once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

from scrapers.reading.contract import Context
from scrapers.reading.page_tree import page_tree
from scrapers.reading.quotes.quote import Quote, plain, quote

SHORTEST = 4
"""Shorter words could stand anywhere."""
_ATTRIBUTES = ("href", "src", "content", "datetime", "alt", "title")


def quote_words(text: str, values: Mapping[str, str], context: Context) -> Mapping[str, Quote]:
    """By field, for values whose words are the whole of exactly one text or, if of none, a part of exactly one.
    Raises PageChanged as `page_tree` does."""
    document = _json(text)
    leaves = list(_leaves("$", document) if document is not None else _page_leaves(page_tree(text, context)))
    folded = [(place, leaf, plain(leaf)) for place, leaf in leaves]
    found = {}
    for field, value in values.items():
        sought = plain(value)
        if len(sought) < SHORTEST:
            continue
        holding = [(place, leaf) for place, leaf, words in folded if words == sought]
        holding = holding or [(place, leaf) for place, leaf, words in folded if sought in words]
        if len(holding) == 1:
            found[field] = quote(*holding[0], value)
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _leaves(path: str, document: Any) -> Iterator[tuple[str, str]]:
    waiting = [(path, document)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{place}.{name}", one) for name, one in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{place}[{number}]", one) for number, one in enumerate(value)]
        elif isinstance(value, str):
            yield place, value


def _page_leaves(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    scripts = 0
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag == "style":
            continue
        if element.tag == "script":
            scripts += 1
            if (document := _json(element.text or "")) is not None:
                yield from _leaves(f"script {scripts}: $", document)
            continue
        place = ""
        texts = [("", element.text), *((f"[{name}]", element.get(name)) for name in _ATTRIBUTES)]
        for suffix, value in (*texts, *(("", child.tail) for child in element)):
            if value and value.strip():
                place = place or _selector(element)
                yield place + suffix, value


def _selector(element: html.HtmlElement) -> str:
    """A CSS selector of the element, from the nearest one with an id."""
    parts = []
    current: Any = element
    while current is not None:
        if name := current.get("id"):
            parts.append(f"#{name}")
            break
        parent = current.getparent()
        alike = [] if parent is None else [one for one in parent if one.tag == current.tag]
        parts.append(current.tag if len(alike) < 2 else f"{current.tag}:nth-of-type({alike.index(current) + 1})")
        current = parent
    return " > ".join(reversed(parts))
