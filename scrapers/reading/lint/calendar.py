"""Checks an iCalendar body against RFC 5545, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import available_timezones

from scrapers.reading.lint.findings import Finding, Level, gathered

LINE_OCTETS = 75
STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
PLUGIN = "Update your calendar plugin; if that doesn't help, report it to the plugin's makers."
_LINE_END = re.compile(r"\r\n|\n|\r")  # not U+2028 and others that str.splitlines() takes: they are text
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;:]*)')
_MOMENT = re.compile(r"\d{8}T\d{6}Z?")
_HTML = re.compile(r"<(p|br|div|span|a|strong|em|ul|li)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Property:
    line: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class _Event:
    line: int
    properties: list[_Property] = field(default_factory=list)

    def all(self, name: str) -> list[_Property]:
        return [one for one in self.properties if one.name == name]

    def one(self, name: str) -> _Property | None:
        return next(iter(self.all(name)), None)

    @property
    def title(self) -> str:
        found = self.one("SUMMARY")
        return "" if found is None else found.value[:80]


def lint_calendar(body: bytes, today: date) -> list[Finding]:
    """The findings, the worst first. `today`: to say whether everything is over."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        what = "The calendar is not in UTF-8."
        return [_finding(Level.ERROR, line, "RFC 5545, 3.1.4", what, "Save or send it as UTF-8.")]
    lines = list(_unfolded(text))
    events, zones = _events(lines)
    found = [*_of_lines(body), *_of_calendar(lines, events, today)]
    for event in events:
        found += _of_event(event, zones)
    found += _repeated(events)
    return gathered(found)


