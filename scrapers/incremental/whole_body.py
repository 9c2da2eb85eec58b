"""A body that is read as a whole: known as long as it stays the same."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from hashlib import sha256

from scrapers.incremental.parts import PartsRead, Split
from scrapers.reading.contract import Context, Reading
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
        if reading.problems:
            return PartsRead(reading=reading, digests=[None] * len(reading.events))
        empty = () if reading.events else (self.digest,)
        return PartsRead(reading=reading, digests=[self.digest] * len(reading.events), empty=empty)


def whole(read_events: ReadEvents) -> Split:
    """Splits nothing. `read_events`: of the platform."""

    def split(body: bytes, context: Context, salt: bytes) -> WholeBody:
        return WholeBody(body, context, sha256(salt + body).digest()[:DIGEST_BYTES], read_events)

    return split
