"""Reads content lines: a name, parameters, a value (RFC 5545 3.1, RFC 6868)."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from scrapers.platforms.ics.caching import cached

_LINE = re.compile(r"[ \t]*([A-Za-z0-9-]+)\s*((?:;(?:[^\":]|\"[^\"]*\")*)?):(.*)", re.DOTALL)
_HEAD = re.compile(r"[ \t]*([A-Za-z0-9-]+)\s*((?:;.*)?)", re.DOTALL)
_CARELESS_LINE = re.compile(r"[ \t]*([A-Za-z0-9-]+)\s*(;[^:]*)?:(.*)", re.DOTALL)
_PARAMETER = re.compile(r";[ \t]*([A-Za-z0-9-]+)[ \t]*=((?:[^\";]|\"[^\"]*\")*)")
_BARE_ENCODING = re.compile(r";[ \t]*(QUOTED-PRINTABLE|BASE64)[ \t]*(?=;|\Z)", re.IGNORECASE)
"""vCalendar 1.0 leaves out the name of the parameter: `SUMMARY;QUOTED-PRINTABLE:Caf=C3=A9`."""
_PARAMETER_IN_VALUE = re.compile(
    r"[ \t]*(?:DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID):(?:TZID|VALUE)=[^\"]*:\s*\d{4}[\dTZ-]*\s*\Z", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_RETURN = re.compile(r"(?<!\\)\\r(?=\\n)")
_CARET = re.compile(r"\^([n'^])")
_COMMA = re.compile(r"(?<!\\)(?:\\\\)*,")
_NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})
TIME = re.compile(r"\s*\d{4}-?\d{2}-?\d{2}")


class Property(NamedTuple):
    """One content line. Names are in capitals; `value` is as written, escapes and all."""

    name: str
    parameters: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        return unescape(self.decoded)

    @property
    def decoded(self) -> str:
        """The value without the ENCODING that vCalendar 1.0 and RFC 2425 have, and feeds still use."""
        if not self.parameters or "ENCODING" not in self.parameters:
            return self.value
        return _decoded(self.value, self.parameters["ENCODING"].upper(), self.parameters.get("CHARSET", "utf-8"))

    def __str__(self) -> str:
        if not self.parameters:
            return f"{self.name}:{self.value}"
        parameters = "".join([f";{name}={value}" for name, value in self.parameters.items()])
        return f"{self.name}{parameters}:{self.value}"


def _decoded(value: str, encoding: str, charset: str) -> str:
    """The text of a quoted-printable or base64 value; the value itself if it isn't in its encoding."""
    try:
        if encoding == "QUOTED-PRINTABLE":
            octets = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
        elif encoding in ("BASE64", "B"):
            octets = base64.b64decode("".join(value.split()).replace("\\n", ""), validate=True)
        else:
            return value
        return octets.decode(charset)
    except (LookupError, UnicodeDecodeError, binascii.Error):
        return value


def parse_line(line: str) -> Property | None:
    """None if the line has no `name:value` form. Accepts a quote that never closes, or that stands after the value, and
    spaces after the name."""
    head, colon, value = line.partition(":")
    if ";" in head and ";TZID=" in head.upper() and '"' not in line and not TIME.match(value):
        # A zone's name with a colon and no quotes: TZID=(UTC-05:00) Eastern Time, TZID=tzone://Microsoft/Utc
        head, colon, value = line.rpartition(":")
    elif value[:5].upper() in ("TZID=", "VALUE") and _PARAMETER_IN_VALUE.match(line):
        # As if the colon were a semicolon: DTSTART:TZID=America/New_York:20261205T190000, DTEND:VALUE=DATE:20261206
        head, colon, value = line.rpartition(":")
        head = head.replace(":", ";", 1)
    if colon and '"' not in head:
        named = _head(head)
        return None if named is None else Property(*named, value)
    match = _LINE.match(line)
    if match is None:
        match = _CARELESS_LINE.match(line)
        if match is None:
            return None
        parameters = (match[2] or "").replace('"', "")
        return Property(match[1].upper(), _parameters(parameters), match[3].removesuffix('"'))
    return Property(match[1].upper(), _parameters(match[2]) if match[2] else _NO_PARAMETERS, match[3])


@cached(1024)
def _head(text: str) -> tuple[str, Mapping[str, str]] | None:
    """Name and parameters without quotes; None if it has not their form."""
    match = _HEAD.fullmatch(text)
    if match is None:
        return None
    return match[1].upper(), _parameters(match[2]) if match[2] else _NO_PARAMETERS


@cached(256)
def _parameters(text: str) -> Mapping[str, str]:
    named = {match[1].upper(): _caret_decoded(match[2].strip().replace('"', "")) for match in _PARAMETER.finditer(text)}
    if (bare := _BARE_ENCODING.search(text)) is not None:
        named.setdefault("ENCODING", bare[1])
    return MappingProxyType(named)


def _caret_decoded(value: str) -> str:
    """RFC 6868."""
    return _CARET.sub(lambda caret: {"n": "\n", "'": '"', "^": "^"}[caret[1]], value) if "^" in value else value


def unescape(value: str) -> str:
    """TEXT value to text (RFC 5545 3.3.11): `\\n` is a line end, any other escaped character itself."""
    if "\\" not in value:
        return value
    value = _RETURN.sub("", value)
    if "\\\\" not in value and value[-1] != "\\":
        return value.replace("\\n", "\n").replace("\\N", "\n").replace("\\", "")
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def split_list(value: str) -> list[str]:
    """The items of a comma-separated value; an escaped comma does not separate."""
    items, start = [], 0
    for comma in _COMMA.finditer(value):
        items.append(value[start : comma.end() - 1])
        start = comma.end()
    return [*items, value[start:]]
