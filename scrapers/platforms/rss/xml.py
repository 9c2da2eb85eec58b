"""Parses RSS 2.0, RSS 1.0, and Atom into entries of named texts, without XML's dangerous features."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from core.errors import PageChanged, WrongKind
from scrapers.reading.bodies import TextKind, kind_of, refuse_challenge
from scrapers.reading.contract import Context

_ROOTS = frozenset({"rss", "RDF", "feed"})
_ENTRIES = frozenset({"item", "entry"})
_MARKUP_IN = frozenset({"description", "encoded", "content", "summary", "xhtml"})
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/event/": "ev",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://schemas.google.com/g/2005": "gd",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.georss.org/georss": "georss",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "urn:ietf:params:xml:ns:xcal": "xcal",
}


@dataclass(slots=True)
class Entry:
    """An item of a feed: its texts in document order, by names such as `ev:startdate`, in lower case and with the usual
    prefix of the namespace. Attributes are under `prefix:name@attribute`."""

    texts: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """The first non-empty text of the first name that has one."""
        for name in names:
            for text in self.texts.get(name, ()):
                if text:
                    return text
        return None

    def all(self, name: str) -> list[str]:
        return [text for text in self.texts.get(name, ()) if text]


def read_entries(text: str, context: Context) -> list[Entry]:
    """The entries of a feed, in order. Recovers slightly broken XML as feed readers do.

    Never expands entities or loads anything; libxml2's own limits bound the sizes. Raises Blocked for a challenge page,
    WrongKind for anything but XML, PageChanged for XML that isn't a feed.
    """
    kind = kind_of(text)
    if kind is TextKind.HTML:
        refuse_challenge(text, context)
    if kind not in (TextKind.XML, TextKind.HTML) or (kind is TextKind.HTML and "<rss" not in text[:5000]):
        found = f"{kind} instead of a feed, beginning {text.strip()[:60]!r}"
        raise WrongKind(found, url=context.url, source=context.source)
    root = _root(text, context)
    if _name(root) not in _ROOTS:
        found = f"XML that isn't a feed: <{_name(root)}>"
        raise PageChanged(found, url=context.url, source=context.source)
    return [_entry(node) for node in root.iter() if isinstance(node.tag, str) and _name(node) in _ENTRIES]


def _root(text: str, context: Context) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True, remove_comments=True
    )
    body = text[text.find("<") :].replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(_without_declaration(body), parser)
    except (etree.XMLSyntaxError, ValueError) as cause:
        raise WrongKind(f"not XML: {cause}", url=context.url, source=context.source) from cause
    if root is None:
        raise WrongKind(f"not XML: {text.strip()[:60]!r}", url=context.url, source=context.source)
    return root


def _without_declaration(body: bytes) -> bytes:
    """The body without its XML declaration, which may name another charset than UTF-8."""
    return body.partition(b"?>")[2].lstrip() if body.startswith(b"<?xml") else body


def _split(node: etree._Element) -> tuple[str, str]:
    """Namespace and local name. lxml's QName rejects some names that recovered XML can have."""
    namespace, _, name = node.tag.rpartition("}") if isinstance(node.tag, str) else ("", "", "")
    return namespace.lstrip("{"), name.rpartition(":")[2]


def _name(node: etree._Element) -> str:
    return _split(node)[1]


def _entry(node: etree._Element) -> Entry:
    entry = Entry()
    for child in node.iterchildren():
        if not isinstance(child.tag, str) or child.get("rel", "alternate") != "alternate":
            continue
        name = _prefixed(child)
        for attribute, value in child.attrib.items():
            entry.texts.setdefault(f"{name}@{str(attribute).lower()}", []).append(str(value).strip())
        entry.texts.setdefault(name, []).append(_text(child))
    return entry


def _prefixed(node: etree._Element) -> str:
    """A name such as `ev:startdate`. Unknown namespaces keep the document's prefix, since some differ by site
    (calendarEvent has the site's own address)."""
    namespace, name = _split(node)
    prefix = node.prefix or str(node.tag).rpartition("}")[2].rpartition(":")[0]
    return f"{_PREFIXES.get(namespace.lower(), prefix)}:{name}".lstrip(":").lower()


def _text(node: etree._Element) -> str:
    """The text of an element. Unescaped markup in a description stays markup."""
    if len(node) == 0:
        return (node.text or "").strip()
    if _name(node).lower() in _MARKUP_IN:
        inner = (str(etree.tostring(child, encoding="unicode")) for child in node)
        return ((node.text or "") + "".join(inner)).strip()
    return " ".join(_words(node))


def _words(node: etree._Element) -> Iterator[str]:
    yield from (str(text).strip() for text in node.itertext() if str(text).strip())