def _finding(level: Level, line: int, clause: str, what: str, fix: str, about: str = "") -> Finding:
    return Finding(level=level, line=line, clause=clause, what=what, fix=fix, about=about)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first line (3.1)."""
    current: tuple[int, str] | None = None
    for number, line in enumerate(_LINE_END.split(text), 1):
        if line[:1] in (" ", "\t") and current is not None:
            current = current[0], current[1] + line[1:]
            continue
        if current is not None:
            yield current
        current = (number, line) if line.strip() else None
    if current is not None:
        yield current


def _parsed(number: int, line: str) -> _Property | None:
    name = _NAME.match(line)
    if name is None:
        return None
    parameters, place = {}, name.end()
    while (found := _PARAMETER.match(line, place)) is not None:
        parameters[found[1].upper()] = found[2].strip('"')
        place = found.end()
    if line[place : place + 1] != ":":
        return None
    return _Property(number, name[0].upper(), parameters, line[place + 1 :])


def _events(lines: list[tuple[int, str]]) -> tuple[list[_Event], set[str]]:
    """The events, without their alarms, and the zones that the calendar defines."""
    events: list[_Event] = []
    zones: set[str] = set()
    open_: list[str] = []
    for number, line in lines:
        found = _parsed(number, line)
        if found is None:
            continue
        kind = found.value.strip().upper()
        if found.name == "BEGIN":
            open_.append(kind)
            if kind == "VEVENT":
                events.append(_Event(number))
        elif found.name == "END":
            if open_:
                open_.pop()
        elif open_ and open_[-1] == "VEVENT":
            events[-1].properties.append(found)
        elif open_ and open_[-1] == "VTIMEZONE" and found.name == "TZID":
            zones.add(found.value.strip())
    return events, zones


def _of_lines(body: bytes) -> Iterator[Finding]:
    raw = body.split(b"\n")
    bare = next((number for number, line in enumerate(raw[:-1], 1) if not line.endswith(b"\r")), None)
    if bare is not None:
        what = "Lines end with LF instead of CRLF."
        yield _finding(Level.WARNING, bare, "RFC 5545, 3.1", what, PLUGIN)
    long = next((number for number, line in enumerate(raw, 1) if len(line.rstrip(b"\r")) > LINE_OCTETS), None)
    if long is not None:
        what = f"Lines are longer than {LINE_OCTETS} octets; they should be folded."
        yield _finding(Level.ADVICE, long, "RFC 5545, 3.1", what, PLUGIN)


def _of_calendar(lines: list[tuple[int, str]], events: list[_Event], today: date) -> Iterator[Finding]:
    names = [found for number, line in lines if (found := _parsed(number, line)) is not None]
    first = names[0] if names else None
    if first is None or (first.name, first.value.strip().upper()) != ("BEGIN", "VCALENDAR"):
        what = "The body does not begin with BEGIN:VCALENDAR."
        fix = "Check that the address leads to the calendar itself, not to a page or a login."
        yield _finding(Level.ERROR, 1, "RFC 5545, 3.4", what, fix)
        return
    if not any((one.name, one.value.strip().upper()) == ("END", "VCALENDAR") for one in names):
        what = "The calendar has no END:VCALENDAR: it was cut off."
        fix = "Ask your host whether the site ran out of time or memory. Fewer events in the feed may help."
        yield _finding(Level.ERROR, lines[-1][0], "RFC 5545, 3.4", what, fix)
    for name, clause in (("VERSION", "3.7.4"), ("PRODID", "3.7.3")):
        if not any(one.name == name for one in names):
            yield _finding(Level.WARNING, 1, f"RFC 5545, {clause}", f"{name} is missing.", PLUGIN)
    if not events:
        what = "The calendar has no event."
        fix = "If you have events, check that they are published and that the feed includes their category."
        yield _finding(Level.WARNING, 1, "RFC 5545, 3.6.1", what, fix)
    elif all(_is_over(event, today) for event in events):
        what = "All events are over."
        fix = "Many plugins leave later events out of the feed: look for a setting such as “events per feed”."
        yield _finding(Level.WARNING, events[-1].line, "RFC 5545, 3.6.1", what, fix)


def _is_over(event: _Event, today: date) -> bool:
    start = event.one("DTSTART")
    if start is None or event.one("RRULE") is not None or event.one("RDATE") is not None:
        return False
    end = event.one("DTEND") or start
    found = _day(end.value)
    return found is not None and found < today


def _day(value: str) -> date | None:
    try:
        return datetime.strptime(value.strip()[:8], "%Y%m%d").date()  # noqa: DTZ007 - only its date counts
    except ValueError:
        return None


def _of_event(event: _Event, zones: set[str]) -> Iterator[Finding]:
    title = event.title
    for name, clause, level, fix in (
        ("UID", "3.8.4.7", Level.ERROR, "Without a lasting UID, every change looks like a new event. " + PLUGIN),
        ("DTSTAMP", "3.8.7.2", Level.WARNING, PLUGIN),
        ("DTSTART", "3.6.1", Level.ERROR, "Give the event a date."),
        ("SUMMARY", "3.8.1.12", Level.ERROR, "Give the event a title."),
        ("LOCATION", "3.8.1.7", Level.ADVICE, "Choose a venue with name and address, even if it is always yours."),
        ("URL", "3.8.4.6", Level.ADVICE, "Readers want to open the event's own page."),
    ):
        found = event.one(name)
        if found is None or not found.value.strip():
            yield _finding(level, event.line, f"RFC 5545, {clause}", f"Events have no {name}.", fix, title)
    yield from _of_times(event, zones)
    yield from _of_rules(event)
    status = event.one("STATUS")
    if status is not None and status.value.strip().upper() not in STATUSES:
        what = f"STATUS is {status.value.strip()[:30]}; it may be TENTATIVE, CONFIRMED, or CANCELLED."
        fix = "Mark an event that doesn't take place as canceled, rather than in its title."
        yield _finding(Level.WARNING, status.line, "RFC 5545, 3.8.1.11", what, fix, title)
    described = event.one("DESCRIPTION")
    if described is not None and _HTML.search(described.value):
        what = "DESCRIPTION contains HTML, which calendars show as it is."
        fix = "Use plain text; HTML belongs into X-ALT-DESC. " + PLUGIN
        yield _finding(Level.ADVICE, described.line, "RFC 5545, 3.8.1.5", what, fix, title)


def _of_times(event: _Event, zones: set[str]) -> Iterator[Finding]:
    title, start, end = event.title, event.one("DTSTART"), event.one("DTEND")
    if end is not None and event.one("DURATION") is not None:
        what = "An event has both DTEND and DURATION."
        yield _finding(Level.ERROR, end.line, "RFC 5545, 3.6.1", what, PLUGIN, title)
    for found in (one for one in (start, end) if one is not None and one.value.strip()):
        value, zone = found.value.strip(), found.parameters.get("TZID")
        is_date = found.parameters.get("VALUE", "").upper() == "DATE" or len(value) == len("20270301")
        if _day(value) is None or not (is_date or _MOMENT.fullmatch(value)):
            what = f"{found.name} is {value[:30]!r}, which is not a date or time such as 20270301T193000."
            yield _finding(Level.ERROR, found.line, "RFC 5545, 3.3.5", what, PLUGIN, title)
        elif zone is not None and zone not in zones and zone not in available_timezones():
            what = f"The zone {zone[:40]} is neither defined in the calendar nor a known name."
            fix = "In WordPress, choose a city under Settings → General → Timezone, such as New York, not UTC-5."
            yield _finding(Level.ERROR, found.line, "RFC 5545, 3.2.19", what, fix, title)
        elif zone is not None and zone not in zones:
            what = f"The zone {zone[:40]} has no VTIMEZONE in the calendar."
            yield _finding(Level.WARNING, found.line, "RFC 5545, 3.6.5", what, PLUGIN, title)
        elif zone is None and not is_date and not value.endswith("Z"):
            what = "Times have no zone, so readers in other places see another hour."
            fix = "In WordPress, choose a city under Settings → General → Timezone."
            yield _finding(Level.WARNING, found.line, "RFC 5545, 3.3.5", what, fix, title)
    if start is not None and end is not None and _order(start) == _order(end) and end.value < start.value:
        what = "An event ends before it begins."
        yield _finding(Level.ERROR, end.line, "RFC 5545, 3.8.2.2", what, "Correct the end of the event.", title)


def _order(found: _Property) -> tuple[str, int, bool]:
    """Two times can be compared as text if they have the same zone and form."""
    return found.parameters.get("TZID", ""), len(found.value.strip()), found.value.strip().endswith("Z")


def _of_rules(event: _Event) -> Iterator[Finding]:
    for rule in event.all("RRULE"):
        parts = dict(part.upper().split("=", 1) for part in rule.value.split(";") if "=" in part)
        if "FREQ" not in parts:
            what = "A repetition rule has no FREQ."
            yield _finding(Level.ERROR, rule.line, "RFC 5545, 3.3.10", what, "Enter the repetition again.", event.title)
        if "UNTIL" in parts and "COUNT" in parts:
            what = "A repetition rule has both UNTIL and COUNT."
            fix = "Let the repetition end on a date or after a number of times, not both."
            yield _finding(Level.ERROR, rule.line, "RFC 5545, 3.3.10", what, fix, event.title)


def _repeated(events: list[_Event]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for event in events:
        uid, recurrence = event.one("UID"), event.one("RECURRENCE-ID")
        if uid is None or not uid.value.strip():
            continue
        key = (uid.value.strip(), "" if recurrence is None else recurrence.value.strip())
        if key in seen:
            what = "Two events have the same UID, so one replaces the other."
            fix = "Copied events often keep their UID: enter the second one again from scratch. " + PLUGIN
            yield _finding(Level.ERROR, uid.line, "RFC 5545, 3.8.4.7", what, fix, event.title)
        seen.add(key)
