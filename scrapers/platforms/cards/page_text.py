"""The text that a page shows, as one string in which every element knows its part."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from lxml import etree, html

from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, words_of
from scrapers.reading.text import squash

_UNSEEN = {"script", "style", "noscript", "template", "svg", "select", "option", "textarea", "head", "iframe", "video"}
_INLINE = {"a", "abbr", "b", "bdi", "big", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "q", "s"}
_INLINE |= {"small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "button", "img"}
_GLUED = {"sup", "sub", "wbr"}
"""Elements whose text belongs to the word before them: the "th" of 5th."""
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

    def of(self, element: html.HtmlElement) -> str:
        """What an element shows, on one line; "" for a hidden one."""
        start, end = self.spans.get(element, (0, 0))
        return squash(self.text[start:end])

    def shows(self, element: html.HtmlElement) -> bool:
        return isinstance(element.tag, str) and element in self.spans

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


def page_text(tree: html.HtmlElement) -> PageText:
    """Reads a tree once, without recursion: a deep page does no harm."""
    writer = _Writer()
    opened: dict[html.HtmlElement, int] = {}
    hidden: html.HtmlElement | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            if hidden is not None:
                continue
            if _is_hidden(element):
                hidden = element
                continue
            writer.separate(element.tag)
            opened[element] = writer.length
            writer.write(element.text, element)
            continue
        if event == "end":
            if hidden is not None and hidden is not element:
                continue
            if hidden is None:
                writer.page.spans[element] = (opened.pop(element), writer.length)
                writer.separate(element.tag)
            hidden = None
        if hidden is None and element is not tree and (parent := element.getparent()) is not None:
            writer.write(element.tail, parent)
    return writer.finished()


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.tag in _STRUCK:
        return _is_replaced(element)
    return element.tag in _UNSEEN or (
        "style" in element.attrib and _HIDDEN.search(element.get("style") or "") is not None
    )


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


class _Writer:
    def __init__(self) -> None:
        self.page = PageText()
        self.parts: list[str] = []
        self.length = 0
        self.last = "\n"

    def separate(self, tag: str) -> None:
        """A new line around a block, a space around an inline element."""
        if tag in _GLUED:
            return
        if tag not in _INLINE:
            if self.last != "\n":
                self._add("\n")
        elif self.last not in "\n ":
            self._add(" ")

    def write(self, text: str | None, element: html.HtmlElement) -> None:
        if not text:
            return
        if text.isspace():
            if self.last not in "\n ":
                self._add(" ")
            return
        shown = " ".join(text.split())
        if text[0].isspace() and self.last not in "\n ":
            shown = f" {shown}"
        if text[-1].isspace():
            shown = f"{shown} "
        self.page.starts.append(self.length)
        self.page.nodes.append(element)
        self._add(shown)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def finished(self) -> PageText:
        self.page.text = "".join(self.parts)
        return self.page
