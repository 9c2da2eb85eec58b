"""Decodes response bodies and refuses unusable ones before a reader looks for events.

`decode` turns bytes into text, `require_html` refuses anything but a page, `looks_like_challenge` recognizes the pages
of bot walls, and `kind_of` names the kind of a text. All raise errors from `core.errors` with the source and URL.
"""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from lxml import etree
from parsel import Selector

from core.errors import BadCharset, Blocked, EmptyBody, PageChanged, WrongKind
from scrapers.reading.contract import Context
from scrapers.reading.page_tree import refuse_crowded_tags

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DECLARATION_REACH = 2048
"""How many bytes are searched for a charset. The HTML Standard (13.2.3.2) says 1024, but long heads need more."""

_LATIN_1 = {"iso8859-1", "ascii", "latin-1"}
"""Names that mean windows-1252 in the Encoding Standard (WHATWG, 4.2)."""

_CHARACTERS_PER_STRAY_BYTE = 10_000
"""One byte in this many characters may fit no charset and shows as U+FFFD: some editors cut inside a character."""


class TextKind(StrEnum):
    """The kind of a text, judged by its beginning alone."""

    EMPTY = "nothing"
    HTML = "HTML"
    ICALENDAR = "iCalendar"
    JSON = "JSON"
    XML = "XML"
    TEXT = "plain text"


def decode(body: bytes, context: Context) -> str:
    """The text of a body, without its byte order mark.

    Tries in this order: the byte order mark; UTF-8, if the bytes are valid UTF-8 and not plain ASCII (servers often
    declare latin-1 for UTF-8 pages, hardly ever the reverse); the header's charset; the charset that the text declares;
    UTF-8 with windows-1252 for the bytes that don't fit, which is what text pasted into a CMS looks like.
    Raises EmptyBody if there is only white space, BadCharset if no charset explains the bytes.
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
    if text.count("�") > 1 + len(text) // _CHARACTERS_PER_STRAY_BYTE:
        raise BadCharset(
            f"bytes that are neither {' nor '.join([*declared, 'utf-8', 'windows-1252'])}, beginning {body[:16]!r}",
            url=context.url,
            source=context.source,
        )
    return text


def _utf_16_without_mark(body: bytes) -> str | None:
    """The text of UTF-16 without a byte order mark, which has a zero in every other byte if it is Latin text."""
    head = body[:200]
    for charset, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros):
            try:
                return body.decode(charset)
            except UnicodeDecodeError:
                return None
    return None


def _declared(body: bytes, header: str | None) -> list[str]:
    """The charsets that the header and the text name, in that order, by their Python names. Skips unknown names."""
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
    """Python's registry also holds codecs for other things (base64, zlib, punycode): a page must not choose those."""
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


def kind_of(text: str) -> TextKind:
    """The kind of a text, judged by its first characters."""
    head = text[:5000].lstrip("﻿ \t\r\n")
    if not head:
        return TextKind.EMPTY
    if head[:15].upper() == "BEGIN:VCALENDAR":
        return TextKind.ICALENDAR
    if head[0] in '{["':
        return TextKind.JSON
    if head[:5] == "<?xml":
        return TextKind.HTML if re.search(r"<html[\s>]", head, re.IGNORECASE) else TextKind.XML
    if _XML_ROOT.match(head):
        return TextKind.XML
    if _OPENING_TAG.match(head) or re.search(r"<(?:html|body|div|head)[\s>]", head, re.IGNORECASE):
        return TextKind.HTML
    return TextKind.TEXT


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
"""Characters. Sites behind a bot wall show some of the signs in ordinary pages too, but those are longer."""


def looks_like_challenge(text: str) -> bool:
    """Whether a page comes from a bot wall (Cloudflare, Incapsula, PerimeterX, DataDome, AWS, Sucuri, …), not the site.

    The title decides. Other signs count only in short pages.
    """
    if _WALL_TITLE.search(text[:_WALL_SIZE]):
        return True
    if len(text) > _WALL_SIZE:
        return False
    lowered = text.lower()
    return any(sign in lowered for sign in _WALL_SIGNS)


def refuse_challenge(text: str, context: Context) -> None:
    """Raises Blocked if the text is a bot wall's challenge page."""
    if looks_like_challenge(text):
        raise Blocked("a challenge page of a bot wall", url=context.url, source=context.source)


def require_html(text: str, context: Context) -> None:
    """Raises Blocked for a challenge page, EmptyBody for an empty text, WrongKind for anything but HTML."""
    kind = kind_of(text)
    if kind is TextKind.EMPTY:
        raise EmptyBody("no text", url=context.url, source=context.source)
    if kind is not TextKind.HTML:
        raise WrongKind(
            f"{kind} instead of HTML, beginning {text.strip()[:60]!r}", url=context.url, source=context.source
        )
    refuse_challenge(text, context)


_DEEPEST = 250
_TOO_DEEP = etree.XPath("boolean(/*" + "/*" * _DEEPEST + ")")
"""Real pages nest elements less than 100 deep. Reading a page takes time in the square of its depth."""


def parse_html(text: str, context: Context) -> Selector:
    """The tree of a page. Raises what `require_html` raises, and PageChanged for elements nested too deep."""
    require_html(text, context)
    refuse_crowded_tags(text, context)
    page = Selector(text=text, type="html")
    if _TOO_DEEP(page.root):
        raise PageChanged(
            f"elements nested more than {_DEEPEST} deep", url=context.url, source=context.source, field="markup"
        )
    return page
