"""Turns the bytes of an answer into unfolded iCalendar text, or says what they are instead."""

from __future__ import annotations

import codecs
import re

from core.errors import BadCharset, Blocked, EmptyBody, WrongKind
from scrapers.reading.bodies import TextKind, kind_of, looks_like_challenge
from scrapers.reading.contract import Context

LEAST_BYTES = 16
"""`BEGIN:VCALENDAR` alone has 15; answers of 13 bytes with status 200 were recorded."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CALENDAR = re.compile(r"^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR[ \t]*$", re.IGNORECASE | re.MULTILINE)
_SOFT_BREAKS = re.compile(
    rb"^[^\n:]*QUOTED-PRINTABLE[^\n:]*:(?:[^\n]*=\n(?![ \t]*[A-Z][A-Z-]*[;:]))+[^\n]*", re.IGNORECASE | re.MULTILINE
)
"""A property with lines that end in `=` (RFC 2045 6.7), up to what may be the next property."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
CONTROL_OCTETS = bytes([*range(9), *range(14, 32)])


def decode_body(body: bytes, context: Context) -> str:
    """Text with `\\n` line ends and no folds (RFC 5545 3.1), at least one `BEGIN:VCALENDAR` line in it.

    Unfolding comes before decoding because folds may cut a character in two (LiveWhale does).
    Raises EmptyBody, Blocked (a challenge page), WrongKind or BadCharset.
    """
    if len(body.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe")) == 0:
        raise EmptyBody(f"{len(body)} bytes, nothing in them", url=context.url, source=context.source, field="body")
    octets = _as_utf8(body, context)
    text = _decode(unfolded(octets.strip(b"\r\n \t")), context)
    if _CALENDAR.search(text) is None:
        raise _what_it_is(text, context)
    return text


def unfolded(octets: bytes) -> bytes:
    """Plain replacements: over a feed of 2 MB they take a tenth of the time of regular expressions.

    vCalendar 1.0 breaks quoted-printable text with a `=`; a space on the next line belongs to the text.
    """
    octets = octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"QUOTED-PRINTABLE" in octets or b"quoted-printable" in octets:
        octets = _SOFT_BREAKS.sub(lambda found: found[0].replace(b"=\n", b""), octets)
    while b"\n\n" in octets:
        octets = octets.replace(b"\n\n", b"\n")
    return octets.replace(b"\n ", b"").replace(b"\n\t", b"")


def _as_utf8(body: bytes, context: Context) -> bytes:
    """The body without its byte order mark; UTF-16 and UTF-32, marked or evident, recoded as UTF-8."""
    encoding = "utf-8"
    for mark, name in _BOMS:
        if body.startswith(mark):
            encoding, body = name, body[len(mark) :]
            break
    else:
        if body[1:4:2] == b"\x00\x00":
            encoding = "utf-16-le"
        elif body[0:4:2] == b"\x00\x00":
            encoding = "utf-16-be"
    if encoding == "utf-8":
        return body
    try:
        return body.decode(encoding).encode()
    except UnicodeError as error:
        raise _bad_charset(f"marked as {encoding}, but {error}", context) from error


def _decode(octets: bytes, context: Context) -> str:
    """UTF-8 (RFC 5545 3.1.4), else the declared charset, else Windows-1252 where that explains every byte.

    Text that is UTF-8 but for a few cut characters keeps U+FFFD in their places: the site cut them itself.
    """
    try:
        return _without_binary(octets.decode(), context)
    except UnicodeDecodeError as error:
        broken = error
    declared = _codec(context.encoding)
    if declared not in (None, "utf-8", "ascii"):
        try:
            return _without_binary(octets.decode(declared), context)
        except UnicodeDecodeError:
            pass
    lenient = octets.decode(errors="replace")
    bad = lenient.count("\ufffd")
    good = sum(1 for character in lenient if character > "\x7f") - bad
    if good >= bad:
        return _without_binary(lenient, context)
    try:
        return _without_binary(octets.decode("cp1252"), context)
    except UnicodeDecodeError:
        raise _bad_charset(f"neither UTF-8 ({broken}) nor {declared or 'Windows-1252'}", context) from broken


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        return codecs.lookup(name.strip("\"' ")).name
    except (LookupError, ValueError):
        return None


def _without_binary(text: str, context: Context) -> str:
    """The text itself, its few control characters dropped; one character in 100 is too many to be text."""
    octets = text.encode()
    controls = len(octets) - len(octets.translate(None, CONTROL_OCTETS))
    if controls == 0:
        return text
    if controls * 100 > len(text):
        raise _bad_charset(f"{controls} control characters in {len(text)}: {text[:40]!r}", context)
    return _CONTROLS.sub("", text)


def _bad_charset(found: str, context: Context) -> BadCharset:
    return BadCharset(found, url=context.url, source=context.source, field="body")


def _what_it_is(text: str, context: Context) -> EmptyBody | Blocked | WrongKind:
    start = text.lstrip()
    where = {"url": context.url, "source": context.source, "field": "body"}
    kind = kind_of(text)
    if looks_like_challenge(text):
        return Blocked(f"a challenge page of a bot wall: {start[:120]}", **where)
    if kind is TextKind.TEXT and len(start) < LEAST_BYTES:
        return EmptyBody(f"{len(start)} characters: {start}", **where)
    if kind in (TextKind.TEXT, TextKind.ICALENDAR):
        return WrongKind(f"no BEGIN:VCALENDAR line: {start[:120]}", **where)
    return WrongKind(f"{kind} instead of iCalendar: {start[:120]}", **where)
