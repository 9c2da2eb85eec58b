"""Parses a page into a tree, unless parsing it could take hours."""

from __future__ import annotations

import re

from lxml import etree, html

from core.errors import PageChanged
from scrapers.reading.contract import Context

MOST_PARTS = 4000
"""Attributes of one tag, and the gaps between them. libxml2 compares each attribute of a tag with all earlier ones:
80,000 of them, 700 KB, take 13 s, and a page may have 20 MB. Real tags have less than 100."""
_PART = r"""(?:[^>=\s/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^>\s]*+))?|[=\s/]++)"""
"""An attribute, or what is between two (HTML Standard, 13.2.5.32 to 13.2.5.40)."""
_TAG = re.compile(rf"<[a-zA-Z]{_PART}{{0,{MOST_PARTS}}}")
"""A tag up to its end, or to as many parts as are allowed. It matches at every tag, so it never looks back. No group is
repeated possessively: before Python 3.11.5 that matches wrongly. Scripts and comments are judged like markup, because a
parser may see markup where this pattern would see a script."""
_END = re.compile(rf"{_TAG.pattern}(>?)")
"""How each tag ends: not with `>` if it has more parts, or if the text ends. Only then is it worth a loop."""
_CLASSES = etree.ElementDefaultClassLookup(
    element=html.HtmlElement, comment=html.HtmlComment, pi=html.HtmlProcessingInstruction, entity=html.HtmlEntity
)
"""As `lxml.html` has, but without its classes for single tags, which no reader needs: it asks a Python function for
each element, which takes as long as parsing."""


def page_tree(text: str, context: Context) -> html.HtmlElement:
    """The page's tree, also for readers that need more than the structured data. Raises PageChanged."""
    refuse_crowded_tags(text, context)
    parser = etree.HTMLParser(encoding="utf-8")
    parser.set_element_class_lookup(_CLASSES)
    try:
        return html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except (etree.ParserError, ValueError) as cause:
        raise PageChanged("a page without elements", url=context.url, source=context.source) from cause


def refuse_crowded_tags(text: str, context: Context) -> None:
    """Raises PageChanged for a tag with more attributes than any page has."""
    if len(text) < MOST_PARTS or "" not in _END.findall(text):
        return
    for tag in _TAG.finditer(text):
        if text[tag.end() : tag.end() + 1] not in ("", ">"):
            raise PageChanged(
                f"a tag with thousands of attributes: {tag[0][:60]!r}",
                url=context.url,
                source=context.source,
                field="markup",
            )
