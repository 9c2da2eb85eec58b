"""The text that a page shows, as one string in which every element knows its part."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from lxml import etree, html

from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, words_of
from scrapers.reading.text import squash

_UNSEEN = {"script", "style", "noscript", "template", "svg", "select", "option", "textarea", "head", "iframe", "video"}
_INLINE = {"a", "abbr", "b", "bdi", "big", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "q", "s"}
_INLINE |= {"small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "button", "img"}
_GLUED = {"sup", "sub", "wbr"}
"""Elements whose text belongs to the word before them: the "th" of 5th."""
_GAPS = {**dict.fromkeys(_INLINE, " "), **dict.fromkeys(_GLUED, "")}
"""What stands before and after an element's text; around others, a new line."""
_STRUCK = {"s", "del", "strike"}
_LONGEST_STRUCK = 60
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass
class PageText:
    """The shown text. Blocks are on lines of their own; inline elements are separated by spaces.

    text    the whole.
    starts  where each text node begins, ascending; `nodes` holds the element of each.
    spans   the part of `text` that each shown element holds: (start, end), in document order of the element's end.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    nodes: list[html.HtmlElement] = field(default_factory=list)
    spans: dict[html.HtmlElement, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def order(self) -> dict[html.HtmlElement, int]:
        """The place of each shown element in the order of their ends. Of two elements, the one that begins later is in
        the other if it ends before it."""
        return {element: place for place, element in enumerate(self.spans)}

    def of(self, element: html.HtmlElement) -> str:
        """What an element shows, on one line; "" for a hidden one."""
        start, end = self.spans.get(element, (0, 0))
        return squash(self.text[start:end])

    def shows(self, element: html.HtmlElement) -> bool:
        return element in self.spans

    def element_at(self, start: int, end: int) -> html.HtmlElement | None:
        """The smallest element that holds a part of the text."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or bisect_left(self.starts, end) <= first:
            return None
        element = self.nodes[first]
        while element is not None:
            low, high = self.spans.get(element, (0, 0))
            if low <= start and end <= high:
                return element
            element = element.getparent()
        return None


class Stretches:
    """Parts of a page's text: finds in logarithmic time whether another part overlaps any of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reached = list(accumulate((end for _, end in ordered), max))

    def overlap(self, start: int, end: int) -> bool:
        place = bisect_left(self._starts, end) - 1
        return place >= 0 and self._reached[place] > start


def page_text(tree: html.HtmlElement) -> PageText:
    """Reads a tree once, without recursion: a deep page does no harm. A page has thousands of elements, so what each
    takes is here, in one loop."""
    page, parts = PageText(), [""]
    around: list[html.HtmlElement] = []
    begins: list[int] = []
    gaps: list[str] = []
    length, last, is_hidden = 0, "\n", False
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        gap = ""
        if event == "start":
            if _is_hidden(element):
                walk.skip_subtree()
                is_hidden = True
                continue
            gap = _GAPS.get(element.tag, "\n")
        elif is_hidden:
            is_hidden = False
        elif event == "end":
            page.spans[around.pop()] = (begins.pop(), length)
            gap = gaps.pop()
        if gap and last != "\n" and last != gap:
            parts.append(gap)
            length, last = length + 1, gap
        if event == "start":
            around.append(element)
            begins.append(length)
            gaps.append(gap)
        text = element.text if event == "start" else element.tail
        if not text or not around:
            continue
        words = _in_lines(text) if around[-1].tag == "pre" else " ".join(text.split())
        shown = f" {words}" if text[0].isspace() and last != "\n" and last != " " else words
        if words:
            if text[-1].isspace():
                shown += " "
            page.starts.append(length)
            page.nodes.append(around[-1])
        if shown:
            parts.append(shown)
            length, last = length + len(shown), shown[-1]
    page.text = "".join(parts)
    return page


def _in_lines(text: str) -> str:
    """The lines of a text whose own line ends count."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.tag in _STRUCK:
        return _is_replaced(element)
    style = element.get("style")
    if element.get("hidden") is not None or (element.tag == "dialog" and element.get("open") is None):
        return True
    return element.tag in _UNSEEN or (style is not None and _HIDDEN.search(style) is not None)


def _is_replaced(struck: html.HtmlElement) -> bool:
    """Whether a struck-out date, hour, or number stands next to another one, as in `<s>Dec 4</s> Jan 8`. A whole card
    may be struck out because it's canceled: that stays."""
    old, parent = squash(struck.text_content()), struck.getparent()
    if parent is None or len(old) > _LONGEST_STRUCK or not any(map(str.isdigit, old)):
        return False
    around = squash(parent.text_content())
    if not any(map(str.isdigit, around.replace(old, "", 1))):
        return False
    try:
        return all(word.kind is not Kind.UNKNOWN for word in words_of(old))
    except Unclear:
        return True
