"""Turns markup into what a visitor of the page sees: text, links, images."""

from __future__ import annotations

import html
import re
from typing import cast
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from lxml import etree
from lxml.html.defs import tags
from parsel import Selector

from core.visible_text import visible

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
    """The text on one line: each run of white space (also non-breaking) as one space, without invisible characters."""
    return " ".join(visible(text).split())


def fix_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which JSON may contain (RFC 8259 8.2) but no database can store."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_of(nodes: Selector | None) -> str:
    """What an element shows, on one line, without scripts, styles, comments, and the text of drawings. "" for None.

    Only a drawing's own text is left out: what follows an unclosed drawing belongs to the page (HTML Standard
    13.2.6.5).
    """
    if nodes is None:
        return ""
    if not isinstance(nodes.root, etree._Element):
        return squash(str(nodes.root))
    parts = cast("list[str]", _SHOWN(nodes.root))
    return squash(_unescaped("".join(parts)))


def attribute(node: Selector, name: str) -> str:
    """An attribute of an element, "" if it is missing. parsel's `attrib` fails if any attribute of the element has a
    control character in its name; this function doesn't."""
    value = node.root.get(name) if isinstance(node.root, etree._Element) else None
    return value or ""


_ENTITY = re.compile(r"&(?!lt;|gt;)(?:[A-Za-z]{2,8}[0-9]?|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5});")
"""An entity in visible text is one that was escaped twice (`&amp;#8217;`). `&lt;` may be meant as it is."""


def plain_text(markup: str) -> str:
    """HTML as text: one line per block, no blank lines, entities resolved (also if they were escaped twice), without
    scripts, styles, and templates.

    Text without markup, even `a < b`, stays the same except for its white space.
    """
    return _unescaped(_without_markup(markup))


def _unescaped(text: str) -> str:
    """Visible text without the entities that are left if it was escaped several times."""
    for _ in range(3):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: _visible(html.unescape(found[0])), text)
    return text


def _visible(character: str) -> str:
    return " " if character.isspace() else character


def _without_markup(markup: str) -> str:
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
    """Escapes angle brackets around a word that isn't an HTML element and is never closed: they are part of the text,
    as in the title `Live <Unplugged>`, which feeds don't escape twice."""
    closed = {name.lower() for name in _CLOSING.findall(markup)}

    def words(found: re.Match[str]) -> str:
        name = found[1].lower()
        return found[0] if name in _ELEMENTS or name in closed else html.escape(found[0])

    return _BRACKETED.sub(words, markup)


def _tree(markup: str) -> etree._Element:
    root: etree._Element = Selector(text=f"<div>{_as_words(markup)}</div>", type="html").root
    return root


_WHOLE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-\"$-:<=>@-~]*)?(?:\?[!-\"$-~]+)?")
"""A plain absolute address, which `urljoin` would return unchanged. Most links look like this."""


def absolute_url(link: str | None, base: str) -> str | None:
    """A link as an absolute http(s) URL. None for no link, a link within the page, and other schemes (`mailto:`).

    Removes white space in and around the link as browsers do (URL Standard 4.4), and changes nothing else.
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


def parts_of(url: str) -> SplitResult:
    """The parts of an address as a site wrote it; all are empty if it is malformed, such as `http://[`."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def host_of(url: str) -> str:
    """The host of a URL in lower case without `www.`; "" if it has no host."""
    return (parts_of(url).hostname or "").removeprefix("www.")


def slug_of(url: str) -> str:
    """The last segment of a URL's path, percent-decoded; "" if the path is empty."""
    return unquote(parts_of(url).path.rstrip("/").rpartition("/")[2])


_LAZY = ("data-lazy-src", "data-src", "data-original", "data-lazy", "data-image", "data-srcset", "data-lazy-srcset")
_BACKGROUND = re.compile(r"""background(?:-image)?\s*:[^;]{0,200}?url\(\s*["']?([^"')]{1,2000})""", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:spacer|blank|placeholder|pixel|transparent|loading|1x1)(?:[_.-]|$)", re.IGNORECASE
)


def image_of(nodes: Selector | None, base: str) -> str | None:
    """The absolute URL of the first real picture in an element, or of an `img` itself.

    Lazily loaded images have a placeholder in `src` (a `data:` URL, a spacer) and the picture in one of several
    `data-` attributes; some skins use a CSS background.
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
