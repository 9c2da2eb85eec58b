"""Checks that an SVG only draws. Pure."""

from __future__ import annotations

import re

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
_FOREIGN = re.compile(r"javascript:|@import|image-set\(|src\(|\\|url\((?!\s*['\"]?#)", re.IGNORECASE)
_DECLARES = re.compile(r"<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
"""The beginning of a DOCTYPE's own declarations, such as entities and usual attributes."""
_DANGEROUS = ("script", "foreignObject", "iframe", "embed", "object", "handler", "set", "animate")


class NoDrawing(ValueError):
    """The file can't be shown as an SVG; the message says why, and what to do."""


def check(content: bytes) -> None:
    """Raises NoDrawing unless it is an SVG in UTF-8 that loads and runs nothing."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise NoDrawing("is an SVG that isn't in UTF-8; save it in UTF-8") from None
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise NoDrawing(f"is an SVG with a mistake in line {error.lineno}; save it again") from None
    if "\0" in text or (root.getroottree().docinfo.encoding or "UTF-8").upper() != "UTF-8":
        raise NoDrawing("is an SVG that isn't in UTF-8; save it in UTF-8")  # lxml may report UTF-8 for UTF-16
    if etree.QName(root) != etree.QName(SVG, "svg"):
        raise NoDrawing("is not a picture; it must be PNG, JPEG, WebP, GIF, or SVG")
    if part := _more_than_drawing(root, text):
        raise NoDrawing(f"is an SVG with {part}; remove this, or save the logo as PNG")


def _more_than_drawing(root: etree._Element, text: str) -> str | None:
    """The first part that could load or run something, in words."""
    if _DECLARES.search(text):
        return "declarations in its DOCTYPE"
    if root.getroottree().xpath("//processing-instruction()"):
        return "instructions such as <?xml-stylesheet?>"
    if found := _FOREIGN.search("".join(map(str, root.itertext()))):
        return f"styles that load something ({found[0]})"
    return next(filter(None, map(_fault, root.iter(etree.Element))), None)


def _fault(element: etree._Element) -> str | None:
    name = etree.QName(element).localname
    if name in _DANGEROUS:
        return f"the element <{name}>"
    for full_name, given in element.items():
        attribute, value = etree.QName(str(full_name)).localname, str(given)
        if attribute.lower().startswith("on"):
            return f"a script ({attribute})"
        if attribute == "href" and not value.startswith(("#", "data:image/")):
            return "a link or a picture from elsewhere (href)"
        if found := _FOREIGN.search(value):
            return f"styles that load something ({found[0]})"
    return None
