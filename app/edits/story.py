"""The history of an event in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.feeds.wording import clock, day
from core.items import EventStatus
from core.visible_text import one_line
from storage.edits.story import Entry, StoryKind

LONGEST = 160
MOST_NAMED = 3
"""Listings of a join, split, or series that are named."""
_NAMES = {
    "starts_at": "start",
    "ends_at": "end",
    "venue": "place",
    "ticket_url": "ticket link",
    "image_url": "picture",
    "url": "page",
    "price_text": "price",
    "is_free": "free admission",
    "sold_out": "sold-out note",
    "all_day": "all-day mark",
    "time_known": "known hour",
}
_AMOUNTS = ("price_min_cents", "price_max_cents", "price_currency")
"""They change with the price's words."""
_STATUSES = {
    EventStatus.SCHEDULED: "says that it takes place as planned",
    EventStatus.CANCELLED: "canceled it",
    EventStatus.POSTPONED: "postponed it",
    EventStatus.RESCHEDULED: "says that it was moved to another time",
    EventStatus.MOVED_ONLINE: "moved it online",
}


def sentences(story: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """Each entry with its sentence, without those that say nothing to people."""
    return [(entry, said.replace("..", ".")) for entry in story if (said := sentence(entry))]


def sentence(entry: Entry) -> str:
    """`The Hall moved it from … to ….`; "" for an entry that another one tells."""
    match entry.kind:
        case StoryKind.FIRST_SEEN:
            return f"First seen at {entry.source} as {_quoted(entry.new)}."
        case StoryKind.CHANGED:
            return _change(entry)
        case StoryKind.MERGED:
            why = f" ({'; '.join(entry.reasons)})" if entry.reasons else ""
            return f"Merged: {entry.source} and {entry.other_source} list the same event{why}."
        case StoryKind.QUESTION:
            return (
                f"{entry.by} changed the {_name(entry)} to {_said(entry, entry.new)}. The correction is still shown, "
                "until somebody decides."
            )
        case StoryKind.CORRECTED if entry.field == "featured":
            return _because(f"{entry.by} {'featured it' if entry.new else 'no longer features it'}", entry)
        case StoryKind.CORRECTED:
            said = f"{entry.by} corrected the {_name(entry)}: {_said(entry, entry.new)} instead of"
            return _because(f"{said} {_said(entry, entry.old)}", entry)
        case StoryKind.KEPT:
            return f"{entry.by} kept the corrected {_name(entry)}."
        case StoryKind.UNDONE:
            return _because(f"{entry.by} withdrew the corrected {_name(entry)}", entry)
        case _:
            return _because(_act(entry), entry) + _series(entry)


def series_changes(left: int, entered: int) -> list[str]:
    """What a join or split does to an event's series."""
    changes = []
    if left:
        changes.append(f"it leaves the series with {_events(left)}")
    if entered:
        changes.append(f"it joins a series with {_events(entered)}")
    return changes


def _series(entry: Entry) -> str:
    """` “Jazz Night” (City Calendar) left the series with 4 other events.`"""
    said = ""
    for one in entry.series:
        name = one.event or "It"
        said += f" {name} left the series with {_events(one.left)}." if one.left else ""
        said += f" {name} joined a series with {_events(one.entered)}." if one.entered else ""
    return said


def _events(count: int) -> str:
    return f"{count} other event{'' if count == 1 else 's'}"


def _act(entry: Entry) -> str:
    others, listing = _listed(entry.others), entry.listing or "it"
    return {
        StoryKind.HIDDEN: f"{entry.by} hid it",
        StoryKind.UNHIDDEN: f"{entry.by} showed it again",
        StoryKind.JOINED_BY_PERSON: f"{entry.by} joined {listing} with {others}",
        StoryKind.SPLIT_BY_PERSON: f"{entry.by} separated {listing} from {others}",
        StoryKind.GROUPED_BY_PERSON: f"{entry.by} put it in a series with {others}"
        if others
        else f"{entry.by} left its series to the rules",
        StoryKind.UNGROUPED_BY_PERSON: f"{entry.by} took it out of its series with {others}"
        if others
        else f"{entry.by} wants lists to show each of its dates",
        StoryKind.ADDED: f"{entry.by} added it by hand as {_quoted(entry.new)}",
    }[entry.kind]


def _listed(names: Sequence[str]) -> str:
    """`A, B, and C`, or `A, B, C, and 5 more`."""
    shown = [one_line(name) for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        shown.append(f"{len(names) - MOST_NAMED} more")
    return " and ".join(shown) if len(shown) < 3 else f"{', '.join(shown[:-1])}, and {shown[-1]}"


def _because(text: str, entry: Entry) -> str:
    return f"{text}: {one_line(entry.because)}." if entry.because else f"{text}."


def _change(entry: Entry) -> str:
    field, old, new = entry.field, entry.old, entry.new
    if field in _AMOUNTS:
        return ""
    if field == "withdrawn":
        return f"{entry.source} {'no longer lists' if new else 'lists'} {_it(entry)}{'' if new else ' again'}."
    if field == "starts_at" and old is None:
        return f"{entry.source} added a time: {_moment(new, entry.timezone)}."
    if field == "starts_at":
        return f"{entry.source} moved it from {_moment(old, entry.timezone)} to {_moment(new, entry.timezone)}."
    if field == "status" and new in list(EventStatus):
        return f"{entry.source} {_STATUSES[EventStatus(new)]}{_when(entry)}."
    if field == "title":
        return f"{entry.source} renamed it from {_quoted(old)} to {_quoted(new)}."
    return f"{entry.source} changed the {_name(entry)} from {_said(entry, old)} to {_said(entry, new)}."


def _it(entry: Entry) -> str:
    return "it" if entry.key is None else f"its time{_when(entry)}"


def _when(entry: Entry) -> str:
    """` on Saturday, December 5, 2026` for an occurrence, by its key: its first start."""
    if entry.key is None:
        return ""
    stamp = entry.key.partition("#")[0]
    try:
        if stamp.endswith("Z"):
            moment = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=ZoneInfo("UTC"))
            return f" on {day(moment.astimezone(ZoneInfo(entry.timezone)).date())}"
        return f" on {day(date.fromisoformat(stamp[:8]))}"
    except ValueError:
        return f" {entry.key}"


def _name(entry: Entry) -> str:
    field = entry.field or ""
    name = _NAMES.get(field, field.replace("_", " "))
    return name if entry.key is None or field in ("starts_at", "ends_at") else f"{name}{_when(entry)}"


def _said(entry: Entry, value: Any) -> str:
    if value is None or value in ([], ""):
        return "nothing"
    if entry.field in ("starts_at", "ends_at"):
        return _moment(value, entry.timezone)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if entry.field == "status" and value in list(EventStatus):
        return _quoted(EventStatus(value).word)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(str(value[name]) for name in ("text", "name", "address") if value.get(name)) or "nothing"
    return _quoted(value)


def _quoted(value: Any) -> str:
    line = one_line(str(value))
    return f"“{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}”"


def _moment(value: Any, timezone: str) -> str:
    """`Saturday, December 5, 2026, 8 p.m.`, in the offset that it has, or in the zone if that is UTC."""
    try:
        if len(str(value)) == len("2026-12-05"):
            return day(date.fromisoformat(value))
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    local = moment.astimezone(ZoneInfo(timezone)) if timezone != "UTC" else moment
    return f"{day(local.date())}, {clock(local)}"
