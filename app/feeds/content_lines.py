"""Writes iCalendar content lines with parameters, escaping, and folding (RFC 5545 3.1, RFC 6868)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from app.feeds.addresses import web_address

WIDTH = 75
"""The most octets in a line, without its line end (RFC 5545 3.1)."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_QUOTED = re.compile("[:;, \t]")
_CARETS = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})


def written(lines: Iterable[str]) -> bytes:
    """The lines that aren't empty, folded and encoded, each with its line end."""
    short = [each if len(each) <= WIDTH and each.isascii() else folded(each) for each in lines if each]
    return "\r\n".join([*short, ""]).encode()


def line(name: str, value: str, **parameters: str) -> str:
    """A content line. `value` must already be encoded; parameter values are encoded here."""
    if parameters:
        name += "".join([f";{key.replace('_', '-')}={parameter(text)}" for key, text in parameters.items()])
    return f"{name}:{value if value.isprintable() else _NO_TEXT.sub('', value)}"


def text_line(name: str, text: str, **parameters: str) -> str:
    """A line with a TEXT value."""
    return line(name, escaped(text), **parameters)


def list_line(name: str, texts: Iterable[str]) -> str:
    """A line whose value is a list of TEXT."""
    return line(name, ",".join(map(escaped, texts)))


def address_line(name: str, address: str | None, **parameters: str) -> str:
    """A line with a URI value; empty if the address isn't a web address."""
    usable = web_address(address)
    return "" if usable is None else line(name, usable, **parameters)


def escaped(text: str) -> str:
    """Encodes TEXT (RFC 5545 3.3.11). Line ends of any kind become `\\n`; control characters except tab are dropped."""
    if not text.replace("\n", "").isprintable():
        text = _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


@lru_cache(maxsize=1024)
def parameter(value: str) -> str:
    """Encodes a parameter's value, quoted if necessary. Characters that a quoted value can't hold follow RFC 6868."""
    plain = _NO_TEXT.sub("", _LINE_ENDS.sub("\n", value)).translate(_CARETS)
    return f'"{plain}"' if _QUOTED.search(plain) else plain


def folded(text: str) -> str:
    """Folds a line into pieces of at most 75 octets without splitting a character."""
    octets = text.encode()
    pieces, start, room = [], 0, WIDTH
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, WIDTH - 1
    return b"\r\n ".join((*pieces, octets[start:])).decode()


def day(value: date) -> str:
    """`20261129`."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def wall(moment: datetime) -> str:
    """`20261129T193000`: the time on its own zone's clock, without the zone."""
    return moment.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "")


def utc(moment: datetime) -> str:
    """`20261130T003000Z`."""
    return f"{wall(moment.astimezone(UTC))}Z"
