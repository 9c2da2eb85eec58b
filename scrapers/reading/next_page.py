"""Finds the link to a list's next page."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

from lxml import html

from scrapers.reading.text import absolute_url

_NEXT = re.compile(
    r"^(?:(?:(?:go to |show |view |see |load )?(?:the )?next(?: page| events?)?|weiter|volgende(?: pagina)?|suivant"
    r"|siguiente|n[aä]chste(?: seite)?)\s*[»›→>]*|[»›→>]+)$",
    re.IGNORECASE,
)
_NAMED_NEXT = re.compile(r"(?:^|[-_\s])(?:next|pager-?next|nextpostslink)(?:$|[-_\s])", re.IGNORECASE)
_PAGER = re.compile(r"pag(?:er|inat)|page-?(?:nav|number)|wp-pagenavi|nav-links", re.IGNORECASE)
_ABOVE = 4


def next_link(tree: html.HtmlElement, url: str) -> html.HtmlElement | None:
    """The link that the page marks as next (`rel=next`), or that says so in a pager; else the number after the present
    page's in a pager."""
    marked = [one for one in tree.iter("a", "link") if "next" in (one.get("rel") or "").lower().split()]
    found = [one for one in marked if _leads_on(one, url)]
    if found:
        return found[0]
    links = [one for one in tree.iter("a") if _leads_on(one, url) and _in_pager(one)]
    says_next = next((one for one in links if _says_next(one)), None)
    return _next_number(tree, links) if says_next is None else says_next


def next_url(tree: html.HtmlElement, url: str) -> str | None:
    link = next_link(tree, url)
    return None if link is None else absolute_url(link.get("href"), url)


def _leads_on(link: html.HtmlElement, url: str) -> bool:
    address = absolute_url((link.get("href") or "").strip(), url)
    return bool(address) and urldefrag(address or "").url != urldefrag(url).url


def _in_pager(link: html.HtmlElement) -> bool:
    around = [link, *(one for one, _ in zip(link.iterancestors(), range(_ABOVE), strict=False))]
    return any(
        _PAGER.search(f"{one.get('class') or ''} {one.get('id') or ''} {one.get('aria-label') or ''}") for one in around
    )


def _says_next(link: html.HtmlElement) -> bool:
    text = " ".join(link.text_content().split())
    named = f"{link.get('class') or ''} {(link.getparent().get('class') if link.getparent() is not None else '') or ''}"
    label = link.get("aria-label") or link.get("title") or ""
    return bool(_NAMED_NEXT.search(named) or (text and _NEXT.match(text)) or (label and _NEXT.match(label)))


def _next_number(tree: html.HtmlElement, links: list[html.HtmlElement]) -> html.HtmlElement | None:
    """The link with the number after the one that the pager marks as the present page's."""
    marked = tree.xpath("//*[@aria-current='page' or contains(concat(' ', normalize-space(@class), ' '), ' current ')]")
    present = {text for one in marked if (text := " ".join(one.text_content().split())).isdecimal() and _in_pager(one)}
    if len(present) != 1:
        return None
    following = str(int(present.pop()) + 1)
    return next((one for one in links if " ".join(one.text_content().split()) == following), None)
