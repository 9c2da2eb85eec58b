"""Tells a usable body from a bad one, before any reader looks for events in it.

`decode` makes text of bytes, `require_html` refuses what is no page, `looks_like_challenge` knows the pages with which
bot walls answer, `kind_of` names what a text is. All raise errors of `core.errors` with source and URL.
"""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from lxml import etree
from parsel import Selector

from core.errors import BadCharset, Blocked, EmptyBody, PageChanged, WrongKind
from scrapers.reading.contract import Context

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DECLARATION_REACH = 2048
"""Bytes in which a charset is looked for; the HTML standard (13.2.3.2) asks for 1024, long heads need more."""

_LATIN_1 = {"iso8859-1", "ascii", "latin-1"}
"""What the Encoding Standard (WHATWG, 4.2) reads as windows-1252."""


_STRAY = 10_000
"""Characters for each byte that may fit no charset and stays visible as U+FFFD: editors cut inside characters."""


class Kind(StrEnum):
    """What a text is, told from its beginning alone."""

    EMPTY = "nothing"
    HTML = "HTML"
    ICALENDAR = "iCalendar"
    JSON = "JSON"
    XML = "XML"
    TEXT = "plain text"


def decode(body: bytes, context: Context) -> str:
    """The text of a body, without its byte order mark.

    In this order: byte order mark; UTF-8, if the bytes are strictly that and not plain ASCII (servers that declare
    latin-1 over UTF-8 pages are common, the reverse accident is not); the charset of the header, then the one that the
    text declares; UTF-8 with windows-1252 for the bytes that do not fit, as texts pasted into a CMS have them.
    Raises EmptyBody for nothing but white space, BadCharset when no charset explains the bytes.
    """
    if not body.strip():
        raise EmptyBody(f"{len(body)} bytes, no text", url=context.url, source=context.source)
    text = _decode(body, context)
    if not text.strip():
        raise EmptyBody(f"{len(body)} bytes, no text", url=context.url, source=context.source)
    if text.count("\0") > len(text) // 100:
        raise BadCharset(f"binary data, beginning {body[:16]!r}", url=context.url, source=context.source)
    return text


def _decode(body: bytes, context: Context) -> str:
    for mark, charset in _BOMS:
        if body.startswith(mark):
            try:
                return body[len(mark) :].decode(charset)
            except UnicodeDecodeError:
                break
    if wide := _utf_16_without_mark(body):
        return wide
    declared = _declared(body, context.encoding)
    if not (body.isascii() and declared):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for charset in declared:
        try:
            return body.decode(charset)
        except UnicodeDecodeError:
            continue
    text = body.decode("utf-8", errors=_PATCH)
    if text.count("�") > 1 + len(text) // _STRAY:
        raise BadCharset(
            f"bytes that are neither {' nor '.join([*declared, 'utf-8', 'windows-1252'])}, beginning {body[:16]!r}",
            url=context.url,
            source=context.source,
        )
    return text


