"""A body that is read as a whole: known as long as it stays the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from core.items import EventItem
from scrapers.incremental.parts import PartsRead, Split
from scrapers.reading.contract import Context, Reading
from scrapers.reading.stable_uids import stable_uid
from storage.feed_cache.answers import DIGEST_BYTES

ReadEvents = Callable[[bytes, Context], Reading]


@dataclass(frozen=True, slots=True)
class WholeBody:
    """One part. A reading with problems is never cached, so that its records are read again."""

    body: bytes
    context: Context
    digest: bytes
    read_events: ReadEvents

    @property
    def digests(self) -> Collection[bytes]:
        return frozenset({self.digest})

    def read(self, known: Collection[bytes]) -> PartsRead:
        if self.digest in known:
            return PartsRead(reading=Reading())
        reading = self.read_events(self.body, self.context)
        outside = frozenset(stable_uid(event.uid) for event in self._outside(reading))
        if reading.problems:
            return PartsRead(reading=reading, digests=[None] * len(reading.events), outside=outside)
        empty = () if reading.events else (self.digest,)
        return PartsRead(reading=reading, digests=[self.digest] * len(reading.events), empty=empty, outside=outside)

    def read_outside(self, uids: Collection[str]) -> PartsRead:
        """Read again in the next run, as a body is known by the events in its window."""
        found = [
            event for event in self._outside(self.read_events(self.body, self.context)) if stable_uid(event.uid) in uids
        ]
        return PartsRead(reading=Reading(events=tuple(found)), digests=[None] * len(found))

    def _outside(self, inside: Reading) -> Iterator[EventItem]:
        known = {event.uid for event in inside.events}
        everything = self.read_events(self.body, replace(self.context, window=None))
        return (event for event in everything.events if event.uid not in known and len(event.occurrences) == 1)


def whole(read_events: ReadEvents) -> Split:
    """Splits nothing. `read_events`: of the platform."""

    def split(body: bytes, context: Context, salt: bytes) -> WholeBody:
        return WholeBody(body, context, sha256(salt + body).digest()[:DIGEST_BYTES], read_events)

    return split
