"""What the readings of a source depend on besides the bodies: with other conditions, everything is read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from scrapers.reading.contract import Window


@dataclass(frozen=True, slots=True)
class Conditions:
    """Of one run.

    digest     of the reader's version, the source's settings, and the end of the window.
    first_day  of the window. It moves daily without another reading: occurrences that ended before it do not count as
               seen. `now` matters beside the window only where a zone without a name is compared with named ones,
               around the present year; the window's end moves once a month, and then everything is read again.
    """

    digest: bytes
    first_day: date

    @classmethod
    def of(cls, window: Window, version: int, *settings: object) -> Conditions:
        """`version`: the reader's. `settings`: of the source, as far as they change what the reader returns. The window
        must have a start."""
        assert window.starts is not None
        decisive = (version, window.ends, *settings)
        return cls(sha256(repr(decisive).encode()).digest(), window.starts)
