"""Splits the unfolded text of any feed into parts: the blocks of each UID."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from core.items import EventItem
from scrapers.incremental.parts import PartsRead
from scrapers.platforms.ics.blocks import CalendarBlocks, split_calendars
from scrapers.platforms.ics.body import decode_body
from scrapers.platforms.ics.groups import Group, as_one, digest_without_uids, group_blocks, only, stamped_together
from scrapers.platforms.ics.reader import read_blocks_and_troubled
from scrapers.reading.contract import Context, Reading, Window
from scrapers.reading.stable_uids import stable_uid, unsplit_uid
from scrapers.reading.windows import is_outside

_DISTINGUISHED = re.compile(r"#[0-9a-f]{8}$")
"""What the reader appends to tell two events of one UID apart."""


def split_text(body: bytes, context: Context, salt: bytes) -> TextFeed:
    """Raises what `read_events` raises. A feed whose UIDs change at every load is one part."""
    calendars = split_calendars(decode_body(body, context))
    groups = group_blocks(calendars, salt)
    if context.uids_change:
        groups = {"": as_one(groups.values(), digest_without_uids(calendars, salt))}
    elif stamped_together(groups.values(), least=len(groups) // 2):
        groups = {"": as_one(groups.values(), sha256(salt + body).digest())}
    return TextFeed(calendars, groups, context)


@dataclass(frozen=True, slots=True)
class TextFeed:
    """The groups by their UID, in the order of the feed."""

    calendars: Sequence[CalendarBlocks]
    groups: Mapping[str, Group]
    context: Context

    @property
    def digests(self) -> Collection[bytes]:
        return [group.digest for group in self.groups.values()]

    def read(self, known: Collection[bytes]) -> PartsRead:
        """All groups if the unread ones were stamped together: alone, they would be read differently."""
        unread = [group for group in self.groups.values() if group.digest not in known]
        if stamped_together(unread):
            unread = list(self.groups.values())
        reading, unclear_uids = read_blocks_and_troubled(only(self.calendars, unread), self.context)
        inside = (event for event in reading.events if not self._was_moved_out(event))
        reading = replace(reading, events=tuple(inside))
        found = self._groups_of(reading)
        outside = {group.uid for group in unread}.difference([""], (group.uid for group in found))
        if len(found) < len(reading.events):
            return PartsRead(reading=reading, outside=outside, traceable=False)
        doubtful = {uid if uid in self.groups else "" for uid in map(_key, unclear_uids)} | {
            group.uid
            for event, group in zip(reading.events, found, strict=True)
            if len({one.status for one in event.occurrences}) > 1 and group.only_instances
        }
        digests = tuple(None if group.uid in doubtful else group.digest for group in found)
        with_events = set(digests)
        empty = tuple(group.digest for group in unread if group.uid not in doubtful and group.digest not in with_events)
        return PartsRead(reading=reading, digests=digests, empty=empty, outside=outside)

    def read_outside(self, uids: Collection[str]) -> PartsRead:
        """A series is known by the dates in the window, so one without any there is left out, unless they were moved
        out."""
        groups = [self.groups[uid] for uid in uids]
        calendars = only(self.calendars, groups)
        anywhere, unclear_uids = read_blocks_and_troubled(calendars, replace(self.context, window=Window()))
        single = [event for event in anywhere.events if len(event.occurrences) == 1 and not _recurs(event)]
        moved_out = read_blocks_and_troubled(calendars, self.context)[0].events
        events = {event.uid: event for event in (*single, *moved_out) if _key(event.uid) in uids}
        reading = Reading(events=tuple(events.values()))
        found = self._groups_of(reading)
        if stamped_together(groups) or len(found) < len(reading.events):
            return PartsRead(reading=Reading())
        doubtful = set(map(_key, unclear_uids))
        return PartsRead(reading=reading, digests=[None if one.uid in doubtful else one.digest for one in found])

    def _was_moved_out(self, event: EventItem) -> bool:
        """The reader gives no other dates outside the window."""
        return event.occurrences[0].recurrence_id is not None and is_outside(event, self.context.window)

    def _groups_of(self, reading: Reading) -> list[Group]:
        """The groups of its events; fewer if an event matches none."""
        return [group for event in reading.events if (group := self._group_of(event)) is not None]

    def _group_of(self, event: EventItem) -> Group | None:
        """Matched by UID, without what the reader appended; an event without UID may come from any block that has
        none."""
        for uid in (event.uid, _DISTINGUISHED.sub("", event.uid)):
            if (found := self.groups.get(_key(uid))) is not None:
                return found
        return self.groups.get("") if event.uid.startswith("fp-") or len(self.groups) == 1 else None


def _key(uid: str) -> str:
    """The uid of the group with the blocks of this UID."""
    return stable_uid(unsplit_uid(uid))


def _recurs(event: EventItem) -> bool:
    return "recurrence" in event.raw or any(one.recurrence_id is not None for one in event.occurrences)
