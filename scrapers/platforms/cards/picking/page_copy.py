"""Writes the copy of a page that a person clicks on: its text and pictures, without what runs or leads away."""

from __future__ import annotations

from html import escape

from lxml import etree, html

from scrapers.platforms.cards.card_page import CardPage
from scrapers.platforms.cards.fields import picture_in

_KEPT = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure"}
_KEPT |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figcaption"}
_KEPT |= {"b", "strong", "i", "em", "small", "s", "del", "u", "sub", "sup", "code", "span", "br", "hr"}
_INLINE = {"a", "abbr", "bdi", "button", "cite", "font", "ins", "label", "mark", "q", "time", "tt", "big", "strike"}
_VOID = {"br", "hr"}
_SPANS = ("colspan", "rowspan")


def elements_in(page: CardPage) -> list[html.HtmlElement]:
    """All elements of a page. The place of one in this list is its number in the copy."""
    return list(page.tree.iter("*"))


def page_copy(page: CardPage) -> str:
    """HTML made from what the reader of cards sees. Each element has its number in `data-n`; of its attributes,
    only the spans of table cells stay. Links, forms, and unknown elements become `div` or `span`. A picture is an `img`
    in a `span`, with the address from the page if that is http or https."""
    return _Copy(page).written()


class _Copy:
    def __init__(self, page: CardPage) -> None:
        self.page = page
        self.text = page.finder.page
        self.numbers = {one: number for number, one in enumerate(elements_in(page))}
        self.parts: list[str] = []

    def written(self) -> str:
        bodies = list(self.page.tree.iter("body"))
        root = bodies[0] if bodies else self.page.tree
        hidden: html.HtmlElement | None = None
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                if hidden is None and not self.text.shows(element):
                    hidden = element
                if hidden is None:
                    self._open(element)
                continue
            if event == "end":
                if hidden is None:
                    self._close(element)
                elif hidden is element:
                    hidden = None
            if hidden is None and element is not root:
                self.parts.append(escape(element.tail or ""))
        return "".join(self.parts)

    def _open(self, element: html.HtmlElement) -> None:
        spans = "".join(
            f' {name}="{value}"' for name in _SPANS if (value := element.get(name) or "").isdecimal() and len(value) < 4
        )
        look = ' class="link"' if element.tag == "a" else ""
        self.parts.append(f'<{_tag(element)} data-n="{self.numbers[element]}"{spans}{look}>')
        if element.tag == "img":
            self.parts.append(self._picture(element))
        self.parts.append(escape(element.text or ""))

    def _picture(self, element: html.HtmlElement) -> str:
        address = picture_in(element, self.page.context.url) or ""
        source = f' src="{escape(address)}"' if address.startswith(("http://", "https://")) else ""
        return f'<img{source} alt="{escape(element.get("alt") or "")}" referrerpolicy="no-referrer" loading="lazy">'

    def _close(self, element: html.HtmlElement) -> None:
        tag = _tag(element)
        if tag not in _VOID:
            self.parts.append(f"</{tag}>")


def _tag(element: html.HtmlElement) -> str:
    tag = str(element.tag)
    if tag in _KEPT:
        return tag
    return "span" if tag in _INLINE or tag == "img" else "div"
