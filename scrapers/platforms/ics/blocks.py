"""Cuts unfolded iCalendar text into component blocks, without looking into them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BOUND = re.compile(r"\n[ \t]*(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
"""Starts at a line end instead of `^`: jumping from line end to line end takes a third of the time."""
_COMPONENTS = frozenset(
    {
        *("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM", "VTODO", "VJOURNAL", "VFREEBUSY"),
        *("VAVAILABILITY", "AVAILABLE", "PARTICIPANT", "VLOCATION", "VRESOURCE", "VVENUE", "VCARD"),
    }
)
_FAR = 20_000
"""Characters within which a component of an unknown name must end: a search to the end would take quadratic time."""
_DEEPEST = 8
"""Components nest three deep (RFC 5545 3.6.6, RFC 9073); deeper ones are ignored."""


@dataclass(frozen=True, slots=True)
class CalendarBlocks:
    """One VCALENDAR as text.

    header   its own property lines.
    zones    the VTIMEZONE blocks, with their STANDARD and DAYLIGHT parts.
    events   the property lines of each VEVENT, nested components (VALARM …) left out: the unit to hash.
    broken   first line of what has no end, except the `unclosed`.
    unclosed the SUMMARY lines of readable `events` that have no END: they end where the next component begins.
    cut_short   the calendar itself has no end, so events may be missing.
    """

    header: str
    zones: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    unclosed: tuple[str, ...] = ()
    cut_short: bool = False


def split_calendars(text: str) -> tuple[CalendarBlocks, ...]:
    """All VCALENDARs of a body (RFC 5545 3.4 allows several), in one pass over the text."""
    text = f"\n{text}"
    cutter = _Cutter(text)
    for bound in _BOUND.finditer(text):
        if bound[2].upper() not in _COMPONENTS and not cutter.bounds_other(bound):
            continue
        cutter.lines_up_to(bound.start())
        if bound[1].upper() == "BEGIN":
            cutter.begin(bound[2].upper(), bound.end())
        else:
            cutter.end(bound[2].upper(), bound.end())
    cutter.finish()
    return tuple(cutter.calendars)


@dataclass(slots=True)
class _Cutter:
    text: str
    position: int = 0
    stack: list[str] = field(default_factory=list)
    block: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    calendars: list[CalendarBlocks] = field(default_factory=list)

    def bounds_other(self, bound: re.Match[str]) -> bool:
        """Whether a line with a name that no standard knows bounds a component: written as the standard has it, and
        with its other end. Otherwise it is text that broke into lines: `Begin: 8pm`, `End: Saturday`."""
        begin, name = bound[1] == "BEGIN", bound[2]
        if bound[0].strip("\n") != f"{bound[1].upper()}:{name.upper()}":
            return False
        return name in self.stack or (begin and self.text.find(f"\nEND:{name}\n", bound.end(), bound.end() + _FAR) > 0)

    def lines_up_to(self, end: int) -> None:
        lines = self.text[self.position : end].strip("\n")
        if lines and self.stack:
            if self.stack[-1] == "VCALENDAR":
                self.header.append(lines)
            elif self.stack[-1] == "VEVENT" or "VTIMEZONE" in self.stack:
                self.block.append(lines)

    def begin(self, name: str, end: int) -> None:
        self.position = end
        if name == "VCALENDAR" and self.stack:
            self._cut_off("VCALENDAR without an end")
            self._close_calendar(cut_short=True)
            self.stack = []
        elif name in ("VEVENT", "VTIMEZONE") and len(self.stack) > 1:
            self._close_event(f"{self.stack[1]} without an end")
            self.stack = self.stack[:1]
        if not self.stack and name != "VCALENDAR":
            self.stack = ["VCALENDAR"]
        if len(self.stack) == _DEEPEST:
            return
        self.stack.append(name)
        if name in ("VEVENT", "VTIMEZONE"):
            self.block = []
        elif "VTIMEZONE" in self.stack:
            self.block.append(f"BEGIN:{name}")

    def end(self, name: str, end: int) -> None:
        self.position = end
        if name not in self.stack:
            return
        while self.stack[-1] != name:
            if self.stack.pop() == "VEVENT":
                self._close_event("VEVENT without an end")
        self.stack.pop()
        if name == "VCALENDAR":
            self._close_calendar()
        elif name == "VEVENT":
            self.events.append("\n".join(self.block))
        elif name == "VTIMEZONE":
            self.zones.append("\n".join(self.block))
        elif "VTIMEZONE" in self.stack:
            self.block.append(f"END:{name}")

    def finish(self) -> None:
        self.lines_up_to(len(self.text))
        if self.stack:
            if "VEVENT" in self.stack:
                self._cut_off("VEVENT without an end")
            self.broken.append("VCALENDAR without an end: the body was cut short")
            self._close_calendar(cut_short=True)

    def _close_event(self, what: str) -> None:
        """Keeps an event that ends where another component begins or the calendar ends."""
        if self.stack[1:2] in ([], ["VEVENT"]) and self.block:
            if self._line_of("SUMMARY") and self._line_of("DTSTART"):
                self.unclosed.append(self._line_of("SUMMARY"))
            self.events.append("\n".join(self.block))
            self.block = []
        else:
            self._cut_off(what)

    def _line_of(self, name: str) -> str:
        return next(
            (
                line
                for lines in self.block
                for line in lines.split("\n")
                if re.match(rf"{name}\s*[;:]", line, re.IGNORECASE)
            ),
            "",
        )

    def _cut_off(self, what: str) -> None:
        first = self._line_of("SUMMARY")
        self.broken.append(f"{what}: {first}" if first else what)
        self.block = []

    def _close_calendar(self, *, cut_short: bool = False) -> None:
        self.calendars.append(
            CalendarBlocks(
                "\n".join(self.header),
                tuple(self.zones),
                tuple(self.events),
                tuple(self.broken),
                tuple(self.unclosed),
                cut_short,
            )
        )
        self.header, self.zones, self.events, self.broken, self.unclosed = [], [], [], [], []
