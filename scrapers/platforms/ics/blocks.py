"""Cuts unfolded iCalendar text into component blocks, without looking into them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BOUND = re.compile(r"\n[ \t]*(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
"""Starts at a line end instead of `^`: jumping from line end to line end takes a third of the time."""
_DEEPEST = 8
"""Components nest three deep (RFC 5545 3.6.6, RFC 9073); deeper ones are ignored."""


@dataclass(frozen=True, slots=True)
class CalendarBlocks:
    """One VCALENDAR as text.

    header   its own property lines.
    zones    the VTIMEZONE blocks, with their STANDARD and DAYLIGHT parts.
    events   the property lines of each VEVENT, nested components (VALARM …) left out: the unit to hash.
    broken   first line of what could not be separated: an event that never ends, a calendar cut short.
    """

    header: str
    zones: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def split_calendars(text: str) -> tuple[CalendarBlocks, ...]:
    """All VCALENDARs of a body (RFC 5545 3.4 allows several), in one pass over the text."""
    text = f"\n{text}"
    cutter = _Cutter(text)
    for bound in _BOUND.finditer(text):
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
    calendars: list[CalendarBlocks] = field(default_factory=list)

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
            self._close_calendar()
            self.stack = []
        elif name in ("VEVENT", "VTIMEZONE") and len(self.stack) > 1:
            self._cut_off(f"{self.stack[1]} without an end")
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
                self._cut_off("VEVENT without an end")
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
            self._close_calendar()

    def _cut_off(self, what: str) -> None:
        first = next((line for lines in self.block for line in lines.split("\n") if line.upper()[:7] == "SUMMARY"), "")
        self.broken.append(f"{what}: {first}" if first else what)
        self.block = []

    def _close_calendar(self) -> None:
        blocks = CalendarBlocks("\n".join(self.header), tuple(self.zones), tuple(self.events), tuple(self.broken))
        self.calendars.append(blocks)
        self.header, self.zones, self.events, self.broken = [], [], [], []
