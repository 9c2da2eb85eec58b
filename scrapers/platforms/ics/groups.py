"""Groups the blocks that must be read together, each group with a hash of everything its reading depends on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from scrapers.platforms.ics.blocks import CalendarBlocks
from scrapers.platforms.ics.lines import parse_line
from scrapers.platforms.ics.properties import parse_properties
from scrapers.reading.stable_uids import stable_uid, unsplit_uid

DIGEST_BYTES = 16

_UID = re.compile(r"\n([ \t]*UID[ \t\xa0]*[;:].*)", re.IGNORECASE)
_TZID = re.compile(r";[ \t\"]*TZID[ \t\"]*=[ \t]*(\"[^\"\n]*\"|[^;:\n]*)", re.IGNORECASE)
_STAMP = re.compile(r"\n[ \t]*DTSTAMP[ \t\xa0]*[;:](.*)", re.IGNORECASE)
_REVISED = re.compile(r"\n[ \t]*LAST-(?:MODIFIED|UPDATED)[ \t\xa0]*[;:]", re.IGNORECASE)
_INSTANCE = re.compile(r"\n[ \t]*RECURRENCE-ID[ \t\xa0]*[;:]", re.IGNORECASE)
"""Each begins with a character that is rare in the text, which takes a fifth of the time of `^`: blocks are searched
with a line end before them."""
_USUAL_STAMP = "\nDTSTAMP:"
_STAMPED = re.compile(r"\d{14}")


@dataclass(slots=True)
class Group:
    """The blocks of one event, over all calendars of a body.

    uid      as `stable_uid` makes it; "" gathers all blocks without one, since a fingerprint may join any of them.
    digest   of the blocks and of what they depend on. DTSTAMP, which many sites set at each load, is left out
             where the reader ignores it: it only orders several blocks of one UID.
    stamp    the blocks' DTSTAMP if a UID contains it, else "": the feed may make new UIDs at each load.
    blocks   with a line end before each.
    """

    uid: str
    digest: bytes = b""
    stamp: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    @property
    def only_instances(self) -> bool:
        """Whether the series itself is missing: what is common to its instances depends on which ones the feed has."""
        return all(_INSTANCE.search(block) for block in self.blocks)


def group_blocks(calendars: Sequence[CalendarBlocks], salt: bytes = b"") -> dict[str, Group]:
    """The groups of a body by their `uid`, in its order. Time linear in the text.

    salt  what else the reading depends on: the address, which links are relative to; the declared charset.
    """
    groups: dict[str, Group] = {}
    frames = [_Frame.of(blocks, salt) for blocks in calendars]
    for number, blocks in enumerate(calendars):
        for place, lines in enumerate(blocks.events):
            block = f"\n{lines}"
            uid = uid_of(block)
            key = stable_uid(unsplit_uid(uid))
            group = groups.get(key)
            if group is None:
                group = groups[key] = Group(key)
            group.places.append((number, place))
            group.blocks.append(block)
            group.stamp = group.stamp or _stamp_in(uid, block)
    for group in groups.values():
        group.digest = _digest(group, frames)
    return groups


def only(calendars: Sequence[CalendarBlocks], groups: Iterable[Group]) -> tuple[CalendarBlocks, ...]:
    """The calendars with the blocks of these groups alone, in the body's order."""
    kept: list[list[int]] = [[] for _ in calendars]
    for group in groups:
        for number, place in group.places:
            kept[number].append(place)
    return tuple(
        replace(blocks, events=tuple(blocks.events[place] for place in sorted(places)))
        for blocks, places in zip(calendars, kept, strict=True)
    )


def as_one(groups: Iterable[Group], digest: bytes) -> Group:
    """All blocks of a body in one group, for a body whose parts cannot be read one by one."""
    whole = Group("", digest[:DIGEST_BYTES])
    for group in groups:
        whole.places += group.places
        whole.blocks += group.blocks
    return whole


