"""What a site says about itself: its name, its language, and its place."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import html

from core.items import Venue
from scrapers.reading.structured.json_ld.blocks import nodes, read_blocks
from scrapers.reading.structured.types import is_event, types_of
from scrapers.reading.structured.values import venue_of

LONGEST_NAME = 120
_BETWEEN = re.compile(r"\s[|–—»·•:-]\s|\s*\|\s*")
_OF_ONE_PAGE = re.compile(
    r"^(?:home|homepage|welcome|(?:upcoming |all |our )?(?:events?|calendar|shows?|concerts?|schedule|agenda|programs?"
    r"|performances?|what['’]?s on|tickets)\b.*|.*\b\d{4}\b.*)$",
    re.IGNORECASE,
)
"""The part of a title that names the page, not the site."""
_SITES = frozenset({"WebSite"})
_EVERYWHERE = frozenset({"Online", "VirtualLocation"})


def site_name(tree: html.HtmlElement, url: str) -> str:
    """The name that the site gives itself, otherwise the part of the page's title that is the site's; "" if none is."""
    named = tree.xpath("string(//meta[@property='og:site_name']/@content)") or tree.xpath(
        "string(//meta[@name='application-name']/@content)"
    )
    name = _line(str(named)) or _named_by_data(tree) or _from_title(_line(str(tree.xpath("string(//title)"))), url)
    return name[:LONGEST_NAME]


def language(tree: html.HtmlElement) -> str:
    """A language tag such as `en-US`, as the page's `lang` says; "" without one."""
    tag = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) else ""


def own_place(tree: html.HtmlElement) -> Venue | None:
    """The one place with a name and an address that the page's structured data gives as its own, not an event's."""
    found: dict[str, Venue] = {}
    for document in read_blocks(tree).documents:
        for node, held_by in nodes(document):
            if held_by == "location" or is_event(node) or not node.get("address") or not isinstance(node, dict):
                continue
            if not types_of(node) or _EVERYWHERE.intersection(types_of(node)):
                continue
            place = venue_of(node, "")
            if place is not None and place.name and place.address:
                found[place.name] = place
    return next(iter(found.values())) if len(found) == 1 else None


def _named_by_data(tree: html.HtmlElement) -> str:
    for document in read_blocks(tree).documents:
        for node, _ in nodes(document):
            if _SITES.intersection(types_of(node)) and isinstance(name := node.get("name"), str):
                return _line(name)
    return ""


def _from_title(title: str, url: str) -> str:
    parts = [part for part in _BETWEEN.split(title) if part.strip()]
    own = [part.strip() for part in parts if not _OF_ONE_PAGE.match(part.strip())] or parts
    if not own:
        return ""
    address = urlsplit(url)
    host = re.sub(r"[^a-z0-9]", "", (address.hostname or "").removeprefix("www.").rpartition(".")[0])
    alike = [part for part in own if len(letters := re.sub(r"[^a-z0-9]", "", part.lower())) > 3 and letters in host]
    return (alike or (own if address.path in ("", "/") else own[::-1]))[0]


def _line(text: str) -> str:
    return " ".join(text.split())
