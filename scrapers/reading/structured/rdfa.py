"""Finds the RDFa events of a page, in the shape of JSON-LD (RDFa Lite 1.1)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree, html

from core.errors import BadRecord
from scrapers.reading.contract import Context
from scrapers.reading.structured.types import is_event, short_type
from scrapers.reading.xpaths import elements

_EVENTS = etree.XPath("//*[@typeof and not(ancestor::*[@typeof])][descendant-or-self::*[contains(@typeof, 'Event')]]")
_TIMES = etree.XPath("descendant-or-self::time[@property][@datetime][not(@content)]")
_MOST = 300
_MAX_DEPTH = 12
_FAILURES = (etree.Error, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What pyRdfa and rdflib may raise for broken markup."""


def documents(tree: html.HtmlElement, context: Context, problems: list[BadRecord]) -> list[Any]:
    """The event items, in page order.

    pyRdfa builds a graph and loses the order, so it reads one outermost item at a time, at most 300 per page.
    """
    from extruct.rdfa import RDFaExtractor  # importing its libraries takes 0.3 s, and few pages need them

    found = []
    for element in elements(tree, _EVENTS)[:_MOST]:
        try:
            graph = RDFaExtractor().extract(_alone(element), base_url=context.url)
        except _FAILURES as cause:
            problems.append(
                BadRecord(f"unreadable RDFa: {cause}", url=context.url, source=context.source, field="rdfa")
            )
        else:
            found += _events(graph)
    return found


def _alone(element: html.HtmlElement) -> str:
    """A page with only this element and the vocabulary and prefixes that it inherits.

    The value of `<time>` is its datetime (HTML+RDFa 1.1 section 3.1), which pyRdfa leaves out.
    """
    page = etree.Element("html")
    for name in ("vocab", "prefix"):
        holder = next((one for one in element.iterancestors() if one.get(name)), None)
        if holder is not None:
            page.set(name, holder.get(name))
    etree.SubElement(page, "body")
    element = deepcopy(element)
    for time in elements(element, _TIMES):
        time.set("content", time.get("datetime"))
    markup = html.tostring(element, encoding="unicode", with_tail=False)
    head = str(html.tostring(page, encoding="unicode"))
    return head.replace("<body></body>", f"<body>{markup}</body>")


def _events(graph: list[dict[str, Any]]) -> list[Any]:
    """The events that aren't part of another event, with the nodes they point to put in place of the references."""
    by_id = {str(node.get("@id")): node for node in graph}
    events = [node for node in graph if is_event(node)]
    inner = {str(value.get("@id")) for node in events for values in node.values() for value in _objects(values)}
    outer = [node for node in events if str(node.get("@id")) not in inner] or events
    return [_nested(node, by_id, _MAX_DEPTH) for node in sorted(outer, key=_order)]


def _order(node: dict[str, Any]) -> str:
    return str(
        sorted((name, str(values)) for name, values in node.items() if name != "@id" and "_:" not in str(values))
    )


def _objects(values: Any) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _nested(node: dict[str, Any], by_id: dict[str, dict[str, Any]], depth: int) -> dict[str, Any]:
    whole: dict[str, Any] = {"@type": node.get("@type", [])}
    if not str(node.get("@id", "_:")).startswith("_:"):
        whole["@id"] = node["@id"]
    for name, values in node.items():
        if name.startswith("@"):
            continue
        whole[short_type(name)] = [
            _nested(by_id[own], by_id, depth - 1)
            if depth and (own := str(value.get("@id"))) in by_id
            else value.get("@value", value.get("@id"))
            for value in _objects(values)
        ]
    return whole
