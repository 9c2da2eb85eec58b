"""What a platform provides so that only the changed parts of its feeds are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from scrapers.reading.contract import Context, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsRead:
    """What reading some parts of a body gave.

    reading    their events and problems.
    digests    for each event, the digest of the part it came from; None if that part is in doubt and must be read again
               next time.
    empty      digests of the parts that gave no event and are not in doubt.
    outside    UIDs, as `stable_uid` makes them, that have no date in the window: their events may have moved out of it.
    traceable  False: an event matches no part, so nothing of the body may be cached.
    """

    reading: Reading
    digests: Sequence[bytes | None] = ()
    empty: Collection[bytes] = ()
    outside: Collection[str] = ()
    traceable: bool = True


class SplitBody(Protocol):
    """A body in parts that can be read one by one, none of them read yet."""

    @property
    def digests(self) -> Collection[bytes]:
        """One per part, 16 bytes: a hash of everything the part's reading depends on."""

    def read(self, known: Collection[bytes]) -> PartsRead:
        """Read all parts but the known ones. May read known ones too, where parts must be read together."""

    def read_outside(self, uids: Collection[str]) -> PartsRead:
        """Of these UIDs, the events that are outside the window: with a single date, or moved out of it."""


Split = Callable[[bytes, Context, bytes], SplitBody]
"""Splits a body. The last argument is a salt for the digests: the address and charset. Raises the reader's errors."""
