"""Reads content lines: a name, parameters, a value (RFC 5545 3.1, RFC 6868)."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from scrapers.platforms.ics.caching import cached

_LINE = re.compile(r"[ \t]*([A-Za-z0-9-]+)((?:;(?:[^\":]|\"[^\"]*\")*)?):(.*)", re.DOTALL)
_HEAD = re.compile(r"[ \t]*([A-Za-z0-9-]+)((?:;.*)?)", re.DOTALL)
_CARELESS_LINE = re.compile(r"[ \t]*([A-Za-z0-9-]+)(;[^:]*)?:(.*)", re.DOTALL)
_PARAMETER = re.compile(r";[ \t]*([A-Za-z0-9-]+)[ \t]*=((?:[^\";]|\"[^\"]*\")*)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n'^])")
_COMMA = re.compile(r"(?<!\\)(?:\\\\)*,")
_PLAIN_NAME = re.compile(r"\n([A-Z-]+)(?:;[^\n:]*)?:(?! )")
_NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})
_RUNNING_ON = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "CATEGORIES"})
_TIME = re.compile(r"\s*\d{4}-?\d{2}-?\d{2}")
_FORMS = {
    **dict.fromkeys(["DTSTART", "DTEND", "DTSTAMP", "CREATED", "LAST-MODIFIED", "LAST-UPDATED"], _TIME),
    **dict.fromkeys(["RECURRENCE-ID", "EXDATE", "RDATE"], _TIME),
    **dict.fromkeys(["RRULE", "EXRULE"], re.compile(r".*FREQ=", re.IGNORECASE)),
    **dict.fromkeys(["SEQUENCE", "PRIORITY"], re.compile(r"\s*\d+\s*$")),
    **dict.fromkeys(["URL", "ORGANIZER", "ATTENDEE"], re.compile(r"\s*(?:[a-z]+:|/|www\.)\S", re.IGNORECASE)),
    "STATUS": re.compile(
        r"\s*(?:tentative|confirmed|cancell?ed|postponed|rescheduled|needs-action|completed|in-process|draft|final)\s*$",
        re.IGNORECASE,
    ),
    "CLASS": re.compile(r"\s*(?:public|private|confidential|x-\S+)\s*$", re.IGNORECASE),
    "DURATION": re.compile(r"\s*[+-]?P[\dT]", re.IGNORECASE),
    "GEO": re.compile(r"\s*[+-]?[\d.]+\s*[;,]"),
    "TRANSP": re.compile(r"\s*(?:opaque|transparent)", re.IGNORECASE),
}
"""What the value of a property looks like. After a space, anything else is a line of text."""
_ONCE = frozenset(
    {
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "DURATION",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "STATUS",
        "URL",
        "CLASS",
        "CREATED",
        "LAST-MODIFIED",
        "GEO",
        "ORGANIZER",
        "PRIORITY",
        "SEQUENCE",
        "TRANSP",
        "RECURRENCE-ID",
        "COLOR",
    }
)
"""Properties that an event may have once (RFC 5545 3.6.1)."""
_KNOWN = _ONCE | {
    "ATTACH",
    "ATTENDEE",
    "CATEGORIES",
    "COMMENT",
    "CONTACT",
    "EXDATE",
    "EXRULE",
    "REQUEST-STATUS",
    "RELATED-TO",
    "RESOURCES",
    "RDATE",
    "RRULE",
    "IMAGE",
    "CONFERENCE",
    "STRUCTURED-DATA",
    "STYLED-DESCRIPTION",
    "PARTICIPANT-TYPE",
    "LOCATION-TYPE",
    "LINK",
    "CONCEPT",
    "REFID",
    "SOURCE",
    "LAST-UPDATED",
}


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


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a component, by name in the order of the feed, and the lines that aren't properties."""

    by_name: Mapping[str, list[Property]]
    bad_lines: tuple[str, ...] = ()

    def all(self, name: str) -> Sequence[Property]:
        return self.by_name.get(name, ())

    def first(self, *names: str) -> Property | None:
        """The first property of these names that isn't empty."""
        by_name = self.by_name
        for name in names:
            if name in by_name:
                for found in by_name[name]:
                    if found.value and not found.value.isspace():
                        return found
        return None

    def text(self, *names: str) -> str:
        found = self.first(*names)
        return "" if found is None else found.text.strip()