def _utf_16_without_mark(body: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in every other byte."""
    head = body[:200]
    for charset, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros):
            try:
                return body.decode(charset)
            except UnicodeDecodeError:
                return None
    return None


def _declared(body: bytes, header: str | None) -> list[str]:
    """The charsets that header and text name, in that order, as Python calls them; unknown names are left out."""
    found = _DECLARED.search(body[:_DECLARATION_REACH])
    names = [header or "", found.group(1).decode("ascii") if found else ""]
    charsets: list[str] = []
    for name in names:
        try:
            charset = codecs.lookup(name.strip()).name
        except (LookupError, ValueError):
            continue
        charset = "cp1252" if charset in _LATIN_1 else charset
        if charset not in charsets and _is_text_charset(charset):
            charsets.append(charset)
    return charsets


def _is_text_charset(charset: str) -> bool:
    """Python's registry also has codecs that are no charsets (base64, zlib, punycode): a page must not choose those."""
    return not charset.startswith(("utf-16", "utf-32")) and charset.replace("_", "-").startswith(
        ("utf-8", "cp", "iso", "koi8", "mac-", "gb", "big5", "shift", "euc", "johab", "hz", "tis-620", "ptcp", "kz1048")
    )


def _patch(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


_PATCH = "marquee-windows-1252"
codecs.register_error(_PATCH, _patch)

_OPENING_TAG = re.compile(r"<(?:!doctype\s+html|!--|/?[a-z][a-z0-9]{0,20}(?:[\s/>]|$))", re.IGNORECASE)
_XML_ROOT = re.compile(r"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|\w+:\w+)[\s>]", re.IGNORECASE)


def kind_of(text: str) -> Kind:
    """What a text is, from its first characters."""
    head = text[:5000].lstrip("﻿ \t\r\n")
    if not head:
        return Kind.EMPTY
    if head[:15].upper() == "BEGIN:VCALENDAR":
        return Kind.ICALENDAR
    if head[0] in '{["':
        return Kind.JSON
    if head[:5] == "<?xml":
        return Kind.HTML if re.search(r"<html[\s>]", head, re.IGNORECASE) else Kind.XML
    if _XML_ROOT.match(head):
        return Kind.XML
    if _OPENING_TAG.match(head) or re.search(r"<(?:html|body|div|head)[\s>]", head, re.IGNORECASE):
        return Kind.HTML
    return Kind.TEXT


_WALL_TITLE = re.compile(
    r"<title[^>]{0,200}>\s*(?:just a moment|attention required!? \| cloudflare|access denied|access to this page "
    r"has been denied|pardon our interruption|please wait\.\.\. \| cloudflare|ddos-guard|human verification|"
    r"robot challenge screen|you are being redirected|client challenge|bot verification|security check)",
    re.IGNORECASE,
)
_WALL_SIGNS = (
    "cf-browser-verification",
    "_cf_chl_opt",
    "cf-error-details",
    "request unsuccessful. incapsula incident id",
    "_incapsula_resource",
    "px-captcha",
    "captcha-delivery.com",
    "awswafintegration",
    "checking your browser before accessing",
    "verifying you are human",
    "ddos protection by",
    "sucuri website firewall",
    "sgcaptcha",
)
_WALL_SIZE = 30_000
"""Characters. Sites behind such a wall carry some of the signs in ordinary pages too, but those are longer."""


def looks_like_challenge(text: str) -> bool:
    """Whether a page is a bot wall's (Cloudflare, Incapsula, PerimeterX, DataDome, AWS, Sucuri, …) and not the site's.

    The title decides; other signs count in short pages alone.
    """
    if _WALL_TITLE.search(text[:_WALL_SIZE]):
        return True
    if len(text) > _WALL_SIZE:
        return False
    lowered = text.lower()
    return any(sign in lowered for sign in _WALL_SIGNS)


def refuse_challenge(text: str, context: Context) -> None:
    """Raises Blocked for a challenge page."""
    if looks_like_challenge(text):
        raise Blocked("a challenge page of a bot wall", url=context.url, source=context.source)


def require_html(text: str, context: Context) -> None:
    """Raises Blocked for a challenge page, EmptyBody for nothing, WrongKind for what is not HTML."""
    kind = kind_of(text)
    if kind is Kind.EMPTY:
        raise EmptyBody("no text", url=context.url, source=context.source)
    if kind is not Kind.HTML:
        raise WrongKind(
            f"{kind} where HTML was due, beginning {text.strip()[:60]!r}", url=context.url, source=context.source
        )
    refuse_challenge(text, context)


_DEEPEST = 250
_TOO_DEEP = etree.XPath("boolean(/*" + "/*" * _DEEPEST + ")")
"""Elements within elements; real pages stay below 100. Deeper ones would cost the square of their depth to read."""


def parse_html(text: str, context: Context) -> Selector:
    """The tree of a page. Raises what `require_html` raises, and PageChanged for one nested deeper than any page is."""
    require_html(text, context)
    page = Selector(text=text, type="html")
    if _TOO_DEEP(page.root):
        raise PageChanged(
            f"elements nested more than {_DEEPEST} deep", url=context.url, source=context.source, field="markup"
        )
    return page
