"""Turns markup into what a reader of the page would see: text, links, images."""

from __future__ import annotations

import html
import re
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from lxml.html.defs import tags
from parsel import Selector

_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(["head", "noscript", "script", "style", "template", "title", "desc", "text", "tspan"])


_ELEMENTS = frozenset([*tags, "main", "path", "svg", "template", "wbr"])
_BRACKETED = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,40})(?: [A-Za-z0-9 ]{1,60})?>")
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9]{0,40})")
_SHOWN = etree.XPath(
    "descendant-or-self::text()[not(parent::script or parent::style or "
    "parent::*[self::title or self::desc or self::text or self::tspan][ancestor::svg])]"
)


def squash(text: str) -> str:
    """One line: every run of white space (non-breaking ones too) one space, invisible characters gone."""
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def mended(text: str) -> str:
    """The text with U+FFFD for half a surrogate pair, which JSON may carry (RFC 8259 8.2) and nothing can store."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_of(nodes: Selector | None) -> str:
    """What one element shows, on one line; "" for None. Scripts, styles, comments and the words in drawings are not.

    Of a drawing only its own words are left out: what follows a drawing that was never closed is page again (HTML
    Standard 13.2.6.5).
    """
    if nodes is None:
        return ""
    if not isinstance(nodes.root, etree._Element):
        return squash(str(nodes.root))
    parts = cast("list[str]", _SHOWN(nodes.root))
    return squash("".join(parts))


def attribute(node: Selector, name: str) -> str:
    """An attribute of an element, "" where it has none. parsel's `attrib` fails on elements that have another
    attribute with a control character in its name; this does not."""
    value = node.root.get(name) if isinstance(node.root, etree._Element) else None
    return value or ""


def plain_text(markup: str) -> str:
    """HTML as text: a line for each block, no blank lines, entities resolved, scripts and the like left out.

    Text without markup comes back the same but for its white space, `a < b` too.
    """
    if "<" not in markup:
        lines = (html.unescape(markup) if "&" in markup else markup).splitlines()
        return squash(lines[0]) if len(lines) == 1 else "\n".join(filter(None, map(squash, lines)))
    parts: list[str] = []
    unseen = 0
    for event, node in etree.iterwalk(_tree(markup), events=("start", "end", "comment", "pi")):
        name = node.tag.lower() if isinstance(node.tag, str) else ""
        unseen += (event == "start") * (name in _UNSEEN) - (event == "end") * (name in _UNSEEN)
        if name in _BLOCKS:
            parts.append("\n")
        words = node.text if event == "start" else node.tail
        if words and not unseen:
            parts.append(words.replace("\n", " "))
    return "\n".join(filter(None, map(squash, "".join(parts).split("\n"))))


def _as_words(markup: str) -> str:
    """Angle brackets around a word that is no element of HTML and is never closed are part of the text, as in the
    title `Live <Unplugged>`, which feeds write without escaping it twice."""
    closed = {name.lower() for name in _CLOSING.findall(markup)}

    def words(found: re.Match[str]) -> str:
        name = found[1].lower()
        return found[0] if name in _ELEMENTS or name in closed else html.escape(found[0])

    return _BRACKETED.sub(words, markup)


def _tree(markup: str) -> etree._Element:
    root: etree._Element = Selector(text=f"<div>{_as_words(markup)}</div>", type="html").root
    return root


_WHOLE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-\"$-:<=>@-~]*)?(?:\?[!-\"$-~]+)?")
"""A plain address, which joining with any other leaves as it is; by far most links are such."""


def absolute_url(link: str | None, base: str) -> str | None:
    """A link as an absolute http(s) URL; None for none, for one within the page, and for other schemes (`mailto:`).

    White space that markup leaves in and around a link goes, as in browsers (URL Standard 4.4); nothing else changes.
    """
    if link is None:
        return None
    if _WHOLE.fullmatch(link):
        return link
    cleaned = re.sub(r"[\t\r\n\0]", "", link).strip().replace(" ", "%20")
    if not cleaned or cleaned.startswith("#"):
        return None
    try:
        joined = urljoin(base, cleaned)
        parts = urlsplit(joined)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return joined if usable else None


def host_of(url: str) -> str:
    """The host of a URL without `www.`, lower-case; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def slug_of(url: str) -> str:
    """The last segment of a URL's path, percent-decoded; "" where there is none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return unquote(path.rstrip("/").rpartition("/")[2])


_LAZY = ("data-lazy-src", "data-src", "data-original", "data-lazy", "data-image", "data-srcset", "data-lazy-srcset")
_BACKGROUND = re.compile(r"""background(?:-image)?\s*:[^;]{0,200}?url\(\s*["']?([^"')]{1,2000})""", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:spacer|blank|placeholder|pixel|transparent|loading|1x1)(?:[_.-]|$)", re.IGNORECASE
)


def image_of(nodes: Selector | None, base: str) -> str | None:
    """The first real picture in an element (or of an `img`), as an absolute URL.

    Lazily loaded images carry a placeholder in `src` (a `data:` URL, a spacer) and the picture in one of several
    `data-` attributes; some skins paint it as a CSS background.
    """
    if nodes is None:
        return None
    for image in nodes.xpath("descendant-or-self::img"):
        for name in (*_LAZY, "src", "srcset"):
            url = absolute_url(_first_source(attribute(image, name)), base)
            if url is not None and not _PLACEHOLDER.search(slug_of(url)):
                return url
    for style in nodes.xpath("descendant-or-self::*[contains(@style, 'background')]/@style").getall():
        if found := _BACKGROUND.search(style):
            return absolute_url(found.group(1), base)
    return None


def _first_source(written: str) -> str | None:
    """The URL of a `src`, or the first of a `srcset` ("a.jpg 480w, b.jpg 800w")."""
    words = written.split()
    return words[0].rstrip(",") if words else None