def parse_properties(block: str) -> Properties:
    """Reads a block of unfolded lines.

    Some sites break lines of text without folding them. A line without a name and a colon then continues the text
    property before it; so does a line of prose with a colon ("Summary: a night of songs"), see `_is_prose`. After any
    other property, a line without a name is a bad line.
    """
    gathered: dict[str, list[Property]] = {}
    bad: list[str] = []
    last: Property | None = None
    run_on: list[str] = []
    names = _Names(block)
    for line in block.split("\n"):
        parsed = parse_line(line)
        if last is not None and parsed is not None and _is_prose(parsed, line, last, names):
            parsed = None
        if parsed is not None:
            if run_on and last is not None:
                gathered[last.name][-1] = _longer(last, run_on)
                run_on = []
            gathered.setdefault(parsed.name, []).append(parsed)
            last = parsed
        elif line.strip():
            if last is not None and (last.name in _RUNNING_ON or last.name.startswith("X-")):
                run_on.append(line)
            else:
                bad.append(line)
    if run_on and last is not None:
        gathered[last.name][-1] = _longer(last, run_on)
    return Properties(gathered, tuple(bad))


@dataclass
class _Names:
    """The names in capitals that a block's lines have before a value without a leading space. Found once, if at all."""

    block: str

    @cached_property
    def in_capitals(self) -> frozenset[str]:
        return frozenset(_PLAIN_NAME.findall(f"\n{self.block}"))

    @property
    def are_usual(self) -> bool:
        return not self.in_capitals.isdisjoint(("UID", "DTSTART", "SUMMARY"))


def _is_prose(parsed: Property, line: str, last: Property, names: _Names) -> bool:
    """Whether a line after a text property continues that text, although it looks like a property.

    The signs, in a feed that writes its names in capitals: the name is not in capitals; or a space follows the colon,
    and either no standard knows the name, or its value has another form, or another line has it without a space. BEGIN
    and END lines are text, because the calendar was cut at all others.
    """
    if last.name not in _RUNNING_ON or parsed.name.startswith("X-"):
        return False
    if parsed.name in ("BEGIN", "END"):
        return True
    if not line.lstrip().startswith(parsed.name):
        return names.are_usual
    if parsed.value[:1] != " ":
        return False
    if parsed.name in _FORMS and names.are_usual and not _FORMS[parsed.name].match(parsed.value):
        return True
    return parsed.name not in _KNOWN or parsed.name in names.in_capitals


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
    """None if the line has no `name:value` form. Accepts a quote that never closes, or that stands after the value."""
    head, colon, value = line.partition(":")
    if ";TZID=" in head and '"' not in line and not _TIME.match(value):
        # A zone's name with a colon and no quotes: TZID=(UTC-05:00) Eastern Time, TZID=tzone://Microsoft/Utc
        head, colon, value = line.rpartition(":")
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
    return MappingProxyType(
        {match[1].upper(): _caret_decoded(match[2].strip().replace('"', "")) for match in _PARAMETER.finditer(text)}
    )


def _caret_decoded(value: str) -> str:
    """RFC 6868."""
    return _CARET.sub(lambda caret: {"n": "\n", "'": '"', "^": "^"}[caret[1]], value) if "^" in value else value


def _longer(start: Property, more: list[str]) -> Property:
    return Property(start.name, start.parameters, "\\n".join([start.value, *more]))


def unescape(value: str) -> str:
    """TEXT value to text (RFC 5545 3.3.11): `\\n` is a line end, any other escaped character itself."""
    if "\\" not in value:
        return value
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
