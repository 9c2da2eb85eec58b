"""Reads a component's lines into properties, and keeps lines of prose in the text that they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scrapers.platforms.ics.lines import TIME, Property, parse_line

_PLAIN_NAME = re.compile(r"\n([A-Z-]+)(?:;[^\n:]*)?:(?! )")
_NAME_OF_TIME_OR_RULE = re.compile(
    r"\n(dt(?:start|end|stamp)|recurrence-id|exdate|rdate|rrule|exrule)[ \t]*(?:;[^\n]*)?:\s*"
    r"(?:\d{8}(?!\d)|[^\n]*?freq\s*=)",
    re.IGNORECASE,
)
_SPACED_NAME = re.compile(r"\n(?:UID|DTSTAMP|DTSTART|DTEND|SUMMARY|SEQUENCE)(?:[ \t]*(?:;[^\n:]*)?: |[ \t]+[;:])")
_RUNNING_ON = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "CATEGORIES"})
_LONG_TEXTS = frozenset({"DESCRIPTION", "COMMENT"})
"""Texts with lines like `Location:the pier`. The others are one line as a rule."""
_FORMS = {
    **dict.fromkeys(["DTSTART", "DTEND", "DTSTAMP", "CREATED", "LAST-MODIFIED", "LAST-UPDATED"], TIME),
    **dict.fromkeys(["RECURRENCE-ID", "EXDATE", "RDATE"], TIME),
    **dict.fromkeys(["RRULE", "EXRULE"], re.compile(r".*FREQ\s*=", re.IGNORECASE)),
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
"""What the value of a property looks like. After a space, or a name in small letters, anything else is text."""
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
    lines = block.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        parsed = parse_line(line)
        if last is not None and parsed is not None and _is_prose(parsed, line, following, last, names):
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
    """How a block writes its names. Looked up once, if at all.

    in_capitals  the names in capitals before a value without a leading space
    """

    block: str

    @cached_property
    def in_capitals(self) -> frozenset[str]:
        return frozenset(_PLAIN_NAME.findall(f"\n{self.block}"))

    @property
    def are_usual(self) -> bool:
        return not self.in_capitals.isdisjoint(("UID", "DTSTART", "SUMMARY")) or self.have_spaces

    @cached_property
    def have_spaces(self) -> bool:
        """Whether a space is next to the colon of a name that stands outside texts."""
        return _SPACED_NAME.search(f"\n{self.block}") is not None

    @cached_property
    def are_in_any_case(self) -> bool:
        """Whether a time or a rule, which no prose looks like, has a name that isn't in capitals."""
        return any(not name.isupper() for name in _NAME_OF_TIME_OR_RULE.findall(f"\n{self.block}"))


def _is_prose(parsed: Property, line: str, following: str, last: Property, names: _Names) -> bool:
    """Whether a line after a text property continues that text, although it looks like a property.

    Names may be in any case (RFC 5545 2), so the case is only a sign, see `_is_prose_in_small_letters`. If a space
    is next to the colon, the line is prose if no standard knows the name, its value has another form, or another line
    has the name without a space. So is `CATEGORIES: jazz` in a long text if the block writes its names without a space,
    and `LOCATION: the pier` if the text also goes on after it. BEGIN and END lines are text, because the calendar was
    cut at all others; so is "8:00 PM", since no name begins with a digit.
    """
    if last.name not in _RUNNING_ON or parsed.name.startswith("X-"):
        return False
    if parsed.name in ("BEGIN", "END") or parsed.name[0].isdigit():
        return True
    if not line.lstrip().startswith(parsed.name):
        return names.are_usual and _is_prose_in_small_letters(parsed, line, last, names)
    if not _has_space_at_colon(parsed, line):
        return False
    if parsed.name in _FORMS and names.are_usual and not _FORMS[parsed.name].match(parsed.value):
        return True
    if parsed.name not in _KNOWN or parsed.name in names.in_capitals:
        return True
    if last.name not in _LONG_TEXTS or last.value[:1] == " " or names.have_spaces or not names.are_usual:
        return False
    if parsed.name in _FORMS:
        return False
    return parsed.name != "LOCATION" or (following.strip() != "" and parse_line(following) is None)


def _is_prose_in_small_letters(parsed: Property, line: str, last: Property, names: _Names) -> bool:
    """Whether a line is prose whose name isn't in capitals, in a block that has other names in capitals."""
    if parsed.name not in _KNOWN:
        return True
    if _has_space_at_colon(parsed, line):
        return not _NAME_OF_TIME_OR_RULE.match(f"\n{line}")
    if parsed.name in _ONCE and parsed.name in names.in_capitals:
        return True
    if parsed.name in _FORMS:
        return not _FORMS[parsed.name].match(parsed.value)
    return last.name in _LONG_TEXTS and not parsed.parameters and not names.are_in_any_case


def _has_space_at_colon(parsed: Property, line: str) -> bool:
    return parsed.value[:1] == " " or line[: -len(parsed.value) - 1][-1:].isspace()


def _longer(start: Property, more: list[str]) -> Property:
    return Property(start.name, start.parameters, "\\n".join([start.value, *more]))
