"""XPath results as lists of one type."""

from __future__ import annotations

from lxml import etree, html


def elements(tree: html.HtmlElement, expression: etree.XPath) -> list[html.HtmlElement]:
    """The HTML elements that an expression selects, in document order."""
    found = expression(tree)
    return [one for one in found if isinstance(one, html.HtmlElement)] if isinstance(found, list) else []


def strings(tree: html.HtmlElement, expression: etree.XPath) -> list[str]:
    """The attribute values or texts that an expression selects."""
    found = expression(tree)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