def digest_without_uids(calendars: Sequence[CalendarBlocks], salt: bytes = b"") -> bytes:
    """Of a whole body whose UIDs change at each load: each is replaced by its number in the body, so that it still
    says which blocks are one event."""
    numbers: dict[str, bytes] = {"": b""}
    parts: list[bytes] = []
    for blocks in calendars:
        frame = _Frame.of(blocks, salt)
        events = [f"\n{lines}" for lines in blocks.events]
        for block, unstamped in zip(events, without_stamps(events), strict=True):
            number = numbers.setdefault(uid_of(block), str(len(numbers)).encode())
            parts.append(hash_of(number, frame.of_block(block), _octets(_UID.sub("", unstamped))))
    return hash_of(*parts)[:DIGEST_BYTES]


def stamped_together(groups: Collection[Group], least: int = 2) -> bool:
    """Whether this many contain one DTSTAMP in their UIDs. The reader then uses fingerprints, if it sees no others
    (`uids_stamped_at_load`): so it reads a part differently from the whole."""
    stamps = Counter(group.stamp for group in groups if group.stamp)
    return bool(stamps) and max(stamps.values()) >= max(2, least)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the events of one calendar depend on: the salt, its header with the zone that X-WR-TIMEZONE names, and the
    zones."""

    header: bytes
    zones: Mapping[str, bytes]
    all_zones: bytes
    known: dict[tuple[str, ...], bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, blocks: CalendarBlocks, salt: bytes) -> _Frame:
        zones: dict[str, bytes] = {}
        for zone in blocks.zones:
            if (tzid := parse_properties(zone).first("TZID")) is not None:
                zones.setdefault(tzid.text.strip(), hash_of(_octets(zone)))
        home = zones.get(parse_properties(blocks.header).text("X-WR-TIMEZONE"), b"")
        header = hash_of(salt, _octets(blocks.header), home)
        return cls(header, zones, hash_of(*(_octets(zone) for zone in blocks.zones)))

    def of_block(self, block: str) -> bytes:
        """A hash. A TZID that is not defined under this very name might still be meant for a definition: all of them
        count."""
        named = tuple(_TZID.findall(block))
        if named not in self.known:
            names = [name.strip().strip('"').strip() for name in sorted(set(named))]
            self.known[named] = hash_of(self.header, *(self.zones.get(name, self.all_zones) for name in names))
        return self.known[named]


def _digest(group: Group, frames: Sequence[_Frame]) -> bytes:
    """Of one block, its frame's hash and its octets, hashed; of several, the hashes of each, hashed: all have one
    length, so that no two groups run into the same octets."""
    hashes = [
        sha256(frames[number].of_block(block) + _octets(block)).digest()
        for (number, _), block in zip(group.places, without_stamps(group.blocks), strict=True)
    ]
    return (hashes[0] if len(hashes) == 1 else sha256(b"".join(hashes)).digest())[:DIGEST_BYTES]


def without_stamps(blocks: list[str]) -> list[str]:
    if len(blocks) > 1:
        stamps = {tuple(_STAMP.findall(block)) for block in blocks}
        revised = {_REVISED.search(block) is not None for block in blocks}
        if len(stamps) > 1 or len(revised) > 1:
            return blocks
    return [_without_stamp(block) for block in blocks]


def _without_stamp(block: str) -> str:
    """Like `_STAMP.sub`, in a tenth of the time for the usual spelling. A second, unusual DTSTAMP stays: then the block
    is read again, which does no harm."""
    starts = block.find(_USUAL_STAMP)
    if starts < 0:
        return _STAMP.sub("", block)
    ends = block.find("\n", starts + 1)
    return block[:starts] if ends < 0 else block[:starts] + block[ends:]


def uid_of(block: str) -> str:
    """The first UID that isn't empty, as the reader uses it."""
    for line in _UID.finditer(block):
        parsed = parse_line(line[1])
        if parsed is not None and parsed.value.strip():
            return parsed.text.strip()
    return ""


def _stamp_in(uid: str, block: str) -> str:
    found = _STAMP.search(block) if _STAMPED.search(uid.replace("T", "")) else None
    compact = found[1].strip().rstrip("Zz").replace("T", "") if found else ""
    return compact if len(compact) == 14 and compact in uid.replace("T", "") else ""


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def hash_of(*parts: bytes) -> bytes:
    """Each part with its length, so that no two lists of parts run into the same octets."""
    lengths = repr([len(part) for part in parts]).encode()
    return sha256(b"".join((lengths, *parts))).digest()
