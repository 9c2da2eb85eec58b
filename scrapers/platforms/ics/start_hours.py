"""Suggests `utc_is_local` or `local_is_utc` for a source most of whose events seem to start at night."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from core.errors import SourceError
from core.items import EventItem, Occurrence
from scrapers.platforms.ics.timezones.spellings import is_utc_name

LEAST_EVENTS = 5
NIGHT_ENDS = time(6)
DAY = (time(8), time(23))

_TZID = re.compile(r';TZID="?([^";:]*)', re.IGNORECASE)
_OFFSET = re.compile(r"T[\d:.]+[+-]\d{2}")
_MEANING = {
    "utc_is_local": "the site marks local times as UTC",
    "local_is_utc": "the site writes UTC times and doesn't mark them as UTC",
}
_REVERSE = {"utc_is_local": "local_is_utc", "local_is_utc": "utc_is_local"}


@dataclass(slots=True)
class StartHours:
    """When the events of a source start, as read without either setting. An event counts once, by its first occurrence
    with a known hour.

    at_night  by uid: whether it starts between midnight and six, local time.
    by_day    by uid, of those at night: the setting with which the event would start during the day.
    """

    at_night: dict[str, bool] = field(default_factory=dict)
    by_day: dict[str, str] = field(default_factory=dict)

    def add(self, events: Iterable[EventItem], timezone: str) -> None:
        """`timezone`: of the source."""
        home = ZoneInfo(timezone)
        for event in events:
            timed = (one for one in event.occurrences if one.time_known and not one.all_day)
            if (first := next(timed, None)) is None:
                continue
            self.by_day.pop(event.uid, None)
            self.at_night[event.uid] = first.starts_at.time() < NIGHT_ENDS
            if self.at_night[event.uid]:
                setting, starts_at = _other_reading(event.raw.get("starts_at", ""), first, home)
                if DAY[0] <= starts_at.time() <= DAY[1]:
                    self.by_day[event.uid] = setting

    def suggestion(self, settings: Collection[str]) -> SourceError | None:
        """A warning if more than half of the events, and of at least five, start at night, and one of these settings
        would move most of those to the day. A nightclub's hours can look the same, so a person must decide."""
        known, at_night = len(self.at_night), sum(self.at_night.values())
        if known < LEAST_EVENTS or at_night <= known / 2:
            return None
        for setting, moved in Counter(self.by_day.values()).most_common():
            if setting in settings and moved > at_night / 2:
                return SourceError(
                    f"{at_night} of {known} events start between midnight and 6 a.m.; {moved} of these would start "
                    f"between 8 a.m. and 11 p.m. with {setting}",
                    field="DTSTART",
                    advice=f"Compare some events with the site. If their hours are wrong, {_MEANING[setting]}: set "
                    f'"{setting}": true in the source\'s settings, or pass -a {setting}=1. (The reverse setting is '
                    f"{_REVERSE[setting]}: {_MEANING[_REVERSE[setting]]}.) If the hours are right, set {setting} to "
                    "false, and no run suggests it again.",
                )
        return None


def _other_reading(written: str, shown: Occurrence, home: ZoneInfo) -> tuple[str, datetime]:
    """The setting that changes how a DTSTART line is read, and the start with it. A time in another zone than the
    source's, or with an offset, stays as it is."""
    named = _TZID.search(written)
    starts_at = shown.starts_at
    if written[-1:] in ("Z", "z") if named is None else is_utc_name(named[1]):
        return "utc_is_local", starts_at.astimezone(UTC)
    wall = starts_at.replace(tzinfo=None)
    if _OFFSET.search(written) or (named is not None and wall.replace(tzinfo=home) != starts_at):
        return "local_is_utc", starts_at
    return "local_is_utc", wall.replace(tzinfo=UTC).astimezone(ZoneInfo(shown.timezone))
