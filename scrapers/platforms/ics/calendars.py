"""Reads the VEVENTs of one calendar, each in the calendar's zones."""

from __future__ import annotations

from collections.abc import Iterator

from core.errors import BadRecord, Doubt, PartUnread
from scrapers.platforms.ics.blocks import CalendarBlocks
from scrapers.platforms.ics.components import Component, read_component
from scrapers.platforms.ics.properties import parse_properties
from scrapers.platforms.ics.timezones.zones import CalendarZones, Zone, iana_zone
from scrapers.reading.contract import Context

IGNORED = "It was ignored; no event is missing."


def components_of(
    blocks: CalendarBlocks, context: Context, problems: list[BadRecord], unclear_uids: set[str]
) -> Iterator[Component]:
    """Adds what could not be read to `problems`, and the UIDs that it is about ("" for none) to `unclear_uids`."""
    header = parse_properties(blocks.header)
    for found in blocks.broken:
        cut_short = PartUnread(found, field="VCALENDAR")
        problems.append(cut_short if blocks.cut_short else Doubt(found, field="VCALENDAR", advice=IGNORED))
    problems.extend(
        Doubt(
            f"VEVENT without an end: {found}",
            field="VEVENT",
            advice="The event was read; ask the site to fix the feed.",
        )
        for found in blocks.unclosed
    )
    if header.text("CALSCALE").upper() not in ("", "GREGORIAN"):
        found = f"CALSCALE {header.text('CALSCALE')}, not Gregorian"
        problems.append(PartUnread(found, field="CALSCALE", advice="This calendar was not read."))
        return
    book = _calendar_zones(blocks, header.text("X-WR-TIMEZONE"), context)
    method = header.text("METHOD").upper()
    for block in blocks.events:
        if not block.strip():
            problems.append(Doubt("a VEVENT without any content", field="VEVENT", advice=IGNORED))
            unclear_uids.add("")
            continue
        try:
            component = read_component(block, book, method)
        except BadRecord as problem:
            problems.append(problem)
            unclear_uids.add(parse_properties(block).text("UID"))
            continue
        for line in component.properties.bad_lines:
            unclear_uids.add(component.uid)
            advice = "The line was skipped; the event was read."
            problems.append(Doubt(f"{line[:100]} in {component.title}", field="line", advice=advice, uid=component.uid))
        yield component


def _calendar_zones(blocks: CalendarBlocks, wr_timezone: str, context: Context) -> CalendarZones:
    definitions: dict[str, str] = {}
    for zone in blocks.zones:
        if (tzid := parse_properties(zone).first("TZID")) is not None:
            definitions.setdefault(tzid.text.strip(), zone)
    book = CalendarZones(
        home=iana_zone(context.timezone),
        now=context.now,
        utc_is_local=context.utc_is_local,
        local_is_utc=context.local_is_utc,
        definitions=definitions,
    )
    book.wr_timezone = _named_zone(book, wr_timezone)
    return book


def _named_zone(book: CalendarZones, wr_timezone: str) -> Zone | None:
    zone = book.named(wr_timezone) if wr_timezone else None
    return None if zone is None or zone == book.utc else zone
