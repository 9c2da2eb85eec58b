"""Writes iCalendar content lines: names, parameters, values, folds (RFC 5545 3.1, RFC 6868)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from app.feeds.addresses import web_address

WIDTH = 75
"""Octets of a line without its end (RFC 5545 3.1)."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_QUOTED = re.compile("[:;, \t]")
_CARETS = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})


def line(name: str, value: str, **parameters: str) -> bytes:
    """A content line with its line end, folded. `value` is as it stands on the wire; parameter values are encoded."""
    if parameters:
        name += "".join([f";{key.replace('_', '-')}={parameter(told)}" for key, told in parameters.items()])
    return folded(f"{name}:{value if value.isprintable() else _NO_TEXT.sub('', value)}")


def text_line(name: str, text: str, **parameters: str) -> bytes:
    """A line of which the value is TEXT."""
    return line(name, escaped(text), **parameters)


def list_line(name: str, texts: Iterable[str]) -> bytes:
    """A line of which the value is a list of TEXT."""
    return line(name, ",".join(map(escaped, texts)))


def address_line(name: str, address: str | None, **parameters: str) -> bytes:
    """A line of which the value is a URI; nothing for what is no web address."""
    usable = web_address(address)
    return b"" if usable is None else line(name, usable, **parameters)


def escaped(text: str) -> str:
    """TEXT (RFC 5545 3.3.11): line ends of any kind are `\\n`, control characters but the tab are left out."""
    if not text.replace("\n", "").isprintable():
        text = _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


@lru_cache(maxsize=1024)
def parameter(value: str) -> str:
    """A parameter's value, quoted where it has to be; what a quoted one cannot hold is encoded as RFC 6868 says."""
    plain = _NO_TEXT.sub("", _LINE_ENDS.sub("\n", value)).translate(_CARETS)
    return f'"{plain}"' if _QUOTED.search(plain) else plain


def folded(text: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which ends within a character."""
    octets = text.encode()
    if len(octets) <= WIDTH:
        return octets + b"\r\n"
    pieces, start, room = [], 0, WIDTH
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, WIDTH - 1
    return b"\r\n ".join((*pieces, octets[start:])) + b"\r\n"


def day(value: date) -> str:
    """`20261129`."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def wall(moment: datetime) -> str:
    """`20261129T193000`: the hour on the moment's own clock, without saying which."""
    return f"{day(moment)}T{moment.hour:02}{moment.minute:02}{moment.second:02}"


def utc(moment: datetime) -> str:
    """`20261130T003000Z`."""
    return f"{wall(moment.astimezone(UTC))}Z"
