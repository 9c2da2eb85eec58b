"""Splits the bytes of a plainly written feed into the parts of its events, without decoding or unfolding them.

Most feeds are written plainly, and most of their events are known. Cutting and hashing the bytes takes half the time of
cutting the unfolded text. `split_plain` refuses every feed in which one part could depend on another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from scrapers.incremental.parts import PartsRead
from scrapers.platforms.ics.blocks import split_calendars
from scrapers.platforms.ics.body import CONTROL_OCTETS, decode_body, unfolded
from scrapers.platforms.ics.groups import DIGEST_BYTES, group_blocks, hash_of, uid_of, without_stamps
from scrapers.platforms.ics.text_parts import TextFeed
from scrapers.reading.contract import Context
from scrapers.reading.stable_uids import stable_uid, unsplit_uid

_FIRST_LINE = b"BEGIN:VCALENDAR\n"
_BEGIN, _END, _UID, _STAMP = b"\nBEGIN:VEVENT", b"\nEND:VEVENT", b"\nUID:", b"\nDTSTAMP:"
_DECISIVE = re.compile(rb"\n((?:BEGIN|END)[^\n]*|(?:UID|DTSTAMP)[ \t]*(?=[;:]))", re.IGNORECASE)
"""In lines with `\\n` ends. A folded line begins with a space, so none of these is inside a text."""
_ONCE = (b"BEGIN:VEVENT", b"END:VEVENT", b"UID", b"DTSTAMP")
_NESTED = frozenset({b"BEGIN:VALARM", b"END:VALARM"})
_BLANK = (b" ", b"\t", b"\n")
"""How a line begins that belongs to the one before it."""
_DAY = 8
"""Digits of a day in a DTSTAMP."""


def split_plain(body: bytes, context: Context, salt: bytes) -> PlainFeed | None:
    """None for a feed that isn't written plainly: UTF-8 with one calendar in which nothing stands between the events,
    and every event is closed and has one UID and one DTSTAMP, which have nothing to do with each other."""
    octets = _with_one_line_end(body)
    if octets is None or context.uids_change:
        return None
    head, *events = octets.split(_BEGIN)
    if not events:
        return None
    last, end, tail = events[-1].rpartition(_END)
    events[-1] = last + end
    if not _are_closed(events, tail) or not _is_plain(octets[len(head) :], tail, len(events)):
        return None
    frame = hash_of(salt, head, tail)
    parts: dict[str, Part] = {}
    for place, event in enumerate(events):
        uid, unstamped = _cut(event)
        if not uid:
            return None
        part = parts.setdefault(stable_uid(unsplit_uid(uid)), Part())
        part.places.append(place)
        part.digest = sha256(frame + unstamped).digest()[:DIGEST_BYTES]
    for part in parts.values():
        if len(part.places) > 1:
            part.digest = _digest_of_several(frame, [events[place] for place in part.places])
    return PlainFeed(head, events, tail, parts, context)


@dataclass(slots=True)
class Part:
    """The VEVENTs with one UID, by their places in the feed. `digest`: see `groups.Group`."""

    digest: bytes = b""
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlainFeed:
    """The octets before, of, and after its events, and its parts by `stable_uid`. Everything before and after the
    events counts for every part."""

    head: bytes
    events: Sequence[bytes]
    tail: bytes
    parts: Mapping[str, Part]
    context: Context

    @property
    def digests(self) -> Collection[bytes]:
        return [part.digest for part in self.parts.values()]

    def read(self, known: Collection[bytes]) -> PartsRead:
        return self._text_of(part for part in self.parts.values() if part.digest not in known).read(())

    def read_outside(self, uids: Collection[str]) -> PartsRead:
        return self._text_of(self.parts[uid] for uid in uids).read_outside(uids)

    def _text_of(self, parts: Iterable[Part]) -> TextFeed:
        places = sorted(place for part in parts for place in part.places)
        body = b"".join([self.head, *(_BEGIN + self.events[place] for place in places), self.tail])
        calendars = split_calendars(decode_body(body, self.context))
        groups = {uid: replace(group, digest=self.parts[uid].digest) for uid, group in group_blocks(calendars).items()}
        return TextFeed(calendars, groups, self.context)


def _with_one_line_end(body: bytes) -> bytes | None:
    """The body with `\\n` line ends; None if `decode_body` would do more than unfold it."""
    octets = body.replace(b"\r\n", b"\n")
    if not octets.startswith(_FIRST_LINE) or b"\r" in octets:
        return None
    if b"QUOTED-PRINTABLE" in octets or b"quoted-printable" in octets:
        return None
    if len(octets.translate(None, CONTROL_OCTETS)) < len(octets):
        return None
    try:
        octets.decode()
    except UnicodeDecodeError:
        return None
    return octets


def _are_closed(events: Sequence[bytes], tail: bytes) -> bool:
    """Whether each ends where the next one begins, and neither its first line nor its last is folded."""
    lines = (event[1:2] for event in events)
    return (
        all(event.endswith(_END) and event[:1] == b"\n" for event in events)
        and not any(first in _BLANK for first in lines)
        and tail[:1] in (b"", b"\n")
        and tail[1:2] not in _BLANK
    )


def _is_plain(octets: bytes, tail: bytes, events: int) -> bool:
    """Whether the events are cut where the reader cuts them, and each may have one UID and one DTSTAMP."""
    found = Counter(_DECISIVE.findall(octets[: len(octets) - len(tail)]))
    return all(found.pop(line, 0) == events for line in _ONCE) and _NESTED.issuperset(found)


def _cut(event: bytes) -> tuple[str, bytes]:
    """Its UID and the rest without DTSTAMP, which the reader ignores if the UID has one VEVENT.

    The UID is empty if it isn't in the usual form or contains the day of the DTSTAMP: such feeds may make new UIDs at
    each load.
    """
    starts, stamped = event.find(_UID) + len(_UID), event.find(_STAMP)
    if starts < len(_UID) or stamped < 0:
        return "", event
    ends = event.find(b"\n", starts)
    uid = event[starts:ends].decode()
    if "\\" in uid or event[ends + 1 : ends + 2] in _BLANK:
        uid = uid_of(unfolded(event).decode())
    day = stamped + len(_STAMP)
    if event[day : day + _DAY].decode("latin-1") in uid:
        return "", event
    return uid.strip(), event[:stamped] + event[event.find(b"\n", day) :]


def _digest_of_several(frame: bytes, events: Sequence[bytes]) -> bytes:
    hashes = (sha256(text.encode()).digest() for text in without_stamps([event.decode() for event in events]))
    return sha256(frame + b"".join(hashes)).digest()[:DIGEST_BYTES]
